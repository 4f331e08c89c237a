"""Ids for the parts of a topic that have none from the author: made from the parts' own words, so that they stay.

An id depends on the words of its part and on nothing else; if two parts have the same, the later one is numbered.
`factsheet check --fix` writes the made ids into the file; from then on the words may change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from builder.model import BLOCKS, Document, Named, Node, Text, shape
from builder.problems import Span
from builder.source import Mapping, Scalar, Sequence

LONGEST = 40
"""The most letters of a made id; a longer text gives its beginning and a few digits that stand for the rest."""
_BEST = ("title", "name", "label", "generic", "do", "text", "file", "caption", "lead_in")
"""The keys whose text names a part, the best first; without them, any other text of the part does."""
_NO_WORDS = frozenset("null true false yes no on off y n".split())
"""What YAML, or an older version of it, does not read as a word."""
_MARKS = re.compile(r"\[@[^\]]*\]|\]\([^)]*\)|\{lang=[^}]*\}|\{[^}|]*\|")
"""Citations, and the parts of other marks that are not printed."""


def _lists(kind: type[Node]) -> frozenset[str]:
    """Return the keys, in a node or anywhere below it, of the lists whose parts have ids."""
    found: set[str] = set()
    for key, annotation in shape.keys(kind).items():
        for node in shape.nodes(annotation):
            found |= {key, *_lists(node)} if issubclass(node, Named) else _lists(node)
    return frozenset(found)


def _texts(kind: type[Node]) -> Iterator[str]:
    """Yield the keys, in a node or anywhere below it, that hold text."""
    for key, annotation in shape.keys(kind).items():
        if Text in shape.classes(annotation):
            yield key
        for node in shape.nodes(annotation):
            yield from _texts(node)


LISTS = _lists(Document)
"""The keys of the lists whose parts have ids."""
_LISTS_OF = {name: _lists(cls) for name, cls in BLOCKS.items()}
_NAMING = tuple(dict.fromkeys((*_BEST, *(key for cls in BLOCKS.values() for key in _texts(cls)))))


class Made(Scalar):
    """A made id, or its key; it stands before the first key of its part."""

    __slots__ = ("_own",)
    _own: Span

    def __new__(cls, value: str, own: Span) -> Made:
        self = str.__new__(cls, value)
        self._own = own
        return self

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return where the part begins."""
        return self._own


def fill(root: Any) -> None:
    """Give each part of a topic (plain data with places) that has no id one that nothing else in the topic has."""
    parts = list(_parts(root, "", ""))
    taken = {str(part.mapping["id"]) for part in parts if isinstance(part.mapping.get("id"), str)}
    for part in parts:
        if "id" not in part.mapping:
            own = _free(_made(part), taken)
            taken.add(own)
            _put_first(part.mapping, own)


def insertion(part: Mapping) -> tuple[Span, str]:
    """Return where the made id of a part belongs in its file, and what to write there."""
    at = part.front()
    return at, f"id: {part['id']}" + (", " if part.in_braces else "\n" + " " * (at.column - 1))


class _Part(NamedTuple):
    """A part with an id: the key of the list that it stands in, and the words of the section around it."""

    mapping: Mapping
    key: str
    section: str


def _parts(value: Any, key: str, section: str, named: frozenset[str] = LISTS) -> Iterator[_Part]:
    """Yield the parts below a value that have ids or should, in the order of the file; `named` are their lists."""
    if isinstance(value, Sequence):
        for one in value:
            inside = named
            if key in named and isinstance(one, Mapping):
                section = _text(one) if key == "sections" else section
                inside = next((own for name, own in _LISTS_OF.items() if key == "blocks" and name in one), named)
                yield _Part(one, key, section)
            yield from _parts(one, "", section, inside)
    elif isinstance(value, Mapping):
        for name, below in value.items():
            if isinstance(below, (Sequence, Mapping)) and name not in _WITHOUT_IDS:
                yield from _parts(below, name, section, named)


_WITHOUT_IDS = frozenset(["codes", "glossary", "governance", "waivers", "labels"])


def _made(part: _Part) -> str:
    words = _text(part.mapping)
    if not words and part.key == "blocks":
        kind = next((name for name in BLOCKS if name in part.mapping), "block")
        words = f"{part.section} {kind}"
    fallback = part.key.replace("_", "-")
    slug = _slug(words)
    if not slug:
        return f"{fallback}-{_digits(words)}"
    if not re.search("[a-z]", slug) or slug in _NO_WORDS:
        slug = f"{fallback}-{slug}"
    return slug if len(slug) <= LONGEST else f"{slug[: LONGEST - 5].rpartition('-')[0] or slug[:30]}-{_digits(words)}"


def _text(part: Mapping) -> str:
    """Return the words that name a part, or "" if it has none of its own."""
    content = next((part[name] for name in BLOCKS if name in part), part)
    if isinstance(content, str):
        return str(content)
    if not isinstance(content, Mapping):
        return ""
    cells = content.get("cells")
    if isinstance(cells, Sequence) and cells and isinstance(cells[0], str):
        return str(cells[0])
    for name in _NAMING:
        if isinstance(content.get(name), str):
            return PurePosixPath(content[name]).stem if name == "file" else str(content[name])
    return ""


def _slug(words: str) -> str:
    bare = unicodedata.normalize("NFKD", _MARKS.sub(" ", words).casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare.replace("'", "")).strip("-")


def _digits(words: str) -> str:
    return sha256(unicodedata.normalize("NFC", " ".join(words.split())).encode()).hexdigest()[:4]


def _free(wanted: str, taken: set[str]) -> str:
    own, number = wanted, 1
    while own in taken:
        number += 1
        own = f"{wanted}-{number}"
    return own


def _put_first(mapping: Mapping, own: str) -> None:
    at, rest = mapping.span(), list(mapping.items())
    mapping.clear()
    mapping[Made("id", at)] = Made(own, at)
    mapping.update(rest)
