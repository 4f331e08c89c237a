"""Each page rule finds its fault in a record of what was set, made by hand, and nothing in a record without faults."""

from __future__ import annotations

import datetime
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builder import formats, locale, model, reader, source, style
from builder.checks import PAGE_RULES, check_pages
from builder.checks.subject import Subject
from builder.context import Context
from builder.layout.lay import lay
from builder.layout.record import Pages, SetBox, SetLine
from builder.markup import plain
from builder.model import Document, Text
from builder.pdf.write import write
from builder.problems import Failure, Problem, Span
from builder.structure import Element, Metadata, Piece, Sheet, below, words
from builder.style import MILLIMETRE
from builder.text.lines import Look, Run
from builder.text.shape import Word

FOLDER = Path(__file__).parent / "checks"
A4 = (595.3, 841.9)
CLINIC = """\
clinic: harbour
name: Harbour Clinic
country: GB
address: [1 Quay]
phone: 020 7946 0000
hours: 9 to 5
emergency: "999"
interpreter: You can have an interpreter for free.
other_formats: You can have this in large print.
"""
MEDICINES = """\
  - id: medicines
    kind: medicines
    title: What might you take?
    blocks:
      - id: drops
        medicines: {items: [{id: amoxicillin, generic: Amoxicillin, what_for: Kills germs.}]}
  - id: drawing
    kind: other
    title: How does it look?
    blocks:
      - {id: ear, figure: {file: ear.png, alt: An ear., caption: The ear.}}
"""


@pytest.fixture(scope="module")
def topic() -> Document:
    text = (FOLDER / "_base.yaml").read_text("utf-8").partition("references:")[0]
    text = text.replace("teach_back:", f"{MEDICINES}teach_back:")
    return reader.document(source.parse(text.encode(), "en.yaml"))


@pytest.fixture(scope="module")
def context() -> Context:
    return Context(
        style=style.load("plain", (FOLDER.parents[1] / "styles",)), paper="a4", locale=locale.load("en"),
        clinic=reader.clinic(source.parse(CLINIC.encode(), "clinic.yaml")), profile="base",
        today=datetime.date(2026, 11, 22), references={}, folder=FOLDER, clinic_folder=FOLDER, root=FOLDER,
    )


def references() -> dict[str, model.Reference]:
    text = "references:" + (FOLDER / "_base.yaml").read_text("utf-8").partition("references:")[2]
    return reader.references(source.parse(text.encode(), "references.yaml"))


# --- A page made by hand ----------------------------------------------------------------------------------------------

SIZES = {"title": (27, 30), "message": (14.5, 19.5), "heading": (15.5, 19), "subheading": (13, 17), "body": (13, 17),
         "tier": (11.5, 15), "tier_heading": (13, 16), "table": (11.5, 15), "table_heading": (11.5, 15),
         "small": (10, 13), "side": (15, 20), "label": (9.5, 12), "furniture": (9.5, 12)}
NOTE, PICTURE = Element("", id="note"), Element("Figure")


def head(level: int) -> Element:
    return Element(f"H{level}")


def tier(kind: str) -> Element:
    return Element("Sect", kind, children=(head(3), Element("P", "action"), Element("L")))


MESSAGE, POINTS, DISCLAIMER = Element("P", "message"), Element("L"), Element("P", "note")
TIERS = {kind: tier(kind) for kind in ("emergency", "urgent", "routine")}
OFFERS = (Element("P", "interpreter"), Element("P", "other-formats"))
COLUMNS = tuple(Element("TH", children=((Piece(name),),), scope="Column")
                for name in ("Medicine", "What it is for", "How much", "When", "Until"))
ROW = Element("TH", scope="Row")
TABLE = Element("Table", "to-fill-in", children=(Element("TR", children=COLUMNS), Element("TR", children=(ROW,))))
ROOT = Element("Document", children=(
    MESSAGE, Element("Sect", "key-points", children=(head(2), POINTS)),
    Element("Sect", "get-help", children=(head(2), *TIERS.values())), Element("", "medicines", "drops", (TABLE,)),
    Element("Div", "offers", children=OFFERS), Element("Sect", "about", children=(DISCLAIMER,)),
))  # fmt: skip
HEADS = {"title": head(1), "heading": head(2), "subheading": head(3)}


