"""The texts of a document in reading order, as plain words that still know where each character was written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import accumulate
from typing import Literal, NamedTuple

from builder import exponents, model
from builder.language import sentences
from builder.language.lexicon import Kept, Phrases
from builder.language.sentences import Sentence
from builder.model import Document, Section, StatementKind, Text
from builder.problems import Span

Kind = Literal[
    "title", "heading", "small-print", "purpose", "main-message", "key-point", "action", "lead-in", "sign", "label",
    "paragraph", "item", "step", "question", "column", "cell", "caption", "definition",
]
"""What a unit is on the page."""

RUNNING: frozenset[Kind] = frozenset(
    ["purpose", "main-message", "key-point", "action", "lead-in", "sign", "paragraph", "item", "step", "question"]
)
"""Kinds that are read as sentences."""
MAY_RUN: frozenset[Kind] = frozenset(["cell", "caption", "definition"])
"""Kinds that are read as sentences when they end like one."""


class Stretch(NamedTuple):
    """Characters `start` to `end` of a unit's text were written as `source` to `source_end` of the scalar."""

    start: int
    end: int
    source: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """One text of the document as its words are read: no citations, terms as they are shown.

    `field` is its key in the YAML and `node` the mapping that has it. `section` and `block` are None outside sections;
    `block` is then the help tier, if any. `uncounted` are the stretches that are not the author's words in the
    document's language (a clinic's value, another language), `terms` those marked as a term, with the term's name.
    `formats` are the formats that print it, empty for all.
    """

    text: str
    kind: Kind
    field: str
    node: model.Node
    source: Text
    section: Section | None = None
    block: model.BlockBase | model.HelpTier | None = None
    formats: frozenset[str] = frozenset()
    stretches: tuple[Stretch, ...] = ()
    uncounted: tuple[tuple[int, int], ...] = ()
    terms: tuple[tuple[int, int, str], ...] = ()

    @property
    def statement(self) -> StatementKind | None:
        return self.block.kind if isinstance(self.block, model.BlockBase) else None

    @property
    def runs(self) -> bool:
        """Whether the unit is read as sentences."""
        return self.kind in RUNNING or self.kind in MAY_RUN and sentences.ends(self.text)

    def span(self, start: int = 0, end: int | None = None) -> Span | None:
        """Return where the characters `start` to `end` of the text were written."""
        if self.source.place is None:
            return None
        if not start and end is None:
            return self.source.place.span()
        last = max(start, (len(self.text) if end is None else end) - 1)
        return self.source.place.span(self._written(start)[0], self._written(last)[1])

    def counts(self, start: int, end: int) -> bool:
        """Tell whether the characters `start` to `end` are the author's words in the document's language."""
        return not any(start < last and first < end for first, last in self.uncounted)

    def _written(self, index: int) -> tuple[int, int]:
        for start, end, source, source_end in self.stretches:
            if index < end:
                if end - start == source_end - source:
                    return source + max(index - start, 0), source + max(index - start, 0) + 1
                return source, source_end
        return (self.stretches[-1].source_end,) * 2 if self.stretches else (0, 0)


# --- From inline nodes to words --------------------------------------------------------------------------------------


