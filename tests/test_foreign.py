"""PDFs that other programs may write: whatever the standards allow, verify gives veraPDF's verdict."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Pdf, String
from small import KIND, edition, paragraph, run

from builder.pdf.write import write
from builder.problems import ExitCode
from builder.structure import Element
from builder.text.block import TextBlock
from builder.text.lines import Target
from builder.verify import faults, readback, verapdf, verify
from builder.verify.report import Report

Change = Callable[[Pdf], object]


def conforming() -> bytes:
    """Return a file with a title, two links and a paragraph over two pages, as another program would sign it."""
    root = Element("Document")
    title = root.add("H1")
    story: list[Any] = [TextBlock([run("Glands", title)], KIND, bookmark=(title, 1, "Glands"))]
    for number in (1, 2):
        link = root.add("P").add("Link")
        url = f"https://example.org/{number}"
        story.append(TextBlock([run("a link", link, link=Target(link, f"Web page {url}", url=url))], KIND))
    story.append(paragraph(root, "Many words. " * 900))
    with pikepdf.open(io.BytesIO(write(edition(root, story))[0])) as pdf:
        pdf.docinfo["/Producer"] = "Another program 1.0"
        return saved(pdf)


def saved(pdf: Pdf, **options: Any) -> bytes:
    made = io.BytesIO()
    pdf.save(made, **options)
    return made.getvalue()


@pytest.fixture(scope="module")
def plain() -> bytes:
    return conforming()


# --- Finding one's way in a file --------------------------------------------------------------------------------------


def links(pdf: Pdf) -> list[Any]:
    return [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]


def elements(pdf: Pdf) -> list[Any]:
    found, waiting = [], [pdf.Root.StructTreeRoot]
    while waiting:
        kids = readback.kids_of(waiting.pop())
        inside = [kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid]
        found += inside
        waiting += inside
    return found


def leading(action: Callable[[Pdf], Any]) -> Change:
    """Let each link do something else."""

    def change(pdf: Pdf) -> None:
        for link in links(pdf):
            link.A = action(pdf)

    return change


def going_to(destination: Callable[[Pdf], Any]) -> Change:
    """Let each link lead to a place in the file."""

    def change(pdf: Pdf) -> None:
        for link in links(pdf):
            del link["/A"]
            link.Dest = destination(pdf)

    return change


def top(pdf: Pdf) -> Any:
    return Array([pdf.pages[0].obj, Name.XYZ, None, 700, None])


def remote(*place: Any) -> Change:
    return leading(lambda pdf: Dictionary(S=Name.GoToR, F=String("other.pdf"), D=Array([*place])))


def named_in_tree(pdf: Pdf) -> Any:
    pdf.Root.Names = Dictionary(Dests=NameTree.new(pdf).obj)
    NameTree(pdf.Root.Names.Dests)["top"] = pdf.make_indirect(Dictionary(D=top(pdf)))
    return String("top")


def named_in_catalog(pdf: Pdf) -> Any:
    pdf.Root.Dests = pdf.make_indirect(Dictionary(top=pdf.make_indirect(top(pdf))))
    return Name.top


def marks_as_dictionaries(pdf: Pdf) -> None:
    for element in elements(pdf):
        kids = [Dictionary(Type=Name.MCR, Pg=element.get("/Pg"), MCID=kid) if isinstance(kid, int) else kid
                for kid in readback.kids_of(element)]
        element.K = pdf.make_indirect(Array(kids))


def single_kids_alone(pdf: Pdf) -> None:
    for element in elements(pdf):
        kids = list(readback.kids_of(element))
        if len(kids) == 1:
            element.K = kids[0]


def nulls(pdf: Pdf) -> None:
    for element in elements(pdf):
        element.K = Array([None, *readback.kids_of(element), None])
    for page in pdf.pages:
        page.Annots = Array([*page.get("/Annots", []), None])


def indirect_everything(pdf: Pdf) -> None:
    for holder in [*elements(pdf), *links(pdf)]:
        for name in list(holder.keys()):
            if name not in ("/Type", "/Subtype", "/S"):
                value = holder[name]
                holder[name] = value if getattr(value, "is_indirect", False) else pdf.make_indirect(value)


def role_map(**roles: Name) -> Change:
    def change(pdf: Pdf) -> None:
        pdf.Root.StructTreeRoot.RoleMap = Dictionary(**roles)
        for element in elements(pdf):
            if element.S == Name.P:
                element.S = Name.Verse

    return change


def parent_tree_in_kids(pdf: Pdf) -> None:
    rows = [part for key, value in NumberTree(pdf.Root.StructTreeRoot.ParentTree).items() for part in (key, value)]
    leaves = [pdf.make_indirect(Dictionary(Limits=Array([rows[at], rows[at]]), Nums=Array(rows[at : at + 2])))
              for at in range(0, len(rows), 2)]
    pdf.Root.StructTreeRoot.ParentTree = pdf.make_indirect(Dictionary(Kids=Array(leaves)))


def deep_page_tree(pdf: Pdf) -> None:
    """Put each page ten nodes below the root, which gives all of them their size."""
    pages, size = pdf.Root.Pages, pdf.pages[0].MediaBox
    for page in pdf.pages:
        del page["/MediaBox"]
    kids = list(pages.Kids)
    for _ in range(10):
        node = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=len(pdf.pages), Kids=Array(kids), Parent=pages))
        for kid in kids:
            kid.Parent = node
        kids = [node]
    pages.Kids = Array(kids)
    pages.MediaBox = size


def inherited_resources(pdf: Pdf) -> None:
    """Let the root of the pages have the resources of all, as PDF allows and PDF/A does not."""
    pdf.Root.Pages.Resources = pdf.make_indirect(pdf.pages[0].Resources)
    for page in pdf.pages:
        del page["/Resources"]


def blank_page(pdf: Pdf) -> None:
    """Add a page that has no content at all."""
    page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 99, 99]), Resources=Dictionary(), Parent=pdf.Root.Pages)
    pdf.Root.Pages.Kids.append(pdf.make_indirect(page))
    pdf.Root.Pages.Count = int(pdf.Root.Pages.Count) + 1


def content_in_pieces(pdf: Pdf) -> None:
    for page in pdf.pages:
        content = page.Contents.read_bytes()
        half = content.index(b"EMC", len(content) // 2) + 3
        page.Contents = Array([pdf.make_stream(content[:half]), pdf.make_stream(content[half:])])


def held_picture(pdf: Pdf) -> None:
    """Let a figure hold a picture (a stream) instead of marked content."""
    picture = pdf.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8,
                              ColorSpace=Name.DeviceGray, StructParent=900)
    root = pdf.Root.StructTreeRoot.K
    root = root[0] if isinstance(root, Array) else root
    figure = pdf.make_indirect(Dictionary(S=Name.Figure, P=root, Alt=String("A dot"), Pg=pdf.pages[0].obj))
    figure.K = Dictionary(Type=Name.OBJR, Obj=picture, Pg=pdf.pages[0].obj)
    root.K = Array([*readback.kids_of(root), figure])


def to_unicode_by_name(pdf: Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        font.ToUnicode = Name("/Identity-H")


def title_in_xmp_alone(pdf: Pdf) -> None:
    del pdf.trailer["/Info"]


LEGAL: dict[str, Change] = {
    "as it is": lambda pdf: None,
    "links to pages of another file": remote(0, Name.Fit),
    "links to places in another file": remote(2, Name.XYZ, 0, 700, None),
    "links to names in another file": leading(lambda pdf: Dictionary(S=Name.GoToR, F=String("a.pdf"), D=String("x"))),
    "links to a file by its specification": leading(lambda pdf: Dictionary(
        S=Name.GoToR, D=Array([0, Name.Fit]), F=Dictionary(Type=Name.Filespec, F=String("a.pdf"), UF=String("a.pdf")))),
    "links that turn the page": leading(lambda pdf: Dictionary(S=Name.Named, N=Name.NextPage)),
    "links to a place": going_to(top),
    "links to a place with nulls": going_to(lambda pdf: Array([pdf.pages[0].obj, Name.FitR, None, None, None, None])),
    "links to a page alone": going_to(lambda pdf: Array([pdf.pages[0].obj, Name.Fit])),
    "links to a name": going_to(named_in_tree),
    "links to an old name": going_to(named_in_catalog),
    "actions with a place": leading(lambda pdf: Dictionary(S=Name.GoTo, D=top(pdf))),
    "actions with a name": leading(lambda pdf: Dictionary(S=Name.GoTo, D=named_in_tree(pdf))),
    "actions that go on": leading(lambda pdf: Dictionary(S=Name.GoTo, D=top(pdf), Next=Array([
        Dictionary(S=Name.Named, N=Name.FirstPage)]))),
    "marks as dictionaries": marks_as_dictionaries,
    "kids without a list": single_kids_alone,
    "nulls among kids and annotations": nulls,
    "everything indirect": indirect_everything,
    "roles by a chain": role_map(Verse=Name.Stanza, Stanza=Name.Poem, Poem=Name.P),
    "roles in a ring besides": role_map(Verse=Name.P, One=Name.Other, Other=Name.One),
    "a parent tree of many leaves": parent_tree_in_kids,
    "a deep page tree": deep_page_tree,
    "a page without content": blank_page,
    "content in pieces": content_in_pieces,
    "a picture held by the tree": held_picture,
    "no properties": title_in_xmp_alone,
}
"""What another program may write, and PDF/UA-1 and PDF/A-2a may allow."""

ILLEGAL: dict[str, Change] = {
    "links that start a program": leading(lambda pdf: Dictionary(S=Name.Launch, F=String("a.exe"))),
    "links that run a script": leading(lambda pdf: Dictionary(S=Name.JavaScript, JS=String("1"))),
    "links with a page number": going_to(lambda pdf: Array([0, Name.Fit])),
    "links to nothing": going_to(lambda pdf: Array([])),
    "links to a number": going_to(lambda pdf: 3),
    "resources of all pages together": inherited_resources,
    "roles in a ring": role_map(Verse=Name.Other, Other=Name.Verse),
    "roles that are no names": lambda pdf: pdf.Root.StructTreeRoot.__setitem__("/RoleMap", Dictionary(P=3)),
    "roles that are no dictionary": lambda pdf: pdf.Root.StructTreeRoot.__setitem__("/RoleMap", 3),
    "lists in lists": lambda pdf: [e.__setitem__("/K", Array([Array([*readback.kids_of(e)])])) for e in elements(pdf)],
    "elements without a page": lambda pdf: [e.__delitem__("/Pg") for e in elements(pdf) if "/Pg" in e],
    "elements without a role": lambda pdf: [e.__delitem__("/S") for e in elements(pdf)],
    "elements without a parent": lambda pdf: [e.__delitem__("/P") for e in elements(pdf)],
    "an annotation that is not there": lambda pdf: [e.__setitem__("/K", Dictionary(Type=Name.OBJR))
                                                    for e in elements(pdf) if e.S == Name.Link],
    "annotations that are no list": lambda pdf: [page.obj.__setitem__("/Annots", 3) for page in pdf.pages],
    "no structure": lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"),
    "a structure that is a number": lambda pdf: pdf.Root.__setitem__("/StructTreeRoot", 3),
    "no parent tree": lambda pdf: pdf.Root.StructTreeRoot.__delitem__("/ParentTree"),
    "a parent tree that is a list": lambda pdf: pdf.Root.StructTreeRoot.__setitem__("/ParentTree", Array([])),
    "an outline in a ring": lambda pdf: pdf.Root.Outlines.First.__setitem__("/Next", pdf.Root.Outlines.First),
    "an outline that is a number": lambda pdf: pdf.Root.__setitem__("/Outlines", 3),
    "fonts whose table is a name": to_unicode_by_name,
    "properties that are a number": lambda pdf: pdf.trailer.__setitem__("/Info", 3),
    "metadata that is no XML": lambda pdf: pdf.Root.__setitem__("/Metadata", pdf.make_stream(b"<", Subtype=Name.XML)),
    "a language that is a name": lambda pdf: pdf.Root.__setitem__("/Lang", Name.en),
    "a title that is a list": lambda pdf: pdf.docinfo.__setitem__("/Title", Array([])),
    "resources that are a number": lambda pdf: [page.obj.__setitem__("/Resources", 3) for page in pdf.pages],
    "a content that cannot be unpacked": lambda pdf: [
        page.obj.__setitem__("/Contents", pdf.make_stream(b"no", Filter=Name.FlateDecode)) for page in pdf.pages[:1]],
}  # fmt: skip
"""What no standard allows; the verdict is veraPDF's here too."""


