"""What a picture becomes, and what can be wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class Fault(Exception):
    """What is wrong with a figure, and what to do about it."""

    def __init__(self, rule: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule, self.message, self.hint = rule, message, hint


@dataclass(frozen=True, slots=True)
class Bitmap:
    """An image as a PDF holds it: the dictionary and stream of its XObject, and its mask."""

    dictionary: bytes
    stream: bytes
    mask: Bitmap | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """Something to draw: `size` in its own units, `code` operators for shapes or `bitmap`; `pixels` for a bitmap."""

    size: tuple[float, float]
    origin: tuple[float, float] = (0.0, 0.0)
    code: str = ""
    bitmap: Bitmap | None = None
    name: str = ""

    @property
    def shape(self) -> float:
        """Height by width."""
        return self.size[1] / self.size[0]

    def paint(self, canvas: Any, x: float, top: float, width: float) -> None:
        """Draw with the upper left corner at (x, top)."""
        scale = width / self.size[0]
        height = self.size[1] * scale
        if self.bitmap:
            canvas.place_image(self.name, self.bitmap, x, top - height, width, height)
            return
        canvas.saveState()
        canvas.transform(scale, 0, 0, -scale, x - self.origin[0] * scale, top + self.origin[1] * scale)
        canvas.addLiteral(self.code)
        canvas.restoreState()
