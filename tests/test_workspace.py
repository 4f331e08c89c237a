"""What a workspace is, what is found in it, and how its files are written."""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from builder import reader, workspace
from builder.problems import BuildError, ContentError, UsageError
from builder.workspace import Defaults, Workspace

TODAY = datetime.date(2026, 11, 22)


def lay(root: Path, *files: str, text: str = "") -> Workspace:
    """Make empty files below `root`, which becomes a workspace."""
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Workspace(root)


# --- Finding it -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["content/asthma/en.yaml", "content/defaults.yaml"])
def test_a_topic_or_defaults_make_a_workspace(tmp_path: Path, mark: str) -> None:
    lay(tmp_path, mark)
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert workspace.find(below).root == Path("../..")
    assert workspace.find(tmp_path).root == Path()


@pytest.mark.parametrize("other", ["README.md", "clinics/riverbank.yaml", "asthma/references.yaml"])
def test_other_content_does_not_make_a_workspace(tmp_path: Path, other: str) -> None:
    """A folder called content is common; only topics or defaults say that it is one of ours."""
    lay(tmp_path, f"content/{other}")
    assert not workspace.is_workspace(tmp_path)


def test_without_a_workspace_the_way_out_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        workspace.find(tmp_path)
    assert "factsheet new" in error.value.hint


# --- What is in it ----------------------------------------------------------------------------------------------------


def test_everything_is_found_by_file_name_and_sorted(tmp_path: Path) -> None:
    here = lay(
        tmp_path,
        "content/zoster/en.yaml",
        "content/asthma/pt-BR.yaml",
        "content/asthma/en.yaml",
        "content/asthma/references.yaml",
        "content/asthma/notes.md",
        "content/.hidden/en.yaml",
        "content/clinics/riverbank.yaml",
        "content/clinics/harbour.yaml",
        "styles/ours.yaml",
    )
    assert here.topics() == ["asthma", "zoster"]
    assert here.languages("asthma") == ["en", "pt-BR"]
    assert here.clinics() == ["harbour", "riverbank"]
    assert {"ours", "plain", "warm", "contrast"} <= set(here.styles())
    assert here.styles() == sorted(here.styles())


def test_a_name_that_is_nearly_right_is_guessed(tmp_path: Path) -> None:
    here = lay(tmp_path, "content/asthma/en.yaml")
    assert here.choose("topic", "asthma") == "asthma"
    with pytest.raises(UsageError, match="no topic called 'astma'") as error:
        here.choose("topic", "astma")
    assert error.value.hint == "Did you mean 'asthma'?"


@pytest.mark.parametrize("name", ["../outside", "/etc", "asthma/en", ".", ""])
def test_no_name_leads_anywhere_else(tmp_path: Path, name: str) -> None:
    here = lay(tmp_path / "in", "content/asthma/en.yaml")
    lay(tmp_path, "outside/en.yaml")
    for kind in ("topic", "style", "clinic"):
        with pytest.raises(UsageError):
            here.choose(kind, name)


@pytest.mark.parametrize(
    ("link", "reach"),
    [
        ("content/asthma", lambda here: here.folder("asthma")),
        ("content/asthma/en.yaml", lambda here: here.topic_file("asthma", "en")),
        ("content/asthma/references.yaml", lambda here: here.references_file("asthma")),
        ("content/clinics", lambda here: here.clinic_file("riverbank")),
        ("content/defaults.yaml", lambda here: here.defaults()),
    ],
)
def test_symbolic_links_out_of_the_workspace_are_refused(tmp_path: Path, link: str, reach) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "secret").mkdir()
    here = lay(tmp_path / "in", "content/zoster/en.yaml")
    (here.root / link).parent.mkdir(parents=True, exist_ok=True)
    (here.root / link).symlink_to(tmp_path / "secret", target_is_directory=True)
    with pytest.raises(ContentError, match="leads outside the workspace") as caught:
        reach(here)
    assert [problem.rule for problem in caught.value.problems] == ["path-outside-workspace"]


