"""How a handout is laid out: one sheet in large type, with tables to fill in and lines to write on."""

from __future__ import annotations

from typing import Any, Callable, Iterator, Mapping

from builder.layout import factsheet, icons
from builder.layout.blocks import block
from builder.layout.box import Box
from builder.layout.column import Column, Entry
from builder.layout.columns import Columns, Side
from builder.layout.edition import Flowable
from builder.layout.factsheet import COLUMN_GAP, banner, logo, organisation, tier_frame, tier_heading
from builder.layout.layout import Layout
from builder.layout.marks import Figure, Hairline, WritingLines
from builder.structure import Element, below
from builder.style import MILLIMETRE

QR = 24 * MILLIMETRE


def table_look(made: Layout, element: Element) -> dict[str, Any]:
    look: dict[str, Any] = {"fill": made.colours["tint"], "head_rule": made.colours["heading"]}
    if element.kind == "to-fill-in":
        look |= {"parts": (36, 70, 26, 23, 21), "least": 9.5 * MILLIMETRE, "upright": True}
    return look


# --- The top ----------------------------------------------------------------------------------------------------------


def clinic(made: Layout, element: Element) -> Iterator[Flowable]:
    """Yield the logo and, in a column each beside it, who the clinic is, whom to call, and when."""
    *signs, who, calls, times = below(element)
    row = Side([Column([_line(made, line) for line in below(part)]) for part in (who, calls, times)], (1, 1, 1), 12)
    pictures = [logo(sign) for sign in signs]
    yield Entry(pictures[0], Column([row]), (pictures[0].width or 0.0) + 12) if pictures else row
    yield from _ruled(made)


def _line(made: Layout, line: Element) -> Flowable:
    return made.text(line, "side_heading" if line.kind == "name" else "small")


def blank_clinic(made: Layout, element: Element) -> Iterator[Flowable]:
    """Yield lines to write the clinic's name and numbers on."""
    yield Side(_fields(made, element), (5, 3, 4), 14)
    yield from _ruled(made)


def _ruled(made: Layout) -> Iterator[Flowable]:
    yield Hairline(made.colours["heading"], 3.0, before=6, after=6)


def _fields(made: Layout, element: Element) -> list[Column]:
    """Return the labels in an element, each with a line to write on."""
    parts = [part for part in below(element) if part.kind in ("label", "space")]
    return [
        Column([made.text(label, "side_heading"),
                WritingLines(space, 1, made.colours["rule"], 9 * MILLIMETRE)], keeps=True)
        for label, space in zip(parts[::2], parts[1::2], strict=True)
    ]  # fmt: skip


def title(made: Layout, element: Element, status: Element | None = None) -> Iterator[Flowable]:
    wide = made.live_width
    words = made.heading(element, "title", wide, before=0, after=1)
    if not status:
        yield words
        return
    beside = Side([words, Column([banner(made, status)])], (96, 80), 8, after=1)
    yield from [beside] if words.narrowest() <= beside.own_widths(wide)[0] else beside.children


def subtitle(made: Layout, element: Element) -> Iterator[Flowable]:
    yield made.text(element, "subtitle", after=6)


# --- When to get help -------------------------------------------------------------------------------------------------


def get_help(made: Layout, element: Element) -> Iterator[Flowable]:
    heading, *tiers = below(element)
    rows: list[Flowable] = [made.heading(heading, before=0), *(_tier(made, tier) for tier in tiers)]
    yield Column(rows, keeps=True, after=made.space["section"])


def _tier(made: Layout, element: Element) -> Box:
    name = element.kind
    heading, action, *lead, signs = below(element)
    colour = {"urgent": "urgent_words", "emergency": "emergency"}.get(name, "heading")
    dark = icons.emergency(made.colours["emergency"], made.colours["on_emergency"]) if name == "emergency" else None
    head = tier_heading(made, heading, name, colour, dark)
    told = made.text(action, "tier", made.heavier("tier"), before=2)
    entries = made.entries(signs, "tier", "ink", 12)
    for entry in entries:
        entry.after = 1.5
    led = [made.text(one, "tier", after=1.5) for one in lead]
    beside = Column([*led, Columns(entries, 2, 9)] if len(entries) > 3 else [*led, *entries])
    return Box(
        Column([Side([Column([head, told]), beside], (52, 114), 8)]),
        padding=(10, 6),
        kind=name,
        radius=4,
        fill=made.colours["urgent_tint"] if name == "urgent" else None,
        after=4,
        **tier_frame(made, name),
    )


# --- The middle and the end -------------------------------------------------------------------------------------------


def section(made: Layout, element: Element) -> Iterator[Flowable]:
    heading, *groups = below(element)
    yield made.heading(heading)
    for group in groups:
        yield from block(made, group)


def next_visit(made: Layout, element: Element) -> Iterator[Flowable]:
    heading, *_ = below(element)
    yield made.heading(heading)
    yield Side(_fields(made, element), (4, 4, 5), 16, after=6)


def teach_back(made: Layout, element: Element, more: Element | None = None) -> Iterator[Flowable]:
    label, listed = below(element)
    box = Box(
        Column([made.text(label, "side_heading", after=2), *made.entries(listed, "side", indent=11)]),
        padding=(13, 9),
        kind="teach-back",
        bar=5,
        bar_fill=made.colours["accent"],
        fill=made.colours["tint"],
    )
    yield Side([box, *read_more(made, more)], (98, 78), 12, before=made.space["section"]) if more else box


def read_more(made: Layout, element: Element) -> Iterator[Flowable]:
    """Yield where to read more, with its QR code, and how to tell what could be better."""
    first, *rest = below(element)
    texts = [made.text(one, "side", before=4.0 if one.kind == "feedback" else 0.0)
             for one in below(element) if one.role == "P"]
    if first.picture:
        code = first.picture.drawing
        yield Entry(Figure(first, code.shape, icons.qr(code), width=QR, kind="qr"), Column(texts), QR + 8)
    else:
        yield from texts


def offers(made: Layout, element: Element) -> Iterator[Flowable]:
    """Yield the lines on interpreters and other formats, in large type (DAPB1605: easy to see)."""
    for number, note in enumerate(below(element)):
        before = 2.0 if number else made.space["section"]
        yield made.text(note, "offer", before=before, widest=made.page["text"])


def support(made: Layout, element: Element) -> Iterator[Flowable]:
    heading, *organisations = below(element)
    yield made.heading(heading)
    yield Columns([organisation(made, one) for one in organisations], 2, COLUMN_GAP)


def references(made: Layout, element: Element) -> Iterator[Flowable]:
    """Yield the references as one paragraph: a sheet has no room for a line each."""
    heading, listed = below(element)
    yield made.heading(heading, "side_heading", before=made.space["paragraph"] + 2, after=3)
    yield made.text(listed, "small", after=4)


def about(made: Layout, element: Element) -> Iterator[Flowable]:
    yield made.text(below(element)[0], "small", before=3)


JOINED = {"title": "status", "teach-back": "read-more"}
PARTS: Mapping[str, Callable[..., Iterator[Flowable]]] = {
    **factsheet.PARTS, "clinic": clinic, "blank-clinic": blank_clinic, "title": title, "subtitle": subtitle,
    "get-help": get_help, "section": section, "next-visit": next_visit, "teach-back": teach_back,
    "read-more": read_more, "offers": offers, "support": support, "references": references, "about": about,
}  # fmt: skip
