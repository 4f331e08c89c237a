"""SVG of shapes, as drawing programs write it (SVG 2; CSS Masking 1, 5, for what a shape is cut to).

Text, scripts, links and whatever lies outside the file are refused, so that a drawing can neither run nor fetch
anything; so is whatever a PDF could only show as a photograph. What does not paint is skipped. Gradients and
transparency stay what they are.
"""

from __future__ import annotations

import math
import re
from contextlib import contextmanager
from typing import Iterator, Mapping
from xml.etree import ElementTree

from builder.drawings import css, operators, outline, values
from builder.drawings.css import Paint
from builder.drawings.drawing import Drawing
from builder.drawings.faults import Fault, Faults, damaged
from builder.drawings.gradient import gradient
from builder.drawings.nodes import Clip, Gradient, Group, Line, Node, Shape, bounds
from builder.drawings.numbers import Matrix, times
from builder.drawings.outline import Box, Outline
from builder.drawings.plain import plain

MOST_SHAPES = 5_000
"""A drawing for a leaflet has a few thousand at most."""
DEEPEST = 50
MOST_STOPS = 100
MOST_FAULTS = 10
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"

INHERITED = {
    "fill": "black", "fill-opacity": "1", "fill-rule": "nonzero", "stroke": "none", "stroke-opacity": "1",
    "stroke-width": "1", "stroke-linecap": "butt", "stroke-linejoin": "miter", "stroke-miterlimit": "4",
    "stroke-dasharray": "none", "stroke-dashoffset": "0", "visibility": "visible", "color": "black",
    "clip-rule": "nonzero", "paint-order": "normal", "marker-start": "none", "marker-mid": "none", "marker-end": "none",
}  # fmt: skip
"""What a child inherits from its parent, with the values that hold by default."""
OWN = {"display", "opacity", "clip-path", "mask", "filter", "mix-blend-mode", "overflow", "transform", "stop-color",
       "stop-opacity", "marker", "vector-effect", "transform-origin", "transform-box", "mask-type"}
KNOWN = INHERITED.keys() | OWN
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
GRADIENTS = {"linearGradient", "radialGradient"}
PASSED = GRADIENTS | {
    "title", "desc", "metadata", "defs", "symbol", "clipPath", "mask", "pattern", "filter", "marker", "style", "view",
    "cursor", "font", "font-face", "color-profile", "solidColor", "hatch", "meshgradient",
}  # fmt: skip
"""Elements that paint nothing where they stand."""

_PROGRAMS = "in Inkscape {}; in Illustrator {}; in Figma {}."
_TEXT = "Put the words into `labels` in the topic; or make them shapes: " + _PROGRAMS.format(
    "Path > Object to Path", "Type > Create Outlines", '"Flatten"')
_EXPANDED = "Make plain shapes of it: " + _PROGRAMS.format(
    "Path > Object to Path", "Object > Expand Appearance", '"Flatten"')
REFUSED = {
    "text": ("words", _TEXT),
    "image": ("a picture inside the drawing", "Take it out of the drawing and make it a figure of its own, or save the "
                                              "whole as a PNG."),
    "script": ("a script", "Delete it; save the drawing without anything that moves or reacts, as plain SVG."),
    "a": ("a link", "Take the link off the shapes; links belong into the text of the topic."),
    "animate": ("something that moves", "Save the drawing without animation."),
    "foreignObject": ("a piece of a web page", "Delete it, and save the drawing as plain SVG. If it holds words, as in "
                                               "draw.io, put them into `labels` in the topic."),
    "filter": ("a blur, a shadow or another filter", "Take it off: " + _PROGRAMS.format(
        "Filters > Remove Filters", "Window > Appearance", "delete the effect")),
    "mask": ("a mask", "Release it: " + _PROGRAMS.format("Object > Mask > Release", "Window > Transparency, Release",
                                                         '"Remove mask"')),
    "pattern": ("a shape filled with a pattern", "Choose a plain colour, or make shapes of it: " + _PROGRAMS.format(
        "Object > Pattern > Pattern to Objects", "Object > Expand", '"Flatten"')),
    "marker": ("a line with an arrowhead or another marker", "Make shapes of it: " + _PROGRAMS.format(
        "Path > Stroke to Path", "Object > Expand Appearance", '"Outline stroke"')),
    "mix-blend-mode": ("a shape that mixes with those below it", "Set its blend mode to Normal."),
    "clip-path": ("a shape cut to something that is not a plain shape", "Cut the shape itself: " + _PROGRAMS.format(
        "Path > Intersection", "Pathfinder, Crop", "Boolean > Intersect")),
    "outside": ("something that lies outside the file", "Delete it, or draw it in the file itself."),
    "vector-effect": ("a line whose width does not grow with the drawing", "Give the line an ordinary width."),
    "unknown": ("", _EXPANDED),
}  # fmt: skip
"""What is not read: its name in messages, and what to do about it."""
_SAME = {"flowRoot": "text", "textPath": "text", "tspan": "text", "set": "animate", "animateTransform": "animate",
         "animateMotion": "animate", "animateColor": "animate", "handler": "script", "listener": "script"}


