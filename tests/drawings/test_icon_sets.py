"""Drawings that people really use: 200 from Debian's icon and clip-art packages, against resvg.

The choice is blind: of each package the first 25 different drawings in the order of the hashes of their paths. One that
holds words, pictures or filters counts as refused, and at most a tenth may be.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pictures import by_resvg, differing, sheet, shown, there

from builder.drawings import svg
from builder.drawings.drawing import Drawing
from builder.drawings.faults import Fault, Faults
from builder.drawings.plain import plain

Need = Callable[[str, bool], None]

PACKAGES = {
    "openclipart-svg": "/usr/share/openclipart/svg",
    "adwaita-icon-theme": "/usr/share/icons/Adwaita",
    "bootstrap-icons": "/usr/share/bootstrap-icons",
    "breeze-icon-theme": "/usr/share/icons/breeze",
    "elementary-icon-theme": "/usr/share/icons/elementary",
    "gnome-icon-theme-yasis": "/usr/share/icons/yasis",
    "suru-icon-theme": "/usr/share/icons/suru",
    "tango-icon-theme": "/usr/share/icons/Tango",
}
"""Where each package has its drawings; .ci/run installs them."""
EACH = 25
WIDTH = 256.0
SCALE = 3.0
"""Fine enough that a hairline, which PDFium makes a pixel wide, is not much wider than it should be."""


def chosen(folder: Path) -> list[Path]:
    """Return drawings of different content, in the order of the hashes of their paths."""
    paths = [path for path in folder.rglob("*.svg") if path.is_file() and not path.is_symlink()]
    paths.sort(key=lambda path: hashlib.sha256(path.relative_to(folder).as_posix().encode()).digest())
    different = {hashlib.sha256(path.read_bytes()).digest(): path for path in reversed(paths)}
    return [path for path in paths if different[hashlib.sha256(path.read_bytes()).digest()] is path][:EACH]


def accepted(path: Path) -> Drawing | None:
    try:
        return svg.read(path.read_bytes())
    except (Fault, Faults):
        return None


@pytest.fixture(autouse=True)
def _installed(need: Need) -> None:
    for package, folder in PACKAGES.items():
        need(package, Path(folder).is_dir())
    need("resvg", there("resvg_py"))
    need("pdfium", there("pypdfium2"))


def test_nine_of_ten_drawings_are_accepted() -> None:
    paths = [path for folder in PACKAGES.values() for path in chosen(Path(folder))]
    refused = [str(path) for path in paths if accepted(path) is None]
    assert len(paths) == EACH * len(PACKAGES) == 200
    assert len(refused) <= len(paths) / 10, "\n".join(refused)


@pytest.mark.parametrize("package", PACKAGES)
def test_each_accepted_drawing_looks_as_another_program_draws_it(package: str) -> None:
    drawn = {path: accepted(path) for path in chosen(Path(PACKAGES[package]))}
    parts = {str(path): unlike(path, drawing) for path, drawing in drawn.items() if drawing}
    assert parts
    assert {path: part for path, part in parts.items() if part > 0.01} == {}


def unlike(path: Path, drawing: Drawing) -> float:
    """Return which part of the pixels is of a colour that is not near."""
    width = WIDTH if drawing.shape <= 1 else WIDTH / drawing.shape
    own = shown(sheet(drawing, width=width), SCALE, width)
    other = by_resvg(plain(path.read_bytes()), own.size)
    small = (max(own.width // 3, 1), max(own.height // 3, 1))
    return differing(own.resize(small), other.resize(small))
