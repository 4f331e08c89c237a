"""Styles: colours, type, spacing and page geometry from YAML, each style stating only what differs from another."""

from __future__ import annotations

import functools
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Sequence

from builder import files, legibility, source
from builder.colours import Colour as Colour
from builder.colours import contrast as contrast
from builder.colours import lightness as lightness
from builder.colours import nearest, spelled
from builder.format import FORMATS, SECTIONS
from builder.legibility import MILLIMETRE as MILLIMETRE
from builder.near import did_you_mean
from builder.problems import ContentError, Problem, Span, UsageError

BASE = "plain"
MOST_EXTENDED = 10
"""How many styles may extend one another; more is a mistake, or malice."""
WEIGHTS = ("regular", "semibold", "bold")
FONTS = ("source-sans-3", "kurinto")
_TYPE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)/([0-9]{1,3}(?:\.[0-9]{1,2})?) (\w+) (\w+)")

Report = Callable[[Problem], None]


GRAIN = 2.0**-10
"""The least length, in points: every height is a multiple of it, so that sums of heights are exact in binary."""


def snapped(length: float) -> float:
    """Return the multiple of the least length that is nearest to a length in points."""
    return round(length / GRAIN) * GRAIN


@dataclass(frozen=True, slots=True)
class Type:
    """How a kind of text is set: size and leading in points."""

    size: float
    leading: float
    weight: str
    colour: Colour

    def __post_init__(self) -> None:
        object.__setattr__(self, "leading", snapped(self.leading))


@dataclass(frozen=True, slots=True)
class FormatStyle:
    """What formats take from a section of a style, in points: `page` by name, `type` by role, `space` by use."""

    page: Mapping[str, float]
    type: Mapping[str, Type]
    space: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    font: str
    colours: Mapping[str, Colour]
    formats: Mapping[str, FormatStyle]
    """Its sections; the row of each format names the one that it is set in."""


@functools.lru_cache(maxsize=64)
def load(name: str, folders: tuple[Path, ...]) -> Style:
    """Return the style called `name`, looked for in `folders` in turn.

    The last folder holds the built-in styles, among them the one that has every key. Raises UsageError for a
    style that is not there and ContentError, with all problems, for a style that is wrong or illegible.
    """
    found: list[Problem] = []
    *own, (_, base) = _chain(name, folders)
    raw: dict[str, Any] = base
    for _, over in reversed(own):
        raw = _overlaid(raw, over, found.append, top=True)
    style = _style(name, raw, found.append)
    if not found:
        found.extend(_illegible(style, raw))
    if found:
        raise ContentError(found)
    return style


def names(folders: Sequence[Path]) -> list[str]:
    """Return the names of all styles in `folders`, sorted."""
    return sorted({path.stem for folder in folders for path in folder.glob("*.yaml")})


def files_of(name: str, folders: tuple[Path, ...]) -> list[Path]:
    """Return the files that a style is made from: its own first, the base style last. Raises what `load` raises."""
    return [path for path, _ in _chain(name, folders)]


def _chain(name: str, folders: tuple[Path, ...]) -> list[tuple[Path, source.Mapping]]:
    """Return each file that a style is made from, with its data; every one extends the one after it."""
    path = _file(name, folders, ())
    if path is None:
        raise UsageError(f"There is no style called '{name}'.", _near(name, names(folders), "There are"))
    chain = [(path, _read(path))]
    while (path := chain[-1][0]) != folders[-1] / f"{BASE}.yaml":
        above = _extended(chain, folders)
        chain.append((above, _read(above)))
    if lacking := list(_lacking(chain[-1][1])):
        raise ContentError(lacking)
    return chain


_TYPES = """
    kicker title subtitle message heading subheading body box box_heading tier tier_heading table table_heading side
    side_heading small label furniture
""".split()
_OWN_TYPES = {"handout": ["offer"]}
"""Types that only one section has."""
KEYS: Mapping[str, Sequence[str]] = {
    "colours": """
        paper ink heading accent grey link hairline rule tint stripe on_heading emergency on_emergency urgent
        urgent_words urgent_tint routine
    """.split(),
    "fonts": ["text"],
    **{f"{section}.type": [*_TYPES, *_OWN_TYPES.get(section, ())] for section in SECTIONS},
    **{f"{section}.page": ["text", "side", "gutter", "top", "bottom"] for section in SECTIONS},
    **{f"{section}.space": ["paragraph", "item", "section", "heading", "box"] for section in SECTIONS},
}
"""What pages are set with, and therefore what the base style must have."""


