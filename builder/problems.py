"""What can go wrong: problems in the content, errors in the surroundings, and the exit code of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Iterable, Literal, NamedTuple, Protocol

Severity = Literal["error", "warning", "info"]


class ExitCode(IntEnum):
    """The exit codes of `factsheet`, as the README lists them."""

    DONE = 0
    PROBLEMS = 1
    USAGE = 2
    MISSING = 3
    NOT_CONFORMING = 4
    BUG = 70
    INTERRUPTED = 130


class Span(NamedTuple):
    """A stretch of a source file; lines and columns count characters from 1, the end is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Place(Protocol):
    """Something read from a source file that can tell where it stands."""

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return the span of the characters `start` to `end` of the value, or of the whole value."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that the author of the content can mend.

    `rule` is a kebab-case name for the fault, `message` one plain sentence, `hint` what to do about it.
    `related` holds further places with a few words each ("first used here"). `replacement` is what may safely
    replace the text at `span`. A problem that the topic waives has the reason in `waived` and counts only as "info".
    """

    rule: str
    message: str
    span: Span | None = None
    hint: str = ""
    severity: Severity = "error"
    related: tuple[tuple[Span, str], ...] = ()
    replacement: str | None = None
    waived: str = ""

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The key by which problems are sorted: place first, then rule and message."""
        path, line, column = self.span[:3] if self.span else ("", 0, 0)
        return path, line, column, self.rule, self.message


@dataclass(frozen=True, slots=True)
class Failure(Problem):
    """What kept an edition from being made, and no change to its content can mend: a bug, a full disk, lack of memory.

    `traceback` is for whoever mends the program, if that is what failed.
    """

    exit_code: ExitCode = ExitCode.BUG
    traceback: str = ""


class ContentError(Exception):
    """Content that cannot be used as it stands; carries every problem that was found, in order."""

    exit_code = ExitCode.PROBLEMS

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.order))
        super().__init__("; ".join(problem.message for problem in self.problems))


class BuildError(Exception):
    """Something that no change to the content can mend: a missing font, a full disk, a folder that cannot be made."""

    exit_code = ExitCode.MISSING

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(BuildError):
    """A name on the command line or in the environment that does not exist; `hint` says which name is near it."""

    exit_code = ExitCode.USAGE


def failure(rule: str, error: BuildError) -> Failure:
    """Return an error in the surroundings as the failure of one edition, or of a few."""
    return Failure(rule, str(error), hint=error.hint, exit_code=error.exit_code)
