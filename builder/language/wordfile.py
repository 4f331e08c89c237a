"""What may be wrong with a file of `builder/words/`: reported with its place, as those who add languages write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from builder.near import did_you_mean
from builder.problems import Problem, Span
from builder.source import Mapping, Scalar, Sequence

SEE = "builder/words/en.yaml has an example of every list."
PHRASES = frozenset("vague unknown unfinished pending".split())
"""The lists in which each phrase is searched for by its words."""

Faults = Callable[[Mapping, str], Iterator[Problem]]


def faults(root: Any, name: str, texts: Iterable[str]) -> Iterator[Problem]:
    """Yield what is wrong with the lists of a language; `texts` are the names of those that are one text each."""
    kinds: dict[str, Faults] = {**dict.fromkeys(texts, _text), **KINDS}
    if not isinstance(root, Mapping):
        yield Problem("words-shape", "Word lists are lines of 'key: value'.", Span(name, 1, 1, 1, 1), SEE)
        return
    for key in root:
        if key in kinds:
            yield from kinds[key](root, key)
        else:
            hint = did_you_mean(key, [one for one in kinds if one not in root]) or "Delete it: no rule reads it."
            yield Problem("words-key", f"There is no list called '{key}'.", root.key_span(key), hint)


def brand_faults(root: Any, name: str) -> Iterator[Problem]:
    """Yield what is wrong with `medicines.yaml`."""
    if not isinstance(root, Mapping):
        yield Problem("words-shape", "Medicines are lines of 'name: [Brand, Brand]'.", Span(name, 1, 1, 1, 1))
        return
    for key, brands in root.items():
        if not isinstance(brands, Sequence) or not all(_has_word(brand) for brand in brands):
            yield Problem("words-value", f"The brands of '{key}' are no list of names.", root.value_span(key),
                          "Write, for example: [Brand, Brand], or [] for none.")


def _has_word(value: Any) -> bool:
    return isinstance(value, Scalar) and re.search(r"\w", value) is not None


# --- The kinds of lists -----------------------------------------------------------------------------------------------


def _text(root: Mapping, key: str) -> Iterator[Problem]:
    value = root[key]
    if not isinstance(value, Scalar):
        yield Problem("words-value", f"'{key}' takes words in one text.", root.value_span(key), SEE)
    elif key in PHRASES:
        for phrase in re.finditer(r"[^,]+", value):
            if phrase[0].strip() and not re.search(r"\w", phrase[0]):
                yield Problem("words-value", f"'{phrase[0].strip()}' has no word.", value.span(*phrase.span()),
                              "Delete it.")
    elif key == "uncommon_endings":
        for ending in re.finditer(r"\S+", value):
            yield from _pattern(ending[0], value.span(*ending.span()))


def _pairs(root: Mapping, key: str) -> Iterator[Problem]:
    """Yield what is wrong with a list of words and what to say instead of each."""
    pairs = root[key]
    if not isinstance(pairs, Mapping):
        yield Problem("words-value", f"'{key}' takes lines of 'word: what to say instead'.", root.value_span(key), SEE)
        return
    for word, instead in pairs.items():
        if not _has_word(word):
            yield Problem("words-value", f"'{word}' has no word.", pairs.key_span(word), "Delete it.")
        if not isinstance(instead, Scalar):
            yield Problem("words-value", f"What to say instead of '{word}' is missing.", pairs.value_span(word),
                          'Write it after the colon, or "" if the word is just to be left out.')


def _numbers(root: Mapping, key: str) -> Iterator[Problem]:
    numbers = root[key]
    if not isinstance(numbers, Mapping):
        yield Problem("words-value", f"'{key}' takes lines of 'word: number'.", root.value_span(key), SEE)
        return
    for word, value in numbers.items():
        if not _has_word(word):
            yield Problem("words-value", f"'{word}' has no word.", numbers.key_span(word), "Delete it.")
        if not _is_number(value):
            yield Problem("words-value", f"'{word}' takes a number.", numbers.value_span(word),
                          "Write it in digits, such as 12 or 1/2.")


def _is_number(value: Any) -> bool:
    try:
        return isinstance(value, Scalar) and float(Fraction(value)) >= 0
    except (ValueError, ZeroDivisionError, OverflowError):
        return False


def _patterns(root: Mapping, key: str) -> Iterator[Problem]:
    patterns = root[key]
    if not isinstance(patterns, Sequence):
        yield Problem("words-value", f"'{key}' takes a list of patterns.", root.value_span(key), SEE)
        return
    wrong = [fault for number, one in enumerate(patterns) for fault in _pattern(one, patterns.item_span(number), key)]
    yield from wrong
    if not wrong and _fault("|".join(patterns)):
        yield Problem("words-value", f"The patterns of '{key}' cannot stand together: {_fault('|'.join(patterns))}.",
                      root.key_span(key), "A group may have its name in one pattern only.")


def _pattern(pattern: Any, span: Span, key: str = "") -> Iterator[Problem]:
    if not isinstance(pattern, str) or not pattern.strip():
        yield Problem("words-value", "A pattern is missing here.", span, "Write it, or delete the dash.")
    elif fault := _fault(pattern):
        yield Problem("words-value", f"This is no pattern: {fault}.", span, "See the re module of Python.")
    elif key == "frequency" and not re.compile(pattern).groupindex.keys() & {"of", "every"}:
        yield Problem("words-value", "This pattern does not say which number is that of all people.", span,
                      r"Put it into a group, such as (?P<of>\d+).")


def _fault(pattern: str) -> str:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return str(error)
    return ""


def _reasons(root: Mapping, key: str) -> Iterator[Problem]:
    reasons = root[key]
    if not isinstance(reasons, Sequence):
        yield Problem("words-value", f"'{key}' takes a list of reasons with their words.", root.value_span(key), SEE)
        return
    for number, reason in enumerate(reasons):
        if not isinstance(reason, Mapping) or reason.keys() != {"why", "words"} or not _has_word(reason["why"]):
            yield Problem("words-value", "A reason has `why:` and `words:`.", reasons.item_span(number), SEE)
        else:
            yield from _pairs(reason, "words")


KINDS: dict[str, Faults] = {
    **dict.fromkeys(("plain", "latin"), _pairs),
    **dict.fromkeys(("numbers", "magnitudes", "fractions"), _numbers),
    **dict.fromkeys(("relative", "changed_risk", "frequency"), _patterns),
    "inclusive": _reasons,
}
