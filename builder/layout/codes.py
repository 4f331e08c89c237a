"""QR codes as filled rectangles."""

from __future__ import annotations

import functools

from builder.layout.icons import Paint


@functools.lru_cache(maxsize=64)
def qr(address: str) -> Paint:
    """Return what paints the QR code of `address` (ISO/IEC 18004, error correction M) with its quiet zone inside."""
    import segno

    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    side = len(rows) + 8

    def paint(canvas: object, x: float, top: float, size: float) -> None:
        unit = size / side
        canvas.setFillColorRGB(0, 0, 0)  # type: ignore[attr-defined]
        path = canvas.beginPath()  # type: ignore[attr-defined]
        for number, row in enumerate(rows):
            for start, end in _dark(row):
                path.rect(x + (start + 4) * unit, top - (number + 5) * unit, (end - start) * unit, unit)
        canvas.drawPath(path, stroke=0, fill=1)  # type: ignore[attr-defined]

    return paint


def _dark(row: list[int]) -> list[tuple[int, int]]:
    found, start = [], None
    for at, module in enumerate([*row, 0]):
        if module and start is None:
            start = at
        elif not module and start is not None:
            found.append((start, at))
            start = None
    return found
