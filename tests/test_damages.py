"""Deliberate damages of a built file: `factsheet verify` refuses each by the rule or check that is meant for it.

Names with digits are veraPDF's rules (those of PDF/UA-1 begin with 5 or 7, or are 6.1-1 and 6.2-1), names with words
are the project's own checks: where they stand alone, veraPDF lets the damage pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, NumberTree, Operator, Pdf, String
from small import laid

from builder import pipeline
from builder.editions import Request
from builder.library import Library
from builder.pdf.write import write
from builder.problems import ExitCode
from builder.verify import faults, verify
from builder.verify.report import Report
from builder.workspace import Workspace

Damage = Callable[[Pdf], object]

LIBRARY = Library(Workspace(Path(__file__).parent.parent))
HANDOUT = Request("alps", "handout", "en", "plain", "a4", clinic="riverbank")


@pytest.fixture(scope="module")
def built_handout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's handout: it has all kinds of element that a factsheet has, and is read back in half the time."""
    path = tmp_path_factory.mktemp("output") / "handout.pdf"
    path.write_bytes(write(laid(HANDOUT, LIBRARY))[0])
    return path


# --- Finding one's way in a file --------------------------------------------------------------------------------------


def elements(pdf: Pdf, role: str) -> list[Any]:
    """Return the structure elements of a role, in order."""
    return [element for element in walk(pdf.Root.StructTreeRoot) if element.get("/S") == role]


