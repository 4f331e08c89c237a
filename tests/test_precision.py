"""Every finding on the leaflets in `tests/leaflets/` was read by an editor, who agrees with more than nine in ten.

A leaflet is a topic whose first lines may name a clinic of `leaflets/clinics/`, a legal profile, the leaflet that it
translates, and references that it lists without citing them. All rules run over it, on the source and on the pages of
both formats. `verdicts.tsv` holds each finding with the editor's verdict (agree, disagree or unsure) and a few words on
why not. When a rule or a leaflet changes, `pytest tests/test_precision.py --accept` writes the new findings down as
"unjudged" and keeps the verdicts on those that stayed; the test fails until each is judged. The same switch makes the
table in `docs/precision.md` again.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from builder import formats, locale, model, reader, source, style
from builder.checks import PAGE_RULES, RULES, check, check_pages
from builder.checks.subject import Subject
from builder.context import Context
from builder.model import Document
from builder.pipeline import fitted
from builder.problems import Problem

FOLDER = Path(__file__).parent / "leaflets"
REPOSITORY = FOLDER.parents[1]
VERDICTS = FOLDER / "verdicts.tsv"
TABLE = REPOSITORY / "docs" / "precision.md"
MARK = "from here on: pytest tests/test_precision.py --accept -->\n\n"
LEAFLETS = sorted(path for path in FOLDER.glob("*.yaml") if path.name != "references.yaml")
HEADER = re.compile(r"^# (clinic|profile|translation of|also lists): (.+)$", re.M)
FORMATS = ("factsheet", "handout")
SHARE = 0.9
FEW = 5
"""Of a rule with fewer findings, no share is asked for."""
NOT_REACHED = frozenset(["incomplete-treatment", "missing-teach-back", "unstated-uncertainty"])
"""The rules with enough findings whose share is not above nine in ten; `docs/precision.md` says why."""


# --- What the rules find ----------------------------------------------------------------------------------------------


class Finding(NamedTuple):
    """A problem on a leaflet; `read` is "source" or the format, `place` its line and column."""

    leaflet: str
    read: str
    place: str
    rule: str
    message: str


def opened(path: Path) -> tuple[Document, Context]:
    """Return a leaflet, and a context with the clinic, the profile and the references that it asks for."""
    text = path.read_text("utf-8")
    said = dict(HEADER.findall(text))
    document = reader.document(source.load(path, path.name))
    clinic = reader.clinic(source.load(FOLDER / "clinics" / f"{said['clinic']}.yaml")) if "clinic" in said else None
    listed = {*re.findall(r"@(\w[\w-]*)[;\]]", text), *said.get("also lists", "").split(", ")}
    return document, Context(
        style=style.load("plain", (REPOSITORY / "styles",)),
        paper=clinic.paper or "a4" if clinic else "a4",
        locale=locale.load("en"),
        clinic=clinic,
        profile=said.get("profile", "base"),
        today=datetime.date(2026, 11, 22),
        references={key: record for key, record in references().items() if key in listed},
        folder=FOLDER,
        clinic_folder=FOLDER,
        root=FOLDER,
        source_document=opened(FOLDER / f"{said['translation of']}.yaml")[0] if "translation of" in said else None,
    )


@cache
def references() -> dict[str, model.Reference]:
    return reader.references(source.load(FOLDER / "references.yaml", "references.yaml"))


def findings(path: Path) -> Iterator[Finding]:
    """Yield what every rule finds in a leaflet, on its source and on the pages of each format."""
    document, context = opened(path)
    found = {"source": check(Subject(document, context))}
    for name in FORMATS:
        setting = fitted(formats.compose(document, context, name), document, context)
        subject = Subject(document, context, setting.edition.sheet)
        found[name] = [_unmeasured(problem) for problem in check_pages(setting.pages, subject)]
    for read, problems in found.items():
        yield from (Finding(path.stem, read, place(problem), problem.rule, problem.message) for problem in problems)


def _unmeasured(problem: Problem) -> Problem:
    """Return a problem of a page without its measures: each touch of a format changes them, but not the verdict."""
    return replace(problem, message=re.sub(r"\d+(?=%| mm| characters)", "...", problem.message))


def place(problem: Problem) -> str:
    """Return the line and column, with the name of another file before them."""
    if problem.span is None:
        return "-"
    name = Path(problem.span.path).stem
    other = f"{name}:" if name in ("references", "hillside", "lakeside") else ""
    return f"{other}{problem.span.line}:{problem.span.column}"


@cache
def found() -> tuple[Finding, ...]:
    return tuple(finding for path in LEAFLETS for finding in findings(path))


# --- What the editor says ---------------------------------------------------------------------------------------------


class Verdict(NamedTuple):
    """`says` is agree, disagree, unsure or unjudged; `why` gives the reason where the editor does not agree."""

    says: str
    why: str
    finding: Finding


def judged() -> list[Verdict]:
    """Return the findings of `verdicts.tsv` with the editor's verdicts."""
    rows = (line.split("\t") for line in VERDICTS.read_text("utf-8").splitlines()[1:])
    return [Verdict(says, why, Finding(*rest)) for says, *rest, why in rows]


