"""Lines: where text may break (UAX 14, and what medicine forbids), and how it is filled into lines."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, groupby
from math import fsum
from typing import Callable, Iterable, Mapping, NamedTuple, Sequence, Union

from icu4py.breakers import LineBreaker

from builder.problems import Place
from builder.scripts import is_rtl
from builder.structure import Element
from builder.style import Colour
from builder.text import bidi, shape
from builder.text.faces import Stack
from builder.text.shape import Word

SOFT_HYPHEN = "\u00ad"
MOST_TOKENS = 2_000
"""How many tokens of one language are kept, and as many older ones again."""


class Look(NamedTuple):
    """How a run is set: its size and rise as parts of the block's size."""

    stack: Stack
    colour: Colour
    ratio: float = 1.0
    rise: float = 0.0
    underlined: bool = False


class Target(NamedTuple):
    """Where a link leads: an address, or an anchor of the edition; `description` is what is read out."""

    element: Element
    description: str
    url: str = ""
    anchor: str = ""


Content = tuple[Element, int]
"""A stretch of an element's content, by the number of its child; equal ones in two runs are marked separately."""


class Run(NamedTuple):
    """Text of one look inside a block.

    `content` is its place in the tree. A `glued` run never starts a line, a `kept` one does not break if it
    fits on one. `place` and `start` tell where its first character stands in the source. `anchor` names the place it is
    set at. `level` is its embedding level (UAX 9): a run at an odd level goes right to left. `opens` and `closes` are
    the isolates around words of another language, where those begin or end with the run.
    """

    text: str
    look: Look
    content: Content
    link: Target | None = None
    glued: bool = False
    kept: bool = False
    place: Place | None = None
    start: int = 0
    anchor: str = ""
    level: int = 0
    opens: str = ""
    closes: str = ""


class Segment(NamedTuple):
    """Words that cannot be separated, with their runs: their advance and that of the space after them in 1/1000 em.

    A line always ends after a `forced` one; a line that ends after a `soft` one shows a hyphen in the look of its run.
    """

    advance: float
    space: float
    parts: tuple[tuple[Word, Run], ...]
    forced: bool = False
    soft: Run | None = None


Piece = tuple[Union[Word, Segment], Run]
"""What cannot break, and the run that it begins in: nearly always a word of the block's own size."""


def parts(piece: Piece) -> tuple[tuple[Word, Run], ...]:
    """Return the words of a piece with their runs."""
    whole, run = piece
    return whole.parts if isinstance(whole, Segment) else ((whole, run),)


def _hyphen(whole: Word | Segment) -> float:
    """Return the width of the hyphen that shows if a line ends after this segment, in 1/1000 em."""
    return shape.hyphen(whole.soft.look.stack.first).advance * whole.soft.look.ratio if whole.soft else 0.0


class Missing(Exception):
    """A character that no face has."""

    def __init__(self, character: str, run: Run, offset: int) -> None:
        super().__init__(character)
        self.character, self.run, self.offset = character, run, offset


_UNIT = (
    r"(?:mg|mcg|[µμ]g|micrograms?|milligrams?|grams?|kg|g|pg|ng|ml|mL|dl|dL|[µμ][lL]|litres?|liters?|l|L|cm|mm|km|m|"
    r"mmol|[µμ]mol|nmol|mol|mEq|IU|U|units?|kPa|mmHg|bpm|kcal|years?|months?|weeks?|days?|hours?|h|minutes?|min|seconds?|"
    r"times?|tablets?|capsules?|drops?|puffs?|doses?|pages?|°C|°F|%)"
)
_DIGITS = r"\d[\d()⁰¹²³⁴-⁹⁻]*(?:[.,:/]\d[\d()⁰¹²³⁴-⁹⁻]*)*"
_JOINED = rf"(?:(?: ?[–\u2011-] ?| (?:to|or|in|of|out of|x|×) ?| )\(?{_DIGITS})"
_WITH_UNIT = rf"(?:(?: {_UNIT}|/{_UNIT})(?:/{_UNIT})*(?!\w))"
_NUMBER = rf"{_DIGITS}(?P<more>{_JOINED}+{_WITH_UNIT}?|{_WITH_UNIT})?"
AMOUNT = re.compile(_NUMBER)
"""Phone numbers, dates, ranges, natural frequencies ("1 in 10"), doses and other amounts: no line ends inside.

It matches every number, so that none is looked at twice; a number is an amount if more follows it.
"""
_SIGNED = re.compile(rf"\+?\(?{_NUMBER}")
LABELLED = re.compile(
    r"\b(?:ORPHA|OMIM|MONDO|ICD-\d+(?:-CM)?|PMID|PMCID|doi|DOI|ISBN|NCT|SNOMED(?: CT)?|GARD):? ?[\w./:()-]+"
    r"|\b[A-Z]+\d*(?:-\d+)+\b|\b(?:[Pp]ages?|Figure|Fig\.|Table|[Tt]ype|[Ss]tage|[Gg]rade) \d+"  # codes such as ICD-10
    r"|\b(?:Dr|Mr|Ms|Mrs|Prof)(?:\. \w| [^\W\da-z])|\bNo\. \d"
)
_WORD = re.compile(r"[^ ]+")
_DIGIT = re.compile(r"\d")
_LABEL = re.compile(
    r"[A-Z]-?\d|ORPHA|OMIM|MONDO|PMC?ID|doi|DOI|ISBN|NCT|SNOMED|GARD|[Pp]age|Fig|Table|[Tt]ype|[Ss]tage|[Gg]rade|Dr|M[rs]|Prof|No\."
)
_LABELS = frozenset(
    "ORPHA OMIM MONDO PMID PMCID doi DOI ISBN NCT SNOMED GARD Page page Pages pages Figure Table Type type Stage stage "
    "Grade grade Dr Mr Ms Mrs Prof".split()
)
_PLAIN = re.compile(
    r"[(\[\"'\u2018\u201c]*[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f0-9'\u2019,.;:\u00a0]*[)\]\"'\u2019\u201d.,;:?!\u00a0]*\Z"
    r"|\(?[0-9]+(?:(?:[.,:;-]|\)[.,:;-]?|\()[0-9]+)*[).,:;]*\Z"
)
"""Tokens in which no line may start: words and numbers with their marks."""
_OPENING = frozenset("([{«‹„‚“‘¿¡—")
_CLOSING = frozenset(")]}»›”’!?/:;,.…—\n")
"""Before and after these, a space may not be enough to allow a new line (UAX 14, LB13 to LB17)."""


