"""YAML with places: what is read, where it stands, and what is refused."""

from __future__ import annotations

import pickle
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import source
from builder.problems import BuildError, ContentError, Problem, Span
from builder.source import Mapping, Scalar, Sequence


def root_of(text: str) -> source.Root:
    return source.parse(text.encode(), "a.yaml").root


def problems_of(content: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as caught:
        source.parse(content.encode() if isinstance(content, str) else content, "a.yaml")
    return caught.value.problems


def only_problem(content: str | bytes) -> Problem:
    problems = problems_of(content)
    assert len(problems) == 1, [problem.message for problem in problems]
    return problems[0]


def spelled(text: str, span: Span) -> str:
    """Return what stands at `span`."""
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


# --- Values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spelling",
    ["NO", "on", "yes", "true", "12:30:45", "1:30", "010", "1.10", "0800111", "2024-02-30", "0x1F", ".inf", "="],
)
def test_a_value_stays_as_it_is_spelled(spelling: str) -> None:
    assert root_of(f"key: {spelling}") == {"key": spelling}


@pytest.mark.parametrize("spelling", ["", "~", "null", "Null", "NULL"])
def test_only_these_spellings_are_no_value(spelling: str) -> None:
    assert root_of(f"key: {spelling}") == {"key": None}


def test_quotes_keep_an_empty_text_and_the_word_null() -> None:
    assert root_of("a: ''\nb: 'null'\nc: \"~\"") == {"a": "", "b": "null", "c": "~"}


def test_keys_are_text_too() -> None:
    assert root_of("on: 1\n2: b\nNO: c") == {"on": "1", "2": "b", "NO": "c"}


def test_mappings_and_lists_nest_in_both_styles() -> None:
    text = "a:\n  - {b: c, d: [e, f]}\n  - g: h\n    i: []\n"
    assert root_of(text) == {"a": [{"b": "c", "d": ["e", "f"]}, {"g": "h", "i": []}]}


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n", "---\n", "\ufeff"])
def test_a_file_without_values_is_none(content: str) -> None:
    assert root_of(content) is None


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    read = source.parse("\ufeffa: b\r\nc: d\r\n".encode(), "a.yaml")
    assert read.root == {"a": "b", "c": "d"}
    assert read.line(2) == "c: d"
    assert isinstance(read.root, Mapping)
    assert read.root.key_span("a") == Span("a.yaml", 1, 1, 1, 2)


# --- Places -----------------------------------------------------------------------------------------------------------

STYLES = {
    "plain": "k: small dogs bark\n",
    "plain over lines": "k: small\n  dogs\n\n  bark\n",
    "single": "k: 'small dogs'' bark'\n",
    "single over lines": "k: 'small\n   dogs\n\n   ''bark'''\n",
    "double": 'k: "small \\"dogs\\" b\\u00e4rk\\n\\x20now \\U0001F415"\n',
    "double over lines": 'k: "small \\\n   dogs \n   bark\\\n   \\ now"\n',
    "folded": "k: >-  # words\n  small dogs\n  bark\n\n    at  > cats\n\n  now\n",
    "folded, indented by hand": "k: >2+\n     small dogs\n  bark\n\n",
    "literal": "k: |\n  small 'dogs'\n   bark\n\n  # at cats\n",
    "in a list": "- k: [small dogs, 'bark']\n",
    "wide letters": "k: >-\n  血液 e\u0301\U0001f415 café\n  dogs\n",
}


def first_text(value: source.Root) -> Scalar:
    while not isinstance(value, Scalar):
        assert value
        value = next(iter(value.values())) if isinstance(value, Mapping) else value[0]
    return value


@pytest.mark.parametrize("text", STYLES.values(), ids=STYLES.keys())
def test_each_letter_points_at_itself(text: str) -> None:
    value = first_text(root_of(text))
    for index, letter in enumerate(value):
        if not letter.isspace():
            there = spelled(text, value.span(index, index + 1))
            assert normalize("NFC", there) == letter or there[0] in "\\'", (index, letter, there)


