"""PRNT: type as it was set, judged by the record of what was set; never by the PDF, never by what a style promises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from builder import legibility
from builder.checks.lines import TIERS, at, holds, is_heading, neighbours, story
from builder.checks.rule import Rule, where
from builder.colours import Colour, contrast
from builder.legibility import RUNNING, SLACK
from builder.problems import Problem, Severity

if TYPE_CHECKING:
    from builder.checks.subject import Subject
    from builder.context import Context
    from builder.layout.record import Pages, SetBox, SetLine

START_ALIGNED = RUNNING | {"table", "side", "small", "subtitle", "title", "heading", "subheading"}
LINE_ADVISED, LINE_LONGEST = 72, 80  # characters
LINES_FOR_MEAN = 3


def _first_of_each_role(lines: Iterable[SetLine]) -> list[SetLine]:
    """Return one line for each role and size: a fault of the type is reported once."""
    first: dict[tuple[str, float, float], SetLine] = {}
    for line in lines:
        first.setdefault((line.role, line.size, line.leading), line)
    return list(first.values())


def small_type(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """Text was set too small to read.

    Running text has 12 pt or more; nothing on a factsheet is under 9 pt and nothing on a handout under 10 pt. Raised
    and lowered figures are not measured.

    Why: Readers of leaflets are often old, tired or without their glasses.

    Bad: `small: 8/10 regular ink` in a style

    Good: `small: 10/13 regular ink`

    Source: RNIB Clear Print; UKAAF G003; EU readability guideline (9 pt).
    """
    for line in _first_of_each_role(pages.lines):
        least = legibility.smallest(line.role, pages.format)
        if line.size < least - SLACK:
            yield Problem("small-type", f"The type '{line.role}' was set in {line.size:g} pt.", at(line),
                          f"Give it {least:g} pt or more in the style.")


def small_x_height(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """The small letters are too low, whatever the size in points says.

    An x is 1.9 mm high or more in running text, and nowhere under 1.4 mm.

    Why: Points measure the metal that letters once stood on. The eye reads the x.

    Bad: running text of 12 pt in a face with small lower-case letters

    Good: Source Sans 3 in 13 pt: 2.2 mm

    Source: EU readability guideline (1.4 mm, for labels); 1.9 mm is the height in common faces at 12 pt.
    """
    for line in _first_of_each_role(pages.lines):
        least = legibility.BODY_X_HEIGHT if line.role == "body" else legibility.X_HEIGHT
        if line.x_height < least - 0.005:
            yield Problem("small-x-height", f"An x of the type '{line.role}' is {line.x_height:.2f} mm high.",
                          at(line), f"It needs {least} mm: choose a larger size or another font in the style.")


def long_line(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """Lines of running text have more than 72 characters on average (a warning), or one has more than 80 (an error).

    Full lines of body text, boxes and the main message are counted; tables and titles are not. A type with fewer than 3
    of them has no average. The published advice of 60 to 70 characters is for the average, too: in a column of 66, a
    single line of narrow letters has 75, which no reader notices and no author can mend.

    Why: At the end of a long line the eye misses the beginning of the next.

    Bad: a column of 170 mm in 12 pt

    Good: a column of 126 mm in 13 pt: 55 to 72 characters

    Source: RNIB Clear Print (60 to 70); SAM; the limits of 72 and 80 are this project's design.
    """
    by_role: dict[str, list[SetLine]] = defaultdict(list)
    for line in story(pages):
        if line.role in RUNNING and not line.last:
            by_role[line.role].append(line)
    for role, lines in by_role.items():
        longest = max(lines, key=lambda line: len(line.text))
        count = len(longest.text)
        mean = sum(len(line.text) for line in lines) / len(lines)
        if count > LINE_LONGEST or len(lines) >= LINES_FOR_MEAN and mean > LINE_ADVISED:
            severity: Severity = "error" if count > LINE_LONGEST else "warning"
            yield Problem("long-line", f"A line of the type '{role}' has {count} characters.", at(longest),
                          "Make the column narrower or the type larger in the style.", severity)


def tight_leading(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """Lines stand too close together.

    They should be at least 1.3 times the size apart in running text, 1.2 in tables and small print, 1.1 in titles, and
    never under 3 mm.

    Why: Tight lines run into one another, most of all for readers with low vision.

    Bad: `body: 13/14 regular ink`

    Good: `body: 13/17 regular ink`

    Source: EU readability guideline (3 mm); the factors are this project's design.
    """
    for line in _first_of_each_role(pages.lines):
        least = legibility.least_leading(line.role, line.size)
        if line.leading < least - SLACK:
            yield Problem("tight-leading", f"Lines of the type '{line.role}' stand {line.leading:g} pt apart.",
                          at(line), f"Give them {least:.1f} pt or more in the style.")


def unaligned_text(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """Text is centred or set flush to the far side.

    Running text, tables and headings start where reading starts: at the left, in Arabic and Hebrew at the right. The
    folio, labels of figures and the like may stand elsewhere.

    Why: The eye finds the next line where the last one began.

    Bad: a centred paragraph

    Good: text that starts at the margin and ends ragged

    Source: NHS digital service manual; UKAAF G003; RNIB Clear Print.
    """
    for line in _first_of_each_role(line for line in story(pages) if line.align != "start"):
        if line.role in START_ALIGNED:
            yield Problem("unaligned-text", f"The type '{line.role}' is not aligned to the start of the line.",
                          at(line), "This is a mistake of the format; please report it.")


def split_word(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """A word was broken over two lines.

    Words are never hyphenated. One that is wider than its column has to be split; setting the page reports it with its
    place, and this rule finds any other.

    Why: Each half has to be read twice, by a screen magnifier three times.

    Bad: an address of 60 letters in a narrow column

    Good: a short address, or a wider column

    Source: UKAAF G003 ("words not split").
    """
    told = "".join(problem.message for problem in pages.problems if problem.rule == "split-word")
    for line, following in neighbours(story(pages)):
        if line.last or following.first or line.element is not following.element or line.pieces[-1][0].space:
            continue
        here, there = line.text, following.text
        if not _is_split(here, there):
            continue
        word = here.split()[-1] + there.split()[0].strip(".,;:")
        if word not in told:
            yield Problem("split-word", f"'{word}' was split.", at(line), "Use a shorter word, or add a space.")


def _is_split(here: str, there: str) -> bool:
    """Tell whether a line ends and the next begins within a word of an alphabet."""
    return here[-1:] == "\u00ad" or (here[-1:].isalpha() and there[:1].isalpha() and here[-1] < "\u0e00")


def low_contrast(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """Text and what lies behind it are too much alike: the contrast is under 7 to 1.

    The colour of each run is compared with the topmost filled box below it, or with the paper. White words of table
    headings and of the emergency bar are compared with the fill that the style pairs them with.

    Why: Grey on tint vanishes on a cheap printer, and for many readers over 60.

    Bad: `#767676` on white, 4.5 to 1

    Good: `#3c4650` on white, 9.4 to 1

    Source: WCAG 2.2, 1.4.6 (contrast, enhanced).
    """
    boxes: dict[int, list[SetBox]] = defaultdict(list)
    for box in pages.boxes:
        if box.fill:
            boxes[box.page].append(box)
    seen: set[tuple[Colour, Colour]] = set()
    for line in pages.lines:
        behind = _behind(line, boxes[line.page], subject.context)
        colours = {run.look.colour for _, run in line.parts}
        for pair in {(colour, behind) for colour in colours} - seen:
            seen.add(pair)
            ratio = contrast(pair[0], _paired(pair[0], subject.context) or behind)
            if ratio < legibility.CONTRAST:
                yield Problem("low-contrast", f"The type '{line.role}' has a contrast of {ratio:.1f} to 1.", at(line),
                              f"Text needs {legibility.CONTRAST:g} to 1: choose a darker colour in the style.")


def _behind(line: SetLine, boxes: Sequence[SetBox], context: Context) -> Colour:
    under = [box.fill for box in boxes if box.fill and holds(box, line)]
    return under[-1] if under else context.style.colours["paper"]


def _paired(colour: Colour, context: Context) -> Colour | None:
    """Return the fill that the style sets light words on; bars and header rows are not boxes of the record."""
    colours = context.style.colours
    pairs = {"on_emergency": "emergency", "on_heading": "heading"}
    return next((colours[fill] for words, fill in pairs.items() if colours[words] == colour), None)


def colour_alone(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """Two degrees of urgency differ by their colour alone.

    Each box of "When to get help" has a heading of its own, and no two headings are the same. Icons and frames differ
    as well, but the word is what a screen reader and a grey copy keep.

    Why: Red and green have the same grey on an office printer, and look alike to 1 man in 12.

    Bad: three boxes that only their tint tells apart

    Good: "Emergency: go now", "Urgent: call today", "Ask at your next visit"

    Source: WCAG 2.2, 1.4.1 (use of colour).
    """
    tiers = subject.document.get_help
    kinds, heads = subject.kinds, [line for line in pages.lines if is_heading(line)]
    headings: dict[str, str] = {}
    for box in pages.boxes:
        if box.kind in TIERS:
            headings[box.kind] = " ".join(line.text for line in heads if box.kind in kinds.get(line.element, ()))
    for kind, words in headings.items():
        if not words:
            yield Problem("colour-alone", f"The box '{kind}' has no heading.", where(getattr(tiers, kind)),
                          "This is a mistake of the format; please report it.")
    for one, other in combinations(headings, 2):
        if headings[one] and headings[one] == headings[other]:
            yield Problem("colour-alone", f"The boxes '{one}' and '{other}' have the same heading.",
                          where(getattr(tiers, other)), "Give each its own words in the language's file.")


RULES = (
    Rule("PRNT001", "small-type", "error", small_type),
    Rule("PRNT002", "small-x-height", "error", small_x_height),
    Rule("PRNT003", "long-line", "error", long_line),
    Rule("PRNT004", "tight-leading", "error", tight_leading),
    Rule("PRNT005", "unaligned-text", "error", unaligned_text),
    Rule("PRNT006", "split-word", "error", split_word),
    Rule("PRNT008", "low-contrast", "error", low_contrast),
    Rule("PRNT009", "colour-alone", "error", colour_alone),
)
