"""A PDF's structure, read back: small files made by hand, and what assistive software finds in them."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from builder.verify import faults, readback, verapdf
from builder.verify.readback import Element
from builder.verify.verapdf import Unreadable

Node = tuple[str, dict[str, Any], list[Any]]
"""A structure element to be made: role, entries, kids. A kid is a node, the id of marked content on the first page,
(page, id) for another one, or a dictionary as it is."""


def sheet(*pages: bytes, tree: Node, **catalog: Any) -> Pdf:
    """Make a PDF from content streams, whose font is /F, and a structure tree."""
    pdf = Pdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for content in pages:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(content)
        page.Resources = Dictionary(Font=Dictionary(F=font))
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = element(pdf, tree, root)
    pdf.Root.StructTreeRoot = root
    for name, value in catalog.items():
        pdf.Root[f"/{name}"] = value
    return pdf


def element(pdf: Pdf, node: Node, parent: Any) -> Any:
    role, entries, kids = node
    made = pdf.make_indirect(Dictionary(S=Name(f"/{role}"), P=parent, Pg=pdf.pages[0].obj, **entries))
    made.K = Array([kid_of(pdf, kid, made) for kid in kids])
    return made


def kid_of(pdf: Pdf, kid: Any, parent: Any) -> Any:
    if isinstance(kid, tuple) and len(kid) == 2:
        return Dictionary(Type=Name.MCR, Pg=pdf.pages[kid[0]].obj, MCID=kid[1])
    return element(pdf, kid, parent) if isinstance(kid, tuple) else kid


def shown(number: int, words: str, properties: str = "") -> bytes:
    return f"/P <</MCID {number}{properties}>> BDC BT /F 9 Tf ({words}) Tj ET EMC\n".encode("cp1252")


def read(pdf: Pdf, folder: Path) -> readback.Reading:
    pdf.save(folder / "sheet.pdf")
    return readback.read(folder / "sheet.pdf")


def tree(pdf: Pdf, folder: Path) -> Element:
    """Return the one element below the root of the tree."""
    (found,) = read(pdf, folder).tree.children
    assert isinstance(found, Element)
    return found


# --- Text -------------------------------------------------------------------------------------------------------------


def test_a_paragraph_over_two_pages_is_one_text(tmp_path: Path) -> None:
    pdf = sheet(shown(0, "Call "), shown(0, "today."), tree=("P", {}, [0, (1, 0)]))
    assert tree(pdf, tmp_path) == Element("P", {}, ("Call today.",))


def test_text_is_read_in_the_order_of_the_tree_not_of_the_page(tmp_path: Path) -> None:
    pdf = sheet(shown(0, "second") + shown(1, "first "), tree=("P", {}, [1, 0]))
    assert tree(pdf, tmp_path).children == ("first second",)


def test_all_operators_that_show_text_are_read(tmp_path: Path) -> None:
    content = b"/P <</MCID 0>> BDC BT /F 9 Tf (a) Tj [(b) -300 (c)] TJ (d) ' 1 1 (e) \" ET EMC"
    assert tree(sheet(content, tree=("P", {}, [0])), tmp_path).children == ("abcde",)


def test_the_font_comes_back_with_the_graphics_state(tmp_path: Path) -> None:
    content = b"/P <</MCID 0>> BDC /F 9 Tf q /Unknown 9 Tf Q BT (words) Tj ET EMC"
    reading = read(sheet(content, tree=("P", {}, [0])), tmp_path)
    assert readback.text(reading.tree) == "words"
    assert reading.pages[0].unknown_fonts == {"/Unknown"}


def test_actual_text_of_marked_content_stands_for_all_inside_it(tmp_path: Path) -> None:
    nested = b"/P <</MCID 1>> BDC /Span <</ActualText (right)>> BDC BT /F 9 Tf (x) Tj (y) Tj ET EMC EMC"
    pdf = sheet(shown(0, "wrong", "/ActualText (all )") + nested, tree=("P", {}, [0, 1]))
    assert tree(pdf, tmp_path).children == ("all right",)


def test_actual_text_of_an_element_stands_for_its_content(tmp_path: Path) -> None:
    pdf = sheet(shown(0, "...."), tree=("P", {"ActualText": String("a line to write on")}, [0]))
    assert tree(pdf, tmp_path).children == ("a line to write on",)


def test_properties_may_stand_in_the_resources(tmp_path: Path) -> None:
    pdf = sheet(b"/P /M BDC BT /F 9 Tf (here) Tj ET EMC", tree=("P", {}, [0]))
    pdf.pages[0].Resources.Properties = Dictionary(M=Dictionary(MCID=0))
    assert tree(pdf, tmp_path).children == ("here",)


def test_text_in_a_form_belongs_to_the_mark_around_it(tmp_path: Path) -> None:
    pdf = sheet(b"/P <</MCID 0>> BDC /X Do EMC", tree=("P", {}, [0]))
    form = pdf.make_stream(b"BT /F 9 Tf (inside) Tj ET", Subtype=Name.Form)
    pdf.pages[0].Resources.XObject = Dictionary(X=form)
    assert tree(pdf, tmp_path).children == ("inside",)


def test_a_form_may_have_marks_of_its_own(tmp_path: Path) -> None:
    pdf = sheet(b"/X Do", tree=("P", {}, []))
    form = pdf.make_stream(shown(0, "inside"), Subtype=Name.Form)
    pdf.pages[0].Resources.XObject = Dictionary(X=form)
    pdf.Root.StructTreeRoot.K.K = Dictionary(Type=Name.MCR, Pg=pdf.pages[0].obj, Stm=form, MCID=0)
    assert tree(pdf, tmp_path).children == ("inside",)


@pytest.mark.parametrize(
    ("content", "stray"),
    [
        (b"0 0 9 9 re f", 1),
        (b"BT /F 9 Tf (words) Tj ET 0 0 m 9 9 l S", 2),
        (b"/Artifact BMC 0 0 9 9 re f EMC", 0),
        (b"/Artifact <</Type/Pagination>> BDC /Span BMC 0 0 9 9 re f EMC EMC", 0),
        (b"/Span BMC 0 0 9 9 re f EMC", 1),
        (b"0 0 9 9 re W n 1 0 0 rg", 0),
    ],
)
def test_what_is_painted_outside_marks_and_artifacts_is_counted(content: bytes, stray: int, tmp_path: Path) -> None:
    reading = read(sheet(content, tree=("P", {}, [])), tmp_path)
    assert reading.pages[0].stray == stray


# --- Elements ---------------------------------------------------------------------------------------------------------


def test_attributes_are_plain_values_under_their_own_names(tmp_path: Path) -> None:
    entries = {
        "Alt": String("a spleen"),
        "E": String("expansion"),
        "Lang": String("la"),
        "A": Array([Dictionary(O=Name.Table, Scope=Name.Row, ColSpan=2), 0,
                    Dictionary(O=Name.Layout, BBox=Array([1, 2, 30.5, 4]))]),
    }  # fmt: skip
    assert tree(sheet(b"", tree=("TH", entries, [])), tmp_path).attributes == {
        "Alt": "a spleen", "E": "expansion", "Lang": "la", "Scope": "Row", "ColSpan": 2, "BBox": (1, 2, 30.5, 4),
    }  # fmt: skip


def test_roles_are_mapped_to_standard_ones(tmp_path: Path) -> None:
    pdf = sheet(b"", tree=("Verse", {}, []))
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Verse=Name.Stanza, Stanza=Name.P)
    assert tree(pdf, tmp_path).role == "P"


def test_a_link_knows_what_it_says_and_where_it_leads(tmp_path: Path) -> None:
    pdf = sheet(shown(0, "here") + shown(1, "there"), tree=("P", {}, [("Link", {}, [0]), ("Link", {}, [1])]))
    address = Dictionary(S=Name.URI, URI=String("https://example.org/"))
    outside = Dictionary(Subtype=Name.Link, Contents="A page", A=address)
    inside = Dictionary(Subtype=Name.Link, Contents="Up", Dest=Array([pdf.pages[0].obj, Name.Fit]))
    for link, annotation in zip(pdf.Root.StructTreeRoot.K.K, (outside, inside), strict=True):
        link.K.append(Dictionary(Type=Name.OBJR, Obj=pdf.make_indirect(annotation)))
    assert tree(pdf, tmp_path).children == (
        Element("Link", {"Contents": "A page", "URI": "https://example.org/"}, ("here",)),
        Element("Link", {"Contents": "Up", "Dest": "page 1"}, ("there",)),
    )


def test_a_tree_that_bites_its_tail_is_read_once(tmp_path: Path) -> None:
    pdf = sheet(shown(0, "once"), tree=("Sect", {}, [("P", {}, [0])]))
    pdf.Root.StructTreeRoot.K.K.append(pdf.Root.StructTreeRoot.K)
    assert tree(pdf, tmp_path) == Element("Sect", {}, (Element("P", {}, ("once",)),))


# --- Files that are not what they should be ---------------------------------------------------------------------------


def test_a_tree_that_nests_without_end_is_refused(tmp_path: Path) -> None:
    node: Node = ("P", {}, [0])
    for _ in range(readback.DEPTH_LIMIT + 1):
        node = ("Div", {}, [node])
    with pytest.raises(Unreadable, match="nest deeper than"):
        read(sheet(shown(0, "deep"), tree=node), tmp_path)


def test_forms_that_show_one_another_end(tmp_path: Path) -> None:
    pdf = sheet(b"/X Do", tree=("P", {}, []))
    form = pdf.make_stream(b"/X Do /X Do", Subtype=Name.Form)
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    pdf.pages[0].Resources.XObject = Dictionary(X=form)
    assert read(pdf, tmp_path).pages[0].pieces == []


def test_a_file_of_the_wrong_kind_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "notes.pdf").write_text("These are notes.")
    with pytest.raises(Unreadable, match="not a PDF"):
        readback.read(tmp_path / "notes.pdf")


def test_an_encrypted_file_is_unreadable(tmp_path: Path) -> None:
    sheet(b"", tree=("P", {}, [])).save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(Unreadable, match="encrypted"):
        readback.read(tmp_path / "locked.pdf")


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="is not there"):
        readback.read(tmp_path / "nothing.pdf")


def test_a_file_above_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    with (tmp_path / "huge.pdf").open("wb") as file:
        file.truncate(verapdf.SIZE_LIMIT + 1)
    with pytest.raises(Unreadable, match="larger than 200 MiB"):
        readback.read(tmp_path / "huge.pdf")


@pytest.mark.parametrize("seed", range(60))
def test_a_file_with_random_damage_is_read_or_refused_but_never_breaks_the_reader(seed: int, tmp_path: Path) -> None:
    """Ten bytes of the structure changed: the result is a reading with findings, or one sentence."""
    node: Node = ("Sect", {}, [("H1", {}, [0]), ("P", {"Lang": String("en")}, [1])])
    pdf = sheet(shown(0, "Call ") + shown(1, "today."), tree=node)
    pdf.save(tmp_path / "sheet.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    content = bytearray((tmp_path / "sheet.pdf").read_bytes())
    chance = random.Random(seed)
    for _ in range(10):
        content[chance.randrange(content.index(b"xref"))] = chance.choice(b"0123456789 /[]<>()abcR")
    (tmp_path / "damaged.pdf").write_bytes(content)
    with suppress(Unreadable):
        reading = readback.read(tmp_path / "damaged.pdf")
        assert {found.fault for found in faults.find(reading)} <= set(faults.FAULTS)