def test_symbolic_links_inside_the_workspace_are_fine(tmp_path: Path) -> None:
    here = lay(tmp_path, "content/zoster/en.yaml")
    (tmp_path / "content/shingles").symlink_to("zoster")
    assert here.topic_file("shingles", "en").name == "en.yaml"


@pytest.mark.parametrize(
    ("file", "said"),
    [("content/My Topic/en.yaml", "cannot be the folder"), ("content/Asthma/en.yaml", "cannot be the folder")],
)
def test_a_folder_that_cannot_be_a_topic_is_said(tmp_path: Path, file: str, said: str) -> None:
    """A misnamed topic is not passed over in silence, and does not stand in the way of the others."""
    here = lay(tmp_path, file, "content/zoster/en.yaml")
    (problem,) = here.misnamed()
    assert said in problem.message
    assert here.topics() == ["zoster"]
    assert here.misnamed(["zoster"]) == []


@pytest.mark.parametrize("file", ["locales/en-GB.yaml", "content/locales/en.yaml", "content/locales/pt_br.yml"])
def test_a_locale_in_a_workspace_is_told_and_is_no_topic(tmp_path: Path, file: str) -> None:
    """Else a changed word would change nothing, in silence."""
    here = lay(tmp_path, file, "content/zoster/en.yaml", "locales/notes.txt")
    (problem,) = here.misnamed()
    assert problem.message.startswith(f"{(tmp_path / file).as_posix()} is not read")
    assert (problem.severity, problem.span and problem.span.path) == ("warning", (tmp_path / file).as_posix())
    assert "builder/locales/" in problem.hint
    assert here.topics() == ["zoster"]


def test_a_topic_that_ends_in_yml_is_said(tmp_path: Path) -> None:
    here = lay(tmp_path, "content/asthma/en.yml", "content/asthma/de.yaml")
    (problem,) = here.misnamed()
    assert problem.hint == "Rename it to en.yaml."
    assert here.languages("asthma") == ["de"]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("en.yml", "en.yaml"), ("EN.yaml", "en.yaml"), ("en.YAML", "en.yaml"), ("En.Yml", "en.yaml"),
        ("en (1).yaml", "en.yaml"), ("en - Copy.yaml", "en.yaml"), ("en - Kopie (2).yaml", "en.yaml"),
        ("en.txt", "en.yaml"), ("en", "en.yaml"), ("en.yamll", "en.yaml"), ("en_.yaml", "en.yaml"),
        ("en.yaml.txt", "en.yaml"), ("en .yaml", "en.yaml"), (" en.yaml", "en.yaml"), ("en.yaml ", "en.yaml"),
        ("en.yaml.yaml", "en.yaml"), ("pt_BR.yaml", "pt-BR.yaml"), ("pt-br.yaml", "pt-BR.yaml"),
        ("zh-hant.yaml", "zh-Hant.yaml"), ("english.yaml", "en.yaml"), ("Spanish.yaml", "es.yaml"),
    ],
)  # fmt: skip
def test_a_topic_whose_file_is_nearly_right_is_said(tmp_path: Path, name: str, right: str) -> None:
    here = lay(tmp_path, f"content/asthma/{name}")
    assert here.topics() == ["asthma"]
    assert here.languages("asthma") == []
    (problem,) = here.misnamed()
    assert "is not read" in problem.message
    assert problem.hint.endswith(f"ename it to {right}.")


@pytest.mark.parametrize(
    ("name", "hint"), [("topic.yaml", "Rename topic.yaml to en.yaml"), ("a.docx", "Call it en.yaml")]
)
def test_a_folder_without_words_in_a_language_is_no_missing_topic(tmp_path: Path, name: str, hint: str) -> None:
    here = lay(tmp_path, "content/zoster/en.yaml", f"content/asthma/{name}", "content/asthma/references.yaml")
    with pytest.raises(UsageError, match="In .*content/asthma there is no file that is named after its") as caught:
        here.choose("topic", "asthma")
    assert hint in caught.value.hint


