"""Faces and the stacks they form: which font file sets which characters of which language."""

from __future__ import annotations

import functools
import importlib.util
import re
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

import uharfbuzz as hb

from builder.problems import BuildError

_SANS = "source-sans/ttf/SourceSans3-{}.ttf"
_WIDE = "kurinto/ttf/Kurinto{}.ttf"

FILES: dict[tuple[str, str], str] = {
    ("source-sans-3", "regular"): _SANS.format("Regular"),
    ("source-sans-3", "semibold"): _SANS.format("Semibold"),
    ("source-sans-3", "bold"): _SANS.format("Bold"),
    **{
        (family, weight): _WIDE.format(f"{name}-{'Rg' if weight == 'regular' else 'Bd'}")
        for family, name in (("kurinto", "Sans"), ("kurinto-sc", "SansSC"), ("kurinto-tc", "SansTC"),
                             ("kurinto-jp", "SansJP"), ("kurinto-kr", "SansKR"))
        for weight in ("regular", "semibold", "bold")
    },
}
"""The font file of each family and weight, in the package weblate-fonts (SIL Open Font License)."""

FALLBACK: dict[str, tuple[str, ...]] = {
    "": ("kurinto", "kurinto-sc", "kurinto-jp", "kurinto-kr", "kurinto-tc"),
    "zh": ("kurinto-sc",),
    **dict.fromkeys(("zh-hant", "zh-tw", "zh-hk", "zh-mo"), ("kurinto-tc",)),
    "ja": ("kurinto-jp",),
    "ko": ("kurinto-kr",),
}
"""The families that stand in for missing characters: those of the language, in lower case, and then those of all."""

INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f]")
"""Characters that tell how others are broken, joined or varied. A face need not have them."""


class Metrics(NamedTuple):
    """Heights of a face in 1/1000 em, the baseline at 0."""

    ascent: int
    descent: int
    cap_height: int
    x_height: int


class Face:
    """One font file, opened once in a process. Widths are whole 1/1000 em, as the PDF will state them."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = path
        self.hb = hb.Face(hb.Blob.from_file_path(str(path)))
        self.font = hb.Font(self.hb)
        self.font.scale = (1000, 1000)
        self.nominal = self.font.get_nominal_glyph
        self.glyphs = self.hb.glyph_count
        self._widths: dict[int, int] = {}
        self.space_width = self.width(self.font.get_nominal_glyph(0x20) or 0)

    def width(self, glyph: int) -> int:
        """Return the advance of a glyph."""
        if glyph not in self._widths:
            self._widths[glyph] = round(self.font.get_glyph_h_advance(glyph))
        return self._widths[glyph]

    def has(self, characters: str) -> bool:
        """Return whether the face sets all of `characters`; what it has not apart it may have composed."""
        nominal = self.font.get_nominal_glyph
        if all(map(nominal, map(ord, characters))):
            return True
        if characters.isascii():
            return False
        visible = INVISIBLE.sub("", characters)
        forms = visible, unicodedata.normalize("NFC", visible)
        return any(all(map(nominal, map(ord, form))) for form in forms)

    @functools.cached_property
    def _seconds(self) -> dict[str, int]:
        """The characters that share the glyph of another one, with that glyph."""
        firsts: dict[int, int] = {}
        glyphs = ((character, self.font.get_nominal_glyph(character)) for character in sorted(self.hb.unicodes))
        return {chr(own): glyph for own, glyph in glyphs if firsts.setdefault(glyph, own) != own}

    @functools.cached_property
    def _codes(self) -> dict[str, int]:
        return {character: self.glyphs + number for number, character in enumerate(self._seconds)}

    def code(self, glyph: int, text: str) -> int:
        """Return the code under which a PDF shows `glyph` where it stands for `text`.

        It is the glyph's number, and for all but the first of the characters that share a glyph (U+0020 and U+00A0,
        U+00B5 and U+03BC) one past the last glyph, so that each of them is copied as itself.
        """
        return self._codes[text] if not text.isascii() and self._seconds.get(text) == glyph else glyph

    @functools.cached_property
    def _shared(self) -> tuple[int, ...]:
        return tuple(self._seconds.values())

    def glyph(self, code: int) -> int:
        """Return the glyph that a code shows."""
        return code if code < self.glyphs else self._shared[code - self.glyphs]

    @functools.cached_property
    def metrics(self) -> Metrics:
        extents = self.font.get_font_extents("ltr")
        heights = [self.font.get_glyph_extents(self.font.get_nominal_glyph(ord(letter)) or 0) for letter in "Hx"]
        cap, x = (round(height.y_bearing) if height else 0 for height in heights)
        return Metrics(round(extents.ascender), round(extents.descender), cap, x)


class Stack:
    """The faces that set the text of one language in one weight, the first one that has a character first.

    `words`, `older`, `advances` and `bodies` are what shaping keeps of words and of pairs of letters.
    """

    def __init__(self, faces: tuple[tuple[str, str], ...], language: str) -> None:
        self._names = faces
        self.language = language
        self.words: dict[str, Any] = {}
        self.older: dict[str, Any] = {}
        self.advances: dict[str, int] = {}
        self.bodies: dict[str, bytes] = {}

    @functools.cached_property
    def first(self) -> Face:
        return face(*self._names[0])

    def face_of(self, characters: str) -> Face | None:
        """Return the first face that has all of `characters`, a grapheme cluster, or None."""
        return next((own for own in (face(*name) for name in self._names) if own.has(characters)), None)


def face(family: str, weight: str) -> Face:
    """Return the face of a family and weight. Raises BuildError when there is none or its font file is missing."""
    if (family, weight) not in FILES:
        known = ", ".join(sorted({name for name, _ in FILES}))
        raise BuildError(f"There is no font called '{family}' in {weight}.", f"A style may name one of: {known}.")
    return _opened(FILES[family, weight])


@functools.cache
def _opened(file: str) -> Face:
    spec = importlib.util.find_spec("weblate_fonts")
    if spec is None or not spec.submodule_search_locations:
        raise BuildError("The fonts are missing.", "Install them with: pip install weblate-fonts")
    path = Path(spec.submodule_search_locations[0], "static", "weblate_fonts", file)
    if not path.is_file():
        raise BuildError(f"The font file {path.name} is missing.",
                         "Install it again: pip install --force-reinstall weblate-fonts")
    return Face(path.stem, path)


@functools.lru_cache(maxsize=256)
def stack(family: str, weight: str, language: str) -> Stack:
    """Return the stack of a family and weight for a language (a BCP 47 tag)."""
    parts = language.lower().split("-")
    known = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    own = next((FALLBACK[tag] for tag in known if tag in FALLBACK), ())
    return Stack(tuple((name, weight) for name in dict.fromkeys((family, *own, *FALLBACK[""]))), language)
