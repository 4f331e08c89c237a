"""Formats: one file for each, with `compose(document, context) -> Sheet`."""

from __future__ import annotations

from importlib import import_module
from typing import Iterator

from builder.context import Context
from builder.format import FORMATS
from builder.model import Document
from builder.problems import ContentError, Problem
from builder.structure import Element, Sheet, elements, words


def compose(document: Document, context: Context, format: str) -> Sheet:
    """Return what `document` says in a format.

    Raises ContentError for a picture that cannot be read, and for a link to something that is left out.
    """
    sheet: Sheet = import_module(f"builder.formats.{FORMATS[format].name}").compose(document, context)
    if problems := list(_lost_links(sheet)):
        raise ContentError(problems)
    return sheet


def _lost_links(sheet: Sheet) -> Iterator[Problem]:
    names: set[str] = set()
    inner: list[tuple[Element, str]] = []
    for element in elements(sheet.root):
        names.add(element.id)
        if element.link and element.link.url[0] == "#":
            inner.append((element, element.link.url))
    return (_lost_link(element, url) for element, url in inner if url[1:] not in names)


def _lost_link(element: Element, url: str) -> Problem:
    piece = next((piece for child in element.children if not isinstance(child, Element) for piece in child), None)
    span = piece.place.span(piece.start, piece.start + len(piece.text)) if piece and piece.place else None
    hint = "Link to a section, a paragraph or a list item that this format prints, or leave the link out."
    message = f"The link '{words(element)}' leads to '{url}', which is not printed here."
    return Problem("lost-link", message, span, hint)
