"""Numbers of drawings: transformations, and numbers as PDF and SVG write them."""

from __future__ import annotations

from builder.drawings.faults import Fault

Matrix = tuple[float, float, float, float, float, float]
"""The numbers a to f of a transformation as SVG and PDF write them: x' = ax + cy + e, y' = bx + dy + f."""
UNCHANGED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
LARGEST = 1e12
"""The largest number that is written into a PDF."""


def times(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix that does what `other` does and then what `one` does."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f


def short(value: float) -> str:
    """Write a number in PDF's form. Raises Fault for one that is too large, and for what is not a number."""
    if not abs(value) < LARGEST:
        raise no_number(f"{value:g}")
    return f"{value:.6f}".rstrip("0").rstrip(".")


def written(*values: float) -> str:
    """Write numbers with spaces between them."""
    text = " ".join(["%.7g"] * len(values)) % values
    return " ".join(map(short, values)) if "e" in text or "n" in text else text  # PDF knows neither 1e-7 nor nan


def no_number(value: str) -> Fault:
    return Fault("unknown-figure", f"'{value.strip()}' is not a number that can be drawn.",
                 "Write plain numbers in the drawing's own units.")
