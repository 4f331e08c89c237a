"""TRAN: a translation says what its source says, in the script of its language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from builder import ids, scripts
from builder.checks.rule import Rule, below, extent, where, within
from builder.markup import plain, walk
from builder.model import Citation, ClinicValue, Document, Governance, Named, Node, Text
from builder.problems import Problem, Span

if TYPE_CHECKING:
    from builder.checks.subject import Subject
    from builder.language.prose import Unit

NUMBER = re.compile(r"\d+(?:[.,\u066b\u066c]\d+)*")
EXPONENT = re.compile("[⁰¹²³⁴-⁹⁻₀-₉₋]+")
THOUSANDS = re.compile(r"([1-9]\d{0,2}(?:[.,]\d{3})+)([.,]\d{1,2})?")


def out_of_step(subject: Subject) -> Iterator[Problem]:
    """A part of the source is missing in the translation, or stands in another order, or was never in the source.

    Parts are compared by their ids: sections, blocks, items, key points, rows. The source is the file of the topic in
    the first language of `languages:` in the workspace's defaults; else the English one.

    Why: A sign of danger that was added in English must not be missing in Arabic.

    Bad: the source has the sign `help-fever`, the translation does not

    Good: the same ids in the same order

    Source: NHS standard for creating health content (translations stay accurate).
    """
    document, context = subject.document, subject.context
    if context.source_document is None:
        return
    here, there = _by_id(document), _by_id(context.source_document)
    yield from _nameless(document, context.source_document)
    for name in _outermost({name: there[name] for name in there.keys() - here.keys()}):
        yield Problem("out-of-step", f"The part '{name}' of the source is missing here.", where(document),
                      "Translate it too.", related=_related(where(there[name], "id"), "in the source"))
    for name in _outermost({name: here[name] for name in here.keys() - there.keys()}):
        yield Problem("out-of-step", f"The part '{name}' is not in the source.", where(here[name], "id"),
                      "Delete it, or give it the id that it has in the source.")
    common = [name for name in here if name in there]
    order = {name: index for index, name in enumerate(there)}
    for before, name in pairwise(common):
        if order[name] < order[before]:
            yield Problem("out-of-step", f"'{name}' stands after '{before}', but before it in the source.",
                          where(here[name], "id"), "Put the parts in the order of the source.")
            return


def _related(span: Span | None, words: str) -> tuple[tuple[Span, str], ...]:
    return ((span, words),) if span else ()


def _outermost(parts: dict[str, Named]) -> list[str]:
    """Return the ids of the parts that lie in no other one of them."""
    return [name for name, part in parts.items()
            if not any(other is not part and within(where(part), extent(other)) for other in parts.values())]


def _nameless(document: Document, original: Document) -> Iterator[Problem]:
    """Yield a problem when parts have only ids made from their words, which differ with the language."""
    if made := _made(document):
        yield Problem("out-of-step", "Parts without an id cannot be compared with the source.", where(made[0]),
                      "Give each part the id that it has in the source.")
    elif made := _made(original):
        yield Problem("out-of-step", "Parts of the source have no id, so this cannot be compared with them.",
                      where(document, "language"), "Write them with `factsheet check --fix`, and the same ones here.",
                      related=_related(where(made[0]), "the first part without an id"))


def _made(node: Node) -> list[Named]:
    found = [part for part in below(node) if isinstance(part, Node)]
    own = [node] if isinstance(node, Named) and _is_made(node) else []
    return [*own, *(one for part in found for one in _made(part))]


def _is_made(node: Named) -> bool:
    return node.place is not None and isinstance(node.place.get("id"), ids.Made)


def _by_id(node: Node) -> dict[str, Named]:
    """Return every node from `node` down that has an id of its own, in order."""
    named = {node.id: node} if isinstance(node, Named) and not _is_made(node) else {}
    for part in below(node):
        if isinstance(part, Node):
            named |= _by_id(part)
    return named


def changed_number(subject: Subject) -> Iterator[Problem]:
    """A number, a dose, a telephone number or a citation differs from the source.

    Each part is compared with the part of the same id. Digits of other scripts count as digits; a decimal comma
    counts as a point. Numbers that one language writes as words may be waived.

    Why: 10 mg for 1.0 mg is the mistake that kills. It can be found without knowing the language.

    Bad: "1 in 10" in the source, "1 من 100" in the translation

    Good: "1 in 10" and "1 من 10"

    Source: 45 CFR 92.201 (review of translations); NHS standard for creating health content.
    """
    if subject.context.source_document is None:
        return
    here, there = _tallies(subject.document), _tallies(subject.context.source_document)
    for name in here.keys() & there.keys():
        if here[name].counts != there[name].counts:
            new = _listed("It adds {}.", here[name].counts - there[name].counts)
            lost = _listed("It lacks {}.", there[name].counts - here[name].counts)
            yield Problem("changed-number", f"The numbers or citations of '{name}' differ from the source.",
                          here[name].span, f"{lost} {new}".strip(),
                          related=_related(there[name].span, "in the source"))


def _listed(said: str, counts: Counter[str]) -> str:
    return said.format(", ".join(sorted(counts.elements()))) if counts else ""


class _Tally(NamedTuple):
    """The numbers, citations and clinic's values of one part, and where it stands."""

    counts: Counter[str]
    span: Span | None


