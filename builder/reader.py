"""Plain data with places -> Document, references or clinic, with all problems of the file at once.

pydantic checks the shape; its findings are reported in plain words at their places. What pydantic cannot see (ids used
twice, citations of references that do not exist) is checked on the plain data and on the parsed texts, so that it is
found even if the shape is wrong.
"""

from __future__ import annotations

import collections.abc
import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union, cast

from builder import exports, hints, ids, markup, model, names
from builder.model import BLOCKS, Clinic, Document, Node, Reference, ReferenceList, Text, Words, shape
from builder.near import citation_key, did_you_mean, near, plain
from builder.problems import ContentError, Problem, Span
from builder.source import Mapping, Scalar, Sequence, Source, load

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

LONGEST_TEXT = 12_000
"""The most characters in one text; a PDF string may have at most 32,767 bytes (ISO 19005-2, 6.1.13)."""
MOST_PROBLEMS = 100  # of a kind
ROOTS = {"topic": Document, "references": ReferenceList, "clinic": Clinic}
KEYS = Path(__file__).parent / "keys.yaml"
CLINIC_VALUES = ("name", "phone", "hours", "out_of_hours", "emergency", "email", "website")

NodeT = TypeVar("NodeT", bound=Node)
Step = Union[str, int]
References = collections.abc.Mapping[str, Reference]


def document(source: Source, references: References | None = None) -> Document:
    """Read a topic. Citations are looked up in `references`, unless it is None. Raises ContentError."""
    ids.fill(source.root)
    reading = _Reading(source)
    topic = reading.validate(Document)
    root, places = source.root, list(_everywhere(source.root))
    named = list(_scalars(places, "id"))
    reading.problems += _used_twice(named, "id")
    reading.problems += islice(_unknown_names(reading.marked_texts, root, set(named), references), MOST_PROBLEMS)
    reading.problems += [*_uneven_rows(places), *_paths(places), *_languages(places, reading.marked_texts)]
    if topic:
        titles = [topic.title, topic.short_title, topic.handout_title, *(part.title for part in topic.sections)]
        reading.problems += _wordless(title for title in titles if title)
    return reading.finish(topic)


def references(source: Source) -> dict[str, Reference]:
    """Read the references of a topic, by id and in the order of the file. Raises ContentError."""
    reading = _Reading(source)
    found = reading.validate(ReferenceList)
    places = list(_everywhere(source.root))
    for key in ("id", "DOI", "PMID"):
        reading.problems += _used_twice(_scalars(places, key), key)
    reading.problems += _languages(places, [])
    return {reference.id: reference for reference in reading.finish(found).references}


def clinic(source: Source) -> Clinic:
    """Read a clinic. Raises ContentError."""
    reading = _Reading(source)
    found = reading.validate(Clinic)
    reading.problems += _paths(list(_everywhere(source.root)))
    reading.problems += _out_of_place(reading.marked_texts)
    return reading.finish(found)


