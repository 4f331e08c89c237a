"""How a factsheet is laid out: boxes across the page, text beside its figures, small print in columns."""

from __future__ import annotations

from typing import Any, Callable, Iterator, Mapping, Sequence

from builder.layout import icons
from builder.layout.blocks import block
from builder.layout.box import Box
from builder.layout.column import Column, Entry
from builder.layout.columns import Columns, Side
from builder.layout.edition import Flowable
from builder.layout.layout import Layout
from builder.layout.marks import Artwork, Figure, Hairline
from builder.layout.sided import Sided
from builder.structure import Element, below
from builder.style import MILLIMETRE
from builder.text.block import TextBlock

ACROSS = frozenset(["table", "treatments", "tests", "medicines"])
IN_COLUMNS = frozenset(["actions", "questions"])
BOXED = frozenset(["callout", "uncertainty"])
"""Kinds of blocks that take the whole width, that set their entries in two columns, and that stand side by side."""
TIER_WIDTHS = (66, 58, 46)
"""The shares of the width for the three tiers of help; the most urgent one has the most to say."""
PER_ROW = 4
MOST_FACTS = 6
LOGO = (60 * MILLIMETRE, 14 * MILLIMETRE)
"""The greatest width and height of a logo."""
LOGO_GAP = 16.0
"""Between the title and the clinic's logo, in points."""
COLUMN_GAP = 22.0
"""Between two columns of small print, in points."""


def table_look(made: Layout, element: Element) -> dict[str, Any]:
    return {"fill": made.colours["heading"], "stripe": made.colours["stripe"]}


# --- The top ----------------------------------------------------------------------------------------------------------


def kicker(made: Layout, element: Element, status: Element | None = None) -> Iterator[Flowable]:
    yield Hairline(made.colours["heading"], 5.5, after=8)
    text = made.text(element, "kicker", before=3)
    yield Side([Column([text]), banner(made, status)], (40, 136), 0) if status else text


def banner(made: Layout, status: Element) -> Box:
    """Return the visible mark of a topic that no clinician has reviewed."""
    return Box(
        Column([made.text(status, "side")]),
        padding=(9, 3.5),
        kind="status",
        line=0.9,
        stroke=made.colours["urgent"],
        dash=(3, 2),
        after=6,
    )


def title(made: Layout, element: Element, sign: Element | None = None) -> Iterator[Flowable]:
    """Yield the title, with the clinic's logo at the end of its row."""
    wide = made.live_width
    words = made.heading(element, "title", wide, before=2, after=4)
    if not sign:
        yield words
        return
    picture = logo(sign)
    own = picture.width or 0.0
    beside = Side([words, picture], (wide - own - LOGO_GAP, own), LOGO_GAP, before=2, after=4)
    fits = words.narrowest() <= beside.own_widths(wide)[0]
    yield beside if fits else Column([words, picture], before=2, after=4)


def logo(element: Element) -> Figure:
    """Return a logo: of one height, unless it is very wide."""
    assert element.picture
    drawing = element.picture.drawing
    return Figure(element, drawing.shape, drawing.paint, width=min(LOGO[0], LOGO[1] / drawing.shape), kind="logo")


def names(made: Layout, element: Element) -> Iterator[Flowable]:
    yield made.text(element, "subtitle", widest=made.live_width, after=made.space["paragraph"])


def message(made: Layout, element: Element) -> Iterator[Flowable]:
    yield made.text(element, "message", widest=made.live_width, balances=True, before=3, after=made.space["box"])


def key_points(made: Layout, element: Element) -> Iterator[Flowable]:
    heading, listed = below(element)
    yield Box(
        Column([made.heading(heading, "box_heading", before=0, after=5), *made.entries(listed, "box")]),
        padding=(16, made.space["box"]),
        kind="key-points",
        bar=5,
        fill=made.colours["tint"],
        bar_fill=made.colours["accent"],
        after=made.space["section"],
    )


# --- When to get help -------------------------------------------------------------------------------------------------


def get_help(made: Layout, element: Element) -> Iterator[Flowable]:
    heading, *tiers = below(element)
    boxes = [_tier(made, tier) for tier in tiers]
    yield Column(
        [made.heading(heading), Side(boxes, TIER_WIDTHS[: len(boxes)], 9)],
        keeps=True,
        before=made.space["section"],
        after=made.space["section"] - 2,
    )


