"""Problems as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from json import dumps
from typing import Any

from builder.problems import Failure, Problem


def report(problems: Iterable[Problem]) -> str:
    """Return problems as JSON; lines and columns count characters from 1, ends are exclusive."""
    every = sorted(problems, key=lambda problem: problem.order)
    counts = Counter("waived" if problem.waived else problem.severity for problem in every)
    counted = {word: counts[word] for word in ("error", "warning", "info", "waived")}
    return dumped({"counts": counted, "problems": [_plain(problem) for problem in every]})


def _plain(problem: Problem) -> dict[str, Any]:
    span = problem.span
    fields = {
        "rule": problem.rule,
        "severity": problem.severity,
        "message": problem.message,
        "hint": problem.hint,
        "place": span._asdict() if span else None,
        "related": [{"place": place._asdict(), "message": words} for place, words in problem.related],
        "replacement": problem.replacement,
        "waived": problem.waived,
        "traceback": problem.traceback if isinstance(problem, Failure) else "",
    }
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def dumped(value: Any) -> str:
    """Return a value as JSON."""
    # ASCII alone, so that a lone surrogate in a broken path cannot stop the output.
    return dumps(value, indent=2) + "\n"
