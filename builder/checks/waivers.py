"""LINT: waivers, which let a topic break a rule for a reason and a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from builder.checks.rule import Rule, blocks, extent, where, within
from builder.model import BlockBase, Document, HelpTier, Section, Waiver
from builder.near import did_you_mean
from builder.problems import Failure, Problem, Span

if TYPE_CHECKING:
    from builder.checks.subject import Subject


Waiving = Document | Section | BlockBase | HelpTier
"""What can hold waivers."""


def granted(document: Document) -> list[tuple[Waiver, Waiving]]:
    """Return every waiver of the document with the node that has it, those of the topic last."""
    tiers = document.get_help
    nodes: list[Waiving] = [tiers.emergency, tiers.urgent, tiers.routine, *(block for _, block in blocks(document)),
                            *document.sections, document]
    return [(waiver, node) for node in nodes for waiver in node.waivers]


def settle(document: Document, problems: Sequence[Problem], rules: Collection[Rule]) -> list[Problem]:
    """Return the problems, those that a waiver covers marked as waived, and one more for each unused waiver.

    A waiver covers the problems of its rule that lie in its block, section or tier; one on the topic covers all, even
    those in the references and in the clinic's file. Without a reason it covers nothing; an expired one still covers,
    so that what prints does not depend on the day. `rules` are those that ran: only a waiver for one of them can be
    unused.
    """
    waivers = [(waiver, _reach(node)) for waiver, node in granted(document) if waiver.why]
    codes = {rule.name: rule.code for rule in rules}
    used: set[int] = set()
    settled = []
    for problem in problems:
        covering = next((waiver for waiver, reach in waivers if _covers(waiver, reach, problem, codes)), None)
        if covering:
            used.add(id(covering))
            by = f" ({covering.by})" if covering.by else ""
            problem = replace(problem, severity="info", waived=f"{covering.why}{by}")
        settled.append(problem)
    ran = {name for rule in rules for name in (rule.name, rule.code)}
    unused = [waiver for waiver, _ in waivers if waiver.rule in ran and id(waiver) not in used]
    return settled + [_unused(waiver) for waiver in unused]


def _reach(node: Waiving) -> Span | None:
    return None if isinstance(node, Document) else extent(node)


def _covers(waiver: Waiver, reach: Span | None, problem: Problem, codes: dict[str, str]) -> bool:
    if isinstance(problem, Failure) or waiver.rule not in (problem.rule, codes.get(problem.rule)):
        return False
    return reach is None or within(problem.span, reach)


def _unused(waiver: Waiver) -> Problem:
    message = f"Nothing here breaks the rule {waiver.rule} any more."
    return Problem("unused-waiver", message, where(waiver), "Delete it.", "warning")


def reasonless_waiver(subject: Subject) -> Iterator[Problem]:
    """A waiver does not say why, by whom or until when.

    Without a reason it excuses nothing.

    Why: The next editor must be able to judge whether the exception still holds, and whom to ask.

    Bad: `waivers: [{rule: long-sentence}]`

    Good: `waivers: [{rule: long-sentence, why: It quotes the law., by: A. Writer, until: 2027-11-01}]`

    Source: this project's own rule.
    """
    for waiver, _ in granted(subject.document):
        if lacks := [key for key in ("why", "by", "until") if getattr(waiver, key) is None]:
            yield Problem("reasonless-waiver", f"The waiver of {waiver.rule} does not say {_joined(lacks)}.",
                          where(waiver), f"Add {_joined([f'`{key}:`' for key in lacks])}.")


def _joined(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def expired_waiver(subject: Subject) -> Iterator[Problem]:
    """The last day of a waiver has passed.

    It fails `factsheet check`, never `factsheet build`, where the waiver still holds: what prints does not depend on
    the day.

    Why: An exception without an end becomes the rule.

    Bad: `until: 2026-06-30`, checked in November 2026

    Good: the text mended and the waiver deleted, or a new reason and a new date

    Source: this project's own rule.
    """
    context = subject.context
    for waiver, _ in granted(subject.document):
        if waiver.until and context.today > waiver.until:
            yield Problem("expired-waiver", f"The waiver of {waiver.rule} ended on {context.locale.day(waiver.until)}.",
                          where(waiver, "until"), "Mend what it excuses, or give a new reason and date.")


def unused_waiver(subject: Subject) -> Iterator[Problem]:
    """A waiver excuses nothing, or names a rule that does not exist.

    What a waiver excuses is known only once the other rules have run on the source; a waiver of a page rule is not
    judged, since another format or paper may need it.

    Why: A forgotten waiver hides the next mistake.

    Bad: `waivers: [{rule: long-sentance, ...}]`

    Good: a waiver that is deleted when its sentence has been mended

    Source: this project's own rule.
    """
    from builder.checks import PAGE_RULES, RULES

    rules = [*RULES.values(), *PAGE_RULES.values()]
    names = [rule.name for rule in rules]
    for waiver, _ in granted(subject.document):
        if waiver.rule not in names and waiver.rule not in [rule.code for rule in rules]:
            yield Problem("unused-waiver", f"There is no rule called {waiver.rule}.", where(waiver, "rule"),
                          did_you_mean(waiver.rule, names) or "`factsheet rules` lists them all.")


RULES = (
    Rule("LINT001", "reasonless-waiver", "error", reasonless_waiver),
    Rule("LINT003", "expired-waiver", "error", expired_waiver, fails_build=False),
    Rule("LINT004", "unused-waiver", "warning", unused_waiver),
)
