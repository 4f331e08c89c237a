"""Gradients of an SVG, as colours between points or circles (SVG 2, 14.2)."""

from __future__ import annotations

import math
from typing import Mapping, Sequence

from builder.drawings.css import Paint
from builder.drawings.faults import Fault
from builder.drawings.nodes import Gradient
from builder.drawings.numbers import UNCHANGED, Matrix, times
from builder.drawings.outline import Box
from builder.drawings.values import extent, inverted, length, matrix

MOST_REPEATS = 100


def gradient(radial: bool, attributes: Mapping[str, str], stops: Sequence[tuple[float, Paint]], around: Box,
             view: tuple[float, float]) -> Gradient | Paint | None:
    """Return the paint of a shape, or None for no paint at all.

    `around` is the shape's bounding box, `view` the size that percentages are of. A gradient without extent, such
    as a line from a point to itself, is its last colour. Raises Fault for one that cannot be read.
    """
    if not stops:
        return None
    width, height = around[2] - around[0], around[3] - around[1]
    own = UNCHANGED
    if boxed := attributes.get("gradientUnits") != "userSpaceOnUse":
        if not width or not height:
            return None
        own, view = (width, 0.0, 0.0, height, around[0], around[1]), (1.0, 1.0)
    if inner := matrix(attributes.get("gradientTransform")):
        own = times(own, inner)
    between = _circles(attributes, view, boxed) if radial else _ends(attributes, view)
    if len(stops) == 1 or not between or inverted(own) is None:
        return stops[-1][1]
    ordered = _in_order(stops)
    spread = attributes.get("spreadMethod", "pad")
    if spread in ("reflect", "repeat"):
        between, ordered = _repeated(between, ordered, own, around, spread == "reflect")
    return Gradient(between, ordered, own)


def _ends(attributes: Mapping[str, str], view: tuple[float, float]) -> tuple[float, ...]:
    x1, x2 = (length(attributes.get(name), view[0], view[0] * part) for name, part in (("x1", 0.0), ("x2", 1.0)))
    y1, y2 = (length(attributes.get(name), view[1]) for name in ("y1", "y2"))
    return (x1, y1, x2, y2) if (x1, y1) != (x2, y2) else ()


def _circles(attributes: Mapping[str, str], view: tuple[float, float], boxed: bool) -> tuple[float, ...]:
    size = 1.0 if boxed else math.hypot(*view) / math.sqrt(2)
    cx, cy = (length(attributes.get(name), side, side / 2) for name, side in zip(("cx", "cy"), view))
    radius, inner = extent(attributes.get("r"), size, size / 2), extent(attributes.get("fr"), size)
    fx, fy = length(attributes.get("fx"), view[0], cx), length(attributes.get("fy"), view[1], cy)
    if not radius:
        return ()
    away = math.hypot(fx - cx, fy - cy)
    if away > radius * 0.999:  # a focus outside is moved to the edge (SVG 1.1, 13.2.3)
        fx, fy = (centre + (focus - centre) * radius * 0.999 / away for centre, focus in ((cx, fx), (cy, fy)))
    return fx, fy, min(inner, radius), cx, cy, radius


def _in_order(stops: Sequence[tuple[float, Paint]]) -> tuple[tuple[float, Paint], ...]:
    found: list[tuple[float, Paint]] = []
    for at, colour in stops:
        found.append((max(at, found[-1][0]) if found else at, colour))
    return tuple(found)


def _repeated(between: tuple[float, ...], stops: tuple[tuple[float, Paint], ...], own: Matrix, around: Box,
              mirrored: bool) -> tuple[tuple[float, ...], tuple[tuple[float, Paint], ...]]:
    """Return a longer gradient, in which the colours repeat as often as the shape needs."""
    back = inverted(own)
    assert back
    margin = max(around[2] - around[0], around[3] - around[1]) / 2  # for strokes that reach beyond the box
    across, down = (around[0] - margin, around[2] + margin), (around[1] - margin, around[3] + margin)
    points = [(back[0] * x + back[2] * y + back[4], back[1] * x + back[3] * y + back[5]) for x in across for y in down]
    if len(between) == 4:
        x1, y1, x2, y2 = between
        dx, dy = x2 - x1, y2 - y1
        along = [((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy) for x, y in points]
    else:
        fx, fy, inner, cx, cy, radius = between
        if inner or (fx, fy) != (cx, cy):
            raise Fault("unknown-figure", "a gradient that repeats itself is not read here.", REPEATS)
        along = [0.0, *(math.hypot(x - cx, y - cy) / radius for x, y in points)]
    first, last = math.floor(min(along)), max(math.ceil(max(along)), math.floor(min(along)) + 1)
    if last - first > MOST_REPEATS:
        raise Fault("unknown-figure", "a gradient repeats itself too often.", REPEATS)
    longer: list[tuple[float, Paint]] = []
    for number in range(first, last):
        turned = mirrored and number % 2
        one = [(1 - at, colour) for at, colour in reversed(stops)] if turned else list(stops)
        one = [(0.0, one[0][1]), *one, (1.0, one[-1][1])]
        longer += [((number - first + at) / (last - first), colour) for at, colour in one]
    if len(between) == 4:
        return (x1 + dx * first, y1 + dy * first, x1 + dx * last, y1 + dy * last), tuple(longer)
    return (cx, cy, 0.0, cx, cy, radius * last), tuple(longer)


REPEATS = "Choose a gradient that does not repeat, or a plain colour."
