"""STRU, SAFE, CLIN: what belongs where on the page, judged by the part of the sheet that each line comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.checks.lines import TIERS, at, holds, neighbours, said, story
from builder.checks.rule import Rule, blocks, where
from builder.format import FORMATS
from builder.legibility import MILLIMETRE, OFFER_SMALLEST, SLACK
from builder.markup import plain
from builder.model import Medicines
from builder.problems import Problem
from builder.structure import words

if TYPE_CHECKING:
    from builder.checks.subject import Subject
    from builder.layout.record import Pages, SetLine

WRITING_ROOM = 4 * 8 * MILLIMETRE
LEVELS = {"H1": 1, "H2": 2, "H3": 3}


def main_message_off_page_one(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """The main message is not on page 1.

    On a handout it may be part of "What is it?", and need not be printed by itself.

    Why: Page 1 is what everyone reads.

    Bad: the main message on page 2

    Good: the main message right below the title

    Source: CDC Clear Communication Index, items 1 and 2.
    """
    lines = said(pages, subject, "message")
    if any(line.page for line in lines) or not lines and "message" in FORMATS[pages.format].needs:
        yield Problem("main-message-off-page-one", "The main message is not on page 1.",
                      where(subject.document, "main_message"), "Shorten what stands before it.")


def plain_main_message(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """The main message looks like any other text.

    It should be larger or heavier than running text, or stand in a box.

    Why: What matters most must be seen first.

    Bad: the main message in the type `body`

    Good: the main message in the type `message`

    Source: CDC Clear Communication Index, item 3; PEMAT-P item 12.
    """
    types = subject.context.style.formats[FORMATS[pages.format].style].type
    for line in said(pages, subject, "message")[:1]:
        kind = types.get(line.role, types["body"])
        stands_out = line.size > types["body"].size or kind.weight != types["body"].weight
        if not stands_out and not any(holds(box, line) for box in pages.boxes):
            yield Problem("plain-main-message", "The main message looks like any other text.",
                          where(subject.document, "main_message"),
                          "Make the type `message` larger or heavier in the style.")


def key_points_off_page_one(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """A key point is not on page 1.

    Why: Page 1 is what everyone reads.

    Bad: the last key point on page 2

    Good: all of them on page 1

    Source: CDC Clear Communication Index, item 10; PEMAT-P item 11.
    """
    lines = said(pages, subject, "key-points")
    if any(line.page for line in lines) or not lines and "key-points" in FORMATS[pages.format].needs:
        yield Problem("key-points-off-page-one", "The key points are not all on page 1.",
                      where(subject.document, "key_points"), "Shorten them, or what stands before them.")


def skipped_heading_level(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """A heading of the second level stands before any of the first, or no title opens the document.

    The source has only titles of sections and boxes, so only a format can skip a level.

    Why: Screen readers jump from heading to heading; a missing level sounds like a missing chapter.

    Bad: a subheading right below the title

    Good: title, heading, subheading

    Source: ISO 14289-1, 7.4; NHS digital service manual, headings.
    """
    reached = 0
    for line in story(pages):
        level = LEVELS.get(line.element.role, 0) if line.element else 0
        if level > reached + 1:
            yield Problem("skipped-heading-level", f"The heading '{line.text}' skips a level.", at(line),
                          "This is a mistake of the format; please report it.")
        reached = level or reached


def help_off_page_one(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """The part "When to get help" is not on page 1, or not printed.

    Why: In an emergency nobody turns pages.

    Bad: the emergency signs on page 3

    Good: the three boxes on page 1

    Source: NHS care cards; CDC Clear Communication Index, item 14.
    """
    for name in TIERS:
        lines = said(pages, subject, name)
        if not lines or any(line.page for line in lines):
            yield Problem("help-off-page-one", f"The signs of the tier '{name}' are not all on page 1.",
                          where(getattr(subject.document.get_help, name)), "Shorten what stands before them.")


def misplaced_disclaimer(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """The disclaimer is not printed, or stands above the key points.

    Why: It must be there; it must not push the message down.

    Bad: a disclaimer as the first paragraph

    Good: a disclaimer in "About this factsheet"

    Source: National Library of Medicine and Health On the Net principles (complementarity).
    """
    document = subject.document
    found, points = said(pages, subject, "note"), said(pages, subject, "key-points")
    if not found:
        yield Problem("misplaced-disclaimer", "The disclaimer is not printed.",
                      where(document.governance, "disclaimer"), "This is a mistake of the format; please report it.")
    elif points and (found[0].page, -found[0].baseline) < min((line.page, -line.baseline) for line in points):
        yield Problem("misplaced-disclaimer", "The disclaimer stands above the key points.",
                      where(document.governance, "disclaimer"), "This is a mistake of the format; please report it.")


def split_number(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """A telephone number of the clinic is broken over two lines.

    Why: Under stress, people dial half a number.

    Bad: "Call 555" at the end of a line, "0100" on the next

    Good: the number on one line

    Source: this project's own rule.
    """
    context = subject.context
    if context.clinic is None:
        return
    values = (context.clinic.phone, context.clinic.out_of_hours, context.clinic.emergency)
    numbers = {plain(value).replace("\u00a0", " ") for value in values if value}
    for line, following in neighbours(story(pages)):
        if line.last or following.first or not _digits_meet(line, following):
            continue
        here, there = (part.text.replace("\u00a0", " ") for part in (line, following))
        for number in numbers:
            if any(here.endswith(number[:cut].rstrip()) and there.startswith(number[cut:].lstrip())
                   for cut in range(1, len(number))):
                yield Problem("split-number", f"The number {number} is broken over two lines.", at(line),
                              "Write it with no-break spaces in the clinic's file.")


def _digits_meet(line: SetLine, following: SetLine) -> bool:
    ends = (line.text.rpartition(" ")[2], following.text.partition(" ")[0])
    return all(any(character.isdigit() for character in word) for word in ends)


def small_interpreter_line(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """On the handout, the offer of an interpreter or of other formats is too small, or hidden inside.

    The offer needs 14 pt or more, and a place on the first or the last page.

    Why: People who need large print cannot read an offer in small print.

    Bad: the offer in 10 pt

    Good: the offer in 15 pt at the end of page 2

    Source: NHS England, Accessible Information Standard (DAPB1605); 45 CFR 92.11.
    """
    clinic = subject.context.clinic
    if clinic is None or "offers" not in FORMATS[pages.format].needs:
        return
    for key, kind, offer in _OFFERS:
        lines = said(pages, subject, kind)
        if getattr(clinic, key) and not lines:
            yield Problem("small-interpreter-line", f"{offer} is not printed.", where(clinic, key),
                          "This is a mistake of the format; please report it.")
        if any(line.size < OFFER_SMALLEST - SLACK for line in lines):
            yield Problem("small-interpreter-line", f"{offer} is printed in {lines[0].size:g} pt on page "
                          f"{lines[0].page + 1}.", where(clinic, key), f"It needs {OFFER_SMALLEST:g} pt or more.")
        elif any(0 < line.page < pages.count - 1 for line in lines):
            yield Problem("small-interpreter-line", f"{offer} is on page {lines[0].page + 1} of {pages.count}, "
                          "where it is overlooked: it belongs on the first or the last page.", where(clinic, key),
                          "Shorten the handout to two pages, or what is printed after the offer.")


_OFFERS = (
    ("interpreter", "interpreter", "The offer of an interpreter"),
    ("other_formats", "other-formats", "The offer of other formats"),
)


def too_few_note_lines(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """The handout has fewer than four lines to write on, 8 mm apart.

    Why: What is said in the room is forgotten in the car park.

    Bad: no room for notes

    Good: six lines, 9 mm apart

    Source: AHRQ Health Literacy Universal Precautions Toolkit, tools 5 and 14; PEMAT-P item 23.
    """
    room = sum(box.height for box in pages.boxes if box.kind == "lines")
    if "lines" in FORMATS[pages.format].needs and room < WRITING_ROOM - 1:
        yield Problem("too-few-note-lines", f"The handout has {room / MILLIMETRE:.0f} mm of lines to write on.",
                      where(subject.document),
                      "Add a block with `questions:`, which brings two lines, or shorten the text.")


def broken_medicines_table(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """The handout's table of medicines lacks a column, or its header is not repeated on the next page.

    The columns are: medicine, what it is for, how much, when, until.

    Why: A number without its column is a wrong dose.

    Bad: a table without "When"

    Good: five columns, and their names on each page

    Source: AHRQ Health Literacy Universal Precautions Toolkit, tool 16; PEMAT-P item 19.
    """
    if "to-fill-in" not in FORMATS[pages.format].needs:
        return
    columns = [subject.context.locale.say(key) for key in ("medicine", "what_for", "how_much", "when", "until")]
    for _, block in blocks(subject.document):
        if not isinstance(block, Medicines):
            continue
        parts = subject.parts_of(block)
        cells = [(line.page, line.element) for line in pages.lines
                 if line.element in parts and "to-fill-in" in subject.kinds[line.element]]
        for page in sorted({page for page, cell in cells if cell and cell.scope != "Column"}):
            told = {words(cell) for at, cell in cells if cell and cell.scope == "Column" and at == page}
            if lacks := [name for name in columns if name not in told]:
                yield Problem("broken-medicines-table", f"The table on page {page + 1} has no {', '.join(lacks)}.",
                              where(block), "This is a mistake of the format; please report it.")


RULES = (
    Rule("STRU018", "main-message-off-page-one", "error", main_message_off_page_one),
    Rule("STRU004", "plain-main-message", "error", plain_main_message),
    Rule("STRU019", "key-points-off-page-one", "error", key_points_off_page_one),
    Rule("STRU008", "skipped-heading-level", "error", skipped_heading_level),
    Rule("STRU020", "help-off-page-one", "error", help_off_page_one),
    Rule("SAFE006", "split-number", "error", split_number),
    Rule("SAFE007", "misplaced-disclaimer", "error", misplaced_disclaimer),
    Rule("CLIN007", "small-interpreter-line", "error", small_interpreter_line),
    Rule("CLIN008", "too-few-note-lines", "warning", too_few_note_lines),
    Rule("CLIN009", "broken-medicines-table", "error", broken_medicines_table),
)
