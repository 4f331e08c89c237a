"""veraPDF in this process: what it says of good, damaged and foreign files, and the ledgers of its rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.pdf import verapdf

KEEPERS = {"construction", "test", "content", "author", "not yet"}
LEDGERS: dict[verapdf.Profile, str] = {"PDFUA-1": "PDF_UA-1.md", "PDFA-2A": "PDF_A-2a.md"}


def ledger(name: str) -> list[tuple[str, str]]:
    """Return the rule and the keeper of each row."""
    text = (Path(verapdf.__file__).parent / name).read_text(encoding="utf-8")
    return re.findall(r"^\| (\d[\d.]*-\d+) \|.*\| ([a-z ]+) \|$", text, re.MULTILINE)


@pytest.mark.parametrize("profile", LEDGERS)
def test_the_ledger_has_each_rule_of_the_profile_once(profile: verapdf.Profile) -> None:
    matterhorn = re.compile(r"\d\d-\d\d\d")
    written = [rule for rule, _ in ledger(LEDGERS[profile]) if not matterhorn.fullmatch(rule)]
    assert sorted(written) == sorted(f"{rule.clause}-{rule.test}" for rule in verapdf.rules(profile))


@pytest.mark.parametrize("name", LEDGERS.values())
def test_each_row_of_a_ledger_names_a_keeper(name: str) -> None:
    assert {keeper for _, keeper in ledger(name)} <= KEEPERS


def test_the_profiles_have_as_many_rules_as_the_issue_says() -> None:
    assert [len(verapdf.rules(profile)) for profile in verapdf.PROFILES] == [106, 153]