@functools.lru_cache(maxsize=2_000)
def _inside(token: str, language: str) -> tuple[int, ...]:
    """Return the offsets at which a line may start inside a token without spaces (UAX 14, with dictionaries)."""
    offsets, at = [], 0
    for piece in LineBreaker(token, language):
        at += len(piece)
        offsets.append(at)
    return tuple(offsets[:-1])


class _Token(NamedTuple):
    """What stands between two spaces, and how it breaks: the offsets `inside` it at which a line may start.

    One that `closes` or `opens` may stay with its neighbour in spite of the space; one with a digit may be part of an
    amount, one `labelled` the start of a code.
    """

    inside: tuple[int, ...]
    closes: bool
    opens: bool
    digit: bool
    labelled: bool


class _Tokens(dict[str, _Token | None]):
    """How each token of a language breaks, or None for a plain word; worked out once, and forgotten when not used."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.older: dict[str, _Token | None] = {}

    def __missing__(self, token: str) -> _Token | None:
        if len(self) >= MOST_TOKENS:
            self.older = dict(self)
            self.clear()
        found = self.older.get(token)
        if found is None and token and (not (token.isascii() and token.isalpha()) or token in _LABELS):
            inside = () if _PLAIN.match(token) else _inside(token, self.language)
            digit, labelled = bool(_DIGIT.search(token)), bool(_LABEL.search(token))
            own = _Token(inside, token[0] in _CLOSING, token[-1] in _OPENING, digit, labelled)
            found = own if any(own) else None
        self[token] = found
        return found


_tokens = functools.lru_cache(maxsize=64)(_Tokens)


def breaks(text: str, language: str) -> list[int]:
    """Return the offsets at which a line of `text` may start, in order. Runs of white space must be single spaces."""
    found: list[int] = []
    words = text.split(" ")
    start, before = 0, ""
    opened = digit = labelled = False
    for token, own in zip(words, map(_tokens(language).__getitem__, words)):
        if own is None and not opened:
            if start and token:
                found.append(start)
        else:
            together = opened if own is None else own.closes or opened
            if start and token and (not together or len(before) + 1 in _inside(f"{before} {token}", language)):
                found.append(start)
            opened = opened and not token
            if own is not None:
                found += [start + offset for offset in own.inside]
                opened, digit, labelled = own.opens, digit or own.digit, labelled or own.labelled
        start, before = start + len(token) + 1, token or before
    held = _amounts(AMOUNT, text) if digit else []
    if labelled:
        held += [match.span() for match in LABELLED.finditer(text)]
    return _without(found, text, [(start + 1, end) for start, end in held]) if held else found


def _amounts(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text) if match["more"]]


def _without(offsets: Sequence[int], text: str, held: Sequence[tuple[int, int]]) -> list[int]:
    """Return the offsets that are in none of the `held` stretches, or begin a line where the author wants one."""
    kept: list[int] = []
    at = 0
    for start, end in sorted(held):
        first = bisect_left(offsets, start, at)
        last = bisect_left(offsets, end, first)
        kept += offsets[at:first]
        kept += [offset for offset in offsets[first:last] if text[offset - 1] == "\n"]
        at = last
    return [*kept, *offsets[at:]]


def pieces_of(runs: Sequence[Run], language: str) -> list[Piece]:
    """Return the runs cut where lines may break. Raises Missing for a character that no face has."""
    text = "".join([run.text for run in runs])
    if not text:
        return [(Segment(0.0, 0.0, ()), runs[0])]
    turned = bidi.needed(text) or is_rtl(language)
    if turned:
        runs = _levelled(runs, language)
    found = breaks(text, language)
    held, at = [], 0
    for run in runs:
        end = at + len(run.text)
        if run.kept or run.glued:
            held.append((at if run.glued else at + 1, end if run.kept else at + 1))
        at = end
    return _cut(runs, text, [*(_without(found, text, held) if held else found), len(text)], turned)


END_OF_ISOLATE = "\u2069"


def isolate(language: str) -> str:
    """Return the sign that goes before words of a language to isolate them from the text around them (UAX 9)."""
    return "\u2067" if is_rtl(language) else "\u2066"


def _levelled(runs: Sequence[Run], language: str) -> list[Run]:
    """Return the runs of a paragraph cut where their embedding level changes."""
    text = "".join([run.text for run in runs])
    starts = list(accumulate([len(run.text) for run in runs], initial=0))
    around: dict[int, str] = {}
    for run, start, end in zip(runs, starts, starts[1:]):
        around[start] = around.get(start, "") + run.opens
        around[end] = run.closes + around.get(end, "")
    levels = _levels(text, int(is_rtl(language)), around)
    found: list[Run] = []
    at = 0
    for run in runs:
        first = len(found)
        for level, stretch in groupby(range(at, at + len(run.text)), key=levels.__getitem__):
            places = list(stretch)
            found.append(run._replace(text=text[places[0] : places[-1] + 1], start=run.start + places[0] - at,
                                      level=level, glued=run.glued and len(found) == first,
                                      anchor=run.anchor if len(found) == first else ""))
        at += len(run.text)
    return found


def _levels(text: str, base: int, around: Mapping[int, str]) -> list[int]:
    """Return the level of each character; phone numbers, doses and codes stay in one piece, left to right.

    Without isolates around them 555-0199 would print as 0199-555 between Arabic words, as the standard has it. `around`
    holds the isolates of other languages, keyed by the place that they stand before.
    """
    held = {**dict(_amounts(_SIGNED, text)), **{match.start(): match.end() for match in LABELLED.finditer(text)}}
    isolated, places, end = "", [], 0
    for place, character in enumerate(text):
        isolated += around.get(place, "")
        if place in held and place >= end:
            isolated, end = isolated + "\u2066", held[place]
        places.append(len(isolated))
        isolated += character
        if end and place == end - 1:
            isolated += "\u2069"
    levels = bidi.levels(isolated, base)
    return [levels[place] for place in places]


def _cut(runs: Sequence[Run], text: str, edges: Sequence[int], turned: bool = False) -> list[Piece]:
    """Cut several runs, whose text is `text`, at `edges`, the last of which is its end.

    In a paragraph with right-to-left words (`turned`), spaces become separate parts.
    """
    if turned or "\n" in text or SOFT_HYPHEN in text:
        return _cut_with_care(runs, text, edges, turned)
    found: list[Piece] = []
    begun: list[tuple[Word, Run]] = []  # of a piece that continues from an earlier run
    start = number = 0
    for run in runs:
        at, stop = start, start + len(run.text)
        last = bisect_right(edges, stop, number)
        known, full = run.look.stack.words, run.look.ratio == 1
        for end in edges[number:last]:
            own = text[at:end]
            words = known.get(own) or _words(run, own, at - start)
            at = end
            if full and len(words) == 1 and not begun:
                found.append((words[0], run))
            else:
                found.append(_segment([*begun, *[(word, run) for word in words]]))
                begun = []
        if at < stop:
            begun += [(word, run) for word in _words(run, text[at:stop], at - start)]
        start, number = stop, last
    return found


def _cut_with_care(runs: Sequence[Run], text: str, edges: Sequence[int], turned: bool) -> list[Piece]:
    """Cut runs that have line breaks, soft hyphens or right-to-left words, as `_cut` does."""
    starts = [0, *accumulate([len(run.text) for run in runs])]
    found = []
    for begin, end in zip([0, *edges], edges):
        first = bisect_right(starts, begin) - 1
        found.append(_piece(runs[first:], text[begin:end], begin - starts[first], turned))
    return found


def _piece(runs: Sequence[Run], text: str, offset: int, turned: bool) -> Piece:
    """Return the piece of a text that begins at an offset of the first of `runs` and may go on in the next ones."""
    bare = len(text.rstrip(" \n"))
    found: list[tuple[Word, Run]] = []
    at, number = 0, 0
    while at < len(text):
        run = runs[number]
        own = text[at : at + len(run.text) - offset]
        letters, last = own[: max(bare - at, 0)], at + len(own) == len(text)
        gap = " " if last and bare < len(text) else ""
        for word in (letters, gap) if turned else (letters + gap,):
            found += [(one, run) for one in _words(run, word, offset)]
        at, number, offset = at + len(own), number + 1, 0
    return _segment(found, "\n" in text, runs[number - 1] if text[-1] == SOFT_HYPHEN else None)


def _segment(words: Sequence[tuple[Word, Run]], forced: bool = False, soft: Run | None = None) -> Piece:
    before = fsum([(word.advance + word.space) * run.look.ratio for word, run in words[:-1]])
    word, run = words[-1]
    advance, space = before + word.advance * run.look.ratio, word.space * run.look.ratio
    return Segment(advance, space, tuple(words), forced, soft), words[0][1]


def _words(run: Run, text: str, offset: int) -> tuple[Word, ...]:
    try:
        return shape.words(run.look.stack, text, run.level % 2 == 1) if text else ()
    except KeyError as missing:
        raise Missing(missing.args[0], run, offset + text.index(missing.args[0])) from None


def fitted(pieces: Sequence[Piece], measure: float, language: str) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces, those wider than `measure` cut further, and the pieces that had to be cut inside a word.

    Words that were only kept together break wherever text may; a word that is too long breaks between graphemes. A
    glued run is never cut, nor cut off.
    """
    if not [whole for whole, _ in pieces if whole.advance > measure or whole.soft is not None]:
        return list(pieces), []
    found: list[Piece] = []
    cut: list[Piece] = []
    for piece in pieces:
        if _fits(piece, measure):
            found.append(piece)
            continue
        for part in _recut(piece, lambda text: _opportunities(text, language)):
            if _fits(part, measure):
                found.append(part)
            else:
                cut.append(part)
                found.extend(_recut(part, lambda text: accumulate([len(one) for one in shape.graphemes(text)])))
    return found, cut


