"""Sheets to write as pages, and what a reader finds in a page."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

from builder import formats, html, locale, reader, source, style
from builder.context import Context
from builder.structure import Child, Element, Metadata, Piece, Sheet, below, words

ROOT = Path(__file__).parents[2]
FORMATS = ROOT / "tests" / "formats"
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
A_DAY = datetime.date(2026, 11, 22)


# --- Sheets -----------------------------------------------------------------------------------------------------------


def _context(folder: Path, clinic: Path | None, look: str) -> Context:
    known = reader.clinic(source.load(clinic, clinic.name)) if clinic else None
    return Context(
        style=style.load(look, (ROOT / "styles",)),
        paper="a4",
        locale=locale.load("en"),
        clinic=known,
        profile="base",
        today=A_DAY,
        references=reader.references(source.load(folder / "references.yaml", "references.yaml")),
        folder=folder,
        clinic_folder=clinic.parent if clinic else folder,
        root=ROOT,
    )


@functools.cache
def composed(topic: str, format: str, with_clinic: bool = True, look: str = "plain") -> tuple[Sheet, Context]:
    """Return the sheet of the sample topic, "alps", or of the one that uses everything, and what it was made with."""
    folder, file, clinic = {
        "alps": (ROOT / "content" / "alps", "en.yaml", ROOT / "content" / "clinics" / "riverbank.yaml"),
        "everything": (FORMATS, "everything.yaml", FORMATS / "clinic.yaml"),
    }[topic]
    context = _context(folder, clinic if with_clinic else None, look)
    document = reader.document(source.load(folder / file, file), context.references)
    return formats.compose(document, context, format), context


def page(topic: str, format: str, with_clinic: bool = True, look: str = "plain") -> str:
    sheet, context = composed(topic, format, with_clinic, look)
    return html.write(sheet, context.style, context.locale).decode("utf-8")


EDITIONS = [
    (topic, format, with_clinic, "plain")
    for topic in ("alps", "everything")
    for format in ("factsheet", "handout")
    for with_clinic in (True, False)
] + [("alps", "factsheet", True, "warm"), ("alps", "handout", True, "contrast")]


def edition(name: tuple[str, str, bool, str]) -> str:
    """Return what a test calls an edition."""
    topic, format, with_clinic, look = name
    return "-".join((topic, format, look, "clinic" if with_clinic else "bare"))


def small(*children: Element, format: str = "factsheet", **changes: object) -> Sheet:
    """Return a sheet of a few elements below a title."""
    metadata = Metadata("A small sheet", "en", ("A. Writer",), "", (), A_DAY, A_DAY, "1", "draft", "small")
    root = Element("Document", children=(Element("H1", "title", children=said("A small sheet")), *children))
    return replace(Sheet(format, root, ("", ""), "", "", metadata), **changes)  # type: ignore[arg-type]


def said(*texts: str) -> tuple[Child, ...]:
    return (tuple(Piece(text) for text in texts),)


def written(sheet: Sheet) -> str:
    return html.write(sheet, style.load("plain", (ROOT / "styles",)), locale.load("en")).decode("utf-8")


# --- What a reader finds ----------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Node:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)

    def all(self, tag: str = "", **attributes: str) -> list[Node]:
        """Return the elements below, of one tag and with these attributes; a class is one of several."""
        found = [child for child in self.children if isinstance(child, Node)]
        return [
            one
            for child in found
            for one in ([child] if child._is(tag, attributes) else []) + child.all(tag, **attributes)
        ]

    def _is(self, tag: str, attributes: dict[str, str]) -> bool:
        return tag in ("", self.tag) and all(
            value in self.classes if name == "class_" else self.attributes.get(name) == value
            for name, value in attributes.items()
        )

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"{tag} has an attribute twice"
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def read(content: str) -> Node:
    """Return the page, whose elements must all be closed."""
    reading = _Reader()
    reading.feed(content)
    reading.close()
    assert len(reading.open) == 1, [one.tag for one in reading.open]
    return reading.open[0]


# --- Words ------------------------------------------------------------------------------------------------------------


def words_of_page(node: Node) -> Iterator[str]:
    """Yield the words of a page without those that are the medium's own."""
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.tag == "br":
            yield " "
        elif "own" not in child.classes and child.tag not in ("head", "style", "script"):
            yield from words_of_page(child)


def words_of_sheet(element: Element, drawn: bool = False) -> Iterator[str]:
    """Yield the words of a tree; `drawn` marks of lists are none."""
    for child in element.children:
        if not isinstance(child, Element):
            yield from (piece.text for piece in child)
        elif not (drawn and child.role == "Lbl"):
            yield from words_of_sheet(child, drawn=drawn if child.role == "LI" else _draws(child))


def _draws(element: Element) -> bool:
    """Return whether the marks of a list are drawn by the browser."""
    marks = {words(one) for entry in below(element) for one in below(entry)[:1]}
    decimal = element.numbering == "Decimal" and element.kind != "references"
    return element.role == "L" and (decimal or marks <= {"•", "–", "?"} and len(marks) == 1)


def joined(parts: Iterable[str]) -> str:
    return re.sub(r"\s+", "", "".join(parts))
