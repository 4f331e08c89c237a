"""Figures: only files below the workspace are read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pictures import PLACE, Scalar, svg

from builder.drawings import figures
from builder.problems import ContentError

SAFE = '<rect width="9" height="9"/>'


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A topic's folder in a workspace, with a drawing beside the workspace that no topic may print."""
    folder = tmp_path / "workspace" / "content" / "alps"
    folder.mkdir(parents=True)
    (tmp_path / "secret.svg").write_text(svg(SAFE))
    (tmp_path / "workspace-of-others").mkdir()
    (tmp_path / "workspace-of-others" / "secret.svg").write_text(svg(SAFE))
    return folder


def where(folder: Path, file: str) -> tuple[str, str]:
    with pytest.raises(ContentError) as caught:
        figures.read(file, folder, folder.parents[1], Scalar(file))
    [problem] = caught.value.problems
    assert problem.span == PLACE
    return problem.rule, problem.message


@pytest.mark.parametrize("file", ["../../../secret.svg", "../../../workspace-of-others/secret.svg", "/etc/hostname"])
def test_no_path_leads_out_of_the_workspace(file: str, workspace: Path) -> None:
    assert where(workspace, file) == ("path-outside-workspace", f"{file}: the figure lies outside the workspace.")


def test_no_link_leads_out_of_the_workspace(workspace: Path) -> None:
    (workspace / "a.svg").symlink_to("../../../secret.svg")
    (workspace / "folder").symlink_to("../../..")
    assert where(workspace, "a.svg")[0] == "path-outside-workspace"
    assert where(workspace, "folder/secret.svg")[0] == "path-outside-workspace"


def test_a_link_inside_the_workspace_is_followed(workspace: Path) -> None:
    (workspace.parent / "shared.svg").write_text(svg(SAFE))
    (workspace / "a.svg").symlink_to("../shared.svg")
    assert figures.read("a.svg", workspace, workspace.parents[1], None).size == (100, 80)


def test_what_is_no_file_is_not_read(workspace: Path) -> None:
    (workspace / "folder").mkdir()
    (workspace / "loop.svg").symlink_to("loop.svg")
    os.mkfifo(workspace / "pipe.svg")
    assert where(workspace, "missing.svg") == ("missing-figure", "missing.svg: there is no such file.")
    assert where(workspace, "folder") == ("unreadable-figure", "folder: this is not a file.")
    assert where(workspace, "pipe.svg") == ("unreadable-figure", "pipe.svg: this is not a file.")
    assert where(workspace, "loop.svg")[0] in ("unreadable-figure", "missing-figure")
    assert where(workspace, "folder/a.svg/b.svg")[0] in ("unreadable-figure", "missing-figure")
    assert where(workspace, "a" * 300 + ".svg")[0] == "unreadable-figure"


def test_a_file_of_many_megabytes_is_not_read(workspace: Path) -> None:
    with (workspace / "a.png").open("wb") as file:
        file.truncate(9 * 2**20)
    assert where(workspace, "a.png") == ("figure-too-large", "a.png: the file is larger than 8 MiB.")


def test_a_file_that_nobody_may_read_is_a_problem(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workspace / "a.svg"
    path.write_text(svg(SAFE))
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    assert where(workspace, "a.svg") == ("unreadable-figure", "a.svg: the file cannot be read (Permission denied).")
