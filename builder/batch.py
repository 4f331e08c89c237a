"""Many editions: one topic after the other, or several at a time in processes of their own. The order never changes.

Whatever happens to one edition is its outcome, and the others are still made: here is the boundary where an error in
one of them becomes a problem with a name. Worker processes only make files; a single process writes them all.
"""

from __future__ import annotations

import datetime
import gc
import re
import traceback
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from builder import files, manifest, pipeline, source, workers
from builder.editions import Request
from builder.library import Library
from builder.manifest import Manifest
from builder.pipeline import Outcome
from builder.problems import BuildError, ContentError, ExitCode, Failure, Problem, Span, UsageError, failure
from builder.workspace import PACKAGE, Workspace

if TYPE_CHECKING:
    from builder.structure import Sheet
    from builder.verify.report import Report

Work = Callable[[tuple[Request, ...]], list[Outcome]]
Outcomes = Generator[Outcome, None, None]


def build(
    requests: Sequence[Request],
    workspace: Workspace,
    output: Path,
    timestamp: datetime.datetime | None = None,
    jobs: int = 1,
) -> Outcomes:
    """Build every edition into `output`, `jobs` topics at a time; yield the outcome of each, in order.

    `timestamp` is that of `pipeline.build`. What was built is recorded in the manifest, even if the rest fails.
    Raises BuildError for what stops them all: nothing can be written into `output`.
    """
    kept = Manifest(output, [str(request.file) for request in requests])
    opened, lost = False, 0
    try:
        for number, outcome in enumerate(_each(partial(_build, workspace, timestamp), requests, jobs), 1):
            if outcome.entry:
                if not opened:
                    kept.open()
                    opened = True
                outcome = _kept(outcome, kept)
                lost = 0 if outcome.entry else lost + 1
            yield outcome
            if lost == GIVE_UP:
                yield from (Outcome(request, (NOT_TRIED,)) for request in requests[number:])
                break
    finally:
        if opened:
            kept.close()


GIVE_UP = 3
"""If so many files in a row cannot be written, the fault lies not with one file."""
NOT_TRIED = Failure("not-tried", f"{GIVE_UP} files in a row could not be written, so the rest was not tried.",
                    exit_code=ExitCode.MISSING)  # fmt: skip


def _kept(outcome: Outcome, kept: Manifest) -> Outcome:
    """Write the file of an edition that was made, and return its outcome without the content."""
    assert outcome.entry is not None
    try:
        kept.keep(outcome.entry, outcome.content)
    except BuildError as error:
        return Outcome(outcome.request, (failure("not-written", error),))
    return replace(outcome, content=b"")


def check(
    requests: Iterable[Request],
    workspace: Workspace,
    today: datetime.date,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    jobs: int = 1,
    skip_drafts: bool = False,
) -> Outcomes:
    """Check every edition as it would be built, `jobs` topics at a time; yield what was found in each, in order.

    Drafts are skipped if `skip_drafts` is true.

    Raises UsageError when `select` or `ignore` names a rule that does not exist.
    """
    if select or ignore:
        from builder import checks

        checks.know_all([*select, *ignore])
    return _each(partial(_check, workspace, today, select, ignore, skip_drafts), requests, jobs)


def rewrites(problems: Iterable[Problem]) -> dict[Path, tuple[str, str]]:
    """Return each file that the safe rewrites of `problems` change, with its text before and after."""
    from builder.checks.fix import fix

    by_file: dict[Path, list[Problem]] = {}
    for problem in problems:
        if problem.span and problem.replacement is not None:
            by_file.setdefault(Path(problem.span.path), []).append(problem)
    texts: dict[Path, str] = {}
    for path in by_file:
        with suppress(files.Unreadable, UnicodeDecodeError):  # what is wrong with the file is among the problems
            texts[path] = files.read(path, source.SIZE_LIMIT).decode()
    fixed = {path: (text, fix(text, by_file[path])) for path, text in texts.items()}
    return {path: (before, after) for path, (before, after) in fixed.items() if before != after}


def verify(paths: Iterable[Path], workspace: Workspace | None = None) -> Iterator[Report]:
    """Read PDFs back, and compare those that the manifest beside them lists with their topics in `workspace`.

    Raises BuildError if the packages that read PDFs are not installed.
    """
    from builder.verify import verify

    if lacking := verify.available():
        raise BuildError(lacking)
    library = Library(workspace) if workspace else None
    for path in paths:
        yield verify.verify(path, _sheet(path, library) if library else None)


def _sheet(path: Path, library: Library) -> Sheet | None:
    """Return what a file should say, or None if its topic is unknown or cannot be read."""
    from builder.format import FORMATS

    entry = manifest.read(path.parent.parent).get(f"{path.parent.name}/{path.name}")
    if entry is None or entry.edition.get("format") not in FORMATS:
        return None
    with suppress(BuildError, ContentError, TypeError):
        return pipeline.composed(Request(**entry.edition), library)  # type: ignore[arg-type]
    return None


