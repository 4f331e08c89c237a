"""Work done in separate processes, several at a time. Results come in the order of the requests.

A worker never outlives the process that started it, and a worker that dies takes nothing else with it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Asked = TypeVar("Asked")
Found = TypeVar("Found")

AHEAD = 4
"""How many requests each worker gets before a result is taken: enough to keep it busy, with few results in memory."""


@dataclass(frozen=True, slots=True)
class Died:
    """The outcome of work whose process died twice: its exit code, negative if a signal ended it."""

    exit_code: int

    @property
    def signal(self) -> str:
        """The name of the signal that ended it, such as SIGKILL, or ""."""
        try:
            return signal.Signals(-self.exit_code).name
        except ValueError:
            return ""


def each(work: Callable[[Asked], Found], asked: Sequence[Asked], jobs: int) -> Iterator[Found | Died]:
    """Do `work` on every request, in up to `jobs` processes; yield the results in order."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    left = list(asked)
    while left:
        done = 0
        with ProcessPoolExecutor(min(jobs, len(left)), initializer=_begin) as pool:
            try:
                for found in _in_order(pool, work, left, AHEAD * jobs):
                    done += 1
                    yield found
            except BrokenProcessPool:  # nothing says whose work was too much: the first one missing is tried alone
                yield _alone(work, left[done])
                done += 1
            except BaseException:  # interrupted, or nobody wants the rest: workers write nothing, so they may just end
                _stop(pool)
                raise
        left = left[done:]


def _stop(pool: ProcessPoolExecutor) -> None:
    """End all workers, whatever they are doing.

    One that ends while it hands over a result leaves half of it in the pipe, and the pool would wait for the rest as
    long as anybody could write it. So the pool's own end of that pipe is closed too; it has no public way to do so.
    """
    workers = multiprocessing.active_children()
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join()
    pool._result_queue._writer.close()  # type: ignore[attr-defined]
    pool.shutdown(wait=True, cancel_futures=True)


def _in_order(
    pool: Executor, work: Callable[[Asked], Found], asked: Sequence[Asked], ahead: int
) -> Iterator[Found]:
    waiting = deque(pool.submit(work, one) for one in asked[:ahead])
    for following in asked[ahead:]:
        yield waiting.popleft().result()
        waiting.append(pool.submit(work, following))
    while waiting:
        yield waiting.popleft().result()


def _alone(work: Callable[[Asked], Found], asked: Asked) -> Found | Died:
    """Do one piece of work in a process that nothing else depends on."""
    receiving, sending = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_send, args=(sending, work, asked), daemon=True)
    process.start()
    sending.close()
    try:
        found: Found = receiving.recv()
    except EOFError:
        process.join()
        return Died(process.exitcode or 0)
    process.join()
    return found


def _send(sending: Connection, work: Callable[[Asked], Found], asked: Asked) -> None:
    _begin()
    sending.send(work(asked))


def _begin() -> None:
    """Make this process end with its parent, and leave Ctrl-C, which reaches all processes of a terminal, to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess | None) -> None:
    """Wait until `parent` has ended, in whatever way; this works on every system, and costs nothing meanwhile."""
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
