"""What reference managers and other people's habits bring into a list of references, and what is said of it."""

from __future__ import annotations

from typing import get_args

import jsonschema  # type: ignore[import-untyped]
import pytest

from builder import exports, reader, source
from builder.model import Name, Reference, ReferenceType, shape
from builder.problems import ContentError, Problem

RECORD = """\
references:
- id: price2014
  type: article-journal
  title: A title
  author:
  - family: Price
    given: Susan
  container-title: Blood
  issued: 2014
  URL: https://example.org/a
"""


def problems(old: str, new: str) -> tuple[Problem, ...]:
    assert RECORD.count(old) == 1, old
    with pytest.raises(ContentError) as caught:
        reader.references(source.parse(RECORD.replace(old, new).encode(), "references.yaml"))
    return caught.value.problems


def read(old: str, new: str) -> Reference:
    assert RECORD.count(old) == 1, old
    return next(iter(reader.references(source.parse(RECORD.replace(old, new).encode(), "references.yaml")).values()))


def test_a_list_without_its_key_is_told_the_key() -> None:
    for text in ('[{"id": "a", "type": "book", "title": "X"}]', "- id: a\n  type: book\n"):
        with pytest.raises(ContentError) as caught:
            reader.references(source.parse(text.encode(), "references.yaml"))
        assert [problem.hint for problem in caught.value.problems] == [
            "Write 'references:' on a line of its own above the list."]


def test_what_is_said_to_be_foreign_is_not_known() -> None:
    own = {key for kind in (Reference, Name) for key in shape.keys(kind)}
    assert not own & exports.KEYS.keys()
    assert not set(get_args(ReferenceType)) & exports.TYPES.keys()
    assert set(exports.TYPES.values()) <= set(get_args(ReferenceType))


@pytest.mark.parametrize("key", ["abstract", "source", "citation-key", "title-short", "keyword", "license"])
def test_a_key_that_is_not_needed_is_to_be_deleted(key: str) -> None:
    (problem,) = problems("  title: A title", f"  title: A title\n  {key}: x")
    assert (problem.rule, problem.hint) == ("unknown-key", "Delete it: it is not needed here.")


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("container-title:", "journalAbbreviation:", "Write it as container-title-short."),
        ("issued: 2014", "issued: 2014\n  version: 2", "Write it as edition"),
        ("family: Price", "last: Price", "Write it as family."),
        ("type: article-journal", "type: journal-article", "Write type: article-journal"),
        ("type: article-journal", "type: post-weblog", "Write type: webpage"),
        ("type: article-journal", "type: article-jurnal", "Did you mean 'article-journal'?"),
        ("family: Price\n    given: Susan", "Price S", "Write each after a dash, as {family: Price, given: S}"),
        ("author:\n  - family: Price\n    given: Susan", "author: Price S", "Write each after a dash"),
        ("issued: 2014", "issued: 2014-02-31", "Write 2014, 2014-03"),
        ("issued: 2014", "issued: 27 March 2014", "Write 2014-03-27."),
        ("issued: 2014", "issued: {literal: in press}", "Write 2014, 2014-03"),
        ("issued: 2014", "accessed: 2014-01/2014-02", "Write 2014, 2014-03 or 2014-03-27."),
        ("issued: 2014", "container-issued: c2014-present", "Write 2014, 2014-03"),
        ("family: Price", "family: Null", "If the name is Null, put it in quotes: family: 'Null'."),
        ("family: Price", "family: ~", "Delete the key."),
        ("family: Price", "family:", "Delete the key."),
        ("given: Susan", "given: null", "If the name is Null, put it in quotes: given: 'Null'."),
        ("family: Price", "family: ''", "Write the text, or delete the key."),
        ("family: Price\n    given: Susan", "suffix: Jr", "Write family and given for a person"),
        ("family: Price\n    given: Susan", "famly: Price", "Did you mean 'family'?"),
        ("https://example.org/a", "https://nih.gov@example.org/a", "no name or password before its host"),
        ("https://example.org/a", "https://a:b@example.org", "no name or password before its host"),
        ("https://example.org/a", r"https://nih.gov\@example.org", "no name or password before its host"),
        ("https://example.org/a", "www.example.org", "Write https://www.example.org."),
    ],
)
def test_what_was_meant_is_said(old: str, new: str, hint: str) -> None:
    (problem,) = problems(old, new)
    assert hint in problem.hint
    assert "pattern" not in problem.message + problem.hint


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("issued: 2014", "issued: {date-parts: [[2014, 3, 27]]}", "issued", "2014-03-27"),
        ("issued: 2014", "issued:\n  - year: 2014\n    month: 3", "issued", "2014-03"),
        ("issued: 2014", "issued: {date-parts: [[2014]], season: 1}", "issued", "2014 Spring"),
        ("issued: 2014", "issued: 2014-01/2014-02", "issued", "2014-01/2014-02"),
        ("issued: 2014", "container-issued: 1993-", "container_issued", "1993-"),
        ("https://example.org/a", "https://www.youtube.com/@NHS", "URL", "https://www.youtube.com/@NHS"),
        ("https://example.org/a", "https://example.org?q=a@b", "URL", "https://example.org?q=a@b"),
        ("https://example.org/a", "https://example.org:8080/a", "URL", "https://example.org:8080/a"),
    ],
)
def test_what_is_clear_is_read(old: str, new: str, field: str, value: str) -> None:
    assert getattr(read(old, new), field) == value


