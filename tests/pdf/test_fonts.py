"""Embedded fonts: what was used and nothing else, with the widths that the text was set with."""

from __future__ import annotations

import functools
import io
from typing import Any, NamedTuple

import pikepdf
import pytest
import uharfbuzz as hb
from small import printed

from builder.pdf import fonts
from builder.text import faces, shape
from builder.verify.tounicode import FontReader


class Embedded(NamedTuple):
    """A font as it stands in a file."""

    name: str
    program: bytes
    widths: dict[int, int]
    texts: dict[int, str]
    glyph_ids: bytes | None
    box: list[float]


@functools.cache
def made(*texts: str) -> dict[str, Embedded]:
    """Return the fonts of a small edition by the name of their face."""
    with pikepdf.open(io.BytesIO(printed(*texts)[0])) as pdf:
        found = [_embedded(font) for font in pdf.pages[0].Resources.Font.values()]
    return {font.name.split("+")[1]: font for font in found}


def _embedded(font: Any) -> Embedded:
    own = font.DescendantFonts[0]
    entries = iter(own.W)
    widths = {int(first) + number: int(width) for first in entries for number, width in enumerate(next(entries))}
    table = None if own.CIDToGIDMap == "/Identity" else own.CIDToGIDMap.read_bytes()
    descriptor = own.FontDescriptor
    return Embedded(str(font.BaseFont)[1:], descriptor.FontFile2.read_bytes(), widths, FontReader(font).texts, table,
                    [float(edge) for edge in descriptor.FontBBox])


def drawn(font: Embedded) -> set[int]:
    """Return the glyphs of a font program that draw anything."""
    face = hb.Face(font.program)
    own = hb.Font(face)
    return {glyph for glyph in range(face.glyph_count) if (box := own.get_glyph_extents(glyph)) and box.width}


def shown(font: Embedded, code: int) -> int:
    """Return the glyph of a code."""
    return int.from_bytes(font.glyph_ids[2 * code : 2 * code + 2], "big") if font.glyph_ids is not None else code


def glyph(character: str) -> int:
    return faces.face("source-sans-3", "regular").font.get_nominal_glyph(ord(character)) or 0


def test_a_subset_draws_what_was_set_and_the_base_set_alone() -> None:
    """Documents in one language share one subset; a letter beyond it is added, with the glyphs that it is made of."""
    plain, more = (drawn(made(text)["SourceSans3-Regular"]) for text in ("plain", "plain ế"))
    assert set(map(glyph, fonts.BASE)) - {glyph(" ")} <= plain
    assert len(plain) < len(fonts.BASE) + 20
    assert glyph("ế") in more - plain


def test_a_document_within_the_base_set_has_the_same_font_as_any_other() -> None:
    assert made("some words") == made("other ones")


def test_another_set_of_codes_has_another_tag() -> None:
    """The tag names the subset (ISO 32000-1, 9.6.4), so two subsets of one face never share it."""
    names = {made(text)["SourceSans3-Regular"].name for text in ("plain", "plain é", "5\u00a0mg", "µ", "\u03bc")}
    assert len(names) == 5


@pytest.mark.parametrize("text", ["plain", "5\u00a0mg é µ\u03bc IL\u20112", "waffle AVATAR"])
def test_widths_are_those_of_the_embedded_glyphs(text: str) -> None:
    """What the file states and what the font program has is the same within 1/1000 em (ISO 19005-2, 6.2.11.5)."""
    font, face = made(text)["SourceSans3-Regular"], faces.face("source-sans-3", "regular")
    own = hb.Font(hb.Face(font.program))
    for code, width in font.widths.items():
        assert abs(own.get_glyph_h_advance(face.glyph(code)) * 1000 / own.face.upem - width) < 1


def test_every_code_has_its_width_and_its_text() -> None:
    font = made("5\u00a0mg é µ\u03bc IL\u20112 שלום")["SourceSans3-Regular"]
    assert font.widths.keys() == font.texts.keys()


def test_codes_are_glyph_ids_unless_characters_share_a_glyph() -> None:
    assert made("plain é")["SourceSans3-Regular"].glyph_ids is None


@pytest.mark.parametrize(("second", "first"), ["\u00a0 ", "\u03bcµ", "\u2011-", "\u2126Ω", "\u2206Δ"])
def test_characters_that_share_a_glyph_lead_to_it(second: str, first: str) -> None:
    """A no-break space is the glyph of a space under a code of its own."""
    font = made(f"a{second}b")["SourceSans3-Regular"]
    (code,) = [code for code, text in font.texts.items() if text == second]
    assert shown(font, code) == glyph(first) != code
    assert font.widths[code] == faces.face("source-sans-3", "regular").width(glyph(first))


@pytest.mark.parametrize(
    ("text", "face"),
    [("שלום", "NotoSansHebrew-Regular"), ("عربي", "KurintoSans-Rg"), ("ไทย", "NotoSansThai-Regular"),
     ("中文", "KurintoSansSC-Rg"),
     ("한국", "KurintoSansKR-Rg")],
)
def test_other_scripts_are_embedded_too(text: str, face: str) -> None:
    found = made(f"a {text}")
    assert set(found) == {"SourceSans3-Regular", face}
    assert set(text) <= set("".join(found[face].texts.values()))
    assert {shown(found[face], code) for code, said in found[face].texts.items() if said in text} <= drawn(found[face])


def test_the_font_box_is_in_thousandths() -> None:
    """Kurinto has 2048 units to the em."""
    face = faces.face("kurinto", "regular")
    assert face.hb.upem == 2048
    left, bottom, right, top = made("a عربي")["KurintoSans-Rg"].box
    assert bottom < face.metrics.descent < 0 < face.metrics.ascent < top < 2.5 * face.metrics.ascent


def test_the_first_text_of_a_code_is_kept_and_the_second_one_told() -> None:
    """A face may show two texts with one glyph in ways that no code tells apart; then ActualText must."""
    face = faces.face("source-sans-3", "regular")
    one, other = (shape.Word(face, text, 0, b"", ((2000, text),)) for text in ("ab", "cd"))
    font = fonts.Font(face, b"F1")
    taken = [font.take(words) for words in ([one], [other], [one], [other, one])]
    assert taken == [False, True, False, True]
    assert font.texts[2000] == "ab"
