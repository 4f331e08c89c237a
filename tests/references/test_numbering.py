from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.model import Citation, CitedSource
from builder.references.numbering import Mark, Numbering, collapse


def test_a_reference_keeps_the_number_of_its_first_appearance() -> None:
    numbering = Numbering()
    assert numbering.cite(["b", "a"]) == (1, 2)
    assert numbering.cite(["c", "a"]) == (3, 2)
    assert numbering.keys == ("b", "a", "c")


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((1,), "1"),
        ((1, 2), "1,2"),
        ((1, 2, 3), "1-3"),
        ((1, 2, 3, 5), "1-3,5"),
        ((5, 3, 2, 1, 2), "1-3,5"),
        ((1, 3, 4, 6, 7, 8, 9, 12), "1,3,4,6-9,12"),
        ((), ""),
    ],
)
def test_runs_collapse(numbers: tuple[int, ...], expected: str) -> None:
    assert "".join(mark.text for mark in collapse(numbers)) == expected


def test_only_numbers_lead_to_an_entry() -> None:
    assert collapse((1, 2, 3, 5)) == (Mark("1", 1), Mark("-"), Mark("3", 3), Mark(","), Mark("5", 5))


@given(st.sets(st.integers(1, 60)))
def test_a_collapsed_citation_names_the_same_numbers(numbers: set[int]) -> None:
    named: set[int] = set()
    for part in filter(None, "".join(mark.text for mark in collapse(numbers)).split(",")):
        first, _, last = part.partition("-")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == numbers


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ((CitedSource("a"),), "[1]"),
        ((CitedSource("c"), CitedSource("a"), CitedSource("b")), "[1-3]"),
        ((CitedSource("a", locator="p. 3"), CitedSource("b")), "[1, p. 3; 2]"),
        ((CitedSource("b"), CitedSource("a", "see also"), CitedSource("c")), "[2; see also 1; 3]"),
    ],
)
def test_what_a_citation_prints(sources: tuple[CitedSource, ...], expected: str) -> None:
    numbering = Numbering()
    numbering.cite("abc")
    marks = numbering.pieces(Citation(sources))
    assert "".join(mark.text for mark in marks) == expected
    assert all(mark.text == str(mark.number) for mark in marks if mark.number)


def test_a_citation_numbers_what_is_new() -> None:
    numbering = Numbering()
    numbering.pieces(Citation((CitedSource("a"), CitedSource("b"))))
    assert numbering.keys == ("a", "b")
