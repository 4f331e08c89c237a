"""The folder that an author works in: which topics, languages, clinics and styles it holds, found by file name.

A workspace is a folder whose `content/` holds a topic or a `defaults.yaml`. Nothing in it may lead outside it.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from builder import files, names, source
from builder.media import MEDIA
from builder.near import did_you_mean, plain
from builder.problems import BuildError, ContentError, Problem, Span, UsageError

PACKAGE = Path(__file__).parent
PAPERS = ("a4", "letter")


def carried(folder: str) -> Path:
    """Return the program's own `styles` or `content`: inside an installed package, beside it in a checkout."""
    inside = PACKAGE / {"styles": "styles", "content": "sample"}[folder]
    return inside if inside.is_dir() else PACKAGE.parent / folder


# --- What is in a workspace -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Defaults:
    """What `content/defaults.yaml` chooses for the whole workspace; no `languages` means all the languages of a topic.

    `to` are the media that files are made in.
    """

    style: str | None = None
    paper: str | None = None
    clinic: str | None = None
    profile: str | None = None
    languages: tuple[str, ...] = ()
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace by its folder, and where everything in it lies."""

    root: Path

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def clinic_folder(self) -> Path:
        return self.content / "clinics"

    @property
    def defaults_file(self) -> Path:
        return self.content / "defaults.yaml"

    @property
    def style_folders(self) -> tuple[Path, ...]:
        """The folders in which styles are looked for: the workspace's own first, then the built-in one.

        No style leads out of the folder that its own folder lies in.
        """
        own, carried_along = self.root / "styles", carried("styles").resolve()
        return (own,) if os.path.realpath(own) == str(carried_along) else (own, carried_along)

    def topics(self) -> list[str]:
        """Return the names of all topics, sorted; `misnamed` reports folders that are not topics."""
        return [folder.name for folder in _topic_folders(self.content) if not names.refused(folder.name)]

    def languages(self, topic: str) -> list[str]:
        """Return the languages of a topic, sorted; `misnamed` reports files that are not read."""
        return [path.stem for path in _language_files(self.content / topic) if not names.misnamed_language(path)]

    def source_language(self, topic: str, preferred: Collection[str]) -> str:
        """Return the language that the others are translated from: a preferred one, else English, else the first."""
        there = sorted(self.languages(topic))
        english = [language for language in there if language.split("-")[0] == "en"]
        return next(iter([*(language for language in preferred if language in there), *english, *there]))

    def misnamed(self, topics: Collection[str] = ()) -> list[Problem]:
        """Return a problem for each folder and file in `topics`, or in all, that is skipped because of its name."""
        found = [
            problem
            for folder in _topic_folders(self.content)
            if not topics or folder.name in topics
            for problem in _misnamed(folder)
        ]
        return [*found, *map(_no_locale, _locale_files(self.root))]

    def shared_names(self) -> dict[str, Problem]:
        """Return a problem for each name that two things share, since file names are made of these names."""
        kinds = {"topic": self.topics(), "style": self.styles(), "clinic": self.clinics(), "paper": PAPERS}
        folders = {"topic": self.content, "style": self.root / "styles", "clinic": self.clinic_folder}
        seen: dict[str, str] = {}
        shared: dict[str, Problem] = {}
        for kind, own in kinds.items():
            for name in own:
                first = seen.setdefault(name, kind)
                if first != kind:
                    path = folders[first] / (name if first == "topic" else f"{name}.yaml")
                    message = f"A {first} and a {kind} are both called '{name}'."
                    problem = Problem("shared-name", message, Span(path.as_posix(), 1, 1, 1, 1), "Rename one of them.")
                    shared.setdefault(name, problem)
        return shared

    def clinics(self) -> list[str]:
        return _names(self.clinic_folder)

    def styles(self) -> list[str]:
        return sorted({name for folder in self.style_folders for name in _names(folder)})

    def folder(self, topic: str) -> Path:
        return self.inside(self.content / topic)

    def topic_file(self, topic: str, language: str) -> Path:
        return self.inside(self.folder(topic) / f"{language}.yaml")

    def references_file(self, topic: str) -> Path:
        """Return where a topic's references are. Raises ContentError if only a file with a similar name is there."""
        return _only(self.inside(self.folder(topic) / "references.yaml"))

    def clinic_file(self, clinic: str) -> Path:
        return self.inside(self.clinic_folder / f"{clinic}.yaml")

    def inside(self, path: Path) -> Path:
        """Return `path`. Raises ContentError when a symbolic link in it leads outside the workspace."""
        return files.inside(path, self.root, path.as_posix())

    def choose(self, kind: str, name: str) -> str:
        """Return `name` if the workspace has a topic, style or clinic of that name. Raises UsageError otherwise."""
        known = {"topic": self.topics, "style": self.styles, "clinic": self.clinics}[kind]()
        folders = {"topic": (), "style": self.style_folders[:1], "clinic": (self.clinic_folder,)}[kind]
        if name not in known:
            for folder in folders:
                _refuse_misnamed(folder, name)
            if kind == "topic" and os.path.isdir(self.content / name) and not names.refused(name):
                raise _no_words(self.content / name)
        return chosen(kind, name, known)

    def defaults(self) -> Defaults:
        """Return the workspace's defaults. Raises ContentError when `defaults.yaml` is wrong."""
        path = _only(self.inside(self.defaults_file))
        return _defaults(source.load(path, path.as_posix()).root) if os.path.lexists(path) else Defaults()


