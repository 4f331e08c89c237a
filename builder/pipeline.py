"""The phases, in order, that make one edition: load, read, check, compose, set, check the pages, record.

Nothing else knows this order. What the phases need is imported when they run, so that asking for help stays fast.
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, get_args

from builder import __version__, names
from builder import workspace as workspaces
from builder.manifest import Entry, digest
from builder.problems import BuildError, ContentError, Problem, Span, UsageError, failure
from builder.workspace import Workspace

if TYPE_CHECKING:
    from builder.checks.rule import Rule
    from builder.context import Context
    from builder.layout.record import Pages
    from builder.model import Clinic, Document, Reference
    from builder.source import Source
    from builder.structure import Sheet


# --- What is asked for ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choices:
    """What the author chose; an empty choice of topics, formats or languages means all of them.

    `named` says which of "style", "paper" and "clinic" were chosen on the command line and so go into file names.
    """

    topics: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    style: str | None = None
    paper: str | None = None
    clinic: str | None = None
    profile: str | None = None
    named: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One edition to make: topic x format x language x style x paper x clinic, under a legal profile."""

    topic: str
    format: str
    language: str
    style: str = "plain"
    paper: str = "a4"
    clinic: str | None = None
    profile: str | None = None
    chosen: tuple[str, ...] = ()

    @property
    def file(self) -> PurePosixPath:
        """The file of the edition, below the output folder."""
        name = "-".join((self.topic, self.format, self.language, *self.chosen))
        return PurePosixPath(self.topic, f"{name}.pdf")


Report = Callable[[Problem], object]


def requests(library: Library, choices: Choices, report: Report = lambda problem: None) -> list[Request]:
    """Return the editions that `choices` ask for, topic by topic; `report` is told of what cannot be asked for.

    Raises UsageError for a name that the workspace does not have, ContentError when its defaults are wrong.
    """
    workspace, shared = library.workspace, library.workspace.shared_names()
    topics = [workspace.choose("topic", name) for name in dict.fromkeys(choices.topics)] or workspace.topics()
    misnamed = workspace.misnamed(choices.topics)
    if not topics and not misnamed:
        raise UsageError("The workspace has no topic yet.", "Make one: factsheet new --topic NAME")
    style, paper, clinic = _look(library, choices)
    chosen = tuple(getattr(choices, kind) for kind in ("style", "paper", "clinic") if kind in choices.named)
    for name in (*choices.topics, *chosen):
        if name in shared:
            raise UsageError(shared[name].message, shared[name].hint)
    if choices.profile:
        _known_profile(choices.profile)
    for problem in (*misnamed, *(() if choices.topics else shared.values())):
        report(problem)
    languages = _languages(library, [topic for topic in topics if topic not in shared], choices, report)
    return [
        Request(topic, format_name, language, style, paper, clinic, choices.profile, chosen)
        for topic, ours in languages.items()
        for format_name in _formats(choices)
        for language in ours
    ]


def _look(library: Library, choices: Choices) -> tuple[str, str, str | None]:
    """Return style, paper and clinic: the author's choice, else the clinic's own, else the workspace's defaults."""
    workspace, defaults = library.workspace, library.defaults()
    name, clinic = choices.clinic or defaults.clinic, None
    if name:
        with suppress(ContentError):  # what is wrong with the clinic is told when an edition is made with it
            clinic = library.clinic(workspace.choose("clinic", name))
    style = choices.style or (clinic and clinic.style) or defaults.style or "plain"
    paper = choices.paper or (clinic and clinic.paper) or defaults.paper or "a4"
    return workspace.choose("style", style), paper, name


def _formats(choices: Choices) -> list[str]:
    from builder.model import FormatName

    known = get_args(FormatName)
    return [workspaces.chosen("format", name, known) for name in dict.fromkeys(choices.formats)] or list(known)


