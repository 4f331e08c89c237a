"""Read content streams: which text stands in which marked content (ISO 32000-1, 14.6), and what stands in none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf

from builder.text import bidi
from builder.verify.tounicode import FontReader

Ref = tuple[int, int]
"""Object and generation number of an indirect object."""

_SHOWING = frozenset(["Tj", "TJ", "'", '"'])
_PAINTING = _SHOWING | {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "INLINE IMAGE"}


class Piece(NamedTuple):
    """What one operator shows: the text that the font's table gives its codes, and whether it is an artifact."""

    font: FontReader
    codes: tuple[int, ...]
    text: str
    artifact: bool


@dataclass(slots=True)
class Content:
    """What a page shows. Marked content is known by its stream (the page or a form XObject) and its id."""

    number: int
    ref: Ref
    pieces: list[Piece] = field(default_factory=list)
    texts: dict[tuple[Ref, int], str] = field(default_factory=dict)
    ids: list[int] = field(default_factory=list)
    """The ids in the page's own stream, in the order they appear."""
    stray: int = 0
    """How many painting operators stand neither in marked content with an id nor in an artifact."""
    unknown_fonts: set[str] = field(default_factory=set)
    """Fonts that the page selects and its resources lack."""


class _Open(NamedTuple):
    """A marked-content sequence that has not ended yet, with what it inherits from those around it."""

    key: tuple[Ref, int] | None = None
    artifact: bool = False
    replaced: bool = False


def content(page: pikepdf.Page, number: int) -> Content:
    """Read page `number` (from 1)."""
    found = Content(number, page.obj.objgen)
    _Reader(found).run(page.obj, page.get("/Resources", pikepdf.Dictionary()), found.ref, _Open())
    return found


class _Reader:
    """Runs a page's operators. A form XObject is run once for each page, so that nested forms cannot multiply."""

    def __init__(self, found: Content) -> None:
        self.found = found
        self.fonts: dict[Ref | str, FontReader] = {}
        self.forms: set[Ref] = set()

    def run(self, stream: Any, resources: Any, ref: Ref, around: _Open) -> None:
        marks = [around]
        font: FontReader | None = None
        kept: list[FontReader | None] = []
        for instruction in pikepdf.parse_content_stream(stream):
            operands, name = instruction.operands, str(instruction.operator)
            if name in _PAINTING:
                self.paint(name, operands, resources, marks[-1], font)
            elif name in ("BDC", "BMC"):
                marks.append(self.open(operands, resources, ref, marks[-1]))
            elif name == "EMC" and len(marks) > 1:
                marks.pop()
            elif name == "Tf":
                font = self.font(str(operands[0]), resources)
            elif name == "q":
                kept.append(font)
            elif name == "Q" and kept:
                font = kept.pop()

    def open(self, operands: Any, resources: Any, ref: Ref, around: _Open) -> _Open:
        properties = operands[1] if len(operands) > 1 else {}
        if isinstance(properties, pikepdf.Name):
            properties = resources.get("/Properties", {}).get(properties, {})
        key = around.key
        if "/MCID" in properties:
            key = ref, int(properties["/MCID"])
            self.found.texts.setdefault(key, "")
            if ref == self.found.ref:
                self.found.ids.append(key[1])
        replaced = around.replaced or "/ActualText" in properties
        if replaced and not around.replaced and key:
            self.found.texts[key] += str(properties["/ActualText"])
        return _Open(key, around.artifact or operands[0] == "/Artifact", replaced)

    def font(self, name: str, resources: Any) -> FontReader | None:
        font = resources.get("/Font", {}).get(name)
        if font is None:
            self.found.unknown_fonts.add(name)
            return None
        key = font.objgen if font.is_indirect else name
        if key not in self.fonts:
            self.fonts[key] = FontReader(font)
        return self.fonts[key]

    def paint(self, name: str, operands: Any, resources: Any, mark: _Open, font: FontReader | None) -> None:
        if name in _SHOWING:
            if font:
                self.show(b"".join(_strings(operands[-1])), mark, font)
        elif name == "Do" and self.form(operands[0], resources, mark):
            return
        self.found.stray += mark.key is None and not mark.artifact

    def show(self, shown: bytes, mark: _Open, font: FontReader) -> None:
        codes, text = font.read(shown)
        self.found.pieces.append(Piece(font, codes, text, mark.artifact))
        if mark.key and not mark.replaced:
            # a word that goes right to left is shown as it is seen, its last letter first
            own = "".join([font.text(code) for code in reversed(codes)]) if bidi.needed(text) else text
            self.found.texts[mark.key] += own

    def form(self, name: Any, resources: Any, mark: _Open) -> bool:
        """Run a form XObject, if that is what the name stands for."""
        form = resources.get("/XObject", {}).get(name)
        if form is None or form.get("/Subtype") != "/Form":
            return False
        if form.objgen not in self.forms:
            self.forms.add(form.objgen)
            self.run(form, form.get("/Resources", resources), form.objgen, mark)
        return True


def _strings(operand: Any) -> list[bytes]:
    if isinstance(operand, pikepdf.Array):
        return [bytes(part) for part in operand if isinstance(part, pikepdf.String)]
    return [bytes(operand)]
