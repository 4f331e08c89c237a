"""What was found in a PDF: the verdict of each standard, and what our own checks say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Literal, Mapping

from builder.problems import ExitCode
from builder.verify.verapdf import Profile, Validation

STANDARDS: dict[Profile, str] = {"PDFUA-1": "PDF/UA-1", "PDFA-2A": "PDF/A-2a"}
Against = Literal["program", "topic"]
DIFFERENCES: dict[Against, str] = {
    "program": "differs from what this program writes",
    "topic": "differs from its topic",
}
MANY = 6
"""From this many checks on, a file's line only counts them; its details name them, with their reasons."""


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
