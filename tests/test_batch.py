"""Whatever happens to one edition is its outcome, with a name; the others are made, and come in the same order."""

from __future__ import annotations

import copy
import datetime
import errno
import faulthandler
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder import batch, cli, editions, manifest, pipeline, workspace
from builder.checks import RULES
from builder.editions import Choices, Request
from builder.library import Library
from builder.pipeline import Outcome
from builder.problems import BuildError, ExitCode, Failure, Problem, UsageError
from builder.workspace import Workspace

TODAY = datetime.date(2026, 11, 22)
ENDS = ("first", "last")


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    """A workspace with the topics first, kept and last."""
    workspace.start_workspace(tmp_path, "first", TODAY)
    for topic in ("kept", "last"):
        workspace.start_topic(tmp_path, topic, TODAY)
    return Workspace(tmp_path)


def asked(here: Workspace, **choices: object) -> tuple[list[Request], list[Problem]]:
    told: list[Problem] = []
    return editions.requests(Library(here), Choices(formats=("handout",), **choices), told.append), told  # type: ignore[arg-type]


def built(here: Workspace, jobs: int = 1) -> tuple[list[Outcome], list[Problem]]:
    requests, told = asked(here)
    return list(batch.build(requests, here, here.root / "output", jobs=jobs)), told


def files(here: Workspace) -> list[str]:
    return sorted(path.parent.name for path in (here.root / "output").glob("*/*.pdf"))


def put(path: Path, make: Callable[[Path], object]) -> None:
    path.unlink(missing_ok=True)
    make(path)


def write(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text, encoding="utf-8")


def rewritten(old: str, new: str) -> Callable[[Path], object]:
    """Return what writes the topic once more, with a line changed."""
    return lambda path: write(path.with_name("other").read_text(encoding="utf-8").replace(old, new))(path)


# --- What the world does to a topic -----------------------------------------------------------------------------------

IN_KEPT: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a folder for a topic's file": ("en.yaml", lambda path: path.mkdir(), "en.yaml"),
    "a folder for the references": ("references.yaml", lambda path: path.mkdir(), "references.yaml"),
    "a link to nothing": ("en.yaml", lambda path: path.symlink_to("nowhere.yaml"), "en.yaml"),
    "a link to itself": ("en.yaml", lambda path: path.symlink_to(path), "en.yaml"),
    "a link out": ("en.yaml", lambda path: path.symlink_to("/etc/passwd"), "en.yaml"),
    "an empty file": ("en.yaml", write(""), "en.yaml"),
    "a list": ("en.yaml", write("- 1\n"), "en.yaml"),
    "no YAML": ("en.yaml", write("{[}"), "en.yaml"),
    "null bytes": ("en.yaml", write("\0" * 100), "en.yaml"),
    "a language without a locale": ("tlh.yaml", rewritten("language: en", "language: tlh"), "'tlh'"),
    "a language in capitals that is empty": ("EN.yaml", write(""), "EN.yaml"),
    "a profile that does not exist": ("en.yaml", rewritten("language: en", "language: en\nprofile: uss"), "profile"),
    "withdrawn": ("en.yaml", rewritten("status: draft", "status: withdrawn"), "withdrawn"),
    "a file that ends in .yml": ("de.yml", write("topic: kept"), "de.yml"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "make", "said"), IN_KEPT.values(), ids=IN_KEPT)
def test_one_bad_topic_never_stops_the_others(
    here: Workspace, name: str, make: Callable[[Path], object], said: str
) -> None:
    folder = here.content / "kept"
    (folder / "other").write_bytes((folder / "en.yaml").read_bytes())
    put(folder / name, make)
    outcomes, told = built(here)
    assert {*ENDS} <= {*files(here)}
    assert {*ENDS} <= {file.split("/")[0] for file in manifest.read(here.root / "output")}
    problems = [problem for outcome in outcomes for problem in outcome.problems] + told
    assert any(said in f"{problem.span} {problem.message}" for problem in problems), problems
    assert "kept" in {outcome.request.topic for outcome in outcomes if not outcome.entry} or told


