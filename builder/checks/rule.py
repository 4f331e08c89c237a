"""What a rule is, and what rules share: where a node stands, and the texts below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.problems import Problem, Severity, Span


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the linter.

    `check` takes the document and the context (page rules: the pages, the document and the context) and yields
    problems that carry `name`; its docstring is the manual that `factsheet explain` prints. `severity` is the gravest
    that the rule reports: what its check yields is never graver. Without `profiles` a rule holds in every profile.
    A rule that depends on today's date has `fails_build=False`, so that what prints does not depend on the day.
    """

    code: str
    name: str
    severity: Severity
    check: Callable[..., Iterator[Problem]]
    profiles: tuple[str, ...] = ()
    fails_build: bool = True


@dataclass(frozen=True, slots=True)
class Crash(Problem):
    """A rule that crashed: a bug of the program, not of the content; `traceback` is for who mends it."""

    traceback: str = ""


def where(node: Any, *keys: str | int) -> Span | None:
    """Return the span of `node`, or of the value that `keys` lead to below it, as near as places are known."""
    place = node.place
    for key in keys:
        try:
            below = place[key]
        except (LookupError, TypeError):
            break
        if not hasattr(below, "span"):
            break
        place = below
    return place.span() if place is not None else None


def within(inner: Span | None, outer: Span | None) -> bool:
    """Tell whether `inner` starts inside `outer`."""
    if inner is None or outer is None or inner.path != outer.path:
        return False
    return outer[1:3] <= inner[1:3] < outer[3:5]


def severity_at_most(gravest: Severity, severity: Severity) -> Severity:
    """Return `severity`, but nothing graver than `gravest`."""
    return max(gravest, severity, key=_LIGHTNESS.__getitem__)


_LIGHTNESS: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}
