"""CLIN: what a clinic's own handout must carry, and what no leaflet may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.checks.rule import Rule, blocks, texts, where
from builder.markup import plain
from builder.model import Medicines, Questions
from builder.problems import Problem

if TYPE_CHECKING:
    from builder.checks.subject import Subject

MOST_MEDICINES = 8
LEAST_QUESTIONS = 3
NHS_NUMBER = re.compile(r"(?<![\d+(-])([4-79]\d{2})([ -]?)(\d{3})\2(\d{4})(?![\d-])")
SSN = re.compile(r"(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")
RECORD = re.compile(
    r"\b(?:MRN|medical record (?:number|no)|patient (?:ID|number|no)|NHS (?:number|no)|hospital (?:number|no))\b[.:# ]*"
    r"(?=[A-Z0-9-]*\d)[A-Z0-9-]{4,}",
    re.IGNORECASE,
)
BIRTH = re.compile(
    r"\b(?:DOB|D\.O\.B\.|date of birth|born(?: on)?)[: ]+"
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{1,2}, \d{4})",
    re.IGNORECASE,
)
IDENTIFIERS = {"a social security number": SSN, "a patient's number": RECORD, "a date of birth": BIRTH}
DIGITS = re.compile(r"\d{2}")
"""Every patient's number has them, and most texts do not: looking for them first takes a third of the time."""
TELEPHONE = re.compile(r"(?i)(?:call|phone|tel|telephone|fax|ring|mobile|text)\W{0,3}(?:\w+\W+){0,2}$")


def incomplete_clinic(subject: Subject) -> Iterator[Problem]:
    """The clinic cannot be reached at night, or a telephone number cannot be dialled.

    `name`, `country`, `address`, `phone`, `hours` and `emergency` are checked when the clinic's file is read. This rule
    checks that a number has 3 to 15 digits, and that there is one to call at night and on weekends.

    Why: Most emergencies happen when the clinic is closed.

    Bad: no `out_of_hours:`

    Good: `out_of_hours: 555 0199`

    Source: EQIP (contacts); PEMAT-P item 20; ITU-T E.164 (15 digits at most).
    """
    clinic = subject.context.clinic
    if clinic is None:
        return
    if clinic.out_of_hours is None:
        yield Problem("incomplete-clinic", "The clinic has no number for nights and weekends.", where(clinic),
                      "Add `out_of_hours:`.")
    for key in ("phone", "emergency"):
        digits = re.sub(r"\D", "", re.split(r"(?i)\bext|#|,|;| or ", plain(getattr(clinic, key)))[0])
        if not 3 <= len(digits) <= 15 and not (key == "emergency" and len(digits) == 2):
            yield Problem("incomplete-clinic", f"'{plain(getattr(clinic, key))}' is no telephone number.",
                          where(clinic, key), "Write it as it is dialled, such as +44 20 7946 0000.")


def no_interpreter_line(subject: Subject) -> Iterator[Problem]:
    """The clinic's file does not offer an interpreter, or other formats such as large print.

    `small-interpreter-line` checks where the lines are printed, and how large.

    Why: People who cannot read the leaflet need to see at once, in large letters, that help is free.

    Bad: no `interpreter:`

    Good: `interpreter: You can have an interpreter for free.`

    Source: NHS England, Accessible Information Standard (DAPB1605); 45 CFR 92.11.
    """
    clinic = subject.context.clinic
    for key, offer in (("interpreter", "an interpreter"), ("other_formats", "large print or other formats")):
        if clinic and getattr(clinic, key) is None:
            yield Problem("no-interpreter-line", f"The clinic does not offer {offer}.", where(clinic),
                          f"Add `{key}:` to the clinic's file.")


def missing_teach_back(subject: Subject) -> Iterator[Problem]:
    """The topic has no questions for teach-back, or fewer than 3 questions that the reader can ask.

    `too-few-note-lines` checks the room to write on the page.

    Why: "Tell me in your own words" finds the misunderstanding while the nurse is still in the room.

    Bad: no `teach_back:`

    Good: `teach_back: [{id: tell-fever, text: What will you do if you have a fever?}]`

    Source: AHRQ Health Literacy Universal Precautions Toolkit, tools 5 and 14; PEMAT-P item 23.
    """
    document = subject.document
    if not document.teach_back:
        yield Problem("missing-teach-back", "There are no questions for teach-back.", where(document),
                      "Add `teach_back:` with 2 or 3 questions that the nurse asks.")
    asked = [block for _, block in blocks(document) if isinstance(block, Questions)]
    if sum(len(block.questions.items) for block in asked) < LEAST_QUESTIONS:
        yield Problem("missing-teach-back", f"There are fewer than {LEAST_QUESTIONS} questions to ask.",
                      where(asked[0] if asked else document), "Add a block with `questions:`.")