def find(start: Path) -> Workspace:
    """Return the workspace that `start` lies in; its folder is relative to `start`, as the author sees it.

    Raises UsageError if there is none.
    """
    for folder in (start, *start.parents):
        if is_workspace(folder):
            return Workspace(Path(os.path.relpath(folder, start)))
    hint = "Go to the folder of your workspace, or make a new one: factsheet new FOLDER"
    for folder in (start, *start.parents):
        for other in ("Content", "CONTENT", "contents", "Contents"):
            if any(_topic_folders(folder / other)) and not (folder / "content").is_dir():
                hint = f"Is {other}/ meant? Rename it to content."
    raise UsageError("This folder is not in a workspace: there is no content/ with a topic in it, here or above.", hint)


def is_workspace(folder: Path) -> bool:
    content = folder / "content"
    return os.path.lexists(content / "defaults.yaml") or any(_topic_folders(content))


def chosen(kind: str, name: str, known: Collection[str]) -> str:
    """Return `name` if it is known. Raises UsageError, with the name nearest to it, if it is not."""
    if name in known:
        return name
    there = f"There are: {', '.join(sorted(known))}." if known else f"The workspace has no {kind}."
    raise UsageError(f"There is no {kind} called '{name}'.", did_you_mean(name, sorted(known)) or there)


def _only(path: Path) -> Path:
    """Return `path`. Raises ContentError if it is not there, but a file that was meant to be it is."""
    if problem := names.in_its_place(path):
        raise ContentError([problem])
    return path


def _refuse_misnamed(folder: Path, name: str) -> None:
    """Raise UsageError for a style or clinic that exists but cannot be chosen because of its file's name."""
    if names.is_reserved(name) and os.path.isfile(folder / f"{name}.yaml"):
        raise UsageError(f"{(folder / name).as_posix()}.yaml cannot be used.", names.refused(name))
    if not names.PLAIN.fullmatch(name) and not os.path.isfile(folder / f"{name}.yaml"):
        return
    found = names.nearly(folder / f"{plain(name)}.yaml") if folder.is_dir() else None
    if found and plain(found.name.partition(".")[0]) == plain(name):
        problem = names.misnamed(found, f"{plain(name)}.yaml")
        raise UsageError(problem.message, problem.hint)


def _no_words(folder: Path) -> UsageError:
    """Return what is wrong with a folder that has no text in any language."""
    others = [path for path in _in(folder) if path.suffix in (".yaml", ".yml") and path.name[0] not in ".~"]
    others = [path for path in others if path.stem != "references"]
    hint = f"Rename {others[0].name} to en.yaml if it is in English." if len(others) == 1 else "Call it en.yaml, say."
    return UsageError(f"In {folder.as_posix()} there is no file that is named after its language.", hint)


def _topic_folders(content: Path) -> Iterator[Path]:
    for folder in _in(content):
        if folder.name not in ("clinics", LOCALES) and not folder.name.startswith(".") and _may_be_topic(folder):
            yield folder


LOCALES = "locales"


