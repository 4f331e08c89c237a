"""STRU: parts whose author gave them no name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder import ids
from builder.checks.rule import Rule, below
from builder.model import Named, Node
from builder.problems import Problem

if TYPE_CHECKING:
    from builder.checks.subject import Subject


def missing_id(subject: Subject) -> Iterator[Problem]:
    """A section, a block or a part of a list has no `id`.

    The program makes one from its first words, so that it prints and can be linked to; it changes when these words do.
    `--fix` writes these ids into the file, where they stay.

    Why: Reviews, waivers and translations depend on ids.

    Bad: `- text: Take your temperature.`

    Good: `- id: take-your-temperature`, and below it `text: Take your temperature.`

    Source: this project's own rule.
    """
    for node in _named(subject.document):
        if node.place is not None and isinstance(node.place.get("id"), ids.Made):
            span, written = ids.insertion(node.place)
            yield Problem("missing-id", "This part has no id.", span, "`factsheet check --fix` writes one for each.",
                          "info", replacement=written)


def _named(node: Node) -> Iterator[Named]:
    for part in below(node):
        if isinstance(part, Node):
            if isinstance(part, Named):
                yield part
            yield from _named(part)


RULES = (Rule("STRU021", "missing-id", "info", missing_id),)
