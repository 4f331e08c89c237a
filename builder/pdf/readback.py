"""Read a PDF's structure back as plain data: what assistive software finds in the file (ISO 32000-1, 14.7).

Nothing here knows how our own files are written; text is what the fonts' ToUnicode tables make of the pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Iterator, NamedTuple, Union

import pikepdf

from builder.pdf.contents import Content, Ref, content
from builder.pdf.verapdf import Unreadable

SIZE_LIMIT = 200_000_000
"""Bytes; a larger file is not read."""
DEPTH_LIMIT = 100
"""How deep structure elements may nest; those of real files stay below 20."""

UNEXPECTED = (
    pikepdf.PdfError, AttributeError, ArithmeticError, LookupError, NotImplementedError, TypeError, ValueError,
)  # fmt: skip
"""What pikepdf raises when a value of a damaged file is not what the standard says it is."""


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element, by its standard role.

    `attributes` bear their PDF names (Alt, Lang, E, Scope, ListNumbering, BBox, ...); those of a link's annotation
    (Contents, URI, Dest) are among them. Neighbouring pieces of text are one str.
    """

    role: str
    attributes: dict[str, Any] = field(default_factory=dict)
    children: tuple[Union[Element, str], ...] = ()


class Mark(NamedTuple):
    """Marked content that a structure element holds: its stream (a page or a form XObject) and id."""

    stream: Ref
    id: int
    element: Ref


class Attachment(NamedTuple):
    """An annotation (or other object) that a structure element holds."""

    object: Ref
    element: Ref
    role: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A file, read: the open PDF, its structure tree, what its pages show, and what hangs on the tree."""

    pdf: pikepdf.Pdf
    tree: Element
    pages: tuple[Content, ...]
    marks: tuple[Mark, ...]
    attachments: tuple[Attachment, ...]


def read(path: Path) -> Reading:
    """Read a file whole. Raises Unreadable."""
    pdf = _open(path)
    try:
        pages = tuple(content(page, number) for number, page in enumerate(pdf.pages, 1))
        walk = _TreeWalk(pdf, {key: text for page in pages for key, text in page.texts.items()})
        return Reading(pdf, walk.root(), pages, tuple(walk.marks), tuple(walk.attachments))
    except UNEXPECTED as error:
        raise Unreadable(f"The file's structure cannot be read: {error}") from error


def tree(path: Path) -> Element:
    """Return a file's structure tree with the text of each element; its root has the role StructTreeRoot."""
    return read(path).tree


def elements(element: Element) -> Iterator[Element]:
    """Yield an element and all below it, in reading order."""
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from elements(child)


def entry(found: Any, *names: str) -> Any:
    """Return what a chain of names leads to in a dictionary and those inside it, or None."""
    for name in names:
        found = found.get(f"/{name}") if isinstance(found, pikepdf.Dictionary) else None
    return found


def structure(pdf: pikepdf.Pdf) -> Any:
    """Return the root of the structure tree, or an empty dictionary where there is none."""
    found = pdf.Root.get("/StructTreeRoot")
    return found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()


def text(element: Element) -> str:
    """Return all text of an element."""
    return "".join(child if isinstance(child, str) else text(child) for child in element.children)


def _open(path: Path) -> pikepdf.Pdf:
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise Unreadable(f"The file is larger than {SIZE_LIMIT // 1_000_000} MB")
        return pikepdf.open(path, attempt_recovery=False)
    except OSError as error:
        raise Unreadable(f"The file cannot be read: {error.strerror}") from None
    except pikepdf.PasswordError:
        raise Unreadable("The file is encrypted") from None
    except pikepdf.PdfError:
        raise Unreadable("The file is not a PDF, or it is damaged") from None