def _locale_files(root: Path) -> Iterator[Path]:
    """Yield the files that were meant to hold the program's words, in the places where an author would put them."""
    for folder in (root / LOCALES, root / "content" / LOCALES):
        for path in _in(folder):
            if path.suffix in (".yaml", ".yml") and names.language(path.name):
                yield path


def _no_locale(path: Path) -> Problem:
    message = f"{path.as_posix()} is not read: the program's own words are not part of a workspace."
    hint = "They are in builder/locales/ of the program. Ask its maintainers to add your language, or to change a word."
    return Problem("misplaced-locale", message, Span(path.as_posix(), 1, 1, 1, 1), hint, "warning")


def _may_be_topic(folder: Path) -> bool:
    """Tell whether a folder has a topic's files, or cannot be read, which is reported with its languages."""
    try:
        return any(_language_files(folder))
    except BuildError:
        return True


def _language_files(folder: Path) -> Iterator[Path]:
    yield from names.language_files(_in(folder))


def _in(folder: Path) -> list[Path]:
    """Return what is in a folder, sorted; nothing if there is no folder.

    Raises BuildError for a folder that must not be read: its content would be skipped silently.
    """
    try:
        return sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        hint = "Check who may read it."
        raise BuildError(f"{folder.as_posix()} cannot be read: {error.strerror}.", hint) from error


def _misnamed(folder: Path) -> Iterator[Problem]:
    if hint := names.refused(folder.name):
        place = Span(folder.as_posix(), 1, 1, 1, 1)
        message = f"{folder.as_posix()} cannot be the folder of a topic."
        yield Problem("misnamed-topic", message, place, f"Rename it. {hint}")
        return
    with suppress(BuildError):  # reported when its languages are looked up
        yield from filter(None, map(names.misnamed_language, _language_files(folder)))


def _names(folder: Path) -> list[str]:
    return [path.stem for path in _in(folder) if path.suffix == ".yaml" and not names.refused(path.stem)]


def _defaults(root: source.Root) -> Defaults:
    if root is None:
        return Defaults()
    if not isinstance(root, source.Mapping):
        raise ContentError([Problem("defaults-shape", "The defaults are lines of 'key: value'.", root.span(),
                                    "Write, for example: paper: a4")])
    problems = [problem for key in root if (problem := _wrong_default(root, key))]
    if problems:
        raise ContentError(problems)
    values = {str(key): value for key, value in root.items() if value is not None}
    return Defaults(**{**values, **{key: _listed(values.get(key, ())) for key in LISTS}})


LISTS = {"languages": "[en, es]", "to": "[pdf, html]"}
"""The defaults that are lists, each with an example."""


def _listed(value: Any) -> tuple[str, ...]:
    return (str(value),) if isinstance(value, str) else tuple(map(str, value))


def _wrong_default(root: source.Mapping, key: Any) -> Problem | None:
    value, span = root[key], root.value_span(key)
    if key not in Defaults.__slots__:
        hint = did_you_mean(key, Defaults.__slots__) or f"There are: {', '.join(Defaults.__slots__)}."
        return Problem("unknown-key", f"The defaults have no '{key}'.", key.span(), hint)
    if key == "paper" and value not in (None, *PAPERS):
        hint = (did_you_mean(value, PAPERS) if isinstance(value, str) else "") or "Write a4 or letter."
        return Problem("defaults-value", f"'{value}' is not a size of paper.", span, hint)
    if key in LISTS and not _is_words(value):
        return Problem("defaults-value", f"'{key}' is a list.", span, f"Write, for example: {key}: {LISTS[key]}")
    if key == "to" and (unknown := [one for one in _listed(value or ()) if one not in MEDIA]):
        hint = did_you_mean(unknown[0], MEDIA) or f"There are: {', '.join(MEDIA)}."
        return Problem("defaults-value", f"'{unknown[0]}' is not a kind of file that can be made.", span, hint)
    if key not in LISTS and value is not None and not isinstance(value, str):
        return Problem("defaults-value", f"'{key}' takes one name.", span, "Write one word after the colon.")
    return None


def _is_words(value: object) -> bool:
    return value is None or (isinstance(value, (list, str)) and all(isinstance(word, str) for word in value))


# --- Files that are whole or absent -----------------------------------------------------------------------------------


