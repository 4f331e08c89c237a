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
from builder.model import Document
from builder.structure import Sheet


@dataclass(frozen=True, eq=False)
class Subject:
    """A document to check, and what rules ask of it, each worked out once. It equals only itself.

    `sheet` is what an edition says of it; rules on the source are run once for all editions, without one.
    """

    document: Document
    context: Context
    sheet: Sheet | None = None

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
