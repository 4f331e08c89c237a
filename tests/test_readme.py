"""The README tells the truth: its two command lines, its exit codes and its commands are those of the program."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from builder import cli
from builder.problems import ExitCode

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
RUN = (Path(__file__).parent.parent / ".ci/run").read_text(encoding="utf-8")


def test_two_command_lines_build_and_test() -> None:
    """`.ci/run` takes both lines from the README and runs them, so they must be found, each whole on its line."""
    first, second = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert first.endswith("factsheet build alps")
    assert "-c constraints.txt -e '.[test]'" in second
    assert "pytest" in second
    assert "grep '^python3 -m venv' README.md" in RUN


def test_exit_codes_are_those_of_the_program() -> None:
    table = {int(code): words for code, words in re.findall(r"^\| (\d+) \| (.*) \|$", README, re.MULTILINE)}
    assert set(table) == {int(code) for code in ExitCode}
    for code, words in table.items():
        assert re.search(rf"^  {code} +{words}$", cli.EXIT_CODES, re.MULTILINE), words


def test_every_command_is_in_the_readme() -> None:
    for name in cli.command.commands:
        assert f"`factsheet {name}`" in README


@pytest.mark.parametrize("name", sorted(cli.command.commands))
def test_every_command_and_option_has_help(name: str) -> None:
    command = cli.command.commands[name]
    assert command.help
    for parameter in command.params:
        assert not isinstance(parameter, click.Option) or parameter.help, parameter.name


@pytest.mark.parametrize(
    ("shell", "asked"), [("bash", "complete -p factsheet"), ("zsh", "print ${_comps[factsheet]}")]
)
def test_the_line_for_completion_works_in_a_bare_shell(
    shell: str, asked: str, tmp_path: Path, environment: dict[str, str], need: Callable[[str, bool], None]
) -> None:
    """Without any startup file, the README's line makes the shell complete `factsheet`."""
    need(shell, shutil.which(shell) is not None)
    command = tmp_path / "factsheet"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m builder "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    line = re.findall(rf"^.*_COMPLETE={shell}_source .*$", README, re.MULTILINE)[0]
    done = subprocess.run(
        [shell, {"bash": "--norc", "zsh": "--no-rcs"}[shell], "-c", f"{line}\n{asked}"],
        env={**environment, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "_factsheet_completion" in done.stdout


def test_links_lead_to_files() -> None:
    root = Path(__file__).parent.parent
    for target in re.findall(r"(?:\]\(|src=\")([^)#:\"]+)", README):
        assert (root / target).exists(), target
