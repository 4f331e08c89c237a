"""What a clinic's file prints: its logo, its address, its hours."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import topics
import yaml

from builder import locale, pipeline, reader, source, workspace
from builder.checks import check
from builder.checks.subject import Subject
from builder.editions import Request
from builder.formats.inline import clinic_value
from builder.layout.record import SetBox
from builder.library import Library
from builder.model import Clinic
from builder.style import MILLIMETRE
from builder.verify.readback import elements

FORMATS = ("factsheet", "handout")


def clinic(**changes: Any) -> Clinic:
    """Return the clinic that has every field, with some changed."""
    known = yaml.load((topics.FOLDER / "clinic.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    text = yaml.safe_dump({**known, **changes}, sort_keys=False, allow_unicode=True)
    return reader.clinic(source.parse(text.encode(), "clinic.yaml"))


# --- Logos ------------------------------------------------------------------------------------------------------------

LOGOS = {"square": (100, 100), "wide": (300, 70), "very wide": (1000, 40), "tall": (40, 200), "a line": (10, 2000)}


@pytest.mark.parametrize("title", ["Gout", "Autoimmune lymphoproliferative syndrome", "Spondylocheirodysplastic " * 3])
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("size", LOGOS.values(), ids=list(LOGOS))
def test_a_logo_of_any_shape_is_14_mm_high_unless_it_is_very_wide(
    size: tuple[int, int], format: str, title: str, tmp_path: Path
) -> None:
    box = f'viewBox="0 0 {size[0]} {size[1]}"'
    (tmp_path / "logo.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {box}/>')
    context = replace(topics.context(), clinic=clinic(logo={"file": "logo.svg", "alt": "A logo"}),
                      clinic_folder=tmp_path, root=tmp_path.parent)  # fmt: skip
    content, pages = topics.set_(format, topics.document({**topics.least(), "title": title}), context)
    [logo] = [one for one in pages.boxes if one.kind == "logo"]
    width, height = logo.width / MILLIMETRE, logo.height / MILLIMETRE
    assert logo.page == 0
    expected = min(60, 14 * size[0] / size[1]), min(14, 60 * size[1] / size[0])
    assert (width, height) == pytest.approx(expected, abs=0.01)
    assert not [line for line in pages.lines if overlaps(logo, line)]
    assert (topics.clashing(pages), topics.beyond(pages)) == ([], [])
    figures = [one for one in elements(topics.read_back(content, tmp_path)) if one.role == "Figure"]
    assert figures[0].attributes["Alt"] == "A logo"


def overlaps(box: SetBox, line: Any) -> bool:
    return (line.page == box.page and box.x < line.x + line.width and line.x < box.x + box.width
            and box.y < line.baseline + 0.5 * line.size and line.baseline < box.y + box.height)  # fmt: skip


# --- Address and hours ------------------------------------------------------------------------------------------------

LINES = {
    "Monday to Friday": ["Monday to Friday"],
    "Monday to Friday, 9 to 5": ["Monday to Friday, 9 to 5"],
    "Monday, Tuesday": ["Monday", "Tuesday"],
    "Monday, 9 to 5; Tuesday": ["Monday, 9 to 5", "Tuesday"],
    "Monday; Tuesday, 9 to 5; Friday": ["Monday", "Tuesday, 9 to 5", "Friday"],
}


@pytest.mark.parametrize(("joined", "lines"), LINES.items())
def test_each_line_is_printed_on_its_own_and_in_running_text_they_are_joined(
    joined: str, lines: list[str], tmp_path: Path
) -> None:
    made = clinic(hours=lines, address=[*lines])
    assert clinic_value(made, "hours", locale.load("en")) == joined
    topic = topics.least({"id": "open", "paragraph": "We are open: {clinic.hours}."})
    content, _ = topics.set_("handout", topics.document(topic), replace(topics.context(), clinic=made))
    said = topics.said(topics.read_back(content, tmp_path))
    calls, opens = said.index("Telephone: 555 0100"), said.index(f"Open: {lines[0]}")
    assert said[: 1 + len(lines)] == ["Clinic of everything", *lines]
    assert said[calls + 1] == "Nights and weekends: 555 0199"
    assert said[opens + 1 : opens + len(lines)] == lines[1:]
    assert f"We are open: {joined}." in said


def test_an_address_that_no_column_holds_is_told_at_its_place() -> None:
    long = "department.of.childrens.haematology@university-hospital-of-everything.example"
    topic = topics.document(topics.least({"id": "open", "paragraph": "We are open."}))
    pages = topics.set_("handout", topic, replace(topics.context(), clinic=clinic(email=long)))[1]
    [problem] = pages.problems
    assert (problem.rule, problem.hint) == ("split-word", "Is there a shorter address?")
    assert problem.span
    assert problem.span.path == "clinic.yaml"


def test_one_line_needs_no_list() -> None:
    assert clinic(hours="9 to 5", address="1 Quay") == clinic(hours=["9 to 5"], address=["1 Quay"])


# --- What is needed ---------------------------------------------------------------------------------------------------

ROOT = Path(__file__).parents[2]


def asked(made: Clinic, profile: str) -> set[str]:
    """Return the fields that the rules ask of a clinic."""
    context = replace(topics.context(), clinic=made, profile=profile)
    found = check(Subject(topics.document(), context), select=["CLIN", "LEGL"])
    hints = [one.hint for one in found if one.span and one.span.path == made.place["clinic"].span().path]
    return {key for hint in hints for key in re.findall(r"Add `(\w+):`", hint)}


def test_the_manual_the_schema_and_the_rules_agree_on_what_a_clinic_needs() -> None:
    """The manual has a sentence for each: what is needed, what is asked for, and what is in the United States."""
    manual = (ROOT / "content" / "README.md").read_text("utf-8").partition("## Clinics")[2]
    told = re.search(r"(?ms)^(`clinic`.*?) are needed\.(.*?)is printed;(.*?)Everything else", manual)
    assert told
    needed, wanted, american = (set(re.findall(r"`([a-z_]+)`", words)) - {"us"} for words in told.groups())
    schema = reader.schema("clinic")
    assert needed == set(schema["required"])
    bare = clinic()
    for key in set(schema["properties"]) - needed:
        object.__setattr__(bare, key, None)
    assert asked(bare, "base") == wanted
    assert asked(bare, "us") == wanted | american


def test_the_example_clinic_lacks_nothing() -> None:
    path = ROOT / "builder" / "starter" / "clinics" / "example-clinic.yaml"
    assert asked(reader.clinic(source.load(path, "example-clinic.yaml")), "base") == set()


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(("style", "clinic"), [
    ("plain", "riverbank"), ("warm", "riverbank"), ("contrast", "riverbank"), ("plain", "example-clinic"),
])
def test_the_sample_fits_on_one_sheet_with_the_clinics_that_come_along(
    style: str, clinic: str, paper: str, tmp_path: Path
) -> None:
    workspace.start_workspace(tmp_path, "asthma", datetime.date(2026, 11, 22))
    workspace.copy_sample(tmp_path)
    request = Request("alps", "handout", "en", style, paper, clinic=clinic)
    library = Library(workspace.Workspace(tmp_path))
    assert pipeline.fitted(pipeline.composed(request, library), *library.open(request)).pages.count == 2
