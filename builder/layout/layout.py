"""A sheet in one style on one paper: its elements become text blocks, each word in its look."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable, NamedTuple

from builder.format import FORMATS
from builder.layout.column import Entry
from builder.layout.marks import TickBox
from builder.structure import Element, Piece, Sheet, below, words
from builder.style import MILLIMETRE, Style, Type
from builder.text import faces
from builder.text.block import TextBlock
from builder.text.lines import END_OF_ISOLATE, Look, Run, Target, isolate

PAPERS = {
    "a4": (210 * MILLIMETRE, 297 * MILLIMETRE),
    "letter": (215.9 * MILLIMETRE, 279.4 * MILLIMETRE),
}
"""Width and height in points (ISO 216; ANSI/ASME Y14.1)."""

HEAVIER = {"regular": "semibold", "semibold": "bold", "bold": "bold"}
CITATION = 0.8
RAISED = 0.66
"""The size of citations and of raised or lowered words as a part of their text's size, but never below the smallest."""
RISE = {"sup": 0.33, "sub": -0.14}
LEAST_HEADING = 1.1
"""How much larger than running text a heading is, at least."""
INDENT = 15.0
TICKED = 8 * MILLIMETRE
"""How far list items are indented, and those with a box to tick, in points."""


class _Around(NamedTuple):
    """What surrounds the pieces of an element, as far as it affects their look."""

    kind: Type
    target: Target | None = None
    cites: bool = False
    language: str = ""
    underlines: bool = True


