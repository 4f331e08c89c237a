"""STRU: the parts that a leaflet needs, their order, their length and their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.checks.rule import Rule, blocks, where
from builder.language import lexicon, prose
from builder.markup import plain, walk
from builder.model import (
    Actions,
    ClinicValue,
    Codes,
    Document,
    HelpTier,
    Link,
    List,
    Paragraph,
    Section,
    SectionKind,
    Text,
    Treatments,
    Uncertainty,
)
from builder.problems import Problem, Span

if TYPE_CHECKING:
    from builder.checks.subject import Subject

NEEDED: dict[SectionKind, str] = {
    "what-is": "what the condition is",
    "signs": "its signs",
    "causes": "its causes",
    "diagnosis": "how it is found",
    "treatment": "its treatment",
    "outlook": "what to expect over time",
    "living-with": "living with it",
}
NEEDED_OF_ALL: tuple[SectionKind, ...] = ("what-is", "treatment", "living-with")
STAGES: dict[SectionKind, int] = {
    "what-is": 0, "history": 1, "signs": 1, "causes": 1, "inheritance": 1, "diagnosis": 2, "treatment": 3,
    "medicines": 3, "outlook": 4, "uncertainty": 4, "living-with": 4, "visits": 4, "connecting": 4, "questions": 5,
}  # fmt: skip
"""The stage of each kind of section; a section needs those of lower stages before it."""
MAIN_MESSAGE_WORDS, MAIN_MESSAGE_SENTENCES = 45, 3
KEY_POINTS = range(3, 6)
KEY_POINT_WORDS = 20
LONGEST_HEADING = 10  # words
LONGEST_STRETCH = 250  # words of running text under one heading
LIST_ADVISED, LIST_LONGEST = 6, 7
VAGUE = frozenset(
    ["introduction", "overview", "information", "general", "background", "other", "miscellaneous", "more", "details"]
)
CAPITALISES_NOUNS = frozenset(["de", "lb"])


def _words(text: str) -> int:
    return len(text.split())


def missing_section(subject: Subject) -> Iterator[Problem]:
    """A part that every leaflet needs is not there.

    The parts are: what it is, signs, causes, diagnosis, treatment, outlook, living with it, support, and references.
    Reading the file already checks "When to get help". A section may have any title; its `kind` says which part it is.
    A topic whose codes are all from the ICD chapters of symptoms (R) and of circumstances (Z: a medicine, an operation,
    an aid) is not an illness: it needs only what it is, its treatment, living with it, and references. On such leaflets
    the other parts made no sense. Everything that is missing is reported together.

    Why: What is left out, the reader will look for elsewhere, in worse places.

    Bad: no section of the kind `outlook`

    Good: `- {id: future, kind: outlook, title: What can we expect?, blocks: [...]}`

    Source: EQIP; DISCERN; the headings of GARD and NORD.
    """
    document = subject.document
    kinds, illness = {section.kind for section in document.sections}, _is_illness(document.codes)
    lacking = [kind for kind in (NEEDED if illness else NEEDED_OF_ALL) if kind not in kinds]
    parts = [NEEDED[kind] for kind in lacking]
    advice = []
    if lacking:
        wanted = _listed([f"`kind: {kind}`" for kind in lacking], "and")
        advice.append(f"{'a section' if len(lacking) == 1 else 'sections'} with {wanted}")
    if illness and not document.support:
        parts.append("where else to find support")
        advice.append("`support:` with an organisation for patients")
    if not subject.context.references:
        parts.append("what its sources are")
        advice.append("the sources to `references.yaml` beside the topic")
    if parts:
        yield Problem("missing-section", f"The topic does not tell {_listed(parts, 'and')}.",
                      where(document, "sections"), f"Add {', and '.join(advice)}.")


def _listed(words: list[str], last: str) -> str:
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _is_illness(codes: Codes) -> bool:
    """Tell whether a topic is an illness: not if all its codes are of the ICD-10 chapters XVIII (R) and XXI (Z)."""
    others = (*codes.orpha, *codes.omim, *codes.mondo, *codes.icd11, *codes.genes)
    icd = (*codes.icd10, *codes.icd10cm)
    return bool(others) or not icd or any(code[0] not in "RZ" for code in icd)


def section_out_of_order(subject: Subject) -> Iterator[Problem]:
    """A section stands before one that the reader needs first.

    First what it is; then history, signs, causes and inheritance; diagnosis; treatment and medicines; outlook, what is
    not known, living with it, visits and connecting; and last, questions. Within a stage any order will do: good
    leaflets have causes before signs, or outlook after living with it. `other` may stand anywhere.

    Why: Each part builds on the one before it; treatment means little to readers who do not know the illness yet.

    Bad: `treatment` before `signs`

    Good: `signs`, `causes`, `diagnosis`, `treatment`

    Source: PEMAT-P item 10 (logical sequence).
    """
    before: Section | None = None
    for section in subject.document.sections:
        if section.kind == "other":
            continue
        if before and STAGES[section.kind] < STAGES[before.kind]:
            yield Problem("section-out-of-order", f"'{section.kind}' stands after '{before.kind}'.",
                          where(section, "kind"), f"Move the section before '{before.id}'.")
        else:
            before = section


def long_main_message(subject: Subject) -> Iterator[Problem]:
    """The main message is longer than a reader can keep in mind: 3 sentences, 45 words.

    Reading the file already checks that there is exactly one. `main-message-off-page-one` checks where it stands.

    Why: Many readers take away one thought. This is the one.

    Bad: a main message of five sentences

    Good: "ALPS makes the body keep too many white blood cells. Treatment helps most children live a full life."

    Source: CDC Clear Communication Index, items 1 and 2.
    """
    for unit, sentences in subject.prose.sentences:
        if unit.kind != "main-message":
            continue
        words = _words(unit.text)
        if words > MAIN_MESSAGE_WORDS or len(sentences) > MAIN_MESSAGE_SENTENCES:
            yield Problem("long-main-message", f"The main message has {words} words in {len(sentences)} sentences.",
                          unit.span(), f"Keep it to {MAIN_MESSAGE_WORDS} words in {MAIN_MESSAGE_SENTENCES} sentences.")


def wrong_key_points(subject: Subject) -> Iterator[Problem]:
    """There are not 3 to 5 key points, or one has more than 20 words.

    `key-points-off-page-one` checks where they are printed.

    Why: A summary that nobody can keep in mind is no summary.

    Bad: eight key points

    Good: four, of one short sentence each

    Source: PEMAT-P item 11; CDC Clear Communication Index, item 10; SAM 1d.
    """
    document = subject.document
    if len(document.key_points) not in KEY_POINTS:
        yield Problem("wrong-key-points", f"There are {len(document.key_points)} key points.",
                      where(document, "key_points"), "Give 3 to 5.")
    for point in document.key_points:
        if (words := _words(plain(point.text))) > KEY_POINT_WORDS:
            yield Problem("wrong-key-points", f"This key point has {words} words.", where(point, "text"),
                          f"Keep it to {KEY_POINT_WORDS}.")


def unclear_purpose(subject: Subject) -> Iterator[Problem]:
    """The purpose or the audience says nothing that the title does not say.

    The purpose says what the reader will know or can do afterwards. The audience is a group of people, not everyone.

    Why: Readers decide in seconds whether a leaflet is meant for them.

    Bad: `purpose: Information on ALPS` and `who: the general public`

    Good: `purpose: To explain what ALPS is and when to get help.` and `who: families and carers`

    Source: PEMAT-P item 1; DISCERN 1; SAM 1a.
    """
    document = subject.document
    title = plain(document.title).casefold()
    purpose = plain(document.purpose)
    said = [word for word in re.findall(r"\w+", purpose.casefold()) if word not in title]
    if len(said) < 4 and not _unspaced(purpose):
        yield Problem("unclear-purpose", "The purpose does not say what the reader will know or can do.",
                      where(document, "purpose"), "Begin with 'To explain' or 'To help you', and say what.")
    if re.fullmatch(r"(?i)\W*(every(one|body)|all|the (general )?public|people|any(one|body)|readers)\W*",
                    plain(document.audience.who)):
        yield Problem("unclear-purpose", "The audience could be anyone.", where(document.audience, "who"),
                      "Name the group, such as parents, or adults with the condition.")


def _unspaced(text: str) -> bool:
    """Tell whether a text is in a script without spaces between words."""
    return len(text) > 12 and " " not in text.strip()


def incomplete_action(subject: Subject) -> Iterator[Problem]:
    """No block says what the reader can do, or an action does not say how or why.

    Why: "Eat well" changes nothing. What exactly, and what for, does.

    Bad: `{id: rest, do: Rest.}`

    Good: `{id: rest, do: Rest when you are tired., how: Lie down for an hour after school., why: ...}`

    Source: CDC Clear Communication Index, items 5 and 12 to 14; PEMAT-P items 20 and 22.
    """
    document = subject.document
    found = [block for _, block in blocks(document) if isinstance(block, Actions)]
    if not found:
        yield Problem("incomplete-action", "No block says what the reader can do, how and why.",
                      where(document, "sections"), "Add a block with `actions:`, each with `do`, `how` and `why`.")
    for block in found:
        for action in block.actions.items:
            lacks = [name for name in ("how", "why") if getattr(action, name) is None]
            if lacks:
                yield Problem("incomplete-action", f"This action does not say {' and '.join(lacks)}.", where(action),
                              f"Add {' and '.join(f'`{name}:`' for name in lacks)}.")


def vague_heading(subject: Subject) -> Iterator[Problem]:
    """A heading says nothing, stands twice, is too long, or Has A Capital On Every Word.

    A heading has at most 10 words, since a question needs that many, and is in sentence case. Names and abbreviations
    keep their capitals; so do German nouns.

    Why: Readers who are looking for something skip from heading to heading. Words in lower case are read by their
    shape.

    Bad: `title: Overview` or `title: What You Can Do At Home`

    Good: `title: What you can do at home`

    Source: PEMAT-P item 9; NHS digital service manual, formatting and punctuation.
    """
    seen: dict[str, Span | None] = {}
    for section in subject.document.sections:
        title, span = plain(section.title), where(section, "title")
        folded = title.casefold().strip(" ?.!:")
        if fault := _heading_fault(title, subject.document):
            yield Problem("vague-heading", fault[0], span, fault[1])
        if folded in seen:
            first = seen[folded]
            yield Problem("vague-heading", f"The heading '{title}' stands twice.", span, "Say what is different.",
                          related=((first, "first used here"),) if first else ())
        seen.setdefault(folded, span)


def _heading_fault(title: str, document: Document) -> tuple[str, str] | None:
    words = re.findall(r"[^\W\d_][\w'’-]*", title)
    if words and all(word.casefold() in VAGUE for word in words):
        return f"The heading '{title}' does not say what follows.", "Name it, or put it as the reader's question."
    if len(title.split()) > LONGEST_HEADING:
        return f"The heading has {len(title.split())} words.", f"Keep it to {LONGEST_HEADING}."
    names = {word for name in (document.title, document.short_title) if name for word in plain(name).split()}
    long = [word for word in words[1:] if len(word) > 2 and word not in names and not word.isupper()]
    capitals = [word for word in long if word[0].isupper()]
    if len(capitals) > 1 and 2 * len(capitals) >= len(long) and document.language[:2] not in CAPITALISES_NOUNS:
        return "The heading has capitals inside.", "Write only its first word and names with a capital."
    return None


def too_few_headings(subject: Subject) -> Iterator[Problem]:
    """More than 250 words of running text stand under one heading.

    The published advice is a heading for every two paragraphs, about 150 words. Paragraphs, lists and steps count;
    tables and boxes do not, since they stand out by themselves. On real factsheets a limit of 150 called for headings
    that said nothing, so it is 250.

    Why: A wall of text is not read.

    Bad: a section of six long paragraphs

    Good: two sections, each with a heading that says what it is about

    Source: PEMAT-P item 8; CDC Clear Communication Index, item 9; SAM 4c.
    """
    counts: dict[str, int] = {}
    for unit in subject.prose.units:
        if unit.section and unit.kind in ("paragraph", "item", "step", "lead-in"):
            counts[unit.section.id] = counts.get(unit.section.id, 0) + _words(unit.text)
    for section in subject.document.sections:
        if (words := counts.get(section.id, 0)) > LONGEST_STRETCH:
            yield Problem("too-few-headings", f"{words} words stand under this heading.", where(section, "title"),
                          "Split the section in two, or shorten it.")


def long_list(subject: Subject) -> Iterator[Problem]:
    """A bulleted list has more items than a reader takes in: 6 is a warning, 7 the most.

    The signs of each degree of urgency are such lists. Numbered steps may be longer.

    Why: After seven bullets, the first are forgotten. Groups with a heading each are remembered.

    Bad: a list of twelve signs

    Good: two lists of six, "Signs you can see" and "Signs you can feel"

    Source: CDC Clear Communication Index, item 8; NHS digital service manual (6 items).
    """
    document = subject.document
    lists = [(block.list.items, where(block, "list")) for _, block in blocks(document) if isinstance(block, List)]
    lists += [(tier.signs, where(tier, "signs")) for _, tier in _tiers(document)]
    for items, span in lists:
        if len(items) > LIST_ADVISED:
            yield Problem("long-list", f"This list has {len(items)} items.", span, "Shorten it, or make two of it.",
                          "error" if len(items) > LIST_LONGEST else "warning")


def _tiers(document: Document) -> Iterator[tuple[str, HelpTier]]:
    for name in ("emergency", "urgent", "routine"):
        yield name, getattr(document.get_help, name)


def unstated_uncertainty(subject: Subject) -> Iterator[Problem]:
    """Nothing says what is not known.

    A block `uncertainty:` does, and so does a sentence such as "Nobody knows why".

    Why: Readers who are told what is uncertain trust the rest, and are not shaken when advice changes.

    Bad: no `uncertainty:` block

    Good: `uncertainty: {title: How long to treat?, text: No study has compared ...}`

    Source: CDC Clear Communication Index, item 11; DISCERN 8.
    """
    document = subject.document
    said = any(isinstance(block, Uncertainty) or section.kind == "uncertainty" for section, block in blocks(document))
    if not said and not _admits(subject.prose):
        yield Problem("unstated-uncertainty", "Nothing says what is not known.", where(document, "sections"),
                      "Add a block with `uncertainty:`.")


def _admits(text: prose.Prose) -> bool:
    """Tell whether a paragraph or an item says that something is not known."""
    unknown = lexicon.load(text.language).unknown.pattern(text.vocabulary)
    told = (unit for unit in text.units if unit.section and unit.kind in ("paragraph", "item", "cell"))
    return unknown is not None and any(unknown.search(prose.folded(unit.text)) for unit in told)


def incomplete_treatment(subject: Subject) -> Iterator[Problem]:
    """Not all the choices of treatment are there.

    A section of the kind `treatment` that describes treatments in paragraphs needs a block `treatments`; one of steps
    and lists alone, such as how to stop a nosebleed, does not. The block offers at least two choices (or says
    `single_option: true`), and one choice in the topic is no treatment or waiting (`none: true`). Reading the file
    already checks that each says how it works, its benefits and its risks.

    Why: A choice needs something to choose from. What happens without treatment is what patients ask first.

    Bad: one option, with its benefits alone

    Good: waiting, medicine and surgery, side by side

    Source: DISCERN 9 to 14; CDC Clear Communication Index, item 19; IPDAS.
    """
    found = [block for _, block in blocks(subject.document) if isinstance(block, Treatments)]
    if not found:
        for section in subject.document.sections:
            if section.kind == "treatment" and any(isinstance(block, Paragraph) for block in section.blocks):
                yield Problem("incomplete-treatment", "The treatments are not compared.", where(section),
                              "Add a block with `treatments:` that sets them side by side.")
    for block in found:
        if len(block.treatments.options) < 2 and not block.treatments.single_option:
            yield Problem("incomplete-treatment", "Only one treatment is offered.", where(block),
                          "Add the other choices, or `single_option: true` where there is no other.")
    if found and not any(option.none for block in found for option in block.treatments.options):
        yield Problem("incomplete-treatment", "Nothing says what happens without treatment.", where(found[0]),
                      "Add an option with `none: true`.")


def help_without_contact(subject: Subject) -> Iterator[Problem]:
    """When to get help does not say whom to call.

    The action of the emergency and the urgent tier holds a number, a link or a value of the clinic. The routine tier
    may say "at your next visit". Reading the file already checks that each tier has signs.

    Why: Someone who is frightened at night must not have to search for a number.

    Bad: `action: Seek medical attention.`

    Good: `action: "Call the clinic today: {clinic.phone}"`

    Source: NHS care cards; CDC Clear Communication Index, item 14.
    """
    for name, tier in _tiers(subject.document):
        if name != "routine" and not _has_route(tier.action):
            yield Problem("help-without-contact", "This gives no number to call.", where(tier, "action"),
                          "Add {clinic.phone} or {clinic.emergency}.")


def _has_route(text: Text) -> bool:
    return any(isinstance(node, (ClinicValue, Link)) for node in walk(text)) or bool(re.search(r"\d{3}", plain(text)))


def unused_glossary_entry(subject: Subject) -> Iterator[Problem]:
    """The glossary explains a word that the text never uses.

    A word is used where it is marked as a term or stands in the text, as it is or in one of its `also` forms. Words
    that need an entry and have none are found by `unexplained-word`.

    Why: Each needless entry makes the useful ones harder to find.

    Bad: an entry for "apoptosis", which the text calls "cell death"

    Good: entries only for words of the text

    Source: PEMAT-P item 4; CDC Clear Communication Index, item 7.
    """
    units = subject.prose.units if subject.document.glossary else ()
    marked = {name.casefold() for unit in units for _, _, name in unit.terms}
    written = " ".join(unit.text for unit in units if unit.kind != "definition").casefold()
    for entry in subject.document.glossary:
        forms = [form.casefold() for form in (plain(entry.term), *entry.also)]
        if not any(form in marked or form in written for form in forms):
            yield Problem("unused-glossary-entry", f"The text never uses '{plain(entry.term)}'.", where(entry, "term"),
                          "Delete the entry, or list the form that the text uses under `also:`.")


RULES = (
    Rule("STRU001", "missing-section", "error", missing_section),
    Rule("STRU002", "section-out-of-order", "warning", section_out_of_order),
    Rule("STRU003", "long-main-message", "error", long_main_message),
    Rule("STRU005", "wrong-key-points", "error", wrong_key_points),
    Rule("STRU006", "unclear-purpose", "error", unclear_purpose),
    Rule("STRU007", "incomplete-action", "error", incomplete_action),
    Rule("STRU009", "vague-heading", "warning", vague_heading),
    Rule("STRU010", "too-few-headings", "warning", too_few_headings),
    Rule("STRU011", "long-list", "error", long_list),
    Rule("STRU013", "unstated-uncertainty", "error", unstated_uncertainty),
    Rule("STRU014", "incomplete-treatment", "error", incomplete_treatment),
    Rule("STRU015", "help-without-contact", "error", help_without_contact),
    Rule("STRU016", "unused-glossary-entry", "warning", unused_glossary_entry),
)