@pytest.mark.parametrize(
    ("text", "word", "line", "column"),
    [
        (STYLES["plain over lines"], "bark", 4, 3),
        (STYLES["single over lines"], "'bark'", 4, 4),
        (STYLES["double"], "bärk", 1, 20),
        (STYLES["double"], "\U0001f415", 1, 39),
        (STYLES["double over lines"], "now", 4, 6),
        (STYLES["folded"], "bark", 3, 3),
        (STYLES["folded"], "> cats", 5, 9),
        (STYLES["folded, indented by hand"], "small", 2, 6),
        (STYLES["literal"], "# at", 5, 3),
        (STYLES["wide letters"], "café", 2, 10),
    ],
)
def test_a_word_has_its_place(text: str, word: str, line: int, column: int) -> None:
    value = first_text(root_of(text))
    start = value.index(word)
    assert value.span(start, start + len(word))[1:3] == (line, column)


def test_a_whole_folded_text_reaches_from_its_first_to_its_last_letter() -> None:
    assert first_text(root_of("k: >-\n  small dogs\n  bark\n\nb: c")).span() == Span("a.yaml", 2, 3, 3, 7)


def test_a_space_where_a_line_is_folded_is_the_end_of_the_line() -> None:
    value = first_text(root_of("k: >-\n  small\n  dogs\n"))
    assert value.span(5, 6)[1:3] == (2, 8)
    assert value.span(4, 7) == Span("a.yaml", 2, 7, 3, 4)


def test_an_empty_stretch_has_a_place_without_width() -> None:
    value = first_text(root_of("k: small dogs"))
    assert value.span(6, 6) == Span("a.yaml", 1, 10, 1, 10)
    assert value.span(10, 10) == Span("a.yaml", 1, 14, 1, 14)


def test_mappings_and_lists_know_the_places_of_their_parts() -> None:
    root = root_of("a:\nb: [c, ~,]\nd:\n  - e\n  -\nf: {}\n")
    assert isinstance(root, Mapping)
    assert root.span() == root.key_span("a") == Span("a.yaml", 1, 1, 1, 2)
    assert root.value_span("a") == Span("a.yaml", 1, 3, 1, 3)
    assert root["b"].item_span(0) == Span("a.yaml", 2, 5, 2, 6)
    assert root["b"].item_span(1)[1:3] == (2, 8)
    assert root["d"].span()[1:3] == (4, 3)
    assert root["d"].item_span(1)[1:3] == (5, 4)
    assert root["f"].span() == Span("a.yaml", 6, 4, 6, 5)


DECOMPOSED = [
    ("a: Sjo\u0308gren e\u0301x", "Sj\u00f6gren \u00e9x", 9, 10, (1, 15, 1, 16)),
    ("a: Sjo\u0308gren e\u0301x", "Sj\u00f6gren \u00e9x", 0, 3, (1, 4, 1, 8)),
    ("a: >-\n  u\u0308ber\n  alle\u0301", "\u00fcber all\u00e9", 5, 9, (3, 3, 3, 8)),
    ('a: "e\\u0301 q"', "\u00e9 q", 0, 1, (1, 5, 1, 7)),
    ("a: \u1100\u1161\u11a8 x", "\uac01 x", 2, 3, (1, 8, 1, 9)),
    ("a: \u212b x", "\u00c5 x", 2, 3, (1, 6, 1, 7)),
]


@pytest.mark.parametrize(("text", "value", "start", "end", "place"), DECOMPOSED, ids=lambda part: ascii(part)[:20])
def test_letters_and_accents_that_stand_apart_are_composed_and_keep_their_places(
    text: str, value: str, start: int, end: int, place: tuple[int, ...]
) -> None:
    found = first_text(root_of(text))
    assert found == value
    assert found.span(start, end)[1:] == place
    after = pickle.loads(pickle.dumps(found))
    assert (after, after.span()) == (value, found.span())


def test_keys_are_composed_too() -> None:
    assert root_of("e\u0301: 1\n") == {"\u00e9": "1"}
    assert only_problem("e\u0301: 1\n'\u00e9': 2\n").rule == "duplicate-key"


def test_a_source_survives_pickling_with_its_places() -> None:
    before = source.parse(b"a: [b, {c: d e}]", "a.yaml")
    after = pickle.loads(pickle.dumps(before))
    assert after.root == before.root
    assert isinstance(after.root, Mapping)
    assert after.root["a"][1]["c"].span(2, 3) == Span("a.yaml", 1, 14, 1, 15)