class _Flat:
    """A text while it is made plain."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.stretches: list[Stretch] = []
        self.uncounted: list[tuple[int, int]] = []
        self.terms: list[tuple[int, int, str]] = []

    def add(self, shown: str, source: int, source_end: int) -> tuple[int, int]:
        start, end = self.length, self.length + len(shown)
        self.parts.append(shown)
        self.stretches.append(Stretch(start, end, source, source_end))
        self.length = end
        return start, end

    def close_up(self) -> None:
        """Drop the blanks at the end: a citation stands after them."""
        while self.parts and self.parts[-1] != (kept := self.parts[-1].rstrip(" \u00a0")):
            self.length -= len(self.parts[-1]) - len(kept)
            if kept:
                self.parts[-1] = kept
                self.stretches[-1] = _cut(self.stretches[-1], len(kept))
                return
            self.parts.pop()
            self.stretches.pop()

    def take(self, nodes: Iterable[model.Inline]) -> None:
        for node in nodes:
            if isinstance(node, model.Words):
                self.add(node.text, node.start, node.start + len(node.text))
            elif isinstance(node, model.Citation):
                self.close_up()
            elif isinstance(node, model.LineBreak):
                self.add(" ", node.start, node.start + 1)
            elif isinstance(node, model.Term):
                self.term(node)
            elif isinstance(node, model.ClinicValue):
                end = node.start + len("{clinic.}") + len(node.name)
                self.uncounted.append(self.add(node.name.replace("_", " "), node.start, end))
            else:
                start, first = self.length, len(self.parts)
                self.take(node.children)
                if isinstance(node, (model.Superscript, model.Subscript)):
                    write = exponents.raised if isinstance(node, model.Superscript) else exponents.lowered
                    self.parts[first:] = map(write, self.parts[first:])
                if isinstance(node, model.Foreign):
                    self.uncounted.append((start, self.length))

    def term(self, node: model.Term) -> None:
        shown = node.shown or node.name
        source = node.start + 1 + (len(node.name) + 1 if node.shown else 0)
        self.terms.append((*self.add(shown, source, source + len(shown)), node.name))


def _cut(stretch: Stretch, length: int) -> Stretch:
    return Stretch(stretch.start, stretch.start + length, stretch.source, stretch.source + length)


def _unit(text: Text, kind: Kind, field: str, node: model.Node, around: _Around) -> Unit:
    first = text.nodes[0] if len(text.nodes) == 1 else None
    if isinstance(first, model.Words):  # most texts
        whole = Stretch(0, len(first.text), first.start, first.start + len(first.text))
        return Unit(first.text, kind, field, node, text, *around, stretches=(whole,))
    flat = _Flat()
    flat.take(text.nodes)
    return Unit("".join(flat.parts), kind, field, node, text, *around, stretches=tuple(flat.stretches),
                uncounted=tuple(flat.uncounted), terms=tuple(flat.terms))


# --- From the document to units --------------------------------------------------------------------------------------


class _Around(NamedTuple):
    section: Section | None = None
    block: model.BlockBase | model.HelpTier | None = None
    formats: frozenset[str] = frozenset()


_FIELDS: dict[type[model.Node], dict[str, Kind | None]] = {
    Document: {
        "title": "title", "audience": None, "purpose": "purpose", "main_message": "main-message",
        "key_points": "key-point", "get_help": None, "at_a_glance": None, "sections": None, "teach_back": "question",
        "glossary": None, "support": None, "governance": None,
    },
    model.Audience: {"who": "label"},
    model.GetHelp: {"emergency": None, "urgent": None, "routine": None},
    model.HelpTier: {"lead_in": "lead-in", "signs": "sign", "action": "action"},
    model.Fact: {"label": "label", "text": "cell"},
    Section: {"title": "heading", "blocks": None},
    model.List: {"list": "item"},
    model.Steps: {"steps": "step"},
    model.Questions: {"questions": "question"},
    model.TableContent: {"caption": "caption", "columns": "column", "rows": None},
    model.Row: {"cells": "cell"},
    model.FigureContent: {"labels": None, "caption": "caption", "alt": "caption", "source": "small-print"},
    model.Label: {"text": "label"},
    model.CallOutContent: {"title": "heading", "text": "paragraph"},
    model.TreatmentOption: {
        "name": "label", "how_it_works": "cell", "benefits": "cell", "risks": "cell", "to_know": "cell",
    },
    model.Test: {"name": "label", "what_happens": "cell", "why": "cell", "result": "cell"},
    model.Medicine: {
        "generic": "label", "what_for": "cell", "how_taken": "cell", "common_harms": "cell", "serious_harms": "cell",
        "do_not": "cell", "monitoring": "cell",
    },
    model.Action: {"do": "step", "how": "step", "why": "cell"},
    model.UncertaintyContent: {"title": "heading", "text": "paragraph", "advice": "paragraph"},
    model.GlossaryEntry: {"plain": "definition"},
    model.Organisation: {"what": "cell"},
    model.Governance: {"involvement": None, "disclaimer": "small-print", "adapted_from": "small-print"},
    model.Involvement: {"who": "small-print", "changes": "small-print"},
}
"""The fields that hold text, in reading order, and what they are on the page; None: what the parent says.

