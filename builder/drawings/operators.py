"""Nodes become operators of a PDF: simple ones go into the page's own code, the others into a form with resources.

Gradients become shadings, which PDF has too; what is partly see-through becomes transparent (ISO 32000-1, 8.7.4.5 and
11; allowed by ISO 19005-2, 6.2.10).
"""

from __future__ import annotations

from typing import Iterable, Sequence

import deflate

from builder.drawings.css import Paint
from builder.drawings.drawing import Drawing, Resource
from builder.drawings.nodes import Gradient, Group, Line, Node, Shape, bounds
from builder.drawings.numbers import UNCHANGED, Matrix, short, times, written
from builder.drawings.outline import Box, operators

_OPERATOR = {(False, False): "n", (True, False): "f", (False, True): "S", (True, True): "B"}


def drawing(nodes: Sequence[Node], view: Box) -> Drawing:
    """Return the drawing of what shows in `view`: left, top, width and height."""
    form = _Form(view)
    form.add(nodes, UNCHANGED)
    left, top, width, height = view
    if not form.named:
        return Drawing((width, height), (left, top), "\n".join(form.code), nodes=tuple(nodes))
    resource = form.resource((left, top, left + width, top + height))
    return Drawing((width, height), (left, top), resource=resource, name=resource.named(), nodes=tuple(nodes))


class _Form:
    """The code of a form and the resources that it names."""

    def __init__(self, view: Box | None = None) -> None:
        self.code = [f"{written(*view)} re W n 4 M"] if view else ["4 M"]
        self.named: dict[tuple[str, Resource], str] = {}

    def resource(self, around: Box, group: bytes = b"") -> Resource:
        kinds: dict[str, bytes] = {}
        for (kind, _), name in self.named.items():
            kinds[kind] = kinds.get(kind, b"") + b"/%s %%d 0 R" % name.encode()
        ordered = [part for kind in kinds for (own, part) in self.named if own == kind]
        resources = b"".join(b"/%s<<%s>>" % (kind.encode(), names) for kind, names in kinds.items())
        dictionary = b"/Type/XObject/Subtype/Form/BBox[%s]/Resources<<%s>>%s/Filter/FlateDecode" % (
            written(*around).encode(), resources, group)
        return Resource(dictionary, bytes(deflate.zlib_compress("\n".join(self.code).encode())), tuple(ordered))

    def name(self, kind: str, resource: Resource) -> str:
        return self.named.setdefault((kind, resource), f"{kind[0]}{len(self.named)}")

    def state(self, entries: str, *parts: Resource) -> str:
        """Return the operator that sets a graphics state."""
        return f"/{self.name('ExtGState', Resource(f'<<{entries}>>'.encode(), None, parts))} gs"

    def add(self, nodes: Iterable[Node], matrix: Matrix) -> None:
        """Draw nodes; `matrix` leads from their space to the form's."""
        for node in nodes:
            if isinstance(node, Group):
                self._group(node, matrix)
            else:
                self._shape(node, matrix)

    def _group(self, group: Group, matrix: Matrix) -> None:
        opened = len(self.code)
        if group.matrix:
            self.code.append(f"q {written(*group.matrix)} cm")
            matrix = times(matrix, group.matrix)
        elif group.clips or group.opaque < 1:
            self.code.append("q")
        self.code += [f"{operators(clip.outline) or '0 0 0 0 re'} W{'*' * clip.even_odd} n" for clip in group.clips]
        faint = _fainter(group.children, group.opaque)
        if faint is not None:
            self.add(faint, matrix)
        elif around := bounds(group.children):
            inner = _Form()
            inner.add(group.children, UNCHANGED)
            seen = self.state(f"/ca {short(group.opaque)}/CA {short(group.opaque)}")
            name = self.name("XObject", inner.resource(around, b"/Group<</S/Transparency/I true>>"))
            self.code.append(f"{seen} /{name} Do")
        if len(self.code) > opened and self.code[opened].startswith("q"):
            self.code.append("Q")

    def _shape(self, shape: Shape, matrix: Matrix) -> None:
        fill, stroke = shape.fill, shape.stroke
        if fill and stroke and (shape.stroke_first or not (_plain(fill) and _plain(stroke))):
            parts = [Shape(shape.outline, fill, None, shape.line, shape.even_odd),
                     Shape(shape.outline, None, stroke, shape.line, shape.even_odd)]
            for part in reversed(parts) if shape.stroke_first else parts:
                self._shape(part, matrix)
            return
        code = []
        if fill:
            code += self._paint(fill, shape, matrix, "rg", "cs /%s scn", "ca")
        if stroke:
            code += self._paint(stroke, shape, matrix, "RG", "CS /%s SCN", "CA")
            code.append(_pen(shape.line))
        operator = _OPERATOR[fill is not None, stroke is not None] + ("*" if fill and shape.even_odd else "")
        code += [operators(shape.outline), operator]
        if any(part.endswith(" gs") for part in code) or stroke and shape.line.limit != 4:
            code = ["q", *code, "Q"]
        self.code.append(" ".join(code))

    def _paint(self, paint: Paint | Gradient, shape: Shape, matrix: Matrix, plain: str, pattern: str,
               alpha: str) -> list[str]:
        """Return the operators that choose a paint."""
        if not isinstance(paint, Gradient):
            code = ["{:.3g} {:.3g} {:.3g} ".format(*paint[:3]) + plain]
            return [self.state(f"/{alpha} {short(paint[3])}"), *code] if paint[3] < 1 else code
        dictionary = f"<</PatternType 2/Shading{_shading(paint)}/Matrix[{written(*times(matrix, paint.matrix))}]>>"
        code = ["/Pattern " + pattern % self.name("Pattern", Resource(dictionary.encode()))]
        alphas = {stop[3] for _, stop in paint.stops}
        if alphas == {1.0}:
            return code
        if len(alphas) == 1:
            return [self.state(f"/{alpha} {short(alphas.pop())}"), *code]
        return [self._mask(paint, shape), *code]

    def _mask(self, gradient: Gradient, shape: Shape) -> str:
        """Return the operator that sets a soft mask, as opaque as the colours of a gradient are (11.5.3)."""
        inner = _Form()
        shading = inner.name("Shading", Resource(_shading(gradient, grey=True).encode()))
        inner.code = [f"{written(*gradient.matrix)} cm /{shading} sh"]
        around = bounds([shape])
        assert around
        group = inner.resource(around, b"/Group<</S/Transparency/CS/DeviceGray>>")
        return self.state("/SMask<</S/Luminosity/G %d 0 R>>", group)