def long_medicines_table(subject: Subject) -> Iterator[Problem]:
    """The table of medicines has more than 8 rows.

    `broken-medicines-table` checks that the page has all five columns, and repeats their names on the next page.

    Why: Long tables get filled in wrongly. Someone who takes so many medicines needs a separate sheet.

    Bad: a table of twelve medicines

    Good: two tables, "every day" and "when you need it"

    Source: AHRQ Health Literacy Universal Precautions Toolkit, tool 16; PEMAT-P item 19.
    """
    for _, block in blocks(subject.document):
        if isinstance(block, Medicines) and len(block.medicines.items) > MOST_MEDICINES:
            yield Problem("long-medicines-table", f"The table has {len(block.medicines.items)} medicines.",
                          where(block), f"Keep it to {MOST_MEDICINES}, or make two tables.")


def patient_identifier(subject: Subject) -> Iterator[Problem]:
    """Something looks like a patient's number or date of birth.

    The rule looks for NHS numbers (with a correct check digit), US social security numbers, record numbers and dates of
    birth, in the topic and in the clinic's file. A number after "call" or "phone" is taken for a telephone number.

    Why: A leaflet is copied and kept in many places; a patient's number in it can never be taken back.

    Bad: "MRN: 0048213" or "born 12/03/1980"

    Good: a line to write on, which the handout prints

    Source: HIPAA, 45 CFR 164.514; GDPR, Article 9; NHS standard for creating health content.
    """
    clinic = subject.context.clinic
    found = [(what, unit.text[start:end], unit.span(start, end)) for unit in subject.prose.units
             for start, end, what in _identifiers(unit.text)]
    for text in texts(clinic) if clinic else ():
        words, span = plain(text), text.place.span() if text.place else None
        found += [(what, words[start:end], span) for start, end, what in _identifiers(words)]
    for what, words, span in found:
        yield Problem("patient-identifier", f"'{words}' looks like {what}.", span,
                      "Delete it; the handout has lines to write on.")


def _identifiers(words: str) -> Iterator[tuple[int, int, str]]:
    if not DIGITS.search(words):
        return
    for what, pattern in IDENTIFIERS.items():
        for match in pattern.finditer(words):
            yield *match.span(), what
    for match in NHS_NUMBER.finditer(words):
        if is_nhs_number("".join(match.group(1, 3, 4))) and not TELEPHONE.search(words[: match.start()]):
            yield *match.span(), "an NHS number"


def is_nhs_number(digits: str) -> bool:
    """Tell whether ten digits are an NHS number: modulus 11 (NHS Data Dictionary)."""
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False))
    return (11 - total % 11) % 11 == int(digits[9]) if len(digits) == 10 else False


def no_feedback_route(subject: Subject) -> Iterator[Problem]:
    """The clinic's file does not say how to give feedback on the leaflet.

    Why: Readers find the sentence that nobody understands.

    Bad: no `feedback:`

    Good: `feedback: Did this help you? Tell us at your next visit.`

    Source: PIF TICK criterion 8; NHS standard for creating health content.
    """
    clinic = subject.context.clinic
    if clinic and clinic.feedback is None:
        yield Problem("no-feedback-route", "Nothing says how to give feedback.", where(clinic),
                      "Add `feedback:` to the clinic's file.")


RULES = (
    Rule("CLIN001", "incomplete-clinic", "error", incomplete_clinic),
    Rule("CLIN002", "no-interpreter-line", "error", no_interpreter_line),
    Rule("CLIN003", "missing-teach-back", "warning", missing_teach_back),
    Rule("CLIN004", "long-medicines-table", "error", long_medicines_table),
    Rule("CLIN005", "patient-identifier", "error", patient_identifier),
    Rule("CLIN006", "no-feedback-route", "error", no_feedback_route),
)
