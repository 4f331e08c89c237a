"""Plain text: for e-mail, text messages and braille displays."""

from __future__ import annotations

import re
import unicodedata
from typing import Callable, Iterator, Mapping, Sequence

from builder.plain.walk import Cell, Line, Lines, Voice, lines
from builder.structure import Element, Sheet, words

WIDTH = 72
"""The columns of a wrapped line (RFC 3676, 4.2, asks for at most 78)."""
ROOM = "_" * 24
"""Room to write."""
BULLETS = frozenset("•–?")
LONGEST_MARK = 4
"""The most letters in the mark of an entry; anything longer is a term."""
LEAST = 5
"""A word of a link with at least so many letters, if the address contains it, says enough of the address."""
_BLANKS = re.compile(r"[ \t\r\n]+")
_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u2028-\u202e\u2066-\u2069\ufeff]")
"""What a terminal or a mail program could take for a command: controls, line ends, changes of direction; and soft
hyphens, which braille displays would show."""
_SPACES = str.maketrans("\u00a0\u202f\u2011", "  -")
"""No-break spaces and hyphens, which many devices do not know."""


def write(sheet: Sheet, width: int | None = WIDTH) -> bytes:
    """Return what a sheet says as plain text in UTF-8, in lines of at most `width` columns, or unwrapped with None.

    Only a word longer than that makes a longer line.
    """
    said = [*_together(lines(sheet.root, VOICE, sheet.root.language)), Line(sheet.footer, apart=True)]
    return "".join(f"{line}\n" for line in _printed(said, width)).encode()


def _together(said: Lines) -> list[Line]:
    """Return lines in which room to write follows its label, and an empty line follows each heading."""
    found: list[Line] = []
    for line in said:
        before = found[-1].words if found else ROOM
        if line.words == ROOM and not before.endswith(ROOM):
            found[-1] = found[-1]._replace(words=f"{before}: {ROOM}")
        else:
            found.append(line._replace(apart=line.apart or before.strip("=-") == ""))
    return found


def _printed(said: Sequence[Line], width: int | None) -> Iterator[str]:
    for number, line in enumerate(said):
        if line.apart and number:
            yield ""
        yield from (_clean(part) for part in wrapped(line, width))


def _clean(said: str) -> str:
    return _NO_TEXT.sub("", said.translate(_SPACES)).rstrip()


def wrapped(line: Line, width: int | None) -> Iterator[str]:
    """Yield a line in parts of at most `width` columns; letters that are twice as wide count twice (UAX 11)."""
    before, used = line.first, _columns(line.first)
    part: list[str] = []
    for word in line.words.split(" "):
        wide = _columns(word) + bool(part)
        if part and width is not None and used + wide > width:
            yield before + " ".join(part)
            before, used, part = line.rest, _columns(line.rest), []
            wide -= 1
        part.append(word)
        used += wide
    yield before + " ".join(part)


def _columns(words: str) -> int:
    if words.isascii():
        return len(words)
    return sum([2 if unicodedata.east_asian_width(one) in "WF" else unicodedata.category(one) not in ("Mn", "Me", "Cf")
                for one in words])  # fmt: skip


# --- How a sheet is put into words ------------------------------------------------------------------------------------


def _actual(element: Element) -> str:
    return {"space": ROOM, "lines": ROOM, "tick": "[ ]"}.get(element.kind, element.actual)


def _line(words: str) -> Line:
    return Line(_BLANKS.sub(" ", words).strip(" \u00a0"))


def _inline(element: Element, words: str) -> str:
    if element.role == "Figure":
        return f"[{element.alternate}]"
    if element.role == "Reference":
        return _BLANKS.sub("\u00a0", words)
    if element.role == "Link" and element.link and _adds(element.link.url, words):
        address = element.link.url.removeprefix("mailto:").removeprefix("tel:")
        return f"{words} ({address})"
    return words


def _adds(url: str, words: str) -> bool:
    """Tell whether an address adds anything to the words of its link."""
    return not url.startswith("#") and not any(len(word) >= LEAST and word in url for word in words.split())


def _block(element: Element, inside: Lines) -> Lines:
    """Return a part set apart from what is before it."""
    for number, line in enumerate(inside):
        yield line._replace(apart=line.apart if number else True)


def _close(element: Element, inside: Lines) -> Lines:
    """Return parts that stand together."""
    said = list(inside)
    if element.kind == "fact":
        yield Line(": ".join(line.words for line in said), rest="  ")
        return
    nested = any(isinstance(child, Element) and child.role in ("L", "Table", "Div") for child in element.children)
    for number, line in enumerate(said):
        yield line._replace(apart=line.apart if nested and number else not number)


def _heading(element: Element, inside: Lines) -> Lines:
    words = " ".join(line.words for line in inside)
    yield Line(words, apart=True)
    mark = {"H1": "=", "H2": "-"}.get(element.role)
    if mark:
        yield Line(mark * min(_columns(words), WIDTH))


def _listed(count: int, inside: Lines) -> Lines:
    for number, line in enumerate(inside):
        yield line._replace(apart=not number)


def _entry(label: str, body: list[Line]) -> Lines:
    mark = "-" if label in BULLETS or not label else f"{label}." if label.isdigit() else label
    first, *more = body or [Line("")]
    if len(mark) > LONGEST_MARK or first.words[:1] == ":":  # a term and its meaning
        hang = "  "
        yield Line(f"{label}{first.words}", rest=hang)
    else:
        hang = " " * (_columns(mark) + 1)
        yield Line(first.words, f"{mark} ", hang)
    for line in more:
        yield Line(line.words, hang + line.first, hang + line.rest)


def _table(captions: list[str], rows: list[list[Cell]]) -> Lines:
    """Yield a table as labelled lines: the name of each row, then its cells, each with the name of its column."""
    yield from (Line(words, apart=True) for words in captions)
    headers: list[str] = []
    for row in rows:
        if all(cell.header for cell in row):
            headers = [" ".join(cell.words) for cell in row]
            continue
        for number, cell in enumerate(row):
            yield from _labelled(cell, headers[number] if number < len(headers) else "", number == 0)


def _labelled(cell: Cell, header: str, names: bool) -> Lines:
    """Yield a cell with its label; the one that `names` the row stands apart from the row before."""
    first, *more = cell.words or ["–"]
    before, after = ("", "  ") if names else ("  ", "    ")
    yield Line(f"{header}: {first}" if header else first, before, after, apart=names)
    yield from (Line(words, after, after) for words in more)


def _figure(element: Element, inside: list[Line]) -> Lines:
    yield Line(f"[{element.alternate}]", apart=True)
    labels = element.picture.labels if element.picture else ()
    yield from (_line(f"- {words(Element('Span', children=element.children[one.first : one.last]))}") for one in labels)


_BLOCKS: Mapping[str, Callable[[Element, Lines], Lines]] = {
    **dict.fromkeys(("H1", "H2", "H3", "H4", "H5", "H6"), _heading),
    "P": _block,
    "Div": _close,
}
VOICE = Voice(_actual, _inline, _line, _figure, _listed, _entry, _table, _BLOCKS, lambda tag, inside: inside)