def problems_of(pages: Pages, topic: Document, context: Context, rule: str = "") -> list[Problem]:
    """Return what the page rules, or one of them, find on pages whose lines say the parts above."""
    day = datetime.date(2026, 11, 22)
    metadata = Metadata("Glue ear", "en", (), "", (), day, day, "1", "draft", "")
    sheet = Sheet(pages.format, ROOT, ("", ""), "", "", metadata)
    return check_pages(pages, Subject(topic, context, sheet), select=[rule] if rule else ())


BLACK, NAVY, WHITE = (0.0, 0.0, 0.0), (0.07, 0.22, 0.36), (1.0, 1.0, 1.0)


def line(words: str | Text, y: float, role: str = "body", **more: Any) -> SetLine:
    """Return a line at the height `y` with `words`, those of the topic with their place."""
    text, place = (plain(words), words.place) if isinstance(words, Text) else (words, None)
    place = more.pop("place", place)
    colour = more.pop("run_colour", more.get("colour", BLACK))
    run = Run(text, Look(None, colour), (Element("P"), 0), place=place)  # type: ignore[arg-type]
    pieces = [(Word(None, f"{name} ", 400, b"", space=200), run) for name in text.split(" ")]  # type: ignore[arg-type]
    if more.pop("broken", False):
        pieces[-1][0].space = 0
    size, leading = SIZES[role]
    fields: dict[str, Any] = {
        "page": 0, "x": 60.0, "baseline": y, "width": 300.0, "size": size, "leading": leading,
        "x_height": size * 0.486 / MILLIMETRE, "colour": BLACK, "role": role, "align": "start",
        "element": HEADS.get(role), "first": True, "last": True, "artifact": role == "furniture",
        "pieces": tuple(pieces), **more,
    }
    return SetLine(**fields)


def folio(page: int, pages: int) -> SetLine:
    words = f"Glue ear factsheet, version 2026.1, awaiting clinical review Page {page} of {pages}"
    return line(words, 45.0, "furniture", page=page - 1)


def factsheet(topic: Document) -> Pages:
    tiers = topic.get_help
    heights = {"emergency": 500.0, "urgent": 420.0, "routine": 340.0}
    lines = [line(topic.title, 780.0, "title"), line(topic.main_message, 740.0, "message", element=MESSAGE)]
    lines += [line(point.text, 700.0 - 17 * number, element=POINTS) for number, point in enumerate(topic.key_points)]
    lines.append(line("When to get help", 530.0, "heading"))
    boxes = []
    for kind, y in heights.items():
        tier = getattr(tiers, kind)
        boxes.append(SetBox(0, 50.0, y - 50, 400.0, 75.0, kind, None, NAVY))
        heading, action, signs = below(TIERS[kind])
        lines += [line(f"{kind}: what to do", y, "tier_heading", element=heading),
                  line(tier.action, y - 17, "tier", element=action),
                  line(tier.signs[0].text, y - 34, "tier", element=signs)]
    lines += [
        line("What is it?", 240.0, "heading"),
        line("The space behind the ear drum fills with fluid, so", 220.0, last=False),
        line("that sounds reach your child from far away.", 203.0, first=False),
        line("This gives general information. It does not replace", 80.0, "small", last=False, element=DISCLAIMER),
        line("advice from your health care team.", 67.0, "small", first=False, element=DISCLAIMER),
        folio(1, 1),
    ]
    return Pages(A4, "factsheet", 1, tuple(lines), tuple(boxes), (0.9,), ())


