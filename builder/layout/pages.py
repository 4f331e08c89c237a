"""Page templates: papers, the frames that the story flows through, and the furniture around them."""

from __future__ import annotations

from typing import Any, Callable, Sequence

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

HEADER_GAP = 14.0
FOOTER_GAP = 12.0


def live_width(style: FormatStyle) -> float:
    """Return the width of text column, gutter and side column together."""
    return style.page["text"] + style.page["gutter"] + style.page["side"]


def frames(paper: tuple[float, float], style: FormatStyle) -> tuple[Frame, Frame]:
    """Return the frame of the first page, which has no running header, and that of the others."""
    width = live_width(style)
    left = (paper[0] - width) / 2
    leading = style.type["furniture"].leading
    bottom = style.page["bottom"] + leading + FOOTER_GAP
    top = paper[1] - style.page["top"]
    later = top - leading - HEADER_GAP
    return Frame(left, bottom, width, top - bottom), Frame(left, bottom, width, later - bottom)


def furniture(inlines: Inlines, paper: tuple[float, float], header: tuple[str, str],
              footer: tuple[str, str]) -> Callable[[int, int], Sequence[Placed]]:
    """Return what prints the running header (not on page 1) and footer with the folio around page `page` of `pages`."""
    style = inlines.style.formats[inlines.format]
    first, _ = frames(paper, style)
    kind = style.type["furniture"]
    loose = Element("P")

    def line(words: str, align: str) -> TextBlock:
        return inlines.block(words, "furniture", loose, align=align)

    def place(page: int, pages: int) -> list[Placed]:
        bottom = style.page["bottom"] + kind.leading
        folio = inlines.context.locale.say("page", page=page, pages=pages)
        x, width = first.x, first.width
        placed = [
            Placed(Rule(inlines.style.colours["hairline"], 0.75), x, bottom + 5, width),
            Placed(line(footer[0], "start"), x, bottom, width),
            Placed(line(footer[1], "middle"), x, bottom, width) if _fits(line, footer, folio, width) else None,
            Placed(line(folio, "end"), x, bottom, width),
        ]
        if page > 1:
            top = paper[1] - style.page["top"]
            placed += [Placed(line(header[0], "start"), x, top, width), Placed(line(header[1], "end"), x, top, width)]
        return [one for one in placed if one]

    return place


def _fits(line: Callable[[str, str], TextBlock], footer: tuple[str, str], folio: str, width: float) -> bool:
    left, middle, right = (line(words, "start").natural_width() for words in (*footer, folio))
    return max(left, right) + 8 <= (width - middle) / 2


def fill(column: Any, width: float, frame: Frame) -> float:
    """Return how far down a frame a column of the story reaches, as a part of it."""
    return min(1.0, column.height(width) / frame.height)
