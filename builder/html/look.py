"""How a page looks: the colours of a style, their dark counterparts, and the style sheet that uses them."""

from __future__ import annotations

import base64
import functools
import hashlib
from pathlib import Path
from typing import NamedTuple

from builder.colours import Colour, contrast, lighter, spelled, toned
from builder.style import Style

FOLDER = Path(__file__).parent
CARDS = {".cards": "screen and (max-width: 34rem)", ".wide": "screen and (max-width: 56rem)", ".widest": "screen"}
"""Where tables become cards, one for each row: on narrow screens, and sooner the more columns they have."""
TEXT, LINES = 7.0, 3.0
"""The contrast of words, and of lines that carry meaning (WCAG 2.2, 1.4.6 and 1.4.11), as on paper."""
DARK = {"paper": (0.205, 0.02), "tint": (0.265, 0.03), "stripe": (0.235, 0.025), "urgent_tint": (0.29, 0.045)}
"""How light surfaces are in the dark, and how colourful at most."""
WORDS = ("ink", "heading", "accent", "grey", "link", "urgent_words")
STROKES = ("rule", "routine", "urgent")


class Look(NamedTuple):
    """A style sheet, its name in a Content-Security-Policy, and the window's colours in light and dark."""

    css: str
    digest: str
    light: str
    dark: str


def look(style: Style) -> Look:
    """Return the look of pages in a style."""
    return _made(tuple(style.colours.items()))


@functools.lru_cache(maxsize=32)
def _made(colours: tuple[tuple[str, Colour], ...]) -> Look:
    light = _named(dict(colours))
    dark = in_the_dark(dict(colours))
    css = (
        f":root {{ color-scheme: light dark; {_variables(light)} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_variables(_named(dark))} }} }}\n" + _sheet()
    )
    return Look(css, digest(css), spelled(light["paper"]), spelled(dark["paper"]))


def digest(inside: str) -> str:
    """Return the name in a Content-Security-Policy of an element with exactly that content (CSP 3, 6.7.3.3)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode("ascii")


@functools.cache
def _sheet() -> str:
    """Return the style sheet, the same for all colours."""
    page, cards, printed = ((FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in ("page", "cards", "print"))
    tables = (f"@media {where} {{\n{cards.replace('TABLE', table)}}}\n" for table, where in CARDS.items())
    return (page + "".join(tables) + printed).strip()


def _named(colours: dict[str, Colour]) -> dict[str, Colour]:
    """Return the colours, and the emergency colour once more for words and lines, where it is not a background."""
    return {"emergency_words": colours["emergency"], **colours}


def in_the_dark(colours: dict[str, Colour]) -> dict[str, Colour]:
    """Return the colours of a style for a dark screen: the same hues, as legible as in print."""
    dark = dict(colours)
    hue = colours["heading"]
    for name, (light, chroma) in DARK.items():
        dark[name] = toned(colours[name] if name == "urgent_tint" else hue, light, chroma)
    surfaces = (dark["paper"], dark["tint"], dark["stripe"])
    for name in WORDS:
        behind = (dark["urgent_tint"],) if name == "urgent_words" else surfaces
        dark[name] = lighter(_pale(colours[name]), behind, TEXT)
    for name in STROKES:
        dark[name] = lighter(colours[name], surfaces, 4.5)
    dark["hairline"] = toned(colours["hairline"], 0.42, 0.03)
    dark["emergency_words"] = lighter(colours["emergency"], surfaces, TEXT)
    dark["on_heading"] = dark["paper"]
    if contrast(dark["on_heading"], dark["heading"]) < TEXT:
        dark["on_heading"] = (0.0, 0.0, 0.0)
    return dark


def _pale(colour: Colour) -> Colour:
    """Return the colour to start from: what is almost black becomes almost white."""
    return toned(colour, 0.93, 0.01) if contrast(colour, (1.0, 1.0, 1.0)) > 14 else colour


def _variables(colours: dict[str, Colour]) -> str:
    return " ".join(f"--{name.replace('_', '-')}: {spelled(colour)};" for name, colour in sorted(colours.items()))
