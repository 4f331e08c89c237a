from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.references import identifiers


@pytest.mark.parametrize(
    ("read", "written", "expected"),
    [
        (identifiers.doi, "10.1182/blood-2002-05-1555", "10.1182/blood-2002-05-1555"),
        (identifiers.doi, "https://doi.org/10.1016/S0022-3476(67)80262-2", "10.1016/S0022-3476(67)80262-2"),
        (identifiers.doi, "http://dx.doi.org/10.1000/x.", "10.1000/x"),
        (identifiers.doi, "doi: 10.1000/x", "10.1000/x"),
        (identifiers.doi, "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O", ...),
        (identifiers.doi, "10.1182/blood 2020", None),
        (identifiers.doi, "10.1182", None),
        (identifiers.doi, "11.1182/blood", None),
        (identifiers.doi, "10.1016/S0022-3476(67", None),
        (identifiers.pmid, "12140307", "12140307"),
        (identifiers.pmid, "PMID: 12140307", "12140307"),
        (identifiers.pmid, "0", None),
        (identifiers.pmid, "0123", None),
        (identifiers.pmid, "123456789", None),
        (identifiers.pmid, "PMC2615549", None),
        (identifiers.pmid, "１２", None),
        (identifiers.pmcid, "PMC2615549", "PMC2615549"),
        (identifiers.pmcid, "PMCID: PMC2615549.1", "PMC2615549"),
        (identifiers.pmcid, "2615549", None),
        (identifiers.nbk, "NBK1108", "NBK1108"),
        (identifiers.nbk, "NBK", None),
        (identifiers.nct, "NCT00392951", "NCT00392951"),
        (identifiers.nct, "NCT392951", None),
        (identifiers.isbn, "978-0-306-40615-7", "9780306406157"),
        (identifiers.isbn, "978-0-306-40615-8", None),
        (identifiers.isbn, "ISBN 0-306-40615-2", "0306406152"),
        (identifiers.isbn, "0-8044-2957-X", "080442957X"),
        (identifiers.isbn, "0-8044-2957-1", None),
        (identifiers.isbn, "977-0-306-40615-7", None),
        (identifiers.issn, "0378-5955", "0378-5955"),
        (identifiers.issn, "03785955", "0378-5955"),
        (identifiers.issn, "2434-561X", "2434-561X"),
        (identifiers.issn, "0378-5956", None),
        (identifiers.orcid, "0000-0002-1825-0097", "0000-0002-1825-0097"),
        (identifiers.orcid, "https://orcid.org/0000-0002-1694-233X", "0000-0002-1694-233X"),
        (identifiers.orcid, "0000-0002-1825-0079", None),
        (identifiers.orcid, "0000-0002-1825", None),
    ],
)
def test_identifiers(read: Callable[[str], str | None], written: str, expected: object) -> None:
    assert read(written) == (written if expected is ... else expected)


VALID = [
    (identifiers.isbn, "9780306406157"),
    (identifiers.isbn, "0306406152"),
    (identifiers.issn, "03785955"),
    (identifiers.orcid, "0000000218250097"),
]


@pytest.mark.parametrize(("read", "valid"), VALID)
def test_a_check_digit_finds_every_wrong_digit(read: Callable[[str], str | None], valid: str) -> None:
    assert read(valid)
    for place, right in enumerate(valid):
        wrong = [valid[:place] + digit + valid[place + 1 :] for digit in "0123456789" if digit != right]
        assert [number for number in wrong if read(number)] == []


READERS = [getattr(identifiers, name) for name in ("doi", "pmid", "pmcid", "nbk", "nct", "isbn", "issn", "orcid")]


@given(st.sampled_from(READERS), st.text() | st.from_regex(r"[0-9X -]{8,17}", fullmatch=True))
def test_what_was_read_reads_as_itself(read: Callable[[str], str | None], written: str) -> None:
    usual = read(written)
    if usual is not None:
        assert read(usual) == usual


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://onlinelibrary.wiley.com/doi/full/10.1002/abc.123", "10.1002/abc.123"),
        ("https://www.medrxiv.org/content/10.1101/2021.03.02.21252751v1.full", "10.1101/2021.03.02.21252751v1"),
        ("https://example.org/doi/pdf/10.1000/a%2Fb?download=true", "10.1000/a/b"),
        ("<10.1000/xyz", "10.1000/xyz"),
        ("https://example.org/articles/12", None),
    ],
)
def test_a_doi_in_an_address_is_found(written: str, meant: str | None) -> None:
    assert identifiers.doi_inside(written) == meant
