"""SVG of plain shapes.

An SVG may hold shapes with plain paint and nothing else: text, scripts, links, styles and outside files are refused, so
that a drawing can neither run nor fetch anything (SVG 2, chapters 9, 10 and 13 for shapes and paint).
"""

from __future__ import annotations

import functools
import math
import re
from typing import Mapping, NamedTuple, TypeVar
from xml.etree import ElementTree

from builder.drawings.bitmap import damaged
from builder.drawings.drawing import Drawing, Fault

Colour = tuple[float, float, float]
MOST_SHAPES = 5_000
MOST_LETTERS = 2**20
"""Of an SVG; a drawing for a leaflet has a few thousand."""
DEEPEST = 50
LARGEST_NUMBER = 1e6
SMALLEST_RADIUS = 1e-6
SVG = "{http://www.w3.org/2000/svg}"
KAPPA = 0.5522847498
"""How far a Bézier control point lies from the end of a quarter circle."""

PAINT = {"fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "fill-rule",
         "opacity", "transform", "id"}
GEOMETRY = {
    "svg": {"viewBox", "width", "height", "version"},
    "g": set(),
    "path": {"d"},
    "rect": {"x", "y", "width", "height", "rx", "ry"},
    "circle": {"cx", "cy", "r"},
    "ellipse": {"cx", "cy", "rx", "ry"},
    "line": {"x1", "y1", "x2", "y2"},
    "polyline": {"points"},
    "polygon": {"points"},
}
IGNORED = {"title", "desc", "metadata"}


class Paint(NamedTuple):
    """How a shape is painted; a child inherits what it does not say."""

    fill: Colour | None = (0.0, 0.0, 0.0)
    stroke: Colour | None = None
    width: float = 1.0
    cap: int = 0
    join: int = 0
    dash: str = ""
    even_odd: bool = False


def read(content: bytes) -> Drawing:
    written = content.decode("utf-8-sig", "replace")
    if "\ufffd" in written or "\0" in written:  # the parser takes zeros for UTF-16, where no DOCTYPE was looked for
        raise Fault("damaged-figure", "the SVG is not in UTF-8.", "Save it again, as UTF-8.")
    if unsafe := re.search(r"<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet", written, re.IGNORECASE):
        raise Fault("unsafe-figure", f"an SVG with {unsafe[0]} is not read.", "Delete that line from the file.")
    if len(written) > MOST_LETTERS or written.count("<") > 4 * MOST_SHAPES:
        raise Fault("figure-too-large", "the drawing has too many parts.", "Simplify it, or save it as a PNG.")
    try:
        top = ElementTree.fromstring(written)
    except (ElementTree.ParseError, ValueError):
        raise damaged() from None
    if _known(top) != "svg":
        raise damaged()
    left, up, width, height = _view_box(top)
    code = [f"{_points(left, up, width, height)} re W n 4 M"]
    paint = _paint(top, Paint())
    for element in top:
        _add(element, paint, code, 1)
    return Drawing((width, height), (left, up), "\n".join(code))


def _view_box(top: ElementTree.Element) -> tuple[float, float, float, float]:
    numbers = _numbers(top.get("viewBox", ""))
    if len(numbers) != 4 or numbers[2] < 0.01 or numbers[3] < 0.01:
        raise Fault("unknown-figure", "the SVG has no viewBox.", 'Give it one, such as viewBox="0 0 360 200".')
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _known(element: ElementTree.Element) -> str:
    tag = element.tag.removeprefix(SVG)
    if tag not in GEOMETRY and tag not in IGNORED:
        raise Fault("unsafe-figure", f"<{tag.rpartition('}')[2]}> is not allowed in a figure.",
                    "Draw with plain shapes; words go into `labels` in the topic.")
    for name in element.attrib if tag in GEOMETRY else ():
        if name not in PAINT and name not in GEOMETRY[tag] or (tag, name) == ("svg", "transform"):
            raise Fault("unsafe-figure", f"<{tag}> may not have '{name.rpartition('}')[2]}'.",
                        "Paint with attributes such as fill and stroke, not with styles or classes.")
    return tag


def _add(element: ElementTree.Element, above: Paint, code: list[str], depth: int) -> None:
    tag = _known(element)
    if tag in IGNORED:
        return
    if tag == "svg":
        raise Fault("unsafe-figure", "an SVG inside the SVG is not allowed.", "Use <g> to group shapes.")
    if len(code) > MOST_SHAPES or depth > DEEPEST:
        raise Fault("figure-too-large", "the drawing has too many parts.", "Simplify it, or save it as a PNG.")
    paint = _paint(element, above)
    matrix = _matrix(element.get("transform", ""))
    if matrix:
        code.append(f"q {matrix} cm")
    if tag == "g":
        for child in element:
            _add(child, paint, code, depth + 1)
    elif outline := _OUTLINES[tag](element):
        code.append(_painted(outline, paint._replace(fill=None) if tag == "line" else paint))
    if matrix:
        code.append("Q")


