"""The clinic handout: what a patient takes home, under the clinic's own name, with room to write."""

from __future__ import annotations

from typing import Iterable, Iterator

from builder import markup, model
from builder.context import Context
from builder.drawings import qr
from builder.formats.composer import Composer, Part, Rows, part
from builder.formats.factsheet import listed, support
from builder.formats.inline import Words, clinic_value, words_of
from builder.formats.inline import joined as in_line
from builder.model import Document
from builder.references import nlm
from builder.structure import Element, Picture, Piece, Sheet

EMPTY_ROWS = 1
"""Rows of the medicines table to write further medicines in."""
NOT_PRINTED = {
    "Medicine.how_taken": "not printed yet: the table has columns to write it in",
    "Medicine.common_harms": "not printed yet: the table has no room for it",
    "Medicine.serious_harms": "not printed yet: the table has no room for it",
    "Action.how": "not printed yet: a line to tick has no room for it",
    "Action.why": "not printed yet: a line to tick has no room for it",
}
"""The fields of blocks that this format leaves out, and why."""


def compose(document: Document, context: Context) -> Sheet:
    """Return the handout of `document`. Raises ContentError for a figure or logo that cannot be read."""
    made = Handout(document, context, "handout")
    root = made.root(
        _clinic(made),
        _title(made),
        made.status(),
        Element("P", "subtitle", children=made.inlines.said("handout_subtitle", title=[document.title])),
        part("Sect", "get-help", made.heading(made.say("get_help")), *(_tier(made, *tier) for tier in made.tiers())),
        *made.sections(),
        part("Sect", "next-visit", made.heading(made.say("next_visit")),
             *_fields(made, "date_and_time", "with", "bring")),
        _teach_back(made),
        _read_more(made),
        _offers(made),
        support(made, [one for one in document.support if made.format in one.formats]),
        *_end(made),
    )  # fmt: skip
    short = made.say("handout_short", title=words_of(context.locale, document.short_title or document.title))
    told = [clinic_value(context.clinic, name, context.locale) for name in ("name", "phone")]
    clinic = in_line([words for words in told if words], context.locale)
    return Sheet(
        made.format,
        root,
        (_title_words(made), clinic or made.say("other_formats")),
        made.footer(short),
        made.folio(),
        made.metadata(f"{_title_words(made)}: {short}"),
        context.locale.direction,
        made.calls(),
        made.terms(),
    )


class Handout(Composer):
    """Composes blocks as a handout has them: medicines with room to write, actions to tick off, lines for questions."""

    def _medicine_rows(self, block: model.Medicines) -> Iterable[Part]:
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
        empty: Rows = [[[]] * len(header)] * EMPTY_ROWS
        return self.table_of(medicines, block.medicines.lead_in, header, [*rows, *empty], kind="to-fill-in")

    def _to_know(self, medicine: model.Medicine) -> list[tuple[Words, ...]]:
        """Return one paragraph that says what not to do and what the clinic checks."""
        parts: list[Words] = [medicine.do_not, " "] if medicine.do_not else []
        parts += [f"{self.say('we_check')} ", medicine.monitoring] if medicine.monitoring else []
        return [tuple(parts)] if parts else []

    def _tick_list(self, block: model.Actions) -> Iterable[Part]:
        actions = list(filter(self.printed, block.actions.items))
        if not actions:
            return []
        return [*self._led(block.actions.lead_in), part("L", "ticks", *map(self._tick, actions), numbering="None")]

    def _tick(self, action: model.Action) -> Element:
        label = Element("Lbl", "tick", actual=self.say("tick_box"))
        body = Element("LBody", children=self.inlines.children(action.do))
        return Element("LI", "", action.id, (label, body))

    def _questions(self, block: model.Questions) -> Iterable[Part]:
        return [*super()._questions(block), self.space(self.say("your_questions"), kind="lines")]

    own = {"medicines": _medicine_rows, "actions": _tick_list, "questions": _questions}


# --- The top ----------------------------------------------------------------------------------------------------------


def _title_words(made: Composer) -> str:
    document, locale = made.document, made.context.locale
    if document.handout_title:
        return words_of(locale, document.handout_title)
    return made.say("living_with", title=words_of(locale, document.short_title or document.title))


def _title(made: Handout) -> Element:
    document = made.document
    if document.handout_title:
        return made.element("H1", document.handout_title, kind="title")
    title = document.short_title or document.title
    return Element("H1", "title", children=made.inlines.said("living_with", True, title=[title]))


