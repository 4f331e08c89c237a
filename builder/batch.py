"""Many editions: one topic after the other, or several at a time in processes of their own. The order never changes."""

from __future__ import annotations

import datetime
import gc
import signal
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from builder import __version__, manifest, pipeline
from builder.pipeline import Library, Outcome, Request
from builder.problems import BuildError, ContentError, Problem
from builder.workspace import Workspace

if TYPE_CHECKING:
    from builder.verify import Expected, Report

Work = Callable[[tuple[Request, ...]], list[Outcome]]


def build(
    requests: Iterable[Request],
    workspace: Workspace,
    output: Path,
    timestamp: datetime.datetime | None = None,
    jobs: int = 1,
) -> Iterator[Outcome]:
    """Build every edition into `output`, `jobs` topics at a time; yield what became of each, in order.

    `timestamp` is that of `pipeline.build`. What was built is recorded in the manifest, even when the rest is not.
    Raises BuildError for what stops them all, such as a full disk.
    """
    entries = []
    try:
        for outcome in _each(partial(_build, workspace, output, timestamp), requests, jobs):
            entries += [outcome.entry] if outcome.entry else []
            yield outcome
    finally:
        if entries:
            manifest.record(output, entries, __version__)


def check(
    requests: Iterable[Request],
    workspace: Workspace,
    today: datetime.date,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    jobs: int = 1,
) -> Iterator[Outcome]:
    """Check every edition as it would be built, `jobs` topics at a time; yield what was found in each, in order."""
    return _each(partial(_check, workspace, today, select, ignore), requests, jobs)


def rewrites(problems: Iterable[Problem]) -> dict[Path, tuple[str, str]]:
    """Return each file that the safe rewrites of `problems` change, with its text before and after."""
    from builder.checks.fix import fix

    by_file: dict[Path, list[Problem]] = {}
    for problem in problems:
        if problem.span:
            by_file.setdefault(Path(problem.span.path), []).append(problem)
    texts = {path: path.read_bytes().decode() for path in by_file if path.is_file()}
    fixed = {path: (text, fix(text, by_file[path])) for path, text in texts.items()}
    return {path: (before, after) for path, (before, after) in fixed.items() if before != after}


def verify(paths: Iterable[Path], workspace: Workspace | None = None) -> Iterator[Report]:
    """Read PDFs back, and compare those that the manifest beside them knows with their topics in `workspace`.

    Raises BuildError when what reads PDFs is not installed.
    """
    from builder import verify

    if lacking := verify.available():
        raise BuildError(lacking)
    library = Library(workspace) if workspace else None
    for path in paths:
        yield verify.verify(path, _expected(path, library) if library else None)


def _expected(path: Path, library: Library) -> Expected | None:
    """Return what a file has to say, or None where its topic is unknown or cannot be read."""
    from builder.verify import Expected

    entry = manifest.read(path.parent.parent).get(f"{path.parent.name}/{path.name}", {})
    with suppress(BuildError, ContentError, TypeError):
        edition = pipeline.composed(Request(**entry.get("edition", {})), library)
        return Expected(edition.metadata.title, edition.metadata.language, edition.texts())
    return None


COLLECT_AFTER = 50_000


@cache
def collect_seldom() -> None:
    """Let the garbage collector look at fresh objects now and then, and never again at what stays for good.

    Once in a process; worth about a tenth of the time of many editions (benchmarks/speed.py).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)


def _build(
    workspace: Workspace, output: Path, timestamp: datetime.datetime | None, requests: tuple[Request, ...]
) -> list[Outcome]:
    collect_seldom()
    library = Library(workspace)
    return [_outcome(request, library, output, timestamp) for request in requests]


def _outcome(request: Request, library: Library, output: Path, timestamp: datetime.datetime | None) -> Outcome:
    try:
        return pipeline.build(request, library, output, timestamp)
    except ContentError as error:
        return Outcome(request, error.problems)


def _check(
    workspace: Workspace,
    today: datetime.date,
    select: Collection[str],
    ignore: Collection[str],
    requests: tuple[Request, ...],
) -> list[Outcome]:
    library = Library(workspace, today)
    return [pipeline.check(request, library, select, ignore) for request in requests]


def _each(work: Work, requests: Iterable[Request], jobs: int) -> Iterator[Outcome]:
    by_topic = [tuple(group) for _, group in groupby(requests, lambda request: request.topic)]
    outcomes = _in_processes(work, by_topic, jobs) if min(jobs, len(by_topic)) > 1 else map(work, by_topic)
    for found in outcomes:
        yield from found


def _in_processes(work: Work, by_topic: list[tuple[Request, ...]], jobs: int) -> Iterator[list[Outcome]]:
    from concurrent.futures import ProcessPoolExecutor

    # Ctrl-C reaches the whole group of processes: the workers finish what they hold, so that no half file stays behind.
    with ProcessPoolExecutor(min(jobs, len(by_topic)), initializer=_ignore_interrupts) as pool:
        try:
            yield from pool.map(work, by_topic)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
