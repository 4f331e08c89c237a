"""What is drawn but is not text: hairlines, lines and boxes to write in, pictures. Lengths are points."""

from __future__ import annotations

from typing import Any, Callable

from builder.structure import Element
from builder.style import MILLIMETRE, Colour, snapped


class Hairline:
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
        with canvas.figure(self.element):  # a path that is not painted: nothing to see, but something to read out
            path = canvas.beginPath()
            path.moveTo(x, top)
            canvas.drawPath(path, stroke=0, fill=0)


class TickBox:
    """A box to tick, 4.2 mm wide, as the label of a list item; it is as high as a line of text."""

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