def handout(topic: Document, clinic: model.Clinic) -> Pages:
    pages = factsheet(topic)
    medicine = topic.sections[-2].blocks[0]
    assert isinstance(medicine, model.Medicines)
    assert clinic.interpreter
    assert clinic.other_formats
    lines = [
        *(line(words(column), 190.0, "table_heading", element=column) for column in COLUMNS),
        line(medicine.medicines.items[0].generic, 170.0, "table", element=ROW),
        line(clinic.interpreter, 150.0, "side", element=OFFERS[0]),
        line(clinic.other_formats, 130.0, "side", element=OFFERS[1]),
    ]
    room = SetBox(0, 60.0, 90.0, 400.0, 36 * MILLIMETRE, "lines")
    sized = tuple(each._replace(size=max(each.size, 10.0)) for each in pages.lines)
    return replace(pages, format="handout", lines=(*sized, *lines), boxes=(*pages.boxes, room))


# --- What is found ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_name", ["factsheet", "handout"])
def test_a_record_without_faults_breaks_no_rule(topic: Document, context: Context, format_name: str) -> None:
    assert context.clinic
    pages = factsheet(topic) if format_name == "factsheet" else handout(topic, context.clinic)
    assert problems_of(pages, topic, context) == []


def changed(pages: Pages, role: str, /, **fields: Any) -> Pages:
    """Return the record with the lines of one role changed."""
    return replace(pages, lines=tuple(each._replace(**fields) if each.role == role else each for each in pages.lines))


def plus(pages: Pages, *more: SetLine | SetBox, **fields: Any) -> Pages:
    lines = tuple(one for one in more if isinstance(one, SetLine))
    boxes = tuple(one for one in more if isinstance(one, SetBox))
    return replace(pages, lines=(*pages.lines, *lines), boxes=(*pages.boxes, *boxes), **fields)


def without(pages: Pages, words: str) -> Pages:
    return replace(pages, lines=tuple(each for each in pages.lines if words not in each.text))


def moved(pages: Pages, words: str) -> Pages:
    """Return the record with the lines that hold `words` on a second page."""
    story = [each for each in pages.lines if each.role != "furniture"]
    lines = [each._replace(page=1) if words in each.text else each for each in story]
    return replace(pages, lines=(*lines, folio(1, 2), folio(2, 2)), count=2, fill=(0.9, 0.9))


def paragraph(*counts: int) -> list[SetLine]:
    """Return a paragraph with so many lines on each page."""
    pages = [page for page, count in enumerate(counts) for _ in range(count)]
    return [line("Some words of a paragraph.", 600.0 - 17 * number, page=page, first=not number,
                 last=number == len(pages) - 1) for number, page in enumerate(pages)]


