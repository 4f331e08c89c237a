"""Imports point down the floors of the house, never up and never sideways; some libraries have one home only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "builder"

FLOORS = (
    "problems characters scripts exports format media hints slips workers",
    "files near dates",
    "names exponents",
    "model structure source colours legibility",
    "ids markup style locale workspace drawings",
    "reader references context language plain html",
    "text",
    "formats layout",
    "pdf checks manifest verify",
    "editions report",
    "library",
    "pipeline",
    "batch",
    "cli studio",
    "__main__",
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names.split()}

HOMES = {
    "reportlab": {"text", "layout", "pdf"},
    "yaml": {"source"},
    "click": {"cli"},
}
HEAVY = ("reportlab", "pydantic", "yaml", "uharfbuzz", "icu4py", "segno", "pikepdf", "jpype")


def house(path: Path) -> str:
    """Return the module or folder of `builder` that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and full name of everything that a file imports, inside functions and for the type checker too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


FILES = sorted(PACKAGE.rglob("*.py"))
NAMES = [path.relative_to(PACKAGE).as_posix() for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_imports_point_down(path: Path) -> None:
    """A file imports from its own folder and from the floors below it."""
    here = house(path)
    if here == "__init__":
        here = "problems"
    assert here in FLOOR, f"{here} stands on no floor: put it into FLOORS, in DESIGN's order"
    for line, name in imports(path):
        if not name.startswith("builder."):
            continue
        there = name.split(".")[1]
        if there in (here, "__version__"):
            continue
        assert there in FLOOR, f"{path}:{line}: {name} stands on no floor"
        assert FLOOR[there] < FLOOR[here], f"{path}:{line}: floor {FLOOR[here]} imports {name} of floor {FLOOR[there]}"


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_imports_are_absolute_and_libraries_stay_at_home(path: Path) -> None:
    """ReportLab, PyYAML and Click are each known to one part of the house only."""
    for line, name in imports(path):
        assert not name.startswith("."), f"{path}:{line}: write the whole name of the module"
        homes = HOMES.get(name.split(".")[0])
        assert homes is None or house(path) in homes, f"{path}:{line}: {name} belongs to {homes}"


def test_imports_go_one_way() -> None:
    """No modules import each other, not for the type checker and not through a third; only a function may look back."""
    modules = {".".join(("builder", *path.relative_to(PACKAGE).with_suffix("").parts)): path for path in FILES}
    graph = {}
    for module, path in modules.items():
        inside = {line for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                  if isinstance(node, ast.FunctionDef) for line in range(node.lineno, (node.end_lineno or 0) + 1)}
        names = [name for line, name in imports(path) if line not in inside]
        graph[module] = {one for name in names for one in (name, name.rpartition(".")[0]) if one in modules}
    TopologicalSorter(graph).prepare()


def test_every_name_on_a_floor_is_there() -> None:
    """The table of floors names no module that is gone, except those that a later issue brings."""
    there = {house(path) for path in FILES}
    assert set(FLOOR) - there <= {"studio"}


@pytest.mark.parametrize("name", "cli batch pipeline library editions workspace manifest problems source".split())
def test_heavy_imports_wait_until_they_are_needed(name: str) -> None:
    """What runs at every start imports nothing heavy at the top of a file."""
    tree = ast.parse((PACKAGE / f"{name}.py").read_text(encoding="utf-8"))
    top = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    top |= {node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)}
    ours = "problems files near names source workspace manifest editions library pipeline report format media"
    light = {"builder", *(f"builder.{one}" for one in ours.split())}
    assert not [module for module in top if module.split(".")[0] in HEAVY]
    assert {module for module in top if module.split(".")[0] == "builder"} <= light
