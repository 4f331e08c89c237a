"""Fonts as a PDF embeds them: Type 0, subset to the glyphs that were used, with widths and ToUnicode.

Glyph ids are kept and CIDs follow from the face alone, so that the bytes of a word are the same in every document
(ISO 32000-1, 9.7.4; ISO 14289-1, 7.21).
"""

from __future__ import annotations

import functools
import hashlib
import struct
from typing import Callable, Iterable, Iterator

import uharfbuzz as hb
from deflate import zlib_compress

from builder.text.faces import Face
from builder.text.shape import Word

BASE = "".join(map(chr, range(0x20, 0x7F))) + "\u2018\u2019\u201c\u201d\u2013\u2022\u2026"
"""Every subset holds these, so that plain words need not be recorded, and documents of one language share one subset,
made once in a process.
"""

SMALLEST = 9
"""The compression level of what is kept for all documents of a process."""

KEPT_TABLES = ("glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep")
VARIATIONS = ("fvar", "gvar", "avar", "HVAR", "MVAR")
"""Tables that say how a variable font varies: they are dropped once it is pinned to a weight."""


class Font:
    """The use of one face in one document, under a resource `name`; `texts` are the codes in use with their texts."""

    def __init__(self, face: Face, name: bytes) -> None:
        self.face, self.name = face, name
        self.texts: dict[int, str] = dict(_base(face))
        self._taken: dict[Word, bool] = {}

    def take(self, words: Iterable[Word]) -> bool:
        """Note that `words` are set, and say whether their text must be given as ActualText."""
        taken, replaced = self._taken, False
        for word in [word for word in words if not word.plain]:
            replaced |= taken[word] if word in taken else self._first(word)
        return replaced

    def _first(self, word: Word) -> bool:
        """Note the codes of a word; ToUnicode gives the first text that a code has in a document."""
        conflicts = [self.texts.setdefault(code, text) != text for code, text in word.claims]
        self._taken[word] = word.ambiguous or any(conflicts)
        return self._taken[word]


@functools.lru_cache(maxsize=64)
def _base(face: Face) -> tuple[tuple[int, str], ...]:
    glyphs: dict[int, str] = {}
    for character in BASE:
        glyph = face.font.get_nominal_glyph(ord(character))
        if glyph:
            glyphs.setdefault(glyph, character)
    return tuple(glyphs.items())


def write(font: Font, add: Callable[[bytes, bytes | None], int]) -> int:
    """Write the objects of `font`; `add(dictionary, stream)` returns an object number. Returns the Type 0 font's."""
    face, codes = font.face, tuple(sorted(font.texts))
    glyphs = tuple(sorted({face.glyph(code) for code in codes}))
    program, length = _subset(face, glyphs)
    name = b"%b+%b" % (_tag(face, codes), face.name.encode())
    metrics = face.metrics
    stream = add(b"/Length1 %d/Filter/FlateDecode" % length, program)
    descriptor = add(
        b"<</Type/FontDescriptor/FontName/%b/Flags 4/FontBBox[%b]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d"
        b"/XHeight %d/StemV %d/FontFile2 %d 0 R>>"
        % (name, _bounds(face), metrics.ascent, metrics.descent, metrics.cap_height, metrics.x_height,
           140 if face.name.endswith(("Bold", "Bd")) else 80, stream), None)
    second = codes[-1] >= face.glyphs
    mapped = b"%d 0 R" % add(b"/Filter/FlateDecode", _glyph_ids(face, codes)) if second else b"/Identity"
    descendant = add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor %d 0 R/DW 1000/W[%b]/CIDToGIDMap %b>>"
        % (name, descriptor, _widths(face, codes), mapped), None)
    unicode = add(b"/Filter/FlateDecode", _to_unicode(tuple(sorted(font.texts.items()))))
    return add(
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (name, descendant, unicode), None)


def _bounds(face: Face) -> bytes:
    """Return the box around all glyphs in 1/1000 em (`xMin` to `yMax` of the table head)."""
    box = struct.unpack(">4h", face.hb.reference_table("head").data[36:44])
    return b" ".join(b"%d" % round(edge * 1000 / face.hb.upem) for edge in box)


@functools.lru_cache(maxsize=256)
def _glyph_ids(face: Face, codes: tuple[int, ...]) -> bytes:
    """Return the deflated table that gives each code its glyph (ISO 32000-1, table 117, CIDToGIDMap)."""
    table = bytearray(2 * codes[-1] + 2)
    for code in codes:
        table[2 * code : 2 * code + 2] = face.glyph(code).to_bytes(2, "big")
    return bytes(zlib_compress(table, SMALLEST))


@functools.lru_cache(maxsize=256)
def _subset(face: Face, glyphs: tuple[int, ...]) -> tuple[bytes, int]:
    """Return the deflated font program with `glyphs`, and its length before deflating."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(set(glyphs))
    wanted.flags = (hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
                    | hb.SubsetFlags.NOTDEF_OUTLINE)
    if face.weight:
        wanted.pin_axis_location(face.hb, "wght", face.weight)
    dropped = set(face.hb.table_tags) - set(KEPT_TABLES) - set(VARIATIONS if face.weight else ())
    wanted.drop_table_tag_set.update({int.from_bytes(tag.encode(), "big") for tag in dropped})
    program = bytes(hb.subset(face.hb, wanted).blob.data)
    return bytes(zlib_compress(program, SMALLEST)), len(program)


def _tag(face: Face, codes: tuple[int, ...]) -> bytes:
    digest = hashlib.sha256(repr((face.name, codes)).encode()).digest()
    return bytes(65 + byte % 26 for byte in digest[:6])


@functools.lru_cache(maxsize=256)
def _widths(face: Face, codes: tuple[int, ...]) -> bytes:
    return b"".join(
        b"%d[%b]" % (stretch[0], b" ".join(b"%d" % face.width(face.glyph(code)) for code in stretch))
        for stretch in _stretches(codes)
    )


def _stretches(codes: tuple[int, ...]) -> Iterator[list[int]]:
    stretch: list[int] = []
    for code in codes:
        if stretch and code != stretch[-1] + 1:
            yield stretch
            stretch = []
        stretch.append(code)
    if stretch:
        yield stretch


@functools.lru_cache(maxsize=256)
def _to_unicode(texts: tuple[tuple[int, str], ...]) -> bytes:
    """Return the deflated CMap from CIDs to UTF-16 (ISO 32000-1, 9.10.3)."""
    rows = [b"<%04X><%b>" % (code, text.encode("utf-16-be").hex().upper().encode()) for code, text in texts]
    blocks = [
        b"%d beginbfchar\n%b\nendbfchar" % (len(rows[at : at + 100]), b"\n".join(rows[at : at + 100]))
        for at in range(0, len(rows), 100)
    ]
    return bytes(zlib_compress(
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)"
        b"/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def 1 begincodespacerange\n<0000><FFFF>\n"
        b"endcodespacerange\n" + b"\n".join(blocks)
        + b"\nendcmap CMapName currentdict/CMap defineresource pop end end", SMALLEST))
