"""Who cites what: the sources of a node, of a block's lead-in and of each sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from builder.checks.rule import texts
from builder.language import sentences
from builder.language.prose import Prose, Unit
from builder.markup import citations
from builder.model import Node, Text
from builder.problems import Span

Keys = tuple[str, ...]
LEADS = frozenset(["lead-in", "caption", "column"])
"""Kinds of text that lead in to the rest of their block; their sources hold there as well."""


class Cited(NamedTuple):
    """A source that a text cites."""

    key: str
    text: Text
    start: int

    def span(self) -> Span | None:
        """Return the place of its key."""
        return self.text.place.span(self.start, self.start + 1 + len(self.key)) if self.text.place else None


def cited(node: Node) -> list[Cited]:
    """Return every source that `node` cites, in reading order."""
    return [
        Cited(source.key, text, source.start)
        for text in texts(node)
        for citation in citations(text)
        for source in citation.sources
    ]


def leads(text: Prose) -> Mapping[int, Keys]:
    """Return the sources cited in the lead-in of each block, by the identity of the block."""
    found: dict[int, Keys] = {}
    for unit in text.units:
        if unit.kind in LEADS and unit.block:
            cited = (key for _, keys in places(unit) for key in keys)
            found[id(unit.block)] = (*found.get(id(unit.block), ()), *cited)
    return found


def sentences_of(unit: Unit, language: str) -> Iterator[tuple[int, int, Keys]]:
    """Yield where each sentence of `unit` starts and ends, with the keys that it cites itself."""
    found = places(unit)
    for sentence in sentences.split(unit.text, language):
        start, end = sentence.start, sentence.end
        yield start, end, tuple(key for at, keys in found if start < at <= end or at == start == 0 for key in keys)


def places(unit: Unit) -> list[tuple[int, Keys]]:
    """Return where in the text of `unit` each citation stands, with the keys of its sources."""
    if len(unit.source.nodes) == 1:  # words alone, as in most texts: this halves the time of the rule on doses
        return []
    return [(_shown_before(unit, citation.start), tuple(source.key for source in citation.sources))
            for citation in citations(unit.source)]


def _shown_before(unit: Unit, written: int) -> int:
    return max((stretch.end for stretch in unit.stretches if stretch.source < written), default=0)