def schema(name: Literal["topic", "references", "clinic"]) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a topic, its references or a clinic, for editors."""
    drawn = _adapter(ROOTS[name]).json_schema()
    if name == "topic":  # ids that are left out are made up
        for part in drawn["$defs"].values():
            if "id" in part.get("required", ()):
                part["required"].remove("id")
    _describe({ROOTS[name].__name__: drawn, **drawn["$defs"]})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_spelled(drawn)}


def _describe(classes: dict[str, Any]) -> None:
    """Put the words that editors show beside each key into the schemas of `classes`."""
    words: Any = load(KEYS, KEYS.name).root
    for name, drawn in classes.items():
        own = {**words["every"], **words.get(name, {})}
        for key, field in drawn.get("properties", {}).items():
            if key in own:
                field["description"] = str(own[key])


def _spelled(part: Any) -> Any:
    """Allow numbers as text, because editors read `volume: 12` as a number and the loader keeps its spelling."""
    if isinstance(part, list):
        return [_spelled(value) for value in part]
    if not isinstance(part, dict):
        return part
    spelled = {key: _spelled(value) for key, value in part.items()}
    if part.get("type") == "string" and not {"enum", "const", "format"} & part.keys():
        spelled["type"] = ["string", "number"]
    return spelled


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    # looking for plug-ins reads the metadata of every installed package: 50 ms, and results could depend on them
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


class _Reading:
    """The findings in one file; the model uses it to turn scalars into texts."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.marked_texts: list[Text] = []
        self.problems: list[Problem] = []
        self.kind: type[Node] = Node

    def marked(self, value: Scalar) -> Text:
        self._limit(value)
        text = Text(markup.parse(value, partial(self._report, value)), value)
        if len(text.nodes) != 1 or type(text.nodes[0]) is not Words:
            self.marked_texts.append(text)
        return text

    def literal(self, value: Scalar) -> Text:
        self._limit(value)
        if self.kind is not ReferenceList:  # whose titles are read without the codes that came with copying
            markup.foreign_marks(value, partial(self._report, value))
        return Text((Words(str(value)),), value)

    def _report(self, value: Scalar, rule: str, message: str, start: int, end: int, hint: str) -> None:
        self.problems.append(Problem(rule, message, value.span(start, end), hint))

    def _limit(self, value: Scalar) -> None:
        if len(value) > LONGEST_TEXT:
            message = f"This text has {len(value):,} characters; {LONGEST_TEXT:,} is the most."
            self.problems.append(Problem("endless-text", message, value.span(0, 40), "Split it into several texts."))

    def validate(self, kind: type[NodeT]) -> NodeT | None:
        """Return the file as `kind`, or None after noting what is wrong with its shape."""
        from pydantic import ValidationError

        self.kind = kind
        if not isinstance(self.source.root, Mapping):
            self.problems.append(_no_mapping(self.source, kind))
            return None
        try:
            adapter = _adapter(kind)  # type: ignore[arg-type]
            return cast(NodeT, adapter.validate_python(self.source.root, context=self))
        except ValidationError as error:
            self.problems += _in_words(error, self.source.root, kind)
            return None

    def finish(self, found: NodeT | None) -> NodeT:
        if self.problems or found is None:
            raise ContentError(self.problems)
        return found


def _no_mapping(source: Source, kind: type[Node]) -> Problem:
    hint = f"Start lines with a key and a colon: {', '.join(list(shape.keys(kind))[:3])} ..."
    if source.root is None:
        return Problem("empty-file", "The file is empty.", Span(source.name, 1, 1, 1, 1), hint)
    if kind is ReferenceList and isinstance(source.root, Sequence):
        hint = "Write 'references:' on a line of its own above the list."
    return Problem("wrong-shape", "The file must hold keys with values.", source.root.span(), hint)


# --- pydantic's findings in plain words -------------------------------------------------------------------------------


def _in_words(error: ValidationError, root: Mapping, kind: type[Node]) -> list[Problem]:
    problems: list[Problem] = []
    missing: dict[int, tuple[Mapping, list[str]]] = {}
    unknown: dict[int, list[str]] = {}
    for fault in error.errors(include_url=False)[:MOST_PROBLEMS]:
        loc = fault["loc"]
        steps = tuple(step for at, step in enumerate(loc) if step != "[key]" and not _is_tag(loc, at))
        parent, step, value = _follow(root, steps)
        if fault["type"] == "missing" and isinstance(value, Mapping):
            missing.setdefault(id(value), (value, []))[1].append(str(steps[-1]))
        elif fault["type"] == "unexpected_keyword_argument":
            problems.append(_unknown_key(parent, str(step), _class_at(kind, loc[:-1])))
            unknown.setdefault(id(parent), []).append(str(step))
        elif fault["type"] == "union_tag_not_found" and isinstance(value, Mapping):
            problems.append(_no_content(value))
        elif fault["type"] != "too_short" or not value:  # else its items are wrong, which is reported already
            key = [step for step in steps if isinstance(step, str)][-1]
            problems.append(_wrong_value(fault, key, parent, _span(parent, step, value), value))
    for value, keys in missing.values():
        meant = {near(key, keys) for key in unknown.get(id(value), ())}  # reported already, with the right name
        if keys := [key for key in keys if key not in meant]:
            problems.append(_missing(value, keys))
    return problems


