"""What can be wrong with the records of a reference list, whoever cites them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from builder.model import Node, Reference, ReferenceType
from builder.problems import Place, Problem, Span
from builder.references import identifiers


class Kind(NamedTuple):
    """A kind of identifier: how to read it, and what its form is."""

    read: Callable[[str], str | None]
    form: str


KINDS: Mapping[str, Kind] = {
    "DOI": Kind(identifiers.doi, "a DOI begins with 10. and a publisher's number, such as 10.1182/blood-2002-05-1555"),
    "PMID": Kind(identifiers.pmid, "a PMID has up to 8 digits, such as 12140307"),
    "PMCID": Kind(identifiers.pmcid, "a PMCID is PMC and digits, such as PMC2615549"),
    "ISBN": Kind(identifiers.isbn, "an ISBN has 10 or 13 digits, and the last one checks the others"),
    "ISSN": Kind(identifiers.issn, "an ISSN has 8 digits, such as 0378-5955, and the last one checks the others"),
    "ORCID": Kind(identifiers.orcid, "an ORCID has 16 digits, and the last one checks the others"),
}

PLACE = ("URL", "DOI", "PMID", "PMCID")
REQUIRED: Mapping[ReferenceType, tuple[tuple[str, ...], ...]] = {
    "article-journal": (("container-title",), ("issued", "epub"), ("page", "number", "volume", *PLACE)),
    "article": (("container-title", "publisher"), ("issued",), PLACE),
    "book": (("publisher",), ("issued",)),
    "chapter": (("container-title",), ("publisher",), ("issued",)),
    "dataset": (("publisher",), ("issued",), PLACE),
    "guideline": (("publisher", "container-title"), ("issued",)),
    "paper-conference": (("container-title", "event-title"), ("issued", "event-date")),
    "report": (("publisher",), ("issued",)),
    "thesis": (("author",), ("publisher",), ("issued",)),
    "webpage": (("publisher", "container-title", "author"), ("URL",), ("accessed",)),
}
"""What a reader needs to find a source again (Citing Medicine, required components): of each group, one field."""


def problems(references: Mapping[str, Reference]) -> list[Problem]:
    """Return what is wrong with each record: identifiers, what is missing, what was retracted."""
    records = references.values()
    return [*invalid_identifiers(records), *incomplete(records), *retracted(records)]


def invalid_identifiers(references: Iterable[Reference]) -> Iterator[Problem]:
    """Yield a problem for each identifier with a wrong form or check digit, also of authors and editors."""
    for reference in references:
        for node in (reference, *reference.author, *reference.editor):
            for field, kind in KINDS.items():
                written = getattr(node, field, None)
                if written and not kind.read(written):
                    message = f"'{written}' is no valid {field}."
                    yield Problem("invalid-identifier", message, _span(node, field), f"Copy it again: {kind.form}.")


def incomplete(references: Iterable[Reference]) -> Iterator[Problem]:
    """Yield a problem for each record that lacks what its type needs."""
    for reference in references:
        missing = [group for group in REQUIRED[reference.type] if not any(map(_has(reference), group))]
        if missing:
            names = ", ".join(" or ".join(group) for group in missing)
            hint = f"A {reference.type} needs it, so that readers find it again."
            message = f"The reference '{reference.id}' has no {names}."
            yield Problem("incomplete-reference", message, _span(reference, "id"), hint)


def _has(reference: Reference) -> Callable[[str], bool]:
    return lambda field: bool(getattr(reference, field.replace("-", "_")))


def retracted(references: Iterable[Reference]) -> Iterator[Problem]:
    """Yield a problem for each retracted source that is not cited as one."""
    for reference in references:
        if (reference.retracted or reference.retraction_in) and reference.cite_as != "retraction":
            field = "retracted" if reference.retracted else "retraction-in"
            hint = "Cite a sound source instead. If the text is about the retraction itself, write cite-as: retraction."
            message = f"The source '{reference.id}' was retracted."
            yield Problem("retracted-reference", message, _span(reference, field), hint)


def _span(node: Node, field: str) -> Span | None:
    """Return the span of a field's value, or None for a record that was not read from a file."""
    place: Mapping[str, Place] | None = node.place
    value = place.get(field) if place is not None else None
    return value.span() if value is not None and hasattr(value, "span") else None
