"""Structure elements: the tree that a screen reader walks, built with the story and filled by drawing.

An `Element` has a standard structure type (ISO 32000-1, 14.8.4) and, in reading order, further elements and `Content`:
the places where drawing will put marked content. Because the order is fixed here, a paragraph that runs over two pages
stays one element and columns are read in the order of the story, whatever is drawn first.
"""

from __future__ import annotations

from typing import Any, Iterator

ROLES = frozenset(
    "Document Sect Div H1 H2 H3 P L LI Lbl LBody Table THead TBody TR TH TD Caption Figure "
    "Link Reference BibEntry Note Span".split()
)


class Content:
    """A stretch of content of an element of `role`: the marked content (page index, mcid) that drawing put there."""

    __slots__ = ("marks", "role")

    def __init__(self, role: str) -> None:
        self.role = role
        self.marks: list[tuple[int, int]] = []


class Element:
    """A structure element; `language`, `alternate`, `actual` and `expansion` are its Lang, Alt, ActualText and E.

    Drawing sets `bbox` (left, bottom, right, top in points on the page) and `annotations` (page index, number on that
    page). Children do not know their parents, so that a tree goes when it is let go of.
    """

    language = alternate = actual = expansion = scope = numbering = ""
    bbox: tuple[float, float, float, float] | None = None

    def __init__(self, role: str, **attributes: str) -> None:
        if role not in ROLES:
            raise ValueError(f"no standard structure type: {role}")
        self.role = role
        self.children: list[Element | Content] = []
        self.annotations: list[tuple[int, int]] = []
        for name, value in attributes.items():
            if name not in _ATTRIBUTES:
                raise TypeError(f"no attribute of a structure element: {name}")
            setattr(self, name, value)

    def add(self, role: str, **attributes: Any) -> Element:
        """Append a child element and return it."""
        child = Element(role, **attributes)
        self.children.append(child)
        return child

    def content(self) -> Content:
        """Append a place for content and return it."""
        place = Content(self.role)
        self.children.append(place)
        return place


_ATTRIBUTES = frozenset(("language", "alternate", "actual", "expansion", "scope", "numbering"))


def walk(element: Element) -> Iterator[Element]:
    """Return the element and all below it, in reading order."""
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from walk(child)
