"""Icons drawn as vectors: `paint(canvas, x, top, size)` with colours given when they are made."""

from __future__ import annotations

from typing import Any, Callable

from builder.drawings.qr import Code
from builder.style import Colour

Paint = Callable[[Any, float, float, float], None]


def emergency(fill: Colour, words: Colour) -> Paint:
    """A disc with an exclamation mark."""

    def paint(canvas: Any, x: float, top: float, size: float) -> None:
        half = size / 2
        canvas.setFillColorRGB(*fill)
        canvas.circle(x + half, top - half, half, stroke=0, fill=1)
        canvas.setFillColorRGB(*words)
        canvas.roundRect(x + size * 0.43, top - size * 0.62, size * 0.14, size * 0.42, size * 0.06, stroke=0, fill=1)
        canvas.circle(x + half, top - size * 0.76, size * 0.085, stroke=0, fill=1)

    return paint


def urgent(line: Colour) -> Paint:
    """A telephone."""

    def paint(canvas: Any, x: float, top: float, size: float) -> None:
        canvas.setStrokeColorRGB(*line)
        canvas.setLineWidth(size * 0.1)
        canvas.roundRect(x + size * 0.22, top - size * 0.96, size * 0.56, size * 0.92, size * 0.1, stroke=1, fill=0)
        canvas.setFillColorRGB(*line)
        canvas.circle(x + size / 2, top - size * 0.82, size * 0.06, stroke=0, fill=1)
        canvas.rect(x + size * 0.4, top - size * 0.17, size * 0.2, size * 0.05, stroke=0, fill=1)

    return paint


def routine(line: Colour) -> Paint:
    """A calendar."""

    def paint(canvas: Any, x: float, top: float, size: float) -> None:
        canvas.setStrokeColorRGB(*line)
        canvas.setLineWidth(size * 0.09)
        canvas.roundRect(x + size * 0.08, top - size * 0.94, size * 0.84, size * 0.76, size * 0.08, stroke=1, fill=0)
        canvas.line(x + size * 0.08, top - size * 0.42, x + size * 0.92, top - size * 0.42)
        for at in (0.3, 0.7):
            canvas.line(x + size * at, top - size * 0.06, x + size * at, top - size * 0.28)

    return paint


def qr(code: Code) -> Paint:
    """A QR code in black."""

    def paint(canvas: Any, x: float, top: float, size: float) -> None:
        unit = size / code.side
        canvas.setFillColorRGB(0, 0, 0)
        path = canvas.beginPath()
        for column, row, length in code.dark:
            path.rect(x + column * unit, top - (row + 1) * unit, length * unit, unit)
        canvas.drawPath(path, stroke=0, fill=1)

    return paint
