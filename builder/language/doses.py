"""What looks like a dose: an amount of a medicine, in digits or words. Nothing here knows about documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from builder.language import lexicon
from builder.language.lexicon import Lexicon

_DIGITS = (
    r"(?<![\w.,/·٫])(?:\d/\d|\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:[.,·٫]\d+)*[½¼¾]?|[.,]\d+|[½¼¾])(?!\d)"
)
_WEIGHT = (
    r"(?:mgs?|mcgs?|[µμ]g|ug|mi[ck]ro-?gram+\w*|mil+i-?gram+\w*|iu|ui|international units?|units? of insulin)(?!\w)"
)
_VOLUME = r"(?:gm?s?|gram+(?:s|es?|os?|i)?|mls?|mil+ilit\w+)(?!\w)"
_PER_LITRE = r"(?!\s?(?:/|per|pro|por|par|al)\s?(?:l|dl|ml|g|m?mol|(?:deci|dezi)?lit\w+|gram)(?!\w))"
"""An amount before one of these is a laboratory result or a strength, not a dose."""
_PER_BODY = r"\s?/\s?(?:kg|day|d|dose|tag|m2|m²|24 ?h)(?!\w)"
_SALTS = r"(?:mmol|meq)(?:\s?/\s?|\s(?:per|pro|por|par)\s)(?:kg|kilo\w*)(?!\w)"
_BESIDE = (
    r"(?:with|in|before|after|without|and|mit|vor|nach|ohne|con|en|antes|después|sin|avec|dans|avant|après|prima|dopo)"
)
"""What stands before food and drink that are taken with a medicine: 20 mg with food."""


def find(sentence: str, language: str, names: frozenset[str] = frozenset()) -> list[tuple[int, int]]:
    """Return where `sentence`, in small letters, states a dose; `names` are further medicines, in small letters."""
    if not _may_tell(sentence, language, names):
        return []
    spans = sorted(match.span("dose") for pattern in _patterns(language, names) for match in pattern.finditer(sentence)
                   if not (_AMOUNT.fullmatch(match["dose"]) and _is_food(sentence[: match.start("dose")], language)))
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


_AMOUNT = re.compile(rf"\d[^a-z]*{_VOLUME}.*")
_DIGIT = re.compile(r"[\d½¼¾]")
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")
_BEGINNING = 5


def _may_tell(sentence: str, language: str, names: frozenset[str]) -> bool:
    """Tell whether there is a number, and the beginning of a word for what is counted, done or taken."""
    numbers, beginnings = _signs(language, names)
    if beginnings.isdisjoint([word[:_BEGINNING] for word in _LETTERS.findall(sentence)]):
        return False
    return bool(_DIGIT.search(sentence)) or not numbers.isdisjoint(_WORD.findall(sentence))


@lru_cache(maxsize=16)
def _signs(language: str, names: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of numbers in words, and the beginnings of words, at least one of which every dose has."""
    lists = lexicon.load(language)
    numbers = [*lists.numbers, *lists.halves, *lists.articles]
    others = [*lists.dose_forms, *lists.dose_units, *lists.spoons, *lists.dose_verbs, *lexicon.substances(), *names]
    first = (word[:_BEGINNING] for phrase in others for word in _LETTERS.findall(phrase)[:1])
    return frozenset(_WORD.findall(" ".join(numbers))), frozenset(first) | _AMOUNTS


_AMOUNTS = frozenset(
    "mg mgs mcg mcgs µg μg ug iu ui inter unit units mmol meq g gs gm gms gram grams gramm grame gramo grami ml mls "
    "mil mili milli milig milil micro mikro".split()
)
"""The beginnings of what `_WEIGHT`, `_SALTS` and `_VOLUME` match."""


def _is_food(before: str, language: str) -> bool:
    """Tell whether what stands right before an amount is not a medicine: "keep salt under", "a baby gains"."""
    match = _food(language).search(before)
    return match is not None and not match["beside"]


