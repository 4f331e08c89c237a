"""Words of a record as they are printed: without the tags, entities and full stops that came with a copy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from builder.markup import plain
from builder.model import Text

_TAGS = (
    "a alternatives b big bold break em font i inline-formula inline-graphic italic label li list list-item math"
    " monospace named-content nobr ol overline p roman sans-serif sc scp sec small smallcaps span strike"
    " strong styled-content tex-math title tt u ul underline xref"
)
"""The tags of HTML and JATS that publishers and databases leave in titles; MathML's begin with `mml:`."""
_ATTRIBUTES = r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*\s*/?>"""
_TAG = re.compile(rf"</?(?:(?:jats:|xhtml:)?(?:{'|'.join(_TAGS.split())})|mml:[a-z]+){_ATTRIBUTES}", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|break|/?(?:jats:)?(?:p|li|title|sec))\s*/?>", re.IGNORECASE)
_SCRIPT = re.compile(rf"<(?:jats:)?(su[bp]|inf){_ATTRIBUTES}([^<>]*)</(?:jats:)?\1>", re.IGNORECASE)
_LEFT = re.compile(rf"</?(?:jats:)?(?:su[bp]|inf){_ATTRIBUTES}", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_RAISED = str.maketrans("0123456789+-\u2212=()n", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
                        "\u207a\u207b\u207b\u207c\u207d\u207e\u207f")  # fmt: skip
_LOWERED = str.maketrans("0123456789+-\u2212=()", "\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089"
                         "\u208a\u208b\u208b\u208c\u208d\u208e")  # fmt: skip
SCRIPTS: Mapping[str, dict[int, int]] = {"sup": _RAISED, "sub": _LOWERED, "inf": _LOWERED}

_SHORT = frozenset("Assoc Bros Cie Co Corp Dept Dr Inc Int Jr Ltd Pty Sr St Univ al ed eds etc spp vs".split())
"""Words that end with a full stop of their own."""


def say(text: Text | str | None) -> str:
    """Return the words of a field on one line, without tags and entities, and without a full stop that only ends it."""
    said = without_tags(text if isinstance(text, str) else plain(text)) if text else ""
    return said[:-1].rstrip() if said.endswith(".") and not _is_short(said) else said


def without_tags(written: str) -> str:
    """Return a text without tags of HTML and JATS and with the characters that entities stand for.

    Raised and lowered figures become characters of their own; what has none stands in brackets, as Citing Medicine
    allows: `CO<sub>2</sub>` becomes CO₂, and `C<sub>max</sub>` becomes C(max).
    """
    if "<" in written or "&" in written:
        for _ in range(2):  # an entity may hide a tag, and one `&amp;` another
            written = _TAG.sub("", _BREAK.sub(" ", _ENTITY.sub(_character, written)))
            written = _LEFT.sub("", _SCRIPT.sub(_script, written))
    return " ".join(written.split())


def _character(found: re.Match[str]) -> str:
    """Return what an entity stands for, but none of the invisible characters that a file may not hold either."""
    meant = unescape(found[0])
    return " " if meant.isspace() else meant if meant.isprintable() and meant != "\ufffd" else ""


def _script(found: re.Match[str]) -> str:
    words = found[2].strip()
    moved = words.translate(SCRIPTS[found[1].lower()])
    return moved if words in ("", "\u00ae", "\u2122") or not set(moved) & set(words) else f"({words})"


def _is_short(said: str) -> bool:
    """Tell whether the full stop at the end belongs to the last word: `Boston, Mass.`, `Wiley, Inc.`, `and then...`"""
    *before, last = said[:-1].split() or [""]
    return "." in last or last.strip("(),") in _SHORT or (last.istitle() and "".join(before[-1:]).endswith(","))


def stopped(said: str) -> str:
    """Return `said` with a full stop, unless it ends with a mark of its own."""
    return said + ("" if ends_sentence(said) else ".")


def ends_sentence(said: str) -> bool:
    """Tell whether a sentence needs no full stop: it has one, or another mark, perhaps inside closing quotes."""
    return said.rstrip("\"'\u201d\u2019\u00bb)").endswith(_ENDS)


_ENDS = tuple(".?!\u2026\u3002\uff1f\uff01\u061f\u06d4\u0964\u037e")
