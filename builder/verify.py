"""Read finished PDFs back: veraPDF for PDF/UA-1 and PDF/A-2a, the project's own checks, and the source at hand.

What reads PDFs is an optional part of the installation; `available` says so before anything is imported.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterator, Sequence

from builder.pdf import verapdf
from builder.pdf.verapdf import Profile, Unreadable, Validation
from builder.problems import BuildError, ExitCode

if TYPE_CHECKING:
    from builder.pdf.readback import Element, Reading

NO_PIKEPDF = f"Reading PDFs back needs pikepdf: {verapdf.INSTALL}"
STANDARDS: dict[Profile, str] = {"PDFUA-1": "PDF/UA-1", "PDFA-2A": "PDF/A-2a"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What the topic says that the file must say: title, language, and its texts (without citations) in their order."""

    title: str
    language: str
    texts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one of the project's own checks found: the name of the fault and one sentence."""

    fault: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file; `unreadable` is one sentence when it could not be read at all."""

    path: Path
    validations: tuple[Validation, ...] = ()
    findings: tuple[Finding, ...] = ()
    unreadable: str = ""

    @property
    def conforms(self) -> bool:
        """Whether the file was read, keeps both standards and passes every check of the project's own."""
        return not self.unreadable and not self.findings and all(result.conforms for result in self.validations)

    @property
    def exit_code(self) -> ExitCode:
        if self.unreadable:
            return ExitCode.MISSING
        return ExitCode.DONE if self.conforms else ExitCode.NOT_CONFORMING

    def line(self) -> str:
        """Return the file in one line: each standard, passed or with the clauses that failed."""
        if self.unreadable:
            return f"{self.path}: {self.unreadable}"
        verdicts = [_verdict(STANDARDS[result.profile], _broken(result)) for result in self.validations]
        own = Counter(finding.fault for finding in self.findings)
        return f"{self.path}: " + ", ".join([*verdicts, _verdict("own checks", own)])

    def details(self) -> Iterator[str]:
        """Yield a line for each clause that failed and each finding, with the reason."""
        for result in self.validations:
            for failure in result.failures:
                yield f"{STANDARDS[result.profile]} {failure.name}: {failure.message}"
        for finding in self.findings:
            yield f"{finding.fault}: {finding.message}"

    def plain(self) -> dict[str, Any]:
        """Return the report as plain data for JSON."""
        return {
            "path": str(self.path),
            "conforms": self.conforms,
            "unreadable": self.unreadable or None,
            "profiles": [_plain(result) for result in self.validations],
            "findings": [{"fault": finding.fault, "message": finding.message} for finding in self.findings],
        }


def _broken(result: Validation) -> dict[str, int]:
    return {failure.name: failure.count for failure in result.failures}


def _verdict(name: str, broken: dict[str, int]) -> str:
    if not broken:
        return f"{name} passed"
    return f"{name} failed ({', '.join(f'{rule} ×{count}' if count > 1 else rule for rule, count in broken.items())})"


def _plain(result: Validation) -> dict[str, Any]:
    return {
        "profile": STANDARDS[result.profile],
        "conforms": result.conforms,
        "checks": result.checks,
        "failures": [
            {"clause": failure.clause, "test": failure.test, "count": failure.count, "message": failure.message,
             "context": failure.context}
            for failure in result.failures
        ],
    }


def available() -> str | None:
    """Return None when files can be verified, or else one line that says what to install."""
    return NO_PIKEPDF if find_spec("pikepdf") is None else verapdf.available()


def verify(path: Path, expected: Expected | None = None) -> Report:
    """Check one file, and what it says against its topic when that is at hand. Raises BuildError without veraPDF."""
    if lacking := available():
        raise BuildError(lacking)
    from builder.pdf import faults, readback

    try:
        reading = readback.read(path)
        with reading.pdf:
            validations = verapdf.validate_all(path)
            findings = [Finding(*found) for found in faults.find(reading)]
            findings += _against_source(reading, expected) if expected else []
    except Unreadable as error:
        return Report(path, unreadable=str(error))
    return Report(path, validations, tuple(findings))


def transcript(path: Path) -> str:
    """Return what a screen reader would say of a file, in order, with roles. Raises Unreadable with its name."""
    if find_spec("pikepdf") is None:
        raise BuildError(NO_PIKEPDF)
    from builder.pdf import readback
    from builder.pdf.transcript import transcript as said

    try:
        reading = readback.read(path)
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}") from None
    with reading.pdf:
        return said(reading.tree, str(reading.pdf.Root.get("/Lang", "")))


# --- Against the source -----------------------------------------------------------------------------------------------


def _against_source(reading: Reading, expected: Expected) -> Iterator[Finding]:
    title, language = str(reading.pdf.docinfo.get("/Title", "")), str(reading.pdf.Root.get("/Lang", ""))
    if title != expected.title:
        yield Finding("metadata-differs-from-topic", f'The title is "{title}" and should be "{expected.title}".')
    if language != expected.language:
        yield Finding("metadata-differs-from-topic", f"The language is {language} and should be {expected.language}.")
    for message in differences(reading.tree, expected.texts):
        yield Finding("text-differs-from-topic", message)


SHORT = 40
"""Letters; a shorter text may well stand in the document twice."""


def differences(tree: Element, texts: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each text that the tree lacks, has too early or has too often. A11Y003.

    White space and the numbers of citations make no difference, and the tree may say more than the texts.
    """
    said = "\n".join(_normal(line) for line in _said(tree))
    wanted = [_normal(words) for words in texts]
    missing: set[str] = set()
    for words in dict.fromkeys(wanted):
        there, due = said.count(words), sum(other.count(words) for other in wanted)
        if there < due:
            missing.add(words)
            yield f'"{_shortened(words)}" is missing.'
        elif there > due and len(words) >= SHORT:
            yield f'"{_shortened(words)}" is there too often.'
    place = 0
    for words in wanted:
        found = said.find(words, place)
        if found >= 0:
            place = found + len(words)
        elif words not in missing:
            yield f'"{_shortened(words)}" stands too early.'


def _normal(words: str) -> str:
    """Return a text in NFC with single spaces, and none before punctuation (where a citation may have stood)."""
    return re.sub(r" (?=[.,;:!?)\]])", "", " ".join(unicodedata.normalize("NFC", words).split()))


def _shortened(words: str) -> str:
    return words if len(words) <= 60 else words[:57].rstrip() + "..."


PASSAGES = frozenset("H1 H2 H3 H4 H5 H6 P Lbl LBody TH TD Caption Figure BibEntry Note".split())
CITATION = re.compile(r"[\s\d\[\](),;–-]*")


def _said(element: Element) -> Iterator[str]:
    """Yield the text of each passage: a line for what stands in the element itself, and for each passage inside it."""
    if "Alt" in element.attributes:
        yield element.attributes["Alt"]
    words = ""
    for child in element.children:
        if isinstance(child, str):
            words += child
        elif any(below.role in PASSAGES for below in _elements(child)):
            yield words
            words = ""
            yield from _said(child)
        else:
            words += _inline(child)
    yield words


def _elements(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        if not isinstance(child, str):
            yield from _elements(child)


def _inline(element: Element) -> str:
    words = "".join(child if isinstance(child, str) else _inline(child) for child in element.children)
    return "" if element.role == "Reference" and CITATION.fullmatch(words) else words
