"""The command `factsheet`: parse, call, print, exit. It decides nothing."""

from __future__ import annotations

import datetime
import inspect
import json
import os
import shlex
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TextIO, TypeVar

import click

from builder import __version__
from builder.format import FORMATS
from builder.problems import BuildError, ContentError, ExitCode, Failure, Problem, Severity, UsageError, failure
from builder.report import terminal

if TYPE_CHECKING:
    from builder.checks.rule import Rule
    from builder.editions import Request
    from builder.library import Library
    from builder.pipeline import Outcome
    from builder.workspace import Workspace

Command = TypeVar("Command", bound=Callable[..., Any])

SchemaName = Literal["topic", "references", "clinic"]
SCHEMAS: tuple[SchemaName, ...] = ("topic", "references", "clinic")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
MANY_PROBLEMS = 200  # the others are only counted; --verbose shows them all
LONG_WORK = 8  # editions; fewer are done before anybody could read a progress bar
EXIT_CODES = """\b
Exit codes:
  0    done
  1    there are problems in the content, or a PDF differs from it
  2    the command was written wrongly, or a name does not exist
  3    something is missing, or cannot be read or written
  4    a PDF does not conform to the standards
  70   a bug in the program
  130  interrupted
"""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXIT_CODES,
)
@click.version_option(__version__, prog_name="factsheet")
def command() -> None:
    """Write patient information once, check it, and print it as accessible PDFs.

    \b
    Begin with:
      factsheet new my-leaflets     make a folder to work in
      factsheet build               make the PDFs
      factsheet check               see what could be better
    """


def main() -> NoReturn:
    """Run the command and leave with its exit code; the one place where errors become messages."""
    out, _ = terminal.guarded()
    _end_when_told_to()
    try:
        code = _run()
    except SystemExit as leave:  # raised by Click after completing a word for the shell
        code = leave.code if isinstance(leave.code, int) else ExitCode.DONE
    out.flush()
    if out.lost:
        _fail(f"The output cannot be written: {out.lost}.")
        code = code if code in (ExitCode.USAGE, ExitCode.INTERRUPTED) else _gravest((code, ExitCode.MISSING))
    sys.exit(code)


ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def _end_when_told_to() -> None:
    """Treat a closed terminal and `kill` like Ctrl-C; a signal that is ignored, as under `nohup`, stays ignored."""
    for number in ENDING:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _interrupt)


def _interrupt(number: int, frame: object) -> NoReturn:
    """End, and ignore further signals, so that nobody stops the tidying up, which is quick."""
    for other in ENDING:
        signal.signal(other, signal.SIG_IGN)
    raise KeyboardInterrupt


def _run() -> int:
    try:
        return command(prog_name="factsheet", standalone_mode=False) or ExitCode.DONE
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        _say(*_usage(error), f"Error: {_quoted(error.format_message())}")
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("Interrupted.")
        return ExitCode.INTERRUPTED
    except ContentError as error:
        _tell(_report(error.problems))
        return ExitCode.PROBLEMS
    except BuildError as error:
        _fail(str(error), error.hint)
        return error.exit_code
    except OSError as error:
        _fail(f"{error.filename or 'A file'} cannot be read or written: {error.strerror or error}.")
        return ExitCode.MISSING
    except Exception:  # noqa: BLE001 - anything else is a bug, and is reported as one
        _say(traceback.format_exc())
        _fail("This is a bug in the program, not in your content.", "Please report it with the lines above.")
        return ExitCode.BUG


def _usage(error: click.ClickException) -> Iterator[str]:
    """Yield how to write the command, as Click shows it above an error."""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        yield error.ctx.get_usage()
        yield f"Try '{error.ctx.command_path} {error.ctx.help_option_names[-1]}' for help.\n\n"


def _quoted(message: str) -> str:
    """Return a message of Click's in which nothing that was typed starts a new line."""
    for typed in sys.argv:
        message = message.replace(typed, terminal.shown(typed)) if "\n" in typed else message
    return message