def _tier(made: Layout, element: Element) -> Box:
    heading, *parts = below(element)
    colour = {"emergency": "on_emergency", "urgent": "urgent_words"}.get(element.kind, "heading")
    paints = {"emergency": icons.emergency(made.colours["on_emergency"], made.colours["emergency"])}
    frame = tier_frame(made, element.kind)
    if element.kind != "routine":
        frame["head_fill"] = made.colours[{"emergency": "emergency", "urgent": "urgent_tint"}[element.kind]]
    return Box(
        Column([one for part in parts for one in _of_tier(made, part)]),
        padding=(9, 7),
        kind=element.kind,
        radius=4,
        head=tier_heading(made, heading, element.kind, colour, paints.get(element.kind)),
        **frame,
    )


def _of_tier(made: Layout, element: Element) -> list[Any]:
    if element.role == "L":
        return [*made.entries(element, "tier", "ink", 11)]
    if element.kind == "action":
        return [made.text(element, "tier", made.heavier("tier"), before=5)]
    return [made.text(element, "tier", after=3)]


def tier_frame(made: Layout, name: str) -> dict[str, Any]:
    """Return the frame of a tier's box: heavier where it is more urgent, so that a grey copy tells them apart."""
    frames: dict[str, dict[str, Any]] = {
        "emergency": {"line": 2.0},
        "urgent": {"line": 1.0},
        "routine": {"line": 1.0, "dash": (4, 2.5)},
    }
    return {"stroke": made.colours[name], **frames[name]}


def tier_heading(made: Layout, element: Element, name: str, colour: str, paint: Any = None) -> Entry:
    """Return the icon and name of a tier."""
    paints = {"urgent": icons.urgent(made.colours["urgent_words"]), "routine": icons.routine(made.colours["routine"])}
    kind = made.types["tier_heading"]
    own = made.heavier("tier_heading", kind.weight, colour)
    size = kind.leading
    return Entry(Artwork(paint or paints[name], (size, size)), made.text(element, "tier_heading", own), size + 7)


# --- At a glance ------------------------------------------------------------------------------------------------------


def at_a_glance(made: Layout, element: Element) -> Iterator[Flowable]:
    """Yield the facts in a strip across the page."""
    heading, *facts = below(element)
    yield Column(
        [
            Hairline(made.colours["hairline"], 1.0, after=7),
            made.heading(heading, "side_heading", before=0, after=3),
            *_in_rows([_fact(made, fact) for fact in facts], MOST_FACTS),
        ],
        keeps=True,
        before=made.space["section"],
        after=made.space["section"],
    )


def _fact(made: Layout, fact: Element) -> Column:
    label, text = below(fact)
    heading = made.heavier("side", "bold", "heading")
    return Column([made.text(label, "side", heading, anchor=label.id), made.text(text, "side")], keeps=True)