# --- What is refused --------------------------------------------------------------------------------------------------

REFUSED: list[tuple[str | bytes, str, int, int, str]] = [
    # content, rule, line, column, a part of the hint
    ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1, "Delete or rename"),
    ("a: 1\n'a': 3\n", "duplicate-key", 2, 2, "Delete or rename"),
    ("- &x 1\n", "anchor", 1, 3, "- >-"),
    ("a: *x\n", "alias", 1, 4, "a: >-"),
    ("*x : a\n", "alias", 1, 1, ">-"),
    ("a: !!str b\n", "tag", 1, 4, "a: >-"),
    ("a: !!python/object/apply:os.system [ls]\n", "tag", 1, 4, "a: >-"),
    ("!x {a: b}\n", "tag", 1, 1, ">-"),
    ("a: b\n---\nc: d\n", "two-documents", 2, 1, "---"),
    ("? [a, b]\n: c\n", "complex-key", 1, 3, "key: value"),
    ("? {a: b}\n: {c: d}\n", "complex-key", 1, 3, "key: value"),
    ("~: b\n", "complex-key", 1, 1, "key: value"),
    ("<<: {a: b}\n", "merge-key", 1, 1, "Write the values out"),
    ("[" * 20_000, "too-deep", 1, 41, "bracket"),
    ("- " * 50 + "a", "too-deep", 1, 81, "bracket"),
    ("a: 1\n\tb: 2\n", "tab", 2, 1, "two for each step"),
    ("a: one\ttwo\n", "tab", 1, 7, "spaces"),
    ("a:\n\u00a0\u00a0b: 2\n", "no-break-indentation", 2, 1, "space bar"),
    ("a: it\u202es\n", "bidi-control", 1, 6, "Delete"),
    ("a: it\u2066s\n", "bidi-control", 1, 6, "Delete"),
    ('a: "it\\u202Es"\n', "bidi-control", 1, 7, "Delete"),
    ("a: b\0c\n", "control-character", 1, 5, "Delete"),
    ('a: "b\\0c"\n', "control-character", 1, 6, "Delete"),
    ("a: b\x07c\n", "control-character", 1, 5, "Delete"),
    ("a: b\u2028c\n", "control-character", 1, 5, "Put a space or a line break there"),
    ("a: b\ufeffc\n", "control-character", 1, 5, "Delete"),
    ("a: b\uffffc\n", "control-character", 1, 5, "Delete"),
    ("a: b\ufffdc\n", "damaged-character", 1, 5, "again"),
    (b"a: 1\nb: don\x92t \xe9\n", "not-utf-8", 2, 7, "In Windows-1252 it is \u2019."),
    (b"a: \x81\n", "not-utf-8", 1, 4, "Save the file as UTF-8"),
    (b"\xef\xbb\xbfa: \xed\xa0\x80\n", "not-utf-8", 1, 4, "Save the file as UTF-8"),
    ("a: b\n".encode("utf-16"), "not-utf-8", 1, 1, "Save the file as UTF-8"),
    ("a: b\n".encode("utf-16-le"), "not-utf-8", 1, 1, "Save the file as UTF-8"),
    ("a: b\n".encode("utf-16-be"), "not-utf-8", 1, 1, "Save the file as UTF-8"),
    ("a: b\n".encode("utf-32"), "not-utf-8", 1, 1, "Save the file as UTF-8"),
    (b"a: " + b"x" * source.SIZE_LIMIT, "file-too-large", 1, 1, "right file"),
    ("a: [b, c\nd: e\n", "never-closed", 1, 4, "Close it"),
    ('a: "b\nc: d\n', "never-closed", 1, 4, "Close it"),
    ('a: "C:\\Users"\n', "unknown-escape", 1, 9, "twice"),
    ("a: [", "never-closed", 1, 4, "Close it"),
    ("a: {b: [c](d)}\n", "text-in-brackets", 1, 11, "line of its own"),
    ("a: b\n c: d\n", "wrong-indentation", 2, 2, "below 'a', in column 1"),
    ("a:\n   b: 1\n  c: 2\n", "wrong-indentation", 3, 3, "same column"),
    ("a: 1\nb\nc: 2\n", "missing-colon", 2, 1, "Write 'b: ...'"),
    ("a:\n- b\nc\n", "missing-colon", 3, 1, "Write 'c: ...'"),
]


