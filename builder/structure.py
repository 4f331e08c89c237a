"""What an edition says: a tree of structure elements with their words, and the sheet around it.

The tree knows no style, no font, no paper and no medium. PDF, HTML and plain text all write it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Iterator, NamedTuple

from builder import exponents
from builder.problems import Place

ROLES = frozenset(
    "Document Sect Div H1 H2 H3 P L LI Lbl LBody Table THead TBody TR TH TD Caption Figure "
    "Link Reference BibEntry Note Span".split()
)
GROUP = ""
"""The role of an element that only groups others, such as the parts of one block: it has no structure type."""


class Link(NamedTuple):
    """Where a link leads: an address, or `#` and the id of an element. `description` is what is read out."""

    url: str
    description: str


class Piece(NamedTuple):
    """Words of one kind, without a look.

    `weight` is how far they stand out from the text around them: "" for not at all, "emphasis", "strong", or "lead" for
    a run-in heading. `rise` is "sup" or "sub" for raised or lowered words. A `glued` piece never starts a line; a
    `kept` one does not break if it fits on one. `place` and `start` tell where the first character stands in the
    source. `phone` says that the words hold a telephone number of the clinic, `term` names the `Term` that they are
    a form of.
    """

    text: str
    weight: str = ""
    rise: str = ""
    glued: bool = False
    kept: bool = False
    place: Place | None = None
    start: int = 0
    phone: bool = False
    term: str = ""


class Label(NamedTuple):
    """Where the words of one label of a picture stand, in the picture's units.

    They start (or, with `align`, end or are centred) at the point `at`; a leader line runs to the point `to`. They are
    the children `first` to `last` (exclusive) of the picture's element.
    """

    at: tuple[float, float]
    to: tuple[float, float] | None
    align: str
    first: int
    last: int


class Picture(NamedTuple):
    """A drawing in an element; it takes `share` percent of the width at its `position`: "text", "side" or "page"."""

    drawing: Any
    labels: tuple[Label, ...] = ()
    position: str = "text"
    share: int = 100


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """A structure element; compared by identity, so that other code can use it as a key.

    `role` is its standard structure type (ISO 32000-1, 14.8.4), `kind` what it is to the reader ("emergency",
    "key-points", "space", "tick", ...), `id` the topic's or the program's name for it, which links lead to. `actual` is
    what is said in place of its content, such as room to write. `place` is where the file of its picture is named.
    """

    role: str
    kind: str = ""
    id: str = ""
    children: tuple[Element | tuple[Piece, ...], ...] = ()
    language: str = ""
    alternate: str = ""
    actual: str = ""
    expansion: str = ""
    scope: str = ""
    numbering: str = ""
    link: Link | None = None
    picture: Picture | None = None
    place: Place | None = None


Child = Element | tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says about itself: document information, XMP, the head of a web page."""

    title: str
    language: str
    authors: tuple[str, ...]
    subject: str
    keywords: tuple[str, ...]
    created: datetime.date
    modified: datetime.date
    version: str
    status: str
    identifier: str
    codes: tuple[tuple[str, str], ...] = ()
    condition: tuple[str, ...] = ()
    """What the condition is called: the title first, then other names."""
    publisher: str = ""
    reviewed: datetime.date | None = None
    """When a clinician last reviewed the text, if one did."""


class Call(NamedTuple):
    """Whom to call: "emergency", "phone" or "out_of_hours", and the words that hold the clinic's number for it."""

    kind: str
    words: str


class Term(NamedTuple):
    """An entry of the glossary as plain words, for media that explain a word where it stands."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one edition says: a document composed in one format.

    `header` is what stands above each page but the first, at its start and at its end, `footer` below each page, and
    `folio` there too, with {page} and {pages} to fill in. `direction` is "ltr" or "rtl". `calls` are the clinic's
    numbers, most urgent first, `terms` the words that pieces are forms of.
    """

    format: str
    root: Element
    header: tuple[str, str]
    footer: str
    folio: str
    metadata: Metadata
    direction: str = "ltr"
    calls: tuple[Call, ...] = ()
    terms: tuple[Term, ...] = ()


def below(element: Element) -> list[Element]:
    """Return the elements directly below an element."""
    return [child for child in element.children if isinstance(child, Element)]


def elements(element: Element) -> Iterator[Element]:
    """Yield the element and all below it, in reading order."""
    waiting = [element]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [child for child in reversed(element.children) if type(child) is Element]


def spoken(pieces: tuple[Piece, ...]) -> str:
    """Return the words of pieces, raised and lowered ones in Unicode's characters for them."""
    return "".join([_RISEN[piece.rise](piece.text) if piece.rise else piece.text for piece in pieces])


_RISEN = {"sup": exponents.raised, "sub": exponents.lowered}


def words(element: Element) -> str:
    """Return the words of an element, without citations and the space before them; a line break is a space."""
    parts: list[str] = []
    _say(element, parts)
    return "".join(parts).replace("\n", " ").strip(" ")


def _say(element: Element, parts: list[str]) -> None:
    if element.actual:
        parts.append(element.actual)
    elif element.role == "Reference":
        while parts and not parts[-1].rstrip(" \u00a0"):
            parts.pop()
        if parts:
            parts[-1] = parts[-1].rstrip(" \u00a0")
    else:
        for child in element.children:
            if isinstance(child, Element):
                _say(child, parts)
            else:
                parts.append(spoken(child))