@pytest.mark.parametrize(("family", "read_as"), [("No", "No"), ("'Null'", "Null"), ("'~'", "~"), ("True", "True")])
def test_a_name_is_read_as_it_is_spelled(family: str, read_as: str) -> None:
    assert read("family: Price", f"family: {family}").author[0].family == read_as


@pytest.mark.parametrize(
    ("key", "better"),
    [
        ("müller2014", "mueller2014"),
        ("Müller 2014", "Mueller-2014"),
        ("u\u0308ber2014", "ueber2014"),
        ("sørensen", "soerensen"),
        ("łódź", "lodz"),
        ("garcía_2014", "garcia_2014"),
        ("O’Neil2014", "O-Neil2014"),
        ("straße", "strasse"),
        ("-smith", "smith"),
        ("Иванов2014", ""),
        ("山田", ""),
    ],
)
def test_a_citation_key_is_one_problem_that_proposes_plain_letters(key: str, better: str) -> None:
    (problem,) = problems("id: price2014", f"id: '{key}'")
    assert problem.message == "'id' may have only the letters a to z, digits and - _ : . +."
    assert problem.hint == (f"Write '{better}', here and where it is cited." if better else "Such as 'smith2014'.")


@pytest.mark.parametrize(
    "issued",
    ["2014", "2014-03", "2014-03-27", "2014-01/2014-02", "2014 Spring", "2014-21", "{date-parts: [[2014, 3]]}"],
)
def test_editors_know_the_forms_of_a_date(issued: str) -> None:
    root = source.parse(RECORD.replace("issued: 2014", f"issued: {issued}").encode(), "references.yaml").root
    schema = reader.schema("references")
    assert not list(jsonschema.Draft202012Validator(schema).iter_errors(root))
    bad = source.parse(RECORD.replace("issued: 2014", "issued: 2014-13").encode(), "references.yaml").root
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(bad))


def test_a_citation_in_other_letters_names_the_reference_that_is_meant() -> None:
    known = {"mueller2014": read("id: price2014", "id: mueller2014")}
    topic = source.parse("main_message: It is so [@müller2014].\n".encode(), "en.yaml")
    with pytest.raises(ContentError) as caught:
        reader.document(topic, known)
    hints = [problem.hint for problem in caught.value.problems if problem.rule != "missing-key"]
    assert hints == ["Did you mean 'mueller2014' (A title)?"]