# --- Options that commands share --------------------------------------------------------------------------------------


def _all(*decorators: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def decorate(function: Command) -> Command:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


def _names_of(kind: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
        try:
            return [name for name in getattr(_workspace(), kind)() if name.startswith(incomplete)]
        except BuildError:
            return []

    return complete


def _option(name: str, *, help: str, **settings: Any) -> Callable[[Command], Command]:
    """An option that `FACTSHEET_<NAME>` sets as well."""
    variable = f"FACTSHEET_{name.removeprefix('--').replace('-', '_').upper()}"
    return click.option(name, envvar=variable, help=help, **settings)


EDITIONS = _all(
    click.argument("topics", nargs=-1, metavar="[TOPIC]...", shell_complete=_names_of("topics")),
    _option("--format", multiple=True, metavar="NAME",
            help=f"Only this format: {' or '.join(FORMATS)}. Repeat for more."),
    _option("--language", multiple=True, metavar="TAG", help="Only this language, such as en. Repeat for more."),
    _option("--style", metavar="NAME", shell_complete=_names_of("styles"), help="How it looks, such as contrast."),
    _option("--clinic", metavar="NAME", shell_complete=_names_of("clinics"), help="Print it for this clinic."),
    _option("--paper", type=click.Choice(["a4", "letter"]), help="The size of the paper."),
    _option("--profile", metavar="NAME", help="The rules that must hold: base, nhs, us or eu."),
)
JOBS = _option("--jobs", type=click.IntRange(1, 256), default=1, metavar="N", help="How many topics to do at a time.")
QUIET = click.option("-q", "--quiet", is_flag=True, help="Print only what is wrong.")
VERBOSE = click.option("-v", "--verbose", is_flag=True, help="Print more about what happens.")


# --- The commands -----------------------------------------------------------------------------------------------------


@command.command()
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--topic", metavar="NAME", help="The topic to begin with, such as sickle-cell.")
@click.option("--sample", is_flag=True, help="Also copy the sample topic, a complete one to learn from.")
def new(folder: Path | None, topic: str | None, sample: bool) -> None:
    """Make a workspace in FOLDER, or a new topic in the workspace you are in.

    \b
      factsheet new my-leaflets           a folder to work in, with an example topic
      factsheet new --topic sickle-cell   a new topic, inside that folder

    Files that are there already are left as they are, and nothing is written through a link that leads elsewhere;
    FOLDER itself may be a link.
    """
    from builder import workspace

    if folder is None and not (topic or sample):
        raise click.UsageError("Say which FOLDER to make, or which --topic.")
    root = _workspace().root if folder is None else folder
    today, files = datetime.date.today(), workspace.Made()
    if folder is not None:
        files |= workspace.start_workspace(root, topic or workspace.STARTER_TOPIC, today)
    elif topic:
        files |= workspace.start_topic(root, topic, today)
    if sample:
        files |= workspace.copy_sample(root)
    if not (root / workspace.SCHEMAS).is_dir():
        files |= workspace.keep_schemas(root, {name: _schema(name) for name in SCHEMAS})
    _print(f"{'made' if made else 'kept'}  {path}" for path, made in files.items())
    _next_steps(root, topic or (workspace.STARTER_TOPIC if folder else "alps"))


def _next_steps(root: Path, topic: str) -> None:
    steps = [
        *([f"cd {shlex.quote(str(root))}"] if root != Path() else []),
        f"factsheet build {topic}    makes the PDFs, in output/{topic}/",
        f"Open content/{topic}/en.yaml in an editor and put your own words in.",
        f"factsheet check {topic}    says what could be better",
    ]
    _say("\nWhat to do next:", *(f"  {number}. {terminal.shown(step)}" for number, step in enumerate(steps, 1)))


@command.command()
@EDITIONS
@_option("--to", multiple=True, metavar="NAME", help="What to make: pdf, html or text. Repeat for more. [default: pdf]")
@_option("--output", type=click.Path(path_type=Path), metavar="DIR", help="Where to put the files. [default: output]")
@JOBS
@click.option("--dry-run", is_flag=True, help="Only print which files would be made.")
@QUIET
@VERBOSE
@click.pass_context
def build(
    context: click.Context,
    /,
    output: Path | None,
    jobs: int,
    dry_run: bool,
    quiet: bool,
    verbose: bool,
    **choices: Any,
) -> int:
    """Make the files of each TOPIC, or of all topics: PDFs, and web pages and plain text with `--to`.

    Every format and language is made unless you choose. What stands in the way is shown with its place; a file that
    cannot be made again stays as it was.

    \b
      factsheet build                        everything
      factsheet build alps --paper letter    one topic, on Letter paper
      factsheet build --clinic riverbank     with a clinic's name and numbers
      factsheet build --to pdf --to html     as PDFs and as web pages
    """
    from builder import batch

    library, requests, odd = _requests(context, choices)
    output, timestamp = output or library.workspace.root / "output", _timestamp()
    if dry_run:
        _tell(_report(odd))
        _print(f"{output / request.file}" for request in requests)
        return _exit_code(odd, failed=_at_least(odd, "error"))
    outcomes: list[Outcome] = []
    stopped: BuildError | None = None
    try:
        work = batch.build(requests, library.workspace, output, timestamp, jobs)
        with closing(work), _progress(work, len(requests), quiet) as watched:
            outcomes.extend(watched)
    except BuildError as error:
        stopped = error
    finally:
        problems = [*odd, *_problems(outcomes)]
        _tell(_report([one for one in problems if verbose or one.severity != "info"], verbose))
    built = [outcome.entry for outcome in outcomes if outcome.entry]
    if not quiet:
        _print(f"{output / entry.file}" for entry in built)
        _say(*_left_to_do(outcomes))
        _say(f"{len(built)} of {len(requests)} files built." if len(built) < len(requests) else "")
    if stopped:
        _fail(str(stopped), stopped.hint)
    failed = _at_least(odd, "error") or len(built) < len(requests)
    return _gravest([_exit_code(problems, failed), stopped.exit_code if stopped else ExitCode.DONE])


@command.command()
@EDITIONS
@JOBS
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "sarif", "github", "junit"]),
    default="text",
    show_default=True,
    help="How to print what was found.",
)
@click.option("--select", multiple=True, metavar="RULE", help="Only this rule or family. Repeat for more.")
@click.option("--ignore", multiple=True, metavar="RULE", help="All but this rule or family. Repeat for more.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="The least severe problem that makes the exit code 1.",
)
@click.option("--strict", is_flag=True, help="The same as --fail-on warning.")
@click.option("--skip-drafts", is_flag=True, help="Skip topics that are drafts.")
@click.option("--statistics", is_flag=True, help="Count what was found by topic and by rule, and show no more.")
@click.option("--fix", is_flag=True, help="Show the safe rewrites as a diff, and write them when you agree.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day that dates are compared with, as 2026-11-22.")
@QUIET
@VERBOSE
@click.pass_context
def check(
    context: click.Context,
    /,
    jobs: int,
    output_format: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: Severity,
    strict: bool,
    skip_drafts: bool,
    statistics: bool,
    fix: bool,
    today: datetime.datetime | None,
    quiet: bool,
    verbose: bool,
    **choices: Any,
) -> int:
    """Say what could be better in each TOPIC, or in all topics.

    Words, numbers, evidence, dates and the printed page are read together. Nothing is written.
    `factsheet explain RULE` tells more about what was found.
    """
    from builder import batch

    if statistics and output_format != "text":
        raise click.UsageError("--statistics prints text: leave out --output-format.")
    library, requests, odd = _requests(context, choices)
    day = today.date() if today else datetime.date.today()

    def checked() -> list[Outcome]:
        work = batch.check(requests, library.workspace, day, select, ignore, jobs, skip_drafts)
        with closing(work), _progress(work, len(requests), quiet) as watched:
            return list(watched)

    outcomes = checked()
    if fix and _fixed(batch.rewrites(_problems(outcomes))):
        outcomes = checked()
    problems = [*odd, *_problems(outcomes)]
    read = [outcome.request for outcome in outcomes if not outcome.skipped]
    topics = dict.fromkeys((library.workspace.content / one.topic / f"{one.language}.yaml").as_posix() for one in read)
    said = _counted(problems) if statistics else _formatted(problems, topics, output_format, quiet, verbose)
    _write(said, output_format == "text")
    skipped = {outcome.request.topic for outcome in outcomes if outcome.skipped}
    if skipped and not quiet:
        _say(f"{len(skipped)} draft{'s' if len(skipped) > 1 else ''} skipped.")
    return _exit_code(problems, failed=_at_least(problems, "warning" if strict else fail_on))


