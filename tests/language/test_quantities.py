"""Numbers and shares are read as people write them, and agree where rounding can have made one of the other."""

from __future__ import annotations

import pytest

from builder.language import quantities
from builder.language.prose import folded
from builder.language.quantities import Quantity

PRICE = (
    "18 of 150 people with ALPS had lymphoma, at a median age of 18. 27 of 66 people without a spleen had sepsis, and "
    "7 of them died. 85 to 97 of every 100 had swollen lymph nodes. Median age at the start 2.7 years."
)


def read(text: str, language: str = "en") -> list[Quantity]:
    return quantities.quantities(folded(text), language)


def strangers(text: str, finding: str, language: str = "en") -> list[str]:
    """Return the numbers of `text` that the finding does not have."""
    found = quantities.quantities(folded(finding))
    return [text[one.start : one.end] for one in read(text, language) if not quantities.agrees(one, found)]


@pytest.mark.parametrize("text", [
    "18 of 150 people", "12 % of people", "12%", "about 1 in 8", "eighteen of 150", "half of them by age 18",
    "7 of them died",
    "85 to 97 of every 100", "Of every 100 people with ALPS, 85 to 97 have swollen glands", "85-97%", "27 of 66",
    "about 4 in 10",
    "at about age 3", "more than 80 of every 100", "type 2, B12, CD4, COVID-19 and 2014", "at 9:30, on the 3rd",
    "2.7 years",
])  # fmt: skip
def test_what_the_finding_says_in_some_way_agrees(text: str) -> None:
    assert strangers(text, PRICE) == []


@pytest.mark.parametrize(("text", "found"), [
    ("38 of 150 people", "38 of 150"), ("thirty-eight of 150", "thirty-eight of 150"), ("18 of 66 people", "18 of 66"),
    ("18 % of people", "18 %"), ("1 in 18 people", "1 in 18"), ("27 of 150 people", "27 of 150"), ("12.1 %", "12.1 %"),
    ("a third of people", "a third of"), ("9 of them died", "9"), ("by age 28", "28"), ("in 27 years", ""),
    ("fifteen died", "fifteen"),
])  # fmt: skip
def test_what_it_does_not_say_is_told(text: str, found: str) -> None:
    assert strangers(text, PRICE) == ([found] if found else [])


@pytest.mark.parametrize(("text", "finding"), [
    ("1 in 1,000", "40 in 1,000 had it"), ("5 %", "0.5 % had it"), ("0.5 %", "5 % had it"),
    ("10 to 30 in 100", "10 to 20 %"),
    ("95 in 100", "5 % (95 % CI 2 to 9)"), ("3 in 10", "20 %"), ("4 per 1,000", "40 in 1,000"),
    ("1,500 people", "150 people"),
    ("1.5 million", "15 million"),
])  # fmt: skip
def test_shares_that_are_near_and_not_the_same_do_not_agree(text: str, finding: str) -> None:
    assert strangers(text, finding)


@pytest.mark.parametrize(("text", "finding", "agrees"), [
    ("within 6 weeks", "within 6 months", False), ("in 24-hour care", "for 24 months", False),
    ("within 6 months", "within 6 months", True), ("6 weeks", "in 6 (3 to 9) cases", True),
    ("6 of them", "6 months", True), ("12 weeks", "12 weeks, and 12 months later", True),
])  # fmt: skip
def test_a_number_of_weeks_is_not_one_of_months(text: str, finding: str, agrees: bool) -> None:
    assert (strangers(text, finding) == []) == agrees


@pytest.mark.parametrize(("language", "text", "finding"), [
    ("en", "1 in 200", "0.5 %"), ("en", "10 to 20 in 100", "10 to 20 %"), ("en", "5 in 100", "5 % (95 % CI 2 to 9)"),
    ("en", "one in five", "20 %"), ("en", "2 in 3", "65 %"), ("en", "1.5 million people", "1,500,000 people"),
    ("en", "8 ‰", "8 in 1,000"),
    ("en", "10 000 people", "10,000 people"), ("en", "71 of 431", "Of 431 children, 71 had it."),
    ("en", ".5 %", "0.5 %"),
    ("de", "1 von 1.000", "1 in 1,000"), ("de", "12,5 %", "12.5 %"), ("de", "achtunddreißig von 150", "38 of 150"),
    ("de", "jeder fünfte Mensch", "20 %"), ("es", "1 de cada 5", "20 %"), ("es", "treinta y ocho de cada 100", "38 %"),
    ("fr", "1 200 enfants sur 10 000", "12 %"), ("en", "12 to 15 weeks", "12-15 weeks"),
    ("en", "2,000 people", "2000 people"), ("en", "4 per 1,000", "0.4 %"), ("fr", "un tiers des enfants", "33 %"),
    ("it", "1 su 5", "20 %"),
])  # fmt: skip
def test_the_same_share_is_told_in_many_ways(language: str, text: str, finding: str) -> None:
    assert read(text, language)
    assert strangers(text, finding, language) == []


@pytest.mark.parametrize("text", ["in 2024", "B12", "type 2", "9:30", "12/03/2026", "HLA-B27", "the 3rd", "phase 3"])
def test_names_dates_and_times_are_no_numbers(text: str) -> None:
    assert read(text) == []


def test_none_of_none_is_no_share() -> None:
    assert [one.values for one in read("0 of 0 people, and 0 more")] == [(0,), (0,), (0,)]
    assert strangers("0 more", "none of 0 more") == []
