"""Telephone numbers are known by their shape, or by what is said before them."""

from __future__ import annotations

import pytest

from builder.checks import contacts
from builder.language import lexicon


def found(text: str, language: str = "en") -> list[str]:
    calls = lexicon.load(language).calls
    return [text[start:end] for start, end, _ in contacts.found_in(text, calls)]


@pytest.mark.parametrize("text", [
    "(555) 010-0199", "+44 20 7946 0000", "0800 1111", "020 7946 0000", "call 555-0144", "01 23 45 67 89",
    "(030) 123 456", "030/1234567",
    "+1-555-234-5678", "212-555-0100", "212.555.0100", "1-800-222-1222", "0049 30 123456", "+49 (0)30 1234567",
    "1800 123 456",
    "1 800 FLOWERS", "Text 07700 900123", "Ring 116 123", "Call 13 11 14", "+353 1 234 5678", "Our number: 6123 4567",
    "nurse@clinic.org",
    "www.clinic.org/contact", "https://clinic.org/appointments", "WhatsApp +1 (415) 555\u20110132",
    "nurse(at)clinic.de", "nurse [at] clinic [dot] nhs [dot] uk", "Bleep 1234", "ext. 4521",
])  # fmt: skip
def test_numbers_and_addresses_of_many_countries_are_found(text: str) -> None:
    assert len(found(text)) == 1


@pytest.mark.parametrize("text", [
    "2014-2019", "2014 to 2019", "PMID 24398331", "ORPHA:3261", "12/03/2026", "2026-11-22", "Call 999",
    "call within 24-48 hours",
    "1 in 10 000 000", "call if you pass 1000-1500 ml", "140/90", "9:00 to 17:00", "08:00-17:00", "0.25",
    "Version 2026.1", "555 0144",
    "call if 38.5 39.0", "MONDO 0017979", "Call by 01.02.2026", "in 2014 150 people", "MRN 0048213",
    "https://nhs.uk/asthma",
    "call us if more than 10 000 000", "1 000 000 children", "3-4 times", "85 to 97 of every 100",
    "look [at] this", "Text (at 10.30) us", "an extension of 2000 cells",
])  # fmt: skip
def test_dates_ranges_records_and_amounts_are_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("language", "text"), [
    ("de", "Rufen Sie 123 45 67 an."), ("es", "Llame al 912 345 678."), ("fr", "Appelez le 55 12 34 56."),
    ("it", "Chiami il 55 12 34 56."),
])  # fmt: skip
def test_each_language_says_in_its_own_words_what_to_call(language: str, text: str) -> None:
    assert found(text, language)
    assert found(text) == []