def _lacking(base: source.Mapping) -> Iterator[Problem]:
    """Yield what the base style lacks, since no other style can supply it."""
    for place, keys in KEYS.items():
        part: Any = base
        for name in place.split("."):
            part = part.get(name) if isinstance(part, source.Mapping) else None
        values = part if isinstance(part, source.Mapping) else source.Mapping()
        lacking = [key for key in dict.fromkeys((*keys, *values)) if not isinstance(values.get(key), source.Scalar)]
        if lacking:
            yield Problem("style-shape", f"'{place}' lacks a value for {', '.join(lacking)}.",
                          (part if isinstance(part, source.Mapping) else base).span(),
                          "Every style starts from this one: write them again.")


def _read(path: Path) -> source.Mapping:
    name = _shown(path)
    root = source.load(files.inside(path, path.parent.parent, name), name).root
    if isinstance(root, source.Mapping):
        return root
    message, place = f"The style '{path.stem}' has no lines of 'key: value'.", Span(name, 1, 1, 1, 1)
    raise ContentError([Problem("style-shape", message, place, f"Write `extends: {BASE}`.")])


def _shown(path: Path) -> str:
    """Return the name of a style's file for messages: as the author sees it, or within its own folder."""
    return f"styles/{path.name}" if path.is_absolute() else path.as_posix()


def _extended(chain: list[tuple[Path, source.Mapping]], folders: tuple[Path, ...]) -> Path:
    """Return the file of the style that the last of `chain` extends."""
    (path, root), below = chain[-1], [path for path, _ in chain]
    above = root.get("extends", BASE if path.stem == BASE else None)  # a workspace may have the complete base style
    found = _file(above, folders, below) if isinstance(above, str) else None
    if found and len(chain) < MOST_EXTENDED:
        return found
    span = root.value_span("extends") if "extends" in root else root.span()
    raise ContentError([_extends_wrongly(above, below, folders, span)])


def _file(name: str, folders: tuple[Path, ...], below: Sequence[Path]) -> Path | None:
    """Return the file of a style, unless it is one of those that extend it."""
    known = name in names(folders)  # so that no name leads out of the folders
    places = (folder / f"{name}.yaml" for folder in folders) if known else ()
    return next((path for path in places if os.path.lexists(path) and path not in below), None)


def _extends_wrongly(above: Any, below: Sequence[Path], folders: tuple[Path, ...], span: Span) -> Problem:
    name = below[-1].stem
    if isinstance(above, str) and above not in names(folders):
        return Problem("style-extends", f"There is no style called '{above}'.", span,
                       _near(above, names(folders), "There are"))
    message = f"The style '{name}' must extend another one, and never itself."
    if above != name and above in [path.stem for path in below]:
        message = f"The style '{name}' extends '{above}', which extends '{name}' in turn."
    elif len(below) == MOST_EXTENDED:
        message = f"More than {MOST_EXTENDED} styles extend one another."
    return Problem("style-extends", message, span, f"Write `extends: {BASE}`.")


def _near(name: str, known: Sequence[str], there: str) -> str:
    return did_you_mean(name, known) or f"{there}: {', '.join(known)}."


def _overlaid(base: Mapping[str, Any], over: source.Mapping, report: Report, top: bool = False) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        if top and key == "extends":
            continue
        if key not in base:
            hint = _near(key, list(base), "Here a style may set")
            report(Problem("style-key", f"A style has no '{key}' here.", over.key_span(key), hint))
        elif isinstance(base[key], dict) != isinstance(value, dict) or value is None:
            wanted = "keys below it" if isinstance(base[key], dict) else "one value"
            report(Problem("style-shape", f"'{key}' takes {wanted}.", over.value_span(key),
                           "Look at styles/plain.yaml, which has every key."))
        else:
            merged[key] = _overlaid(base[key], value, report) if isinstance(value, source.Mapping) else value
    return merged


def _style(name: str, raw: Mapping[str, Any], report: Report) -> Style:
    colours = {key: _colour(value, report) for key, value in raw["colours"].items()}
    formats = {
        key: FormatStyle(
            {part: _length(value, report) for part, value in raw[key]["page"].items()},
            {role: _type(value, colours, report) for role, value in raw[key]["type"].items()},
            {part: _length(value, report) for part, value in raw[key]["space"].items()},
        )
        for key in SECTIONS
    }
    font = raw["fonts"]["text"]
    if font not in FONTS:
        _wrong(font, "a font", f"There are: {', '.join(FONTS)}.", report)
    return Style(name, str(font), colours, formats)


def _wrong(value: Any, what: str, hint: str, report: Report) -> None:
    report(Problem("style-value", f"'{value}' is not {what}.", _place(value), hint))


def _place(value: Any) -> Span | None:
    return value.span() if isinstance(value, (source.Scalar, source.Sequence)) else None


