"""Structure elements: the tree that a screen reader walks, built with the story and filled by drawing.

An `Element` has a standard structure type (ISO 32000-1, 14.8.4) and, in reading order, further elements and `Content`:
the places where drawing will put marked content. Because the order is fixed here, a paragraph that runs over two pages
stays one element and columns are read in the order of the story, whatever is drawn first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterator

ROLES = frozenset(
    "Document Sect Div H1 H2 H3 P L LI Lbl LBody Table THead TBody TR TH TD Caption Figure "
    "Link Reference BibEntry Note Span".split()
)


class Content:
    """A stretch of content of its `owner`: the marked content (page index, mcid) that drawing put there."""

    __slots__ = ("owner", "marks")

    def __init__(self, owner: Element) -> None:
        self.owner = owner
        self.marks: list[tuple[int, int]] = []


@dataclass(eq=False, slots=True)
class Element:
    """A structure element; `language`, `alternate`, `actual` and `expansion` are its Lang, Alt, ActualText and E.

    Drawing sets `bbox` (left, bottom, right, top in points on the page) and `annotations` (page index, number on that
    page).
    """

    role: str
    language: str = ""
    alternate: str = ""
    actual: str = ""
    expansion: str = ""
    scope: str = ""
    numbering: str = ""
    children: list[Element | Content] = field(default_factory=list)
    bbox: tuple[float, float, float, float] | None = None
    annotations: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"no standard structure type: {self.role}")

    def add(self, role: str, **attributes: Any) -> Element:
        """Append a child element and return it."""
        child = Element(role, **attributes)
        self.children.append(child)
        return child

    def content(self) -> Content:
        """Append a place for content and return it."""
        place = Content(self)
        self.children.append(place)
        return place


def walk(element: Element) -> Iterator[Element]:
    """Return the element and all below it, in reading order."""
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from walk(child)
