"""Every rule explains itself, and the manual page is made of what the rules say."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.checks import FAMILIES, PAGE_RULES, RULES, manual, reading
from builder.checks.rule import Rule

PAGE = Path(__file__).parents[1] / "docs" / "rules.md"
MARK = "from here on: pytest tests/test_rules_manual.py --accept -->\n\n"
EVERY = [*RULES.values(), *PAGE_RULES.values()]


def test_the_manual_page_is_fresh(expect: Callable[[Path, str], None]) -> None:
    head, mark, _ = PAGE.read_text("utf-8").partition(MARK)
    expect(PAGE, head + mark + manual())


def test_the_manual_names_every_rule_once() -> None:
    names = re.findall(r"^### (\S+)$", manual(), re.MULTILINE)
    assert sorted(names) == sorted(rule.name for rule in EVERY)


def test_a_code_is_of_one_rule_alone() -> None:
    """Other programs (SARIF, JUnit) tell rules apart by their codes, and a waiver may name one."""
    codes = Counter(rule.code for rule in EVERY)
    assert [code for code, number in codes.items() if number > 1] == []
    assert len(EVERY) == len({rule.name for rule in EVERY})


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.name)
def test_a_manual_says_what_why_bad_good_and_source(rule: Rule) -> None:
    """The first line is a sentence of its own; each part of the manual is there once, and in this order."""
    words = inspect.getdoc(rule.check) or ""
    assert re.match(r"[A-Z][^\n]*[.?]\n\n", words)
    assert re.findall(r"^(Why|Bad|Good|Source): ", words, re.MULTILINE) == ["Why", "Bad", "Good", "Source"]
    assert rule.code.startswith(tuple(FAMILIES))


def test_the_limits_of_a_paragraph_are_told_alike_everywhere() -> None:
    words, sentences = reading.WORDS_OF_PARAGRAPH, reading.SENTENCES_OF_PARAGRAPH
    told = " ".join((inspect.getdoc(reading.long_paragraph) or "").split())
    assert told.startswith(f"A paragraph has more than {words} words or more than {sentences} sentences;")
    for_authors = (PAGE.parents[1] / "content" / "README.md").read_text("utf-8")
    assert f"**Paragraph**: at most {words} words and {sentences} sentences." in for_authors