def _is_tag(loc: tuple[Step, ...], at: int) -> bool:
    """Tell whether the step names the type of a block, which is not a key of the file."""
    return at > 1 and loc[at - 2] == "blocks" and isinstance(loc[at - 1], int)


def _follow(root: Any, steps: tuple[Step, ...]) -> tuple[Any, Step | None, Any]:
    """Walk as far as the file goes; return the innermost container, the key or index in it, and the value there."""
    parent: Any = None
    last: Step | None = None
    for step in steps:
        found = isinstance(root, Mapping) and step in root or isinstance(root, Sequence) and step in range(len(root))
        if not found:
            break
        parent, last, root = root, step, root[step]
    return parent, last, root


def _span(parent: Any, step: Any, value: Any) -> Span:
    if isinstance(parent, Sequence):
        return parent.item_span(step)
    return parent.value_span(step) if isinstance(parent, Mapping) else value.span()


def _class_at(kind: type[Any], loc: tuple[Step, ...]) -> type[Any]:
    for at, step in enumerate(loc):
        if _is_tag(loc, at):
            kind = BLOCKS[str(step)]
        elif isinstance(step, str):
            kind = next(iter(shape.nodes(shape.keys(kind)[step])), kind)
    return kind


def _missing(value: Mapping, keys: list[str]) -> Problem:
    named = ", ".join(f"'{key}'" for key in keys)
    message = f"The key {named} is missing here." if len(keys) == 1 else f"The keys {named} are missing here."
    return Problem("missing-key", message, value.span(), f"Add {'it' if len(keys) == 1 else 'them'}.")


def _no_content(block: Mapping) -> Problem:
    for key in block:
        name = near(key, BLOCKS)
        if name and key not in shape.keys(model.BlockBase):
            message = f"'{key}' is not a type of block."
            return Problem("unknown-block", message, block.key_span(key), f"Did you mean '{name}'?")
    message = "The block has no content."
    return Problem("unknown-block", message, block.span(), f"Give it one of: {', '.join(BLOCKS)}.")


def _unknown_key(parent: Mapping, key: str, kind: type[Any]) -> Problem:
    known = shape.keys(kind)
    if key in BLOCKS and issubclass(kind, model.BlockBase):
        first = next(name for name in parent if name in BLOCKS and name in known)
        related = ((parent.key_span(first), "the first"),)
        message = f"A block holds one thing, and this one has both '{first}' and '{key}'."
        return Problem("two-contents", message, parent.key_span(key), "Make two blocks of it.", related=related)
    hint = (exports.KEYS.get(key, "") if kind in (Reference, model.Name) else "") or hints.space(key)
    hint = hint or did_you_mean(key, known) or f"Keys that may stand here: {', '.join(known)}."
    return Problem("unknown-key", f"The key '{key}' is not known here.", parent.key_span(key), hint)


def _wrong_value(fault: Any, key: str, parent: Any, span: Span, value: Any) -> Problem:
    if key in _MAY_LOOK_EMPTY and (value is None or value == "") and isinstance(parent, Sequence):
        message, hint = _MAY_LOOK_EMPTY[key]
        return Problem("empty-value", message, span, hint)
    if value is None and fault["type"] != "told":
        return Problem("empty-value", f"'{key}' is empty.", span, "Give it a value, or delete the key.")
    if fault["type"] in ("text_type", "string_type") and not isinstance(value, str):
        message, hint = _no_text(key, parent, value)
    else:
        message, hint = _plain_words(fault, key, value)
    if isinstance(value, str) and value and value[0] in "“”„‘’«" and hints.bare(value) != value:
        hint = f"Leave out the quotes: {hints.bare(value)}." if "'" not in hint and ":" not in value else hint
    return Problem("wrong-value", f"'{key}' {message}.", span, hint)


