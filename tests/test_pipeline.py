"""What stops a build and what does not, and what is written down about it."""

from __future__ import annotations

import datetime
import gc
import json
from pathlib import Path

import pytest
from small import laid

from builder import batch, editions, locale, model, pipeline, workspace
from builder.checks import PAGE_RULES, RULES
from builder.editions import Choices, Request
from builder.library import Library
from builder.manifest import digest
from builder.pdf.write import write
from builder.problems import Failure
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


# --- What stops a build -----------------------------------------------------------------------------------------------


def built(here: Workspace, *formats: str) -> list[pipeline.Outcome]:
    return list(batch.build(asked(here, formats=formats), here, here.root / "output"))


def test_a_draft_is_built_with_things_left_to_do(here: Workspace) -> None:
    (outcome,) = built(here, "factsheet")
    assert outcome.entry
    assert outcome.problems == ()
    assert "unreviewed-topic" in {problem.rule for problem in outcome.left}


def test_the_same_text_is_refused_once_it_claims_to_be_ready(here: Workspace) -> None:
    edit(here.topic_file("asthma", "en"), ("status: draft", "status: awaiting-review"))
    (outcome,) = built(here, "factsheet")
    assert outcome.entry is None
    assert outcome.left == ()
    assert any(problem.severity == "error" for problem in outcome.problems)
    assert not (here.root / "output").exists()


def test_what_could_harm_the_reader_stops_a_draft_too(here: Workspace) -> None:
    """A dose without a source is a matter of safety."""
    edit(here.topic_file("asthma", "en"), ("What should I do first?", "Take 5 mg prednisone a day."))
    (outcome,) = built(here, "factsheet")
    assert outcome.entry is None
    assert any(RULES[problem.rule].code.startswith("SAFE") for problem in outcome.problems)