BESIDE: dict[str, tuple[str, str]] = {
    "a folder that can be no topic": ("content/My Topic/en.yaml", "My Topic"),
    "a topic called as a style": ("content/warm/en.yaml", "'warm'"),
    "a topic called as a paper": ("content/letter/en.yaml", "'letter'"),
    "a clinic called as a style": ("content/clinics/warm.yaml", "'warm'"),
    "a topic of .yml alone": ("content/other/en.yml", "en.yml"),
}


@pytest.mark.parametrize(("file", "said"), BESIDE.values(), ids=BESIDE)
def test_what_is_wrong_beside_the_topics_is_told_and_they_are_built(here: Workspace, file: str, said: str) -> None:
    (here.root / file).parent.mkdir(parents=True, exist_ok=True)
    (here.root / file).write_bytes(here.topic_file("kept", "en").read_bytes())
    outcomes, told = built(here)
    assert files(here) == ["first", "kept", "last"]
    assert all(outcome.entry for outcome in outcomes)
    assert [said in problem.message for problem in told] == [True]
    assert asked(here, topics=("first",))[1] == []


@pytest.mark.parametrize("file", ["styles/ours.yaml", "content/clinics/ours.yaml"])
def test_a_style_or_clinic_that_nobody_uses_stops_nothing(here: Workspace, file: str) -> None:
    (here.root / file).mkdir(parents=True)
    outcomes, told = built(here)
    assert files(here) == ["first", "kept", "last"]
    assert told == []


