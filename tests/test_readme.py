"""The README tells the truth: its two command lines, its exit codes and its commands are those of the program."""

from __future__ import annotations

import re
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


def test_links_lead_to_files() -> None:
    root = Path(__file__).parent.parent
    for target in re.findall(r"(?:\]\(|src=\")([^)#:\"]+)", README):
        assert (root / target).exists(), target
