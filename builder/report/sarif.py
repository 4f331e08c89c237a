"""Problems as SARIF, for tools that show what analyses find."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from builder.checks.rule import Rule
from builder.problems import Failure, Problem, Span
from builder.report.json import dumped


def report(problems: Iterable[Problem], rules: Mapping[str, Rule], version: str = "0") -> str:
    """Return problems as SARIF 2.1.0 (OASIS); `rules` describe themselves, `version` is that of the program.

    A waived problem is a suppressed result, a crash is a notification of the run.
    """
    every = sorted(problems, key=lambda problem: problem.order)
    crashes = [problem for problem in every if isinstance(problem, Failure)]
    results = [problem for problem in every if not isinstance(problem, Failure)]
    names = sorted({problem.rule for problem in results})
    run = {
        "tool": {
            "driver": {
                "name": "factsheet",
                "version": version,
                "rules": [_rule(name, rules.get(name)) for name in names],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not crashes,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": f"{crash.message}\n{crash.traceback}".rstrip("\n")}}
                    for crash in crashes
                ],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, names) for problem in results],
    }
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    return dumped({"$schema": schema, "version": "2.1.0", "runs": [run]})


LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def _rule(name: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": name}
    manual = (rule.check.__doc__ or name).strip()
    return {
        "id": name,
        "name": rule.code,
        "shortDescription": {"text": manual.splitlines()[0]},
        "help": {"text": manual},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _result(problem: Problem, names: list[str]) -> dict[str, Any]:
    message = f"{problem.message} {problem.hint}".strip()
    result: dict[str, Any] = {
        "ruleId": problem.rule,
        "ruleIndex": names.index(problem.rule),
        "level": LEVELS[problem.severity],
        "message": {"text": message},
    }
    if problem.span:
        result["locations"] = [{"physicalLocation": _physical(problem.span)}]
    if problem.related:
        result["relatedLocations"] = [
            {"physicalLocation": _physical(span), "message": {"text": words}} for span, words in problem.related
        ]
    if problem.span and problem.replacement is not None:
        result["fixes"] = [_fix(problem.span, problem.replacement)]
    if problem.waived:
        result["suppressions"] = [{"kind": "inSource", "justification": problem.waived}]
    return result


def _fix(span: Span, replacement: str) -> dict[str, Any]:
    change = {"deletedRegion": _region(span), "insertedContent": {"text": replacement}}
    return {"artifactChanges": [{"artifactLocation": {"uri": _uri(span.path)}, "replacements": [change]}]}


def _physical(span: Span) -> dict[str, Any]:
    return {"artifactLocation": {"uri": _uri(span.path)}, "region": _region(span)}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line, "startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column,
    }


def _uri(path: str) -> str:
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix(), errors="surrogateescape")