def read(content: bytes) -> Drawing:
    """Return the drawing. Raises Fault or Faults for one that cannot be read, or holds what is not printed."""
    try:
        top = ElementTree.fromstring(plain(content))
    except (ElementTree.ParseError, ValueError):
        raise damaged() from None
    if _tag(top) != "svg":
        raise damaged()
    return _Reader(top).drawing()


def _tag(element: ElementTree.Element) -> str:
    """Return the name of an element of SVG; "" for an element of another language, which paints nothing."""
    tag = element.tag.removeprefix(SVG)
    return "" if tag.startswith("{") else tag


class _Reader:
    """Reads one drawing; faults are collected, so that they are reported together."""

    def __init__(self, top: ElementTree.Element) -> None:
        self.top = top
        self.ids: dict[str, ElementTree.Element] = {}
        self.parents: dict[ElementTree.Element, ElementTree.Element] = {}
        self.faults: dict[str, Fault] = {}
        self.rules: list[css.Rule] = []
        self.stops: dict[ElementTree.Element, tuple[float, Paint]] = {}
        self.count = 0
        self.clipping = False
        self.view = (1.0, 1.0)
        for element in top.iter():
            if element.get("id"):
                self.ids.setdefault(element.attrib["id"], element)
            self.parents.update((child, element) for child in element)
            if _tag(element) == "style":
                with self.collected():
                    self.rules += css.sheet("".join(element.itertext()))

    @contextmanager
    def collected(self) -> Iterator[None]:
        """Keep the fault that ends the block, and go on after it; a drawing that is too large stops everything."""
        try:
            yield
        except Fault as fault:
            if fault.rule == "figure-too-large":
                raise
            self.faults.setdefault(fault.message, fault)

    def refuse(self, what: str, name: str = "") -> None:
        words, hint = REFUSED[what]
        message = f"the drawing holds {words or f'<{name}>'}."
        self.faults.setdefault(message, Fault("unsafe-figure", message, hint))

    def drawing(self) -> Drawing:
        view, matrix = _shown(self.top)
        self.view = view[2], view[3]
        nodes: list[Node] = []
        own = self.cascaded(self.top)
        for child in self.top:
            self.add(child, _inherited(INHERITED, own), nodes, 1)
        nodes = self.wrapped(self.top, own, nodes, matrix, 1)
        if self.faults:
            raise Faults(*list(self.faults.values())[:MOST_FAULTS])
        return operators.drawing(nodes, view)

    def cascaded(self, element: ElementTree.Element) -> dict[str, str]:
        own = css.cascaded(self.rules, _tag(element), element.attrib, KNOWN)
        if "marker" in own:
            own = {f"marker-{part}": own["marker"] for part in ("start", "mid", "end")} | own
        return own

    # --- What paints

    def add(self, element: ElementTree.Element, above: Mapping[str, str], found: list[Node], depth: int) -> None:
        """Add what an element paints."""
        tag = _tag(element)
        if tag in PASSED or not tag:
            return
        own = self.cascaded(element)
        if own.get("display") == "none":
            return
        self.count += 1
        if self.count > MOST_SHAPES or depth > DEEPEST:
            raise Fault("figure-too-large", "the drawing has too many parts.", "Simplify it, or save it as a PNG.")
        self.check(element, tag, own)
        if tag not in SHAPES and tag not in ("g", "svg", "use", "switch"):
            kind = _SAME.get(tag, tag)
            if kind == "text" and not "".join(element.itertext()).strip():
                return
            self.refuse(kind if kind in REFUSED else "unknown", tag)
            return
        style = _inherited(above, own)
        inside: list[Node] = []
        with self.collected():
            matrix = values.matrix(own.get("transform"))
            if tag in SHAPES:
                inside = list(self.shape(element, tag, style, own))
            else:
                self.container(element, tag, style, own, inside, depth)
            if matrix and "transform-origin" in own:
                matrix = values.about(matrix, own["transform-origin"], self.origin(own, inside))
            found += self.wrapped(element, own, inside, matrix, depth)

    def check(self, element: ElementTree.Element, tag: str, own: Mapping[str, str]) -> None:
        """Refuse what an element may not have, whatever it paints."""
        for name, value in element.attrib.items():
            if name.startswith("on"):
                self.refuse("script")
            if name in ("href", XLINK) and not value.startswith("#") and tag not in ("a", "image"):
                self.refuse("outside")
        if own.get("filter", "none") != "none":
            self.refuse("filter")
        if own.get("mask", "none") != "none" and self.plain_mask(own["mask"]) is None:
            self.refuse("mask")
        if own.get("mix-blend-mode", "normal") != "normal":
            self.refuse("mix-blend-mode")

    def container(self, element: ElementTree.Element, tag: str, style: Mapping[str, str], own: Mapping[str, str],
                  found: list[Node], depth: int) -> None:
        if tag == "g":
            for child in element:
                self.add(child, style, found, depth + 1)
        elif tag == "switch":
            for child in [child for child in element if _shown_in_switch(child)][:1]:
                self.add(child, style, found, depth + 1)
        elif tag == "svg":
            found += self.viewport(element, element, style, own, depth)
        else:
            found += self.used(element, style, depth)

    def used(self, element: ElementTree.Element, style: Mapping[str, str], depth: int) -> list[Node]:
        """Return what <use> shows at its place."""
        target = self.ids.get(_reference(element)[1:])
        if target is None:
            return []
        inside: list[Node] = []
        if _tag(target) in ("symbol", "svg"):
            own = self.cascaded(target)
            inside = self.viewport(target, element, _inherited(style, own), own, depth)
        else:
            self.add(target, style, inside, depth + 1)
        place = (1.0, 0.0, 0.0, 1.0, self.length(element, "x", 0), self.length(element, "y", 1))
        return [Group(tuple(inside), place)]

    def viewport(self, element: ElementTree.Element, sized: ElementTree.Element, style: Mapping[str, str],
                 own: Mapping[str, str], depth: int) -> list[Node]:
        """Return an inner <svg>, or a symbol, which has the size of `sized` if that gives one."""
        width, height = (
            values.extent(sized.get(name, element.get(name, "100%")).replace("auto", "100%"), self.view[side])
            for side, name in enumerate(("width", "height"))
        )
        x, y = (self.length(element, name, side) for side, name in enumerate(("x", "y")))
        if not width or not height:
            return []
        box = _view_box(element)
        if "viewBox" in element.attrib and not box:
            return []
        outside, self.view = self.view, (box[2], box[3]) if box else (width, height)
        inside: list[Node] = []
        try:
            for child in element:
                self.add(child, style, inside, depth + 1)
        finally:
            self.view = outside
        if box:
            inside = [Group(tuple(inside), values.fitted(box, width, height, element.get("preserveAspectRatio", "")))]
        cut = own.get("overflow", "hidden") in ("hidden", "scroll")
        clips = (Clip(outline.rectangle(0.0, 0.0, width, height)),) if cut else ()
        return [Group(tuple(inside), (1.0, 0.0, 0.0, 1.0, x, y), clips)]

    def wrapped(self, element: ElementTree.Element, own: Mapping[str, str], inside: list[Node],
                matrix: Matrix | None, depth: int) -> list[Node]:
        """Return nodes, with what applies to them as a whole."""
        opaque = values.share(own.get("opacity", "1").replace("inherit", "1"))
        if not inside or not opaque:
            return []
        clips = (*self.clips(own.get("clip-path", "none"), inside, depth), *self.masked(own.get("mask", ""), depth))
        if matrix or clips or opaque < 1:
            return [Group(tuple(inside), matrix, clips, opaque)]
        return inside

    def origin(self, own: Mapping[str, str], inside: list[Node]) -> Box:
        """Return the box that the origin of a transform is relative to: left, top, width and height."""
        around = bounds(inside, stroked=False) if own.get("transform-box") in ("fill-box", "content-box") else None
        if around:
            return around[0], around[1], around[2] - around[0], around[3] - around[1]
        return 0.0, 0.0, *self.view

    def length(self, element: ElementTree.Element, name: str, side: int) -> float:
        return values.length(element.get(name), self.view[side])

    # --- Shapes

    def shape(self, element: ElementTree.Element, tag: str, style: Mapping[str, str],
              own: Mapping[str, str]) -> Iterator[Shape]:
        """Yield a shape, if any of it shows."""
        drawn = self.outline(element, tag)
        if style["visibility"] != "visible" or not drawn:
            return
        if self.clipping:
            yield Shape(drawn, (0.0, 0.0, 0.0, 1.0), None, Line(), style["clip-rule"] == "evenodd")
            return
        if tag not in ("rect", "circle", "ellipse") and any(
            _url(style[name]) in self.ids for name in ("marker-start", "marker-mid", "marker-end")
        ):
            self.refuse("marker")
        fill = self.paint("fill", style, drawn) if tag != "line" else None
        line = self.line(style)
        stroke = self.paint("stroke", style, drawn) if line.width else None
        if fill and _is_flat(drawn):  # a PDF would draw a thin line
            fill = None
        order = style["paint-order"].split()
        first = "stroke" in order and "fill" not in order[: order.index("stroke")]
        if stroke and own.get("vector-effect", "none") != "none":
            self.refuse("vector-effect")
        if fill or stroke:
            yield Shape(drawn, fill, stroke, line, style["fill-rule"] == "evenodd", first)

    def outline(self, element: ElementTree.Element, tag: str) -> Outline:
        if tag == "path":
            return outline.path(element.get("d", "").replace("none", ""))
        if tag in ("polyline", "polygon"):
            return outline.polyline(outline.numbers(element.get("points", "")), tag == "polygon")
        across = {name: self.length(element, name, 0) for name in ("x", "cx", "x1", "x2")}
        down = {name: self.length(element, name, 1) for name in ("y", "cy", "y1", "y2")}
        if tag == "line":
            return [("m", (across["x1"], down["y1"])), ("l", (across["x2"], down["y2"]))]
        if tag == "circle":
            radius = values.extent(element.get("r"), _diagonal(self.view))
            return outline.ellipse(across["cx"], down["cy"], radius, radius)
        rx, ry = self.radii(element)
        if tag == "ellipse":
            return outline.ellipse(across["cx"], down["cy"], rx, ry)
        width, height = (values.extent(element.get(name), self.view[side])
                         for side, name in enumerate(("width", "height")))
        return outline.rectangle(across["x"], down["y"], width, height, rx, ry)

    def radii(self, element: ElementTree.Element) -> tuple[float, float]:
        """Return the two radii of an ellipse or of corners; one that is not given is equal to the other."""
        rx, ry = (None if value == "auto" else value for value in (element.get("rx"), element.get("ry")))
        across = values.extent(rx, self.view[0]) if rx else None
        down = values.extent(ry, self.view[1]) if ry else None
        return (down if across is None else across) or 0.0, (across if down is None else down) or 0.0

    def line(self, style: Mapping[str, str]) -> Line:
        whole = _diagonal(self.view)
        written = style["stroke-dasharray"]
        dash = tuple(values.length(one, whole) for one in re.split(r"[\s,]+", written)) if written != "none" else ()
        if any(part < 0 for part in dash):
            raise values.negative(written)
        return Line(
            values.extent(style["stroke-width"], whole),
            {"round": 1, "square": 2}.get(style["stroke-linecap"], 0),
            {"round": 1, "bevel": 2}.get(style["stroke-linejoin"], 0),
            max(values.length(style["stroke-miterlimit"]), 1.0),
            dash if any(dash) else (),
            values.length(style["stroke-dashoffset"], whole) if any(dash) else 0.0,
        )

    def paint(self, name: str, style: Mapping[str, str], drawn: Outline) -> Paint | Gradient | None:
        """Return what a shape is filled with or stroked with."""
        opaque = values.share(style[f"{name}-opacity"])
        written = style[name]
        if written.startswith("url("):
            target = self.ids.get(_url(written))
            if target is not None and _tag(target) == "pattern":
                self.refuse("pattern")
                return None
            if _url(written) == "" and not written.replace('"', "'").startswith(("url()", "url('')")):
                self.refuse("outside")
                return None
            if target is not None and _tag(target) in GRADIENTS:
                return self.gradient(target, outline.box(drawn), opaque)
            written = written.partition(")")[2].strip() or "none"
        colour = self.colour(written, style["color"])
        return (*colour[:3], colour[3] * opaque) if colour and colour[3] * opaque else None

    def colour(self, written: str, current: str) -> Paint | None:
        if written == "none":
            return None
        found = css.colour(current if written.lower() == "currentcolor" else written)
        if found is None:
            raise Fault("unknown-figure", f"'{written[:40]}' is not a colour that is known here.",
                        "Write colours as #12395b.")
        return found

    def gradient(self, element: ElementTree.Element, around: Box | None, opaque: float) -> Gradient | Paint | None:
        """Return a gradient; whatever it leaves out is taken from the gradient that it refers to."""
        chain = [element]
        while len(chain) < 10 and (other := self.ids.get(_reference(chain[-1])[1:])) is not None:
            if _tag(other) not in GRADIENTS or other in chain:
                break
            chain.append(other)
        attributes: dict[str, str] = {}
        for one in chain:
            attributes = {**one.attrib, **attributes}
        stops = next(filter(None, ([stop for stop in one if _tag(stop) == "stop"] for one in chain)), [])
        if around is None:
            return None
        if len(stops) > MOST_STOPS:
            raise Fault("figure-too-large", "a gradient has too many colours.", "Choose one with fewer.")
        coloured = [(at, (*colour[:3], colour[3] * opaque)) for at, colour in map(self.stop, stops)]
        found = gradient(_tag(element) == "radialGradient", attributes, coloured, around, self.view)
        return None if isinstance(found, tuple) and not found[3] else found

    def stop(self, element: ElementTree.Element) -> tuple[float, Paint]:
        """Return the place and colour of a stop, each worked out only once."""
        if element not in self.stops:
            own = self.cascaded(element)
            colour = self.colour(own.get("stop-color", "black"), self.current(element)) or (0.0, 0.0, 0.0, 1.0)
            opaque = colour[3] * values.share(own.get("stop-opacity", "1"))
            self.stops[element] = values.share(element.get("offset", "0")), (*colour[:3], opaque)
        return self.stops[element]

    def current(self, element: ElementTree.Element | None) -> str:
        """Return the `color` that applies to an element where it stands."""
        while element is not None:
            if found := self.cascaded(element).get("color"):
                return found
            element = self.parents.get(element)
        return INHERITED["color"]

    # --- Clips and masks

    def clips(self, written: str, inside: list[Node], depth: int) -> tuple[Clip, ...]:
        if written == "none":
            return ()
        element = self.ids.get(_url(written))
        if not written.startswith("url("):
            self.refuse("clip-path")
        if element is None or _tag(element) != "clipPath":
            return ()
        if depth > DEEPEST:
            raise Fault("figure-too-large", "the drawing has too many parts.", "Simplify it, or save it as a PNG.")
        own = self.cascaded(element)
        space = values.matrix(own.get("transform"))
        if element.get("clipPathUnits") == "objectBoundingBox":
            box = bounds(inside, stroked=False)
            left, top, right, bottom = box or (0.0, 0.0, 0.0, 0.0)
            boxed = (right - left, 0.0, 0.0, bottom - top, left, top)
            space = boxed if space is None else times(boxed, space)
        cut = self.cut(element, space, depth)
        further = self.clips(own.get("clip-path", "none"), inside, depth + 1)
        if len(cut) > 1 and any(clip.even_odd for clip in cut):
            self.refuse("clip-path")
        return (Clip([part for clip in cut for part in clip.outline], any(clip.even_odd for clip in cut)), *further)

    def plain_mask(self, written: str) -> ElementTree.Element | None:
        """Return a mask that only cuts, as Figma writes one for a frame: shapes that let everything through."""
        element = self.ids.get(_url(written))
        if element is None or _tag(element) != "mask" or element.get("maskContentUnits") == "objectBoundingBox":
            return None
        own = self.cascaded(element)
        plain = not own.keys() - {"fill", "mask-type"} and all(self.lets_through(child, own) for child in element)
        return element if len(element) and plain else None

    def lets_through(self, element: ElementTree.Element, mask: Mapping[str, str]) -> bool:
        own = self.cascaded(element)
        colour = css.colour(own.get("fill", mask.get("fill", "black")))
        return (
            _tag(element) in SHAPES and not own.keys() - {"fill", "transform"} and colour is not None
            and (colour == (1, 1, 1, 1) or mask.get("mask-type") == "alpha" and colour[3] == 1)
        )

    def masked(self, written: str, depth: int) -> tuple[Clip, ...]:
        """Return what a plain mask cuts to: its shapes, within its rectangle."""
        element = self.plain_mask(written)
        if element is None:
            return ()
        cut = Clip([part for clip in self.cut(element, None, depth) for part in clip.outline])
        if element.get("maskUnits") != "userSpaceOnUse":
            return (cut,)
        x, y, width, height = (self.length(element, name, side) for side, name in
                               ((0, "x"), (1, "y"), (0, "width"), (1, "height")))
        return cut, Clip(outline.rectangle(x, y, width, height))

    def cut(self, element: ElementTree.Element, space: Matrix | None, depth: int) -> list[Clip]:
        """Return the outlines of the shapes in an element that cuts."""
        was, self.clipping = self.clipping, True
        shapes: list[Node] = []
        try:
            for child in filter(self.cuts, element):
                self.add(child, INHERITED, shapes, depth + 1)
        finally:
            self.clipping = was
        return list(self.flat([Group(tuple(shapes), space)]))

    def cuts(self, element: ElementTree.Element) -> bool:
        """Return whether <clipPath> may hold this element; a group in it cuts nothing (CSS Masking 1, 5.1)."""
        tag = _tag(element)
        if tag == "use":
            target = self.ids.get(_reference(element)[1:])
            tag = "" if target is None else _tag(target)
        return tag not in ("g", "svg", "symbol", "switch", "use")

    def flat(self, nodes: list[Node], matrix: Matrix | None = None) -> Iterator[Clip]:
        """Yield the outlines of nodes, in the space around those nodes."""
        for node in nodes:
            if isinstance(node, Shape):
                yield Clip(outline.moved(node.outline, matrix) if matrix else node.outline, node.even_odd)
                continue
            if node.clips:
                self.refuse("clip-path")
            inner = times(matrix, node.matrix) if matrix and node.matrix else node.matrix or matrix
            yield from self.flat(list(node.children), inner)


