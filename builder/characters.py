"""Characters that a text must not hold, what each of them was meant to be, and files that are not text at all."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple


class Fault(NamedTuple):
    """What is wrong with a character or a file: rule, message and hint, as a `Problem` has them."""

    rule: str
    message: str
    hint: str


# --- Characters -------------------------------------------------------------------------------------------------------

# Unicode 15, 23.8: noncharacters end each plane. What is merely unassigned is allowed: a newer Unicode may have it.
_NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 15)
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
REFUSED = (
    "[\0-\t\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2061-\u2064\u2066-\u206f\ufeff\ufff9-\ufffd"
    f"\U000e0000-\U000e007f{_NONCHARACTERS}{_PRIVATE}]"
)
"""The pattern of a character that no text may hold; it is compiled only when used, which is seldom."""
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BREAKS = "\x0b\x0c\x85\u2028\u2029"
_SYMBOL = dict(zip(
    "\uf020\uf02b\uf02d\uf03c\uf03d\uf03e\uf061\uf062\uf064\uf067\uf06c\uf06d\uf070\uf0a3\uf0a5\uf0ab\uf0ae\uf0b0\uf0b1"
    "\uf0b3\uf0b4\uf0b7\uf0b8\uf0b9\uf0bb\uf0a7\uf0d8\uf0e0\uf0fc\uf0a8",
    " +-<=>αβδγλµπ≤∞↔→°±≥×•÷≠≈▪➢→✓◻",
))
"""What Word's fonts Symbol and Wingdings draw for the private-use characters that stand for their own."""


def refused(character: str) -> Fault:
    """Return why a text must not hold `character`, which REFUSED has found."""
    code = f"U+{ord(character):04X}"
    if character == "\t":
        return Fault("tab", "A tab stands here.", "Use spaces: two for each step of indentation.")
    if character in _BIDI:
        message = f"An invisible character ({code}) changes the direction of the text that follows."
        return Fault("bidi-control", message, "Delete it; directions are worked out from the letters.")
    if character == "\ufffd":
        return Fault("damaged-character", "A character was lost here (\ufffd).", "Write it again.")
    if character == "\ufffc":
        message = "A picture, an equation or a note was here and was not copied (\ufffc)."
        return Fault("damaged-character", message, "Delete the sign, and put what it stood for into the text.")
    if character in _BREAKS:
        message = f"An invisible line break ({code}) stands here."
        return Fault("control-character", message, "Put a space or a line break there.")
    if unicodedata.category(character) == "Co":
        return _private(character, code)
    if "\x80" <= character <= "\x9f" and (meant := bytes([ord(character)]).decode("cp1252", errors="ignore")):
        message = f"A damaged character ({code}) stands here."
        return Fault("damaged-character", message, f"In Windows-1252 it is {meant}. Write it again.")
    return Fault("control-character", f"An invisible control character ({code}) stands here.", "Delete it.")


def _private(character: str, code: str) -> Fault:
    meant = _SYMBOL.get(character, "").strip()
    if meant in ("•", "▪", "➢", "◻"):
        hint = "It was a bullet in Word. Delete it, and make a list of what came after it."
    elif meant:
        hint = f"In Word's symbol font it is probably {meant}. Write that, and read the sentence again."
    else:
        hint = "Write the sign itself, or say it in words."
    return Fault("private-character", f"A sign of a symbol font ({code}) stands here; no other font has it.", hint)


def not_utf8(byte: bytes) -> Fault:
    """Return what is wrong with a byte that is not valid UTF-8 there."""
    meant = byte.decode("cp1252", errors="ignore")
    likely = f"In Windows-1252 it is {meant}. " if meant.isprintable() and meant else ""
    return Fault("not-utf-8", f"The byte 0x{byte.hex().upper()} is not UTF-8.", likely + SAVE_AS)


SAVE_AS = "Save the file as UTF-8 (in the editor: Save as, encoding UTF-8)."

# --- Files that are no text -------------------------------------------------------------------------------------------

