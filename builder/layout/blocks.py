"""How the parts of blocks are laid out: a row for each role and kind."""

from __future__ import annotations

import math
from typing import Any, Callable, Mapping, Sequence

from builder.layout.box import Box
from builder.layout.column import Column, Entry
from builder.layout.edition import Flowable
from builder.layout.grid import Grid
from builder.layout.layout import INDENT, Layout
from builder.layout.marks import Figure, WritingLines, WritingSpace
from builder.structure import GROUP, Element, Label, below
from builder.style import MILLIMETRE
from builder.text.block import TextBlock

GAP = 3.0
"""Between the words of a label and its line, in points."""
CELL = (6.0, 5.0)
"""The padding of table cells, across and down, in points."""
PITCH = 8.2 * MILLIMETRE
LINES = 2
"""How far apart the lines to write on below questions are, and how many there are."""
WORDS = frozenset(["Span", "Link", "Reference"])
"""What stands among the words of a paragraph."""
HEADER_GAP = FOOTER_GAP = 10.0
"""Between the story and what is printed above and below it, in points."""


def block(made: Layout, group: Element) -> list[Flowable]:
    """Return the flowables of a block; links to the block lead to its first text."""
    found = [flowable for part in below(group) for flowable in _laid(made, part)]
    if found and isinstance(found[0], (TextBlock, Entry)) and not found[0].anchor:
        found[0].anchor = group.id
    return _named(found, group)


def _laid(made: Layout, element: Element) -> Sequence[Flowable]:
    """Return the flowables of a part of a block, laid out by role and kind, else by role, else by what it holds."""
    row = LAID.get((element.role, element.kind)) or LAID.get((element.role, "")) or _other
    return row(made, element)


def _other(made: Layout, element: Element) -> Sequence[Flowable]:
    """Return an element with words as a paragraph, and one with only other parts as those parts."""
    parts = below(element)
    if not parts or len(parts) < len(element.children) or any(part.role in WORDS for part in parts):
        return _paragraph(made, element)
    return [flowable for part in parts for flowable in _laid(made, part)]


def _named(found: list[Flowable], group: Element) -> list[Flowable]:
    for flowable in found:
        if isinstance(flowable, (Box, Grid)):
            flowable.element = group
        elif isinstance(flowable, Column) and isinstance(flowable.children[0], Figure):
            flowable.children[0].group = group
    return found


# --- Texts and lists --------------------------------------------------------------------------------------------------


def _paragraph(made: Layout, element: Element) -> list[Flowable]:
    return [made.paragraph(element, anchor=element.id)]


def _heading(made: Layout, element: Element) -> list[Flowable]:
    return [made.heading(element, "heading" if element.role == "H2" else "subheading")]


def _lead_in(made: Layout, element: Element) -> list[Flowable]:
    return [made.paragraph(element, keep_next=True, after=made.space["item"])]


def _list(made: Layout, element: Element) -> list[Flowable]:
    indent = 20.0 if element.numbering == "Decimal" else INDENT
    entries = made.entries(element, indent=indent, widest=made.page["text"] - INDENT)
    entries[-1].after = made.space["paragraph"]
    entries[0].keep_next = len(entries) > 1
    return [*entries]


def _actions(made: Layout, element: Element) -> list[Flowable]:
    return [*made.entries(element, mark="", widest=made.page["text"] - INDENT)]


def _ticks(made: Layout, element: Element) -> list[Flowable]:
    entries = made.entries(element)
    entries[-1].after = made.space["paragraph"]
    return [*entries]


def _lines(made: Layout, element: Element) -> list[Flowable]:
    return [WritingLines(element, LINES, made.colours["rule"], PITCH, after=made.space["paragraph"])]


# --- Boxes ------------------------------------------------------------------------------------------------------------


def _call_out(made: Layout, element: Element) -> list[Flowable]:
    return [_boxed(made, element, fill=made.colours["tint"], bar_fill=made.colours["accent"])]


def _uncertainty(made: Layout, element: Element) -> list[Flowable]:
    return [_boxed(made, element, bar_fill=made.colours["rule"], stroke=made.colours["rule"])]


def _boxed(made: Layout, element: Element, **look: Any) -> Box:
    """Return a box with a bar at its start."""
    space = made.space
    texts = [made.text(one, "box", before=4.0 if number else 0.0) for number, one in enumerate(below(element))]
    return Box(
        Column(texts),
        padding=(space["box"], space["box"] * 0.8),
        kind="call-out",
        bar=5,
        before=space["paragraph"] + 2,
        after=space["paragraph"] + 4,
        **look,
    )


# --- Tables -----------------------------------------------------------------------------------------------------------


def _table(made: Layout, element: Element) -> list[Flowable]:
    *caption, head, body = below(element)
    space = made.space
    found: list[Flowable] = [
        made.text(one, "subheading", keep_next=True, before=space["paragraph"], after=space["heading"])
        for one in caption
    ]
    cells = [Column([made.text(cell, "table_heading")]) for cell in below(below(head)[0])]
    grid = Grid(
        cells,
        [_row(made, row) for row in below(body)],
        padding=CELL,
        rule=made.colours["hairline"],
        before=space["heading"],
        after=space["paragraph"] + 4,
        **made.table_look(element),
    )
    return [*found, grid]