def _colour(value: Any, report: Report) -> Colour:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", str(value)):
        _wrong(value, "a colour", 'Write six digits in quotes, such as "#12395b".', report)
        return (0.0, 0.0, 0.0)
    red, green, blue = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _length(value: Any, report: Report) -> float:
    match = re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]{1,3})?)(mm)?", str(value))
    if not match:
        _wrong(value, "a length", "Write points, such as 12.5, or millimetres, such as 17mm.", report)
        return 0.0
    return float(match[1]) * (MILLIMETRE if match[2] else 1)


def _type(value: Any, colours: Mapping[str, Colour], report: Report) -> Type:
    match = _TYPE.fullmatch(str(value))
    if not match or match[3] not in WEIGHTS:
        _wrong(value, "a type", f"Write size/leading, weight ({', '.join(WEIGHTS)}) and colour, such as "
                                "13/17 regular ink.", report)
    elif match[4] not in colours:
        hint = _near(match[4], list(colours), "There are")
        report(Problem("style-value", f"The style has no colour called '{match[4]}'.", _place(value), hint))
    else:
        return Type(float(match[1]), float(match[2]), match[3], colours[match[4]])
    return Type(12.0, 16.0, "regular", (0.0, 0.0, 0.0))


def tightened(style: Style, factor: float) -> Style:
    """Return `style` with type and space scaled by `factor`, a little under 1, but no type below the legibility floor.

    Text a few lines too long for its pages is set a little tighter, as a compositor would do.
    """
    formats = {
        name: FormatStyle(
            _narrowed(part.page, max(factor, legibility.smallest_in("body", name) / part.type["body"].size)),
            {role: _scaled(kind, factor, legibility.smallest_in(role, name)) for role, kind in part.type.items()},
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
    leading = max(kind.leading * size / kind.size, legibility.LEAST_LEADING)
    return Type(size, leading, kind.weight, kind.colour)


# --- The legibility floor ---------------------------------------------------------------------------------------------

TINTS = ("tint", "stripe", "urgent_tint")
LINES = ("rule", "emergency", "urgent", "routine")
BEHIND = {
    "box": ("paper", "tint"), "box_heading": ("tint",), "tier": ("paper", "urgent_tint"), "table": ("paper", "stripe"),
    "side": ("paper", "tint"), "side_heading": ("paper", "tint"), "small": ("paper", "tint"), "tier_heading": (),
}  # fmt: skip
"""What each kind of text stands on, if not only on paper; for a tier's heading, `COLOURED` has it."""
COLOURED = {
    "heading": ("paper", "tint", "stripe"), "link": ("paper", "tint", "stripe", "urgent_tint"),
    "accent": ("paper", "tint"), "emergency": ("paper",), "on_emergency": ("emergency",),
    "urgent_words": ("urgent_tint",), "on_heading": ("heading",),
}  # fmt: skip
"""What words stand on whose colour is not from a type: run-in headings, links, marks of lists, headings of tiers."""
LEAST_PAGE = {
    "text": 80 * MILLIMETRE, "side": 15 * MILLIMETRE, "gutter": 4 * MILLIMETRE, "top": legibility.MARGIN,
    "bottom": legibility.MARGIN,
}  # fmt: skip


def _illegible(style: Style, raw: Mapping[str, Any]) -> Iterator[Problem]:
    for name, part in style.formats.items():
        for role, kind in part.type.items():
            place = _place(raw[name]["type"][role])
            for message, hint in _faults(name, role, kind):
                yield Problem("illegible-style", f"{name}.type.{role}: {message}", place, hint)
        yield from _cramped(name, part.page, raw[name]["page"])
    yield from _faint(style, raw)


def _faults(name: str, role: str, kind: Type) -> Iterator[tuple[str, str]]:
    floor = legibility.smallest_in(role, name)
    if kind.size < floor:
        yield f"{kind.size:g} pt is too small to read.", f"Set it in {floor:g} pt or more."
    if kind.size > legibility.LARGEST:
        yield f"{kind.size:g} pt is too large for a page.", f"Set it in {legibility.LARGEST:g} pt or less."
    least = legibility.least_leading(role, kind.size)
    if kind.leading < least - legibility.SLACK:
        yield f"a leading of {kind.leading:g} pt is too tight.", f"Give it {least:.1f} pt or more."
    if kind.leading > 2 * kind.size:
        yield f"a leading of {kind.leading:g} pt is too wide.", f"Give it {2 * kind.size:g} pt or less."


def _cramped(name: str, page: Mapping[str, float], raw: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what does not fit on both papers, or leaves no room."""
    for part, least in LEAST_PAGE.items():
        if page[part] < least:
            yield Problem("illegible-style", f"{name}.page.{part}: {page[part] / MILLIMETRE:.1f} mm is too little.",
                          _place(raw[part]), f"Give it {least / MILLIMETRE:g}mm or more.")
    width = page["text"] + page["gutter"] + page["side"]
    if width > legibility.LIVE_WIDTH + 0.1:
        message = f"{name}.page.text: with the side column and the gutter, {width / MILLIMETRE:.0f} mm is too wide."
        yield Problem("illegible-style", message, _place(raw["text"]), "190 mm fits on A4 and on Letter.")


Limits = dict[tuple[str, str], float]
"""The contrast that two colours need."""


def _faint(style: Style, raw: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield each pair of colours whose contrast is too low, once for all types, and each tint that is too dark.

    Each offer assumes that the offers before it are accepted, so that all of them are legible together.
    """
    mended = style
    types = _pairs(raw)
    limits: Limits = {(line, "paper"): legibility.CONTRAST_OF_LINES for line in LINES}
    limits |= dict.fromkeys(types, legibility.CONTRAST)
    for pair, least in limits.items():
        front, back = pair
        ratio = contrast(style.colours[front], style.colours[back])
        if ratio < least:
            what = "Lines need" if least == legibility.CONTRAST_OF_LINES else "Text needs"
            problem = _pale(f"'{front}' on '{back}' has a contrast of {ratio:.1f} to 1.",
                            f"{what} {least:g} to 1 or more.", pair, types.get(pair, []), mended, raw, limits)
            yield problem
            mended = _mended(mended, raw, problem)
    for tint in TINTS:
        if lightness(style.colours[tint]) < legibility.PALEST:
            problem = _pale(f"'{tint}' is too dark to stand behind text.", "Mix in more white.", (tint,), [], mended,
                            raw, limits)
            yield problem
            mended = _mended(mended, raw, problem)


def _mended(style: Style, raw: Mapping[str, Any], problem: Problem) -> Style:
    """Return a style with the colour that a problem offers, if it offers one."""
    keys = [key for key, value in raw["colours"].items() if problem.replacement and _place(value) == problem.span]
    colours = {key: _colour(problem.replacement, list[Problem]().append) for key in keys}
    return Style(style.name, style.font, {**style.colours, **colours}, style.formats)


def _pairs(raw: Mapping[str, Any]) -> dict[tuple[str, str], list[Any]]:
    """Return the colours that words have and what they stand on, each pair with the types that have it."""
    pairs: dict[tuple[str, str], list[Any]] = {
        (words, fill): [] for words, fills in COLOURED.items() for fill in fills
    }
    for name, plan in dict.fromkeys((row.style, row.plan) for row in FORMATS.values()):
        for role, value in raw[name]["type"].items():
            head = "heading" if plan == "factsheet" else "tint"
            for fill in (head,) if role == "table_heading" else BEHIND.get(role, ("paper",)):
                pairs.setdefault((value.split()[-1], fill), []).append(value)
    return pairs


def _pale(message: str, hint: str, keys: Sequence[str], types: Sequence[Any], style: Style, raw: Mapping[str, Any],
          limits: Limits) -> Problem:
    """Return the problem at the first of the colours `keys` that is in the style's own file, or at a type there.

    It offers the nearest colour that is legal beside all others, if there is one.
    """
    colours = raw["colours"]
    places = [(key, place) for key in keys if (place := _place(colours[key]))]
    places += [("", place) for value in types if (place := _place(value))]
    key, span = next((one for one in places if _is_own(one[1], style)), places[0] if places else ("", None))
    better = _legal(key or keys[0], style, limits)
    if better is None:
        return Problem("illegible-style", message, span, hint)
    hint += f" The nearest '{key or keys[0]}' that is legible everywhere: \"{better}\"."
    replacement = better if key and span and _is_own(span, style) else None
    return Problem("illegible-style", message, span, hint, replacement=replacement)


def _is_own(span: Span, style: Style) -> bool:
    """Tell whether a place is in the style's own file, not in one that it extends."""
    return Path(span.path).stem == style.name


def _legal(key: str, style: Style, limits: Limits) -> str | None:
    """Return the nearest colour that may replace `key`, as long as all others stay as they are."""
    needs = [(style.colours[two if key == one else one], least) for (one, two), least in limits.items()
             if key in (one, two)]

    def legal(colour: Colour) -> bool:
        return all(contrast(colour, other) >= least for other, least in needs) and (
            key not in TINTS or lightness(colour) >= legibility.PALEST)

    found = nearest(style.colours[key], legal)
    return spelled(found) if found else None
