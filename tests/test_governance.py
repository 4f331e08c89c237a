"""The hash of a review holds on to the words and to nothing else; check digits are those of their standards."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import reader, source
from builder.checks import RULES
from builder.checks.clinics import is_nhs_number
from builder.checks.governance import content_hash, verhoeff
from builder.checks.law import FOLDER, load, profiles

TOPIC = """\
topic: glue-ear
language: en
title: Glue ear
codes: {mondo: "0005441"}
audience: {who: parents}
purpose: To explain glue ear.
main_message: Most children get better.
key_points:
  - {id: what, text: "Fluid fills *the* ear. [see @guide, p. 3]"}
get_help:
  emergency: {action: "Call {clinic.emergency}.", signs: [{id: neck, text: A stiff neck.}]}
  urgent: {action: Call us., signs: [{id: red, text: Redness.}]}
  routine: {action: Ask us., signs: [{id: school, text: Trouble.}]}
sections:
  - id: a
    kind: what-is
    title: What is it?
    blocks:
      - {id: b, paragraph: "It is fluid."}
governance:
  status: draft
  version: "1"
  published: 2026-11-22
  updated: 2026-11-22
  next_review: 2028-11-22
  publisher: {name: Clinic, contact: a@example.org}
  funding: none
  conflicts: none
abbreviations: {GP: general practitioner}
"""


def hash_of(text: str) -> str:
    return content_hash(reader.document(source.parse(text.encode(), "en.yaml")))


def test_the_hash_stays_the_same_from_release_to_release() -> None:
    """Reviews have recorded it: when this changes, every review in the world becomes void."""
    assert hash_of(TOPIC) == "d6cd136ebaf8fbfe243698e843d62b79"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version: "1"', 'version: "2"'),
        ("status: draft", "status: awaiting-review"),
        ("# ", "# A comment\n# "),
        ("audience: {who: parents}", "audience: {who: parents, reading_grade: 6}"),
        ("abbreviations:", "profile: us\nabbreviations:"),
        ("main_message: Most", "main_message:   Most"),
        ("purpose: To explain glue ear.", "purpose: >-\n  To explain\n  glue ear."),
        ('- {id: b, paragraph: "It is fluid."}', '- {id: b, kind: fact, paragraph: "It is fluid.", waivers: []}'),
        ('- {id: b,', '- {id: b, waivers: [{rule: long-list, why: x}],'),
        ("abbreviations: {GP: general practitioner}\n", "support: []\nabbreviations: {GP: general practitioner}\n"),
    ],
)
def test_what_no_reader_sees_leaves_the_hash_as_it_is(old: str, new: str) -> None:
    assert hash_of(("# \n" + TOPIC).replace(old, new)) == hash_of(TOPIC)


def test_a_link_that_was_opened_again_and_a_word_to_avoid_leave_the_hash_as_it_is() -> None:
    """`check` asks for the day of the one, and no reader sees either."""
    more = "support: [{id: s, name: S, what: Help.%s}]\nglossary: [{term: fluid, plain: What flows.%s}]\nabbreviations:"
    plain, told = more % ("", ""), more % (", checked: 2026-11-22", ", avoid: [liquid]")
    assert hash_of(TOPIC.replace("abbreviations:", plain)) == hash_of(TOPIC.replace("abbreviations:", told))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It is fluid.", "It is no fluid."),
        ("*the*", "the"),
        ("*the*", "**the**"),
        ("p. 3", "p. 4"),
        ("@guide", "@guide2"),
        ("{clinic.emergency}", "{clinic.phone}"),
        ("id: b, ", "id: b, kind: advice, "),
        ("id: b, ", "id: b, formats: [handout], "),
        ("id: b, ", "id: b, certainty: low, "),
        ('{id: b, paragraph: "It is fluid."}', '{id: b, callout: {text: "It is fluid."}}'),
        ("general practitioner", "general physician"),
        ('mondo: "0005441"', 'mondo: "0005442"'),
    ],
)
def test_what_a_reader_sees_changes_the_hash(old: str, new: str) -> None:
    assert old in TOPIC
    assert hash_of(TOPIC.replace(old, new)) != hash_of(TOPIC)


@pytest.mark.parametrize("code", ["22298006", "80146002", "73211009", "702444009"])
def test_codes_of_snomed_ct_pass(code: str) -> None:
    assert verhoeff(code)


@given(st.integers(10**5, 10**12), st.integers(0, 11), st.integers(1, 9))
def test_verhoeff_finds_every_single_wrong_digit(number: int, place: int, shift: int) -> None:
    whole = next(f"{number}{digit}" for digit in range(10) if verhoeff(f"{number}{digit}"))
    place %= len(whole)
    wrong = whole[:place] + str((int(whole[place]) + shift) % 10) + whole[place + 1 :]
    assert not verhoeff(wrong)


@pytest.mark.parametrize(("number", "right"), [("9434765919", True), ("9434765918", False), ("943476591", False)])
def test_nhs_numbers(number: str, right: bool) -> None:
    """The example of the NHS Data Dictionary, one with a wrong digit, one too short."""
    assert is_nhs_number(number) is right


@pytest.mark.parametrize("name", ["base", "eu", "nhs", "us"])
def test_a_legal_profile_is_dated_sourced_and_names_only_rules_that_exist(name: str) -> None:
    assert name in profiles()
    root = source.load(FOLDER / f"{name}.yaml").root
    assert isinstance(root, source.Mapping)
    assert load(name).as_of.isoformat() == root["as_of"] < root["next_check"]
    for fact in root["facts"]:
        assert set(fact) == {"law", "asks", "dates", "read", "rules"}
        assert fact["read"] in ("original", "secondary", "memory")
        assert set(fact["rules"]) <= RULES.keys()


def test_every_rule_of_a_profile_is_behind_a_fact_of_that_profile() -> None:
    for rule in RULES.values():
        for name in rule.profiles:
            assert re.search(rf"rules: \[.*\b{rule.name}\b", (FOLDER / f"{name}.yaml").read_text("utf-8"))
