"""The factsheet: all that a topic says, for the public, with numbered references."""

from __future__ import annotations

from typing import Any, Iterator, Sequence

from builder import markup, model
from builder.context import Context
from builder.formats.compose import Composer, Words
from builder.layout import pages
from builder.layout.edition import Edition, Flowable
from builder.layout.flowables import Box, Column, Columns, Entry, Rule, Side, Sided
from builder.layout.inline import words_of
from builder.model import Document
from builder.structure import Element
from builder.text.lines import Run

ACROSS = (model.Table, model.Treatments, model.Tests, model.Medicines)
IN_COLUMNS = (model.Actions, model.Questions)
PRINTED_CODES = ("ORPHA", "OMIM", "ICD-10", "ICD-10-CM", "ICD-11")
TIER_WIDTHS = (66, 58, 46)
"""The parts of the three tiers of help; the most urgent one has the most to say."""
MOST_PAGES = 5
PER_ROW = 4
MOST_FACTS = 6
LOGO_GAP = 16.0
"""Between the title and the clinic's logo, in points."""
COLUMN_GAP = 22.0
"""Between two columns of small print, in points."""


def compose(document: Document, context: Context) -> Edition:
    """Return the factsheet of `document`. Raises ContentError for a figure that cannot be read."""
    made = Composer(document, context, "factsheet")
    paper = pages.PAPERS[context.paper]
    story = Column(
        [*_masthead(made), *_key_points(made), *_get_help(made), *_at_a_glance(made), _sections(made), *_back(made)]
    )
    title = words_of(context.locale, document.short_title or document.title)
    short = made.say("factsheet_short", title=title)
    footer = made.footer(short)
    first, later = pages.frames(made.inlines, paper, footer)
    furniture = pages.furniture(made.inlines, paper, (short, made.say("other_formats")), footer)
    full = f"{words_of(context.locale, document.title)}: {made.say('factsheet').lower()}"
    return Edition(
        "factsheet",
        paper,
        first,
        later,
        story,
        made.root,
        furniture,
        made.metadata(full),
        MOST_PAGES,
        made.inlines.texts,
        context.locale.direction,
    )


def _masthead(made: Composer) -> list[Flowable]:
    document, space = made.document, made.space
    wide = pages.live_width(made.style)
    found: list[Flowable] = [Rule(made.colours["heading"], 5.5, after=8)]
    kicker = made.text(made.say("factsheet"), "kicker", made.root.add("P"), before=3)
    if document.governance.status == "reviewed":
        found.append(kicker)
    else:
        found.append(Side([Column([kicker]), status_banner(made)], (40, 136), 0))
    found.append(_title(made, wide))
    found.append(made._block(_names(made, made.root.add("P")), "subtitle", widest=wide, after=space["paragraph"]))
    found.append(
        made.text(
            document.main_message,
            "message",
            made.root.add("P"),
            widest=wide,
            balances=True,
            before=3,
            after=space["box"],
        )
    )
    return found


def _title(made: Composer, wide: float) -> Flowable:
    """Return the title, with the clinic's logo at the end of its row."""
    title = made.heading(made.document.title, made.root, 1, "title", wide, before=2, after=4)
    logo = made.logo(made.root)
    if not logo:
        return title
    own = logo.width or 0.0
    beside = Side([title, logo], (wide - own - LOGO_GAP, own), LOGO_GAP, before=2, after=4)
    if title.narrowest() <= beside.own_widths(wide)[0]:
        return beside
    return Column([title, logo], before=2, after=4)


def status_banner(made: Composer) -> Box:
    """Return the visible mark of a topic that no clinician has reviewed."""
    words = made.say(f"{made.document.governance.status}_banner")
    return Box(
        Column([made.text(words, "side", made.root.add("P"))]),
        padding=(9, 3.5),
        kind="status",
        line=0.9,
        stroke=made.colours["urgent"],
        dash=(3, 2),
        after=6,
    )


