"""Inline nodes become pieces: full words, numbers of citations, values of the clinic, links that can be read out."""

from __future__ import annotations

import re
from typing import Any, Iterable, Iterator, Mapping, Sequence

from builder import markup, model
from builder.context import Context
from builder.locale import Locale
from builder.model import Document, Text
from builder.references.numbering import Numbering
from builder.structure import Child, Element, Link, Piece

Words = Text | str
"""A text of the source, or the program's own words."""
NUMBERS = ("emergency", "phone", "out_of_hours")
"""The values of a clinic that are telephone numbers, most urgent first."""


class Inlines:
    """Turns the texts of one edition into pieces, in reading order: citations are numbered as they come."""

    def __init__(self, document: Document, context: Context) -> None:
        self.context = context
        self.numbering = Numbering()
        self.expansions: dict[str, str] = {short: markup.plain(text) for short, text in document.abbreviations.items()}
        self.terms = frozenset(markup.plain(entry.term) for entry in document.glossary)
        self._expanded: set[str] = {short for short, full in self.expansions.items() if _same(full, document.title)}
        self._spoken = set(self._expanded)
        self._backs: dict[int, str] = {}
        shorts = sorted(map(re.escape, self.expansions), key=len, reverse=True)
        self._shorts = re.compile(rf"\b(?:{'|'.join(shorts)})\b") if shorts else None

    # --- What formats call

    def children(self, *texts: Words, heading: bool = False, weight: str = "") -> tuple[Child, ...]:
        """Return consecutive texts as the children of one element; all of them stand out by `weight`.

        In a `heading` no abbreviation is expanded.
        """
        found: list[Child | Piece] = []
        for text in texts:
            if isinstance(text, str):
                found.append(Piece(text, weight))
            elif self._is_plain(text, heading):  # most texts: a tenth of composing is saved
                node = text.nodes[0]
                found.append(Piece(node.text, weight, "", False, False, text.place, node.start))  # type: ignore[union-attr]
            else:
                said = list(self._nodes(text.nodes, _Around(text, weight, heading=heading)))
                found += said or [Piece("", weight)]
        return _gathered(found)

    def _is_plain(self, text: Text, heading: bool) -> bool:
        """Tell whether a text is words alone, without an abbreviation."""
        node = text.nodes[0] if len(text.nodes) == 1 else None
        if type(node) is not model.Words or not node.text:
            return False
        return heading or self._shorts is None or self._shorts.search(node.text) is None

    def said(self, key: str, heading: bool = False, /, **values: Sequence[Words]) -> tuple[Child, ...]:
        """Return the program's words called `key`, with texts put in."""
        words = self.context.locale.say(key, **{name: f"\0{name}\0" for name in values})
        parts = [values[part] if number % 2 else [part] for number, part in enumerate(words.split("\0"))]
        return self.children(*(text for texts in parts for text in texts if text), heading=heading)

    # --- Nodes

    def _nodes(self, nodes: Iterable[model.Inline], around: _Around) -> Iterator[Child | Piece]:
        for node in nodes:
            yield from _WAYS[type(node)](self, node, around)

    def _words(self, node: model.Words, around: _Around) -> Iterator[Child | Piece]:
        if self._shorts is None or around.heading:
            if node.text:
                yield around.piece(node.text, node.start)
            return
        at = 0
        for match in self._shorts.finditer(node.text):
            if match[0] in self._expanded or match[0] in self._spoken:
                continue
            self._spoken.add(match[0])
            if at < match.start():
                yield around.piece(node.text[at : match.start()], node.start + at)
            piece = around.piece(match[0], node.start + match.start())
            yield Element("Span", expansion=self.expansions[match[0]], children=((piece,),))
            at = match.end()
        if at < len(node.text):
            yield around.piece(node.text[at:], node.start + at)

    def _emphasised(self, node: model.Emphasis, around: _Around) -> Iterator[Child | Piece]:
        return self._nodes(node.children, around.heavier())

    def _strong(self, node: model.Strong, around: _Around) -> Iterator[Child | Piece]:
        return self._nodes(node.children, around.heavier("strong"))

    def _raised(self, node: Any, around: _Around) -> Iterator[Child | Piece]:
        found = self._nodes(node.children, around.risen("sup" if isinstance(node, model.Superscript) else "sub"))
        if all(isinstance(one, _PLAIN) for one in markup.walk(node.children)):
            actual = markup.plain([node])
            if actual != markup.plain(node.children):
                yield Element("Span", actual=actual, children=_gathered(found))
                return
        yield from found

    def _link(self, node: model.Link, around: _Around) -> Iterator[Child | Piece]:
        link = self.link(node.url, markup.plain(node.children))
        yield Element("Link", link=link, children=_gathered(self._nodes(node.children, around)))

    def link(self, url: str, shown: str) -> Link:
        """Return a link with a description that can be read out."""
        if url.startswith("#"):
            return Link(url, self.context.locale.say("anchor_link", target=shown))
        scheme, _, address = url.partition(":")
        key = {"mailto": "mail_link", "tel": "phone_link"}.get(scheme, "web_link")
        return Link(url, self.context.locale.say(key, address=address.removeprefix("//")))

    def _citation(self, node: model.Citation, around: _Around) -> Iterator[Child | Piece]:
        pieces = self.numbering.pieces(node)
        name = self._cited(node)
        links = []
        for words, number in _attached(pieces):
            link = Link(f"#ref-{number}", self.context.locale.say("reference_link", number=number))
            piece = around.piece(words, node.start)._replace(glued=True, kept=True)
            links.append(Element("Link", link=link, children=((piece,),)))
        yield Element("Reference", id=name, children=tuple(links))

    def _cited(self, node: model.Citation) -> str:
        """Return the name of a citation that is the first to cite some of its numbers, printed or inside a range."""
        fresh = [number for number in self.numbering.cite(one.key for one in node.sources) if number not in self._backs]
        name = f"cite-{min(fresh)}" if fresh else ""
        self._backs.update(dict.fromkeys(fresh, name))
        return name

    def back(self, number: int) -> str:
        """Return the name of the first citation of a reference."""
        return self._backs[number]

    def _term(self, node: model.Term, around: _Around) -> Iterator[Child | Piece]:
        shown = node.shown or node.name
        expansion = self.expansions.get(node.name)
        if expansion is None:
            known = node.name in self.terms and not around.heading
            yield around.piece(shown, node.start)._replace(term=node.name if known else "")
        elif node.shown or node.name in self._expanded or around.heading:
            yield Element("Span", expansion=expansion, children=((around.piece(shown, node.start),),))
        else:
            self._expanded.add(node.name)
            yield around.piece(f"{expansion} ({shown})", node.start)

    def _clinic_value(self, node: model.ClinicValue, around: _Around) -> Iterator[Child | Piece]:
        value = clinic_value(self.context.clinic, node.name, self.context.locale)
        if value:
            yield around.heavier().piece(value, node.start)._replace(kept=True, phone=node.name in NUMBERS)
        else:
            yield around.piece(self.context.locale.neutral[node.name], node.start)

    def _foreign(self, node: model.Foreign, around: _Around) -> Iterator[Child | Piece]:
        yield Element("Span", language=node.language, children=_gathered(self._nodes(node.children, around)))

    def _line_break(self, node: model.LineBreak, around: _Around) -> Iterator[Child | Piece]:
        yield Piece("\n", around.weight, around.rise)