@command.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print everything that was found as JSON.")
@click.option("--transcript", is_flag=True, help="Print what a screen reader would say, in order, with roles.")
@QUIET
@VERBOSE
def verify(files: tuple[Path, ...], as_json: bool, transcript: bool, quiet: bool, verbose: bool) -> int:
    """Read PDFs back and say whether they conform to PDF/UA-1 and PDF/A-2a.

    If FILE is a folder, every PDF in it is read. veraPDF judges conformance to the standards, whoever wrote the file.
    Our own checks then say where a file differs from what this program writes, and from its topic if that is in
    the workspace; they count (exit code 1) if this program wrote the file. With --verbose, each fault comes with its
    reason.
    """
    from builder import batch
    from builder.verify.verify import pdfs

    paths = [path for file in files for path in pdfs(file)]
    if transcript:
        return _gravest([_transcribed(path) for path in paths])
    found = []
    for report in batch.verify(paths, _workspace_if_any()):
        found.append(report)
        if not as_json and not (quiet and report.exit_code == ExitCode.DONE):
            _print([report.line(), *(f"  {line}" for line in report.details() if verbose)])
    if as_json:
        _write(json.dumps([report.plain() for report in found], indent=2) + "\n")
    return _gravest(report.exit_code for report in found)


def _transcribed(path: Path) -> int:
    from builder.verify.verify import transcript

    try:
        return _print(transcript(path).rstrip("\n").split("\n"))
    except BuildError as error:
        _fail(str(error), error.hint)
        return error.exit_code