CALL = "We are open. In the evening call 020"
Change = Callable[[Pages], Pages]
FAULTS: list[tuple[str, str, Change]] = [
    ("small-type", "The type 'body' was set in 11 pt.", lambda p: changed(p, "body", size=11.0)),
    ("small-type", "The type 'furniture' was set in 8.5 pt.", lambda p: changed(p, "furniture", size=8.5)),
    ("small-x-height", "An x of the type 'body' is 1.80 mm high.", lambda p: changed(p, "body", x_height=1.8)),
    ("small-x-height", "An x of the type 'small' is 1.30 mm high.", lambda p: changed(p, "small", x_height=1.3)),
    ("long-line", "A line of the type 'body' has 78 characters.",
     lambda p: plus(p, *(line("x" * 78, 160.0 - number, last=False) for number in range(20)))),
    ("long-line", "A line of the type 'body' has 81 characters.", lambda p: plus(p, line("x" * 81, 160.0, last=False))),
    ("tight-leading", "Lines of the type 'body' stand 15 pt apart.", lambda p: changed(p, "body", leading=15.0)),
    ("tight-leading", "Lines of the type 'small' stand 8.4 pt apart.",
     lambda p: changed(p, "small", leading=8.4, size=7.0)),
    ("unaligned-text", "The type 'body' is not aligned to the start of the line.",
     lambda p: changed(p, "body", align="middle")),
    ("split-word", "'autoimmune' was split.",
     lambda p: plus(p, line("It is auto", 160.0, last=False, broken=True), line("immune.", 143.0, first=False))),
    ("low-contrast", "The type 'body' has a contrast of 4.5 to 1.",
     lambda p: plus(p, line("Grey words.", 160.0, run_colour=(0.463, 0.463, 0.463)))),
    ("low-contrast", "The type 'body' has a contrast of 1.0 to 1.",
     lambda p: plus(p, line("Black on black.", 160.0), SetBox(0, 50.0, 150.0, 400.0, 30.0, "box", BLACK))),
    ("colour-alone", "The box 'urgent' has no heading.", lambda p: without(p, "urgent: what")),
    ("colour-alone", "The boxes 'emergency' and 'urgent' have the same heading.",
     lambda p: plus(without(without(p, "urgent: what"), "emergency: what"), *(
         line("Get help", 500.0, "tier_heading", element=below(TIERS[kind])[0]) for kind in ("emergency", "urgent")))),
    ("stranded-line", "A paragraph begins with one line on page 1.",
     lambda p: plus(p, *paragraph(1, 2), folio(2, 2), count=2, fill=(0.9, 0.9))),
    ("stranded-line", "A paragraph ends with one line on page 2.",
     lambda p: plus(p, *paragraph(2, 1), folio(2, 2), count=2, fill=(0.9, 0.9))),
    ("stranded-line", "The heading 'What else?' stands at the foot of page 1.",
     lambda p: plus(without(without(p, "general information"), "advice from"), line("What else?", 60.0, "heading"))),
    ("stranded-line", "The heading 'What else?' stands at the foot of page 1.",
     lambda p: plus(p, line("What else?", 60.0, "heading"), line("A note beside it.", 50.0, "side", x=400.0))),
    ("stranded-line", "The heading 'What else?' stands at the foot of page 1.",
     lambda p: plus(p, line("What else?", 60.0, "heading"), line("One line of more.", 45.0, last=False),
                    line("The others.", 700.0, page=1, first=False), folio(2, 2), count=2, fill=(0.9, 0.9))),
    ("stranded-line", "The box that starts with 'Keep this.' is split over two pages.",
     lambda p: plus(p, line("Keep this.", 160.0, element=NOTE),
                    *(SetBox(page, 60, 200, 100, 50, "call-out", element=NOTE) for page in (0, 1)))),
    ("stranded-line", "A box is split over two pages.",
     lambda p: plus(p, *(SetBox(page, 60, 200, 100, 50, "call-out", element=NOTE) for page in (0, 1)))),
    ("outside-live-area", "Page 1 leaves 7 mm free at a side.", lambda p: plus(p, line("Edge.", 160.0, x=20.0))),
    ("outside-live-area", "The label 'A long label' runs into the margin of the page.",
     lambda p: plus(p, line("A long label", 160.0, "label", x=400.0, element=PICTURE))),
    ("outside-live-area", "The label 'A label' is printed over other words.",
     lambda p: plus(p, line("A label", 160.0, "label", element=PICTURE), line("Words.", 163.0))),
    ("outside-live-area", "Page 1 is set 194 mm wide.",
     lambda p: replace(plus(p, line("Wide.", 160.0, x=40.0, width=550.0)), paper=(700.0, 841.9))),
    ("wrong-page-count", "The factsheet has 6 pages; it should have 4.",
     lambda p: replace(p, count=6, fill=(0.9,) * 6)),
    ("wrong-page-count", "The last page of the factsheet is only 20% full.",
     lambda p: replace(p, count=2, fill=(0.9, 0.2))),
    ("missing-furniture", "Page 1 lacks the version.",
     lambda p: plus(without(p, "factsheet"), line("Glue ear, awaiting clinical review Page 1 of 1", 45, "furniture"))),
    ("missing-furniture", "Page 1 lacks the folio.",
     lambda p: plus(without(p, "factsheet"), line("Glue ear, 2026.1, Awaiting clinical review", 45, "furniture"))),
    ("main-message-off-page-one", "The main message is not on page 1.", lambda p: moved(p, "Most children")),
    ("main-message-off-page-one", "The main message is not on page 1.", lambda p: without(p, "Most children")),
    ("plain-main-message", "The main message looks like any other text.",
     lambda p: changed(p, "message", role="body", size=9.0)),
    ("key-points-off-page-one", "The key points are not all on page 1.", lambda p: moved(p, "Wait for three")),
    ("skipped-heading-level", "The heading 'Tubes' skips a level.",
     lambda p: replace(p, lines=(p.lines[0], line("Tubes", 760.0, "subheading"), *p.lines[1:]))),
    ("skipped-heading-level", "The heading 'When to get help' skips a level.", lambda p: without(p, "Glue ear")),
    ("help-off-page-one", "The signs of the tier 'routine' are not all on page 1.", lambda p: moved(p, "the teacher")),
    ("split-number", "The number 020 7946 0000 is broken over two lines.",
     lambda p: plus(p, line(CALL, 160.0, last=False), line("7946 0000 for help.", 143.0, first=False))),
    ("misplaced-disclaimer", "The disclaimer is not printed.", lambda p: without(without(p, "general"), "advice from")),
    ("misplaced-disclaimer", "The disclaimer stands above the key points.",
     lambda p: changed(p, "small", baseline=730.0)),
]
HANDOUT_FAULTS: list[tuple[str, str, Change]] = [
    ("small-interpreter-line", "The offer of an interpreter is printed in 12 pt on page 1.",
     lambda p: changed(p, "side", size=12.0)),
    ("small-interpreter-line", "The offer of an interpreter is on page 2 of 3, where it is overlooked: "
     "it belongs on the first or the last page.",
     lambda p: replace(moved(p, "an interpreter"), count=3, fill=(0.9,) * 3)),
    ("small-interpreter-line", "The offer of an interpreter is not printed.", lambda p: without(p, "an interpreter")),
    ("too-few-note-lines", "The handout has 0 mm of lines to write on.",
     lambda p: replace(p, boxes=tuple(box for box in p.boxes if box.kind != "lines"))),
    ("broken-medicines-table", "The table on page 2 has no Medicine, What it is for, How much, When, Until.",
     lambda p: moved(p, "Amoxicillin")),
    ("wrong-page-count", "The handout has 3 pages; it should have 2.", lambda p: replace(p, count=3, fill=(0.9,) * 3)),
]


