"""Shaped words: the same bytes wherever they stand, with kerning and ligatures; an account of what each code says."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from itertools import product

import pytest
import uharfbuzz as hb
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.pdf import fonts
from builder.text import faces, shape
from builder.text.faces import Face, Stack
from builder.text.shape import Word

WEIGHTS = ("regular", "semibold", "bold")
ALPHABET = string.ascii_letters + "éğıßœÅΩαβжяµ\u00a0-–.,'’()\\ẹ\u0301 "
LETTERS = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=12)


def stack(weight: str = "regular", language: str = "en") -> Stack:
    return faces.stack("source-sans-3", weight, language)


def word(text: str, weight: str = "regular", language: str = "en") -> Word:
    """Return a text that is one word of one face."""
    (found,) = shape.words(stack(weight, language), text)
    return found


def account(one: Word) -> tuple[tuple[int, str], ...]:
    """Return the codes of a word and what each stands for."""
    return tuple((one.face.nominal(ord(letter)), letter) for letter in one.text) if one.plain else one.claims


def shown(body: bytes) -> Iterator[int | str]:
    """Read a body as a viewer does: codes, and the numbers between them that move the pen back (as str)."""
    level = re.sub(rb"\]TJ -?[\d.]+ Ts\[", b"", body)
    for text, number in re.findall(rb"\(((?:[^()\\]|\\.)*)\)|(-?\d+)", b"(" + level + b")", re.DOTALL):
        if number:
            yield number.decode()
        plain = re.sub(rb"\\(.)", lambda escape: b"\r" if escape[1] == b"r" else escape[1], text, flags=re.DOTALL)
        yield from (int.from_bytes(plain[at : at + 2], "big") for at in range(0, len(plain), 2))


# --- What a word looks like -------------------------------------------------------------------------------------------


def test_kerning_is_on() -> None:
    apart = sum(word(letter).advance for letter in "AVATAR")
    assert word("AVATAR").advance < apart


def test_ligatures_are_on_and_stand_for_their_letters() -> None:
    claims = word("waffle", "bold").claims
    assert len(claims) < len("waffle")
    assert "".join(text for _, text in claims) == "waffle"


def test_a_language_has_its_own_forms() -> None:
    """Serbian writes б in another shape than Russian; it is the same letter when it is copied."""
    (serbian, text), (russian, _) = word("б", language="sr").claims[0], word("б", language="ru").claims[0]
    assert serbian != russian
    assert text == "б"


@given(LETTERS)
def test_widths_and_shifts_add_up_to_the_advance(text: str) -> None:
    """The file states rounded widths; the numbers between the codes are computed against those."""
    for one in shape.words(stack(), text):
        width = one.face.width
        moves = [width(one.face.glyph(part)) if isinstance(part, int) else -int(part) for part in shown(one.body)]
        assert sum(moves) == one.advance + one.space


@given(LETTERS)
def test_the_body_shows_the_codes_that_the_claims_explain(text: str) -> None:
    for one in shape.words(stack(), text):
        assert [part for part in shown(one.body) if isinstance(part, int)] == [code for code, _ in account(one)]


@pytest.mark.parametrize("family", ["source-sans-3", "kurinto"])
@pytest.mark.parametrize("weight", WEIGHTS)
@settings(max_examples=200)
@given(text=st.text(st.sampled_from(string.printable[:95] + "ftil" * 5), min_size=1, max_size=40))
def test_plain_words_are_what_they_would_be_if_shaped_whole(family: str, weight: str, text: str) -> None:
    """They are put together from pairs of letters; some 400,000 letters in a row were compared once for each face."""
    own = Stack(((family, weight),), "en")
    (one,) = shape.words(own, text)
    whole = shape._shaped(own.first, text, "en")
    assert (one.body, one.advance, one.space) == (whole.body, whole.advance, whole.space)
    assert account(one) == whole.claims
    assert one.plain == ("ff" not in text and not re.search("ft" if family == "source-sans-3" else "f[il]", text))
    if one.plain:
        assert set(account(one)) <= set(fonts._base(one.face))


@pytest.mark.parametrize("weight", WEIGHTS)
def test_words_are_safe_to_set_without_their_spaces(weight: str) -> None:
    """No kerning reaches across a space, between no two ASCII letters, digits or marks: so words are cached alone."""
    face = stack(weight).first
    marks = string.ascii_letters + string.digits + string.punctuation
    pairs = [f"{left} {right}" for left, right in product(marks, marks)]
    buffer = hb.Buffer()
    buffer.add_str("\n".join(pairs).replace("\n", " "))
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer, shape.FEATURES)
    glyphs = list(zip(buffer.glyph_infos, buffer.glyph_positions))
    spaces = [position.x_advance for info, position in glyphs if info.codepoint == face.font.get_nominal_glyph(0x20)]
    assert len(spaces) == 2 * len(pairs) - 1
    assert set(spaces) == {face.space_width}
    before = {position.x_advance - face.width(info.codepoint) for info, position in glyphs[::2]}
    assert before == {0}


# --- What it does not depend on ---------------------------------------------------------------------------------------


@given(st.lists(LETTERS, max_size=8), LETTERS)
def test_a_word_is_the_same_whatever_was_set_before(earlier: list[str], text: str) -> None:
    fresh, used = Stack((("source-sans-3", "regular"),), "en"), Stack((("source-sans-3", "regular"),), "en")
    for other in earlier:
        shape.words(used, other)
    alone, after = ([(one.body, one.advance, account(one)) for one in shape.words(own, text)] for own in (fresh, used))
    assert alone == after


def test_the_cache_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape, "MOST_WORDS", 10)
    own = Stack((("source-sans-3", "regular"),), "en")
    for number in range(35):
        shape.words(own, f"word{number}")
    assert len(own.words) <= 10
    assert len(own.older) <= 10


def test_words_that_are_asked_for_again_and_again_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape, "MOST_WORDS", 10)
    own = Stack((("source-sans-3", "regular"),), "en")
    (common,) = shape.words(own, "the")
    for number in range(35):
        shape.words(own, f"word{number}")
        assert shape.words(own, "the") == (common,)


# --- What it says -----------------------------------------------------------------------------------------------------


def claimed(text: str) -> str:
    return "".join(said for one in shape.words(stack(), text) for _, said in account(one))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5\u00a0mg", "5\u00a0mg"),
        ("10\u202f000", "10\u202f000"),
        ("IL\u20112", "IL\u20112"),
        ("µ\u03bc", "µ\u03bc"),
        ("Ω\u2126", "Ω\u2126"),
        ("\u212b", "\u212b"),
        ("e\u0301", "é"),
        ("auto\u00adimmune", "autoimmune"),
        ("a\u2060b\u200bc", "abc"),
        ("\ufb01", "\ufb01"),
    ],
)
def test_every_code_says_its_character(text: str, said: str) -> None:
    """Composed characters are copied as one (NFC), and what only tells where lines break is not copied."""
    assert claimed(text) == said
    assert not any(one.ambiguous for one in shape.words(stack(), text))


def test_characters_that_share_a_glyph_have_codes_of_their_own() -> None:
    hyphens = [account(word(character))[0] for character in "-\u2010\u2011"]
    assert len({code for code, _ in hyphens}) == 3
    assert len({word("-").face.glyph(code) for code, _ in hyphens}) == 1


def test_letters_made_of_marks_are_given_as_actual_text() -> None:
    """The glyphs say the letter and its marks, which is the same text, but not the same characters."""
    one = word("ẹ\u0301")
    assert one.ambiguous
    assert [text for _, text in one.claims] == ["e", "\u0323", "\u0301"]
    assert shape.copied([one]) == "ẹ\u0301"


def test_no_code_can_end_its_string() -> None:
    """Brackets, backslashes and carriage returns inside codes are escaped, so that all codes are two bytes again."""
    awkward = [code for code in range(0x3000) if set(code.to_bytes(2, "big")) & set(b"()\\\r\n")]
    assert [part for code in awkward for part in shown(shape._string(code))] == awkward
    assert b"\r" not in b"".join(map(shape._string, awkward))


def test_a_mark_keeps_its_height_in_a_superscript() -> None:
    """A shift off the baseline is scaled with its text and added to the text's own rise, which comes back after it."""
    body = b"\0\1)]TJ 0.100 Ts[(\0\2)]TJ 0 Ts[(\0\3"
    assert shape.raised(body, 0.5, 0.33) == b"\0\1)]TJ 0.38 Ts[(\0\2)]TJ 0.33 Ts[(\0\3"


