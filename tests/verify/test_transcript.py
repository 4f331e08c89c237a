"""A structure tree as an outline, and as a screen reader would say it."""

from __future__ import annotations

import pytest

from builder.plain import transcript as spoken
from builder.verify import said as read
from builder.verify.outline import outline
from builder.verify.readback import Element


def element(role: str, *children: Element | str, **attributes: object) -> Element:
    return Element(role, attributes, children)


def transcript(tree: Element, language: str) -> str:
    return spoken.transcript(read.said(tree), language)


def said(*children: Element) -> list[str]:
    return transcript(element("StructTreeRoot", *children), "en").splitlines()[1:]


LINK = element("Link", "the clinic", URI="https://example.org/", Contents="Web page of the clinic")
ALPS = element("Span", "ALPS", E="autoimmune lymphoproliferative syndrome")
ROW = element("TR", element("TH", element("P", "Steroids"), Scope="Row"), element("TD", "Fewer attacks"), element("TD"))
TABLE = element(
    "Table",
    element("THead", element("TR", *(element("TH", name, Scope="Column") for name in ("Treatment", "Good", "Bad")))),
    element("TBody", ROW),
)


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        (element("H1", "What is ", ALPS, "?"),
         ["Heading level 1: What is ALPS [short for autoimmune lymphoproliferative syndrome]?"]),
        (element("H", "Signs"), ["Heading: Signs"]),
        (element("P", "See ", LINK, "."),
         ["See [Link: the clinic, goes to https://example.org/: Web page of the clinic]."]),
        (element("P", element("Link", "https://example.org/", URI="https://example.org/", Contents="https://example.org/")),
         ["[Link: https://example.org/, goes to https://example.org/]"]),
        (element("P", "tested ", element("Span", "in vitro", Lang="la"), " first"),
         ["tested [Language: Latin] in vitro [End of this language] first"]),
        (element("P", element("Span", "here", Lang="en")), ["here"]),
        (element("P", "Llame hoy.", Lang="es"), ["[Language: Spanish]", "Llame hoy.", "[End of this language]"]),
        (element("Figure", element("Span", "a label"), Alt="A child."), ["Graphic: A child."]),
        (element("P", "Bring ", element("Figure", Alt="tick box")), ["Bring [Graphic: tick box]"]),
        (element("L", element("LI", element("Lbl", "•"), element("LBody", "Fever"))),
         ["List with 1 entry", "Bullet: Fever", "End of list"]),
        (element("L", element("LI", element("Lbl", "2."), element("LBody", element("P", "Wash"), element("P", "Dry")))),
         ["List with 1 entry", "2: Wash", "  Dry", "End of list"]),
        (TABLE, ["Table with 3 columns and 2 rows", "Column headers: Treatment; Good; Bad",
                 "Row: Steroids; Good: Fewer attacks; Bad: empty", "End of table"]),
        (element("Sect", "  ", element("P", " two\n  words ")), ["two words"]),
    ],
)  # fmt: skip
def test_a_screen_reader_says(found: Element, lines: list[str]) -> None:
    assert said(found) == lines


def test_a_transcript_begins_with_the_language_and_has_no_trailing_blanks() -> None:
    text = transcript(element("StructTreeRoot", element("Document", element("P", "Hola "), Lang="es")), "es")
    assert text == "Language: Spanish\nHola\n"


def test_an_outline_shows_roles_attributes_and_text() -> None:
    row = element("TR", element("TH", "Test", Scope="Column", BBox=(1, 2, 3, 4)))
    document = element("Document", element("P", "See ", LINK, "."), element("Table", row), Lang="en")
    assert outline(element("StructTreeRoot", document)) == (
        'Document Lang="en"\n'
        "  P\n"
        '    "See "\n'
        '    Link Contents="Web page of the clinic" URI="https://example.org/" "the clinic"\n'
        '    "."\n'
        "  Table\n"
        "    TR\n"
        '      TH Scope="Column" "Test"\n'
    )


def test_an_outline_shows_what_cannot_be_seen() -> None:
    tree = element("StructTreeRoot", element("P", 'a\u00a0"b"\u200f\u00ad'))
    assert outline(tree) == 'P "a\\u00a0\\"b\\"\\u200f\\u00ad"\n'
