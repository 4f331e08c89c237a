"""The clinic handout: what a patient takes home, under the clinic's own name, with room to write."""

from __future__ import annotations

from typing import Any, Iterator

from builder import markup, model
from builder.context import Context
from builder.formats.compose import Composer, Rows, Words
from builder.formats.factsheet import COLUMN_GAP, listed, organisation, status_banner
from builder.layout import pages
from builder.layout.codes import qr
from builder.layout.edition import Edition, Flowable
from builder.layout.flowables import Box, Column, Columns, Entry, Figure, Rule, Side, WritingLines
from builder.layout.inline import clinic_value, joined, words_of
from builder.model import Document, Text
from builder.references import nlm
from builder.structure import Element
from builder.style import MILLIMETRE
from builder.text.block import TextBlock
from builder.text.lines import Run, Target

MOST_PAGES = 2
"""One sheet, printed on both sides."""
EMPTY_ROWS = 1
"""Rows of the medicines table to write further medicines in."""
QUESTION_LINES = 2
PITCH = 8.2 * MILLIMETRE


def compose(document: Document, context: Context) -> Edition:
    """Return the handout of `document`. Raises ContentError for a figure or logo that cannot be read."""
    made = Handout(document, context, "handout")
    paper = pages.PAPERS[context.paper]
    story = Column([*_masthead(made), *_get_help(made), *_sections(made), *_back(made)])
    title = words_of(context.locale, document.short_title or document.title)
    short = made.say("handout_short", title=title)
    footer = made.footer(short)
    first, later = pages.frames(made.inlines, paper, footer)
    told = [clinic_value(context.clinic, name, context.locale) for name in ("name", "phone")]
    clinic = joined([words for words in told if words], context.locale)
    header = (_title(made), clinic or made.say("other_formats"))
    return Edition(
        "handout",
        paper,
        first,
        later,
        story,
        made.root,
        pages.furniture(made.inlines, paper, header, footer),
        made.metadata(f"{_title(made)}: {short}"),
        MOST_PAGES,
        made.inlines.texts,
        context.locale.direction,
    )


def _title(made: Composer) -> str:
    document, locale = made.document, made.context.locale
    if document.handout_title:
        return words_of(locale, document.handout_title)
    return made.say("living_with", title=words_of(locale, document.short_title or document.title))


class Handout(Composer):
    """Composes blocks as a handout has them: medicines with room to write, actions to tick off, lines for questions."""

    def table_look(self) -> dict[str, Any]:
        return {"fill": self.colours["tint"], "head_rule": self.colours["heading"]}

    def flowables_of(self, block: model.BlockBase, element: Element) -> list[Flowable]:
        if isinstance(block, model.Medicines):
            return self._medicine_rows(block, element)
        if isinstance(block, model.Actions):
            return self._tick_list(block, element)
        if isinstance(block, model.Questions):
            asked = super().flowables_of(block, element)
            return [*asked, self.lines(QUESTION_LINES, element, self.say("your_questions"))]
        return super().flowables_of(block, element)

    def lines(self, count: int, element: Element, purpose: str) -> WritingLines:
        """Return lines to write on, which say what they are for."""
        own = element.add("P", actual=f"{self.say('space_to_write')}: {purpose}")
        return WritingLines(own.content(), count, self.colours["rule"], PITCH, after=self.space["paragraph"])

    def _medicine_rows(self, block: model.Medicines, element: Element) -> list[Flowable]:
        header = [self.say(key) for key in ("medicine", "what_for", "how_much", "when", "until")]
        medicines = list(filter(self.printed, block.medicines.items))
        rows: Rows = [
            [
                [medicine.generic, *medicine.brands],
                [medicine.what_for, *self._to_know(medicine)],
                *([], [], []),
            ]
            for medicine in medicines
        ]
        rows = [*rows, *[[[]] * len(header)] * EMPTY_ROWS]
        look = {"parts": (36, 70, 26, 23, 21), "least": 9.5 * MILLIMETRE, "upright": True}
        return self._table_of(medicines, block.medicines.lead_in, header, rows, element, block.id, **look)

    def _to_know(self, medicine: model.Medicine) -> list[tuple[Words, ...]]:
        """Return in one paragraph what not to do and what the clinic checks."""
        parts: list[Words] = [medicine.do_not, " "] if medicine.do_not else []
        parts += [f"{self.say('we_check')} ", medicine.monitoring] if medicine.monitoring else []
        return [tuple(parts)] if parts else []

    def _tick_list(self, block: model.Actions, element: Element) -> list[Flowable]:
        actions = list(filter(self.printed, block.actions.items))
        return [*self._led(block.actions.lead_in, element), *self.ticks(actions, element)] if actions else []


# --- The top ----------------------------------------------------------------------------------------------------------


