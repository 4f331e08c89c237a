"""The same content gives the same bytes: in any process, anywhere, after anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parent.parent

PROGRAM = """
import hashlib, sys
from pathlib import Path
from builder import pipeline
from builder.editions import Request
from builder.library import Library
from builder.pdf.write import write
from builder.workspace import Workspace
from small import printed

library = Library(Workspace(Path(sys.argv[1])))
request = Request("alps", "handout", "en", "plain", "a4", clinic="riverbank")
texts = ["office 5\\u00a0mg \\u03bcg", "\\u1eb9\\u0301 IL\\u20112 waffle", "\\u05e9\\u05dc\\u05d5 \\u4f60\\u597d"]
for number in range(int(sys.argv[2])):
    printed(f"Other words {number}", *texts[number % 3 :], chr(0xE0 + number), language=["en", "de", "tr"][number % 3])
for content in (write(pipeline.composed(request, library))[0], printed(*texts)[0]):
    print(hashlib.sha256(content).hexdigest())
"""


def hashes(folder: Path, others: int = 0, **variables: str) -> list[str]:
    """Build the handout and a small edition in a process of their own, after `others`; return the hashes of both."""
    own = ("LC_", "LANG", "TZ", "SOURCE_DATE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    settings: Any = {**kept, "PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "tests")]), **variables}
    command = [sys.executable, "-c", PROGRAM, str(REPOSITORY), str(others)]
    run = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=True)
    return run.stdout.split()


@pytest.fixture(scope="module")
def usual() -> list[str]:
    return hashes(REPOSITORY, PYTHONHASHSEED="1", TZ="UTC", LANG="C.UTF-8")


def test_neither_place_nor_time_nor_chance_shows(usual: list[str], tmp_path: Path) -> None:
    elsewhere = tmp_path / "fäct sheet"
    elsewhere.mkdir()
    before = os.umask(0o077)
    try:
        found = hashes(elsewhere, PYTHONHASHSEED="4321", TZ="Pacific/Kiritimati", LANG="tr_TR.UTF-8",
                       LC_ALL="de_DE.UTF-8", HOME=str(tmp_path), USER="somebody", PYTHONOPTIMIZE="1")
    finally:
        os.umask(before)
    assert found == usual
    assert len(set(usual)) == 2


def test_nothing_leaks_from_what_was_built_before(usual: list[str]) -> None:
    """Words, fonts and breaks are cached for the life of a process; thirty other editions leave no trace."""
    assert hashes(REPOSITORY, others=30, PYTHONHASHSEED="7") == usual
