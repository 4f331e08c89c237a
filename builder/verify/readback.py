"""Read a PDF's structure back as plain data: what assistive software finds in the file (ISO 32000-1, 14.7).

Nothing here knows how our own files are written; text is what the fonts' ToUnicode tables make of the pages.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Iterator, NamedTuple, Union

import pikepdf

from builder.verify import verapdf
from builder.verify.contents import Content, Ref, content
from builder.verify.verapdf import Unreadable

DEPTH_LIMIT = 100
"""How deep structure elements may nest; those of real files stay below 20."""
NOWHERE: Ref = (0, 0)
"""What marked content belongs to when its element names no page."""


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element, by its standard role.

    `attributes` have their PDF names (Alt, Lang, E, Scope, ListNumbering, BBox, ...); those of a link's annotation
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
    """Read a file whole. Raises Unreadable, even where only its structure cannot be read."""
    pdf = _open(verapdf.read(path))
    try:
        pages = tuple(content(page, number) for number, page in enumerate(pdf.pages, 1))
        walk = _TreeWalk(pdf, {key: text for page in pages for key, text in page.texts.items()})
        return Reading(pdf, walk.root(), pages, tuple(walk.marks), tuple(walk.attachments))
    except Unreadable:
        raise
    except Exception as error:  # a file from another program may hold anything anywhere
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


def _open(content: bytes) -> pikepdf.Pdf:
    """Open a PDF; one that qpdf has to repair keeps its warnings."""
    try:
        return pikepdf.open(io.BytesIO(content))
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
        self.roles = _names(self.structure.get("/RoleMap"))
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
        role = _plain(found.get("/S", pikepdf.Name("/Unknown")))
        for _ in range(DEPTH_LIMIT):  # a map may lead in a circle
            if role not in self.roles:
                break
            role = self.roles[role]
        return str(role)

    def children(self, found: Any, page: Any, attributes: dict[str, Any], depth: int) -> tuple[Element | str, ...]:
        children: list[Element | str] = []
        for kid in kids_of(found):
            child = self.child(found, kid, page, attributes, depth)
            if isinstance(child, str) and children and isinstance(children[-1], str):
                children[-1] += child
            elif child:
                children.append(child)
        return tuple(children)

    def child(self, found: Any, kid: Any, page: Any, attributes: dict[str, Any], depth: int) -> Element | str | None:
        if isinstance(kid, int):
            return self.marked(found, page, kid)
        if not isinstance(kid, pikepdf.Dictionary):
            return None
        if "/MCID" in kid:
            return self.marked(found, kid.get("/Stm", kid.get("/Pg", page)), int(kid.MCID))
        if kid.get("/Type") == "/OBJR":
            self.attached(found, kid.get("/Obj"), attributes)
            return None
        return self.element(kid, page, depth + 1)

    def attached(self, found: Any, held: Any, attributes: dict[str, Any]) -> None:
        """Note what an element holds: an annotation, whose words become the element's, or a picture (a stream)."""
        self.attachments.append(Attachment(getattr(held, "objgen", NOWHERE), found.objgen, self.role(found)))
        if isinstance(held, pikepdf.Dictionary):
            attributes.update(_annotation(held, self.pages))

    def marked(self, found: Any, stream: Any, number: int) -> str:
        ref = getattr(stream, "objgen", NOWHERE)
        self.marks.append(Mark(ref, number, found.objgen))
        return self.texts.get((ref, number), "")


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


def _names(found: Any) -> dict[str, str]:
    """Return the entries of a dictionary whose values are names."""
    pairs = found.items() if isinstance(found, pikepdf.Dictionary) else ()
    return {str(key)[1:]: str(value)[1:] for key, value in pairs if isinstance(value, pikepdf.Name)}


def kids_of(element: Any) -> Iterator[Any]:
    """Yield what an element or the structure's root holds: one thing, or those of an array (ISO 32000-1, 14.7.2)."""
    waiting, seen = [element.get("/K")], set[Ref]()
    while waiting:
        kid = waiting.pop()
        if isinstance(kid, pikepdf.Array):
            waiting += reversed(list(kid)) if kid.objgen not in seen else []
            seen |= {kid.objgen} if kid.is_indirect else set()
        elif kid is not None:
            yield kid


def _annotation(annotation: Any, pages: dict[Ref, int]) -> dict[str, Any]:
    """Return what an annotation says of itself and where it leads: an address, a name, "page N" or another file."""
    said = {"Contents": annotation.get("/Contents", annotation.get("/TU")), "URI": entry(annotation, "A", "URI")}
    own = {name: str(value) for name, value in said.items() if value is not None}
    target = annotation.get("/Dest", entry(annotation, "A", "D"))
    led = [_place(target, pages), _file(entry(annotation, "A"))]
    return {**own, **({"Dest": " of ".join(filter(None, led))} if any(led) else {})}


def _place(target: Any, pages: dict[Ref, int]) -> str:
    """Return the name or the page that a destination is (ISO 32000-1, 12.3.2); in other files pages have numbers."""
    if isinstance(target, pikepdf.Dictionary):
        target = target.get("/D")
    if isinstance(target, pikepdf.Array):
        page = target[0] if len(target) else None
        number = page + 1 if isinstance(page, int) else pages.get(getattr(page, "objgen", NOWHERE), "?")
        return f"page {number}"
    return "" if target is None else str(target).removeprefix("/")


def _file(action: Any) -> str:
    """Return the name of the file that an action opens, if it does (ISO 32000-1, 7.11.2 and 12.6.4.3)."""
    found = entry(action, "F")
    found = entry(found, "UF") or entry(found, "F") or (None if isinstance(found, pikepdf.Dictionary) else found)
    return "" if found is None else str(found)


def _plain(value: Any) -> Any:
    if isinstance(value, pikepdf.Name):
        return str(value)[1:]
    if isinstance(value, pikepdf.Array):
        return tuple(_plain(part) for part in value)
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, (bool, int, float)) else str(value)
