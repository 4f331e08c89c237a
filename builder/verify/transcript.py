"""A structure tree as text: an outline for people who know PDF, and what a screen reader would say for everyone."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import Callable, Iterator

from builder.verify.readback import Element, elements

# --- Outline ----------------------------------------------------------------------------------------------------------

SHOWN = ("Lang", "Alt", "ActualText", "E", "Scope", "ListNumbering", "ColSpan", "RowSpan", "Contents", "URI")
"""The attributes in an outline: those that do not change with the style or the paper."""


def outline(element: Element) -> str:
    """Return the tree, indented, a line for each element: its role, attributes and text; its root has no line."""
    return "".join(f"{line}\n" for child in element.children for line in _outline(child, ""))


def _outline(found: Element | str, indent: str) -> Iterator[str]:
    if isinstance(found, str):
        yield indent + _quoted(found)
        return
    words = [f"{name}={_quoted(str(found.attributes[name]))}" for name in SHOWN if name in found.attributes]
    only = found.children[0] if len(found.children) == 1 else None
    if isinstance(only, str):
        words.append(_quoted(only))
    yield " ".join([indent + found.role, *words])
    if not isinstance(only, str):
        for child in found.children:
            yield from _outline(child, indent + "  ")


def _quoted(words: str) -> str:
    """Quote a text, with \\u escapes for what would not be seen: controls, no-break spaces, soft hyphens."""
    quoted = json.dumps(words, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in quoted)


# --- Transcript -------------------------------------------------------------------------------------------------------

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

    What is not text of the page stands in front of a colon or in square brackets. `language` is the document's.
    """
    lines = [f"Language: {language_name(language)}"] if language else []
    return "".join(f"{line.rstrip()}\n" for line in [*lines, *_blocks(_changes_only(element, language))])


def _changes_only(element: Element, language: str) -> Element:
    """Leave languages out where they only repeat the one around them."""
    own = element.attributes.get("Lang", language)
    kept = {name: value for name, value in element.attributes.items() if name != "Lang" or value != language}
    return Element(element.role, kept, tuple(
        child if isinstance(child, str) else _changes_only(child, own) for child in element.children
    ))  # fmt: skip


def language_name(tag: str) -> str:
    """Return the English name of a language, or the tag itself for a rarer one."""
    return LANGUAGES.get(tag.split("-")[0].lower(), tag)


def _blocks(element: Element) -> Iterator[str]:
    """Yield the lines of what is inside an element."""
    words = ""
    for child in element.children:
        if isinstance(child, str) or child.role in INLINE or (child.role == "Figure" and words.strip()):
            words += _inline(child)
            continue
        if words.strip():
            yield _line(words)
        words = ""
        yield from _in_language(child, BLOCKS.get(child.role, _blocks)(child))
    if words.strip():
        yield _line(words)


def _line(words: str) -> str:
    return " ".join(words.split())


def _in_language(element: Element, lines: Iterator[str]) -> Iterator[str]:
    if "Lang" in element.attributes:
        yield f"[Language: {language_name(element.attributes['Lang'])}]"
        yield from lines
        yield "[End of this language]"
    else:
        yield from lines


def _inline(found: Element | str) -> str:
    if isinstance(found, str):
        return found
    words = "".join(map(_inline, found.children))
    if found.role == "Figure":
        words = f"[Graphic: {found.attributes.get('Alt', '')}]"
    elif found.role == "Link":
        words = f"[Link: {_line(words).rstrip(',;')}, {_goes_to(found)}]"
    elif found.role == "Form":
        words = f"[Field: {found.attributes.get('Contents', '')}]"
    elif "Alt" in found.attributes:
        words = f"[{found.attributes['Alt']}]"
    if "E" in found.attributes:
        words += f" [short for {found.attributes['E']}]"
    if "Lang" in found.attributes:
        words = f"[Language: {language_name(found.attributes['Lang'])}] {words} [End of this language]"
    return words


def _goes_to(link: Element) -> str:
    address = link.attributes.get("URI") or link.attributes.get("Dest") or "nowhere"
    said = link.attributes.get("Contents", "")
    return f"goes to {address}" if said in ("", address) else f"goes to {address}: {said}"


def _heading(element: Element) -> Iterator[str]:
    level = f" level {element.role[1:]}" if element.role != "H" else ""  # an H has the level that its section has
    yield f"Heading{level}: {' '.join(_blocks(element))}"


def _list(element: Element) -> Iterator[str]:
    entries = [child for child in element.children if isinstance(child, Element) and child.role == "LI"]
    yield f"List with {len(entries)} {'entry' if len(entries) == 1 else 'entries'}"
    for child in element.children:
        if isinstance(child, Element):
            yield from _entry(child) if child.role == "LI" else _blocks(Element("Div", {}, (child,)))
    yield "End of list"


def _entry(entry: Element) -> Iterator[str]:
    parts = {child.role: child for child in entry.children if isinstance(child, Element)}
    label = _line(_inline(parts["Lbl"])) if "Lbl" in parts else ""
    body = list(_blocks(parts.get("LBody", Element("LBody"))))
    yield f"{_said(label)}: {body[0].removeprefix(': ') if body else ''}"
    yield from (f"  {line}" for line in body[1:])


def _said(label: str) -> str:
    return "Bullet" if label in BULLETS or not label else label.removesuffix(".").removesuffix(")")


def _table(table: Element) -> Iterator[str]:
    rows = [[child for child in row.children if isinstance(child, Element)]
            for row in elements(table) if row.role == "TR"]
    columns = max(map(len, rows), default=0)
    yield f"Table with {columns} {'column' if columns == 1 else 'columns'} and {len(rows)} rows"
    yield from (f"Caption: {_cell(child)}" for child in elements(table) if child.role == "Caption")
    headers: list[str] = []
    for row in rows:
        if all(cell.role == "TH" for cell in row):
            headers = [_cell(cell) for cell in row]
            yield "Column headers: " + "; ".join(headers)
        else:
            yield "Row: " + "; ".join(_with_header(cell, header) for cell, header in zip_longest(row, headers) if cell)
    yield "End of table"


def _with_header(cell: Element, header: str | None) -> str:
    return f"{header}: {_cell(cell)}" if header and cell.role == "TD" else _cell(cell)


def _cell(cell: Element) -> str:
    return " ".join(_blocks(cell)) or "empty"


def _figure(figure: Element) -> Iterator[str]:
    yield f"Graphic: {figure.attributes.get('Alt', '')}"
    if "Alt" not in figure.attributes:
        yield from _blocks(figure)


def _named(name: str) -> Callable[[Element], Iterator[str]]:
    def lines(element: Element) -> Iterator[str]:
        yield f"{name}: {' '.join(_blocks(element))}"

    return lines


INLINE = frozenset(["Span", "Link", "Reference", "Quote", "Code", "Lbl", "Form", "Annot"])
BLOCKS: dict[str, Callable[[Element], Iterator[str]]] = {
    **dict.fromkeys(("H", "H1", "H2", "H3", "H4", "H5", "H6"), _heading),
    "L": _list,
    "Table": _table,
    "Figure": _figure,
    "Caption": _named("Caption"),
    "Note": _named("Note"),
}
"""How the roles that a screen reader announces are said; any other is only what is in it."""