def keep(path: Path, content: bytes) -> None:
    """Write a file so that it is complete at every moment, either the old one or the new one; missing folders are made.

    Raises BuildError if it cannot be written; what was there before is left as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        hint = "Is the disk full, is the folder yours, or does a file stand where the folder should be?"
        raise BuildError(f"{path.as_posix()} cannot be written: {error.strerror}.", hint) from error


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    try:
        with open(beside, "xb") as file:  # never through a link
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


# --- Making new ones --------------------------------------------------------------------------------------------------

STARTER = PACKAGE / "starter"
STARTER_TOPIC = "example"
STARTER_FILES = ("defaults.yaml", "clinics/example-clinic.yaml")

Made = dict[Path, bool]
"""The files of something new: whether each was made, or was there already and left alone."""


def start_workspace(folder: Path, topic: str, today: datetime.date) -> Made:
    """Make a workspace in `folder` with one topic in it; `folder` itself may be a link."""
    if names.is_reserved(folder.name):
        raise UsageError(f"'{folder.name}' cannot be the name of a folder.", names.refused(folder.name))
    made = {f"content/{name}": (STARTER / name).read_bytes() for name in STARTER_FILES}
    return _written(folder, {**_starter(topic, today), **made, ".gitignore": b"/output/\n"})


def start_topic(folder: Path, topic: str, today: datetime.date) -> Made:
    """Make a topic in the workspace at `folder`, to be reviewed two years from `today`."""
    return _written(folder, _starter(topic, today))


def copy_sample(folder: Path) -> Made:
    """Copy the program's own topics and clinics, to learn from, into the workspace at `folder`."""
    sample = carried("content")
    paths = (path for path in sorted(sample.rglob("*")) if path.is_file() and path.parent != sample)
    return _written(folder, {f"content/{path.relative_to(sample).as_posix()}": path.read_bytes() for path in paths})


def keep_schemas(folder: Path, schemas: Mapping[str, str]) -> Made:
    """Put the schemas, keyed by name, where the files of the workspace at `folder` tell editors to look for them."""
    return _written(folder, {f"{SCHEMAS}/{name}.schema.json": text.encode() for name, text in schemas.items()})


SCHEMAS = ".schema"
MODELINE = f"# yaml-language-server: $schema=../../{SCHEMAS}/{{}}.schema.json\n"
"""Tells editors the schema of a YAML file two folders below the workspace (yaml-language-server, inlined schema)."""


def _with_modeline(name: str, content: bytes) -> bytes:
    """Return a new file, with a first line for editors if there is a schema for it; `name` is its path."""
    path = PurePosixPath(name)
    if len(path.parts) != 3 or path.suffix != ".yaml":
        return content
    kind = "clinic" if path.parts[1] == "clinics" else "references" if path.stem == "references" else "topic"
    return MODELINE.format(kind).encode() + content


def _starter(topic: str, today: datetime.date) -> dict[str, bytes]:
    """Return the files of a new topic, by their paths in the workspace."""
    if topic == "clinics":
        raise UsageError("'clinics' cannot be the name of a topic.", "The folder of the clinics has that name.")
    if hint := names.refused(topic):
        raise UsageError(f"'{topic}' cannot be the name of a topic.", hint)
    own = {
        "topic: example": f"topic: {topic}",
        "title: Example": f"title: {topic.replace('-', ' ').capitalize()}",
        "2026-01-01": today.isoformat(),
        "2028-01-01": (today + datetime.timedelta(days=730)).isoformat(),
    }
    texts = {path.name: path.read_text("utf-8") for path in sorted((STARTER / STARTER_TOPIC).iterdir())}
    pattern = re.compile("|".join(own))
    filled = {name: pattern.sub(lambda match: own[match[0]], text) for name, text in texts.items()}
    return {f"content/{topic}/{name}": text.encode() for name, text in filled.items()}


def _written(root: Path, contents: Mapping[str, bytes]) -> Made:
    """Write files, by their paths in the workspace at `root`, or none if one of them would lie elsewhere."""
    made = {root / name: _with_modeline(name, content) for name, content in contents.items()}
    for path in made:
        if not files.is_below(path, root):
            hint = "Take the link away, or make the workspace where it leads."
            raise BuildError(f"{path.as_posix()} would lie outside the workspace: a link leads there.", hint)
    return {path: _make(path, content) for path, content in made.items()}


def _make(path: Path, content: bytes) -> bool:
    if path.exists() or path.is_symlink():
        return False
    keep(path, content)
    return True