def _in_rows(shown: Sequence[Flowable], most: int) -> Iterator[Side]:
    """Yield flowables in rows across the page: at most `most` in a row, and about equally many in each."""
    rows = -(-len(shown) // most)
    count = -(-len(shown) // rows)
    for at in range(0, len(shown), count):
        row = shown[at : at + count]
        yield Side([*row, *[Column([])] * (count - len(row))], [1] * count, 13, after=7)


# --- The middle -------------------------------------------------------------------------------------------------------


def sections(made: Layout, *elements: Element) -> Iterator[Flowable]:
    """Yield the sections in the text column, figures beside them, wide blocks across the page."""
    children: list[Flowable] = []
    wide: set[int] = set()
    sides: list[tuple[int, Flowable]] = []
    starts: set[int] = set()
    for element in elements:
        heading, *blocks = below(element)
        starts.add(len(children))
        children.append(made.heading(heading))
        texts: list[int] = []
        figures: list[tuple[int, Flowable]] = []
        for groups in _in_pairs(blocks):
            if _position(groups[0]) == "side":
                figures.append((len(children), Column(block(made, groups[0]), before=8)))
                continue
            flowables = _across(made, groups)
            own = range(len(children), len(children) + len(flowables))
            if _is_wide(groups):
                wide.update(own)
            else:
                texts += [number for number, flowable in zip(own, flowables) if not flowable.keep_next]
            children.extend(flowables)
        if texts:
            sides += [(min(at, texts[-1]), figure) for at, figure in figures]
        else:  # there is nothing that they could stand beside
            children += [figure for _, figure in figures]
    space = made.space["section"]
    yield Sided(children, frozenset(wide), sides, made.page["text"], made.page["gutter"], space, space,
                frozenset(starts))


def _position(group: Element) -> str:
    """Return where the picture of a block stands, or an empty string if the block is not a picture."""
    if group.kind != "figure":
        return ""
    picture = below(below(group)[0])[0].picture
    return picture.position if picture else ""


def _in_pairs(groups: list[Element]) -> Iterator[list[Element]]:
    """Yield the blocks one by one, except that two successive boxes come together: they stand side by side."""
    at = 0
    while at < len(groups):
        paired = all(group.kind in BOXED for group in groups[at : at + 2]) and at + 1 < len(groups)
        yield groups[at : at + 2] if paired else groups[at : at + 1]
        at += 2 if paired else 1


def _across(made: Layout, groups: list[Element]) -> list[Flowable]:
    if len(groups) == 1:
        return _in_columns(made, groups[0])
    boxes = [block(made, group)[0] for group in groups]
    return [Side(boxes, (1, 1), 10, before=boxes[0].before, after=boxes[0].after)]


def _in_columns(made: Layout, group: Element) -> list[Flowable]:
    """Return a block; the entries of some lists stand in two columns, below their lead-in."""
    flowables = block(made, group)
    if group.kind not in IN_COLUMNS:
        return flowables
    entries = [flowable for flowable in flowables if isinstance(flowable, Entry)]
    led = [flowable for flowable in flowables if not isinstance(flowable, Entry)]
    return [*led, Columns(entries, 2, COLUMN_GAP, after=made.space["paragraph"])]


def _is_wide(groups: list[Element]) -> bool:
    """Return whether blocks take the page's whole width; a box alone reads better in the text column."""
    group = groups[0]
    return len(groups) > 1 or _position(group) == "page" or group.kind in ACROSS or group.kind in IN_COLUMNS


# --- The end ----------------------------------------------------------------------------------------------------------


def support(made: Layout, element: Element) -> Iterator[Flowable]:
    """Yield the organisations in rows across the page."""
    heading, *organisations = below(element)
    yield made.heading(heading)
    yield from _in_rows([organisation(made, one) for one in organisations], PER_ROW)


def organisation(made: Layout, element: Element) -> Column:
    """Return a support organisation: its name, what it offers, and its address."""
    name, *more = below(element)
    texts = [made.text(name, "side", anchor=name.id), *(made.text(one, "side") for one in more)]
    return Column(texts, keeps=True, after=7)


def glossary(made: Layout, element: Element) -> Iterator[Flowable]:
    heading, listed = below(element)
    yield made.heading(heading)
    yield Columns([made.text(entry, "tier", after=5) for entry in below(listed)], 2, COLUMN_GAP)


def references(made: Layout, element: Element) -> Iterator[Flowable]:
    heading, listed = below(element)
    yield made.heading(heading)
    yield Columns([_reference(made, entry) for entry in below(listed)], 2, COLUMN_GAP, after=6)


def _reference(made: Layout, entry: Element) -> Column:
    """Return an entry in one piece."""
    kind = made.types["small"]
    label, body = below(entry)
    runs = made.runs(body, kind, underlines=False)
    text = TextBlock(runs, kind, role="small", language=made.language, anchor=entry.id, element=body)
    return Column([Entry(made.text(label, "small"), text, 20.0)], keeps=True, after=1.5)


def about(made: Layout, element: Element) -> Iterator[Flowable]:
    """Yield the box that says who stands behind the text."""
    heading, *lines = below(element)
    texts = [made.text(line, "small", after=1) for line in lines]
    untinted = made.colours["tint"] == made.colours["paper"]
    yield Box(
        Column([made.heading(heading, "side_heading", before=0, after=4), Columns(texts, 3, 16.0)]),
        padding=(12, 9),
        kind="about",
        fill=made.colours["tint"],
        stroke=made.colours["hairline"] if untinted else None,
        before=8,
    )


JOINED = {"kicker": "status", "title": "logo", "section": "section"}
PARTS: Mapping[str, Callable[..., Iterator[Flowable]]] = {
    "kicker": kicker, "title": title, "names": names, "message": message, "key-points": key_points,
    "get-help": get_help, "at-a-glance": at_a_glance, "section": sections, "support": support, "glossary": glossary,
    "references": references, "about": about,
}  # fmt: skip
