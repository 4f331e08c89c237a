"""The flowables that formats are made of: columns, boxes, tables, lists, lines to write on.

Each follows the protocol of `edition.Flowable`. Lengths are points. What a flowable draws besides text is an artifact.

What fits is exact: every height is a multiple of one small part of a point (`style.snapped`), so that sums of heights
are the same in whatever order they are taken, and are compared as they are. What `fits` says holds for `height` and
`split` too: the first part of a split fits into the height that it was split for.
"""

from __future__ import annotations

import copy
from itertools import accumulate
from math import fsum
from typing import Any, Callable, NamedTuple, Sequence

from builder.layout.edition import Flowable
from builder.structure import Element
from builder.style import GRAIN, MILLIMETRE, Colour, snapped
from builder.text.block import TextBlock

TALL = 420.0
"""What is kept together is at most this high; anything higher may split, since it would not fit well anywhere."""
STEP = 3.0
"""By how much the height of balanced columns grows until all fits."""
LONG = 80.0
"""A text higher than this may break before what it stays with."""
SMALLEST_PICTURE = 0.6
"""How much smaller a picture may be set to fit into what is left of a page."""
_OVERHANG = 14.0
"""How far a side flowable may reach below the text beside it."""
_BLANK = 150.0
"""How much of a page may stay empty, so that a side flowable stands beside its text: a fifth or so."""


def fits(flowable: Any, width: float, height: float) -> bool:
    """Return whether a flowable fits into `height`; a long one says so without measuring all of itself."""
    if hasattr(flowable, "fits"):
        return bool(flowable.fits(width, height))
    return bool(flowable.height(width) <= height)


def gap(above: Flowable, below: Flowable) -> float:
    """Return the space between two flowables: the larger of what they ask for."""
    return snapped(max(above.after, below.before))


def _beside(flowables: Sequence[Any], widths: Sequence[float], height: float,
            forced: bool) -> tuple[list[Any], list[Any]] | None:
    """Return what of flowables side by side fits into `height`, and the rest of each."""
    found: list[tuple[Any, Any]] = []
    for flowable, width in zip(flowables, widths):
        parts = (flowable, Column([])) if fits(flowable, width, height) else flowable.split(width, height, forced)
        if not parts:
            return None
        found.append(parts)
    return [first for first, _ in found], [rest for _, rest in found]


class Column:
    """Flowables one below the other; the space between two is the larger of what they ask for.

    A column that `keeps` stays on one page unless it is very tall. A flowable with `keep_next` stays with the next one.
    """

    def __init__(self, children: Sequence[Flowable], *, before: float = 0.0, after: float = 0.0, keeps: bool = False,
                 keep_next: bool = False) -> None:
        self.children = list(children)
        self.before, self.after, self.keeps, self.keep_next = before, after, keeps, keep_next
        self._heights: tuple[float, list[float], float] | None = None

    def _measured(self, width: float) -> tuple[float, list[float], float]:
        """Return a width, the height of each child at it, and that of them all."""
        if self._heights is None or self._heights[0] != width:
            heights = [child.height(width) for child in self.children]
            gaps = fsum([self._gap(number) for number in range(1, len(heights))])
            self._heights = (width, heights, fsum(heights) + gaps)
        return self._heights

    def _gap(self, number: int) -> float:
        return gap(self.children[number - 1], self.children[number]) if number else 0.0

    def height(self, width: float) -> float:
        return self._measured(width)[2]

    def fits(self, width: float, height: float) -> bool:
        """Return whether all of it fits, without measuring more than that takes."""
        if self._heights is not None and self._heights[0] == width:
            return self._heights[2] <= height
        heights: list[float] = []
        used = 0.0
        for number in range(len(self.children)):
            used += self._gap(number)
            if not self._fits_at(number, width, height - used):
                return False
            heights.append(self.children[number].height(width))
            used += heights[-1]
        self._heights = (width, heights, used)
        return True

    def split(self, width: float, height: float, forced: bool = False) -> tuple[Column, Column] | None:
        if self.keeps and not forced and self.height(width) <= TALL:
            return None
        used = 0.0
        for number in range(len(self.children)):
            top = used + self._gap(number)
            child = self.children[number]
            if not self._fits_at(number, width, height - top):
                parts = self._parted(number, child.split(width, height - top), width)
                return parts or (self._torn(number, width, height, top) if forced else None)
            used = top + self.children[number].height(width)
        return None

    def _fits_at(self, number: int, width: float, room: float) -> bool:
        """Return whether a child fits into the room that is left, as it is or as a picture made a little smaller."""
        if fits(self.children[number], width, room):
            return True
        smaller = _shrunk(self.children[number], width, room)
        if smaller:
            self.children[number], self._heights = smaller, None
        return smaller is not None

    def _parted(self, number: int, parts: tuple[Flowable, Flowable] | None,
                width: float) -> tuple[Column, Column] | None:
        first, rest = self.children[:number], self.children[number:]
        if parts:
            first, rest = [*first, parts[0]], [parts[1], *rest[1:]]
        while first and first[-1].keep_next:
            last = first.pop()
            halves = _end_of(last, width)
            first += halves[:-1]
            rest.insert(0, halves[-1])
            if len(halves) > 1:
                break
        return self._halves(first, rest) if first else None

    def _torn(self, number: int, width: float, height: float, top: float) -> tuple[Column, Column] | None:
        """Part what should stay together, since even a whole page does not hold it: inside a child, or before it."""
        first, child, rest = self.children[:number], self.children[number], self.children[number + 1 :]
        parts = child.split(width, height - top, True)
        if parts:
            return self._halves([*first, parts[0]], [parts[1], *rest])
        return self._halves(first, [child, *rest]) if top > height / 2 else None

    def _halves(self, first: list[Flowable], rest: list[Flowable]) -> tuple[Column, Column]:
        return Column(first, before=self.before), Column(rest, after=self.after, keep_next=self.keep_next)

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        for number, (child, height) in enumerate(zip(self.children, self._measured(width)[1])):
            top -= self._gap(number)
            child.draw(canvas, x, top, width)
            top -= height