def _clinic(made: Handout) -> Element:
    clinic = made.context.clinic
    if clinic is None:
        return part("Div", "blank-clinic", *_fields(made, "clinic", "phone", "out_of_hours"))
    return part("Div", "clinic", made.logo(), *(part("Div", "", *lines) for lines in _columns(made, clinic)))


def _columns(made: Handout, clinic: model.Clinic) -> tuple[list[Element], ...]:
    """Return who the clinic is, whom to call and when, each in lines.

    The web and e-mail addresses go into the shortest column: a taller head takes lines from the only sheet.
    """
    first, *more = clinic.hours
    numbers = [("phone", clinic.phone), ("out_of_hours", clinic.out_of_hours)]
    who = [made.element("P", clinic.name, kind="name"), *(made.element("P", line) for line in clinic.address)]
    calls = [made.element("P", f"{made.say(key)}: ", number, kind=key) for key, number in numbers if number]
    times = [made.element("P", f"{made.say('hours')}: ", first), *(made.element("P", one) for one in more)]
    addresses = {"email": f"mailto:{markup.plain(clinic.email)}" if clinic.email else "", "website": clinic.website}
    for key, url in addresses.items():
        if url:
            min((who, calls, times), key=len).append(made.address(url, place=clinic.place and clinic.place[key]))
    return who, calls, times


def _fields(made: Handout, *keys: str) -> Iterator[Element]:
    """Yield labels with lines to write on."""
    for key in keys:
        yield made.element("P", made.say(key), kind="label")
        yield made.space()


def _tier(made: Handout, name: str, tier: model.HelpTier) -> Element:
    return part(
        "Sect", name,
        made.heading(made.say(name), 3),
        made.element("P", tier.action, kind="action"),
        made.element("P", tier.lead_in, kind="lead-in") if tier.lead_in else None,
        made.bullets(tier.signs, "–"),
    )  # fmt: skip


# --- The end ----------------------------------------------------------------------------------------------------------


def _teach_back(made: Handout) -> Part:
    if not made.document.teach_back:
        return None
    label = made.element("P", made.say("teach_back"), kind="label")
    return part("Div", "teach-back", label, made.bullets(made.document.teach_back, "–"))


def _read_more(made: Handout) -> Part:
    clinic = made.context.clinic
    if not clinic or not (clinic.read_more or clinic.feedback):
        return None
    parts: list[Element] = []
    if clinic.read_more:
        alternate = made.say("qr_alt", address=clinic.read_more)
        parts.append(Element("Figure", "qr", alternate=alternate, picture=Picture(qr.code(clinic.read_more))))
        parts.append(made.element("P", made.say("read_more_text")))
        shown = markup.plain(clinic.short_address) if clinic.short_address else ""
        key = "short_address" if shown else "read_more"
        parts.append(made.address(clinic.read_more, shown, clinic.place and clinic.place[key]))
    if clinic.feedback:
        parts.append(made.element("P", clinic.feedback, kind="feedback"))
    return part("Div", "read-more", *parts)


def _offers(made: Handout) -> Element:
    """Return the lines on interpreters and other formats, which are easy to see (DAPB1605)."""
    clinic = made.context.clinic
    kinds = ("interpreter", "other-formats", "language-help", "nondiscrimination") if clinic else ()
    notes = {kind: note for kind in kinds if (note := getattr(clinic, kind.replace("-", "_")))}
    told: dict[str, Words] = notes or {"other-formats": made.say("other_formats")}
    return part("Div", "offers", *(made.element("P", note, kind=kind) for kind, note in told.items()))


def _end(made: Handout) -> Iterator[Part]:
    behind = _about(made)  # comes last, but may cite
    if made.inlines.numbering.keys:
        listed = part("L", "references", *(
            made.reference(number, _short_entry(made, key)) for number, key in enumerate(made.inlines.numbering.keys, 1)
        ), numbering="Decimal")  # fmt: skip
        yield part("Sect", "references", made.heading(made.say("references_short")), listed)
    yield behind


def _short_entry(made: Handout, key: str) -> tuple[tuple[Piece, ...], ...]:
    reference = made.context.references[key]
    words = "".join(part.text for part in nlm.short(reference))
    return ((Piece(f"\u00a0{words}  ".replace("  ", " "), place=reference.title.place),),)


def _about(made: Handout) -> Element:
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
    return part("Div", "about", made.element("P", *parts, kind="note"))
