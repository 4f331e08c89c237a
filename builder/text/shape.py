"""Shaping: characters to glyphs with HarfBuzz, in words that are cached for the life of the process.

A word's bytes depend on neither size nor document: glyph ids are CIDs, numbers are 1/1000 em.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Iterator

import uharfbuzz as hb
from icu4py.breakers import CharacterBreaker

from builder.text.faces import Face, Stack

MOST_WORDS = 50_000
"""How many words one stack keeps; past that it starts anew, so that memory stays bounded."""

FEATURES = {"kern": True, "liga": True, "clig": True, "locl": True}
FOLDED = {0xA0: " ", 0x202F: " ", 0x2011: "\u2010", 0xAD: None, 0x2060: None, 0x200B: None}
"""Characters that only tell where lines break: they are set, and copied, as what they look like."""
_FOLDABLE = re.compile("[\u00a0\u202f\u2011\u00ad\u2060\u200b]")
_ESCAPED = re.compile(rb"[()\\\r]")


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """Shaped characters of one face: `advance` in 1/1000 em, `body` the inside of a TJ array between `[(` and `)]`.

    `claims` are the glyphs and the text that each stands for; with `ambiguous` the word's text has to be given as
    ActualText, because no glyph by glyph account of it is right.
    """

    face: Face
    text: str
    advance: int
    body: bytes
    claims: tuple[tuple[int, str], ...]
    ambiguous: bool
    rtl: bool = False


def words(stack: Stack, text: str, rtl: bool = False) -> tuple[Word, ...]:
    """Return `text` shaped with the faces of `stack`. Raises KeyError with the first character that no face has."""
    key = text + "\u202b" if rtl else text
    found = stack.words.get(key)
    if found is None:
        if len(stack.words) >= MOST_WORDS:
            stack.words.clear()
        found = tuple(_shaped(face, part, stack.language, rtl) for face, part in _by_face(stack, _folded(text)))
        stack.words[key] = found
    return found  # type: ignore[return-value]


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFC", text) if not text.isascii() else text
    return text.translate(FOLDED) if _FOLDABLE.search(text) else text


def _by_face(stack: Stack, text: str) -> Iterator[tuple[Face, str]]:
    """Return the stretches of `text` with the face of each."""
    nominal = stack.first.font.get_nominal_glyph
    if all(nominal(ord(character)) for character in text):
        yield stack.first, text
        return
    face: Face | None = None
    stretch = ""
    for cluster in graphemes(text):
        wanted = face if face and cluster.isspace() else stack.face_of(cluster)
        if wanted is None:
            raise KeyError(next(c for c in cluster if stack.face_of(c) is None) if len(cluster) > 1 else cluster)
        if face is not wanted and stretch and face:
            yield face, stretch
            stretch = ""
        face, stretch = wanted, stretch + cluster
    if face and stretch:
        yield face, stretch


def graphemes(text: str) -> list[str]:
    """Return the grapheme clusters of `text` (UAX 29)."""
    return list(CharacterBreaker(text, "en"))


def _shaped(face: Face, text: str, language: str, rtl: bool) -> Word:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_GRAPHEMES
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.language = language
    hb.shape(face.font, buffer, FEATURES)
    glyphs = [info.codepoint for info in buffer.glyph_infos]
    clusters = [info.cluster for info in buffer.glyph_infos]
    body, advance = _body(face, glyphs, buffer.glyph_positions)
    claims, ambiguous = _claims(text, glyphs, clusters)
    return Word(face, text, advance, body, claims, ambiguous, rtl)


def _body(face: Face, glyphs: list[int], positions: list[hb.GlyphPosition]) -> tuple[bytes, int]:
    parts: list[bytes] = []
    advance = pending = 0
    for glyph, position in zip(glyphs, positions):
        shift = pending - position.x_offset
        if shift:
            parts.append(b")%d(" % shift)
        if position.y_offset:
            parts.append(b")]TJ %.3f Ts[(" % (position.y_offset / 1000))
        code = glyph.to_bytes(2, "big")
        parts.append(_ESCAPED.sub(rb"\\\g<0>", code).replace(b"\\\r", b"\\r"))
        if position.y_offset:
            parts.append(b")]TJ 0 Ts[(")
        pending = position.x_offset + face.width(glyph) - position.x_advance
        advance += position.x_advance
    if pending:
        parts.append(b")%d(" % pending)
    return b"".join(parts), advance


def _claims(text: str, glyphs: list[int], clusters: list[int]) -> tuple[tuple[tuple[int, str], ...], bool]:
    """Say which text each glyph stands for; a glyph beyond those of its cluster's letters stands for nothing."""
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(text)]))
    members: dict[int, list[int]] = {}
    for glyph, cluster in zip(glyphs, clusters):
        members.setdefault(cluster, []).append(glyph)
    claims: list[tuple[int, str]] = []
    ambiguous = False
    for start in starts:
        part, own = text[start : ends[start]], members[start]
        if len(own) == 1:
            claims.append((own[0], part))
        elif len(own) == len(part):
            claims.extend(zip(own, part))
        else:
            ambiguous = True
            claims.extend((glyph, part if number == 0 else "\u200b") for number, glyph in enumerate(own))
    return tuple(claims), ambiguous