@command.command("list")
@click.argument("kind", required=False, type=click.Choice(["topics", "styles", "clinics"]))
def list_(kind: str | None) -> int:
    """Print which topics, styles and clinics there are; with KIND, their names alone."""
    workspace = _workspace()
    odd = workspace.misnamed() if kind in (None, "topics") else []
    languages = dict[str, str]()
    for topic in workspace.topics() if not kind else ():
        try:
            languages[topic] = ", ".join(workspace.languages(topic)) or "none"
        except BuildError as error:
            odd.append(failure("not-read", error))
            languages[topic] = "unknown"
    _tell(_report(odd))
    if kind:
        _print(getattr(workspace, kind)())
    else:
        topics = [f"{topic} ({listed})" for topic, listed in languages.items()]
        kinds = {"Topics": topics, "Styles": workspace.styles(), "Clinics": workspace.clinics()}
        _print(f"{heading}: {', '.join(names) or 'none'}" for heading, names in kinds.items())
    return _exit_code(odd, failed=_at_least(odd, "error"))


@command.command()
def rules() -> int:
    """Print the rules that `factsheet check` knows: code, name, severity, and what each finds."""
    return _print(
        f"{rule.code}  {rule.name:34}  {rule.severity:7}  {_manual(rule).splitlines()[0]}"
        for rule in sorted(_rules().values(), key=lambda rule: rule.code)
    )


