"""What a topic is: frozen data without behaviour, as the YAML has it.

Every text is a `Text` of inline nodes; every mapping of the YAML is a `Node` that knows its place. Places take no part
in equality or repr. The shapes follow research on patient information: identity, key points, tiered help, typed blocks,
evidence, governance. pydantic builds these classes from plain data (`reader.py`) and writes their JSON Schema.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass as plain_dataclass
from dataclasses import field
from typing import Annotated, Any, Literal, Union

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    StringConstraints,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.dataclasses import dataclass
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from builder import dates, exponents
from builder.problems import Place

# --- Inline nodes ---------------------------------------------------------------------------------------------------


@plain_dataclass(frozen=True, slots=True)
class Words:
    """Characters that are printed as they are."""

    text: str
    start: int = field(default=0, compare=False, repr=False)


@plain_dataclass(frozen=True, slots=True)
class Strong:
    children: tuple[Inline, ...]
    start: int = field(default=0, compare=False, repr=False)


@plain_dataclass(frozen=True, slots=True)
class Emphasis:
    children: tuple[Inline, ...]
    start: int = field(default=0, compare=False, repr=False)


@plain_dataclass(frozen=True, slots=True)
class Superscript:
    children: tuple[Inline, ...]
    start: int = field(default=0, compare=False, repr=False)


@plain_dataclass(frozen=True, slots=True)
class Subscript:
    children: tuple[Inline, ...]
    start: int = field(default=0, compare=False, repr=False)


@plain_dataclass(frozen=True, slots=True)
class Link:
    """A link to an https, mailto or tel address, or to an id of the topic (`#spleen`)."""

    children: tuple[Inline, ...]
    url: str
    start: int = field(default=0, compare=False, repr=False)


@plain_dataclass(frozen=True, slots=True)
class CitedSource:
    """One reference inside a citation, with the words before it ("see") and the place in it ("p. 3")."""

    key: str
    prefix: str = ""
    locator: str = ""
    start: int = field(default=0, compare=False, repr=False)


@plain_dataclass(frozen=True, slots=True)
class Citation:
    sources: tuple[CitedSource, ...]
    start: int = field(default=0, compare=False, repr=False)


@plain_dataclass(frozen=True, slots=True)
class Term:
    """A term of the glossary or an abbreviation: `{spleen}`, or `{spleen|large spleens}` with the words to print."""

    name: str
    shown: str = ""
    start: int = field(default=0, compare=False, repr=False)


@plain_dataclass(frozen=True, slots=True)
class ClinicValue:
    """A value of the clinic, such as `{clinic.phone}`."""

    name: str
    start: int = field(default=0, compare=False, repr=False)


@plain_dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language: `[in vitro]{lang=la}`; `language` is a BCP 47 tag."""

    children: tuple[Inline, ...]
    language: str
    start: int = field(default=0, compare=False, repr=False)


@plain_dataclass(frozen=True, slots=True)
class LineBreak:
    start: int = field(default=0, compare=False, repr=False)


Inline = Union[Words, Strong, Emphasis, Superscript, Subscript, Link, Citation, Term, ClinicValue, Foreign, LineBreak]


@plain_dataclass(frozen=True, slots=True)
class Text:
    """A text of the topic: its inline nodes, whose `start` counts characters of the scalar at `place`."""

    nodes: tuple[Inline, ...]
    place: Place | None = field(default=None, compare=False, repr=False)


# --- How plain data becomes these classes ----------------------------------------------------------------------------


def told(wrong: str, hint: str) -> PydanticCustomError:
    """Return a fault in words of its own: what is wrong, to be read after the key, and what to do."""
    return PydanticCustomError("told", "{wrong}", {"wrong": wrong, "hint": hint})


_CURLED = re.compile("\\s*[\u201c\u201d\u201e\u00ab]([^\u201c\u201d\u201e\u00ab\u00bb]+)[\u201c\u201d\u00bb]\\s*")
_NEVER_QUOTED = frozenset(
    "lead_in label term generic name address phone hours out_of_hours emergency email short_address contact role"
    " credentials country say_it short_title".split()
)
"""Fields whose words nobody quotes as a whole: typographic quotes there were meant for YAML."""