def close_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody read the folder of the topic kept, whoever runs the tests."""
    whole = Path.iterdir

    def closed(folder: Path):  # type: ignore[no-untyped-def]
        if folder.name == "kept":
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return whole(folder)

    monkeypatch.setattr(Path, "iterdir", closed)


def test_a_topic_whose_folder_cannot_be_read_is_told_and_the_others_are_built(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_kept(monkeypatch)
    _, told = built(here)
    monkeypatch.undo()
    assert files(here) == [*ENDS]
    (problem,) = told
    assert isinstance(problem, Failure)
    assert problem.exit_code == ExitCode.MISSING
    assert "content/kept cannot be read" in problem.message


def test_a_name_that_two_things_have_cannot_be_chosen(here: Workspace) -> None:
    (here.content / "clinics/warm.yaml").touch()
    with pytest.raises(UsageError, match="both called 'warm'"):
        asked(here, style="warm", named=("style",))


# --- What the program does to a topic ---------------------------------------------------------------------------------


def breaks(error: BaseException, here: Workspace, jobs: int, monkeypatch: pytest.MonkeyPatch) -> list[Outcome]:
    """Build while the topic kept, and no other, meets an error in the middle of its pages."""
    whole = pipeline.fitted

    def broken(sheet, *arguments):  # type: ignore[no-untyped-def]
        if sheet.metadata.identifier.startswith("kept-"):
            raise copy.copy(error)  # a fresh one, which remembers no other place
        return whole(sheet, *arguments)

    monkeypatch.setattr(pipeline, "fitted", broken)
    return built(here, jobs)[0]


class LayoutError(Exception):
    """As ReportLab has it, with words of several lines and a place in memory."""


ERRORS: dict[str, tuple[Exception, ExitCode]] = {
    "a bug": (ZeroDivisionError("by zero"), ExitCode.BUG),
    "a layout that fails": (LayoutError("Splitting error\n<_Story at 0x7f75584aa750>"), ExitCode.BUG),
    "an assertion": (AssertionError(), ExitCode.BUG),
    "a key": (KeyError("extends"), ExitCode.BUG),
    "a recursion": (RecursionError("maximum recursion depth exceeded"), ExitCode.BUG),
    "no memory": (MemoryError(), ExitCode.MISSING),
    "a file that must not be read": (PermissionError(errno.EACCES, "Permission denied", "kept.svg"), ExitCode.MISSING),
    "an OSError without words": (OSError("odd"), ExitCode.MISSING),
    "a missing font": (BuildError("The font Kurinto is not installed."), ExitCode.MISSING),
    "a missing package": (ModuleNotFoundError("No module named 'segno'"), ExitCode.BUG),
    "text that is no text": (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"), ExitCode.BUG),
    "an unknown name": (UsageError("There is no style called 'x'."), ExitCode.PROBLEMS),
}


@pytest.mark.parametrize(("error", "code"), ERRORS.values(), ids=ERRORS)
def test_whatever_is_raised_becomes_the_outcome_of_its_edition(
    here: Workspace, monkeypatch: pytest.MonkeyPatch, error: Exception, code: ExitCode
) -> None:
    outcomes = breaks(error, here, 1, monkeypatch)
    assert files(here) == [*ENDS]
    (problem,) = outcomes[1].problems
    assert (problem.exit_code if isinstance(problem, Failure) else ExitCode.PROBLEMS) == code
    assert problem.severity == "error"
    if code == ExitCode.BUG:
        assert "the handout of kept (en)" in problem.message
        assert type(error).__name__ in problem.message
        assert "\n" not in problem.message
        assert "content/kept/en.yaml" in str(problem.span)
        assert isinstance(problem, Failure)
        assert "Traceback" in problem.traceback
        assert " at 0x" not in problem.message + problem.traceback, "what differs from run to run"


def test_what_was_found_before_a_crash_is_not_lost(here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    requests, _ = asked(here, topics=("kept",))
    (whole,) = batch.check(requests, here, TODAY)
    of_source = {problem for problem in whole.problems if problem.rule in RULES}
    assert of_source

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pipeline, "fitted", broken)
    (outcome,) = batch.check(requests, here, TODAY)
    assert of_source < set(outcome.problems)
    assert {problem.rule for problem in outcome.problems if isinstance(problem, Failure)} == {"program-bug"}


def test_a_rule_that_does_not_exist_is_said_once(here: Workspace) -> None:
    with pytest.raises(UsageError, match="no rule called"):
        batch.check(asked(here)[0], here, TODAY, select=["uncited-clam"])


# --- What the disk does -----------------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_written_stops_no_other(here: Workspace) -> None:
    (here.root / "output").mkdir()
    (here.root / "output/kept").touch()
    outcomes, _ = built(here)
    assert files(here) == [*ENDS]
    (problem,) = outcomes[1].problems
    assert isinstance(problem, Failure)
    assert problem.exit_code == ExitCode.MISSING
    assert "kept-handout-en.pdf cannot be written" in problem.message


def test_a_full_disk_is_not_tried_again_and_again(here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        workspace.start_topic(here.root, f"more-{number}", TODAY)
    made: list[str] = []
    whole = pipeline.build

    def build(request: Request, library: Library, timestamp: datetime.datetime | None = None) -> Outcome:
        made.append(request.topic)
        return whole(request, library, timestamp)

    def full(path: Path, content: bytes) -> None:
        raise BuildError(f"{path} cannot be written: No space left on device.")

    monkeypatch.setattr(pipeline, "build", build)
    monkeypatch.setattr(manifest, "keep", full)
    requests, _ = asked(here)
    outcomes: list[Outcome] = []
    with pytest.raises(BuildError):  # nor can the manifest be written
        outcomes.extend(batch.build(requests, here, here.root / "output"))
    assert [outcome.request for outcome in outcomes] == requests
    assert len(made) == batch.GIVE_UP
    said = {problem.message for outcome in outcomes for problem in outcome.problems}
    assert len(said) == batch.GIVE_UP + 1


def test_an_output_folder_that_cannot_be_is_said_once(here: Workspace) -> None:
    (here.root / "output").touch()
    with pytest.raises(BuildError, match="cannot be written"):
        built(here)


# --- Several at a time ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [ZeroDivisionError("by zero"), MemoryError()], ids=["a bug", "no memory"])
def test_several_jobs_tell_the_same_in_the_same_order(
    here: Workspace, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    (here.content / "last/references.yaml").write_text("x: [", encoding="utf-8")
    one = breaks(error, here, 1, monkeypatch)
    first = (here.root / "output/manifest.json").read_bytes()
    two = breaks(error, here, 3, monkeypatch)
    for alone, among in zip(one, two, strict=True):
        assert [str(problem) for problem in alone.problems] == [str(problem) for problem in among.problems]
        assert alone.entry == among.entry
    assert (here.root / "output/manifest.json").read_bytes() == first


def die(how: int, whole: Callable[..., object], sheet, *arguments):  # type: ignore[no-untyped-def]
    if sheet.metadata.identifier.startswith("kept-"):
        faulthandler.disable()  # which would fill the output of the tests
        os.kill(os.getpid(), how)
    return whole(sheet, *arguments)


@pytest.mark.parametrize(
    ("how", "code"), [(signal.SIGKILL, ExitCode.MISSING), (signal.SIGSEGV, ExitCode.BUG)], ids=["killed", "crashed"]
)
def test_a_worker_that_dies_is_the_outcome_of_its_topic(
    here: Workspace, monkeypatch: pytest.MonkeyPatch, how: signal.Signals, code: ExitCode
) -> None:
    monkeypatch.setattr(pipeline, "fitted", partial(die, how, pipeline.fitted))
    outcomes, _ = built(here, jobs=2)
    assert [outcome.request.topic for outcome in outcomes] == ["first", "kept", "last"]
    assert files(here) == [*ENDS]
    (problem,) = outcomes[1].problems
    assert isinstance(problem, Failure)
    assert problem.exit_code == code
    assert "the handout of kept (en)" in problem.message
    assert how.name in problem.message


# --- Killed -----------------------------------------------------------------------------------------------------------


def test_the_manifest_is_true_after_real_kills(here: Workspace, environment: dict[str, str]) -> None:
    """A real build, killed by SIGKILL at moments spread over its work; its workers are gone soon after."""
    from test_manifest import claims, untrue

    output = here.root / "output"
    built(here)
    assert len(claims(output)) == 3
    command = [sys.executable, "-m", "builder", "build", "--format", "handout", "--jobs"]
    for attempt in range(6):
        for topic in ("first", "kept", "last"):
            path = here.topic_file(topic, "en")
            path.write_text(path.read_text(encoding="utf-8").replace(" in.", f" {attempt} in."), encoding="utf-8")
        before = manifest._state(output / manifest.JOURNAL)
        build = subprocess.Popen([*command, str(1 + attempt % 2)], cwd=here.root, env=environment,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
        moments = iter(range(attempt * 3))  # how often the journal is looked at once it changes, before the kill
        while build.poll() is None:
            if manifest._state(output / manifest.JOURNAL) != before and next(moments, None) is None:
                break
        build.kill()
        assert build.stdout is not None
        build.stdout.read()  # ends when nobody is left who could write: neither the build nor a worker
        build.wait()
        build.stdout.close()
        assert untrue(output) == []
        assert {one.sha256 for one in manifest.read(output).values()} <= {
            manifest.digest(path) for path in output.glob("*/*.pdf")
        }
    built(here)
    assert len(claims(output)) == 3
    assert [path for path in output.rglob(".*") if path.is_file()] == []


def test_a_topic_whose_folder_cannot_be_read_is_listed_among_the_others(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_kept(monkeypatch)
    monkeypatch.chdir(here.root)
    done = CliRunner().invoke(cli.command, ["list"], standalone_mode=False)
    assert done.return_value == ExitCode.MISSING
    assert "Topics: first (en), kept (unknown), last (en)\n" in done.output
    assert "content/kept cannot be read: Permission denied." in done.output
