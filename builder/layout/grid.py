"""A table. Lengths are points."""

from __future__ import annotations

from itertools import accumulate
from math import fsum
from typing import Any, Sequence

from builder.layout.column import TALL, Column, side_by_side
from builder.structure import Element
from builder.style import Colour, snapped
from builder.text.block import TextBlock


class Grid:
    """A table: rows of cells with rules between them. It splits between rows and repeats its header.

    A row higher than a page could hold well splits inside. `parts` are the widths of the columns as parts of the whole,
    as long as no word breaks; without them the widths follow from the text. An `upright` table, such as one to write
    in, has rules between its columns too.
    """

    keep_next = False

    def __init__(self, header: Sequence[Column] | None, rows: Sequence[Sequence[Column]], *,
                 padding: tuple[float, float], rule: Colour, fill: Colour | None = None, stripe: Colour | None = None,
                 parts: Sequence[float] = (), before: float = 0.0, after: float = 0.0, least: float = 0.0,
                 head_rule: Colour | None = None, upright: bool = False, first: int = 0,
                 element: Element | None = None) -> None:
        self.header, self.rows, self.rule, self.fill = header, rows, rule, fill
        self.padding, self.least = (padding[0], snapped(padding[1])), snapped(least)
        self.stripe, self.parts, self.before, self.after = stripe, parts, before, after
        self.head_rule, self.upright, self.first, self.element = head_rule, upright, first, element
        self._measures: tuple[float, list[float], float, list[float]] | None = None

    def widths(self, width: float) -> list[float]:
        """Return the width of each column, padding included."""
        rows = [*([self.header] if self.header else []), *self.rows]
        both = 2 * self.padding[0]
        least = [max(_narrowest(cell) for cell in column) + both for column in zip(*rows)]
        if self.parts:
            return _at_least([width * part / fsum(self.parts) for part in self.parts], least)
        most = 1.5 * width / len(least)
        wanted = [min(max(_natural(cell) for cell in column) + both + 1, most) for column in zip(*rows)]
        wanted = [max(want, low) for want, low in zip(wanted, least)]
        spare, missing = width - fsum(least), fsum(wanted) - fsum(least)
        if spare <= 0:
            return [width * part / fsum(least) for part in least]
        if missing <= spare:
            return [want + (spare - missing) * want / fsum(wanted) for want in wanted]
        return [low + spare * (want - low) / missing for want, low in zip(wanted, least)]

    def _measured(self, width: float) -> tuple[list[float], float, list[float]]:
        if self._measures is None or self._measures[0] != width:
            widths = self.widths(width)
            head = self.row_height(self.header, widths) if self.header else 0.0
            self._measures = (width, widths, head, [self.row_height(row, widths) for row in self.rows])
        return self._measures[1:]

    def row_height(self, row: Sequence[Column], widths: Sequence[float]) -> float:
        """Return the height of a row in columns of these widths."""
        inner = max(cell.height(width - 2 * self.padding[0]) for cell, width in zip(row, widths))
        return max(inner + 2 * self.padding[1], self.least)

    def height(self, width: float) -> float:
        _, head, rows = self._measured(width)
        return head + fsum(rows)

    def split(self, width: float, height: float, forced: bool = False) -> tuple[Grid, Grid] | None:
        widths, head, heights = self._measured(width)
        used, count = head, 0
        while count < len(heights) and used + heights[count] <= height:
            used += heights[count]
            count += 1
        rows, heights, end = list(self.rows), list(heights), count
        if count < len(rows) and (heights[count] > TALL or forced and not count):
            inner = [width - 2 * self.padding[0] for width in widths]
            halves = side_by_side(rows[count], inner, height - used - 2 * self.padding[1], forced)
            if halves and used + self.row_height(halves[0], widths) <= height:
                rows[count : count + 1] = halves
                heights[count : count + 1] = [self.row_height(half, widths) for half in halves]
                end += 1
        if not 0 < end < len(rows):
            return None
        first, later = self._part(rows[:end], heights[:end], 0), self._part(rows[end:], heights[end:], count)
        first.before, later.after = self.before, self.after
        return first, later

    def _part(self, rows: Sequence[Sequence[Column]], heights: list[float], done: int) -> Grid:
        assert self._measures
        width, widths, head, _ = self._measures
        part = Grid(self.header, rows, padding=self.padding, rule=self.rule, fill=self.fill, stripe=self.stripe,
                    parts=widths, least=self.least, head_rule=self.head_rule, upright=self.upright,
                    first=self.first + done, element=self.element)
        part._measures = (width, widths, head, heights)
        return part

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        widths, head, heights = self._measured(width)
        high = head + fsum(heights)
        canvas.set_box(x, top - high, width, high, "table", None, self.rule, self.element)
        if self.element and self.element.id:
            canvas.anchor(self.element.id, x, top)
        if self.header:
            self._draw_row(canvas, self.header, x, top, widths, head, self.fill)
            top -= head
        edges = [top - down for down in accumulate(heights, initial=0.0)]
        for number, (row, height) in enumerate(zip(self.rows, heights)):
            stripe = self.stripe if (self.first + number) % 2 else None
            self._draw_row(canvas, row, x, edges[number], widths, height, stripe)
        self._draw_rules(canvas, x, width, edges, list(accumulate(widths, initial=x))[1:-1])

    def _draw_rules(self, canvas: Any, x: float, width: float, edges: list[float], between: list[float]) -> None:
        """Draw the rules after all stripes, which would otherwise cover them; `between` is where columns meet."""
        if self.header and self.head_rule:
            self._draw_rule(canvas, x, edges[0], width, self.head_rule, 1.5)
        for y in edges[1:]:
            self._draw_rule(canvas, x, y, width, self.rule, 0.75)
        for left in between if self.upright else ():
            canvas.line(left, edges[-1], left, edges[0])

    def _draw_row(self, canvas: Any, row: Sequence[Column], x: float, top: float, widths: Sequence[float],
                  height: float, fill: Colour | None) -> None:
        if fill:
            canvas.setFillColorRGB(*fill)
            canvas.rect(x, top - height, fsum(widths), height, stroke=0, fill=1)
        for cell, width in zip(row, widths):
            cell.draw(canvas, x + self.padding[0], top - self.padding[1], width - 2 * self.padding[0])
            x += width

    @staticmethod
    def _draw_rule(canvas: Any, x: float, y: float, width: float, colour: Colour, line: float) -> None:
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(line)
        canvas.line(x, y, x + width, y)


def _at_least(widths: list[float], least: list[float]) -> list[float]:
    """Return widths in which columns too narrow for their words are widened, at the cost of those with room."""
    missing = fsum(max(low - width, 0.0) for width, low in zip(widths, least))
    spare = fsum(max(width - low, 0.0) for width, low in zip(widths, least))
    if missing > spare:
        return widths
    share = missing / spare if spare else 0.0
    return [max(width - max(width - low, 0.0) * share, low) for width, low in zip(widths, least)]


def _texts(flowable: Any) -> list[TextBlock]:
    if isinstance(flowable, TextBlock):
        return [flowable]
    return [text for child in getattr(flowable, "children", ()) for text in _texts(child)]


def _narrowest(cell: Column) -> float:
    return max((text.narrowest() for text in _texts(cell)), default=0.0)


def _natural(cell: Column) -> float:
    return max((text.natural_width() for text in _texts(cell)), default=0.0)
