"""What is read of a workspace, and how often."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from builder import editions, workspace
from builder.editions import Choices, Request
from builder.library import Library
from builder.problems import ContentError
from builder.workspace import Workspace

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    """A workspace with the topic asthma and an example clinic."""
    workspace.start_workspace(tmp_path, "asthma", TODAY)
    return Workspace(tmp_path)


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def asked(here: Workspace, **choices: object) -> list[Request]:
    return editions.requests(Library(here), Choices(**choices))  # type: ignore[arg-type]


def test_each_file_is_read_once(here: Workspace) -> None:
    library = Library(here)
    one, other = asked(here)
    assert library.open(one)[0] is library.open(other)[0]
    assert library.open(one)[1].references is library.open(other)[1].references


def test_problems_of_all_files_come_together(here: Workspace) -> None:
    edit(here.topic_file("asthma", "en"), ("purpose:", "porpose:"))
    edit(here.references_file("asthma"), ("volume:", "volme:"))
    edit(here.clinic_file("example-clinic"), ("phone:", "fone:"))
    (one,) = asked(here, formats=("handout",), clinic="example-clinic")
    with pytest.raises(ContentError) as error:
        Library(here).open(one)
    files = {Path(problem.span.path).name for problem in error.value.problems if problem.span}
    assert files == {"en.yaml", "references.yaml", "example-clinic.yaml"}
