from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from builder import reader, source
from builder.model import Reference, ReferenceType
from builder.references import records
from builder.references.nlm import Part, entry, form_of, link, prints, short

GOLDEN: Any = source.load(Path(__file__).parent / "golden.yaml", "golden.yaml").root
RECORDS = TypeAdapter(Reference)


def reference(**fields: Any) -> Reference:
    """A journal article, with `fields` in place of its own, or without them; their names have underscores."""
    article = {"id": "a", "type": "article-journal", "title": "Title", "container-title": "J", "issued": "2001"}
    record = article | {name.replace("_", "-"): value for name, value in fields.items()}
    return RECORDS.validate_python({key: value for key, value in record.items() if value is not None})


def printed(parts: tuple[Part, ...]) -> str:
    return "".join(part.text for part in parts)


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: str(case["record"]["id"]))
def test_entries(case: dict[str, Any]) -> None:
    assert printed(entry(RECORDS.validate_python(case["record"]))) == case["expected"]


def test_the_golden_records_are_many_and_of_every_type() -> None:
    types = {str(case["record"]["type"]) for case in GOLDEN}
    assert len(GOLDEN) >= 34
    assert types == set(get_args(ReferenceType))
    assert {str(case["from"]) for case in GOLDEN} == {"nlm-sample", "citing-medicine-rule", "derived"}


def test_the_golden_records_are_read_as_a_reference_list_without_a_problem(tmp_path: Path) -> None:
    lines = ["references:"]
    for case in GOLDEN:
        lines += _as_yaml(case["record"])
    (tmp_path / "references.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    references = reader.references(source.load(tmp_path / "references.yaml"))
    assert [printed(entry(record)) for record in references.values()] == [case["expected"] for case in GOLDEN]
    faults = [fault for one in references.values() for fault in (*records.unprinted(one), *records.unclear_names(one))]
    assert faults == []


def _as_yaml(record: dict[str, Any]) -> list[str]:
    fields = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in record.items()]
    return [f"- {fields[0]}", *(f"  {field}" for field in fields[1:])]


def test_runs_carry_addresses_and_stay_with_their_labels() -> None:
    parts = entry(reference(DOI="10.1000/a<b>", PMID="1", PMCID="PMC2"))
    assert [part for part in parts if part.url] == [
        Part("doi: 10.1000/a<b>", "https://doi.org/10.1000/a%3Cb%3E", keep=True),
        Part("PubMed PMID: 1", "https://pubmed.ncbi.nlm.nih.gov/1/", keep=True),
        Part("PubMed Central PMCID: PMC2", "https://pmc.ncbi.nlm.nih.gov/articles/PMC2/", keep=True),
    ]


def test_an_address_is_a_link_to_itself() -> None:
    parts = entry(reference(URL="https://example.org/a"))
    assert parts[-1] == Part("https://example.org/a", "https://example.org/a")


def test_a_title_in_another_language_says_so() -> None:
    parts = entry(reference(title="Die Milz", title_translated="The spleen", language="de"))
    assert parts[0] == Part("Die Milz", language="de")
    assert printed(parts) == "Die Milz [The spleen]. J. 2001. German."


def test_words_can_be_replaced() -> None:
    parts = entry(reference(epub="2000-12-01", volume="3"), {"epub": "En ligne "})
    assert printed(parts) == "Title. J. 2001;3. En ligne 2000 Dec 1."


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
        ("12-12", "12"),
        ("e123-e123", "e123"),
        ("e123–e123", "e123"),
        ("S12-S18", "S12-8"),
        ("S12-18", "S12-8"),
        ("123-5", "123-5"),
        ("123–125", "123-5"),
        ("123 - 125", "123-5"),
        ("123--129", "123-9"),
        ("123&ndash;129", "123-9"),
        ("12,14-16", "12, 14-6"),
        ("p. 12-14", "12-4"),
        ("pp. 12-14", "12-4"),
        ("pages 12-14", "12-4"),
        ("p1234", "p1234"),
        ("iii–v", "iii-v"),
        ("iv-iv", "iv"),
        ("e02345-19", "e02345-19"),
        ("112-12", "112-12"),
        ("R1-R10", "R1-10"),
        ("19-12", "19-12"),
        ("1-8, 15-18", "1-8, 15-8"),
    ],
)
def test_pages(page: str, expected: str) -> None:
    assert printed(entry(reference(volume="1", page=page))) == f"Title. J. 2001;1:{expected}."


