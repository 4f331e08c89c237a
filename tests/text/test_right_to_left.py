"""Right-to-left text in the one text engine: each word at its place, phone numbers and doses in one piece."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import printed, saved

from builder.structure import Element
from builder.style import Type
from builder.text import faces, lines
from builder.text.block import TextBlock
from builder.text.lines import Look, Run
from builder.verify import readback

KIND = Type(10, 16, "regular", (0.0, 0.0, 0.0))


class Places:
    """Stands for a canvas as far as a text block asks, and notes where each word was put."""

    furnishing = False

    def __init__(self) -> None:
        self.operators = b""

    def font(self, face: faces.Face) -> Places:
        self.name = b"F1"
        return self

    def take(self, words: object) -> bool:
        return False

    def mark(self, content: object, actual: str = "") -> bytes:
        return b"/P BMC"

    def text(self, operators: bytes) -> None:
        self.operators += operators

    def set_line(self, *line: object) -> None:
        pass


def shown(text: str, language: str, width: float = 1000) -> list[str]:
    """Return the words of the first line from left to right."""
    element = Element("P")
    look = Look(faces.stack("source-sans-3", "regular", language), (0.0, 0.0, 0.0))
    block = TextBlock([Run(text, look, element.content())], KIND, language=language)
    pieces, filled = block._fill(width)
    laid = [(word, run.level) for piece in pieces[: filled[0].last] for word, run in lines.parts(piece)]
    order = lines.bidi.reorder([level for _, level in laid])
    places = [
        n for stretch in order for n in (reversed if stretch.level % 2 else list)(range(stretch.start, stretch.end))
    ]
    block.draw(Places(), 0, 0, width)
    return [laid[place][0].text.strip() for place in places if laid[place][0].text != " "]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("שלום עולם", "he", ["עולם", "שלום"]),
        ("התקשרו 555-0199 היום", "he", ["היום", "555-0199", "התקשרו"]),
        ("اتصل 555-0199 اليوم", "ar", ["اليوم", "555-0199", "اتصل"]),
        ("خذ 5 mg يوميا", "ar", ["يوميا", "5 mg", "خذ"]),
        ("then שלום עולם now", "en", ["then", "עולם", "שלום", "now"]),
    ],
)
def test_words_stand_in_visual_order(text: str, language: str, expected: list[str]) -> None:
    """Expected by hand from UAX 9, with numbers that belong together isolated."""
    assert shown(text, language) == expected


def test_words_of_another_language_stand_by_themselves() -> None:
    """Their full stop is at their left end, and the number after them, which is of the paragraph, at their right."""
    element = Element("P")
    look = Look(faces.stack("source-sans-3", "regular", "en"), (0.0, 0.0, 0.0))
    arabic = Run("مرض.", look, element.content(), opens=lines.isolate("ar"), closes=lines.END_OF_ISOLATE)
    runs = [arabic, Run(" 10", look, element.content())]
    levels = {word.text.strip(): run.level for piece in lines.pieces_of(runs, "en") for word, run in lines.parts(piece)}
    assert levels == {"مرض": 1, ".": 1, "": 0, "10": 0}


@pytest.mark.parametrize(("text", "language"), [
    ("מחלת (בלוטות) הלימפה: 5 mg, שָׁלוֹם.", "he"),
    ("إذا كان لديك حمى (شديدة) فوراً: 10 mg الكبد.", "ar"),
    ("The words مرض العقد and לב stay.", "en"),
])
def test_words_are_read_back_with_their_first_letter_first(text: str, language: str, tmp_path: Path) -> None:
    content, _ = printed(text, language=language)
    tree = readback.tree(saved(content, tmp_path))
    assert "".join(readback.text(one) for one in readback.elements(tree) if one.role == "P") == text


def test_left_to_right_text_has_no_levels() -> None:
    look = Look(faces.stack("source-sans-3", "regular", "en"), (0.0, 0.0, 0.0))
    run = Run("Plain words: 5 mg.", look, Element("P").content())
    assert {own.level for piece in lines.pieces_of([run], "en") for _, own in lines.parts(piece)} == {0}


def test_a_paragraph_of_a_right_to_left_language_starts_at_the_right() -> None:
    """Its lines end at the right edge, with or without a space after them."""
    look = Look(faces.stack("source-sans-3", "regular", "he"), (0.0, 0.0, 0.0))
    block = TextBlock([Run("שלום", look, Element("P").content())], KIND, language="he")
    canvas = Places()
    block.draw(canvas, 0, 0, 100)
    left = float(canvas.operators.split(b" Tm")[0].split()[-2])
    assert left + block.natural_width() == pytest.approx(100, abs=0.02)
