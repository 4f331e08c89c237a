"""Inline nodes become runs: their look, their structure elements, their links, their numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Iterable, Iterator, Mapping, Sequence

from builder import markup, model
from builder.context import Context
from builder.locale import Locale
from builder.model import Document, Text
from builder.references.numbering import Numbering
from builder.structure import Element
from builder.style import SMALLEST, Colour, Type
from builder.text import faces
from builder.text.block import TextBlock
from builder.text.lines import END_OF_ISOLATE, Look, Run, Target, isolate

HEAVIER = {"regular": "semibold", "semibold": "bold", "bold": "bold"}
CITATION = 0.8
RAISED = 0.66
"""The size of citations and of raised or lowered words as a part of their text's, but never below the smallest size."""


class Inlines:
    """Turns the texts of one edition into runs, in reading order: citations are numbered as they come."""

    def __init__(self, document: Document, context: Context, format: str) -> None:
        self.document, self.context, self.format = document, context, format
        self.style = context.style
        self.types = context.style.formats[format].type
        self.numbering = Numbering()
        self.expansions: dict[str, str] = {short: markup.plain(text) for short, text in document.abbreviations.items()}
        self._looks: dict[tuple[object, ...], Look] = {}
        self._said: list[tuple[Text, set[str]]] = []
        self._values = {
            name: clinic_value(context.clinic, name, context.locale) or words
            for name, words in context.locale.neutral.items()
        }
        self._expanded: set[str] = {short for short, full in self.expansions.items() if _same(full, document.title)}
        self._spoken = set(self._expanded)
        self._backs: dict[int, str] = {}
        self._shorts = (
            re.compile(
                r"\b(?:" + "|".join(re.escape(s) for s in sorted(self.expansions, key=len, reverse=True)) + r")\b"
            )
            if self.expansions
            else None
        )

    # --- What formats call

    def block(self, text: Text | str, role: str, element: Element, **options: Any) -> TextBlock:
        """Return a TextBlock in the type called `role`; a plain string is the program's own words."""
        kind = options.pop("kind", None) or self.types[role]
        runs = self.runs(text, kind, element)
        return TextBlock(runs, kind, role=role, language=self.context.locale.tag, **options)

    def runs(self, text: Text | str, kind: Type, element: Element, colour: Colour | None = None) -> list[Run]:
        """Return the runs of `text` in `element`."""
        look = self.look(kind, colour=colour)
        if isinstance(text, str):
            return [Run(text, look, element.content())]
        known = set(self.expansions) if _is_heading(element) else set(self._expanded)
        runs = list(self._nodes(text.nodes, look, element, kind, text))
        self._said.append((text, known))
        return runs or [Run("", look, element.content())]

    def texts(self) -> tuple[str, ...]:
        """Return what the texts of the source say on paper, in reading order."""
        return tuple(self._as_source(text, known) for text, known in self._said)

    def _as_source(self, text: Text, known: set[str]) -> str:
        """Return what `text` says on paper: with values of the clinic, and abbreviations `known` or expanded once."""
        expanded = _Once({short: f"{full} ({short})" for short, full in self.expansions.items() if short not in known})
        return markup.plain(text, expanded, self._values)

    def look(
        self,
        kind: Type,
        weight: str | None = None,
        colour: Colour | None = None,
        ratio: float = 1.0,
        rise: float = 0.0,
        underlined: bool = False,
        language: str = "",
    ) -> Look:
        key = (weight or kind.weight, colour or kind.colour, ratio, rise, underlined, language)
        if key not in self._looks:
            stack = faces.stack(self.style.font, key[0], language or self.context.locale.tag)
            self._looks[key] = Look(stack, key[1], ratio, rise, underlined)
        return self._looks[key]

    def lead(
        self, words: Text | str, rest: Sequence[Text | str], role: str, element: Element, **options: Any
    ) -> TextBlock:
        """Return a block that begins with a few words in bold, as a run-in heading."""
        kind = self.types[role]
        bold = Type(kind.size, kind.leading, "bold", self.style.colours["heading"])
        runs = [*self.runs(words, bold, element), *self.all_runs([" ", *rest], kind, element)]
        return TextBlock(runs, kind, role=role, language=self.context.locale.tag, **options)

    def all_runs(self, texts: Sequence[Text | str], kind: Type, element: Element) -> list[Run]:
        """Return the runs of texts that follow each other in one element."""
        return [run for text in texts for run in self.runs(text, kind, element)]

    def said(self, key: str, kind: Type, element: Element, **values: Sequence[Text | str]) -> list[Run]:
        """Return the runs of the program's words called `key`, with texts put in."""
        words = self.context.locale.say(key, **{name: f"\0{name}\0" for name in values})
        parts = [values[part] if number % 2 else [part] for number, part in enumerate(words.split("\0"))]
        return [run for texts in parts for run in self.all_runs([text for text in texts if text], kind, element)]

    # --- Nodes

    def _nodes(
        self, nodes: Iterable[model.Inline], look: Look, element: Element, kind: Type, text: Text
    ) -> Iterator[Run]:
        for node in nodes:
            yield from _WAYS[type(node)](self, node, look, element, kind, text)

    def _words(self, node: model.Words, look: Look, element: Element, kind: Type, text: Text) -> Iterator[Run]:
        at = 0
        for match in self._shorts.finditer(node.text) if self._shorts and not _is_heading(element) else ():
            if match[0] in self._expanded | self._spoken:
                continue
            self._spoken.add(match[0])
            if at < match.start():
                yield Run(
                    node.text[at : match.start()], look, element.content(), place=text.place, start=node.start + at
                )
            span = element.add("Span", expansion=self.expansions[match[0]])
            yield Run(match[0], look, span.content(), place=text.place, start=node.start + match.start())
            at = match.end()
        if at < len(node.text):
            yield Run(node.text[at:], look, element.content(), place=text.place, start=node.start + at)

    def _weighted(self, node: Any, look: Look, element: Element, kind: Type, text: Text) -> Iterator[Run]:
        weight = "bold" if isinstance(node, model.Strong) else HEAVIER[kind.weight]
        own = look._replace(stack=faces.stack(self.style.font, weight, look.stack.language))
        yield from self._nodes(node.children, own, element, replace(kind, weight=weight), text)

    def _raised(self, node: Any, look: Look, element: Element, kind: Type, text: Text) -> Iterator[Run]:
        rise = 0.33 if isinstance(node, model.Superscript) else -0.14
        own = look._replace(ratio=self._ratio(kind, RAISED), rise=rise)
        if all(isinstance(one, _PLAIN) for one in markup.walk(node.children)):
            actual = markup.plain([node])
            element = element.add("Span", actual=actual) if actual != markup.plain(node.children) else element
        yield from self._nodes(node.children, own, element, kind, text)

    def _ratio(self, kind: Type, wanted: float) -> float:
        return min(1.0, max(wanted, SMALLEST[self.format] / kind.size))

    def _link(self, node: model.Link, look: Look, element: Element, kind: Type, text: Text) -> Iterator[Run]:
        shown = markup.plain(node.children)
        link = element.add("Link")
        target = self.target(link, node.url, shown)
        own = look._replace(colour=self.style.colours["link"], underlined=not node.url.startswith("#"))
        for run in self._nodes(node.children, own, link, kind, text):
            yield run._replace(link=target)

    def target(self, element: Element, url: str, shown: str) -> Target:
        """Return the target of a link with a description that can be read out."""
        say = self.context.locale.say
        if url.startswith("#"):
            return Target(element, say("anchor_link", target=shown), anchor=url[1:])
        scheme, _, address = url.partition(":")
        key = {"mailto": "mail_link", "tel": "phone_link"}.get(scheme, "web_link")
        return Target(element, say(key, address=address.removeprefix("//")), url=url)

    def _citation(self, node: model.Citation, look: Look, element: Element, kind: Type, text: Text) -> Iterator[Run]:
        light = kind.colour == self.style.colours["on_heading"]
        own = look._replace(
            stack=faces.stack(self.style.font, "regular", look.stack.language),
            ratio=self._ratio(kind, CITATION),
            colour=look.colour if light else self.style.colours["link"],
        )
        pieces = self.numbering.pieces(node)
        anchor = self._cited(node)
        reference = element.add("Reference")
        for words, number in _attached(pieces):
            link = reference.add("Link")
            target = Target(link, self.context.locale.say("reference_link", number=number), anchor=f"ref-{number}")
            yield Run(
                words,
                own,
                link.content(),
                target,
                glued=True,
                kept=True,
                place=text.place,
                start=node.start,
                anchor=anchor,
            )
            anchor = ""

    def _cited(self, node: model.Citation) -> str:
        """Return the anchor of a citation that is the first for some of its numbers, printed or inside a range."""
        fresh = [number for number in self.numbering.cite(one.key for one in node.sources) if number not in self._backs]
        anchor = f"cite-{min(fresh)}" if fresh else ""
        self._backs.update(dict.fromkeys(fresh, anchor))
        return anchor

    def back(self, number: int) -> str:
        """Return the anchor of the first citation of a reference."""
        return self._backs[number]

    def _term(self, node: model.Term, look: Look, element: Element, kind: Type, text: Text) -> Iterator[Run]:
        shown = node.shown or node.name
        expansion = self.expansions.get(node.name)
        if expansion is None:
            yield Run(shown, look, element.content(), place=text.place, start=node.start)
        elif node.shown or node.name in self._expanded or _is_heading(element):
            span = element.add("Span", expansion=expansion)
            yield Run(shown, look, span.content(), place=text.place, start=node.start)
        else:
            self._expanded.add(node.name)
            yield Run(f"{expansion} ({shown})", look, element.content(), place=text.place, start=node.start)

    def _clinic_value(
        self, node: model.ClinicValue, look: Look, element: Element, kind: Type, text: Text
    ) -> Iterator[Run]:
        value = clinic_value(self.context.clinic, node.name, self.context.locale)
        strong = look._replace(stack=faces.stack(self.style.font, HEAVIER[kind.weight], look.stack.language))
        yield Run(
            value or self.context.locale.neutral[node.name],
            strong if value else look,
            element.content(),
            kept=bool(value),
            place=text.place,
            start=node.start,
        )

    def _foreign(self, node: model.Foreign, look: Look, element: Element, kind: Type, text: Text) -> Iterator[Run]:
        span = element.add("Span", language=node.language)
        own = look._replace(stack=faces.stack(self.style.font, kind.weight, node.language))
        runs = list(self._nodes(node.children, own, span, kind, text))
        if runs:
            runs[0] = runs[0]._replace(opens=isolate(node.language) + runs[0].opens)
            runs[-1] = runs[-1]._replace(closes=runs[-1].closes + END_OF_ISOLATE)
        yield from runs

    def _line_break(self, node: model.LineBreak, look: Look, element: Element, kind: Type, text: Text) -> Iterator[Run]:
        yield Run("\n", look, element.content())


