"""What is read of a workspace, and how often."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import pytest

from builder import batch, editions, workspace
from builder.editions import Choices, Request
from builder.library import Library
from builder.problems import ContentError, Failure, Problem
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


# --- Translations -----------------------------------------------------------------------------------------------------


@pytest.fixture
def translated(tmp_path: Path) -> Workspace:
    """The sample topic in English, and with a lost sign and a changed number in Spanish and in British English."""
    here = Workspace(tmp_path)
    workspace.copy_sample(tmp_path)
    text = here.topic_file("alps", "en").read_text("utf-8")
    lost = text[text.index("    - id: help-fever\n") : text.index("    - id: ", text.index("id: help-fever"))]
    for language in ("es", "en-GB"):
        own = text.replace("language: en\n", f"language: {language}\n").replace(lost, "")
        own = own.replace("18 of 150", "18 of 15")
        here.topic_file("alps", language).write_text(own, encoding="utf-8")
    return here


STEPS = {"The part 'help-fever' of the source is missing here.",
         "The numbers or citations of 'key-lymphoma' differ from the source."}  # fmt: skip


def told(here: Workspace, language: str, command: str = "") -> Sequence[Problem]:
    """Return what a command says of a translation; without one, what the rules on its source say."""
    (request,) = asked(here, topics=("alps",), languages=(language,), formats=("handout",))
    if not command:
        return Library(here, TODAY).check(request)
    (outcome,) = batch.check([request], here, TODAY) if command == "check" else batch.build([request], here, here.root)
    assert not [one for one in outcome.problems if isinstance(one, Failure)]
    return outcome.problems


@pytest.mark.parametrize(("language", "command"), [("es", "check"), ("en-GB", "check"), ("en-GB", "build")])
def test_a_translation_is_compared_with_its_source(translated: Workspace, language: str, command: str) -> None:
    """Also in a language that the program has no words for yet: what is wrong with the text need not wait for them."""
    found = {one.message: one for one in told(translated, language, command)}
    assert found.keys() >= STEPS
    assert {one.rule for one in found.values()} >= {"out-of-step", "changed-number"}
    for message in STEPS:
        span, _ = found[message].related[0]
        assert Path(span.path).name == "en.yaml"
    assert ("no-locale" in {one.rule for one in found.values()}) == (language == "es")


def test_the_source_is_compared_with_nothing(translated: Workspace) -> None:
    assert not {one.rule for one in told(translated, "en")} & {"out-of-step", "changed-number", "unread-source"}


@pytest.mark.parametrize("content", ["title: [", "topic: alps\n", ""])
def test_a_broken_source_hides_nothing_of_its_translation(translated: Workspace, content: str) -> None:
    translated.topic_file("alps", "en").write_text(content, encoding="utf-8")
    edit(translated.topic_file("alps", "en-GB"), ("Check-ups look for", "Who suffers from ALPS has check-ups for"))
    found = {one.rule: one for one in told(translated, "en-GB")}
    assert "stigmatising-words" in found
    assert "was not compared with en.yaml" in found["unread-source"].message
    assert found["unread-source"].hint == "See what: factsheet check alps --language en"


def test_who_does_not_ask_about_translations_is_not_told_of_a_broken_source(translated: Workspace) -> None:
    translated.topic_file("alps", "en").write_text("", encoding="utf-8")
    (request,) = asked(translated, topics=("alps",), languages=("en-GB",), formats=("handout",))
    library = Library(translated, TODAY)
    assert [one.rule for one in library.check(request, select=["TRAN"])] == ["unread-source"]
    assert library.check(request, select=["WORD008"]) == library.check(request, ["LINT"], ["LINT"]) == []


def test_a_source_that_cannot_be_opened_hides_nothing_of_its_translation(translated: Workspace) -> None:
    path = translated.topic_file("alps", "en")
    path.unlink()
    path.symlink_to(path)
    assert "unread-source" in {one.rule for one in told(translated, "en-GB")}


@pytest.mark.parametrize("broken", ["en", "en-GB"])
def test_parts_without_an_id_are_told_since_they_cannot_be_compared(translated: Workspace, broken: str) -> None:
    edit(translated.topic_file("alps", broken), ("- id: key-lymphoma\n  text:", "- text:"))
    found = [one for one in told(translated, "en-GB") if one.rule == "out-of-step"]
    said = "Parts of the source have no id" if broken == "en" else "Parts without an id cannot"
    assert [one for one in found if one.message.startswith(said)]


def test_what_lies_in_a_part_that_is_missing_is_not_told_besides(translated: Workspace) -> None:
    text = translated.topic_file("alps", "en").read_text("utf-8")
    first = text.index("\n- id: ", text.index("\nsections:"))
    lost = text[first : text.index("\n- id: ", first + 1)]
    assert lost.count(" id: ") > 1
    edit(translated.topic_file("alps", "en-GB"), (lost, ""))
    missing = [one for one in told(translated, "en-GB") if "of the source is missing" in one.message]
    assert len(missing) == 2


@pytest.mark.parametrize(
    ("languages", "preferred", "source"),
    [
        ("en es", (), "en"),
        ("en es", ("es", "en"), "es"),
        ("en es", ("fr", "es"), "es"),
        ("ar en-GB", (), "en-GB"),
        ("en-GB en", (), "en"),
        ("es ar", (), "ar"),
    ],
)
def test_which_language_is_the_source(here: Workspace, languages: str, preferred: tuple[str, ...], source: str) -> None:
    folder = here.content / "zoster"
    folder.mkdir()
    for language in languages.split():
        (folder / f"{language}.yaml").touch()
    assert here.source_language("zoster", preferred) == source