_MAY_LOOK_EMPTY = {
    "cells": (
        "This cell is empty.",
        "Write what it means, such as none or not known, or a dash (–): an empty cell looks like a mistake.",
    ),
    "columns": ("This column has no name.", "Write what stands in it, such as Medicine."),
}


def _no_text(key: str, parent: Any, value: Any) -> tuple[str, str]:
    """Return what is wrong with a list or keys in the place of a text, and what to do."""
    if isinstance(parent, Sequence) and isinstance(value, Mapping) and len(value) == 1:
        (word, rest), = value.items()
        message = f"must be texts, but after a colon with a space the words before it ({word}) are taken for a key"
        if parent.bracketed:
            return message, f'In [brackets] put quotes around a text with a comma or a colon: "{word}: {rest or ""}".'
        return message, "Write '- >-' and put the text on the next line, indented further."
    shape = "a list" if isinstance(value, Sequence) else "keys and values"
    if isinstance(parent, Sequence):
        hint = "Put quotes around it." if parent.bracketed else "Write '- >-' and put the text on the next line."
    else:
        hint = f"Write '{key}: >-' and put the text below it, indented."
    return f"must be a text, but {shape} can be read here", hint


def _plain_words(fault: Any, key: str, value: Any) -> tuple[str, str]:
    """Return what is wrong with a value, to be read after its key, and what to do."""
    kind, limits = fault["type"], fault.get("ctx", {})
    if kind == "told":
        return limits["wrong"], limits["hint"]
    if kind in ("text_type", "string_too_short"):
        if getattr(value, "below", False):
            return "is empty", "Indent the lines of its text further than the key."
        return "is empty", "Write the text, or delete the key."
    if kind == "literal_error" and key == "type" and isinstance(value, str) and value in exports.TYPES:
        return f"has no '{value}' here", f"Write type: {exports.TYPES[value]}"
    if kind in ("dataclass_type", "tuple_type") and key in ("author", "editor"):
        hint = "Write each after a dash, as {family: Price, given: S} or as {literal: Name of a group}."
        return "must be a list of names", hint
    if kind == "literal_error":
        return _not_a_choice(re.findall(r"'([^']*)'", limits["expected"]), value)
    if kind == "string_pattern_mismatch":
        return _not_the_form(limits["pattern"], key, value)
    if kind in _SHAPES:
        message, hint = _SHAPES[kind]
        words = [value] if isinstance(value, str) else list(value) if isinstance(value, Mapping) else []
        return message, next(filter(None, [_meant(message, word) for word in words]), hint)
    message, hint = _LIMITS.get(kind, ("", ""))
    return (message.format(**limits), hint) if message else ("cannot be read", f"Is it right? {fault['msg']}.")


def _meant(message: str, value: str) -> str:
    """Return the hint that a value itself gives, if any."""
    if "date" in message or "calendar" in message:
        return hints.date(value)
    if "number" in message:
        return hints.number(value)
    if "list" in message and (found := re.match(r"[*•·▪◦‣–—+]|\d{1,2}[.)](?= )", value)):
        return f"Begin each part with a dash and a space, in place of {found[0]}."
    return hints.space(value)


_DATE = "Write the date as year-month-day, such as 2026-11-22."
_KEYS = "must hold keys with values", "Write each on a line of its own: 'key: value'."
_WHOLE_NUMBER = "must be a whole number", "Write it in digits, such as 8."
_NUMBER = "must be a number", "Write it in digits, such as 8."
_YES_OR_NO = "must be true or false", "Write true or false."
_SHAPES = {
    "tuple_type": ("must be a list", "Write each part on a line of its own after a dash, or all in [brackets]."),
    "dict_type": _KEYS,
    "dataclass_type": _KEYS,
    "union_tag_not_found": ("must be a block", "A block has an id and a content such as 'paragraph'."),
    "day": ("is not a date", _DATE),
    "date_type": ("is not a date", _DATE),
    "date_parsing": ("is not a day of the calendar", _DATE),
    "date_from_datetime_parsing": ("is not a day of the calendar", _DATE),
    "share": ("is not a share of the width", "Write 20% to 100%, such as 60%."),
    "int_type": _NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_parsing_size": _WHOLE_NUMBER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _YES_OR_NO,
    "bool_parsing": _YES_OR_NO,
    "missing": ("has too few values", "Points are written as two numbers: [x, y]."),
}
_LIMITS = {
    "string_too_long": ("is longer than {max_length} characters", "Shorten it."),
    "too_short": ("needs at least {min_length}", "Write it, or delete the key."),
    "too_long": ("has more than {max_length} values", "Delete what is not needed."),
    "greater_than_equal": ("must be {ge} or more", "Is it another number?"),
    "less_than_equal": ("must be {le} or less", "Is it another number?"),
}


