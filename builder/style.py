"""Styles: colours, type, spacing and page geometry from YAML, each style stating only what differs from another."""

from __future__ import annotations

import difflib
import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Sequence

from builder import source
from builder.problems import ContentError, Problem, UsageError

Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 1, in sRGB."""

MILLIMETRE = 72 / 25.4
BASE = "plain"
WEIGHTS = ("regular", "semibold", "bold")


@dataclass(frozen=True, slots=True)
class Type:
    """How a kind of text is set: size and leading in points."""

    size: float
    leading: float
    weight: str
    colour: Colour


@dataclass(frozen=True, slots=True)
class FormatStyle:
    """What one format takes from a style: lengths in points, `page` by name, `type` by role, `space` by use."""

    page: Mapping[str, float]
    type: Mapping[str, Type]
    space: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    font: str
    colours: Mapping[str, Colour]
    formats: Mapping[str, FormatStyle]


@functools.lru_cache(maxsize=64)
def load(name: str, folders: tuple[Path, ...]) -> Style:
    """Return the style called `name`, looked for in `folders` one after the other.

    Raises UsageError for a style that is not there and ContentError for a style that is wrong or illegible.
    """
    raw = _merged(name, folders, ())
    found: list[Problem] = []
    style = _style(name, raw, found.append)
    if not found:
        found.extend(_illegible(style, raw))
    if found:
        raise ContentError(found)
    return style


def names(folders: Sequence[Path]) -> list[str]:
    """Return the names of all styles in `folders`, sorted."""
    return sorted({path.stem for folder in folders for path in folder.glob("*.yaml")})


def _merged(name: str, folders: tuple[Path, ...], seen: tuple[str, ...]) -> dict[str, Any]:
    path = next((folder / f"{name}.yaml" for folder in folders if (folder / f"{name}.yaml").is_file()), None)
    if path is None:
        near = difflib.get_close_matches(name, names(folders), 1)
        hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(names(folders))}."
        raise UsageError(f"There is no style called '{name}'.", hint)
    root = source.load(path, f"styles/{path.name}").root
    if not isinstance(root, source.Mapping):
        raise ContentError([Problem("style-shape", f"The style '{name}' is empty.")])
    if name == BASE:
        return root
    above = root.get("extends")
    if not isinstance(above, str) or above in (*seen, name):
        span = root.value_span("extends") if "extends" in root else root.span()
        raise ContentError([Problem("style-extends", "A style extends another one, and never itself.", span,
                                    f"Write `extends: {BASE}`.")])
    return _overlaid(_merged(above, folders, (*seen, name)), root, path="")


def _overlaid(base: Mapping[str, Any], top: source.Mapping, path: str) -> dict[str, Any]:
    merged = dict(base)
    for key, value in top.items():
        if not path and key == "extends":
            continue
        if key not in base or isinstance(base[key], dict) != isinstance(value, dict):
            near = difflib.get_close_matches(key, list(base), 1)
            hint = f"Did you mean '{near[0]}'?" if near else f"Here a style may set: {', '.join(base)}."
            raise ContentError([Problem("style-key", f"A style has no '{key}' here.", top.key_span(key), hint)])
        merged[key] = _overlaid(base[key], value, f"{path}{key}.") if isinstance(value, dict) else value
    return merged


def _style(name: str, raw: Mapping[str, Any], report: Callable[[Problem], None]) -> Style:
    colours = {key: _colour(value, report) for key, value in raw["colours"].items()}
    formats = {
        key: FormatStyle(
            {part: _length(value, report) for part, value in raw[key]["page"].items()},
            {role: _type(value, colours, report) for role, value in raw[key]["type"].items()},
            {part: _length(value, report) for part, value in raw[key]["space"].items()},
        )
        for key in ("factsheet", "handout")
    }
    return Style(name, str(raw["fonts"]["text"]), colours, formats)


def _wrong(value: Any, what: str, hint: str, report: Callable[[Problem], None]) -> None:
    span = value.span() if isinstance(value, source.Scalar) else None
    report(Problem("style-value", f"'{value}' is not {what}.", span, hint))


def _colour(value: Any, report: Callable[[Problem], None]) -> Colour:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", str(value)):
        _wrong(value, "a colour", 'Write six digits in quotes, such as "#12395b".', report)
        return (0.0, 0.0, 0.0)
    red, green, blue = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _length(value: Any, report: Callable[[Problem], None]) -> float:
    match = re.fullmatch(r"(\d{1,4}(?:\.\d{1,3})?)(mm)?", str(value))
    if not match:
        _wrong(value, "a length", "Write points, such as 12.5, or millimetres, such as 17mm.", report)
        return 0.0
    return float(match[1]) * (MILLIMETRE if match[2] else 1)


def _type(value: Any, colours: Mapping[str, Colour], report: Callable[[Problem], None]) -> Type:
    match = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)/(\d{1,3}(?:\.\d+)?) (\w+) (\w+)", str(value))
    if not match or match[3] not in WEIGHTS or match[4] not in colours:
        _wrong(value, "a type", "Write size/leading, weight and colour, such as 13/17 regular ink.", report)
        return Type(12.0, 16.0, "regular", (0.0, 0.0, 0.0))
    return Type(float(match[1]), float(match[2]), match[3], colours[match[4]])


def tightened(style: Style, factor: float) -> Style:
    """Return `style` with type and space scaled by `factor`, a little under 1, but no type below the legibility floor.

    What is a few lines too long for its pages is set a little tighter, as a compositor would do it.
    """
    formats = {
        name: FormatStyle(
            _narrowed(part.page, max(factor, _smallest(name, "body") / part.type["body"].size)),
            {role: _scaled(kind, factor, _smallest(name, role)) for role, kind in part.type.items()},
            {use: space * factor**3 for use, space in part.space.items()},
        )
        for name, part in style.formats.items()
    }
    return Style(style.name, style.font, style.colours, formats)


def _narrowed(page: Mapping[str, float], factor: float) -> dict[str, float]:
    """Make the text column narrower with its type, so that its lines hold as many letters as before."""
    text = page["text"] * min(factor, 1.0)
    return {**page, "text": text, "gutter": page["gutter"] + page["text"] - text}


def _scaled(kind: Type, factor: float, smallest: float) -> Type:
    size = max(kind.size * factor, min(kind.size, smallest))
    leading = max(kind.leading * size / kind.size, 3 * MILLIMETRE)
    return Type(size, leading, kind.weight, kind.colour)


# --- The legibility floor (research on patient information, section 6) ------------------------------------------------

SMALLEST = {"factsheet": 9.0, "handout": 10.0}
BODY_SMALLEST = 12.0
OFFER_SMALLEST = 14.0
"""For the lines that offer an interpreter or another format (DAPB1605; 45 CFR 92.11)."""
RUNNING = ("body", "box", "tier")
TITLES = ("title", "heading", "subheading", "message", "box_heading", "tier_heading", "side_heading", "kicker")
ON_TINT = {"box": "tint", "box_heading": "tint", "tier_heading": "urgent_tint", "table": "stripe"}


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _illegible(style: Style, raw: Mapping[str, Any]) -> Iterator[Problem]:
    for name, part in style.formats.items():
        for role, kind in part.type.items():
            place = raw[name]["type"][role]
            span = place.span() if isinstance(place, source.Scalar) else None
            for message, hint in _faults(name, role, kind, style):
                yield Problem("illegible-style", f"{name}.type.{role}: {message}", span, hint)
    for fill, words in (("emergency", "on_emergency"), ("urgent_tint", "urgent_words"), ("heading", "on_heading"),
                        ("tint", "ink"), ("stripe", "ink"), ("paper", "link")):
        ratio = contrast(style.colours[fill], style.colours[words])
        if ratio < 7:
            place = raw["colours"][words]
            yield Problem("illegible-style", f"'{words}' on '{fill}' has a contrast of {ratio:.1f} to 1.",
                          place.span() if isinstance(place, source.Scalar) else None, "Text needs 7 to 1 or more.")


def _smallest(name: str, role: str) -> float:
    return {"body": BODY_SMALLEST, "offer": OFFER_SMALLEST}.get(role, SMALLEST[name])


def _faults(name: str, role: str, kind: Type, style: Style) -> Iterator[tuple[str, str]]:
    floor = _smallest(name, role)
    if kind.size < floor:
        yield f"{kind.size:g} pt is too small to read.", f"Set it in {floor:g} pt or more."
    least = 1.3 if role in RUNNING else 1.1 if role in TITLES else 1.2
    if kind.leading < least * kind.size - 0.06 or kind.leading < 3 * MILLIMETRE:
        needed = max(least * kind.size, 3 * MILLIMETRE)
        yield f"a leading of {kind.leading:g} pt is too tight.", f"Give it {needed:.1f} pt or more."
    paper = style.colours["heading" if role == "table_heading" and name == "factsheet" else "paper"]
    ratio = contrast(kind.colour, paper)
    if ratio < 7:
        yield f"the contrast is {ratio:.1f} to 1.", "Text needs 7 to 1 or more: choose a darker colour."
