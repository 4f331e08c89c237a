"""PRNT: the printed page, judged by the record of what was set; never by the PDF, never by what a style promises."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby
from typing import TYPE_CHECKING

from builder.checks.rule import Rule, blocks, where
from builder.markup import plain
from builder.model import Figure, Medicines, Node, Text
from builder.problems import Problem, Severity, Span
from builder.structure import Element, elements
from builder.style import MILLIMETRE, Colour, contrast

if TYPE_CHECKING:
    from builder.checks.subject import Subject
    from builder.context import Context
    from builder.layout.record import Pages, SetBox, SetLine

RUNNING = frozenset(["body", "box", "tier", "message"])
TITLES = frozenset(["title", "heading", "subheading", "box_heading", "tier_heading", "side_heading", "kicker"])
START_ALIGNED = RUNNING | {"table", "side", "small", "subtitle", "title", "heading", "subheading"}
BODY_SIZE = 12.0
SMALLEST = {"factsheet": 9.0, "handout": 10.0}
X_HEIGHT, BODY_X_HEIGHT = 1.4, 1.9  # millimetres
LINE_ADVISED, LINE_LONGEST = 72, 80  # characters
LINES_FOR_MEAN = 3
LEADING, TABLE_LEADING, TITLE_LEADING = 1.3, 1.2, 1.1
LEAST_LEADING = 3 * MILLIMETRE
CONTRAST = 7.0
MARGIN = 12.7 * MILLIMETRE
LIVE_AREA = (190 * MILLIMETRE, 254 * MILLIMETRE)
MOST_PAGES = {"factsheet": (4, 5), "handout": (2, 2)}  # advised, allowed
LAST_PAGE = 0.25
TIERS = ("emergency", "urgent", "routine")
UNBROKEN = frozenset([*TIERS, "call-out", "callout", "key-points", "uncertainty"])
DOTS_PER_INCH = 200
INTERPRETER_SIZE = 14.0
WRITING_ROOM = 4 * 8 * MILLIMETRE
CAPITALS = re.compile(r"[^\W\d_a-z]{2}\S* \S*[^\W\d_a-z]{2}")  # two words that may be in capitals
IN_A_ROW = 2
SLACK = 0.06  # points, for what was rounded


def _at(line: SetLine) -> Span | None:
    """Return where the words of the line stand in the source, as far as they come from one run."""
    first = next((run for _, run in line.parts if run.place), None)
    if first is None or first.place is None:
        return None
    words = "".join(word.text for word, run in line.parts if run is first).rstrip()
    start = first.text.find(words)
    if start < 0:
        return first.place.span()
    return first.place.span(first.start + start, first.start + start + len(words))


def _story(pages: Pages) -> list[SetLine]:
    """Return the lines of the story, without page furniture and repeated headers."""
    return [line for line in pages.lines if not line.artifact]


def _lines_of(pages: Pages, texts: Iterable[Text | None]) -> list[SetLine]:
    """Return the lines that hold words of `texts`, in order."""
    placed = _placed(pages)
    numbers = {number for text in texts if text and text.place for number in placed.get(id(text.place), ())}
    return [pages.lines[number] for number in sorted(numbers)]


_last: tuple[tuple[Pages, dict[int, list[int]]], ...] = ()


def _placed(pages: Pages) -> dict[int, list[int]]:
    """Return the numbers of the lines by the identity of the place of their words; rules in a row share it."""
    global _last
    if not _last or _last[0][0] is not pages:
        placed: dict[int, list[int]] = defaultdict(list)
        for number, line in enumerate(pages.lines):
            for place in {id(run.place) for _, run in line.parts if run.place is not None}:
                placed[place].append(number)
        _last = ((pages, placed),)
    return _last[0][1]


def _first_of_each_role(lines: Iterable[SetLine]) -> list[SetLine]:
    """Return one line for each role and size: a fault of the type is reported once."""
    first: dict[tuple[str, float, float], SetLine] = {}
    for line in lines:
        first.setdefault((line.role, line.size, line.leading), line)
    return list(first.values())


# --- Type -------------------------------------------------------------------------------------------------------------


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
        least = BODY_SIZE if line.role == "body" else SMALLEST.get(pages.format, 9.0)
        if line.size < least - SLACK:
            yield Problem("small-type", f"The type '{line.role}' was set in {line.size:g} pt.", _at(line),
                          f"Give it {least:g} pt or more in the style.")


def small_x_height(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """The small letters are too low, whatever the size in points says.

    An x is 1.9 mm high or more in running text, and nowhere under 1.4 mm.

    Why: Points measure the metal that letters once stood on. The eye reads the x.

    Bad: running text of 12 pt in a face with small lower-case letters

    Good: Source Sans 3 in 13 pt: 2.2 mm

    Source: EU readability guideline (1.4 mm, for labels); the 1.9 mm are those of common faces at 12 pt.
    """
    for line in _first_of_each_role(pages.lines):
        least = BODY_X_HEIGHT if line.role == "body" else X_HEIGHT
        if line.x_height < least - 0.005:
            yield Problem("small-x-height", f"An x of the type '{line.role}' is {line.x_height:.2f} mm high.",
                          _at(line), f"It needs {least} mm: choose a larger size or another font in the style.")


def long_line(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """Lines of running text have more than 72 characters in the mean (a warning), or one has more than 80 (an error).

    Full lines of body text, boxes and the main message are counted; tables and titles are not. A type with fewer than 3
    of them has no mean. The published advice is 60 to 70 characters, in the mean too: in a column of 66, a single line
    of narrow letters has 75, which no reader notices and no author can mend.

    Why: At the end of a long line the eye misses the beginning of the next.

    Bad: a column of 170 mm in 12 pt

    Good: a column of 126 mm in 13 pt: 55 to 72 characters

    Source: RNIB Clear Print (60 to 70); SAM; the limits of 72 and 80 are this project's design.
    """
    by_role: dict[str, list[SetLine]] = defaultdict(list)
    for line in _story(pages):
        if line.role in RUNNING and not line.last:
            by_role[line.role].append(line)
    for role, lines in by_role.items():
        longest = max(lines, key=lambda line: len(line.text))
        count = len(longest.text)
        mean = sum(len(line.text) for line in lines) / len(lines)
        if count > LINE_LONGEST or len(lines) >= LINES_FOR_MEAN and mean > LINE_ADVISED:
            severity: Severity = "error" if count > LINE_LONGEST else "warning"
            yield Problem("long-line", f"A line of the type '{role}' has {count} characters.", _at(longest),
                          "Make the column narrower or the type larger in the style.", severity)


def tight_leading(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """Lines stand too close.

    1.3 times the size or more in running text, 1.2 in tables and small print, 1.1 in titles, and never under 3 mm.

    Why: Tight lines run into one another, most of all for readers with low vision.

    Bad: `body: 13/14 regular ink`

    Good: `body: 13/17 regular ink`

    Source: EU readability guideline (3 mm); the factors are this project's design.
    """
    for line in _first_of_each_role(pages.lines):
        factor = LEADING if line.role in RUNNING else TITLE_LEADING if line.role in TITLES else TABLE_LEADING
        least = max(factor * line.size, LEAST_LEADING)
        if line.leading < least - SLACK:
            yield Problem("tight-leading", f"Lines of the type '{line.role}' stand {line.leading:g} pt apart.",
                          _at(line), f"Give them {least:.1f} pt or more in the style.")


def unaligned_text(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """Text is centred or set flush to the far side.

    Running text, tables and headings start where reading starts: at the left, in Arabic and Hebrew at the right. The
    folio, labels of figures and the like may stand elsewhere.

    Why: The eye finds the next line where the last one began.

    Bad: a centred paragraph

    Good: text that starts at the margin and ends ragged

    Source: NHS digital service manual; UKAAF G003; RNIB Clear Print.
    """
    for line in _first_of_each_role(line for line in _story(pages) if line.align != "start"):
        if line.role in START_ALIGNED:
            yield Problem("unaligned-text", f"The type '{line.role}' is not aligned to the start of the line.",
                          _at(line), "This is a mistake of the format; please report it.")


def split_word(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """A word was broken over two lines.

    Words are never hyphenated. One that is wider than its column has to be split; setting reports it with its place,
    and this rule finds any other.

    Why: Each half has to be read twice, by a screen magnifier three times.

    Bad: an address of 60 letters in a narrow column

    Good: a short address, or a wider column

    Source: UKAAF G003 ("words not split").
    """
    told = "".join(problem.message for problem in pages.problems if problem.rule == "split-word")
    for line, following in _neighbours(_story(pages)):
        if line.last or following.first or line.element is not following.element or line.pieces[-1][0].space:
            continue
        here, there = line.text, following.text
        if not _is_split(here, there):
            continue
        word = here.split()[-1] + there.split()[0].strip(".,;:")
        if word not in told:
            yield Problem("split-word", f"'{word}' was split.", _at(line), "Use a shorter word, or add a space.")


def _is_split(here: str, there: str) -> bool:
    """Tell whether a line ends and the next begins within a word of an alphabet."""
    return here[-1:] == "\u00ad" or (here[-1:].isalpha() and there[:1].isalpha() and here[-1] < "\u0e00")


def _neighbours(lines: Sequence[SetLine]) -> Iterator[tuple[SetLine, SetLine]]:
    return zip(lines, lines[1:], strict=False)


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
            if ratio < CONTRAST:
                yield Problem("low-contrast", f"The type '{line.role}' has a contrast of {ratio:.1f} to 1.", _at(line),
                              f"Text needs {CONTRAST:g} to 1: choose a darker colour in the style.")


def _behind(line: SetLine, boxes: Sequence[SetBox], context: Context) -> Colour:
    under = [box.fill for box in boxes if box.fill and _holds(box, line)]
    return under[-1] if under else context.style.colours["paper"]


def _paired(colour: Colour, context: Context) -> Colour | None:
    """Return the fill that the style sets light words on; bars and header rows are not boxes of the record."""
    colours = context.style.colours
    pairs = {"on_emergency": "emergency", "on_heading": "heading"}
    return next((colours[fill] for words, fill in pairs.items() if colours[words] == colour), None)


def _holds(box: SetBox, line: SetLine) -> bool:
    return (box.page == line.page and box.x - 1 <= line.x and line.x + line.width <= box.x + box.width + 1
            and box.y <= line.baseline <= box.y + box.height)


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
    headings: dict[str, str] = {}
    for box in pages.boxes:
        if box.kind in TIERS:
            held = [line.text for line in pages.lines if line.role == "tier_heading" and _holds(box, line)]
            headings[box.kind] = " ".join(held)
    for kind, words in headings.items():
        if not words:
            yield Problem("colour-alone", f"The box '{kind}' has no heading.", where(getattr(tiers, kind)),
                          "This is a mistake of the format; please report it.")
    for one, other in combinations(headings, 2):
        if headings[one] and headings[one] == headings[other]:
            yield Problem("colour-alone", f"The boxes '{one}' and '{other}' have the same heading.",
                          where(getattr(tiers, other)), "Give each its own words in the language's file.")


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


# --- Pages ------------------------------------------------------------------------------------------------------------


def stranded_line(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """A line, a heading or half a box stands alone at the edge of a page.

    A paragraph that runs over to the next page has two lines or more on each. A heading has two lines of its text
    below it, or a whole paragraph of one line. A box of the call-out kind stands on one page.

    Why: What is torn from its context is read as something else, or not at all.

    Bad: "What are the signs?" as the last line of a page

    Good: the heading on the next page, with its text

    Source: UKAAF G003; this project's design.
    """
    yield from _widows(_story(pages))
    yield from _stranded_headings(pages)
    for (kind, group), boxes in _grouped(pages.boxes).items():
        if kind in UNBROKEN and group and len({box.page for box in boxes}) > 1:
            inside = set(elements(group))
            line = next((line for line in pages.lines if line.element in inside), None)
            which = f"The box that starts with '{line.text}'" if line else "A box"
            yield Problem("stranded-line", f"{which} is split over two pages.", _at(line) if line else None,
                          "Shorten it, or the text before it.")


def _grouped(boxes: Iterable[SetBox]) -> dict[tuple[str, Element | None], list[SetBox]]:
    grouped: dict[tuple[str, Element | None], list[SetBox]] = defaultdict(list)
    for box in boxes:
        grouped[box.kind, box.element].append(box)
    return grouped


def _widows(lines: list[SetLine]) -> Iterator[Problem]:
    for part in _parts(lines):
        whole = part[0].first and part[-1].last
        if not whole and len(part) < 2:
            where_to = "begins" if part[0].first else "ends"
            yield Problem("stranded-line", f"A paragraph {where_to} with one line on page {part[0].page + 1}.",
                          _at(part[0]), "Shorten it or the text before it.")


def _parts(lines: list[SetLine]) -> list[list[SetLine]]:
    """Return the lines of each paragraph, those on each page apart."""
    parts: list[list[SetLine]] = []
    for line in lines:
        last = parts[-1][-1] if parts else None
        if last is None or line.first or last.last or line.page != last.page or line.baseline >= last.baseline:
            parts.append([])
        parts[-1].append(line)
    return parts


def _stranded_headings(pages: Pages) -> Iterator[Problem]:
    for _, group in groupby(_story(pages), key=lambda line: line.page):
        lines = list(group)
        page = lines[0].page
        for line in lines:
            if line.role not in ("heading", "subheading") or not line.last:
                continue
            below = [other for other in lines if _is_below(other, line) and other.role not in TITLES]
            drawn = any(box.page == page and box.y < line.baseline for box in pages.boxes)
            if not drawn and len(below) < 2 and not any(other.first and other.last for other in below):
                yield Problem("stranded-line", f"The heading '{line.text}' stands at the foot of page {page + 1}.",
                              _at(line), "Shorten the text before it.")


def _is_below(line: SetLine, heading: SetLine) -> bool:
    """Tell whether a line stands below a heading, in its column."""
    overlap = line.x < heading.x + heading.width and heading.x < line.x + line.width
    return overlap and line.baseline < heading.baseline


def outside_live_area(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """Something was set too near the edge of the paper, or in an area that A4 or Letter does not have.

    12.7 mm stay free on each side; what is set is at most 190 mm wide and 254 mm high. The label of a picture stands
    clear of the margins and of other words.

    Why: Office printers cut off the edge, and a clinic abroad prints on the other paper.

    Bad: a margin of 8 mm

    Good: a margin of 17 mm

    Source: this project's design.
    """
    width, height = pages.paper
    for page in range(pages.count):
        lines = [line for line in pages.lines if line.page == page and line.pieces]
        labels = [line for line in lines if line.role == "label" and line.place]
        for label in labels:
            if fault := _misplaced(label, lines, width):
                yield Problem("outside-live-area", f"The label '{label.text}' {fault}.", _at(label),
                              "Shorten it, or give it another place in the picture.")
        lines = [line for line in lines if line not in labels]
        edges = [(line.x, line.baseline, line.x + line.width, line.baseline + line.size * 0.7) for line in lines]
        edges += [(box.x, box.y, box.x + box.width, box.y + box.height) for box in pages.boxes if box.page == page]
        if not edges:
            continue
        left, bottom = min(edge[0] for edge in edges), min(edge[1] for edge in edges)
        right, top = max(edge[2] for edge in edges), max(edge[3] for edge in edges)
        free = min(left, bottom, width - right, height - top)
        if free < MARGIN - 1:
            yield Problem("outside-live-area", f"Page {page + 1} leaves {free / MILLIMETRE:.0f} mm free at a side.",
                          hint="Give the page a wider margin in the style.")
        if right - left > LIVE_AREA[0] + 1:
            yield Problem("outside-live-area", f"Page {page + 1} is set {(right - left) / MILLIMETRE:.0f} mm wide.",
                          hint="190 mm fit on A4 and on Letter: make the columns narrower in the style.")


def _misplaced(label: SetLine, lines: Sequence[SetLine], width: float) -> str:
    """Return what is wrong with the place of a label on a page so wide, if anything is."""
    end = label.x + label.width
    if min(label.x, width - end) < MARGIN - 1:
        return "runs into the margin of the page"
    over = any(
        line.role != "label" and abs(line.baseline - label.baseline) < label.size * 0.6
        and line.x < end - 1 and label.x < line.x + line.width - 1
        for line in lines
    )  # fmt: skip
    return "is printed over other words" if over else ""


def wrong_page_count(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """There are more pages than the format allows, or the last page is nearly empty.

    A factsheet has 4 pages, 5 at most; a handout has 2, one sheet. The last page is at least a quarter full; of a
    document with too many pages that is not told as well.

    Why: Long leaflets are not read. One sheet is kept on the fridge.

    Bad: a handout of 3 pages

    Good: a handout of 2 pages

    Source: this project's design.
    """
    advised, most = MOST_PAGES.get(pages.format, (4, 5))
    if pages.count > advised:
        yield Problem("wrong-page-count", f"The {pages.format} has {pages.count} pages; it should have {advised}.",
                      where(subject.document, "sections"), "Shorten the text, or leave blocks out with `formats:`.",
                      "error" if pages.count > most else "warning")
    elif pages.count > 1 and len(pages.fill) == pages.count and round(pages.fill[-1], 2) < LAST_PAGE:
        yield Problem("wrong-page-count", f"The last page of the {pages.format} is only {pages.fill[-1]:.0%} full.",
                      where(subject.document, "sections"), "Shorten the text by a few lines.", "warning")


def missing_furniture(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """A page does not carry the title, the version, the review state and "page x of y".

    Why: Sheets come apart. Each must tell what it belongs to and whether it is out of date.

    Bad: a second page without a version

    Good: "ALPS factsheet, version 2026.1, awaiting clinical review ... Page 2 of 4"

    Source: NHS standard for creating health content (version control); UKAAF G003.
    """
    document = subject.document
    locale = subject.context.locale
    titles = [plain(text) for text in (document.short_title, document.title, document.handout_title) if text]
    for page in range(pages.count):
        printed = " ".join(line.text for line in pages.lines if line.page == page and line.role == "furniture")
        needed = {
            "title": any(title in printed for title in titles),
            "version": document.governance.version in printed,
            "review state": locale.say(document.governance.status).casefold() in printed.casefold(),
            "folio": locale.say("page", page=page + 1, pages=pages.count) in printed,
        }
        if lacks := [name for name, there in needed.items() if not there]:
            yield Problem("missing-furniture", f"Page {page + 1} lacks the {', '.join(lacks)}.",
                          where(document, "title"), "Shorten the title (`short_title`), so that the footer has room.")


def skipped_heading_level(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """A heading of the second level stands before any of the first, or no title opens the document.

    The source has titles of sections and boxes only, so that a level can be skipped by a format alone.

    Why: Screen readers jump from heading to heading; a missing level sounds like a missing chapter.

    Bad: a subheading right below the title

    Good: title, heading, subheading

    Source: ISO 14289-1, 7.4; NHS digital service manual, headings.
    """
    levels = {"title": 1, "heading": 2, "subheading": 3}
    reached = 0
    for line in _story(pages):
        level = levels.get(line.role, 0)
        if level > reached + 1:
            yield Problem("skipped-heading-level", f"The heading '{line.text}' skips a level.", _at(line),
                          "This is a mistake of the format; please report it.")
        reached = level or reached


def coarse_picture(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """A PNG or JPEG has fewer than 200 dots per inch at its printed size, or a picture has no caption.

    Drawings in SVG have no dots. The alternate text is seen to when the file is read.

    Why: A blurred picture explains nothing.

    Bad: a photo of 400 pixels, printed 126 mm wide (81 dots per inch)

    Good: the same photo of 1000 pixels or more

    Source: PEMAT-P item 17; WCAG 2.2, 1.1.1; printers ask for 300.
    """
    from builder.drawings import figures

    for _, block in blocks(subject.document):
        if not isinstance(block, Figure):
            continue
        if block.figure.caption is None and not block.figure.labels:
            yield Problem("coarse-picture", "The picture has no caption.", where(block.figure), "Add `caption:`.")
        if block.figure.file.endswith(".svg"):
            continue
        for box in pages.boxes:
            if box.kind == "figure" and box.element and box.element.id == block.id:
                pixels = figures.read(block.figure.file, subject.context.folder, subject.context.root, None).size[0]
                density = pixels / (box.width / 72)
                if density < DOTS_PER_INCH:
                    yield Problem("coarse-picture", f"The picture has {density:.0f} dots per inch as printed.",
                                  where(block.figure, "file"),
                                  f"Use one of {DOTS_PER_INCH * box.width / 72:.0f} pixels across.")


# --- What belongs where -----------------------------------------------------------------------------------------------


def main_message_off_page_one(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """The main message is not on page 1.

    On a handout it may be part of "What is it?", and need not be printed by itself.

    Why: Page 1 is what everyone reads.

    Bad: the main message on page 2

    Good: the main message right below the title

    Source: CDC Clear Communication Index, items 1 and 2.
    """
    lines = _lines_of(pages, [subject.document.main_message])
    if any(line.page for line in lines) or (not lines and pages.format == "factsheet"):
        yield Problem("main-message-off-page-one", "The main message is not on page 1.",
                      where(subject.document, "main_message"), "Shorten what stands before it.")


def plain_main_message(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """The main message looks like any other text.

    It is larger or heavier than running text, or stands in a box.

    Why: What matters most must be seen first.

    Bad: the main message in the type `body`

    Good: the main message in the type `message`

    Source: CDC Clear Communication Index, item 3; PEMAT-P item 12.
    """
    document = subject.document
    types = subject.context.style.formats[pages.format].type
    for line in _lines_of(pages, [document.main_message])[:1]:
        kind = types.get(line.role, types["body"])
        stands_out = line.size > types["body"].size or kind.weight != types["body"].weight
        if not stands_out and not any(_holds(box, line) for box in pages.boxes):
            yield Problem("plain-main-message", "The main message looks like any other text.",
                          where(document, "main_message"), "Make the type `message` larger or heavier in the style.")


def key_points_off_page_one(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """A key point is not on page 1.

    Why: Page 1 is what everyone reads.

    Bad: the last key point on page 2

    Good: all of them on page 1

    Source: CDC Clear Communication Index, item 10; PEMAT-P item 11.
    """
    document = subject.document
    lines = _lines_of(pages, [point.text for point in document.key_points])
    if any(line.page for line in lines) or (not lines and pages.format == "factsheet"):
        yield Problem("key-points-off-page-one", "The key points are not all on page 1.", where(document, "key_points"),
                      "Shorten them, or what stands before them.")


def help_off_page_one(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """The part "When to get help" is not on page 1, or not printed.

    Why: In an emergency nobody turns pages.

    Bad: the emergency signs on page 3

    Good: the three boxes on page 1

    Source: NHS care cards; CDC Clear Communication Index, item 14.
    """
    for name in TIERS:
        tier = getattr(subject.document.get_help, name)
        lines = _lines_of(pages, [tier.action, *(sign.text for sign in tier.signs)])
        if not lines or any(line.page for line in lines):
            yield Problem("help-off-page-one", f"The signs of the tier '{name}' are not all on page 1.", where(tier),
                          "Shorten what stands before them.")


def misplaced_disclaimer(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """The disclaimer is not printed, or stands above the key points.

    Why: It must be there; it must not push the message down.

    Bad: a disclaimer as the first paragraph

    Good: a disclaimer in "About this factsheet"

    Source: National Library of Medicine and Health On the Net principles (complementarity).
    """
    document = subject.document
    own = document.governance.disclaimer
    found = _lines_of(pages, [own]) if own else _lines_with(pages, subject.context.locale.say("disclaimer"))
    points = _lines_of(pages, [point.text for point in document.key_points])
    if not found:
        yield Problem("misplaced-disclaimer", "The disclaimer is not printed.",
                      where(document.governance, "disclaimer"), "This is a mistake of the format; please report it.")
    elif points and (found[0].page, -found[0].baseline) < min((line.page, -line.baseline) for line in points):
        yield Problem("misplaced-disclaimer", "The disclaimer stands above the key points.",
                      where(document.governance, "disclaimer"), "This is a mistake of the format; please report it.")


def _lines_with(pages: Pages, words: str) -> list[SetLine]:
    """Return the line where `words` of the program begin, which have no place in the source, if they were printed."""
    joined = ""
    starts: list[tuple[int, SetLine]] = []
    for line in _story(pages):
        if any(run.place is None for _, run in line.parts):
            starts.append((len(joined), line))
            joined += line.text + " "
    at = joined.find(words)
    return [line for start, line in starts if start <= at][-1:] if at >= 0 else []


def split_number(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """A telephone number of the clinic is broken over two lines.

    Why: Under stress, half a number is dialled.

    Bad: "Call 555" at the end of a line, "0100" on the next

    Good: the number on one line

    Source: this project's own rule.
    """
    context = subject.context
    if context.clinic is None:
        return
    values = (context.clinic.phone, context.clinic.out_of_hours, context.clinic.emergency)
    numbers = {plain(value).replace("\u00a0", " ") for value in values if value}
    for line, following in _neighbours(_story(pages)):
        if line.last or following.first or not _digits_meet(line, following):
            continue
        here, there = (part.text.replace("\u00a0", " ") for part in (line, following))
        for number in numbers:
            if any(here.endswith(number[:cut].rstrip()) and there.startswith(number[cut:].lstrip())
                   for cut in range(1, len(number))):
                yield Problem("split-number", f"The number {number} is broken over two lines.", _at(line),
                              "Write it with no-break spaces in the clinic's file.")


def _digits_meet(line: SetLine, following: SetLine) -> bool:
    ends = (line.text.rpartition(" ")[2], following.text.partition(" ")[0])
    return all(any(character.isdigit() for character in word) for word in ends)


def small_interpreter_line(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """On the handout, the offer of an interpreter or of other formats is too small, or hidden inside.

    It has 14 pt or more and stands on the first or the last page.

    Why: Who needs large print cannot read the offer in small print.

    Bad: the offer in 10 pt

    Good: the offer in 15 pt at the end of page 2

    Source: NHS England, Accessible Information Standard (DAPB1605); 45 CFR 92.11.
    """
    clinic = subject.context.clinic
    if clinic is None or pages.format != "handout":
        return
    for key, offer in _OFFERS.items():
        text = getattr(clinic, key)
        lines = _lines_of(pages, [text]) if text else []
        if text and not lines:
            yield Problem("small-interpreter-line", f"{offer} is not printed.", where(clinic, key),
                          "This is a mistake of the format; please report it.")
        if any(line.size < INTERPRETER_SIZE - SLACK for line in lines):
            yield Problem("small-interpreter-line", f"{offer} is printed in {lines[0].size:g} pt on page "
                          f"{lines[0].page + 1}.", where(clinic, key), f"It needs {INTERPRETER_SIZE:g} pt or more.")
        elif any(0 < line.page < pages.count - 1 for line in lines):
            yield Problem("small-interpreter-line", f"{offer} is on page {lines[0].page + 1} of {pages.count}, "
                          "where it is overlooked: it belongs on the first or the last page.", where(clinic, key),
                          "Shorten the handout to two pages, or what is printed after the offer.")


_OFFERS = {"interpreter": "The offer of an interpreter", "other_formats": "The offer of other formats"}


def too_few_note_lines(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """The handout has fewer than four lines to write on, 8 mm apart.

    Why: What is said in the room is forgotten in the car park.

    Bad: no room for notes

    Good: six lines, 9 mm apart

    Source: AHRQ Health Literacy Universal Precautions Toolkit, tools 5 and 14; PEMAT-P item 23.
    """
    room = sum(box.height for box in pages.boxes if box.kind == "lines")
    if pages.format == "handout" and room < WRITING_ROOM - 1:
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
    if pages.format != "handout":
        return
    columns = [subject.context.locale.say(key) for key in ("medicine", "what_for", "how_much", "when", "until")]
    tables: list[Node] = [block for _, block in blocks(subject.document) if isinstance(block, Medicines)]
    for block in tables:
        for page in sorted({line.page for line in _lines_of(pages, _generics(block))}):
            printed = " ".join(line.text for line in pages.lines if line.page == page and line.role == "table_heading")
            if lacks := [name for name in columns if name not in printed]:
                yield Problem("broken-medicines-table", f"The table on page {page + 1} has no {', '.join(lacks)}.",
                              where(block), "This is a mistake of the format; please report it.")


def _generics(block: Node) -> list[Text]:
    return [medicine.generic for medicine in block.medicines.items] if isinstance(block, Medicines) else []


SOURCE_RULES = (Rule("PRNT007", "capitals-in-a-row", "error", capitals_in_a_row),)
RULES = (
    Rule("PRNT001", "small-type", "error", small_type),
    Rule("PRNT002", "small-x-height", "error", small_x_height),
    Rule("PRNT003", "long-line", "error", long_line),
    Rule("PRNT004", "tight-leading", "error", tight_leading),
    Rule("PRNT005", "unaligned-text", "error", unaligned_text),
    Rule("PRNT006", "split-word", "error", split_word),
    Rule("PRNT008", "low-contrast", "error", low_contrast),
    Rule("PRNT009", "colour-alone", "error", colour_alone),
    Rule("PRNT010", "stranded-line", "error", stranded_line),
    Rule("PRNT011", "outside-live-area", "error", outside_live_area),
    Rule("PRNT012", "wrong-page-count", "error", wrong_page_count),
    Rule("PRNT013", "missing-furniture", "error", missing_furniture),
    Rule("PRNT015", "coarse-picture", "error", coarse_picture),
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