def _not_a_choice(choices: list[str], value: Any) -> tuple[str, str]:
    hint = (did_you_mean(value, choices) if isinstance(value, str) else "") or "Write one of them."
    return f"must be one of {', '.join(choices)}", hint


def _not_the_form(pattern: str, key: Any, value: str) -> tuple[str, str]:
    if pattern == model.ID_PATTERN:
        better = plain(value)
        hint = f"Write '{better}'." if better else "Such as 'blood-tests'."
        return "may have small letters from a to z, digits and single hyphens only", hint
    if pattern == model.KEY_PATTERN:
        better = citation_key(value)
        hint = f"Write '{better}', here and where it is cited." if better else "Such as 'smith2014'."
        return "may have only the letters a to z, digits and - _ : . +", hint
    if pattern.startswith("^https"):
        return "must be a web address", hints.address(value)
    if key == "language":
        return "is not the code of a language", hints.language(value)
    if key == "country":
        code = value.strip(" .").upper()
        hint = f"Write {code}." if re.fullmatch("[A-Z]{2}", code) else "Such as US: two capital letters."
        return f"must be the code of a country, not {value}", hint
    hint = _codes(pattern, value) or (f"Such as {_EXAMPLES[key]}." if key in _EXAMPLES else "")
    return f"does not have the form that is needed: {value}", hint


def _codes(pattern: str, value: str) -> str:
    """Return the hint for codes with the name or the address of their system, or for several on one line."""
    words = [re.sub(r"^.*[:/_=]", "", word) for word in re.split(r"\s*[,;]\s*|\s+", value.strip())]
    found = [word for word in words if re.search(pattern, word)]
    if not found or any(re.search(r"\d", word) for word in words if word not in found):
        return ""
    return f"Write {found[0]}." if len(found) == 1 else f"Write [{', '.join(found)}]."


_EXAMPLES = {
    "orpha": "3261",
    "omim": "601859",
    "mondo": "0017979",
    "icd10": "D82.1",
    "icd10cm": "D89.82",
    "icd11": "4A01.2",
    "snomed": "702444009",
    "gard": "8686",
    "mesh": "D056735",
    "genes": "FAS",
}


# --- Checks across the file -------------------------------------------------------------------------------------------


def _everywhere(root: Any) -> Iterator[Mapping]:
    """Yield every mapping of the file, in order."""
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            yield value
            waiting += reversed(value.values())
        elif isinstance(value, Sequence):
            waiting += reversed(value)


def _scalars(places: list[Mapping], key: str) -> Iterator[Scalar]:
    return (place[key] for place in places if isinstance(place.get(key), Scalar))


def _used_twice(values: Iterable[Scalar], key: str) -> Iterator[Problem]:
    seen: dict[str, Scalar] = {}
    for value in values:
        first = seen.setdefault(value.lower() if key == "DOI" else value, value)
        if first is not value:
            message, related = f"The {key} '{value}' is used twice.", ((first.span(), "first used here"),)
            hint = "Give each an id of its own." if key == "id" else "Delete one of the two references."
            yield Problem(f"duplicate-{key.lower()}", message, value.span(), hint, related=related)