def report(content: bytes, folder: Path) -> tuple[Report, tuple[verapdf.Validation, ...]]:
    """Return what verify says of a file, and what veraPDF alone does."""
    path = folder / "foreign.pdf"
    path.write_bytes(content)
    return verify.verify(path), verapdf.validate_all(path)


def changed(content: bytes, change: Change) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        return saved(pdf)


@pytest.mark.parametrize("case", LEGAL)
def test_what_is_legal_has_veraPDFs_verdict_and_all_our_checks(case: str, plain: bytes, tmp_path: Path) -> None:
    found, alone = report(changed(plain, LEGAL[case]), tmp_path)
    assert found.validations == alone
    assert found.line().startswith(f"{found.path}: PDF/UA-1 passed, PDF/A-2a passed"), list(found.details())
    assert [finding for finding in found.findings if not finding.done] == []
    assert found.exit_code == ExitCode.DONE
    assert not found.ours
    assert "Many words." in verify.transcript(found.path)


@pytest.mark.parametrize("case", ILLEGAL)
def test_what_no_standard_allows_has_veraPDFs_verdict(case: str, plain: bytes, tmp_path: Path) -> None:
    found, alone = report(changed(plain, ILLEGAL[case]), tmp_path)
    assert found.validations == alone
    assert found.unreadable == ""
    assert found.exit_code == (ExitCode.DONE if all(one.conforms for one in alone) else ExitCode.NOT_CONFORMING)


