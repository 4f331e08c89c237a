"""Nodes become SVG inside a web page: with presentation attributes only, as the page allows no `style=`."""

from __future__ import annotations

import base64
from typing import Iterable, Sequence

from builder.drawings.css import Paint
from builder.drawings.drawing import Drawing
from builder.drawings.nodes import Clip, Gradient, Group, Line, Node, Shape
from builder.drawings.numbers import UNCHANGED, Matrix, times, written
from builder.drawings.outline import Outline
from builder.drawings.qr import Code

_CAPS = ("butt", "round", "square")
_JOINS = ("miter", "round", "bevel")
_STEPS = {"m": "M", "l": "L", "c": "C"}


def drawn(drawing: Drawing, prefix: str) -> str:
    """Return what is inside the `<svg>` of a drawing; the ids that it needs begin with `prefix`, unique in the page."""
    if drawing.pixels:
        return _image(drawing)
    writer = _Writer(prefix)
    body = writer.nodes(drawing.nodes)
    return f"<defs>{''.join(writer.shared.values())}</defs>{body}" if writer.shared else body


def modules(code: Code) -> str:
    """Return the path of a QR code's dark modules."""
    return "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in code.dark)


def _image(drawing: Drawing) -> str:
    file = drawing.pixels
    assert file
    width, height = file.size
    matrix = times(drawing.matrix, (1 / width, 0.0, 0.0, -1 / height, 0.0, 1.0))
    turned = "" if _near(matrix, UNCHANGED) else f' transform="matrix({written(*matrix)})"'
    data = base64.b64encode(file.content).decode("ascii")
    return f'<image width="{width}" height="{height}"{turned} href="data:{file.type};base64,{data}"/>'


def _near(one: Matrix, other: Matrix) -> bool:
    return all(abs(a - b) < 1e-9 for a, b in zip(one, other))


class _Writer:
    """Writes nodes, and gathers the gradients and clips that they name."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.shared: dict[str, str] = {}
        self.names: dict[str, str] = {}

    def nodes(self, nodes: Iterable[Node]) -> str:
        return "".join(self._group(node) if isinstance(node, Group) else self._shape(node) for node in nodes)

    def _named(self, markup: str) -> str:
        """Return the address of a definition, in which `{id}` stands for its id; equal definitions are written once."""
        name = self.names.setdefault(markup, f"{self.prefix}-{len(self.names) + 1}")
        self.shared[name] = markup.replace("{id}", name)
        return f"url(#{name})"

    def _group(self, group: Group) -> str:
        inside = self.nodes(group.children)
        if group.opaque < 1:
            inside = f'<g opacity="{written(group.opaque)}">{inside}</g>'
        for clip in reversed(group.clips):
            inside = f'<g clip-path="{self._clip(clip)}">{inside}</g>'
        return f'<g transform="matrix({written(*group.matrix)})">{inside}</g>' if group.matrix else inside

    def _clip(self, clip: Clip) -> str:
        rule = ' clip-rule="evenodd"' if clip.even_odd else ""
        return self._named(f'<clipPath id="{{id}}"><path{rule} d="{path(clip.outline)}"/></clipPath>')

    def _shape(self, shape: Shape) -> str:
        attributes = self._paint("fill", shape.fill)
        if shape.fill and shape.even_odd:
            attributes += ' fill-rule="evenodd"'
        if shape.stroke:
            attributes += self._paint("stroke", shape.stroke) + _pen(shape.line)
            if shape.stroke_first and shape.fill:
                attributes += ' paint-order="stroke"'
        return f'<path{attributes} d="{path(shape.outline)}"/>'

    def _paint(self, name: str, paint: Paint | Gradient | None) -> str:
        if paint is None:
            return f' {name}="none"'
        if isinstance(paint, Gradient):
            return f' {name}="{self._gradient(paint)}"'
        return f' {name}="{_colour(paint)}"' + (f' {name}-opacity="{written(paint[3])}"' if paint[3] < 1 else "")

    def _gradient(self, gradient: Gradient) -> str:
        names = ("x1", "y1", "x2", "y2") if len(gradient.between) == 4 else ("fx", "fy", "fr", "cx", "cy", "r")
        tag = "linearGradient" if len(gradient.between) == 4 else "radialGradient"
        ends = "".join(f' {name}="{written(value)}"' for name, value in zip(names, gradient.between))
        return self._named(
            f'<{tag} id="{{id}}" gradientUnits="userSpaceOnUse"{ends}'
            f' gradientTransform="matrix({written(*gradient.matrix)})">{_stops(gradient.stops)}</{tag}>'
        )


def _stops(stops: Sequence[tuple[float, Paint]]) -> str:
    return "".join(
        f'<stop offset="{written(at)}" stop-color="{_colour(paint)}"'
        + (f' stop-opacity="{written(paint[3])}"/>' if paint[3] < 1 else "/>")
        for at, paint in stops
    )


def _pen(line: Line) -> str:
    """Return the attributes of a stroke that differ from SVG's defaults."""
    told = {
        "stroke-width": written(line.width) if line.width != 1 else "",
        "stroke-linecap": _CAPS[line.cap] if line.cap else "",
        "stroke-linejoin": _JOINS[line.join] if line.join else "",
        "stroke-miterlimit": written(line.limit) if line.limit != 4 else "",
        "stroke-dasharray": written(*line.dash),
        "stroke-dashoffset": written(line.offset) if line.offset else "",
    }
    return "".join(f' {name}="{value}"' for name, value in told.items() if value)


def _colour(paint: Paint) -> str:
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in paint[:3])


def path(outline: Outline) -> str:
    """Return an outline as the `d` of a path."""
    parts = []
    for operator, points in outline:
        if operator == "re":
            x, y, wide, high = points
            parts.append(f"M{written(x, y)}H{written(x + wide)}V{written(y + high)}H{written(x)}Z")
        elif operator == "h":
            parts.append("Z")
        else:
            parts.append(_STEPS[operator] + written(*points))
    return "".join(parts)