def _names(made: Composer, element: Element) -> list[Run]:
    document, kind, inlines = made.document, made.types["subtitle"], made.inlines
    runs = inlines.all_runs([document.short_title, ". "], kind, element) if document.short_title else []
    for sort, key in (("exact", "also_called"), ("former", "once_called")):
        names = [one.name for one in document.synonyms if one.kind == sort]
        if names:
            runs += [*inlines.said(key, kind, element, names=listed(names)), *inlines.runs(" ", kind, element)]
    return [*runs, *inlines.said("for_whom", kind, element, who=[document.audience.who])]


def listed(texts: Sequence[Words], between: str = ", ") -> list[Words]:
    """Return texts with commas between them."""
    return [part for text in texts for part in (between, text)][1:]


def _key_points(made: Composer) -> list[Flowable]:
    section = made.root.add("Sect")
    heading = made.heading(made.say("key_points"), section, role="box_heading", before=0, after=5)
    entries = made.bullets(made.document.key_points, section, "box")
    return [
        Box(
            Column([heading, *entries]),
            padding=(16, made.space["box"]),
            kind="key-points",
            bar=5,
            fill=made.colours["tint"],
            bar_fill=made.colours["accent"],
            after=made.space["section"],
        )
    ]


def _get_help(made: Composer) -> list[Flowable]:
    section = made.root.add("Sect")
    heading = made.heading(made.say("get_help"), section)
    boxes = [_tier(made, section, *tier) for tier in made.tiers()]
    return [
        Column(
            [heading, Side(boxes, TIER_WIDTHS, 9)],
            keeps=True,
            before=made.space["section"],
            after=made.space["section"] - 2,
        )
    ]


def _tier(made: Composer, section: Element, name: str, tier: model.HelpTier, paint: Any, look: dict[str, Any]) -> Box:
    own = section.add("Sect")
    words = made.colours[{"emergency": "on_emergency", "urgent": "urgent_words"}.get(name, "heading")]
    head = made.tier_heading(name, paint, own, words)
    lead = [made.text(tier.lead_in, "tier", own.add("P"), after=3)] if tier.lead_in else []
    signs = made.bullets(tier.signs, own, "tier", "–", colour="ink", indent=11)
    action = made.text(tier.action, "tier", own.add("P"), before=5, kind=_bold(made.types["tier"]))
    return Box(Column([*lead, *signs, action]), padding=(9, 7), kind=name, radius=4, head=head, **look)


def _bold(kind: Any) -> Any:
    return type(kind)(kind.size, kind.leading, "semibold", kind.colour)


def _sections(made: Composer) -> Sided:
    """Return the sections in the text column, figures beside them, wide blocks across the page."""
    children: list[Flowable] = []
    wide: set[int] = set()
    sides: list[tuple[int, Flowable]] = []
    starts: set[int] = set()
    for section, printed in made.sections():
        element = made.root.add("Sect")
        starts.add(len(children))
        children.append(made.heading(section.title, element, anchor=section.id))
        texts: list[int] = []
        figures: list[tuple[int, Flowable]] = []
        for blocks in _in_pairs(printed):
            if isinstance(blocks[0], model.Figure) and blocks[0].figure.position == "side":
                figures.append((len(children), Column(made.block(blocks[0], element), before=8)))
                continue
            flowables = _across(made, blocks, element)
            own = range(len(children), len(children) + len(flowables))
            if _is_wide(made, blocks):
                wide.update(own)
            else:
                texts += [number for number, flowable in zip(own, flowables) if not flowable.keep_next]
            children.extend(flowables)
        if texts:
            sides += [(min(at, texts[-1]), figure) for at, figure in figures]
        else:  # nothing that they could stand beside
            children += [figure for _, figure in figures]
    page, space = made.style.page, made.space["section"]
    return Sided(children, frozenset(wide), sides, page["text"], page["gutter"], space, space, frozenset(starts))


_BOXED = (model.CallOut, model.Uncertainty)


def _in_pairs(blocks: list[model.BlockBase]) -> Iterator[list[model.BlockBase]]:
    """Yield the blocks one by one, but two boxes in a row together: they stand side by side."""
    at = 0
    while at < len(blocks):
        paired = all(isinstance(block, _BOXED) for block in blocks[at : at + 2]) and at + 1 < len(blocks)
        yield blocks[at : at + 2] if paired else blocks[at : at + 1]
        at += 2 if paired else 1