def _shrunk(flowable: Flowable, width: float, room: float) -> Flowable | None:
    """Return a picture with its caption, made smaller so that it fits into the room that is left.

    None for anything else, for one with words in it, for one that would be much too small, and where little room is
    left.
    """
    parts = flowable.children if isinstance(flowable, Column) and flowable.keeps else []
    if room <= _BLANK or not parts or not isinstance(parts[0], Figure) or parts[0].labels:
        return None
    whole = parts[0].height(width)
    left = room - (flowable.height(width) - whole)
    if left < SMALLEST_PICTURE * whole:
        return None
    picture = copy.copy(parts[0])
    picture.width = (left - GRAIN) / picture.shape
    return Column([picture, *parts[1:]], before=flowable.before, after=flowable.after, keeps=True)


def _end_of(flowable: Flowable, width: float) -> tuple[Flowable, ...]:
    """Return a flowable that stays with the next one: alone, or a long text and, of that, the lines that must stay."""
    if isinstance(flowable, (TextBlock, Entry)) and flowable.height(width) > LONG:
        return flowable.split(width, flowable.height(width) - 1) or (flowable,)
    return (flowable,)


class _Set(NamedTuple):
    """Where a flowable stands in a `Sided`: how far down, in which column, and which child it is or belongs to."""

    flowable: Flowable
    top: float
    column: int
    child: int


_Sides = list[tuple[int, Flowable]]
_Tried = tuple[list[_Set], int, _Sides, float, float, bool]
"""What was placed, how many children, the sides left over, where text and side column end, and whether the page ends
there, though the next child might begin on it."""


