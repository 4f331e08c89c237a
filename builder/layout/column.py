"""Flowables one below the other, and an entry with its label: what everything else is made of.

Each follows the protocol of `edition.Flowable`. Lengths are points. All that a flowable draws but text is an artifact.

What fits is exact: every height is a multiple of one small part of a point (`style.snapped`), so that sums of heights
are the same in whatever order they are taken, and are compared as they are. What `fits` says holds for `height` and
`split` too: the first part of a split fits into the height that it was split for.
"""

from __future__ import annotations

import copy
from math import fsum
from typing import Any, Sequence

from builder.layout.edition import Flowable
from builder.layout.marks import Figure
from builder.style import GRAIN, snapped
from builder.text.block import TextBlock

TALL = 420.0
"""What is kept together is at most this high; anything higher may split, since it would not fit well anywhere."""
LONG = 80.0
"""A text higher than this may split even if it stays with the next flowable."""
SMALLEST_PICTURE = 0.6
"""How much smaller a picture may be set to fit into what is left of a page."""
BLANK = 150.0
"""How much of a page may stay empty to let a side flowable stand beside its text: a fifth or so."""


def fits(flowable: Any, width: float, height: float) -> bool:
    """Return whether a flowable fits into `height`; a long one says so without measuring all of itself."""
    if hasattr(flowable, "fits"):
        return bool(flowable.fits(width, height))
    return bool(flowable.height(width) <= height)


def gap(above: Flowable, below: Flowable) -> float:
    """Return the space between two flowables: the larger of the two that they ask for."""
    return snapped(max(above.after, below.before))


def side_by_side(flowables: Sequence[Any], widths: Sequence[float], height: float,
            forced: bool) -> tuple[list[Any], list[Any]] | None:
    """Return the part of each flowable side by side that fits into `height`, and the rest of each."""
    found: list[tuple[Any, Any]] = []
    for flowable, width in zip(flowables, widths):
        parts = (flowable, Column([])) if fits(flowable, width, height) else flowable.split(width, height, forced)
        if not parts:
            return None
        found.append(parts)
    return [first for first, _ in found], [rest for _, rest in found]


class Column:
    """Flowables one below the other; the space between two is the larger of the two that they ask for.

    A column that `keeps` stays on one page unless it is very tall. A flowable with `keep_next` stays with the next one.
    """

    def __init__(self, children: Sequence[Flowable], *, before: float = 0.0, after: float = 0.0, keeps: bool = False,
                 keep_next: bool = False) -> None:
        self.children = list(children)
        self.before, self.after, self.keeps, self.keep_next = before, after, keeps, keep_next
        self._heights: tuple[float, list[float], float] | None = None

    def _measured(self, width: float) -> tuple[float, list[float], float]:
        """Return a width, the height of each child at that width, and the height of all of them."""
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
        """Return whether all of it fits, without measuring more than necessary."""
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
        """Return whether a child fits into the room that is left, as it is or, if it is a picture, a little smaller."""
        if fits(self.children[number], width, room):
            return True
        smaller = shrunk(self.children[number], width, room)
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
        """Split what should stay together, since not even a whole page holds it: inside a child, or before it."""
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


def shrunk(flowable: Flowable, width: float, room: float) -> Flowable | None:
    """Return a picture with its caption, made smaller so that it fits into the room that is left.

    None for anything else, for one with words in it, for one that would be much too small, and where little room is
    left.
    """
    parts = flowable.children if isinstance(flowable, Column) and flowable.keeps else []
    if room <= BLANK or not parts or not isinstance(parts[0], Figure) or parts[0].labels:
        return None
    whole = parts[0].height(width)
    left = room - (flowable.height(width) - whole)
    if left < SMALLEST_PICTURE * whole:
        return None
    picture = copy.copy(parts[0])
    picture.width = (left - GRAIN) / picture.shape
    return Column([picture, *parts[1:]], before=flowable.before, after=flowable.after, keeps=True)


def _end_of(flowable: Flowable, width: float) -> tuple[Flowable, ...]:
    """Return a flowable that stays with the next one: whole or, if long, split before the lines that must stay."""
    if isinstance(flowable, (TextBlock, Entry)) and flowable.height(width) > LONG:
        return flowable.split(width, flowable.height(width) - 1) or (flowable,)
    return (flowable,)


class Entry:
    """A label with an indented body beside it: a list item, a reference. `anchor` names the place of both."""

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