def _unknown_names(
    texts: list[Text], root: Any, ids: set[Scalar], references: References | None
) -> Iterator[Problem]:
    """Yield a problem for each citation, term, value of the clinic and anchor that leads nowhere."""
    terms = _terms(root)
    for text in texts:
        for node in markup.walk(text):
            if isinstance(node, model.Citation) and references is not None:
                yield from _uncited(node, text, references)
            elif isinstance(node, model.Term) and not {node.name, node.name.lower()} & terms:
                message = f"'{node.name}' is neither in the glossary nor among the abbreviations."
                near_it = did_you_mean(node.name, terms) or "Add it to the glossary or to the abbreviations."
                hint = _clinic_value_meant(node.name) or near_it
                yield Problem("unknown-term", message, _place_of(text, node.start, node.name), hint)
            elif isinstance(node, model.ClinicValue):
                yield from _unknown_value(node, text)
            elif isinstance(node, model.Link):
                yield from _bad_link(node, text, ids)


def _out_of_place(texts: list[Text]) -> Iterator[Problem]:
    """Yield a problem for each mark in a clinic's texts that refers to a topic, since those texts belong to none."""
    for text in texts:
        for node in markup.walk(text):
            if isinstance(node, model.Citation):
                first = node.sources[0]
                yield Problem("unknown-citation", "The words of a clinic cannot cite a source.",
                              _place_of(text, first.start, first.key), "Delete it: the topic cites its sources.")
            elif isinstance(node, model.Term):
                hint = _clinic_value_meant(node.name) or "Write it without { and }."
                yield Problem("unknown-term", f"The file of a clinic has no glossary for '{node.name}'.",
                              _place_of(text, node.start, node.name), hint)
            elif isinstance(node, model.ClinicValue):
                yield from _unknown_value(node, text)
            elif isinstance(node, model.Link):
                yield from _bad_link(node, text, set())


def _unknown_value(node: model.ClinicValue, text: Text) -> Iterator[Problem]:
    if node.name not in CLINIC_VALUES:
        hint = did_you_mean(node.name, CLINIC_VALUES) or f"There are: {', '.join(CLINIC_VALUES)}."
        message = f"A clinic has no value '{node.name}'."
        yield Problem("unknown-clinic-value", message, _place_of(text, node.start, node.name), hint)


def _clinic_value_meant(name: str) -> str:
    """Return the hint for words in braces that were meant to be a value of the clinic, or an empty string."""
    found = _CLINIC.match(name)
    value = near(found[1], CLINIC_VALUES) or "phone" if found else ""
    return f"A value of the clinic is written {{clinic.{value}}}." if found else ""


_CLINIC = re.compile(r"clinics?\b[ ._-]*(.*)", re.IGNORECASE)


def _uncited(node: model.Citation, text: Text, references: References) -> Iterator[Problem]:
    for cited in node.sources:
        if cited.key not in references:
            name = near(cited.key, references)
            key = citation_key(cited.key) or "smith2014"
            add = "Add it to references.yaml" if key == cited.key else f"Call it '{key}', here and in references.yaml"
            hint = f"Did you mean '{name}' ({_start(references[name])})?" if name else f"{add}."
            message = f"No reference has the id '{cited.key}'."
            yield Problem("unknown-citation", message, _place_of(text, cited.start, cited.key), hint)


def _start(reference: Reference) -> str:
    words = markup.plain(reference.title).split()
    return " ".join(words[:6]) + (" ..." if len(words) > 6 else "")


def _bad_link(node: model.Link, text: Text, ids: set[Any]) -> Iterator[Problem]:
    name = node.url.removeprefix("#")
    if name != node.url and name not in ids:
        hint = did_you_mean(name, ids) or "Link to the id of a section, a block or a part of a list."
        yield Problem("unknown-anchor", f"Nothing here has the id '{name}'.", _place_of(text, node.start, name), hint)
    if node.children and not markup.plain(node.children).strip():
        span = _place_of(text, node.start, "[")
        yield Problem("empty-text", "This link has no words.", span, "Write what the link leads to.")


