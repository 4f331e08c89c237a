"""Inline parts: words with their weight, links, citations, words of the glossary, telephone numbers."""

from __future__ import annotations

from itertools import groupby
from typing import Callable, Iterable, Mapping, Sequence

from builder.html.escape import address, attribute, text
from builder.html.state import Page
from builder.html.telephone import numbers
from builder.structure import Child, Element, Piece

TAGS = {"emphasis": "em", "strong": "strong", "lead": "b"}
LONGEST_KEPT = 24
"""The most letters kept on one line: they have to fit on a narrow telephone."""


def inline(page: Page, children: Iterable[Child], bare: bool = False) -> str:
    """Return the inline parts of an element; if `bare`, none of them can be pressed."""
    parts: list[str] = []
    for child in children:
        if not isinstance(child, Element):
            parts.append(_pieces(page, child, bare))
            continue
        if child.role == "Reference" and parts and parts[-1].endswith(" "):
            parts[-1] = parts[-1].rstrip(" ") + "&nbsp;"
        parts.append(_WAYS.get(child.role, _other)(page, child, bare))
    return "".join(parts)


def _pieces(page: Page, pieces: Sequence[Piece], bare: bool) -> str:
    return "".join(
        _looking(weight, rise, "".join(_piece(page, piece, bare) for piece in group))
        for (weight, rise), group in groupby(pieces, lambda piece: (piece.weight, piece.rise))
    )


def _looking(weight: str, rise: str, inside: str) -> str:
    for tag in (rise, TAGS.get(weight, "")):
        inside = f"<{tag}>{inside}</{tag}>" if tag and inside else inside
    return inside


def _piece(page: Page, piece: Piece, bare: bool) -> str:
    if piece.term and not bare and (name := page.term(piece.term)):
        return f'<button type="button" class="term" popovertarget="{name}">{_words(piece.text)}</button>'
    inside = dialled(piece.text) if piece.phone and not bare else _words(piece.text)
    kept = piece.kept and " " in piece.text and len(piece.text) <= LONGEST_KEPT
    return f'<span class="nb">{inside}</span>' if kept else inside


def _words(words: str) -> str:
    return text(words).replace("\n", "<br>")


def dialled(words: str) -> str:
    """Return words with their telephone numbers as links that call them."""
    parts, at = [], 0
    for start, end, dial in numbers(words):
        parts += [_words(words[at:start]), f'<a class="nb" href="tel:{dial}">{text(words[start:end])}</a>']
        at = end
    return "".join([*parts, _words(words[at:])])


def _link(page: Page, element: Element, bare: bool) -> str:
    inside = inline(page, element.children, bare=True)
    href = "" if bare or not element.link else _href(page, element.link.url)
    return f'<a href="{href}">{inside}</a>' if href else inside


def _href(page: Page, url: str) -> str:
    if url.startswith("#"):
        return text(url) if url[1:] in page.targets else ""
    return address(url)


def _reference(page: Page, element: Element, bare: bool) -> str:
    """Return a citation; read out, its numbers say what they are."""
    links = []
    for child in element.children:
        inside = inline(page, [child], bare=True)
        href = "" if bare or not isinstance(child, Element) or not child.link else _href(page, child.link.url)
        links.append(f'<a href="{href}">{page.source}{inside}</a>' if href else inside)
    return f'<span class="cite"{named(element.id)}>{"".join(links)}</span>'


def _span(page: Page, element: Element, bare: bool) -> str:
    inside = inline(page, element.children, bare)
    if element.expansion:
        inside = f'<abbr title="{attribute(element.expansion)}">{inside}</abbr>'
    if element.language:
        return f'<bdi lang="{attribute(element.language)}"{named(element.id)}>{inside}</bdi>'
    return f"<span{named(element.id)}>{inside}</span>" if element.id else inside


def _other(page: Page, element: Element, bare: bool) -> str:
    return f"<span{named(element.id)}>{inline(page, element.children, bare)}</span>"


def named(name: str) -> str:
    """Return the attribute that gives an element its id, if it has one."""
    return f' id="{attribute(name)}"' if name else ""


_WAYS: Mapping[str, Callable[[Page, Element, bool], str]] = {"Link": _link, "Reference": _reference, "Span": _span}
