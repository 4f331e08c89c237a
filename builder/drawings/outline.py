"""Outlines: what shapes and paths enclose, as a PDF draws it (SVG 2, chapters 9 and 10).

An outline is a list of operators with their numbers: m, l, c, h and re (ISO 32000-1, table 59).
"""

from __future__ import annotations

import math
import re

from builder.drawings.faults import Fault
from builder.drawings.numbers import Matrix, no_number, written

Outline = list[tuple[str, tuple[float, ...]]]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
LARGEST_NUMBER = 1e6
SMALLEST_RADIUS = 1e-6
KAPPA = 0.5522847498
"""How far a Bézier control point lies from the end of a quarter circle."""

_NUMBER = re.compile(r"[\s,]*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)")
_FLAG = re.compile(r"[\s,]*([01])")
_ARC = (_NUMBER, _NUMBER, _NUMBER, _FLAG, _FLAG, _NUMBER, _NUMBER)


def numbers(value: str, patterns: tuple[re.Pattern[str], ...] = (_NUMBER,)) -> list[float]:
    """Return the numbers of a list such as `1,2.5-3.5.5`; `patterns` are those of its parts, in turn.

    Raises Fault for anything else.
    """
    value = value.rstrip(" \t\r\n,")
    found: list[float] = []
    at = 0
    while at < len(value):
        match = patterns[len(found) % len(patterns)].match(value, at)
        if not match or not abs(float(match[1])) <= LARGEST_NUMBER:
            raise no_number(value[at : at + 20])
        found.append(float(match[1]))
        at = match.end()
    return found


def operators(outline: Outline) -> str:
    """Return an outline as PDF operators."""
    return " ".join(f"{written(*points)} {operator}" if points else operator for operator, points in outline)


def moved(outline: Outline, matrix: Matrix) -> Outline:
    """Return an outline with its points transformed by a matrix."""
    a, b, c, d, e, f = matrix
    found: Outline = []
    for operator, points in _without_rectangles(outline):
        pairs = zip(points[::2], points[1::2], strict=True)
        found.append((operator, tuple(part for x, y in pairs for part in (a * x + c * y + e, b * x + d * y + f))))
    return found


def _without_rectangles(outline: Outline) -> Outline:
    found: Outline = []
    for operator, points in outline:
        if operator == "re":
            x, y, wide, high = points
            corners = ((x + wide, y), (x + wide, y + high), (x, y + high))
            found += [("m", (x, y)), *(("l", corner) for corner in corners), ("h", ())]
        else:
            found.append((operator, points))
    return found


def box(outline: Outline) -> Box | None:
    """Return the smallest upright rectangle around an outline, or None around nothing (SVG 2, 8.10)."""
    across: list[float] = []
    down: list[float] = []
    for operator, points in _without_rectangles(outline):
        xs, ys = points[::2], points[1::2]
        if operator == "c":
            across += _turns(across[-1], *xs)
            down += _turns(down[-1], *ys)
        across += xs[-1:]
        down += ys[-1:]
    return (min(across), min(down), max(across), max(down)) if across else None


def _turns(one: float, two: float, three: float, four: float) -> list[float]:
    """Return where a coordinate of a Bézier curve changes direction."""
    if min(one, four) <= min(two, three) and max(two, three) <= max(one, four):
        return []
    a, b, c = four - 3 * three + 3 * two - one, 2 * (three - 2 * two + one), two - one
    if abs(a) < 1e-12:
        roots = [-c / b] if b else []
    elif (inside := b * b - 4 * a * c) < 0:
        roots = []
    else:
        roots = [(-b + math.sqrt(inside)) / (2 * a), (-b - math.sqrt(inside)) / (2 * a)]
    return [
        (1 - t) ** 3 * one + 3 * t * (1 - t) ** 2 * two + 3 * t * t * (1 - t) * three + t**3 * four
        for t in roots
        if 0 < t < 1
    ]


def rectangle(x: float, y: float, width: float, height: float, rx: float = 0.0, ry: float = 0.0) -> Outline:
    """Return a rectangle, its corners rounded as far as there is room."""
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    if not width or not height:
        return []
    if not rx or not ry:
        return [("re", (x, y, width, height))]
    right, low, kx, ky = x + width, y + height, rx * (1 - KAPPA), ry * (1 - KAPPA)
    return [
        ("m", (x + rx, y)), ("l", (right - rx, y)), ("c", (right - kx, y, right, y + ky, right, y + ry)),
        ("l", (right, low - ry)), ("c", (right, low - ky, right - kx, low, right - rx, low)),
        ("l", (x + rx, low)), ("c", (x + kx, low, x, low - ky, x, low - ry)),
        ("l", (x, y + ry)), ("c", (x, y + ky, x + kx, y, x + rx, y)), ("h", ()),
    ]  # fmt: skip


def ellipse(x: float, y: float, rx: float, ry: float) -> Outline:
    """Return an ellipse about (x, y)."""
    if not rx or not ry:
        return []
    kx, ky = rx * KAPPA, ry * KAPPA
    return [
        ("m", (x + rx, y)), ("c", (x + rx, y + ky, x + kx, y + ry, x, y + ry)),
        ("c", (x - kx, y + ry, x - rx, y + ky, x - rx, y)), ("c", (x - rx, y - ky, x - kx, y - ry, x, y - ry)),
        ("c", (x + kx, y - ry, x + rx, y - ky, x + rx, y)), ("h", ()),
    ]  # fmt: skip


def polyline(points: list[float], closed: bool) -> Outline:
    """Return lines from point to point; if the number of coordinates is odd, the last one is left out."""
    pairs = list(zip(points[::2], points[1::2]))
    if len(pairs) < 2:
        return []
    found: Outline = [("m", pairs[0]), *(("l", pair) for pair in pairs[1:])]
    return [*found, ("h", ())] if closed else found