@pytest.mark.parametrize(("rule", "message", "change"), FAULTS + HANDOUT_FAULTS)
def test_a_fault_is_found(topic: Document, context: Context, rule: str, message: str, change: Change) -> None:
    assert context.clinic
    handouts = [each[2] for each in HANDOUT_FAULTS]
    pages = handout(topic, context.clinic) if change in handouts else factsheet(topic)
    found = problems_of(change(pages), topic, context, rule)
    assert message in [problem.message for problem in found]


def test_every_page_rule_is_tried() -> None:
    assert {rule for rule, _, _ in FAULTS + HANDOUT_FAULTS} | {"coarse-picture"} == PAGE_RULES.keys()


# --- What is not a fault ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [
    lambda p: plus(p, *(line("x" * count, 160.0 - 17 * count, last=False) for count in (66, 68, 78))),
    lambda p: plus(p, line("x" * 90, 160.0, "table", last=False)),
    lambda p: plus(p, line("x" * 90, 160.0)),
], ids=["one of three", "a cell", "the last line of a paragraph"])
def test_these_lines_are_not_too_long(topic: Document, context: Context, change: Change) -> None:
    assert check_pages(change(factsheet(topic)), Subject(topic, context), select=["long-line"]) == []


@pytest.mark.parametrize(("count", "severity"), [(4, None), (5, "warning"), (6, "error")])
def test_a_factsheet_has_four_pages_five_at_most(
    topic: Document, context: Context, count: int, severity: str | None
) -> None:
    pages = replace(factsheet(topic), count=count, fill=(0.9,) * count)
    found = problems_of(pages, topic, context, "wrong-page-count")
    assert [problem.severity for problem in found] == ([severity] if severity else [])


