"""Flowables over many pages: everything is drawn once, nothing overlaps, what belongs together stays together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builder.layout import columns
from builder.layout.box import Box
from builder.layout.column import Column, Entry, fits
from builder.layout.columns import Columns, Side
from builder.layout.edition import Flowable
from builder.layout.grid import Grid
from builder.layout.marks import TickBox, WritingLines
from builder.layout.sided import Sided
from builder.structure import Element
from builder.style import Type
from builder.text import faces
from builder.text.block import TextBlock
from builder.text.lines import Look, Run

PAGE = 700.0
WIDTH = 480.0
UNIT = 10.0
BLACK = (0.0, 0.0, 0.0)


class Line(NamedTuple):
    """One line of a leaf, as it was drawn."""

    name: int
    number: int
    page: int
    x: float
    top: float
    width: float


@dataclass
class Sheet:
    """Stands in for a canvas: keeps what leaves and boxes draw, and takes any other drawing."""

    page: int = 0
    lines: list[Line] = field(default_factory=list)
    boxes: list[tuple[int, float, float, float, float, str]] = field(default_factory=list)

    def set_box(self, x: float, y: float, width: float, height: float, kind: str, *_: Any, **__: Any) -> None:
        self.boxes.append((self.page, x, y, width, height, kind))

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: self if name == "beginPath" else None


class Leaf:
    """A flowable of `count` lines, each 10 points high; one that `splits` leaves two lines on each side."""

    def __init__(self, name: int, count: int, *, splits: bool = True, keep_next: bool = False, before: float = 0.0,
                 after: float = 0.0, first: int = 0) -> None:
        self.name, self.count, self.splits, self.keep_next = name, count, splits, keep_next
        self.before, self.after, self.first = before, after, first

    def height(self, width: float) -> float:
        return self.count * UNIT

    def split(self, width: float, height: float, forced: bool = False) -> tuple[Leaf, Leaf] | None:
        least = 1 if forced else 2
        count = min(int(height // UNIT), self.count - least)
        if not self.splits or count < least:
            return None
        rest = Leaf(self.name, self.count - count, after=self.after, keep_next=self.keep_next, first=self.first + count)
        return Leaf(self.name, count, before=self.before, first=self.first), rest

    def draw(self, canvas: Sheet, x: float, top: float, width: float) -> None:
        for number in range(self.count):
            canvas.lines.append(Line(self.name, self.first + number, canvas.page, x, top - number * UNIT, width))


def pages(story: Flowable, width: float = WIDTH, height: float = PAGE) -> Sheet:
    """Set a story on pages, as `pdf.write` does."""
    sheet = Sheet()
    while not fits(story, width, height):
        parts = story.split(width, height)
        assert parts, f"does not fit: {story.height(width)}"
        first, story = parts
        assert fits(first, width, height)
        first.draw(sheet, 0.0, height, width)
        sheet.page += 1
        assert sheet.page < 500
    story.draw(sheet, 0.0, height, width)
    return sheet


def overlapping(sheet: Sheet) -> list[tuple[Line, Line]]:
    """Return lines that share a spot of a page."""
    found = []
    for page in {line.page for line in sheet.lines}:
        lines = sorted((line for line in sheet.lines if line.page == page), key=lambda line: -line.top)
        for number, one in enumerate(lines):
            for other in lines[number + 1 :]:
                if one.top - UNIT <= other.top - UNIT + 0.01 or other.top <= one.top - UNIT + 0.01:
                    break
                if one.x < other.x + other.width - 0.01 and other.x < one.x + one.width - 0.01:
                    found.append((one, other))
    return found


def outside(sheet: Sheet) -> list[Line]:
    return [line for line in sheet.lines if line.x < -0.01 or line.x + line.width > WIDTH + 0.01
            or line.top > PAGE + 0.01 or line.top - UNIT < -0.02]


# --- Stories of any shape ---------------------------------------------------------------------------------------------


class Shape(NamedTuple):
    """A story to be built: flowables are used once, so that each test builds its own."""

    kind: str
    parts: tuple[Any, ...] = ()
    lines: int = 0
    splits: bool = True
    gap: float = 0.0


leaves = st.one_of(
    st.builds(Shape, st.just("leaf"), st.just(()), st.integers(1, 20), st.just(False), st.sampled_from([0.0, 30.0])),
    st.builds(Shape, st.just("leaf"), st.just(()), st.integers(1, 180), st.just(True), st.sampled_from([0.0, 6.0])),
    st.builds(Shape, st.just("heading"), st.just(()), st.integers(1, 3), st.just(False), st.sampled_from([0.0, 12.0])),
)


def _nested(shapes: st.SearchStrategy[Shape]) -> st.SearchStrategy[Shape]:
    some = st.lists(shapes, min_size=1, max_size=6).map(tuple)
    kinds = st.sampled_from(["column", "kept", "box", "boxes", "columns", "side", "entries", "grid"])
    return st.builds(Shape, kinds, some, st.just(0), st.booleans(), st.sampled_from([0.0, 8.0]))


shapes = st.recursive(leaves, _nested, max_leaves=25)
stories = st.builds(Shape, st.just("column"), st.lists(shapes, min_size=1, max_size=12).map(tuple))


class Builder:
    """Builds a story from its shape; `leaves` are the numbers of lines of its leaves, `kept` the headings."""

    def __init__(self) -> None:
        self.leaves: list[int] = []
        self.kept: list[tuple[int, int]] = []
        self.heads: set[int] = set()

    def leaf(self, count: int, **options: Any) -> Leaf:
        self.leaves.append(count)
        return Leaf(len(self.leaves) - 1, count, **options)

    def build(self, shape: Shape) -> Any:
        if shape.kind == "leaf":
            return self.leaf(shape.lines, splits=shape.splits, before=shape.gap, after=shape.gap / 2)
        if shape.kind == "heading":
            return self.leaf(shape.lines, splits=False, keep_next=True, before=shape.gap)
        if shape.kind == "columns":
            return Columns(self.column(shape).children, 2, 20.0, shape.gap)
        if shape.kind in ("side", "boxes"):
            children = [self.column(shape, (part,)) for part in shape.parts[:3]]
            boxed = [_box(child) for child in children] if shape.kind == "boxes" else children
            return Side(boxed, [1] * len(children), 10.0, shape.gap)
        if shape.kind == "grid":
            return self.grid(shape)
        column = self.column(shape)
        return {"box": _box, "entries": self.entry}.get(shape.kind, lambda child: child)(column)

    def column(self, shape: Shape, parts: Sequence[Shape] = ()) -> Column:
        """Return a column; a heading in it belongs to the leaf after it."""
        parts = parts or shape.parts
        children = []
        for number, part in enumerate(parts):
            before = len(self.leaves)
            children.append(self.build(part))
            if part.kind == "heading" and number + 1 < len(parts):
                self.kept.append((before, before + 1))
        return Column(children, before=shape.gap, keeps=shape.kind == "kept")

    def entry(self, column: Column) -> Entry:
        return Entry(self.leaf(1, splits=False), column, 20.0)

    def grid(self, shape: Shape) -> Grid:
        header = [Column([self.leaf(1, splits=False)]) for _ in range(2)] if shape.splits else None
        if header:
            self.heads |= {len(self.leaves) - 1, len(self.leaves) - 2}
        rows = [[Column([self.leaf(2)]), self.column(shape, (part,))] for part in shape.parts]
        return Grid(header, rows, padding=(6.0, 5.0), rule=BLACK, parts=(1, 2), before=shape.gap)


def _box(child: Column) -> Box:
    return Box(child, padding=(8.0, 6.0), kind="call-out", before=4.0)


@settings(max_examples=40, deadline=None)
@given(stories)
def test_every_line_is_drawn_once_inside_the_page_and_nothing_overlaps(shape: Shape) -> None:
    builder = Builder()
    sheet = pages(builder.build(shape))
    drawn = Counter((line.name, line.number) for line in sheet.lines if line.name not in builder.heads)
    written = [(name, number) for name, count in enumerate(builder.leaves) for number in range(count)]
    assert drawn == Counter(line for line in written if line[0] not in builder.heads)
    assert not outside(sheet)
    assert not overlapping(sheet)


@settings(max_examples=25, deadline=None)
@given(stories)
def test_the_lines_of_a_leaf_follow_each_other(shape: Shape) -> None:
    """From page to page, and in columns from the left to the right, each line comes after the one before it."""
    builder = Builder()
    sheet = pages(builder.build(shape))
    for name in set(range(len(builder.leaves))) - builder.heads:
        lines = [line for line in sheet.lines if line.name == name]
        assert lines == sorted(lines, key=lambda line: (line.page, round(line.x), -line.top))
        assert [line.number for line in lines] == list(range(builder.leaves[name]))


@settings(max_examples=40, deadline=None)
@given(stories)
@pytest.mark.slow
def test_no_heading_stands_alone(shape: Shape) -> None:
    builder = Builder()
    sheet = pages(builder.build(shape))
    where = {(line.name, line.number): line.page for line in reversed(sheet.lines)}
    for heading, text in builder.kept:
        assert where[heading, builder.leaves[heading] - 1] == where[text, 0]


# --- Each flowable ----------------------------------------------------------------------------------------------------


def column(*counts: int, **options: Any) -> Column:
    return Column([Leaf(number, count) for number, count in enumerate(counts)], **options)


def on_pages(sheet: Sheet, name: int) -> list[int]:
    """Return how many lines of a leaf stand on each page."""
    counts = Counter(line.page for line in sheet.lines if line.name == name)
    return [counts[page] for page in range(sheet.page + 1)]


def test_the_space_between_two_is_the_larger_of_what_they_ask_for() -> None:
    story = Column([Leaf(0, 1, after=4.0), Leaf(1, 1, before=9.0), Leaf(2, 1, before=2.0)], before=50.0)
    assert story.height(WIDTH) == 3 * UNIT + 9 + 2
    assert [line.top for line in pages(story).lines] == [PAGE, PAGE - UNIT - 9, PAGE - 2 * UNIT - 11]


def test_a_kept_column_moves_to_the_next_page_and_a_tall_one_splits() -> None:
    kept = Column([Leaf(0, 60), column(20, keeps=True)])
    kept.children[1].children[0].name = 1
    assert on_pages(pages(kept), 1) == [0, 20]
    tall = Column([Leaf(0, 60), column(50, keeps=True)])
    tall.children[1].children[0].name = 1
    assert on_pages(pages(tall), 1) == [10, 40]


@pytest.mark.parametrize(("room", "expected"), [(4, [[1, 0], [1, 0], [2, 7]]), (3, [[0, 1], [0, 1], [0, 9]])])
def test_a_chain_of_headings_takes_two_lines_with_it(room: int, expected: list[list[int]]) -> None:
    headings = [Leaf(name, 1, splits=False, keep_next=True) for name in (1, 2)]
    sheet = pages(Column([Leaf(0, 70 - room), *headings, Leaf(3, 9)]))
    assert [on_pages(sheet, name) for name in (1, 2, 3)] == expected


def test_what_is_higher_than_a_page_and_cannot_split_is_not_set() -> None:
    story = Column([Leaf(0, 3), Leaf(1, 71, splits=False)])
    first, rest = story.split(WIDTH, PAGE) or (None, None)
    assert first
    assert rest
    assert rest.split(WIDTH, PAGE) is None


def test_a_box_moves_whole_and_a_tall_one_splits_with_its_head_on_the_first_page() -> None:
    box = Box(column(30), padding=(8.0, 6.0), kind="call-out")
    sheet = pages(Column([Leaf(9, 60), box]))
    assert (on_pages(sheet, 0), [one[0] for one in sheet.boxes]) == ([0, 30], [1])
    tall = Box(column(90), padding=(8.0, 6.0), kind="call-out", head=Leaf(7, 2, splits=False), head_fill=BLACK)
    sheet = pages(Column([Leaf(9, 30), tall]))
    assert (on_pages(sheet, 7), sum(on_pages(sheet, 0))) == ([2, 0], 90)
    assert [one[0] for one in sheet.boxes] == [0, 1]
    assert all(y >= -0.01 and y + height <= PAGE + 0.01 for _, _, y, _, height, _ in sheet.boxes)


def test_boxes_side_by_side_are_of_one_height_and_split_when_they_are_tall() -> None:
    sheet = pages(Side([_box(column(5)), _box(column(9))], (1, 2), 10.0))
    assert {height for *_, height, _ in sheet.boxes} == {9 * UNIT + 12}
    tall = Side([_box(Column([Leaf(0, 100)])), _box(Column([Leaf(1, 9)]))], (1, 2), 10.0)
    sheet = pages(Column([Leaf(9, 30), tall]))
    assert [on_pages(sheet, name) for name in (0, 1)] == [[38, 62], [9, 0]]


def test_a_label_that_is_higher_than_what_is_left_takes_its_text_along() -> None:
    entry = Entry(Leaf(1, 6, splits=False), Column([Leaf(2, 20)]), 50.0)
    sheet = pages(Column([Leaf(0, 66), entry]))
    assert [on_pages(sheet, name) for name in (1, 2)] == [[0, 6], [0, 20]]
    assert not outside(sheet)


def test_the_label_of_an_entry_stands_on_its_first_page_alone() -> None:
    sheet = pages(Column([Leaf(0, 60), Entry(Leaf(1, 1), Column([Leaf(2, 20)]), 50.0)]))
    assert [on_pages(sheet, name) for name in (1, 2)] == [[1, 0], [10, 10]]
    assert {line.x for line in sheet.lines if line.name == 2} == {50.0}


# --- Columns ----------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 12), min_size=1, max_size=40), st.integers(1, 4))
def test_columns_are_even_and_read_down_one_and_then_the_next(counts: list[int], count: int) -> None:
    story = Columns([Leaf(number, lines) for number, lines in enumerate(counts)], count, 12.0)
    sheet = pages(story)
    order = sorted(sheet.lines, key=lambda line: (line.page, line.x, -line.top))
    assert [(line.name, line.number) for line in order] == [
        (name, number) for name, lines in enumerate(counts) for number in range(lines)
    ]
    if not sheet.page:
        assert story.height(WIDTH) <= sum(counts) * UNIT / count + max(counts) * UNIT + columns.STEP


def test_columns_that_fill_a_page_to_its_last_point_are_set() -> None:
    """Even columns grow in steps; one step too many must not push them off the page."""
    for height in range(120, 150):
        story = Columns([Leaf(number, 1, splits=False, after=1.7) for number in range(20)], 2, 12.0)
        sheet = pages(story, height=float(height))
        assert len(sheet.lines) == 20
        assert min(line.top - UNIT for line in sheet.lines) >= -0.02


# --- Tables -----------------------------------------------------------------------------------------------------------


def grid(rows: Sequence[Sequence[int]], header: bool = True, **options: Any) -> Grid:
    """Return a table; the leaves of row r are numbered 100 r, 100 r + 1, ..., those of the header -1, -2, ..."""
    cells = [[Column([Leaf(100 * row + column, count)]) for column, count in enumerate(counts)]
             for row, counts in enumerate(rows)]
    head = [Column([Leaf(-1 - column, 1, splits=False)]) for column in range(len(rows[0]))] if header else None
    return Grid(head, cells, padding=(6.0, 5.0), rule=BLACK, parts=[1] * len(rows[0]), **options)


@given(st.lists(st.lists(st.integers(1, 20), min_size=3, max_size=3), min_size=1, max_size=60))
def test_a_table_splits_between_rows_and_repeats_its_header(rows: list[list[int]]) -> None:
    sheet = pages(grid(rows))
    for number, counts in enumerate(rows):
        found = {line.page for line in sheet.lines if line.name // 100 == number and line.name >= 0}
        assert len(found) == 1
        assert [sum(on_pages(sheet, 100 * number + column)) for column in range(3)] == counts
    for column in range(3):
        assert on_pages(sheet, -1 - column) == [1] * (sheet.page + 1)
    assert not overlapping(sheet)
    assert not outside(sheet)


def test_a_row_higher_than_a_page_splits_inside() -> None:
    sheet = pages(grid([[3, 3], [150, 4], [3, 3]]))
    assert on_pages(sheet, 100) == [63, 67, 20]  # of 70: 1 + padding for the header, 3 + padding for the first row
    assert on_pages(sheet, 101) == [4, 0, 0]
    assert on_pages(sheet, -1) == [1, 1, 1]
    assert on_pages(sheet, 200) == [0, 0, 3]
    assert not overlapping(sheet)


def test_a_header_never_stands_without_a_row() -> None:
    sheet = pages(Column([Leaf(9, 66), grid([[5, 5], [5, 5]])]))
    assert on_pages(sheet, -1) == [0, 1]


class Stripes(Sheet):
    """Keeps the rows that are filled, and the rules drawn across."""

    def __init__(self) -> None:
        super().__init__()
        self.filled: list[tuple[int, float]] = []
        self.order: list[str] = []

    def rect(self, x: float, y: float, width: float, height: float, **_: Any) -> None:
        self.filled.append((self.page, height))
        self.order.append("fill")

    def line(self, *_: float) -> None:
        self.order.append("rule")


def test_stripes_go_on_over_pages() -> None:
    """Every second row is filled, whatever page it stands on, and both parts of a row that splits."""
    table = grid([[1, 1], [90, 1], [1, 1], [1, 1], [1, 1]], header=False, stripe=BLACK)
    sheet = Stripes()
    parts = table.split(WIDTH, PAGE)
    assert parts
    for part in parts:
        part.draw(sheet, 0.0, PAGE, WIDTH)
        sheet.page += 1
    assert [page for page, _ in sheet.filled] == [0, 1, 1]


def test_no_stripe_covers_a_rule() -> None:
    sheet = Stripes()
    grid([[1, 1]] * 5, stripe=BLACK, fill=BLACK, head_rule=BLACK).draw(sheet, 0.0, PAGE, WIDTH)
    assert sheet.order == ["fill"] * 3 + ["rule"] * 6


def test_a_table_keeps_the_space_before_it_when_it_splits() -> None:
    sheet = pages(Column([Leaf(9, 10), grid([[20, 20]] * 6, before=30.0)]))
    assert max(line.top for line in sheet.lines if line.name == -1 and line.page == 0) == PAGE - 10 * UNIT - 30 - 5


def text(words: str) -> TextBlock:
    stack = faces.stack("source-sans-3", "regular", "en")
    return TextBlock([Run(words, Look(stack, BLACK), (Element("P"), 0))], Type(12, 15, "regular", BLACK))


def table(*cells: str, parts: Sequence[float] = ()) -> Grid:
    return Grid(None, [[Column([text(words)]) for words in cells]], padding=(6.0, 5.0), rule=BLACK, parts=parts)


@given(st.lists(st.text("abc ", min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=5), st.booleans())
def test_columns_of_a_table_fill_its_width_and_break_no_word(cells: list[str], parted: bool) -> None:
    grid = table(*cells, parts=range(1, len(cells) + 1) if parted else ())
    widths = grid.widths(WIDTH)
    assert sum(widths) == pytest.approx(WIDTH)
    least = [text(words).narrowest() + 12 for words in cells]
    if sum(least) <= WIDTH:
        assert all(width >= low - 0.01 for width, low in zip(widths, least))


def test_a_column_that_is_too_narrow_for_a_word_takes_from_those_with_room() -> None:
    assert table("no", "no", parts=(1, 3)).widths(400.0) == [100, 300]
    first, second = table("methylprednisolone", "no", parts=(1, 9)).widths(400.0)
    assert first == pytest.approx(text("methylprednisolone").narrowest() + 12)
    assert second == pytest.approx(400 - first)


# --- Side figures -----------------------------------------------------------------------------------------------------

blocks = st.lists(
    st.tuples(st.sampled_from(["text", "text", "heading", "wide"]), st.integers(1, 40)), min_size=1, max_size=25
)
figures = st.lists(st.tuples(st.integers(0, 25), st.integers(1, 30)), max_size=6)


def sided(blocks: list[tuple[str, int]], figures: list[tuple[int, int]]) -> Sided:
    """Return a text with figures beside it; figures are numbered from 1000."""
    children = [
        Leaf(number, min(count, 2) if kind == "heading" else count, splits=kind == "text", keep_next=kind == "heading",
             before=6.0)
        for number, (kind, count) in enumerate(blocks)
    ]
    wide = frozenset(number for number, (kind, _) in enumerate(blocks) if kind == "wide")
    sides = [(at, Leaf(1000 + number, count, splits=False, before=8.0))
             for number, (at, count) in enumerate(sorted(figures))]
    return Sided(children, wide, sides, 330.0, 30.0)


@settings(max_examples=150, deadline=None)
@given(blocks, figures)
@example([("text", 65), ("heading", 2), ("text", 4)], [(2, 1)])
@example([("text", 10), ("wide", 5), ("text", 60)], [(0, 30), (0, 30)])
def test_side_figures_overlap_nothing_and_strand_no_heading(
    blocks: list[tuple[str, int]], figures: list[tuple[int, int]]
) -> None:
    sheet = pages(Column([sided(blocks, figures)]))
    drawn = Counter(line.name for line in sheet.lines)
    assert all(drawn[1000 + number] == count for number, (_, count) in enumerate(sorted(figures)))
    assert not overlapping(sheet)
    assert not outside(sheet)
    where = {(line.name, line.number): line.page for line in sheet.lines}
    for number, (kind, count) in enumerate(blocks[:-1]):
        if kind == "heading":
            assert where[number, min(count, 2) - 1] == where[number + 1, 0]


@settings(max_examples=100, deadline=None)
@given(blocks, figures)
def test_side_figures_keep_their_order(blocks: list[tuple[str, int]], figures: list[tuple[int, int]]) -> None:
    sheet = pages(sided(blocks, figures))
    top = {line.name: (line.page, -line.top) for line in reversed(sheet.lines)}
    placed = [top[1000 + number] for number in range(len(figures))]
    assert placed == sorted(placed)


@settings(max_examples=300, deadline=None)
@given(blocks, st.integers(1, 40), blocks, st.integers(1, 14), st.integers(0, 24))
@pytest.mark.slow
def test_a_side_figure_stands_on_the_page_of_its_text(
    before: list[tuple[str, int]], lines: int, after: list[tuple[str, int]], count: int, start: int
) -> None:
    """One that is no higher than what may stay empty, and whose block is neither wide nor a heading."""
    at = len(before)
    story = sided([*before, ("text", lines), *after], [(at, count)])
    story.starts = frozenset([min(start, at)])
    sheet = pages(Column([story]))
    where = {line.name: line.page for line in reversed(sheet.lines)}
    assert where[1000] == where[at]


PLACES = {
    "beside its text": ([("heading", 1), ("text", 30)], [0], (1, 20), (0, 16)),
    "the text is short, so that it begins with its section": ([("text", 9), ("heading", 1), ("text", 4), ("text", 4)],
                                                              [1], (3, 12), (0, 96)),
    "the page ends, so that it begins higher up in its section":
        ([("text", 30), ("heading", 1), ("text", 28), ("text", 20)], [1], (3, 30), (0, 400)),
    "on the next page with its section":
        ([("text", 57), ("heading", 1), ("text", 30)], [1], (2, 20), (1, 16)),
    "beside the text before its section": ([("text", 45), ("heading", 1), ("text", 30)], [1], (2, 35), (0, 350)),
    "on the next page with its block": ([("text", 10), ("wide", 10), ("heading", 1), ("text", 32), ("text", 9)],
                                        [2], (4, 49), (1, 0)),
    "beside what follows": ([("text", 10), ("wide", 10), ("heading", 1), ("text", 40), ("text", 40)], [2], (3, 50),
                            (1, 0)),
}  # fmt: skip


@pytest.mark.parametrize(("blocks", "starts", "figure", "place"), PLACES.values(), ids=list(PLACES))
def test_where_a_side_figure_stands(
    blocks: list[tuple[str, int]], starts: list[int], figure: tuple[int, int], place: tuple[int, int]
) -> None:
    """The page, and how far down."""
    story = sided(blocks, [figure])
    story.starts = frozenset(starts)
    line = next(line for line in pages(Column([story])).lines if line.name == 1000)
    assert (line.page, PAGE - line.top) == place


def test_a_side_figure_stands_beside_its_text() -> None:
    sheet = pages(sided([("text", 5), ("heading", 1), ("text", 30)], [(1, 20)]))
    figure = next(line for line in sheet.lines if line.name == 1000)
    text = next(line for line in sheet.lines if line.name == 2)
    assert (figure.x, figure.top, figure.width) == (360.0, text.top, 120.0)


# --- Lines to write on ------------------------------------------------------------------------------------------------


@given(st.integers(1, 60), st.floats(20.0, 30.0), st.floats(60.0, 700.0))
def test_lines_to_write_on_split_between_lines(count: int, pitch: float, height: float) -> None:
    story: Any = WritingLines(Element("P"), count, BLACK, pitch, before=4.0)
    drawn = 0
    while not fits(story, WIDTH, height):
        first, story = story.split(WIDTH, height)
        assert first.height(WIDTH) <= height
        drawn += first.count
    assert drawn + story.count == count


def test_a_box_to_tick_does_not_split() -> None:
    tick = TickBox(Element("Lbl"), 18.0, BLACK)
    assert (tick.height(10.0), tick.split(10.0, 5.0)) == (18.0, None)


# --- Cost -------------------------------------------------------------------------------------------------------------


class Counted(Leaf):
    """A leaf that counts how often it is asked."""

    asked = 0

    def height(self, width: float) -> float:
        Counted.asked += 1
        return super().height(width)


LONG = {
    "column": lambda count: Column([Counted(number, 3) for number in range(count)]),
    "headings": lambda count: Column([Counted(number, 3, keep_next=number % 4 == 0) for number in range(count)]),
    "table": lambda count: Grid(
        [Column([Counted(-1, 1)])], [[Column([Counted(number, 3)])] for number in range(count)], padding=(5, 5),
        rule=BLACK, parts=[1],
    ),
    "two columns": lambda count: Columns([Counted(number, 3) for number in range(count)], 2, 12.0),
    "side figures": lambda count: Sided(
        [Counted(number, 3) for number in range(count)], frozenset(range(0, count, 7)),
        [(number, Leaf(10_000 + number, 4)) for number in range(0, count, 5)], 330.0, 30.0,
    ),
    "a side figure without room": lambda count: Sided(
        [Counted(number, 3) for number in range(count)], frozenset(range(0, count, 2)), [(1, Leaf(10_000, 40))],
        330.0, 30.0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
@pytest.mark.slow
def test_cost_grows_as_the_story_does(name: str) -> None:
    """Four times the story asks at most five times as often for a height."""
    asked = []
    for count in (500, 2_000):
        Counted.asked = 0
        pages(LONG[name](count))
        asked.append(Counted.asked)
    assert asked[1] < 5 * asked[0]
