"""Plain text: what it looks like, that it says what the sheet says, and that nothing in it is more than text."""

from __future__ import annotations

import re
import unicodedata

import pytest
import topics
from hypothesis import given
from hypothesis import strategies as st

from builder.format import FORMATS
from builder.plain import text
from builder.plain.walk import Line
from builder.structure import Element, Link, Piece, Sheet, elements, words

WORDS = re.compile(r"\w+")


def written(*children: Element, width: int | None = text.WIDTH) -> list[str]:
    """Return the lines of a sheet of these elements, without the footer and the empty line before it."""
    metadata = topics.composed("factsheet", topics.document(topics.least()), topics.context()).metadata
    sheet = Sheet("factsheet", Element("Document", children=children, language="en"), ("", ""), "Foot", "", metadata)
    lines = text.write(sheet, width).decode().split("\n")
    assert lines[-3:] == ["", "Foot", ""]
    return lines[:-3]


def said(role: str, words: str, kind: str = "", **more: str) -> Element:
    return Element(role, kind, children=((Piece(words),),), **more)


def entry(label: str, *body: Element | tuple[Piece, ...]) -> Element:
    return Element("LI", children=(said("Lbl", label), Element("LBody", children=body)))


def linked(url: str, words: str) -> Element:
    return Element("P", children=(Element("Link", link=Link(url, "A page"), children=((Piece(words),),)),))


HEAD = Element("TR", children=tuple(said("TH", words, scope="Column") for words in ("Medicine", "Harms", "When")))
ROW = Element("TR", children=(said("TH", "Aspirin", scope="Row"), said("TD", "It may make you bleed"),
                              Element("TD", "space", actual="Space to write")))  # fmt: skip
EMPTY = Element("TR", children=(Element("TH", "space", scope="Row", actual="Space to write"), said("TD", "–")))
ROOM = text.ROOM


@pytest.mark.parametrize(
    ("element", "lines"),
    [
        (said("H1", "Gout"), ["Gout", "===="]),
        (said("H2", "Signs"), ["Signs", "-----"]),
        (said("H3", "Emergency"), ["Emergency"]),
        (Element("L", children=(entry("•", (Piece("One"),)), entry("•", (Piece("Two"),)))), ["- One", "- Two"]),
        (Element("L", children=(entry("1.", said("P", "Wash"), said("P", "Dry")),)), ["1. Wash", "   Dry"]),
        (Element("L", children=(entry("1", (Piece("\u00a0Lee GM. Blood."),)),)), ["1. Lee GM. Blood."]),
        (Element("L", children=(entry("gland", (Piece(": A small filter."),)),)), ["gland: A small filter."]),
        (Element("L", children=(Element("LI", children=(Element("Lbl", "tick", actual="Box"), said("LBody", "Ask"))),)),
         ["[ ] Ask"]),
        (Element("Table", children=(said("Caption", "Yours"), Element("THead", children=(HEAD,)),
                                    Element("TBody", children=(ROW, EMPTY)))),
         ["Yours", "", "Medicine: Aspirin", "  Harms: It may make you bleed", f"  When: {ROOM}", "",
          f"Medicine: {ROOM}", "  Harms: –"]),
        (Element("Div", "fact", children=(said("P", "How common"), said("P", "Rare"))), ["How common: Rare"]),
        (Element("Sect", children=(said("P", "Date", "label"), Element("P", "space", actual="Space to write"))),
         [f"Date: {ROOM}"]),
        (Element("Figure", alternate="A knee."), ["[A knee.]"]),
        (linked("https://a.example/x", "here"), ["here (https://a.example/x)"]),
        (linked("https://a.example/", "a.example"), ["a.example"]),
        (linked("tel:+15550100", "Call us"), ["Call us (+15550100)"]),
        (linked("#causes", "Causes"), ["Causes"]),
        (Element("P", children=((Piece("10"),), Element("Span", actual="⁹", children=((Piece("9", rise="sup"),),)))),
         ["10⁹"]),
    ],
)  # fmt: skip
def test_each_part_has_its_lines(element: Element, lines: list[str]) -> None:
    assert written(element) == lines


def test_parts_stand_apart() -> None:
    listed = Element("L", children=(entry("•", (Piece("One"),)),))
    assert written(said("P", "A"), listed, said("P", "B")) == ["A", "", "- One", "", "B"]


@given(st.lists(st.text("ab ", min_size=1, max_size=12), min_size=1, max_size=40), st.integers(10, 80))
def test_lines_are_at_most_so_wide_and_lose_no_word(words: list[str], width: int) -> None:
    line = Line(" ".join(" ".join(words).split()), "- ", "  ")
    parts = list(text.wrapped(line, width))
    assert all(len(part) <= width or " " not in part[2:] for part in parts)
    assert " ".join(part[2:] for part in parts) == line.words
    assert [part[:2] for part in parts] == ["- ", *["  "] * (len(parts) - 1)]


def test_wide_letters_count_twice_and_marks_not_at_all() -> None:
    assert list(text.wrapped(Line("日本 日本 a\u0301b"), 9)) == ["日本 日本", "a\u0301b"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("width", [None, 72, 40])
def test_all_words_of_a_sheet_are_there_in_their_order(format: str, width: int | None) -> None:
    sheet = topics.composed(format, topics.document(), topics.context())
    printed = _letters(text.write(sheet, width).decode())
    place = 0
    for element in elements(sheet.root):
        own = _letters(words(element)) if element.role in PASSAGES and not element.actual else ""
        found = printed.find(own, place)
        assert found >= 0, own
        place = found if element.role != "TH" else place


PASSAGES = {"H1", "H2", "H3", "P", "LBody", "TH"}


def _letters(said: str) -> str:
    """Return words without white space, citations, and what stands in brackets after a link."""
    return "".join(WORDS.findall(re.sub(r"\[[^]A-Za-z]*\]|\((https:|\S+@|\+\d)[^)]*\)", "", said)))


HOSTILE = ["\x1b[31mred\x1b[0m", "a\x07b", "Subject: x\r\nBcc: y", "\x9b31m", "<b>&amp;", "\u202egnp.exe", "a\u2028b"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_of_content_is_more_than_text(hostile: str) -> None:
    """No terminal escape, no new line that a mail program could take for a header."""
    (line,) = written(said("P", hostile))
    assert not {one for one in line if unicodedata.category(one) == "Cc" or one in "\u202e\u2028"}
    assert [letter for letter in line if letter.isalnum()] == [letter for letter in hostile if letter.isalnum()]


def test_what_is_not_wrapped_is_one_line_for_each_paragraph() -> None:
    assert written(said("P", "word " * 100), width=None) == [("word " * 100).strip()]