class Sided:
    """A text column with a side column to its end, and between them flowables that take the whole width.

    `wide` are the positions of those, `starts` those at which sections begin; `sides` are side flowables, each with the
    position of the child that it belongs to. A side flowable begins beside its child, or beside the text that the child
    leads to; where the text from there on is too short for it, higher up in its section. Where the page ends before
    that, a place is looked for in this order: on the next page with its whole section, as long as little of this page
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
        """Return the height of the text from a child to the next wide one, or `enough` where it is more than that."""
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
        """Place children from the top until one goes past `limit`; the same again is not done twice."""
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
                smaller = _shrunk(self.children[number], self.width_of(self.column(number), width), limit - top)
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
        """Return where a side flowable of a child begins, or None where it should not stand on this page."""
        own = flowable.height(self.width_of(1, width))
        wanted = max(tops[number], free)
        text_ends = tops[number] + self._text_from(number, width, wanted + own - tops[number])
        section = self._start_of(number)
        start = max(min(wanted, min(limit, text_ends + _OVERHANG) - own), free, tops[section])
        if start + own <= limit:
            return min(start, wanted)
        if section and limit - tops[section] <= _BLANK:
            return None
        start = max(limit - own, free)
        return start if start + own <= limit else None

    def _cut(self, number: int, tops: list[float], limit: float) -> int:
        """Return before which child the page should end, so that a side flowable stands by its child, or 0."""
        return next((at for at in (self._start_of(number), number) if at and limit - tops[at] <= _BLANK), 0)

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
        """Return whether all of it fits, and place it in that height; no more is placed than that takes."""
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
        """All text fits, but not what stands beside it: the section goes on to the next page with it, or its child."""
        if not placed or not waiting:
            return None
        at = waiting[0][0]
        tops = {one.child: one.top for one in placed if one.column != 1}
        for cut in (self._start_of(at), at):
            if cut and height - tops[cut] <= 2 * _BLANK:
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


class Columns:
    """Flowables in `count` columns of like height, read down one column and then the next."""

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
        """Return the least height that holds all, and the columns of it."""
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
        """Return whether all of it fits; what is far too high is not balanced first."""
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
        parts = _beside(self.children, self.own_widths(width), height, forced)
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


class Box:
    """A column in a box, kept on one page. `kind` goes into the record; `bar` is the width of a bar at its start.

    With a `head` the box begins with a band that is filled with `head_fill` and holds that flowable.
    """

    keep_next = False

    def __init__(self, child: Column, *, padding: tuple[float, float], kind: str, fill: Colour | None = None,
                 stroke: Colour | None = None, line: float = 1.0, dash: tuple[float, ...] = (), bar: float = 0.0,
                 bar_fill: Colour | None = None, radius: float = 0.0, head: Flowable | None = None,
                 head_fill: Colour | None = None, before: float = 0.0, after: float = 0.0,
                 element: Element | None = None) -> None:
        self.child, self.kind, self.fill, self.stroke = child, kind, fill, stroke
        self.padding = (padding[0], snapped(padding[1]))
        self.line, self.dash, self.bar, self.bar_fill, self.radius = line, dash, bar, bar_fill, radius
        self.head, self.head_fill, self.before, self.after, self.element = head, head_fill, before, after, element
        self.stretched = 0.0

    def inner(self, width: float) -> float:
        """Return the width inside."""
        return width - 2 * self.padding[0] - self.bar

    def head_height(self, width: float) -> float:
        """Return the height of the band at the top."""
        return self.head.height(self.inner(width)) + snapped(self.padding[1] * 1.1) if self.head else 0.0

    def height(self, width: float) -> float:
        return self.head_height(width) + self.child.height(self.inner(width)) + 2 * self.padding[1]

    def split(self, width: float, height: float, forced: bool = False) -> tuple[Box, Box] | None:
        if not forced and self.height(width) <= TALL:
            return None
        room = height - 2 * self.padding[1] - self.head_height(width)
        parts = self.child.split(self.inner(width), room, forced)
        if not parts:
            return None
        return self._with(parts[0], self.head), self._with(parts[1], None)

    def _with(self, child: Column, head: Flowable | None) -> Box:
        return Box(child, padding=self.padding, kind=self.kind, fill=self.fill, stroke=self.stroke, line=self.line,
                   dash=self.dash, bar=self.bar, bar_fill=self.bar_fill, radius=self.radius, head=head,
                   head_fill=self.head_fill, before=self.before, after=self.after, element=self.element)

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        height = max(self.height(width), self.stretched)
        self._draw_frame(canvas, x, top - height, width, height)
        left, inner = x + self.padding[0] + self.bar, self.inner(width)
        if self.head:
            self.head.draw(canvas, left, top - self.padding[1] * 0.55, inner)
        self.child.draw(canvas, left, top - self.padding[1] - self.head_height(width), inner)

    def _draw_frame(self, canvas: Any, x: float, bottom: float, width: float, height: float) -> None:
        canvas.set_box(x, bottom, width, height, self.kind, self.fill, self.stroke, self.element)
        if self.element and self.element.id:
            canvas.anchor(self.element.id, x, bottom + height)
        if self.fill:
            canvas.setFillColorRGB(*self.fill)
            canvas.roundRect(x, bottom, width, height, self.radius, stroke=0, fill=1)
        if self.head and self.head_fill:
            self._draw_head(canvas, self.head_fill, x, bottom + height, width, self.head_height(width))
        if self.bar and self.bar_fill:
            canvas.setFillColorRGB(*self.bar_fill)
            canvas.rect(x, bottom, self.bar, height, stroke=0, fill=1)
        if self.stroke:
            canvas.setStrokeColorRGB(*self.stroke)
            canvas.setLineWidth(self.line)
            canvas.setDash(list(self.dash))
            canvas.roundRect(x, bottom, width, height, self.radius, stroke=1, fill=0)
            canvas.setDash()

    def _draw_head(self, canvas: Any, fill: Colour, x: float, top: float, width: float, height: float) -> None:
        radius = self.radius
        path = canvas.beginPath()
        path.moveTo(x, top - height)
        path.lineTo(x, top - radius)
        path.curveTo(x, top - 0.45 * radius, x + 0.45 * radius, top, x + radius, top)
        path.lineTo(x + width - radius, top)
        path.curveTo(x + width - 0.45 * radius, top, x + width, top - 0.45 * radius, x + width, top - radius)
        path.lineTo(x + width, top - height)
        path.close()
        canvas.setFillColorRGB(*fill)
        canvas.drawPath(path, stroke=0, fill=1)


class Entry:
    """A label with a body beside it, indented: a list item, a reference. `anchor` names the place of the whole."""

    anchor = ""

    def __init__(self, label: Flowable | None, body: Column | TextBlock, indent: float, *, before: float = 0.0,
                 after: float = 0.0, keep_next: bool = False) -> None:
        self.label, self.body, self.indent = label, body, indent
        self.before, self.after, self.keep_next = before, after, keep_next
        self._height: tuple[float, float] | None = None

    def height(self, width: float) -> float:
        if self._height is None or self._height[0] != width:
            own = self.label.height(self.indent) if self.label else 0.0
            self._height = (width, max(own, self.body.height(width - self.indent)))
        return self._height[1]

    def split(self, width: float, height: float, forced: bool = False) -> tuple[Entry, Entry] | None:
        parts = self.body.split(width - self.indent, height, forced)
        if not parts or self.label and not fits(self.label, self.indent, height):
            return None
        first = Entry(self.label, parts[0], self.indent, before=self.before)
        first.anchor = self.anchor
        return first, Entry(None, parts[1], self.indent, after=self.after, keep_next=self.keep_next)

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        if self.anchor:
            canvas.anchor(self.anchor, x, top)
        if self.label:
            self.label.draw(canvas, x, top, self.indent)
        self.body.draw(canvas, x + self.indent, top, width - self.indent)


class Grid:
    """A table: rows of cells with rules between them. It splits between rows and repeats its header.

    A row higher than a page could hold well splits inside. `parts` are the widths of the columns as parts of the whole,
    as far as no word breaks; without them they follow from the text. An `upright` table, as one to write in, has rules
    between its columns too.
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
            halves = _beside(rows[count], inner, height - used - 2 * self.padding[1], forced)
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
        """Draw the rules after all stripes, which would cover them; `between` is where columns meet."""
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
    """Return widths with those that are too narrow for their words made wider, at the cost of those with room."""
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


