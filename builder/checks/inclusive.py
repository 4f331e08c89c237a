"""INCL: words that label or blame people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.checks.rule import Rule
from builder.language import lexicon
from builder.markup import plain
from builder.problems import Problem

if TYPE_CHECKING:
    from builder.checks.subject import Subject


def stigmatising_words(subject: Subject) -> Iterator[Problem]:
    """A word labels, blames or frightens people: "suffers from", "victim", "non-compliant", "defective".

    The words are in `builder/words/en.yaml`, each with its reason and what to say instead. A word that is part of the
    condition's own name is not reported.

    Why: A reader who feels judged does not come back; a child who reads "defective" takes it for a name.

    Bad: "Children who suffer from ALPS have a defective gene."

    Good: "Children with ALPS have a change in a gene."

    Source: SHeLL Health Literacy Editor (person-centred language); NHS inclusive content.
    """
    text = subject.prose
    document = subject.document
    names = " ".join(plain(one) for one in (document.title, *(synonym.name for synonym in document.synonyms))).lower()
    for hit, entry in text.find_phrases(lexicon.load(text.language).inclusive):
        if not re.search(rf"\b{re.escape(hit.words.lower())}\b", names):
            yield Problem("stigmatising-words", f"'{hit.words}' can hurt. {entry.why}", hit.span(),
                          f"Say '{entry.instead}'.", "warning")


RULES = (Rule("INCL001", "stigmatising-words", "warning", stigmatising_words),)
