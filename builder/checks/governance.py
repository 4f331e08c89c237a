"""META: who stands behind the topic, when it was written and reviewed, and which condition it is about."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import fields
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING, Any

from builder.checks.rule import Rule, where
from builder.markup import plain
from builder.model import Document, Node, Reviewer, Text, Words
from builder.problems import Problem

if TYPE_CHECKING:
    from builder.checks.subject import Subject

LONGEST_INTERVAL = 36  # months
LONGEST_INTERVAL_RARE = 24
LINK_FRESH = 24
NOTICE = datetime.timedelta(days=60)
PRIVATE_USE = re.compile(r"x-|q[a-t][a-z]\b|(?:und|mis|mul|zxx)\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\W*(?:tbd|tbc|to ?do|to be (?:done|decided|confirmed)|n/?a|x+|unknown)?\W*", re.IGNORECASE)
ROUTE = re.compile(r"@|https?://|www\.|(?:\d[\s().-]*){3,}")


def vague_identity(subject: Subject) -> Iterator[Problem]:
    """The topic has no name of its own, or its language is not one that a screen reader can speak.

    The id of a topic has 3 to 60 letters, digits and hyphens and never changes. The language is a real one, not a code
    for "unknown" or "several". Reading the file already checks that it has a title, an audience and a version.

    Why: Addresses, file names and review records depend on the id. A screen reader chooses its voice by the language.

    Bad: `topic: ga` or `language: und`

    Good: `topic: gaucher` and `language: en-GB`

    Source: NHS standard for creating health content, version control; ISO 14289-1, 7.2 (the language of the text).
    """
    document = subject.document
    if len(document.topic) < 3:
        yield Problem("vague-identity", f"The id '{document.topic}' is too short to tell topics apart.",
                      where(document, "topic"), "Use the name of the condition, in 3 letters or more.")
    if PRIVATE_USE.match(document.language):
        yield Problem("vague-identity", f"'{document.language}' does not say which language the text is in.",
                      where(document, "language"), "Write the code of the language, such as en, en-GB or ar.")


def unreachable_publisher(subject: Subject) -> Iterator[Problem]:
    """The publisher's contact has no address, number or link.

    Why: A reader who finds a mistake, or who wants to know who is behind the words, needs a way to ask.

    Bad: `contact: the communications team`

    Good: `contact: leaflets@example.org`

    Source: NHS standard for creating health content, "Essential"; PIF TICK criteria 1 and 8.
    """
    publisher = subject.document.governance.publisher
    contact = plain(publisher.contact)
    if not ROUTE.search(contact):
        yield Problem("unreachable-publisher", "The publisher's contact has no email, number or web address.",
                      where(publisher, "contact"), "Add a route that a reader can use.")


def disordered_dates(subject: Subject) -> Iterator[Problem]:
    """The dates of the topic contradict one another, or a reviewed topic has no date of review.

    Published comes no later than updated; the next review comes after the last review and after the last update. A
    review may come before publication: the first one always does. A topic with `status: awaiting-review` has no
    review date yet, and needs none. Patients cannot have taken part after the last update.

    Why: The printed dates tell the reader whether the words can still be trusted.

    Bad: `updated: 2026-11-22` with `next_review: 2025-11-22`

    Good: `updated: 2026-11-22` with `next_review: 2028-11-22`

    Source: PIF TICK guide (publication and review dates); NHS standard, best practice; DISCERN 5.
    """
    dates = subject.document.governance
    if dates.updated < dates.published:
        yield Problem("disordered-dates", "The topic was updated before it was published.", where(dates, "updated"),
                      "Correct one of the two dates.")
    last = max(dates.updated, dates.reviewed or dates.updated)
    if dates.next_review <= last:
        yield Problem("disordered-dates", "The next review is not after the last update and review.",
                      where(dates, "next_review"), "Set the date by which a clinician will look at it again.")
    for one in dates.involvement:
        if one.date and one.date > dates.updated:
            yield Problem("disordered-dates", "Patients took part after the topic was last updated.",
                          where(one, "date"), "Correct one of the two dates.", "warning")
    if dates.status == "reviewed" and dates.reviewed is None:
        yield Problem("disordered-dates", "The topic is marked as reviewed, but the date of the review is missing.",
                      where(dates, "status"), "Add `reviewed:` with the date, or set `status: awaiting-review`.")


def long_review_interval(subject: Subject) -> Iterator[Problem]:
    """The next review is so far away that the advice may go out of date.

    The limit is three years; two years for a rare condition (one with an ORPHA code), where treatment moves fast.

    Why: Out-of-date advice can harm.

    Bad: `updated: 2026-11-22` with `next_review: 2031-11-22`

    Good: `updated: 2026-11-22` with `next_review: 2028-11-22`

    Source: PIF TICK: review at least every 3 years. The 2 years for rare conditions are this project's choice.
    """
    dates = subject.document.governance
    most = LONGEST_INTERVAL_RARE if subject.document.codes.orpha else LONGEST_INTERVAL
    months = _months(dates.reviewed or dates.updated, dates.next_review)
    if months > most:
        yield Problem("long-review-interval", f"The next review is {months} months away; {most} are the most.",
                      where(dates, "next_review"), "Plan an earlier review.")


def _months(first: datetime.date, last: datetime.date) -> int:
    """Return how many months it takes to get from `first` to `last`; part of a month counts as one."""
    whole = (last.year - first.year) * 12 + last.month - first.month
    return whole + (last.day > first.day)


def past_review_date(subject: Subject) -> Iterator[Problem]:
    """The date of the next review has passed; a warning says so 60 days before.

    It fails `factsheet check`, never `factsheet build`: what prints does not depend on the day.

    Why: A clinic that hands out an overdue factsheet hands out advice that nobody stands by any more.

    Bad: `next_review: 2025-06-30`, checked in November 2026

    Good: `next_review: 2028-11-22`, checked in November 2026

    Source: PIF TICK criterion 4; NHS standard for creating health content, "Essential".
    """
    context = subject.context
    governance = subject.document.governance
    due, place = governance.next_review, where(governance, "next_review")
    hint = "Have a clinician review the topic, then set new dates."
    if context.today > due:
        yield Problem("past-review-date", f"The review was due on {context.locale.day(due)}.", place, hint)
    elif context.today > due - NOTICE:
        yield Problem("past-review-date", f"The review is due by {context.locale.day(due)}.", place, hint, "warning")


def unchecked_link(subject: Subject) -> Iterator[Problem]:
    """Nobody has opened the link of an organization under `support` for more than two years.

    `checked` is the day when somebody last did; an organization without it is not reported. Only `factsheet check`
    reports this, never `factsheet build`: what prints does not depend on the day.

    Why: Organizations move and close, and a dead link turns away people who are looking for help.

    Bad: `checked: 2024-01-15`, checked in November 2026

    Good: `checked: 2026-11-22`, checked in November 2026

    Source: NHS standard for creating health content (links are kept working). The two years are this project's choice.
    """
    for one in subject.document.support:
        if one.checked and _months(one.checked, subject.context.today) > LINK_FRESH:
            yield Problem("unchecked-link", f"This organization was last looked at on "
                          f"{subject.context.locale.day(one.checked)}.", where(one, "checked"),
                          "Open its web address, correct what has changed, and write today's date here.", "warning")


def unreviewed_topic(subject: Subject) -> Iterator[Problem]:
    """No author is named, or a topic marked as reviewed has no clinician who reviewed the present words.

    A reviewed topic names at least one reviewer with credentials, whose review is not older than the last update (where
    the review recorded a hash of the words, `changed-since-review` compares that instead). Which job titles are
    clinical cannot be listed for every language, so the credentials decide. A topic with `status: awaiting-review`
    needs no reviewer; what it prints says so on each page.

    Why: Readers rely on a clinician having checked the words that they hold, not those of last year.

    Bad: `status: reviewed` with `reviewers: []`

    Good: `reviewers: [{name: ..., role: haematologist, credentials: MD, date: 2026-11-20}]`

    Source: NHS standard for creating health content, "clinical approval"; PIF TICK criterion 4.
    """
    governance = subject.document.governance
    if not governance.authors:
        yield Problem("unreviewed-topic", "No author is named.", where(governance, "authors"),
                      "Add `authors:` with the name and role of who wrote it.")
    if governance.status != "reviewed":
        return
    clinicians = [reviewer for reviewer in governance.reviewers if reviewer.credentials]
    if not clinicians:
        yield Problem("unreviewed-topic", "The topic is marked as reviewed, but names no clinician who did it.",
                      where(governance, "reviewers" if governance.reviewers else "status"),
                      "Add a reviewer with role, credentials and date, or set `status: awaiting-review`.")
    elif not any(reviewer.content_hash or reviewer.date >= governance.updated for reviewer in clinicians):
        yield Problem("unreviewed-topic", "The topic was updated after its last review.", where(clinicians[-1], "date"),
                      "Have it reviewed again, or set `status: awaiting-review`.")


def unstated_interests(subject: Subject) -> Iterator[Problem]:
    """Who paid, or what the authors stand to gain, is left open.

    `funding` and `conflicts` must both say something, even if it is "none".

    Why: A leaflet paid for by the maker of a medicine reads differently.

    Bad: `funding: TBC`

    Good: `funding: none` and `conflicts: The authors have none.`

    Source: NHS standard, adverts and conflicts of interest; PIF TICK criteria for individuals, 7.
    """
    governance = subject.document.governance
    for name in ("funding", "conflicts"):
        if PLACEHOLDER.fullmatch(plain(getattr(governance, name))):
            yield Problem("unstated-interests", f"`{name}` is still left open.", where(governance, name),
                          "Say it in a few words; write `none` when there is nothing to say.")


def no_patient_involvement(subject: Subject) -> Iterator[Problem]:
    """Nothing is said about how patients or families took part.

    Why: People with the condition see at once what experts overlook. If nobody has been asked yet, the reader may know
    it, and a stated plan keeps it from being forgotten.

    Bad: no `involvement:`

    Good: `involvement: [{who: Two mothers read the draft., changes: We added the part on school.}]`

    Source: PIF TICK criterion 5.
    """
    document = subject.document
    if not document.governance.involvement:
        yield Problem("no-patient-involvement", "Nothing says how patients took part.", where(document, "governance"),
                      "Add `involvement:`; if there was none yet, say so and what is planned.")


def invalid_condition_code(subject: Subject) -> Iterator[Problem]:
    """The topic has no code for its condition, or one whose check digit is wrong.

    It needs at least one code of ORPHA, OMIM, MONDO, ICD-10, ICD-10-CM, ICD-11 or SNOMED CT. The characters of a code
    are checked when the file is read; this rule checks the check digit of SNOMED CT.

    Why: A hospital's computer finds the leaflet by its code. With one digit wrong it finds another illness.

    Bad: `codes: {snomed: "22298007"}`

    Good: `codes: {orpha: 3261, snomed: "22298006"}`

    Source: SNOMED CT Release File Specification, "Check-digit" (Verhoeff); Infobutton and FHIR search by code.
    """
    document = subject.document
    codes = document.codes
    if not (codes.orpha or codes.omim or codes.mondo or codes.icd10 or codes.icd10cm or codes.icd11 or codes.snomed):
        yield Problem("invalid-condition-code", "No code says which condition this is.", where(document, "codes"),
                      "Add its ORPHA, OMIM, MONDO, ICD or SNOMED CT code.")
    for code in codes.snomed:
        if not verhoeff(code):
            yield Problem("invalid-condition-code", f"The SNOMED CT code {code} cannot be right: its last digit does "
                          "not fit the others.", where(codes, "snomed"), "Copy the code again from its source.")


# The multiplication and permutation tables of the dihedral group of ten elements (J. Verhoeff, 1969).
_TIMES = ("0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
          "5987604321", "6598710432", "7659821043", "8765932104", "9876543210")
_MOVED = ("0123456789", "1576283094", "5803796142", "8916043527",
          "9453126870", "4286573901", "2793806415", "7046913258")


def verhoeff(digits: str) -> bool:
    """Tell whether the last of `digits` is their Verhoeff check digit."""
    check = 0
    for position, digit in enumerate(reversed(digits)):
        check = int(_TIMES[check][int(_MOVED[position % 8][int(digit)])])
    return check == 0


def changed_since_review(subject: Subject) -> Iterator[Problem]:
    """The words are no longer those that the clinician reviewed.

    A review may record a hash of what the topic's file holds for readers (`governance`, `waivers` and the like do not
    count). When no reviewer recorded the hash of the present words, the review does not cover them. A reviewed topic
    whose reviewers recorded no hash gets a warning that gives the hash.

    Why: A dose, a "not", a sign: one word changed after the review can be the dangerous one.

    Bad: a sentence changed, but `status: reviewed` and the old `content_hash` kept

    Good: `status: awaiting-review` until a clinician has read the change

    Source: NHS standard for creating health content, version control.
    """
    governance = subject.document.governance
    if governance.status != "reviewed" or not governance.reviewers:
        return
    hashes = {reviewer.content_hash for reviewer in governance.reviewers if reviewer.content_hash}
    present = content_hash(subject.document)
    newest: Reviewer = max(governance.reviewers, key=lambda reviewer: reviewer.date)
    if not hashes:
        yield Problem("changed-since-review", "Nobody can tell whether the words changed since the review.",
                      where(newest), f"If this is what was reviewed, add `content_hash: {present}`.", "warning")
    elif present not in hashes:
        yield Problem("changed-since-review", "The words have changed since they were reviewed.",
                      where(newest, "content_hash"), "Set `status: awaiting-review`, and have the change reviewed; "
                      f"the reviewer then records `content_hash: {present}`.")


def content_hash(document: Document) -> str:
    """Return the hash of what a reviewer reads in the topic's file: 32 hexadecimal digits of SHA-256.

    Fields that are not stated do not count, so that a new field of the model leaves old hashes as they are.
    """
    content = _stated(document)
    del content["governance"]
    return sha256(dumps(content, sort_keys=True).encode()).hexdigest()[:32]


_UNREAD = frozenset("place waivers start children profile reading_grade avoid checked".split())


def _stated(value: Any) -> Any:
    """Return plain data of `value`, without the fields that are empty."""
    if isinstance(value, Text):
        return _inlines(value.nodes)
    if isinstance(value, (tuple, list)):
        return [_stated(part) for part in value]
    if isinstance(value, dict):
        return {str(key): _stated(part) for key, part in value.items()}
    if isinstance(value, Node) or hasattr(value, "start"):
        named = {field.name: getattr(value, field.name) for field in fields(value) if field.name not in _UNREAD}
        return {name: _stated(part) for name, part in named.items() if part not in (None, "", (), {}, False)}
    return value if isinstance(value, (str, int, float)) else str(value)


def _inlines(nodes: tuple[Any, ...]) -> list[Any]:
    """Return inline nodes as plain data, with words that touch as one."""
    parts: list[Any] = []
    for node in nodes:
        if isinstance(node, Words):
            if parts and isinstance(parts[-1], str):
                parts[-1] += node.text
            else:
                parts.append(node.text)
        else:
            children = {"children": _inlines(node.children)} if hasattr(node, "children") else {}
            parts.append({"mark": type(node).__name__, **_stated(node), **children})
    return parts


RULES = (
    Rule("META001", "vague-identity", "error", vague_identity),
    Rule("META002", "unreachable-publisher", "error", unreachable_publisher),
    Rule("META003", "disordered-dates", "error", disordered_dates),
    Rule("META004", "long-review-interval", "warning", long_review_interval),
    Rule("META005", "past-review-date", "error", past_review_date, fails_build=False),
    Rule("META006", "unreviewed-topic", "error", unreviewed_topic),
    Rule("META007", "unstated-interests", "error", unstated_interests),
    Rule("META008", "no-patient-involvement", "warning", no_patient_involvement),
    Rule("META009", "invalid-condition-code", "error", invalid_condition_code),
    Rule("META011", "changed-since-review", "error", changed_since_review),
    Rule("META013", "unchecked-link", "warning", unchecked_link, fails_build=False),
)
