"""The record of what was set where, for the rules that judge the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Sequence

from builder import exponents
from builder.problems import Place, Problem
from builder.structure import Element
from builder.style import Colour
from builder.text.lines import Piece, Run, parts
from builder.text.shape import Word


class SetLine(NamedTuple):
    """One line of text as it was set. Lengths and positions are points from the page's lower left corner.

    `role` is its type role in the style ("body", "table", "furniture", ...), `element` what it says. `first` and
    `last` say whether it begins or ends its paragraph. `x_height` is in millimetres.
    """

    page: int
    x: float
    baseline: float
    width: float
    size: float
    leading: float
    x_height: float
    colour: Colour
    role: str
    align: str
    element: Element | None
    first: bool
    last: bool
    artifact: bool
    pieces: Sequence[Piece]

    @property
    def parts(self) -> list[tuple[Word, Run]]:
        """The words of the line with their runs."""
        return [part for piece in self.pieces for part in parts(piece)]

    @property
    def text(self) -> str:
        """The words of the line, raised and lowered ones in Unicode's characters for them."""
        return "".join([exponents.risen(word.text, run.look.rise) for word, run in self.parts]).rstrip()

    @property
    def place(self) -> Place | None:
        """Where the line's first words stand in the source."""
        return next((run.place for _, run in self.parts if run.place), None)


class SetBox(NamedTuple):
    """A filled or framed area; `kind` says what it is ("emergency", "urgent", "call-out", "figure", "qr", ...)."""

    page: int
    x: float
    y: float
    width: float
    height: float
    kind: str
    fill: Colour | None = None
    stroke: Colour | None = None
    element: Element | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """What was set: the paper's width and height in points, how many pages, every line and every box, in order.

    `fill` is how far down the text of each page reaches, as a part of its frame. `problems` are warnings from setting.
    """

    paper: tuple[float, float]
    format: str
    count: int
    lines: tuple[SetLine, ...]
    boxes: tuple[SetBox, ...]
    fill: tuple[float, ...]
    problems: tuple[Problem, ...]
