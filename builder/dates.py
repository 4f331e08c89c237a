"""Dates of publications: a year, a month, a day or a season, or the first and the last of several.

Every date becomes one spelling: `2014`, `2014-03`, `2014-03-27`, `2014 Spring`, and `2014-01/2014-02` for several
(ISO 8601-1; the numbers 21 to 24 for seasons are those of ISO 8601-2, level 1). The model holds that spelling.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from builder import hints

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SEASONS = ("Spring", "Summer", "Autumn", "Winter", "Fall")
DAY_PATTERN = "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
PATTERN = rf"({DAY_PATTERN}|[0-9]{{4}}-2[1-4]|[0-9]{{4}} ({'|'.join(SEASONS)}))"
"""The forms of one date without and with seasons, for editors; they also fit days that no calendar has."""

_HINT = "Write 2014, 2014-03 or 2014-03-27."
_HINT_SEVERAL = "Write 2014, 2014-03, 2014-03-27, 2014 Spring or, for two months, 2014-01/2014-02."


class NoDate(ValueError):
    """What was written is not a date; the arguments are what is wrong (to be read after its key) and what to do."""


def read(written: Any, several: bool = False) -> str:
    """Return a date in that spelling; with `several` it may be a season or a range. Raises NoDate.

    `written` is a text, or a date as reference managers export it (CSL-JSON's `date-parts`).
    """
    hint = _HINT_SEVERAL if several else _HINT
    spelled = written.strip() if isinstance(written, str) else _exported(written, hint)
    try:
        return _range(spelled) if several and "/" in spelled else _single(spelled, several)
    except NoDate as fault:
        wrong, better = fault.args
        meant = "" if better else _meant(spelled, several) or _meant_range(spelled, several)
        if not better and not meant and hints.date(spelled) != hints.DAY:
            better = hints.date(spelled)
        raise NoDate(wrong, better or (f"Write {meant}." if meant else hint)) from None


def _range(written: str) -> str:
    first, last = map(_single, written.split("/", 1))
    if first == last:
        return first
    if first[4:5] != last[4:5] or (len(first) != len(last) and first[4:5] != " "):
        raise NoDate("has two ends of different kinds", "Write both as years, as months, as days or as seasons.")
    if _order(last) < _order(first):
        raise NoDate("ends before it begins", f"Write {last}/{first}, or correct one of them.")
    return f"{first}/{last}"


def last(date: str) -> str:
    """Return the end of a date as `2014`, `2014-03` or `2014-03-27`, to compare it with others."""
    return date.rpartition("/")[2].partition(" ")[0]


def printed(date: str | None) -> str:
    """Return `2002-07-25` as `2002 Jul 25`, and `2002-04-03/2002-04-05` as `2002 Apr 3-5` (Citing Medicine, dates)."""
    first, _, end = (date or "").partition("/")
    begun, ended = _parts(first), _parts(end)
    while len(ended) > 1 and begun[-len(ended)] == ended[0]:
        ended = ended[1:]
    return "-".join(filter(None, (" ".join(begun), " ".join(ended))))


def _parts(date: str) -> list[str]:
    year, *rest = re.split("[- ]", date)
    names = [MONTHS[int(month) - 1] if month.isdigit() else month for month in rest[:1]]
    return [year, *names, *(str(int(day)) for day in rest[1:])]


def _order(date: str) -> str:
    """Return a sort key for dates; a winter may begin or end its year, so seasons are compared only by year."""
    return date.partition(" ")[0]


def _single(written: str, season: bool = True) -> str:
    if found := re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", written.strip()):
        year, month, day = found.groups()
        if season and month in ("21", "22", "23", "24") and not day:
            return f"{year} {SEASONS[int(month) - 21]}"
        try:
            datetime.date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise NoDate(f"is no {'day' if day else 'month'} of the calendar", "") from None
        return found[0]
    words = sorted(re.findall(r"\w+", written.title()))
    if season and len(words) == 2 and re.fullmatch("[0-9]{4}", words[0]) and words[1] in SEASONS:
        return " ".join(words)
    raise NoDate("is not a date", "")


def _meant(written: str, several: bool) -> str:
    """Return the spelling of a date that was written in another way, or "" if that is unclear."""
    words = re.findall(r"[0-9]+|[^\W\d_]+", re.sub("T[0-9].*", "", written).title())
    years = [word for word in words if re.fullmatch("[12][0-9]{3}", word)]
    months = [f"{MONTHS.index(word[:3]) + 1:02}" for word in words if word[:3] in MONTHS]
    seasons = [word for word in words if word in SEASONS]
    numbers = [f"{int(word):02}" for word in words if re.fullmatch("[0-9]{1,2}", word)]
    if len(years) != 1 or len(words) != 1 + len(months) + len(seasons) + len(numbers):
        return ""
    if words[-1] == years[0] and "." in written and not months:
        numbers.reverse()  # 27.03.2014
    elif words[0] != years[0] and not months and not seasons:
        return ""  # 03/04/2014 is a different day in different countries
    if seasons and not several:
        return ""
    ends = months or seasons
    if re.fullmatch("[0-9]{4}-[0-9]{1,2}/[0-9]{1,2}", written):
        ends, numbers = numbers, []
    if len(ends) < 2:
        return _if_real("-".join([*years, *ends, *numbers]), several)
    return _if_real("/".join(f"{years[0]}{' ' if seasons else '-'}{end}" for end in ends), True) if several else ""


def _meant_range(written: str, several: bool) -> str:
    """Return the spelling of two dates with a dash between them: `2014-2015`, `Dec 2014-Jan 2015`."""
    ends = [_meant(end, False) for end in re.split(r"\s*[-\u2010-\u2015]\s*|\s+to\s+", written)]
    return _if_real("/".join(ends), True) if several and len(ends) == 2 and all(ends) else ""


def _if_real(date: str, season: bool) -> str:
    try:
        return _range(date) if "/" in date else _single(date, season)
    except NoDate:
        return ""


def _exported(date: Any, hint: str) -> str:
    """Return CSL-JSON's `{date-parts: [[2014, 3, 27]]}`, with its `season`, or a list of `{year: 2014, month: 3}`."""
    try:
        if isinstance(date, Mapping):
            if not date.keys() <= {"date-parts", "season", "raw", "literal"}:
                raise NoDate("is not a date", hint)
            if date.get("raw") or date.get("literal"):
                return str(date.get("raw") or date["literal"])
            ends, season = date["date-parts"], date.get("season")
        else:
            ends, season = [[end[key] for key in ("year", "month", "day") if key in end] for end in date], None
        spelled = "/".join("-".join(f"{int(part):02}" for part in end) for end in ends if isinstance(end, Sequence))
        season = str(season or "")
        return f"{spelled}-{int(season) % 20 + 20}" if season.isdigit() else f"{spelled} {season}"
    except (KeyError, TypeError, ValueError, IndexError):
        raise NoDate("is not a date", hint) from None
