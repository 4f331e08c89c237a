"""A structure tree that was read back as an outline, for people who know PDF."""

from __future__ import annotations

import json
from typing import Iterator

from builder.verify.readback import Element

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
