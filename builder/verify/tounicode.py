"""Read character codes as text, through a font's ToUnicode table (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import re
from typing import Any, Iterator

import pikepdf

_SECTION = re.compile(rb"begin(bfchar|bfrange|codespacerange)(.*?)end\1", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


class FontReader:
    """A font of a page: `read` turns the bytes of a text operator into codes and text.

    A code without an entry reads as U+FFFD. Codes have one byte in simple fonts, two in composite ones.
    """

    def __init__(self, font: Any) -> None:
        self.name = str(font.get("/BaseFont", "/unnamed"))[1:]
        self.composite = font.get("/Subtype") == pikepdf.Name.Type0
        self.embedded = _is_embedded(font)
        self.mapped = "/ToUnicode" in font
        self.texts = _to_unicode(font.ToUnicode.read_bytes()) if self.mapped else {}

    def read(self, shown: bytes) -> tuple[tuple[int, ...], str]:
        """Return the codes and the text of a shown string."""
        width = 2 if self.composite else 1
        codes = tuple(int.from_bytes(shown[start : start + width], "big") for start in range(0, len(shown), width))
        return codes, "".join(self.text(code) for code in codes)

    def text(self, code: int) -> str:
        """Return the text of one code."""
        if self.mapped or self.composite:
            return self.texts.get(code, "\ufffd")
        return bytes([code]).decode("cp1252", "replace")


def _is_embedded(font: Any) -> bool:
    if font.get("/Subtype") == pikepdf.Name.Type3:
        return True
    descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = descendant.get("/FontDescriptor", pikepdf.Dictionary())
    return any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def _to_unicode(cmap: bytes) -> dict[int, str]:
    texts: dict[int, str] = {}
    for kind, body in _SECTION.findall(cmap):
        if kind == b"bfchar":
            texts.update(_characters(list(_tokens(body))))
        elif kind == b"bfrange":
            texts.update(_ranges(list(_tokens(body))))
    return texts


def _tokens(body: bytes) -> Iterator[bytes | str]:
    for digits, opening, closing in _TOKEN.findall(body):
        yield "[" if opening else "]" if closing else bytes.fromhex(digits.decode("ascii"))


def _characters(tokens: list[bytes | str]) -> Iterator[tuple[int, str]]:
    codes = [token for token in tokens if isinstance(token, bytes)]
    for code, text in zip(codes[::2], codes[1::2], strict=False):
        yield int.from_bytes(code, "big"), _utf16(text)


def _ranges(tokens: list[bytes | str]) -> Iterator[tuple[int, str]]:
    waiting = iter(tokens)
    for first, last, text in zip(waiting, waiting, waiting, strict=False):
        if not isinstance(first, bytes) or not isinstance(last, bytes):
            return
        codes = range(int.from_bytes(first, "big"), min(int.from_bytes(last, "big"), 0xFFFF) + 1)
        if text == "[":
            texts = list(iter(lambda: next(waiting, "]"), "]"))
            yield from zip(codes, map(_utf16, texts), strict=False)
        elif isinstance(text, bytes):
            yield from ((code, _utf16(_plus(text, code - codes.start))) for code in codes)


def _plus(text: bytes, steps: int) -> bytes:
    """Count up the last UTF-16 unit of a text."""
    return text[:-2] + (int.from_bytes(text[-2:], "big") + steps & 0xFFFF).to_bytes(2, "big")


def _utf16(text: bytes | str) -> str:
    return text.decode("utf-16-be", "replace") if isinstance(text, bytes) else ""
