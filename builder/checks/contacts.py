"""CLIN: telephone numbers, addresses and forms that differ from clinic to clinic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.checks.rule import Rule
from builder.language import lexicon, prose
from builder.language.prose import Unit
from builder.markup import walk
from builder.model import Link, Organisation, Words
from builder.problems import Problem

if TYPE_CHECKING:
    from builder.checks.subject import Subject

_EMAIL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?i:[\w.+-]+\s?[\[(](?:at|@)[\])]\s?[\w-]+(?:(?:\.|\s?[\[(](?:dot|punkt|punto|point|\.)[\])]\s?)[\w-]+)+)"
)
_EXTENSION = re.compile(
    r"(?i)\b(?:bleep|pager|beeper|ext(?:ension)?|durchwahl|extensión|poste|interno)\b\.?:?\s?(?:n[or]\.?\s|number\s)?\d{3,6}\b"
)
_PLAIN = str.maketrans("\u2010\u2011\u2212\u202f", "---\u00a0")
"""Characters that people type in telephone numbers, each with its plain form."""
_FORM = re.compile(
    r"(?i)(?:https?://|www\.)[^\s]*(?:contact|kontakt|contatt|appointment|booking|\bbook|termin|cita|rendez-?vous|\brdv|prenot|"
    r"enquir|inquir|message|callback|portal|form(?:s|ular\w*|ulaire\w*)?\b)[^\s]*"
)
_GROUPS = r"\(?\d{1,5}\)?(?:[\s\u00a0./–-]{0,2}\(?\d{1,5}\)?){1,6}"
_NUMBERS = re.compile(
    rf"""
    (?=[+(\d]) (?<![\w.,/@\#:+–-]) (?<!\d[ ])
    (?: (?P<abroad> (?:\+|00)\s?{_GROUPS} )
      | (?P<national> \(?0\d{{1,5}}\)? (?:[\s\u00a0./–-]{{0,2}}\(?\d{{1,6}}\)?){{1,5}} )
      | (?P<shaped> (?:1[ .-])? [2-9]\d\d [ .-]{{1,2}} [2-9]\d\d [ .-] \d{{4}}
          | \(\d{{3}}\)\s?\d{{3}}[ .-]\d{{4}}
          | 1[38]00[ -]\d{{3}}[ -]\d{{3}}
          | 1[ -]8\d\d[ -][A-Z\d]{{3}}[ -]?[A-Z\d-]{{4,7}} )
      | (?P<other> \d{{2,10}} (?:[\s\u00a0.-]\d{{2,6}}){{0,4}} ) )
    (?![\w%]|[.,/:]\d)
    """,
    re.VERBOSE,
)
_DIGIT = re.compile(r"\d")
_AT = re.compile(r"@|[\[(](?i:at)[\])]")
_NOT_A_NUMBER = re.compile(
    r"(?:\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d\s?[–-]\s?(?:19|20)?\d\d|0?\d?\d[.:]\d\d\s?[–-]\s?\d?\d[.:]\d\d)"
)
_RECORDS = re.compile(
    r"(?i)(?:PMID|PMCID|PMC|DOI|ORPHA|OMIM|MONDO|SNOMED|ICD|ISBN|ISSN|NCT|EudraCT|ISRCTN|GARD|version|lot|batch|"
    r"protocol|trial|MRN|record|patient)\b[\s:#.-]*$"
)
_COUNTED = re.compile(
    r"(?i)\s?(?:%|mg|mcg|g|kg|ml|l|kcal|calories|cells|people|children|patients|adults|women|men|births|units|steps|metres|meters|"
    r"hours?|days?|weeks?|months?|years?|minutes?|mmol|mmhg|°|degrees|euros?|dollars?|pounds?)(?!\w)"
)


def typed_contact(subject: Subject) -> Iterator[Problem]:
    """A telephone number, an e-mail address or the address of a form is typed into the topic.

    Each clinic prints the topic with its own contacts, so a text says `{clinic.phone}`, `{clinic.out_of_hours}`,
    `{clinic.email}` or `{clinic.website}`. Organisations under `support:` and the publisher keep theirs. Numbers with
    an area code or a country code are found anywhere; others only after "call", "phone", "text" and the like. Numbers
    of three or four digits are left to `wrong-emergency-number`. Dates, ranges of years and record numbers do not
    count.

    Why: At another clinic, or next year, nobody answers this number. Whoever calls it loses hours.

    Bad: "Phone the nurse on 555 0144."

    Good: "Phone the nurse: {clinic.phone}."

    Source: PIF TICK criterion 8; PEMAT-P item 20; content/README.md, clinic values.
    """
    text = subject.prose
    calls = lexicon.load(text.language).calls | lexicon.load("en").calls
    for unit in text.units:
        if unit.kind != "small-print" and not isinstance(unit.node, Organisation):
            for start, end, what in _found(unit, calls):
                yield Problem("typed-contact", f"'{unit.text[start:end]}' looks like {what} of one clinic.",
                              unit.span(start, end), HINT)
            yield from _linked(unit)


HINT = "Write {clinic.phone}, {clinic.email} or the like, or list the organisation under `support:`."


def _linked(unit: Unit) -> Iterator[Problem]:
    """Yield links that call, mail or lead to a form, unless their words already show the contact."""
    for node in walk(unit.source) if len(unit.source.nodes) > 1 or not isinstance(unit.source.nodes[0], Words) else ():
        if isinstance(node, Link) and (node.url.startswith(("tel:", "mailto:")) or _FORM.match(node.url)):
            words = "".join(child.text for child in node.children if isinstance(child, Words))
            if not any(found_in(words, frozenset())):
                place = unit.source.place
                yield Problem("typed-contact", f"'{node.url}' looks like a contact of one clinic.",
                              place.span(node.start, node.start + len(words) + 2) if place else None, HINT)


def _found(unit: Unit, calls: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    for start, end, what in found_in(unit.text, calls):
        if unit.counts(start, end):
            yield start, end, what


def found_in(words: str, calls: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    words, digits = words.translate(_PLAIN), _DIGIT.search(words)
    for match in _EMAIL.finditer(words) if _AT.search(words) else ():
        yield *match.span(), "the e-mail address"
    for match in _FORM.finditer(words) if "://" in words or "www." in words.lower() else ():
        yield *match.span(), "a form or page"
    for match in _EXTENSION.finditer(words) if digits else ():
        yield *match.span(), "a telephone number"
    for match in _NUMBERS.finditer(words) if digits else ():
        if _is_number(words, match, calls):
            loose = match[0].endswith(")") and "(" not in match[0]
            yield match.start(), match.end() - loose, "a telephone number"


def _is_number(words: str, match: re.Match[str], calls: frozenset[str]) -> bool:
    """Tell whether digits are a telephone number: by their shape, or by what is said before them."""
    written, before, after = match[0], words[: match.start()], words[match.end() :]
    digits = re.sub(r"\D", "", written)
    if _NOT_A_NUMBER.fullmatch(written) or _RECORDS.search(before) or _COUNTED.match(after):
        return False
    if match["shaped"]:
        return True
    if match["abroad"] or match["national"]:
        return 7 <= len(digits) <= 15
    called = any(word in calls for word in re.findall(r"[^\W\d_]+", prose.folded(before[-40:])))
    return called and 6 <= len(digits) <= 12 and not _is_range(written)


def _is_range(written: str) -> bool:
    """Tell whether two numbers make a range (1000-1500), or are one large number in groups (10 000 000)."""
    first, *others = re.split(r"\D+", written)
    ascending = len(others) == 1 and len(first) == len(others[0]) and "-" in written and first < others[0]
    return ascending or bool(others) and all(group == "000" for group in others)


RULES = (Rule("CLIN010", "typed-contact", "error", typed_contact),)