class Layout:
    """Lays out the parts of one sheet."""

    def __init__(self, sheet: Sheet, style: Style, paper: str,
                 table_look: Callable[[Layout, Element], dict[str, Any]]) -> None:
        format = FORMATS[sheet.format]
        self.sheet, self.paper, self.smallest = sheet, PAPERS[paper], format.smallest
        self.style = style.formats[format.style]
        self.colours, self.types = style.colours, self.style.type
        self.space, self.page = self.style.space, self.style.page
        self.font, self.language = style.font, sheet.metadata.language
        self._table_look = table_look
        self._looks: dict[tuple[object, ...], Look] = {}

    @property
    def live_width(self) -> float:
        """The width of text column, gutter and side column together."""
        return self.page["text"] + self.page["gutter"] + self.page["side"]

    # --- Text

    def text(self, element: Element, role: str, kind: Type | None = None, **options: Any) -> TextBlock:
        """Return the words of an element in the type called `role`, or in `kind`."""
        kind = kind or self.types[role]
        return TextBlock(self.runs(element, kind), kind, role=role, language=self.language, element=element, **options)

    def paragraph(self, element: Element, role: str = "body", **options: Any) -> TextBlock:
        """Return a paragraph, no wider than the text column unless told otherwise."""
        options = {"widest": self.page["text"], "after": self.space["paragraph"], **options}
        return self.text(element, role, **options)

    def heading(self, element: Element, role: str = "heading", room: float | None = None, **options: Any) -> TextBlock:
        """Return a heading with its bookmark; it stays with what follows.

        A heading with a word wider than its `room` is set in smaller type, so that the word stays whole.
        """
        options = {"before": self.space["section"], "after": self.space["heading"], **options}
        bookmark = (element, int(element.role[1:]), words(element))
        block = self.text(element, role, keep_next=True, balances=True, bookmark=bookmark, anchor=element.id, **options)
        block.kind = self._narrowed(block.kind, block.narrowest(), self.page["text"] if room is None else room)
        return block

    def _narrowed(self, kind: Type, wide: float, room: float) -> Type:
        """Return the type of a heading whose longest word is `wide`: it fits, but stays larger than running text."""
        least = min(kind.size, self.types["body"].size * LEAST_HEADING)
        size = max(kind.size * min(1.0, room / wide if wide else 1.0), least)
        return kind if size == kind.size else replace(kind, size=size, leading=kind.leading * size / kind.size)

    def line(self, said: str, align: str = "start") -> TextBlock:
        """Return words around the page."""
        element = Element("P", children=((Piece(said),),))
        return self.text(element, "furniture", align=align)

    def heavier(self, role: str, weight: str = "semibold", colour: str = "") -> Type:
        """Return the type called `role` in another weight, and in another colour of the style."""
        kind = self.types[role]
        return Type(kind.size, kind.leading, weight, self.colours[colour] if colour else kind.colour)

    def table_look(self, element: Element) -> dict[str, Any]:
        """Return how the format shows a table: its fills, rules and columns."""
        return self._table_look(self, element)

    # --- Lists

    def entries(self, listed: Element, role: str = "body", colour: str = "accent", indent: float = INDENT,
                mark: str = "bold", **options: Any) -> list[Entry]:
        """Return the entries of a list."""
        kind = self.types[role]
        sign = Type(kind.size, kind.leading, mark or kind.weight, self.colours[colour])
        return [self.entry(entry, role, sign, indent, **options) for entry in below(listed)]

    def entry(self, entry: Element, role: str, sign: Type, indent: float, **options: Any) -> Entry:
        label, body = below(entry)
        kind = self.types[role]
        text = self.text(body, role, anchor=entry.id, **options)
        if label.kind == "tick":
            box = TickBox(label, kind.leading, self.colours["accent"])
            return Entry(box, text, TICKED, after=self.space["item"] + 2)
        mark = self.text(label, "label", sign)
        mark.kind = kind
        return Entry(mark, text, indent, after=self.space["item"])

    # --- Runs

    def runs(self, element: Element, kind: Type, underlines: bool = True, first: int = 0,
             last: int | None = None) -> list[Run]:
        """Return the runs of an element whose text is set in `kind`, or of its children `first` to `last` (exclusive).

        With `underlines`, links to addresses are underlined.
        """
        found: list[Run] = []
        self._gather(element, _Around(kind, underlines=underlines), found, first, last)
        return found

    def _gather(self, element: Element, around: _Around, found: list[Run], first: int = 0,
                last: int | None = None) -> None:
        plain: Look | None = None
        for slot, child in enumerate(element.children[first:last], first):
            if isinstance(child, Element):
                self._enter(child, around, found)
                continue
            for text, weight, rise, glued, kept, place, start, _, _ in child:
                if weight or rise:
                    look = self._look(weight, rise, around)
                else:
                    look = plain = plain or self._look("", "", around)
                found.append(Run(text, look, (element, slot), around.target, glued, kept, place, start))

    def _enter(self, element: Element, around: _Around, found: list[Run]) -> None:
        """Gather the runs of an element inside a text."""
        first = len(found)
        if element.link:
            around = around._replace(target=_target(element))
        if element.role == "Reference":
            around = around._replace(cites=True)
        if element.language:
            around = around._replace(language=element.language)
        self._gather(element, around, found)
        if len(found) == first:
            return
        if element.id:
            found[first] = found[first]._replace(anchor=element.id)
        if element.language:
            found[first] = found[first]._replace(opens=isolate(element.language) + found[first].opens)
            found[-1] = found[-1]._replace(closes=found[-1].closes + END_OF_ISOLATE)

    def _look(self, weight: str, rise: str, around: _Around) -> Look:
        kind, target = around.kind, around.target
        leads = target and ("out" if target.url else "within")
        key = (kind.weight, kind.colour, kind.size, weight, rise, leads, around.cites, around.language,
               around.underlines)  # fmt: skip
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._made(weight, rise, around)
        return look

    def _made(self, weight: str, rise: str, around: _Around) -> Look:
        kind, target = around.kind, around.target
        colour = self.colours["heading"] if weight == "lead" else kind.colour
        ratio = 1.0
        if around.cites:
            own, ratio = "regular", self._ratio(kind, CITATION)
            colour = colour if kind.colour == self.colours["on_heading"] else self.colours["link"]
        else:
            own = {"": kind.weight, "emphasis": HEAVIER[kind.weight]}.get(weight, "bold")
            if rise:
                ratio = self._ratio(kind, RAISED)
            if target:
                colour = self.colours["link"]
        underlined = bool(target and target.url) and around.underlines
        stack = faces.stack(self.font, own, around.language or self.language)
        return Look(stack, colour, ratio, RISE.get(rise, 0.0), underlined)

    def _ratio(self, kind: Type, wanted: float) -> float:
        return min(1.0, max(wanted, self.smallest / kind.size))


def _target(element: Element) -> Target:
    assert element.link
    url, description = element.link
    return Target(element, description, anchor=url[1:]) if url[0] == "#" else Target(element, description, url)
