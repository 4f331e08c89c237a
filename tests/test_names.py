"""Names of files: which are the same, which are nearly the one that is wanted, and which Windows keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder import names

COMPOSED, APART = "r\u00e9sum\u00e9", "re\u0301sume\u0301"


def lay(root: Path, *files: str) -> Path:
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    return root


@pytest.mark.parametrize(("there", "wanted"), [(COMPOSED, APART), (APART, COMPOSED), (COMPOSED, COMPOSED)])
def test_a_file_is_found_however_its_accents_are_spelled(tmp_path: Path, there: str, wanted: str) -> None:
    lay(tmp_path, f"{there}/{there}.svg")
    assert names.spelled(tmp_path / wanted / f"{wanted}.svg").is_file()
    assert names.spelled(tmp_path / wanted / "other.svg").parent.is_dir()
    assert not names.spelled(tmp_path / wanted / f"{wanted}.png").exists()


FIGURES = [
    # the file that is there, the one that is named, what is said
    ("figures/map.jpg", "figures/Map.jpg", "Did you mean figures/map.jpg?"),
    ("figures/map.jpg", "figures/map.JPG", "Did you mean figures/map.jpg?"),
    ("figures/map.jpeg", "figures/map.jpg", "Did you mean figures/map.jpeg?"),
    ("figures/map.jpg", "figures/map.jpeg", "Did you mean figures/map.jpg?"),
    ("figures/map.jpg", "map.jpg", "Did you mean figures/map.jpg?"),
    ("figures/map.jpg", "Figures/map.jpg", "Did you mean figures/map.jpg?"),
    ("figures/map.jpg", "images/map.jpg", "Did you mean figures/map.jpg?"),
    ("map.jpg", "figures/map.jpg", "Did you mean map.jpg?"),
    ("figures/mapp.svg", "figures/map.svg", "Did you mean figures/mapp.svg?"),
    ("figures/blood_cells.svg", "figures/blood-cells.svg", "Did you mean figures/blood_cells.svg?"),
    ("figures/blood cells.svg", "figures/bloodcells.svg", "Did you mean figures/blood cells.svg?"),
    ("figures/map.svg ", "figures/map.svg", "'figures/map.svg ', with a space"),
    ("figures/map.svg.txt", "figures/map.svg", "Did you mean figures/map.svg.txt?"),
    (f"figures/{APART}.jpg", "figures/resume.jpg", f"Did you mean figures/{APART}.jpg?"),
    ("figures/map.png", "figures/map.svg", ""),
    ("figures/liver.svg", "figures/map.svg", ""),
    ("figures/.map.svg", "figures/map.svg", ""),
]


@pytest.mark.parametrize(("there", "named", "said"), FIGURES)
def test_a_figure_that_is_nearly_called_so_is_named(tmp_path: Path, there: str, named: str, said: str) -> None:
    hint = names.did_you_mean(named, lay(tmp_path, there))
    assert said in hint
    assert bool(said) == bool(hint)


def test_of_several_that_are_equally_near_none_is_named(tmp_path: Path) -> None:
    assert not names.did_you_mean("map.jpg", lay(tmp_path, "a/map.jpg", "b/map.jpg"))


@pytest.mark.parametrize("name", ["con", "CON", "con.yaml", "Aux.svg", "lpt1.tar.gz", "com\u00b9", "nul .txt"])
def test_what_windows_keeps(name: str) -> None:
    assert names.is_reserved(name)


@pytest.mark.parametrize("name", ["contrast", "com", "com10", "nulls", "auxiliary.svg", "icon"])
def test_what_windows_does_not_keep(name: str) -> None:
    assert not names.is_reserved(name)
