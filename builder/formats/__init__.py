"""Formats: one file for each kind of output, `compose(document, context) -> Edition`."""

from __future__ import annotations

from typing import Callable

from builder.context import Context
from builder.formats import factsheet, handout
from builder.layout.edition import Edition
from builder.model import Document

FORMATS: dict[str, Callable[[Document, Context], Edition]] = {
    "factsheet": factsheet.compose,
    "handout": handout.compose,
}
