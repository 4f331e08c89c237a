"""A column in a box. Lengths are points."""

from __future__ import annotations

from typing import Any

from builder.layout.column import TALL, Column
from builder.layout.edition import Flowable
from builder.structure import Element
from builder.style import Colour, snapped


class Box:
    """A column in a box, kept on one page. `kind` goes into the record; `bar` is the width of a bar at its start.

    A `head` is a flowable in a band at the top of the box, filled with `head_fill`.
    """

    keep_next = False

    def __init__(self, child: Column, *, padding: tuple[float, float], kind: str, fill: Colour | None = None,
                 stroke: Colour | None = None, line: float = 1.0, dash: tuple[float, ...] = (), bar: float = 0.0,
                 bar_fill: Colour | None = None, radius: float = 0.0, head: Flowable | None = None,
                 head_fill: Colour | None = None, before: float = 0.0, after: float = 0.0,
                 element: Element | None = None) -> None:
        self.child, self.kind, self.fill, self.stroke = child, kind, fill, stroke
        self.padding = (padding[0], snapped(padding[1]))
        self.line, self.dash, self.bar, self.bar_fill, self.radius = line, dash, bar, bar_fill, radius
        self.head, self.head_fill, self.before, self.after, self.element = head, head_fill, before, after, element
        self.stretched = 0.0

    def inner(self, width: float) -> float:
        """Return the width inside."""
        return width - 2 * self.padding[0] - self.bar

    def head_height(self, width: float) -> float:
        """Return the height of the band at the top."""
        return self.head.height(self.inner(width)) + snapped(self.padding[1] * 1.1) if self.head else 0.0

    def height(self, width: float) -> float:
        return self.head_height(width) + self.child.height(self.inner(width)) + 2 * self.padding[1]

    def split(self, width: float, height: float, forced: bool = False) -> tuple[Box, Box] | None:
        if not forced and self.height(width) <= TALL:
            return None
        room = height - 2 * self.padding[1] - self.head_height(width)
        parts = self.child.split(self.inner(width), room, forced)
        if not parts:
            return None
        return self._with(parts[0], self.head), self._with(parts[1], None)

    def _with(self, child: Column, head: Flowable | None) -> Box:
        return Box(child, padding=self.padding, kind=self.kind, fill=self.fill, stroke=self.stroke, line=self.line,
                   dash=self.dash, bar=self.bar, bar_fill=self.bar_fill, radius=self.radius, head=head,
                   head_fill=self.head_fill, before=self.before, after=self.after, element=self.element)

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        height = max(self.height(width), self.stretched)
        self._draw_frame(canvas, x, top - height, width, height)
        left, inner = x + self.padding[0] + self.bar, self.inner(width)
        if self.head:
            self.head.draw(canvas, left, top - self.padding[1] * 0.55, inner)
        self.child.draw(canvas, left, top - self.padding[1] - self.head_height(width), inner)

    def _draw_frame(self, canvas: Any, x: float, bottom: float, width: float, height: float) -> None:
        canvas.set_box(x, bottom, width, height, self.kind, self.fill, self.stroke, self.element)
        if self.element and self.element.id:
            canvas.anchor(self.element.id, x, bottom + height)
        if self.fill:
            canvas.setFillColorRGB(*self.fill)
            canvas.roundRect(x, bottom, width, height, self.radius, stroke=0, fill=1)
        if self.head and self.head_fill:
            self._draw_head(canvas, self.head_fill, x, bottom + height, width, self.head_height(width))
        if self.bar and self.bar_fill:
            canvas.setFillColorRGB(*self.bar_fill)
            canvas.rect(x, bottom, self.bar, height, stroke=0, fill=1)
        if self.stroke:
            canvas.setStrokeColorRGB(*self.stroke)
            canvas.setLineWidth(self.line)
            canvas.setDash(list(self.dash))
            canvas.roundRect(x, bottom, width, height, self.radius, stroke=1, fill=0)
            canvas.setDash()

    def _draw_head(self, canvas: Any, fill: Colour, x: float, top: float, width: float, height: float) -> None:
        radius = self.radius
        path = canvas.beginPath()
        path.moveTo(x, top - height)
        path.lineTo(x, top - radius)
        path.curveTo(x, top - 0.45 * radius, x + 0.45 * radius, top, x + radius, top)
        path.lineTo(x + width - radius, top)
        path.curveTo(x + width - 0.45 * radius, top, x + width, top - 0.45 * radius, x + width, top - radius)
        path.lineTo(x + width, top - height)
        path.close()
        canvas.setFillColorRGB(*fill)
        canvas.drawPath(path, stroke=0, fill=1)
