"""The factsheet: all that a topic says, for the public, with numbered references."""

from __future__ import annotations

from typing import Iterator, Sequence

from builder import markup, model
from builder.context import Context
from builder.formats.composer import Composer, Part, part
from builder.formats.inline import Words, words_of
from builder.model import Document
from builder.structure import Child, Element, Sheet

PRINTED_CODES = ("ORPHA", "OMIM", "ICD-10", "ICD-10-CM", "ICD-11")


def compose(document: Document, context: Context) -> Sheet:
    """Return the factsheet of `document`. Raises ContentError for a figure that cannot be read."""
    made = Composer(document, context, "factsheet")
    root = made.root(
        *_masthead(made),
        part("Sect", "key-points", made.heading(made.say("key_points")), made.bullets(document.key_points)),
        part("Sect", "get-help", made.heading(made.say("get_help")), *(_tier(made, *tier) for tier in made.tiers())),
        _at_a_glance(made),
        *made.sections(),
        support(made, list(filter(made.printed, document.support))),
        _glossary(made),
        *_end(made),
    )
    short = made.say("factsheet_short", title=words_of(context.locale, document.short_title or document.title))
    full = f"{words_of(context.locale, document.title)}: {made.say('factsheet').lower()}"
    return Sheet(
        made.format,
        root,
        (short, made.say("other_formats")),
        made.footer(short),
        made.folio(),
        made.metadata(full),
        context.locale.direction,
        made.calls(),
        made.terms(),
    )


def _masthead(made: Composer) -> Iterator[Part]:
    document = made.document
    yield made.element("P", made.say("factsheet"), kind="kicker")
    yield made.status()
    yield made.element("H1", document.title, kind="title")
    yield made.logo()
    yield Element("P", "names", children=tuple(_names(made)))
    yield made.element("P", document.main_message, kind="message")


def _names(made: Composer) -> Iterator[Child]:
    document, inlines = made.document, made.inlines
    if document.short_title:
        yield from inlines.children(document.short_title, ". ")
    for sort, key in (("exact", "also_called"), ("former", "once_called")):
        names = [one.name for one in document.synonyms if one.kind == sort]
        if names:
            yield from inlines.said(key, names=listed(names))
            yield from inlines.children(" ")
    yield from inlines.said("for_whom", who=[document.audience.who])


def listed(texts: Sequence[Words], between: str = ", ") -> list[Words]:
    """Return texts with commas between them."""
    return [one for text in texts for one in (between, text)][1:]


def _tier(made: Composer, name: str, tier: model.HelpTier) -> Element:
    return part(
        "Sect", name,
        made.heading(made.say(name), 3),
        made.element("P", tier.lead_in, kind="lead-in") if tier.lead_in else None,
        made.bullets(tier.signs, "–"),
        made.element("P", tier.action, kind="action"),
    )  # fmt: skip


def _at_a_glance(made: Composer) -> Part:
    """Return the facts, the codes last."""
    facts = [_fact(made, fact.label, fact.text, fact.id) for fact in filter(made.printed, made.document.at_a_glance)]
    codes = [f"{system} {code}" for system, code in made.codes() if system in PRINTED_CODES]
    if codes:
        facts.append(_fact(made, made.say("codes"), ", ".join(codes), ""))
    return part("Sect", "at-a-glance", made.heading(made.say("at_a_glance")), *facts) if facts else None


def _fact(made: Composer, label: Words, text: Words, name: str) -> Element:
    own = Element("P", "label", name, made.inlines.children(label))
    return part("Div", "fact", own, made.element("P", text))


def support(made: Composer, organisations: Sequence[model.Organisation]) -> Part:
    """Return the organisations that help: their names, what they offer, and their addresses."""
    if not organisations:
        return None
    heading = made.heading(made.say("support"))
    return part("Sect", "support", heading, *(_organisation(made, one) for one in organisations))


def _organisation(made: Composer, one: model.Organisation) -> Element:
    name = made.inlines.children(one.name, weight="lead")
    country = made.inlines.children(" (", one.country, ")") if one.country else ()
    address = made.address(one.url, place=one.place["url"] if one.place else None) if one.url else None
    head = Element("P", "name", one.id, (*name, *country))
    return part("Div", "organisation", head, made.element("P", one.what), address)


def _glossary(made: Composer) -> Part:
    entries = sorted(filter(made.printed, made.document.glossary), key=lambda one: markup.plain(one.term).casefold())
    if not entries:
        return None
    listed = part("L", "glossary", *(_explained(made, entry) for entry in entries), numbering="None")
    return part("Sect", "glossary", made.heading(made.say("glossary")), listed)


def _explained(made: Composer, entry: model.GlossaryEntry) -> Element:
    inlines = made.inlines
    term = Element("Lbl", children=inlines.children(entry.term, weight="lead"))
    sound = inlines.said("say", sound=[entry.say_it]) if entry.say_it else ()
    return part("LI", "", term, Element("LBody", children=(*sound, *inlines.children(": ", entry.plain))))


def _end(made: Composer) -> Iterator[Part]:
    """Yield the references, and what stands behind the factsheet."""
    behind = _about(made)  # comes last, but may cite
    if made.inlines.numbering.keys:
        yield part("Sect", "references", made.heading(made.say("references")), made.references())
    yield behind


def _about(made: Composer) -> Element:
    """Return who stands behind the text, and how far it can be trusted."""
    document, governance, locale = made.document, made.document.governance, made.context.locale
    heading = made.heading(made.say("about"))
    publisher = governance.publisher
    reviewed = [said for one in governance.reviewers for said in (*_people([one]), f", {locale.day(one.date)}. ")]
    published = made.say("version_published", version=governance.version, date=locale.day(governance.published))
    rows: list[tuple[str, Sequence[Words | None]]] = [
        ("status", [made.say(governance.status)]),
        ("version", [published]),
        ("updated", [locale.day(governance.updated) if governance.updated != governance.published else None]),
        ("written_by", _people(governance.authors) or [publisher.name]),
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
    told = [(key, [text for text in texts if text]) for key, texts in rows]
    lines = [made.lead(made.say(key), *texts, kind=key) for key, texts in told if texts]
    return part("Sect", "about", heading, *lines)


def _people(named: Sequence[model.Person]) -> list[Words]:
    """Return names with credentials and roles."""
    found: list[Words] = []
    for one in named:
        found += [", " if found else "", one.name]
        found += [", ", one.credentials] if one.credentials else []
        found += [" (", one.role, ")"]
    return found
