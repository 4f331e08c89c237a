"""Workers end when the one that started them ends, however that happens, and by whatever method they were started."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builder import workers

WORK = """
import multiprocessing, os, sys, time
sys.path.insert(0, {tests!r})
from builder import workers
from test_workers import forever

if __name__ == "__main__":
    multiprocessing.set_start_method({method!r})
    for found in workers.each(forever, [1, 2, 3], 2):
        print(found)
"""


def forever(number: int) -> None:
    os.write(1, b"%d\n" % os.getpid())
    while True:
        time.sleep(0.01)


def double(number: int) -> int:
    return 2 * number


def unless_three(number: int) -> int:
    if number == 3:
        os._exit(7)
    return number


def once(folder: Path, number: int) -> int:
    """Die of the number 3, the first time."""
    if number == 3 and not (folder / "died").exists():
        (folder / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("jobs", [2, 3])
def test_results_come_in_the_order_of_what_was_asked(jobs: int) -> None:
    assert list(workers.each(double, range(40), jobs)) == [2 * number for number in range(40)]
    assert list(workers.each(double, [], jobs)) == []


def test_a_worker_that_dies_takes_nothing_else_with_it() -> None:
    found = list(workers.each(unless_three, range(12), 2))
    assert found == [0, 1, 2, workers.Died(7), *range(4, 12)]


def test_what_kills_once_is_done_again(tmp_path: Path) -> None:
    from functools import partial

    assert list(workers.each(partial(once, tmp_path), range(6), 2)) == [*range(6)]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_no_worker_outlives_its_parent(tmp_path: Path, method: str, how: signal.Signals) -> None:
    script = tmp_path / "work.py"
    script.write_text(WORK.format(tests=str(Path(__file__).parent), method=method), encoding="utf-8")
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert parent.stdout is not None
    pids = [int(parent.stdout.readline()) for _ in range(2)]
    assert len(set(pids)) == 2
    parent.send_signal(how)
    try:
        parent.communicate(timeout=30)  # ends when nobody is left who holds the other end
    except subprocess.TimeoutExpired:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        parent.communicate()
        pytest.fail("the workers are still there")


def test_nobody_who_wants_the_rest_ends_the_workers() -> None:
    found = workers.each(double, range(100), 2)
    assert next(found) == 0
    found.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_what_tests_start_can_be_interrupted_also_in_the_background_of_a_shell() -> None:
    """There the shell has a command ignore Ctrl-C, and all that it starts would inherit that."""
    code = """if True:
        import signal
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        import conftest
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        """
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent, timeout=60, check=True)


LARGE = """
import signal
from builder import workers

def interrupt(*_):
    raise KeyboardInterrupt

def work(number):
    return b"x" * 40_000_000

signal.signal(signal.SIGTERM, interrupt)
try:
    for found in workers.each(work, list(range(40)), 2):
        print("found", flush=True)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@pytest.mark.parametrize("pause", [0.0, 0.05, 0.15])
def test_workers_that_end_while_they_hand_over_a_result_are_not_waited_for(pause: float) -> None:
    """Half a result stays in the pipe; nobody will write the rest."""
    command = [sys.executable, "-c", LARGE]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0)
    assert run.stdout
    assert run.stdout.readline() == "found\n"
    time.sleep(pause)
    os.killpg(run.pid, signal.SIGTERM)
    said, _ = run.communicate(timeout=60)
    assert said.endswith("interrupted\n")
