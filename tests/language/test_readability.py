"""The formulas, against published tables and texts counted by hand."""

from __future__ import annotations

import pytest

from builder import reader, source
from builder.language import readability
from builder.language.prose import Prose
from builder.language.readability import Counts
from builder.language.sentences import split


@pytest.mark.parametrize(
    ("words_per_sentence", "syllables_per_100_words", "lowest", "highest"),
    [(8, 123, 90, 100), (11, 131, 80, 90), (14, 139, 70, 80), (17, 147, 60, 70), (21, 155, 50, 60), (25, 167, 30, 50),
     (29, 192, 0, 30)],
)  # fmt: skip
def test_flesch_agrees_with_his_own_table(
    words_per_sentence: int, syllables_per_100_words: int, lowest: int, highest: int
) -> None:
    """Flesch, The Art of Readable Writing, 1949: the typical text of each of his seven styles."""
    words = 100 * words_per_sentence
    counts = Counts(sentences=100, words=words, syllables=words * syllables_per_100_words // 100)
    assert lowest <= readability.flesch(counts) <= highest


@pytest.mark.parametrize(
    ("polysyllables", "grade"), [(4, 5), (9, 6), (16, 7), (25, 8), (36, 9), (49, 10), (100, 13), (225, 18)]
)
def test_smog_agrees_with_its_conversion_table(polysyllables: int, grade: int) -> None:
    """McLaughlin 1969: the middles of his classes for 30 sentences; his table is 3 and the root, rounded."""
    assert abs(readability.smog(Counts(sentences=30, polysyllables=polysyllables)) - grade) <= 0.9


def counts_of(text: str, language: str) -> Counts:
    sentences = split(text, language)
    return readability.count([word for one in sentences for word in one.words], language, len(sentences))


def test_an_english_text_counted_by_hand() -> None:
    """Syllables: 2 1 1 3, and 1 1 5 2."""
    counts = counts_of("Doctors can treat infections. Ask your haematology clinic.", "en")
    assert (counts.sentences, counts.words, counts.syllables, counts.letters) == (2, 8, 16, 49)
    assert (counts.polysyllables, counts.monosyllables, counts.long_words) == (2, 4, 3)
    assert readability.flesch_kincaid(counts) == pytest.approx(0.39 * 4 + 11.8 * 2 - 15.59)


def test_a_spanish_text_counted_by_hand() -> None:
    """Syllables: 1 2 2 1 2, and 2 2."""
    counts = counts_of("El bazo filtra la sangre. Tome agua.", "es")
    assert readability.inflesz(counts) == pytest.approx(206.835 - 62.3 * 12 / 7 - 7 / 2)


def test_a_german_text_counted_by_hand() -> None:
    """Syllables: 1 1 2 1, and 1 1 1; one word is longer than six letters."""
    counts = counts_of("Die Milz filtert Blut. Sie liegt links.", "de")
    assert readability.amstad(counts) == pytest.approx(180 - 3.5 - 58.5 * 8 / 7)
    assert readability.wiener(counts) == pytest.approx(0.1672 * 3.5 + 0.1297 * 100 / 7 - 0.0327 * 600 / 7 - 0.875)


def test_a_french_text_counted_by_hand() -> None:
    """Five words of one syllable, since a mute e is not said."""
    assert readability.kandel_moles(counts_of("La rate filtre le sang.", "fr")) == pytest.approx(207 - 1.015 * 5 - 73.6)


def test_an_italian_text_counted_by_hand() -> None:
    """Letters: 2 5 6 2 6."""
    assert readability.gulpease(counts_of("La milza filtra il sangue.", "it")) == pytest.approx(89 + (300 - 210) / 5)


def test_a_dutch_text_counted_by_hand() -> None:
    """One of four words is longer than six letters."""
    assert readability.lix(counts_of("De milt filtert bloed.", "nl")) == pytest.approx(4 + 25)


def prose_of(language: str, title: str, text: str, items: int = 1) -> Prose:
    listed = "\n".join(f"          - {{id: i{number}, text: '{text}'}}" for number in range(items))
    return Prose(reader.document(source.parse(f"""
topic: name
language: {language}
title: {title}
codes: {{}}
audience: {{who: all}}
purpose: "-"
main_message: "-"
key_points: [{{id: point, text: "-"}}]
get_help:
  emergency: {{action: "-", signs: [{{id: a, text: "-"}}]}}
  urgent: {{action: "-", signs: [{{id: b, text: "-"}}]}}
  routine: {{action: "-", signs: [{{id: c, text: "-"}}]}}
sections:
- id: section
  kind: what-is
  title: A heading is no sentence
  blocks:
  - id: block
    list:
      items:
{listed}
governance:
  {{status: draft, version: "1", published: 2026-01-01, updated: 2026-01-01, next_review: 2027-01-01,
  publisher: {{name: x, contact: x}}, funding: none, conflicts: none}}
""".encode(), "topic.yaml")))


def test_the_name_of_the_condition_counts_as_one_short_word() -> None:
    """With the name 3 words of 3, 2 and 1 syllables; without it 2 words of 1; Latin words do not count."""
    scores = readability.scores(prose_of("en", "Apnea syndrome", "Apnea syndrome [sic]{lang=la} hurts."))
    assert (scores.counts.sentences, scores.counts.words, scores.counts.syllables) == (1, 3, 6)
    assert (scores.counts_without_name.words, scores.counts_without_name.syllables) == (2, 2)


def test_each_item_is_a_sentence_and_smog_needs_thirty() -> None:
    few, many = (readability.scores(prose_of("en", "Flu", "Rest at home", items)) for items in (29, 30))
    assert few.counts.sentences == 29
    assert "SMOG" not in few.values
    assert many.values["SMOG"].value == pytest.approx(3.1291)


@pytest.mark.parametrize(
    ("language", "formulas"),
    [("en-GB", {"Flesch-Kincaid", "Flesch"}), ("es", {"INFLESZ"}), ("de-AT", {"Wiener Sachtextformel", "Amstad"}),
     ("fr", {"Kandel-Moles"}), ("it", {"Gulpease"}), ("pl", {"LIX"}), ("ar", set()), ("zh-Hans", set())],
)  # fmt: skip
def test_each_language_has_its_formulas(language: str, formulas: set[str]) -> None:
    assert readability.scores(prose_of(language, "Flu", "Rest")).values.keys() == formulas
