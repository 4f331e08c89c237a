"""The tree of what an edition says: standard roles, in the order of reading."""

from __future__ import annotations

import pytest
import topics

from builder.format import FORMATS
from builder.structure import GROUP, ROLES, Element, Link, Piece, elements, words

STANDARD = frozenset("""
    Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private H H1 H2 H3 H4 H5 H6 P L LI Lbl LBody
    Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby Warichu Figure Formula Form
""".split())
"""The structure types that need no role map (ISO 32000-1, 14.8.4)."""


def test_all_roles_are_standard() -> None:
    assert ROLES <= STANDARD


@pytest.mark.parametrize("format", FORMATS)
def test_every_element_of_a_sheet_has_a_standard_role_or_groups_others(format: str) -> None:
    sheet = topics.composed(format, topics.document(), topics.context())
    assert {element.role for element in elements(sheet.root)} <= {*ROLES, GROUP}


def test_elements_are_read_in_their_order() -> None:
    section = Element("Sect", children=(Element("P"), Element("L")))
    root = Element("Document", children=(Element("H1"), section, Element("P")))
    assert [element.role for element in elements(root)] == ["Document", "H1", "Sect", "P", "L", "P"]


def test_elements_with_the_same_content_are_two() -> None:
    """Elements are keys while a file is written: two empty paragraphs are not one."""
    assert Element("P") != Element("P")
    assert len({Element("P"), Element("P")}) == 2


def test_words_are_those_that_are_read_without_citations() -> None:
    link = Element("Link", link=Link("#ref-1", "Source 1"), children=((Piece("[1]"),),))
    cited = Element("Reference", children=(link,))
    raised = Element("Span", actual="\u2079", children=((Piece("9", rise="sup"),),))
    more = (Piece(" \n"), Piece("words "))
    heading = Element("H2", children=((Piece("What is 10"),), raised, more, cited, (Piece("?"),)))
    assert words(heading) == "What is 10\u2079  words?"
