"""Reading documents, references and clinics: what is accepted, and what each fault is told like."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any, Literal

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import reader, source
from builder.model import Citation, CitedSource, Document, List, Paragraph, Reference, Term, Text, Words
from builder.problems import ContentError, Problem

SCHEMAS = Path(__file__).parents[1] / "docs" / "schema"

TOPIC = """\
topic: alps
language: en
title: Autoimmune lymphoproliferative syndrome
synonyms: [{name: Canale-Smith syndrome, kind: former}]
codes: {orpha: 3261, omim: [601859, 603909], icd10cm: D89.82}
audience: {who: families, reading_grade: 8}
purpose: To explain.
main_message: >-
  {ALPS} is *rare* [@price2014].
key_points:
  - {id: spleen-grows, text: "The {spleen} grows."}
get_help:
  emergency: {action: "Call {clinic.emergency}", signs: [{id: bleeding, text: Bleeding}]}
  urgent: {action: Call us, signs: [{id: fever, text: Fever}]}
  routine: {action: Ask, signs: [{id: tired, text: Tired}]}
sections:
  - id: causes
    kind: causes
    title: What causes it?
    blocks:
      - id: fas
        kind: definition
        paragraph: See [the counts](#counts).
      - id: counts
        list:
          items:
            - {id: platelets, text: Bruises}
      - {id: map, figure: {file: figures/glands.svg, alt: Glands, labels: [{at: [9, 8.5], text: spleen}]}}
      - id: scores
        table:
          columns: [A, B]
          rows:
            - {id: row, cells: [a, b]}
abbreviations: {ALPS: autoimmune lymphoproliferative syndrome}
glossary: [{term: spleen, plain: an organ, also: [spleens]}]
governance:
  status: draft
  version: 2026.1
  published: 2026-11-22
  updated: 2026-11-22
  next_review: 2028-11-22
  publisher: {name: A clinic, contact: By letter}
  funding: none
  conflicts: none
"""
REFERENCES = """\
references:
  - id: price2014
    type: article-journal
    title: Natural history of autoimmune lymphoproliferative syndrome
    author: [{family: Price, given: Susan}]
    container-title: Blood
    issued: 2014-03-27
    volume: 123
    DOI: 10.5555/abc
    PMID: 24398331
  - {id: who2020, type: webpage, title: About blood, author: [{literal: World Health Organization}]}
"""
CLINIC = """\
clinic: riverbank
name: Riverbank Clinic
country: GB
address: [1 Example Street, Exampletown]
phone: 01632 960 001
hours: "9:00 to 17:00"
emergency: 999
logo: {file: riverbank.svg, alt: A river}
"""


def parse(text: str) -> source.Source:
    return source.parse(text.encode(), "a.yaml")


def topic_with(old: str, new: str) -> str:
    assert TOPIC.count(old) == 1, old
    return TOPIC.replace(old, new)


def references() -> dict[str, Reference]:
    return reader.references(parse(REFERENCES))


def problems_of(text: str, known: dict[str, Reference] | None = None) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as caught:
        reader.document(parse(text), known)
    return caught.value.problems


def shown(text: str, problem: Problem) -> str:
    """Return the words that a problem points at."""
    assert problem.span
    _, line, column, end_line, end_column = problem.span
    return text.split("\n")[line - 1][column - 1 : end_column - 1 if end_line == line else None]


# --- What is accepted -------------------------------------------------------------------------------------------------


def test_a_topic_becomes_a_document() -> None:
    document = reader.document(parse(TOPIC), references())
    assert document.codes.omim == ("601859", "603909")
    assert document.codes.orpha == ("3261",)
    assert document.governance.version == "2026.1"
    paragraph, listing = document.sections[0].blocks[:2]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.kind == "definition"
    assert isinstance(listing, List)
    assert listing.list.items[0].text == Text((Words("Bruises"),))


def test_texts_and_nodes_know_their_places() -> None:
    document = reader.document(parse(TOPIC))
    (citation,) = [node for node in document.main_message.nodes if isinstance(node, Citation)]
    assert citation.sources == (CitedSource("price2014"),)
    assert document.main_message.place
    assert document.main_message.place.span(citation.start, citation.start + 12)[1:] == (9, 20, 9, 32)
    assert document.sections[0].blocks[1].place.span()[1:3] == (24, 9)


def test_names_are_printed_letter_by_letter() -> None:
    text = topic_with("name: Canale-Smith syndrome", "name: The *[x]* {y} syndrome".replace("[x]", "(x)"))
    text = text.replace("{name: The *(x)* {y} syndrome, kind: former}", "{name: 'The *(x)* {y} syndrome'}")
    assert reader.document(parse(text)).synonyms[0].name == Text((Words("The *(x)* {y} syndrome"),))


def test_references_keep_the_order_of_the_file() -> None:
    found = references()
    assert list(found) == ["price2014", "who2020"]
    assert found["price2014"].container_title == Text((Words("Blood"),))
    assert (found["price2014"].volume, found["price2014"].PMID) == ("123", "24398331")


def test_a_clinic_is_read_as_spelled() -> None:
    clinic = reader.clinic(parse(CLINIC))
    assert clinic.emergency == Text((Words("999"),))
    assert clinic.hours == (Text((Words("9:00 to 17:00"),)),)


def test_a_term_may_start_a_sentence_and_take_another_form() -> None:
    reader.document(parse(topic_with("The {spleen} grows.", "{Spleen} and {Spleens|two spleens}, {ALPS}.")))


# --- What each fault is told like -------------------------------------------------------------------------------------

FAULTS: list[tuple[str, str, str, str, str]] = [
    # in the topic, instead, rule, what is pointed at, a part of the message and hint
    ("title: Auto", "titel: Auto", "unknown-key", "titel", "Did you mean 'title'?"),
    ("kind: causes", "kind: cause", "wrong-value", "cause", "Did you mean 'causes'?"),
    ("kind: definition", "kind: claim", "wrong-value", "claim", "one of fact, advice, definition, story, safety"),
    ("        paragraph: See", "        paragraf: See", "unknown-block", "paragraf", "Did you mean 'paragraph'?"),
    ("        paragraph: See [the counts](#counts).\n", "", "unknown-block", "id", "Give it one of: paragraph, list"),
    ("        paragraph: See", "        callout: {text: x}\n        paragraph: See", "two-contents", "callout", "two"),
    ("- id: fas", "- identity: fas", "unknown-key", "identity", "The key 'identity' is not known"),
    ("purpose: To explain.\n", "", "missing-key", "topic", "The key 'purpose' is missing"),
    ("purpose: To explain.", "purpose:", "empty-value", "", "'purpose' is empty"),
    ("purpose: To explain.", "purpose: '  '", "wrong-value", "  ", "'purpose' is empty"),
    ("purpose: To explain.", "purpose: >-\n", "wrong-value", "purpose: >-"[9:], "Indent the lines"),
    ("purpose: To explain.", "purpose: [see, this]", "wrong-value", "[", "Write 'purpose: >-'"),
    ("purpose: To explain.", "purpose: {alps}", "wrong-value", "alps", "Write 'purpose: >-'"),
    ("text: Bruises", "text: [see]", "wrong-value", "[", "Write 'text: >-'"),
    ("id: counts", "id: The Counts", "wrong-value", "The Counts", "Write 'the-counts'."),
    ("omim: [601859, 603909]", "omim: [60185, 603909]", "wrong-value", "60185", "Such as 601859."),
    ("orpha: 3261", "orpha: ORPHA3261", "wrong-value", "ORPHA3261", "Such as 3261."),
    ("next_review: 2028-11-22", "next_review: 2028-02-30", "wrong-value", "2028-02-30", "not a day of the calendar"),
    ("next_review: 2028-11-22", "next_review: next year", "wrong-value", "next year", "such as 2026-11-22"),
    ("reading_grade: 8", "reading_grade: eight", "wrong-value", "eight", "must be a whole number"),
    ("reading_grade: 8", "reading_grade: 80", "wrong-value", "80", "must be 18 or less"),
    ("at: [9, 8.5]", "at: [9]", "wrong-value", "[", "has too few values"),
    ("at: [9, 8.5]", "at: [9, 8, 7]", "wrong-value", "[", "has more than 2 values"),
    ("at: [9, 8.5]", "at: [9, .inf]", "wrong-value", ".inf", "must be a number"),
    ("at: [9, 8.5]", "at: [9, nan]", "wrong-value", "nan", "must be a number"),
    ("columns: [A, B]", "columns: A", "wrong-value", "A", "must be a list"),
    ("columns: [A, B]", "columns: []", "wrong-value", "[", "needs at least 1"),
    ("publisher: {name: A clinic, contact: By letter}", "publisher: A", "wrong-value", "A", "keys with values"),
    ("abbreviations: {ALPS: auto", "abbreviations: {ALPS: [a], X: auto", "wrong-value", "[", "Write 'ALPS: >-'"),
    ("- {id: platelets, text: Bruises}", "- Bruises", "wrong-value", "Bruises", "'key: value'"),
    ("cells: [a, b]", "cells: [a, b, c]", "uneven-table", "[", "3 and 2"),
    ("cells: [a, b]", "cells: [a, b, c]", "uneven-table", "[", "a comma begins the next cell: put quotes around"),
    ("cells: [a, b]", "cells: [a]", "uneven-table", "[", "write a dash (–)"),
    ("cells: [a, b]", "cells: [1 week, see Dr X: X-ray]", "wrong-value", "see Dr X", '"see Dr X: X-ray"'),
    ("cells: [a, b]", "cells: [a, [b]]", "wrong-value", "[", "Put quotes around it"),
    ("cells: [a, b]", 'cells: [a, ""]', "empty-value", '""', "none or not known, or a dash (–)"),
    ("cells: [a, b]", "cells: [a, ~]", "empty-value", "", "none or not known, or a dash (–)"),
    ("columns: [A, B]", 'columns: ["", B]', "empty-value", '""', "This column has no name."),
    ("columns: [A, B]", "columns: [A: x, B]", "wrong-value", "A", '"A: x"'),
    ("purpose: To explain.", "“purpose”: To explain.", "unknown-key", "“purpose”", "Did you mean 'purpose'?"),
    ("purpose: To explain.", "Purpose: To explain.", "unknown-key", "Purpose", "Did you mean 'purpose'?"),
    ("{who: families, reading_grade: 8}", "{who:families, reading_grade: 8}", "unknown-key", "who:families", "a space"),
    ("- {id: platelets, text: Bruises}", "- id:platelets", "wrong-value", "id:platelets", "a space after the colon."),
    ("- {id: platelets, text: Bruises}", "-id: platelets", "wrong-value", "-id", "a space after the dash."),
    ("columns: [A, B]", "columns:\n            • A\n            • B", "wrong-value", "• A", "in place of •"),
    ("{clinic.emergency}", "{Clinic.Emergency}", "unknown-term", "Clinic.Emergency", "{clinic.emergency}"),
    ("{clinic.emergency}", "{clinic fone}", "unknown-term", "clinic fone", "{clinic.phone}"),
    ("{ALPS} is *rare* [@price2014].", "It is rare @price2014.", "citation-form", "@price2014.", "Write [@price2014],"),
    ("id: counts", "id: bäser_Fas", "wrong-value", "bäser_Fas", "Write 'baeser-fas'."),
    ("id: counts", "id: “counts”", "wrong-value", "“counts”", "Write 'counts'."),
    ("id: counts", f"id: {'x' * 70}", "wrong-value", "x" * 70, "Shorten it."),
    ("published: 2026-11-22", "published: 22.11.2026", "wrong-value", "22.11.2026", "Write 2026-11-22."),
    ("published: 2026-11-22", "published: 22 November 2026", "wrong-value", "22 November 2026", "Write 2026-11-22."),
    ("published: 2026-11-22", "published: 11/22/2026", "wrong-value", "11/22/2026", "Write 2026-11-22."),
    ("published: 2026-11-22", "published: 05/06/2026", "wrong-value", "05/06/2026", "2026-05-06 or 2026-06-05"),
    ("published: 2026-11-22", "published: “2026-11-22”", "wrong-value", "“2026-11-22”", "Leave out the quotes"),
    ("reading_grade: 8", "reading_grade: grade 8", "wrong-value", "grade 8", "Write the number alone: 8."),
    ("language: en", "language: en_US", "wrong-value", "en_US", "Write en-US."),
    ("language: en", "language: English", "wrong-value", "English", "Write en."),
    ("kind: definition", "kind: claim", "wrong-value", "claim", "Write one of them."),
    ("[@price2014]", "[@müller2014]", "unknown-citation", "müller2014", "Call it 'mueller2014'"),
    ("[@price2014]", "[@ price2014]", "citation-form", "[@ price2014]", "without a space after the @"),
    ("[@price2014]", "[@price2014; who2020]", "citation-form", "[@price2014; who2020]", "with an @ before each"),
    ("language: en", "language: xq", "unknown-language", "xq", "not the code of a language"),
    ("text: Bruises", "text: '[x]{lang=qx}'", "unknown-language", "lang=qx", "not the code of a language"),
    ("id: counts", "id: fas", "duplicate-id", "fas", "used twice"),
    ("#counts", "#count", "unknown-anchor", "count", "Did you mean 'counts'?"),
    ("The {spleen} grows", "The {spleem} grows", "unknown-term", "spleem", "Did you mean 'spleen'?"),
    ("The {spleen} grows", "The {x-ray} grows", "unknown-term", "x-ray", "Add it to the glossary"),
    ("{clinic.emergency}", "{clinic.fone}", "unknown-clinic-value", "fone", "Did you mean 'phone'?"),
    ("[@price2014]", "[@prise2014]", "unknown-citation", "prise2014",
     "Did you mean 'price2014' (Natural history of autoimmune lymphoproliferative syndrome)?"),
    ("*rare*", "*rare", "unclosed-mark", "*", "never closes"),
    ("title: What causes it?", "title: '[@price2014]'", "empty-text", "[@price2014]", "This title has no words."),
    ("figures/glands.svg", "/etc/passwd", "path-outside-workspace", "/etc/passwd", "such as figures/glands.svg"),
    ("figures/glands.svg", "a/../../b.svg", "path-outside-workspace", "a/../../b.svg", ""),
    ("figures/glands.svg", "a\\b.svg", "path-outside-workspace", "a\\b.svg", ""),
    ("figures/glands.svg", "C:b.svg", "path-outside-workspace", "C:b.svg", ""),
    ("figures/glands.svg", "file:b.svg", "path-outside-workspace", "file:b.svg", ""),
    ("figures/glands.svg", "figures/aux.svg", "reserved-name", "figures/aux.svg", "Rename the file."),
    ("figures/glands.svg", "//host/b.svg", "path-outside-workspace", "//host/b.svg", ""),
]


@pytest.mark.parametrize(("old", "new", "rule", "words", "told"), FAULTS, ids=[f"{f[2]}-{f[1][:24]!r}" for f in FAULTS])
def test_a_fault_is_told_in_plain_words_at_its_place(old: str, new: str, rule: str, words: str, told: str) -> None:
    text = topic_with(old, new)
    (problem,) = [problem for problem in problems_of(text, references()) if problem.rule == rule]
    assert shown(text, problem) == words
    assert told in f"{problem.message} {problem.hint}"


def test_all_faults_come_at_once_and_in_order() -> None:
    text = TOPIC
    for old, new in [
        ("language: en", "language: xq"),
        ("[@price2014]", "[@prise2014]"),
        ("kind: causes", "kind: cause"),
        ("cells: [a, b]", "cells: [a]"),
        ("status: draft", "satus: draft"),
    ]:
        text = text.replace(old, new)
    rules = [problem.rule for problem in problems_of(text, references())]
    assert rules == [
        "unknown-language", "unknown-citation", "wrong-value", "uneven-table", "unknown-key"
    ]


def test_what_is_missing_is_listed_in_one_problem() -> None:
    text = TOPIC.replace("    kind: causes\n    title: What causes it?\n", "")
    (problem,) = problems_of(text)
    assert problem.message == "The keys 'kind', 'title' are missing here."
    assert shown(text, problem) == "id"


def test_an_id_used_twice_shows_both_places() -> None:
    (problem,) = problems_of(topic_with("id: platelets", "id: fas"))
    assert [span[1:3] for span, _ in problem.related] == [(21, 13)]


def test_citations_are_not_looked_up_without_references() -> None:
    reader.document(parse(topic_with("[@price2014]", "[@nobody1999]")))


def test_a_link_without_words_is_a_problem() -> None:
    (empty,) = problems_of(topic_with("[the counts](#counts)", "[](#counts)"))
    (blank,) = problems_of(topic_with("[the counts](#counts)", "[ ](#counts)"))
    assert (empty.rule, blank.rule) == ("empty-mark", "empty-text")


@pytest.mark.parametrize(
    ("text", "rule"),
    [("", "empty-file"), ("# nothing\n", "empty-file"), ("- a\n", "wrong-shape"), ("words\n", "wrong-shape")],
)
def test_a_file_that_holds_no_keys_is_one_problem(text: str, rule: str) -> None:
    assert [problem.rule for problem in problems_of(text)] == [rule]


@pytest.mark.parametrize(
    ("old", "new", "rule", "words"),
    [
        ("id: who2020", "id: price2014", "duplicate-id", "price2014"),
        ("title: About blood", "title: About, DOI: 10.5555/Abc", "duplicate-doi", "10.5555/Abc"),
        ("title: About blood", "title: About, PMID: 24398331", "duplicate-pmid", "24398331"),
        ("type: webpage", "type: web", "wrong-value", "web"),
        ("container-title: Blood", "container_title: Blood", "unknown-key", "container_title"),
        ("issued: 2014-03-27", "issued: 27 March 2014", "wrong-value", "27 March 2014"),
        ("family: Price", "famly: Price", "unknown-key", "famly"),
        ("title: About blood", "title: About blood, language: qx", "unknown-language", "qx"),
    ],
)
def test_faults_of_references(old: str, new: str, rule: str, words: str) -> None:
    text = REFERENCES.replace(old, new)
    with pytest.raises(ContentError) as caught:
        reader.references(parse(text))
    (problem,) = caught.value.problems
    assert (problem.rule, shown(text, problem)) == (rule, words)


def test_faults_of_a_clinic() -> None:
    text = CLINIC.replace("GB", "UK.").replace("riverbank.svg", "../logo.svg").replace("phone:", "fone:")
    with pytest.raises(ContentError) as caught:
        reader.clinic(parse(text))
    assert [(problem.rule, shown(text, problem)) for problem in caught.value.problems] == [
        ("wrong-value", "UK."),
        ("unknown-key", "fone"),
        ("path-outside-workspace", "../logo.svg"),
    ]


def test_a_fault_is_told_once() -> None:
    """A key with a wrong name is not missing as well, and a code that is none is not unknown as well."""
    for old, new in [("purpose: To", "Purpose: To"), ("language: en", "language: en_US"), ("topic: alps", "topci: a")]:
        assert len(problems_of(topic_with(old, new))) == 1


def test_names_are_compared_however_their_accents_were_typed() -> None:
    decomposed, composed = "Sjo\u0308gren", "Sj\u00f6gren"
    for term, used in ((decomposed, composed), (composed, decomposed), (decomposed, decomposed)):
        text = topic_with("term: spleen", f"term: {term}").replace("{spleen}", f"{{{used}}} and {{E\u0301TA}}")
        text = text.replace("abbreviations: {", "abbreviations: {\u00c9TA: state, ")
        document = reader.document(parse(text), references())
        (found, _) = [node for node in document.key_points[0].text.nodes if isinstance(node, Term)]
        assert found.name == composed
        assert set(document.abbreviations) == {"\u00c9TA", "ALPS"}


def every_scalar(root: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(root, dict):
        return [found for key, value in root.items() for found in every_scalar(value, (*path, key))]
    if isinstance(root, list):
        return [found for at, value in enumerate(root) for found in every_scalar(value, (*path, at))]
    return [path]


JARGON = re.compile(r"\[\^|\[a-z0-9]|\^\[|\)\*|\{1,|YAML|pattern|Input should")


@pytest.mark.parametrize(
    "value", ["€ü", "", "~", "[x]", "{x: y}", "x:y", "“x”", "8 ml", "1e99", "22/2026", "-x", "ä" * 90]
)
@pytest.mark.parametrize("text", [TOPIC, REFERENCES, CLINIC], ids=["topic", "references", "clinic"])
def test_every_wrong_value_has_a_place_a_hint_and_no_pattern(text: str, value: str) -> None:
    read = {TOPIC: reader.document, REFERENCES: reader.references, CLINIC: reader.clinic}[text]
    for path in every_scalar(parse(text).root):
        scalar: Any = parse(text).root
        for step in path:
            scalar = scalar[step]
        _, line, column, _, end = scalar.span()
        lines = text.split("\n")
        lines[line - 1] = lines[line - 1][: column - 1] + value + lines[line - 1][end - 1 :]
        try:
            read(parse("\n".join(lines)))  # type: ignore[operator]
        except ContentError as error:
            for problem in error.problems:
                assert problem.span, problem
                assert problem.hint, problem
                assert not JARGON.search(problem.message + problem.hint), problem


# --- JSON Schema ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["topic", "references", "clinic"])
def test_the_schemas_in_docs_are_fresh(name: Literal["topic", "references", "clinic"]) -> None:
    path = SCHEMAS / f"{name}.schema.json"
    fresh = json.dumps(reader.schema(name), indent=2, ensure_ascii=False) + "\n"
    renew = f"factsheet schema {name} > docs/schema/{name}.schema.json"
    assert path.read_text("utf-8") == fresh, f"The copy is stale; renew it: {renew}"


def as_an_editor_reads(value: source.Root) -> Any:
    """Return plain data with the numbers of YAML 1.2, which is what editors check."""
    if isinstance(value, dict):
        return {str(key): as_an_editor_reads(child) for key, child in value.items()}
    if isinstance(value, list):
        return [as_an_editor_reads(child) for child in value]
    try:
        return float(value) if value is not None and "." in value else int(value or "")
    except ValueError:
        return value


@pytest.mark.parametrize(("name", "text"), [("topic", TOPIC), ("references", REFERENCES), ("clinic", CLINIC)])
def test_editors_accept_what_the_reader_accepts(name: Literal["topic", "references", "clinic"], text: str) -> None:
    validator = jsonschema.Draft202012Validator(reader.schema(name))
    validator.check_schema(validator.schema)
    good = as_an_editor_reads(parse(text).root)
    assert not list(validator.iter_errors(good))
    (error,) = validator.iter_errors({**good, "surprise": "x"})
    assert "surprise" in error.message


def test_editors_see_a_wrong_key_inside_a_block() -> None:
    validator = jsonschema.Draft202012Validator(reader.schema("topic"))
    bad = as_an_editor_reads(parse(topic_with("paragraph: See", "paragraf: See")).root)
    assert [list(error.path) for error in validator.iter_errors(bad)] == [["sections", 0, "blocks", 0]]


def test_every_key_is_described_and_nothing_else_is() -> None:
    """Editors show a sentence beside each key; none is left over from a key that is gone."""
    words: Any = source.load(reader.KEYS).root
    left = {(name, key) for name, keys in words.items() for key in keys}
    for name in ("topic", "references", "clinic"):
        drawn = reader.schema(name)  # type: ignore[arg-type]
        for title, part in {reader.ROOTS[name].__name__: drawn, **drawn["$defs"]}.items():
            for key, field in part.get("properties", {}).items():
                assert field["description"].endswith("."), (title, key)
                left -= {(title, key)} if key in words.get(title, {}) else {("every", key)}
    assert left == set()


def test_the_schema_does_not_show_the_hidden_place() -> None:
    assert '"place"' not in json.dumps(reader.schema("topic"))


# --- Whatever comes ---------------------------------------------------------------------------------------------------

LINES = TOPIC.splitlines()
VALUES = [
    "", "~", "x", "[x]", "{x: y}", "[]", "{}", "[[x]]", "-1", "1e999", "2026-13-01", "'{'", "'[@a; @b]'", "'[a](#b)'"
]


def mutated(seed: int) -> str:
    """Return the topic with a few lines lost, doubled, moved or given another value."""
    choice = random.Random(seed)
    lines = list(LINES)
    for _ in range(choice.randint(1, 6)):
        at = choice.randrange(len(lines))
        match choice.randrange(5):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, choice.choice(LINES))
            case 2:
                lines[at] = "  " * choice.randrange(5) + lines[at].strip()
            case 3:
                lines[at] = lines[at].split(":")[0] + ": " + choice.choice(VALUES)
            case 4:
                cut = choice.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut] + choice.choice(VALUES) + lines[at][cut + 1 :]
    return "\n".join(lines)


@given(st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_any_topic_gives_a_document_or_problems_in_the_file(seed: int) -> None:
    text = mutated(seed)
    try:
        assert isinstance(reader.document(parse(text), references()), Document)
    except ContentError as error:
        lines = text.split("\n")
        for problem in error.problems:
            for span in (problem.span, *(span for span, _ in problem.related)):
                assert span
                assert 1 <= span.line <= len(lines)
                assert 1 <= span.column <= len(lines[span.line - 1]) + 1
                assert span[1:3] <= span[3:]


@pytest.mark.parametrize(("written", "meant"), [
    ("A count of 10^9^/L in a tube", "Write 10⁹/L instead."),
    ("A molecule of CO~2~", "Write CO₂ instead."),
    ("**Do not** run", "Write Do not instead."),
])
def test_a_mark_is_told_where_words_are_printed_as_they_stand(written: str, meant: str) -> None:
    (problem,) = problems_of(topic_with("alt: Glands", f'alt: "{written}"'))
    assert "would be printed as it stands here" in problem.message
    assert problem.hint == meant


@pytest.mark.parametrize("written", ["Glands &amp; spleen", "<b>Glands</b>"])
def test_marks_of_html_are_told_in_names_as_well(written: str) -> None:
    (problem,) = problems_of(topic_with("alt: Glands", f'alt: "{written}"'))
    assert problem.rule == "foreign-mark"


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("phone:", "email: office at x.org\nphone:", "Write one such as office@clinic.example, or leave the key out."),
        ("address:", "email: office@clinic.org, on weekdays\naddress:", ""),
        ("phone: ", "out_of_hours: \u201c555 0199\u201d\nphone: ", "Leave out the quotes: 555 0199."),
        ("phone: ", "out_of_hours: \u201cAt night 555:\u201d\nphone: ", 'Write "At night 555:" with straight quotes.'),
        ("name: ", "short_address: \u201eclinic.example\u201c\nname: ", "Leave out the quotes: clinic.example."),
    ],
)
def test_values_of_a_clinic_are_what_they_should_be(old: str, new: str, hint: str) -> None:
    text = parse(CLINIC.replace(old, new, 1))
    if not hint:
        assert reader.clinic(text)
        return
    with pytest.raises(ContentError) as caught:
        reader.clinic(text)
    assert [problem.hint for problem in caught.value.problems] == [hint]


def test_typographic_quotes_around_a_title_are_told_and_around_speech_are_not() -> None:
    (problem,) = problems_of(topic_with("purpose:", "short_title: \u201cALPS\u201d\npurpose:"))
    assert problem.message == "'short_title' stands in typographic quotes, which would be printed."
    spoken = topic_with("alt: Glands", "caption: \u201cI felt better.\u201d, alt: Glands")
    assert reader.document(parse(spoken))


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("country: GB", "country: us", "Write US."),
        ("country: GB", "country: Norway", "Such as US: two capital letters."),
    ],
)
def test_the_code_of_a_country_is_given(old: str, new: str, hint: str) -> None:
    with pytest.raises(ContentError) as caught:
        reader.clinic(parse(CLINIC.replace(old, new)))
    assert [problem.hint for problem in caught.value.problems] == [hint]


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("orpha: ORPHA:3261", "Write 3261."), ("omim: OMIM 601859", "Write 601859."),
        ("mondo: MONDO:0017979", "Write 0017979."), ("genes: FAS, FASLG", "Write [FAS, FASLG]."),
        ("orpha: https://www.orpha.net/en/disease/detail/3261", "Write 3261."), ("icd10: 1.10", "Such as D82.1."),
        ("icd10: D82.1, 1.10", "Such as D82.1."),
    ],
)  # fmt: skip
def test_a_code_is_given_without_the_name_of_its_system(code: str, hint: str) -> None:
    with pytest.raises(ContentError) as caught:
        reader.document(parse(topic_with("codes: {orpha: 3261, omim: [601859, 603909], icd10cm: D89.82}\n",
                                         f"codes:\n  {code}\n")), references())
    assert hint in [problem.hint for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        ("Free [@smith2020].", "The words of a clinic cannot cite a source.",
         "Delete it: the topic cites its sources."),
        ("A {spleen}.", "The file of a clinic has no glossary for 'spleen'.", "Write it without { and }."),
        ("Call {clinic phone}.", "The file of a clinic has no glossary for 'clinic phone'.",
         "A value of the clinic is written {clinic.phone}."),
        ("Call {clinic.phon}.", "A clinic has no value 'phon'.", "Did you mean 'phone'?"),
        ("See [here](#signs).", "Nothing here has the id 'signs'.",
         "Link to the id of a section, a block or a part of a list."),
    ],
)
def test_a_clinics_words_lead_into_no_topic(words: str, message: str, hint: str) -> None:
    with pytest.raises(ContentError) as caught:
        reader.clinic(parse(f"{CLINIC}interpreter: '{words}'\n"))
    assert [(one.message, one.hint) for one in caught.value.problems] == [(message, hint)]
    assert caught.value.problems[0].span
