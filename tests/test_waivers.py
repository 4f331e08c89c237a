"""A waiver excuses the problems of its rule in its own part of the topic, for a reason, and is itself looked after."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from json import dumps
from pathlib import Path

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from builder import checks, locale, reader, source, style
from builder.checks import RULES
from builder.checks.rule import Rule
from builder.checks.subject import Subject
from builder.context import Context
from builder.problems import ContentError, Failure, Problem, UsageError

FOLDER = Path(__file__).parent / "checks"
TOPIC = """\
sections:
  - id: what-is
    kind: what-is
    title: What is it?
    {section}
    blocks:
      - id: fluid
        {block}
        paragraph: Fluid fills the ear.
      - id: drum
        paragraph: The drum cannot move.
{topic}
"""
LEAVE = "waivers: [{rule: RULE, why: It is known to all., by: A. Writer, until: 2027-11-01}]"


DAY = datetime.date(2026, 11, 22)


def subject_of(today: datetime.date = DAY, text: str = "", **places: str) -> Subject:
    """Return a topic with two uncited statements and waivers at `places`, or that of `text`, in a context."""
    text = text or TOPIC.format(**{"section": "", "block": "", "topic": "", **places})
    root = source.parse(text.encode(), "en.yaml").root
    base = source.load(FOLDER / "_base.yaml", "_base.yaml").root
    assert isinstance(root, source.Mapping)
    assert isinstance(base, source.Mapping)
    references = source.Mapping()
    references[source.Scalar("references")] = base.pop(source.Scalar("references"))
    for key, value in base.items():
        root.setdefault(key, value)
    context = Context(
        style=style.load("plain", (FOLDER.parents[1] / "styles",)), paper="a4", locale=locale.load("en"), clinic=None,
        profile="base", today=today, references=reader.references(source.Source("", "", references)),
        folder=FOLDER, clinic_folder=FOLDER, root=FOLDER,
    )
    return Subject(reader.document(source.Source("en.yaml", text, root)), context)


def found(rule: str, **places: str) -> tuple[list[int], list[int]]:
    """Return the lines of the problems of `rule` that are reported and of those that are waived."""
    subject = subject_of(DAY, "", **places)
    problems = [problem for problem in checks.check(subject, select=[rule]) if problem.rule == rule]
    lines = {waived: [problem.span.line for problem in problems if problem.span and bool(problem.waived) is waived]
             for waived in (False, True)}
    return lines[False], lines[True]


def leave(rule: str = "uncited-claim") -> str:
    return LEAVE.replace("RULE", rule)


@pytest.mark.parametrize(
    ("places", "reported", "waived"),
    [
        ({}, [9, 11], []),
        ({"block": leave()}, [11], [9]),
        ({"section": leave()}, [], [9, 11]),
        ({"topic": leave()}, [], [9, 11]),
        ({"block": leave("EVID001")}, [11], [9]),
        ({"block": leave("long-sentence")}, [9, 11], []),
        ({"block": "waivers: [{rule: uncited-claim}]"}, [9, 11], []),
    ],
    ids=["none", "block", "section", "topic", "by code", "another rule", "no reason"],
)
def test_a_waiver_covers_the_problems_of_its_rule_in_its_part(
    places: dict[str, str], reported: list[int], waived: list[int]
) -> None:
    assert found("uncited-claim", **places) == (reported, waived)


def test_a_waived_problem_is_no_more_than_a_note_and_says_why() -> None:
    problems = checks.check(subject_of(block=leave()), select=["uncited-claim"])
    waived = [problem for problem in problems if problem.waived]
    assert [(problem.severity, problem.waived) for problem in waived] == [("info", "It is known to all. (A. Writer)")]


def test_a_waiver_that_excuses_nothing_is_reported() -> None:
    problems = checks.check(subject_of(block=leave("long-list")), select=["STRU"])
    unused = [problem for problem in problems if problem.rule == "unused-waiver"]
    assert [problem.span.line for problem in unused if problem.span] == [8]


def test_a_waiver_of_a_rule_that_did_not_run_is_not_judged() -> None:
    assert checks.check(subject_of(block=leave("long-list")), select=["META"]) == []


def test_an_expired_waiver_goes_on_excusing_so_that_what_prints_does_not_depend_on_the_day() -> None:
    later = subject_of(today=datetime.date(2027, 11, 2), section=leave())
    problems = checks.check(later, select=["uncited-claim", "expired-waiver"])
    assert [problem.rule for problem in problems if not problem.waived] == ["expired-waiver"]
    assert not RULES["expired-waiver"].fails_build


def test_rules_that_know_the_day_never_stop_a_build() -> None:
    """Whatever the day is, the rules that may stop a build find the same."""
    timeless = [rule.name for rule in RULES.values() if rule.fails_build]
    now, then = (subject_of(today=datetime.date(year, 11, 22), topic=leave()) for year in (2020, 2040))
    assert checks.check(now, select=timeless) == checks.check(then, select=timeless)


# --- The frame --------------------------------------------------------------------------------------------------------


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Callable[[Rule], None]:
    """Put one more rule beside the others."""
    return lambda rule: monkeypatch.setitem(RULES, rule.name, rule)


def test_a_rule_that_crashes_is_named_and_hides_no_other(put: Callable[[Rule], None]) -> None:
    def broken(subject: Subject) -> Iterator[Problem]:
        yield Problem("broken-rule", "Found before the crash.")
        raise KeyError("oops")

    put(Rule("TEST001", "broken-rule", "error", broken))
    problems = checks.check(subject_of(), select=["broken-rule", "uncited-claim"])
    crashes = [problem for problem in problems if isinstance(problem, Failure)]
    assert len(crashes) == 1
    assert "broken-rule" in crashes[0].message
    assert "KeyError: 'oops'" in crashes[0].traceback
    names = sorted(problem.rule for problem in problems)
    assert names == ["broken-rule", "rule-crashed", "uncited-claim", "uncited-claim"]


def test_a_problem_is_never_graver_than_its_rule(put: Callable[[Rule], None]) -> None:
    def mild(subject: Subject) -> Iterator[Problem]:
        yield Problem("mild-rule", "a", severity="error")
        yield Problem("mild-rule", "b", severity="info")

    put(Rule("TEST002", "mild-rule", "warning", mild))
    assert [problem.severity for problem in checks.check(subject_of(), select=["mild-rule"])] == ["warning", "info"]


@pytest.mark.parametrize(
    ("select", "ignore", "names"),
    [
        (["uncited-claim"], [], {"uncited-claim"}),
        (["EVID001"], [], {"uncited-claim"}),
        (["evid"], ["EVID001"], {rule.name for rule in RULES.values() if rule.code[:4] == "EVID"} - {"uncited-claim"}),
        (["NUM"], [], {rule.name for rule in RULES.values() if rule.code.startswith("NUM0")}),
        (["uncited-claim"], ["uncited-claim"], set()),
    ],
)
def test_rules_are_chosen_by_name_code_and_family(select: list[str], ignore: list[str], names: set[str]) -> None:
    assert {rule.name for rule in checks.chosen(RULES, select, ignore, "base")} == names


@pytest.mark.parametrize("profile", ["base", "nhs", "us", "eu"])
def test_a_rule_of_another_profile_does_not_run(profile: str) -> None:
    names = {rule.name for rule in checks.chosen(RULES, (), (), profile)}
    assert {"no-language-notice", "no-accessible-formats"} & names == {
        "us": {"no-language-notice"}, "nhs": {"no-accessible-formats"},
    }.get(profile, set())


def test_a_rule_that_does_not_exist_is_wrong_usage_with_what_was_meant() -> None:
    with pytest.raises(UsageError) as caught:
        checks.check(subject_of(), ignore=["uncited-clam"])
    assert caught.value.hint == "Did you mean 'uncited-claim'?"


def test_names_are_kebab_case_codes_are_unique_and_functions_are_called_like_their_rules() -> None:
    for rules in (RULES, checks.PAGE_RULES):
        codes = [rule.code for rule in rules.values()]
        assert len(set(codes)) == len(codes)
        assert [rule.check.__name__ for rule in rules.values()] == [name.replace("-", "_") for name in rules]


def test_problems_come_in_the_order_of_the_source() -> None:
    problems = checks.check(subject_of())
    assert problems == sorted(problems, key=lambda problem: problem.order)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=80),
       st.sampled_from(["en", "de", "ar", "zh", "ru"]))
@settings(max_examples=60, deadline=None)
def test_no_rule_crashes_on_any_words(words: str, language: str) -> None:
    """Whatever an author writes, in whatever language the file says it is, each rule survives it."""
    quoted = dumps(words, ensure_ascii=False)
    text = TOPIC.format(section="", block="", topic=f"purpose: {quoted}\nlanguage: {language}")
    try:
        subject = subject_of(text=text.replace("Fluid fills the ear.", quoted))
    except ContentError:
        reject()
    assert [problem for problem in checks.check(subject) if isinstance(problem, Failure)] == []