def _plain(paint: Paint | Gradient) -> bool:
    return not isinstance(paint, Gradient) and paint[3] == 1


def _pen(line: Line) -> str:
    dash = " ".join(map(short, line.dash))
    pen = f"{short(line.width)} w {line.cap} J {line.join} j [{dash}] {short(line.offset)} d"
    return pen if line.limit == 4 else f"{pen} {short(line.limit)} M"


def _fainter(nodes: Sequence[Node], opaque: float) -> Sequence[Node] | None:
    """Return the nodes of a group, each made as `opaque` as the group; None if they may overlap."""
    if opaque == 1:
        return nodes
    if len(nodes) != 1 or isinstance(nodes[0], Group) or nodes[0].fill and nodes[0].stroke:
        return None
    shape = nodes[0]
    return [Shape(shape.outline, _faint(shape.fill, opaque), _faint(shape.stroke, opaque), shape.line, shape.even_odd)]


def _faint(paint: Paint | Gradient | None, opaque: float) -> Paint | Gradient | None:
    if isinstance(paint, Gradient):
        stops = tuple((at, (*stop[:3], stop[3] * opaque)) for at, stop in paint.stops)
        return Gradient(paint.between, stops, paint.matrix)
    return paint and (*paint[:3], paint[3] * opaque)


def _shading(gradient: Gradient, grey: bool = False) -> str:
    """Return a shading of the gradient's colours, or of how opaque they are (8.7.4.5.3 and 8.7.4.5.4)."""
    colours = [(at, (stop[3],) if grey else stop[:3]) for at, stop in gradient.stops]
    ends = [(0.0, colours[0][1]), *colours, (1.0, colours[-1][1])]
    steps = [(one, other) for one, other in zip(ends, ends[1:]) if other[0] > one[0]]
    parts = "".join(
        f"<</FunctionType 2/Domain[0 1]/N 1/C0[{written(*one[1])}]/C1[{written(*other[1])}]>>" for one, other in steps
    )
    function = (f"<</FunctionType 3/Domain[0 1]/Functions[{parts}]/Bounds[{written(*(one[0] for one, _ in steps[1:]))}]"
                f"/Encode[{'0 1 ' * len(steps)}]>>")
    kind, space = (2 if len(gradient.between) == 4 else 3), "DeviceGray" if grey else "DeviceRGB"
    return (f"<</ShadingType {kind}/ColorSpace/{space}/Coords[{written(*gradient.between)}]/Extend[true true]"
            f"/Function{function}>>")