def _row(made: Layout, row: Element) -> list[Column]:
    first, *more = below(row)
    return [_cell(made, first, row.id, True), *(_cell(made, cell) for cell in more)]


def _cell(made: Layout, cell: Element, anchor: str = "", names: bool = False) -> Column:
    if cell.kind == "space":
        return Column([WritingSpace(cell, made.types["table"].leading)])
    parts = below(cell)
    parts = parts if parts and all(part.role == "P" for part in parts) else [cell]
    texts = [made.text(part, "table", before=2) for part in parts]
    if names:
        texts[0] = made.text(parts[0], "table", made.heavier("table", "bold", "heading"), anchor=anchor)
    return Column(texts)


# --- Figures ----------------------------------------------------------------------------------------------------------


def _figure(made: Layout, element: Element) -> list[Flowable]:
    figure, *texts = below(element)
    picture = figure.picture
    assert picture
    width = _width(made, picture.position)
    words = [made.text(text, "side", widest=width, after=2.0 if text.role == "Caption" else 0.0) for text in texts]
    room = _room(made)
    room = max(room - Column(words).height(width), room / 3)  # a caption longer than that continues on the next page
    shape = picture.drawing.shape
    drawn = Figure(
        figure,
        shape,
        picture.drawing.paint,
        width=min(width * picture.share / 100, room / shape),
        labels=_labels(made, figure),
        before=made.space["paragraph"],
        after=5,
    )
    drawn.keep_next = any(text.role == "Caption" for text in texts)
    return [Column([drawn, *words], keeps=True, before=made.space["paragraph"], after=made.space["paragraph"] + 4)]


def _picture(made: Layout, element: Element) -> list[Flowable]:
    return _figure(made, Element("Div", children=(element,)))


def _width(made: Layout, position: str) -> float:
    side = max(made.page["side"], made.page["text"] / 3)  # the handout's side column is a mere margin
    return {"text": made.page["text"], "side": side, "page": made.live_width}[position]


def _room(made: Layout) -> float:
    """Return how high a picture may be, so that its heading, of two lines at most, stays with it on a page."""
    page, line = made.page, made.types["furniture"].leading
    paper = made.paper[1] - page["top"] - page["bottom"]
    furniture = 3 * line + HEADER_GAP + FOOTER_GAP
    heading = 2 * made.types["heading"].leading + made.space["heading"] + made.space["paragraph"]
    return paper - furniture - heading - 5


def _labels(made: Layout, figure: Element) -> Callable[[Any, float, float, float], None] | None:
    picture = figure.picture
    if not picture or not picture.labels:
        return None
    drawing, kind = picture.drawing, made.types["label"]
    blocks = [(label, _label(made, figure, label)) for label in picture.labels]

    def paint(canvas: Any, x: float, top: float, width: float) -> None:
        scale = width / drawing.size[0]

        def at(point: tuple[float, float]) -> tuple[float, float]:
            return x + (point[0] - drawing.origin[0]) * scale, top - (point[1] - drawing.origin[1]) * scale

        for label, words in blocks:
            wide = words.natural_width() + 1
            left, middle = at(label.at)
            left -= {"start": 0.0, "middle": wide / 2, "end": wide}[label.align]
            if label.to:
                _leader(canvas, made.colours["ink"], (left, middle, wide, kind.leading), at(label.to))
            words.draw(canvas, left, middle + kind.leading / 2, wide)

    return paint


def _label(made: Layout, figure: Element, label: Label) -> TextBlock:
    """Return a label of a figure, with the space at its end."""
    kind = made.types["label"]
    runs = made.runs(figure, kind, first=label.first, last=label.last)
    block = TextBlock(runs, kind, role="label", language=made.language, align=label.align, element=figure)
    block.trails = True
    return block


def _leader(canvas: Any, colour: Any, label: tuple[float, float, float, float], end: tuple[float, float]) -> None:
    """Draw a line from the nearest edge of a label (left, middle, width, height) to `end`, with a gap at the words."""
    left, middle, wide, high = label
    if left - GAP <= end[0] <= left + wide + GAP:
        start = end[0], middle + math.copysign(high / 2, end[1] - middle)
    else:
        start = (left + wide + GAP if end[0] > left else left - GAP), middle
    canvas.setStrokeColorRGB(*colour)
    canvas.setLineWidth(0.7)
    canvas.line(*start, *end)


LAID: Mapping[tuple[str, str], Callable[[Layout, Element], Sequence[Flowable]]] = {
    ("P", ""): _paragraph,
    ("P", "lead-in"): _lead_in,
    ("P", "lines"): _lines,
    ("P", "space"): _lines,
    ("L", ""): _list,
    ("L", "actions"): _actions,
    ("L", "ticks"): _ticks,
    ("Div", "call-out"): _call_out,
    ("Div", "uncertainty"): _uncertainty,
    ("Div", "figure"): _figure,
    ("Table", ""): _table,
    ("Table", "to-fill-in"): _table,
    ("Figure", ""): _picture,
    ("H2", ""): _heading,
    ("H3", ""): _heading,
    (GROUP, ""): block,
}
"""A part whose kind has no row is laid out by its role."""