def _fits(piece: Piece, measure: float) -> bool:
    return piece[0].advance + _hyphen(piece[0]) <= measure


def _recut(piece: Piece, opportunities: Callable[[str], Iterable[int]]) -> list[Piece]:
    """Cut a piece at the `opportunities` of its text, except in glued runs and the letters before them."""
    runs = [run._replace(text=word.text, start=run.start + max(run.text.find(word.text.rstrip(" ")), 0))
            for word, run in parts(piece)]
    text = "".join([run.text for run in runs])
    held, at = [], 0
    for run in runs:
        end = at + len(run.text)
        if run.glued:
            held.append((at, end))
        at = end
    offsets = [offset for offset in opportunities(text) if 0 < offset < len(text) and text[offset] not in " \u00ad"]
    found = _cut(runs, text, [*_without(offsets, text, held), len(text)], any(run.level for run in runs))
    whole = piece[0]
    if whole.forced or whole.soft:
        last, run = found[-1]
        found[-1] = Segment(last.advance, last.space, parts(found[-1]), whole.forced, whole.soft), run
    return found


def _opportunities(text: str, language: str) -> list[int]:
    return [match.start() + offset for match in _WORD.finditer(text) for offset in (0, *_inside(match[0], language))]


class Line(NamedTuple):
    """The pieces `first` to `last` (exclusive), `width` in 1/1000 em."""

    first: int
    last: int
    width: float


