"""The phases, in order, that make one edition: load, read, check, compose, set, check the pages, record.

Nothing else knows this order. What the phases need is imported when they run, so that asking for help stays fast.
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, get_args

from builder import names
from builder import workspace as workspaces
from builder.manifest import Entry, digest
from builder.problems import ContentError, Problem, Span, UsageError
from builder.workspace import Workspace

if TYPE_CHECKING:
    from builder.checks.rule import Rule
    from builder.context import Context
    from builder.layout.edition import Edition
    from builder.layout.record import Pages
    from builder.model import Clinic, Document, Reference
    from builder.source import Source


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


def requests(library: Library, choices: Choices) -> list[Request]:
    """Return the editions that `choices` ask for, topic by topic.

    Raises UsageError for a name that the workspace does not have, ContentError when its defaults are wrong.
    """
    workspace = library.workspace
    workspace.refuse_shared_names()
    topics = [workspace.choose("topic", name) for name in dict.fromkeys(choices.topics)] or workspace.topics()
    if not topics:
        raise UsageError("The workspace has no topic yet.", "Make one: factsheet new --topic NAME")
    style, paper, clinic = _look(library, choices)
    chosen = tuple(getattr(choices, kind) for kind in ("style", "paper", "clinic") if kind in choices.named)
    return [
        Request(topic, format_name, language, style, paper, clinic, choices.profile, chosen)
        for topic in topics
        for format_name in _formats(choices)
        for language in _languages(library, topics, choices, topic)
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


def _languages(library: Library, topics: list[str], choices: Choices, topic: str) -> list[str]:
    workspace = library.workspace
    known = {language for name in topics for language in workspace.languages(name)}
    wanted = [workspaces.chosen("language", name, known) for name in choices.languages] or library.defaults().languages
    return [language for language in workspace.languages(topic) if not wanted or language in wanted]


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
        self._findings = cache(self._check)

    def open(self, request: Request) -> tuple[Document, Context]:
        """Return the document of an edition, and what it is made with.

        Raises ContentError with the problems of all their files, also for a language without a locale.
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
        return [path for path in found if path.is_file()]

    def _document(self, topic: str, language: str) -> Document:
        from builder import reader

        try:
            references = self.references(topic)
        except ContentError:  # told by itself; until it is mended, citations cannot be looked up
            references = None
        document = reader.document(_load(self.workspace.topic_file(topic, language)), references)
        _same(document.topic, topic, document.place["topic"].span(), "folder")
        _same(document.language, language, document.place["language"].span(), "file")
        return document

    def _references(self, topic: str) -> dict[str, Reference]:
        from builder import reader

        path = self.workspace.references_file(topic)
        return reader.references(_load(path)) if os.path.lexists(path) else {}

    def _clinic(self, name: str) -> Clinic:
        from builder import reader

        clinic = reader.clinic(_load(self.workspace.clinic_file(name)))
        _same(clinic.clinic, name, clinic.place["clinic"].span(), "file")
        return clinic

    def _profile(self, request: Request, document: Document) -> str:
        from builder.checks import law

        clinic = self.clinic(request.clinic).profile if request.clinic else None
        name = request.profile or document.profile or clinic or self.defaults().profile or "base"
        return workspaces.chosen("profile", name, law.profiles())


def _load(path: Path) -> Source:
    from builder import source

    return source.load(path, path.as_posix())


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
    """What became of a request: the problems that were found, and the entry of the file, if one was built.

    `left` are those that do not count yet, because the topic is a draft.
    """

    request: Request
    problems: tuple[Problem, ...] = ()
    entry: Entry | None = None
    left: tuple[Problem, ...] = ()


def build(request: Request, library: Library, output: Path, timestamp: datetime.datetime | None = None) -> Outcome:
    """Make one edition and keep its file below the folder `output`.

    `timestamp` is the moment that the file gives as its own, instead of the day the topic was updated.

    Raises ContentError when the content has problems that stop it, BuildError when a file cannot be read or written;
    the file that was there before is then left as it was.
    """
    from builder import checks

    document, context = library.open(request)
    found = library.check(request, ignore=_dated_rules())
    _refuse(document, found)
    content, pages = composed_and_set(document, context, request.format, timestamp)
    found += [*pages.problems, *checks.check_pages(pages, document, context)]
    _refuse(document, found)
    workspaces.keep(output / request.file, content)
    counted, left = _sorted_out(document, found)
    return Outcome(request, counted, _entry(request, library, content), left)


def check(request: Request, library: Library, select: Collection[str] = (), ignore: Collection[str] = ()) -> Outcome:
    """Set one edition as `build` would, keep nothing, and return every problem that was found on the way."""
    from builder import checks

    found: list[Problem] = []
    try:
        document, context = library.open(request)
        found += library.check(request, select, ignore)
        _, pages = composed_and_set(document, context, request.format)
        found += [*pages.problems, *checks.check_pages(pages, document, context, select, ignore)]
    except ContentError as error:
        found += error.problems
    return Outcome(request, tuple(found))


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
    from builder.formats import FORMATS
    from builder.pdf.write import write
    from builder.style import tightened

    first = None
    for factor in TIGHTNESS:
        style = context.style if factor == 1 else tightened(context.style, factor)
        edition = FORMATS[format](document, replace(context, style=style))
        made = write(edition, timestamp)
        first = first or made
        if made[1].count <= edition.most_pages:
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


def composed(request: Request, library: Library) -> Edition:
    """Return an edition as it would be set, to compare a finished file with. Raises ContentError."""
    from builder.formats import FORMATS

    document, context = library.open(request)
    return FORMATS[request.format](document, context)


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
    sources = {_below(path, library.workspace.root): digest(path) for path in library.files(request)}
    return Entry(str(request.file), edition, hashlib.sha256(content).hexdigest(), sources)


def _below(path: Path, root: Path) -> str:
    """Return `path` below the workspace; a built-in style is named the same wherever the program is installed."""
    real, top = path.resolve(), root.resolve()
    return real.relative_to(top).as_posix() if real.is_relative_to(top) else f"(built in)/{real.name}"