def walk(element: Any) -> Iterator[Any]:
    yield element
    for kid in kids(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from walk(kid)


def kids(element: Any) -> list[Any]:
    held = element.get("/K", Array())
    return list(held) if isinstance(held, Array) else [held]


def first(pdf: Pdf, role: str) -> Any:
    return elements(pdf, role)[0]


def annotations(pdf: Pdf) -> list[Any]:
    return [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]


def fonts(pdf: Pdf) -> list[Any]:
    return list(pdf.pages[0].Resources.Font.values())


def edit(pdf: Pdf, change: Callable[[list[Any]], object], page: int = 0) -> None:
    """Change the instructions of a page."""
    instructions = list(pikepdf.parse_content_stream(pdf.pages[page]))
    change(instructions)
    pdf.pages[page].Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def put(*operands: Any, operator: str) -> pikepdf.ContentStreamInstruction:
    return pikepdf.ContentStreamInstruction(list(operands), Operator(operator))


def marks(instructions: list[Any]) -> list[Any]:
    """Return the instructions that open marked content with an id."""
    return [found for found in instructions if str(found.operator) == "BDC" and "/MCID" in found.operands[1]]


def first_shown(instructions: list[Any]) -> int:
    """Return where the first text in marked content is shown."""
    at = instructions.index(marks(instructions)[0])
    return next(after for after in range(at, len(instructions)) if str(instructions[after].operator) in ("Tj", "TJ"))


def rows(pdf: Pdf) -> Any:
    """Return what the parent tree says of the first page: the owner of each marked content."""
    return NumberTree(pdf.Root.StructTreeRoot.ParentTree)[pdf.pages[0].StructParents]


def replace_in(stream: Any, pattern: bytes, new: bytes) -> None:
    changed, count = re.subn(pattern, new, stream.read_bytes(), count=1, flags=re.DOTALL)
    assert count, f"{pattern!r} is not there"
    stream.write(changed)


def xmp(pattern: str, new: str = "") -> Damage:
    return lambda pdf: replace_in(pdf.Root.Metadata, pattern.encode(), new.encode())


def drop(*path: str) -> Damage:
    """Delete the last name of a path that starts at the catalog."""

    def damage(pdf: Pdf) -> None:
        found: Any = pdf.Root
        for name in path[:-1]:
            found = found[f"/{name}"]
        del found[f"/{path[-1]}"]

    return damage


def put_in_catalog(name: str, value: Any) -> Damage:
    return lambda pdf: pdf.Root.__setitem__(f"/{name}", value)


def drop_from_all(role: str, name: str) -> Damage:
    def damage(pdf: Pdf) -> None:
        for element in elements(pdf, role):
            if name in element:
                del element[name]

    return damage


def set_on_first(role: str, name: str, value: Any) -> Damage:
    return lambda pdf: first(pdf, role).__setitem__(name, value)


def drop_from_annotations(name: str) -> Damage:
    def damage(pdf: Pdf) -> None:
        for annotation in annotations(pdf):
            del annotation[name]

    return damage


def set_on_first_link(name: str, value: Any) -> Damage:
    return lambda pdf: annotations(pdf)[0].__setitem__(name, value)


def at_start(*instructions: Any) -> Damage:
    return lambda pdf: edit(pdf, lambda found: found.__setitem__(slice(0, 0), instructions))


# --- Damages that need more than a line -------------------------------------------------------------------------------


def title_everywhere_empty(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = ""
    xmp(r"(<dc:title>.*?<rdf:li[^>]*>).*?</rdf:li>", r"\1</rdf:li>")(pdf)


def no_dates_in_common(pdf: Pdf) -> None:
    pdf.docinfo["/ModDate"] = "D:19990101000000Z"


def heading_skips(pdf: Pdf) -> None:
    first(pdf, "/H2").S = Name.H4


def two_rows_swapped_in_parent_tree(pdf: Pdf) -> None:
    row = rows(pdf)
    row[0], row[len(row) - 1] = row[len(row) - 1], row[0]


def same_id_twice(pdf: Pdf) -> None:
    def change(instructions: list[Any]) -> None:
        one, other = marks(instructions)[:2]
        other.operands[1].MCID = one.operands[1].MCID

    edit(pdf, change)


def ids_with_a_gap(pdf: Pdf) -> None:
    """Renumber the last mark of the first page everywhere it is named."""
    row = rows(pdf)
    last = len(row) - 1

    def change(instructions: list[Any]) -> None:
        next(found for found in marks(instructions) if found.operands[1].MCID == last).operands[1].MCID = last + 3

    edit(pdf, change)
    owner = row[last]
    owner.K = Array([last + 3 if kid == last else kid for kid in kids(owner)])
    row.extend([owner, owner, owner])


def paragraph_lost(pdf: Pdf) -> None:
    """Take the last paragraph out of the tree; its text stays on the page."""
    paragraph = elements(pdf, "/P")[-1]
    paragraph.P.K = Array([kid for kid in kids(paragraph.P) if kid.objgen != paragraph.objgen])


def paragraph_held_twice(pdf: Pdf) -> None:
    paragraph = first(pdf, "/P")
    paragraph.P.K = Array([*kids(paragraph.P), paragraph])


def link_let_go(pdf: Pdf) -> None:
    """Take the annotation out of its Link element; it still names the element."""
    link = first(pdf, "/Link")
    link.K = Array([kid for kid in kids(link) if not (isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR")])


def row_lost_a_cell(pdf: Pdf) -> None:
    row = elements(pdf, "/TR")[-1]
    row.K = Array(kids(row)[:-1])


def headers_are_cells(pdf: Pdf) -> None:
    for header in elements(pdf, "/TH"):
        header.S = Name.TD


def no_embedded_font(pdf: Pdf) -> None:
    for font in fonts(pdf):
        del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def no_text_for_glyphs(pdf: Pdf) -> None:
    for font in fonts(pdf):
        del font["/ToUnicode"]


def letter_stands_for(text: str) -> Damage:
    def damage(pdf: Pdf) -> None:
        for font in fonts(pdf):
            codes = b"<" + text.encode("utf-16-be").hex().upper().encode() + b">"
            changed = re.sub(rb"<0065>(?=\s)", codes, font.ToUnicode.read_bytes())
            font.ToUnicode = pdf.make_stream(changed)

    return damage


def missing_glyph_shown(pdf: Pdf) -> None:
    edit(pdf, lambda found: found.insert(first_shown(found), put(String(b"\0\0"), operator="Tj")))


def font_that_is_not_there(pdf: Pdf) -> None:
    at_start(put(Name.Artifact, operator="BMC"), put(operator="BT"), put(Name.Nowhere, 10, operator="Tf"),
             put(operator="ET"), put(operator="EMC"))(pdf)  # fmt: skip


def operators_glued_together(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(b"/Artifact BMC qQ EMC")


def artifact_inside_content(pdf: Pdf) -> None:
    def change(instructions: list[Any]) -> None:
        at = first_shown(instructions)
        instructions[at : at + 1] = [put(Name.Artifact, operator="BMC"), instructions[at], put(operator="EMC")]

    edit(pdf, change)


def first_link_leads_to(target: Callable[[Pdf], Any]) -> Damage:
    def damage(pdf: Pdf) -> None:
        link = annotations(pdf)[0]
        link.Dest = target(pdf)
        if "/A" in link:
            del link["/A"]

    return damage


def bookmark_renamed(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Title = "Something else"


def list_without_numbering(pdf: Pdf) -> None:
    del first(pdf, "/L")["/A"]


def figure_without_box(pdf: Pdf) -> None:
    del first(pdf, "/Figure")["/A"]


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def empty_heading(pdf: Pdf) -> None:
    heading = first(pdf, "/H2")
    heading.K = Array()


DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    # what the file says of itself
    "no language": (drop("Lang"), {"7.2-34", "unknown-language"}),
    "a language that does not exist": (put_in_catalog("Lang", String("xx-US")), {"unknown-language"}),
    "a language tag that is none": (put_in_catalog("Lang", String("English (US)")), {"7.2-29", "6.7.4-1"}),
    "a passage in no language": (set_on_first("/P", "/Lang", String("qq")), {"unknown-language"}),
    "no mark information": (drop("MarkInfo"), {"6.2-1", "6.7.2.2-1"}),
    "no title in the window": (drop("ViewerPreferences"), {"7.1-10", "title-missing"}),
    "an empty title": (title_everywhere_empty, {"title-missing"}),
    "no title in the XMP": (xmp(r"<dc:title>.*?</dc:title>"), {"7.1-9", "metadata-disagrees"}),
    "another title in the XMP": (xmp(r"(<dc:title>.*?<rdf:li[^>]*>)", r"\1Not "), {"metadata-disagrees"}),
    "another date in the XMP": (no_dates_in_common, {"metadata-disagrees"}),
    "no claim of PDF/UA": (xmp(r"<pdfuaid:part>1</pdfuaid:part>"), {"5-1"}),
    "a claim of PDF/UA-2": (xmp(r"<pdfuaid:part>1<", "<pdfuaid:part>2<"), {"5-2"}),
    "no claim of PDF/A": (xmp(r"<pdfaid:part>2</pdfaid:part>"), {"6.6.4-2"}),
    "a claim of level B": (xmp(r"(<pdfaid:conformance>)A", r"\1B"), {"6.6.4-3"}),
    "a property that nobody knows": (
        xmp(r"(<rdf:Description[^>]*>)", r'\1<z:z xmlns:z="https://example.org/z/">z</z:z>'), {"6.6.2.3.1-1"}),
    "no metadata": (drop("Metadata"), {"7.1-8", "6.6.2.1-1", "wrong-catalog-entry"}),
    "no output intent": (drop("OutputIntents"), {"6.2.4.3-2"}),
    "a script": (script, {"6.5.1-1"}),
    # structure
    "no structure": (drop("StructTreeRoot"), {"7.1-11", "6.7.3.3-1", "wrong-catalog-entry", "no-text"}),
    "content outside the structure": (
        at_start(put(0, 0, 9, 9, operator="re"), put(operator="f")), {"7.1-3", "content-outside-structure"}),
    "an artifact inside content": (artifact_inside_content, {"7.1-1"}),
    "a role of one's own": (set_on_first("/P", "/S", Name.Verse), {"7.1-5", "6.7.3.4-1"}),
    "an element without parent": (lambda pdf: first(pdf, "/P").__delitem__("/P"), {"7.1-12", "wrong-parent"}),
    "another parent": (lambda pdf: first(pdf, "/H1").__setitem__("/P", elements(pdf, "/P")[-1]), {"wrong-parent"}),
    "a paragraph in two places": (paragraph_held_twice, {"wrong-parent"}),
    "a paragraph lost from the tree": (paragraph_lost, {"marked-content-ids"}),
    "a wrong parent tree": (two_rows_swapped_in_parent_tree, {"wrong-parent-tree"}),
    "no parent tree": (drop("StructTreeRoot", "ParentTree"), {"7.1-3", "wrong-parent-tree"}),
    "one id for two pieces": (same_id_twice, {"marked-content-ids"}),
    "ids with a gap": (ids_with_a_gap, {"marked-content-ids"}),
    # headings, lists, tables, figures
    "a heading that skips": (heading_skips, {"7.4.2-1", "heading-level-skipped"}),
    "a second title": (lambda pdf: elements(pdf, "/H2")[-1].__setitem__("/S", Name.H1), {"wrong-number-of-titles"}),
    "an empty heading": (empty_heading, {"empty-element"}),
    "no outline": (drop("Outlines"), {"outline-differs", "wrong-catalog-entry"}),
    "a bookmark that is no heading": (bookmark_renamed, {"outline-differs"}),
    "a list body that is a paragraph": (set_on_first("/LBody", "/S", Name.P), {"7.2-20", "broken-list"}),
    "a list entry that is a paragraph": (set_on_first("/LI", "/S", Name.P), {"7.2-19", "broken-list"}),
    "a list that does not say how it is numbered": (list_without_numbering, {"broken-list"}),
    "a row that is a paragraph": (set_on_first("/TR", "/S", Name.P), {"7.2-8"}),
    "header cells without scope": (drop_from_all("/TH", "/A"), {"7.5-1", "table-without-headers"}),
    "a table without header cells": (headers_are_cells, {"table-without-headers"}),
    "a row that lost a cell": (row_lost_a_cell, {"7.2-43", "marked-content-ids"}),
    "no alternate text": (drop_from_all("/Figure", "/Alt"), {"7.3-1", "figure-without-text"}),
    "a blank alternate text": (set_on_first("/Figure", "/Alt", String(" ")), {"figure-without-text"}),
    "a figure without a box": (figure_without_box, {"figure-without-box"}),
    # links
    "links without description": (drop_from_annotations("/Contents"), {"7.18.5-2", "link-without-description"}),
    "a blank description": (set_on_first_link("/Contents", String(" ")), {"link-without-description"}),
    "links outside the structure": (drop_from_annotations("/StructParent"), {"7.18.5-1", "wrong-parent-tree"}),
    "a link that no element holds": (link_let_go, {"annotation-outside-structure"}),
    "links that do not print": (drop_from_annotations("/F"), {"6.3.2-1"}),
    "a link to a page that is not there": (
        first_link_leads_to(lambda pdf: Array([pdf.make_indirect(Dictionary(Type=Name.Page)), Name.Fit])),
        {"link-without-destination"}),
    "a link to a name that is not there": (
        first_link_leads_to(lambda pdf: String("nowhere")), {"link-without-destination"}),
    "a link to the foot of a page": (
        first_link_leads_to(lambda pdf: Array([pdf.pages[0].obj, Name.XYZ, 0, 4, 0])), {"link-without-destination"}),
    "a link that runs a script": (
        set_on_first_link("/A", Dictionary(S=Name.URI, URI=String("javascript:1"))), {"link-without-destination"}),
    "pages that do not say the order of tabs": (
        lambda pdf: [page.__delitem__("/Tabs") for page in pdf.pages], {"7.18.3-1"}),
    # fonts
    "fonts that are not embedded": (no_embedded_font, {"7.21.4.1-1", "6.2.11.4.1-1", "font-not-embedded"}),
    "glyphs without text": (no_text_for_glyphs, {"7.21.7-1", "6.2.11.7.2-1", "font-not-embedded"}),
    "a letter for private use": (letter_stands_for("\ue000"), {"6.2.11.7.3-1", "glyph-without-text"}),
    "a letter that stands for nothing": (letter_stands_for("\ufffd"), {"glyph-without-text"}),
    "a letter that stands for U+0000": (letter_stands_for("\0"), {"7.21.7-2", "glyph-without-text"}),
    "the missing glyph": (missing_glyph_shown, {"7.21.8-1", "6.2.11.8-1", "glyph-without-text"}),
    "a font that is not there": (font_that_is_not_there, {"font-not-in-resources"}),
    "operators glued together": (operators_glued_together, {"6.2.2-1"}),
}


def names(report: Report) -> set[str]:
    """Return everything that a report objects to."""
    failures = {failure.name for result in report.validations for failure in result.failures}
    return failures | {finding.fault for finding in report.findings}


def damaged(source: Path, damage: Damage, target: Path) -> Path:
    with pikepdf.open(source) as pdf:
        damage(pdf)
        pdf.save(target)
    return target


def test_the_undamaged_file_passes_everything(built_handout: Path, tmp_path: Path) -> None:
    """The file as it was built, and as pikepdf saves it without a change, so that a damage alone can make it fail."""
    saved = damaged(built_handout, lambda pdf: None, tmp_path / "saved.pdf")
    for path in (built_handout, saved):
        report = verify.verify(path)
        assert report.exit_code == ExitCode.DONE, report.line()


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_refused(name: str, built_handout: Path, tmp_path: Path) -> None:
    damage, expected = DAMAGES[name]
    report = verify.verify(damaged(built_handout, damage, tmp_path / "damaged.pdf"))
    assert expected <= names(report), report.line()
    assert report.exit_code in (ExitCode.NOT_CONFORMING, ExitCode.PROBLEMS)
    assert report.conforms is not any(name[0].isdigit() for name in expected), "whether veraPDF alone would do"


def test_every_check_of_our_own_refuses_some_damage() -> None:
    expected = {name for _, names in DAMAGES.values() for name in names}
    assert set(faults.FAULTS) - expected == {"syntax-fault"}, "and that one a damage of the bytes, below"


# --- Damages of the bytes ---------------------------------------------------------------------------------------------


def names_of_bytes(content: bytes, folder: Path) -> set[str]:
    path = folder / "damaged.pdf"
    path.write_bytes(content)
    return names(verify.verify(path))


def test_an_object_that_is_only_a_reference_is_refused(built_handout: Path, tmp_path: Path) -> None:
    """veraPDF follows it to the structure tree; poppler, qpdf and with them some assistive software find none."""
    with pikepdf.open(built_handout) as pdf:
        pdf.Root.Bare = pdf.make_indirect(String("instead of this"))
        pdf.save(tmp_path / "plain.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=False)
    content = (tmp_path / "plain.pdf").read_bytes()
    number = re.search(rb"/Bare (\d+) 0 R", content)[1]
    tree = re.search(rb"/StructTreeRoot (\d+) 0 R", content)[1]
    content = content.replace(b"/Bare %s 0 R" % number, b"/Bare null" + b" " * len(number))
    content = content.replace(b"/StructTreeRoot %s 0 R" % tree, b"/StructTreeRoot %s 0 R" % number.ljust(len(tree)))
    content = content.replace(b"(instead of this)", (b"%s 0 R" % tree).ljust(17))
    assert "wrong-catalog-entry" in names_of_bytes(content, tmp_path)


def test_a_name_that_stands_twice_in_a_dictionary_is_refused(built_handout: Path, tmp_path: Path) -> None:
    """Which of the two a reader takes is its own affair."""
    with pikepdf.open(built_handout) as pdf:
        pdf.Root.Lung = pdf.Root.Lang
        pdf.save(tmp_path / "plain.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    content = (tmp_path / "plain.pdf").read_bytes()
    assert "syntax-fault" in names_of_bytes(content.replace(b"/Lung", b"/Lang"), tmp_path)


def test_bytes_after_the_end_are_refused(built_handout: Path, tmp_path: Path) -> None:
    assert "6.1.3-3" in names_of_bytes(built_handout.read_bytes() + b"more\n", tmp_path)


# --- Against the topic ------------------------------------------------------------------------------------------------


def entries_swapped(pdf: Pdf) -> None:
    """Swap the first two list entries in the tree; the pages look as before."""
    one, other = elements(pdf, "/LBody")[:2]
    one.K, other.K = other.K, one.K


def entry_lost(pdf: Pdf) -> None:
    listed = first(pdf, "/L")
    listed.K = Array(kids(listed)[1:])


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (entry_lost, "text-differs-from-topic"),
        (entries_swapped, "text-differs-from-topic"),
        (put_in_catalog("Lang", String("fr")), "metadata-differs-from-topic"),
        (lambda pdf: pdf.docinfo.__setitem__("/Title", "Another"), "metadata-differs-from-topic"),
    ],
)
def test_a_file_that_says_something_else_than_its_topic_is_refused(
    damage: Damage, expected: str, built_handout: Path, tmp_path: Path
) -> None:
    sheet = pipeline.composed(HANDOUT, LIBRARY)
    assert verify.verify(built_handout, sheet).exit_code == ExitCode.DONE
    report = verify.verify(damaged(built_handout, damage, tmp_path / "damaged.pdf"), sheet)
    assert expected in names(report)
    assert report.differs
