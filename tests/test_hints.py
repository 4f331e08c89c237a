"""What an author probably meant by a value: dates in other forms, numbers with words, languages by name."""

from __future__ import annotations

import pytest

from builder import hints

DATES = [
    ("22.11.2026", "Write 2026-11-22."), ("22. 11. 2026", "Write 2026-11-22."), ("05.06.2026", "Write 2026-06-05."),
    ("22 November 2026", "Write 2026-11-22."), ("22nd Nov. 2026", "Write 2026-11-22."),
    ("November 22, 2026", "Write 2026-11-22."), ("Sept 5, 2026", "Write 2026-09-05."),
    ("22-Nov-2026", "Write 2026-11-22."), ("2026/11/22", "Write 2026-11-22."), ("2026.11.22", "Write 2026-11-22."),
    ("11/22/2026", "Write 2026-11-22."), ("22/11/2026", "Write 2026-11-22."), ("2026-1-5", "Write 2026-01-05."),
    ("20261122", "Write 2026-11-22."), ("2026-11-22T10:00:00Z", "Write 2026-11-22."),
    ("“2026-11-22”", "Write 2026-11-22."),
    ("05/06/2026", "Write 2026-05-06 or 2026-06-05, whichever is meant: year-month-day."),
    ("06/06/2026", "Write 2026-06-06."),
    *((word, "Write the date as year-month-day, such as 2026-11-22.")
      for word in ("next year", "2026-13-01", "31/02/2026", "5 Ma 2026", "22 Nov 26", "November 2026", "")),
]  # fmt: skip


@pytest.mark.parametrize(("value", "hint"), DATES)
def test_a_date_in_another_form_is_given_in_ours(value: str, hint: str) -> None:
    assert hints.date(value) == hint


@pytest.mark.parametrize(("value", "number"), [("grade 8", "8"), ("8th", "8"), ("8 years", "8"), ("~8", "8")])
def test_a_number_with_words_is_given_alone(value: str, number: str) -> None:
    assert hints.number(value) == f"Write the number alone: {number}."


@pytest.mark.parametrize("value", ["eight", "8.5", "6-8", "8", ""])
def test_a_number_that_is_not_clear_is_not_guessed(value: str) -> None:
    assert hints.number(value) == "Write it in digits, such as 8."


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("www.example.org", "Write https://www.example.org."), ("example.org/a b", "Write https://example.org/a%20b."),
        ("HTTPS://Example.org/X", "Write https://Example.org/X."), ("<http://a.org/>", "Write http://a.org/."),
        (" https://a.org/x ", "Write https://a.org/x."), ("https:/a.org", "Write https://a.org."),
        *((value, "It starts with https:// and has no spaces, and no name or password before its host.")
          for value in ("https://user@a.org/x", "ftp://a.org", "mailto:x@a.org", "our website", "")),
    ],
)  # fmt: skip
def test_an_address_is_given_with_what_is_missing(value: str, hint: str) -> None:
    assert hints.address(value) == hint


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("id:k1", "Put a space after the colon."), ("-id", "Put a space after the dash."),
        ("-{id", "Put a space after the dash."), ("https://example.org", ""), ("9:30", ""), ("-5", ""), ("words", ""),
        ("see: this", ""),
    ],
)  # fmt: skip
def test_a_space_that_is_missing(value: str, hint: str) -> None:
    assert hints.space(value) == hint