def written(verdicts: Iterable[Verdict]) -> str:
    rows = [("verdict", *Finding._fields, "why"), *((says, *finding, why) for says, why, finding in verdicts)]
    return "".join("\t".join(row) + "\n" for row in rows)


@cache
def settled() -> tuple[Verdict, ...]:
    """Return each present finding with its verdict; a message that was only reworded keeps it."""
    known = judged() if VERDICTS.exists() else []
    exact = {verdict.finding: verdict for verdict in known}
    alike = {verdict.finding[:4]: verdict for verdict in known}
    counts = Counter(finding[:4] for finding in found())
    new = Verdict("unjudged", "", Finding("", "", "", "", ""))
    return tuple(
        exact.get(finding, alike.get(finding[:4], new) if counts[finding[:4]] == 1 else new)._replace(finding=finding)
        for finding in found()
    )


def share(verdicts: Iterable[Verdict]) -> float:
    says = [verdict.says for verdict in verdicts]
    return says.count("agree") / len(says)


def by_rule() -> dict[str, list[Verdict]]:
    """Return the verdicts on each rule, in the order of the manual."""
    order = [rule.name for rule in sorted([*RULES.values(), *PAGE_RULES.values()], key=lambda rule: rule.code)]
    return {name: [verdict for verdict in settled() if verdict.finding.rule == name] for name in order}


# --- The table --------------------------------------------------------------------------------------------------------


def table() -> str:
    """Return the tables of the page: the share of each rule, what is disputed and why, and who found nothing."""
    rules = by_rule()
    rows = [_row(f"`{name}`", verdicts) for name, verdicts in rules.items() if verdicts]
    disputed = [
        f"| `{finding.rule}` | {finding.leaflet} {finding.place} | {finding.message} | {says}: {why} |"
        for says, why, finding in sorted(settled(), key=lambda verdict: verdict.finding.rule) if says != "agree"
    ]
    silent = ", ".join(f"`{name}`" for name, verdicts in rules.items() if not verdicts)
    return "\n".join([
        "## Rule by rule\n", "| rule | findings | agreed | share |", "|---|--:|--:|--:|", *rows,
        _row("**all**", settled()), "", f"Not above {SHARE:.0%}: {', '.join(f'`{name}`' for name in sorted(low()))}.",
        "", "## Disputed\n", "| rule | leaflet, line and column | the finding | verdict |", "|---|---|---|---|",
        *disputed, "", "## Rules that found nothing on the leaflets\n", silent + ".", "",
    ])  # fmt: skip


def _row(name: str, verdicts: Iterable[Verdict]) -> str:
    listed = list(verdicts)
    agreed = sum(verdict.says == "agree" for verdict in listed)
    return f"| {name} | {len(listed)} | {agreed} | {share(listed):.0%} |"


def low() -> frozenset[str]:
    """Return the rules with enough findings that an editor agrees with in nine of ten cases or fewer."""
    return frozenset(name for name, said in by_rule().items() if len(said) >= FEW and share(said) <= SHARE)


# --- What must hold ---------------------------------------------------------------------------------------------------


def test_the_findings_are_those_that_were_judged(expect: Callable[[Path, str], None]) -> None:
    expect(VERDICTS, written(settled()))


def test_no_finding_is_unjudged_and_each_disagreement_has_a_reason() -> None:
    says = {verdict.says for verdict in settled()}
    assert says <= {"agree", "disagree", "unsure"}, f"judge what {VERDICTS.name} calls unjudged"
    assert [verdict for verdict in settled() if (verdict.says == "agree") == bool(verdict.why)] == []


def test_an_editor_agrees_with_more_than_nine_findings_in_ten() -> None:
    assert share(settled()) > SHARE


def test_the_rules_that_miss_the_share_are_the_known_ones() -> None:
    assert low() == NOT_REACHED


def test_no_rule_crashes_on_a_leaflet() -> None:
    assert [finding for finding in found() if finding.rule == "rule-crashed"] == []


def test_the_table_is_fresh(expect: Callable[[Path, str], None]) -> None:
    head, mark, _ = TABLE.read_text("utf-8").partition(MARK)
    expect(TABLE, head + mark + table())
