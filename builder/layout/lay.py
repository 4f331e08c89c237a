"""Lay out a sheet: every part of it becomes flowables, by the plan of its format."""

from __future__ import annotations

from typing import Any, Callable, Iterable, Iterator, Mapping, NamedTuple, Sequence

from builder.format import FORMATS
from builder.layout import blocks, factsheet, handout, pages
from builder.layout.column import Column
from builder.layout.edition import Edition, Flowable
from builder.layout.layout import Layout
from builder.structure import GROUP, Element, Sheet, below
from builder.style import Style

Lay = Callable[..., Iterable[Flowable]]
"""Takes the layout and one part of a sheet, or several that are laid out together."""


class Plan(NamedTuple):
    """How the parts of a format are laid out, by their kinds.

    `joined` maps a kind to the kind that is laid out together with it when it comes right after.
    """

    parts: Mapping[str, Lay]
    joined: Mapping[str, str]
    table_look: Callable[[Layout, Element], dict[str, Any]]


PLANS: Mapping[str, Plan] = {
    "factsheet": Plan(factsheet.PARTS, factsheet.JOINED, factsheet.table_look),
    "handout": Plan(handout.PARTS, handout.JOINED, handout.table_look),
}


def lay(sheet: Sheet, style: Style, paper: str) -> Edition:
    """Return the edition that a sheet becomes in a style on a paper, "a4" or "letter"."""
    plan = PLANS[FORMATS[sheet.format].plan]
    made = Layout(sheet, style, paper, plan.table_look)
    together = _joined(below(sheet.root), plan.joined)
    story = Column([flowable for parts in together for flowable in _laid(made, plan, parts)])
    first, later = pages.frames(made)
    return Edition(sheet, made.paper, first, later, story, pages.furniture(made))


def _joined(parts: Iterable[Element], joined: Mapping[str, str]) -> Iterator[list[Element]]:
    """Yield parts that are laid out together."""
    together: list[Element] = []
    for part in parts:
        if together and joined.get(together[-1].kind) != part.kind:
            yield together
            together = []
        together.append(part)
    if together:
        yield together


def _laid(made: Layout, plan: Plan, parts: Sequence[Element]) -> Iterable[Flowable]:
    first = parts[0]
    if first.kind in plan.parts:
        return plan.parts[first.kind](made, *parts)
    group = first if first.role == GROUP else Element(GROUP, first.kind, first.id, (first,))
    return blocks.block(made, group)