def _text(value: object, info: ValidationInfo, reading: str) -> Text:
    if isinstance(value, Text):
        return value
    if not isinstance(value, str) or not value.strip():
        raise PydanticCustomError("text_type", "Input should be a text")
    if info.field_name in _NEVER_QUOTED and (quoted := _CURLED.fullmatch(value)):
        raise told("stands in typographic quotes, which would be printed", f'Write "{quoted[1]}" with straight quotes.')
    if info.context is None:
        return Text((Words(str(value)),))
    return getattr(info.context, reading)(value)  # type: ignore[no-any-return]


def _marked(value: object, info: ValidationInfo) -> Text:
    return _text(value, info, "marked")


_MARK_OF_WORDS = re.compile(r"(?<=\w)(?:\^([^\s^]{1,12})\^|~([^\s~]{1,12})~)|\*\*(?=\S)([^*]+)(?<=\S)\*\*")


def _literal(value: object, info: ValidationInfo) -> Text:
    if isinstance(value, str) and (mark := _MARK_OF_WORDS.search(value)):
        raised, lowered, strong = mark.groups()
        words = exponents.raised(raised) if raised else exponents.lowered(lowered) if lowered else strong
        meant = value[: mark.start()].split(" ")[-1] + words + value[mark.end() :].split(" ")[0]
        raise told(f"has the mark {mark[0]}, which would be printed as it stands here", f"Write {meant} instead.")
    return _text(value, info, "literal")


Marked = Annotated[Text, PlainValidator(_marked), WithJsonSchema({"type": "string", "minLength": 1})]
"""A text with inline marks."""
Plain = Annotated[Text, PlainValidator(_literal), WithJsonSchema({"type": "string", "minLength": 1})]
"""A text that is printed character by character, such as a name."""


def _address(value: object, info: ValidationInfo) -> Text:
    if isinstance(value, str) and not re.search(r"[^\s@]+@[^\s@]+\.[^\s@]", value):
        raise told("has no email address", "Write one such as office@clinic.example, or leave the key out.")
    return _literal(value, info)


Email = Annotated[Text, PlainValidator(_address), WithJsonSchema({"type": "string", "minLength": 1})]
"""A text that is printed character by character and holds an email address."""


def _as_tuple(value: Any) -> Any:
    return value if value is None or isinstance(value, (list, tuple)) else [value]


_LINE = {"type": "string", "minLength": 1}
Lines = Annotated[
    tuple[Plain, ...],
    BeforeValidator(_as_tuple),
    Field(min_length=1),
    WithJsonSchema({"anyOf": [_LINE, {"type": "array", "items": _LINE, "minItems": 1}]}),
]
"""One line, or a list of lines that are printed one below the other."""

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=60)]
KEY_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_:.+-]*$"
Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=80)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _date(value: Any, several: bool) -> str:
    try:
        return dates.read(value, several)
    except dates.NoDate as fault:
        raise told(*fault.args) from None


