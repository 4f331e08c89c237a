"""A text column with a side column, interrupted by what takes the whole width. Lengths are points."""

from __future__ import annotations

from typing import Any, NamedTuple, Sequence

from builder.layout.column import BLANK, gap, shrunk
from builder.layout.edition import Flowable
from builder.style import snapped

_OVERHANG = 14.0
"""How far a side flowable may reach below the text beside it."""


class _Set(NamedTuple):
    """Where a flowable stands in a `Sided`: how far down, in which column, and which child it is or belongs to."""

    flowable: Flowable
    top: float
    column: int
    child: int


_Sides = list[tuple[int, Flowable]]
_Tried = tuple[list[_Set], int, _Sides, float, float, bool]
"""What was placed, how many children, which sides are left over, where text and side column end, and whether the page
ends there, though the next child might begin on it."""


class Sided:
    """A text column with a side column next to it, interrupted by flowables that take the whole width.

    `wide` are their positions, `starts` the positions where sections begin; `sides` are side flowables, each with the
    position of the child that it belongs to. A side flowable begins beside its child, or beside the text that the child
    leads to; where the text from there on is too short for it, higher up in its section. Where the page ends before
    that, the first of these places is taken: on the next page with its whole section, as long as little of this page
    stays empty; beside the text before its section; on the next page with its child; and beside what follows there.
    """

    keep_next = False

    def __init__(self, children: Sequence[Flowable], wide: frozenset[int], sides: Sequence[tuple[int, Flowable]],
                 main_width: float, gutter: float, before: float = 0.0, after: float = 0.0,
                 starts: frozenset[int] = frozenset()) -> None:
        self.children, self.wide, self.starts = list(children), wide, starts
        near = [(self._text_near(at), flowable) for at, flowable in sides]
        self.sides: _Sides = [(at, flowable) for at, flowable in near if at is not None]
        self.children += [flowable for at, flowable in near if at is None]
        self.main_width, self.gutter, self.before, self.after = main_width, gutter, before, after
        self._set: tuple[float, list[_Set], float] | None = None
        self._tried: tuple[float, float, _Tried] | None = None

    def _text_near(self, at: int) -> int | None:
        """Return the first child from `at` on that is text and leads to nothing, else the last one before it."""
        texts = [number for number, child in enumerate(self.children)
                 if number not in self.wide and not child.keep_next]
        return next((number for number in texts if number >= at), texts[-1] if texts else None)

    def width_of(self, column: int, width: float) -> float:
        """Return the width of the text column (0), the side column (1) or both (2)."""
        return (self.main_width, width - self.main_width - self.gutter, width)[column]

    def column(self, number: int) -> int:
        """Return the column that a child stands in."""
        return 2 if number in self.wide else 0

    def _height(self, number: int, width: float) -> float:
        return self.children[number].height(self.width_of(self.column(number), width))

    def _gap(self, number: int) -> float:
        return gap(self.children[number - 1], self.children[number]) if number else 0.0

    def _text_from(self, number: int, width: float, enough: float) -> float:
        """Return the height of the text from a child to the next wide one, or `enough` if it is more than that."""
        found = 0.0
        for at in range(number, len(self.children)):
            if found >= enough or at in self.wide:
                break
            found += self._height(at, width) + (self._gap(at) if at > number else 0.0)
        return min(found, enough)

    def _start_of(self, number: int) -> int:
        """Return the child that begins the section of a child."""
        return max((at for at in self.starts if at <= number), default=0)

    def place(self, width: float, limit: float) -> _Tried:
        """Place children from the top until one goes past `limit`; the same work is not done twice."""
        if self._tried is None or self._tried[:2] != (width, limit):
            self._tried = (width, limit, self._placed(width, limit))
        placed, number, waiting, y, side, ended = self._tried[2]
        return list(placed), number, list(waiting), y, side, ended

    def _placed(self, width: float, limit: float) -> _Tried:
        placed: list[_Set] = []
        waiting = list(self.sides)
        tops: list[float] = []
        y = side = open_from = 0.0
        number = 0
        while number < len(self.children):
            top = y + self._gap(number)
            if number in self.wide:
                top = max(top, side)
            tops.append(top)
            while waiting and waiting[0][0] <= number and number not in self.wide:
                flowable = waiting[0][1]
                free = max(side + snapped(flowable.before), open_from) if side > open_from else open_from
                start = self._begin(flowable, number, tops, free, width, limit)
                if start is None:
                    until = self._until(self._cut(number, tops, limit), placed, width)
                    if until[0]:
                        return until
                    break
                placed.append(_Set(flowable, start, 1, number))
                side = start + flowable.height(self.width_of(1, width))
                waiting.pop(0)
            bottom = top + self._height(number, width)
            if bottom > limit:
                smaller = shrunk(self.children[number], self.width_of(self.column(number), width), limit - top)
                if not smaller:
                    break
                self.children[number], bottom = smaller, top + smaller.height(self.width_of(self.column(number), width))
            placed.append(_Set(self.children[number], top, self.column(number), number))
            y = bottom
            if number in self.wide:
                open_from = y + (self._gap(number + 1) if number + 1 < len(self.children) else 0.0)
            number += 1
        return placed, number, waiting, y, side, False

    def _begin(self, flowable: Flowable, number: int, tops: list[float], free: float, width: float,
               limit: float) -> float | None:
        """Return where a side flowable of a child begins, or None if it should not stand on this page."""
        own = flowable.height(self.width_of(1, width))
        wanted = max(tops[number], free)
        text_ends = tops[number] + self._text_from(number, width, wanted + own - tops[number])
        section = self._start_of(number)
        start = max(min(wanted, min(limit, text_ends + _OVERHANG) - own), free, tops[section])
        if start + own <= limit:
            return min(start, wanted)
        if section and limit - tops[section] <= BLANK:
            return None
        start = max(limit - own, free)
        return start if start + own <= limit else None

    def _cut(self, number: int, tops: list[float], limit: float) -> int:
        """Return the child before which the page should end, so that a side flowable stands beside its child, or 0."""
        return next((at for at in (self._start_of(number), number) if at and limit - tops[at] <= BLANK), 0)

    def _until(self, cut: int, placed: list[_Set], width: float) -> _Tried:
        """Return what was placed before the child `cut`, and before the headings that stay with it."""
        while cut and self.children[cut - 1].keep_next:
            cut -= 1
        kept = [one for one in placed if one.child < cut]
        there = [id(one.flowable) for one in kept]
        y, side = (max((one.top + one.flowable.height(self.width_of(one.column, width)) for one in kept
                        if (one.column == 1) == beside), default=0.0) for beside in (False, True))
        return kept, cut, [one for one in self.sides if id(one[1]) not in there], y, side, True

    def _all(self, width: float) -> tuple[list[_Set], float]:
        if self._set is None or self._set[0] != width:
            placed, _, _, y, side, _ = self.place(width, float("inf"))
            self._set = (width, placed, max(y, side))
        return self._set[1], self._set[2]

    def height(self, width: float) -> float:
        return self._all(width)[1]

    def fits(self, width: float, height: float) -> bool:
        """Return whether all of it fits, and place it in that height; no more is placed than necessary."""
        if self._set is not None and self._set[0] == width and self._set[2] <= height:
            return True
        placed, number, waiting, y, side, _ = self.place(width, height)
        if number < len(self.children) or waiting:
            return False
        self._set = (width, placed, max(y, side))
        return True

    def split(self, width: float, height: float, forced: bool = False) -> tuple[Sided, Sided] | None:
        placed, number, waiting, y, side, ended = self.place(width, height)
        if number == len(self.children):
            return self._end(placed, waiting, width, height)
        child, column = self.children[number], self.width_of(self.column(number), width)
        top = max(y + self._gap(number), side if number in self.wide else 0.0)
        parts = None if ended else child.split(column, height - top)
        if not parts:
            kept, cut, later, *_ = self._until(number, placed, width)
            if kept:
                return self._first(kept, width), self._later(self.children[cut:], cut, later)
            parts = child.split(column, height - top, True) if forced else None
        if not parts:
            return None
        placed.append(_Set(parts[0], top, self.column(number), number))
        return self._first(placed, width), self._later([parts[1], *self.children[number + 1 :]], number, waiting)

    def _end(self, placed: list[_Set], waiting: _Sides, width: float, height: float) -> tuple[Sided, Sided] | None:
        """All text fits, but a side flowable does not: its section, or its child, goes on to the next page with it."""
        if not placed or not waiting:
            return None
        at = waiting[0][0]
        tops = {one.child: one.top for one in placed if one.column != 1}
        for cut in (self._start_of(at), at):
            if cut and height - tops[cut] <= 2 * BLANK:
                kept, number, later, *_ = self._until(cut, placed, width)
                if kept:
                    return self._first(kept, width), self._later(self.children[number:], number, later)
        return self._first(placed, width), self._later([], len(self.children), waiting)

    def _first(self, placed: list[_Set], width: float) -> Sided:
        first = Sided([], frozenset(), [], self.main_width, self.gutter, self.before)
        bottom = max(one.top + one.flowable.height(self.width_of(one.column, width)) for one in placed)
        first._set = (width, placed, bottom)
        return first

    def _later(self, rest: Sequence[Flowable], number: int, waiting: _Sides) -> Sided:
        if not rest:
            rest, sides = [flowable for _, flowable in waiting], []
        else:
            sides = [(max(at - number, 0), flowable) for at, flowable in waiting]
        wide, starts = (frozenset(at - number for at in ats if at >= number) for ats in (self.wide, self.starts))
        return Sided(rest, wide, sides, self.main_width, self.gutter, after=self.after, starts=starts)

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        for flowable, down, column, _ in self._all(width)[0]:
            left = x + self.main_width + self.gutter if column == 1 else x
            flowable.draw(canvas, left, top - down, self.width_of(column, width))
