"""PRNT: capitals, which a page sets as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from builder.checks.rule import Rule
from builder.problems import Problem

if TYPE_CHECKING:
    from builder.checks.subject import Subject

CAPITALS = re.compile(r"[^\W\d_a-z]{2}\S* \S*[^\W\d_a-z]{2}")
"""Two words that may be in capitals; most texts have none, and looking closer takes five times as long."""
IN_A_ROW = 2


def capitals_in_a_row(subject: Subject) -> Iterator[Problem]:
    """More than two words in a row are in capitals.

    Abbreviations and genes of the topic do not count, nor does a row with commas in it ("SLE, CLL, HIV"). Italics and
    underlining cannot be written: emphasis is set semibold, and only links are underlined.

    Why: Capitals have no shape to read by, and sound like shouting.

    Bad: "DO NOT STOP your medicine"

    Good: "**Do not stop** your medicine"

    Source: UKAAF G003; RNIB Clear Print; NHS digital service manual.
    """
    names = {*subject.document.abbreviations, *subject.document.codes.genes}
    for unit in subject.prose.units:
        if not CAPITALS.search(unit.text):
            continue
        for upper, group in groupby(re.finditer(r"\S+", unit.text), key=lambda match: match[0].isupper()):
            row = list(group)
            start, end = row[0].start(), row[-1].end()
            longest = max(len(part.split()) for part in unit.text[start:end].split(","))
            if upper and longest > IN_A_ROW and not names.intersection(match[0].strip(".,:;()") for match in row):
                yield Problem("capitals-in-a-row", f"'{unit.text[start:end]}' is in capitals.", unit.span(start, end),
                              "Write it in small letters, and mark it **strong** if it must stand out.")


RULES = (Rule("PRNT007", "capitals-in-a-row", "error", capitals_in_a_row),)
