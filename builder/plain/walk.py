"""Walk a tree and make lines of it; a `Voice` says how to put each of its parts into words."""

from __future__ import annotations

from typing import Callable, Iterator, Mapping, NamedTuple, Sequence

from builder.structure import GROUP, Element, Piece, spoken

INLINE = frozenset(["Span", "Link", "Reference", "Quote", "Code", "Lbl", "Form", "Annot"])
CELLS = frozenset(["TH", "TD"])


class Line(NamedTuple):
    """One line of words. In print, `first` goes before it, and `rest` before each line that it is wrapped to.

    A line that stands `apart` has an empty line before it.
    """

    words: str
    first: str = ""
    rest: str = ""
    apart: bool = False


Lines = Iterator[Line]


class Cell(NamedTuple):
    """A cell of a table: whether it is a header, and what it says, paragraph by paragraph."""

    header: bool
    words: list[str]


class Voice(NamedTuple):
    """How the parts of a tree are put into words.

    `actual` says what replaces an element's content, `inline` gives the words of an element inside a text, `line` makes
    one line of words. `figure`, `listed`, `entry` and `table` make lines of their contents, and `blocks` those of any
    other element, by its role; `language` goes around what is in another language.
    """

    actual: Callable[[Element], str]
    inline: Callable[[Element, str], str]
    line: Callable[[str], Line]
    figure: Callable[[Element, list[Line]], Lines]
    listed: Callable[[int, Lines], Lines]
    entry: Callable[[str, list[Line]], Lines]
    table: Callable[[list[str], list[list[Cell]]], Lines]
    blocks: Mapping[str, Callable[[Element, Lines], Lines]]
    language: Callable[[str, Lines], Lines]


def lines(element: Element, voice: Voice, language: str = "") -> Lines:
    """Yield the lines of what is inside an element; `language` is the language around it."""
    words = ""
    for child in _children(element, voice):
        if not isinstance(child, Element):
            words += spoken(child)
        elif child.role in INLINE or (child.role == "Figure" and words.strip()):
            words += _inline(child, voice, language)
        else:
            if words.strip():
                yield voice.line(words)
            words = ""
            yield from _block(child, voice, language)
    if words.strip():
        yield voice.line(words)


def _children(element: Element, voice: Voice) -> Sequence[Element | tuple[Piece, ...]]:
    if element.actual:
        return ((Piece(voice.actual(element)),),)
    return element.children


def _block(element: Element, voice: Voice, around: str) -> Lines:
    own = element.language or around
    said = _BLOCKS.get(element.role, _other)(element, voice, own)
    return voice.language(own, said) if own != around else said


def _inline(element: Element, voice: Voice, around: str) -> str:
    own = element.language or around
    words = ""
    for child in _children(element, voice):
        words += _inline(child, voice, own) if isinstance(child, Element) else spoken(child)
    return voice.inline(element if own != around else _quiet(element), words)


def _quiet(element: Element) -> Element:
    """Return an element without a language that only repeats the one around it."""
    return Element(element.role, element.kind, element.id, element.children, "", element.alternate, element.actual,
                   element.expansion, element.scope, element.numbering, element.link) if element.language else element


def _other(element: Element, voice: Voice, language: str) -> Lines:
    inside = lines(element, voice, language)
    said = voice.blocks.get(element.role)
    return said(element, inside) if said and element.role != GROUP else inside


def _list(element: Element, voice: Voice, language: str) -> Lines:
    children = [child for child in element.children if isinstance(child, Element)]
    count = sum(child.role == "LI" for child in children)
    return voice.listed(count, (line for child in children for line in _of_list(child, voice, language)))


def _of_list(child: Element, voice: Voice, language: str) -> Lines:
    if child.role != "LI":
        return _block(child, voice, language)
    parts = {part.role: part for part in child.children if isinstance(part, Element)}
    label = _inline(parts["Lbl"], voice, language) if "Lbl" in parts else ""
    return voice.entry(" ".join(label.split()), list(lines(parts.get("LBody", _NOTHING), voice, language)))


_NOTHING = Element("LBody")


def _table(element: Element, voice: Voice, language: str) -> Lines:
    captions, rows = [], []
    for one in _within(element):
        if one.role == "Caption":
            captions.append(" ".join(_said(one, voice, language)))
        elif one.role == "TR":
            cells = [cell for cell in one.children if isinstance(cell, Element)]
            rows.append([Cell(cell.role == "TH", _said(cell, voice, language)) for cell in cells])
    return voice.table(captions, rows)


def _within(element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            yield child
            yield from _within(child)


def _said(element: Element, voice: Voice, language: str) -> list[str]:
    return [line.words for line in lines(element, voice, language)]


def _figure(element: Element, voice: Voice, language: str) -> Lines:
    return voice.figure(element, list(lines(element, voice, language)))


_BLOCKS: Mapping[str, Callable[[Element, Voice, str], Lines]] = {"L": _list, "Table": _table, "Figure": _figure}