def _languages(library: Library, topics: list[str], choices: Choices, report: Report) -> dict[str, list[str]]:
    """Return the languages of each topic that are asked for."""
    there = {}
    for topic in topics:
        try:
            there[topic] = library.workspace.languages(topic)
        except ContentError as error:
            for problem in error.problems:
                report(problem)
        except BuildError as error:
            report(failure("not-read", error))
    known = {language for languages in there.values() for language in languages}
    wanted = [workspaces.chosen("language", name, known) for name in choices.languages] or library.defaults().languages
    return {
        topic: [language for language in languages if not wanted or language in wanted]
        for topic, languages in there.items()
    }


def _known_profile(name: str) -> str:
    from builder.checks import law

    return workspaces.chosen("profile", name, law.profiles())


# --- What is read -----------------------------------------------------------------------------------------------------


class Library:
    """The files of a workspace as the reader understands them, each read once; for one run.

    `today` is the day that rules compare with; without it they compare with the day the topic was updated.
    """

    def __init__(self, workspace: Workspace, today: datetime.date | None = None) -> None:
        self.workspace = workspace
        self.today = today
        self.defaults = cache(workspace.defaults)
        self.document = cache(self._document)
        self.references = cache(self._references)
        self.clinic = cache(self._clinic)
        self._digests: dict[Path, str] = {}
        self._findings = cache(self._check)

    def open(self, request: Request) -> tuple[Document, Context]:
        """Return the document of an edition, and what it is made with.

        Raises ContentError with the problems of all their files, also for a language without a locale, and UsageError
        for a profile that does not exist.
        """
        from builder import locale, style
        from builder.context import Context

        folders, clinic = self.workspace.style_folders, request.clinic
        _together(
            lambda: self.references(request.topic),
            lambda: self.document(request.topic, request.language),
            lambda: self.clinic(clinic) if clinic else None,
            lambda: style.load(request.style, folders),
        )
        document = self.document(request.topic, request.language)
        return document, Context(
            style=style.load(request.style, folders),
            paper=request.paper,
            locale=locale.load(document.language, document.place["language"]),
            clinic=self.clinic(clinic) if clinic else None,
            profile=self._profile(request, document),
            today=self.today or document.governance.updated,
            references=self.references(request.topic),
            folder=self.workspace.folder(request.topic),
            clinic_folder=self.workspace.clinic_folder,
            root=self.workspace.root,
        )

    def is_draft(self, request: Request) -> bool:
        """Tell whether a topic says of itself that it is a draft; one that cannot be read does not."""
        try:
            return self.document(request.topic, request.language).governance.status == "draft"
        except (BuildError, ContentError):
            return False

    def check(self, request: Request, select: Collection[str] = (), ignore: Collection[str] = ()) -> list[Problem]:
        """Return what the source rules find; the formats of a topic share it. Raises ContentError as `open` does."""
        shared = replace(request, format="", chosen=())
        return list(self._findings(shared, frozenset(select), frozenset(ignore)))

    def _check(self, request: Request, select: frozenset[str], ignore: frozenset[str]) -> list[Problem]:
        from builder import checks

        return checks.check(*self.open(request), select, ignore)

    def files(self, request: Request) -> list[Path]:
        """Return the files that an edition is made from."""
        from builder import model, style

        workspace, document = self.workspace, self.document(request.topic, request.language)
        folder = workspace.folder(request.topic)
        blocks = (block for section in document.sections for block in section.blocks)
        found = [workspace.topic_file(request.topic, request.language), workspace.references_file(request.topic)]
        found += [names.spelled(folder / block.figure.file) for block in blocks if isinstance(block, model.Figure)]
        found += style.files_of(request.style, workspace.style_folders)
        if request.clinic:
            logo = self.clinic(request.clinic).logo
            found += [workspace.clinic_file(request.clinic)]
            found += [names.spelled(workspace.clinic_folder / logo.file)] if logo else []
        return [path for path in found if os.path.isfile(path)]  # a name may be too long even to ask for it

    def _document(self, topic: str, language: str) -> Document:
        from builder import reader

        try:
            references = self.references(topic)
        except ContentError:  # told by itself; until it is mended, citations cannot be looked up
            references = None
        document = reader.document(self._load(self.workspace.topic_file(topic, language)), references)
        _same(document.topic, topic, document.place["topic"].span(), "folder")
        _same(document.language, language, document.place["language"].span(), "file")
        return document

    def _references(self, topic: str) -> dict[str, Reference]:
        from builder import reader

        path = self.workspace.references_file(topic)
        return reader.references(self._load(path)) if os.path.lexists(path) else {}

    def _clinic(self, name: str) -> Clinic:
        from builder import reader

        clinic = reader.clinic(self._load(self.workspace.clinic_file(name)))
        _same(clinic.clinic, name, clinic.place["clinic"].span(), "file")
        return clinic

    def _profile(self, request: Request, document: Document) -> str:
        clinic = self.clinic(request.clinic).profile if request.clinic else None
        name = request.profile or document.profile or clinic or self.defaults().profile or "base"
        return _known_profile(name)

    def _load(self, path: Path) -> Source:
        from builder import files, source

        name = path.as_posix()
        content = files.content(path, source.SIZE_LIMIT, name)
        self._digests[path] = hashlib.sha256(content).hexdigest()  # of what was read, whatever is saved meanwhile
        return source.parse(content, name)

    def digest(self, path: Path) -> str:
        """Return the SHA-256 of a file as it was read, in hexadecimal."""
        if path not in self._digests:
            self._digests[path] = digest(path)
        return self._digests[path]


