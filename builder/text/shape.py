"""Shaping: characters to glyphs with HarfBuzz, in words that are cached for the life of the process.

A word's bytes depend on neither size nor document: glyph ids are CIDs, numbers are 1/1000 em.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from dataclasses import dataclass
from operator import add
from typing import ClassVar, Iterable, Sequence

import uharfbuzz as hb
from icu4py.breakers import CharacterBreaker

from builder.text.faces import Face, Stack

MOST_WORDS = 2_000
"""How many words one stack keeps, and as many older ones again: a word used again moves up, any other is dropped."""

FEATURES = {"kern": True, "liga": True, "clig": True, "locl": True}
_UNSPOKEN = re.compile("[\u00ad\u200b\u2060\ufe00-\ufe0f]")
"""Characters that only say how a line breaks or a letter varies: they are not copied."""
_NOTHING = "\u200b"
"""The text of glyphs that stand for one text together with the glyph before them."""
_RISE = re.compile(rb"(?<=\)\]TJ )(-?[\d.]+) Ts(?=\[\()")
_ESCAPED = re.compile(rb"[()\\\r]")


@dataclass(slots=True, eq=False)
class Word:
    """Shaped characters of one face: `advance` in 1/1000 em, `body` the inside of a TJ array between `[(` and `)]`.

    A space at the end of its text is in the body, and not in the advance: it is `space` wide. `claims` are the codes in
    the body and the text that each stands for; if `ambiguous`, the word's text has to be given as ActualText, because
    no mapping code by code gives it correctly. In a `plain` word each code is the one that its ASCII letter has
    everywhere, and there are no claims.
    """

    face: Face
    text: str
    advance: int
    body: bytes
    claims: tuple[tuple[int, str], ...] = ()
    ambiguous: bool = False
    plain: bool = False
    space: int = 0
    forced: ClassVar[bool] = False
    soft: ClassVar[None] = None


def words(stack: Stack, text: str, rtl: bool = False) -> tuple[Word, ...]:
    """Return `text` shaped with the faces of `stack`. Raises KeyError with the first character that no face has."""
    key = text + "\u202b" if rtl else text
    found = stack.words.get(key)
    if found is None:
        found = stack.older.get(key)
        if found is None:
            plain = None if rtl else _plain(stack, text)
            found = (plain,) if plain else tuple(
                [_shaped(face, part, stack.language, rtl) for face, part in _by_face(stack, text)]
            )  # fmt: skip
        if len(stack.words) >= MOST_WORDS:
            stack.words, stack.older = {}, stack.words
        stack.words[key] = found
    return found


def copied(words: Iterable[Word]) -> str:
    """Return the text that words are copied as, when not every glyph has a text of its own."""
    return _UNSPOKEN.sub("", "".join([word.text for word in words]))


def raised(body: bytes, ratio: float, rise: float) -> bytes:
    """Return a body with its own shifts off the baseline adapted to a size of `ratio` and a text rise, in em."""
    return _RISE.sub(lambda match: b"%.4g Ts" % (float(match[1]) * ratio + rise), body) if b" Ts[(" in body else body


@functools.lru_cache(maxsize=64)
def hyphen(face: Face) -> Word:
    """Return the hyphen that shows when a line ends at a soft hyphen in the text."""
    shown = next(shown for shown in "\u2010-" if face.has(shown))
    glyph = face.font.get_nominal_glyph(ord(shown)) or 0
    code = face.code(glyph, "\u00ad")
    return Word(face, "\u00ad", face.width(glyph), _string(code), ((code, "\u00ad"),))


def _by_face(stack: Stack, text: str) -> list[tuple[Face, str]]:
    """Return the stretches of `text` with the face of each; clusters stay whole if any face has them whole."""
    if stack.first.has(text):
        return [(stack.first, text)]
    stretches: list[tuple[Face, str]] = []
    for cluster in graphemes(text):
        for part in [cluster] if stack.face_of(cluster) else cluster:
            if part == " " and stretches and stretches[-1][0].has(" "):
                face: Face | None = stretches[-1][0]  # readers lose a space in another font after an overhanging mark
            else:
                face = stack.face_of(part)
            if face is None:
                raise KeyError(part)
            if stretches and stretches[-1][0] is face:
                part = stretches.pop()[1] + part
            stretches.append((face, part))
    return stretches


def graphemes(text: str) -> list[str]:
    """Return the grapheme clusters of `text` (UAX 29)."""
    return list(CharacterBreaker(text, "en"))


def _plain(stack: Stack, text: str) -> Word | None:
    """Return a word of ASCII letters, or None if it takes more than the glyph of each letter.

    Such a word is made of pairs of letters, each shaped once: none of our fonts looks at more than two at a time, which
    the tests check (tests/text/test_shape.py).
    """
    if not text.isascii():
        return None
    pairs = [*map(add, text, text[1:]), text[-1]]
    advances, bodies = stack.advances, stack.bodies
    try:
        body = b"".join(map(bodies.__getitem__, pairs))
    except KeyError:
        if not all(_pair(stack, pair) for pair in pairs):
            return None
        body = b"".join(map(bodies.__getitem__, pairs))
    advance = sum(map(advances.__getitem__, pairs))
    space = stack.first.space_width if text[-1] == " " else 0
    return Word(stack.first, text, advance - space, body, plain=True, space=space)


def _pair(stack: Stack, pair: str) -> bool:
    """Note how far the first of two ASCII letters, or one alone, moves the pen, and what shows it.

    Return whether that describes them fully: one glyph each, at its place.
    """
    if pair in stack.bodies:
        return True
    face = stack.first
    infos, positions = _glyphs(face, pair, stack.language)
    letters = list(map(face.nominal, map(ord, pair)))
    moved = any(right or up for right, up, _, _ in positions)
    if infos != list(enumerate(letters)) or moved or positions[-1][2] != face.width(infos[-1][1]):
        return False
    width, own = _printed(face, infos[0][1])
    shift = width - positions[0][2]
    stack.advances[pair] = positions[0][2]
    stack.bodies[pair] = own + b")%d(" % shift if shift else own
    return True


def _glyphs(
    face: Face, text: str, language: str, rtl: bool = False
) -> tuple[list[tuple[int, int]], list[tuple[int, int, int, int]]]:
    """Return the cluster and number of each glyph, and its position: its offset and advance, across and up."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_GRAPHEMES
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.language = language
    hb.shape(face.font, buffer, FEATURES)
    infos = [(info.cluster, info.codepoint) for info in buffer.glyph_infos]
    return infos, [position.position for position in buffer.glyph_positions]