@command.command()
@click.argument("rule")
def explain(rule: str) -> int:
    """Print what a RULE finds, why it matters to the reader, and how to write it better.

    RULE is its name, such as uncited-claim, or its code.
    """
    from builder import workspace

    rules = _rules()
    found = [known for known in rules.values() if known.code == rule.upper()] or [
        rules[workspace.chosen("rule", rule, rules)]
    ]
    for one in found:
        _print([f"{one.name} ({one.code}, {one.severity})", "", *_manual(one).splitlines(), ""])
    return ExitCode.DONE


@command.command()
@click.argument("kind", required=False, type=click.Choice(SCHEMAS))
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Write all three as files there."
)
def schema(kind: SchemaName | None, output: Path | None) -> int:
    """Print the JSON Schema of a topic, of references or of a clinic, that editors use to check and complete YAML."""
    from builder import workspace

    if (kind is None) == (output is None):
        raise click.UsageError("Say which one to print, or where to write all: --output DIR")
    for name in (kind,) if kind else SCHEMAS:
        if output:
            workspace.keep(output / f"{name}.schema.json", _schema(name).encode())
        else:
            _write(_schema(name))
    return ExitCode.DONE


def _schema(name: SchemaName) -> str:
    from builder import reader

    return json.dumps(reader.schema(name), indent=2, ensure_ascii=False) + "\n"


# --- What commands share ----------------------------------------------------------------------------------------------


def _workspace() -> Workspace:
    from builder import workspace

    return workspace.find(Path.cwd())


def _workspace_if_any() -> Workspace | None:
    try:
        return _workspace()
    except UsageError:
        return None


def _requests(context: click.Context, choices: dict[str, Any]) -> tuple[Library, list[Request], list[Problem]]:
    """Return the editions that are asked for, and problems with the names in the workspace that cannot be used."""
    from builder import editions
    from builder.library import Library

    library = Library(_workspace())
    odd: list[Problem] = []
    given = click.core.ParameterSource.COMMANDLINE
    chosen = editions.Choices(
        topics=choices["topics"],
        formats=choices["format"],
        languages=choices["language"],
        style=choices["style"],
        paper=choices["paper"],
        clinic=choices["clinic"],
        profile=choices["profile"],
        media=choices.get("to", ("pdf",)),
        named=tuple(name for name in choices if context.get_parameter_source(name) is given),
    )
    return library, editions.requests(library, chosen, odd.append), odd


