"""Syllables, against words counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.language import syllables

FOLDER = Path(__file__).parent / "syllables"


def counted(language: str) -> dict[str, int]:
    """Return the words of a list and their syllables; a line is `3: hospital infection`."""
    lines = (FOLDER / f"{language}.txt").read_text("utf-8").splitlines()
    return {word: int(line.split(":")[0]) for line in lines if not line.startswith("#") for word in line[2:].split()}


@pytest.mark.parametrize(("language", "least"), [("en", 0.94), ("es", 1.0), ("de", 0.94), ("fr", 0.94)])
def test_nearly_all_words_of_the_list_are_counted_right(language: str, least: float) -> None:
    """Spanish spelling has exact rules; the others are said to be near."""
    words = counted(language)
    wrong = {word: syllables.count(word, language) for word in words if syllables.count(word, language) != words[word]}
    assert 1 - len(wrong) / len(words) >= least, wrong


def test_the_english_list_is_long_enough_to_tell() -> None:
    assert len(counted("en")) > 190


@pytest.mark.parametrize(
    ("word", "count"),
    [("12", 1), ("2.5", 1), ("HIV", 3), ("WHO", 5), ("ALPS", 1), ("check-ups", 2), ("nurse’s", 2), ("child's", 1),
     ("they're", 1), ("isn’t", 2), ("B12", 1)],
)  # fmt: skip
def test_numbers_abbreviations_and_joined_words(word: str, count: int) -> None:
    assert syllables.count(word, "en") == count


def test_every_word_has_a_syllable_in_any_language() -> None:
    words, tags = ("hm", "vlk", "ב", "的"), ("en", "cs", "he", "zh", "es")
    assert {syllables.count(word, tag) for word in words for tag in tags} == {1}