# --- Which face sets it -----------------------------------------------------------------------------------------------


def by_face(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(one.face.name, one.text) for one in shape.words(stack(language=language), text)]


def test_other_scripts_fall_back_whole() -> None:
    assert by_face("CD4\u05d0\u05d1x") == [
        ("SourceSans3-Regular", "CD4"), ("NotoSansHebrew-Regular", "\u05d0\u05d1"), ("SourceSans3-Regular", "x")
    ]


def test_a_letter_and_its_marks_stay_in_one_face() -> None:
    """Source Sans has the letter, but not the sign that stands below it."""
    text = "a\u0488"
    assert not stack().first.has(text)
    assert by_face(text) == [("KurintoSans-Rg", text)]


def test_a_cluster_that_no_face_has_whole_is_set_letter_by_letter() -> None:
    assert [text for _, text in by_face("中\u0301")] == ["中", "\u0301"]


@pytest.mark.parametrize("text", ["\ue000", "a\ue000", "e\u0301\ue000", "🫨"])
def test_a_character_that_no_face_has_is_named(text: str) -> None:
    with pytest.raises(KeyError) as missing:
        shape.words(stack(), text)
    assert missing.value.args == (text[-1],)


def test_invisible_characters_are_in_every_face() -> None:
    assert by_face("a\u2060b\ufe0f") == [("SourceSans3-Regular", "a\u2060b\ufe0f")]


def test_the_hyphen_of_a_line_end_says_a_soft_hyphen() -> None:
    face: Face = stack().first
    assert shape.hyphen(face).claims[0][1] == "\u00ad"
    assert shape.hyphen(face).advance == word("-").advance
