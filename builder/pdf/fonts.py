"""Fonts as a PDF embeds them: Type 0, subset to the glyphs that were used, with widths and ToUnicode.

Glyph ids are kept, so that a glyph id is a CID and the bytes of a word are the same in every document (ISO 32000-1,
9.7.4; ISO 14289-1, 7.21).
"""

from __future__ import annotations

import functools
import hashlib
import zlib
from typing import Callable, Iterator

import uharfbuzz as hb

from builder.text.faces import Face
from builder.text.shape import Word

BASE = "".join(map(chr, range(0x20, 0x7F))) + "\u2018\u2019\u201c\u201d\u2013\u2022\u2026"
"""Every subset holds these, so that documents of one language share one subset, made once in a process."""

KEPT_TABLES = ("glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep")


class Font:
    """The use of one face in one document, under a resource `name`."""

    def __init__(self, face: Face, name: bytes) -> None:
        self.face, self.name = face, name
        self.texts: dict[int, str] = dict(_base(face))
        self._taken: dict[Word, bool] = {}

    def take(self, word: Word) -> bool:
        """Note that `word` is set, and say whether its text must be given as ActualText."""
        conflict = self._taken.get(word)
        if conflict is None:
            conflict = word.ambiguous
            for glyph, text in word.claims:
                conflict |= self.texts.setdefault(glyph, text) != text
            self._taken[word] = conflict
        return conflict


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
    face, used = font.face, tuple(sorted(font.texts))
    program, length = _subset(face, used)
    name = b"%s+%s" % (_tag(face, used), face.name.encode())
    metrics = face.metrics
    stream = add(b"/Length1 %d/Filter/FlateDecode" % length, program)
    box = face.hb.reference_table("head").data[36:44] if hasattr(face.hb.reference_table("head"), "data") else bytes(8)
    bounds = b" ".join(b"%d" % int.from_bytes(box[i : i + 2], "big", signed=True) for i in (0, 2, 4, 6))
    descriptor = add(
        b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%s]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d"
        b"/XHeight %d/StemV %d/FontFile2 %d 0 R>>"
        % (name, bounds, metrics.ascent, metrics.descent, metrics.cap_height, metrics.x_height,
           140 if face.name.endswith(("Bold", "Bd")) else 80, stream), None)
    descendant = add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor %d 0 R/DW 1000/W[%s]/CIDToGIDMap/Identity>>" % (name, descriptor, _widths(face, used)), None)
    unicode = add(b"/Filter/FlateDecode", _to_unicode(tuple(sorted(font.texts.items()))))
    return add(
        b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (name, descendant, unicode), None)


@functools.lru_cache(maxsize=256)
def _subset(face: Face, glyphs: tuple[int, ...]) -> tuple[bytes, int]:
    """Return the deflated font program with `glyphs`, and its length before."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(set(glyphs))
    wanted.flags = (hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
                    | hb.SubsetFlags.NOTDEF_OUTLINE)
    dropped = set(face.hb.table_tags) - set(KEPT_TABLES)
    wanted.drop_table_tag_set.update({int.from_bytes(tag.encode(), "big") for tag in dropped})
    program = bytes(hb.subset(face.hb, wanted).blob.data)
    return zlib.compress(program, 9), len(program)


def _tag(face: Face, glyphs: tuple[int, ...]) -> bytes:
    digest = hashlib.sha256(repr((face.name, glyphs)).encode()).digest()
    return bytes(65 + byte % 26 for byte in digest[:6])


@functools.lru_cache(maxsize=256)
def _widths(face: Face, glyphs: tuple[int, ...]) -> bytes:
    return b"".join(
        b"%d[%s]" % (stretch[0], b" ".join(b"%d" % face.width(glyph) for glyph in stretch)) for stretch in _stretches(glyphs)
    )


def _stretches(glyphs: tuple[int, ...]) -> Iterator[list[int]]:
    stretch: list[int] = []
    for glyph in glyphs:
        if stretch and glyph != stretch[-1] + 1:
            yield stretch
            stretch = []
        stretch.append(glyph)
    if stretch:
        yield stretch


@functools.lru_cache(maxsize=256)
def _to_unicode(texts: tuple[tuple[int, str], ...]) -> bytes:
    """Return the deflated CMap from CIDs to UTF-16 (ISO 32000-1, 9.10.3)."""
    rows = [b"<%04X><%s>" % (glyph, text.encode("utf-16-be").hex().upper().encode()) for glyph, text in texts]
    blocks = [
        b"%d beginbfchar\n%s\nendbfchar" % (len(rows[at : at + 100]), b"\n".join(rows[at : at + 100]))
        for at in range(0, len(rows), 100)
    ]
    return zlib.compress(
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)"
        b"/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def 1 begincodespacerange\n<0000><FFFF>\n"
        b"endcodespacerange\n" + b"\n".join(blocks) + b"\nendcmap CMapName currentdict/CMap defineresource pop end end", 9)
