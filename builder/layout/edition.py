"""Edition: a sheet laid out, ready to be set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, NamedTuple, Protocol, Sequence

from builder.structure import Sheet


class Flowable(Protocol):
    """A piece of the story. Lengths are points, `top` is the upper edge; `before` and `after` are space around it."""

    before: float
    after: float
    keep_next: bool

    def height(self, width: float) -> float:
        """Return the height at a width."""

    def split(self, width: float, height: float, forced: bool = False) -> tuple[Any, Any] | None:
        """Return what fits into `height` and the rest, or None if it cannot be split there.

        A `forced` split separates even what should stay together: it is used when not even a whole page holds that.
        """

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        """Draw with the upper left corner at (x, top)."""


class Placed(NamedTuple):
    """A flowable with its place on the page, for page furniture."""

    flowable: Flowable
    x: float
    top: float
    width: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The area that the story flows through, in points from the page's lower left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(slots=True)
class Edition:
    """A sheet laid out in one style on one paper, ready to be set.

    The story flows through `first` on the first page and `later` on the others. `furniture(page, pages)` gives what is
    printed around it. `paper` is width and height in points. Flowables are used up: an edition can be set only once.
    """

    sheet: Sheet
    paper: tuple[float, float]
    first: Frame
    later: Frame
    story: Flowable
    furniture: Callable[[int, int], Sequence[Placed]]
