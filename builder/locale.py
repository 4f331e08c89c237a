"""Locales: the words that the program itself prints, dates and direction, one YAML file for each language."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from builder import source
from builder.problems import UsageError

FOLDER = Path(__file__).parent / "locales"


@dataclass(frozen=True, slots=True)
class Locale:
    """The words of one language; `neutral` are those that stand in for a clinic's values."""

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
        """Return `2026`, `2026-11` or `2026-11-22` in words; a day that no calendar has, as it is written."""
        parts = [int(part) for part in day.split("-")]
        if len(parts) == 1:
            return str(parts[0])
        try:
            full = datetime.date(parts[0], parts[1], parts[2] if len(parts) == 3 else 1)
        except ValueError:
            return day
        return self.day(full) if len(parts) == 3 else self.month_of(full)


@functools.lru_cache(maxsize=64)
def load(tag: str) -> Locale:
    """Return the locale of a BCP 47 tag, or of its primary language. Raises UsageError where there is none."""
    for name in (tag, tag.split("-")[0]):
        path = FOLDER / f"{name}.yaml"
        if path.is_file():
            root: Any = source.load(path, f"locales/{name}.yaml").root
            return Locale(tag, str(root["direction"]), tuple(map(str, root["months"])), str(root["date"]),
                          str(root["month"]), _plain(root["neutral"]), _plain(root["words"]))
    known = ", ".join(sorted(path.stem for path in FOLDER.glob("*.yaml")))
    raise UsageError(f"The program has no words for the language '{tag}' yet.", f"It has: {known}.")


def _plain(mapping: Mapping[str, str]) -> dict[str, str]:
    return {str(key): str(value) for key, value in mapping.items()}