def _paint(element: ElementTree.Element, above: Paint) -> Paint:
    if element.get("opacity", "1") not in ("1", "1.0"):
        raise Fault("unsafe-figure", "see-through shapes are not printed.", "Choose the mixed colour itself.")
    return Paint(
        _colour(element.get("fill"), above.fill),
        _colour(element.get("stroke"), above.stroke),
        _extent(element.get("stroke-width"), above.width),
        _choice(element.get("stroke-linecap"), {"butt": 0, "round": 1, "square": 2}, above.cap),
        _choice(element.get("stroke-linejoin"), {"miter": 0, "round": 1, "bevel": 2}, above.join),
        _dash(element.get("stroke-dasharray"), above.dash),
        _choice(element.get("fill-rule"), {"nonzero": False, "evenodd": True}, above.even_odd),
    )


_Chosen = TypeVar("_Chosen")


def _choice(value: str | None, choices: Mapping[str, _Chosen], above: _Chosen) -> _Chosen:
    if value is None or value == "inherit":
        return above
    if value not in choices:
        raise Fault("unknown-figure", f"'{value}' is none of {', '.join(choices)}.", "Save the drawing as plain SVG.")
    return choices[value]


def _dash(value: str | None, above: str) -> str:
    if value is None or value == "inherit":
        return above
    lengths = [] if value == "none" else _numbers(value)
    if any(length < 0 for length in lengths):
        raise _negative(value)
    return " ".join(map(_short, lengths)) if any(lengths) else ""


def _negative(value: str) -> Fault:
    return Fault("unknown-figure", f"'{value}' is less than nothing.", "Sizes in a drawing are 0 or more.")