_STEP = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])([^MmZzLlHhVvCcSsQqTtAa]*)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def path(written: str) -> Outline:
    """Return the outline of an SVG's `d` (SVG 2, 9.3). Raises Fault for one that cannot be read."""
    if re.sub(r"[\s,]", "", _STEP.sub("", written)):
        raise _broken_path()
    pen = _Pen()
    for command, inside in _STEP.findall(written):
        pen.step(command, numbers(inside, _ARC if command in "Aa" else (_NUMBER,)))
    return pen.out


def _broken_path() -> Fault:
    return Fault("damaged-figure", "a path cannot be read.", "Save the drawing again.")


class _Pen:
    """Follows a path and writes it with the operators that a PDF has."""

    def __init__(self) -> None:
        self.out: Outline = []
        self.x = self.y = self.start_x = self.start_y = 0.0
        self.control: tuple[float, float] | None = None
        self.last = ""

    def step(self, command: str, numbers: list[float]) -> None:
        takes = _TAKES[command.upper()]
        whole = bool(numbers) and len(numbers) % takes == 0 if takes else not numbers
        if not whole or not self.last and command not in "Mm":
            raise _broken_path()
        if command in "Zz":
            self.out.append(("h", ()))
            self.x, self.y, self.last = self.start_x, self.start_y, "Z"
            return
        if self.last == "Z" and command not in "Mm":
            self._to("m", (self.x, self.y))
        for at in range(0, len(numbers), takes):
            name = command.upper() if at == 0 or command not in "Mm" else "L"
            self._one(name, command.islower(), numbers[at : at + takes])
            self.last = name

    def _one(self, name: str, relative: bool, n: list[float]) -> None:
        dx, dy = (self.x, self.y) if relative else (0.0, 0.0)
        if name == "A":
            self._arc(n[0], n[1], n[2], n[3], n[4], n[5] + dx, n[6] + dy)
            return
        if name in "HV":
            self._to("l", (n[0] + dx, self.y) if name == "H" else (self.x, n[0] + dy))
            return
        points = [(n[i] + dx, n[i + 1] + dy) for i in range(0, len(n), 2)]
        if name in "ML":
            self._to("m" if name == "M" else "l", points[0])
            if name == "M":
                self.start_x, self.start_y = points[0]
        elif name in "CS":
            self._cubic(([self._mirrored("CS")] if name == "S" else []) + points)
        else:
            self._quadratic(([self._mirrored("QT")] if name == "T" else []) + points)

    def _to(self, operator: str, point: tuple[float, float]) -> None:
        self.x, self.y = point
        self.out.append((operator, point))

    def _mirrored(self, after: str) -> tuple[float, float]:
        if self.control and self.last and self.last in after:
            return 2 * self.x - self.control[0], 2 * self.y - self.control[1]
        return self.x, self.y

    def _cubic(self, points: list[tuple[float, float]]) -> None:
        self.out.append(("c", tuple(value for point in points for value in point)))
        self.control, (self.x, self.y) = points[1], points[2]

    def _quadratic(self, points: list[tuple[float, float]]) -> None:
        (qx, qy), (ex, ey) = points
        first = (self.x + 2 / 3 * (qx - self.x), self.y + 2 / 3 * (qy - self.y))
        self._cubic([first, (ex + 2 / 3 * (qx - ex), ey + 2 / 3 * (qy - ey)), (ex, ey)])
        self.control = (qx, qy)

    def _arc(self, rx: float, ry: float, turn: float, large: float, sweep: float, x: float, y: float) -> None:
        """Draw an elliptical arc as Bézier curves (SVG 2, appendix B.2.4)."""
        rx, ry = abs(rx), abs(ry)
        if min(rx, ry) < SMALLEST_RADIUS:
            self._to("l", (x, y))
            return
        if (x, y) == (self.x, self.y):
            return
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        hx, hy = (self.x - x) / 2, (self.y - y) / 2
        px, py = cos * hx + sin * hy, -sin * hx + cos * hy
        grow = math.sqrt(max(1.0, (px / rx) ** 2 + (py / ry) ** 2))
        rx, ry = rx * grow, ry * grow
        root = max(0.0, (rx * ry) ** 2 / ((rx * py) ** 2 + (ry * px) ** 2) - 1)
        factor = math.sqrt(root) * (-1 if large == sweep else 1)
        cx, cy = factor * rx * py / ry, -factor * ry * px / rx
        begin = math.atan2((py - cy) / ry, (px - cx) / rx)
        sweep_angle = math.atan2((-py - cy) / ry, (-px - cx) / rx) - begin
        if sweep and sweep_angle < 0:
            sweep_angle += 2 * math.pi
        elif not sweep and sweep_angle > 0:
            sweep_angle -= 2 * math.pi
        mx, my = cos * cx - sin * cy + (self.x + x) / 2, sin * cx + cos * cy + (self.y + y) / 2
        count = max(1, math.ceil(abs(sweep_angle) / (math.pi / 2) - 1e-9))
        reach = 4 / 3 * math.tan(sweep_angle / count / 4)

        def at(u: float, v: float) -> tuple[float, float]:
            return mx + cos * rx * u - sin * ry * v, my + sin * rx * u + cos * ry * v

        for number in range(count):
            a, b = (begin + sweep_angle * (number + step) / count for step in (0, 1))
            end = (x, y) if number == count - 1 else at(math.cos(b), math.sin(b))
            self._cubic([at(math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a)),
                         at(math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b)), end])
