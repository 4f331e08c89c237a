"""Reports on files: what they say in a line and as data, and what a file says against what its topic says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from builder import pipeline, verify
from builder.markup import walk
from builder.model import Citation, ClinicValue, LineBreak, Term, Text, Words
from builder.pdf.readback import Element, elements, text, tree
from builder.pdf.verapdf import Failure, Unreadable, Validation
from builder.pdf.write import write
from builder.problems import ExitCode
from builder.verify import Finding, Report
from builder.workspace import Workspace

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
    library = pipeline.Library(Workspace(Path(__file__).parent.parent))
    request = pipeline.Request("alps", "factsheet", "en", "plain", "a4")
    path = tmp_path / "factsheet.pdf"
    path.write_bytes(write(pipeline.composed(request, library))[0])
    found = list(elements(tree(path)))
    said = " ".join(" ".join([text(element), element.attributes.get("Alt", "")]) for element in found)
    said = " ".join(said.split())
    assert [words for words in stretches(library.document("alps", "en")) if words not in said] == []


def test_a_text_that_is_said_twice_is_found() -> None:
    twice = element("Document", element("P", LONG), element("P", LONG))
    assert list(verify.differences(twice, [LONG])) == [f'"{LONG[:57]}..." is there too often.']
    assert list(verify.differences(twice, [LONG, LONG])) == []