@functools.lru_cache(maxsize=1_000)
def _colour(value: str | None, above: Colour | None) -> Colour | None:
    if value is None or value == "inherit":
        return above
    if value == "none":
        return None
    named = {"white": "#ffffff", "black": "#000000"}.get(value, value)
    short = re.fullmatch(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])", named)
    if short:
        named = "#" + "".join(2 * digit for digit in short.groups())
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", named):
        raise Fault("unknown-figure", f"'{value}' is not a colour.", "Write colours as #12395b.")
    red, green, blue = (int(named[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _painted(outline: str, paint: Paint) -> str:
    parts = []
    if paint.fill:
        parts.append("{:.3g} {:.3g} {:.3g} rg".format(*paint.fill))
    if paint.stroke and paint.width:
        parts.append("{:.3g} {:.3g} {:.3g} RG".format(*paint.stroke))
        parts.append(f"{_short(paint.width)} w {paint.cap} J {paint.join} j [{paint.dash}] 0 d")
    operator = {(False, False): "n", (True, False): "f", (False, True): "S", (True, True): "B"}[
        paint.fill is not None, bool(paint.stroke and paint.width)
    ]
    return " ".join([*parts, outline, operator + ("*" if paint.fill and paint.even_odd else "")])


_NUMBER = re.compile(r"[\s,]*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)")
_FLAG = re.compile(r"[\s,]*([01])")
_ARC = (_NUMBER, _NUMBER, _NUMBER, _FLAG, _FLAG, _NUMBER, _NUMBER)


def _numbers(value: str, patterns: tuple[re.Pattern[str], ...] = (_NUMBER,)) -> list[float]:
    """Return the numbers of a list such as `1,2.5-3.5.5`; `patterns` are those of its parts, over and over."""
    value = value.rstrip()
    found: list[float] = []
    at = 0
    while at < len(value):
        match = patterns[len(found) % len(patterns)].match(value, at)
        if not match or not abs(float(match[1])) <= LARGEST_NUMBER:
            raise _no_number(value[at : at + 20])
        found.append(float(match[1]))
        at = match.end()
    return found


def _no_number(value: str) -> Fault:
    return Fault("unknown-figure", f"'{value.strip()}' is not a number that can be drawn.",
                 "Write plain numbers in the drawing's own units.")


@functools.lru_cache(maxsize=1_000)
def _number(value: str | None, default: float = 0.0) -> float:
    if value is None:
        return default
    numbers = _numbers(value.strip().removesuffix("px"))
    if len(numbers) != 1:
        raise _no_number(value)
    return numbers[0]


def _extent(value: str | None, default: float = 0.0) -> float:
    """Return a number that must not be negative."""
    number = _number(value, default)
    if number < 0:
        raise _negative(str(value))
    return number


def _short(value: float) -> str:
    if not abs(value) < 1e12:
        raise _no_number(f"{value:g}")
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _points(*values: float) -> str:
    text = " ".join(["%.7g"] * len(values)) % values
    return " ".join(map(_short, values)) if "e" in text or "n" in text else text  # PDF knows neither 1e-7 nor nan


_TRANSFORMS = re.compile(r"(\w+)\s*\(([^()]*)\)[\s,]*")


def _matrix(value: str) -> str:
    total = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    at = 0
    value = value.strip()
    while at < len(value):
        match = _TRANSFORMS.match(value, at)
        if not match:
            raise Fault("unknown-figure", f"the transform '{value[:20]}' is not known.",
                        "Use translate, scale, rotate or matrix.")
        total = _times(total, _transform(match[1], _numbers(match[2])))
        at = match.end()
    return _points(*total) if value else ""


Matrix = tuple[float, float, float, float, float, float]


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
    raise Fault("unknown-figure", f"the transform '{name}' is not known.", "Use translate, scale, rotate or matrix.")


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f


def _rect(element: ElementTree.Element) -> str:
    x, y = _number(element.get("x")), _number(element.get("y"))
    width, height = _extent(element.get("width")), _extent(element.get("height"))
    rx = min(_extent(element.get("rx", element.get("ry"))), width / 2)
    ry = min(_extent(element.get("ry", element.get("rx"))), height / 2)
    if not width or not height:
        return ""
    if not rx or not ry:
        return f"{_points(x, y, width, height)} re"
    right, low, kx, ky = x + width, y + height, rx * (1 - KAPPA), ry * (1 - KAPPA)
    return (f"{_points(x + rx, y)} m {_points(right - rx, y)} l "
            f"{_points(right - kx, y, right, y + ky, right, y + ry)} c {_points(right, low - ry)} l "
            f"{_points(right, low - ky, right - kx, low, right - rx, low)} c {_points(x + rx, low)} l "
            f"{_points(x + kx, low, x, low - ky, x, low - ry)} c {_points(x, y + ry)} l "
            f"{_points(x, y + ky, x + kx, y, x + rx, y)} c h")


def _ellipse(element: ElementTree.Element) -> str:
    x, y = _number(element.get("cx")), _number(element.get("cy"))
    rx = _extent(element.get("rx", element.get("r", element.get("ry"))))
    ry = _extent(element.get("ry", element.get("r", element.get("rx"))))
    if not rx or not ry:
        return ""
    kx, ky = rx * KAPPA, ry * KAPPA
    return (f"{_points(x + rx, y)} m {_points(x + rx, y + ky, x + kx, y + ry, x, y + ry)} c "
            f"{_points(x - kx, y + ry, x - rx, y + ky, x - rx, y)} c "
            f"{_points(x - rx, y - ky, x - kx, y - ry, x, y - ry)} c "
            f"{_points(x + kx, y - ry, x + rx, y - ky, x + rx, y)} c h")


def _line(element: ElementTree.Element) -> str:
    x1, y1, x2, y2 = (_number(element.get(name)) for name in ("x1", "y1", "x2", "y2"))
    return f"{_points(x1, y1)} m {_points(x2, y2)} l"


def _poly(element: ElementTree.Element) -> str:
    numbers = _numbers(element.get("points", ""))
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True)) if len(numbers) % 2 == 0 else []
    if len(pairs) < 2:
        return ""
    drawn = [f"{_points(*pairs[0])} m", *(f"{_points(*pair)} l" for pair in pairs[1:])]
    return " ".join(drawn) + (" h" if element.tag.endswith("polygon") else "")


_STEP = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])([^MmZzLlHhVvCcSsQqTtAa]*)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def _path(element: ElementTree.Element) -> str:
    written = element.get("d", "")
    if re.sub(r"[\s,]", "", _STEP.sub("", written)):
        raise _broken_path()
    pen = _Pen()
    for command, inside in _STEP.findall(written):
        pen.step(command, _numbers(inside, _ARC if command in "Aa" else (_NUMBER,)))
    return " ".join(pen.out)


def _broken_path() -> Fault:
    return Fault("damaged-figure", "a path cannot be read.", "Save the drawing again.")


class _Pen:
    """Follows a path and writes it with the operators that a PDF has."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.x = self.y = self.start_x = self.start_y = 0.0
        self.control: tuple[float, float] | None = None
        self.last = ""

    def step(self, command: str, numbers: list[float]) -> None:
        takes = _TAKES[command.upper()]
        whole = bool(numbers) and len(numbers) % takes == 0 if takes else not numbers
        if not whole or not self.last and command not in "Mm":
            raise _broken_path()
        if command in "Zz":
            self.out.append("h")
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
        self.out.append(f"{_points(*point)} {operator}")

    def _mirrored(self, after: str) -> tuple[float, float]:
        if self.control and self.last and self.last in after:
            return 2 * self.x - self.control[0], 2 * self.y - self.control[1]
        return self.x, self.y

    def _cubic(self, points: list[tuple[float, float]]) -> None:
        self.out.append(" ".join(_points(*point) for point in points) + " c")
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


_OUTLINES = {"path": _path, "rect": _rect, "circle": _ellipse, "ellipse": _ellipse, "line": _line, "polyline": _poly,
             "polygon": _poly}
