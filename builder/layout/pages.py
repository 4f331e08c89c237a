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


def furniture(
    inlines: Inlines, paper: tuple[float, float], header: tuple[str, str], footer: str
) -> Callable[[int, int], Sequence[Placed]]:
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
            Placed(line(footer, "start"), x, bottom, width),
            Placed(line(folio, "end"), x, bottom, width),
        ]
        if page > 1:
            top = paper[1] - style.page["top"]
            placed += [Placed(line(header[0], "start"), x, top, width), Placed(line(header[1], "end"), x, top, width)]
        return placed

    return place
