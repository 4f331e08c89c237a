"""Figures: SVG of plain shapes, PNG and JPEG, read from below the workspace only."""

from __future__ import annotations

import functools
import stat
from pathlib import Path

from builder import names
from builder.drawings import jpeg, png, svg
from builder.drawings.drawing import Drawing
from builder.drawings.faults import Fault, Faults
from builder.problems import ContentError, Place, Problem

LARGEST_FILE = 8 * 2**20


def read(file: str, folder: Path, root: Path, place: Place | None) -> Drawing:
    """Return the figure `file` of `folder`, which must lie below `root`. Raises ContentError with its place."""
    try:
        return _drawing(_content(file, folder, root))
    except Fault as fault:
        raise _told(file, place, fault) from None
    except Faults as found:
        raise _told(file, place, *found.faults) from None


def _told(file: str, place: Place | None, *faults: Fault) -> ContentError:
    span = place.span() if place else None
    return ContentError([Problem(fault.rule, f"{file}: {fault.message}", span, fault.hint) for fault in faults])


@functools.lru_cache(maxsize=8)
def _resolved(root: Path) -> Path:
    """Return the root without links; if a link is changed later, nothing lies below the root and nothing is read."""
    return root.resolve()


def _content(file: str, folder: Path, root: Path) -> bytes:
    try:
        path = names.spelled(folder / file).resolve()
        if not path.is_relative_to(_resolved(root)):
            raise Fault("path-outside-workspace", "the figure lies outside the workspace.",
                        "Copy it into the topic's folder.")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Fault("unreadable-figure", "this is not a file.", "Name an SVG, PNG or JPEG file.")
        if status.st_size > LARGEST_FILE:
            raise Fault("figure-too-large", "the file is larger than 8 MiB.", "Save it smaller.")
        return path.read_bytes()
    except FileNotFoundError:
        hint = names.did_you_mean(file, folder) or f"Put it into the folder {folder.name}."
        raise Fault("missing-figure", "there is no such file.", hint) from None
    except OSError as error:
        raise Fault("unreadable-figure", f"the file cannot be read ({error.strerror}).", "Copy it again.") from None
    except RuntimeError:  # what a loop of symbolic links raised before Python 3.13
        raise Fault("unreadable-figure", "the file is a link to itself.", "Copy the picture here.") from None


@functools.lru_cache(maxsize=16)
def _drawing(content: bytes) -> Drawing:
    if content.startswith(png.SIGNATURE):
        return png.read(content)
    if content.startswith(b"\xff\xd8"):
        return jpeg.read(content)
    if b"<svg" in content[:4096]:
        return svg.read(content)
    raise Fault("unknown-figure", "this is neither SVG, PNG nor JPEG.", "Save the picture as one of these.")
