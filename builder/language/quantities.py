"""Numbers and shares in a text, in digits or words, and whether two of them agree. Nothing here knows of documents."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from builder.language import lexicon

COMMA_IS_DECIMAL = frozenset(
    "bg ca cs da de el es et fi fr hr hu id it lt lv nb nl nn no pl pt ro ru sk sl sr sv tr uk vi".split()
)
ROUGH = 0.1
"""How far off a rough number may be, as a share of itself: "about 500", "1 in 7", "half"."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or a share of a whole, at the characters `start` to `end` of a text.

    `values` are its readings, more than one where the language of the text is not known (1,200 or 1.2). A share lies
    between 0 and 1, `spread` is how far off the rounding may have put it, and `counts` are the two numbers that make
    it, where there are two. `instead` is the share that a number makes where the sentence says of how many. `unit` is
    the unit of time that follows, such as "week".
    """

    start: int
    end: int
    values: tuple[float, ...]
    share: bool = False
    spread: float = 0.0
    counts: tuple[float, float] | None = None
    instead: Quantity | None = None
    rough: bool = False
    unit: str = ""


# --- Reading ----------------------------------------------------------------------------------------------------------

_DIGITS = r"\d{1,3}(?:[.,'’\u00a0\u202f\u2009 ]\d{3})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)?|(?<!\d)[.,]\d+"
_NAMED = r"(?<![\w.,/:^+])(?<![^\W\d]-)(?<!× )(?<!\d x )"
_DATE = re.compile(
    r"\b(?:\d{1,2}([./-])\d{1,2}\1(?:\d\d){1,2}|\d{4}-\d\d-\d\d"
    r"|(?:18|19|20)\d\d ?[-–] ?(?:(?:18|19|20)\d\d|\d\d))\b"
)
NO_PEOPLE = (
    r"mg|g|kg|ml|mmol|cm|mm|seconds?|minutes?|hours?|days?|weeks?|months?|years?|doses?|tablets?|capsules?|countries|hospitals|"
    r"centres|centers|studies|trials|sekunden|minuten|stunden|tagen?|wochen|monaten?|jahren?|segundos|minutos|horas|días|"
    r"semanas|meses|años|secondes|heures|jours|semaines|mois|ans|secondi|minuti|ore|giorni|settimane|mesi|anni"
)
"""What may follow a number that counts no people: 2 in 24 hours."""
_TIMES = {
    "hour": "hour stunde stunden hora horas heure heures ora ore",
    "day": "day tag tage tagen día días jour jours giorno giorni",
    "week": "week woche wochen semana semanas semaine semaines settimana settimane",
    "month": "month monat monate monaten mes meses mois mese mesi",
    "year": "year jahr jahre jahren año años an ans année années anno anni",
}
_UNITS = {word: unit for unit, words in _TIMES.items() for word in (f"{unit}s", *words.split())}
_UNIT = re.compile(rf"[ \u00a0-]({'|'.join(sorted(_UNITS, key=len, reverse=True))})(?!\w)")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_NO_NUMBER_AFTER = re.compile(r"(?:st|nd|rd|th|er|e|ª|º)\b|:\d\d|/\d|[-.]\d+[-.]\d|[a-z]{2,}\d", re.IGNORECASE)
_CONFIDENCE = re.compile(
    r"\b9[059] ?(?:%|per ?cent|prozent) ?(?:-? ?(?:ci|ki|ic|confidence|konfidenz|intervall?|intervalo))\b"
)
_MEDIAN = re.compile(r"\bm[eé]dian")
_PERCENT = re.compile("[%‰]|cent|prozent|ciento")
_DIGIT_OR_MEDIAN = re.compile(r"\d|\bm[eé]dian")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class _Words:
    """The patterns of one language."""

    share: re.Pattern[str]
    percent: re.Pattern[str]
    base: re.Pattern[str]
    fraction: re.Pattern[str] | None
    number: re.Pattern[str]
    rough: re.Pattern[str] | None
    numbers: Mapping[str, float]
    fractions: Mapping[str, float]
    labels: frozenset[str]
    of_every: frozenset[str]
    telling: frozenset[str]
    """Every number or share in words has at least one of these words."""


def _either(words: frozenset[str] | Mapping[str, float]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


@lru_cache(maxsize=16)
def _words(language: str, spelled_out: bool = True) -> _Words:
    """Return the patterns of a language; those for digits alone are twice as fast."""
    lists = lexicon.load(language)
    numbers = _compounds(lists.numbers) if spelled_out else {}
    plain = _DIGITS
    if numbers:
        plain += rf"|(?<!\w)(?:{_either(numbers)})(?!\w)"
    if lists.magnitudes:
        plain = rf"(?:{plain})(?: (?:{_either(lists.magnitudes)})(?!\w))?"
    out_of = "|".join(sorted(map(re.escape, lists.out_of), key=lambda word: (-len(word), word))) or "/"
    every = "|".join(sorted(map(re.escape, lists.of_every), key=lambda word: (-len(word), word))) or "/"
    to = _either(lists.to) if lists.to else "to"
    people = _either(lists.people) or "people"
    ends = rf"(?P<first>{plain})(?: ?(?:{to}|[-–]) ?(?P<last>{plain}))?"
    return _Words(
        share=re.compile(
            rf"{_NAMED}{ends}(?: (?:{people}))? \(?(?:{out_of}) (?P<of>{plain})(?![\d%])(?! ?%)"
            rf"(?![ -]?(?:{NO_PEOPLE})\b)"
        ),
        percent=re.compile(rf"{_NAMED}{ends} ?(?:%|‰|per ?cent\b|prozent\b|por ciento\b|pour cent\b|per cento\b)"),
        base=re.compile(rf"(?<!\w)(?:{every}) (?P<of>{plain})(?![\d%])"),
        fraction=re.compile(rf"(?<![\w-])(?:{_either(lists.fractions)})(?!\w)")
        if lists.fractions and spelled_out else None,
        number=re.compile(rf"{_NAMED}(?:{plain})"),
        rough=re.compile(rf"(?<!\w)(?:{_either(lists.roughly)}) (?:\w+ ){{0,1}}$") if lists.roughly else None,
        numbers={**numbers, **{f"* {word}": value for word, value in lists.magnitudes.items()}},
        fractions=lists.fractions,
        labels=lists.labels | _LABELS,
        of_every=lists.of_every or frozenset("/"),
        telling=frozenset(max(_WORD.findall(told), key=len) for told in (*lists.numbers, *numbers, *lists.fractions)),
    )


_LABELS = frozenset("phase trisomy chromosome omega covid covid- cd hla- no nr n step".split())


def _compounds(numbers: Mapping[str, float]) -> dict[str, float]:
    """Return the words for numbers with those made of two: thirty-eight, treinta y ocho, achtunddreißig."""
    made = dict(numbers)
    tens = {word: value for word, value in numbers.items() if 20 <= value < 100 and value % 10 == 0}
    for word, ten in tens.items():
        for unit, value in numbers.items():
            if 1 <= value < 10:
                joined = (f"{word}{between}{unit}" for between in ("-", " ", " y ", " et "))
                made |= dict.fromkeys([*joined, f"{unit}und{word}"], ten + value)
    return made


def quantities(text: str, language: str = "") -> list[Quantity]:
    """Return the numbers and shares of `text` in order; without a language, 1,200 may be read in two ways.

    `text` is in small letters. Times of day, dates, ordinals and numbers in names (B12, type 2) do not count; nor do
    years, unless there is no language: a finding may be about 2000 people.
    """
    words = _words(language or "en")
    if words.telling.isdisjoint(_WORD.findall(text)):
        if not _DIGIT_OR_MEDIAN.search(text):
            return []
        words = _words(language or "en", False)
    text = _DATE.sub(lambda match: " " * len(match[0]), text)
    found = [*_shares(text, words, language), *_percentages(text, words, language), *_fractions(text, words)]
    taken = [(one.start, one.end) for one in found]
    found += [one for one in _plain(text, words, language)
              if not any(start < one.end and one.start < end for start, end in taken)]
    return sorted(found, key=lambda one: (one.start, one.values))


def _shares(text: str, words: _Words, language: str) -> Iterator[Quantity]:
    at = 0
    while match := words.share.search(text, at):
        at = match.end()
        (whole, *_) = _values(match["of"], words, language) or (0.0,)
        ends = [_values(end, words, language) for end in (match["first"], match["last"]) if end]
        if _year(match["of"]) or not whole or not ends or any(not values or values[0] > whole for values in ends):
            at = match.end("first")
            continue
        for values in ends:
            yield _share(match.start(), match.end(), values[0], whole, _rough(text, match.start(), words))


def _share(start: int, end: int, part: float, whole: float, rough: bool) -> Quantity:
    simple = whole < 10 or part == 1
    tenths = whole in (10, 100, 1_000, 10_000, 100_000, 1_000_000)
    share = part / whole
    spread = ROUGH * share if simple else 0.5 / whole if tenths else 0.0
    return Quantity(start, end, (share,), share=True, spread=spread + rough * ROUGH * share, counts=(part, whole),
                    rough=rough)


def counts(frequency: str, language: str) -> tuple[float, float] | None:
    """Return the two numbers of "30 in 20", even where they cannot be a share."""
    words = _words(language)
    numbers = [match for match in words.number.finditer(frequency) if _values(match[0], words, language)]
    if len(numbers) < 2:
        return None
    return _values(numbers[0][0], words, language)[0], _values(numbers[-1][0], words, language)[0]


def _percentages(text: str, words: _Words, language: str) -> Iterator[Quantity]:
    if not _PERCENT.search(text):
        return
    skipped = [match.span() for match in _CONFIDENCE.finditer(text)]
    for match in words.percent.finditer(text):
        if any(start <= match.start() < end for start, end in skipped):
            continue
        whole = 1000 if match[0].endswith("‰") else 100
        rough = _rough(text, match.start(), words)
        for end in (match["first"], match["last"]):
            values = _values(end, words, language) if end else ()
            if values:
                decimals = len(re.split("[.,]", end)[-1]) if re.search("[.,]", end) else 0
                spread = 0.5 * 10**-decimals / whole
                yield Quantity(match.start(), match.end(), tuple(value / whole for value in values), share=True,
                               spread=spread + rough * ROUGH * values[0] / whole, rough=rough)


def _fractions(text: str, words: _Words) -> Iterator[Quantity]:
    for match in words.fraction.finditer(text) if words.fraction else ():
        share = words.fractions[match[0]]
        yield Quantity(match.start(), match.end(), (share,), share=True, spread=ROUGH * share, rough=True)
    for match in _MEDIAN.finditer(text):
        yield Quantity(match.start(), match.end(), (0.5,), share=True, rough=True)


def _plain(text: str, words: _Words, language: str) -> Iterator[Quantity]:
    """Yield the numbers by themselves; `instead` is set where "Of every 100 people," stands before them."""
    bases = list(words.base.finditer(text)) if any(every in text for every in words.of_every) else []
    ends = [match.end() for match in bases]
    for match in words.number.finditer(text):
        values = _values(match[0], words, language)
        label = _LABEL.search(text, max(0, match.start() - 20), match.start())
        named = label is not None and label[1] in words.labels
        year = language and _year(match[0])
        if values and not (named or year or _NO_NUMBER_AFTER.match(text, match.end())):
            near = bisect_right(ends, match.start()) - 1
            told = near >= 0 and not re.search("[.;]", text[ends[near] : match.start()])
            whole = _values(bases[near]["of"], words, language)[:1] if told else ()
            instead = _share(*match.span(), values[0], whole[0], False) if whole and 0 < whole[0] >= values[0] else None
            unit = _UNIT.match(text, match.end())
            yield Quantity(*match.span(), values, instead=instead, rough=_rough(text, match.start(), words),
                           unit=_UNITS[unit[1]] if unit else "")


_LABEL = re.compile(r"([^\W\d_]+-?) ?$")


def _year(number: str) -> bool:
    return _YEAR.fullmatch(number) is not None


def _rough(text: str, start: int, words: _Words) -> bool:
    return bool(words.rough and words.rough.search(text[max(0, start - 30) : start]))


def _values(number: str, words: _Words, language: str) -> tuple[float, ...]:
    """Return what `1,200`, `1.5`, `12`, `twelve` or `1.5 million` can mean."""
    if number in words.numbers:
        return (words.numbers[number],)
    digits, _, magnitude = number.rpartition(" ")
    if f"* {magnitude}" in words.numbers and digits:
        return tuple(value * words.numbers[f"* {magnitude}"] for value in _values(digits, words, language))
    if not number[-1].isdecimal():
        return ()
    bare = re.sub(r"['’\u00a0\u202f\u2009 ]", "", number)
    separators = [mark for mark in bare if mark in ".,"]
    if len(separators) != 1:
        kept = separators[-1] if len(set(separators)) == 2 else ""
        return (float("".join("." if mark == kept else mark for mark in bare if mark.isdecimal() or mark == kept)),)
    grouped = re.fullmatch(r"\d{1,3}[.,]\d{3}", bare) is not None and bare[0] != "0"
    whole, decimal = float(re.sub(r"[.,]", "", bare)), float(bare.replace(",", "."))
    if not grouped:
        return (decimal,)
    if not language:
        return whole, decimal
    return (whole,) if (separators[0] == ".") == (language in COMMA_IS_DECIMAL) else (decimal,)


# --- Comparing --------------------------------------------------------------------------------------------------------


def agrees(one: Quantity, others: list[Quantity]) -> bool:
    """Tell whether `one` says the same as one of `others`.

    Two shares agree when rounding can turn one into the other; two numbers, when they are the same (nearly the same, if
    one is said to be rough) and their units of time do not differ. A share of counts also agrees when both counts stand
    in `others` by themselves.
    """
    if one.share:
        if any(_close(one, other) for named in others for other in (named, named.instead) if other and other.share):
            return True
        loose = {value for other in others if not other.share for value in other.values}
        return one.counts is not None and one.counts[0] in loose and one.counts[1] in loose
    if one.instead and agrees(one.instead, others):
        return True
    said = [(value, other.rough) for other in others for value in _numerals(other)
            if not (one.unit and other.unit and one.unit != other.unit)]
    return any(abs(mine - value) <= (max(ROUGH * value, 0.5 * (value < 5)) if one.rough or rough else 1e-9)
               for mine in one.values for value, rough in said)


def _close(one: Quantity, other: Quantity) -> bool:
    slack = max(one.spread, other.spread) + 1e-9
    return any(abs(mine - value) <= slack for mine in one.values for value in other.values)


def _numerals(quantity: Quantity) -> tuple[float, ...]:
    """Return the numbers that a quantity is written with."""
    if not quantity.share:
        return quantity.values
    if quantity.counts:
        return quantity.counts
    return tuple(round(100 * value, 6) for value in quantity.values)
