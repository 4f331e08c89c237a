"""A drawing as it is to be painted, whatever it was read from and whatever it will be written to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable

from builder.drawings.css import Paint
from builder.drawings.numbers import Matrix
from builder.drawings.outline import Box, Outline, box, moved, rectangle


@dataclass(frozen=True, slots=True)
class Gradient:
    """Colours that blend into each other, from 0 to 1: along a line (4 numbers) or between two circles (6 numbers).

    `stops` are places with their colours, in order; `matrix` leads from the gradient's space to the shape's.
    """

    between: tuple[float, ...]
    stops: tuple[tuple[float, Paint], ...]
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class Line:
    """How a stroke is drawn; caps and joins have their PDF numbers (ISO 32000-1, 8.4.3)."""

    width: float = 1.0
    cap: int = 0
    join: int = 0
    limit: float = 4.0
    dash: tuple[float, ...] = ()
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline with what fills it and what is drawn along it."""

    outline: Outline
    fill: Paint | Gradient | None
    stroke: Paint | Gradient | None
    line: Line
    even_odd: bool = False
    stroke_first: bool = False


@dataclass(frozen=True, slots=True)
class Clip:
    """What a group is cut to."""

    outline: Outline
    even_odd: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes in a space of their own, cut to all of `clips`, and made as `opaque` as that as a whole."""

    children: tuple[Node, ...]
    matrix: Matrix | None = None
    clips: tuple[Clip, ...] = ()
    opaque: float = 1.0


Node = Shape | Group


def bounds(nodes: Iterable[Node], stroked: bool = True) -> Box | None:
    """Return a rectangle around what nodes paint, with room for their strokes or without."""
    boxes = []
    for node in nodes:
        if isinstance(node, Group):
            inner = bounds(node.children, stroked)
            if inner and node.matrix:
                left, top, right, bottom = inner
                inner = box(moved(rectangle(left, top, right - left or 1e-6, bottom - top or 1e-6), node.matrix))
        else:
            inner = box(node.outline)
            if inner and stroked and node.stroke:
                reach = node.line.width * max(node.line.limit, 1.5) / 2
                inner = (inner[0] - reach, inner[1] - reach, inner[2] + reach, inner[3] + reach)
        if inner:
            boxes.append(inner)
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes)
    return min(lefts), min(tops), max(rights), max(bottoms)
