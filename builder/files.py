"""Files as they come: read only if they are really files, without waiting, and never more than there is room for."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from builder.problems import BuildError, ContentError, Problem, Span

ABOUT_FILES = frozenset([
    "file-too-large", "misnamed-file", "misnamed-topic", "misplaced-locale", "missing-file", "no-text-file",
    "path-outside-workspace", "shared-name", "unreadable-file",
])  # fmt: skip
"""The rules whose problems are about a file as a whole; none of its content may be shown."""


class Unreadable(Exception):
    """The file at a path cannot be read.

    `rule` names the fault as a Problem does, `message` goes on after the file's name ("is a folder, not a file"),
    `hint` says what to do. If `in_place` is true, the author can mend it by putting another file in its place.
    """

    def __init__(self, rule: str, message: str, hint: str, in_place: bool = True) -> None:
        super().__init__(message)
        self.rule, self.message, self.hint, self.in_place = rule, message, hint, in_place


def read(path: Path, limit: int) -> bytes:
    """Return the content of the file at `path`, at most `limit` bytes. Raises Unreadable.

    A pipe, a socket or a device is never read, whether it was there before or took the file's place just now.
    """
    try:
        _refuse(os.stat(path), limit)
        with open(path, "rb", opener=_opened) as file:
            return _whole(file, limit)
    except FileNotFoundError:
        raise _missing(path) from None
    except OSError as error:
        raise _failed(error) from None
    except ValueError:  # a null character in the name
        raise Unreadable("unreadable-file", "has a name that no file can have", "Write its name again.") from None


def content(path: Path, limit: int, name: str) -> bytes:
    """Return what `read` returns; `name` is what messages call the file.

    Raises ContentError if another file in its place would mend it, and BuildError otherwise.
    """
    try:
        return read(path, limit)
    except Unreadable as error:
        if error.in_place:
            message = f"{name} {error.message}."
            raise ContentError([Problem(error.rule, message, Span(name, 1, 1, 1, 1), error.hint)]) from None
        raise BuildError(f"{name} {error.message}.", error.hint) from None


def inside(path: Path, folder: Path, name: str) -> Path:
    """Return `path`; `name` is what messages call it. Raises ContentError when a link leads it out of `folder`."""
    if is_below(path, folder):
        return path
    raise ContentError([Problem("path-outside-workspace", f"{name} leads outside the workspace.",
                                Span(name, 1, 1, 1, 1), "Copy what it points to into its place.")])


def is_below(path: Path, folder: Path) -> bool:
    """Tell whether `path` lies in `folder` once all symbolic links are followed; a loop of links lies nowhere."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _opened(path: str, flags: int) -> int:
    """Open without waiting for anybody to write to a pipe; Windows has no such flag and needs none."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _whole(file: BinaryIO, limit: int) -> bytes:
    _refuse(os.fstat(file.fileno()), limit)
    whole = file.read(limit + 1)
    if len(whole) > limit:  # it grew while it was read
        raise _too_large(limit)
    return whole


_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def _refuse(status: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = _KINDS.get(stat.S_IFMT(status.st_mode), "something else")
        raise Unreadable("unreadable-file", f"is {kind}, not a file", "Put the file itself in its place.")
    if status.st_size > limit:
        raise _too_large(limit)


def _too_large(limit: int) -> Unreadable:
    return Unreadable("file-too-large", f"is larger than {limit // 1024 // 1024} MiB", "Is this the right file?")


def _missing(path: Path) -> Unreadable:
    if os.path.islink(path):
        return Unreadable("unreadable-file", "is a link to a file that is not there", "Put the file in its place.")
    return Unreadable("missing-file", "is not there", "Check its name and its folder.", in_place=False)


def _failed(error: OSError) -> Unreadable:
    if error.errno == errno.ELOOP:
        return Unreadable("unreadable-file", "is a link that leads back to itself", "Put the file in its place.")
    message = f"cannot be read: {error.strerror or error}"
    return Unreadable("unreadable-file", message, "Check the name and who may read it.", in_place=False)