class Rule:
    """A line as wide as its column."""

    keep_next = False

    def __init__(self, colour: Colour, line: float, before: float = 0.0, after: float = 0.0) -> None:
        self.colour, self.line, self.before, self.after = colour, snapped(line), before, after

    def height(self, width: float) -> float:
        return self.line

    def split(self, width: float, height: float, forced: bool = False) -> None:
        return None

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        canvas.setFillColorRGB(*self.colour)
        canvas.rect(x, top - self.line, width, self.line, stroke=0, fill=1)


class WritingLines:
    """Ruled lines to write on, `pitch` apart; `element` says what they are for."""

    keep_next = False

    def __init__(self, element: Element, count: int, colour: Colour, pitch: float = 9 * MILLIMETRE, before: float = 0.0,
                 after: float = 0.0) -> None:
        self.element, self.count, self.colour, self.pitch = element, count, colour, snapped(pitch)
        self.before, self.after = before, after

    def height(self, width: float) -> float:
        return self.count * self.pitch

    def split(self, width: float, height: float, forced: bool = False) -> tuple[WritingLines, WritingLines] | None:
        count = int(height // self.pitch)
        if not 0 < count < self.count:
            return None
        return (WritingLines(self.element, count, self.colour, self.pitch, self.before),
                WritingLines(self.element, self.count - count, self.colour, self.pitch, after=self.after))

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        canvas.set_box(x, top - self.height(width), width, self.height(width), "lines", None, self.colour)
        with canvas.figure(self.element):
            canvas.setStrokeColorRGB(*self.colour)
            canvas.setLineWidth(0.75)
            for number in range(self.count):
                y = top - (number + 1) * self.pitch + 0.5
                canvas.line(x, y, x + width, y)


class WritingSpace:
    """Room to write in without lines, as in a cell of a table; `element` says what it is for."""

    before = after = 0.0
    keep_next = False

    def __init__(self, element: Element, room: float) -> None:
        self.element, self.room = element, snapped(room)

    def height(self, width: float) -> float:
        return self.room

    def split(self, width: float, height: float, forced: bool = False) -> None:
        return None

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        canvas.set_box(x, top - self.room, width, self.room, "space")
        with canvas.figure(self.element):  # a path that is not painted: nothing to see, but something to read
            path = canvas.beginPath()
            path.moveTo(x, top)
            canvas.drawPath(path, stroke=0, fill=0)


class TickBox:
    """A box to tick, 4.2 mm wide, as the label of a list item; its height is that of a line of text."""

    before = after = 0.0
    keep_next = False

    def __init__(self, element: Element, leading: float, colour: Colour) -> None:
        self.element, self.leading, self.colour = element, leading, colour

    def height(self, width: float) -> float:
        return self.leading

    def split(self, width: float, height: float, forced: bool = False) -> None:
        return None

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        size = 4.2 * MILLIMETRE
        with canvas.figure(self.element):
            canvas.setStrokeColorRGB(*self.colour)
            canvas.setLineWidth(1.0)
            canvas.roundRect(x + 0.5, top - self.leading / 2 - size / 2, size, size, 1.5, stroke=1, fill=0)


class Figure:
    """A drawing as wide as its column or as it asks for; `paint(canvas, x, top, width)` draws it.

    `shape` is height by width. Its `element` is drawn, and gets its place on the page; `group` is the block's.
    """

    keep_next = False

    def __init__(self, element: Element, shape: float, paint: Callable[[Any, float, float, float], None], *,
                 width: float | None = None, before: float = 0.0, after: float = 0.0, kind: str = "figure",
                 group: Element | None = None,
                 labels: Callable[[Any, float, float, float], None] | None = None) -> None:
        self.element, self.shape, self.paint, self.width = element, shape, paint, width
        self.before, self.after, self.kind, self.group, self.labels = before, after, kind, group, labels

    def _own(self, width: float) -> float:
        return min(self.width or width, width)

    def height(self, width: float) -> float:
        return snapped(self._own(width) * self.shape)

    def split(self, width: float, height: float, forced: bool = False) -> None:
        return None

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        own = self._own(width)
        bottom = top - own * self.shape
        canvas.bound(self.element, x, bottom, x + own, top)
        canvas.set_box(x, bottom, own, own * self.shape, self.kind, element=self.group)
        if self.group and self.group.id:
            canvas.anchor(self.group.id, x, top)
        with canvas.figure(self.element):
            self.paint(canvas, x, top, own)
        if self.labels:
            self.labels(canvas, x, top, own)


class Artwork:
    """A drawing that carries no meaning of its own, such as an icon: an artifact. `size` is width and height."""

    before = after = 0.0
    keep_next = False

    def __init__(self, paint: Callable[[Any, float, float, float], None], size: tuple[float, float]) -> None:
        self.paint, self.size = paint, (size[0], snapped(size[1]))

    def height(self, width: float) -> float:
        return self.size[1]

    def split(self, width: float, height: float, forced: bool = False) -> None:
        return None

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        self.paint(canvas, x, top, self.size[0])