def test_two_lines_on_each_page_are_enough(topic: Document, context: Context) -> None:
    pages = plus(factsheet(topic), *paragraph(2, 2), folio(2, 2), count=2)
    assert problems_of(pages, topic, context, "stranded-line") == []


def test_white_words_on_the_fills_that_the_style_pairs_them_with_are_legible(topic: Document, context: Context) -> None:
    colours = context.style.colours
    head = line("When", 160.0, "table_heading", run_colour=colours["on_heading"])
    bar = line("Emergency", 140.0, "tier_heading", run_colour=colours["on_emergency"])
    assert check_pages(plus(factsheet(topic), head, bar), Subject(topic, context), select=["low-contrast"]) == []


def test_a_problem_of_a_line_points_at_its_words(topic: Document, context: Context) -> None:
    """The second line of a paragraph begins in the middle of a value, and its problem does, too."""
    words = topic.key_points[0].text
    first = line(words, 160.0, last=False)
    second = first._replace(pieces=first.pieces[2:5], first=False, last=True, size=8.0)
    found = check_pages(plus(factsheet(topic), first, second), Subject(topic, context), select=["small-type"])
    span = words.place.span() if words.place else None
    assert span
    assert plain(words).startswith("Glue ear means that fluid ")
    assert found[0].span == Span("en.yaml", span.line, span.column + 9, span.line, span.column + 25)


def test_a_split_that_setting_has_reported_is_not_reported_twice(topic: Document, context: Context) -> None:
    place = topic.key_points[0].text.place
    assert place
    span = place.span()
    split = [line("It is auto", 160.0, last=False, broken=True, place=place), line("immune.", 143.0, first=False)]
    known = Problem("split-word", "'autoimmune' was split.", Span(span.path, span.line, 1, span.line, 2))
    once = plus(factsheet(topic), *split)
    assert problems_of(once, topic, context, "split-word")[0].rule == "split-word"
    assert problems_of(replace(once, problems=(known,)), topic, context, "split-word") == []


def png(width: int) -> bytes:
    """A grey picture of `width` times 1 pixels (PNG, ISO/IEC 15948)."""
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * (width + 1))) \
        + chunk(b"IEND", b"")


@pytest.mark.parametrize(("pixels", "coarse"), [(400, True), (1000, False)])
def test_a_picture_of_few_dots_is_coarse(
    topic: Document, context: Context, tmp_path: Path, pixels: int, coarse: bool
) -> None:
    """126 mm are 4.96 inches: 400 pixels give 81 dots per inch, 1000 give 202."""
    (tmp_path / "ear.png").write_bytes(png(pixels))
    ear = SetBox(0, 60.0, 400.0, 126 * MILLIMETRE, 20.0, "figure", element=Element("", id="ear"))
    pages = plus(factsheet(topic), ear)
    around = replace(context, folder=tmp_path, root=tmp_path)
    found = problems_of(pages, topic, around, "coarse-picture")
    expected = ["The picture has 81 dots per inch as printed."] if coarse else []
    assert [problem.message for problem in found] == expected


@pytest.mark.parametrize("format_name", ["factsheet", "handout"])
@pytest.mark.parametrize("at_a_clinic", [True, False])
def test_page_rules_read_what_the_formats_really_set(
    topic: Document, context: Context, tmp_path: Path, format_name: str, at_a_clinic: bool
) -> None:
    """No rule crashes on a real record, and none but those that count pages has anything against this short topic."""
    (tmp_path / "ear.png").write_bytes(png(1600))
    around = replace(context, folder=tmp_path, root=tmp_path, clinic=context.clinic if at_a_clinic else None,
                     references=references())
    sheet = formats.compose(topic, around, format_name)
    _, pages = write(lay(sheet, around.style, around.paper))
    found = check_pages(pages, Subject(topic, around, sheet))
    assert [problem for problem in found if isinstance(problem, Failure)] == []
    assert {problem.rule for problem in found} <= {"wrong-page-count"}
