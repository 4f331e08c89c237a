"""EVID: the numbers of a text are those of its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from builder.checks import citing
from builder.checks.rule import Rule
from builder.language import prose, quantities
from builder.language.prose import Unit
from builder.language.quantities import Quantity
from builder.markup import citations
from builder.model import Reference
from builder.problems import Problem

if TYPE_CHECKING:
    from builder.checks.subject import Subject

SMALL = 10
_DIGIT = re.compile(r"\d")


def number_not_in_source(subject: Subject) -> Iterator[Problem]:
    """A number or a share is not in the quoted finding of the source that its sentence cites.

    Each number is compared by itself with the `finding` of the sources: those cited in its sentence or, if there are
    none, next in the same text; a list, a table and the like also have those of their lead-in. The rule can judge only
    where all of them have a finding with numbers. A share may be written in another way if it is the same within
    rounding: "1 in 5" agrees with 20 % and with 21 of 103, "about 2 in 3" with 65 %; but 5 % does not agree with 0.5 %,
    nor 38 of 150 with 18 of 150, nor 6 weeks with 6 months. After "about", "more than" and the like a tenth more or
    less will do. Years, times of day, and numbers in names (type 2, B12) do not count, nor do numbers up to ten in
    words: one study, the two main dangers.

    Why: Nobody else will find a digit that was copied wrongly.

    Bad: "About 3 in 10 children" with the finding "21 of 103 children (20 %)"

    Good: "About 2 in 10 children" with the same finding

    Source: this project's own rule.
    """
    text = subject.prose
    for unit in text.units:
        if not _DIGIT.search(unit.text) and not _cites(unit):
            continue
        lead = subject.leads.get(id(unit.block), ())
        for start, end, keys in _sourced(unit, text.language, lead):
            references = [subject.context.references[key] for key in keys if key in subject.context.references]
            found = _findings(references, len(keys))
            for said in quantities.quantities(prose.folded(unit.text[start:end]), text.language) if found else ():
                if not _in_passing(said, unit.text[start:end]) and not quantities.agrees(said, found):
                    yield _told(unit, start, said, references)


def _in_passing(said: Quantity, sentence: str) -> bool:
    """Tell whether a number is a small one in words, which rarely counts anything: one study, two dangers."""
    digits = _DIGIT.search(sentence, said.start, said.end)
    return not (digits or said.share) and said.values[0] <= SMALL


def _told(unit: Unit, start: int, said: Quantity, references: list[Reference]) -> Problem:
    first, last = start + said.start, start + said.end
    names = " and ".join(f"'{reference.id}'" for reference in references)
    which = "the finding" if len(references) == 1 else "a finding"
    quoted = "; ".join(str(reference.finding) for reference in references)
    is_or_are = "The finding is" if len(references) == 1 else "The findings are"
    return Problem("number-not-in-source", f"'{unit.text[first:last]}' is not in {which} of {names}.",
                   unit.span(first, last), f"{is_or_are}: {quoted}")


def _findings(references: list[Reference], cited: int) -> list[Quantity]:
    """Return the numbers of all findings, or none where one source has none."""
    each = [_numbers(reference.finding or "") for reference in references]
    return [number for numbers in each for number in numbers] if len(each) == cited and all(each) else []


@lru_cache(maxsize=256)  # sentences share their sources: without it the rule takes twelve times as long
def _numbers(finding: str) -> tuple[Quantity, ...]:
    return tuple(quantities.quantities(prose.folded(finding)))


def _cites(unit: Unit) -> bool:
    return any(citations(unit.source))


def _sourced(unit: Unit, language: str, lead: citing.Keys) -> Iterator[tuple[int, int, citing.Keys]]:
    """Yield where each sentence of `unit` starts and ends, with the keys of its sources."""
    places = citing.places(unit)
    for start, end, own in citing.sentences_of(unit, language):
        nearest = [keys for at, keys in places if at > end][:1] or [keys for at, keys in places if at <= start][-1:]
        keys = dict.fromkeys([*(own or (key for listed in nearest for key in listed)), *lead])
        if keys:
            yield start, end, tuple(keys)


RULES = (Rule("EVID008", "number-not-in-source", "warning", number_not_in_source),)
