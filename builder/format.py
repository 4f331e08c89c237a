"""The formats that there are: all that is known of each stands in its row."""

from __future__ import annotations

from typing import Mapping, NamedTuple


class Format(NamedTuple):
    """A format: its module in `formats/` has its name.

    `style` is the part of a style that it is set in, `plan` how its parts are laid out. It should have at most
    `advised` pages, and `most` at the very most. `smallest` is the least size of any type, in points.
    """

    name: str
    style: str
    plan: str
    advised: int
    most: int
    smallest: float


_ROWS = (
    Format("factsheet", style="factsheet", plan="factsheet", advised=4, most=5, smallest=9.0),
    Format("handout", style="handout", plan="handout", advised=2, most=2, smallest=10.0),
)

FORMATS: Mapping[str, Format] = {row.name: row for row in _ROWS}
