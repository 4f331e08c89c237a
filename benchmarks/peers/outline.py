"""What an edition says, apart from how we set it: the content that each peer's source is written from.

The structure tree gives roles and reading order, the story gives words, looks, links and fills. So the peers print the
same words in the same order, as the same headings, lists and tables, in the same type; they need not place boxes side
by side or fill two columns, which is less work than ours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from builder import model
from builder.context import Context
from builder.layout.box import Box
from builder.layout.column import Entry
from builder.layout.edition import Edition
from builder.layout.grid import Grid
from builder.layout.sided import Sided
from builder.model import Document
from builder.structure import GROUP, Element, Metadata
from builder.style import Colour, Type
from builder.text.block import TextBlock
from builder.text.lines import Content, Run


@dataclass(frozen=True)
class Piece:
    """Words of one look; `anchor` names the place, `target` is where a link leads: an address or `#anchor`."""

    text: str
    weight: str
    colour: Colour
    ratio: float = 1.0
    target: str = ""
    anchor: str = ""


@dataclass
class Part:
    """A structure element with its pieces and parts; `file` is a figure's, `fill` the tint of a box."""

    role: str
    kind: Type | None = None
    children: list[Part | Piece] = field(default_factory=list)
    numbering: str = ""
    alternate: str = ""
    file: Path | None = None
    fill: Colour | None = None
    anchor: str = ""

    @property
    def parts(self) -> list[Part]:
        return [child for child in self.children if isinstance(child, Part)]

    @property
    def text(self) -> str:
        return "".join(child.text for child in self.children)


@dataclass(frozen=True)
class Outline:
    """A whole edition: its parts, the words around each page (header left and right, footer), its metadata."""

    root: Part
    header: tuple[str, str]
    footer: str
    metadata: Metadata
    linked: frozenset[str]
    """The anchors that a link leads to."""


def outline(edition: Edition, document: Document, context: Context) -> Outline:
    """Return what a freshly composed factsheet says."""
    blocks = list(_blocks(edition.story))
    runs: dict[Content, list[tuple[Run, TextBlock]]] = defaultdict(list)
    for block in blocks:
        for run in block.runs:
            runs[run.content].append((run, block))
    fills = {next(_blocks(box)).runs[0].content: box.fill for box in _boxes(edition.story) if box.fill}
    figures = (
        context.folder / block.figure.file
        for section in document.sections
        for block in section.blocks
        if isinstance(block, model.Figure)
    )
    root = _part(edition.sheet.root, runs, fills, figures)
    texts = [_words(placed.flowable) for placed in edition.furniture(2, 2) if isinstance(placed.flowable, TextBlock)]
    footer, _, *header = texts
    linked = frozenset(run.link.anchor for block in blocks for run in block.runs if run.link and run.link.anchor)
    return Outline(root, (header[0], header[1]), footer, edition.sheet.metadata, linked)


def furniture(edition: Edition, pages: int) -> Iterator[str]:
    """Yield the words printed around the pages of a document of `pages` pages."""
    for page in range(1, pages + 1):
        for placed in edition.furniture(page, pages):
            if isinstance(placed.flowable, TextBlock):
                yield _words(placed.flowable)


def _words(block: Any) -> str:
    return "".join(run.text for run in block.runs)


def _below(flowable: Any) -> list[Any]:
    """Return the flowables that stand in `flowable`."""
    if isinstance(flowable, Box):
        return [flowable.head, flowable.child]
    if isinstance(flowable, Entry):
        return [flowable.label, flowable.body]
    if isinstance(flowable, Grid):
        return [cell for row in (flowable.header or (), *flowable.rows) for cell in row]
    sides = [side for _, side in flowable.sides] if isinstance(flowable, Sided) else []
    return [*getattr(flowable, "children", ()), *sides]


def _walk(flowable: Any) -> Iterator[Any]:
    if flowable is not None:
        yield flowable
        for child in _below(flowable):
            yield from _walk(child)


def _blocks(flowable: Any) -> Iterator[TextBlock]:
    return (one for one in _walk(flowable) if isinstance(one, TextBlock))


def _boxes(flowable: Any) -> Iterator[Box]:
    return (one for one in _walk(flowable) if isinstance(one, Box))


def _part(
    element: Element, runs: Mapping[Content, list[tuple[Run, TextBlock]]], fills: Mapping[Content, Colour],
    figures: Iterator[Path],
) -> Part:
    part = Part(element.role, numbering=element.numbering, alternate=element.alternate)
    if element.role == "Figure":
        part.file = next(figures)
        return part
    for slot, child in enumerate(element.children):
        if isinstance(child, Element):
            own = _part(child, runs, fills, figures)
            part.children += own.children if child.role == GROUP else [own]
        for run, block in runs.get((element, slot), ()):
            part.kind = part.kind or block.kind
            part.anchor = part.anchor or block.anchor
            part.children.append(_piece(run))
    if element.role == "H3" and part.kind and part.kind.colour == (1.0, 1.0, 1.0):
        part.kind = replace(part.kind, colour=(0.0, 0.0, 0.0))  # the peers draw no dark band behind it
    first = _first_content(element)
    if element.role in ("Sect", "Div") and first in fills:
        part.fill = fills[first]
    return part


def _piece(run: Run) -> Piece:
    target = (run.link.url or f"#{run.link.anchor}") if run.link else ""
    weight = run.look.stack.first.name.rpartition("-")[2].lower()
    return Piece(run.text, weight, run.look.colour, run.look.ratio, target, run.anchor)


def _first_content(element: Element) -> Content:
    while element.children and isinstance(element.children[0], Element):
        element = element.children[0]
    return element, 0
