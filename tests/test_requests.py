"""Which editions are asked for."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from builder import editions, workspace
from builder.editions import Choices, Request
from builder.library import Library
from builder.problems import UsageError
from builder.workspace import Workspace

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    """A workspace with the topic asthma and an example clinic."""
    workspace.start_workspace(tmp_path, "asthma", TODAY)
    return Workspace(tmp_path)


def asked(here: Workspace, **choices: object) -> list[Request]:
    return editions.requests(Library(here), Choices(**choices))  # type: ignore[arg-type]


def test_every_topic_format_and_language_is_built(here: Workspace) -> None:
    workspace.start_topic(here.root, "zoster", TODAY)
    (here.content / "zoster/de.yaml").write_bytes((here.content / "zoster/en.yaml").read_bytes())
    assert [(one.topic, one.format, one.language) for one in asked(here)] == [
        ("asthma", "factsheet", "en"),
        ("asthma", "handout", "en"),
        ("zoster", "factsheet", "de"),
        ("zoster", "factsheet", "en"),
        ("zoster", "handout", "de"),
        ("zoster", "handout", "en"),
    ]
    (here.content / "defaults.yaml").write_text("languages: [en]", encoding="utf-8")
    assert {one.language for one in asked(here)} == {"en"}
    assert [one.topic for one in asked(here, languages=("de",), formats=("handout",))] == ["zoster"]


@pytest.mark.parametrize(
    ("choices", "clinic", "defaults", "expected"),
    [
        ({}, "", "", ("plain", "a4", None)),
        ({}, "", "style: warm\npaper: letter\n", ("warm", "letter", None)),
        ({}, "style: contrast\n", "style: warm\nclinic: example-clinic\n", ("contrast", "a4", "example-clinic")),
        ({"clinic": "example-clinic"}, "paper: letter\n", "style: warm\n", ("warm", "letter", "example-clinic")),
        ({"style": "plain", "paper": "a4"}, "style: contrast\npaper: letter\n", "clinic: example-clinic\n",
         ("plain", "a4", "example-clinic")),
    ],
)  # fmt: skip
def test_the_command_line_goes_before_the_clinic_and_the_clinic_before_the_defaults(
    here: Workspace, choices: dict[str, str], clinic: str, defaults: str, expected: tuple[str, str, str | None]
) -> None:
    with open(here.clinic_file("example-clinic"), "a", encoding="utf-8") as file:
        file.write(clinic)
    here.defaults_file.write_text(defaults, encoding="utf-8")
    (one, _) = asked(here, **choices)
    assert (one.style, one.paper, one.clinic) == expected


@pytest.mark.parametrize("choices", [{"style": "plaid"}, {"clinic": "x"}, {"topics": ("x",)}, {"formats": ("x",)}])
def test_a_name_that_does_not_exist_is_wrong_usage(here: Workspace, choices: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        asked(here, **choices)


def test_an_unknown_profile_is_wrong_usage(here: Workspace) -> None:
    with pytest.raises(UsageError) as error:
        asked(here, profile="uss")
    assert error.value.hint == "Did you mean 'us'?"


def test_formats_are_those_of_the_model(here: Workspace) -> None:
    """The names are known without importing what composes pages; both lists must say the same."""
    from builder.formats import FORMATS

    assert [one.format for one in asked(here)] == list(FORMATS)