def _tallies(document: Document) -> dict[str, _Tally]:
    """Return a tally for each part with an id, without what lies in parts inside it, and one for the topic."""
    tallies: dict[str, _Tally] = {}
    for owner, text in _owned(document, document):
        name = owner.id if isinstance(owner, Named) else document.topic
        tally = tallies.setdefault(name, _Tally(Counter(), where(owner)))
        tally.counts.update(_tokens(text))
    return tallies


def _owned(node: Node, owner: Node) -> Iterator[tuple[Node, Text]]:
    """Return each text with the nearest node around it that has an id."""
    owner = node if isinstance(node, Named) else owner
    for part in below(node):
        if isinstance(part, Text):
            yield owner, part
        elif not isinstance(part, Governance):
            yield from _owned(part, owner)


def _tokens(text: Text) -> Iterator[str]:
    words = plain(text)
    for number in NUMBER.findall(words):
        yield _folded(number)
    yield from EXPONENT.findall(words)
    for node in walk(text):
        if isinstance(node, ClinicValue):
            yield f"{{clinic.{node.name}}}"
        elif isinstance(node, Citation):
            yield from (f"@{source.key}" for source in node.sources)


def _folded(number: str) -> str:
    """Return a number in ASCII digits, without thousands separators, with a decimal point."""
    digits = "".join(str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in number)
    digits = digits.replace("\u066b", ".").replace("\u066c", ",")
    if thousands := THOUSANDS.fullmatch(digits):
        digits = re.sub(r"[.,]", "", thousands[1]) + (thousands[2] or "")
    return digits.replace(",", ".")


def wrong_script(subject: Subject) -> Iterator[Problem]:
    """A text is not in the script of its language, or mixes digits of two scripts.

    In languages with a script of their own a text of four words or more, most of them in Latin letters, is reported: it
    was left untranslated. Names belong in `[...]{lang=en}`. Whether the font has every character is checked when the
    pages are set.

    Why: An English sentence in an Arabic leaflet cannot be read by those it is for.

    Bad: an English sentence in a file with `language: ar`

    Good: `[Immune Deficiency Foundation]{lang=en}`

    Source: ISO 14289-1, 7.2 and 7.21; Matterhorn Protocol, checkpoints 10 and 11.
    """
    if scripts.script(subject.document.language) == "Latn":
        return
    for unit in subject.prose.units:
        if fault := _script_fault(_own_words(unit)):
            yield Problem("wrong-script", fault, unit.span(), "Translate it, or mark names with [...]{lang=en}.")


def _own_words(unit: Unit) -> str:
    """Return the words of a unit without those of the clinic and of other languages."""
    words = unit.text
    for start, end in sorted(unit.uncounted, reverse=True):
        words = words[:start] + words[end:]
    return words


def _script_fault(words: str) -> str:
    letters = [letter for letter in words if letter.isalpha()]
    latin = sum(letter < "\u0250" for letter in letters)
    if len(words.split()) >= 4 and 2 * latin > len(letters):
        return "Most of this text is in Latin letters."
    zeros = {ord(mark) - unicodedata.decimal(mark) for mark in words if mark.isdecimal()}
    return "This text mixes the digits of two scripts." if len(zeros) > 1 else ""


RULES = (
    Rule("TRAN001", "out-of-step", "error", out_of_step),
    Rule("TRAN002", "changed-number", "error", changed_number),
    Rule("TRAN003", "wrong-script", "error", wrong_script),
)