def _place_of(text: Text, start: int, word: str) -> Span:
    """Return the span of `word`, which stands at `start` or a little later in the value of `text`."""
    value = cast(Scalar, text.place)
    found = value.find(word, start)
    return value.span(found, found + len(word)) if found >= 0 else value.span(start, start + 1)


def _terms(root: Any) -> set[str]:
    """Return what may stand in braces; terms of the glossary also in small letters, since they may start a sentence."""
    entries = root.get("glossary") if isinstance(root, Mapping) else None
    short = root.get("abbreviations") if isinstance(root, Mapping) else None
    terms = set(map(str, short)) if isinstance(short, Mapping) else set()
    for entry in entries if isinstance(entries, Sequence) else ():
        if isinstance(entry, Mapping):
            also = entry.get("also")
            names = [entry.get("term"), *(also if isinstance(also, Sequence) else ())]
            terms |= {form for name in names if isinstance(name, str) for form in (str(name), name.lower())}
    return terms


def _uneven_rows(places: list[Mapping]) -> Iterator[Problem]:
    for table in places:
        columns, rows = table.get("columns"), table.get("rows")
        if not isinstance(columns, Sequence) or not isinstance(rows, Sequence):
            continue
        for row in rows:
            cells = row.get("cells") if isinstance(row, Mapping) else None
            if isinstance(cells, Sequence) and len(cells) != len(columns):
                message = f"The row and the columns differ in number: {len(cells)} and {len(columns)}."
                related = ((columns.span(), "the columns"),)
                hint = "Give each row a cell for each column; write a dash (–) where there is nothing to say."
                if cells.bracketed and len(cells) > len(columns):
                    hint = "In [brackets] a comma begins the next cell: put quotes around a cell that has one."
                yield Problem("uneven-table", message, cells.span(), hint, related=related)


_ABSOLUTE = re.compile(r"/|[A-Za-z][A-Za-z0-9+.-]*:")


def _paths(places: list[Mapping]) -> Iterator[Problem]:
    for path in _scalars(places, "file"):
        if reserved := next(filter(names.is_reserved, path.split("/")), ""):
            message = f"Windows keeps the name {reserved} for itself, so no file can have it there."
            yield Problem("reserved-name", message, path.span(), "Rename the file.")
        if _ABSOLUTE.match(path) or "\\" in path or ".." in path.split("/"):
            message = f"'{path}' does not stay in the folder of this file."
            hint = "Give the path from this folder, with forward slashes, such as figures/glands.svg."
            yield Problem("path-outside-workspace", message, path.span(), hint)


def _languages(places: list[Mapping], texts: Iterable[Text]) -> Iterator[Problem]:
    for tag in _scalars(places, "language"):
        if _TAG.fullmatch(tag):  # else its form is reported already
            yield from _no_language(tag, tag.span)
    for text in texts:
        for node in markup.walk(text):
            if isinstance(node, model.Foreign):
                yield from _no_language(node.language, partial(_place_of, text, node.start, "lang=" + node.language))


_TAG = re.compile(r"[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _no_language(tag: str, span: Callable[[], Span]) -> Iterator[Problem]:
    if tag.split("-")[0].lower() not in LANGUAGES:
        message = f"'{tag}' is not the code of a language."
        yield Problem("unknown-language", message, span(), hints.language(tag))


LANGUAGES = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka
    kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng
    nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su
    sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    arc arq ary arz ase ast bcl bfi bho ceb chk chr ckb cmn fil grc gsw hak haw hil hmn hsn ilo kab kam kmr kok lad lus
    mai mam mni mul nah nan nap nds pam pap pbt pcm pnb prs quc rhg rom sat scn sco sgn shi skr smj smn sms snd son srn
    syr szl tet tpi tyv tzm umb und vec war wuu yue zgh zxx
    """.split()
)
"""ISO 639 codes: all of two letters, and those of three letters that languages met in clinics need."""


def _wordless(titles: Iterable[Text]) -> Iterator[Problem]:
    for title in titles:
        if not markup.plain(title).strip() and title.place:
            yield Problem("empty-text", "This title has no words.", title.place.span(), "Write the title.")
