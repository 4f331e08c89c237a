"""The word lists are well formed and searched as they should be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import topics

from builder import checks
from builder.checks.subject import Subject
from builder.language import doses, lexicon, quantities, sentences, wordfile
from builder.problems import ContentError, Problem

LANGUAGES = sorted(path.stem for path in lexicon.FOLDER.glob("??.yaml"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_can_be_read(language: str) -> None:
    assert lexicon.load(language).address


def test_a_language_without_lists_has_empty_ones() -> None:
    lists = lexicon.load("tlh")
    assert not lists.plain.entries
    assert lists.frequency is None


def test_a_brand_is_of_one_substance_and_is_no_substance() -> None:
    brands = [brand.casefold() for listed in lexicon.medicines().values() for brand in listed]
    assert len(brands) == len(set(brands)) == len(lexicon.brands())
    assert not set(brands) & lexicon.substances()
    assert all(name == name.lower() for name in lexicon.substances())


def test_a_plain_word_is_no_complex_one() -> None:
    """What one line advises, no other line forbids."""
    plain = lexicon.load("en").plain
    advised = {word for entry in plain.entries.values() for word in entry.instead.split(" / ")}
    assert not advised & plain.entries.keys()


def test_a_verb_stands_for_its_forms() -> None:
    entries = lexicon.load("en").plain.entries
    assert {"utilise", "utilised", "utilises", "utilising"} <= entries.keys()
    assert entries["utilise"] == ("use", True)
    assert entries["utilising"] == ("use", False)
    assert not entries["accumulate"].exact


@pytest.mark.parametrize(
    ("listed", "vocabulary", "text", "found"),
    [
        (["in order", "in order to"], {"in", "order", "to"}, "in order to", "in order to"),
        (["in order", "in order to"], {"in", "order"}, "in order", "in order"),
        (["don't"], {"don", "t"}, "don't", "don't"),
        (["e.g."], {"e", "g"}, "e.g. this", "e.g."),
    ],
)
def test_the_longest_phrase_whose_words_are_there_is_found(
    listed: list[str], vocabulary: set[str], text: str, found: str
) -> None:
    pattern = lexicon.phrases(dict.fromkeys(listed)).pattern(frozenset(vocabulary))
    assert pattern
    assert pattern.match(text)
    assert pattern.match(text)[0] == found  # type: ignore[index]


def test_phrases_are_written_as_folded_text_has_them() -> None:
    lists = lexicon.load("en")
    for phrases in (lists.plain, lists.inclusive, lists.latin, lists.vague, lists.unknown):
        assert [entry for entry in phrases.entries if entry != entry.lower() or "’" in entry or "  " in entry] == []


# --- Damaged and incomplete ones --------------------------------------------------------------------------------------

CACHED = (lexicon.load, lexicon.brands, lexicon.substances, lexicon.medicines, sentences.split, quantities._words,
          doses._signs, doses._patterns)  # fmt: skip
SPANISH = (lexicon.FOLDER / "es.yaml").read_text("utf-8")
KEYS = re.findall(r"^(\w+):", SPANISH, re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the word lists, in the place of the program's own."""
    for path in lexicon.FOLDER.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    forget()
    yield tmp_path
    monkeypatch.undo()
    forget()


def forget() -> None:
    for cached in CACHED:
        cached.cache_clear()


def found(language: str = "es") -> list[Problem]:
    """Return what `check` says of a topic."""
    topic = topics.everything()
    topic["language"] = language
    topic["sections"][0]["blocks"][0]["paragraph"] = (
        "Tome 5 mg al día. Uno de cada diez niños tiene fiebre; dos veces más riesgo. Un 20 % de las personas mejora."
    )
    return checks.check(Subject(topics.document(topic), topics.context()))


def wrong(language: str = "es") -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as caught:
        found(language)
    return caught.value.problems


@pytest.mark.parametrize("key", KEYS)
def test_a_list_that_is_missing_is_empty(key: str, folder: Path) -> None:
    (folder / "es.yaml").write_text(without(key), encoding="utf-8")
    assert not [one for one in found() if one.rule == "rule-crashed"]


def without(key: str, instead: str = "") -> str:
    return re.sub(rf"^{key}:.*\n(?:[ -].*\n|\n(?=[ -]))*", lambda _: instead, SPANISH, count=1, flags=re.MULTILINE)


@pytest.mark.parametrize("value", ["", "[a, {b: c}]", "{a: [b]}", "{a: 1/0, '…': 1e999}", "'(?P<of>a'", "[[], '(a']"])
@pytest.mark.parametrize("key", KEYS)
def test_a_damaged_list_is_told_with_its_place(key: str, value: str, folder: Path) -> None:
    """Or it is none: there are words that any text may be."""
    text = without(key, f"{key}: {value}\n")
    (folder / "es.yaml").write_text(text, encoding="utf-8")
    if value == "'(?P<of>a'" and key not in wordfile.KINDS:
        assert lexicon.load("es")
        return
    with pytest.raises(ContentError) as caught:
        lexicon.load("es")
    line = f"\n{text}"[: f"\n{text}".index(f"\n{key}:")].count("\n") + 1
    places = {one.span and (one.span.path, one.span.line) for one in caught.value.problems}
    assert places == {("builder/words/es.yaml", line)}
    assert all(one.hint for one in caught.value.problems)


DAMAGES = {
    "no lists": ("es", "- a\n", "Word lists are lines of"),
    "nothing": ("es", "", "Word lists are lines of"),
    "a list that no rule reads": ("es", "adress: usted\n", "There is no list called 'adress'."),
    "nothing to say instead": ("es", "plain: {usar: }\n", "What to say instead of 'usar' is missing."),
    "no word": ("es", "plain: {'…': a}\n", "'…' has no word."),
    "a phrase without a word": ("es", "vague: a veces, …, poco\n", "'…' has no word."),
    "an ending that is no pattern": ("es", "uncommon_endings: itis (a\n", "This is no pattern: "),
    "a pattern that does not count": ("es", "frequency: ['uno']\n", "This pattern does not say which number"),
    "one name in two patterns": ("es", "relative: ['(?P<a>b)', '(?P<a>c)']\n", "The patterns of 'relative' cannot"),
    "a reason without words": ("es", "inclusive: [{why: because}]\n", "A reason has `why:` and `words:`."),
    "no number": ("es", "numbers: {uno: eins}\n", "'uno' takes a number."),
    "English ones, which some rules read besides": ("en", "plain: a\n", "'plain' takes lines of"),
    "brands": ("medicines", "aspirin: Bayer\n", "The brands of 'aspirin' are no list of names."),
    "no medicines": ("medicines", "- a\n", "Medicines are lines of"),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_a_damaged_file_stops_the_check_once_with_its_place(case: str, folder: Path) -> None:
    """It used to be told as a bug of each rule that reads it."""
    name, text, said = DAMAGES[case]
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (problem,) = wrong()
    assert problem.message.startswith(said)
    assert problem.span
    assert (problem.span.path, problem.span.line) == (f"builder/words/{name}.yaml", 1)


def test_a_file_with_little_in_it_serves(folder: Path) -> None:
    lists = "relative: ['dos veces']\nfrequency: ['uno de cada (?P<every>\\w+)']\n"
    (folder / "es.yaml").write_text(lists, encoding="utf-8")
    assert not [one for one in found() if one.rule == "rule-crashed"]
