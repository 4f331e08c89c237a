"""The file: whole, archival and accessible for any small edition, and the same for the same content."""

from __future__ import annotations

import datetime
import io
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small import KIND, add, edition, look, paragraph, run

from builder.layout.column import Column, Entry
from builder.layout.edition import Edition
from builder.layout.grid import Grid
from builder.layout.marks import Figure
from builder.pdf import archive
from builder.pdf.write import write
from builder.structure import Element
from builder.text.block import TextBlock
from builder.text.lines import Look, Run, Target
from builder.verify import readback, verapdf


def opened(made: Edition, **options: Any) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(write(made, **options)[0]))


def one_paragraph(text: str = "Some words.", **metadata: Any) -> Edition:
    root = Element("Document")
    return edition(root, [paragraph(root, text)], **metadata)


def heading(root: Element, level: int, title: str) -> TextBlock:
    element = add(root, f"H{level}")
    return TextBlock([run(title, element)], KIND, bookmark=(element, level, title), keep_next=True)


def linked(root: Element, words: str, url: str = "https://example.org", width: float | None = None) -> TextBlock:
    """Return a paragraph that is one link."""
    link = add(add(root, "P"), "Link")
    return TextBlock([run(words, link, link=Target(link, f"Go to {url}", url=url))], KIND, widest=width)


def links(pdf: pikepdf.Pdf) -> list[Any]:
    return [note for page in pdf.pages for note in page.get("/Annots", [])]


# --- A file that every reader takes -----------------------------------------------------------------------------------


def full() -> Edition:
    """Return an edition with each kind of element that the project prints."""
    root = Element("Document")
    story: list[Any] = [heading(root, 1, "Größe"), linked(root, "a link over more than one line " * 3, width=200)]
    section = add(root, "Sect")
    story.append(heading(section, 2, "Signs"))
    listed = add(section, "L", numbering="Disc")
    for word in ("fever", "rash"):
        own = add(listed, "LI")
        label, body = add(own, "Lbl"), add(own, "LBody")
        story.append(Entry(TextBlock([run("•", label)], KIND), TextBlock([run(word, body)], KIND), 15.0))
    table = add(section, "Table")
    head, body = add(add(table, "THead"), "TR"), add(table, "TBody")
    header = [Column([TextBlock([run(word, add(head, "TH", scope="Column"))], KIND)]) for word in ("What", "When")]
    rows = []
    for number in range(60):
        row = add(body, "TR")
        cells = add(row, "TH", scope="Row"), add(row, "TD")
        rows.append([Column([TextBlock([run(f"cell {number}", cell)], KIND)]) for cell in cells])
    story.append(Grid(header, rows, padding=(4, 4), rule=KIND.colour))
    figure = add(section, "Figure", alternate="A square")
    story.append(Figure(figure, 0.1, lambda canvas, x, top, width: canvas.rect(x, top - 9, 9, 9)))
    words = add(section, "P")
    story.append(TextBlock([
        run("Strong ", words, look("bold")), run("10", words), run("9", words, look(ratio=0.66, rise=0.33)),
        run(" in vitro", add(words, "Span", language="la")), run(" ALPS", add(words, "Span", expansion="a syndrome")),
        run(" 5\u00a0µg \u03bc ẹ\u0301 IL\u20112 שלום 你好", words),
    ], KIND))
    return edition(root, story)


@pytest.fixture(scope="module")
def full_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("full") / "full.pdf"
    path.write_bytes(write(full())[0])
    return path


def test_a_file_conforms_to_both_standards(full_file: Path) -> None:
    for result in verapdf.validate_all(full_file):
        assert result.failures == ()
        assert result.checks > 1000


