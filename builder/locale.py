"""Locales: the words that the program itself prints, dates and direction, one YAML file for each language."""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from builder import scripts, source
from builder.near import did_you_mean
from builder.problems import ContentError, Place, Problem, Span

FOLDER = Path(__file__).parent / "locales"

# --- What a locale says -----------------------------------------------------------------------------------------------

DATE, MONTH = ("day", "month", "year"), ("month", "year")
NEUTRAL = ("name", "phone", "out_of_hours", "emergency", "hours", "email", "website")
"""The values of a clinic for which every locale has neutral words."""

WORDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        """
        factsheet key_points get_help emergency urgent routine at_a_glance codes treatment benefits risks to_know test
        what_happens why result medicine what_for harms serious_harms checks we_check how_much when until glossary
        support references references_short about status version updated written_by reviewed_by nobody contact
        evidence_searched next_review funding conflicts involvement licence adapted_from purpose note disclaimer draft
        draft_banner awaiting-review awaiting-review_banner reviewed withdrawn withdrawn_banner other_formats phone
        hours out_of_hours clinic teach_back next_visit date_and_time with bring read_more_text your_questions
        space_to_write tick_box comma semicolon skip_link on_this_page get_help_now source close stays_here
        """.split(),
        (),
    ),
    "factsheet_short": ("title",),
    "handout_short": ("title",),
    "handout_subtitle": ("title",),
    "living_with": ("title",),
    "also_called": ("names",),
    "once_called": ("names",),
    "for_whom": ("who",),
    "say": ("sound",),
    "version_published": ("version", "date"),
    "page": ("page", "pages"),
    "figure": ("number",),
    "footer": ("title", "version", "status", "date"),
    "qr_alt": ("address",),
    "reference_link": ("number",),
    "back_link": ("number",),
    "anchor_link": ("target",),
    "web_link": ("address",),
    "mail_link": ("address",),
    "phone_link": ("address",),
    "call_emergency": ("number",),
    "call_clinic": ("number",),
    "show_references": ("count",),
}
"""All the words that the program prints, with the values put into them; each locale has all of these and no others."""

SHAPE = ("direction", "months", "date", "month", "neutral", "words")


@dataclass(frozen=True, slots=True)
class Locale:
    """The words of one language; `neutral` are those that replace a clinic's values."""

    tag: str
    direction: str
    months: tuple[str, ...]
    date: str
    month: str
    neutral: Mapping[str, str]
    words: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """Return the words called `key`, with `values` put in."""
        return self.words[key].format(**values) if values else self.words[key]

    def day(self, day: datetime.date) -> str:
        """Return `day` as "22 November 2026"."""
        return self.date.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def month_of(self, day: datetime.date) -> str:
        """Return the month of `day` as "November 2026"."""
        return self.month.format(month=self.months[day.month - 1], year=day.year)

    def partial(self, day: str) -> str:
        """Return `2026`, `2026-11` or `2026-11-22` in words, and a day that no calendar has as it is written."""
        parts = [int(part) for part in day.split("-")]
        if len(parts) == 1:
            return str(parts[0])
        try:
            full = datetime.date(parts[0], parts[1], parts[2] if len(parts) == 3 else 1)
        except ValueError:
            return day
        return self.day(full) if len(parts) == 3 else self.month_of(full)


# --- Reading it -------------------------------------------------------------------------------------------------------


WHERE = "The maintainers of the program can add a language, with one file in builder/locales/."


@functools.lru_cache(maxsize=64)
def load(tag: str, place: Place | None = None) -> Locale:
    """Return the locale of a BCP 47 tag, cut from the end until one fits; `place` is where the tag stands.

    Raises ContentError if there is none, naming those that there are, and for one that is damaged or incomplete.
    Source: RFC 4647, 3.4.
    """
    if path := _file(tag):
        return replace(_read(path), tag=tag)
    message, hint = f"The program has no words for the language '{tag}' yet.", f"It has: {', '.join(names())}. {WHERE}"
    raise ContentError([Problem("no-locale", message, place.span() if place is not None else None, hint)])


def source_of(tag: str) -> source.Root:
    """Return the words, with their places, of the locale of a BCP 47 tag that has one."""
    path = _file(tag)
    return source.load(path, _name(path)).root if path else None


def _file(tag: str) -> Path | None:
    """Return the file for a tag; words that run the other way do not fit (az-Arab is not set with those of az)."""
    known, parts = {name.lower(): name for name in names()}, tag.lower().split("-")
    shorter = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    found = (known[name] for name in shorter if name in known)
    return next((FOLDER / f"{name}.yaml" for name in found if scripts.is_rtl(name) == scripts.is_rtl(tag)), None)


def _name(path: Path) -> str:
    return f"builder/locales/{path.name}"


