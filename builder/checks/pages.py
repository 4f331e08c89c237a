"""PRNT: pages as they were set, judged by the record of what was set; never by the PDF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from builder.checks.lines import TIERS, at, story
from builder.checks.rule import Rule, blocks, where
from builder.format import FORMATS
from builder.legibility import LIVE_WIDTH, MARGIN, MILLIMETRE, TITLES
from builder.markup import plain
from builder.model import Figure
from builder.problems import Problem
from builder.structure import Element, elements

if TYPE_CHECKING:
    from builder.checks.subject import Subject
    from builder.layout.record import Pages, SetBox, SetLine

LAST_PAGE = 0.25
UNBROKEN = frozenset([*TIERS, "call-out", "key-points"])
DOTS_PER_INCH = 200


def stranded_line(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """A line, a heading or half a box stands alone at the edge of a page.

    A paragraph that runs over to the next page has two lines or more on each. A heading has two lines of its text below
    it, or a whole paragraph of one line. A box of the call-out kind stays on one page.

    Why: Text torn from its context is misread, or not read at all.

    Bad: "What are the signs?" as the last line of a page

    Good: the heading on the next page, with its text

    Source: UKAAF G003; this project's design.
    """
    yield from _widows(story(pages))
    yield from _stranded_headings(pages)
    for (kind, group), boxes in _grouped(pages.boxes).items():
        if kind in UNBROKEN and group and len({box.page for box in boxes}) > 1:
            inside = set(elements(group))
            line = next((line for line in pages.lines if line.element in inside), None)
            which = f"The box that starts with '{line.text}'" if line else "A box"
            yield Problem("stranded-line", f"{which} is split over two pages.", at(line) if line else None,
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
                          at(part[0]), "Shorten it or the text before it.")


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
    for _, group in groupby(story(pages), key=lambda line: line.page):
        lines = list(group)
        page = lines[0].page
        for line in lines:
            if line.role not in ("heading", "subheading") or not line.last:
                continue
            below = [other for other in lines if _is_below(other, line) and other.role not in TITLES]
            drawn = any(box.page == page and box.y < line.baseline for box in pages.boxes)
            if not drawn and len(below) < 2 and not any(other.first and other.last for other in below):
                yield Problem("stranded-line", f"The heading '{line.text}' stands at the foot of page {page + 1}.",
                              at(line), "Shorten the text before it.")


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
        labels = [line for line in lines if line.element and line.element.role == "Figure"]
        for label in labels:
            if fault := _misplaced(label, lines, width):
                yield Problem("outside-live-area", f"The label '{label.text}' {fault}.", at(label),
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
        if right - left > LIVE_WIDTH + 1:
            yield Problem("outside-live-area", f"Page {page + 1} is set {(right - left) / MILLIMETRE:.0f} mm wide.",
                          hint="190 mm fits on A4 and on Letter: make the columns narrower in the style.")


def _misplaced(label: SetLine, lines: Sequence[SetLine], width: float) -> str:
    """Return what is wrong with the place of a label on a page of this width, if anything is."""
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

    A factsheet has 4 pages, 5 at most; a handout has 2, one sheet. The last page is at least a quarter full; this is
    not reported on top of too many pages.

    Why: Long leaflets are not read. One sheet is kept on the fridge.

    Bad: a handout of 3 pages

    Good: a handout of 2 pages

    Source: this project's design.
    """
    row = FORMATS[pages.format]
    if pages.count > row.advised:
        yield Problem("wrong-page-count", f"The {pages.format} has {pages.count} pages; it should have {row.advised}.",
                      where(subject.document, "sections"), "Shorten the text, or leave blocks out with `formats:`.",
                      "error" if pages.count > row.most else "warning")
    elif pages.count > 1 and len(pages.fill) == pages.count and round(pages.fill[-1], 2) < LAST_PAGE:
        yield Problem("wrong-page-count", f"The last page of the {pages.format} is only {pages.fill[-1]:.0%} full.",
                      where(subject.document, "sections"), "Shorten the text by a few lines.", "warning")


def missing_furniture(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """A page does not carry the title, the version, the review state and "page x of y".

    Why: Sheets come apart. Each must say what it belongs to and whether it is out of date.

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


def coarse_picture(pages: Pages, subject: Subject) -> Iterator[Problem]:
    """A PNG or JPEG has fewer than 200 dots per inch at its printed size, or a picture has no caption.

    Drawings in SVG have no dots. The alternate text is checked when the file is read.

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


RULES = (
    Rule("PRNT010", "stranded-line", "error", stranded_line),
    Rule("PRNT011", "outside-live-area", "error", outside_live_area),
    Rule("PRNT012", "wrong-page-count", "error", wrong_page_count),
    Rule("PRNT013", "missing-furniture", "error", missing_furniture),
    Rule("PRNT015", "coarse-picture", "error", coarse_picture),
)
