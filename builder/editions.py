"""Which editions to make: the choices of an author, and the editions that follow from them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from builder import workspace as workspaces
from builder.format import FORMATS
from builder.media import MEDIA
from builder.problems import BuildError, ContentError, Problem, UsageError, failure
from builder.workspace import Defaults, Workspace

if TYPE_CHECKING:
    from builder.model import Clinic


@dataclass(frozen=True, slots=True)
class Choices:
    """What the author chose; an empty choice of topics, formats or languages means all of them.

    An empty choice of media means what the workspace's defaults say, or else PDF.

    `named` says which of "style", "paper" and "clinic" were chosen on the command line and so go into file names.
    """

    topics: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    style: str | None = None
    paper: str | None = None
    clinic: str | None = None
    profile: str | None = None
    named: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One file to make: an edition (topic x format x language x style x paper x clinic) in a medium.

    A legal `profile` says which rules must hold.
    """

    topic: str
    format: str
    language: str
    style: str = "plain"
    paper: str = "a4"
    clinic: str | None = None
    profile: str | None = None
    chosen: tuple[str, ...] = ()
    medium: str = "pdf"

    @property
    def file(self) -> PurePosixPath:
        """The file, below the output folder."""
        name = "-".join((self.topic, self.format, self.language, *self.chosen))
        return PurePosixPath(self.topic, f"{name}.{MEDIA[self.medium]}")


Report = Callable[[Problem], object]


class Known(Protocol):
    """What must be known about a workspace to work out the editions that are asked for; a `Library` knows it."""

    workspace: Workspace

    def defaults(self) -> Defaults: ...

    def clinic(self, name: str) -> Clinic: ...


def requests(library: Known, choices: Choices, report: Report = lambda problem: None) -> list[Request]:
    """Return the editions that `choices` ask for, topic by topic; `report` gets the problems with misnamed files.

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
        known_profile(choices.profile)
    for problem in (*misnamed, *(() if choices.topics else shared.values())):
        report(problem)
    languages = _languages(library, [topic for topic in topics if topic not in shared], choices, report)
    return [
        Request(topic, format_name, language, style, paper, clinic, choices.profile, chosen, medium)
        for topic, ours in languages.items()
        for format_name in _formats(choices)
        for language in ours
        for medium in _media(library, choices)
    ]


def _look(library: Known, choices: Choices) -> tuple[str, str, str | None]:
    """Return style, paper and clinic: the author's choice, else the clinic's own, else the workspace's defaults."""
    workspace, defaults = library.workspace, library.defaults()
    name, clinic = choices.clinic or defaults.clinic, None
    if name:
        with suppress(ContentError):  # what is wrong with the clinic is reported when an edition is made with it
            clinic = library.clinic(workspace.choose("clinic", name))
    style = choices.style or (clinic and clinic.style) or defaults.style or "plain"
    paper = choices.paper or (clinic and clinic.paper) or defaults.paper or "a4"
    return workspace.choose("style", style), paper, name


def _formats(choices: Choices) -> list[str]:
    return [workspaces.chosen("format", name, FORMATS) for name in dict.fromkeys(choices.formats)] or list(FORMATS)


def _media(library: Known, choices: Choices) -> list[str]:
    asked = choices.media or library.defaults().to or ("pdf",)
    return [workspaces.chosen("medium", name, MEDIA) for name in dict.fromkeys(asked)]


def _languages(library: Known, topics: list[str], choices: Choices, report: Report) -> dict[str, list[str]]:
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


def known_profile(name: str) -> str:
    """Return the name of a legal profile. Raises UsageError if there is none of that name."""
    from builder.checks import law

    return workspaces.chosen("profile", name, law.profiles())