class _Around:
    """What stands around a node: its text, how heavy and how high it is, and whether it is in a heading."""

    __slots__ = ("heading", "place", "rise", "text", "weight")

    def __init__(self, text: Text, weight: str = "", rise: str = "", heading: bool = False) -> None:
        self.text, self.place, self.weight, self.rise, self.heading = text, text.place, weight, rise, heading

    def piece(self, words: str, start: int) -> Piece:
        return Piece(words, self.weight, self.rise, False, False, self.place, start)

    def heavier(self, weight: str = "emphasis") -> _Around:
        if self.weight:
            weight = "lead" if self.weight == "lead" else "strong"
        return _Around(self.text, weight, self.rise, self.heading)

    def risen(self, rise: str) -> _Around:
        return _Around(self.text, self.weight, rise, self.heading)


_WAYS: Mapping[type[Any], Any] = {
    model.Words: Inlines._words,
    model.Strong: Inlines._strong,
    model.Emphasis: Inlines._emphasised,
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
"""Nodes that are only words, so that one text may replace them: none of them is a link."""


def _gathered(found: Iterable[Child | Piece]) -> tuple[Child, ...]:
    """Return elements, with the pieces between them gathered into tuples."""
    children: list[Child] = []
    pieces: list[Piece] = []
    for one in found:
        if type(one) is Piece:
            pieces.append(one)
        else:
            if pieces:
                children.append(tuple(pieces))
                pieces = []
            children.append(one)  # type: ignore[arg-type]
    if pieces:
        children.append(tuple(pieces))
    return tuple(children)


def _same(words: str, text: Text) -> bool:
    return words.casefold() == markup.plain(text).casefold()


def _attached(pieces: Iterable[tuple[str, int | None]]) -> Iterator[tuple[str, int]]:
    """Return the numbers of a citation, each with the brackets, commas and words beside it."""
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
    """Return a value of the clinic as it is printed among other words, or an empty string if there is none."""
    value = getattr(clinic, name, None) if clinic else None
    if value is None or isinstance(value, str):
        return str(value or "")
    return joined([markup.plain(one) for one in value], locale) if isinstance(value, tuple) else markup.plain(value)


def joined(lines: Sequence[str], locale: Locale) -> str:
    """Return lines as one, with semicolons between them if any of them has a comma inside."""
    comma = locale.say("comma")
    return (locale.say("semicolon") if any(comma in line for line in lines) else comma).join(lines)


def words_of(locale: Locale, text: Text) -> str:
    """Return the words of a text without marks, for metadata and the words around pages."""
    return markup.plain(text, values=locale.neutral)