def _across(made: Composer, blocks: list[model.BlockBase], element: Element) -> list[Flowable]:
    if len(blocks) == 1:
        return _in_columns(made, blocks[0], element)
    boxes = [made.block(block, element)[0] for block in blocks]
    return [Side(boxes, (1, 1), 10, before=boxes[0].before, after=boxes[0].after)]


def _in_columns(made: Composer, block: model.BlockBase, element: Element) -> list[Flowable]:
    """Return a block; the entries of some lists stand in two columns, below what leads to them."""
    flowables = made.block(block, element)
    if not isinstance(block, IN_COLUMNS):
        return flowables
    entries = [flowable for flowable in flowables if isinstance(flowable, Entry)]
    led = [flowable for flowable in flowables if not isinstance(flowable, Entry)]
    return [*led, Columns(entries, 2, COLUMN_GAP, after=made.space["paragraph"])]


def _is_wide(made: Composer, blocks: list[model.BlockBase]) -> bool:
    """Return whether blocks take the page's whole width; a box alone reads better in the text column."""
    block = blocks[0]
    page_wide = isinstance(block, model.Figure) and block.figure.position == "page"
    return len(blocks) > 1 or page_wide or isinstance(block, (*ACROSS, *IN_COLUMNS))


def _at_a_glance(made: Composer) -> Iterator[Flowable]:
    """Yield the facts in a strip across the page, the codes last."""
    facts: list[tuple[Words, Words, str]] = [
        (fact.label, fact.text, fact.id) for fact in filter(made.printed, made.document.at_a_glance)
    ]
    codes = [f"{system} {code}" for system, code in made.metadata("").codes if system in PRINTED_CODES]
    if codes:
        facts.append((made.say("codes"), ", ".join(codes), ""))
    if not facts:
        return
    section = made.root.add("Sect")
    heading = made.heading(made.say("at_a_glance"), section, role="side_heading", before=0, after=3)
    shown: list[Flowable] = [_labelled(made, section, *fact) for fact in facts]
    yield Column(
        [Rule(made.colours["hairline"], 1.0, after=7), heading, *_in_rows(shown, MOST_FACTS)],
        keeps=True,
        before=made.space["section"],
        after=made.space["section"],
    )