def _masthead(made: Handout) -> Iterator[Flowable]:
    clinic = made.context.clinic
    yield _clinic_head(made, clinic) if clinic else _empty_head(made)
    yield Rule(made.colours["heading"], 3.0, before=6, after=6)
    document, wide = made.document, pages.live_width(made.style)
    own = document.handout_title or document.short_title or document.title
    within = "" if document.handout_title else "living_with"
    title = made.heading(own, made.root, 1, "title", wide, within, before=0, after=1)
    if document.governance.status == "reviewed":
        yield title
    else:
        beside = Side([title, Column([status_banner(made)])], (96, 80), 8, after=1)
        yield from [beside] if title.narrowest() <= beside.own_widths(wide)[0] else beside.children
    kind = made.types["subtitle"]
    runs = made.inlines.said("handout_subtitle", kind, made.root.add("P"), title=[made.document.title])
    yield made._block(runs, "subtitle", after=6)


def _clinic_head(made: Handout, clinic: model.Clinic) -> Flowable:
    """Return the logo and beside it who the clinic is, whom to call and when, in a column each.

    The web and e-mail addresses stand in the shortest column: a taller head takes lines from the one sheet.
    """
    section = made.root.add("Div")
    logo = made.logo(section)
    who, calls, times = (section.add("Div") for _ in range(3))
    first, *more = clinic.hours
    numbers = [("phone", clinic.phone), ("out_of_hours", clinic.out_of_hours)]
    columns: dict[Element, list[Flowable]] = {
        who: [made.text(clinic.name, "side_heading", who.add("P")),
              *(_line(made, who, [line]) for line in clinic.address)],
        calls: [_line(made, calls, [f"{made.say(key)}: ", number]) for key, number in numbers if number],
        times: [_line(made, times, [f"{made.say('hours')}: ", first]), *(_line(made, times, [one]) for one in more)],
    }  # fmt: skip
    addresses = {"email": f"mailto:{markup.plain(clinic.email)}" if clinic.email else "", "website": clinic.website}
    for key, url in addresses.items():
        if url:
            shortest = min(columns, key=lambda element: len(columns[element]))
            place = clinic.place[key] if clinic.place else None
            columns[shortest].append(made.address(url, shortest, "small", place=place))
    row = Side([Column(lines) for lines in columns.values()], (1, 1, 1), 12)
    return Entry(logo, Column([row]), (logo.width or 0.0) + 12) if logo else row


def _line(made: Handout, section: Element, words: list[Words]) -> TextBlock:
    return made._block(made.inlines.all_runs(words, made.types["small"], section.add("P")), "small")


def _empty_head(made: Handout) -> Flowable:
    section = made.root.add("Div")
    fields = [made.field(made.say(key), section) for key in ("clinic", "phone", "out_of_hours")]
    return Side(fields, (5, 3, 4), 14)


def _get_help(made: Handout) -> list[Flowable]:
    section = made.root.add("Sect")
    heading = made.heading(made.say("get_help"), section, before=0)
    rows: list[Flowable] = []
    for name, tier, paint, look in made.tiers():
        rows.append(_tier(made, section, name, tier, paint, look))
    return [Column([heading, *rows], keeps=True, after=made.space["section"])]


def _tier(made: Handout, section: Element, name: str, tier: model.HelpTier, paint: Any, look: dict[str, Any]) -> Box:
    own = section.add("Sect")
    words = made.colours[{"urgent": "urgent_words", "emergency": "emergency"}.get(name, "heading")]
    head = made.tier_heading(name, _on_paper(made, name, paint), own, words)
    kind = made.types["tier"]
    action = made.text(
        tier.action, "tier", own.add("P"), kind=type(kind)(kind.size, kind.leading, "semibold", kind.colour), before=2
    )
    lead = [made.text(tier.lead_in, "tier", own.add("P"), after=1.5)] if tier.lead_in else []
    signs = made.bullets(tier.signs, own, "tier", "–", colour="ink", indent=12)
    for entry in signs:
        entry.after = 1.5
    fill = {"urgent": made.colours["urgent_tint"]}.get(name)
    frame = {key: value for key, value in look.items() if key != "head_fill"}
    told = Column([*lead, Columns(signs, 2, 9)] if len(signs) > 3 else [*lead, *signs])
    return Box(
        Column([Side([Column([head, action]), told], (52, 114), 8)]),
        padding=(10, 6),
        kind=name,
        radius=4,
        fill=fill,
        after=4,
        **frame,
    )


def _on_paper(made: Handout, name: str, paint: Any) -> Any:
    from builder.layout import icons

    if name == "emergency":
        return icons.emergency(made.colours["emergency"], made.colours["on_emergency"])
    return paint


# --- The middle -------------------------------------------------------------------------------------------------------


def _sections(made: Handout) -> Iterator[Flowable]:
    for section, blocks in made.sections():
        element = made.root.add("Sect")
        yield made.heading(section.title, element, anchor=section.id)
        for block in blocks:
            yield from made.block(block, element)


# --- The end ----------------------------------------------------------------------------------------------------------