def test_copies_and_other_files_of_a_topic_are_no_mistake(tmp_path: Path) -> None:
    others = ("en (1).yaml", "en - Copy.yaml", "en.txt", "de.txt", "log.txt", "en", "en.yaml.bak", "en.yaml~",
              "en.yaml.txt", "notes.yaml", "README.md", "references.yaml", "data.yml")
    here = lay(tmp_path, "content/asthma/en.yaml", *(f"content/asthma/{name}" for name in others))
    assert here.languages("asthma") == ["en"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("references.yml", "ends in .yml"), ("References.yaml", "because of its name"),
        ("reference.yaml", "because of its name"), ("refs.yaml", "because of its name"),
        ("refs.yml", "ends in .yml"), ("references.yaml.txt", "ends in .txt"), ("references .yaml", "its name"),
        ("refrences.yaml", "because of its name"), ("references (1).yaml", "its name"), ("sources.yaml", "its name"),
    ],
)  # fmt: skip
def test_references_in_a_file_of_like_name_are_said_once(tmp_path: Path, name: str, said: str) -> None:
    here = lay(tmp_path, "content/asthma/en.yaml", f"content/asthma/{name}")
    with pytest.raises(ContentError, match=said) as error:
        here.references_file("asthma")
    (problem,) = error.value.problems
    assert problem.span == (f"{tmp_path.as_posix()}/content/asthma/{name}", 1, 1, 1, 1)
    assert problem.hint.endswith("ename it to references.yaml.")


OTHERS = ["notes.yaml", "es.yaml", "references.yaml.bak", "references.bib", "figures/refs.yaml"]


@pytest.mark.parametrize("other", OTHERS)
def test_a_topic_without_references_may_have_other_files(tmp_path: Path, other: str) -> None:
    here = lay(tmp_path, "content/asthma/en.yaml", f"content/asthma/{other}")
    assert not here.references_file("asthma").exists()


@pytest.mark.parametrize("name", ["defaults.yml", "default.yaml", "Defaults.yaml", "defaults.yaml.txt"])
def test_defaults_in_a_file_of_like_name_are_said(tmp_path: Path, name: str) -> None:
    """Passed over, they would print for another clinic or on other paper."""
    here = lay(tmp_path, "content/asthma/en.yaml", f"content/{name}", text="paper: letter\n")
    with pytest.raises(ContentError) as error:
        here.defaults()
    assert error.value.problems[0].hint == "Rename it to defaults.yaml."


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("clinic", "content/clinics/riverbank.yml"), ("clinic", "content/clinics/Riverbank.yaml"),
        ("clinic", "content/clinics/riverbank.yaml.txt"), ("style", "styles/riverbank.yml"),
    ],
)  # fmt: skip
def test_a_clinic_or_style_whose_file_is_nearly_right_is_said(tmp_path: Path, kind: str, file: str) -> None:
    with pytest.raises(UsageError, match="is not read") as error:
        lay(tmp_path, "content/asthma/en.yaml", file).choose(kind, "riverbank")
    assert error.value.hint == "Rename it to riverbank.yaml."


@pytest.mark.parametrize("folder", ["Content", "contents"])
def test_a_content_folder_of_like_name_is_said(tmp_path: Path, folder: str) -> None:
    lay(tmp_path, f"{folder}/asthma/en.yaml")
    with pytest.raises(UsageError) as error:
        workspace.find(tmp_path)
    assert "Rename it to content." in error.value.hint


DEVICES = ["con", "prn", "aux", "nul", "com1", "lpt9"]


