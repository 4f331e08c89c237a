from __future__ import annotations

import pytest

from builder import reader, source
from builder.references import records

SOUND = "id: a\ntype: article-journal\ntitle: Title\ncontainer-title: J\nissued: 2001"


def found(lines: str) -> list[tuple[str, str]]:
    """Key and hint of each fault of one record, which has the lines of a sound one before them."""
    text = "references:\n-\n" + "".join(f"  {line}\n" for line in f"{SOUND}\n{lines}".split("\n"))
    (record,) = reader.references(source.parse(text.encode(), "references.yaml")).values()
    return [(fault.field, fault.hint) for fault in (*records.unprinted(record), *records.unclear_names(record))]


def test_a_sound_record_has_no_fault() -> None:
    assert found("author: [{family: A}]\nISSN: 0378-5955\nfinding: Half\nlandmark: true\nnote: In two parts") == []


@pytest.mark.parametrize(
    ("lines", "field", "hint"),
    [
        ("publisher: P", "publisher", "Delete it."),
        ("number: 7\npage: 1-2", "number", "Delete one of them."),
        ("event-title: E", "event_title", "correct the type"),
        ("edition: 2", "edition", "correct the type"),
        ("author: [{family: A, suffix: PhD}]", "suffix", "NLM prints none"),
        ("author: [{family: A, given: Dr. Jane}]", "given", "Write given: Jane"),
        ("author: [{family: 'A, J'}]", "family", "Write what follows the comma as given."),
        ("author: [{given: J. R.}]", "given", "Write the family name"),
        ("author: [{literal: et al.}]", "literal", "et-al: true"),
        ("editor: [{literal: others}]", "literal", "et-al: true"),
        ("author: [{literal: G, family: A}]", "literal", "not both"),
    ],
)
def test_what_is_not_printed_or_unclear_says_what_to_do(lines: str, field: str, hint: str) -> None:
    (told, *_) = [told for key, told in found(lines) if key == field]
    assert hint in told


@pytest.mark.parametrize(
    "name",
    [
        "{family: 'A, Jr.', given: J}",
        "{family: A, given: 'J, III'}",
        "{family: A, given: J, suffix: Jr.}",
        "{given: Suharto}",
        "{given: Ali}",
        "{literal: 'Ears, noses and throats'}",
        "{family: 'Null', given: S}",
        "{family: Dame, given: Sir}",
    ],
)
def test_a_name_that_is_printed_right_is_no_fault(name: str) -> None:
    assert found(f"author: [{name}]") == []
