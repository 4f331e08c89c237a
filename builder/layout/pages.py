"""Page templates: the frames that the story flows through, and the furniture around them."""

from __future__ import annotations

from typing import Any, Callable, Sequence

from builder.layout.blocks import FOOTER_GAP, HEADER_GAP
from builder.layout.box import Box
from builder.layout.column import Column, Entry, fits
from builder.layout.columns import Columns, Side
from builder.layout.edition import Edition, Flowable, Frame, Placed
from builder.layout.grid import Grid
from builder.layout.layout import Layout
from builder.layout.marks import Figure, Hairline
from builder.layout.sided import Sided
from builder.problems import ContentError, Problem
from builder.style import snapped

FOLIO = 90.0
"""The width of "page x of y" at the end of the footer."""


def frames(made: Layout) -> tuple[Frame, Frame]:
    """Return the frame of the first page, which has no running header, and that of the others."""
    width = made.live_width
    left = (made.paper[0] - width) / 2
    leading = made.types["furniture"].leading
    footer = leading * made.line(made.sheet.footer).line_count(width - FOLIO)
    bottom = snapped(made.page["bottom"]) + footer + FOOTER_GAP
    top = snapped(made.paper[1] - made.page["top"])
    later = top - leading - HEADER_GAP
    return Frame(left, bottom, width, top - bottom), Frame(left, bottom, width, later - bottom)


def furniture(made: Layout) -> Callable[[int, int], Sequence[Placed]]:
    """Return what prints the running header (not on page 1) and footer with the folio around page `page` of `pages`.

    A long footer runs over two lines; what is too long for the header is cut.
    """
    sheet = made.sheet
    first, _ = frames(made)
    x, width, bottom, top = first.x, first.width, first.y - FOOTER_GAP, made.paper[1] - made.page["top"]
    end = made.line(_cut(made, sheet.header[1], width * 0.6), "end")
    start = made.line(_cut(made, sheet.header[0], width - end.natural_width() - HEADER_GAP))
    below = [
        Placed(Hairline(made.colours["hairline"], 0.75), x, bottom + 5, width),
        Placed(made.line(sheet.footer), x, bottom, width - FOLIO),
    ]
    above = [Placed(start, x, top, width), Placed(end, x, top, width)]

    def place(page: int, pages: int) -> list[Placed]:
        folio = sheet.folio.format(page=page, pages=pages)
        return [*below, Placed(made.line(folio, "end"), x, bottom, width), *(above if page > 1 else ())]

    return place


def _cut(made: Layout, words: str, room: float) -> str:
    """Return as much of `words` as fits into `room`, with an ellipsis for the rest."""
    shown = words
    while words and made.line(shown).natural_width() > room:
        words = words[:-1].rstrip(" ,.")
        shown = words + "…"
    return shown


# --- The story on its pages -------------------------------------------------------------------------------------------


def flow(edition: Edition) -> list[tuple[Frame, Flowable]]:
    """Return the parts of the story, one for each page, each with the frame that it fits in.

    What should stay together is split only if not even a whole page holds it. Raises ContentError, at the exact
    block, for what no page can hold.
    """
    parts: list[tuple[Frame, Flowable]] = []
    story, frame = edition.story, edition.first
    while not fits(story, frame.width, frame.height):
        halves = story.split(frame.width, frame.height) or story.split(frame.width, frame.height, True)
        if not halves:
            raise ContentError([_too_large(story, frame.width, frame.height)])
        parts.append((frame, halves[0]))
        story, frame = halves[1], edition.later
    return [*parts, (frame, story)]


def _too_large(story: Flowable, width: float, height: float) -> Problem:
    tall, width, room = _stuck(story, width, height)
    place = next((run.place for run in getattr(tall, "runs", ()) if run.place), None)
    place = tall.element.place if isinstance(tall, Figure) else place
    what = "The picture" if isinstance(tall, Figure) else "This"
    message = f"{what} needs {tall.height(width):.0f} pt of height, and a page has {room:.0f}."
    hint = "Make it shorter, or split it into several."
    if isinstance(tall, Figure):
        hint = "Use a picture that is wider for its height, or set it beside the text: `position: side`."
    return Problem("does-not-fit", message, place.span() if place else None, hint)


Room = tuple[Any, float, float]
"""A flowable, and the width and height available to it."""


def _stuck(flowable: Any, width: float, height: float) -> Room:
    """Return the innermost flowable that neither fits at the top of a page nor can be split, with its room."""
    for child, own, room in _inside(flowable, width, height):
        if not fits(child, own, room):
            return _stuck(child, own, room)
    return flowable, width, height


def _inside(flowable: Any, width: float, height: float) -> list[Room]:
    """Return the flowables inside another, each with its room as far as that is known before they are split."""
    if isinstance(flowable, Column):
        return _below(flowable.children, [width] * len(flowable.children), height)
    if isinstance(flowable, Columns):
        return _below(flowable.children, [flowable.own_width(width)] * len(flowable.children), height)
    if isinstance(flowable, Sided):
        sides = [(side, flowable.width_of(1, width), height) for _, side in flowable.sides]
        widths = [flowable.width_of(flowable.column(number), width) for number in range(len(flowable.children))]
        return [*sides, *_below(flowable.children, widths, height)]
    if isinstance(flowable, Side):
        return [(child, own, height) for child, own in zip(flowable.children, flowable.own_widths(width))]
    if isinstance(flowable, Box):
        head = [(flowable.head, flowable.inner(width), height)] if flowable.head else []
        room = height - flowable.head_height(width) - 2 * flowable.padding[1]
        return [*head, (flowable.child, flowable.inner(width), room)]
    if isinstance(flowable, Entry):
        label = [(flowable.label, flowable.indent, height)] if flowable.label else []
        return [*label, (flowable.body, width - flowable.indent, height)]
    return _cells(flowable, width, height) if isinstance(flowable, Grid) else []


def _below(children: Sequence[Flowable], widths: Sequence[float], height: float) -> list[Room]:
    """Return flowables one below the other, as far as they stay together at the top of a page."""
    found: list[Room] = []
    for child, width in zip(children, widths):
        found.append((child, width, height))
        if not child.keep_next:
            break
        height -= child.height(width)
    return found


def _cells(grid: Grid, width: float, height: float) -> list[Room]:
    """Return the cells of the header and of the first row."""
    pad, across = grid.padding[1], grid.padding[0]
    head = grid.row_height(grid.header, grid.widths(width)) if grid.header else 0.0
    rows = [(row, room) for row, room in ((grid.header, height), (grid.rows[0], height - head)) if row]
    return [(cell, own - 2 * across, room - 2 * pad) for row, room in rows
            for cell, own in zip(row, grid.widths(width))]