def _years(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(_YEARS, value):
        return str(value)
    return _date(value, True)


_YEARS = r"c?[0-9]{4}(-([0-9]{4})?)?"
_EXPORTED = {"type": ["object", "array"], "description": "the date as a reference manager exports it"}
PartialDate = Annotated[
    str,
    PlainValidator(lambda value: _date(value, False)),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": f"^{dates.DAY_PATTERN}$"}, _EXPORTED]}),
]
"""`2014`, `2014-03` or `2014-03-27`."""
DateRange = Annotated[
    str,
    PlainValidator(lambda value: _date(value, True)),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": f"^{dates.PATTERN}(/{dates.PATTERN})?$"}, _EXPORTED]}),
]
"""A partial date, `2014 Spring`, or the first and the last of several: `2014-03-27/2014-03-29`."""
Years = Annotated[
    str,
    PlainValidator(_years),
    WithJsonSchema({"type": "string", "pattern": f"^({_YEARS}|{dates.PATTERN}(/{dates.PATTERN})?)$"}),
]
"""A date, or the years of what goes on: `1993-`, `c1995-2002` (c for copyright)."""


def _iso_day(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("day", "Input should be a date such as 2026-11-22")
    return value


Day = Annotated[datetime.date, BeforeValidator(_iso_day)]


def _share(value: Any) -> Any:
    match = re.fullmatch(r"([0-9]{1,3})\s*%", value) if isinstance(value, str) else None
    if not match or not 20 <= int(match[1]) <= 100:
        raise PydanticCustomError("share", "not a share")
    return int(match[1])


Share = Annotated[
    int,
    BeforeValidator(_share),
    WithJsonSchema({"type": "string", "pattern": "^([2-9][0-9]|100)%$", "examples": ["60%"]}),
]
"""How much of the place that there is: 20% to 100%."""
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#@\\]+([/?#]\S*)?$", max_length=2048)]
"""An address whose host stands for itself: what is before an @ there only pretends to be one."""

STRICT = ConfigDict(extra="forbid", defer_build=True, allow_inf_nan=False)
PLACE = "\0place"  # no YAML key can be this: control characters are refused


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Node:
    """A mapping of the YAML."""

    place: Annotated[SkipJsonSchema[Any], Field(alias=PLACE)] = field(default=None, compare=False, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _keep_place(cls, value: Any) -> Any:
        return {**value, PLACE: value} if isinstance(value, dict) else value


FormatName = Literal["factsheet", "handout"]
StatementKind = Literal["fact", "advice", "definition", "story", "safety"]
Certainty = Literal["high", "moderate", "low", "very-low"]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Waiver(Node):
    """Leave given to break a rule, with the reason, who gave it and until when."""

    rule: Line
    why: Line | None = None
    by: Line | None = None
    until: Day | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Named(Node):
    """A mapping with an `id` of its own, to which waivers, reviews and translations hold on."""

    id: Id
    formats: tuple[FormatName, ...] = ()


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Item(Named):
    """An item of a list, a step, a question, a sign, a key point."""

    text: Marked


# --- Blocks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, config=STRICT)
class BlockBase(Named):
    kind: StatementKind = "fact"
    certainty: Certainty | None = None
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Paragraph(BlockBase):
    paragraph: Marked


@dataclass(frozen=True, kw_only=True, config=STRICT)
class ItemList(Node):
    lead_in: Marked | None = None
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class List(BlockBase):
    """A bulleted list."""

    list: ItemList


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Steps(BlockBase):
    """A numbered list, for things whose order matters."""

    steps: ItemList


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Questions(BlockBase):
    """Questions that the reader may ask; the handout rules lines below them."""

    questions: ItemList


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Row(Named):
    cells: Annotated[tuple[Marked, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class TableContent(Node):
    """A table whose first column names each row; `columns` are the header cells, as many as each row has cells."""

    caption: Marked | None = None
    columns: Annotated[tuple[Marked, ...], Field(min_length=1)]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Table(BlockBase):
    table: TableContent


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Label(Node):
    """Words in a figure: they start (or, with `align`, end or are centred) at the point `at`.

    `to` is the point that a leader line runs to. Points are in the units of the figure's viewBox, x to the right and y
    down.
    """

    at: tuple[float, float]
    text: Marked
    to: tuple[float, float] | None = None
    align: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class FigureContent(Node):
    """A picture: an SVG without text, a PNG or a JPEG, by its path from the topic's folder."""

    file: Line
    alt: Plain
    caption: Marked | None = None
    source: Marked | None = None
    labels: tuple[Label, ...] = ()
    position: Literal["text", "side", "page"] = "text"
    """In the text column, beside it, or as wide as the page."""
    width: Share | None = None
    """How much of that width the picture takes; all of it where nothing is said."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Figure(BlockBase):
    figure: FigureContent


@dataclass(frozen=True, kw_only=True, config=STRICT)
class CallOutContent(Node):
    title: Marked | None = None
    text: Marked


@dataclass(frozen=True, kw_only=True, config=STRICT)
class CallOut(BlockBase):
    """A few words set apart in a box, because they must not be missed."""

    callout: CallOutContent


@dataclass(frozen=True, kw_only=True, config=STRICT)
class TreatmentOption(Named):
    """One choice of treatment; `none: true` marks the choice of no treatment."""

    name: Marked
    how_it_works: Marked
    benefits: Marked
    risks: Marked
    to_know: Marked | None = None
    none: bool = False
    certainty: Certainty | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class TreatmentContent(Node):
    lead_in: Marked | None = None
    options: Annotated[tuple[TreatmentOption, ...], Field(min_length=1)]
    single_option: bool = False


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Treatments(BlockBase):
    """Treatment options side by side, printed as a comparison table."""

    treatments: TreatmentContent


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Test(Named):
    name: Marked
    what_happens: Marked | None = None
    why: Marked
    result: Marked | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class TestContent(Node):
    lead_in: Marked | None = None
    items: Annotated[tuple[Test, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Tests(BlockBase):
    tests: TestContent


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Medicine(Named):
    """A medicine by its generic name; doses are never content, the handout has lines to write them on."""

    generic: Marked
    brands: tuple[Plain, ...] = ()
    what_for: Marked
    how_taken: Marked | None = None
    common_harms: Marked | None = None
    serious_harms: Marked | None = None
    do_not: Marked | None = None
    monitoring: Marked | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class MedicineContent(Node):
    lead_in: Marked | None = None
    items: Annotated[tuple[Medicine, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Medicines(BlockBase):
    """Medicines; in the handout a table with columns to write how much, when and until when."""

    medicines: MedicineContent


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Action(Named):
    """One thing the reader can do, how, and why it helps."""

    do: Marked
    how: Marked | None = None
    why: Marked | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class ActionContent(Node):
    lead_in: Marked | None = None
    items: Annotated[tuple[Action, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Actions(BlockBase):
    """What the reader can do; in the handout a tick list."""

    actions: ActionContent


@dataclass(frozen=True, kw_only=True, config=STRICT)
class UncertaintyContent(Node):
    """What is not known, or where sources disagree: the title, what each side says, and what the reader can do."""

    title: Marked
    text: Marked
    advice: Marked | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Uncertainty(BlockBase):
    uncertainty: UncertaintyContent


BLOCKS: dict[str, type[BlockBase]] = {
    "paragraph": Paragraph,
    "list": List,
    "steps": Steps,
    "questions": Questions,
    "table": Table,
    "figure": Figure,
    "callout": CallOut,
    "treatments": Treatments,
    "tests": Tests,
    "medicines": Medicines,
    "actions": Actions,
    "uncertainty": Uncertainty,
}
"""The content key of a block, which tells its type."""


def _block_type(value: Any) -> str | None:
    if isinstance(value, BlockBase):
        return next(name for name, cls in BLOCKS.items() if isinstance(value, cls))
    found = [name for name in BLOCKS if isinstance(value, dict) and name in value]
    return found[0] if found else None


Block = Annotated[
    Union[
        Annotated[Paragraph, Tag("paragraph")],
        Annotated[List, Tag("list")],
        Annotated[Steps, Tag("steps")],
        Annotated[Questions, Tag("questions")],
        Annotated[Table, Tag("table")],
        Annotated[Figure, Tag("figure")],
        Annotated[CallOut, Tag("callout")],
        Annotated[Treatments, Tag("treatments")],
        Annotated[Tests, Tag("tests")],
        Annotated[Medicines, Tag("medicines")],
        Annotated[Actions, Tag("actions")],
        Annotated[Uncertainty, Tag("uncertainty")],
    ],
    Discriminator(_block_type),
]

# --- The document -----------------------------------------------------------------------------------------------------

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
    return Annotated[tuple[code, ...], BeforeValidator(_as_tuple), schema]


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


# --- The clinic -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Logo(Node):
    file: Line
    alt: Plain


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Clinic(Node):
    """A clinic that prints factsheets under its own name: what `content/clinics/<clinic>.yaml` holds.

    `read_more` is the address behind the QR code, `short_address` the form of it that is printed beside the code.
    """

    clinic: Id
    name: Plain
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    address: Lines
    phone: Plain
    hours: Lines
    out_of_hours: Plain | None = None
    emergency: Plain
    email: Email | None = None
    website: Url | None = None
    logo: Logo | None = None
    interpreter: Marked | None = None
    other_formats: Marked | None = None
    feedback: Marked | None = None
    read_more: Url | None = None
    short_address: Plain | None = None
    nondiscrimination: Marked | None = None
    language_help: Marked | None = None
    style: Line | None = None
    paper: Literal["a4", "letter"] | None = None
    profile: Line | None = None


# --- References -------------------------------------------------------------------------------------------------------

ReferenceType = Literal[
    "article-journal",
    "article",
    "book",
    "chapter",
    "dataset",
    "guideline",
    "paper-conference",
    "report",
    "thesis",
    "webpage",
]
"""CSL's types, with `article` for a preprint and `guideline` for what CSL calls a report of that genre."""

CSL = ConfigDict(extra="forbid", defer_build=True, alias_generator=lambda name: name.replace("_", "-"))


@dataclass(frozen=True, kw_only=True, config=CSL)
class Name(Node):
    """A person by family and given name, or a group by its `literal` name; the fields are CSL-JSON's."""

    family: Line | None = None
    given: Line | None = None
    non_dropping_particle: Line | None = None
    dropping_particle: Line | None = None
    suffix: Line | None = None
    literal: Line | None = None
    ORCID: Line | None = None

    @model_validator(mode="before")
    @classmethod
    def _has_a_name(cls, value: Any) -> Any:
        """Refuse what would print nothing, and a name that YAML takes for an empty value."""
        if isinstance(value, dict):
            empty = [key for key in ("family", "given", "literal") if key in value and value[key] is None]
            if empty:
                hint = f"Delete the key. If the name is Null, put it in quotes: {empty[0]}: 'Null'."
                raise told(f"has an empty {empty[0]}", hint)
            if value.keys() <= {"suffix", "ORCID", "dropping-particle", "non-dropping-particle"}:
                raise told("has no name here", "Write family and given for a person, literal for a group.")
        return value


@dataclass(frozen=True, kw_only=True, config=CSL)
class Reference(Node):
    """A source, in CSL-JSON's field names, with a few more that an evidence base needs.

    `et_al` says that `author` is not the whole list, `epub` is the date of publication ahead of print, `updated` that
    of the last revision, `container_issued` the years of a book or site whose part has a date of its own (`1993-`).
    `evidence` is the type of study, `finding` a short quotation that holds the numbers a topic takes from it,
    `landmark` says that age does not matter. `retracted` is the date of a retraction, `retraction_in` where its notice
    stands; `retraction_of` is what a notice retracts. `note` is printed at the end of the entry.
    """

    id: Key
    type: ReferenceType
    title: Plain
    author: tuple[Name, ...] = ()
    et_al: bool = False
    editor: tuple[Name, ...] = ()
    container_title: Plain | None = None
    container_title_short: Plain | None = None
    container_issued: Years | None = None
    collection_title: Plain | None = None
    collection_number: Line | None = None
    event_title: Plain | None = None
    event_date: DateRange | None = None
    event_place: Plain | None = None
    issued: DateRange | None = None
    epub: PartialDate | None = None
    updated: PartialDate | None = None
    accessed: PartialDate | None = None
    volume: Line | None = None
    issue: Line | None = None
    page: Line | None = None
    number_of_pages: Line | None = None
    number: Line | None = None
    edition: Line | None = None
    publisher: Plain | None = None
    publisher_place: Plain | None = None
    genre: Plain | None = None
    medium: Plain | None = None
    language: Language | None = None
    title_translated: Plain | None = None
    DOI: Line | None = None
    PMID: Line | None = None
    PMCID: Line | None = None
    ISBN: Line | None = None
    ISSN: Line | None = None
    URL: Url | None = None
    evidence: (
        Literal[
            "systematic-review",
            "guideline",
            "trial",
            "cohort",
            "case-control",
            "case-series",
            "laboratory",
            "review",
            "expert",
            "patient-information",
        ]
        | None
    ) = None
    finding: Line | None = None
    landmark: bool = False
    retracted: PartialDate | None = None
    retraction_in: Plain | None = None
    retraction_of: Plain | None = None
    cite_as: Literal["retraction"] | None = None
    note: Line | None = None


@dataclass(frozen=True, kw_only=True, config=CSL)
class ReferenceList(Node):
    """What `content/<topic>/references.yaml` holds."""

    references: tuple[Reference, ...]
