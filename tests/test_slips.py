"""What is said about a file that is not YAML: where the slip was made, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder import reader, source
from builder.problems import ContentError, Problem

HEAD = "topic: asthma\nlanguage: en\n"


def problems_of(text: str) -> list[Problem]:
    with pytest.raises(ContentError) as caught:
        source.parse(text.encode(), "a.yaml")
    return list(caught.value.problems)


SLIPS = [
    # text after two lines, rule, line, column, a part of the message, a part of the hint
    ("purpose:To explain.\ntitle: b\n", "space-after-colon", 3, 1, "no space", "Put a space after the colon."),
    ("purpose:To explain.\n", "space-after-colon", 3, 1, "no space after the colon", "Put a space after the colon."),
    ("a:\n  who:you\n  why: so\n", "space-after-colon", 4, 3, "no space", "Put a space after the colon."),
    ("a:\n  - id:k1\n    text: x\n", "space-after-colon", 4, 5, "no space", "Put a space after the colon."),
    ("a:\n  - id: k1\n    text:x\n  - id: k2\n", "space-after-colon", 5, 5, "no space", "Put a space after the colon."),
    ("a:\n  -id: k1\n   text: x\n", "space-after-dash", 4, 3, "no space after the dash", "Put a space after the dash."),
    ("a:\n  -id: k1\n    text: x\n", "space-after-dash", 4, 3, "no space", "Put a space after the dash."),
    ("a:\n  - id: k0\n    text: x\n  -id: k1\n    text: y\n", "space-after-dash", 6, 3, "no space", "after the dash."),
    ("a:\n  -{b: c}\n  -{b: d}\n", "space-after-dash", 5, 3, "no space", "Put a space after the dash."),
    ("a:\n  b: c\n  url:https://example.org\n", "space-after-colon", 5, 3, "no space", "after the colon."),
    ("a: >-\n  one [@two]\n [@three].\nb: c\n", "wrong-indentation", 5, 2, "less than the text of 'a'", "line above"),
    ("a:\n  - one\n  -two\n", "space-after-dash", 5, 3, "no space", "Put a space after the dash."),
    ("a:\n  one two: three\n  four\nb: c\n", "text-needs-own-line", 4, 10, "no >- above", "Write 'a: >-' above"),
    ("a:\n  one two\n  three four: five\nb: c\n", "text-needs-own-line", 5, 13, "no >- above", "Write 'a: >-' above"),
    ("...\ntitle: b\n", "foreign-line", 3, 1, "no part of the file", "Delete it."),
    ("a: 'Tis the season\nb: c\n", "never-closed", 3, 4, "never closed", "If it is an apostrophe: Write 'a: >-'"),
    ("a: \"one\",\nb: c\n", "text-needs-own-line", 3, 9, "After the second \"", "Delete the ,."),
    ("-id: k1\n text: x\n", "space-after-dash", 3, 1, "no space", "Put a space after the dash."),
    (" purpose: x\n", "wrong-indentation", 3, 2, "'purpose' is indented further", "'language', in column 1"),
    ("a:\n  b: c\n d: e\n", "wrong-indentation", 5, 2, "does not fit", "1 space too few"),
    ("a: [b]\n c: d\n", "wrong-indentation", 4, 2, "does not fit", "1 space too many"),
    ("a:\n  who: you\n   why: so\n", "wrong-indentation", 5, 4, "'why' is indented further than 'who'", "in column 3"),
    ("a:\n  who: you\n why: so\n", "wrong-indentation", 5, 2, "does not fit", "1 space too few"),
    ("a:\n  - id: k1\n     text: x\n", "wrong-indentation", 5, 6, "further than 'id'", "in column 5"),
    ("a:\n  - id: k1\n   text: x\n", "wrong-indentation", 5, 4, "does not fit", "'id' in line 4"),
    ("a:\n  -  id: k1\n    text: x\n", "space-after-dash", 4, 3, "More than one space", "Write one space"),
    ("a:\n  id: k1\n    text: x\n", "wrong-indentation", 5, 5, "further than 'id'", "in column 3"),
    ("a:\nid: k1\n  text: x\n- id: k2\n", "missing-dash", 4, 1, "A dash is missing", "write '- id: ...'"),
    ("a:\n- id: k1\n  text: x\nid: k2\n  text: x\n", "missing-dash", 6, 1, "A dash is missing", "write '- id: ...'"),
    ("a:\n  id: k1\n  text: x\n- id: k2\n  text: x\n", "missing-dash", 4, 3, "A dash is missing", "from line 6 on"),
    ("a:\n- id: k1\n  text: x\n  id: k2\n  text: x\n", "duplicate-key", 6, 3, "'id' is used twice", "'- id: ...'"),
    ("a:\n  who families\n  why: so\n", "missing-colon", 4, 3, "no colon after this key", "Write 'who: ...'"),
    ("a:\n- id k1\n  text: x\n", "missing-colon", 4, 3, "no colon after this key", "Write 'id: ...'"),
    ("a:\n  who; families\n  why: so\n", "missing-colon", 4, 3, "after 'who', but ;", "Write 'who: ...'"),
    ("a: b\nc:\n  signs\n    - d: e\n", "missing-colon", 5, 3, "no colon after this key", "Write 'signs: ...'"),
    ("a: one\n  two\n  see: three\n", "text-needs-own-line", 5, 6, "A colon with a space", ">-"),
    ("a:\n  - b: c\n   - b: d\n", "wrong-indentation", 5, 4, "does not fit", "with the dash in line 4"),
    ("a:\n  - b: c\n - b: d\n", "wrong-indentation", 5, 2, "does not fit", "with the dash in line 4"),
    ("a:\n    b:\n   - c\n", "wrong-indentation", 5, 4, "belongs to 'b' starts too far left", "in column 7"),
    ("a: >-\n  one\n two\nb: c\n", "wrong-indentation", 5, 2, "less than the text of 'a'", "as the line above"),
    ("a: >-\none\nb: c\n", "missing-colon", 4, 1, "no colon", "indent it"),
    ("a: >-\nThe words.\nb: c\n", "missing-colon", 4, 1, "not indented", "two spaces more than 'a'"),
    ("a: >-\n  The\nwords here.\nb: c\n", "missing-colon", 5, 1, "no colon", "belongs to the text of 'a', indent it"),
    ("purpose To explain.\n", "missing-colon", 3, 1, "no colon after this key", "Write 'purpose: ...'"),
    ("key_points\n  - a\n", "missing-colon", 3, 1, "no colon after this key", "Write 'key_points: ...'"),
    ("purpose; To explain.\nb: c\n", "missing-colon", 3, 1, "after 'purpose', but ;", "Write 'purpose: ...'"),
    ("purpose = To explain.\nb: c\n", "missing-colon", 3, 1, "after 'purpose', but =", "Write 'purpose: ...'"),
    ("purpose：To explain.\nb: c\n", "missing-colon", 3, 1, "after 'purpose', but ：", "Write 'purpose: ...'"),
    ("a:\n  - id: k1\n    text: x\n  id: k2\n", "missing-dash", 6, 3, "A dash is missing", "write '- id: ...'"),
    ("// a note\na: b\n", "foreign-line", 3, 1, "begins with #", "Write # in place of //."),
    ("% a note\na: b\n", "foreign-line", 3, 1, "begins with #", "Write # in place of %."),
    ("```yaml\na: b\n", "foreign-line", 3, 1, "no part of the file", "Delete it."),
    ("<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> d\n", "mixed-versions", 3, 1, "Two versions", "Keep the lines of one"),
    ("a:\n  * one\n  * two\n", "missing-dash", 4, 3, "begins with a dash", "Write - in place of *."),
    ("a:\u00a0b\nc: d\n", "space-after-colon", 3, 1, "a special one", "Type it again."),
    ("a:\n  - b: c\n  -\u00a0b: d\n", "space-after-dash", 5, 3, "a special one", "Type it again."),
    ("title: ALPS: what it is\n", "text-needs-own-line", 3, 12, "A colon with a space", "Write 'title: >-'"),
    ("a:\n  - see: Dr X: a\n", "text-needs-own-line", 4, 14, "A colon with a space", "Write 'see: >-'"),
    ("a: 'the patient's guide'\n", "text-needs-own-line", 3, 4, "after the second '", "Leave out the ' around it"),
    ('a: "Yes" and no\n', "text-needs-own-line", 3, 4, 'after the second "', "quotes print as they are"),
    ('a: "To explain\u201d\nb: "c"\n', "never-closed", 3, 4, "\u201d is another sign", 'Close it with "'),
    ('a: "To explain\nb: "c"\n', "never-closed", 3, 4, "never closed", 'Close it with "'),
    ("a: 'tis so\nb: c\n", "never-closed", 3, 4, "never closed", "leave both quotes out"),
    ('a: [one, "two" three]\n', "text-in-brackets", 3, 16, "between [ and ]", "Put quotes around"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "line", "column", "message", "hint"), SLIPS, ids=[s[0][:30] for s in SLIPS])
def test_a_slip_is_told_where_it_was_made(
    text: str, rule: str, line: int, column: int, message: str, hint: str
) -> None:
    (problem,) = problems_of(HEAD + text)
    assert problem.span
    assert (problem.rule, *problem.span[1:3]) == (rule, line, column)
    assert message in problem.message
    assert hint in problem.hint


def test_a_space_before_the_first_key_is_told_there() -> None:
    (problem,) = problems_of(" topic: asthma\nlanguage: en\n")
    assert problem.span
    assert (problem.rule, *problem.span[1:3]) == ("wrong-indentation", 1, 1)


def test_slips_after_a_colon_are_told_at_once() -> None:
    problems = problems_of("a:b\nc: d\ne:f\ng: h: i\nj: k\n")
    assert [(problem.rule, problem.span and problem.span.line) for problem in problems] == [
        ("space-after-colon", 1), ("space-after-colon", 3), ("text-needs-own-line", 4)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "a: https://example.org\n", "a: 9:30\n", "a:\n  - 9:30\n", "a: >-\n  one:two\n  -three\n", "a : b\n",
        "a:\n  https://example.org\n", "a:\n- -5\n", "a: one\n  -two\n",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_slip_is_read(text: str) -> None:
    assert source.parse(text.encode(), "a.yaml").root


SAMPLE = (Path(__file__).parents[1] / "content/alps/en.yaml").read_text("utf-8").split("\n")
KEYED = re.compile(r"(?P<before> *(?:- +)*)(?P<key>[\w-]+): (?P<value>[^\s>|].*)")
DASHED = re.compile(r"(?P<before> *)- (?P<rest>[\w-]+:.*)")


def mistyped(line: str) -> Iterator[str]:
    """Yield what a line may become by one slip."""
    if found := KEYED.fullmatch(line):
        before, key, value = found.groups()
        yield from (f"{before}{key}{sign}{value}" for sign in (":", " ", "; ", " = "))
        if value[0] not in "'\"[{":
            yield from (f"{before}{key}: {text}" for text in (f'"{value}', f"one: {value}", f"'it's {value}'"))
    if found := DASHED.fullmatch(line):
        before, rest = found.groups()
        yield from (f"{before}{dash}{rest}" for dash in ("-", "", "-  "))


@pytest.mark.parametrize("first", range(5))
@pytest.mark.slow
def test_a_slip_anywhere_in_the_sample_is_told_on_its_line(first: int) -> None:
    slips = [(at, line) for at in range(first, len(SAMPLE), 17) for line in mistyped(SAMPLE[at])]
    told = [found_in([*SAMPLE[:at], line, *SAMPLE[at + 1 :]]) for at, line in slips]
    assert len(list(filter(None, told))) > 50
    for (at, line), problems in zip(slips, told):
        assert not problems or at + 1 in [one.span.line for one in problems if one.span], (line, problems)
        assert len(problems) <= 3, (line, problems)


def found_in(lines: list[str]) -> tuple[Problem, ...]:
    try:
        reader.document(source.parse("\n".join(lines).encode(), "a.yaml"))
    except ContentError as error:
        return error.problems
    return ()


JARGON = ("mapping", "scalar", "sequence", "alias", "anchor", "block", "token", "YAML", "indicator")


@pytest.mark.parametrize("text", [slip[0] for slip in SLIPS], ids=[slip[0][:30] for slip in SLIPS])
def test_no_message_speaks_of_the_parser(text: str) -> None:
    for problem in problems_of(HEAD + text):
        assert not [word for word in JARGON if word in f"{problem.message} {problem.hint}"]
