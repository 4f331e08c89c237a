"""Formats: one file for each, with `compose(document, context) -> Sheet`."""

from __future__ import annotations

from importlib import import_module

from builder.context import Context
from builder.format import FORMATS
from builder.model import Document
from builder.structure import Sheet


def compose(document: Document, context: Context, format: str) -> Sheet:
    """Return what `document` says in a format. Raises ContentError for a picture that cannot be read."""
    sheet: Sheet = import_module(f"builder.formats.{FORMATS[format].name}").compose(document, context)
    return sheet
