"""Characters that no font has: every place in the sources where one stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from builder.problems import Problem, Span
from builder.source import Mapping, Scalar, Sequence
from builder.text.faces import INVISIBLE, Stack

UNPRINTED = frozenset("alt content_hash file finding waivers".split())
"""Keys whose values are read out or kept, but never set."""


def no_glyph(character: str, span: Span | None) -> Problem:
    """Return the problem of a character that no font has."""
    return Problem("missing-glyph", f"No font has the character '{character}' (U+{ord(character[0]):04X}).", span,
                   "Write it in another way; it would print as an empty box.")


def missing(roots: Iterable[Any], stack: Stack) -> list[Problem]:
    """Return a problem for each character that no face of `stack` has, in the texts below `roots` and in their keys."""
    return [
        no_glyph(letter, text.span(at, at + 1))
        for root in roots
        for text in _texts(root)
        if not text.isascii()
        for at, letter in enumerate(text)
        if not letter.isspace() and not INVISIBLE.match(letter) and stack.face_of(letter) is None
    ]


def _texts(root: Any) -> Iterator[Scalar]:
    if isinstance(root, Scalar):
        yield root
    elif isinstance(root, Sequence):
        for part in root:
            yield from _texts(part)
    elif isinstance(root, Mapping):
        for key, value in root.items():
            if key not in UNPRINTED:
                yield key  # type: ignore[misc]
                yield from _texts(value)