@pytest.mark.parametrize("name", DEVICES)
def test_names_that_windows_keeps_are_none_of_ours(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name of a topic") as error:
        workspace.start_topic(tmp_path, name, TODAY)
    assert "Windows" in error.value.hint
    with pytest.raises(UsageError, match="cannot be the name of a folder"):
        workspace.start_workspace(tmp_path / name, "asthma", TODAY)
    assert not list(tmp_path.iterdir())
    misnamed = lay(tmp_path / "a", f"content/{name}/en.yaml")
    assert misnamed.topics() == []
    assert "cannot be the folder" in misnamed.misnamed()[0].message
    here = lay(tmp_path / "b", "content/asthma/en.yaml", f"content/clinics/{name}.yaml", f"styles/{name}.yaml")
    for kind, names in (("clinic", here.clinics()), ("style", here.styles())):
        assert name not in names
        with pytest.raises(UsageError, match="cannot be used") as error:
            here.choose(kind, name)
        assert "Windows" in error.value.hint


@pytest.mark.parametrize(
    "files",
    [
        ("content/contrast/en.yaml",),
        ("content/asthma/en.yaml", "content/clinics/asthma.yaml"),
        ("content/asthma/en.yaml", "content/clinics/letter.yaml"),
        ("content/asthma/en.yaml", "content/clinics/ours.yaml", "styles/ours.yaml"),
    ],
)
def test_no_two_things_share_a_name(tmp_path: Path, files: tuple[str, ...]) -> None:
    """File names are made of these names, so the same name twice could mean two files."""
    (problem,) = lay(tmp_path, *files).shared_names().values()
    assert "both called" in problem.message


# --- Defaults ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Defaults()),
        ("# only a comment\n", Defaults()),
        ("style: warm\npaper: letter\n", Defaults(style="warm", paper="letter")),
        ("languages: [en, nb]\nclinic:\n", Defaults(languages=("en", "nb"))),
        ("languages: [no]\nprofile: us\n", Defaults(languages=("no",), profile="us")),
    ],
)
def test_defaults_are_read(tmp_path: Path, text: str, expected: Defaults) -> None:
    assert lay(tmp_path, "content/defaults.yaml", text=text).defaults() == expected


@pytest.mark.parametrize(
    ("text", "line", "column", "rule", "hint"),
    [
        ("stile: warm\n", 1, 1, "unknown-key", "Did you mean 'style'?"),
        ("colour: red\n", 1, 1, "unknown-key", "There are: style, paper, clinic, profile, languages, to."),
        ("style: warm\npaper: a5\n", 2, 8, "defaults-value", "Write a4 or letter."),
        ("languages: {en: es}\n", 1, 13, "defaults-value", "Write, for example: languages: [en, es]"),
        ("to: {pdf: html}\n", 1, 6, "defaults-value", "Write, for example: to: [pdf, html]"),
        ("to: [pdf, doc]\n", 1, 5, "defaults-value", "There are: pdf, html, text."),
        ("clinic: [a, b]\n", 1, 9, "defaults-value", "Write one word after the colon."),
        ("- style\n", 1, 1, "defaults-shape", "Write, for example: paper: a4"),
        ("Paper: a4\n", 1, 1, "unknown-key", "Did you mean 'paper'?"),
        ("paper: A4\n", 1, 8, "defaults-value", "Did you mean 'a4'?"),
        ("language: [en]\n", 1, 1, "unknown-key", "Did you mean 'languages'?"),
    ],
)
def test_wrong_defaults_are_told_at_their_place(
    tmp_path: Path, text: str, line: int, column: int, rule: str, hint: str
) -> None:
    here = lay(tmp_path, "content/defaults.yaml", text=text)
    with pytest.raises(ContentError) as error:
        here.defaults()
    (problem,) = error.value.problems
    assert problem.span is not None
    assert (problem.span.line, problem.span.column, problem.rule, problem.hint) == (line, column, rule, hint)


# --- Writing files ----------------------------------------------------------------------------------------------------


def test_a_kept_file_is_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "output" / "a.pdf"
    workspace.keep(path, b"first")
    workspace.keep(path, b"second")
    assert path.read_bytes() == b"second"
    assert [found.name for found in path.parent.iterdir()] == ["a.pdf"]


def test_kept_files_have_the_rights_that_any_new_file_has(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    workspace.keep(tmp_path / "kept", b"")
    assert (tmp_path / "kept").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_file_where_the_folder_should_be_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError, match=r"a\.pdf cannot be written"):
        workspace.keep(tmp_path / "output" / "a.pdf", b"new")
    assert (tmp_path / "output").read_text(encoding="utf-8") == "mine"


