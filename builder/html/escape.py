"""Words as they are written into a page: never a tag, an attribute or a script, whatever they say."""

from __future__ import annotations

import re

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
                    "|[" + "".join(chr(plane << 16 | end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF)) + "]")
"""Control characters, surrogates and noncharacters: no page may hold them (HTML, 13.1.4)."""
_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": " ", "\u00a0": "&nbsp;"})
_SPECIAL = re.compile(f'{_UNFIT.pattern}|[&<>"\r\xa0]')
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"\\^`{|}\x00-\x20]+", re.IGNORECASE)
REPLACED = "\ufffd"


def text(words: str) -> str:
    """Return words to stand between two tags, or in an attribute in double quotes."""
    return _UNFIT.sub(REPLACED, words).translate(_MARKS) if _SPECIAL.search(words) else words


def attribute(words: str) -> str:
    """Return words for an attribute in double quotes, on one line."""
    return text(" ".join(words.split()))


def address(url: str) -> str:
    """Return where a link may lead, for an attribute, or an empty string for an address of any other kind."""
    return text(url) if _ADDRESS.fullmatch(url) else ""


def data(written: str) -> str:
    """Return JSON that can stand inside `<script>`: nothing in it ends the element."""
    return _UNFIT.sub(REPLACED, written).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
