"""The linter for patient information: every rule, and the two calls that run them.

A family is one module that ends in `RULES`, a tuple of `Rule` lines. To add a rule: one function whose docstring is its
manual, one `Rule` line, one snippet in `tests/checks/`.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from inspect import getdoc
from typing import TYPE_CHECKING, Any

from builder.checks import (
    capitals,
    clinics,
    contacts,
    evidence,
    findings,
    governance,
    inclusive,
    law,
    names,
    numbers,
    pages,
    places,
    reading,
    relative,
    safety,
    sections,
    translation,
    typography,
    unfinished,
    waivers,
    words,
)
from builder.checks.rule import Rule, severity_at_most, where
from builder.language import lexicon
from builder.near import did_you_mean
from builder.problems import Failure, Problem, UsageError

if TYPE_CHECKING:
    from builder.checks.subject import Subject
    from builder.layout.record import Pages
    from builder.model import Document

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        *governance.RULES,
        *unfinished.RULES,
        *sections.RULES,
        *reading.RULES,
        *words.RULES,
        *numbers.RULES,
        *relative.RULES,
        *inclusive.RULES,
        *evidence.RULES,
        *findings.RULES,
        *safety.RULES,
        *translation.RULES,
        *clinics.RULES,
        *contacts.RULES,
        *capitals.RULES,
        *law.RULES,
        *names.RULES,
        *waivers.RULES,
    )
}
"""The rules on the source, by name."""

PAGE_RULES: dict[str, Rule] = {rule.name: rule for rule in (*typography.RULES, *pages.RULES, *places.RULES)}
"""The rules on the record of what was set, by name."""

FAMILIES = {
    "META": "Governance",
    "STRU": "Structure",
    "READ": "Readability",
    "SENT": "Sentences",
    "WORD": "Words",
    "NUM": "Numbers and risk",
    "EVID": "Evidence",
    "INCL": "Inclusive words",
    "SAFE": "Safety",
    "TRAN": "Translation",
    "CLIN": "Clinic",
    "PRNT": "Print",
    "LEGL": "Law",
    "LINT": "The linter itself",
}
"""The families of rules, by the first letters of their codes."""


def check(subject: Subject, select: Collection[str] = (), ignore: Collection[str] = ()) -> list[Problem]:
    """Run the rules on the source of a subject and return what they found, in order.

    `select` and `ignore` hold rule names, codes or the letters of a family ("META"); an empty `select` means every
    rule of the profile. A rule that crashes yields a `Failure`, and the others go on. Problems that the topic waives
    say so.

    Raises:
        UsageError: `select` or `ignore` names a rule that does not exist.
        ContentError: the word lists are damaged; reported once, as it is no bug in the rules that read them.
    """
    rules = chosen(RULES, select, ignore, subject.context.profile)
    for language in (subject.prose.language, "en"):  # some rules also read the English ones
        lexicon.load(language)
    lexicon.medicines()
    document = subject.document
    return _sorted(waivers.settle(document, _run(rules, subject), rules), document)


def check_pages(
    record: Pages, subject: Subject, select: Collection[str] = (), ignore: Collection[str] = ()
) -> list[Problem]:
    """Run the page rules on the record of what was set; see `check`."""
    rules = chosen(PAGE_RULES, select, ignore, subject.context.profile)
    document = subject.document
    return _sorted(waivers.settle(document, _run(rules, record, subject), ()), document)


def _sorted(problems: Iterable[Problem], document: Document) -> list[Problem]:
    """Return problems in order; one that belongs to no place in the source is reported at the title."""
    title = where(document, "title")
    placed = (one if one.span or isinstance(one, Failure) else replace(one, span=title) for one in problems)
    return sorted(placed, key=lambda problem: problem.order)


def chosen(
    rules: Mapping[str, Rule], select: Collection[str], ignore: Collection[str], profile: str
) -> list[Rule]:
    """Return the rules that hold in `profile`, are selected and are not ignored."""
    know_all([*select, *ignore])
    return [
        rule
        for rule in rules.values()
        if (not rule.profiles or profile in rule.profiles)
        and (not select or any(_names(word, rule) for word in select))
        and not any(_names(word, rule) for word in ignore)
    ]


def _names(word: str, rule: Rule) -> bool:
    return word == rule.name or word.upper() in (rule.code, rule.code.rstrip("0123456789"))


def know_all(words: Iterable[str]) -> None:
    rules = [*RULES.values(), *PAGE_RULES.values()]
    for word in words:
        if not any(_names(word, rule) for rule in rules):
            hint = did_you_mean(word, [rule.name for rule in rules]) or "`factsheet rules` lists them all."
            raise UsageError(f"There is no rule called {word}.", hint)


def _run(rules: Sequence[Rule], *arguments: Any) -> list[Problem]:
    return [problem for rule in rules for problem in _findings(rule, arguments)]


def _findings(rule: Rule, arguments: tuple[Any, ...]) -> Iterator[Problem]:
    try:
        for problem in rule.check(*arguments):
            yield replace(problem, severity=severity_at_most(rule.severity, problem.severity))
    except Exception:  # noqa: BLE001 - a bug in one rule must not hide what the others find
        yield Failure(
            rule="rule-crashed",
            message=f"The rule {rule.name} has a bug and could not be checked.",
            hint="Please report it; `--verbose` shows the details. The other rules were checked.",
            traceback=traceback.format_exc(),
        )


def manual() -> str:
    """Return the manual of every rule in Markdown, by family and code, made from the docstrings of their functions."""
    rules = sorted([*RULES.values(), *PAGE_RULES.values()], key=lambda rule: rule.code)
    parts = []
    for letters, title in FAMILIES.items():
        parts.append(f"## {title}\n")
        parts += [_entry(rule) for rule in rules if rule.code.startswith(letters)]
    return "\n".join(parts)


def _entry(rule: Rule) -> str:
    notes = [rule.code, rule.severity]
    notes += ["read from the page as it was set"] if rule.name in PAGE_RULES else []
    notes += [f"profile {' and '.join(rule.profiles)}"] if rule.profiles else []
    notes += [] if rule.fails_build else ["never stops a build"]
    words = re.sub(r"^(Why|Bad|Good|Source):", r"**\1:**", getdoc(rule.check) or "", flags=re.MULTILINE)
    return f"### {rule.name}\n\n{', '.join(notes)}\n\n{words}\n"
