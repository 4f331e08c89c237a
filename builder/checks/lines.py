"""Lines as they were set: what the rules on pages share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from builder.problems import Span

if TYPE_CHECKING:
    from builder.checks.subject import Subject
    from builder.layout.record import Pages, SetBox, SetLine

TIERS = ("emergency", "urgent", "routine")


def at(line: SetLine) -> Span | None:
    """Return where the words of the line stand in the source, as far as they come from one run."""
    first = next((run for _, run in line.parts if run.place), None)
    if first is None or first.place is None:
        return None
    words = "".join(word.text for word, run in line.parts if run is first).rstrip()
    start = first.text.find(words)
    if start < 0:
        return first.place.span()
    return first.place.span(first.start + start, first.start + start + len(words))


def story(pages: Pages) -> list[SetLine]:
    """Return the lines of the story, without page furniture and repeated headers."""
    return [line for line in pages.lines if not line.artifact]


def said(pages: Pages, subject: Subject, kind: str) -> list[SetLine]:
    """Return the lines of everything of a kind, such as "key-points", and of all below it, except its headings."""
    kinds = subject.kinds
    return [line for line in story(pages) if kind in kinds.get(line.element, ()) and not is_heading(line)]


def is_heading(line: SetLine) -> bool:
    return line.element is not None and line.element.role.startswith("H")


def neighbours(lines: Sequence[SetLine]) -> Iterator[tuple[SetLine, SetLine]]:
    return zip(lines, lines[1:], strict=False)


def holds(box: SetBox, line: SetLine) -> bool:
    return (box.page == line.page and box.x - 1 <= line.x and line.x + line.width <= box.x + box.width + 1
            and box.y <= line.baseline <= box.y + box.height)