A class that is not here is read as it stands in the model, and its texts are paragraphs where the parent says nothing.
"""


def _fields(kind: type[model.Node]) -> dict[str, Kind | None]:
    if kind not in _FIELDS:
        names = [field.name for field in fields(kind) if field.name != "place"]
        _FIELDS[kind] = {name: "lead-in" if name == "lead_in" else None for name in names}
    return _FIELDS[kind]


def _units(node: model.Node, kind: Kind | None, around: _Around) -> Iterator[Unit]:
    around = _entered(node, around)
    for field, named in _fields(type(node)).items():
        value = getattr(node, field)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Text):
                yield _unit(part, named or kind or "paragraph", field, node, around)
            elif isinstance(part, model.Node):
                yield from _units(part, named or kind, around)


def _entered(node: model.Node, around: _Around) -> _Around:
    if isinstance(node, (model.Named, model.GlossaryEntry)) and node.formats:
        kept = frozenset(node.formats)
        around = around._replace(formats=kept & around.formats if around.formats else kept)
    if isinstance(node, Section):
        return around._replace(section=node)
    if isinstance(node, (model.BlockBase, model.HelpTier)):
        return around._replace(block=node)
    return around


class Hit(NamedTuple):
    """Characters `start` to `end` of a unit's text, where something was found."""

    unit: Unit
    start: int
    end: int
    match: re.Match[str]

    @property
    def words(self) -> str:
        return self.unit.text[self.start : self.end]

    def span(self) -> Span | None:
        return self.unit.span(self.start, self.end)


@dataclass(frozen=True, eq=False)
class Prose:
    """The units of one document, and what rules ask of them, each worked out once. It equals only itself."""

    document: Document

    @cached_property
    def language(self) -> str:
        """The primary language, such as "en" for en-GB."""
        return self.document.language.split("-")[0].lower()

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        return tuple(_units(self.document, None, _Around()))

    @cached_property
    def sentences(self) -> tuple[tuple[Unit, tuple[Sentence, ...]], ...]:
        """The units that are read as sentences, with their sentences."""
        return tuple((unit, sentences.split(unit.text, self.language)) for unit in self.units if unit.runs)

    @cached_property
    def text(self) -> str:
        """The texts of all units, one a line."""
        return "\n".join(unit.text.replace("\n", " ") for unit in self.units)

    @cached_property
    def starts(self) -> list[int]:
        """Where the text of each unit starts in `text`."""
        return [0, *accumulate(len(unit.text) + 1 for unit in self.units[:-1])]

    @cached_property
    def folded(self) -> str:
        """`text` in small letters, with straight apostrophes and plain spaces, character by character."""
        return folded(self.text)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word and number of `folded`; of a hyphenated word, its parts."""
        return frozenset(re.findall(r"\w+", self.folded))

    def unit_at(self, index: int) -> tuple[Unit, int]:
        """Return the unit at a place of `text`, and where its text starts."""
        place = bisect_right(self.starts, index) - 1
        return self.units[place], self.starts[place]

    def find(self, pattern: re.Pattern[str]) -> Iterator[Hit]:
        """Yield where `pattern` matches `text` in the author's own words, at the start of a word."""
        return self._find(pattern, self.text)

    def find_folded(self, pattern: re.Pattern[str]) -> Iterator[Hit]:
        """Yield where `pattern` matches `folded` in the author's own words, at the start of a word."""
        return self._find(pattern, self.folded)

    def find_phrases(self, phrases: Phrases[Kept]) -> Iterator[tuple[Hit, Kept]]:
        """Yield the author's uses of the phrases; where two start together, the longer one."""
        if pattern := phrases.pattern(self.vocabulary):
            for hit in self.find_folded(pattern):
                yield hit, phrases.entries[hit.match[0]]

    def _find(self, pattern: re.Pattern[str], text: str) -> Iterator[Hit]:
        # A look-behind in the pattern would say the same, and make the search some five times slower.
        match = pattern.search(text)
        while match:
            at = match.start()
            if at and (text[at - 1].isalnum() or text[at - 1] in "-&.,"):
                match = pattern.search(text, at + 1)
                continue
            unit, first = self.unit_at(at)
            if unit.counts(at - first, match.end() - first):
                yield Hit(unit, at - first, match.end() - first, match)
            match = pattern.search(text, max(match.end(), at + 1))


def folded(text: str) -> str:
    """Return `text` in small letters, with straight apostrophes and plain spaces; its length stays."""
    plain = text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
    low = plain.lower()
    return low if len(low) == len(plain) else "".join(one.lower() if len(one.lower()) == 1 else one for one in plain)
