"""The structure tree: standard roles, in the order of the story."""

from __future__ import annotations

import pytest

from builder.structure import ROLES, Element, walk

STANDARD = frozenset("""
    Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private H H1 H2 H3 H4 H5 H6 P L LI Lbl LBody
    Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby Warichu Figure Formula Form
""".split())
"""The structure types that need no role map (ISO 32000-1, 14.8.4)."""


def test_all_roles_are_standard() -> None:
    assert ROLES <= STANDARD


@pytest.mark.parametrize("role", ["Aside", "h1", "", "Paragraph"])
def test_another_role_is_refused(role: str) -> None:
    with pytest.raises(ValueError, match="no standard structure type"):
        Element("Document").add(role)


def test_children_are_read_in_the_order_they_were_added() -> None:
    root = Element("Document")
    root.add("H1")
    section = root.add("Sect")
    section.add("P")
    root.add("P")
    section.add("L", numbering="Disc")
    assert [element.role for element in walk(root)] == ["Document", "H1", "Sect", "P", "L", "P"]


def test_content_has_its_place_among_elements() -> None:
    """Words, then a link, then words: three places in this order."""
    paragraph = Element("P")
    before, link, after = paragraph.content(), paragraph.add("Link"), paragraph.content()
    assert paragraph.children == [before, link, after]
    assert before.role == after.role == "P"
    assert list(walk(paragraph)) == [paragraph, link]


def test_elements_with_the_same_content_are_two() -> None:
    """Elements are keys while a file is written: two empty paragraphs are not one."""
    assert Element("P") != Element("P")
    assert len({Element("P"), Element("P")}) == 2
