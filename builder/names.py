"""Names of files and folders: which are allowed, which are the same, and which are nearly the one that is needed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from unicodedata import normalize

from builder import hints
from builder.near import near, plain
from builder.problems import Problem, Span

PLAIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAMING = "use small letters, digits and hyphens, such as sickle-cell."
LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*")
RESERVED = frozenset(
    [*"con prn aux nul conin$ conout$".split(), *(port + n for port in ("com", "lpt") for n in "0123456789¹²³")]
)
"""Names of devices, which no file or folder can have on Windows (Microsoft, "Naming Files, Paths, and Namespaces")."""


def is_reserved(name: str) -> bool:
    """Tell whether a name, whatever it ends in, is one that Windows reserves for a device."""
    return name.partition(".")[0].rstrip(" ").lower() in RESERVED


def refused(name: str) -> str:
    """Return what to do about a name that no topic, clinic or style can have, or an empty string for a good one."""
    if is_reserved(name):
        return "Windows keeps this name for itself: use another, such as sickle-cell."
    if PLAIN.fullmatch(name):
        return ""
    better = plain(name)
    if better and not is_reserved(better):
        return f"Call it {better}: small letters, digits and hyphens."
    return f"For a name, {NAMING}"


# --- The same name ----------------------------------------------------------------------------------------------------


def spelled(path: Path) -> Path:
    """Return `path` as it is spelled on the disk, where accents may be composed or, as on a Mac, not."""
    if str(path).isascii() or os.path.lexists(path) or path == path.parent:
        return path
    parent = spelled(path.parent)
    wanted = normalize("NFC", path.name)
    return next((entry for entry in _entries(parent) if normalize("NFC", entry.name) == wanted), parent / path.name)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


# --- Nearly the name --------------------------------------------------------------------------------------------------

_ENDINGS = {".yml": ".yaml", ".jpeg": ".jpg", ".jpe": ".jpg", ".jfif": ".jpg", ".svgz": ".svg"}
_OTHER_WORDS = dict.fromkeys("refs ref bibliography literature literatur sources citations".split(), "references")
_COPIES = re.compile(r"( ?\(\d+\)|[ -]+(copy|kopie|copie|copia)( ?\(?\d+\)?)?)+$", re.IGNORECASE)


def _folded(name: str) -> tuple[str, str]:
    """Return a file's name without what people and programs change in it, and its extension."""
    name = normalize("NFC", name).casefold().strip()
    stem, ending = os.path.splitext(name)
    if ending == ".txt" and os.path.splitext(stem)[1]:
        stem, ending = os.path.splitext(stem)
    while stem.endswith((".yaml", ".yml")):
        stem = os.path.splitext(stem)[0]
    return _uncopied(stem).strip(" ."), _ENDINGS.get(ending.strip(), ending.strip())


def _uncopied(stem: str) -> str:
    """Return a file's name without what Windows and browsers add to the name of a copy."""
    return _COPIES.sub("", stem)


def nearly(path: Path) -> Path | None:
    """Return the file in the folder of `path` that has nearly the same name, if there is just one."""
    stem, ending = _folded(path.name)
    others = [entry for entry in _entries(path.parent) if entry != path and not entry.name.startswith(".")]
    folded = {entry: _folded(entry.name) for entry in others if entry.is_file()}
    same = [entry for entry, own in folded.items() if own == (stem, ending)]
    same = same or [entry for entry, (own, end) in folded.items() if end == ending and _OTHER_WORDS.get(own) == stem]
    if len(same) == 1:
        return same[0]
    of_kind = {own: entry for entry, (own, end) in folded.items() if end == ending and not LANGUAGE.fullmatch(own)}
    meant = near(stem, of_kind)
    return of_kind[meant] if meant else None


def misnamed(path: Path, right: str, rule: str = "misnamed-file") -> Problem:
    """Return the problem of a file that is not read because it is not called `right`."""
    found = path.name
    if found.endswith(".yml"):
        why = "ends in .yml, and is not read"
    elif found.endswith(".txt"):
        why = "ends in .txt, and is not read"
    else:
        why = "is not read, because of its name"
    hint = f"Rename it to {right}."
    if found != found.strip() or "  " in found:
        hint = f"There is a space too many in its name: rename it to {right}."
    return Problem(rule, f"{path.as_posix()} {why}.", Span(path.as_posix(), 1, 1, 1, 1), hint)


def in_its_place(path: Path) -> Problem | None:
    """Return the problem of a file with nearly the same name as `path`, if `path` itself is not there."""
    if os.path.lexists(path):
        return None
    found = nearly(path)
    return misnamed(found, path.name) if found else None


# --- Files of languages -----------------------------------------------------------------------------------------------

_LANGUAGE_FILE = re.compile(r"\s*([^.]+?)\s*((?:\.(?:ya?ml|yamll|yalm|ymal|yam))+)?\s*(\.txt)?\s*", re.IGNORECASE)


def language(name: str) -> str:
    """Return the language that a file of a topic was meant to be named after, or an empty string.

    >>> language("EN.yml"), language("pt_br.yaml.txt"), language("english.yaml"), language("notes.yaml")
    ('en', 'pt-BR', 'en', '')
    """
    found = _LANGUAGE_FILE.fullmatch(name)
    if not found:
        return ""
    tag = _uncopied(found[1]).replace("_", "-").strip("- ")
    if not found[2] and tag not in hints.LANGUAGES.values():
        return ""
    return hints.LANGUAGES.get(tag.casefold(), "") or (_tag(tag) if LANGUAGE.fullmatch(tag) else "")


def _tag(tag: str) -> str:
    """Return a language tag in the usual letters: en, pt-BR, zh-Hant (BCP 47, 2.1.1)."""
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part.capitalize() if len(part) == 4
                                      else part.lower() for part in rest)])


def language_files(entries: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that are, or were meant to be, a topic in one language; a copy or a .txt only if it is alone."""
    found = [(entry, tag) for entry in entries if (tag := language(entry.name))]
    right = {tag for entry, tag in found if entry.name == f"{tag}.yaml"}
    for entry, tag in found:
        alone = tag not in right if ".y" in entry.name.lower() else not right and entry.is_file()
        if alone or (entry.suffix in (".yaml", ".yml") and _uncopied(entry.stem) == entry.stem):
            yield entry


def misnamed_language(path: Path) -> Problem | None:
    """Return the problem of a file that was meant to be a topic in one language but is named wrongly."""
    right = f"{language(path.name)}.yaml"
    return misnamed(path, right, "misnamed-topic") if path.name != right else None


# --- Figures ----------------------------------------------------------------------------------------------------------


def did_you_mean(file: str, folder: Path) -> str:
    """Return the hint for a `file` of `folder` that is not there: a file with nearly that name, there or further in."""
    found = nearly(folder / file)
    if not found:
        wanted = _folded(Path(file).name)
        inside = [path for path in _below(folder) if _folded(path.name) == wanted]
        found = inside[0] if len(inside) == 1 else None
    if not found:
        return ""
    there = found.relative_to(folder).as_posix()
    if there != there.strip():
        return f"There is '{there}', with a space in its name that is too many: rename the file."
    return f"Did you mean {there}?"


MOST_FILES = 2000


def _below(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in order, following no links, and not too many of them."""
    count = 0
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            count += 1
            if count > MOST_FILES:
                return
            if not name.startswith("."):
                yield Path(root, name)
