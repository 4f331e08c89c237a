"""Numbers, lengths and transforms, as attributes of an SVG have them (SVG 2, 8; CSS Values 4, 6)."""

from __future__ import annotations

import functools
import math
import re

from builder.drawings.faults import Fault
from builder.drawings.numbers import UNCHANGED, Matrix, no_number, times
from builder.drawings.outline import numbers

_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}
_LENGTH = re.compile(r"\s*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?)\s*(%|[a-z]*)\s*", re.IGNORECASE)


@functools.lru_cache(maxsize=1_000)
def length(value: str | None, whole: float = 1.0, default: float = 0.0) -> float:
    """Return a length in the drawing's own units; a percentage is of `whole`. Raises Fault for what is not a length."""
    if value is None:
        return default
    match = _LENGTH.fullmatch(value)
    unit = match[2].lower() if match else "?"
    if match and unit == "%":
        return numbers(match[1])[0] * whole / 100
    if match and unit in _UNITS:
        return numbers(match[1])[0] * _UNITS[unit]
    raise no_number(value[:20])


def extent(value: str | None, whole: float = 1.0, default: float = 0.0) -> float:
    """Return a length that must not be negative."""
    found = length(value, whole, default)
    if found < 0:
        raise negative(str(value))
    return found


def negative(value: str) -> Fault:
    return Fault("unknown-figure", f"'{value}' is less than nothing.", "Sizes in a drawing are 0 or more.")


def share(value: str) -> float:
    """Return a number or a percentage, as opacities have, limited to 0 to 1."""
    return min(max(length(value.strip()), 0.0), 1.0)


_TRANSFORMS = re.compile(r"([a-zA-Z]+)\s*\(([^()]*)\)[\s,]*")


def matrix(value: str | None) -> Matrix | None:
    """Return what `transform` does, or None if it does nothing. Raises Fault for what cannot be read."""
    value = (value or "").strip()
    if value in ("", "none"):
        return None
    total, at = UNCHANGED, 0
    while at < len(value):
        match = _TRANSFORMS.match(value, at)
        if not match:
            raise _unknown(value[:20])
        total = times(total, _transform(match[1], numbers(re.sub(r"(?<=[0-9.])(?:px|deg)\b", "", match[2]))))
        at = match.end()
    return total


def _transform(name: str, n: list[float]) -> Matrix:
    if name == "matrix" and len(n) == 6:
        return n[0], n[1], n[2], n[3], n[4], n[5]
    if name == "translate" and len(n) in (1, 2):
        return 1.0, 0.0, 0.0, 1.0, n[0], n[1] if len(n) > 1 else 0.0
    if name == "scale" and len(n) in (1, 2):
        return n[0], 0.0, 0.0, n[1] if len(n) > 1 else n[0], 0.0, 0.0
    if name == "rotate" and len(n) in (1, 3):
        cos, sin = math.cos(math.radians(n[0])), math.sin(math.radians(n[0]))
        x, y = (n[1], n[2]) if len(n) == 3 else (0.0, 0.0)
        return cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y
    if name in ("skewX", "skewY") and len(n) == 1:
        lean = math.tan(math.radians(n[0]))
        return (1.0, 0.0, lean, 1.0, 0.0, 0.0) if name == "skewX" else (1.0, lean, 0.0, 1.0, 0.0, 0.0)
    raise _unknown(name)


def _unknown(name: str) -> Fault:
    return Fault("unknown-figure", f"the transform '{name}' is not known.",
                 "Use translate, scale, rotate, skewX, skewY or matrix.")


_SIDES = {"left": (0, "0%"), "right": (0, "100%"), "top": (1, "0%"), "bottom": (1, "100%")}


def about(one: Matrix, origin: str, box: tuple[float, float, float, float]) -> Matrix:
    """Return a matrix applied about a point of a box, such as `50% 20px` or `top left` (CSS Transforms 1, 5)."""
    place = ["50%", "50%"]
    for number, word in enumerate(origin.split()[:2]):
        side, part = _SIDES.get(word, (number, "50%" if word == "center" else word))
        place[side] = part
    x, y = (box[side] + length(place[side], box[2 + side]) for side in (0, 1))
    return times(times((1.0, 0.0, 0.0, 1.0, x, y), one), (1.0, 0.0, 0.0, 1.0, -x, -y))


def inverted(one: Matrix) -> Matrix | None:
    """Return the matrix that undoes another, or None if none does."""
    a, b, c, d, e, f = one
    size = a * d - b * c
    if not size:
        return None
    return d / size, -b / size, -c / size, a / size, (c * f - d * e) / size, (b * e - a * f) / size


def fitted(box: tuple[float, float, float, float], width: float, height: float, aspect: str) -> Matrix:
    """Return the matrix that fits a viewBox into a viewport at (0, 0) (SVG 2, 8.6: preserveAspectRatio)."""
    left, top, wide, high = box
    across, down = width / wide, height / high
    words = aspect.split() or ["xMidYMid"]
    if words[0] != "none":
        across = down = max(across, down) if "slice" in words else min(across, down)
    parts = {"min": 0.0, "mid": 0.5, "max": 1.0}
    x = parts.get(words[0][1:4].lower(), 0.5) * (width - wide * across)
    y = parts.get(words[0][5:8].lower(), 0.5) * (height - high * down)
    return across, 0.0, 0.0, down, x - left * across, y - top * down