def test_qpdf_finds_nothing_wrong(full_file: Path, need: Callable[[str, bool], None]) -> None:
    need("qpdf", shutil.which("qpdf") is not None)
    checked = subprocess.run(["qpdf", "--check", full_file], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "No syntax or stream encoding errors" in checked.stdout


def test_a_file_is_smaller_than_its_objects_would_be_alone(full_file: Path) -> None:
    """All but streams are in object streams (ISO 32000-1, 7.5.7)."""
    content = full_file.read_bytes()
    with pikepdf.open(full_file) as pdf:
        alone = [number for number in range(1, len(pdf.objects)) if f"\n{number} 0 obj".encode() in content]
        assert all(isinstance(pdf.get_object(number, 0), pikepdf.Stream) for number in alone)
        assert len(alone) < len(pdf.objects) / 5


def test_a_header_that_is_printed_again_is_read_once(full_file: Path) -> None:
    tree = readback.tree(full_file)
    headers = [one for one in readback.elements(tree) if one.attributes.get("Scope") == "Column"]
    assert [readback.text(one) for one in headers] == ["What", "When"]
    with pikepdf.open(full_file) as pdf:
        assert len(pdf.pages) > 1


def test_marks_elements_and_the_parent_tree_agree(full_file: Path) -> None:
    """From a mark on a page the parent tree leads to the element that holds the mark (ISO 32000-1, 14.7.4.4)."""
    reading = readback.read(full_file)
    with reading.pdf as pdf:
        tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        by_mark = {(mark.stream, mark.id): mark.element for mark in reading.marks}
        assert len(by_mark) == len(reading.marks) > 100
        for page in pdf.pages:
            owners = [owner.objgen for owner in tree[int(page.StructParents)]]
            assert owners == [by_mark[page.obj.objgen, number] for number in range(len(owners))]
            for note in page.get("/Annots", []):
                assert tree[int(note.StructParent)].S == "/Link"
        keys = sorted(int(key) for key, _ in tree.items())
        assert keys == list(range(int(pdf.Root.StructTreeRoot.ParentTreeNextKey)))


def test_what_an_element_says_of_itself(full_file: Path) -> None:
    said = [one.attributes for one in readback.elements(readback.tree(full_file))]
    wanted = {"Lang": "la", "E": "a syndrome", "Alt": "A square", "ListNumbering": "Disc", "Scope": "Row"}
    for name, value in wanted.items():
        assert value in [attributes.get(name) for attributes in said]


# --- Any edition ------------------------------------------------------------------------------------------------------

LATIN = st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=["Cc", "Cf"])
ODD_ONES = st.sampled_from("(\\)<>&'\"%ßΩжא中\u00a0\u00ad\u2011\u202fẹ\u0301/-.\n5")
ODD = st.text(LATIN | ODD_ONES, min_size=1, max_size=30)
LOOKS = st.sampled_from([look(), look("bold"), look(ratio=0.66, rise=0.33), look(language="la")])
INSIDE = st.sampled_from(["", "Span", "Link", "Reference"])


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """Sections in sections, with paragraphs of odd characters in links, spans and looks, in columns of any width."""
    root = Element("Document")
    story: list[Any] = [heading(root, 1, "Title")]
    place = root
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.sampled_from([root, place])) if draw(st.booleans()) else add(place, "Sect")
        paragraph = add(place, "P")
        runs = [part(paragraph, *one) for one in draw(st.lists(st.tuples(INSIDE, ODD, LOOKS), min_size=1, max_size=4))]
        story.append(TextBlock(runs, KIND, widest=draw(st.sampled_from([None, 40.0, 120.0])), after=4))
    return edition(root, story, (300.0, 300.0), title=draw(ODD.filter(str.strip)), authors=(draw(ODD),))


def part(paragraph: Element, role: str, text: str, own: Look) -> Run:
    element = add(paragraph, role, language="la" if role == "Span" else "") if role else paragraph
    target = Target(element, "Somewhere", url="https://example.org/ä?(b)") if role == "Link" else None
    return run(text, element, own, link=target, glued=role == "Reference")


def visible(text: str) -> str:
    """Return what of a text is read: white space apart, which lines may end in, on one line, in composed characters."""
    return re.sub("[\u2010-\u2013\u2212]", "-", unicodedata.normalize("NFKC", re.sub(r"[\s\u00ad]+", "", text)))


@given(made=editions())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@pytest.mark.slow
def test_any_edition_conforms_and_is_read_in_order(made: Edition, tmp_path: Path) -> None:
    path = tmp_path / "any.pdf"
    content, pages = write(made)
    path.write_bytes(content)
    assert [result.failures for result in verapdf.validate_all(path)] == [(), ()]
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == pages.count
        assert str(pdf.docinfo.Title) == made.sheet.metadata.title
    said = "".join(run.text for block in made.story.children for run in block.runs)  # type: ignore[attr-defined]
    assert visible(readback.text(readback.tree(path))) == visible(said)


# --- What the file says of itself -------------------------------------------------------------------------------------