def _shaped(face: Face, text: str, language: str, rtl: bool = False) -> Word:
    infos, positions = _glyphs(face, text, language, rtl)
    claims, ambiguous = _claims(face, text, infos)
    if not rtl and not text.isascii():  # readers see a gap where a mark is moved or takes no room
        ambiguous |= any(right or up or not advance for right, up, advance, _ in positions)
    body = _body(face, [code for code, _ in claims], positions)
    space = face.space_width if text[-1] == " " else 0
    return Word(face, text, sum([position[2] for position in positions]) - space, body, claims, ambiguous, space=space)


def _claims(face: Face, text: str, glyphs: Sequence[tuple[int, int]]) -> tuple[tuple[tuple[int, str], ...], bool]:
    """Return a code for each of `glyphs`, which come with their clusters, and the text that it stands for.

    Also say whether that mapping is only approximate. The characters of a cluster are copied in composed form (NFC) or,
    if the face composes them from marks, as those; a single character is copied as it is.
    """
    starts = sorted({cluster for cluster, _ in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)]))
    claims: list[tuple[int, str]] = []
    ambiguous = False
    for start, group in itertools.groupby(glyphs, key=lambda glyph: glyph[0]):
        part, own = _UNSPOKEN.sub("", text[start : ends[start]]), [glyph for _, glyph in group]
        if len(part) > 1 and not part.isascii():
            part = unicodedata.normalize("NFC", part)
        letters: Iterable[str] = part
        if len(own) != len(part):
            ambiguous |= len(own) > 1
            marks = unicodedata.normalize("NFD", part)
            letters = marks if len(own) == len(marks) else (part, *[_NOTHING] * len(own))
        claims.extend((face.code(glyph, letter), letter) for glyph, letter in zip(own, letters))
    return tuple(claims), ambiguous


def _body(face: Face, codes: Sequence[int], positions: Sequence[tuple[int, int, int, int]]) -> bytes:
    """Return the inside of the TJ array for codes at their positions."""
    parts: list[bytes] = []
    pending = 0
    for code, (right, up, advance, _) in zip(codes, positions):
        shift = pending - right
        if shift:
            parts.append(b")%d(" % shift)
        width, own = _printed(face, code)
        parts.append(b")]TJ %.3f Ts[(%b)]TJ 0 Ts[(" % (up / 1000, own) if up else own)
        pending = right + width - advance
    if pending:
        parts.append(b")%d(" % pending)
    return b"".join(parts)


@functools.lru_cache(maxsize=4_000)
def _printed(face: Face, code: int) -> tuple[int, bytes]:
    """Return the width of a code, and the code as it stands in a literal string."""
    return face.width(face.glyph(code)), _string(code)


def _string(code: int) -> bytes:
    """Return a code as it stands in a literal string, where a bare carriage return would be read as a line feed."""
    return _ESCAPED.sub(rb"\\\g<0>", code.to_bytes(2, "big")).replace(b"\\\r", b"\\r")
