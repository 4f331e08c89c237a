"""Lines: where text may break (UAX 14, and what medicine forbids), and how it is filled into lines."""

from __future__ import annotations

import functools
import re
from typing import Iterator, NamedTuple, Sequence

from icu4py.breakers import LineBreaker

from builder.problems import Place
from builder.structure import Content, Element
from builder.style import Colour
from builder.text import shape
from builder.text.faces import Stack
from builder.text.shape import Word


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


class Run(NamedTuple):
    """Text of one look inside a block.

    `content` is its place in the structure tree. A `glued` run never starts a line, a `kept` one does not break where it
    fits. `place` and `start` tell where its first character stands in the source. `anchor` names the place it is set at.
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


class Segment(NamedTuple):
    """What cannot break: its width in 1/1000 em, the words with their runs, and the run of the space after it."""

    width: float
    parts: tuple[tuple[Word, Run], ...]
    gap: Run | None = None
    forced: bool = False

    @property
    def space(self) -> float:
        """The width of the space after it in 1/1000 em."""
        return _space(self.gap) if self.gap else 0.0


class Missing(Exception):
    """A character that no face has."""

    def __init__(self, character: str, run: Run, offset: int) -> None:
        super().__init__(character)
        self.character, self.run, self.offset = character, run, offset


UNITS = (
    r"mg|mcg|micrograms?|g|kg|ml|mL|l|L|dl|dL|cm|mm|m|km|pg|ng|IU|units?|years?|months?|weeks?|days?|hours?|minutes?|"
    r"times?|pages?|in|out|to|of|°C|°F|%"
)
KEPT_TOGETHER = re.compile(
    rf"\+?\(?\d[\d()]*(?:[ \u2011-]\d[\d()]*)+"  # phone numbers, dates, ranges
    rf"|\d[\d.,]* (?:(?:in|out of|of) \d[\d,.]*|(?:{UNITS})\b)"  # natural frequencies, doses, amounts
)
LABELLED = re.compile(
    r"\b(?:ORPHA|OMIM|MONDO|ICD-\d+(?:-CM)?|PMID:?|PMCID:?|doi:|NCT|SNOMED|GARD) ?[\w./:()-]+"
    r"|\b[A-Z]+\d*(?:-\d+)+\b|\b(?:page|Figure|Fig\.) \d+"  # codes such as ICD-10, IL-10
    r"|\b(?:Dr|Mr|Ms|Mrs|No)\.? (?=\S)"
)
_DIGIT = re.compile(r"\d")
_LABEL = re.compile(r"[A-Z]-?\d|ORPHA|OMIM|MONDO|PMC?ID|doi:|NCT|SNOMED|GARD|page|Fig|Dr|Mr|Ms|No")
_TOKEN = re.compile(r"[^ ]+")
_PLAIN = re.compile(r"[(\[\"'\u2018\u201c]*[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f\d'\u2019,.;:\u00a0]*[)\]\"'\u2019\u201d.,;:?!\u00a0]*\Z")


@functools.lru_cache(maxsize=20_000)
def _inside(token: str, language: str) -> tuple[int, ...]:
    """Return the offsets at which a line may start inside a token without spaces (UAX 14, with dictionaries)."""
    offsets, at = [], 0
    for piece in LineBreaker(token, language):
        at += len(piece)
        offsets.append(at)
    return tuple(offsets[:-1])


def breaks(text: str, language: str) -> list[int]:
    """Return the offsets at which a line of `text` may start, in order. Runs of white space must be single spaces."""
    found: list[int] = []
    for match in _TOKEN.finditer(text):
        start = match.start()
        if start:
            found.append(start)
        if not _PLAIN.match(match[0]):
            found.extend(start + offset for offset in _inside(match[0], language))
    if found:
        held = [match.span() for match in KEPT_TOGETHER.finditer(text)] if _DIGIT.search(text) else []
        if _LABEL.search(text):
            held += [match.span() for match in LABELLED.finditer(text)]
        for start, end in held:
            found = [offset for offset in found if not start < offset < end]
    return found


def segments(runs: Sequence[Run], language: str) -> list[Segment]:
    """Return the runs cut where lines may break. Raises Missing for a character that no face has."""
    if len(runs) == 1 and not runs[0].kept:
        run = runs[0]
        return [_simple(run, piece) for piece in _cut(run.text, breaks(run.text, language))]
    text = "".join([run.text for run in runs])
    offsets = breaks(text, language)
    at = 0
    for run in runs:
        end = at + len(run.text)
        if run.kept or run.glued:
            low, high = (at if run.glued else at + 1), (end - 1 if run.kept else at)
            offsets = [offset for offset in offsets if not low <= offset <= high]
        at = end
    return _joined(runs, text, [*offsets, len(text)])


def _cut(text: str, offsets: list[int]) -> list[str]:
    found, start = [], 0
    for end in offsets:
        found.append(text[start:end])
        start = end
    found.append(text[start:])
    return found


def _simple(run: Run, piece: str) -> Segment:
    bare = piece.rstrip(" \n")
    words = _words(run, bare, 0)
    width = words[0].advance if len(words) == 1 else sum([word.advance for word in words])
    forced = piece.endswith("\n")
    return Segment(width * run.look.ratio, tuple([(word, run) for word in words]),
                   run if len(bare) < len(piece) and not forced else None, forced)


def _space(run: Run) -> float:
    face = run.look.stack.first
    return face.width(face.space) * run.look.ratio


def _words(run: Run, text: str, offset: int) -> tuple[Word, ...]:
    try:
        return shape.words(run.look.stack, text) if text else ()
    except KeyError as missing:
        character = missing.args[0]
        raise Missing(character, run, offset + max(text.find(character), 0)) from None


def _joined(runs: Sequence[Run], text: str, edges: list[int]) -> list[Segment]:
    """Cut several runs at `edges`; runs and edges are walked together once."""
    found: list[Segment] = []
    number, begin, start = 0, 0, 0
    end_of_run = len(runs[0].text)
    for end in edges:
        bare = begin + len(text[begin:end].rstrip(" \n"))
        parts: list[tuple[Word, Run]] = []
        width = 0.0
        at = begin
        while at < end:
            while at >= end_of_run:
                number += 1
                start, end_of_run = end_of_run, end_of_run + len(runs[number].text)
            run, stop = runs[number], min(end, end_of_run)
            if at < bare:
                for word in _words(run, text[at : min(stop, bare)], at - start):
                    parts.append((word, run))
                    width += word.advance * run.look.ratio
            at = stop
        forced = text[begin:end].endswith("\n")
        if end > begin:
            found.append(Segment(width, tuple(parts), runs[number] if bare < end and not forced else None, forced))
        begin = end
    return found


def fitted(pieces: Sequence[Segment], measure: float, language: str) -> tuple[list[Segment], list[Segment]]:
    """Return the pieces with those wider than `measure` cut further, and the ones that had to be cut inside a word.

    What was only kept together breaks where any text may; a word that is too long breaks between graphemes.
    """
    if all(piece.width <= measure for piece in pieces):
        return list(pieces), []
    found: list[Segment] = []
    cut: list[Segment] = []
    for piece in pieces:
        if piece.width <= measure:
            found.append(piece)
            continue
        smaller = list(_recut(piece, language, graphemes=False))
        for part in smaller:
            if part.width <= measure:
                found.append(part)
            else:
                cut.append(part)
                found.extend(_recut(part, language, graphemes=True))
    return found, cut


def _recut(piece: Segment, language: str, graphemes: bool) -> Iterator[Segment]:
    for number, (word, run) in enumerate(piece.parts):
        pieces = shape.graphemes(word.text) if graphemes else _cut_anywhere(word.text, language)
        for index, text in enumerate(pieces):
            last = number == len(piece.parts) - 1 and index == len(pieces) - 1
            bare = text.rstrip(" ")
            parts = tuple((part, run) for part in _words(run, bare, 0))
            width = sum(part.advance for part, _ in parts) * run.look.ratio
            gap = piece.gap if last else run if bare != text else None
            yield Segment(width, parts, gap, piece.forced and last)


def _cut_anywhere(text: str, language: str) -> list[str]:
    return _cut(text, [offset for token in _TOKEN.finditer(text) for offset in
                       ([token.start()] if token.start() else []) +
                       [token.start() + inner for inner in _inside(token[0], language)]])


class Line(NamedTuple):
    """The segments `first` to `last` (exclusive), `width` in 1/1000 em."""

    first: int
    last: int
    width: float


def greedy(pieces: Sequence[Segment], measure: float) -> list[Line]:
    """Fill lines of at most `measure` (1/1000 em) one after the other."""
    lines: list[Line] = []
    first, width, gap = 0, 0.0, 0.0
    for number, piece in enumerate(pieces):
        wider = width + gap + piece.width
        if wider > measure and number > first:
            lines.append(Line(first, number, width))
            first, width = number, piece.width
        else:
            width = wider
        gap = _space(piece.gap) if piece.gap else 0.0
        if piece.forced:
            lines.append(Line(first, number + 1, width))
            first, width, gap = number + 1, 0.0, 0.0
    if first < len(pieces):
        lines.append(Line(first, len(pieces), width))
    return lines


def balanced(pieces: Sequence[Segment], measure: float) -> list[Line]:
    """Fill as many lines as `greedy` would, as evenly as can be: the narrowest measure that needs no further line."""
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
