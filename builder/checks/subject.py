"""What rules are given: a document, what it is made with, what an edition says of it, and what rules share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from builder.checks import citing
from builder.checks.citing import Cited
from builder.context import Context
from builder.language import lexicon, readability
from builder.language.prose import Hit, Prose
from builder.language.readability import Scores
from builder.model import Document, Named
from builder.structure import Element, Sheet, elements


@dataclass(frozen=True, eq=False)
class Subject:
    """A document to check, and what rules need to know of it, each worked out once. It equals only itself.

    `sheet` is what an edition says of it; rules on the source are run once for all editions, without one.
    """

    document: Document
    context: Context
    sheet: Sheet | None = None

    # --- What an edition says

    @cached_property
    def kinds(self) -> Mapping[Element | None, frozenset[str]]:
        """The kinds of each element of the sheet: its own, and those of the elements that it lies in."""
        found: dict[Element | None, frozenset[str]] = {}
        if self.sheet:
            _gather(self.sheet.root, frozenset(), found)
        return found

    def parts_of(self, node: Named) -> frozenset[Element]:
        """Return the elements that a node of the document has become; none where it is not printed."""
        group = next((one for one in self.kinds if one and one.id == node.id), None)
        return frozenset(elements(group)) if group else frozenset()

    # --- What the author wrote

    @cached_property
    def prose(self) -> Prose:
        """The texts of the document, in reading order."""
        return Prose(self.document)

    @cached_property
    def scores(self) -> Scores:
        """How hard the document is to read."""
        return readability.scores(self.prose)

    @cached_property
    def frequencies(self) -> tuple[Hit, ...]:
        """Each "1 in 10", and each "of every 100 people"."""
        pattern = lexicon.load(self.prose.language).frequency
        return tuple(self.prose.find_folded(pattern)) if pattern else ()

    @cached_property
    def citations(self) -> list[Cited]:
        """Every source that the document cites, in reading order."""
        return citing.cited(self.document)

    @cached_property
    def leads(self) -> Mapping[int, citing.Keys]:
        """The sources that lead in to a block, by the identity of the block."""
        return citing.leads(self.prose)


def _gather(element: Element, around: frozenset[str], found: dict[Element | None, frozenset[str]]) -> None:
    kinds = found[element] = around | {element.kind} if element.kind else around
    for child in element.children:
        if isinstance(child, Element):
            _gather(child, kinds, found)
