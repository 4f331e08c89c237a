"""Faces and the stacks they form: which font file sets which characters of which language."""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path
from typing import NamedTuple

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
    "": ("kurinto",),
    "zh": ("kurinto-sc", "kurinto"),
    "zh-Hant": ("kurinto-tc", "kurinto"),
    "ja": ("kurinto-jp", "kurinto"),
    "ko": ("kurinto-kr", "kurinto"),
}
"""The families that stand in for missing characters, by language."""


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
        self.space = self.font.get_nominal_glyph(0x20) or 0
        self._widths: dict[int, int] = {}

    def width(self, glyph: int) -> int:
        """Return the advance of a glyph."""
        if glyph not in self._widths:
            self._widths[glyph] = round(self.font.get_glyph_h_advance(glyph))
        return self._widths[glyph]

    @functools.cached_property
    def metrics(self) -> Metrics:
        extents = self.font.get_font_extents("ltr")
        heights = [self.font.get_glyph_extents(self.font.get_nominal_glyph(ord(letter)) or 0) for letter in "Hx"]
        cap, x = (round(height.y_bearing) if height else 0 for height in heights)
        return Metrics(round(extents.ascender), round(extents.descender), cap, x)

    def __lt__(self, other: Face) -> bool:
        return self.name < other.name


class Stack:
    """The faces that set the text of one language in one weight, the first one that has a character first."""

    def __init__(self, faces: tuple[tuple[str, str], ...], language: str) -> None:
        self._names = faces
        self.language = language
        self.words: dict[str, tuple[object, ...] | None] = {}

    @functools.cached_property
    def first(self) -> Face:
        return face(*self._names[0])

    def face_of(self, characters: str) -> Face | None:
        """Return the first face that has all of `characters`, a grapheme cluster, or None."""
        for name in self._names:
            candidate = face(*name)
            if all(candidate.font.get_nominal_glyph(ord(character)) for character in characters):
                return candidate
        return None


@functools.lru_cache(maxsize=None)
def face(family: str, weight: str) -> Face:
    """Return the face of a family and weight. Raises BuildError when its font file is missing."""
    spec = importlib.util.find_spec("weblate_fonts")
    if spec is None or not spec.submodule_search_locations:
        raise BuildError("The fonts are missing.", "Install them with: pip install weblate-fonts")
    path = Path(spec.submodule_search_locations[0], "static", "weblate_fonts", FILES[family, weight])
    if not path.is_file():
        raise BuildError(f"The font file {path.name} is missing.", "Install it again: pip install --force-reinstall "
                                                                   "weblate-fonts")
    return Face(path.stem, path)


@functools.lru_cache(maxsize=None)
def stack(family: str, weight: str, language: str) -> Stack:
    """Return the stack of a family and weight for a language (a BCP 47 tag)."""
    primary = language.split("-")[0]
    fallback = FALLBACK.get(language) or FALLBACK.get(primary) or FALLBACK[""]
    return Stack(tuple((name, weight) for name in (family, *fallback)), language)