def _back(made: Handout) -> Iterator[Flowable]:
    yield from _next_visit(made)
    teach_back = [_teach_back(made)] if made.document.teach_back else []
    read_more = list(_read_more(made))
    if teach_back and read_more:
        yield Side([*teach_back, *read_more], (98, 78), 12, before=made.space["section"])
    else:
        yield from (*teach_back, *read_more)
    yield from _offers(made)
    organisations = [one for one in made.document.support if "handout" in one.formats]
    if organisations:
        section = made.root.add("Sect")
        yield made.heading(made.say("support"), section)
        yield Columns([organisation(made, one, section, "side") for one in organisations], 2, COLUMN_GAP)
    section = made.root.add("Sect")
    end = _about(made)  # comes last, but may cite
    if made.inlines.numbering.keys:
        yield from _references(made, section)
    yield end


def _next_visit(made: Handout) -> Iterator[Flowable]:
    section = made.root.add("Sect")
    yield made.heading(made.say("next_visit"), section)
    yield Side(
        [made.field(made.say(key), section) for key in ("date_and_time", "with", "bring")], (4, 4, 5), 16, after=6
    )


def _teach_back(made: Handout) -> Flowable:
    element = made.root.add("Div")
    parts: list[Flowable] = [made.text(made.say("teach_back"), "side_heading", element.add("P"), after=2)]
    parts.extend(made.bullets(made.document.teach_back, element, "side", "–", indent=11))
    return Box(
        Column(parts),
        padding=(13, 9),
        kind="teach-back",
        bar=5,
        bar_fill=made.colours["accent"],
        fill=made.colours["tint"],
    )


def _read_more(made: Handout) -> Iterator[Flowable]:
    clinic = made.context.clinic
    section = made.root.add("Div")
    if clinic and clinic.read_more:
        own = section.add("Figure", alternate=made.say("qr_alt", address=clinic.read_more))
        size = 24 * MILLIMETRE
        code = Figure(own, own.content(), 1.0, qr(clinic.read_more), width=size, kind="qr")
        shown = markup.plain(clinic.short_address) if clinic.short_address else ""
        key = "short_address" if shown else "read_more"
        parts: list[Flowable] = [
            made.text(made.say("read_more_text"), "side", section.add("P")),
            made.address(clinic.read_more, section, "side", shown, clinic.place[key] if clinic.place else None),
        ]
        if clinic.feedback:
            parts.append(made.text(clinic.feedback, "side", section.add("P"), before=4))
        yield Entry(code, Column(parts), size + 8)
    elif clinic and clinic.feedback:
        yield made.text(clinic.feedback, "side", section.add("P"), before=4)


def _offers(made: Handout) -> Iterator[Flowable]:
    """Yield the lines on interpreters and other formats, in large type (DAPB1605: easy to see)."""
    clinic = made.context.clinic
    section = made.root.add("Div")
    notes = [clinic.interpreter, clinic.other_formats, clinic.language_help, clinic.nondiscrimination] if clinic else []
    told: list[Text | str] = [note for note in notes if note]
    for number, note in enumerate(told or [made.say("other_formats")]):
        before = 2.0 if number else made.space["section"]
        yield made.text(note, "offer", section.add("P"), before=before, widest=made.style.page["text"])


def _references(made: Handout, section: Element) -> Iterator[Flowable]:
    yield made.heading(
        made.say("references_short"), section, role="side_heading", before=made.space["paragraph"] + 2, after=3
    )
    listed = section.add("L", numbering="Decimal")
    kind = made.types["small"]
    runs: list[Run] = []
    for number, key in enumerate(made.inlines.numbering.keys, 1):
        own = listed.add("LI")
        link = own.add("Lbl").add("Link")
        back = Target(link, made.say("back_link", number=number), anchor=made.inlines.back(number))
        runs.append(
            Run(
                str(number),
                made.inlines.look(kind, "bold", made.colours["link"]),
                link.content(),
                back,
                anchor=f"ref-{number}",
            )
        )
        body = own.add("LBody").add("BibEntry")
        words = "".join(part.text for part in nlm.short(made.context.references[key]))
        runs.append(
            Run(
                f"\u00a0{words}  ".replace("  ", " "),
                made.inlines.look(kind),
                body.content(),
                place=made.context.references[key].title.place,
            )
        )
    yield made._block(runs, "small", after=4)


def _about(made: Handout) -> Flowable:
    governance, locale, say = made.document.governance, made.context.locale, made.say
    reviewers = listed([one.name for one in governance.reviewers]) or [say("nobody")]
    parts: list[Words] = [
        f"{say('version')} {governance.version}, {locale.day(governance.updated)}. ",
        f"{say('next_review')}: {locale.day(governance.next_review)}. ",
        *(f"{say('written_by')}: ", *(listed([one.name for one in governance.authors]) or [governance.publisher.name])),
        *(f". {say('reviewed_by')}: ", *reviewers),
        *(f". {say('funding')}: ", governance.funding),
        *(f" {say('conflicts')}: ", governance.conflicts, " "),
        governance.disclaimer or say("disclaimer"),
    ]
    runs = made.inlines.all_runs(parts, made.types["small"], made.root.add("Div").add("P"))
    return made._block(runs, "small", before=3)
