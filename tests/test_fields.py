"""What the model accepts is used: every field of a topic, a clinic and a reference is read by a rule or a format."""

from __future__ import annotations

import dataclasses
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import topics
import yaml

from builder import editions, model, pipeline
from builder.editions import Choices
from builder.library import Library
from builder.workspace import Workspace

ABSTRACT = {model.Node, model.Named, model.BlockBase}
CLASSES = [one for one in vars(model).values()
           if isinstance(one, type) and issubclass(one, model.Node) and one not in ABSTRACT]  # fmt: skip
WALKERS = {"below", "unprinted", "_stated", "__eq__", "__hash__"}
"""Functions that go through all fields of a node, whatever they are called: that is no use of any."""
UNREAD: dict[str, str] = {}
"""Fields that nothing reads, each with the reason why it is accepted all the same."""


def fields() -> set[str]:
    return {f"{one.__name__}.{field.name}" for one in CLASSES for field in dataclasses.fields(one)
            if field.name != "place"}  # fmt: skip


def _caller() -> str:
    """Return the function that reads a field."""
    return sys._getframe(2).f_code.co_qualname.split(".<locals>")[0].rsplit(".")[-1]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The fields that were read since, but for those that a walker came by."""
    found: set[str] = set()
    known = fields()

    def spy(node: Any, name: str) -> Any:
        if f"{type(node).__name__}.{name}" in known and _caller() not in WALKERS:
            found.add(f"{type(node).__name__}.{name}")
        return object.__getattribute__(node, name)

    monkeypatch.setattr(model.Node, "__getattribute__", spy, raising=False)
    return found


def everything() -> Iterator[dict[str, Any]]:
    """Yield the topic of everything as one that awaits its review, and as one that has had it and one treatment."""
    for status in ("awaiting-review", "reviewed"):
        topic = topics.everything()
        topic["governance"]["status"] = status
        topic["profile"] = "nhs"
        topic["waivers"] = [{"rule": "long-sentence", "why": "A test.", "by": "A. Writer", "until": "2028-11-22"}]
        if status == "reviewed":
            blocks = [block for section in topic["sections"] for block in section["blocks"]]
            treatments = next(block["treatments"] for block in blocks if "treatments" in block)
            linked = [option for option in treatments["options"] if option["id"] == "option-some"]
            treatments |= {"options": linked, "single_option": "true"}
        yield topic


def lay(root: Path, topic: dict[str, Any]) -> Workspace:
    """Make a workspace of a topic, its references, its figures and a clinic."""
    folder, clinics = root / "content" / "everything", root / "content" / "clinics"
    for place in (folder, clinics):
        shutil.copytree(topics.FOLDER / "figures", place / "figures", dirs_exist_ok=True)
    (folder / "en.yaml").write_text(yaml.safe_dump(topic, allow_unicode=True), encoding="utf-8")
    shutil.copy(topics.FOLDER / "references.yaml", folder)
    shutil.copy(topics.FOLDER / "clinic.yaml", clinics)
    return Workspace(root)


def test_every_field_is_read(tmp_path: Path, read: set[str]) -> None:
    for number, topic in enumerate(everything()):
        library = Library(lay(tmp_path / str(number), topic))
        for clinic in (None, "clinic"):
            for request in editions.requests(library, Choices(clinic=clinic)):
                list(pipeline.check(request, library))
    assert sorted(fields() - read - set(UNREAD)) == []


def test_what_is_said_to_be_unread_is_there() -> None:
    assert set(UNREAD) <= fields()
