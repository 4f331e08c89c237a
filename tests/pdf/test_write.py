"""From an edition to a file: what is copied from it, how it flows over pages, and what is refused."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from small import A4, KIND, WIDE, add, edition, look, paragraph, pdftotext, printed, run, saved

from builder.layout.column import Column
from builder.layout.edition import Placed
from builder.layout.grid import Grid
from builder.layout.marks import Figure
from builder.pdf.write import write
from builder.problems import ContentError, Problem, Span
from builder.structure import Element
from builder.text.block import TextBlock
from builder.text.lines import Target
from builder.verify import readback

LONG = "The spleen is a soft organ under the left ribs that filters blood and stores cells that fight infection. " * 60


def elements(content: bytes, folder: Path, role: str = "P") -> list[readback.Element]:
    return [one for one in readback.elements(readback.tree(saved(content, folder))) if one.role == role]


def texts(content: bytes, folder: Path, role: str = "P") -> list[str]:
    """Return the text of each element of a role, as assistive software reads it."""
    return [readback.text(one) for one in elements(content, folder, role)]


# --- Copied text ------------------------------------------------------------------------------------------------------

COPIED = {
    "ligatures": "office, affluent, fluffy; fi ffi fl",
    "quotes": "“It’s ‘fine’,” — she said – twice…",
    "brackets": r"R&D, CD4<CD8, <img src=x>, (a) [b] {c} \d",
    "Vietnamese": "Bệnh nhân uống thuốc ở đường ruột",
    "Polish": "Zażółć gęślą jaźń",
    "Turkish": "İstanbul’da ığdır, şişe, çağ",
    "Greek": "Ξεσκεπάζω τὴν ψυχοφθόρα ἀρχή",
    "Cyrillic": "Съешь ещё этих булок; ґ ў є",
    "hyphens": "IL\u20112 IL\u20102 IL-2 1–2",
    "shared glyphs": "5 µg, 5 \u03bcg; Ω and \u2126; ∆ and Δ",
    "signs": "≥5 ≤7 × ± → ½ °C ‰ € 10⁹/L H₂O",
    "marks": "ẹ\u0301 pọ\u0300 x\u030c o\u0329",
    "Thai": "สวัสดีชาวโลก",
    "Chinese": "你好世界",
    "Japanese": "カタカナと漢字",
    "Korean": "한국어",
}


@pytest.mark.parametrize("text", COPIED.values(), ids=list(COPIED))
def test_text_is_copied_as_it_was_written(text: str, tmp_path: Path, need: Callable[[str, bool], None]) -> None:
    need("pdftotext", shutil.which("pdftotext") is not None)
    content, _ = printed(text)
    assert texts(content, tmp_path) == [text]
    assert pdftotext(tmp_path / "small.pdf") == [text]


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ("5\u00a0mg, 10\u202f000 cells", "5\u00a0mg, 10\u202f000 cells"),
        ("auto\u00adimmune, dis\u2060ease, a\u200bb", "autoimmune, disease, ab"),
        ("e\u0301 and é", "é and é"),
        ("\u212b and Å, \u2126", "\u212b and Å, \u2126"),
        ("\ufb01rst first", "\ufb01rst first"),
    ],
)
def test_special_characters_are_read_as_they_are(text: str, copied: str, tmp_path: Path) -> None:
    """Poppler reads any space as a space, so the structure tree is what tells; what cannot be seen is not copied."""
    assert texts(printed(text)[0], tmp_path) == [copied]


@pytest.mark.parametrize(("language", "text"), [("he", "שלום עולם"), ("ar", "مرحبا بالعالم")])
def test_right_to_left_words_are_read_in_order(
    language: str, text: str, tmp_path: Path, need: Callable[[str, bool], None]
) -> None:
    """Poppler puts marks of direction around them, which are not part of the text."""
    need("pdftotext", shutil.which("pdftotext") is not None)
    (line,) = pdftotext(saved(printed(text, language=language)[0], tmp_path))
    assert re.sub("[\u202a-\u202e]", "", line) == text


def test_all_of_them_in_one_file_are_still_right(tmp_path: Path) -> None:
    """Characters that share a glyph are told apart whichever comes first."""
    for order in (list(COPIED.values()), list(COPIED.values())[::-1]):
        assert texts(printed(*order)[0], tmp_path) == order


def test_words_stay_apart_at_line_ends(tmp_path: Path) -> None:
    """There is a real space between lines, at a forced break too, and none where a word was broken."""
    text = "one two three four well-known\nand/or " + "x" * 30
    content, pages = printed(text, paper=(160.0, 500.0))
    assert len(pages.lines) > 6
    assert texts(content, tmp_path) == [text.replace("\n", " ")]


def test_superscripts_and_styles_are_read_in_their_place(tmp_path: Path) -> None:
    root = Element("Document")
    element = add(root, "P")
    parts = [run("10", element), run("9", element, look(ratio=0.66, rise=0.33)), run("/L is ", element),
             run("very", element, look("bold")), run(" low ẹ\u0301", element)]
    content, _ = write(edition(root, [TextBlock(parts, KIND)], WIDE))
    assert texts(content, tmp_path) == ["10⁹/L is very low ẹ\u0301"]


def test_the_order_is_that_of_the_tree(tmp_path: Path) -> None:
    """Not that of the drawing: what is drawn first may be read last."""
    root = Element("Document")
    first, second = add(root, "P"), add(root, "P")
    later = TextBlock([run("second", second)], KIND)
    content, _ = write(edition(root, [later, TextBlock([run("first", first)], KIND)]))
    assert texts(content, tmp_path) == ["first", "second"]


def test_what_was_not_drawn_is_not_in_the_tree(tmp_path: Path) -> None:
    root = Element("Document")
    add(add(root, "Sect"), "P")
    content, _ = write(edition(root, [paragraph(root, "here")]))
    assert texts(content, tmp_path, "Sect") == []
    assert texts(content, tmp_path) == ["here"]


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_a_paragraph_over_pages_is_one_element(tmp_path: Path) -> None:
    content, pages = printed(LONG.strip(), paper=(300.0, 300.0))
    assert pages.count > 3
    assert texts(content, tmp_path) == [LONG.strip()]
    counts = [sum(line.page == page for line in pages.lines) for page in range(pages.count)]
    assert min(counts) >= 2


def test_the_record_says_what_stands_where() -> None:
    """Every line once, in the order of the page, with the length of what the reader sees."""
    _, pages = printed("one two three", "four", paper=(145.0, 200.0))
    assert [(line.text, line.first, line.last) for line in pages.lines] == [
        ("one two", True, False), ("three", False, True), ("four", True, True)
    ]
    assert [line.baseline for line in pages.lines] == sorted((line.baseline for line in pages.lines), reverse=True)
    assert all(line.x == 50 and line.width <= 45 for line in pages.lines)
    assert pages.fill == (56 / 100,)


def test_furniture_is_printed_on_every_page_and_read_on_none(tmp_path: Path) -> None:
    root, loose = Element("Document"), Element("P")

    def furniture(page: int, pages: int) -> list[Placed]:
        return [Placed(TextBlock([run(f"Page {page} of {pages}", loose)], KIND), 20, 40, 200)]

    blocks = [paragraph(root, "words " * 50) for _ in range(8)]
    content, pages = write(edition(root, blocks, (300.0, 300.0), furniture))
    assert pages.count > 1
    assert [line.text for line in pages.lines if line.artifact] == [
        f"Page {number} of {pages.count}" for number in range(1, pages.count + 1)
    ]
    assert not [text for text in texts(content, tmp_path) if "Page" in text]


# --- What is refused --------------------------------------------------------------------------------------------------


def refused(blocks: list[object], root: Element, paper: tuple[float, float] = A4, **metadata: str) -> list[Problem]:
    with pytest.raises(ContentError) as error:
        write(edition(root, blocks, paper, **metadata))  # type: ignore[arg-type]
    return list(error.value.problems)


def test_a_character_without_a_glyph_is_refused_with_its_place() -> None:
    with pytest.raises(ContentError) as error:
        printed("Fine words.", "Words, and then \U0001fae8.")
    (found,) = error.value.problems
    assert (found.rule, found.span) == ("missing-glyph", Span("topic.yaml", 1, 17, 1, 18))
    assert "U+1FAE8" in found.message


def test_a_link_to_what_is_printed_is_not() -> None:
    root = Element("Document")
    link = add(add(root, "P"), "Link")
    linked = run("the spleen", link, link=Target(link, "Go to", anchor="spleen"))
    write(edition(root, [TextBlock([linked], KIND), paragraph(root, "Spleen", anchor="spleen")]))


def test_a_picture_higher_than_a_page_is_named() -> None:
    """And not the heading that must stand above it."""
    root = Element("Document")
    element = add(root, "Figure", alternate="A tall picture")
    picture = Figure(element, 9.0, lambda *place: None)
    (found,) = refused([paragraph(root, "A heading", keep_next=True), picture], root)
    assert found.rule == "does-not-fit"
    assert found.message.startswith("The picture needs 4458 pt")


def test_what_should_stay_together_is_parted_where_no_page_holds_it() -> None:
    root = Element("Document")
    words = TextBlock([run("word\nword\nword", add(root, "P"))], KIND)
    _, pages = write(edition(root, [Column([words], keeps=True)], (300.0, 140.0)))
    assert [line.page for line in pages.lines] == [0, 0, 1]


def test_a_table_row_higher_than_a_page_splits(tmp_path: Path) -> None:
    root = Element("Document")
    cell = TextBlock([run(LONG.strip(), add(add(add(root, "Table"), "TR"), "TD"))], KIND)
    table = Grid(None, [[Column([cell])]], padding=(4, 4), rule=KIND.colour)
    content, pages = write(edition(root, [table], (400.0, 400.0)))
    assert pages.count > 2
    assert texts(content, tmp_path, "TD") == [LONG.strip()]


# --- Dates ------------------------------------------------------------------------------------------------------------


def test_a_timestamp_stands_for_the_days_of_the_topic() -> None:
    moment = datetime.datetime(2027, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    root = Element("Document")
    content, _ = write(edition(root, [paragraph(root, "words")]), moment)
    assert content.count(b"2027-01-02T03:04:05Z") == 3
    assert b"2026-11-22" not in content