def _same(name: str, expected: str, span: Span, place: str) -> None:
    if name != expected:
        message = f"The {place} is called '{expected}', but here it says '{name}'."
        raise ContentError([Problem("wrong-name", message, span, f"Write {expected}, or rename the {place}.")])


def _together(*readings: Callable[[], object]) -> None:
    """Run every reading, then raise ContentError with what all of them found."""
    found: list[Problem] = []
    for reading in readings:
        try:
            reading()
        except ContentError as error:
            found += error.problems
    if found:
        raise ContentError(found)


# --- The phases -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request: the problems that were found, and the entry and content of the file, if one was made.

    `left` are those that do not count yet, because the topic is a draft. `skipped` is a draft that nobody asked for.
    """

    request: Request
    problems: tuple[Problem, ...] = ()
    entry: Entry | None = None
    left: tuple[Problem, ...] = ()
    content: bytes = field(default=b"", repr=False)
    skipped: bool = False


def build(request: Request, library: Library, timestamp: datetime.datetime | None = None) -> Outcome:
    """Make one edition; nothing is written.

    `timestamp` is the moment that the file gives as its own, instead of the day the topic was updated.

    Raises ContentError when the content has problems that stop it, BuildError when a file cannot be read.
    """
    from builder import checks

    document, context = library.open(request)
    found = library.check(request, ignore=_dated_rules())
    _refuse(document, found)
    content, pages = composed_and_set(document, context, request.format, timestamp)
    found += [*pages.problems, *checks.check_pages(pages, document, context)]
    _refuse(document, found)
    counted, left = _sorted_out(document, found)
    return Outcome(request, counted, _entry(request, library, content), left, content)


def check(
    request: Request, library: Library, select: Collection[str] = (), ignore: Collection[str] = ()
) -> Iterator[Problem]:
    """Set one edition as `build` would, and yield every problem that is found on the way. Raises as `build` does."""
    from builder import checks

    document, context = library.open(request)
    yield from library.check(request, select, ignore)
    _, pages = composed_and_set(document, context, request.format)
    yield from pages.problems
    yield from checks.check_pages(pages, document, context, select, ignore)


TIGHTNESS = (1.0, 0.97, 0.94, 0.91)
"""How much smaller an edition may be set that runs over its pages; the legibility floor holds whatever the step."""


def composed_and_set(document: Document, context: Context, format: str,
                     timestamp: datetime.datetime | None = None) -> tuple[bytes, Pages]:
    """Compose and set one edition; what runs a little over its pages is set again, a step tighter.

    Where no step is enough, the first setting stands, and a rule on pages says so.
    """
    try:
        return _composed_and_set(document, context, format, timestamp)
    except ContentError as error:
        raise ContentError(_placed(error.problems, document, context)) from None


def _composed_and_set(document: Document, context: Context, format: str,
                      timestamp: datetime.datetime | None) -> tuple[bytes, Pages]:
    from builder import formats
    from builder.format import FORMATS
    from builder.layout.lay import lay
    from builder.pdf.write import write
    from builder.style import tightened

    sheet = formats.compose(document, context, format)
    first = None
    for factor in TIGHTNESS:
        style = context.style if factor == 1 else tightened(context.style, factor)
        made = write(lay(sheet, style, context.paper), timestamp)
        first = first or made
        if made[1].count <= FORMATS[format].most:
            return made
    assert first is not None
    return first


def _placed(problems: Iterable[Problem], document: Document, context: Context) -> Iterator[Problem]:
    """Yield problems of the page with their places: what is printed in the margins has forgotten where it stands.

    A character without a glyph is told at all its places at once.
    """
    told = False
    for problem in problems:
        if problem.rule == "missing-glyph":
            found = [] if told else _without_glyph(document, context)
            yield from found or ([] if told else [problem])
            told = True
        else:
            title = document.place and document.place["title"].span()
            yield problem if problem.span else replace(problem, span=title)


def _without_glyph(document: Document, context: Context) -> list[Problem]:
    from builder import locale
    from builder.checks.rule import cited
    from builder.text import coverage, faces

    keys = dict.fromkeys(one.key for one in cited(document))
    roots = [document.place, context.clinic and context.clinic.place]
    roots += [context.references[key].place for key in keys if key in context.references]
    stack = faces.stack(context.style.font, "regular", context.locale.tag)
    return coverage.missing(roots, stack) or coverage.missing([locale.source_of(context.locale.tag)], stack)


def composed(request: Request, library: Library) -> Sheet:
    """Return what an edition says, to compare a finished file with. Raises ContentError."""
    from builder import formats

    document, context = library.open(request)
    return formats.compose(document, context, request.format)


def _dated_rules() -> list[str]:
    return [name for name, rule in _rules().items() if not rule.fails_build]


def _rules() -> dict[str, Rule]:
    from builder.checks import PAGE_RULES, RULES

    return {**RULES, **PAGE_RULES}


def _refuse(document: Document, found: list[Problem]) -> None:
    """Raise ContentError when something stops the build: an error that counts, or that the topic is withdrawn."""
    if document.governance.status == "withdrawn":
        span = document.governance.place["status"].span()
        raise ContentError([Problem("withdrawn-topic", "This topic is withdrawn, so it is not printed.", span)])
    counted, _ = _sorted_out(document, found)
    if any(problem.severity == "error" and not problem.waived for problem in counted):
        raise ContentError(counted)


def _sorted_out(document: Document, found: list[Problem]) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return the problems that count, and those that do not yet: in a draft, what rules found, save those on safety."""
    rules = _rules() if document.governance.status == "draft" else {}
    left = [one for one in found if one.rule in rules and not rules[one.rule].code.startswith("SAFE")]
    return tuple(problem for problem in found if problem not in left), tuple(left)


def _entry(request: Request, library: Library, content: bytes) -> Entry:
    edition = {name: getattr(request, name) for name in ("topic", "format", "language", "style", "paper", "clinic")}
    sources = {_below(path, library.workspace.root): library.digest(path) for path in library.files(request)}
    return Entry(str(request.file), edition, hashlib.sha256(content).hexdigest(), sources, __version__)


def _below(path: Path, root: Path) -> str:
    """Return `path` below the workspace; a built-in style is named the same wherever the program is installed."""
    real, top = path.resolve(), root.resolve()
    return real.relative_to(top).as_posix() if real.is_relative_to(top) else f"(built in)/{real.name}"
