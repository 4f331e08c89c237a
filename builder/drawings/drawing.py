"""What a picture becomes, and what can be wrong with one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from builder.drawings.nodes import Node

Matrix = tuple[float, float, float, float, float, float]
"""The numbers a to f of a transformation as SVG and PDF write them: x' = ax + cy + e, y' = bx + dy + f."""
UNCHANGED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
LARGEST = 1e12
"""The largest number that is written into a PDF."""


class Fault(Exception):
    """What is wrong with a picture, and what to do about it."""

    def __init__(self, rule: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule, self.message, self.hint = rule, message, hint


class Faults(Exception):
    """Everything that is wrong with a picture."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


def damaged() -> Fault:
    return Fault("damaged-figure", "the picture is cut off or damaged.", "Save it again.")


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
    a picture. `matrix` leads from the resource's space to these units. `name` is the same for the same bytes. Writers
    of other media take what it was made of: the `nodes` of an SVG, or `pixels`.
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


def times(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix that does what `other` does and then what `one` does."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f


def short(value: float) -> str:
    """Write a number as PDF has it. Raises Fault for one that is too large, and for none at all."""
    if not abs(value) < LARGEST:
        raise no_number(f"{value:g}")
    return f"{value:.6f}".rstrip("0").rstrip(".")


def written(*values: float) -> str:
    """Write numbers with blanks between them."""
    text = " ".join(["%.7g"] * len(values)) % values
    return " ".join(map(short, values)) if "e" in text or "n" in text else text  # PDF knows neither 1e-7 nor nan


def no_number(value: str) -> Fault:
    return Fault("unknown-figure", f"'{value.strip()}' is not a number that can be drawn.",
                 "Write plain numbers in the drawing's own units.")
