"""Page templates: papers, the frames that the story flows through, and the furniture around them."""

from __future__ import annotations

from typing import Callable, Sequence

from builder.layout.edition import Frame, Placed
from builder.layout.flowables import Rule
from builder.layout.inline import Inlines
from builder.structure import Element
from builder.style import MILLIMETRE, FormatStyle
from builder.text.block import TextBlock

PAPERS = {
    "a4": (210 * MILLIMETRE, 297 * MILLIMETRE),
    "letter": (215.9 * MILLIMETRE, 279.4 * MILLIMETRE),
}
"""Width and height in points (ISO 216; ANSI/ASME Y14.1)."""

HEADER_GAP = 10.0
FOOTER_GAP = 10.0
FOLIO = 90.0
"""The width that "page x of y" has at the end of the footer."""


def live_width(style: FormatStyle) -> float:
    """Return the width of text column, gutter and side column together."""
    return style.page["text"] + style.page["gutter"] + style.page["side"]


def frames(inlines: Inlines, paper: tuple[float, float], footer: str) -> tuple[Frame, Frame]:
    """Return the frame of the first page, which has no running header, and that of the others."""
    style = inlines.style.formats[inlines.format]
    width = live_width(style)
    left = (paper[0] - width) / 2
    leading = style.type["furniture"].leading
    bottom = style.page["bottom"] + leading * _footer(inlines, footer).line_count(width - FOLIO) + FOOTER_GAP
    top = paper[1] - style.page["top"]
    later = top - leading - HEADER_GAP
    return Frame(left, bottom, width, top - bottom), Frame(left, bottom, width, later - bottom)


def _footer(inlines: Inlines, words: str) -> TextBlock:
    return _line(inlines, words, "start")


def _line(inlines: Inlines, words: str, align: str) -> TextBlock:
    return inlines.block(words, "furniture", Element("P"), align=align)


def furniture(
    inlines: Inlines, paper: tuple[float, float], header: tuple[str, str], footer: str
) -> Callable[[int, int], Sequence[Placed]]:
    """Return what prints the running header (not on page 1) and footer with the folio around page `page` of `pages`.

    A long footer runs over two lines; what is too long for the header is cut.
    """
    style = inlines.style.formats[inlines.format]
    first, _ = frames(inlines, paper, footer)
    x, width, bottom, top = first.x, first.width, first.y - FOOTER_GAP, paper[1] - style.page["top"]
    right = _cut(inlines, header[1], width * 0.6)
    end = _line(inlines, right, "end")
    left = _cut(inlines, header[0], width - end.natural_width() - HEADER_GAP)
    below = [
        Placed(Rule(inlines.style.colours["hairline"], 0.75), x, bottom + 5, width),
        Placed(_footer(inlines, footer), x, bottom, width - FOLIO),
    ]
    above = [Placed(_line(inlines, left, "start"), x, top, width), Placed(end, x, top, width)]

    def place(page: int, pages: int) -> list[Placed]:
        folio = inlines.context.locale.say("page", page=page, pages=pages)
        return [*below, Placed(_line(inlines, folio, "end"), x, bottom, width), *(above if page > 1 else ())]

    return place


def _cut(inlines: Inlines, words: str, room: float) -> str:
    """Return as much of `words` as fits into `room`, with an ellipsis for the rest."""
    shown = words
    while words and _line(inlines, shown, "start").natural_width() > room:
        words = words[:-1].rstrip(" ,.")
        shown = words + "…"
    return shown
