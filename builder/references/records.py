"""What can be wrong with a record that reads well: fields that nothing prints, and names in the wrong field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import NamedTuple

from builder.model import Name, Node, Reference
from builder.references import names
from builder.references.nlm import form_of, prints
from builder.references.wording import say

UNPRINTED = frozenset("place id type ISBN ISSN evidence finding landmark cite_as".split())
"""What a record holds for the rules, which is never printed."""
PLACES = {"journal": "an article in a journal", "preprint": "a preprint", "book": "", "part": "a part of a book",
          "site": "a page of a site"}  # fmt: skip
INSTEAD = {
    ("journal", "publisher"): "NLM names no publisher of a journal. Delete it.",
    ("journal", "publisher_place"): "NLM names no publisher of a journal. Delete it.",
    ("journal", "number"): "It stands where the pages would. Delete one of them.",
    ("preprint", "publisher"): "The server is the container-title. Delete one of them.",
    ("book", "page"): "A whole book has number-of-pages. Delete one of them, or correct the type of the record.",
    ("preprint", "container_title_short"): "Write the server as container-title.",
    ("book", "container_title"): "Is it a part of a book? Then its type is chapter. A series is a collection-title.",
    ("book", "epub"): "Write the date as issued.",
    ("book", "issue"): "The number of a report is its number, that of a series its collection-number.",
}
"""What to do with a field that a form does not print, where the usual hint does not fit."""


class Fault(NamedTuple):
    """What is wrong with one field of a record or of a name in it."""

    node: Node
    field: str
    message: str
    hint: str


def unprinted(reference: Reference) -> Iterator[Fault]:
    """Yield each field that has a value and that the form of the record does not print."""
    form = form_of(reference)
    kind = PLACES[form] or f"a reference of the type '{reference.type}'"
    for field in fields(reference):
        if field.name not in UNPRINTED and getattr(reference, field.name) and not prints(reference, field.name):
            key = field.name.replace("_", "-")
            hint = INSTEAD.get((form, field.name), "Delete it, or correct the type of the record.")
            yield Fault(reference, field.name, f"'{key}' is not printed for {kind}.", hint)


def unclear_names(reference: Reference) -> Iterator[Fault]:
    """Yield what prints a name wrongly, because it stands in the wrong field or is no name."""
    for name in (*reference.author, *reference.editor):
        yield from _unclear(name)


def _unclear(name: Name) -> Iterator[Fault]:
    apart = "Write family and given for a person, or literal for a group, not both."
    if name.literal and (name.family or name.given):
        yield Fault(name, "literal", "This name is both a person and a group, and only the group is printed.", apart)
    for field in ("family", "literal"):
        if say(getattr(name, field)).casefold().strip(".") in ("et al", "others", "and others"):
            yield Fault(name, field, "This is nobody's name.", "Delete it and write et-al: true in the record.")
    if name.family and "," in names.without_rank(say(name.family)):
        yield Fault(name, "family", "A family name has no comma.", "Write what follows the comma as given.")
    if name.suffix and not names.rank_of(name.suffix):
        hint = "A suffix is Jr, Sr, II, III or the like. Delete titles and degrees: NLM prints none."
        yield Fault(name, "suffix", f"'{name.suffix}' is no rank in a family.", hint)
    if name.given and not name.literal:
        yield from _unclear_given(name, say(name.given))


def _unclear_given(name: Name, given: str) -> Iterator[Fault]:
    first = given.partition(" ")[0].strip(".").casefold()
    if first in ("dr", "prof", "professor", "sir", "dame", "mr", "mrs", "ms", "miss", "sister") and " " in given:
        hint = f"Write given: {given.split(maxsplit=1)[1]}"
        yield Fault(name, "given", "Titles before a name are not printed.", hint)
    if not name.family and (len(given) < 3 or given.isupper() and len(given) < 4 or "." in given):
        hint = "Write the family name as family. Someone with only one name needs only given, written in full."
        yield Fault(name, "given", "These are initials without a family name.", hint)
