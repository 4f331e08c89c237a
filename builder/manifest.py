"""`manifest.json`: what was built into an output folder, from which sources, with which hashes.

It holds no time and no path of the machine, so that the same content gives the same manifest everywhere.

It is true at every moment, whatever is killed: the file of each entry has the entry's hash, or is not there. So an
entry is removed before its file is replaced, and added once the new file is there. In between it is kept in a journal
beside the manifest, one line for each file; a build folds the journal into the manifest when it ends, and if it was
killed, the next build does. The journal is believed only about files that have the hash it gives. Whoever writes holds
a lock on the journal: several builds may write into one folder at once, and a lock ends with its process.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from builder.problems import BuildError
from builder.workspace import keep

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

NAME = "manifest.json"
JOURNAL = ".manifest.journal"
SIZE_LIMIT = 256 * 1024 * 1024  # bytes; some 400,000 files
HASH = re.compile(r"[0-9a-f]{64}")
LEFT_BEHIND = re.compile(r"\..+\.(json|pdf)\.[0-9]+")
"""The name that `workspace.keep` gives a file that is not complete yet."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its path below the output folder, the edition it holds, and its SHA-256 in hexadecimal.

    `sources` maps the path of each file it was made from, below the workspace, to that file's SHA-256. `program` is the
    version of the program that made it.
    """

    file: str
    edition: Mapping[str, str | None]
    sha256: str
    sources: Mapping[str, str]
    program: str


Entries = dict[str, Entry]
"""Entries by their files."""


def read(output: Path) -> Entries:
    """Return what is known of the files in an output folder: nothing, if its manifest is missing or damaged.

    After a build that was killed, the journal is read as well.
    """
    journal = _content(output / JOURNAL)  # read first: what leaves the journal is in the manifest by then
    return {**_claimed(output), **_proven(output, journal)}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Manifest:
    """The manifest of the folder `output` during a build that makes `files`, paths below that folder."""

    def __init__(self, output: Path, files: Collection[str]) -> None:
        self.output = output
        self._files = files
        self._seen: tuple[int, ...] = ()
        self._claims: Entries = {}

    def open(self) -> None:
        """Make the output folder if there is none, and tidy up after builds that were killed.

        Raises BuildError if nothing can be written there.
        """
        with _journal(self.output) as journal:
            _sweep(self.output)
            if os.fstat(journal.fileno()).st_size:
                _fold(self.output, journal)

    def keep(self, entry: Entry, content: bytes) -> None:
        """Write one file and record it.

        Raises BuildError if it cannot be written; what was there before is then left as it was.
        """
        with _journal(self.output) as journal:
            self._forget(entry, journal)
            keep(self.output / entry.file, content)
            _append(journal, [entry])

    def close(self) -> None:
        """Put what was recorded into `manifest.json`. Raises BuildError if that cannot be written."""
        with _journal(self.output) as journal:
            _fold(self.output, journal)

    def _forget(self, entry: Entry, journal: BinaryIO) -> None:
        """Take the entry of a file that is about to change out of `manifest.json`.

        The other files that this build makes are likely to change too; their entries all go at once, since the manifest
        is written as a whole. None is lost: the journal has them until they are proven.
        """
        if (state := _state(self.output / NAME)) != self._seen:
            self._claims, self._seen = _claimed(self.output), state
        claimed = self._claims.get(entry.file)
        if claimed is None or claimed.sha256 == entry.sha256:
            return
        going = {file: self._claims[file] for file in self._files if file in self._claims}
        _append(journal, going.values())
        self._claims = {file: kept for file, kept in self._claims.items() if file not in going}
        _write(self.output, self._claims)
        self._seen = _state(self.output / NAME)


# --- What is written down ---------------------------------------------------------------------------------------------


def _write(output: Path, entries: Entries) -> None:
    files = {file: _plain(entry) for file, entry in entries.items()}
    whole = json.dumps({"files": files}, indent=1, sort_keys=True, ensure_ascii=False)
    keep(output / NAME, f"{whole}\n".encode(errors="backslashreplace"))  # half a surrogate pair, in JSON's escape


def _append(journal: BinaryIO, entries: Iterable[Entry]) -> None:
    """Add a line for each entry; each starts a new line, so that half a line left by a full disk spoils nothing."""
    lines = (json.dumps({"file": entry.file, **_plain(entry)}) for entry in entries)
    try:
        journal.write("".join(f"\n{line}\n" for line in lines).encode())
        journal.flush()
    except OSError as error:
        raise _unwritable(Path(journal.name), error) from error


def _fold(output: Path, journal: BinaryIO) -> None:
    """Put what the journal has into the manifest, if the files prove it, and remove the journal."""
    claimed = {file: entry for file, entry in _claimed(output).items() if _is_file(output / file)}
    entries = {**claimed, **_proven(output, _content(Path(journal.name)))}
    _write(output, entries)
    with suppress(OSError):  # a journal that stays is proven again, by the files as they are then
        journal.truncate(0)
        os.unlink(journal.name)


def _plain(entry: Entry) -> dict[str, Any]:
    return {key: value for key, value in asdict(entry).items() if key != "file"}


# --- What is believed -------------------------------------------------------------------------------------------------


def _claimed(output: Path) -> Entries:
    try:
        files = json.loads(_content(output / NAME))["files"].items()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return {entry.file: entry for file, plain in files if (entry := _entry(file, plain))}


def _proven(output: Path, journal: bytes) -> Entries:
    """Return the entries of a journal whose files are there and have their hashes."""
    lines: dict[str, list[Entry]] = {}
    for line in journal.splitlines():
        with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
            plain = json.loads(line)
            if entry := _entry(plain.pop("file"), plain):
                lines.setdefault(entry.file, []).append(entry)
    return {
        file: entry
        for file, entries in lines.items()
        if (sha256 := _digest(output / file))
        for entry in entries  # the last of several that fit
        if entry.sha256 == sha256
    }


def _entry(file: object, plain: Any) -> Entry | None:
    """Return an entry, or None if it does not have the shape that we write, or leads out of the folder."""
    try:
        entry = Entry(str(file), **plain)
    except TypeError:
        return None
    sound = (
        isinstance(entry.sha256, str) and HASH.fullmatch(entry.sha256)
        and isinstance(entry.program, str)
        and _names(entry.sources, str)
        and _names(entry.edition, (str, type(None)))
        and _stays_inside(entry.file)
    )  # fmt: skip
    return entry if sound else None


def _names(mapping: object, kind: type | tuple[type, ...]) -> bool:
    return isinstance(mapping, dict) and all(isinstance(value, kind) for value in mapping.values())


def _stays_inside(file: str) -> bool:
    odd = "\0" in file or "\\" in file or ":" in file
    return not odd and not {"", ".", ".."} & set(file.split("/"))


# --- Files ------------------------------------------------------------------------------------------------------------


@contextmanager
def _journal(output: Path) -> Iterator[BinaryIO]:
    """Open the journal for one process at a time; the lock on it ends with the process, however that ends.

    Raises BuildError if it cannot be opened.
    """
    path = output / JOURNAL
    while True:
        try:
            output.mkdir(parents=True, exist_ok=True)
            file = open(path, "ab", opener=_of_our_own)
        except OSError as error:
            raise _unwritable(path, error) from error
        with file:
            _lock(file)
            if _state(path)[:1] == (os.fstat(file.fileno()).st_ino,):  # else its build is over, and the journal is gone
                yield file
                return


def _lock(file: BinaryIO) -> None:
    """Wait for the lock on a file; if the disk knows no locks, only one build at a time is safe."""
    if sys.platform == "win32":
        file.seek(SIZE_LIMIT)  # a byte that is never written, since a locked one cannot be read either
        while True:
            with suppress(OSError):  # after ten seconds
                return msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
    with suppress(OSError):
        fcntl.flock(file, fcntl.LOCK_EX)


def _unwritable(path: Path, error: OSError) -> BuildError:
    hint = "Is the disk full, is the folder yours, or does something stand in the place of the file or the folder?"
    return BuildError(f"{path.as_posix()} cannot be written: {error.strerror}.", hint)


def _sweep(output: Path) -> None:
    """Remove what killed builds left half written. Only whoever holds the lock writes, so none is in use."""
    for folder in (output, *(path for path in output.iterdir() if path.is_dir() and not path.is_symlink())):
        with suppress(OSError):
            for path in folder.iterdir():
                if LEFT_BEHIND.fullmatch(path.name) and _is_file(path):
                    path.unlink()


def _content(path: Path) -> bytes:
    """Return the content of a file, or nothing if it is missing, too large or not a file."""
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            found = os.fstat(file.fileno())
            return file.read() if stat.S_ISREG(found.st_mode) and found.st_size <= SIZE_LIMIT else b""
    except OSError:
        return b""


def _of_our_own(path: str, flags: int) -> int:
    return _without_waiting(path, flags | getattr(os, "O_NOFOLLOW", 0))


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)  # never wait at a FIFO


def _digest(path: Path) -> str:
    try:
        return digest(path) if _is_file(path) else ""
    except OSError:
        return ""


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that is too long, or that no system allows
        return False


def _state(path: Path) -> tuple[int, ...]:
    """Return what changes when another file takes the place of the one at `path`; () if there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size
