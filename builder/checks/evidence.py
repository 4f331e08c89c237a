"""EVID: every claim has a source, the sources are complete, fresh and sound, and the numbers agree."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from builder import dates
from builder.checks.citing import Cited, cited
from builder.checks.rule import Rule, blocks, texts, where
from builder.language.prose import Prose
from builder.markup import citations
from builder.model import (
    Actions,
    BlockBase,
    Certainty,
    Fact,
    Figure,
    HelpTier,
    Medicines,
    Name,
    Named,
    Node,
    Person,
    Questions,
    Reference,
    ReferenceType,
    Reviewer,
    Tests,
    Text,
    Treatments,
)
from builder.near import did_you_mean
from builder.problems import Problem, Span
from builder.references import identifiers, records
from builder.references.wording import say

if TYPE_CHECKING:
    from builder.checks.subject import Subject

NEEDS_SOURCE = frozenset(["fact", "advice"])
NEEDS_NONE = frozenset(["safety", "definition"])
AGELESS_SECTIONS = frozenset(["history", "causes", "inheritance"])
YEARS, GUIDELINE_YEARS = 10, 5
CERTAINTIES: tuple[Certainty, ...] = ("very-low", "low", "moderate", "high")
CEILINGS: dict[str, Certainty] = {
    "systematic-review": "high",
    "guideline": "high",
    "trial": "high",
    "cohort": "high",
    "case-control": "moderate",
    "review": "moderate",
    "case-series": "low",
    "laboratory": "low",
    "expert": "low",
    "patient-information": "low",
}
ONLINE = frozenset(["webpage", "dataset", "guideline", "report"])
CREATOR = ("author", "editor", "publisher")
NEEDED: dict[ReferenceType, tuple[tuple[str, ...], ...]] = {
    "article-journal": (
        ("author",), ("container_title",), ("issued", "epub"), ("volume", "issue", "DOI", "PMID"),
        ("page", "number", "DOI", "PMID"),
    ),
    "article": (("author",), ("issued",), ("DOI", "URL")),
    "book": (("author", "editor"), ("publisher",), ("issued",)),
    "chapter": (("author",), ("container_title",), ("publisher",), ("issued",)),
    "dataset": (CREATOR, ("URL", "DOI")),
    "guideline": (CREATOR, ("issued", "updated"), ("URL", "DOI", "container_title", "ISBN")),
    "paper-conference": (("author",), ("event_title", "container_title"), ("issued",)),
    "report": (CREATOR, ("issued", "updated")),
    "thesis": (("author",), ("publisher",), ("issued",)),
    "webpage": ((*CREATOR, "container_title"), ("URL",)),
}
"""What a record of each type needs: one of each group."""


def uncited_claim(subject: Subject) -> Iterator[Problem]:
    """A fact or a piece of advice names no source.

    Every block of the kind `fact` or `advice` cites at least once, in its words or in its lead-in; in a block of
    treatments, tests or medicines each entry does. The main message, the key points and "At a glance" cite as well,
    unless a block says the same, with the same numbers, and cites or needs no source. Signs that need help are first
    aid that everyone knows; only their numbers need a source ("a fever over 38.5 °C for 3 days"). Blocks of the kinds
    `safety` (first aid), `definition` and `story` need none, nor do questions and pictures.

    Why: A claim without a source cannot be checked, and nobody notices when it becomes wrong.

    Bad: `paragraph: Most children get better.`

    Good: `paragraph: Most children get better [@price2014].`

    Source: DISCERN 4; PIF TICK criterion 4; NHS standard for creating health content (sources).
    """
    yield from _uncited_in_front(subject.prose)
    for _, block in blocks(subject.document):
        if block.kind not in NEEDS_SOURCE or isinstance(block, (Questions, Figure)):
            continue
        lead_in, claims = _claims(block)
        if lead_in and any(citations(lead_in)):
            continue
        for claim in claims:
            if not cited(claim):
                yield Problem("uncited-claim", f"{NAMES.get(type(block), 'This statement')} names no source.",
                              _words_of(claim),
                              "Cite one, such as [@smith2020], or set the `kind` if it is not a claim.")


NAMES = {Treatments: "This treatment", Tests: "This test", Medicines: "This medicine", Actions: "This advice"}


def _words_of(claim: Named) -> Span | None:
    """Return the place of the words that a claim starts with, rather than of its id."""
    first = next((text for text in texts(claim) if text.place), None)
    return first.place.span() if first and first.place else where(claim)


def _uncited_in_front(prose: Prose) -> Iterator[Problem]:
    """Yield each claim before the sections that has no source, neither there nor in a block that says the same."""
    said = _said_with_source(prose)
    for unit in prose.units:
        name = IN_FRONT.get(unit.kind) or ("This fact" if isinstance(unit.node, Fact) and unit.field == "text" else "")
        sign = unit.kind == "sign" and isinstance(unit.block, HelpTier)
        if not name and not (sign and _DIGIT.search(unit.text)) or any(citations(unit.source)):
            continue
        if sign and isinstance(unit.block, HelpTier) and (cited_in(unit.block.action) or cited_in(unit.block.lead_in)):
            continue
        if not any(_says(gist, _gist(unit.text)) for gist in said):
            what = "This sign gives a number, and" if sign else name
            yield Problem("uncited-claim", f"{what} names no source.", unit.span(),
                          "Cite one, such as [@smith2020], or say it below in the same words, and cite it there.")


IN_FRONT = {"main-message": "The main message", "key-point": "This key point"}
_DIGIT = re.compile(r"\d")
SAME = 1 / 2
"""The share of its words that a text has in common with a block that says the same."""


class _Gist(NamedTuple):
    """What a text says: the beginnings of its longer words, and its numbers."""

    words: frozenset[str]
    numbers: frozenset[str]


def _gist(text: str) -> _Gist:
    words = re.findall(r"[^\W\d_]{4,}", text.casefold())
    return _Gist(frozenset(word[:5] for word in words), frozenset(re.findall(r"\d+(?:[.,]\d+)*", text)))


def _says(whole: _Gist, part: _Gist) -> bool:
    return part.numbers <= whole.numbers and len(part.words & whole.words) >= SAME * len(part.words) > 0


def _said_with_source(prose: Prose) -> list[_Gist]:
    """Return what each block says that cites a source or needs none."""
    told: dict[int, list[str]] = {}
    sound: set[int] = set()
    for unit in prose.units:
        if isinstance(unit.block, BlockBase):
            told.setdefault(id(unit.block), []).append(unit.text)
            if unit.statement in NEEDS_NONE or cited_in(unit.source):
                sound.add(id(unit.block))
    return [_gist(" ".join(words)) for block, words in told.items() if block in sound]


def cited_in(text: Text | None) -> bool:
    """Tell whether a text cites a source."""
    return text is not None and any(citations(text))


def _claims(block: BlockBase) -> tuple[Text | None, Sequence[Named]]:
    """Return what leads in to the claims of a block, and what needs a source of its own in it."""
    if isinstance(block, Treatments):
        return block.treatments.lead_in, block.treatments.options
    if isinstance(block, Tests):
        return block.tests.lead_in, block.tests.items
    if isinstance(block, Medicines):
        return block.medicines.lead_in, block.medicines.items
    return None, (block,)


def dangling_citation(subject: Subject) -> Iterator[Problem]:
    """A citation names a reference that is not in the list.

    Why: The reader would find no source behind the number.

    Bad: `[@smith2002]` when the list has `smith2020`

    Good: a key that stands in `references.yaml`

    Source: ICMJE recommendations (Vancouver style).
    """
    for source in subject.citations:
        if source.key not in subject.context.references:
            yield Problem("dangling-citation", f"There is no reference '{source.key}'.", source.span(),
                          did_you_mean(source.key, subject.context.references) or "Add it to `references.yaml`.")


def unused_reference(subject: Subject) -> Iterator[Problem]:
    """A reference is cited nowhere.

    Why: A list with more sources than the text cites pretends to more evidence than there is.

    Bad: a record that no `[@key]` names

    Good: every record is cited

    Source: ICMJE recommendations (Vancouver style).
    """
    used = {source.key for source in subject.citations}
    for key, reference in subject.context.references.items():
        if key not in used:
            yield Problem("unused-reference", f"The reference '{key}' is cited nowhere.", where(reference, "id"),
                          "Cite it or delete it.")


def duplicate_reference(subject: Subject) -> Iterator[Problem]:
    """The same source is in the list twice.

    Two records are the same source if they have the same DOI, PMID or PMCID, or the same type, title, year and first
    author (or publisher, where there is no author). An identifier may be spelled in several ways:
    `https://doi.org/10.1000/x` is `10.1000/X`. Two records with the same spelling are refused when the file is read.

    Why: Two numbers for one source look like two sources.

    Bad: two records with the title "Ears: a guide" and the year 2019

    Good: one record, cited twice

    Source: ICMJE recommendations (Vancouver style).
    """
    seen: dict[tuple[str, ...], Reference] = {}
    for reference in subject.context.references.values():
        firsts = [seen.setdefault(mark, reference) for mark in _marks(reference)]
        first = next((one for one in firsts if one is not reference), None)
        if first:
            span = where(first, "id")
            yield Problem("duplicate-reference", f"'{reference.id}' is the same source as '{first.id}'.",
                          where(reference, "id"), "Keep one of them, and cite that.",
                          related=((span, "first listed here"),) if span else ())


def _marks(reference: Reference) -> Iterator[tuple[str, ...]]:
    """Yield what no other source shares."""
    title = "".join(filter(str.isalnum, say(reference.title).casefold()))
    first = next(iter((*reference.author, *reference.editor)), None)
    who = say(first.literal or first.family or first.given if first else reference.publisher).casefold()
    yield reference.type, title, (reference.issued or "")[:4], who
    for key in ("DOI", "PMID", "PMCID"):
        if bare := IDENTIFIERS[Reference][key](getattr(reference, key) or ""):
            yield key, bare.casefold()


def incomplete_reference(subject: Subject) -> Iterator[Problem]:
    """A reference lacks something that its type needs.

    A journal article needs authors, journal, year, and volume or issue and page (or a DOI or PMID); a book its
    publisher; a web page its address and the date on which it was read.

    Why: Readers who want to check must be able to find the very same text.

    Bad: `{id: who, type: webpage, title: ..., URL: ...}` without `accessed`

    Good: the same with `publisher` and `accessed: "2026-11-01"`

    Source: Citing Medicine (NLM), required components; ICMJE recommendations.
    """
    for reference in subject.context.references.values():
        lacking = [group for group in NEEDED[reference.type] if not any(getattr(reference, name) for name in group)]
        if reference.type in ONLINE and reference.URL and not (reference.accessed or reference.DOI):
            lacking.append(("accessed",))
        if lacking:
            names = ", ".join(" or ".join(_key(name) for name in group) for group in lacking)
            hint = f"Without it nobody finds a source of the type {reference.type} again."
            yield Problem("incomplete-reference", f"The reference '{reference.id}' lacks {names}.",
                          where(reference, "id"), hint)


def unprinted_field(subject: Subject) -> Iterator[Problem]:
    """A reference has a field that is not printed for its type.

    NLM's style decides which fields a type prints: an article in a journal has no publisher, a book no issue. `ISBN`
    and `ISSN` are kept for checking, and what the rules read (`evidence`, `finding`, `landmark`) is never printed.

    Why: What an author wrote down and nobody reads is lost, and often shows that the type is wrong.

    Bad: `{type: book, container-title: Textbook of ears, ...}`

    Good: `{type: chapter, container-title: Textbook of ears, ...}`

    Source: Citing Medicine (NLM), components of each type.
    """
    for reference in subject.context.references.values():
        yield from _faults("unprinted-field", records.unprinted(reference))


def unclear_name(subject: Subject) -> Iterator[Problem]:
    """The name of an author or editor would be printed wrongly.

    It has a degree as `suffix`, a title before the given name, a comma in a family name, initials without a family
    name, "et al" as a name, or a person and a group in one.

    Why: Anyone looking for the source looks for its first author.

    Bad: `{family: "Price, S"}` or `{family: Price, given: S, suffix: PhD}`

    Good: `{family: Price, given: S}`

    Source: Citing Medicine (NLM), chapter 1, rules for author.
    """
    for reference in subject.context.references.values():
        yield from _faults("unclear-name", records.unclear_names(reference))


def _faults(rule: str, faults: Iterator[records.Fault]) -> Iterator[Problem]:
    for fault in faults:
        yield Problem(rule, fault.message, where(fault.node, _key(fault.field)), fault.hint)


def _key(field: str) -> str:
    return field.replace("_", "-")


def invalid_identifier(subject: Subject) -> Iterator[Problem]:
    """An identifier of a reference or a person has a wrong shape or a wrong check digit.

    DOI, PMID, PMCID, ISBN, ISSN and ORCID are checked. Nothing is looked up: a well-formed number may still belong to
    another paper.

    Why: A wrong digit leads the reader to another paper, or nowhere.

    Bad: `DOI: 10.1182/blood-2002-05-1555)` or `ISBN: "9780306406158"`

    Good: `DOI: 10.1182/blood-2002-05-1555` or `ISBN: "9780306406157"`

    Source: ISO 26324 (DOI); ISO 2108 (ISBN); ISO 3297 (ISSN); ISO/IEC 7064 MOD 11-2 (ORCID).
    """
    governance = subject.document.governance
    references = subject.context.references.values()
    names = [name for reference in references for name in (*reference.author, *reference.editor) if name.ORCID]
    for record in (*references, *governance.authors, *governance.reviewers, *names):
        for key, read in IDENTIFIERS[type(record)].items():
            written = getattr(record, key)
            if written and read(written) is None:
                meant = identifiers.doi_inside(written) if key == "DOI" else None
                hint = f"Is it {meant}?" if meant else "Copy it again from the source."
                yield Problem("invalid-identifier", f"'{written}' is no valid {key.upper()}.", where(record, key), hint)


IDENTIFIERS: dict[type[Node], dict[str, Callable[[str], str | None]]] = {
    Reference: {
        "DOI": identifiers.doi,
        "PMID": identifiers.pmid,
        "PMCID": identifiers.pmcid,
        "ISBN": identifiers.isbn,
        "ISSN": identifiers.issn,
    },
    Name: {"ORCID": identifiers.orcid},
    Person: {"orcid": identifiers.orcid},
    Reviewer: {"orcid": identifiers.orcid},
}


def old_source(subject: Subject) -> Iterator[Problem]:
    """The newest source of a claim is too old.

    Each treatment, test and medicine is a claim, and so is every other block. Guidelines stay fresh for 5 years, all
    else for 10, counted to the date of the review (or of the last update). History, causes and inheritance have no age
    limit, nor do definitions and stories, nor does a claim with a source marked `landmark: true`.

    Why: Treatments and outlook change. A claim from 2009 may have been true in 2009.

    Bad: a treatment with one source, from 2008

    Good: the same with a review from 2023 beside it

    Source: PIF TICK criterion 4 (up to date); the limits are this project's choice.
    """
    document = subject.document
    base = document.governance.reviewed or document.governance.updated
    for section, block in blocks(document):
        if section.kind in AGELESS_SECTIONS or block.kind not in NEEDS_SOURCE:
            continue
        for claim in _claims(block)[1]:
            yield from _outdated(_sources(claim, subject.context.references), base)


def _outdated(found: list[tuple[Reference, Cited]], base: datetime.date) -> Iterator[Problem]:
    if not found or any(reference.landmark or _fresh(reference, base) for reference, _ in found):
        return
    newest, source = max(found, key=lambda pair: _latest(pair[0]))
    yield Problem("old-source", f"The newest source of this claim is of {_latest(newest)[:4]}.", source.span(),
                  "Cite a newer one, or mark the record `landmark: true` if nothing has replaced it.")


def _sources(claim: Named, known: Mapping[str, Reference]) -> list[tuple[Reference, Cited]]:
    return [(known[source.key], source) for source in cited(claim) if source.key in known]


def _latest(reference: Reference) -> str:
    """Return the newest date of a reference, as far as it is known."""
    return max(dates.last(date or "") for date in (reference.issued, reference.updated, reference.epub))


def _fresh(reference: Reference, base: datetime.date) -> bool:
    """Tell whether a reference is new enough at `base`; one without a date cannot be judged and passes."""
    latest = _latest(reference)
    years = GUIDELINE_YEARS if reference.type == "guideline" or reference.evidence == "guideline" else YEARS
    return not latest or base.isoformat()[: len(latest)] <= f"{int(latest[:4]) + years:04}{latest[4:]}"


def overrated_evidence(subject: Subject) -> Iterator[Problem]:
    """The stated certainty is higher than the cited kinds of study allow.

    High needs a systematic review, a guideline, a trial or a cohort; a case-control study or a review allows moderate;
    case reports, laboratory work and opinion allow low. The best source cited in the block counts. A certainty whose
    sources do not state their kind of study (`evidence:`) cannot be judged, and is reported too.

    Why: "High certainty" from six case reports misleads those who must choose.

    Bad: `certainty: high` with one case series

    Good: `certainty: low` with one case series

    Source: GRADE; Oxford CEBM levels of evidence.
    """
    for _, block in blocks(subject.document):
        rated: list[Named] = [block, *(block.treatments.options if isinstance(block, Treatments) else ())]
        for claim in rated:
            certainty: Certainty | None = getattr(claim, "certainty", None)
            if certainty and (fault := _overrated(certainty, claim, subject.context.references)):
                yield Problem("overrated-evidence", fault, where(claim, "certainty"),
                              "Lower the certainty, or cite a stronger source.")


def _overrated(certainty: Certainty, claim: Named, known: Mapping[str, Reference]) -> str:
    keys = {source.key for source in cited(claim)}
    studies = [reference.evidence for key in keys if (reference := known.get(key)) and reference.evidence]
    if not studies:
        return f"The certainty is '{certainty}', but no cited source tells its kind of study."
    best = max((CEILINGS[study] for study in studies), key=CERTAINTIES.index)
    if CERTAINTIES.index(certainty) > CERTAINTIES.index(best):
        return f"The certainty is '{certainty}', but the cited kind of study allows '{best}' at most."
    return ""


def retracted_source(subject: Subject) -> Iterator[Problem]:
    """A claim rests on a source that was retracted.

    Only the mark `retracted:` in the record is read; nothing is looked up. A record may be cited as an example of a
    retraction with `cite-as: retraction`.

    Why: A retracted paper is no evidence, however often it is cited.

    Bad: `[@smith2009]` when the record says `retracted: "2011-03"`

    Good: another source

    Source: ICMJE recommendations and COPE guidelines on retraction.
    """
    retracted = {key: reference.retracted for key, reference in subject.context.references.items()
                 if reference.retracted and reference.cite_as != "retraction"}
    for source in subject.citations if retracted else ():
        if source.key in retracted:
            yield Problem("retracted-source", f"'{source.key}' was retracted ({retracted[source.key]}).", source.span(),
                          "Cite another source, and see whether the claim still holds.")


RULES = (
    Rule("EVID001", "uncited-claim", "error", uncited_claim),
    Rule("EVID002", "dangling-citation", "error", dangling_citation),
    Rule("EVID003", "incomplete-reference", "error", incomplete_reference),
    Rule("EVID004", "invalid-identifier", "error", invalid_identifier),
    Rule("EVID005", "old-source", "warning", old_source),
    Rule("EVID006", "overrated-evidence", "error", overrated_evidence),
    Rule("EVID007", "retracted-source", "error", retracted_source),
    Rule("EVID009", "unused-reference", "error", unused_reference),
    Rule("EVID010", "duplicate-reference", "error", duplicate_reference),
    Rule("EVID011", "unprinted-field", "error", unprinted_field),
    Rule("EVID012", "unclear-name", "error", unclear_name),
)
