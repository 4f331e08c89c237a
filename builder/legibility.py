"""The legibility floor: what a style must promise, and what a page must keep, so that tired eyes can read it.

Its numbers are from research on patient information. Lengths are points where nothing else is said.
"""

from __future__ import annotations

from builder.format import FORMATS

MILLIMETRE = 72 / 25.4
SLACK = 0.06
"""For what was rounded."""

# --- Type -------------------------------------------------------------------------------------------------------------

RUNNING = frozenset(["body", "box", "tier", "message"])
"""The types that are read line after line."""
TITLES = frozenset(["title", "heading", "subheading", "box_heading", "tier_heading", "side_heading", "kicker"])
BODY_SMALLEST = 12.0
OFFER_SMALLEST = 14.0
"""For the lines that offer an interpreter or another format (DAPB1605; 45 CFR 92.11)."""
LARGEST = 48.0
"""No sheet of paper has room for larger type."""
LEADING, TABLE_LEADING, TITLE_LEADING = 1.3, 1.2, 1.1
LEAST_LEADING = 3 * MILLIMETRE
X_HEIGHT, BODY_X_HEIGHT = 1.4, 1.9
"""Millimetres."""


def smallest(role: str, format: str) -> float:
    """Return the least size of a type in a format."""
    return {"body": BODY_SMALLEST, "offer": OFFER_SMALLEST}.get(role, FORMATS[format].smallest)


def smallest_in(role: str, section: str) -> float:
    """Return the least size of a type in a section of a style, which is for all formats that are set in it."""
    return max(smallest(role, row.name) for row in FORMATS.values() if row.style == section)


def least_leading(role: str, size: float) -> float:
    """Return the least distance from line to line of a type of a size."""
    factor = LEADING if role in RUNNING else TITLE_LEADING if role in TITLES else TABLE_LEADING
    return max(factor * size, LEAST_LEADING)


# --- Contrast ---------------------------------------------------------------------------------------------------------

CONTRAST = 7.0
"""Of text (WCAG 2.2, 1.4.6)."""
CONTRAST_OF_LINES = 3.0
"""Of lines that mean something (WCAG 2.2, 1.4.11)."""
PALEST = 92.0
"""The lightness (CIE L*) of a tint that text stands on: 10 % of black at the most."""

# --- Page -------------------------------------------------------------------------------------------------------------

MARGIN = 12.7 * MILLIMETRE
LIVE_WIDTH = 190 * MILLIMETRE
"""What fits on A4 and on Letter, as office printers print them."""
