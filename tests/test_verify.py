"""Reports on files: what they say in a line and as data, and what a file says against what its topic says."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest

from builder import verify
from builder.pdf.readback import Element
from builder.pdf.verapdf import Failure, Unreadable, Validation
from builder.problems import ExitCode
from builder.verify import Finding, Report

PASSED = Validation("PDFUA-1", True, (), 9000)
FAILED = Validation("PDFA-2A", False, (Failure("6.3.2", 1, "An annotation has no flags", "root/page[0]", 3),
                                       Failure("6.6.4", 1, "No claim", "root", 1)), 15000)  # fmt: skip
FINDING = Finding("link-without-description", "A link on page 2 has no description.")


# --- Reports ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "line", "code"),
    [
        (Report(Path("a.pdf"), (PASSED,)), "a.pdf: PDF/UA-1 passed, own checks passed", ExitCode.DONE),
        (Report(Path("a.pdf"), (PASSED, FAILED)),
         "a.pdf: PDF/UA-1 passed, PDF/A-2a failed (6.3.2-1 ×3, 6.6.4-1), own checks passed", ExitCode.NOT_CONFORMING),
        (Report(Path("a.pdf"), (PASSED,), (FINDING, FINDING)),
         "a.pdf: PDF/UA-1 passed, own checks failed (link-without-description ×2)", ExitCode.NOT_CONFORMING),
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
    assert plain["conforms"] is False
    assert plain["unreadable"] is None
    assert plain["profiles"][0]["profile"] == "PDF/A-2a"
    assert plain["profiles"][0]["failures"][0] == {
        "clause": "6.3.2", "test": 1, "count": 3, "message": "An annotation has no flags", "context": "root/page[0]",
    }  # fmt: skip
    assert plain["findings"] == [{"fault": FINDING.fault, "message": FINDING.message}]


# --- Files ------------------------------------------------------------------------------------------------------------


def test_a_plain_pdf_does_not_conform(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "blank.pdf")
    report = verify.verify(tmp_path / "blank.pdf")
    assert report.exit_code == ExitCode.NOT_CONFORMING
    assert {"7.1-11", "7.1-10"} <= {failure.name for failure in report.validations[0].failures}
    assert {"no-text", "unknown-language", "title-missing"} <= {finding.fault for finding in report.findings}


def test_a_file_that_cannot_be_read_is_reported_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.pdf").write_text("These are notes.")
    report = verify.verify(tmp_path / "notes.pdf")
    assert report.unreadable == "The file is not a PDF, or it is damaged"
    assert report.exit_code == ExitCode.MISSING


def test_a_transcript_of_a_file_that_cannot_be_read_names_it(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"nothing\.pdf: The file cannot be read"):
        verify.transcript(tmp_path / "nothing.pdf")


# --- Against the source -----------------------------------------------------------------------------------------------


def element(role: str, *children: Element | str, **attributes: str) -> Element:
    return Element(role, dict(attributes), children)


CITED = element("P", "Glands swell ", element("Reference", element("Link", "[1,"), element("Link", "2]")), ". Rest.")
LONG = "Call today when you feel more tired or look paler than usual."
TREE = element(
    "Document",
    element("H1", "ALPS"),
    CITED,
    element("L", element("LI", element("Lbl", "•"), element("LBody", "Fever "))),
    element("P", LONG),
    element("Figure", Alt="A child."),
)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["ALPS", "Glands swell. Rest.", "Fever", LONG, "A child."], []),
        (["ALPS", LONG], []),
        (["ALPS", "Glands swell. Rest. Eat."], ['"Glands swell. Rest. Eat." is missing.']),
        (["Fever", "ALPS"], ['"ALPS" stands too early.']),
        (["ALPS  ", "Glands\n  swell. Rest."], []),
        (["Glandsswell. Rest."], ['"Glandsswell. Rest." is missing.']),
        (["Rest. Fever"], ['"Rest. Fever" is missing.']),
        (["e\u0301lan"], ['"\u00e9lan" is missing.']),
    ],
)
def test_a_tree_says_all_texts_in_their_order(texts: list[str], found: list[str]) -> None:
    assert list(verify.differences(TREE, texts)) == found


def test_a_text_that_is_said_twice_is_found() -> None:
    twice = element("Document", element("P", LONG), element("P", LONG))
    assert list(verify.differences(twice, [LONG])) == [f'"{LONG[:57]}..." is there too often.']
    assert list(verify.differences(twice, [LONG, LONG])) == []
