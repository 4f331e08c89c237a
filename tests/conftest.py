"""What tests share: expectations that a switch accepts, tools that may be absent, and a workspace to try things in."""

from __future__ import annotations

import difflib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None)  # a busy machine is no fault of the program
settings.load_profile("steady")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # The shell has a command in the background ignore Ctrl-C, and so would all that the tests start and interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)

REPOSITORY = Path(__file__).parent.parent

Run = Callable[..., "subprocess.CompletedProcess[str]"]


SLOW = frozenset(
    "test_batch test_benchmarks test_bytes test_commands test_damages test_editions test_foreign test_fuzz "
    "test_icon_sets test_manifest test_packaging test_pages_in_a_browser test_precision test_valid_pages test_verapdf "
    "test_verify test_workers".split()
)
"""Files of tests that run other programs or print many pages; so do all tests with the fixture `factsheet`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in SLOW or "factsheet" in getattr(item, "fixturenames", ()):
            item.add_marker("slow")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write down new output, to be judged in the diff")


@pytest.fixture
def expect(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare text with the file that holds what is expected, or with `--accept` write it there."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        expected = path.read_text(encoding="utf-8") if path.exists() else ""
        if text != expected:
            lines = difflib.unified_diff(expected.splitlines(), text.splitlines(), "expected", "found", lineterm="")
            pytest.fail("\n".join([f"{path.name} differs (see pytest --accept):", *lines]), pytrace=False)

    return compare


@pytest.fixture
def need() -> Callable[[str, bool], None]:
    """Skip a test whose tool is absent; fail instead when FACTSHEET_REQUIRE names the tool, or says "all"."""

    def ask(tool: str, there: bool) -> None:
        if there:
            return
        required = os.environ.get("FACTSHEET_REQUIRE", "").replace(",", " ").split()
        if tool in required or "all" in required:
            pytest.fail(f"{tool} is required here and is not there", pytrace=False)
        pytest.skip(f"{tool} is not there")

    return ask


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment in which the command runs as it does for anybody, whatever this machine has set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FACTSHEET_", "NO_COLOR", "COV"))}
    return {
        **kept,
        "PYTHONPATH": str(REPOSITORY),
        "HOME": str(tmp_path),
        "COLUMNS": "100",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@pytest.fixture
def factsheet(tmp_path: Path, environment: dict[str, str]) -> Run:
    """Run the real command in a process of its own, in `tmp_path` or in the folder `cwd` below it."""

    def run(*arguments: str, cwd: str = ".", **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "builder", *arguments],
            cwd=tmp_path / cwd,
            env={**environment, **variables},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
        )

    return run
