"""The legibility floor: what a style must promise, and what a page must keep, so that tired eyes can read it.

Its numbers are from research on patient information. Lengths are points unless stated otherwise.
"""

from __future__ import annotations

from builder.format import FORMATS

MILLIMETRE = 72 / 25.4
SLACK = 0.06
"""Allowance for rounding."""

# --- Type -------------------------------------------------------------------------------------------------------------

RUNNING = frozenset(["body", "box", "tier", "message"])
"""The types that are read line after line."""
TITLES = frozenset(["title", "heading", "subheading", "box_heading", "tier_heading", "side_heading", "kicker"])
BODY_SMALLEST = 12.0
OFFER_SMALLEST = 14.0
"""For the lines that offer an interpreter or another format (DAPB1605; 45 CFR 92.11)."""
LARGEST = 48.0
"""A sheet of paper has no room for larger type."""
LEADING, TABLE_LEADING, TITLE_LEADING = 1.3, 1.2, 1.1
LEAST_LEADING = 3 * MILLIMETRE
X_HEIGHT, BODY_X_HEIGHT = 1.4, 1.9
"""Millimetres."""


def smallest(role: str, format: str) -> float:
    """Return the least size of a type in a format."""
    return {"body": BODY_SMALLEST, "offer": OFFER_SMALLEST}.get(role, FORMATS[format].smallest)


def smallest_in(role: str, section: str) -> float:
    """Return the least size of a type in a section of a style: the one for all formats that are set in it."""
    return max(smallest(role, row.name) for row in FORMATS.values() if row.style == section)


def least_leading(role: str, size: float) -> float:
    """Return the least distance from line to line for a type of a size."""
    factor = LEADING if role in RUNNING else TITLE_LEADING if role in TITLES else TABLE_LEADING
    return max(factor * size, LEAST_LEADING)


# --- Contrast ---------------------------------------------------------------------------------------------------------

CONTRAST = 7.0
"""The least contrast of text (WCAG 2.2, 1.4.6)."""
CONTRAST_OF_LINES = 3.0
"""The least contrast of lines that carry meaning (WCAG 2.2, 1.4.11)."""
PALEST = 92.0
"""The least lightness (CIE L*) of a tint that text stands on: at most 10 % of black."""

# --- Page -------------------------------------------------------------------------------------------------------------

MARGIN = 12.7 * MILLIMETRE
LIVE_WIDTH = 190 * MILLIMETRE
"""What fits on both A4 and Letter, as office printers print them."""
