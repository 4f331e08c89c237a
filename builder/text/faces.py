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

WEIGHTS = {"regular": 400, "semibold": 600, "bold": 700}


class File(NamedTuple):
    """A font file in a package; `weight` is the weight that a variable font is set to, 0 for any other."""

    package: str
    path: str
    weight: int = 0


_SANS = "static/weblate_fonts/source-sans/ttf/SourceSans3-{}.ttf"
_WIDE = "static/weblate_fonts/kurinto/ttf/Kurinto{}.ttf"
_NOTO = "NotoSans{}[wght].ttf"
_SCRIPTS = ("Hebrew", "Devanagari", "Bengali", "Tamil", "Gujarati", "Gurmukhi", "Thai", "Khmer", "Ethiopic", "Telugu",
            "Kannada", "Malayalam", "Oriya", "Sinhala", "Lao", "Myanmar", "Armenian", "Georgian")

FILES: dict[tuple[str, str], File] = {
    **{("source-sans-3", weight): File("weblate_fonts", _SANS.format(weight.capitalize())) for weight in WEIGHTS},
    **{
        (f"noto-{script.lower()}", weight): File("manimgx_fonts", _NOTO.format(script), place)
        for script in _SCRIPTS
        for weight, place in WEIGHTS.items()
    },
    **{
        (family, weight): File("weblate_fonts", _WIDE.format(f"{name}-{'Rg' if weight == 'regular' else 'Bd'}"))
        for family, name in (("kurinto", "Sans"), ("kurinto-sc", "SansSC"), ("kurinto-tc", "SansTC"),
                             ("kurinto-jp", "SansJP"), ("kurinto-kr", "SansKR"))
        for weight in WEIGHTS
    },
}
"""The font file of each family and weight (SIL Open Font License).

Kurinto sets the rest: Arabic, which is copied best from it, and Chinese, Japanese and Korean. Its tone marks overprint
the vowels of Thai, and its bold Bengali, Ethiopic and kana are not bold.
"""

_NOTO_SETS = re.compile(
    "[\u0530-\u05ff\u0900-\u0eff\u1000-\u10ff\u1200-\u139f\u1780-\u17ff\u19e0-\u19ff\u1c90-\u1cbf\u2d00-\u2d2f\u2d80-\u2ddf"
    "\ua8e0-\ua8ff\ua9e0-\ua9ff\uaa60-\uaa7f\uab00-\uab2f\ufb13-\ufb4f]"
)
"""The blocks of the scripts that a Noto font sets: there it comes before any Kurinto font."""

_NEWER = re.compile("[\u0cf3\u0ece\U00011b00-\U00011b09]")
"""Letters younger than the Unicode of Python 3.11, about which Pythons disagree (tests/test_pythons.py)."""

_OWN = {"bn": "bengali", "as": "bengali", "gu": "gujarati", "pa": "gurmukhi", "ta": "tamil", "te": "telugu",
        "kn": "kannada", "ml": "malayalam", "or": "oriya", "si": "sinhala"}

FALLBACK: dict[str, tuple[str, ...]] = {
    "": (*(f"noto-{script.lower()}" for script in _SCRIPTS),
         "kurinto", "kurinto-sc", "kurinto-jp", "kurinto-kr", "kurinto-tc"),
    **{language: (f"noto-{script}",) for language, script in _OWN.items()},
    "zh": ("kurinto-sc",),
    **dict.fromkeys(("zh-hant", "zh-tw", "zh-hk", "zh-mo"), ("kurinto-tc",)),
    "ja": ("kurinto-jp",),
    "ko": ("kurinto-kr",),
}
"""The families that stand in for missing characters: those of the language, in lower case, and then those of all.

A language is listed here if several families have its letters or signs.
"""

INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f]")
"""Characters that tell how others are broken, joined or varied. A face need not have them."""


class Metrics(NamedTuple):
    """Heights of a face in 1/1000 em, the baseline at 0."""

    ascent: int
    descent: int
    cap_height: int
    x_height: int


