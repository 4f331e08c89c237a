"""What is installed is whole: nothing is forgotten in the wheel, and it works far from the checkout."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import builder

REPOSITORY = Path(__file__).parent.parent
SETUP = configparser.ConfigParser()
SETUP.read(REPOSITORY / "setup.cfg", encoding="utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this tree without asking the network for anything."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    for name in ("builder", "styles", "content", "licences"):
        shutil.copytree(REPOSITORY / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(REPOSITORY / name, tree)
    call = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", call, str(folder)], cwd=tree, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def carried(path: Path) -> str | None:
    """Return the name inside the wheel of a file of the repository, if it has to be there."""
    top, *rest = path.relative_to(REPOSITORY).parts
    if "__pycache__" in rest or not path.is_file():
        return None
    return "/".join(({"builder": "builder", "styles": "builder/styles", "content": "builder/sample"}[top], *rest))


@pytest.mark.parametrize("folder", ["builder", "styles", "content"])
def test_the_wheel_carries_every_file(wheel: Path, folder: str) -> None:
    files = {name for path in (REPOSITORY / folder).rglob("*") if (name := carried(path))}
    assert files
    assert files - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_an_installed_wheel_works_in_a_foreign_folder(wheel: Path, tmp_path: Path) -> None:
    """Unpacked somewhere else, with no checkout beside it, the program makes a workspace and finds its styles."""
    installed, here = tmp_path / "site", tmp_path / "hére we are"
    zipfile.ZipFile(wheel).extractall(installed)
    here.mkdir()
    for arguments in (["new", "mine", "--sample"], ["list", "styles"]):
        done = subprocess.run(
            [sys.executable, "-c", "from builder.cli import main; main()", *arguments],
            cwd=here / "mine" if arguments[0] == "list" else here,
            env={"PYTHONPATH": str(installed), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["contrast", "plain", "warm"]
    assert (here / "mine/content/alps/en.yaml").is_file()


def test_an_editable_install_works_in_a_foreign_folder(tmp_path: Path, need: Callable[[str, bool], None]) -> None:
    """The README's test command installs the checkout editable; its command finds the checkout's own folders."""
    command = Path(sys.executable).parent / "factsheet"
    need("an installed factsheet", command.is_file())
    for arguments, here in ((["new", "mine", "--sample"], tmp_path), (["list", "styles"], tmp_path / "mine")):
        done = subprocess.run([command, *arguments], cwd=here, env={}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["contrast", "plain", "warm"]
    assert (tmp_path / "mine/content/alps/en.yaml").is_file()


def test_the_wheel_has_the_command_and_the_licences(wheel: Path) -> None:
    inside = zipfile.ZipFile(wheel)
    names = inside.namelist()
    points = next(inside.read(name).decode() for name in names if name.endswith("entry_points.txt"))
    assert "factsheet = builder.cli:main" in points
    assert [name for name in names if name.endswith("licenses/LICENSE")]
    assert [name for name in names if name.endswith("OFL-1.1.txt")]


def named(requirements: str) -> set[str]:
    found = (re.match(r"[A-Za-z0-9-]+", line) for line in requirements.splitlines())
    return {match[0].lower() for match in found if match} - {"factsheet-builder"}


def test_every_dependency_is_justified_and_pinned() -> None:
    """CONTRIBUTING.md says why each one is here; constraints.txt holds the version that the tests were made with."""
    extras = dict(SETUP["options.extras_require"])
    needed = named("\n".join([SETUP["options"]["install_requires"], extras["verify"], extras["test"]]))
    pinned = named((REPOSITORY / "constraints.txt").read_text(encoding="utf-8"))
    said = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8").lower()
    assert needed
    assert needed - pinned == set()
    assert {name for name in needed | named(extras["bench"]) if not re.search(rf"\b{name}\b", said)} == set()


def test_the_version_stands_in_one_place() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", builder.__version__)
    assert SETUP["metadata"]["version"] == "attr: builder.__version__"
