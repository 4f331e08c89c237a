"""Read finished PDFs back: veraPDF for PDF/UA-1 and PDF/A-2a, the project's own checks, and the source at hand.

What reads PDFs is an optional part of the installation; `available` says so before anything is imported.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterator, Literal, Mapping, Sequence

from builder import structure
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


Against = Literal["program", "topic"]
DIFFERENCES: dict[Against, str] = {
    "program": "differs from what this program writes",
    "topic": "differs from its topic",
}
MANY = 6
"""Names of checks; more are counted in a file's line, and told with their reasons in its details."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one of the project's own checks found: the name of the fault, one sentence, and what the file differs from.

    What it differs from is what this program writes or what the topic says. A check that is not `done` could not look.
    """

    fault: str
    message: str
    against: Against = "program"
    done: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file; `unreadable` is one sentence when it could not be read at all.

    `ours` says whether this program wrote the file: another program's may conform and differ from what this one writes.
    """

    path: Path
    validations: tuple[Validation, ...] = ()
    findings: tuple[Finding, ...] = ()
    unreadable: str = ""
    ours: bool = True

    @property
    def conforms(self) -> bool:
        """Whether the file was read and keeps both standards: veraPDF's verdict, whatever our own checks say."""
        return not self.unreadable and all(result.conforms for result in self.validations)

    @property
    def differs(self) -> bool:
        """Whether a file of this program differs from what it writes, or any file from its topic."""
        return any(one.done and (self.ours or one.against == "topic") for one in self.findings)

    @property
    def exit_code(self) -> ExitCode:
        if self.unreadable:
            return ExitCode.MISSING
        if not self.conforms:
            return ExitCode.NOT_CONFORMING
        return ExitCode.PROBLEMS if self.differs else ExitCode.DONE

    def line(self) -> str:
        """Return the file in one line: each standard, passed or with the clauses that failed, then our own checks."""
        if self.unreadable:
            return f"{self.path}: {self.unreadable}"
        verdicts = [_verdict(STANDARDS[result.profile], _broken(result)) for result in self.validations]
        return f"{self.path}: " + ", ".join([*verdicts, *self._own()])

    def _own(self) -> Iterator[str]:
        if not self.findings:
            yield "own checks passed"
        for against, words in DIFFERENCES.items():
            names = Counter(one.fault for one in self.findings if one.done and one.against == against)
            if names:
                yield f"{words} ({_listed(names)})"
        undone = dict.fromkeys((one.fault for one in self.findings if not one.done), 1)
        if undone:
            yield f"own checks not done ({_listed(undone) if len(undone) < MANY else f'{len(undone)} of them'})"

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
            "differs": self.differs,
            "written_by_this_program": self.ours,
            "unreadable": self.unreadable or None,
            "profiles": [_plain(result) for result in self.validations],
            "findings": [_finding(finding) for finding in self.findings if finding.done],
            "not_done": [_finding(finding) for finding in self.findings if not finding.done],
        }


def _broken(result: Validation) -> dict[str, int]:
    return {failure.name: failure.count for failure in result.failures}


def _verdict(name: str, broken: dict[str, int]) -> str:
    return f"{name} failed ({_listed(broken)})" if broken else f"{name} passed"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} ×{count}" if count > 1 else name for name, count in counts.items())


def _finding(finding: Finding) -> dict[str, str]:
    return {"fault": finding.fault, "message": finding.message, "against": finding.against}


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


def pdfs(path: Path) -> list[Path]:
    """Return `path`, or where it is a folder every PDF in it and in the folders below, sorted.

    A folder is entered once, whatever links lead to it. One that holds no PDF stands for itself, so that it is told.
    """
    return (list(_below(path, set())) or [path]) if os.path.isdir(path) else [path]


def _below(folder: Path, entered: set[str]) -> Iterator[Path]:
    real = os.path.realpath(folder)
    if real in entered:
        return
    entered.add(real)
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for path in inside:
        if os.path.isdir(path):
            yield from _below(path, entered)
        elif path.suffix.lower() == ".pdf":
            yield path


def verify(path: Path, expected: Expected | None = None) -> Report:
    """Check one file, and what it says against its topic when that is at hand. Raises BuildError without veraPDF."""
    if lacking := available():
        raise BuildError(lacking)
    if os.path.isdir(path):
        return Report(path, unreadable=_no_pdf(path))
    try:
        validations = verapdf.validate_all(path)
    except Unreadable as error:
        return Report(path, unreadable=str(error))
    return _own_checks(path, validations, expected)


def _no_pdf(folder: Path) -> str:
    try:
        os.listdir(folder)
    except OSError as error:
        return f"The folder cannot be read: {error.strerror}"
    return "There is no PDF in this folder"


def _own_checks(path: Path, validations: tuple[Validation, ...], expected: Expected | None) -> Report:
    from builder.pdf import faults, readback

    try:
        reading = readback.read(path)
    except Exception as error:  # noqa: BLE001 - the standard's verdict stands, whatever becomes of our own checks
        reason = str(error) if isinstance(error, Unreadable) else f"{type(error).__name__}: {error}"
        undone = tuple(Finding(name, reason, done=False) for name in faults.FAULTS)
        return Report(path, validations, undone, ours=False)
    with reading.pdf:
        findings = [Finding(fault, message, done=done) for fault, message, done in faults.find(reading)]
        findings += _against_source(reading, expected) if expected else []
        producer = str(readback.entry(reading.pdf.trailer, "Info", "Producer"))
        return Report(path, validations, tuple(findings), ours=producer.startswith("factsheet-builder"))


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
    metadata, words = "metadata-differs-from-topic", "text-differs-from-topic"
    if title != expected.title:
        yield Finding(metadata, f'The title is "{title}" and should be "{expected.title}".', "topic")
    if language != expected.language:
        yield Finding(metadata, f"The language is {language} and should be {expected.language}.", "topic")
    for message in differences(reading.tree, expected.texts):
        yield Finding(words, message, "topic")


def passages(element: structure.Element) -> Iterator[str]:
    """Yield what each passage of a sheet says, in reading order."""
    inside = [one for one in structure.below(element) if any(two.role in PASSAGES for two in structure.elements(one))]
    if element.role in PASSAGES and not inside and (words := structure.words(element)):
        yield words
    for one in inside:
        yield from passages(one)


SHORT = 40
"""Letters; a shorter text may be what the program itself says as well, such as the heading of a column."""


def differences(tree: Element, texts: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each text that the tree lacks, has too early or has too often. A11Y003.

    White space and the numbers of citations make no difference, and the tree may say more than the texts.
    """
    passages = [_normal(line) for line in _said(tree)]
    said = "\n".join(passages)
    wanted = [_normal(words) for words in texts]
    missing: set[str] = set()
    for words in dict.fromkeys(wanted):
        there, due = said.count(words), sum(other.count(words) for other in wanted)
        if there < due:
            missing.add(words)
            yield f'"{_shortened(words)}" is missing.'
        elif len(words) >= SHORT and _copies(words, passages) > due:
            yield f'"{_shortened(words)}" is there too often.'
    place = 0
    for words in wanted:
        found = said.find(words, place)
        if found >= 0:
            place = found + len(words)
        elif words not in missing:
            yield f'"{_shortened(words)}" stands too early.'


def _copies(words: str, passages: Sequence[str]) -> int:
    """Return how often a text fills passages; inside another sentence, such as "Living with ...", it may well stand."""
    return sum(passage.count(words) for passage in passages if not passage.replace(words, "").strip())


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
