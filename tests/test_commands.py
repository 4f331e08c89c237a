"""Commands as documents: what stands in the README and in `tests/commands/` is run, and must come out as written.

In a block marked `console`, a line that starts with `$ ` is a command for bash; what follows is all that it prints,
and `=> 2` its exit status when that is not 0. A line `...` stands for any lines. The commands of a file follow one
another in one folder, which is empty at first. `pytest --accept` writes down what really came out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "commands"
DOCUMENTS = [FOLDER.parent.parent / "README.md", *sorted(FOLDER.glob("*.md"))]
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


@pytest.fixture
def shell(tmp_path: Path, environment: dict[str, str]) -> Callable[[str], str]:
    """Return a function that runs one command and gives back what it printed, with its exit status if that is not 0."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "factsheet").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m builder "$@"\n', encoding="utf-8")
    (tools / "factsheet").chmod(0o755)
    here = tmp_path / "här"
    here.mkdir()
    where = tmp_path / "where"
    where.write_text(str(here), encoding="utf-8")
    settings = {**environment, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}

    def run(command: str) -> str:
        script = f'{command}\nstatus=$?; pwd > "{where}"; exit $status'
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=where.read_text(encoding="utf-8").rstrip("\n"),
            env=settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
        )
        printed = f"{done.stdout}\n" if done.stdout and not done.stdout.endswith("\n") else done.stdout
        return printed + (f"=> {done.returncode}\n" if done.returncode else "")

    return run


def replayed(text: str, shell: Callable[[str], str]) -> str:
    """Return a document with what its commands print today."""

    def command(match: re.Match[str]) -> str:
        printed = shell(match[1])
        return f"$ {match[1]}\n{match[2] if fits(printed, match[2]) else printed}"

    return BLOCK.sub(lambda block: COMMAND.sub(command, block[0]), text)


def fits(printed: str, written: str) -> bool:
    """Tell whether `printed` is what was written, where a line `...` stands for any lines."""
    return re.fullmatch("".join(patterns(written)), printed) is not None


def patterns(written: str) -> Iterator[str]:
    for line in written.splitlines(keepends=True):
        yield r"(?:.*\n)*" if line == "...\n" else re.escape(line)


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.stem for path in DOCUMENTS])
def test_commands_print_what_is_written(
    path: Path, shell: Callable[[str], str], expect: Callable[[Path, str], None]
) -> None:
    text = path.read_text(encoding="utf-8")
    assert BLOCK.search(text), "a document without a command proves nothing"
    expect(path, replayed(text, shell))


def test_what_differs_is_found() -> None:
    """The comparison itself can fail: a changed line, a missing line and a changed status are each found."""
    said = {"a": "one\ntwo\n", "b": "=> 2\n"}
    same = "```console\n$ a\none\ntwo\n$ b\n=> 2\n```\n"
    assert replayed(same, said.__getitem__) == same
    for wrong in (same.replace("two", "too"), same.replace("two\n", ""), same.replace("=> 2", "=> 1")):
        assert replayed(wrong, said.__getitem__) == same
    loose = same.replace("two", "...")
    assert replayed(loose, said.__getitem__) == loose
