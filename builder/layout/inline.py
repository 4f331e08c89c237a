"""Inline nodes become runs: their look, their structure elements, their links, their numbers."""

from __future__ import annotations

import re
from typing import Any, Iterable, Iterator, Mapping

from builder import markup, model
from builder.context import Context
from builder.locale import Locale
from builder.model import Document, Text
from builder.references.numbering import Numbering
from builder.structure import Element
from builder.style import Colour, Type
from builder.text import faces
from builder.text.block import TextBlock
from builder.text.lines import Look, Run, Target

HEAVIER = {"regular": "semibold", "semibold": "bold", "bold": "bold"}
CITATION = 0.8
"""The size of a citation as a part of its text's size, unless that is below the format's smallest size."""
RAISED = 0.66
SMALLEST = {"factsheet": 9.0, "handout": 10.0}


class Inlines:
    """Turns the texts of one edition into runs, in reading order: citations are numbered as they come."""

    def __init__(self, document: Document, context: Context, format: str) -> None:
        self.document, self.context, self.format = document, context, format
        self.style = context.style
        self.types = context.style.formats[format].type
        self.numbering = Numbering()
        self.expansions: dict[str, str] = {short: markup.plain(text) for short, text in document.abbreviations.items()}
        self.texts: list[str] = []
        self._values = {
            name: clinic_value(context.clinic, name) or words for name, words in context.locale.neutral.items()
        }
        self._seen: set[str] = {short for short, full in self.expansions.items() if _same(full, document.title)}
        self._cited: set[int] = set()
        self._shown = {form: entry for entry in document.glossary for form in (_plain(entry.term), *entry.also)}
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
        known = set(self._seen)
        runs = list(self._nodes(text.nodes, look, element, kind, text))
        self.texts.append(self._as_source(text, known))
        return runs or [Run("", look, element.content())]

    def _as_source(self, text: Text, known: set[str]) -> str:
        """Return what `text` says on paper: with values of the clinic, and abbreviations `known` or expanded."""
        expanded = {short: f"{full} ({short})" for short, full in self.expansions.items() if short not in known}
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
        stack = faces.stack(self.style.font, weight or kind.weight, language or self.context.locale.tag)
        return Look(stack, colour or kind.colour, ratio, rise, underlined)

    def lead(self, words: Text | str, rest: Text | str, role: str, element: Element, **options: Any) -> TextBlock:
        """Return a block that begins with a few words in bold, as a run-in heading."""
        kind = self.types[role]
        bold = Type(kind.size, kind.leading, "bold", self.style.colours["heading"])
        runs = [*self.runs(words, bold, element), *self.runs(" ", kind, element), *self.runs(rest, kind, element)]
        return TextBlock(runs, kind, role=role, language=self.context.locale.tag, **options)

    # --- Nodes

    def _nodes(
        self, nodes: Iterable[model.Inline], look: Look, element: Element, kind: Type, text: Text
    ) -> Iterator[Run]:
        for node in nodes:
            yield from _WAYS[type(node)](self, node, look, element, kind, text)

    def _words(self, node: model.Words, look: Look, element: Element, kind: Type, text: Text) -> Iterator[Run]:
        at = 0
        for match in self._shorts.finditer(node.text) if self._shorts and element.role[0] != "H" else ():
            if match[0] in self._seen:
                continue
            self._seen.add(match[0])
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
        yield from self._nodes(node.children, own, element, kind, text)

    def _raised(self, node: Any, look: Look, element: Element, kind: Type, text: Text) -> Iterator[Run]:
        rise = 0.33 if isinstance(node, model.Superscript) else -0.14
        yield from self._nodes(node.children, look._replace(ratio=RAISED, rise=rise), element, kind, text)

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
        ratio = max(CITATION, SMALLEST[self.format] / kind.size) if kind.size > SMALLEST[self.format] else 1.0
        own = look._replace(
            stack=faces.stack(self.style.font, "regular", look.stack.language),
            ratio=min(ratio, 1.0),
            colour=look.colour if kind.colour == self.style.colours["on_heading"] else self.style.colours["link"],
        )
        reference = element.add("Reference")
        for words, number in _attached(self.numbering.pieces(node)):
            link = reference.add("Link") if number else reference
            target = None
            anchor = ""
            if number:
                target = Target(link, self.context.locale.say("reference_link", number=number), anchor=f"ref-{number}")
                anchor = f"cite-{number}" if number not in self._cited else ""
                self._cited.add(number)
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

    def _term(self, node: model.Term, look: Look, element: Element, kind: Type, text: Text) -> Iterator[Run]:
        shown = node.shown or node.name
        expansion = self.expansions.get(node.name)
        if expansion is None:
            yield Run(shown, look, element.content(), place=text.place, start=node.start)
        elif node.name in self._seen or element.role[0] == "H":
            span = element.add("Span", expansion=expansion)
            yield Run(shown, look, span.content(), place=text.place, start=node.start)
        else:
            self._seen.add(node.name)
            yield Run(f"{expansion} ({shown})", look, element.content(), place=text.place, start=node.start)

    def _clinic_value(
        self, node: model.ClinicValue, look: Look, element: Element, kind: Type, text: Text
    ) -> Iterator[Run]:
        value = clinic_value(self.context.clinic, node.name)
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
        yield from self._nodes(node.children, own, span, kind, text)

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


def _same(words: str, text: Text) -> bool:
    return words.casefold() == markup.plain(text).casefold()


def _plain(text: Text) -> str:
    return markup.plain(text)


def _attached(pieces: Iterable[tuple[str, int | None]]) -> Iterator[tuple[str, int | None]]:
    """Return the pieces of a citation with brackets and commas joined to the numbers beside them."""
    before, number = "", None
    for words, own in pieces:
        if own is not None and number is not None:
            cut = before.rfind(",") + 1 or before.rfind("-") + 1 or before.rfind(" ") + 1 or len(before)
            yield before[:cut], number
            before = before[cut:]
        before += words
        number = own if own is not None else number
    yield before, number


def clinic_value(clinic: model.Clinic | None, name: str) -> str:
    """Return a value of the clinic as it is printed, or an empty string where there is none."""
    value = getattr(clinic, name, None) if clinic else None
    if value is None:
        return ""
    return str(value) if isinstance(value, str) else markup.plain(value)


def words_of(locale: Locale, text: Text) -> str:
    """Return the words of a text without marks, for bookmarks and metadata."""
    return markup.plain(text, values=locale.neutral)