_WAYS: Mapping[type[Any], Any] = {
    model.Words: Inlines._words,
    model.Strong: Inlines._weighted,
    model.Emphasis: Inlines._weighted,
    model.Superscript: Inlines._raised,
    model.Subscript: Inlines._raised,
    model.Link: Inlines._link,
    model.Citation: Inlines._citation,
    model.Term: Inlines._term,
    model.ClinicValue: Inlines._clinic_value,
    model.Foreign: Inlines._foreign,
    model.LineBreak: Inlines._line_break,
}


_PLAIN = (model.Words, model.Strong, model.Emphasis)
"""Nodes that are nothing but words, so that one text may stand for them: none leads anywhere."""


def _same(words: str, text: Text) -> bool:
    return words.casefold() == markup.plain(text).casefold()


def _is_heading(element: Element) -> bool:
    return element.role[0] == "H"


class _Once(dict[str, str]):
    """Full words that are given out once: after that the short form stands alone."""

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
        return self.pop(key, default)


def _attached(pieces: Iterable[tuple[str, int | None]]) -> Iterator[tuple[str, int]]:
    """Return the numbers of a citation with the brackets, commas and words that stand beside each."""
    before, number = "", 0
    for words, own in pieces:
        if own is not None and number:
            cut = (before.rfind("; ") + 1 or before.rfind(",") + 1 or before.rfind("-") + 1) or len(before)
            yield before[:cut], number
            before = before[cut:]
        before += words
        number = own or number
    yield before, number


def clinic_value(clinic: model.Clinic | None, name: str, locale: Locale) -> str:
    """Return a value of the clinic as it is printed among other words, or an empty string where there is none."""
    value = getattr(clinic, name, None) if clinic else None
    if value is None or isinstance(value, str):
        return str(value or "")
    return joined([markup.plain(one) for one in value], locale) if isinstance(value, tuple) else markup.plain(value)


def joined(lines: Sequence[str], locale: Locale) -> str:
    """Return lines as one, with semicolons between them where one of them has a comma inside."""
    comma = locale.say("comma")
    return (locale.say("semicolon") if any(comma in line for line in lines) else comma).join(lines)


def words_of(locale: Locale, text: Text) -> str:
    """Return the words of a text without marks, for bookmarks and metadata."""
    return markup.plain(text, values=locale.neutral)
