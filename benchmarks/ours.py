"""From a topic's folder to our factsheet, the shortest way through the program: what the benchmarks time."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from builder import formats, locale, reader, source, style
from builder.batch import collect_seldom
from builder.context import Context
from builder.layout.edition import Edition
from builder.layout.lay import lay
from builder.layout.record import Pages
from builder.model import Document
from builder.pdf.write import write
from builder.workspace import carried


@cache
def _style() -> style.Style:
    return style.load("plain", (carried("styles"),))


def read(folder: Path) -> tuple[Document, Context]:
    """Load and read the topic in `folder`."""
    references = reader.references(source.load(folder / "references.yaml"))
    document = reader.document(source.load(folder / "en.yaml"), references)
    return document, Context(
        style=_style(), paper="a4", locale=locale.load("en"), clinic=None, profile="base",
        today=document.governance.updated, references=references, folder=folder, clinic_folder=folder.parent,
        root=folder.parent,
    )  # fmt: skip


def lay_out(document: Document, context: Context) -> Edition:
    """Return the factsheet of a topic, laid out."""
    return lay(formats.compose(document, context, "factsheet"), context.style, context.paper)


def build(folder: Path, tagged: bool = True) -> tuple[bytes, Pages]:
    """Return the factsheet of the topic in `folder`, and the record of what was set."""
    collect_seldom()
    document, context = read(folder)
    return write(lay_out(document, context), tagged=tagged)
