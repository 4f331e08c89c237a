"""What a screen reader would say of a tree, with the roles that it announces."""

from __future__ import annotations

from itertools import zip_longest
from typing import Callable, Iterator, Mapping

from builder.plain.walk import Cell, Line, Lines, Voice, lines
from builder.structure import Element

BULLETS = frozenset("•◦▪‣–-·")
LANGUAGES = {
    "am": "Amharic", "ar": "Arabic", "bn": "Bengali", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fa": "Persian", "fr": "French", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "ht": "Haitian Creole",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "la": "Latin", "nl": "Dutch", "pa": "Punjabi", "pl": "Polish",
    "pt": "Portuguese", "ru": "Russian", "so": "Somali", "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tl": "Tagalog",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def transcript(element: Element, language: str = "") -> str:
    """Return what a screen reader would say of a tree, in order: a line for each paragraph, heading, entry and row.

    Whatever is not text of the page stands in front of a colon or in square brackets. `language` is the document's.
    """
    first = [f"Language: {language_name(language)}"] if language else []
    said = [line.words for line in lines(element, VOICE, language)]
    return "".join(f"{line.rstrip()}\n" for line in [*first, *said])


def language_name(tag: str) -> str:
    """Return the English name of a language, or the tag itself for a rarer one."""
    return LANGUAGES.get(tag.split("-")[0].lower(), tag)


def _line(words: str) -> Line:
    return Line(" ".join(words.split()))


def _inline(element: Element, words: str) -> str:
    if element.role == "Figure":
        words = f"[Graphic: {element.alternate}]"
    elif element.role == "Link":
        words = f"[Link: {' '.join(words.split()).rstrip(',;')}, {_goes_to(element)}]"
    elif element.role == "Form":
        words = f"[Field: {element.link.description if element.link else ''}]"
    elif element.alternate:
        words = f"[{element.alternate}]"
    if element.expansion:
        words += f" [short for {element.expansion}]"
    if element.language:
        words = f"[Language: {language_name(element.language)}] {words} [End of this language]"
    return words


def _goes_to(link: Element) -> str:
    address, said = link.link or ("", "")
    address = address or "nowhere"
    return f"goes to {address}" if said in ("", address) else f"goes to {address}: {said}"


def _heading(element: Element, inside: Lines) -> Lines:
    level = f" level {element.role[1:]}" if element.role != "H" else ""  # an H has the level of its section
    yield Line(f"Heading{level}: {_said(inside)}")


def _said(inside: Lines) -> str:
    return " ".join([line.words for line in inside])


def _named(name: str) -> Callable[[Element, Lines], Lines]:
    def named(element: Element, inside: Lines) -> Lines:
        yield Line(f"{name}: {_said(inside)}")

    return named


def _listed(count: int, inside: Lines) -> Lines:
    yield Line(f"List with {count} {'entry' if count == 1 else 'entries'}")
    yield from inside
    yield Line("End of list")


def _entry(label: str, body: list[Line]) -> Lines:
    name = "Bullet" if label in BULLETS or not label else label.removesuffix(".").removesuffix(")")
    yield Line(f"{name}: {body[0].words.removeprefix(': ') if body else ''}")
    yield from (Line(f"  {line.words}") for line in body[1:])


def _table(captions: list[str], rows: list[list[Cell]]) -> Lines:
    columns = max(map(len, rows), default=0)
    yield Line(f"Table with {columns} {'column' if columns == 1 else 'columns'} and {len(rows)} rows")
    yield from (Line(f"Caption: {words or 'empty'}") for words in captions)
    headers: list[str] = []
    for row in rows:
        if all(cell.header for cell in row):
            headers = [_cell(cell) for cell in row]
            yield Line("Column headers: " + "; ".join(headers))
        else:
            yield Line("Row: " + "; ".join(_with_headers(row, headers)))
    yield Line("End of table")


def _with_headers(row: list[Cell], headers: list[str]) -> Iterator[str]:
    for cell, header in zip_longest(row, headers):
        if cell:
            yield f"{header}: {_cell(cell)}" if header and not cell.header else _cell(cell)


def _cell(cell: Cell) -> str:
    return " ".join(cell.words) or "empty"


def _figure(element: Element, inside: list[Line]) -> Lines:
    yield Line(f"Graphic: {element.alternate}")
    if not element.alternate:
        yield from inside


def _in_language(tag: str, inside: Lines) -> Lines:
    yield Line(f"[Language: {language_name(tag)}]")
    yield from inside
    yield Line("[End of this language]")


_BLOCKS: Mapping[str, Callable[[Element, Lines], Lines]] = {
    **dict.fromkeys(("H", "H1", "H2", "H3", "H4", "H5", "H6"), _heading),
    "Caption": _named("Caption"),
    "Note": _named("Note"),
}
"""How to say the roles that a screen reader announces; of any other role, only the contents are read."""
VOICE = Voice(lambda element: element.actual, _inline, _line, _figure, _listed, _entry, _table, _BLOCKS, _in_language)
