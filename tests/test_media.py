"""One sheet, many media: what is asked for, which files are made, and what they say."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from builder import batch, editions, formats, workspace
from builder.editions import Choices, Request
from builder.layout import lay
from builder.library import Library
from builder.media import MEDIA
from builder.pdf import archive
from builder.pipeline import TIGHTNESS
from builder.problems import ContentError, UsageError
from builder.workspace import Workspace

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    workspace.start_workspace(tmp_path, "asthma", TODAY)
    return Workspace(tmp_path)


def asked(here: Workspace, *media: str) -> list[Request]:
    return editions.requests(Library(here), Choices(topics=("asthma",), formats=("handout",), media=media))


def test_pdf_is_made_where_nothing_is_said(here: Workspace) -> None:
    assert [str(request.file) for request in asked(here)] == ["asthma/asthma-handout-en.pdf"]


def test_each_medium_is_a_file_beside_the_pdf(here: Workspace) -> None:
    files = [str(request.file) for request in asked(here, *MEDIA, "html")]
    assert files == [f"asthma/asthma-handout-en.{ending}" for ending in ("pdf", "html", "txt")]


@pytest.mark.parametrize(("said", "media"), [
    ("to: html", ["html"]), ("to: [text, pdf]", ["text", "pdf"]), ("to:", ["pdf"]), ("paper: a4", ["pdf"]),
])  # fmt: skip
def test_the_defaults_choose_media(here: Workspace, said: str, media: list[str]) -> None:
    here.defaults_file.write_text(said)
    assert [request.medium for request in asked(here)] == media
    assert [request.medium for request in asked(here, "text")] == ["text"]


@pytest.mark.parametrize(("said", "hint"), [
    ("to: htlm", "Did you mean 'html'?"), ("to: [pdf, docx]", "There are: pdf, html, text."),
])  # fmt: skip
def test_defaults_that_name_no_medium_are_told_with_their_place(here: Workspace, said: str, hint: str) -> None:
    here.defaults_file.write_text(said)
    with pytest.raises(ContentError) as error:
        asked(here)
    (problem,) = error.value.problems
    assert (problem.rule, problem.hint) == ("defaults-value", hint)
    assert problem.span
    assert problem.span.line == 1


def test_an_unknown_medium_is_wrong_usage(here: Workspace) -> None:
    with pytest.raises(UsageError) as error:
        asked(here, "htm")
    assert (str(error.value), error.value.hint) == ("There is no medium called 'htm'.", "Did you mean 'html'?")


def test_all_media_say_the_same_and_are_in_the_manifest(here: Workspace) -> None:
    output = here.root / "output"
    outcomes = list(batch.build(asked(here, *MEDIA), here, output))
    assert [outcome.entry is not None for outcome in outcomes] == [True] * 3
    manifest = json.loads((output / "manifest.json").read_text("utf-8"))["files"]
    assert {name: one["edition"]["medium"] for name, one in manifest.items()} == {
        f"asthma/asthma-handout-en.{ending}": medium for medium, ending in MEDIA.items()
    }
    html, text = ((output / f"asthma/asthma-handout-en.{ending}").read_text("utf-8") for ending in ("html", "txt"))
    title = Library(here).document("asthma", "en").title.nodes[0].text  # type: ignore[union-attr]
    assert title in html
    assert title in text


def test_the_same_bytes_come_again(here: Workspace) -> None:
    first, again = ({outcome.request: outcome.entry.sha256 for outcome in
                     batch.build(asked(here, *MEDIA), here, here.root / folder) if outcome.entry}
                    for folder in ("one", "two"))  # fmt: skip
    assert first == again
    assert len(first) == 3


def test_what_stops_a_pdf_stops_the_others(here: Workspace) -> None:
    path = here.topic_file("asthma", "en")
    path.write_text(path.read_text("utf-8").replace("status: draft", "status: withdrawn"), "utf-8")
    outcomes = list(batch.build(asked(here, *MEDIA), here, here.root / "output"))
    assert [[problem.rule for problem in one.problems] for one in outcomes] == [["withdrawn-topic"]] * 3


def test_one_composing_serves_all_media_and_steps_and_one_setting_becomes_a_file(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The handout runs over its pages, so that it is set once for each step of tightness."""
    path = here.topic_file("asthma", "en")
    path.write_text(path.read_text("utf-8").replace("\nsections:\n", LONG_SECTION, 1), "utf-8")
    calls: Counter[str] = Counter()

    def counted(module: ModuleType, name: str) -> None:
        whole = getattr(module, name)

        def call(*arguments: object) -> object:
            calls[name] += 1
            return whole(*arguments)

        monkeypatch.setattr(module, name, call)

    counted(formats, "compose")
    counted(lay, "lay")
    counted(archive, "write")
    outcomes = list(batch.build(asked(here, *MEDIA), here, here.root / "output"))
    assert all(outcome.entry for outcome in outcomes)
    assert calls == {"compose": 1, "lay": len(TIGHTNESS), "write": 1}
    calls.clear()
    assert list(batch.check(asked(here, "pdf"), here, TODAY))
    assert calls == {"compose": 1, "lay": len(TIGHTNESS)}


LONG_SECTION = """
sections:
- id: long
  kind: other
  title: A long section
  formats: [handout]
  blocks:
""" + "".join(f"""\
  - id: long-{number}
    kind: story
    paragraph: {"The day was long and the night was short. " * 8}
""" for number in range(16))
