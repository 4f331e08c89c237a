"""Colours: how much two of them differ to the eye, and the nearest legal colour to one that is not."""

from __future__ import annotations

import math
from collections.abc import Callable

Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 1, in sRGB."""

STEP = 1 / 512
"""How far apart two lightnesses are that are tried in turn: less than one step of 8 bits."""


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lightness(colour: Colour) -> float:
    """Return the lightness L* of a colour, 0 to 100 (CIE 1976)."""
    light = _luminance(colour)
    return 116 * math.cbrt(light) - 16 if light > 216 / 24389 else light * 24389 / 27


def spelled(colour: Colour) -> str:
    """Return a colour in six hexadecimal digits, such as "#12395b"."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def nearest(colour: Colour, legal: Callable[[Colour], bool]) -> Colour | None:
    """Return the colour nearest to `colour` that is `legal`, or None if none is.

    It has the same hue, and as much chroma as is possible at its lightness, in OKLCH (Ottosson 2020), where equal steps
    look equal.
    """
    light, chroma, hue = _oklch(colour)
    for number in range(int(1 / STEP) + 1):
        for other in (light - number * STEP, light + number * STEP):
            if 0 <= other <= 1:
                found = _in_gamut(other, chroma, hue)
                if legal(found):
                    return found
    return None


def toned(colour: Colour, light: float, most_chroma: float) -> Colour:
    """Return a colour of the same hue with the lightness `light`, 0 to 1, and at most so much chroma (OKLCH)."""
    _, chroma, hue = _oklch(colour)
    return _in_gamut(light, min(chroma, most_chroma), hue)


def lighter(colour: Colour, behind: tuple[Colour, ...], least: float) -> Colour:
    """Return a colour of the same hue, lighter if need be, with a contrast of `least` to all that is `behind` it.

    What is behind is dark; if no colour of that hue is light enough, the result is white.
    """
    low, chroma, hue = _oklch(colour)
    high, found = 1.0, (1.0, 1.0, 1.0)
    if all(contrast(colour, one) >= least for one in behind):
        return colour
    for _ in range(9):
        middle = (low + high) / 2
        other = _in_gamut(middle, chroma, hue)
        if all(contrast(other, one) >= least for one in behind):
            high, found = middle, other
        else:
            low = middle
    return found


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encoded(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _luminance(colour: Colour) -> float:
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _oklch(colour: Colour) -> tuple[float, float, float]:
    red, green, blue = map(_linear, colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return light, math.hypot(a, b), math.atan2(b, a)


def _in_gamut(light: float, chroma: float, hue: float) -> Colour:
    """Return a colour in 8 bits, with less chroma if sRGB does not have as much."""
    low, high = 0.0, chroma
    if not _fits(_linear_of(light, chroma, hue)):
        for _ in range(12):
            middle = (low + high) / 2
            low, high = (middle, high) if _fits(_linear_of(light, middle, hue)) else (low, middle)
        chroma = low
    parts = (_encoded(min(max(part, 0.0), 1.0)) for part in _linear_of(light, chroma, hue))
    red, green, blue = (round(part * 255) / 255 for part in parts)
    return red, green, blue


def _linear_of(light: float, chroma: float, hue: float) -> Colour:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short)


def _fits(linear: Colour) -> bool:
    return all(-1e-4 <= part <= 1 + 1e-4 for part in linear)
