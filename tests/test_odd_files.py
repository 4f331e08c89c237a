"""What a workspace may hold in a file's place, and links that lead out of it: told by name, at once, nothing read."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from odd import DEVICES, ODD, Make

from builder import cli, workspace
from builder.drawings import figures
from builder.problems import ExitCode

Outcome = tuple[int, str]
Command = Callable[..., Outcome]

SECRET = "the outside's own words"
PLACES = {
    "topic": "content/asthma/en.yaml",
    "references": "content/asthma/references.yaml",
    "figure": "content/asthma/figures/lungs.svg",
    "clinic": "content/clinics/example-clinic.yaml",
    "logo": "content/clinics/logo.svg",
    "defaults": "content/defaults.yaml",
    "style": "styles/ours.yaml",
}
FIGURE = "  - {id: lungs, figure: {file: figures/lungs.svg, alt: Two lungs.}}\n"


@pytest.fixture
def leaflets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a topic, a clinic and a style that use every kind of file there is."""
    root = tmp_path / "leaflets"
    workspace.start_workspace(root, "asthma", workspace.datetime.date(2026, 11, 22))
    (root / "styles").mkdir()
    (root / "styles/ours.yaml").write_text("extends: plain\n")
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    topic, clinic = root / PLACES["topic"], root / PLACES["clinic"]
    text = topic.read_text("utf-8")
    topic.write_text(text.replace("  blocks:\n", f"  blocks:\n{FIGURE}", 1))
    clinic.write_text(clinic.read_text("utf-8") + "logo: {file: logo.svg, alt: Our clinic}\n")
    for name in ("figure", "logo"):
        (root / PLACES[name]).parent.mkdir(exist_ok=True)
        (root / PLACES[name]).write_text(drawing)
    monkeypatch.chdir(root)
    figures._resolved.cache_clear()  # it knows the workspace as ".", and another one was that before
    return root


