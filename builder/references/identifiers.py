"""Identifiers of publications, people and trials.

Each function takes what an author wrote and returns the identifier in its usual form, or None where the form or a check
digit is wrong. Nothing is looked up.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final
from urllib.parse import unquote

_DOI_START: Final = re.compile(
    r"(?:(?:https?://)?(?:(?:dx|www)\.)?doi\.org/|(?:urn:|info:)?doi[:/]?\s*)+", re.IGNORECASE
)
_COPIED_DASH: Final = re.compile("[\u2010-\u2015\u2212\u00ad\u200b-\u200d\ufeff]")


def doi(written: str) -> str | None:
    """A digital object identifier, `10.1182/blood-2002-05-1555`, without address or full stop (ISO 26324).

    What an address or a database has encoded is decoded: `%3C` and `&lt;` are `<`.
    """
    bare = re.sub(_DOI_START, "", decoded(written.strip()), count=1).rstrip(".,;")
    form = re.fullmatch(r"10\.\d{4,9}(\.\d+)*/[^\s\x00-\x1f\ufffd]+", bare)
    return bare if form and _balanced(bare) and not _COPIED_DASH.search(bare) else None


def doi_inside(written: str) -> str | None:
    """The digital object identifier in an address of a publisher, `https://example.org/doi/full/10.1000/abc`."""
    found = re.search(r"10\.\d{4,9}/[^\s?#]+", decoded(written))
    return doi(re.sub(r"/(?:full|abstract|pdf|epdf)$|\.full$|\.pdf$", "", found[0])) if found else None


def decoded(written: str) -> str:
    """Return an address or a DOI without the codes of HTML and of addresses, even where they were set twice."""
    bare = unescape(written)
    for _ in range(2):
        bare = unquote(bare) if re.search("%[0-9A-Fa-f]{2}", bare) else bare
    return bare


def _balanced(bare: str) -> bool:
    """Tell whether brackets close; a DOI that lost its end when it was copied often has one too many."""
    return all(bare.count(opening) == bare.count(closing) for opening, closing in ("()", "[]", "<>"))


def pmid(written: str) -> str | None:
    """A PubMed number, `12140307`."""
    found = re.fullmatch(r"(?:PMID:?\s*)?([1-9]\d{0,7})", written.strip(), re.ASCII)
    return found[1] if found else None


def pmcid(written: str) -> str | None:
    """A PubMed Central number with its letters, `PMC2615549`; the number of a version is dropped."""
    found = re.fullmatch(r"(?:PMCID:?\s*)?PMC([1-9]\d{0,8})(?:\.\d+)?", written.strip(), re.ASCII)
    return f"PMC{found[1]}" if found else None


def nbk(written: str) -> str | None:
    """A book or chapter of the NCBI Bookshelf, `NBK1108`."""
    return _whole(r"NBK[1-9]\d{0,8}", written.strip())


def nct(written: str) -> str | None:
    """A trial at ClinicalTrials.gov, `NCT00392951`."""
    return _whole(r"NCT\d{8}", written.strip())


def isbn(written: str) -> str | None:
    """A book number of 10 or 13 digits, without hyphens (ISO 2108)."""
    bare = re.sub(r"^ISBN(?:-1[03])?:?|[\s-]", "", written.strip())
    if _whole(r"\d{9}[\dX]", bare):
        return bare if _weighted(bare, range(10, 0, -1)) % 11 == 0 else None
    if _whole(r"97[89]\d{10}", bare):
        return bare if _weighted(bare, [1, 3] * 6 + [1]) % 10 == 0 else None
    return None


def issn(written: str) -> str | None:
    """The number of a journal, `0378-5955` (ISO 3297)."""
    bare = re.sub(r"^ISSN:?|[\s-]", "", written.strip())
    if not _whole(r"\d{7}[\dX]", bare) or _weighted(bare, range(8, 0, -1)) % 11:
        return None
    return f"{bare[:4]}-{bare[4:]}"


def orcid(written: str) -> str | None:
    """The number of a person, `0000-0002-1825-0097` (ISO 27729; check digit: ISO/IEC 7064 MOD 11-2)."""
    bare = re.sub(r"^https?://orcid\.org/|-", "", written.strip())
    if not _whole(r"\d{15}[\dX]", bare):
        return None
    total = 0
    for character in bare[:15]:
        total = (total + int(character)) * 2
    if (12 - total % 11) % 11 != _digit(bare[15]):
        return None
    return "-".join(bare[start : start + 4] for start in range(0, 16, 4))


def _whole(pattern: str, bare: str) -> str | None:
    return bare if re.fullmatch(pattern, bare, re.ASCII) else None


def _weighted(bare: str, weights: range | list[int]) -> int:
    return sum(_digit(character) * weight for character, weight in zip(bare, weights, strict=True))


def _digit(character: str) -> int:
    return 10 if character == "X" else int(character)
