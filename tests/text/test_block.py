"""TextBlock: measured, split and drawn with the real canvas."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import A4, KIND, look, paragraph, run

from builder.pdf.canvas import TaggedCanvas
from builder.problems import ContentError, Problem, Span
from builder.structure import Element
from builder.style import Type
from builder.text import faces
from builder.text.block import TextBlock
from builder.text.lines import Run, Target

LONG = "The spleen is a soft organ under the left ribs that filters blood and stores cells that fight infection. " * 4


def block(*texts: str, **options: object) -> TextBlock:
    return paragraph(Element("Document"), *texts, **options)


def of(runs: Sequence[Run], **options: object) -> TextBlock:
    return TextBlock(runs, KIND, **options)  # type: ignore[arg-type]


def drawn(*blocks: TextBlock, width: float = 300.0) -> TaggedCanvas:
    """Draw blocks one below the other at the left edge of a page."""
    canvas, top = TaggedCanvas(A4), A4[1]
    for one in blocks:
        one.draw(canvas, 0, top, width)
        top -= one.height(width)
    canvas.flush()
    return canvas


def code(canvas: TaggedCanvas) -> bytes:
    return b"\n".join(part if isinstance(part, bytes) else part.encode("latin-1") for part in canvas.page.code)


def problem(one: TextBlock, width: float = 300.0) -> Problem:
    with pytest.raises(ContentError) as error:
        drawn(one, width=width)
    (found,) = error.value.problems
    return found


# --- Measuring --------------------------------------------------------------------------------------------------------


def test_a_block_is_as_high_as_its_lines() -> None:
    one = block(LONG)
    assert one.height(300) == one.line_count(300) * KIND.leading > one.height(500)


def test_a_block_is_no_wider_than_its_widest() -> None:
    assert block(LONG, widest=200.0).line_count(500) == block(LONG).line_count(200)


def test_a_text_fits_its_natural_width_and_no_less() -> None:
    one = block("A line of text")
    wide = one.natural_width()
    assert (one.line_count(wide), one.line_count(wide - 0.1)) == (1, 2)


def test_the_narrowest_width_splits_no_word() -> None:
    one = block("A lymphoproliferative syndrome")
    assert drawn(one, width=one.narrowest()).warnings == []
    assert drawn(block("A lymphoproliferative syndrome"), width=one.narrowest() - 0.1).warnings


# --- Splitting --------------------------------------------------------------------------------------------------------


@given(st.integers(1, 40), st.floats(0, 400), st.floats(80, 400))
def test_both_parts_have_two_lines_and_nothing_is_lost(words: int, height: float, width: float) -> None:
    one = block(" ".join(["lymphocyte", "of", "the"] * words))
    parts = one.split(width, height)
    if parts is None:
        assert one.line_count(width) < 4 or height < 2 * KIND.leading
        return
    first, rest = parts
    assert min(first.line_count(width), rest.line_count(width)) >= 2
    assert first.height(width) <= height + 0.01
    assert first.line_count(width) + rest.line_count(width) == one.line_count(width)
    assert [*first.pieces(), *rest.pieces()] == one.pieces()


@pytest.mark.parametrize("count", [1, 2, 3])
def test_three_lines_are_never_split(count: int) -> None:
    one = block("word\n" * (count - 1) + "word")
    assert one.line_count(300) == count
    assert one.split(300, count * KIND.leading - 1) is None


def test_parts_share_the_element_and_the_space_around_the_whole() -> None:
    root = Element("Document")
    whole = paragraph(root, LONG, before=5.0, anchor="a", bookmark=(Element("H1"), 1, "Title"))
    first, rest = whole.split(100, 100) or pytest.fail("not split")
    assert first.runs is rest.runs
    assert (first.before, first.after, rest.before, rest.after) == (5.0, 0.0, 0.0, 8.0)
    canvas = drawn(first, rest, width=100)
    assert len(root.children) == 1
    ends = [(line.first, line.last) for line in canvas.lines if line.first or line.last]
    assert ends == [(True, False), (False, True)]
    assert list(canvas.anchors) == ["a"]
    assert len(canvas.bookmarks) == 1


def test_parts_can_be_split_again() -> None:
    part: TextBlock | None = block(LONG)
    heights = []
    while part is not None:
        parts = part.split(100, 5 * KIND.leading)
        heights.append((parts[0] if parts else part).line_count(100))
        part = parts[1] if parts else None
    assert sum(heights) == block(LONG).line_count(100)


# --- What is wrong ----------------------------------------------------------------------------------------------------


def test_a_character_without_a_glyph_is_a_problem_with_its_place() -> None:
    found = problem(block("A paragraph with one fault, far from the start: \ue000."))
    assert found.rule == "missing-glyph"
    assert "U+E000" in found.message
    assert found.span == Span("topic.yaml", 1, 49, 1, 50)


def test_a_word_that_is_too_long_is_split_with_a_warning() -> None:
    word = "Rindfleischetikettierungsüberwachung"
    (found,) = drawn(block(f"Das ist {word}."), width=100).warnings
    assert (found.rule, found.severity) == ("split-word", "warning")
    assert found.span == Span("topic.yaml", 1, 9, 1, 9 + len(word) + 1)


def test_a_split_word_with_a_citation_is_told_by_its_own_place() -> None:
    word = "Rindfleischetikettierungs"
    (found,) = drawn(of([run(f"Das {word}"), run("[1]", glued=True, kept=True)]), width=80).warnings
    assert found.span == Span("topic.yaml", 1, 5, 1, 5 + len(word))


def test_an_endless_word_is_a_problem_with_its_place() -> None:
    found = problem(block("Here it comes: " + "a" * 201))
    assert found.rule == "endless-word"
    assert found.span == Span("topic.yaml", 1, 16, 1, 217)


def test_two_hundred_letters_are_only_split() -> None:
    assert [one.rule for one in drawn(block("a" * 200)).warnings] == ["split-word"]


def test_a_split_word_is_told_when_its_block_runs_over_two_pages() -> None:
    first, rest = block(LONG + "a" * 201).split(300, 100) or pytest.fail("not split")
    assert problem(first).rule == "endless-word"
    first, rest = block(LONG + "a" * 150).split(300, 100) or pytest.fail("not split")
    assert [one.rule for one in drawn(first, rest).warnings] == ["split-word"]


# --- Drawing ----------------------------------------------------------------------------------------------------------


def test_lines_end_in_a_space_but_for_the_last() -> None:
    """So that words stay apart when lines are joined by a reader."""
    one = block("one two\nthree")
    canvas = drawn(one, width=40)
    space = faces.face("source-sans-3", "regular").font.get_nominal_glyph(0x20).to_bytes(2, "big")
    ends = [body[-2:] == space for body in re.findall(rb"\[\((.*?)\)\]TJ", code(canvas), re.DOTALL)]
    assert ends == [True, True, False]


def test_text_is_marked_with_its_element() -> None:
    root = Element("Document")
    canvas = drawn(paragraph(root, "one"), paragraph(root, "two"))
    assert canvas.page.marks == [(child, 0) for child in root.children]
    assert code(canvas).count(b"/P<</MCID") == code(canvas).count(b"EMC") == 2


def test_a_block_drawn_again_is_an_artifact() -> None:
    """As the header of a table is on its second page."""
    one = block("one")
    canvas = drawn(one, one)
    assert len(canvas.page.marks) == 1
    assert code(canvas).count(b"/Artifact") == 1
    assert [line.artifact for line in canvas.lines] == [False, True]


def test_furniture_is_an_artifact_without_links() -> None:
    link = Element("Link")
    canvas = TaggedCanvas(A4)
    canvas.furnishing = True
    of([run("odd ẹ\u0301", link, link=Target(link, "", url="https://example.org"))]).draw(canvas, 0, 100, 300)
    assert canvas.page.marks == canvas.page.annotations == []
    assert code(canvas).count(b"/Artifact<</Type/Pagination>>BDC") == 1


def test_actual_text_keeps_the_spaces_and_adds_none() -> None:
    """The words beside an ambiguous one are replaced with it: the same words, the same spaces."""
    canvas = drawn(block("an ẹ\u0301/or one"), width=55)
    actual = re.findall(rb"/ActualText<(\w+)>", code(canvas))
    assert [bytes.fromhex(text.decode()).decode("utf-16") for text in actual] == ["an ẹ\u0301/or "]


@pytest.mark.parametrize(("align", "x"), [("start", 10.0), ("middle", 110.0), ("end", 210.0)])
def test_lines_are_aligned(align: str, x: float) -> None:
    one = block("line", align=align)
    canvas = TaggedCanvas(A4)
    one.draw(canvas, 10, 100, 200 + one.natural_width())
    assert canvas.lines[0].x == pytest.approx(x, abs=0.01)


def test_a_superscript_rises_and_what_follows_does_not() -> None:
    runs = [run("10"), run("9", own=look(ratio=0.66, rise=0.33)), run(" cells")]
    assert re.findall(rb"(\S+) Ts", code(drawn(of(runs)))) == [b"0.33", b"0"]


# --- Links ------------------------------------------------------------------------------------------------------------


def linked(*parts: tuple[str, dict[str, object]], before: str = "See ", after: str = " now") -> list[Run]:
    element = Element("Link")
    target = Target(element, "a page", url="https://example.org")
    inside = [run(text, element, look(**{"underlined": True, **own}), link=target) for text, own in parts]  # type: ignore[arg-type]
    return [run(before), *inside, run(after)]


def test_a_link_has_one_annotation_on_each_line() -> None:
    """Whatever is set in it: bold words, a superscript, a word of another script."""
    runs = linked(("about ", {}), ("spleen", {"weight": "bold"}), ("2", {"ratio": 0.66, "rise": 0.33}), (" אב all", {}))
    whole, narrow = drawn(of(runs)), drawn(of(runs), width=65)
    assert len(whole.page.annotations) == 1
    assert [line.text for line in narrow.lines] == ["See about", "spleen² אב", "all now"]
    assert len(narrow.page.annotations) == 3


def test_a_link_covers_its_words_and_not_the_space_after_them() -> None:
    alone, before = of([run("spleen")]).natural_width(), of([run("See ")]).natural_width()
    space = faces.face("source-sans-3", "regular").space_width * KIND.size / 1000
    (note,) = drawn(of(linked(("spleen ", {}), before="See ", after="now"))).page.annotations
    left, bottom, right, top = note.rectangle
    assert left == pytest.approx(before + space)
    assert right - left == pytest.approx(alone)
    assert bottom < A4[1] - KIND.leading / 2 < top


def test_a_link_is_underlined_once_on_each_line() -> None:
    canvas = drawn(of(linked(("a long ", {}), ("bold", {"weight": "bold"}), (" link", {}))), width=50)
    assert len(canvas.page.annotations) == len(re.findall(rb" l S", code(canvas))) == len(canvas.lines)


def test_two_links_side_by_side_stay_two() -> None:
    runs = [*linked(("one", {}), before="", after=""), *linked(("two", {}), before="", after="")]
    assert len(drawn(of(runs)).page.annotations) == 2


def test_links_know_where_they_are_on_a_line_that_is_not_at_the_start() -> None:
    one = of(linked(("spleen", {}), before="", after=""), align="end")
    (note,) = drawn(one, width=300).page.annotations
    assert note.rectangle[2] == pytest.approx(300)


def test_an_anchor_is_where_its_run_first_stands() -> None:
    canvas = drawn(of([run("Before "), run("here", anchor="cite-1"), run(" and "), run("there", anchor="cite-1")]))
    assert canvas.anchors["cite-1"][1] > of([run("Before")]).natural_width()
    assert canvas.anchors["cite-1"][1] < of([run("Before here")]).natural_width()


# --- Weight -----------------------------------------------------------------------------------------------------------


def strong(words: str, language: str, width: float = 300.0) -> TaggedCanvas:
    plain, bold = look(language=language), look("bold", language=language)
    return drawn(of([run("a ", own=plain), run(words, own=bold), run(" b", own=plain)], language=language), width=width)


def test_where_a_font_has_no_bold_strong_words_are_underlined_and_it_is_said() -> None:
    """The kana of our font are the same in regular and bold."""
    canvas = strong("すぐに", "ja")
    (found,) = canvas.warnings
    assert (found.rule, found.severity, found.span) == ("no-bold", "info", Span("topic.yaml", 1, 1, 1, 4))
    assert found.message == "The font has no bold for 'すぐに', so it is underlined."
    assert len(re.findall(rb" l S", code(canvas))) == 1
    assert len(re.findall(rb" l S", code(strong("すぐに" * 20, "ja")))) > 1  # one on each line


@pytest.mark.parametrize(("words", "language"), [
    ("at once", "en"), ("é", "en"), ("ทันที", "th"), ("জ্বর", "bn"), ("ወዲያ", "am"), ("立即", "zh"), ("바로", "ko"),
    ("מיד", "he"), ("فورا", "ar"),
])  # fmt: skip
def test_where_it_has_one_it_is_bold(words: str, language: str) -> None:
    canvas = strong(words, language)
    assert (canvas.warnings, re.findall(rb" l S", code(canvas))) == ([], [])


def test_a_heading_is_not_underlined() -> None:
    """It is known by its size and place; only what is heavier than its block stands out by weight alone."""
    heading = Type(20.0, 24.0, "bold", KIND.colour)
    canvas = drawn(TextBlock([run("すぐに", own=look("bold", language="ja"))], heading, language="ja"))
    assert canvas.warnings == []