def names() -> list[str]:
    """Return the tags of all locales, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def _read(path: Path) -> Locale:
    name = _name(path)
    root: Any = source.load(path, name).root
    problems = list(_faults(root, name, path.stem))
    if problems:
        raise ContentError(problems)
    return Locale(path.stem, str(root["direction"]), tuple(map(str, root["months"])), str(root["date"]),
                  str(root["month"]), _plain(root["neutral"]), _plain(root["words"]))


def _plain(mapping: Mapping[str, str]) -> dict[str, str]:
    return {str(key): str(value) for key, value in mapping.items()}


# --- What can be wrong with it ----------------------------------------------------------------------------------------

SEE = "builder/locales/en.yaml has every key."


def _faults(root: Any, name: str, tag: str) -> Iterator[Problem]:
    if not isinstance(root, source.Mapping):
        yield Problem("locale-shape", "A locale is lines of 'key: value'.", Span(name, 1, 1, 1, 1), SEE)
        return
    yield from _keys(root, SHAPE, root.span())
    if "direction" in root and root["direction"] not in ("ltr", "rtl"):
        yield Problem("locale-value", "The direction is ltr or rtl.", root.value_span("direction"),
                      "Write rtl for a language that is written from right to left, else ltr.")
    yield from _months(root)
    for key, fields in (("date", DATE), ("month", MONTH)):
        yield from _pattern(root, key, fields)
    yield from _texts(root, "neutral", dict.fromkeys(NEUTRAL, ()))
    yield from _texts(root, "words", WORDS)
    yield from _wrong_way(root, tag)


def _keys(mapping: source.Mapping, wanted: Collection[str], place: Span) -> Iterator[Problem]:
    """Yield a problem for each key too many, and one, at `place`, for all that are missing."""
    for key in mapping:
        if key not in wanted:
            near = did_you_mean(key, [name for name in wanted if name not in mapping])
            hint = near or "Delete it: the program does not print it."
            yield Problem("locale-key", f"A locale has no '{key}' here.", mapping.key_span(key), hint)
    missing = [key for key in wanted if key not in mapping]
    if missing:
        yield Problem("locale-key", f"Missing here: {', '.join(missing)}.", place, SEE)


def _months(root: source.Mapping) -> Iterator[Problem]:
    if "months" not in root:
        return
    months, span = root["months"], root.value_span("months")
    if not isinstance(months, source.Sequence) or len(months) != 12:
        found = f"{len(months)} stand here" if isinstance(months, source.Sequence) else "this is no list"
        yield Problem("locale-value", f"The months are a list of twelve names; {found}.", span, SEE)
        return
    for number, month in enumerate(months):
        if not _is_text(month):
            yield Problem("locale-value", "A month is a name.", months.item_span(number), SEE)
        elif month in months[:number]:
            yield Problem("locale-value", f"The month '{month}' stands here twice.", months.item_span(number), SEE)
        else:
            yield from _braces(month, ())


def _texts(root: source.Mapping, key: str, wanted: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    if key not in root:
        return
    texts = root[key]
    if not isinstance(texts, source.Mapping):
        yield Problem("locale-shape", f"'{key}' takes lines of 'key: value'.", root.value_span(key), SEE)
        return
    yield from _keys(texts, wanted, root.key_span(key))
    for name, fields in wanted.items():
        yield from _pattern(texts, name, fields)


def _pattern(mapping: source.Mapping, key: str, fields: tuple[str, ...]) -> Iterator[Problem]:
    """Yield what is wrong with the words called `key`, if there are any; `fields` are put into them."""
    if key not in mapping:
        return
    words = mapping[key]
    if not _is_text(words):
        yield Problem("locale-value", f"'{key}' takes words.", mapping.value_span(key), SEE)
        return
    yield from _braces(words, fields)
    missing = [f"{{{field}}}" for field in fields if f"{{{field}}}" not in words]
    if missing:
        yield Problem("locale-value", f"'{key}' lacks {' and '.join(missing)}.", words.span(),
                      "Write it where the program should put in the value.")


def _braces(words: source.Scalar, fields: tuple[str, ...]) -> Iterator[Problem]:
    """Yield a problem for each brace that is not part of a value's plain name: no format, no attribute, no escape."""
    for match in re.finditer(r"\{[^{}]*\}?|\}", words):
        if match[0][1:-1] not in fields or not match[0].endswith("}"):
            there = f"There are: {', '.join(f'{{{field}}}' for field in fields)}." if fields else "Delete the brackets."
            yield Problem("locale-value", f"'{match[0]}' is not a value that the program puts in here.",
                          words.span(*match.span()), there)


def _is_text(value: Any) -> bool:
    return isinstance(value, source.Scalar) and bool(value.strip())


def _wrong_way(root: source.Mapping, tag: str) -> Iterator[Problem]:
    """Yield a problem if the direction is not that of the language, or most letters of the months run the other way."""
    way, said, months = scripts.direction(tag), root.get("direction"), root.get("months")
    if said not in ("ltr", "rtl"):
        return
    if said != way:
        yield Problem("locale-value", f"The direction is {said}, but '{tag}' is written {RUNS[way]}.",
                      root.value_span("direction"), f"Write {way}. {ELSE}")
    elif isinstance(months, source.Sequence):
        ways = [unicodedata.bidirectional(letter) for month in months if _is_text(month) for letter in month]
        runs = "rtl" if 2 * _count(ways, ("R", "AL")) > _count(ways, ("L", "R", "AL")) else "ltr"
        if runs != way and _count(ways, ("L", "R", "AL")):
            yield Problem("locale-value", f"The months run {RUNS[runs]}, but '{tag}' is written {RUNS[way]}.",
                          root.value_span("months"), f"Translate them. {ELSE}")


RUNS = {"ltr": "from left to right", "rtl": "from right to left"}
ELSE = "If the language has another script here, name the file after it too, such as ku-Arab.yaml."


def _count(ways: Iterable[str], wanted: Collection[str]) -> int:
    return sum(way in wanted for way in ways)
