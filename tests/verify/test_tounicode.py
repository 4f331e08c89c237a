"""Fonts' tables from character codes to text."""

from __future__ import annotations

import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from builder.verify.tounicode import FontReader


def font(cmap: bytes) -> FontReader:
    """Read a composite font with these sections of a ToUnicode table."""
    pdf = Pdf.new()
    descendant = Dictionary(FontDescriptor=Dictionary(FontFile2=pdf.make_stream(b"")))
    return FontReader(
        Dictionary(
            Subtype=Name.Type0,
            BaseFont=Name("/ABCDEF+Face"),
            DescendantFonts=Array([descendant]),
            ToUnicode=pdf.make_stream(b"begincmap\n" + cmap + b"\nendcmap"),
        )
    )


@pytest.mark.parametrize(
    ("cmap", "shown", "text"),
    [
        (b"2 beginbfchar <0041> <0061> <0042><0062> endbfchar", "00420041", "ba"),
        (b"1 beginbfchar <0007> <006600660069> endbfchar", "0007", "ffi"),
        (b"1 beginbfchar <0007> <D835DFD8> endbfchar", "0007", "\U0001d7d8"),
        (b"1 beginbfchar <0001> <00410042> endbfchar 1 beginbfchar <0002> <0043> endbfchar", "00010002", "ABC"),
        (b"1 beginbfrange <0010> <0012> <0061> endbfrange", "001000110012", "abc"),
        (b"1 beginbfrange <0010> <0011> [<0061> <00660069>] endbfrange", "00100011", "afi"),
        (b"2 beginbfrange <0010> <0010> [<0061> <0062>] <0020> <0020> <0063> endbfrange", "00100020", "ac"),
        (b"1 beginbfrange <0000> <FFFFFFFF> <0000> endbfrange", "0041", "A"),
        (b"1 beginbfchar <0041> <0061> endbfchar", "0042", "\ufffd"),
    ],
)
def test_codes_are_read_through_the_table(cmap: bytes, shown: str, text: str) -> None:
    assert font(cmap).read(bytes.fromhex(shown))[1] == text


def test_codes_of_composite_fonts_have_two_bytes() -> None:
    assert font(b"").read(b"\x01\x02\x00\x03")[0] == (0x102, 3)


def test_a_simple_font_without_a_table_reads_as_western_text() -> None:
    reader = FontReader(Dictionary(Subtype=Name.Type1, BaseFont=Name.Helvetica))
    assert reader.read(b"caf\xe9 \x93quoted\x94")[1] == "café “quoted”"


def test_a_font_knows_whether_it_is_embedded_and_mapped() -> None:
    bare = FontReader(Dictionary(Subtype=Name.Type1, BaseFont=Name.Helvetica))
    whole = font(b"")
    assert (bare.embedded, bare.mapped) == (False, False)
    assert (whole.embedded, whole.mapped) == (True, True)
    assert whole.name == "ABCDEF+Face"
