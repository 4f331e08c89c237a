"""Read finished PDFs back: veraPDF for PDF/UA-1 and PDF/A-2a, the project's own checks, and the source at hand.

The part that reads PDFs is optional in an installation; `available` says so before anything is imported.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Iterator

from builder.plain import transcript as spoken
from builder.problems import BuildError
from builder.structure import Sheet
from builder.verify import verapdf
from builder.verify.differences import against_sheet
from builder.verify.report import Finding, Report
from builder.verify.said import said
from builder.verify.verapdf import Unreadable, Validation

NO_PIKEPDF = f"Reading PDFs back needs pikepdf: {verapdf.INSTALL}"


def available() -> str | None:
    """Return None when files can be verified, or one line that says what to install."""
    return NO_PIKEPDF if find_spec("pikepdf") is None else verapdf.available()


def pdfs(path: Path) -> list[Path]:
    """Return `path`, or, for a folder, every PDF in it and in the folders below, sorted.

    A folder is entered once, whatever links lead to it. One without any PDF is returned itself, so that it is reported.
    """
    return (list(_below(path, set())) or [path]) if os.path.isdir(path) else [path]


def _below(folder: Path, entered: set[str]) -> Iterator[Path]:
    real = os.path.realpath(folder)
    if real in entered:
        return
    entered.add(real)
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for path in inside:
        if os.path.isdir(path):
            yield from _below(path, entered)
        elif path.suffix.lower() == ".pdf":
            yield path


def verify(path: Path, sheet: Sheet | None = None) -> Report:
    """Check one file, and what it says against its sheet when that is at hand. Raises BuildError without veraPDF."""
    if lacking := available():
        raise BuildError(lacking)
    if os.path.isdir(path):
        return Report(path, unreadable=_no_pdf(path))
    try:
        validations = verapdf.validate_all(path)
    except Unreadable as error:
        return Report(path, unreadable=str(error))
    return _own_checks(path, validations, sheet)


def _no_pdf(folder: Path) -> str:
    try:
        os.listdir(folder)
    except OSError as error:
        return f"The folder cannot be read: {error.strerror}"
    return "There is no PDF in this folder"


def _own_checks(path: Path, validations: tuple[Validation, ...], sheet: Sheet | None) -> Report:
    from builder.verify import faults, readback

    try:
        reading = readback.read(path)
    except Exception as error:  # noqa: BLE001 - the standard's verdict stands, whatever becomes of our own checks
        reason = str(error) if isinstance(error, Unreadable) else f"{type(error).__name__}: {error}"
        undone = tuple(Finding(name, reason, done=False) for name in faults.FAULTS)
        return Report(path, validations, undone, ours=False)
    with reading.pdf:
        findings = [Finding(fault, message, done=done) for fault, message, done in faults.find(reading)]
        findings += against_sheet(reading, sheet) if sheet else []
        producer = str(readback.entry(reading.pdf.trailer, "Info", "Producer"))
        return Report(path, validations, tuple(findings), ours=producer.startswith("factsheet-builder"))


def transcript(path: Path) -> str:
    """Return what a screen reader would say of a file, in order, with roles. Raises Unreadable with its name."""
    if find_spec("pikepdf") is None:
        raise BuildError(NO_PIKEPDF)
    from builder.verify import readback

    try:
        reading = readback.read(path)
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}") from None
    with reading.pdf:
        return spoken.transcript(said(reading.tree), str(reading.pdf.Root.get("/Lang", "")))