COLLECT_AFTER = 50_000


@cache
def collect_seldom() -> None:
    """Let the garbage collector look at fresh objects only now and then, and never again at those that stay for good.

    Called once in a process; saves about a tenth of the time that many editions take (benchmarks/speed.py).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)


def _build(
    workspace: Workspace, timestamp: datetime.datetime | None, requests: tuple[Request, ...]
) -> list[Outcome]:
    collect_seldom()
    library = Library(workspace)
    return [_built(request, library, timestamp) for request in requests]


def _built(request: Request, library: Library, timestamp: datetime.datetime | None) -> Outcome:
    try:
        return pipeline.build(request, library, timestamp)
    except Exception as error:  # noqa: BLE001 - one bad edition never stops the others
        return Outcome(request, _problems(error, request, library.workspace))


def _check(
    workspace: Workspace,
    today: datetime.date,
    select: Collection[str],
    ignore: Collection[str],
    skip_drafts: bool,
    requests: tuple[Request, ...],
) -> list[Outcome]:
    library = Library(workspace, today)
    return [
        Outcome(request, skipped=True) if skip_drafts and library.is_draft(request)
        else _checked(request, library, select, ignore)
        for request in requests
    ]  # fmt: skip


def _checked(request: Request, library: Library, select: Collection[str], ignore: Collection[str]) -> Outcome:
    found: list[Problem] = []
    try:
        for problem in pipeline.check(request, library, select, ignore):
            found.append(problem)  # one by one: what was found before something went wrong counts
    except Exception as error:  # noqa: BLE001 - one bad edition never stops the others
        found += _problems(error, request, library.workspace)
    return Outcome(request, tuple(found))


def _each(work: Work, requests: Iterable[Request], jobs: int) -> Outcomes:
    by_topic = [tuple(group) for _, group in groupby(requests, lambda request: request.topic)]
    if min(jobs, len(by_topic)) <= 1:
        for topic in by_topic:
            yield from work(topic)
        return
    for topic, found in zip(by_topic, workers.each(work, by_topic, jobs), strict=True):
        yield from (_died(topic, found) if isinstance(found, workers.Died) else found)


# --- What becomes of an error -----------------------------------------------------------------------------------------


def _problems(error: Exception, request: Request, workspace: Workspace) -> tuple[Problem, ...]:
    """Return the error that stopped one edition as problems that name the edition."""
    if isinstance(error, ContentError):
        return error.problems
    place = Span((workspace.content / request.topic / f"{request.language}.yaml").as_posix(), 1, 1, 1, 1)
    if isinstance(error, UsageError):  # a name that stands in the content, not on the command line
        return (Problem("unknown-name", str(error), place, error.hint),)
    if isinstance(error, BuildError):
        return (failure("not-read", error),)
    if isinstance(error, OSError):
        message = f"{error.filename or place.path} cannot be read: {error.strerror or error}."
        return (Failure("not-read", message, exit_code=ExitCode.MISSING),)
    if isinstance(error, MemoryError):
        message = f"There is not enough memory to make {_named(request)}."
        hint = "Close other programs, or make fewer topics at a time (--jobs)."
        return (Failure("out-of-memory", message, place, hint, exit_code=ExitCode.MISSING),)
    message = f"A bug in the program stopped {_named(request)}: {_last_words(error)}"
    hint = f"Your content may be fine. Please report this, with what --verbose says for {request.topic}."
    trace = _without_addresses("".join(traceback.format_exception(error)))
    return (Failure("program-bug", message, place, hint, traceback=trace),)


def _died(requests: tuple[Request, ...], died: workers.Died) -> list[Outcome]:
    """Return the outcomes of a topic whose process died: killed from outside when memory ran out, or by a crash."""
    outside = died.signal in ("SIGKILL", "SIGTERM")
    how = died.signal or f"exit code {died.exit_code}"
    hint = "Perhaps memory ran out: make fewer topics at a time (--jobs)." if outside else "Please report this."
    code = ExitCode.MISSING if outside else ExitCode.BUG
    return [
        Outcome(one, (Failure("process-died", f"The process that made {_named(one)} was ended twice ({how}).",
                              hint=hint, exit_code=code),))
        for one in requests
    ]  # fmt: skip


def _named(request: Request) -> str:
    return f"the {request.format} of {request.topic} ({request.language})"


def _last_words(error: Exception) -> str:
    """Return a bug's own message, in one line, and where in the program it happened."""
    words = _without_addresses(" ".join(f"{type(error).__name__}: {error}".split()))
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    where = f" ({Path(ours[-1].filename).relative_to(PACKAGE.parent).as_posix()}:{ours[-1].lineno})" if ours else ""
    return (words if len(words) <= 200 else f"{words[:197]}...") + where


def _without_addresses(words: str) -> str:
    """Return words without memory addresses, which differ from run to run."""
    return re.sub(r" at 0x[0-9a-f]+", "", words)
