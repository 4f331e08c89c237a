"""The word lists are well formed and searched as they should be."""

from __future__ import annotations

import pytest

from builder.language import lexicon

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
