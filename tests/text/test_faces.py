"""Faces: every family has its files, stands in for what others lack, and states whole widths."""

from __future__ import annotations

import itertools

import pytest

from builder.problems import BuildError
from builder.text import faces, shape


@pytest.mark.parametrize(("family", "weight"), faces.FILES)
def test_every_family_has_its_file_and_its_measures(family: str, weight: str) -> None:
    face = faces.face(family, weight)
    ascent, descent, cap_height, x_height = face.metrics
    assert descent < 0 < x_height <= cap_height < ascent
    assert 150 <= face.space_width <= 400
    assert isinstance(face.width(face.font.get_nominal_glyph(ord(" "))), int)


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


@pytest.mark.parametrize("family", ["source-sans-3", "kurinto"])
@pytest.mark.parametrize("letter", ["ก", "অ", "አ", "א", "अ", "ខ"])
def test_kurinto_stands_in_for_no_script_that_noto_sets(family: str, letter: str) -> None:
    """Not even as the style's own font: its tone marks overprint vowels, its bold is not bold, its Khmer has gaps."""
    face = faces.stack(family, "regular", "en").face_of(letter)
    assert face is not None
    assert face.name.startswith("NotoSans")


def test_nothing_that_kurinto_leaves_to_noto_is_lost() -> None:
    kurinto = faces.face("kurinto", "regular")
    left = [chr(code) for code in sorted(kurinto.hb.unicodes) if not kurinto.has(chr(code))]
    assert len(left) > 1_000
    assert [letter for letter in left if not faces.stack("kurinto", "regular", "en").face_of(letter)] == []


# --- What each face really has, read from the font files --------------------------------------------------------------

LINES = {
    "am": "ትኩሳት ካለብዎ ወዲያውኑ ይደውሉ", "ar": "اتصل فورا إذا ارتفعت الحرارة", "bn": "জ্বর হলে ফোন করুন",
    "el": "Καλέστε αμέσως", "en": "Call at once", "fa": "فوری تماس بگیرید", "gu": "તાવ આવે તો ફોન કરો",
    "he": "התקשרו מיד",
    "hi": "बुखार हो तो तुरंत फ़ोन करें", "km": "សូមទូរស័ព្ទភ្លាម", "ko": "바로 전화하세요", "pa": "ਬੁਖਾਰ ਹੋਵੇ ਤਾਂ ਫ਼ੋਨ ਕਰੋ",
    "ru": "Звоните сразу", "ta": "உடனே அழைக்கவும்", "th": "ขึ้น ผึ้ง ทันที", "uk": "Дзвоніть одразу",
    "ur": "فوراً فون کریں", "vi": "Hãy gọi ngay cho bệnh viện",
    "zh": "请立即打电话", "ja": "熱があるときは電話してください",
}  # fmt: skip
NOT_BOLD = {"ja"}
"""Languages of which our fonts have some letters in one weight only: strong words are underlined, and it is said."""


@pytest.mark.parametrize("weight", ["semibold", "bold"])
@pytest.mark.parametrize("language", LINES)
def test_strong_words_are_drawn_otherwise_or_underlined(language: str, weight: str) -> None:
    stack = faces.stack("source-sans-3", weight, language)
    found = {stack.is_bold(word.face, word.text) for word in shape.words(stack, LINES[language])}
    assert found == {True} if language not in NOT_BOLD else False in found


def overprints(face: faces.Face, text: str, language: str, rtl: bool = False) -> bool:
    """Return whether two marks upon one letter lie over one another."""
    infos, positions = shape._glyphs(face, text, language, rtl)
    pen, boxes = 0, []
    for (cluster, glyph), (right, up, advance, _) in zip(infos, positions, strict=True):
        box = face.font.get_glyph_extents(glyph)
        if not advance and box and box.width:
            left, top = pen + right + box.x_bearing, up + box.y_bearing
            boxes.append((cluster, left, left + box.width, top + box.height, top))
        pen += advance
    return any(one[0] == other[0] and one[1] < other[2] and other[1] < one[2] and one[3] < other[4]
               and other[3] < one[4] for one, other in itertools.combinations(boxes, 2))


MARKED = {
    "th": "ขึ้น ทั้ง ที่ นี้ ปั๊ม ผึ้ง เปี๊ยก สิทธิ์ น้ำ ซื้อ เพื่อ", "lo": "ຂຶ້ນ ທັງ ທີ່ ນີ້ ປຶ້ມ ສິ້ນ", "vi": "Việt ế ẵ",
    "ar": "مُّ رَّ شِّ كًّ", "he": "שָׁלוֹם בְּרֵאשִׁית", "hi": "हिन्दी में र्कि नहीं मैं", "bn": "হাঁ স্ত্রী", "km": "ស៊ី ប៉ុន្តែ",
    "gu": "કેં ગુજરાતી", "pa": "ਵਿੱਚ ਪੰਜਾਬੀ", "my": "ကို့ ပြီး",
}  # fmt: skip


@pytest.mark.parametrize("family", ["source-sans-3", "kurinto"])
@pytest.mark.parametrize("weight", ["regular", "bold"])
@pytest.mark.parametrize("language", MARKED)
def test_marks_upon_one_letter_do_not_overprint(language: str, weight: str, family: str) -> None:
    stack = faces.stack(family, weight, language)
    stretches = [one for word in MARKED[language].split() for one in shape._by_face(stack, word)]
    assert [part for face, part in stretches if overprints(face, part, language, language in ("ar", "he"))] == []


def test_an_overprint_is_seen() -> None:
    """Kurinto sets the tone of Thai upon the vowel, which is why it sets no Thai here."""
    assert overprints(faces.face("kurinto", "regular"), "ขึ้น", "th")


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