@pytest.mark.parametrize(
    ("volume", "issue", "expected"),
    [
        ("12", "Suppl 1", "12 Suppl 1"),
        ("38 Suppl", "1", "38 Suppl 1"),
        ("12", "Suppl. No. 2", "12 Suppl 2"),
        ("12", "Supplement Issue 2", "12 Suppl 2"),
        ("XII", "4", "12(4)"),
        ("MCMXCIV", "IV", "1994(4)"),
        ("v12", "n° 3", "12(3)"),
        ("Bd. 12", "H. 3", "12(3)"),
        ("#12", "iss. 3", "12(3)"),
        ("C", "S1", "C(S1)"),
        ("12", "Suppl. 1", "12 Suppl 1"),
        ("12", "suppl_1", "12 Suppl 1"),
        ("12", "Supplement", "12 Suppl"),
        ("12", "supplement A", "12 Suppl A"),
        ("12 Suppl 1", "Suppl 1", "12 Suppl 1"),
        ("12(Suppl 3)", None, "12 Suppl 3"),
        ("12 Suppl 3", None, "12 Suppl 3"),
        ("12", "Special Issue 2", "12 Spec No 2"),
        ("12", "3 Suppl 7", "12(3 Suppl 7)"),
        ("12", "3 Pt 2", "12(3 Pt 2)"),
        ("12", "3, Part 2", "12(3, Pt 2)"),
        ("12", "Pt. 2", "12(Pt 2)"),
        ("12", "1–2", "12(1-2)"),
        ("12", "1/2", "12(1-2)"),
        ("12", "No. 3", "12(3)"),
        ("12", "(3)", "12(3)"),
        ("Vol. 12", "3", "12(3)"),
        (None, "Suppl 1", "Suppl 1"),
        (None, "401", "(401)"),
        ("12", "S1", "12(S1)"),
        ("12", "Spring", "12(Spring)"),
    ],
)
def test_numbers_of_volumes_and_issues(volume: str | None, issue: str | None, expected: str) -> None:
    assert printed(entry(reference(volume=volume, issue=issue))) == f"Title. J. 2001;{expected}."


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        ("2", "2nd ed."),
        ("11", "11th ed."),
        ("2nd", "2nd ed."),
        ("2nd ed", "2nd ed."),
        ("2nd ed.", "2nd ed."),
        ("2nd edition", "2nd ed."),
        ("Second", "2nd ed."),
        ("Twelfth", "12th ed."),
        ("III", "3rd ed."),
        ("2nd, revised", "2nd rev. ed."),
        ("IV rev.", "4th rev. ed."),
        ("3rd edn", "3rd ed."),
        ("3rd. ed.", "3rd ed."),
        ("5TH ED", "5th ed."),
        ("second edition", "2nd ed."),
        ("Third revised edition", "3rd rev. ed."),
        ("2 rev.", "2nd rev. ed."),
        ("Rev.", "Rev. ed."),
        ("Revised edition", "Rev. ed."),
        ("revised", "Rev. ed."),
        ("student", "Student ed."),
        ("2020", "2020 ed."),
        ("Version 2", "Version 2."),
        ("version 2.0", "Version 2.0."),
        ("v2", "Version 2."),
        ("v. 2.1", "Version 2.1."),
        ("2.0", "Version 2.0."),
        ("Release 5", "Release 5."),
        ("2. Aufl.", "2. Aufl."),
        ("3ª edición", "3ª edición."),
        ("2e éd.", "2e éd."),
    ],
)
def test_editions(edition: str, expected: str) -> None:
    assert printed(entry(reference(type="book", container_title=None, edition=edition))) == f"Title. {expected} 2001."


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Is it?", "Is it?"),
        ("So it is!", "So it is!"),
        ("It is.", "It is."),
        ("“Is it?”", "“Is it?”"),
        ("It", "It."),
        ("And then…", "And then…"),
        ("And then...", "And then..."),
        ("Health in Washington, D.C.", "Health in Washington, D.C."),
        ("هل هي؟", "هل هي؟"),
        ("它是什么？", "它是什么？"),
    ],
)
def test_a_title_never_ends_with_two_marks(title: str, expected: str) -> None:
    assert printed(entry(reference(title=title))) == f"{expected} J. 2001."


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "It is.", "genre": "[letter]"}, "It is [letter]. J. 2001."),
        ({"title": "Is it?", "genre": "letter"}, "Is it? [letter]. J. 2001."),
        ({"title": "It is [letter]", "genre": "letter"}, "It is [letter]. J. 2001."),
        ({"container_title": "J. Clin. Invest."}, "Title. J Clin Invest. 2001."),
        ({"container_title": "Proc. Natl. Acad. Sci. U.S.A."}, "Title. Proc Natl Acad Sci U S A. 2001."),
        ({"container_title": "J [Internet]", "medium": "Internet"}, "Title. J [Internet]. 2001."),
        ({"type": "book", "publisher_place": "Boston, Mass.", "publisher": "X"}, "Title. Boston, Mass.: X; 2001."),
        ({"type": "book", "publisher": "Wiley & Sons, Inc."}, "Title. Wiley & Sons, Inc.; 2001."),
        ({"type": "book", "publisher": "Mosby.", "publisher_place": "St. Louis"}, "Title. St. Louis: Mosby; 2001."),
        ({"type": "book", "genre": "internet", "medium": "Internet"}, "Title [Internet]. 2001."),
        ({"type": "book", "collection_number": "NG12"}, "Title. 2001. (NG12)."),
        ({"type": "book", "volume": "Volume 2"}, "Title. Vol. 2. 2001."),
        ({"type": "report", "number": "Report No.: LB 7"}, "Title. 2001. Report No.: LB 7."),
        ({"type": "chapter", "container_title": "What now?", "publisher": "P"}, "Title. In: What now? P; 2001."),
        ({"type": "chapter", "container_issued": "2014-03"}, "Title. 2001. In: J. 2014 Mar."),
        ({"type": "chapter", "container_issued": "c1995-2002"}, "Title. 2001. In: J. c1995-2002."),
        ({"type": "webpage"}, "J [Internet]. Title; 2001."),
        ({"type": "webpage", "title": "T [Internet]", "container_title": None}, "T [Internet]. 2001."),
        ({"type": "article"}, "Title. J [Preprint]. 2001."),
        ({"type": "article", "genre": "preprint"}, "Title. J [Preprint]. 2001."),
        ({"type": "article", "title": "T [Preprint]", "container_title": "J [preprint]"}, "T. J [Preprint]. 2001."),
        ({"type": "article", "medium": "Preprint"}, "Title. J [Preprint]. 2001."),
        ({"type": "article", "genre": "working paper"}, "Title. J [working paper] [Preprint]. 2001."),
        ({"note": "In two parts"}, "Title. J. 2001. In two parts."),
        ({"PMID": "PMID: 1"}, "Title. J. 2001. PubMed PMID: 1."),
        ({"PMCID": "PMCID: PMC2.1"}, "Title. J. 2001. PubMed Central PMCID: PMC2."),
        ({"title_translated": "[The spleen]", "language": "th"}, "Title [The spleen]. J. 2001. Thai."),
    ],
)
def test_what_a_record_says_itself_is_not_printed_twice(fields: dict[str, Any], expected: str) -> None:
    own = {"container_title": None} if fields.get("type") in ("book", "report") else {}
    assert printed(entry(reference(**own, **fields))) == expected


