"""Sentences end where a careful reader ends them: a hand-marked sample in five languages, and hard cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.language import sentences

FOLDER = Path(__file__).parent / "sentences"


def marked() -> list[tuple[str, list[str]]]:
    """Return the language of each paragraph of the sample, and its sentences."""
    return [
        (path.stem, line.split("|"))
        for path in sorted(FOLDER.glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]


def ends(parts: list[str]) -> set[int]:
    """Return where the sentences end that have another after them."""
    return {len("".join(parts[:number])) for number in range(1, len(parts))}


def test_of_all_boundaries_in_the_sample_95_in_100_are_right() -> None:
    """A boundary that is missed and one that is made up both count as wrong."""
    right = seen = 0
    for language, parts in marked():
        found = {sentence.end for sentence in sentences.split("".join(parts), language)[:-1]}
        right += len(found & ends(parts))
        seen += len(found | ends(parts))
    assert right / seen >= 0.95, f"{right} of {seen}"


def test_the_sample_has_more_than_300_sentences() -> None:
    assert sum(len(parts) for _, parts in marked()) > 300


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. A. Lee comes at 9 a.m. on No. 5 St. John's Road.", 1),
        ("Take 2.5 mg, i.e. half a tablet.", 1),
        ("It costs 3.50. Pay at the desk.", 2),
        ("See example.org/a.b. Then call.", 2),
        ("You have MS. It is a condition of the nerves.", 2),
        ("“Does it hurt?” she asked.", 1),
        ("She said “No.” Then she left.", 2),
        ("Stay out of the sun. Wear a hat.", 2),
        ("Wait... Not yet.", 2),
        ("很多人會好轉。請打電話給我們！", 2),
        ("क्या यह खतरनाक है? नहीं। आराम करें।", 3),
        ("هل هو خطير؟ لا. اتصل بنا.", 3),
        ("Ask: why?!", 1),
        ("...", 0),
        ("", 0),
    ],
)
def test_hard_cases(text: str, count: int) -> None:
    assert len(sentences.split(text)) == count


def test_an_exponent_is_no_word_of_its_own() -> None:
    (sentence,) = sentences.split("Below 100 × 10⁹/l, 10⁻³ or CO₂")
    assert sentence.words == ("Below", "100", "10⁹", "l", "10⁻³", "or", "CO₂")


def test_a_sentence_knows_its_place_and_its_words() -> None:
    first, second = sentences.split("Don't wait.  Call 1,000 well-known people (https://x.org).")
    assert (first.start, first.end, first.words) == (0, 11, ("Don't", "wait"))
    assert (second.start, second.end, second.words) == (13, 58, ("Call", "1,000", "well-known", "people"))
