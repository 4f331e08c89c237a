"""The formats: all that is known of each is in its row."""

from __future__ import annotations

from typing import Mapping, NamedTuple


class Format(NamedTuple):
    """A format; its module in `formats/` has the same name.

    `style` is the section of a style that it is set in, `plan` how its parts are laid out; formats may share either.
    It should have at most `advised` pages, and never more than `most`; beyond `words` words, a reader does not get to
    the end. `smallest` is the least size of any type, in points. `needs` are the kinds of parts that it must have (if
    they are optional in a topic, such as medicines, only when the topic has them).
    """

    name: str
    style: str
    plan: str
    advised: int
    most: int
    words: int
    smallest: float
    needs: frozenset[str] = frozenset()


_ROWS = (
    Format("factsheet", style="factsheet", plan="factsheet", advised=4, most=5, words=1600, smallest=9.0,
           needs=frozenset(["message", "key-points"])),
    Format("handout", style="handout", plan="handout", advised=2, most=2, words=800, smallest=10.0,
           needs=frozenset(["to-fill-in", "lines", "offers"])),
)

FORMATS: Mapping[str, Format] = {row.name: row for row in _ROWS}
SECTIONS = tuple(dict.fromkeys(row.style for row in _ROWS))
"""The sections of a style."""