def test_a_rule_that_crashes_stops_even_a_draft(here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    name, rule = next(iter(RULES.items()))
    monkeypatch.setitem(RULES, name, pipeline.replace(rule, check=broken))
    (outcome,) = built(here, "factsheet")
    assert outcome.entry is None
    assert [problem.rule for problem in outcome.problems if isinstance(problem, Failure)] == ["rule-crashed"]


def test_what_prints_does_not_depend_on_the_day(here: Workspace) -> None:
    """Rules that compare with today are for `check`; a build runs none of them."""
    dated = {name for name, rule in {**RULES, **PAGE_RULES}.items() if not rule.fails_build}
    assert "past-review-date" in dated
    edit(here.topic_file("asthma", "en"), ("next_review: 2028", "next_review: 2026"))
    (outcome,) = built(here, "handout")
    assert not dated & {problem.rule for problem in (*outcome.problems, *outcome.left)}
    late = batch.check(asked(here, formats=("handout",)), here, datetime.date(2030, 1, 1))
    assert "past-review-date" in {problem.rule for outcome in late for problem in outcome.problems}


def test_check_finds_what_build_would_find(here: Workspace) -> None:
    (outcome,) = built(here, "factsheet")
    (checked,) = batch.check(asked(here, formats=("factsheet",)), here, TODAY)
    assert {*outcome.problems, *outcome.left} <= set(checked.problems)


def test_select_and_ignore_choose_rules(here: Workspace) -> None:
    requests = asked(here, formats=("factsheet",))
    only = [found.rule for one in batch.check(requests, here, TODAY, select=["META"]) for found in one.problems]
    none = [found.rule for one in batch.check(requests, here, TODAY, ignore=["META"]) for found in one.problems]
    assert only
    assert not set(only) & set(none)


# --- What is written down ---------------------------------------------------------------------------------------------


def test_the_manifest_names_every_source_with_its_hash(here: Workspace) -> None:
    workspace.copy_sample(here.root)
    (here.root / "styles").mkdir()
    (here.root / "styles/ours.yaml").write_text("extends: warm\n", encoding="utf-8")
    (one,) = asked(here, topics=("alps",), formats=("factsheet",), style="ours", clinic="riverbank")
    document, _ = Library(here).open(one)
    figures = {
        f"content/alps/{block.figure.file}"
        for section in document.sections
        for block in section.blocks
        if isinstance(block, model.Figure)
    }
    assert figures
    found = {pipeline._below(path, here.root): path for path in Library(here).files(one)}
    assert set(found) == figures | {
        "content/alps/en.yaml",
        "content/alps/references.yaml",
        "content/clinics/riverbank.yaml",
        "content/clinics/riverbank.svg",
        "styles/ours.yaml",
        "(built in)/warm.yaml",
        "(built in)/plain.yaml",
    }


def test_the_manifest_tells_true_hashes(here: Workspace) -> None:
    built(here)
    files = json.loads((here.root / "output/manifest.json").read_text(encoding="utf-8"))["files"]
    assert len(files) == 2
    for name, entry in files.items():
        assert entry["sha256"] == digest(here.root / "output" / name)
        assert entry["sources"]["content/asthma/en.yaml"] == digest(here.topic_file("asthma", "en"))
        assert entry["edition"]["style"] == "plain"


def test_safe_rewrites_keep_the_rest_of_the_file(here: Workspace) -> None:
    path = here.topic_file("asthma", "en")
    edit(path, ("Say what it does.", "Say how to utilize it."))
    before = path.read_bytes()
    problems = [problem for one in batch.check(asked(here), here, TODAY) for problem in one.problems]
    ((changed, (old, new)),) = batch.rewrites(problems).items()
    assert changed.samefile(path)
    assert old.encode() == before
    assert new == old.replace("utilize", "use")


def test_what_was_set_goes_when_it_is_let_go_of() -> None:
    """Nothing waits for the garbage collector, which would hold up a batch and let its memory grow."""
    library = Library(Workspace(Path(__file__).parent.parent))
    request = Request("alps", "handout", "en", "plain", "a4", clinic="riverbank")
    write(laid(request, library))
    gc.collect()
    gc.disable()
    try:
        write(laid(request, library))
        assert gc.collect() == 0
    finally:
        gc.enable()


# --- Where what the page shows stands in the sources ------------------------------------------------------------------

SIGN = "\U00012000"  # a cuneiform sign, which no font of ours has


def test_a_character_without_a_glyph_is_told_once_at_each_place(here: Workspace) -> None:
    """Also where what is printed comes from a pattern or stands in the margin, and for both formats together."""
    topic, clinic = here.topic_file("asthma", "en"), here.clinic_file("example-clinic")
    edit(topic, ("title: Asthma", f"title: Asthma {SIGN}"), ('version: "', f'version: "{SIGN}'),
         ("governance:\n", f"abbreviations: {{A{SIGN}: words}}\ngovernance:\n"),
         ("  publisher:\n    name: ", f"  publisher:\n    name: {SIGN}"))
    edit(clinic, ("phone: ", f"phone: {SIGN}"), ("name: ", f"name: {SIGN}"))
    edit(here.references_file("asthma"), ("family: Another", f"family: {SIGN}Another"))
    requests = asked(here, clinic="example-clinic")
    for work in (batch.check(requests, here, TODAY), batch.build(requests, here, here.root / "output")):
        found = [one for outcome in work for one in outcome.problems if one.rule == "missing-glyph"]
        assert len(found) > len(requests)
        once = set(found)
        assert len(found) == len(requests) * len(once)
        texts = {path.as_posix(): path.read_text("utf-8").split("\n") for path in here.content.rglob("*.yaml")}
        told = {(one.span.path, one.span.line, one.span.column) for one in once if one.span}
        assert told == {
            (path, number, line.index(SIGN) + 1)
            for path, lines in texts.items()
            for number, line in enumerate(lines, 1)
            if SIGN in line and not path.endswith("defaults.yaml")
        }


def test_a_character_without_a_glyph_in_the_words_of_a_language_is_told_there(
    here: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = (locale.FOLDER / "en.yaml").read_text("utf-8")
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales/en.yaml").write_text(words.replace("key_points: ", f"key_points: {SIGN}"), encoding="utf-8")
    monkeypatch.setattr(locale, "FOLDER", tmp_path / "locales")
    locale.load.cache_clear()
    try:
        (outcome, _) = batch.check(asked(here), here, TODAY)
    finally:
        locale.load.cache_clear()
    (problem,) = [one for one in outcome.problems if one.rule == "missing-glyph"]
    assert problem.span
    line = next(number for number, line in enumerate(words.split("\n"), 1) if "key_points: " in line)
    assert problem.span[:2] == ("builder/locales/en.yaml", line)


def test_every_problem_of_a_bad_page_has_a_place(here: Workspace) -> None:
    style = here.root / "styles/tight.yaml"
    style.parent.mkdir()
    style.write_text("extends: plain\nfactsheet: {page: {top: 12, bottom: 12}}\n", encoding="utf-8")
    edit(here.topic_file("asthma", "en"), ("title: Asthma", f"title: {'Asthma and asthma ' * 12}"))
    outcomes = list(batch.check(asked(here, style="tight", clinic="example-clinic"), here, TODAY))
    assert any(outcome.problems for outcome in outcomes)
    assert not [one for outcome in outcomes for one in outcome.problems if one.span is None]


def test_of_a_file_saved_during_a_build_the_manifest_has_the_hash_of_what_was_read(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other way round, what was saved would count as printed."""
    path = here.topic_file("asthma", "en")
    before, whole = digest(path), pipeline.fitted

    def saved_meanwhile(*arguments):  # type: ignore[no-untyped-def]
        edit(path, ("title: Asthma", "title: Bronchial asthma"))
        return whole(*arguments)

    monkeypatch.setattr(pipeline, "fitted", saved_meanwhile)
    (outcome,) = built(here, "handout")
    assert outcome.entry
    assert dict(outcome.entry.sources)["content/asthma/en.yaml"] == before != digest(path)
