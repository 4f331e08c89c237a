"""What an author probably meant by a value that does not have the right form."""

from __future__ import annotations

import datetime
import re
from typing import Iterable

DAY = "Write the date as year-month-day, such as 2026-11-22."
_MONTHS = tuple("january february march april may june july august september october november december".split())
_FORMS = (
    # the order of the numbers in each way of writing a date: y, m or M (a month in letters), d
    (r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[t ].*)?", "ymd"),
    (r"(\d{4})(\d\d)(\d\d)", "ymd"),
    (r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", "dmy"),
    (r"(\d{1,2})[-/ ](\d{1,2})[-/ ](\d{4})", "dmy"),
    (r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", "mdy"),
    (r"(\d{1,2})(?:st|nd|rd|th)?[-. ]+([a-z]{3,9})\.?,?[- ]+(\d{4})", "dMy"),
    (r"([a-z]{3,9})\.?[- ]+(\d{1,2})(?:st|nd|rd|th)?,?[- ]+(\d{4})", "Mdy"),
    (r"(\d{4})[-, ]+([a-z]{3,9})\.?[- ]+(\d{1,2})", "yMd"),
)


def date(value: str) -> str:
    """Return the hint for a value that is not a date: the date that it names in another form, or both that it may name.

    >>> date("22 November 2026")
    'Write 2026-11-22.'
    """
    days = sorted(set(_days(bare(value).lower())))
    if len(days) == 2:
        return f"Write {days[0]} or {days[1]}, whichever is meant: year-month-day."
    return f"Write {days[0]}." if days else DAY


def _days(value: str) -> Iterable[datetime.date]:
    for pattern, order in _FORMS:
        if found := re.fullmatch(pattern, value):
            parts = dict(zip(order, found.groups()))
            month = _month(parts["M"]) if "M" in parts else int(parts["m"])
            try:
                yield datetime.date(int(parts["y"]), month, int(parts["d"]))
            except ValueError:
                continue
            if order == "dmy" and "." in value:
                return  # no country writes month, day and year with dots


def _month(word: str) -> int:
    return next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(word[:9])), 0)


def number(value: str) -> str:
    """Return the hint for a value that is not a number, such as "grade 8"."""
    found = re.findall(r"\d+(?:[.,]\d+)?", value)
    if len(found) == 1 and found[0].isdigit() and value.strip() != found[0]:
        return f"Write the number alone: {found[0]}."
    return "Write it in digits, such as 8."


def bare(value: str) -> str:
    """Return `value` without Word's quotes around it."""
    return value.strip().strip("“”„‘’«»‚'\"").strip()


LANGUAGES = {
    "arabic": "ar", "chinese": "zh", "english": "en", "french": "fr", "german": "de", "italian": "it", "japanese": "ja",
    "korean": "ko", "polish": "pl", "portuguese": "pt", "russian": "ru", "somali": "so", "spanish": "es",
    "turkish": "tr", "ukrainian": "uk", "urdu": "ur", "vietnamese": "vi", "welsh": "cy", "hindi": "hi", "bengali": "bn",
    "español": "es", "français": "fr", "deutsch": "de", "italiano": "it", "português": "pt",
}  # fmt: skip


def language(value: str) -> str:
    """Return the hint for a value that is not the code of a language."""
    word = bare(value)
    if code := LANGUAGES.get(word.casefold()):
        return f"Write {code}."
    if re.fullmatch(r"[A-Za-z]{2,3}(_[A-Za-z0-9]{2,8})+", word):
        return f"Write {word.replace('_', '-')}."
    return "Such as en, es, fr-CA or zh-Hant."


_ADDRESS = r"(?:(https?)[:;]?/{0,3})?([\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#].*)?)"


def address(value: str) -> str:
    """Return the hint for what is not a web address: the address with what is missing, if that is clear.

    >>> address("www.example.org/a b")
    'Write https://www.example.org/a%20b.'
    """
    found = re.fullmatch(_ADDRESS, bare(value).strip("<>").strip(), re.IGNORECASE)
    if not found:
        return "It starts with https:// and has no spaces, and no name or password before its host."
    scheme, rest = (found[1] or "https").lower(), "%20".join(found[2].split())
    return f"Write {scheme}://{rest}."


_NO_SPACE = r"[^\W\d][\w-]*:(?=[^\s/])"


def space(value: str) -> str:
    """Return the hint for what would be a key with a value if it had a space, else an empty string."""
    if re.match(r"-[^\s\d-]", value):
        return "Put a space after the dash."
    return "Put a space after the colon." if re.match(_NO_SPACE, value) else ""