OPTIONS: dict[str, dict[str, Any]] = {
    "for the web": {"linearize": True},
    "without object streams": {"object_stream_mode": pikepdf.ObjectStreamMode.disable},
    "with object streams": {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
    "not packed": {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.generalized},
    "PDF 2.0": {"force_version": "2.0"},
    "PDF 1.4": {"force_version": "1.4", "object_stream_mode": pikepdf.ObjectStreamMode.disable},
    "with an owner's password": {"encryption": pikepdf.Encryption(owner="o", user="")},
}


@pytest.mark.parametrize("case", OPTIONS)
def test_a_file_has_veraPDFs_verdict_however_it_is_saved(case: str, plain: bytes, tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        found, alone = report(saved(pdf, **OPTIONS[case]), tmp_path)
    assert found.validations == alone
    assert found.exit_code == (ExitCode.DONE if all(one.conforms for one in alone) else ExitCode.NOT_CONFORMING)
    assert [finding for finding in found.findings if not finding.done] == []


def test_a_file_that_veraPDF_cannot_read_has_no_verdict(plain: bytes, tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        content = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    (tmp_path / "lost.pdf").write_bytes(content.replace(b"\nxref\n", b"\nlost\n"))
    found = verify.verify(tmp_path / "lost.pdf")
    assert found.unreadable.startswith("The file is not a PDF, or it is damaged (veraPDF: ")
    assert found.exit_code == ExitCode.MISSING


def test_a_check_that_fails_is_named_and_takes_nothing_with_it(
    plain: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(reading: readback.Reading) -> list[str]:
        raise RecursionError("too deep")

    monkeypatch.setitem(faults.FAULTS, "no-text", fails)
    found, _ = report(plain, tmp_path)
    assert found.line().endswith("PDF/A-2a passed, own checks not done (no-text)")
    assert list(found.details()) == ["no-text: This could not be looked for: too deep."]
    assert found.plain()["not_done"] == [{"fault": "no-text", "message": "This could not be looked for: too deep.",
                                          "against": "program"}]  # fmt: skip
    assert found.exit_code == ExitCode.DONE


def test_a_structure_that_cannot_be_read_leaves_the_verdict(
    plain: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readback, "DEPTH_LIMIT", 1)
    found, _ = report(plain, tmp_path)
    assert found.line().endswith(f"PDF/A-2a passed, own checks not done ({len(faults.FAULTS)} of them)")
    assert found.exit_code == ExitCode.DONE


def test_a_bug_in_reading_a_file_leaves_the_verdict(
    plain: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path) -> None:
        raise KeyError("/Nums")

    monkeypatch.setattr(readback, "read", fails)
    found, _ = report(plain, tmp_path)
    assert found.line().endswith(f"PDF/A-2a passed, own checks not done ({len(faults.FAULTS)} of them)")
    assert next(iter(found.details())).endswith(": KeyError: '/Nums'")


def test_another_programs_file_may_differ_from_what_this_one_writes(plain: bytes, tmp_path: Path) -> None:
    found, _ = report(changed(plain, lambda pdf: pdf.Root.__delitem__("/Outlines")), tmp_path)
    assert "differs from what this program writes (outline-differs" in found.line()
    assert (found.conforms, found.differs, found.exit_code) == (True, False, ExitCode.DONE)