@pytest.mark.parametrize(("content", "rule", "line", "column", "hint"), REFUSED, ids=lambda part: ascii(part)[:30])
def test_a_hazard_is_one_problem_with_its_place(
    content: str | bytes, rule: str, line: int, column: int, hint: str
) -> None:
    problem = only_problem(content)
    assert (problem.rule, problem.span and problem.span[1:3]) == (rule, (line, column))
    assert hint in problem.hint


def test_a_key_used_twice_shows_both_places() -> None:
    assert only_problem("a: 1\nb: 2\na: 3\n").related == ((Span("a.yaml", 1, 1, 1, 2), "first used here"),)


TRAPS = [
    "*Fas* is", "**Note** this", "[@key] says", "[in vitro]{lang=la} is", "{alps} is", "{clinic.phone} now",
    '"a" and b', "'a' and b", "> 5 mg", "| or", "100%: all", "he said: rest", "% of all", "@home", "`a` b",
    "- 5 degrees", ", and",
]


@pytest.mark.parametrize("text", TRAPS)
def test_text_that_yaml_misreads_is_sent_to_a_line_of_its_own(text: str) -> None:
    problem = only_problem(f"top:\n  - key: {text}\n    more: words\n")
    assert problem.rule == "text-needs-own-line"
    assert problem.span
    assert problem.span.line == 2
    assert "Write 'key: >-' and put the text on the next line, indented further." in problem.hint
    root = root_of(f"top:\n  - key: >-\n      {text}\n    more: words\n")
    assert root == {"top": [{"key": text, "more": "words"}]}


def test_in_a_list_the_hint_has_a_dash() -> None:
    assert "'- >-'" in only_problem("- a\n- **Note** this\n").hint


def test_all_misread_texts_of_a_file_are_told_at_once() -> None:
    text = "a: 1\n" + "".join(f"k{number}: {trap}\n" for number, trap in enumerate(TRAPS)) + "a: 2\n"
    problems = problems_of(text)
    assert [problem.span.line for problem in problems if problem.span] == list(range(2, len(TRAPS) + 3))
    assert problems[-1].rule == "duplicate-key"


@pytest.mark.parametrize(
    "line",
    ["a: Take 5 mg # daily", "a: Take 5 mg  # daily", "a: Take # daily", "a: Take  #daily", "a: Take   #2 daily",
     "a: # 1 cause", "- two words # x"],
)
def test_text_that_yaml_drops_after_a_hash_is_a_problem(line: str) -> None:
    problem = only_problem(f"{line}\n")
    assert problem.rule == "text-after-hash"
    assert problem.span == Span("a.yaml", 1, line.index("#") + 1, 1, len(line) + 1)


@pytest.mark.parametrize(
    "text",
    ["# first\na: b\n", "a: draft  # until spring\n", "a: [b, c] # both\n", "a:\n  # below\n  b: c\n",
     "a: 'b c' # quoted\n", "a: >- # folded\n  b\n", "a: C#5\n", "a: # of these\n  - b\n",
     "a: >-\n  Take 5 # daily\n", "a: b    # far\n", "a: b  #\n"],
)
def test_a_comment_that_drops_no_text_is_welcome(text: str) -> None:
    assert root_of(text)


def test_problems_of_all_kinds_come_together_and_in_order() -> None:
    rules = [problem.rule for problem in problems_of(b"a: b\x92\tc\nd: &x 1\nd: *Fas* is\n")]
    assert rules == ["not-utf-8", "tab", "anchor", "duplicate-key", "text-needs-own-line"]


def test_a_bomb_of_aliases_is_refused_where_it_starts() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    problems = problems_of("\n".join(lines))
    assert problems[0].rule == "anchor"
    assert len(problems) <= source.MOST_PROBLEMS


# --- Files ------------------------------------------------------------------------------------------------------------


