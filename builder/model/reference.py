"""The sources of a topic, in the field names of CSL-JSON."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, model_validator
from pydantic.dataclasses import dataclass

from builder.model.fields import DateRange, Key, Language, Line, PartialDate, Plain, Url, Years, told
from builder.model.node import Node

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
