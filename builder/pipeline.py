"""The phases, in order, that make one file: load, read, check, compose, set, check the pages, write, record.

Nothing else knows this order. What the phases need is imported when they run, so that `--help` stays fast.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from builder import __version__
from builder.editions import Request
from builder.format import FORMATS
from builder.library import Library
from builder.manifest import Entry
from builder.problems import ContentError, Problem

if TYPE_CHECKING:
    from builder.checks.rule import Rule
    from builder.context import Context
    from builder.model import Document
    from builder.pdf.write import Setting
    from builder.structure import Sheet


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request: the problems that were found, and the entry and content of the file, if one was made.

    `left` are the problems that do not count yet, because the topic is a draft. `skipped` is true for a draft that was
    left out.
    """

    request: Request
    problems: tuple[Problem, ...] = ()
    entry: Entry | None = None
    left: tuple[Problem, ...] = ()
    content: bytes = field(default=b"", repr=False)
    skipped: bool = False


def build(request: Request, library: Library, timestamp: datetime.datetime | None = None) -> Outcome:
    """Make one file; nothing is written to the disk.

    `timestamp` is the moment that the file gives as its own, instead of the day the topic was updated.

    Raises ContentError if problems in the content stop it, BuildError if a file cannot be read.
    """

    document, context = library.open(request)
    found = library.check(request, ignore=_dated_rules())
    _refuse(document, found)
    if request.medium == "pdf":
        setting = fitted(composed(request, library), document, context)
        found += [*setting.pages.problems, *_of_pages(setting, document, context)]
        _refuse(document, found)
        content = setting.file(timestamp)
    else:
        content = _written(request.medium, composed(request, library), context)
    counted, left = _sorted_out(document, found)
    return Outcome(request, counted, _entry(request, library, content), left, content)


def check(
    request: Request, library: Library, select: Collection[str] = (), ignore: Collection[str] = ()
) -> Iterator[Problem]:
    """Set one edition as `build` would, and yield every problem found on the way. Raises what `build` raises."""

    yield from library.check(request, select, ignore)
    document, context = library.open(request)
    setting = fitted(composed(request, library), document, context)
    yield from setting.pages.problems
    yield from _of_pages(setting, document, context, select, ignore)


def _of_pages(setting: Setting, document: Document, context: Context, select: Collection[str] = (),
              ignore: Collection[str] = ()) -> list[Problem]:
    from builder import checks
    from builder.checks.subject import Subject

    subject = Subject(document, context, setting.edition.sheet)
    return checks.check_pages(setting.pages, subject, select, ignore)


TIGHTNESS = (1.0, 0.97, 0.94, 0.91)
"""How much smaller an edition that runs over its pages may be set; the legibility floor holds at every step."""


def composed(request: Request, library: Library) -> Sheet:
    """Return what an edition says. Raises ContentError."""
    document, context = library.open(request)
    try:
        return library.sheet(request)
    except ContentError as error:
        raise ContentError(_placed(error.problems, document, context)) from None


def fitted(sheet: Sheet, document: Document, context: Context) -> Setting:
    """Set a sheet; if it runs a little over its pages, it is set again, a step tighter.

    If no step is enough, the first setting stays, and a rule on pages says so.
    """
    try:
        return _fitting(_settings(sheet, context), FORMATS[sheet.format].most)
    except ContentError as error:
        raise ContentError(_placed(error.problems, document, context)) from None


def _settings(sheet: Sheet, context: Context) -> Iterator[Setting]:
    from builder.layout.lay import lay
    from builder.pdf.write import set_
    from builder.style import tightened

    for factor in TIGHTNESS:
        style = context.style if factor == 1 else tightened(context.style, factor)
        yield set_(lay(sheet, style, context.paper))


def _fitting(settings: Iterator[Setting], most: int) -> Setting:
    first = next(settings)
    return next((one for one in (first, *settings) if one.pages.count <= most), first)


def _written(medium: str, sheet: Sheet, context: Context) -> bytes:
    """Return a sheet in a medium that has no pages."""
    from builder import html, plain

    if medium == "html":
        return html.write(sheet, context.style, context.locale)
    return plain.write(sheet)


def _placed(problems: Iterable[Problem], document: Document, context: Context) -> Iterator[Problem]:
    """Yield problems of the page with their places; one without a place, such as in the margins, gets the title's.

    A character without a glyph is reported at all its places at once.
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
    from builder.checks.citing import cited
    from builder.text import coverage, faces

    keys = dict.fromkeys(one.key for one in cited(document))
    roots = [document.place, context.clinic and context.clinic.place]
    roots += [context.references[key].place for key in keys if key in context.references]
    stack = faces.stack(context.style.font, "regular", context.locale.tag)
    return coverage.missing(roots, stack) or coverage.missing([locale.source_of(context.locale.tag)], stack)


def _dated_rules() -> list[str]:
    return [name for name, rule in _rules().items() if not rule.fails_build]


def _rules() -> dict[str, Rule]:
    from builder.checks import PAGE_RULES, RULES

    return {**RULES, **PAGE_RULES}


def _refuse(document: Document, found: list[Problem]) -> None:
    """Raise ContentError if something stops the build: an error that counts, or a withdrawn topic."""
    if document.governance.status == "withdrawn":
        span = document.governance.place["status"].span()
        raise ContentError([Problem("withdrawn-topic", "This topic is withdrawn, so it is not printed.", span)])
    counted, _ = _sorted_out(document, found)
    if any(problem.severity == "error" and not problem.waived for problem in counted):
        raise ContentError(counted)


def _sorted_out(document: Document, found: list[Problem]) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return the problems that count, and those that do not yet: in a draft, findings of rules not about safety."""
    rules = _rules() if document.governance.status == "draft" else {}
    left = [one for one in found if one.rule in rules and not rules[one.rule].code.startswith("SAFE")]
    return tuple(problem for problem in found if problem not in left), tuple(left)


EDITION = ("topic", "format", "language", "style", "paper", "clinic", "medium")


def _entry(request: Request, library: Library, content: bytes) -> Entry:
    edition = {name: getattr(request, name) for name in EDITION}
    sources = {_below(path, library.workspace.root): library.digest(path) for path in library.files(request)}
    return Entry(str(request.file), edition, hashlib.sha256(content).hexdigest(), sources, __version__)


def _below(path: Path, root: Path) -> str:
    """Return `path` below the workspace; a built-in style has the same name wherever the program is installed."""
    real, top = path.resolve(), root.resolve()
    return real.relative_to(top).as_posix() if real.is_relative_to(top) else f"(built in)/{real.name}"