class Face:
    """One font file, opened once in a process. Widths are whole 1/1000 em, as the PDF will state them.

    `weight` is the weight that a variable font is set to, 0 for any other. What `refuses` finds is left to other faces.
    """

    def __init__(self, name: str, path: Path, weight: int = 0, refuses: re.Pattern[str] | None = None) -> None:
        self.name, self.path, self.weight, self.refuses = name, path, weight, refuses
        self.hb = hb.Face(hb.Blob.from_file_path(str(path)))
        self.font = hb.Font(self.hb)
        self.font.scale = (1000, 1000)
        if weight:
            self.font.set_variations({"wght": weight})
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
        """Return whether the face sets all of `characters` well; it may have them composed if not one by one."""
        if self.refuses and self.refuses.search(characters):
            return False
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
        """The characters that share a glyph with another one, with that glyph."""
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
        if self.has("Hx"):
            heights = [self.font.get_glyph_extents(self.nominal(ord(letter)) or 0) for letter in "Hx"]
            cap, x = (round(height.y_bearing) for height in heights if height)
        else:
            tags = hb.OTMetricsTag.CAP_HEIGHT, hb.OTMetricsTag.X_HEIGHT
            cap, x = (round(self.font.get_metric_position_with_fallback(tag)) for tag in tags)
        return Metrics(round(extents.ascender), round(extents.descender), cap, x)

    def outline(self, character: str) -> list[tuple[Any, ...]]:
        """Return the strokes of a character: the drawing operators, and the points that they connect."""
        strokes: list[tuple[Any, ...]] = []
        draw = hb.DrawFuncs()
        for name in ("move_to", "line_to", "quadratic_to", "cubic_to"):
            getattr(draw, f"set_{name}_func")(lambda *points, name=name: strokes.append((name, *points[:-1])))
        self.font.draw_glyph(self.nominal(ord(character)) or 0, draw, None)
        return strokes


class Stack:
    """The faces that set the text of one language in one weight; the first that has a character sets it.

    `words`, `older`, `advances` and `bodies` are what shaping keeps of words and of pairs of letters.
    """

    def __init__(self, faces: tuple[tuple[str, str], ...], language: str) -> None:
        self._names = faces
        self.language = language
        self.weight = faces[0][1]
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

    def is_bold(self, own: Face, characters: str) -> bool:
        """Return whether one of its faces draws letters differently from the regular face of the same family."""
        family = next(family for family, weight in self._names if face(family, weight) is own)
        letters = filter(str.isalpha, characters)
        return all(_is_heavier(family, self.weight, letter) for letter in letters if own.has(letter))


def face(family: str, weight: str) -> Face:
    """Return the face of a family and weight. Raises BuildError if there is none or its font file is missing."""
    if (family, weight) not in FILES:
        known = ", ".join(sorted({name for name, _ in FILES}))
        raise BuildError(f"There is no font called '{family}' in {weight}.", f"A style may name one of: {known}.")
    return _opened(FILES[family, weight])


@functools.cache
def _opened(file: File) -> Face:
    install = file.package.replace("_", "-")
    spec = importlib.util.find_spec(file.package)
    if spec is None or not spec.submodule_search_locations:
        raise BuildError("The fonts are missing.", f"Install them with: pip install {install}")
    path = Path(spec.submodule_search_locations[0], file.path)
    if not path.is_file():
        raise BuildError(f"The font file {path.name} is missing.",
                         f"Install it again: pip install --force-reinstall {install}")
    names = {place: weight.capitalize() for weight, place in WEIGHTS.items()}
    name = f"{path.stem.partition('[')[0]}-{names[file.weight]}" if file.weight else path.stem
    return Face(name, path, file.weight, _NOTO_SETS if name.startswith("Kurinto") else _NEWER if file.weight else None)


@functools.lru_cache(maxsize=2_000)
def _is_heavier(family: str, weight: str, letter: str) -> bool:
    return face(family, weight).outline(letter) != face(family, "regular").outline(letter)


@functools.lru_cache(maxsize=256)
def stack(family: str, weight: str, language: str) -> Stack:
    """Return the stack of a family and weight for a language (a BCP 47 tag)."""
    parts = language.lower().split("-")
    known = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    own = next((FALLBACK[tag] for tag in known if tag in FALLBACK), ())
    return Stack(tuple((name, weight) for name in dict.fromkeys((family, *own, *FALLBACK[""]))), language)