class _TreeWalk:
    """Walks the structure tree once; each element is visited at most once, so that loops end."""

    def __init__(self, pdf: pikepdf.Pdf, texts: dict[tuple[Ref, int], str]) -> None:
        self.texts = texts
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self.structure = structure(pdf)
        self.roles = self.structure.get("/RoleMap", pikepdf.Dictionary())
        self.seen: set[Ref] = set()
        self.marks: list[Mark] = []
        self.attachments: list[Attachment] = []

    def root(self) -> Element:
        return Element("StructTreeRoot", {}, self.children(self.structure, None, {}, 0))

    def element(self, found: Any, page: Any, depth: int) -> Element | None:
        if depth > DEPTH_LIMIT:
            raise Unreadable(f"The file's structure elements nest deeper than {DEPTH_LIMIT}")
        if found.objgen in self.seen:
            return None
        if found.is_indirect:
            self.seen.add(found.objgen)
        attributes = _attributes(found)
        children = self.children(found, found.get("/Pg", page), attributes, depth)
        if "ActualText" in attributes:
            children = (attributes["ActualText"],)
        return Element(self.role(found), attributes, children)

    def role(self, found: Any) -> str:
        role = found.get("/S", pikepdf.Name("/Unknown"))
        for _ in range(DEPTH_LIMIT):
            if role not in self.roles:
                break
            role = self.roles[role]
        return str(role)[1:]

    def children(self, found: Any, page: Any, attributes: dict[str, Any], depth: int) -> tuple[Element | str, ...]:
        kids = found.get("/K", [])
        children: list[Element | str] = []
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids] if "/K" in found else []:
            child = self.child(found, kid, page, attributes, depth)
            if isinstance(child, str) and children and isinstance(children[-1], str):
                children[-1] += child
            elif child:
                children.append(child)
        return tuple(children)

    def child(self, found: Any, kid: Any, page: Any, attributes: dict[str, Any], depth: int) -> Element | str | None:
        if not isinstance(kid, pikepdf.Dictionary):
            return self.marked(found, page, int(kid))
        if "/MCID" in kid:
            return self.marked(found, kid.get("/Stm", kid.get("/Pg", page)), int(kid.MCID))
        if kid.get("/Type") == "/OBJR":
            self.attachments.append(Attachment(kid.Obj.objgen, found.objgen, self.role(found)))
            attributes.update(_annotation(kid.Obj, self.pages))
            return None
        return self.element(kid, page, depth + 1)

    def marked(self, found: Any, stream: Any, number: int) -> str:
        if stream is None:
            raise ValueError(f"marked content {number} belongs to no page")
        self.marks.append(Mark(stream.objgen, number, found.objgen))
        return self.texts.get((stream.objgen, number), "")


_TEXTS = ("Alt", "ActualText", "E", "Lang", "T", "ID")


def _attributes(found: Any) -> dict[str, Any]:
    own = {name: str(found[f"/{name}"]) for name in _TEXTS if f"/{name}" in found}
    for owner in _dictionaries(found.get("/A")):
        own.update((name[1:], _plain(value)) for name, value in owner.items() if name != "/O")
    return own


def _dictionaries(value: Any) -> Iterator[Any]:
    """Yield the dictionaries in an attribute value: one, or an array that may also hold revision numbers."""
    for part in value if isinstance(value, pikepdf.Array) else [value]:
        if isinstance(part, pikepdf.Dictionary):
            yield part


def _annotation(annotation: Any, pages: dict[Ref, int]) -> dict[str, Any]:
    """Return what an annotation says of itself and where it leads: an address, a name or "page N"."""
    said = {"Contents": annotation.get("/Contents", annotation.get("/TU")), "URI": entry(annotation, "A", "URI")}
    own = {name: str(value) for name, value in said.items() if value is not None}
    target = annotation.get("/Dest", entry(annotation, "A", "D"))
    if isinstance(target, pikepdf.Array):
        own["Dest"] = f"page {pages.get(target[0].objgen, '?')}"
    elif target is not None:
        own["Dest"] = str(target).removeprefix("/")
    return own


def _plain(value: Any) -> Any:
    if isinstance(value, pikepdf.Name):
        return str(value)[1:]
    if isinstance(value, pikepdf.Array):
        return tuple(_plain(part) for part in value)
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, (bool, int, float)) else str(value)
