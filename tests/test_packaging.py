"""What is installed is whole: nothing is forgotten in the wheel, and it works far from the checkout."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import builder
from builder.verify import verapdf

REPOSITORY = Path(__file__).parent.parent
SETUP = configparser.ConfigParser()
SETUP.read(REPOSITORY / "setup.cfg", encoding="utf-8")


BUILT = shutil.ignore_patterns(
    "__pycache__", "*.egg-info", ".venv", ".git", ".*_cache", ".hypothesis", "build", "dist", "*.pdf", "manifest.json",
    "node_modules",
)


def built(kind: str, tree: Path, folder: Path) -> Path:
    """Build the "wheel" or the "sdist" of a tree without asking the network for anything."""
    call = f"import sys; from setuptools.build_meta import build_{kind}; build_{kind}(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", call, str(folder)], cwd=tree, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return next(folder.glob({"wheel": "*.whl", "sdist": "*.tar.gz"}[kind]))


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository without what was made in it."""
    return Path(shutil.copytree(REPOSITORY, tmp_path_factory.mktemp("copy") / "tree", ignore=BUILT))


@pytest.fixture(scope="module")
def sdist(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, unpacked."""
    folder = tmp_path_factory.mktemp("sdist")
    filtered = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # Python 3.11.4
    with tarfile.open(built("sdist", tree, folder)) as archive:
        archive.extractall(folder, **filtered)
    return next(path for path in folder.iterdir() if path.is_dir())


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as it is built from the source distribution; what building leaves behind stays out of that."""
    folder = tmp_path_factory.mktemp("wheel")
    return built("wheel", Path(shutil.copytree(sdist, folder / "tree")), folder)


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_source_distribution_is_the_whole_repository(sdist: Path, tree: Path) -> None:
    own = {name for name in files_below(sdist) if "egg-info" not in name} - {"PKG-INFO"}
    assert own == {name for name in files_below(tree) if "egg-info" not in name}


def test_no_link_of_the_description_leads_nowhere(wheel: Path) -> None:
    """An index shows the README without the repository around it: what is linked there has a full address."""
    inside = zipfile.ZipFile(wheel)
    metadata = next(inside.read(name).decode() for name in inside.namelist() if name.endswith("/METADATA"))
    description = metadata.partition("\n\n")[2]
    assert "MIT licence" in description
    links = re.findall(r"\]\(([^)]*)\)|(?:src|href)=\"([^\"]*)", description)
    assert [link for pair in links for link in pair if link and not link.startswith(("https://", "#"))] == []


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


def test_what_verify_needs_is_installed_by_the_names_that_its_hint_gives() -> None:
    assert set(verapdf.INSTALL.split()) - {"pip", "install"} == named(SETUP["options.extras_require"]["verify"])


def test_the_version_stands_in_one_place() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", builder.__version__)
    assert SETUP["metadata"]["version"] == "attr: builder.__version__"