def _timestamp() -> datetime.datetime | None:
    """Return the moment that SOURCE_DATE_EPOCH sets (reproducible-builds.org), if it is set."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return None
    try:
        return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH is '{seconds}'.", "It must be a number of seconds since 1970.") from None


def _progress(outcomes: Iterator[Outcome], length: int, quiet: bool) -> Any:
    hidden = quiet or length < LONG_WORK or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb"
    return click.progressbar(outcomes, length=length, file=sys.stderr, hidden=hidden)


def _problems(outcomes: Iterable[Outcome]) -> list[Problem]:
    """Return every problem once: the formats of a topic share most of their problems."""
    return list(dict.fromkeys(problem for outcome in outcomes for problem in outcome.problems))


def _left_to_do(outcomes: Iterable[Outcome]) -> Iterator[str]:
    left: dict[str, set[Problem]] = {}
    for outcome in outcomes:
        left.setdefault(outcome.request.topic, set()).update(outcome.left)
    for topic, problems in left.items():
        if problems:
            number = f"{len(problems)} thing{'s' if len(problems) > 1 else ''}"
            yield f"{topic} is a draft with {number} left to do: factsheet check {topic}"


def _rules() -> dict[str, Rule]:
    from builder.checks import PAGE_RULES, RULES

    return {**RULES, **PAGE_RULES}


def _manual(rule: Rule) -> str:
    return inspect.getdoc(rule.check) or rule.name


def _at_least(problems: Iterable[Problem], severity: Severity) -> bool:
    gravest = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return any(problem.severity in gravest and not problem.waived for problem in problems)


def _fixed(rewrites: dict[Path, tuple[str, str]]) -> bool:
    """Show rewrites and write them, after asking if on a terminal; return whether anything was written."""
    from builder import workspace
    from builder.checks.fix import diff

    asked = sys.stdin is not None and sys.stdin.isatty()
    _say(*(diff(path.as_posix(), before, after) for path, (before, after) in rewrites.items()))
    if not rewrites or (asked and not click.confirm("Write these changes?", err=True)):
        return False
    for path, (_, after) in rewrites.items():
        workspace.keep(path, after.encode())
    return True


def _gravest(codes: Iterable[int]) -> int:
    """Return the most serious of several exit codes."""
    found = set(codes)
    order = (ExitCode.BUG, ExitCode.MISSING, ExitCode.NOT_CONFORMING, ExitCode.PROBLEMS)
    return next((code for code in order if code in found), ExitCode.DONE)


def _exit_code(problems: Iterable[Problem], failed: bool) -> int:
    """Return the most serious exit code of all failures and, if they count, of the problems in the content."""
    codes = [problem.exit_code for problem in problems if isinstance(problem, Failure)]
    return _gravest([*codes, ExitCode.PROBLEMS if failed else ExitCode.DONE])


# --- What is printed --------------------------------------------------------------------------------------------------


def _counted(problems: Sequence[Problem]) -> str:
    from builder.report import text

    return text.statistics(problems)


def _formatted(
    problems: Sequence[Problem], topics: Iterable[str], output_format: str, quiet: bool, verbose: bool
) -> str:
    from builder.report import github, json, junit, sarif

    if output_format == "text":
        return _report(problems, verbose, sys.stdout) or ("" if quiet else "No problems.\n")
    if output_format == "sarif":
        return sarif.report(problems, _rules(), __version__)
    if output_format == "junit":
        return junit.report(problems, topics)
    return {"json": json.report, "github": github.report}[output_format](problems)


def _report(problems: Sequence[Problem], verbose: bool = False, stream: TextIO | None = None) -> str:
    from builder.report import text

    stream = stream or sys.stderr
    said = text.report(
        problems,
        _texts(problems),
        color=terminal.colours(stream, os.environ),
        ascii_only=not (stream.encoding or "").lower().startswith("utf"),
        width=max(40, shutil.get_terminal_size((100, 24)).columns - 10),
        limit=MANY_PROBLEMS if not verbose else len(problems),
    )
    crashes = [terminal.shown_lines(problem.traceback) for problem in problems if isinstance(problem, Failure)]
    return "\n".join([said, *filter(None, crashes)]) if verbose else said


def _about_file(problem: Problem) -> bool:
    from builder import files

    return isinstance(problem, Failure) or problem.rule in files.ABOUT_FILES


def _texts(problems: Iterable[Problem]) -> dict[str, str]:
    from builder import files, source

    texts: dict[str, str] = {}
    for name in {one.span.path for one in problems if one.span and not _about_file(one)}:
        with suppress(files.Unreadable):
            texts[name] = files.read(Path(name), source.SIZE_LIMIT).decode("utf-8-sig", "replace")
    return texts


def _print(lines: Iterable[str]) -> int:
    """Write results to stdout, one to a line."""
    for line in lines:
        _write(f"{terminal.shown(line)}\n", safe=True)
    return ExitCode.DONE


def _write(words: str, safe: bool = False) -> None:
    """Write lines to stdout; if `safe`, they hold no terminal codes but those of our own colours."""
    click.echo(words if safe else terminal.shown_lines(words), nl=False, file=sys.stdout)


def _say(*texts: str) -> None:
    """Write messages to stderr."""
    for words in filter(None, texts):
        _tell(terminal.shown_lines(words))


def _tell(words: str) -> None:
    """Write words to stderr; they hold no terminal codes but those of our own colours."""
    if words:
        click.echo(words.removesuffix("\n"), file=sys.stderr)


def _fail(message: str, hint: str = "") -> None:
    _tell(f"factsheet: {terminal.shown(message)}")
    _tell(hint and f"  hint: {terminal.shown(hint)}")
