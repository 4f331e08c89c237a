"""Where sentences end, and which words they have. Nothing here knows about documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from builder.language import lexicon
from builder.language.lexicon import Lexicon


class Sentence(NamedTuple):
    """Characters `start` to `end` of a text, and the words and numbers in them as they are written."""

    start: int
    end: int
    words: tuple[str, ...]


_WORD = re.compile(
    # Addresses are found so that their parts are not taken for words.
    r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]{1,255}\.\w+"
    r"|([^\W\d_]+(?:[-\u2010\u2011'’][^\W_]+)*|\d+(?:[.,:/\u00a0\u202f]\d+)*[⁰¹²³⁴-⁹⁺⁻]*)"
)


def words(text: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
    """Return the words and numbers; a hyphenated word is one, web and mail addresses are none."""
    return tuple(filter(None, _WORD.findall(text, start, len(text) if end is None else end)))


def places(text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """Yield a match for each of the `words`."""
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return (match for match in found if match[1])


def ends(text: str) -> bool:
    """Tell whether `text` ends as a sentence does."""
    return text.rstrip(_CLOSERS + " ").endswith(tuple(".!?…。！？।؟۔"))


_CLOSERS = "\"'”’»›)]"
_OPENERS = "\"'“‘«‹„‚([¿¡"
_UNSPACED = "。！？।॥؟۔"
_END = re.compile(rf"[.!?…{_UNSPACED}]+[{re.escape(_CLOSERS)}]*(?:\s+[»›])?")
_NEAR = 80
"""How many characters around a full stop are looked at."""
_BLANK = re.compile(r"\s*")


@lru_cache(maxsize=512)  # several rules read the same text: a tenth of the time of all rules on the source
def split(text: str, language: str = "en") -> tuple[Sentence, ...]:
    """Return the sentences of a paragraph, list item or cell; `language` is a primary language such as "de"."""
    starts, lists = [0], lexicon.load(language)
    for match in _END.finditer(text):
        start = _next_word_at(text, match.end())
        if start == len(text) or start == match.end() and match[0][0] not in _UNSPACED:
            continue
        before = text[max(starts[-1], match.start() - _NEAR) : match.start()]
        if _is_boundary(before, match[0], text[start : start + _NEAR], lists):
            starts.append(start)
    found = []
    for start, end in zip(starts, [*starts[1:], len(text)]):
        if listed := words(text, start, end):
            found.append(Sentence(start, start + len(text[start:end].rstrip()), listed))
    return tuple(found)


def _next_word_at(text: str, index: int) -> int:
    found = _BLANK.match(text, index)
    return found.end() if found else index


_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")  # iPad, pH, eGFR


def _is_boundary(before: str, mark: str, following: str, lists: Lexicon) -> bool:
    """Tell whether a sentence ends at `mark`; `before` is the end of the sentence so far."""
    first = following.lstrip(_OPENERS)[:1]
    if mark[0] in _UNSPACED:
        return True
    if first.islower() and not _CAMEL.match(following) or not first or following[0] in ",;:)–—":
        return False
    if mark != ".":
        return True  # not a full stop, or a bracket or quotation mark closes after it
    return not _abbreviates(before, following, lists)


_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_WORD_START = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def _abbreviates(before: str, following: str, lists: Lexicon) -> bool:
    """Tell whether a full stop belongs to an abbreviation, an initial or an ordinal rather than to a sentence."""
    *earlier, last = before.split() or [""]
    last, next_word = last.lstrip(_OPENERS), _next_word(following)
    short, starter = last.lower(), next_word in lists.starters
    if last.isdigit():
        return _is_ordinal(earlier, last, next_word, lists)
    if short in lists.before_number and following[0].isdigit():
        return True
    if len(last) > 1 and last.isupper() and last.isalpha() and last not in _CAPITAL_ABBREVIATIONS:
        return False  # MS is not Ms.
    if short in lists.never_ends:
        return True
    if len(last) == 1 and last.isalpha():
        return _is_initial(earlier, last, starter, lists)
    return (short in lists.may_end or bool(_INITIALS.fullmatch(last))) and not starter


_CAPITAL_ABBREVIATIONS = frozenset(["EE", "UU"])  # EE. UU.


def _next_word(following: str) -> str:
    match = _WORD_START.match(following.lstrip(_OPENERS))
    return match[0].lower().replace("’", "'") if match else ""


def _is_initial(earlier: list[str], last: str, starter: bool, lists: Lexicon) -> bool:
    """Tell whether a single letter is an initial ("J. Smith") and not a name at the end ("vitamin K. Ask")."""
    before = earlier[-1].lower() if earlier else ""
    if before in lists.labels or last == "I" and before:
        return False
    return not starter or last.islower()


def _is_ordinal(earlier: list[str], last: str, next_word: str, lists: Lexicon) -> bool:
    """Tell whether digits and a full stop number a step ("1. Take") or are an ordinal ("am 3. Mai")."""
    if not earlier:
        return len(last) < 3
    return len(last) < 3 and (next_word in lists.ordinal_before or earlier[-1].lower() in lists.ordinal_after)