def test_properties_and_xmp_agree() -> None:
    made = one_paragraph(
        title="Größe & <Maß>", authors=("A. Öz", "B (C)"), subject="5 µg \\ 中", keywords=("ALPS", "spleen & co"),
        language="de", version="2026.1", status="reviewed", identifier="alps-1", codes=(("ORPHA", "3261"),),
        created=datetime.date(2025, 1, 2), modified=datetime.date(2026, 3, 4),
    )
    pdf = opened(made)
    xmp, properties = pdf.open_metadata(), {name[1:]: str(value) for name, value in pdf.docinfo.items()}
    assert properties == {
        "Title": "Größe & <Maß>", "Author": "A. Öz, B (C)", "Subject": "5 µg \\ 中", "Keywords": "ALPS, spleen & co",
        "Creator": archive.TOOL, "Producer": archive.TOOL, "CreationDate": "D:20250102000000Z",
        "ModDate": "D:20260304000000Z",
    }
    assert (xmp["dc:title"], xmp["dc:creator"]) == (properties["Title"], ["A. Öz", "B (C)"])
    assert (xmp["dc:description"], xmp["pdf:Keywords"]) == (properties["Subject"], properties["Keywords"])
    assert (xmp["pdf:Producer"], xmp["xmp:CreatorTool"]) == (archive.TOOL, archive.TOOL)
    assert (xmp["xmp:CreateDate"], xmp["xmp:ModifyDate"]) == ("2025-01-02T00:00:00Z", "2026-03-04T00:00:00Z")
    assert (xmp["pdfuaid:part"], xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("1", "2", "A")
    own = {name: xmp[f"{{urn:factsheet-builder:topic:1#}}{name}"] for name in ("version", "status", "codes")}
    assert own == {"version": "2026.1", "status": "reviewed", "codes": {"ORPHA 3261"}}
    assert str(pdf.Root.Lang) == "de"


def test_the_title_is_shown_in_the_window_and_pages_have_labels() -> None:
    pdf = opened(one_paragraph())
    catalog = pdf.Root
    assert catalog.ViewerPreferences.DisplayDocTitle
    assert catalog.PageLabels.Nums[1].S == "/D"
    assert catalog.OutputIntents[0].S == "/GTS_PDFA1"


def test_a_text_is_read_right_to_left_where_its_language_is() -> None:
    made = one_paragraph()
    made.sheet = replace(made.sheet, direction="rtl")
    assert opened(made).Root.ViewerPreferences.Direction == "/R2L"


def test_the_file_id_follows_from_the_content_alone() -> None:
    one, same, other = (bytes(opened(one_paragraph(text)).trailer.ID[0]) for text in ("one", "one", "two"))
    assert one == same != other


def test_no_date_but_those_given() -> None:
    content, _ = write(one_paragraph())
    now = datetime.datetime.now(datetime.UTC)
    assert not {b"%d" % now.year, b"%d" % (now.year - 1)} & set(re.findall(rb"\b(20\d\d)-", content)) - {b"2026"}
    moment = datetime.datetime(2001, 2, 3, 4, 5, 6, tzinfo=datetime.UTC)
    assert str(opened(one_paragraph(), timestamp=moment).docinfo.ModDate) == "D:20010203040506Z"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", b"(plain)"),
        (r"a(b)c\d", rb"(a\(b\)c\\d)"),
        ("é", b"<FEFF00E9>"),
        ("a\nb", b"<FEFF0061000A0062>"),
        ("🙂", b"<FEFFD83DDE42>"),
        ("", b"()"),
    ],
)
def test_text_strings(text: str, written: bytes) -> None:
    assert archive.string(text) == written


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://example.org/a(b)?c=%20d#e", rb"(https://example.org/a\(b\)?c=%20d#e)"),
        ("https://example.org/größe", b"(https://example.org/gr%C3%B6%C3%9Fe)"),
        ("tel:+1-555-0100", b"(tel:+1-555-0100)"),
    ],
)
def test_addresses_are_ascii(url: str, written: bytes) -> None:
    assert archive.address(url) == written


# --- Outline ----------------------------------------------------------------------------------------------------------


def outline(pdf: pikepdf.Pdf) -> list[Any]:
    """Return the outline as nested lists: a title, then a list of what is below it."""

    def below(entry: Any) -> list[Any]:
        found: list[Any] = []
        child, before = entry.get("/First"), None
        while child is not None:
            assert child.Parent.objgen == entry.objgen
            assert (child.Prev.objgen if "/Prev" in child else None) == before
            found += [str(child.Title), *([inside] if (inside := below(child)) else [])]
            before, last, child = child.objgen, child, child.get("/Next")
        if found:
            assert entry.Last.objgen == last.objgen
            assert entry.Count == sum(1 for _ in flat(found))
        return found

    return below(pdf.Root.Outlines)


def flat(nested: list[Any]) -> Iterator[str]:
    for one in nested:
        yield from flat(one) if isinstance(one, list) else [one]


