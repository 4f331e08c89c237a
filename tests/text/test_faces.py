"""Faces: every family has its files, stands in for what others lack, and states whole widths."""

from __future__ import annotations

import pytest

from builder.problems import BuildError
from builder.text import faces


@pytest.mark.parametrize(("family", "weight"), faces.FILES)
def test_every_family_has_its_file_and_its_measures(family: str, weight: str) -> None:
    face = faces.face(family, weight)
    ascent, descent, cap_height, x_height = face.metrics
    assert descent < 0 < x_height < cap_height < ascent
    assert 150 <= face.space_width <= 400
    assert isinstance(face.width(face.font.get_nominal_glyph(ord("m"))), int)


def test_weights_with_one_file_are_one_face() -> None:
    """A file is embedded once, whatever it is asked for as."""
    assert faces.face("kurinto", "semibold") is faces.face("kurinto", "bold")


def test_a_family_that_is_not_there_is_named() -> None:
    with pytest.raises(BuildError, match="no font called 'comic'"):
        faces.face("comic", "regular")


SCRIPTS = {"Hebrew": "א", "Arabic": "ع", "Thai": "ก", "Devanagari": "अ", "Han": "你", "Kana": "カ", "Hangul": "한",
           "Vietnamese": "ệ", "Polish": "ł", "Turkish": "ğ", "Greek": "ᾧ", "Cyrillic": "ґ"}


@pytest.mark.parametrize("character", SCRIPTS.values(), ids=list(SCRIPTS))
def test_every_script_finds_a_face_in_an_english_text(character: str) -> None:
    assert faces.stack("source-sans-3", "regular", "en").face_of(character)


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en", "KurintoSansSC-Rg"),
        ("zh", "KurintoSansSC-Rg"),
        ("zh-Hans-CN", "KurintoSansSC-Rg"),
        ("zh-Hant", "KurintoSansTC-Rg"),
        ("zh-TW", "KurintoSansTC-Rg"),
        ("zh-Hant-HK", "KurintoSansTC-Rg"),
        ("ja-JP", "KurintoSansJP-Rg"),
        ("ko", "KurintoSansKR-Rg"),
    ],
)
def test_han_characters_have_the_shape_of_their_language(language: str, first: str) -> None:
    face = faces.stack("source-sans-3", "regular", language).face_of("骨")
    assert face is not None
    assert face.name == first


@pytest.mark.parametrize("character", ["\ue000", "🫨"])
def test_some_characters_no_face_has(character: str) -> None:
    assert faces.stack("source-sans-3", "regular", "en").face_of(character) is None


def test_codes_lead_back_to_their_glyphs() -> None:
    """The code of a character that shares its glyph is past all glyphs, fits two bytes and shows that glyph."""
    for family in ("source-sans-3", "kurinto", "kurinto-sc"):
        face = faces.face(family, "regular")
        for character in map(chr, sorted(face.hb.unicodes)):
            glyph = face.font.get_nominal_glyph(ord(character))
            code = face.code(glyph, character)
            assert face.glyph(code) == glyph
            assert code == glyph or face.glyphs <= code < 0x10000


def test_no_two_characters_have_one_code() -> None:
    face = faces.face("source-sans-3", "regular")
    characters = [chr(code) for code in face.hb.unicodes]
    codes = [face.code(face.font.get_nominal_glyph(ord(character)), character) for character in characters]
    assert len(set(codes)) == len(characters)


def test_a_glyph_that_stands_for_something_else_keeps_its_number() -> None:
    """A form that the language chose is not the glyph that the character shares."""
    face = faces.face("source-sans-3", "regular")
    assert face.code(7, "\u00a0") == 7