FULL_DISK = """
import resource, sys
from pathlib import Path
from builder import workspace
from builder.problems import BuildError
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    workspace.keep(Path(sys.argv[1]), bytes(2000))
except BuildError as error:
    print(error)
"""


def test_a_full_disk_leaves_the_last_good_file(tmp_path: Path) -> None:
    """A limit on the size of files stands for a disk that fills while it is written to."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"good")
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)], capture_output=True, text=True, cwd=workspace.PACKAGE.parent
    )
    assert "cannot be written" in done.stdout, done.stderr
    assert path.read_bytes() == b"good"
    assert os.listdir(tmp_path) == ["a.pdf"]


# --- Making new ones --------------------------------------------------------------------------------------------------


def test_a_new_workspace_is_one(tmp_path: Path) -> None:
    made = workspace.start_workspace(tmp_path, "sickle-cell", TODAY)
    assert all(made.values())
    assert all(path.is_file() for path in made)
    here = workspace.find(tmp_path)
    assert here.root == Path()
    assert Workspace(tmp_path).topics() == ["sickle-cell"]


def test_what_is_new_tells_editors_its_schema_and_git_what_is_built(tmp_path: Path) -> None:
    workspace.start_workspace(tmp_path, "asthma", TODAY)
    kinds: tuple[Any, ...] = ("topic", "references", "clinic")
    workspace.keep_schemas(tmp_path, {kind: json.dumps(reader.schema(kind)) for kind in kinds})
    files = {"asthma/en": "topic", "asthma/references": "references", "clinics/example-clinic": "clinic"}
    for name, kind in files.items():
        path = tmp_path / f"content/{name}.yaml"
        found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8"))
        assert found
        schema = json.loads((path.parent / found[1]).read_bytes())
        assert schema["title"] == {"topic": "Document", "references": "ReferenceList", "clinic": "Clinic"}[kind]
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "/output/\n"


def test_a_new_topic_carries_its_name_and_the_day(tmp_path: Path) -> None:
    workspace.start_topic(tmp_path, "sickle-cell", TODAY)
    lines = (tmp_path / "content/sickle-cell/en.yaml").read_text(encoding="utf-8").splitlines()
    assert "topic: sickle-cell" in lines
    assert "title: Sickle cell" in lines
    assert "  updated: 2026-11-22" in lines
    assert "  next_review: 2028-11-21" in lines


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    workspace.start_topic(tmp_path, "asthma", TODAY)
    mine = tmp_path / "content/asthma/en.yaml"
    mine.write_text("mine", encoding="utf-8")
    (tmp_path / "content/asthma/references.yaml").unlink()
    made = workspace.start_topic(tmp_path, "asthma", TODAY)
    assert {path.name: fresh for path, fresh in made.items()} == {"en.yaml": False, "references.yaml": True}
    assert mine.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["Asthma", "../asthma", "clinics", "a b", ""])
def test_a_topic_needs_a_plain_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name of a topic"):
        workspace.start_topic(tmp_path, name, TODAY)
    assert not list(tmp_path.iterdir())


def test_a_name_that_cannot_be_is_given_in_a_form_that_can(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        workspace.start_topic(tmp_path, "Ängste & Sorgen", TODAY)
    assert error.value.hint.startswith("Call it aengste-sorgen: ")


def test_the_sample_is_copied_whole(tmp_path: Path) -> None:
    workspace.copy_sample(tmp_path)
    sample = workspace.carried("content")
    for path in (path for folder in ("alps", "clinics") for path in (sample / folder).rglob("*") if path.is_file()):
        copied = (tmp_path / "content" / path.relative_to(sample)).read_bytes()
        first, _, rest = copied.partition(b"\n")
        assert (rest if b"yaml-language-server" in first else copied) == path.read_bytes()


@pytest.mark.parametrize("kind", ["topic", "style", "clinic"])
def test_a_name_too_long_for_any_file_is_not_there(tmp_path: Path, kind: str) -> None:
    with pytest.raises(UsageError, match="There is no"):
        lay(tmp_path, "content/asthma/en.yaml").choose(kind, "W " * 200)