@pytest.mark.parametrize(
    "written",
    [
        "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
        "10.1002/%28SICI%291097-0258%2819980815/30%2917%3A15/16%3C1661%3A%3AAID-SIM968%3E3.0.CO%3B2-2",
        "https://doi.org/10.1002/(SICI)1097-0258(19980815/30)17:15/16%3C1661::AID-SIM968%3E3.0.CO;2-2.",
        "10.1002/%2528SICI%25291097-0258(19980815/30)17:15/16%253C1661::AID-SIM968%253E3.0.CO;2-2",
        "doi:10.1002/(SICI)1097-0258(19980815/30)17:15/16&lt;1661::AID-SIM968&gt;3.0.CO;2-2",
    ],
)
def test_a_doi_is_printed_as_it_is_and_encoded_once_in_its_address(written: str) -> None:
    doi = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"
    (part,) = [part for part in entry(reference(DOI=written)) if part.url]
    assert part.text == f"doi: {doi}"
    assert part.url == "https://doi.org/" + doi.replace("<", "%3C").replace(">", "%3E")
    address = "https://doi.org/" + written.removeprefix("https://doi.org/").removeprefix("doi:")
    assert "Available" not in printed(entry(reference(DOI=written, URL=address, medium="Internet")))


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("2002-04-03/2002-04-05", "2002 Apr 3-5"),
        ("2002-04-30/2002-05-02", "2002 Apr 30-May 2"),
        ("2002-12-30/2003-01-02", "2002 Dec 30-2003 Jan 2"),
        ("2002-04/2002-05", "2002 Apr-May"),
        ("2002-04-03/2002-04-03", "2002 Apr 3"),
        ("2002-04", "2002 Apr"),
        ("2002 Spring", "2002 Spring"),
    ],
)
def test_dates_of_a_conference(dates: str, expected: str) -> None:
    paper = reference(type="paper-conference", event_date=dates)
    assert printed(entry(paper)) == f"Title. In: J; {expected}. 2001."


