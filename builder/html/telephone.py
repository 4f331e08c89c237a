"""Telephone numbers among the words of a clinic, and what a telephone dials for each."""

from __future__ import annotations

import re
import unicodedata
from typing import Iterator, NamedTuple

_DIGIT = r"(?:\d|\(\d+\))"
_NUMBER = re.compile(rf"(?<![\w+.,:/-])\+?{_DIGIT}(?:[\s.\-\u2010\u2011]{{0,3}}{_DIGIT})+(?!\w|[.:,/\-\u2010\u2011]\w)")
_HOURS = re.compile(r"\d{1,2}\.\d\d\s*-\s*\d{1,2}\.\d\d")
_TRUNK = re.compile(r"\(0\)")
FEWEST, MOST = 3, 15
"""The digits of a number (ITU-T E.164, 6.2.1; emergency numbers have three)."""


class Number(NamedTuple):
    """A number: where it stands in the words, and what to dial."""

    start: int
    end: int
    dial: str


def numbers(words: str) -> Iterator[Number]:
    """Yield the telephone numbers in words, but none if it is unclear what to dial."""
    for match in _NUMBER.finditer(words):
        found = match[0]
        if found.startswith("+"):
            found = _TRUNK.sub("", found)
        digits = "".join(str(unicodedata.digit(letter)) for letter in found if letter.isdigit())
        if FEWEST <= len(digits) <= MOST and not _HOURS.fullmatch(match[0]):
            yield Number(match.start(), match.end(), ("+" if found.startswith("+") else "") + digits)


def first(words: str) -> Number | None:
    """Return the first telephone number in words, if there is one."""
    return next(numbers(words), None)
