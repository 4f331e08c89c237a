"""The command as its users meet it: real processes, their output, their exit codes."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from builder import cli, workspace
from builder.problems import ExitCode

Run = Callable[..., "subprocess.CompletedProcess[str]"]
EN = "content/asthma/en.yaml"


@pytest.fixture
def leaflets(tmp_path: Path, factsheet: Run) -> Path:
    """A new workspace with the topic asthma, in `tmp_path` itself."""
    assert factsheet("new", ".", "--topic", "asthma").returncode == 0
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def place(leaflets: Path) -> int:
    """Return the line on which the misspelt key stands."""
    return 1 + (leaflets / EN).read_text(encoding="utf-8").splitlines().index("teach_bakc:")


# --- Help -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["build", "--help"], ["check", "-h"], ["--version"]])
def test_help_is_fast_because_it_imports_nothing_heavy(environment: dict[str, str], arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "builder", *arguments],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    imported = {line.rpartition("|")[2].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "click" in imported
    assert not imported & {"reportlab", "pydantic", "yaml", "uharfbuzz", "icu4py", "segno", "pikepdf", "jpype", "PIL"}


def test_the_entry_point_and_the_module_are_one_command(factsheet: Run) -> None:
    done = factsheet("--version")
    assert done.stdout.startswith("factsheet, version ")


# --- new --------------------------------------------------------------------------------------------------------------


def test_new_says_what_it_made_and_what_to_do_next(factsheet: Run) -> None:
    done = factsheet("new", "my leaflets", "--topic", "sickle-cell")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == f"made  {Path('my leaflets/content/sickle-cell/en.yaml')}"
    assert "cd 'my leaflets'" in done.stderr
    assert "factsheet build sickle-cell" in done.stderr


def test_new_keeps_what_is_there(leaflets: Path, factsheet: Run) -> None:
    (leaflets / EN).write_text("mine", encoding="utf-8")
    done = factsheet("new", "--topic", "asthma")
    assert done.returncode == 0
    assert f"kept  {Path(EN)}" in done.stdout.splitlines()
    assert (leaflets / EN).read_text(encoding="utf-8") == "mine"


def test_new_without_anything_to_make_is_wrong_usage(factsheet: Run) -> None:
    assert factsheet("new").returncode == ExitCode.USAGE


@pytest.mark.parametrize("clinic", [[], ["--clinic", "example-clinic"]], ids=["", "clinic"])
@pytest.mark.parametrize("topic", [[], ["--topic", "sickle-cell"], ["--sample"]])
def test_what_new_makes_builds_at_once(tmp_path: Path, factsheet: Run, topic: list[str], clinic: list[str]) -> None:
    assert factsheet("new", "here", *topic).returncode == 0
    done = factsheet("build", *clinic, cwd="here")
    assert done.returncode == 0, done.stderr
    built = done.stdout.splitlines()
    assert len(built) == 2 * len(list((tmp_path / "here/content").glob("*/en.yaml")))
    assert all((tmp_path / "here" / name).read_bytes().startswith(b"%PDF-") for name in built)


# --- build ------------------------------------------------------------------------------------------------------------


def test_build_prints_files_on_stdout_and_messages_on_stderr(leaflets: Path, factsheet: Run) -> None:
    done = factsheet("build")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        str(Path("output/asthma/asthma-factsheet-en.pdf")),
        str(Path("output/asthma/asthma-handout-en.pdf")),
    ]
    manifest = json.loads((leaflets / "output/manifest.json").read_text(encoding="utf-8"))
    assert sorted(manifest["files"]) == ["asthma/asthma-factsheet-en.pdf", "asthma/asthma-handout-en.pdf"]
    assert set(manifest["files"]["asthma/asthma-handout-en.pdf"]["sources"]) == {
        "content/asthma/en.yaml",
        "content/asthma/references.yaml",
        "(built in)/plain.yaml",
    }


@pytest.mark.parametrize(
    ("arguments", "variables", "name"),
    [
        ([], {}, "asthma-factsheet-en.pdf"),
        (["--style", "contrast"], {}, "asthma-factsheet-en-contrast.pdf"),
        (["--clinic", "example-clinic", "--paper", "letter"], {}, "asthma-factsheet-en-letter-example-clinic.pdf"),
        (["--style", "warm", "--clinic", "example-clinic"], {}, "asthma-factsheet-en-warm-example-clinic.pdf"),
        ([], {"FACTSHEET_STYLE": "warm"}, "asthma-factsheet-en.pdf"),
        (["--paper", "a4"], {"FACTSHEET_PAPER": "letter"}, "asthma-factsheet-en-a4.pdf"),
    ],
)
def test_file_names_carry_what_the_command_line_chose(
    leaflets: Path, factsheet: Run, arguments: list[str], variables: dict[str, str], name: str
) -> None:
    done = factsheet("build", "--dry-run", "--format", "factsheet", *arguments, **variables)
    assert done.stdout.splitlines() == [str(Path("output/asthma") / name)]
    assert not (leaflets / "output").exists()


def test_a_name_that_the_terminal_cannot_show_is_no_reason_to_stop(tmp_path: Path, factsheet: Run) -> None:
    done = factsheet("new", "Łask", PYTHONUTF8="0", PYTHONIOENCODING="latin-1")
    assert done.returncode == 0, done.stderr
    assert "made  \\u0141ask" in done.stdout
    assert (tmp_path / "Łask/content/example/en.yaml").is_file()


@pytest.mark.parametrize(
    "variables",
    [{"PYTHONIOENCODING": "ascii:strict"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
)  # fmt: skip
@pytest.mark.parametrize("arguments", [["build", "Łask"], ["--help"], ["check", "--output-format", "github"]])
def test_no_encoding_of_the_terminal_is_a_reason_to_stop(
    leaflets: Path, factsheet: Run, arguments: list[str], variables: dict[str, str]
) -> None:
    edit(leaflets / EN, "teach_back:", "łask:")
    done = factsheet(*arguments, **variables)
    assert done.returncode in (ExitCode.DONE, ExitCode.PROBLEMS, ExitCode.USAGE)
    assert "Traceback" not in done.stderr


def test_build_works_from_a_folder_below_the_workspace(leaflets: Path, factsheet: Run) -> None:
    done = factsheet("build", "--format", "handout", cwd="content/asthma")
    assert done.returncode == 0, done.stderr
    assert (leaflets / "output/asthma/asthma-handout-en.pdf").is_file()


def test_problems_are_shown_with_their_place_and_the_last_good_file_stays(leaflets: Path, factsheet: Run) -> None:
    assert factsheet("build").returncode == 0
    before = {path: path.read_bytes() for path in (leaflets / "output").rglob("*.pdf")}
    edit(leaflets / EN, "teach_back:", "teach_bakc:")
    done = factsheet("build", "--quiet")
    assert done.returncode == ExitCode.PROBLEMS
    assert done.stdout == ""
    assert f"{EN}:{place(leaflets)}:1" in done.stderr
    assert "Did you mean 'teach_back'?" in done.stderr
    assert {path: path.read_bytes() for path in (leaflets / "output").rglob("*.pdf")} == before


def test_problems_of_all_files_are_shown_in_one_run(leaflets: Path, factsheet: Run) -> None:
    factsheet("new", "--topic", "zoster")
    edit(leaflets / EN, "teach_back:", "teach_bakc:")
    edit(leaflets / "content/asthma/references.yaml", "issued:", "isued:")
    edit(leaflets / "content/zoster/en.yaml", "purpose:", "porpose:")
    edit(leaflets / "content/clinics/example-clinic.yaml", "phone: 555 0123", "fone: 555 0123")
    done = factsheet("build", "--clinic", "example-clinic")
    assert done.returncode == ExitCode.PROBLEMS
    for key in ("teach_bakc", "isued", "porpose", "fone"):
        assert done.stderr.count(f"'{key}'") == 1, done.stderr


def test_the_topics_without_problems_are_built(leaflets: Path, factsheet: Run) -> None:
    factsheet("new", "--topic", "zoster")
    edit(leaflets / EN, "purpose:", "porpose:")
    done = factsheet("build")
    assert done.returncode == ExitCode.PROBLEMS
    names = [Path(line).name for line in done.stdout.splitlines()]
    assert names == ["zoster-factsheet-en.pdf", "zoster-handout-en.pdf"]
    assert "2 of 4 files built." in done.stderr


def test_a_withdrawn_topic_is_not_printed(leaflets: Path, factsheet: Run) -> None:
    edit(leaflets / EN, "status: draft", "status: withdrawn")
    done = factsheet("build")
    assert done.returncode == ExitCode.PROBLEMS
    assert "withdrawn-topic" in done.stderr
    assert not list((leaflets / "output").rglob("*.pdf"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("topic: asthma", "topic: zoster", "The folder is called 'asthma', but here it says 'zoster'."),
        ("language: en", "language: de", "The file is called 'en', but here it says 'de'."),
    ],
)
def test_a_topic_and_its_file_have_one_name(leaflets: Path, factsheet: Run, old: str, new: str, said: str) -> None:
    edit(leaflets / EN, old, new)
    done = factsheet("build")
    assert done.returncode == ExitCode.PROBLEMS
    assert said in done.stderr


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["build", "astma"], "Did you mean 'asthma'?"),
        (["build", "--style", "contrasst"], "Did you mean 'contrast'?"),
        (["build", "--clinic", "exampel-clinic"], "Did you mean 'example-clinic'?"),
        (["build", "--format", "handuot"], "Did you mean 'handout'?"),
        (["build", "--language", "de"], "There are: en."),
        (["build", "../asthma"], "Did you mean 'asthma'?"),
        (["build", "--paper", "a5"], "'a5' is not one of 'a4', 'letter'"),
        (["buidl"], "Did you mean"),
        (["explain", "uncited-clam"], "Did you mean 'uncited-claim'?"),
    ],
)
def test_a_name_that_does_not_exist_is_wrong_usage(
    leaflets: Path, factsheet: Run, arguments: list[str], hint: str
) -> None:
    done = factsheet(*arguments)
    assert done.returncode == ExitCode.USAGE
    assert hint in done.stderr
    assert done.stdout == ""


def test_outside_a_workspace_the_way_in_is_named(factsheet: Run) -> None:
    done = factsheet("build")
    assert done.returncode == ExitCode.USAGE
    assert "factsheet new" in done.stderr


def test_an_output_folder_that_is_a_file_is_said(leaflets: Path, factsheet: Run) -> None:
    (leaflets / "pdfs").write_text("mine", encoding="utf-8")
    done = factsheet("build", "--output", "pdfs")
    assert done.returncode == ExitCode.MISSING
    assert "cannot be written" in done.stderr
    assert (leaflets / "pdfs").read_text(encoding="utf-8") == "mine"


def test_a_full_disk_is_said_and_leaves_the_last_good_file(leaflets: Path, environment: dict[str, str]) -> None:
    """A limit of a kilobyte on the size of files stands for a disk that is nearly full."""
    good = leaflets / "output/asthma/asthma-handout-en.pdf"
    good.parent.mkdir(parents=True)
    good.write_bytes(b"good")
    limited = f"ulimit -f 1; exec '{sys.executable}' -m builder build --format handout"
    done = subprocess.run(["bash", "-c", limited], cwd=leaflets, env=environment, capture_output=True, text=True)
    assert done.returncode == ExitCode.MISSING, done.stderr
    assert "asthma-handout-en.pdf cannot be written: File too large." in done.stderr
    assert good.read_bytes() == b"good"
    assert os.listdir(good.parent) == [good.name]


@pytest.mark.parametrize("how", [[signal.SIGINT], [signal.SIGINT, signal.SIGINT], [signal.SIGTERM]])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_leaves_no_half_file(
    leaflets: Path, environment: dict[str, str], factsheet: Run, jobs: str, how: list[signal.Signals]
) -> None:
    """Ctrl-C goes to every process of the group, as from a terminal; impatience does not change what is left."""
    for number in range(12):
        factsheet("new", "--topic", f"topic-{number:02}")
    command = [sys.executable, "-m", "builder", "build", "--jobs", jobs]
    done = subprocess.Popen(command, cwd=leaflets, env=environment, stderr=subprocess.PIPE, text=True, process_group=0)
    while done.poll() is None and not list((leaflets / "output").glob("*/*.pdf")):
        time.sleep(0.01)
    for number in how:
        os.killpg(done.pid, number)
        time.sleep(0.05)
    _, said = done.communicate(timeout=60)
    assert (done.returncode, said.strip()) == (ExitCode.INTERRUPTED, "Interrupted.")
    built = [path for path in (leaflets / "output").rglob("*") if path.is_file()]
    assert built
    assert all(path.suffix in (".pdf", ".json") for path in built)
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in built if path.suffix == ".pdf")


def test_the_same_bytes_come_out_whatever_the_machine(leaflets: Path, factsheet: Run) -> None:
    """Hash seed, time zone, number of jobs, folder and day make no difference."""
    factsheet("new", "--topic", "zoster")
    factsheet("build", "--output", "one", PYTHONHASHSEED="1", TZ="Pacific/Auckland")
    factsheet("build", "--output", "../two", "--jobs", "2", cwd="content", PYTHONHASHSEED="2", TZ="America/Los_Angeles")
    one, two = ({path.name: path.read_bytes() for path in (leaflets / name).rglob("*.*")} for name in ("one", "two"))
    assert len(one) == 5
    assert one == two


def test_source_date_epoch_is_the_moment_of_the_file(leaflets: Path, factsheet: Run) -> None:
    done = factsheet("build", SOURCE_DATE_EPOCH="yesterday")
    assert done.returncode == ExitCode.USAGE
    factsheet("build", "--output", "one", SOURCE_DATE_EPOCH="86400")
    factsheet("build", "--output", "two", SOURCE_DATE_EPOCH="172800")
    one, two = ((leaflets / name / "asthma/asthma-handout-en.pdf").read_bytes() for name in ("one", "two"))
    assert one != two


def test_a_bug_is_a_traceback_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(start: Path) -> None:
        raise ZeroDivisionError("a bug made for this test")

    monkeypatch.setattr(workspace, "find", broken)
    monkeypatch.setattr(sys, "argv", ["factsheet", "list"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == ExitCode.BUG
    assert "ZeroDivisionError: a bug made for this test" in (said := capsys.readouterr().err)
    assert "This is a bug in the program" in said


# --- check ------------------------------------------------------------------------------------------------------------


def test_check_prints_its_findings_on_stdout_and_writes_nothing(leaflets: Path, factsheet: Run) -> None:
    edit(leaflets / EN, "teach_back:", "teach_bakc:")
    done = factsheet("check", "--today", "2026-11-22")
    assert done.returncode == ExitCode.PROBLEMS
    assert f"{EN}:{place(leaflets)}:1" in done.stdout
    assert done.stderr == ""
    assert not (leaflets / "output").exists()


def test_check_passes_over_drafts_when_asked(leaflets: Path, factsheet: Run) -> None:
    """The starter is a draft; beside it, a topic that is none is checked, and one that cannot be read is told."""
    assert factsheet("new", "--topic", "gout").returncode == 0
    assert factsheet("new", "--topic", "shingles").returncode == 0
    edit(leaflets / "content/gout/en.yaml", "status: draft", "status: awaiting-review")
    edit(leaflets / "content/shingles/en.yaml", "teach_back:", "teach_bakc:")
    done = factsheet("check", "--skip-drafts", "--output-format", "junit")
    assert done.stderr.splitlines()[-1] == "1 draft skipped."
    names = {suite.get("name") for suite in ElementTree.fromstring(done.stdout)}
    assert {"content/gout/en.yaml", "content/shingles/en.yaml"} <= names
    assert "content/asthma/en.yaml" not in names


def test_check_counts_by_topic_and_by_rule(leaflets: Path, factsheet: Run) -> None:
    done = factsheet("check", "--statistics", "--select", "unfinished-text")
    assert done.returncode == ExitCode.PROBLEMS
    assert re.search(r"^ *[0-9]+  content/asthma \([0-9]+ error", done.stdout, re.MULTILINE)
    assert re.search(r"^ *[0-9]+  unfinished-text \(error\)$", done.stdout, re.MULTILINE)
    assert "-->" not in done.stdout
    assert factsheet("check", "--statistics", "--output-format", "json").returncode == ExitCode.USAGE


@pytest.mark.parametrize("output_format", ["text", "json", "sarif", "github", "junit"])
def test_check_speaks_to_machines_as_well(leaflets: Path, factsheet: Run, output_format: str) -> None:
    edit(leaflets / EN, "teach_back:", "teach_bakc:")
    done = factsheet("check", "--output-format", output_format)
    assert done.returncode == ExitCode.PROBLEMS
    assert "teach_bakc" in done.stdout
    if output_format in ("json", "sarif"):
        json.loads(done.stdout)


def test_fail_on_and_strict_move_the_line(leaflets: Path, factsheet: Run) -> None:
    """The starter is a draft with things left to say, so `check` has something to find in it."""
    found = json.loads(factsheet("check", "--output-format", "json").stdout)
    warned = {problem["rule"] for problem in found["problems"] if problem["severity"] == "warning"}
    assert warned
    only = [argument for rule in warned for argument in ("--select", rule)]
    assert factsheet("check", *only).returncode == ExitCode.DONE
    assert factsheet("check", *only, "--fail-on", "warning").returncode == ExitCode.PROBLEMS
    assert factsheet("check", *only, "--strict").returncode == ExitCode.PROBLEMS


def test_fix_shows_a_diff_and_writes_it(leaflets: Path, factsheet: Run) -> None:
    """Where nobody can be asked, what is asked for is done."""
    edit(leaflets / EN, "Say what it does.", "Say how to utilize it.")
    before = (leaflets / EN).read_text(encoding="utf-8")
    done = factsheet("check", "--fix", "--select", "complex-word")
    assert f"--- a/{EN}" in done.stderr
    assert "utilize" not in done.stdout
    assert (leaflets / EN).read_text(encoding="utf-8") == before.replace("utilize", "use")
    assert factsheet("check", "--fix", "--select", "complex-word").stderr == ""


# --- list, rules, explain, schema -------------------------------------------------------------------------------------


def test_list_prints_names(leaflets: Path, factsheet: Run) -> None:
    assert factsheet("list", "topics").stdout == "asthma\n"
    assert factsheet("list", "clinics").stdout == "example-clinic\n"
    assert factsheet("list").stdout.splitlines() == [
        "Topics: asthma (en)",
        "Styles: contrast, plain, warm",
        "Clinics: example-clinic",
    ]


def test_every_rule_is_listed_and_explained(factsheet: Run) -> None:
    from builder.checks import PAGE_RULES, RULES

    listed = factsheet("rules").stdout.splitlines()
    assert len(listed) == len({**RULES, **PAGE_RULES})
    code, name, *_ = listed[0].split()
    by_name, by_code = factsheet("explain", name), factsheet("explain", code.lower())
    assert by_name.returncode == 0
    assert by_name.stdout == by_code.stdout
    assert by_name.stdout.startswith(f"{name} ({code}")


def test_schemas_are_printed_and_written(tmp_path: Path, factsheet: Run) -> None:
    done = factsheet("schema", "clinic")
    assert json.loads(done.stdout)["$schema"].endswith("2020-12/schema")
    assert factsheet("schema", "--output", "schemas").returncode == 0
    assert sorted(os.listdir(tmp_path / "schemas")) == [
        "clinic.schema.json",
        "references.schema.json",
        "topic.schema.json",
    ]
    assert (tmp_path / "schemas/clinic.schema.json").read_text(encoding="utf-8") == done.stdout
    assert factsheet("schema").returncode == ExitCode.USAGE


# --- verify -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def verifiable(need: Callable[[str, bool], None]) -> None:
    from builder.verify import verify

    need("verapdf", verify.available() is None)


@pytest.mark.usefixtures("verifiable")
def test_verify_names_both_standards_for_each_file(leaflets: Path, factsheet: Run) -> None:
    factsheet("build")
    done = factsheet("verify", "output")
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    assert [Path(line.split(":")[0]).name for line in lines] == ["asthma-factsheet-en.pdf", "asthma-handout-en.pdf"]
    assert all("PDF/UA-1 passed, PDF/A-2a passed, own checks passed" in line for line in lines)


@pytest.mark.usefixtures("verifiable")
def test_verify_reads_on_after_a_bad_file_and_counts_the_gravest(leaflets: Path, factsheet: Run) -> None:
    factsheet("build", "--format", "handout")
    (leaflets / "not.pdf").write_text("not a PDF", encoding="utf-8")
    good = "output/asthma/asthma-handout-en.pdf"
    (leaflets / "none").mkdir()
    os.mkfifo(leaflets / "pipe.pdf")
    done = factsheet("verify", "not.pdf", "none.pdf", "none", "pipe.pdf", good, "--json")
    assert done.returncode == ExitCode.MISSING
    assert [(found["path"], found["conforms"], found["unreadable"]) for found in json.loads(done.stdout)] == [
        ("not.pdf", False, "The file is not a PDF"),
        ("none.pdf", False, "The file is not there"),
        ("none", False, "There is no PDF in this folder"),
        ("pipe.pdf", False, "The file is a pipe, not a file"),
        (str(Path(good)), True, None),
    ]
    done = factsheet("verify", "--transcript", "not.pdf", good)
    assert done.returncode == ExitCode.MISSING
    assert "not.pdf: The file is not a PDF" in done.stderr
    assert "What should I do first?" in done.stdout


@pytest.mark.usefixtures("verifiable")
def test_verify_compares_a_file_with_its_topic(leaflets: Path, factsheet: Run) -> None:
    """A file whose topic has changed since says something else than its topic."""
    factsheet("build", "--format", "factsheet")
    edit(leaflets / EN, "title: Asthma", "title: Bronchial asthma")
    done = factsheet("verify", "output", "--verbose")
    assert done.returncode == ExitCode.PROBLEMS
    assert "PDF/A-2a passed, differs from its topic (metadata-differs-from-topic" in done.stdout
    assert "Bronchial asthma" in done.stdout


@pytest.mark.usefixtures("verifiable")
def test_a_transcript_says_what_a_screen_reader_says(leaflets: Path, factsheet: Run) -> None:
    factsheet("build", "--format", "handout")
    done = factsheet("verify", "--transcript", "output/asthma/asthma-handout-en.pdf")
    assert done.returncode == 0
    assert "What should I do first?" in done.stdout


# --- The terminal -----------------------------------------------------------------------------------------------------


def on_a_terminal(command: list[str], cwd: Path, environment: dict[str, str]) -> str:
    """Return what a command prints when it stands on a terminal."""
    ours, theirs = pty.openpty()
    done = subprocess.Popen(command, cwd=cwd, env=environment, stdout=theirs, stderr=theirs, stdin=theirs)
    os.close(theirs)
    printed = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux says so when the other side has closed
            break
        if not piece:
            break
        printed += piece
    done.wait(timeout=60)
    os.close(ours)
    return printed.decode()


def test_colours_are_for_terminals_that_want_them(
    leaflets: Path, environment: dict[str, str], factsheet: Run
) -> None:
    edit(leaflets / EN, "teach_back:", "teach_bakc:")
    command = [sys.executable, "-m", "builder", "build"]
    terminal = {**environment, "TERM": "xterm"}
    assert "\x1b[" in on_a_terminal(command, leaflets, terminal)
    assert "\x1b[" not in on_a_terminal(command, leaflets, {**terminal, "NO_COLOR": "1"})
    assert "\x1b[" not in on_a_terminal(command, leaflets, {**terminal, "TERM": "dumb"})
    assert "\x1b[" not in factsheet("build").stderr


@pytest.mark.parametrize("command", ["--help", "rules", "build --dry-run"])
@pytest.mark.parametrize("reader", ["head -n 1", "true"])
def test_a_reader_that_has_seen_enough_is_no_error(
    leaflets: Path, environment: dict[str, str], command: str, reader: str
) -> None:
    done = in_bash(f"{FACTSHEET} {command} | {reader}; exit ${{PIPESTATUS[0]}}", leaflets, environment)
    assert done.returncode == 0
    assert done.stderr == ""


FACTSHEET = f"'{sys.executable}' -m builder"


def in_bash(script: str, cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", script], cwd=cwd, env=environment, capture_output=True, text=True, timeout=120)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("streams", "wanted", "said"),
    [
        (">&-", ExitCode.MISSING, "The output cannot be written: it is closed."),
        (">/dev/full", ExitCode.MISSING, "The output cannot be written: No space left on device."),
        ("2>&-", None, ""),
        ("2>/dev/full", None, ""),
        (">/dev/full 2>/dev/full", ExitCode.MISSING, ""),
        (">&- 2>&- <&-", ExitCode.MISSING, ""),
        ("<&-", None, ""),
    ],
)
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("--help", 0), ("list", 0), ("build --format handout", 0), ("check --fix --output-format json", 1),
    ],
)  # fmt: skip
def test_closed_and_full_streams_end_with_a_code_of_the_table(
    leaflets: Path, environment: dict[str, str], command: str, code: int, streams: str, wanted: int | None, said: str
) -> None:
    """Results that are lost are 3; of messages that are lost the exit code still tells."""
    done = in_bash(f"{FACTSHEET} {command} {streams}", leaflets, {**environment, "FACTSHEET_LANGUAGE": "en"})
    assert done.returncode == (code if wanted is None else wanted), done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize("streams", ["2>&-", ">/dev/full 2>/dev/full", ">&- 2>&-"])
def test_wrong_usage_stays_wrong_usage_whatever_the_streams(
    leaflets: Path, environment: dict[str, str], streams: str
) -> None:
    for command in ("buidl", "build asthmaa"):
        assert in_bash(f"{FACTSHEET} {command} {streams}", leaflets, environment).returncode == ExitCode.USAGE


TRICKS = "x\x1b[31m\x1b]0;title\x07\x9b2J\x7f\r\u202e\u2066\u200b\u2028\nforged: line"


@pytest.mark.parametrize(
    "arguments",
    [
        [TRICKS], [f"--{TRICKS}"], [f"-{TRICKS}"], ["build", TRICKS], ["build", "--style", TRICKS],
        ["build", f"--style={TRICKS}"], ["build", "--clinic", TRICKS], ["build", "--language", TRICKS],
        ["build", "--format", TRICKS], ["build", "--paper", TRICKS], ["build", "--profile", TRICKS],
        ["build", "--jobs", TRICKS], ["build", "--dry-run", "--output", TRICKS],
        ["build", "--format", "handout", "--output", TRICKS], ["check", "--select", TRICKS],
        ["check", "--ignore", TRICKS], ["check", "--today", TRICKS], ["check", "--output-format", TRICKS],
        ["explain", TRICKS], ["list", TRICKS], ["list", "topics", TRICKS], ["schema", TRICKS], ["new", TRICKS],
        ["new", "--topic", TRICKS], ["new", "a", TRICKS], ["verify", TRICKS], ["verify", "--json", TRICKS],
        ["verify", "--transcript", TRICKS],
    ],
)  # fmt: skip
def test_what_is_typed_plays_no_tricks_on_a_terminal(leaflets: Path, here: Here, arguments: list[str]) -> None:
    code, printed = here(*arguments)
    assert code in (ExitCode.DONE, ExitCode.USAGE, ExitCode.MISSING)
    assert_plain(printed)


Here = Callable[..., tuple[int, str]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    """Run the command in this very process, which is faster; return its exit code and all that it printed."""

    def run(*arguments: str, **variables: str) -> tuple[int, str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["factsheet", *arguments])
        monkeypatch.setattr(cli, "_end_when_told_to", lambda: None)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as left:
            cli.main()
        printed = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, printed.out + printed.err

    return run


@pytest.mark.parametrize("name", ["STYLE", "CLINIC", "PAPER", "LANGUAGE", "FORMAT", "PROFILE", "JOBS"])
def test_what_the_environment_holds_plays_no_tricks(leaflets: Path, here: Here, name: str) -> None:
    code, printed = here("build", **{f"FACTSHEET_{name}": TRICKS})
    assert code == ExitCode.USAGE
    assert_plain(printed)


@pytest.mark.parametrize(
    "arguments",
    [["list"], ["build", "--format", "handout"], ["check"],
     *(["check", "--output-format", form] for form in ("json", "sarif", "github"))],
)  # fmt: skip
def test_names_and_content_play_no_tricks(leaflets: Path, here: Here, arguments: list[str]) -> None:
    folder = leaflets / "content" / TRICKS
    folder.mkdir()
    (folder / "en.yaml").touch()
    edit(leaflets / EN, "teach_back:", '"te\\e[31ma\\u202e\\x9bch": 1\nteach_back:')
    code, printed = here(*arguments)
    assert code == ExitCode.PROBLEMS
    assert_plain(printed)


def assert_plain(printed: str) -> None:
    """Nothing is printed that a terminal obeys or hides, and nothing that was named makes a line of its own."""
    assert [character for character in printed if not character.isprintable() and character not in "\n\t"] == []
    assert [line for line in printed.splitlines() if line.startswith("forged")] == []


def test_a_progress_bar_is_for_long_work_on_a_terminal(
    leaflets: Path, environment: dict[str, str], factsheet: Run
) -> None:
    command = [sys.executable, "-m", "builder", "build"]
    terminal = {**environment, "TERM": "xterm"}
    assert "%" not in on_a_terminal(command, leaflets, terminal)
    for number in range(3):
        factsheet("new", "--topic", f"topic-{number}")
    assert "100%" in on_a_terminal(command, leaflets, terminal)
    assert "100%" not in on_a_terminal([*command, "--quiet"], leaflets, terminal)
    assert "%" not in on_a_terminal(command, leaflets, {**terminal, "TERM": "dumb"})
    edit(leaflets / EN, "purpose:", "porpose:")
    assert "100%" in on_a_terminal(command, leaflets, terminal), "what failed is done as well"
    assert "%" not in factsheet("build").stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("factsheet bui", "plain,build"),
        ("factsheet build ast", "plain,asthma"),
        ("factsheet check --style w", "plain,warm"),
    ],
)
def test_the_shell_completes_commands_and_names(
    leaflets: Path, factsheet: Run, words: str, expected: str
) -> None:
    asked = {"_FACTSHEET_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    assert expected in factsheet(**asked).stdout.splitlines()


def test_a_name_too_long_for_any_file_is_told_where_it_stands(tmp_path: Path, factsheet: Run) -> None:
    long = "x" * 300
    assert factsheet("new", ".", "--sample").returncode == ExitCode.DONE
    topic = tmp_path / "content/alps/en.yaml"
    topic.write_text(topic.read_text("utf-8").replace("figures/fas-switch.svg", f"{long}.svg"), "utf-8")
    done = factsheet("build", "alps", "--output", "made")
    assert done.returncode == ExitCode.PROBLEMS
    assert ".svg: the file cannot be read (File name too long)." in done.stderr
    assert "content/alps/en.yaml" in done.stderr
    assert list((tmp_path / "made").rglob("*handout*.pdf"))
    assert factsheet("build", long).returncode == ExitCode.USAGE
    told = factsheet("verify", long, "made").stdout
    assert "PDF/UA-1 passed" in told
