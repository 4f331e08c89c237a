from __future__ import annotations

import pytest

from builder import reader, source
from builder.problems import Span
from builder.references import records

SOUND = {
    "id": "a",
    "type": "article-journal",
    "title": "Title",
    "container-title": "J",
    "issued": "2001",
    "DOI": "10.1000/a",
}


def found(**fields: str) -> list[tuple[str, str, str]]:
    """Rule, message and the text at the place of each problem of one record; a field of "" is left out."""
    record = SOUND | {name.replace("_", "-"): value for name, value in fields.items()}
    lines = ["references:", "-", *(f"  {key}: {value}" for key, value in record.items() if value)]
    read = reader.references(source.parse("\n".join([*lines, ""]).encode(), "references.yaml"))
    problems = records.problems(read)
    return [(problem.rule, problem.message, _at(lines, problem.span)) for problem in problems]


def _at(lines: list[str], span: Span | None) -> str:
    assert span
    return lines[span.line - 1][span.column - 1 : span.end_column - 1]


def test_a_sound_record_has_no_problem() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("field", "written"),
    [("DOI", "10.1000"), ("PMID", "PMC1"), ("PMCID", "12"), ("ISBN", "978-0-306-40615-8"), ("ISSN", "0378-5956")],
)
def test_an_invalid_identifier_is_reported_at_its_place(field: str, written: str) -> None:
    assert found(**{field: written}) == [("invalid-identifier", f"'{written}' is no valid {field}.", written)]


def test_an_invalid_orcid_is_reported_at_its_author() -> None:
    author = '[{family: A, ORCID: "0000-0002-1825-0079"}]'
    message = "'0000-0002-1825-0079' is no valid ORCID."
    assert found(author=author) == [("invalid-identifier", message, "0000-0002-1825-0079")]


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"container_title": ""}, "container-title"),
        ({"issued": "", "DOI": ""}, "issued or epub, page or number or volume or URL or DOI or PMID or PMCID"),
        ({"type": "book"}, "publisher"),
        ({"type": "webpage"}, "URL, accessed"),
        ({"type": "thesis", "publisher": "P"}, "author"),
    ],
)
def test_what_a_record_lacks_is_reported_at_its_id(fields: dict[str, str], missing: str) -> None:
    assert found(**fields) == [("incomplete-reference", f"The reference 'a' has no {missing}.", "a")]


@pytest.mark.parametrize("field", ["retracted", "retraction_in"])
def test_a_retracted_source_is_reported_unless_it_is_cited_as_one(field: str) -> None:
    expected = ("retracted-reference", "The source 'a' was retracted.", "2003")
    assert found(**{field: "2003"}) == [expected]
    assert found(**{field: "2003"}, cite_as="retraction") == []
