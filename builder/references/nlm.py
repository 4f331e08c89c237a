"""References as NLM prints them (Vancouver style), after Citing Medicine, 2nd edition, and NLM's samples for authors.

What comes out are parts, never a string with marks: a part can be a link, can ask to stay on one line, and knows its
language. Put together, the texts of an entry's parts are the printed reference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote, unquote

from builder import dates
from builder.model import Reference, Text
from builder.references import identifiers
from builder.references.languages import LANGUAGES
from builder.references.names import names
from builder.references.wording import ends_sentence, say, stopped

WORDS: Mapping[str, str] = {
    "et_al": "et al",
    "editor": "editor",
    "editors": "editors",
    "in": "In: ",
    "presented_at": "Paper presented at: ",
    "volume": "Vol. ",
    "page": "p. ",
    "pages": " p.",
    "edition": "ed.",
    "updated": "updated ",
    "cited": "cited ",
    "epub": "Epub ",
    "ahead_of_print": "Epub ahead of print",
    "report_number": "Report No.: ",
    "available_from": "Available from: ",
    "doi": "doi: ",
    "pmid": "PubMed PMID: ",
    "pmcid": "PubMed Central PMCID: ",
    "retracted": "Retracted ",
    "retraction_in": "Retraction in: ",
    "retraction_of": "Retraction of: ",
    "internet": "Internet",
    "preprint": "Preprint",
    "dataset": "dataset",
    "thesis": "dissertation",
}
"""The words of an entry. NLM keeps them English whatever the language of the text; a locale may replace some."""


DOI = "https://doi.org/"


class Part(NamedTuple):
    """Characters of an entry; `url` is where they lead, `keep` asks for one line, `language` is a BCP 47 tag."""

    text: str
    url: str = ""
    keep: bool = False
    language: str = ""


Sentence = tuple[Part, ...]
"""What ends with a full stop; empty where a record lacks it."""


def entry(reference: Reference, words: Mapping[str, str] = WORDS) -> tuple[Part, ...]:
    """Return the full entry of a reference list, without its number; `words` may replace some of `WORDS`."""
    words = _all(words)
    return _joined([*FORMS[form_of(reference)].sentences(reference, words), *_notes(reference, words)])


def short(reference: Reference, words: Mapping[str, str] = WORDS) -> tuple[Part, ...]:
    """Return a short entry that leads to the source: `Fisher GH, et al. Cell. 1995;81:935-46.`"""
    words = _all(words)
    year = (reference.updated or reference.issued or reference.epub or "")[:4]
    who = _first_names(reference, words)
    if _in_journal(reference):
        sentences = [who, _journal(reference), (reference.issued or year)[:4] + _volume(reference, issue=False)]
    else:
        where = say(reference.container_title or reference.publisher)
        sentences = [who, say(reference.title), "; ".join(filter(None, ("" if where == who else where, year)))]
    if reference.retracted:
        sentences.append(words["retracted"].strip())
    text = "".join(part.text for part in _joined([_words(sentence) for sentence in sentences]))
    return (Part(text, link(reference)),)


def _all(words: Mapping[str, str]) -> Mapping[str, str]:
    return words if words is WORDS else {**WORDS, **words}


def link(reference: Reference) -> str:
    """Return the best address at which to read the source, or an empty string."""
    doi, url = _doi(reference), _url(reference)
    article = _in_journal(reference)
    free = _pmcid_url(reference.PMCID) if reference.PMCID else ""
    abstract = _pmid_url(reference.PMID) if reference.PMID else ""
    return (doi.url if doi else "") or (not article and url) or free or abstract or url


# --- The forms of the types -------------------------------------------------------------------------------------------


def form_of(reference: Reference) -> str:
    """Return the name of the form that a reference is printed in, by its type and where it appeared."""
    if _in_journal(reference):
        return "journal"
    if reference.type == "webpage" and reference.container_title:
        return "site"
    return {"article": "preprint", "chapter": "part", "paper-conference": "part"}.get(reference.type, "book")


def _in_journal(reference: Reference) -> bool:
    guideline = reference.type == "guideline" and reference.container_title and (reference.volume or reference.page)
    return reference.type == "article-journal" or bool(guideline)


def _journal_article(reference: Reference, words: Mapping[str, str]) -> list[Sentence]:
    ahead = reference.epub and not (reference.volume or reference.issue or reference.page)
    date = dates.printed(reference.epub if ahead or not reference.issued else reference.issued)
    epub = words["epub"] + dates.printed(reference.epub) if reference.epub else ""
    return [
        _words(names(reference.author, reference.et_al, words)),
        _title(reference, words, reference.genre),
        _words(_marked(_journal(reference), reference.medium)),
        _words((date + _dates_read(reference, words)).strip() + _volume(reference)),
        _words(words["ahead_of_print"] if ahead else epub),
    ]


def _preprint(reference: Reference, words: Mapping[str, str]) -> list[Sentence]:
    server = _bare(reference.container_title or reference.publisher, _kinds(reference, words))
    return [
        _words(names(reference.author, reference.et_al, words)),
        _title(reference, words),
        _words(_marked(_spaced(server, say(reference.number)), reference.genre, reference.medium, words["preprint"])),
        _words((dates.printed(reference.issued) + _dates_read(reference, words)).strip()),
    ]


def _book(reference: Reference, words: Mapping[str, str]) -> list[Sentence]:
    kind = reference.genre or {"dataset": words["dataset"], "thesis": words["thesis"]}.get(reference.type)
    authors = names(reference.author, reference.et_al, words)
    editors = _editors(reference, words)
    return [
        _words(authors or editors),
        _title(reference, words, kind, _medium(reference, words)),
        _words(_edition(reference, words)),
        _words(_volume_of_book(reference, words)),
        _words(editors if authors else ""),
        _words(_imprint(reference, dates.printed(reference.issued), _dates_read(reference, words))),
        _words(_extent(reference, words)),
        _words(words["report_number"] + _REPORT.sub("", say(reference.number)) if reference.number else ""),
        _words(_series(reference)),
    ]


def _part_of_book(reference: Reference, words: Mapping[str, str]) -> list[Sentence]:
    own = dates.printed(reference.issued), _dates_read(reference, words)
    whole = (_years(reference), "") if reference.container_issued else own
    book = _whole_book(reference, words)
    parts = (_editors(reference, words), book, _edition(reference, words), _volume_of_book(reference, words))
    first, *rest = [part for part in parts if part] or [""]
    start = words["in" if reference.container_title else "presented_at"]
    return [
        _words(names(reference.author, reference.et_al, words)),
        _title(reference, words, reference.genre),
        _words("".join(own).strip() if reference.container_issued else ""),
        _words(start + first if first else ""),
        *map(_words, rest),
        _words(_imprint(reference, *whole)),
        _words(words["page"] + _pages(reference.page) if reference.page else ""),
        _words(_series(reference)),
    ]


def _whole_book(reference: Reference, words: Mapping[str, str]) -> str:
    """Return the book with its conference: `Genetic programming; 2002 Apr 3-5; Kinsdale, Ireland`."""
    book = _marked(_bare(reference.container_title, _kinds(reference, words)), reference.medium)
    name = f"{stopped(book)} {say(reference.event_title)}" if book and reference.event_title else ""
    parts = name or book or say(reference.event_title), dates.printed(reference.event_date), say(reference.event_place)
    return "; ".join(filter(None, parts))


def _part_of_site(reference: Reference, words: Mapping[str, str]) -> list[Sentence]:
    date = (dates.printed(reference.issued) + _dates_read(reference, words)).strip()
    title = _title(reference, words, reference.genre)
    site = _bare(reference.container_title, _kinds(reference, words))
    return [
        _words(names(reference.author, reference.et_al, words)),
        _words(_marked(site, _medium(reference, words))),
        _words(_imprint(reference, _years(reference), "")),
        (*title, Part(f"; {date}")) if date else title,
    ]


class Form(NamedTuple):
    """How a reference is printed, and which of its fields are printed, besides those of `PRINTED_ALWAYS`."""

    sentences: Callable[[Reference, Mapping[str, str]], list[Sentence]]
    printed: frozenset[str]


PRINTED_ALWAYS = frozenset(
    "author et_al title title_translated language issued updated accessed URL DOI PMID PMCID retracted retraction_in"
    " retraction_of note".split()
)
_IMPRINT = "edition volume editor publisher publisher_place page collection_title collection_number genre medium "
FORMS: Mapping[str, Form] = {
    "journal": Form(
        _journal_article,
        frozenset("container_title container_title_short epub volume issue page number genre medium".split()),
    ),
    "preprint": Form(_preprint, frozenset("container_title publisher number genre medium".split())),
    "book": Form(_book, frozenset((_IMPRINT + "number number_of_pages").split())),
    "part": Form(
        _part_of_book,
        frozenset((_IMPRINT + "container_title container_issued event_title event_date event_place").split()),
    ),
    "site": Form(
        _part_of_site, frozenset("container_title container_issued publisher publisher_place genre medium".split())
    ),
}

UNPRINTED_BESIDE: Mapping[tuple[str, str], str] = {
    ("journal", "number"): "page",
    ("preprint", "publisher"): "container_title",
    ("book", "page"): "number_of_pages",
}
"""What a form prints only where another field has no value."""


def prints(reference: Reference, field: str) -> bool:
    """Tell whether the form of a record prints `field`."""
    form = form_of(reference)
    beside = UNPRINTED_BESIDE.get((form, field))
    printed = field in PRINTED_ALWAYS or field in FORMS[form].printed
    return printed and not (beside and getattr(reference, beside))


# --- Names ------------------------------------------------------------------------------------------------------------


def _first_names(reference: Reference, words: Mapping[str, str]) -> str:
    people = reference.author or reference.editor
    one = [name for name in people if not name.literal][:1] or people[:1]
    if len(people) <= 2 and not reference.et_al:
        return names(people, False, words)
    return names(one, True, words, most=1)


def _editors(reference: Reference, words: Mapping[str, str]) -> str:
    editors = names(reference.editor, False, words)
    return f"{editors}, {words['editor' if len(reference.editor) == 1 else 'editors']}" if editors else ""


# --- Parts of an entry ------------------------------------------------------------------------------------------------


def _words(text: str) -> Sentence:
    return (Part(text),) if text else ()


def _spaced(*texts: str) -> str:
    return " ".join(filter(None, texts))


def _marked(text: str, *kinds: Text | str | None) -> str:
    """Return `text` and in brackets what it is: `Am J Nurs [Internet]`; nothing is said twice."""
    said = {kind.casefold(): kind for kind in (say(kind).strip("[] ") for kind in kinds)}
    return _spaced(text, *(f"[{kind}]" for kind in said.values() if kind))


def _medium(reference: Reference, words: Mapping[str, str]) -> Text | str | None:
    return reference.medium or (words["internet"] if reference.type == "webpage" else None)


def _kinds(reference: Reference, words: Mapping[str, str]) -> list[str]:
    """Return what the entry says in brackets somewhere, so that a copied title need not say it again."""
    preprint = words["preprint"] if reference.type == "article" else None
    return [say(kind).strip("[] ") for kind in (reference.genre, _medium(reference, words), preprint) if kind]


def _bare(text: Text | None, kinds: list[str]) -> str:
    """Return a title without the kinds in brackets that end it."""
    bare = said = say(text)
    for kind in kinds:
        if bare.casefold().endswith(f"[{kind}]".casefold()):
            bare = bare[: -len(kind) - 2].rstrip()
    return said if bare == said else say(bare)


def _title(reference: Reference, words: Mapping[str, str], *kinds: Text | str | None) -> Sentence:
    """The title, its translation in brackets (alone, where the title is not in Latin letters), and what it is."""
    title, translated = _bare(reference.title, _kinds(reference, words)), say(reference.title_translated).strip("[]")
    parts = [Part(title, language=reference.language or "")]
    if translated:
        parts = [*parts, Part(f" [{translated}]")] if _is_latin(title) else [Part(f"[{translated}]")]
    marker = _marked("", *kinds)
    return (*parts, Part(f" {marker}")) if marker else tuple(parts)


def _is_latin(title: str) -> bool:
    return any("LATIN" in unicodedata.name(letter, "") for letter in title if letter.isalpha())


def _journal(reference: Reference) -> str:
    """Return the title of a journal; NLM prints short forms without full stops."""
    said = _bare(reference.container_title_short or reference.container_title, [say(reference.medium)])
    return _spaced(*re.sub(r"\.(?=\s|$|\)|[A-Z]\b)", " ", said).replace(" )", ")").split())


def _years(reference: Reference) -> str:
    years = reference.container_issued or ""
    return years if re.fullmatch(r"c?\d{4}-(\d{4})?|c\d{4}", years) else dates.printed(years)


def _dates_read(reference: Reference, words: Mapping[str, str]) -> str:
    read = (("updated", reference.updated), ("cited", reference.accessed))
    shown = "; ".join(words[word] + dates.printed(date) for word, date in read if date)
    return f" [{shown}]" if shown else ""


_NUMBERED_BY = (
    r"(?:vol|volume|v|tome|bd|band|nos?|nr|n|number|num|issue|iss|heft|h)(?![^\W\d])|n?[\u00b0\u00ba]|\u2116|#"
)
_NUMBER_WORDS = (
    (re.compile(rf"^(?:{_NUMBERED_BY})\.?\s*(?=\d)", re.IGNORECASE), ""),
    (re.compile(r"(?<=\d)\s*[\u2010-\u2014/&]\s*(?=\d)"), "-"),
    (re.compile(r"\bsupp(?:l|lements?)?(?:[._\s]+|(?=\d)|$)", re.IGNORECASE), "Suppl "),
    (re.compile(r"(?<=\bSuppl )(?:issue|number|no|nr)\b\.?\s*(?=\w)", re.IGNORECASE), ""),
    (re.compile(r"\b(?:part|pt)\b\.?\s*", re.IGNORECASE), "Pt "),
    (re.compile(r"\bspec(?:ial)?\b\.?\s*(?:issue|number|no)\b\.?\s*", re.IGNORECASE), "Spec No "),
    (re.compile(r"\s*\(((?:Suppl|Spec No)[^()]*)\)"), r" \1"),
    (re.compile(r"^\(([^()]*)\)$"), r"\1"),
)
"""What people write in the number of a volume or an issue, and what NLM does."""


def _numbered(written: str | None) -> str:
    """Return the number of a volume or an issue as NLM prints it, such as `3 Part 2` as `3 Pt 2`."""
    said = say(written)
    for pattern, form in _NUMBER_WORDS:
        said = pattern.sub(form, said).strip()
    return str(_roman(said) or said)


_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def _roman(said: str) -> int:
    """Return the value of a Roman number as NLM has them, such as XII; 0 for a lone C, D, L or M, and anything else."""
    if said in ("C", "D", "L", "M") or not _ROMAN.fullmatch(said):
        return 0
    values = [_LETTERS[letter] for letter in said]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0]))


def _volume(reference: Reference, issue: bool = True) -> str:
    """Return `;58(12 Suppl 7):S6-12`, or as much of it as there is; a supplement of a volume has no brackets."""
    volume, number = _numbered(reference.volume), _numbered(reference.issue)
    if number.startswith(("Suppl", "Spec No")) or volume.endswith(" Suppl"):
        where = volume if volume.endswith(number) else _spaced(volume, number)
    else:
        where = f"{volume}({number})" if number and (issue or not volume) else volume
    pages = _pages(reference.page or reference.number)
    return (f";{where}" if where else "") + (f":{pages}" if pages else "")


_PAGE_WORD = re.compile(r"^(?:pp?\.\s*|pp\s*|p\s+|pages?\s+)(?=\w)", re.IGNORECASE)
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
_SAME = re.compile(r"\b(\w+)-\1\b")
_RANGE = re.compile(r"\b([A-Za-z]*)(\d+)-(?:\1)?(\d+)\b")


def _pages(pages: str | None) -> str:
    """Return pages without the digits that repeat: 935-946 as 935-46, S93-S99 as S93-9, e123-e123 as e123."""
    said = _DASHES.sub("-", _PAGE_WORD.sub("", say(pages)))
    return _RANGE.sub(_short_range, _SAME.sub(r"\1", re.sub(r"\s*,\s*", ", ", said)))


def _short_range(found: re.Match[str]) -> str:
    letters, first, last = found.groups()
    if len(first) == len(last) and first < last:
        same = next(place for place, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)
        last = last[same:]
    return f"{letters}{first}-{last}"


_ORDINALS = dict(zip("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
                     " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
                     range(1, 21)))  # fmt: skip
_REVISED = re.compile(r"\b(?:revised|rev)\b\.?", re.IGNORECASE)
_NO_MORE = re.compile(
    r"\b(?:ed|[\u00e9e]d|aufl|auflage|edici[o\u00f3]n|edizione|edi[c\u00e7][a\u00e3]o|uitg|utg|wyd|version|release|update|draft)\b",
    re.IGNORECASE,
)


def _edition(reference: Reference, words: Mapping[str, str]) -> str:
    """Return an edition as `2nd ed.`, `3rd rev. ed.` or `Version 2`: numbers as ordinals, common words cut short."""
    said = re.sub(r"\b(?:edition|edn?)\b\.?", words["edition"], say(reference.edition), flags=re.IGNORECASE)
    said = re.sub(r"^(\d+)-?(st|nd|rd|th)\b\.?", lambda found: found[1] + found[2].lower(), said, flags=re.IGNORECASE)
    said = re.sub(r"^[IVX]+(?=$|\s+(?:ed|rev))", lambda found: _ordinal(_roman(found[0]) or None, found[0]), said)
    said = re.sub(r"^[A-Za-z]+\b", lambda found: _ordinal(_ORDINALS.get(found[0].lower()), found[0]), said)
    said = re.sub(r"^\d{1,3}(?=$|\s+(?:ed|rev))", lambda found: _ordinal(int(found[0]), ""), said)
    said = re.sub(r"^v(?:er(?:s|sion)?)?\b[.\s]*(?=\d)|^v(?=\d)|^(?=\d+\.\d)", "Version ", said, flags=re.IGNORECASE)
    said = re.sub(r"^(\w+),\s+(?=rev\.)", r"\1 ", _REVISED.sub("rev.", said))
    if said and not _NO_MORE.search(said):
        said = f"{said} {words['edition']}"
    return said[:1].upper() + re.sub(r"\bed$", "ed.", said[1:])


def _ordinal(number: int | None, written: str) -> str:
    if number is None:
        return written
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _volume_of_book(reference: Reference, words: Mapping[str, str]) -> str:
    return words["volume"] + _numbered(reference.volume) if reference.volume else ""


def _imprint(reference: Reference, date: str, dates_read: str) -> str:
    """Return `Place: Publisher; date [cited date]`."""
    place, publisher = (say(part).rstrip(" :;,") for part in (reference.publisher_place, reference.publisher))
    return "; ".join(filter(None, (": ".join(filter(None, (place, publisher))), (date + dates_read).strip())))


_REPORT = re.compile(r"^(?:report\s+)?no\b[.:]+\s*", re.IGNORECASE)
_LEAVES = re.compile(r"\s*\b(?:pp?|pages?)\.?$", re.IGNORECASE)


def _extent(reference: Reference, words: Mapping[str, str]) -> str:
    if pages := _LEAVES.sub("", say(reference.number_of_pages)):
        return pages + words["pages"]
    return words["page"] + _pages(reference.page) if reference.page else ""


def _series(reference: Reference) -> str:
    """Return the series as `(NICE guideline; NG12)`."""
    parts = "; ".join(filter(None, (say(reference.collection_title), say(reference.collection_number))))
    return f"({parts})" if parts else ""


# --- Notes at the end -------------------------------------------------------------------------------------------------


def _notes(reference: Reference, words: Mapping[str, str]) -> list[Sentence]:
    primary = (reference.language or "en").split("-")[0].lower()
    return [
        _words(LANGUAGES.get(primary, "")),
        *_retraction(reference, words),
        _available_from(reference, words),
        (doi,) if (doi := _doi(reference, words)) else (),
        _pubmed(reference, words),
        _words(say(reference.note)),
    ]


def _retraction(reference: Reference, words: Mapping[str, str]) -> list[Sentence]:
    notice, retracted = say(reference.retraction_in), say(reference.retraction_of)
    date = words["retracted"] + dates.printed(reference.retracted) if reference.retracted else ""
    return [
        _words(words["retraction_in"] + notice if notice else date),
        _words(words["retraction_of"] + retracted if retracted else ""),
    ]


def _available_from(reference: Reference, words: Mapping[str, str]) -> Sentence:
    """The address, unless the DOI says the same or the source is an article with a DOI."""
    url, doi = _url(reference), _doi(reference)
    if not url or (doi and (_names_doi(url, doi) or (_in_journal(reference) and not reference.medium))):
        return ()
    return (Part(words["available_from"]), Part(url, url))


def _url(reference: Reference) -> str:
    return (reference.URL or "").replace("&amp;", "&")


def _names_doi(url: str, doi: Part) -> bool:
    return unquote(doi.url).removeprefix(DOI).casefold() in identifiers.decoded(url).casefold()


def _doi(reference: Reference, words: Mapping[str, str] = WORDS) -> Part | None:
    if not reference.DOI:
        return None
    doi = identifiers.doi(reference.DOI) or reference.DOI
    return Part(words["doi"] + doi, DOI + quote(doi, safe="/:;()_.-"), keep=True)


def _pubmed(reference: Reference, words: Mapping[str, str]) -> Sentence:
    pmid, pmcid = reference.PMID, reference.PMCID
    parts: list[Part] = []
    if pmid:
        parts.append(Part(words["pmid"] + (identifiers.pmid(pmid) or pmid), _pmid_url(pmid), keep=True))
    if pmcid:
        parts += [Part("; ")] if parts else []
        parts.append(Part(words["pmcid"] + (identifiers.pmcid(pmcid) or pmcid), _pmcid_url(pmcid), keep=True))
    return tuple(parts)


def _pmid_url(pmid: str) -> str:
    return f"https://pubmed.ncbi.nlm.nih.gov/{identifiers.pmid(pmid) or pmid}/"


def _pmcid_url(pmcid: str) -> str:
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{identifiers.pmcid(pmcid) or pmcid}/"


# --- Sentences to parts -----------------------------------------------------------------------------------------------


def _joined(sentences: Iterable[Sentence]) -> tuple[Part, ...]:
    """Put a space between sentences and a full stop after each that needs one."""
    parts: list[Part] = []
    for sentence in (one for one in sentences if any(part.text for part in one)):
        parts += [Part(" ")] if parts else []
        parts += [*sentence, Part(_stop(sentence[-1]))]
    return tuple(_merged(part for part in parts if part.text))


def _stop(last: Part) -> str:
    """An address gets a full stop only after a slash, so that nobody takes it for a part of the address."""
    if last.text == last.url:
        return "." if last.text.endswith("/") else ""
    return "" if ends_sentence(last.text) else "."


def _merged(parts: Iterable[Part]) -> Iterable[Part]:
    for is_bare, group in groupby(parts, lambda part: not (part.url or part.keep or part.language)):
        if is_bare:
            yield Part(re.sub(" {2,}", " ", "".join(part.text for part in group)))
        else:
            yield from group
