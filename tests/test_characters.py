"""Characters that are refused, with what to do about each, and files that some other program wrote."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from builder import characters, source
from builder.problems import ContentError, Problem


def only_problem(content: bytes) -> Problem:
    with pytest.raises(ContentError) as caught:
        source.parse(content, "content/asthma/en.yaml")
    (problem,) = caught.value.problems
    return problem


CHARACTERS = [
    # character, rule, a part of the message, a part of the hint
    ("\t", "tab", "A tab", "two for each step"),
    ("\x07", "control-character", "U+0007", "Delete it."),
    ("\x0b", "control-character", "line break (U+000B)", "Put a space or a line break there."),
    ("\x0c", "control-character", "line break (U+000C)", "Put a space or a line break there."),
    ("\x85", "control-character", "line break (U+0085)", "Put a space or a line break there."),
    ("\u2028", "control-character", "line break (U+2028)", "Put a space or a line break there."),
    ("\u2029", "control-character", "line break (U+2029)", "Put a space or a line break there."),
    ("\x92", "damaged-character", "U+0092", "In Windows-1252 it is \u2019."),
    ("\x81", "control-character", "U+0081", "Delete it."),
    ("\u202e", "bidi-control", "direction", "Delete it"),
    ("\u2063", "control-character", "U+2063", "Delete it."),
    ("\ufeff", "control-character", "U+FEFF", "Delete it."),
    ("\ufff9", "control-character", "U+FFF9", "Delete it."),
    ("\ufffb", "control-character", "U+FFFB", "Delete it."),
    ("\ufffc", "damaged-character", "A picture, an equation or a note", "what it stood for"),
    ("\ufffd", "damaged-character", "lost", "Write it again."),
    ("\ufdd0", "control-character", "U+FDD0", "Delete it."),
    ("\uffff", "control-character", "U+FFFF", "Delete it."),
    ("\U0001fffe", "control-character", "U+1FFFE", "Delete it."),
    ("\U000e0041", "control-character", "U+E0041", "Delete it."),
    ("\uf0b7", "private-character", "U+F0B7", "make a list"),
    ("\uf06d", "private-character", "U+F06D", "it is probably \u00b5"),
    ("\uf0b3", "private-character", "U+F0B3", "it is probably \u2265"),
    ("\ue001", "private-character", "U+E001", "Write the sign itself"),
    ("\U00100001", "private-character", "U+100001", "Write the sign itself"),
]


@pytest.mark.parametrize(("character", "rule", "message", "hint"), CHARACTERS, ids=lambda part: ascii(part)[:12])
def test_a_refused_character_is_told_with_what_to_do(character: str, rule: str, message: str, hint: str) -> None:
    for text in (f"a: two{character}words\n", f"a: >-\n  two{character}words\n", f"a: two {character}\nb: c\n"):
        problem = only_problem(text.encode())
        assert problem.rule == rule
        assert message in problem.message
        assert hint in problem.hint
        assert problem.span
        assert text.split("\n")[problem.span.line - 1][problem.span.column - 1] == character


@pytest.mark.parametrize("character", "é血\U0001f415\u200c\u200d\u00ad\u200b\u00a0\u202f\u2060\u200f\ufe0f\u2212")
def test_what_scripts_and_good_typing_need_is_welcome(character: str) -> None:
    assert source.parse(f"a: two{character}words\n".encode(), "a.yaml").root == {"a": f"two{character}words"}


def test_an_unassigned_character_is_left_to_the_fonts() -> None:
    """Which characters are assigned depends on the Python that runs; what is refused must not."""
    assert not re.search(characters.REFUSED, "\u0378\U000323b0")


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return packed.getvalue()


FILES = [
    # content, what it is, a part of the hint
    (zipped("[Content_Types].xml", "word/document.xml"), "a Word file", "Save as, Plain text"),
    (zipped("[Content_Types].xml", "xl/workbook.xml"), "an Excel file", "factsheet new --topic"),
    (zipped("ppt/presentation.xml"), "a PowerPoint file", "factsheet new --topic"),
    (zipped("a.yaml"), "a packed file (ZIP)", "Unpack it"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Word, Excel or PowerPoint file", "Plain text"),
    (b"{\\rtf1\\ansi {\\fonttbl}}\r\nwords", "an RTF file", "Plain text"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF", "factsheet new --topic"),
    (b"\x89PNG\r\n\x1a\n" + bytes(40), "a picture (PNG)", "figure"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(40), "a picture (JPEG)", "figure"),
    (b"GIF89a" + bytes(40), "a picture (GIF)", "figure"),
    (b"RIFF\x24\0\0\0WEBPVP8 ", "a picture (HEIC, AVIF or WebP)", "figure"),
    (b"\0\0\0\x18ftypheic\0\0\0\0", "a picture (HEIC, AVIF or WebP)", "figure"),
    (b"II*\0\x08\0\0\0", "a picture (TIFF)", "figure"),
    (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "a drawing (SVG)", "figure"),
    (b"\xef\xbb\xbf\n<!DOCTYPE html>\n<html></html>", "a web page (HTML)", "factsheet new --topic"),
    (b'<?xml version="1.0"?>\n<article/>', "an XML file", "factsheet new --topic"),
    (b"\x1f\x8b\x08\0" + bytes(30), "a packed file", "Unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file", "Unpack it"),
    (b"TY  - JOUR\nAU  - Smith, J\nER  - \n", "references (RIS)", "CSL YAML"),
    (b"PMID- 12345\nTI  - X\n", "references (PubMed)", "CSL YAML"),
    (b"%0 Journal Article\n%T X\n", "references (EndNote)", "CSL YAML"),
    (b"\n@article{a,\n title={X}\n}\n", "references (BibTeX)", "CSL YAML"),
    (b"\\documentclass{article}\n", "a LaTeX file", "factsheet new --topic"),
    (b"<p>Words</p>\n", "a web page (HTML)", "factsheet new --topic"),
    (bytes(300), "its words are lost", "your last copy"),
]


@pytest.mark.parametrize(("content", "name", "hint"), FILES, ids=lambda part: str(part)[:20])
def test_a_file_of_another_program_is_one_message(content: bytes, name: str, hint: str) -> None:
    for size in (content, content + b" " * source.SIZE_LIMIT if not name.startswith("its") else content):
        problem = only_problem(size)
        assert problem.rule == "no-text-file"
        assert name in problem.message
        assert hint in problem.hint


@pytest.mark.parametrize("text", ["<: b", "BM: b\nc: d", "II: b", "PK: b", "MZ: b", "GIF: b", "%: b", "a: <html>",
                                  "@book: b", "TY: b", "%0: b"])
def test_a_text_is_not_taken_for_a_file_of_another_program(text: str) -> None:
    assert characters.foreign(text.encode()) is None