def greedy(pieces: Sequence[Piece], measure: float) -> list[Line]:
    """Fill lines of at most `measure` (1/1000 em) one after the other."""
    lines: list[Line] = []
    first, width, gap = 0, 0.0, 0.0
    for number, (whole, _) in enumerate(pieces):
        wider = width + gap + whole.advance
        if number > first and (wider > measure or (whole.soft is not None and wider + _hyphen(whole) > measure)):
            lines.append(Line(first, number, width + _hyphen(pieces[number - 1][0])))
            first, width = number, whole.advance
        else:
            width = wider
        gap = whole.space
        if whole.forced:
            lines.append(Line(first, number + 1, width))
            first, width, gap = number + 1, 0.0, 0.0
    if first < len(pieces):
        lines.append(Line(first, len(pieces), width))
    return lines


def balanced(pieces: Sequence[Piece], measure: float) -> list[Line]:
    """Fill as many lines as `greedy` would, as evenly as possible: the narrowest measure that needs no further line."""
    best = greedy(pieces, measure)
    low, high = measure / 2, measure
    while len(best) > 1 and high - low > 100:
        middle = (low + high) / 2
        lines = greedy(pieces, middle)
        if len(lines) == len(best) and all(line.width <= measure for line in lines):
            best, high = lines, middle
        else:
            low = middle
    return best
