"""What a picture becomes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from builder.drawings.nodes import Node
from builder.drawings.numbers import UNCHANGED, Matrix, times, written


@dataclass(frozen=True, slots=True)
class Resource:
    """An object of a PDF; each `%d` in `dictionary` is the number of one of its `parts`, in order.

    With a stream, the dictionary lacks its brackets and the stream's length.
    """

    dictionary: bytes
    stream: bytes | None = None
    parts: tuple[Resource, ...] = ()

    def named(self) -> str:
        """Return a name that follows from all bytes."""
        digest = hashlib.sha256()
        waiting = [self]
        while waiting:
            one = waiting.pop()
            digest.update(one.dictionary + (one.stream or b""))
            waiting += one.parts
        return f"I{digest.hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture file with nothing in it but the picture: its media type, bytes, width and height."""

    type: str
    content: bytes
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Something to draw: operators in `code`, or an XObject in `resource`.

    `size` is in units of its own, from `origin` on, x to the right and y down: those of an SVG's viewBox, the pixels of
    a picture. `matrix` leads from the resource's space to these units. Equal bytes have an equal `name`. Writers of
    other media take what it was made of: the `nodes` of an SVG, or `pixels`.
    """

    size: tuple[float, float]
    origin: tuple[float, float] = (0.0, 0.0)
    code: str = ""
    resource: Resource | None = None
    matrix: Matrix = UNCHANGED
    name: str = ""
    nodes: tuple[Node, ...] = field(default=(), compare=False)
    pixels: Pixels | None = field(default=None, compare=False)

    @property
    def shape(self) -> float:
        """Height by width."""
        return self.size[1] / self.size[0]

    def paint(self, canvas: Any, x: float, top: float, width: float) -> None:
        """Draw with the upper left corner at (x, top)."""
        scale = width / self.size[0]
        placed = (scale, 0.0, 0.0, -scale, x - self.origin[0] * scale, top + self.origin[1] * scale)
        if self.resource:
            canvas.place(self.name, self.resource, written(*times(placed, self.matrix)))
            return
        canvas.saveState()
        canvas.transform(*placed)
        canvas.addLiteral(self.code)
        canvas.restoreState()
