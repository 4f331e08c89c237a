"""The files of a workspace, each read once."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from builder import names
from builder.editions import Request, known_profile
from builder.manifest import digest
from builder.problems import BuildError, ContentError, Problem, Span
from builder.workspace import Workspace

if TYPE_CHECKING:
    from builder.context import Context
    from builder.locale import Locale
    from builder.model import Clinic, Document, Reference
    from builder.source import Source
    from builder.structure import Sheet


class Library:
    """The files of a workspace as the reader understands them, each read once in a run.

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
        self._composed = lru_cache(maxsize=1)(self._compose)

    def open(self, request: Request) -> tuple[Document, Context]:
        """Return the document of an edition, and what it is made with.

        Raises ContentError with the problems of all their files, or for a language without a locale, and UsageError for
        a profile that does not exist.
        """
        from builder import locale

        document = self._read(request)
        return document, self._context(request, document, locale.load(document.language, document.place["language"]))

    def _read(self, request: Request) -> Document:
        """Return the document of an edition. Raises ContentError with the problems of all files behind it."""
        from builder import style

        folders, clinic = self.workspace.style_folders, request.clinic
        _together(
            lambda: self.references(request.topic),
            lambda: self.document(request.topic, request.language),
            lambda: self.clinic(clinic) if clinic else None,
            lambda: style.load(request.style, folders),
        )
        return self.document(request.topic, request.language)

    def _context(self, request: Request, document: Document, words: Locale) -> Context:
        from builder import style
        from builder.context import Context

        clinic = request.clinic
        return Context(
            style=style.load(request.style, self.workspace.style_folders),
            paper=request.paper,
            locale=words,
            clinic=self.clinic(clinic) if clinic else None,
            profile=self._profile(request, document),
            today=self.today or document.governance.updated,
            references=self.references(request.topic),
            folder=self.workspace.folder(request.topic),
            clinic_folder=self.workspace.clinic_folder,
            root=self.workspace.root,
        )

    def sheet(self, request: Request) -> Sheet:
        """Return what an edition says; all of its media share it. Raises ContentError as `open` does."""
        return self._composed(replace(request, chosen=(), medium="pdf"))

    def _compose(self, request: Request) -> Sheet:
        from builder import formats

        return formats.compose(*self.open(request), request.format)

    def is_draft(self, request: Request) -> bool:
        """Tell whether a topic says of itself that it is a draft; one that cannot be read does not."""
        try:
            return self.document(request.topic, request.language).governance.status == "draft"
        except (BuildError, ContentError):
            return False

    def check(self, request: Request, select: Collection[str] = (), ignore: Collection[str] = ()) -> list[Problem]:
        """Return what the source rules find; the formats of a topic share it.

        Raises ContentError as `open` does, but not if only the locale is missing: a translation can be checked before
        the program has words for its language.
        """
        shared = replace(request, format="", chosen=(), medium="pdf")
        return list(self._findings(shared, frozenset(select), frozenset(ignore)))

    def _check(self, request: Request, select: frozenset[str], ignore: frozenset[str]) -> list[Problem]:
        from builder import checks, locale
        from builder.checks.subject import Subject

        document = self._read(request)
        try:
            words = locale.load(document.language, document.place["language"])
        except ContentError:  # reported by `open`
            words = locale.load("en")
        context = self._context(request, document, words)
        original, unread = self._source(request, document)
        rules = {rule.name for rule in checks.chosen(checks.RULES, select, ignore, context.profile)}
        told = unread if rules & {"out-of-step", "changed-number"} else []
        subject = Subject(document, replace(context, source_document=original))
        return [*told, *checks.check(subject, select, ignore)]

    def _source(self, request: Request, document: Document) -> tuple[Document | None, list[Problem]]:
        """Return what a translation is made from, or none, and the problem of one that cannot be read."""
        language = self.workspace.source_language(request.topic, self.defaults().languages)
        if language == request.language:
            return None, []
        try:
            return self.document(request.topic, language), []
        except (BuildError, ContentError):
            message = f"This translation was not compared with {language}.yaml, in which something is wrong."
            hint = f"See what: factsheet check {request.topic} --language {language}"
            return None, [Problem("unread-source", message, document.place["language"].span(), hint, "warning")]

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
        return [path for path in found if os.path.isfile(path)]  # a name may be too long even to look it up

    def _document(self, topic: str, language: str) -> Document:
        from builder import reader

        try:
            references = self.references(topic)
        except ContentError:  # reported separately; until it is mended, citations cannot be looked up
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
        return known_profile(name)

    def _load(self, path: Path) -> Source:
        from builder import files, source

        name = path.as_posix()
        content = files.content(path, source.SIZE_LIMIT, name)
        self._digests[path] = hashlib.sha256(content).hexdigest()  # of what was read, whatever has been saved since
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
    """Run every reading, then raise ContentError with everything that they found."""
    found: list[Problem] = []
    for reading in readings:
        try:
            reading()
        except ContentError as error:
            found += error.problems
    if found:
        raise ContentError(found)