@lru_cache(maxsize=8)
def _food(language: str) -> re.Pattern[str]:
    lists = lexicon.load(language)
    limits = rf"(?:{_any(lists.roughly | lists.to | lists.limits)}\s)*"
    return re.compile(rf"(?<!\w)(?P<beside>{_BESIDE}\s(?:\w+\s)?)?(?:{_any(lists.not_taken)}:?|{_any(lists.not_dosed)})"
                      rf"\s{limits}$")


@lru_cache(maxsize=16)
def _patterns(language: str, names: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    lists = lexicon.load(language)
    return tuple(re.compile(pattern) for pattern in _written(lists, _any(lexicon.substances() | names)))


def _any(words: Iterable[str]) -> str:
    """Return a pattern of whole words, the longest first; without any, one that never matches."""
    listed = "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or "(?!)"
    return rf"(?:{listed})(?!\w)"


def _written(lists: Lexicon, medicine: str) -> list[str]:
    """Return the ways to write a dose as patterns, each with the dose in a group of that name."""
    named = rf"(?:{medicine}|{_any(lexicon.brands())})"
    kind = rf"(?:{_any(lists.dose_kinds)}\s)?"
    form, spoon, unit = kind + _any(lists.dose_forms), kind + _any(lists.spoons), _any(lists.dose_units)
    often = rf"(?:{_PER_BODY}|[\s,]+{_any(lists.dose_often)})"
    other = rf"(?!\s(?:(?!{_BESIDE}\s)\w+\s)?{_any(lists.not_taken)})"
    to = rf"(?:\s?(?:[-–]|{_any(lists.to)})\s?)"
    word = rf"(?<![\w-])(?:{_any(lists.halves)}|{_any(lists.numbers)})(?!-)"
    digits = rf"{_DIGITS}(?:{to}{_DIGITS})?"
    some = rf"(?:{digits}|{word}(?:{to}{word})?)"
    article, half = rf"(?<![\w-]){_any(lists.articles)}\s", rf"(?<![\w-]){_any(lists.halves)}\s"
    between = rf"(?:\s(?!{_any(lists.no_dose_between)})[^\W\d]+){{0,3}}?"
    verb = rf"(?<!\w){_any(lists.dose_verbs)}{between}[\s:]+"
    of = rf"\s{_any(lists.of)}\s(?:\w+\s){{0,2}}?(?:{_any(lists.dose_liquids)}|{medicine})"
    counted = rf"(?:{form}|{spoon}|{_VOLUME}{_PER_LITRE}|{unit}){other}"
    return [
        rf"(?P<dose>{some}[\s-]?{_WEIGHT}{_PER_LITRE}{other}{often}?)",
        rf"(?P<dose>{some}\s?{_SALTS})",
        rf"(?P<dose>(?:{digits}[\s-]?|{half}){form}{other}{often}?)",
        rf"(?P<dose>{digits}\s?(?:{_VOLUME}\s)?{spoon}{other})",
        rf"(?P<dose>\d(?:\d\d+|\d{{0,2}}[.,]\d{{3}})\s?{unit}{other})",
        rf"(?P<dose>(?:{some}[\s-]?{counted}|{article}(?:{form}|{spoon}){other}){between}{often})",
        rf"(?P<dose>(?:{some}[\s-]?|{article})(?:{form}|{spoon}|{_VOLUME}|{unit}){of})",
        rf"{verb}(?P<dose>{some}[\s-]?{counted}|{article}{spoon}{other}|{some}{often}|{some}\s{named})",
        rf"(?<!\w){_any(lists.dose_often)}[\s,:]+(?P<dose>{some}[\s-]?{counted})",
        rf"(?P<dose>{some}\s{medicine}\s{_any(lists.dose_forms)})",
        rf"(?P<dose>{_DIGITS}\s{_any(lists.of)}\s{medicine})",
        rf"(?<!\w){medicine}\s(?P<dose>(?!(?:19|20)\d\d\b){_DIGITS}(?:{often}|(?!\s?[%-])(?!\s\w)))",
    ]  # fmt: skip
