"""Small editions to set: a few paragraphs with real faces, through the real writer, and back again."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from builder import formats
from builder.editions import Request
from builder.layout.column import Column
from builder.layout.edition import Edition, Flowable, Frame
from builder.layout.lay import lay
from builder.layout.record import Pages
from builder.library import Library
from builder.pdf.write import write
from builder.problems import Span
from builder.structure import Element, Metadata, Piece, Sheet
from builder.style import Type
from builder.text import faces
from builder.text.block import TextBlock
from builder.text.lines import Content, Look, Run

KIND = Type(12.0, 16.0, "regular", (0.0, 0.0, 0.0))
A_DAY = datetime.date(2026, 11, 22)
A4 = (595.28, 841.89)
WIDE = (2000.0, 2000.0)
"""A page on which a paragraph is one line."""


class Scalar(str):
    """A text that knows its place, as `source.Scalar` does: the first line of topic.yaml."""

    def span(self, start: int = 0, end: int | None = None) -> Span:
        return Span("topic.yaml", 1, start + 1, 1, (len(self) if end is None else end) + 1)


def add(element: Element, role: str, *children: Any, **attributes: Any) -> Element:
    """Append a new element to one that is otherwise never changed again, and return it."""
    child = Element(role, children=children, **attributes)
    _append(element, child)
    return child


def content(element: Element, text: str = "") -> Content:
    """Append words to an element, and return their place in it."""
    _append(element, (Piece(text),))
    return element, len(element.children) - 1


def _append(element: Element, child: Any) -> None:
    object.__setattr__(element, "children", (*element.children, child))


def look(weight: str = "regular", language: str = "en", **changes: Any) -> Look:
    return Look(faces.stack("source-sans-3", weight, language), KIND.colour)._replace(**changes)


def run(text: str, element: Element | None = None, own: Look | None = None, **options: Any) -> Run:
    """Return a run in `element`, whose place is its own text."""
    element = element or Element("P")
    return Run(text, own or look(), content(element, text), **{"place": Scalar(text), **options})


def paragraph(root: Element, *texts: str, language: str = "en", **options: Any) -> TextBlock:
    """Return a paragraph below `root`, with one run for each text."""
    element = add(root, "P")
    runs = [run(text, element, look(language=language)) for text in texts]
    return TextBlock(runs, KIND, language=language, **{"after": 8.0, **options})


def edition(root: Element, story: Sequence[Flowable], paper: tuple[float, float] = A4, furniture: Any = None,
            **metadata: Any) -> Edition:
    """Return an edition whose story is one column with a margin of 50 points."""
    frame = Frame(50, 50, paper[0] - 100, paper[1] - 100)
    said = {
        "title": "A small sheet", "language": "en", "authors": ("A. Writer",), "subject": "", "keywords": (),
        "created": A_DAY, "modified": A_DAY, "version": "1", "status": "draft", "identifier": "small",
    }
    about = Metadata(**{**said, **metadata})
    sheet = Sheet("factsheet", root, ("", ""), "", "", about)
    return Edition(sheet, paper, frame, frame, Column(story), furniture or (lambda page, pages: ()))


def printed(*texts: str, language: str = "en", paper: tuple[float, float] = WIDE) -> tuple[bytes, Pages]:
    """Set each text as a paragraph."""
    root = Element("Document")
    return write(edition(root, [paragraph(root, text, language=language) for text in texts], paper, language=language))


def laid(request: Request, library: Library) -> Edition:
    """Return the edition of a workspace that is asked for, in its style as it is."""
    document, context = library.open(request)
    return lay(formats.compose(document, context, request.format), context.style, context.paper)


def saved(content: bytes, folder: Path) -> Path:
    path = folder / "small.pdf"
    path.write_bytes(content)
    return path


def pdftotext(path: Path) -> list[str]:
    """Return the lines that poppler reads in a file."""
    read = subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, check=True, encoding="utf-8")
    return [line for line in read.stdout.replace("\f", "").split("\n") if line]
