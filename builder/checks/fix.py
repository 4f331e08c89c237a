"""Safe rewrites: what problems propose, put into the text of their file, and shown as a diff first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import unified_diff

from builder.problems import Problem
from builder.source import LINE_BREAK


def fix(text: str, problems: Iterable[Problem]) -> str:
    """Return the text of a file with every replacement that `problems` of this file propose.

    Where two overlap the first one counts; a waived problem is left alone. Line ends stay as they are, and new lines
    end as the first line does.
    """
    starts = [0, *(match.end() for match in re.finditer(LINE_BREAK, text))]
    bom = text.startswith("\ufeff")
    line_end = first[0] if (first := re.search(LINE_BREAK, text)) else "\n"
    edits = []
    for problem in problems:
        if problem.replacement is not None and problem.span and not problem.waived:
            _, line, column, end_line, end_column = problem.span
            start = starts[line - 1] + column - 1 + (bom and line == 1)
            end = starts[end_line - 1] + end_column - 1 + (bom and end_line == 1)
            edits.append((start, end, problem.replacement.replace("\n", line_end)))
    parts, position = [], 0
    for start, end, replacement in sorted(edits):
        if start >= position:
            parts += [text[position:start], replacement]
            position = end
    return "".join([*parts, text[position:]])


def diff(path: str, before: str, after: str) -> str:
    """Return what changes from `before` to `after` as a unified diff, "" when nothing does."""
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in unified_diff(before.splitlines(True), after.splitlines(True), f"a/{path}", f"b/{path}")
    )