@pytest.fixture
def factsheet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in this process, which is faster, and return its exit code and all that it prints."""

    def run(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["factsheet", *arguments])
        capsys.readouterr()
        code = cli._run()
        return code, "".join(capsys.readouterr())

    return run


BUILD = ("build", "--format", "handout", "--style", "ours", "--clinic", "example-clinic")


def replaced(path: Path, make: Make) -> None:
    if path.is_file():
        path.unlink()
    make(path)


def test_the_workspace_builds_as_it_is(leaflets: Path, factsheet: Command) -> None:
    code, said = factsheet(*BUILD)
    assert code == 0, said


# --- In a file's place ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [*ODD, *DEVICES])
@pytest.mark.parametrize("place", PLACES)
def test_an_odd_file_is_one_message_with_its_name(place: str, kind: str, leaflets: Path, factsheet: Command) -> None:
    replaced(leaflets / PLACES[place], {**ODD, **DEVICES}[kind][0])
    started = time.process_time()
    code, said = factsheet(*BUILD)
    assert time.process_time() - started < 5  # of this process alone, whatever else the machine does
    assert code == ExitCode.PROBLEMS, said
    assert said.count("error: ") == 1, said
    assert Path(PLACES[place]).name in said
    assert "1 error in 1 file" in said


@pytest.mark.parametrize("kind", ODD)
def test_the_other_topics_are_built(kind: str, leaflets: Path, factsheet: Command) -> None:
    workspace.start_topic(leaflets, "zoster", workspace.datetime.date(2026, 11, 22))
    replaced(leaflets / PLACES["topic"], ODD[kind][0])
    code, said = factsheet(*BUILD)
    assert code == ExitCode.PROBLEMS
    assert "output/zoster/" in said, said


@pytest.mark.parametrize("kind", ["dangling", "folder", "pipe", "loop"])
def test_an_odd_output_is_told(kind: str, leaflets: Path, factsheet: Command) -> None:
    ODD[kind][0](leaflets / "output")
    code, said = factsheet(*BUILD)
    assert code == (ExitCode.DONE if kind == "folder" else ExitCode.MISSING), said
    assert kind == "folder" or ("output" in said and "cannot be written" in said)


def test_the_output_may_be_a_link(leaflets: Path, tmp_path: Path, factsheet: Command) -> None:
    """Where the PDFs go is for whoever builds them to say, as with --output."""
    (tmp_path / "share").mkdir()
    (leaflets / "output").symlink_to(tmp_path / "share")
    code, said = factsheet(*BUILD)
    assert code == 0, said
    assert len(list((tmp_path / "share").rglob("*.pdf"))) == 1


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_thing_where_a_pdf_should_be_is_replaced_or_told(kind: str, leaflets: Path, factsheet: Command) -> None:
    factsheet(*BUILD)
    (built,) = (leaflets / "output").rglob("*.pdf")
    replaced(built, ODD[kind][0])
    code, said = factsheet(*BUILD)
    assert (code, built.is_file()) == ((ExitCode.MISSING, False) if kind == "folder" else (ExitCode.DONE, True)), said
    assert built.name in said


# --- Links out of the workspace ---------------------------------------------------------------------------------------


def link_of_file(path: Path, outside: Path) -> None:
    path.unlink()
    path.symlink_to(outside / "file")


def link_of_folder(path: Path, outside: Path) -> None:
    path.parent.rename(outside / path.parent.name)
    path.parent.symlink_to(outside / path.parent.name)


def link_in_a_link(path: Path, outside: Path) -> None:
    path.unlink()
    (path.parent / "between").symlink_to(outside)
    path.symlink_to(Path("between", "file"))


@pytest.mark.parametrize(("place", "link"), [
    (place, link) for place in PLACES for link in (link_of_file, link_of_folder, link_in_a_link)
    if (place, link) != ("defaults", link_of_folder)  # its folder holds everything
])
def test_nothing_outside_the_workspace_is_read(
    place: str, link: Callable[[Path, Path], None], leaflets: Path, tmp_path: Path, factsheet: Command
) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/file").write_text(f"{SECRET}: 1\n")
    link(leaflets / PLACES[place], tmp_path / "outside")
    code, said = factsheet(*BUILD)
    assert code == ExitCode.PROBLEMS, said
    assert "outside the workspace" in said
    assert Path(PLACES[place]).parent.name in said
    assert SECRET not in said


def test_links_inside_the_workspace_are_followed(leaflets: Path, factsheet: Command) -> None:
    (leaflets / "shared").mkdir()
    for place in PLACES.values():
        target = leaflets / "shared" / Path(place).name
        (leaflets / place).rename(target)
        (leaflets / place).symlink_to(os.path.relpath(target, (leaflets / place).parent))
    code, said = factsheet(*BUILD)
    assert code == 0, said


# --- new --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("link", ["content", "content/asthma", "content/clinics"])
@pytest.mark.parametrize("arguments", [("new", "there", "--topic", "asthma"), ("new", "there", "--sample")])
def test_new_writes_nothing_through_a_link(
    link: str, arguments: tuple[str, ...], tmp_path: Path, factsheet: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "outside").mkdir()
    (tmp_path / "there" / link).parent.mkdir(parents=True)
    (tmp_path / "there" / link).symlink_to(tmp_path / "outside")
    if link == "content/asthma" and "--sample" in arguments:
        link = "content/alps"
        (tmp_path / "there" / link).symlink_to(tmp_path / "outside")
    code, said = factsheet(*arguments)
    assert code == ExitCode.MISSING, said
    assert f"there/{link}" in said
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_folder_named_on_the_command_line_may_be_a_link(
    tmp_path: Path, factsheet: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever types it means it; what is in a workspace may come from others."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "drive").mkdir()
    (tmp_path / "there").symlink_to("drive")
    assert factsheet("new", "there")[0] == 0
    assert (tmp_path / "drive/content/example/en.yaml").is_file()


@pytest.mark.parametrize("kind", ["pipe", "socket", "loop", "dangling"])
@pytest.mark.parametrize("place", ["content", "content/asthma", "content/asthma/en.yaml", "."])
def test_new_leaves_odd_things_as_they_are(
    place: str, kind: str, tmp_path: Path, factsheet: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    odd = Path(os.path.normpath(tmp_path / "there" / place))
    odd.parent.mkdir(parents=True, exist_ok=True)
    ODD[kind][0](odd)
    before = os.lstat(odd)
    code, said = factsheet("new", "there", "--topic", "asthma")
    assert code == (0 if place.endswith(".yaml") else ExitCode.MISSING), said
    assert os.lstat(odd).st_ino == before.st_ino
    assert "there" in said