def test_a_file_is_named_as_asked(tmp_path: Path) -> None:
    path = tmp_path / "en.yaml"
    path.write_bytes(b"a: [b]\n")
    assert source.load(path, "content/alps/en.yaml").name == "content/alps/en.yaml"
    assert source.load(path).name == path.as_posix()
    assert source.load(path).root == {"a": ["b"]}


def test_what_cannot_be_read_is_no_fault_of_the_content(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"a\.yaml is not there"):
        source.load(tmp_path / "a.yaml", "a.yaml")


def test_something_else_in_a_files_place_is_a_problem_with_its_name(tmp_path: Path) -> None:
    """tests/test_files.py has all that may stand there."""
    with pytest.raises(ContentError) as caught:
        source.load(tmp_path, "en.yaml")
    (problem,) = caught.value.problems
    assert (problem.rule, problem.message) == ("unreadable-file", "en.yaml is a folder, not a file.")
    assert problem.span
    assert problem.span[:3] == ("en.yaml", 1, 1)


# --- Whatever comes ---------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["a", "b c", ": ", "- ", "\n", "  ", " #", "'", '"', "[", "]", "{", "}", ",", ">-\n", "|", "&x", "*x", "!y", "%",
     "@", "?", "<<", "~", "---", "...", "\t", "\u00a0", "\u202e", "\0", "\r\n", "\\", "\\n", "\\x41", "\\q", "é", "血",
     "\U0001f415", "key: ", "\ufeff"]
)


def check(content: bytes) -> None:
    """Reading gives data or problems, and all places lie in the file."""
    text = content.decode(errors="replace").removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    try:
        root = source.parse(content, "a.yaml").root
    except ContentError as error:
        spans = [problem.span for problem in error.problems]
        spans += [span for problem in error.problems for span, _ in problem.related]
    else:
        spans = list(every_span(root))
    for span in spans:
        assert span
        assert (1, 1) <= span[1:3] <= span[3:] <= (len(lines), len(lines[-1]) + 1)
        assert span.column <= len(lines[span.line - 1]) + 1
        assert span.end_column <= len(lines[span.end_line - 1]) + 1


def every_span(value: source.Root) -> list[Span]:
    if isinstance(value, Scalar):
        return [value.span(), *(value.span(index, index + 1) for index in range(len(value)))]
    if isinstance(value, Mapping):
        inner = [span for child in value.values() for span in every_span(child)]
        return [value.span(), *map(value.key_span, value), *map(value.value_span, value), *inner]
    if isinstance(value, Sequence):
        inner = [span for child in value for span in every_span(child)]
        return [value.span(), *map(value.item_span, range(len(value))), *inner]
    return []


@given(st.binary(max_size=200))
def test_any_bytes_give_data_or_problems(content: bytes) -> None:
    check(content)


@given(st.lists(WORDS, max_size=25))
@settings(max_examples=500)
def test_any_text_gives_data_or_problems(words: list[str]) -> None:
    check("".join(words).encode())


LETTERS = st.text(st.sampled_from("aé\u0301\u0328血\U0001f415\u00a0.,'\"\\:#-[]{}>|*&!%@ \n"), max_size=60)


@given(LETTERS, st.sampled_from(["plain", "single", "double", "folded", "literal"]))
@settings(max_examples=500)
def test_each_letter_of_any_text_points_at_itself(text: str, style: str) -> None:
    written = write(text, style)
    try:
        value = root_of(written)
    except ContentError:
        return
    assert isinstance(value, Mapping)
    text = value["k"] if isinstance(value["k"], Scalar) else Scalar()
    for index, letter in enumerate(text):
        there = spelled(written, text.span(index, index + 1))
        if letter not in " \n":
            assert letter in normalize("NFC", there) or (style in ("single", "double") and there[0] in "\\'")


def write(text: str, style: str) -> str:
    if style == "single":
        return "k: '" + text.replace("'", "''").replace("\n", "\n\n  ") + "'\n"
    if style == "double":
        escapes = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "血": "\\u8840"})
        return f'k: "{text.translate(escapes)}"\n'
    if style == "plain":
        return "k: " + text.replace("\n", "\n  ") + "\n"
    return f"k: {'>-' if style == 'folded' else '|'}\n  " + text.replace("\n", "\n  ") + "\n"