def _inherited(above: Mapping[str, str], own: Mapping[str, str]) -> Mapping[str, str]:
    said = {name: value for name, value in own.items() if name in INHERITED and value not in ("inherit", "unset")}
    if not said:
        return above
    return {**above, **{name: INHERITED[name] if value == "initial" else value for name, value in said.items()}}


def _reference(element: ElementTree.Element) -> str:
    return element.get("href", element.get(XLINK, ""))


_SHARES = ("%", "vw", "vh", "vmin", "vmax")
_URL = re.compile(r"""url\(\s*["']?#([^"')]*)["']?\s*\)""")


def _url(value: str) -> str:
    match = _URL.match(value)
    return match[1].strip() if match else ""


def _is_flat(drawn: Outline) -> bool:
    around = outline.box(drawn)
    return not around or around[0] == around[2] or around[1] == around[3]


def _diagonal(view: tuple[float, float]) -> float:
    return math.hypot(*view) / math.sqrt(2)


def _shown_in_switch(element: ElementTree.Element) -> bool:
    """Return whether <switch> shows this element: one that requires nothing special."""
    return bool(_tag(element)) and not element.get("requiredExtensions") and not element.get("systemLanguage")


def _view_box(element: ElementTree.Element) -> Box | None:
    numbers = outline.numbers(element.get("viewBox", ""))
    if len(numbers) != 4 or numbers[2] < 1e-3 or numbers[3] < 1e-3:
        return None
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _shown(top: ElementTree.Element) -> tuple[Box, Matrix | None]:
    """Return the part of the drawing that shows: left, top, width and height in units of its viewBox, or in its pixels.

    The matrix, if there is one, leads from the viewBox to these units, for a drawing that is stretched.
    """
    box = _view_box(top)
    width, height = (_absolute(top.get(name)) for name in ("width", "height"))
    if not box:
        if not width or not height:
            raise Fault("unknown-figure", "the SVG has no viewBox.", 'Give it one, such as viewBox="0 0 360 200".')
        return (0.0, 0.0, width, height), None
    if not width or not height or abs(width * box[3] / (height * box[2]) - 1) < 1e-3:
        return box, None
    across, _, _, down, x, y = values.fitted(box, width, height, top.get("preserveAspectRatio", ""))
    if across != down:
        stretch = down / across
        return (box[0], box[1] * stretch, box[2], box[3] * stretch), (1.0, 0.0, 0.0, stretch, 0.0, 0.0)
    return (-x / across, -y / across, width / across, height / across), None


def _absolute(value: str | None) -> float:
    """Return a size that means something by itself; 0 for a percentage, and if none is given.

    Icons sized in em are treated as if the letters were 16 pixels high, which is one pica.
    """
    if value is None or value.strip().endswith(_SHARES) or value.strip() in ("auto", ""):
        return 0.0
    return values.extent(re.sub(r"(?<=[0-9.])r?em\s*$", "pc", value))
