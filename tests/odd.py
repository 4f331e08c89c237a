"""What may stand in a file's place: everything that a folder can hold and that nobody should read."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Make = Callable[[Path], object]


def bound(path: Path) -> None:
    """Make a socket; its address is short, since a whole path may be too long for one."""
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(path.parent)
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)
        os.close(here)


def huge(path: Path) -> None:
    """Make a file of 2 GB that takes no room."""
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)


def chain(path: Path) -> None:
    """Make a link to a link that leads back to it."""
    path.symlink_to(path.with_name("there"))
    path.with_name("there").symlink_to(path)


ODD: dict[str, tuple[Make, str]] = {
    "folder": (Path.mkdir, "is a folder, not a file"),
    "pipe": (os.mkfifo, "is a pipe, not a file"),
    "socket": (bound, "is a socket, not a file"),
    "loop": (lambda path: path.symlink_to(path), "is a link that leads back to itself"),
    "loop-of-two": (chain, "is a link that leads back to itself"),
    "dangling": (lambda path: path.symlink_to(path.with_name("gone")), "is a link to a file that is not there"),
    "huge": (huge, "is larger than"),
}
"""How to make each odd thing, and what is said of it."""

DEVICES: dict[str, tuple[Make, str]] = {
    name: (lambda path, name=name: path.symlink_to(f"/dev/{name}"), "is a device, not a file")  # type: ignore[misc]
    for name in ("zero", "null", "tty")
    if os.path.exists(f"/dev/{name}")
}
"""Links to devices; they also lead out of any workspace."""


@contextmanager
def without_rights() -> Iterator[None]:
    """Be nobody for a while, where the tests run as root, to whom all files are open."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
