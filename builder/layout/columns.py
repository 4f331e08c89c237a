"""Flowables in columns of about equal height, and flowables side by side. Lengths are points."""

from __future__ import annotations

from math import fsum
from typing import Any, Sequence

from builder.layout.box import Box
from builder.layout.column import TALL, Column, gap, side_by_side
from builder.layout.edition import Flowable
from builder.style import GRAIN

STEP = 3.0
"""How much the height of balanced columns grows at each step, until everything fits."""


class Columns:
    """Flowables in `count` columns of about equal height, read down one column and then the next."""

    keep_next = False

    def __init__(self, children: Sequence[Flowable], count: int, gutter: float, before: float = 0.0,
                 after: float = 0.0) -> None:
        self.children, self.count, self.gutter, self.before, self.after = list(children), count, gutter, before, after
        self._filled: tuple[float, float, list[Column]] | None = None

    def own_width(self, width: float) -> float:
        """Return the width of one column."""
        return (width - (self.count - 1) * self.gutter) / self.count

    def _fill(self, width: float, height: float, forced: bool = False) -> tuple[list[Column], Column | None]:
        """Return columns of at most `height`, and what is left over."""
        filled: list[Column] = []
        rest: Column | None = Column(self.children)
        while rest is not None and len(filled) < self.count:
            if rest.fits(width, height):
                filled.append(rest)
                rest = None
                continue
            parts = rest.split(width, height, forced and not filled)
            if not parts:
                break
            filled.append(parts[0])
            rest = parts[1]
        return filled, rest

    def _overflows(self, width: float, height: float) -> bool:
        """Return whether flowables that do not split need more columns than there are, going by their heights."""
        used, columns = 0.0, 1
        for number, child in enumerate(self.children):
            own = child.height(width)
            if not (isinstance(child, Column) and child.keeps and own <= TALL):
                return False
            below = used + gap(self.children[number - 1], child) + own if number else own
            if below > height and used:
                columns, below = columns + 1, own
            used = below
        return columns > self.count

    def _balanced(self, width: float) -> tuple[float, list[Column]]:
        """Return the least height that holds everything, and the columns at that height."""
        if self._filled is None or self._filled[0] != width:
            own = self.own_width(width)
            height = Column(self.children).height(own) / self.count
            filled, rest = self._fill(own, height)
            while rest is not None:
                height += STEP
                while self._overflows(own, height):
                    height += STEP
                filled, rest = self._fill(own, height)
            height = _highest(filled, own)
            while not self._overflows(own, height - GRAIN):
                lower, rest = self._fill(own, height - GRAIN)
                if rest is not None:
                    break
                filled, height = lower, _highest(lower, own)
            self._filled = (width, height, filled)
        return self._filled[1], self._filled[2]

    def height(self, width: float) -> float:
        return self._balanced(width)[0]

    def fits(self, width: float, height: float) -> bool:
        """Return whether all of it fits; columns that are far too high are not balanced first."""
        if self._filled is None or self._filled[0] != width:
            own, room = self.own_width(width), height * self.count
            for child in self.children:
                room -= child.height(own)
                if room < 0:
                    return False
        return self._balanced(width)[0] <= height

    def split(self, width: float, height: float, forced: bool = False) -> tuple[Columns, Columns] | None:
        own = self.own_width(width)
        filled, rest = self._fill(own, height, forced)
        if rest is None and len(filled) > 1:
            rest = filled.pop()
        if not filled or rest is None:
            return None
        first = Columns([], self.count, self.gutter, self.before)
        first._filled = (width, _highest(filled, own), filled)
        return first, Columns(rest.children, self.count, self.gutter, after=self.after)

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        own = self.own_width(width)
        for number, column in enumerate(self._balanced(width)[1]):
            column.draw(canvas, x + number * (own + self.gutter), top, own)


def _highest(columns: Sequence[Column], width: float) -> float:
    return max((column.height(width) for column in columns), default=0.0)


class Side:
    """Flowables side by side, as high as the highest; `widths` are parts of the whole width.

    They stay on one page unless they are very tall.
    """

    keep_next = False

    def __init__(self, children: Sequence[Any], widths: Sequence[float], gutter: float, before: float = 0.0,
                 after: float = 0.0) -> None:
        self.children, self.widths, self.gutter, self.before, self.after = children, widths, gutter, before, after

    def own_widths(self, width: float) -> list[float]:
        """Return the width of each flowable."""
        room = width - self.gutter * (len(self.children) - 1)
        return [room * part / fsum(self.widths) for part in self.widths]

    def height(self, width: float) -> float:
        return max((float(child.height(own)) for child, own in zip(self.children, self.own_widths(width))), default=0.0)

    def split(self, width: float, height: float, forced: bool = False) -> tuple[Side, Side] | None:
        if not forced and self.height(width) <= TALL:
            return None
        parts = side_by_side(self.children, self.own_widths(width), height, forced)
        if not parts:
            return None
        return (Side(parts[0], self.widths, self.gutter, self.before),
                Side(parts[1], self.widths, self.gutter, after=self.after))

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        height = self.height(width)
        for child, own in zip(self.children, self.own_widths(width)):
            if isinstance(child, Box):
                child.stretched = height
            child.draw(canvas, x, top, own)
            x += own + self.gutter
