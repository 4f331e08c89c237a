from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from builder import reader, source
from builder.model import Name, Reference
from builder.references import records
from builder.references.names import initials, person
from builder.references.nlm import Run, entry, link, short

GOLDEN: Any = source.load(Path(__file__).parent / "golden.yaml", "golden.yaml").root
RECORDS = TypeAdapter(Reference)


def reference(**fields: Any) -> Reference:
    """A journal article, with `fields` in place of its own; the names have underscores for hyphens."""
    article = {"id": "a", "type": "article-journal", "title": "Title", "container-title": "J", "issued": "2001"}
    return RECORDS.validate_python(article | {name.replace("_", "-"): value for name, value in fields.items()})


def printed(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: str(case["record"]["id"]))
def test_entries(case: dict[str, Any]) -> None:
    assert printed(entry(RECORDS.validate_python(case["record"]))) == case["expected"]


def test_the_golden_records_are_many_and_of_every_type() -> None:
    types = {str(case["record"]["type"]) for case in GOLDEN}
    assert len(GOLDEN) >= 34
    assert types == set(records.REQUIRED)
    assert {str(case["from"]) for case in GOLDEN} == {"nlm-sample", "citing-medicine-rule", "derived"}


def test_the_golden_records_are_read_as_a_reference_list_without_a_problem(tmp_path: Path) -> None:
    lines = ["references:"]
    for case in GOLDEN:
        lines += _as_yaml(case["record"])
    (tmp_path / "references.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    references = reader.references(source.load(tmp_path / "references.yaml"))
    assert [printed(entry(record)) for record in references.values()] == [case["expected"] for case in GOLDEN]
    assert records.problems(references) == []


def _as_yaml(record: dict[str, Any]) -> list[str]:
    fields = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in record.items()]
    return [f"- {fields[0]}", *(f"  {field}" for field in fields[1:])]


def test_runs_carry_addresses_and_stay_with_their_labels() -> None:
    runs = entry(reference(DOI="10.1000/a<b>", PMID="1", PMCID="PMC2"))
    assert [run for run in runs if run.url] == [
        Run("doi: 10.1000/a<b>", "https://doi.org/10.1000/a%3Cb%3E", keep=True),
        Run("PubMed PMID: 1", "https://pubmed.ncbi.nlm.nih.gov/1/", keep=True),
        Run("PubMed Central PMCID: PMC2", "https://pmc.ncbi.nlm.nih.gov/articles/PMC2/", keep=True),
    ]


def test_an_address_is_a_link_to_itself() -> None:
    runs = entry(reference(URL="https://example.org/a"))
    assert runs[-1] == Run("https://example.org/a", "https://example.org/a")


def test_a_title_in_another_language_says_so() -> None:
    runs = entry(reference(title="Die Milz", title_translated="The spleen", language="de"))
    assert runs[0] == Run("Die Milz", language="de")
    assert printed(runs) == "Die Milz [The spleen]. J. 2001. German."