def _in_rows(shown: Sequence[Flowable], most: int) -> Iterator[Side]:
    """Yield flowables in rows across the page, `most` in a row and about as many in each."""
    rows = -(-len(shown) // most)
    count = -(-len(shown) // rows)
    for at in range(0, len(shown), count):
        row = shown[at : at + count]
        yield Side([*row, *[Column([])] * (count - len(row))], [1] * count, 13, after=7)


def _labelled(made: Composer, section: Element, label: Words, text: Words, name: str) -> Flowable:
    kind = made.types["side"]
    own = section.add("Div")
    heading = type(kind)(kind.size, kind.leading, "bold", made.colours["heading"])
    return Column(
        [
            made.text(label, "side", own.add("P"), kind=heading, anchor=name),
            made.text(text, "side", own.add("P"), block=name),
        ],
        keeps=True,
    )


def _back(made: Composer) -> Iterator[Flowable]:
    """Yield where to find support, the words explained, the references, and what stands behind the factsheet."""
    yield from _support(made)
    glossary = _glossary(made)
    if glossary:
        yield glossary[0]
        yield Columns(glossary[1:], 2, COLUMN_GAP)
    section = made.root.add("Sect")
    box = about(made, made.say("about"))  # comes last, but may cite
    if made.inlines.numbering.keys:
        yield made.heading(made.say("references"), section)
        yield Columns(made.references(section), 2, COLUMN_GAP, after=6)
    yield box


def _glossary(made: Composer) -> list[Flowable]:
    entries = [entry for entry in made.document.glossary if not entry.formats or "factsheet" in entry.formats]
    if not entries:
        return []
    section = made.root.add("Sect")
    found: list[Flowable] = [made.heading(made.say("glossary"), section)]
    kind = made.types["tier"]
    term = type(kind)(kind.size, kind.leading, "bold", made.colours["heading"])
    listed = section.add("L", numbering="None")
    for entry in sorted(entries, key=lambda entry: markup.plain(entry.term).casefold()):
        own = listed.add("LI")
        label = own.add("Lbl")
        runs = made.inlines.runs(entry.term, term, label)
        body = own.add("LBody")
        if entry.say_it:
            runs += made.inlines.said("say", kind, body, sound=[entry.say_it])
        runs += [*made.inlines.runs(": ", kind, body), *made.inlines.runs(entry.plain, kind, body)]
        found.append(made._block(runs, "tier", after=5))
    return found


def _support(made: Composer) -> list[Flowable]:
    """Return the organisations in rows across the page."""
    organisations = [one for one in made.document.support if made.printed(one)]
    if not organisations:
        return []
    section = made.root.add("Sect")
    found: list[Flowable] = [made.heading(made.say("support"), section)]
    shown: list[Flowable] = [organisation(made, one, section) for one in organisations]
    return [*found, *_in_rows(shown, PER_ROW)]


def organisation(made: Composer, one: model.Organisation, section: Element, role: str = "side") -> Column:
    """Return a support organisation: its name, what it offers, and its address."""
    kind = made.types[role]
    own = section.add("Div")
    bold = type(kind)(kind.size, kind.leading, "bold", made.colours["heading"])
    name = own.add("P")
    runs = made.inlines.runs(one.name, bold, name)
    if one.country:
        runs += made.inlines.all_runs([" (", one.country, ")"], kind, name)
    parts: list[Flowable] = [made._block(runs, role, anchor=one.id), made.text(one.what, role, own.add("P"))]
    if one.url:
        parts.append(made.address(one.url, own, role, place=one.place["url"] if one.place else None))
    return Column(parts, keeps=True, after=7)


def people(named: Sequence[model.Person]) -> list[Words]:
    """Return names with credentials and roles."""
    found: list[Words] = []
    for one in named:
        found += [", " if found else "", one.name]
        found += [", ", one.credentials] if one.credentials else []
        found += [" (", one.role, ")"]
    return found


def about(made: Composer, title: str, role: str = "small") -> Box:
    """Return the box that says who stands behind the text, and how far it can be trusted."""
    document, governance, locale = made.document, made.document.governance, made.context.locale
    section = made.root.add("Sect")
    heading = made.heading(title, section, role="side_heading", before=0, after=4)
    publisher = governance.publisher
    reviewed = [part for one in governance.reviewers for part in (*people([one]), f", {locale.day(one.date)}. ")]
    published = made.say("version_published", version=governance.version, date=locale.day(governance.published))
    rows: list[tuple[str, Sequence[Words | None]]] = [
        ("status", [made.say(governance.status)]),
        ("version", [published]),
        ("updated", [locale.day(governance.updated) if governance.updated != governance.published else None]),
        ("written_by", people(governance.authors) or [publisher.name]),
        ("reviewed_by", reviewed or [made.say("nobody")]),
        ("evidence_searched", [locale.partial(governance.evidence_searched) if governance.evidence_searched else None]),
        ("next_review", [locale.day(governance.next_review)]),
        ("funding", [governance.funding]),
        ("conflicts", [governance.conflicts]),
        ("contact", [publisher.name, ", ", publisher.contact]),
        *(("involvement", [one.who, one.changes and " ", one.changes]) for one in governance.involvement),
        ("adapted_from", [governance.adapted_from]),
        ("licence", [governance.licence]),
        ("purpose", [document.purpose]),
        ("note", [governance.disclaimer or made.say("disclaimer")]),
    ]
    told = [(key, [part for part in parts if part]) for key, parts in rows]
    lines = [made.inlines.lead(made.say(key), parts, role, section.add("P"), after=1) for key, parts in told if parts]
    first = Column([heading, Columns(lines, 3, 16.0)])
    untinted = made.colours["tint"] == made.colours["paper"]
    line = made.colours["hairline"] if untinted else None
    return Box(first, padding=(12, 9), kind="about", fill=made.colours["tint"], stroke=line, before=8)
