"""Problems as annotations of GitHub."""

from __future__ import annotations

from collections.abc import Iterable
from re import sub

from builder.problems import Problem


def report(problems: Iterable[Problem]) -> str:
    """Return problems as GitHub workflow commands, which become annotations; waived problems are left out."""
    every = sorted(problems, key=lambda problem: problem.order)
    return "".join(_annotation(problem) for problem in every if not problem.waived)


def _annotation(problem: Problem) -> str:
    level = {"error": "error", "warning": "warning", "info": "notice"}[problem.severity]
    properties = {"title": problem.rule}
    if problem.span:
        span = problem.span
        properties |= {"file": span.path, "line": str(span.line), "endLine": str(span.end_line)}
        if span.line == span.end_line:
            properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    listed = ",".join(f"{name}={_escaped(value, '%:,')}" for name, value in properties.items())
    message = _escaped(f"{problem.message}\n{problem.hint}".strip(), "%")
    return f"::{level} {listed}::{message}\n"


def _escaped(words: str, characters: str) -> str:
    return sub(f"[{characters}\r\n]", lambda match: f"%{ord(match[0]):02X}", words)