@pytest.mark.parametrize(
    ("levels", "nested"),
    [
        ([1], ["0"]),
        ([1, 2, 3, 2], ["0", ["1", ["2"], "3"]]),
        ([1, 3, 2], ["0", ["1", "2"]]),
        ([2, 1, 2], ["0", "1", ["2"]]),
        ([1, 2, 2, 1, 3], ["0", ["1", "2"], "3", ["4"]]),
    ],
)
def test_the_outline_nests_as_headings_do(levels: list[int], nested: list[Any]) -> None:
    """A skipped level makes no empty entry; counts say how many entries are visible below."""
    root = Element("Document")
    made = edition(root, [heading(root, level, str(number)) for number, level in enumerate(levels)])
    assert outline(opened(made)) == nested


def test_the_outline_is_in_reading_order_whatever_is_drawn_first() -> None:
    root = Element("Document")
    first, second = heading(root, 1, "Erste Größe"), heading(root, 2, "Second")
    assert outline(opened(edition(root, [second, first]))) == ["Erste Größe", ["Second"]]


def test_an_entry_leads_to_its_heading() -> None:
    root = Element("Document")
    words = paragraph(root, "word\n" * 40 + "word")  # 25 lines on the first page, 16 on the second
    pdf = opened(edition(root, [words, heading(root, 1, "Title")], (300.0, 500.0)))
    page, kind, _, top, _ = pdf.Root.Outlines.First.Dest
    assert page.objgen == pdf.pages[1].obj.objgen
    assert kind == "/XYZ"
    assert float(top) == 450 - 16 * KIND.leading - words.after + 4  # a little above the heading


def test_without_headings_there_is_no_outline() -> None:
    assert "/Outlines" not in opened(one_paragraph()).Root
    assert "/PageMode" not in opened(one_paragraph()).Root


# --- Links ------------------------------------------------------------------------------------------------------------


def test_a_link_over_two_lines_has_two_annotations_in_one_element(tmp_path: Path) -> None:
    root = Element("Document")
    path = tmp_path / "link.pdf"
    path.write_bytes(write(edition(root, [linked(root, "a link of two lines", width=70)]))[0])
    with pikepdf.open(path) as pdf:
        notes = links(pdf)
        assert len(notes) == 2
        assert len({int(note.StructParent) for note in notes}) == 2
        assert notes[0].Rect[1] > notes[1].Rect[1]
    (link,) = [one for one in readback.elements(readback.tree(path)) if one.role == "Link"]
    assert readback.text(link) == "a link of two lines"
    assert link.attributes["Contents"] == "Go to https://example.org"


def test_quad_points_are_the_corners_of_the_rectangle() -> None:
    """In the order that viewers know: upper left, upper right, lower left, lower right."""
    root = Element("Document")
    pdf = opened(edition(root, [linked(root, "a link")]))
    (note,) = links(pdf)
    left, bottom, right, top = note.Rect
    assert list(note.QuadPoints) == [left, top, right, top, left, bottom, right, bottom]
    assert left < right
    assert bottom < top


def test_a_link_to_an_anchor_leads_there_and_the_first_place_counts() -> None:
    root = Element("Document")
    link = add(add(root, "P"), "Link")
    story = [TextBlock([run("to b", link, link=Target(link, "Go to b", anchor="b"))], KIND),
             paragraph(root, "a\n" * 40 + "a"), paragraph(root, "b", anchor="b"), paragraph(root, "c", anchor="b")]
    pdf = opened(edition(root, story, (300.0, 500.0)))
    (note,) = links(pdf)
    assert note.Dest[0].objgen == pdf.pages[1].obj.objgen
    assert "/A" not in note


# --- The benchmark's switch -------------------------------------------------------------------------------------------


def test_without_tags_the_same_is_printed() -> None:
    tagged, plain = (opened(full(), tagged=tagged) for tagged in (True, False))
    assert "/StructTreeRoot" not in plain.Root
    marks = re.compile(rb"/\w+ ?(<<.*?>>)? ?B(D|M)C|EMC|/Artifact BMC")
    one, other = ([marks.sub(b"", page.Contents.read_bytes()).split() for page in pdf.pages] for pdf in (tagged, plain))
    assert one == other


def test_the_file_is_made_of_numbered_objects() -> None:
    """More objects than one object stream holds are spread over several."""
    file = archive.File()
    root = file.reserve()
    held = [file.add(b"<</N %d>>" % number) for number in range(3 * archive.PER_STREAM)]
    stream = file.add(b"/A 1", b"content")
    pages = file.add(b"<</Type/Pages/Count 0/Kids[]>>")
    file.set(root, b"<</Type/Catalog/Pages %d 0 R/Held%b>>" % (pages, archive.references([*held, stream])))
    pdf = pikepdf.open(io.BytesIO(file.serialise(root, root)))
    assert [int(one.N) for one in list(pdf.Root.Held)[:-1]] == list(range(3 * archive.PER_STREAM))
    assert pdf.Root.Held[-1].read_bytes() == b"content"
