"""Reports on files: what they say in a line and as data, and what a file says against what its topic says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from odd import DEVICES, ODD, Make
from small import laid

from builder import pipeline, workspace
from builder.editions import Request
from builder.library import Library
from builder.markup import walk
from builder.model import Citation, ClinicValue, LineBreak, Term, Text, Words
from builder.pdf.write import write
from builder.problems import ExitCode
from builder.verify import readback, verify
from builder.verify.differences import against_sheet, differences
from builder.verify.readback import Element, elements, text, tree
from builder.verify.report import Finding, Report
from builder.verify.said import said
from builder.verify.verapdf import Failure, Unreadable, Validation
from builder.workspace import Workspace

PASSED = Validation("PDFUA-1", True, (), 9000)
FAILED = Validation("PDFA-2A", False, (Failure("6.3.2", 1, "An annotation has no flags", "root/page[0]", 3),
                                       Failure("6.6.4", 1, "No claim", "root", 1)), 15000)  # fmt: skip
FINDING = Finding("link-without-description", "A link on page 2 has no description.")
LOST = Finding("text-differs-from-topic", '"Fever" is missing.', "topic")
UNDONE = Finding("no-text", "This could not be looked for: no.", done=False)


# --- Reports ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "line", "code"),
    [
        (Report(Path("a.pdf"), (PASSED,)), "a.pdf: PDF/UA-1 passed, own checks passed", ExitCode.DONE),
        (Report(Path("a.pdf"), (PASSED, FAILED)),
         "a.pdf: PDF/UA-1 passed, PDF/A-2a failed (6.3.2-1 ×3, 6.6.4-1), own checks passed", ExitCode.NOT_CONFORMING),
        (Report(Path("a.pdf"), (PASSED,), (FINDING, FINDING)),
         "a.pdf: PDF/UA-1 passed, differs from what this program writes (link-without-description ×2)",
         ExitCode.PROBLEMS),
        (Report(Path("a.pdf"), (PASSED,), (FINDING,), ours=False),
         "a.pdf: PDF/UA-1 passed, differs from what this program writes (link-without-description)", ExitCode.DONE),
        (Report(Path("a.pdf"), (PASSED,), (LOST, FINDING), ours=False),
         "a.pdf: PDF/UA-1 passed, differs from what this program writes (link-without-description), "
         "differs from its topic (text-differs-from-topic)", ExitCode.PROBLEMS),
        (Report(Path("a.pdf"), (PASSED,), (UNDONE,)),
         "a.pdf: PDF/UA-1 passed, own checks not done (no-text)", ExitCode.DONE),
        (Report(Path("a.pdf"), (PASSED, FAILED), (LOST, UNDONE)),
         "a.pdf: PDF/UA-1 passed, PDF/A-2a failed (6.3.2-1 ×3, 6.6.4-1), differs from its topic "
         "(text-differs-from-topic), own checks not done (no-text)", ExitCode.NOT_CONFORMING),
        (Report(Path("a.pdf"), unreadable="The file is encrypted"), "a.pdf: The file is encrypted", ExitCode.MISSING),
    ],
)  # fmt: skip
def test_a_report_is_one_line_with_the_clauses_that_failed(report: Report, line: str, code: ExitCode) -> None:
    assert (report.line(), report.exit_code) == (line, code)


def test_details_give_each_reason_once() -> None:
    assert list(Report(Path("a.pdf"), (PASSED, FAILED), (FINDING,)).details()) == [
        "PDF/A-2a 6.3.2-1: An annotation has no flags",
        "PDF/A-2a 6.6.4-1: No claim",
        "link-without-description: A link on page 2 has no description.",
    ]


def test_a_report_is_plain_data_for_json() -> None:
    plain = json.loads(json.dumps(Report(Path("a.pdf"), (FAILED,), (FINDING,)).plain()))
    assert (plain["conforms"], plain["differs"], plain["written_by_this_program"]) == (False, True, True)
    assert plain["unreadable"] is None
    assert plain["profiles"][0]["profile"] == "PDF/A-2a"
    assert plain["profiles"][0]["failures"][0] == {
        "clause": "6.3.2", "test": 1, "count": 3, "message": "An annotation has no flags", "context": "root/page[0]",
    }  # fmt: skip
    assert plain["findings"] == [{"fault": FINDING.fault, "message": FINDING.message, "against": "program"}]
    assert plain["not_done"] == []


# --- Files ------------------------------------------------------------------------------------------------------------


def test_a_plain_pdf_does_not_conform(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "blank.pdf")
    report = verify.verify(tmp_path / "blank.pdf")
    assert report.exit_code == ExitCode.NOT_CONFORMING
    assert {"7.1-11", "7.1-10"} <= {failure.name for failure in report.validations[0].failures}
    assert {"no-text", "unknown-language", "title-missing"} <= {finding.fault for finding in report.findings}


def made_by(content: bytes) -> Make:
    return lambda path: path.write_bytes(content)


UNREADABLE: dict[str, tuple[Make, str]] = {
    **ODD,
    **DEVICES,
    "folder": (Path.mkdir, "There is no PDF in this folder"),
    "notes": (made_by(b"These are notes."), "The file is not a PDF"),
    "nothing": (made_by(b""), "The file is empty"),
    "the beginning of one": (made_by(b"%PDF-1.7\n"), "The file is not a PDF, or it is damaged (veraPDF: "),
    "a picture": (made_by(b"\x89PNG\r\n\x1a\n" + bytes(9000)), "The file is not a PDF"),
    "missing": (lambda path: None, "The file is not there"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_cannot_be_read_is_reported_in_one_sentence(case: str, tmp_path: Path) -> None:
    make, said = UNREADABLE[case]
    make(tmp_path / "a.pdf")
    report = verify.verify(tmp_path / "a.pdf")
    assert said in report.unreadable
    assert report.exit_code == ExitCode.MISSING


def test_every_pdf_in_a_folder_is_found_once(tmp_path: Path) -> None:
    for name in ("a.pdf", "B.PDF", "deep/er/c.Pdf", "notes.txt", "elsewhere/d.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "deep/up").symlink_to(tmp_path)
    (tmp_path / "deep/loop.pdf").symlink_to("loop.pdf")
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "other").symlink_to("elsewhere")
    found = [path.relative_to(tmp_path).as_posix() for path in verify.pdfs(tmp_path)]
    assert found == ["B.PDF", "a.pdf", "deep/er/c.Pdf", "deep/loop.pdf", "elsewhere/d.pdf"]
    assert verify.pdfs(tmp_path / "folder.pdf") == [tmp_path / "folder.pdf"]
    assert verify.pdfs(tmp_path / "gone.pdf") == [tmp_path / "gone.pdf"]


def test_a_folder_that_must_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    monkeypatch.setattr(verify.os, "listdir", refuse)
    assert verify.pdfs(tmp_path) == [tmp_path]
    assert verify.verify(tmp_path).unreadable == "The folder cannot be read: Permission denied"


def test_a_transcript_of_a_file_that_cannot_be_read_names_it(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"nothing\.pdf: The file is not there"):
        verify.transcript(tmp_path / "nothing.pdf")


# --- Against the source -----------------------------------------------------------------------------------------------


def element(role: str, *children: Element | str, **attributes: str) -> Element:
    return Element(role, dict(attributes), children)



HANDOUTS_ALONE = ("handout_title", "teach_back")
CUTS = (Citation, ClinicValue, LineBreak, Term)


def stretches(node: Any) -> Iterator[str]:
    """Yield the words of all texts in a part of a topic, cut where something else than these words is printed."""
    if isinstance(node, Text):
        marks = (Words(" | ") if isinstance(inline, CUTS) else inline for inline in walk(node))
        words = "".join(inline.text for inline in marks if isinstance(inline, Words))
        yield from (" ".join(stretch.split()) for stretch in words.split("|") if len(stretch.strip()) > 1)
    elif isinstance(node, tuple):
        for part in node:
            yield from stretches(part)
    elif is_dataclass(node) and "factsheet" in (getattr(node, "formats", ()) or ("factsheet",)):
        for field in fields(node):
            if field.name not in HANDOUTS_ALONE:
                yield from stretches(getattr(node, field.name))


def test_the_factsheet_says_all_that_its_topic_says(tmp_path: Path) -> None:
    """Walk the topic itself, not what was composed of it: no text of it may be lost between the two."""
    library = Library(Workspace(Path(__file__).parents[2]))
    request = Request("alps", "factsheet", "en", "plain", "a4")
    path = tmp_path / "factsheet.pdf"
    path.write_bytes(write(laid(request, library))[0])
    found = list(elements(tree(path)))
    said = " ".join(" ".join([text(element), element.attributes.get("Alt", "")]) for element in found)
    said = " ".join(said.split())
    assert [words for words in stretches(library.document("alps", "en")) if words not in said] == []


ONE, TWO = element("P", "Call today."), element("P", "Or call tomorrow.")
DIFFERENT: list[tuple[list[Element], list[Element], list[str]]] = [
    ([ONE], [ONE, TWO], ['"Or call tomorrow." is missing.']),
    ([ONE, TWO, TWO], [ONE, TWO], ['"Or call tomorrow." is there too often.']),
    ([element("P", "Call today. Call today.")], [ONE],
     ['"Call today." is missing.', '"Call today. Call today." is not in the topic.']),
    ([TWO, ONE], [ONE, TWO], ['"Call today." stands in another place.']),
    ([element("P", "Call today")], [ONE], ['"Call today." is missing.', '"Call today" is not in the topic.']),
    ([element("H2", "Call today.")], [ONE], ['"Call today." is a H2 and should be a P.']),
    ([element("Figure", Alt="A hand")], [element("Figure", Alt="A foot")],
     ['"A foot" is missing.', '"A hand" is not in the topic.']),
    ([element("P", element("Link", "here", URI="https://a.example/"))],
     [element("P", element("Link", "here", URI="https://b.example/"))],
     ["\"here\" has the address 'https://a.example/' and should have 'https://b.example/'."]),
    ([element("TH", "Dose", Scope="Row")], [element("TH", "Dose", Scope="Column")],
     ["\"Dose\" has the scope 'Row' and should have 'Column'."]),
    ([element("L", ONE)], [ONE], ["An element L is not in the topic."]),
    ([element("P", "Call  to\u00adday. ")], [ONE], []),
    ([element("P", "Caf\u00e9")], [element("P", "Cafe\u0301")], []),
]  # fmt: skip


@pytest.mark.parametrize(("there", "due", "told"), DIFFERENT)
def test_each_element_is_compared_with_its_own(there: list[Element], due: list[Element], told: list[str]) -> None:
    assert list(differences(said(element("Document", *there)), said(element("Document", *due)))) == told


@pytest.mark.parametrize("format", ["factsheet", "handout"])
def test_the_sample_says_what_its_topic_says_in_order(format: str, tmp_path: Path) -> None:
    """Also the words in and below its figures; without veraPDF, since this is between the file and its topic."""
    library = Library(Workspace(workspace.carried("content").parent))
    request = Request("alps", format, "en", clinic="riverbank")
    (tmp_path / "sheet.pdf").write_bytes(pipeline.build(request, library).content)
    reading = readback.read(tmp_path / "sheet.pdf")
    with reading.pdf:
        sheet = pipeline.composed(request, library)
        assert list(against_sheet(reading, sheet)) == []
