"""NUM: a change in risk stands beside the risk that it changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from builder.checks.rule import Rule
from builder.language import lexicon, prose, sentences
from builder.language.lexicon import Lexicon
from builder.language.prose import Prose, Unit
from builder.problems import Problem, Severity

if TYPE_CHECKING:
    from builder.checks.subject import Subject

_FROM_TO = re.compile(
    r"(?:from|von|de|du|dal) (?:about |etwa )?\d[\d.,]* ?(?:%|per ?cent|prozent|por ciento)?[^.;]{0,20}? "
    r"(?:to|auf|al?|à|au) (?:about |etwa )?\d[\d.,]* ?(?:%|per ?cent|prozent|por ciento)"
)
_CLAUSES = re.compile(r"[;:,()–—]|\b(?:and|but|which|while|whereas|und|aber|y|pero|et|mais|e|ma)\b")


class Place(NamedTuple):
    """A sentence of a unit, in small letters, and where it starts."""

    unit: Unit
    start: int
    words: str


def relative_risk_alone(subject: Subject) -> Iterator[Problem]:
    """A change in risk ("doubles", "50 % less likely", "much higher risk") stands without the numbers of the risk.

    The numbers are those of the same risk, as so many in so many people: both of them ("from 10 in 100 to 20 in 100"),
    or the one it starts from. They stand in the same sentence or in the one before or after it; the parts of a list
    count as following one another. Where the change names what the risk is of ("doubles the risk of lung cancer"), a
    single number has to name it too: that 1 in 4 people smoke says nothing about lung cancer. A change without any
    number ("raises the risk") is a warning.

    Why: Twice a tiny risk is tiny. Readers who see "doubles" without a number imagine the worst.

    Bad: "The medicine doubles the risk of skin cancer."

    Good: "In 10 years, 1 in 100 people get skin cancer. With the medicine it is 2 in 100."

    Source: IPDAS; CDC Clear Communication Index item 19.
    """
    text = subject.prose
    lists = lexicon.load(text.language)
    if lists.relative is None and lists.changed_risk is None or lists.frequency is None:
        return
    places = list(_places(text, lists.relative_signs))
    for at, place in enumerate(places):
        for start, end, severity in _changes(place.words, lists):
            near = [places[other] for other in (at - 1, at + 1, at + 2) if 0 <= other < len(places)]
            near = [other for other in near if _belongs(other, place)]
            if not _is_told(place, (start, end), near[: 2 if place.unit.kind != "lead-in" else 3], lists):
                first, last = place.start + start, place.start + end
                yield Problem("relative-risk-alone",
                              f"'{place.unit.text[first:last]}' does not say how large the risk is.",
                              place.unit.span(first, last),
                              "Give both risks as numbers: 'from 1 in 100 to 2 in 100 people'.", severity)


def _places(text: Prose, signs: frozenset[str]) -> Iterator[Place]:
    """Yield the sentences, in reading order, of the blocks and texts in which there is a sign of such a change."""
    wanted = {id(unit.block or unit.source) for sign in signs for unit in _with(sign, text) if unit.kind not in ASIDE}
    for unit in text.units if wanted else ():
        if unit.kind not in ASIDE and id(unit.block or unit.source) in wanted:
            for sentence in sentences.split(unit.text, text.language):
                yield Place(unit, sentence.start, prose.folded(unit.text[sentence.start : sentence.end]))


ASIDE = frozenset(["small-print", "definition"])


def _with(sign: str, text: Prose) -> Iterator[Unit]:
    place = text.folded.find(sign)
    while place >= 0:
        unit, start = text.unit_at(place)
        yield unit
        place = text.folded.find(sign, start + len(unit.text))


def _belongs(one: Place, other: Place) -> bool:
    """Tell whether two places stand in one block, or in one text outside the sections."""
    if one.unit.block is None or other.unit.block is None:
        return one.unit.node is other.unit.node and one.unit.source is other.unit.source
    return one.unit.block is other.unit.block


def _changes(words: str, lists: Lexicon) -> Iterator[tuple[int, int, Severity]]:
    """Yield where a sentence states a change in risk, with numbers or without, each place once."""
    told: list[tuple[int, int]] = []
    severities: tuple[Severity, Severity] = ("error", "warning")
    for pattern, severity in zip((lists.relative, lists.changed_risk), severities):
        for match in pattern.finditer(words) if pattern else ():
            start, end = match.span()
            whole = not words[start - 1 : start].isalnum()
            if whole and not any(start < last and first < end for first, last in told):
                told.append((start, end))
                yield start, end, severity


def _is_told(place: Place, change: tuple[int, int], near: list[Place], lists: Lexicon) -> bool:
    """Tell whether a number of the risk that changes stands in the sentence or near it."""
    assert lists.frequency
    if _FROM_TO.search(place.words):
        return True
    outcome, own = _outcome(place.words, change, lists), _telling(place.words, lists)
    for match in lists.frequency.finditer(place.words):
        clause = _telling(_clause(place.words, match.span(), change), lists)
        if not outcome or not clause or clause & outcome:
            return True
    for other in near:
        said = _telling(other.words, lists)
        if lists.frequency.search(other.words) and (not outcome or said & outcome or said <= own):
            return True
    return False


def _outcome(words: str, change: tuple[int, int], lists: Lexicon) -> frozenset[str]:
    """Return the beginnings of the words that say what the risk is of: after the change, to the end of its clause."""
    after = _CLAUSES.split(words[change[1] :])[0]
    inside = re.split(r"\bof\b|\bvon\b|\bfür\b|\bde\b|\bdi\b", words[change[0] : change[1]])[1:]
    return _telling(" ".join([*inside, after]), lists)


def _telling(words: str, lists: Lexicon) -> frozenset[str]:
    passed = lists.people.union(lists.risk, lists.time, lists.starters, lists.address, lists.quantifiers,
                                lists.passed_on, lists.changing)
    return frozenset(word[:5] for word in re.findall(r"[^\W\d_]{4,}", words) if word not in passed)


def _clause(words: str, number: tuple[int, int], change: tuple[int, int]) -> str:
    """Return the words of the clause of a number, without those of the change."""
    bare = words[: change[0]] + " " * (change[1] - change[0]) + words[change[1] :]
    ends = [0, *(match.end() for match in _CLAUSES.finditer(bare)), len(bare)]
    first = max(end for end in ends if end <= number[0])
    last = min(end for end in ends if end >= number[1])
    return bare[first:last]


RULES = (Rule("NUM004", "relative-risk-alone", "error", relative_risk_alone),)
