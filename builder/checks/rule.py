"""What a rule is, and what rules share: where a node stands, the nodes and texts below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields

from builder.model import BlockBase, Document, Node, Section, Text
from builder.problems import Problem, Severity, Span


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the linter.

    `check` takes the subject (page rules: the pages and the subject) and yields problems that carry `name`; its
    docstring is the manual that `factsheet explain` prints. `severity` is the gravest that the rule reports: what its
    check yields is never graver. Without `profiles` a rule applies in every profile. A rule that depends on today's
    date has `fails_build=False`, so that what prints does not depend on the day.
    """

    code: str
    name: str
    severity: Severity
    check: Callable[..., Iterator[Problem]]
    profiles: tuple[str, ...] = ()
    fails_build: bool = True


def where(node: Node, key: str = "") -> Span | None:
    """Return the span of the first key of `node`, or of its value at `key` where it has one."""
    if node.place is None:
        return None
    span: Span = node.place.value_span(key) if key in node.place else node.place.span()
    return span


def extent(node: Node) -> Span | None:
    """Return the span of the whole of `node`, from its first key to the end of its last value."""
    if node.place is None:
        return None
    last = node.place
    while isinstance(last, (dict, list)) and last:
        last = list(last.values())[-1] if isinstance(last, dict) else last[-1]
    start: Span = node.place.span()
    end: Span = start if last is None else last.span()
    return start._replace(end_line=end.end_line, end_column=end.end_column)


def within(inner: Span | None, outer: Span | None) -> bool:
    """Tell whether `inner` starts inside `outer`."""
    if inner is None or outer is None or inner.path != outer.path:
        return False
    return outer[1:3] <= inner[1:3] < outer[3:5]


def below(node: Node) -> list[Node | Text]:
    """Return the nodes and texts right below `node`, in the order of the model."""
    found: list[Node | Text] = []
    kind = type(node)
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(field.name for field in fields(kind) if field.name != "place")
    for name in _FIELDS[kind]:
        value = getattr(node, name)
        if isinstance(value, (Node, Text)):
            found.append(value)
        elif isinstance(value, (tuple, dict)):
            found += [part for part in (value.values() if isinstance(value, dict) else value)
                      if isinstance(part, (Node, Text))]
    return found


def texts(node: Node) -> list[Text]:
    """Return every text of `node` and the nodes below it."""
    found: list[Text] = []
    for part in below(node):
        if isinstance(part, Text):
            found.append(part)
        else:
            found += texts(part)
    return found


_FIELDS: dict[type, tuple[str, ...]] = {}
"""The fields of each class that are walked; to ask for them anew at each node makes a walk take twice as long."""


def blocks(document: Document) -> Iterator[tuple[Section, BlockBase]]:
    """Return every block with its section, in reading order."""
    return ((section, block) for section in document.sections for block in section.blocks)


def severity_at_most(gravest: Severity, severity: Severity) -> Severity:
    """Return `severity`, but nothing graver than `gravest`."""
    return max(gravest, severity, key=_LIGHTNESS.__getitem__)


_LIGHTNESS: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}