_WORD = "In Word, choose Save as, Plain text, UTF-8; then put its words into a topic."
_TOPIC = "Put its words into a plain text file; factsheet new --topic NAME makes one to begin with."
_PICTURE = "Name it in a figure of the topic instead, and put a text file in its place."
_UNPACK = "Unpack it, and put the text file that is in it in its place."
_EXPORT = "Export it as CSL YAML, or write each record below `references:` as content/README.md shows."
_ZIPPED = (
    (b"word/", "a Word file", _WORD),
    (b"xl/", "an Excel file", _TOPIC),
    (b"ppt/", "a PowerPoint file", _TOPIC),
    (b"opendocument", "a LibreOffice file", _TOPIC),
    (b"epub", "an EPUB book", _TOPIC),
    (b"Index/Document.iwa", "a Pages file", _TOPIC),
)
_KINDS = (
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or PowerPoint file", _WORD),
    (b"{\\rtf", "an RTF file", "In the editor, choose Save as, Plain text, UTF-8; then put its words into a topic."),
    (b"%PDF-", "a PDF", _TOPIC),
    (b"%!PS", "a PostScript file", _TOPIC),
    (b"\x89PNG", "a picture (PNG)", _PICTURE),
    (b"\xff\xd8\xff", "a picture (JPEG)", _PICTURE),
    (b"GIF87a", "a picture (GIF)", _PICTURE),
    (b"GIF89a", "a picture (GIF)", _PICTURE),
    (b"II*\0", "a picture (TIFF)", _PICTURE),
    (b"MM\0*", "a picture (TIFF)", _PICTURE),
    (b"MIME-Version: 1", "a web page in one file (MHT)", _TOPIC),
    (b"\x1f\x8b", "a packed file", _UNPACK),
    (b"7z\xbc\xaf", "a packed file", _UNPACK),
    (b"Rar!\x1a", "a packed file", _UNPACK),
    (b"bplist00", "a web page that Safari saved", _TOPIC),
    (b"SQLite format 3\0", "a database", _TOPIC),
    (b"TY  - ", "an export of references (RIS)", _EXPORT),
    (b"PMID- ", "an export of references (PubMed)", _EXPORT),
    (b"%0 ", "an export of references (EndNote)", _EXPORT),
    (b"\\documentclass", "a LaTeX file", _TOPIC),
    (b"\x7fELF", "a program", _TOPIC),
)
_MARKED_UP = (
    (b"<svg", "a drawing (SVG)", _PICTURE),
    (b"<html", "a web page (HTML)", _TOPIC),
    (b"<!doctype html", "a web page (HTML)", _TOPIC),
    (b"<?xml", "an XML file", _TOPIC),
    (b"</p>", "a web page (HTML)", _TOPIC),
    (b"</div>", "a web page (HTML)", _TOPIC),
)


_BIBTEX = re.compile(rb"@(article|book|in\w+|misc|online|phdthesis|techreport)\s*\{", re.IGNORECASE)


def foreign(content: bytes) -> Fault | None:
    """Return what kind of file another program wrote, judged by its first bytes; None for what may be a text."""
    head = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK\x03\x04"):
        found = next((kind for kind in _ZIPPED if kind[0] in content), (b"", "a packed file (ZIP)", _UNPACK))
        return _foreign(*found[1:])
    for prefix, name, hint in _KINDS:
        if head.startswith(prefix):
            return _foreign(name, hint)
    if _BIBTEX.match(head):
        return _foreign("an export of references (BibTeX)", _EXPORT)
    if head.startswith(b"<"):
        head = head.lower()
        return next((_foreign(name, hint) for sign, name, hint in _MARKED_UP if sign in head), None)
    if content[4:8] == b"ftyp" or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return _foreign("a picture (HEIC, AVIF or WebP)", _PICTURE)
    if content and not content[:4096].strip(b"\0"):
        message = "Only empty bytes are in this file: its words are lost."
        return Fault("no-text-file", message, "Restore it from your last copy.")
    return None


def _foreign(name: str, hint: str) -> Fault:
    return Fault("no-text-file", f"This is {name}, not a text file, whatever its name says.", hint)


# --- Names that look the same -----------------------------------------------------------------------------------------

_HIDDEN = "[\u00ad\u034f\u115f\u1160\u180e\u200b-\u200f\u2060\u3164\ufe00-\ufe0f\uffa0]"


def hidden(word: str) -> str:
    """Return the first invisible character of `word` with its name, such as "zero width space (U+200B)", if any."""
    found = re.search(_HIDDEN, word)
    return f"{unicodedata.name(found[0], 'character').lower()} (U+{ord(found[0]):04X})" if found else ""


def visible(word: str) -> str:
    """Return `word` without invisible characters, in NFC, with plain spaces and hyphens."""
    word = unicodedata.normalize("NFC", re.sub(_HIDDEN, "", word))
    return re.sub("[\u2010-\u2015\u2212]", "-", re.sub(r"\s", " ", word))