TEXTS = (
    "title container_title container_title_short collection_title collection_number event_title event_place volume"
    " issue page number_of_pages number edition publisher publisher_place genre medium title_translated note"
).split()
VALUES: dict[str, Any] = {
    **dict.fromkeys("author editor".split(), [{"family": "Sentinel", "given": "S"}]),
    **dict.fromkeys("et_al landmark".split(), True),
    **dict.fromkeys("issued epub updated accessed event_date container_issued retracted".split(), "1987"),
    "language": "th", "URL": "https://example.org/sentinel", "evidence": "cohort", "cite_as": "retraction",
}  # fmt: skip
"""A value of each field whose value is not just any word."""
NEEDED: dict[str, dict[str, Any]] = {"et_al": {"author": [{"family": "Sentinel"}]}}
"""What else a record must have for a field to be printed."""
PRINTED: list[dict[str, Any]] = [
    *({"type": kind} for kind in get_args(ReferenceType)),
    {"type": "guideline", "volume": "1"},
    {"type": "article-journal", "page": "1"},
    {"type": "article", "container_title": None},
    {"type": "book", "number_of_pages": "1"},
    {"type": "webpage", "container_title": None},
    {"type": "paper-conference", "container_title": None},
]


@pytest.mark.parametrize("record", PRINTED, ids=lambda record: "-".join(map(str, record.values())))
def test_the_table_of_printed_fields_tells_what_each_form_prints(record: dict[str, Any]) -> None:
    for field in {field.name for field in fields(Reference)} - {"place", "id", "type", "volume", *record}:
        base = {**record, **NEEDED.get(field, {})}
        with_it = reference(**{**base, field: VALUES.get(field, "Sentinel")})
        without = reference(**{**base, field: "Another" if field == "title" else None})
        if form_of(with_it) == form_of(without):  # what is in a container has another form
            shown = printed(entry(with_it)) != printed(entry(without))
            assert shown == prints(with_it, field), field


LETTERS = "aAé.,?! -–()[]<>&;/0123456789IVX'\"₂字\n"
WRITTEN = st.text(LETTERS, min_size=1).filter(str.strip) | st.sampled_from(
    ["<sub>2</sub>", "&amp;", "Suppl 1", "Pt 2", "Jr.", "III", "2nd ed.", "p. 12-14", "D.C.", "[Internet]", "et al."]
)


@example("article-journal", {"title": "."}, "0", ".")
@example("article-journal", {}, ". 0", "0")  # a full stop that is taken away leaves no space behind
@given(st.sampled_from(get_args(ReferenceType)), st.dictionaries(st.sampled_from(TEXTS), WRITTEN), WRITTEN, WRITTEN)
def test_whatever_is_written_stands_on_one_line(kind: str, written: dict[str, str], family: str, first: str) -> None:
    name = {"family": family, "given": first}
    one = reference(type=kind, **written, author=[name], editor=[name, {"literal": family}])
    for text in (printed(entry(one)), printed(short(one))):
        assert text == " ".join(text.split())
        assert "&amp;" not in text
    assert all(fault.hint for fault in (*records.unprinted(one), *records.unclear_names(one)))


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
    assert {part.url for part in short(reference(**fields))} == {expected}
