"""A topic in one language: identity, help, sections, glossary, governance."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic.dataclasses import dataclass

from builder.model.blocks import Block
from builder.model.fields import Day, Id, Language, Line, Marked, PartialDate, Plain, Url, as_tuple
from builder.model.node import STRICT, FormatName, Item, Named, Node, Waiver

SectionKind = Literal[
    "what-is",
    "history",
    "signs",
    "causes",
    "inheritance",
    "diagnosis",
    "treatment",
    "medicines",
    "outlook",
    "uncertainty",
    "living-with",
    "visits",
    "connecting",
    "questions",
    "other",
]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Section(Named):
    kind: SectionKind
    title: Marked
    blocks: Annotated[tuple[Block, ...], Field(min_length=1)]
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Synonym(Node):
    name: Plain
    kind: Literal["exact", "former", "abbreviation"] = "exact"


def _codes(pattern: str) -> Any:
    code = Annotated[str, StringConstraints(pattern=pattern)]
    one = {"type": "string", "pattern": pattern}
    schema = WithJsonSchema({"anyOf": [one, {"type": "array", "items": one}]})
    return Annotated[tuple[code, ...], BeforeValidator(as_tuple), schema]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Codes(Node):
    """The condition in the code systems; one code or a list of them."""

    orpha: _codes(r"^[0-9]{1,7}$") = ()  # type: ignore[valid-type]
    omim: _codes(r"^[0-9]{6}$") = ()  # type: ignore[valid-type]
    mondo: _codes(r"^[0-9]{7}$") = ()  # type: ignore[valid-type]
    icd10: _codes(r"^[A-Z][0-9]{2}(\.[0-9]{1,2})?$") = ()  # type: ignore[valid-type]
    icd10cm: _codes(r"^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$") = ()  # type: ignore[valid-type]
    icd11: _codes(r"^[0-9A-Z]{4}(\.[0-9A-Z]{1,3})?$") = ()  # type: ignore[valid-type]
    snomed: _codes(r"^[0-9]{6,18}$") = ()  # type: ignore[valid-type]
    gard: _codes(r"^[0-9]{1,7}$") = ()  # type: ignore[valid-type]
    mesh: _codes(r"^[A-Z][0-9]{6,9}$") = ()  # type: ignore[valid-type]
    genes: _codes(r"^[A-Z][A-Z0-9-]{1,15}$") = ()  # type: ignore[valid-type]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Audience(Node):
    who: Marked
    reading_grade: Annotated[int, Field(ge=1, le=18)] = 8


@dataclass(frozen=True, kw_only=True, config=STRICT)
class HelpTier(Node):
    """When to get help in one degree of urgency: the signs and what to do about them."""

    action: Marked
    lead_in: Marked | None = None
    signs: Annotated[tuple[Item, ...], Field(min_length=1)]
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, kw_only=True, config=STRICT)
class GetHelp(Node):
    emergency: HelpTier
    urgent: HelpTier
    routine: HelpTier


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Fact(Named):
    """A line of the "At a glance" column."""

    label: Marked
    text: Marked


@dataclass(frozen=True, kw_only=True, config=STRICT)
class GlossaryEntry(Node):
    """A technical term in plain words; `say_it` is how it sounds, `also` are other forms of the word in the text."""

    term: Plain
    plain: Marked
    say_it: Plain | None = None
    also: tuple[Line, ...] = ()
    avoid: tuple[Line, ...] = ()
    formats: tuple[FormatName, ...] = ()


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Organisation(Named):
    name: Plain
    what: Marked
    url: Url | None = None
    country: Plain | None = None
    checked: Day | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Person(Node):
    name: Plain
    role: Plain
    credentials: Plain | None = None
    orcid: Line | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Reviewer(Person):
    """A clinician who reviewed the topic on `date`; `content_hash` is the hash of what was reviewed."""

    date: Day
    content_hash: Line | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Publisher(Node):
    name: Plain
    contact: Plain


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Involvement(Node):
    """How patients or the public took part: who, when, and what changed; or `none` with the plan."""

    who: Marked
    date: Day | None = None
    changes: Marked | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Governance(Node):
    status: Literal["draft", "awaiting-review", "reviewed", "withdrawn"]
    version: Line
    published: Day
    updated: Day
    reviewed: Day | None = None
    next_review: Day
    publisher: Publisher
    authors: tuple[Person, ...] = ()
    reviewers: tuple[Reviewer, ...] = ()
    funding: Marked
    conflicts: Marked
    evidence_searched: PartialDate | None = None
    involvement: tuple[Involvement, ...] = ()
    disclaimer: Marked | None = None
    licence: Marked | None = None
    adapted_from: Marked | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Document(Node):
    """A topic in one language: what `content/<topic>/<language>.yaml` holds."""

    topic: Id
    language: Language
    title: Marked
    short_title: Marked | None = None
    handout_title: Marked | None = None
    synonyms: tuple[Synonym, ...] = ()
    codes: Codes
    audience: Audience
    purpose: Marked
    main_message: Marked
    key_points: Annotated[tuple[Item, ...], Field(min_length=1)]
    get_help: GetHelp
    at_a_glance: tuple[Fact, ...] = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    teach_back: tuple[Item, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    abbreviations: dict[Line, Plain] = Field(default_factory=dict)
    support: tuple[Organisation, ...] = ()
    governance: Governance
    profile: Line | None = None
    waivers: tuple[Waiver, ...] = ()