def test_words_can_be_replaced() -> None:
    runs = entry(reference(epub="2000-12-01", volume="3"), {"epub": "En ligne "})
    assert printed(runs) == "Title. J. 2001;3. En ligne 2000 Dec 1."


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Jean-Pierre", "JP"),
        ("GH", "GH"),
        ("G. H.", "GH"),
        ("G.H.", "GH"),
        ("JJH", "JJH"),
        ("Mary Ann Elizabeth", "MA"),
        ("D'Arcy", "D"),
        ("W. St. John", "WS"),
        ("E\u0301va", "É"),
        ("Юлия", "Ю"),
        ("", ""),
    ],
)
def test_initials(given: str, expected: str) -> None:
    assert initials(given) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ({"family": "Villartay", "non-dropping-particle": "de", "given": "Jean-Pierre"}, "de Villartay JP"),
        ({"family": "Gilstrap", "given": "Larry C", "suffix": "III"}, "Gilstrap LC 3rd"),
        ({"family": "Doe", "given": "J", "suffix": "Jr."}, "Doe J Jr"),
        ({"family": "Plato"}, "Plato"),
        ({"literal": "World Health Organization"}, "World Health Organization"),
    ],
)
def test_person(name: dict[str, str], expected: str) -> None:
    assert person(TypeAdapter(Name).validate_python(name)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("935-946", "935-46"),
        ("1347-1349", "1347-9"),
        ("99-101", "99-101"),
        ("935–946", "935-46"),
        ("S93-S99", "S93-9"),
        ("126A-127A", "126A-127A"),
        ("iii-v", "iii-v"),
        ("e0170259", "e0170259"),
        ("12-12", "12-12"),
        ("19-12", "19-12"),
        ("1-8, 15-18", "1-8, 15-8"),
    ],
)
def test_pages(page: str, expected: str) -> None:
    assert printed(entry(reference(volume="1", page=page))) == f"Title. J. 2001;1:{expected}."


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Is it?", "Is it?"), ("So it is!", "So it is!"), ("It is.", "It is."), ("“Is it?”", "“Is it?”"), ("It", "It.")],
)
def test_a_title_never_ends_with_two_marks(title: str, expected: str) -> None:
    assert printed(entry(reference(title=title))) == f"{expected} J. 2001."


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("2002-04-03/2002-04-05", "2002 Apr 3-5"),
        ("2002-04-30/2002-05-02", "2002 Apr 30-May 2"),
        ("2002-12-30/2003-01-02", "2002 Dec 30-2003 Jan 2"),
        ("2002-04/2002-05", "2002 Apr-May"),
        ("2002-04-03/2002-04-03", "2002 Apr 3"),
        ("2002-04", "2002 Apr"),
    ],
)
def test_dates_of_a_conference(dates: str, expected: str) -> None:
    paper = reference(type="paper-conference", event_date=dates)
    assert printed(entry(paper)) == f"Title. In: J; {expected}. 2001."


PEOPLE = [{"family": family, "given": given} for family, given in (("Fisher", "GH"), ("Dale", "JK"), ("Straus", "SE"))]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"author": PEOPLE, "volume": "81", "issue": "6", "page": "935-946"}, "Fisher GH, et al. J. 2001;81:935-46."),
        ({"author": PEOPLE[:2], "issue": "6"}, "Fisher GH, Dale JK. J. 2001;(6)."),
        ({"author": PEOPLE[:1], "et_al": True}, "Fisher GH, et al. J. 2001."),
        ({"author": [{"literal": "A Group"}, *PEOPLE[:1]]}, "Fisher GH; A Group. J. 2001."),
        ({"retracted": "2003", "cite_as": "retraction"}, "J. 2001. Retracted."),
        ({"type": "chapter", "author": PEOPLE, "updated": "2017-08-24"}, "Fisher GH, et al. Title. J; 2017."),
        ({"type": "book", "container_title": None, "publisher": "P"}, "Title. P; 2001."),
        ({"type": "book", "author": [{"literal": "P"}], "container_title": None, "publisher": "P"}, "P. Title. 2001."),
    ],
)
def test_short_entries(fields: dict[str, Any], expected: str) -> None:
    assert printed(short(reference(**fields))) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"DOI": "10.1000/a", "PMCID": "PMC2", "URL": "https://a.org"}, "https://doi.org/10.1000/a"),
        ({"PMID": "1", "PMCID": "PMC2", "URL": "https://a.org"}, "https://pmc.ncbi.nlm.nih.gov/articles/PMC2/"),
        ({"PMID": "1", "URL": "https://a.org"}, "https://pubmed.ncbi.nlm.nih.gov/1/"),
        ({"PMID": "1", "URL": "https://a.org", "type": "chapter"}, "https://a.org"),
        ({}, ""),
    ],
)
def test_a_short_entry_leads_to_where_the_source_is_read_best(fields: dict[str, Any], expected: str) -> None:
    assert link(reference(**fields)) == expected
    assert {run.url for run in short(reference(**fields))} == {expected}
