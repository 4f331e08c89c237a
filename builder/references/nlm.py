"""References as NLM prints them (Vancouver style), after Citing Medicine, 2nd edition, and NLM's samples for authors.

What comes out are runs, never a string with marks: a run can be a link, can ask to stay on one line, and knows its
language. Put together, the texts of an entry's runs are the printed reference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from builder.markup import plain
from builder.model import Name, Reference, Text
from builder.references import identifiers

MOST_NAMES = 6
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

WORDS: Mapping[str, str] = {
    "et_al": "et al",
    "editor": "editor",
    "editors": "editors",
    "in": "In: ",
    "presented_at": "Paper presented at: ",
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

LANGUAGES: Mapping[str, str] = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian",
    "lv": "Latvian", "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian",
    "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


class Run(NamedTuple):
    """Characters of an entry; `url` is where they lead, `keep` asks for one line, `language` is a BCP 47 tag."""

    text: str
    url: str = ""
    keep: bool = False
    language: str = ""


Sentence = tuple[Run, ...]
"""What ends with a full stop; empty where a record lacks it."""


def entry(reference: Reference, words: Mapping[str, str] = WORDS) -> tuple[Run, ...]:
    """Return the full entry of a reference list, without its number; `words` may replace some of `WORDS`."""
    words = _all(words)
    form = _journal_article if _in_journal(reference) else FORMS.get(reference.type, _book)
    return _joined([*form(reference, words), *_notes(reference, words)])


def short(reference: Reference, words: Mapping[str, str] = WORDS) -> tuple[Run, ...]:
    """Return a short entry that leads to the source: `Fisher GH, et al. Cell. 1995;81:935-46.`"""
    words = _all(words)
    year = (reference.updated or reference.issued or reference.epub or "")[:4]
    who = _first_names(reference, words)
    if _in_journal(reference):
        sentences = [who, _journal(reference), (reference.issued or year)[:4] + _volume(reference, issue=False)]
    else:
        where = _say(reference.container_title or reference.publisher)
        sentences = [who, _say(reference.title), "; ".join(filter(None, ("" if where == who else where, year)))]
    if reference.retracted:
        sentences.append(words["retracted"].strip())
    text = "".join(run.text for run in _joined([_words(sentence) for sentence in sentences]))
    return (Run(text, link(reference)),)


def _all(words: Mapping[str, str]) -> Mapping[str, str]:
    return words if words is WORDS else {**WORDS, **words}


def link(reference: Reference) -> str:
    """Return the address at which the source is read best, or an empty string."""
    doi, url = _doi(reference), reference.URL or ""
    article = _in_journal(reference)
    free = _pmcid_url(reference.PMCID) if reference.PMCID else ""
    abstract = _pmid_url(reference.PMID) if reference.PMID else ""
    return (doi.url if doi else "") or (not article and url) or free or abstract or url


# --- The forms of the types -------------------------------------------------------------------------------------------


def _in_journal(reference: Reference) -> bool:
    guideline = reference.type == "guideline" and reference.container_title and (reference.volume or reference.page)
    return reference.type == "article-journal" or bool(guideline)


def _journal_article(reference: Reference, words: Mapping[str, str]) -> list[Sentence]:
    ahead = reference.epub and not (reference.volume or reference.issue or reference.page)
    date = _date(reference.epub if ahead or not reference.issued else reference.issued) + _dates_read(reference, words)
    epub = words["epub"] + _date(reference.epub) if reference.epub else ""
    return [
        _words(_names(reference.author, reference.et_al, words)),
        _title(reference, reference.genre),
        _words(_journal(reference) + _marker(reference.medium)),
        _words(date.strip() + _volume(reference)),
        _words(words["ahead_of_print"] if ahead else epub),
    ]


def _preprint(reference: Reference, words: Mapping[str, str]) -> list[Sentence]:
    server = _say(reference.container_title or reference.publisher)
    return [
        _words(_names(reference.author, reference.et_al, words)),
        _title(reference),
        _words(" ".join(filter(None, (server, reference.number))) + _marker(reference.genre, words["preprint"])),
        _words((_date(reference.issued) + _dates_read(reference, words)).strip()),
    ]


def _book(reference: Reference, words: Mapping[str, str]) -> list[Sentence]:
    kind = reference.genre or {"dataset": words["dataset"], "thesis": words["thesis"]}.get(reference.type)
    authors = _names(reference.author, reference.et_al, words)
    editors = _editors(reference, words)
    return [
        _words(authors or editors),
        _title(reference, kind, _medium(reference, words)),
        _words(_edition(reference.edition, words)),
        _words(editors if authors else ""),
        _words(_imprint(reference, _date(reference.issued), _dates_read(reference, words))),
        _words(_extent(reference, words)),
        _words(words["report_number"] + reference.number if reference.number else ""),
        _words(_series(reference)),
    ]


def _part_of_book(reference: Reference, words: Mapping[str, str]) -> list[Sentence]:
    own = _date(reference.issued), _dates_read(reference, words)
    whole = (reference.container_issued, "") if reference.container_issued else own
    parts = (_editors(reference, words), _whole_book(reference), _edition(reference.edition, words))
    first, *rest = [part for part in parts if part] or [""]
    start = words["in" if reference.container_title else "presented_at"]
    return [
        _words(_names(reference.author, reference.et_al, words)),
        _title(reference, reference.genre),
        _words("".join(own).strip() if reference.container_issued else ""),
        _words(start + first if first else ""),
        *map(_words, rest),
        _words(_imprint(reference, *whole)),
        _words(words["page"] + _pages(reference.page) if reference.page else ""),
        _words(_series(reference)),
    ]


def _whole_book(reference: Reference) -> str:
    """Return the book with its conference: `Genetic programming; 2002 Apr 3-5; Kinsdale, Ireland`."""
    book = _say(reference.container_title) + _marker(reference.medium)
    name = ". ".join(filter(None, (book.strip(), _say(reference.event_title))))
    dates = _date_range(reference.event_date) if reference.event_date else ""
    return "; ".join(filter(None, (name, dates, _say(reference.event_place))))


def _part_of_site(reference: Reference, words: Mapping[str, str]) -> list[Sentence]:
    if not reference.container_title:
        return _book(reference, words)
    date = (_date(reference.issued) + _dates_read(reference, words)).strip()
    title = _title(reference, reference.genre)
    return [
        _words(_names(reference.author, reference.et_al, words)),
        _words(_say(reference.container_title) + _marker(_medium(reference, words))),
        _words(_imprint(reference, reference.container_issued or "", "")),
        (*title, Run(f"; {date}")) if date else title,
    ]


FORMS: Mapping[str, Callable[[Reference, Mapping[str, str]], list[Sentence]]] = {
    "article": _preprint,
    "chapter": _part_of_book,
    "paper-conference": _part_of_book,
    "webpage": _part_of_site,
}


# --- Names ------------------------------------------------------------------------------------------------------------

_SUFFIXES = {"II": "2nd", "III": "3rd", "IV": "4th", "Jr.": "Jr", "Sr.": "Sr"}


def initials(given: str) -> str:
    """Return the initials of given names, at most two unless they were written as initials: Jean-Pierre gives JP."""
    if len(given) < 4 and given.isalpha() and given.isupper():
        return given
    names = [name for name in re.split(r"[\s.\u2010\u2011-]+", unicodedata.normalize("NFC", given)) if name]
    letters = "".join(name if name.isupper() and len(name) < 4 else name[0].upper() for name in names)
    return letters if all(name.isupper() for name in names) else letters[:2]


def person(name: Name) -> str:
    """Return one name: `de Villartay JP`, `Gilstrap LC 3rd`, or that of a group as it is."""
    if name.literal:
        return name.literal
    family = " ".join(filter(None, (name.dropping_particle, name.non_dropping_particle, name.family)))
    suffix = _SUFFIXES.get(name.suffix or "", name.suffix)
    return " ".join(filter(None, (family, initials(name.given or ""), suffix)))


def _names(names: Iterable[Name], cut: bool, words: Mapping[str, str], most: int = MOST_NAMES) -> str:
    """Return the first six people, "et al" where there are more, and then the groups."""
    people = [person(name) for name in names if not name.literal]
    groups = [person(name) for name in names if name.literal]
    shown = [*people[:most], words["et_al"]] if people and (cut or len(people) > most) else people
    ending = "." if groups and len(shown) > len(people[:most]) else ""
    return "; ".join(filter(None, (", ".join(shown) + ending, *groups)))


def _first_names(reference: Reference, words: Mapping[str, str]) -> str:
    names = reference.author or reference.editor
    one = [name for name in names if not name.literal][:1] or names[:1]
    if len(names) <= 2 and not reference.et_al:
        return _names(names, False, words)
    return _names(one, True, words, most=1)


def _editors(reference: Reference, words: Mapping[str, str]) -> str:
    names = _names(reference.editor, False, words)
    return f"{names}, {words['editor' if len(reference.editor) == 1 else 'editors']}" if names else ""


# --- Parts of an entry ------------------------------------------------------------------------------------------------


def _say(text: Text | None) -> str:
    return " ".join(plain(text).split()).rstrip(".") if text else ""


def _words(text: str) -> Sentence:
    return (Run(text),) if text else ()


def _marker(*kinds: Text | str | None) -> str:
    return "".join(f" [{kind if isinstance(kind, str) else _say(kind)}]" for kind in kinds if kind)


def _medium(reference: Reference, words: Mapping[str, str]) -> Text | str | None:
    return reference.medium or (words["internet"] if reference.type == "webpage" else None)


def _title(reference: Reference, *kinds: Text | str | None) -> Sentence:
    """The title, its translation in brackets (alone, where the title is not in Latin letters), and what it is."""
    title, translated = _say(reference.title), _say(reference.title_translated)
    runs = [Run(title, language=reference.language or "")]
    if translated:
        runs = [*runs, Run(f" [{translated}]")] if _is_latin(title) else [Run(f"[{translated}]")]
    marker = _marker(*kinds)
    return (*runs, Run(marker)) if marker else tuple(runs)


def _is_latin(title: str) -> bool:
    return any("LATIN" in unicodedata.name(letter, "") for letter in title if letter.isalpha())


def _journal(reference: Reference) -> str:
    return _say(reference.container_title_short or reference.container_title)


def _date(date: str | None) -> str:
    """Return `2002-07-25` as `2002 Jul 25`."""
    year, *rest = (date or "").split("-")
    return " ".join([year, *(MONTHS[int(month) - 1] for month in rest[:1]), *(str(int(day)) for day in rest[1:])])


def _date_range(dates: str) -> str:
    """Return `2002-04-03/2002-04-05` as `2002 Apr 3-5`."""
    first, last = (_date(date).split() for date in (dates if "/" in dates else f"{dates}/{dates}").split("/"))
    if first == last:
        return " ".join(first)
    while len(last) > 1 and first[-len(last)] == last[0]:
        last = last[1:]
    return f"{' '.join(first)}-{' '.join(last)}"


def _dates_read(reference: Reference, words: Mapping[str, str]) -> str:
    dates = (("updated", reference.updated), ("cited", reference.accessed))
    shown = "; ".join(words[word] + _date(date) for word, date in dates if date)
    return f" [{shown}]" if shown else ""


def _volume(reference: Reference, issue: bool = True) -> str:
    """Return `;58(12 Suppl 7):S6-12`, or as much of it as there is."""
    number = f"({reference.issue})" if reference.issue and (issue or not reference.volume) else ""
    where = f"{reference.volume or ''}{number}"
    pages = _pages(reference.page or reference.number)
    return (f";{where}" if where else "") + (f":{pages}" if pages else "")


_RANGE = re.compile(r"\b([A-Za-z]*)(\d+)\s*[-\u2010-\u2014]+\s*\1(\d+)\b")


def _pages(pages: str | None) -> str:
    """Return pages without the digits that repeat: 935-946 as 935-46, S93-S99 as S93-9, e35-e40 as e35-40."""
    return _RANGE.sub(_short_range, pages or "")


def _short_range(found: re.Match[str]) -> str:
    letters, first, last = found.groups()
    if len(first) == len(last) and first < last:
        same = next(place for place, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)
        last = last[same:]
    return f"{letters}{first}-{last}"


def _edition(edition: str | None, words: Mapping[str, str]) -> str:
    if not edition:
        return ""
    if edition.isdecimal():
        number = int(edition)
        ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        edition = f"{number}{ending}"
    return edition if re.search(r"\bed(ition|\.)?$", edition) else f"{edition} {words['edition']}"


def _imprint(reference: Reference, date: str, dates_read: str) -> str:
    """Return `Place: Publisher; date [cited date]`."""
    publisher = ": ".join(filter(None, (_say(reference.publisher_place), _say(reference.publisher))))
    return "; ".join(filter(None, (publisher, (date + dates_read).strip())))


def _extent(reference: Reference, words: Mapping[str, str]) -> str:
    if reference.number_of_pages:
        return reference.number_of_pages + words["pages"]
    return words["page"] + _pages(reference.page) if reference.page else ""


def _series(reference: Reference) -> str:
    """Return the series as `(NICE guideline; NG12)`."""
    parts = "; ".join(filter(None, (_say(reference.collection_title), reference.collection_number)))
    return f"({parts})" if reference.collection_title else ""


# --- Notes at the end -------------------------------------------------------------------------------------------------


def _notes(reference: Reference, words: Mapping[str, str]) -> list[Sentence]:
    primary = (reference.language or "en").split("-")[0].lower()
    return [
        _words(LANGUAGES.get(primary, "")),
        *_retraction(reference, words),
        _available_from(reference, words),
        (doi,) if (doi := _doi(reference, words)) else (),
        _pubmed(reference, words),
    ]


def _retraction(reference: Reference, words: Mapping[str, str]) -> list[Sentence]:
    notice, retracted = _say(reference.retraction_in), _say(reference.retraction_of)
    date = words["retracted"] + _date(reference.retracted) if reference.retracted else ""
    return [
        _words(words["retraction_in"] + notice if notice else date),
        _words(words["retraction_of"] + retracted if retracted else ""),
    ]


def _available_from(reference: Reference, words: Mapping[str, str]) -> Sentence:
    """The address, unless the DOI says the same or an article has one."""
    url, doi = reference.URL, reference.DOI
    if not url or (doi and (doi.casefold() in url.casefold() or (_in_journal(reference) and not reference.medium))):
        return ()
    return (Run(words["available_from"]), Run(url, url))


def _doi(reference: Reference, words: Mapping[str, str] = WORDS) -> Run | None:
    if not reference.DOI:
        return None
    doi = identifiers.doi(reference.DOI) or reference.DOI
    return Run(words["doi"] + doi, "https://doi.org/" + quote(doi, safe="/:;()_.-"), keep=True)


def _pubmed(reference: Reference, words: Mapping[str, str]) -> Sentence:
    runs: list[Run] = []
    if reference.PMID:
        runs.append(Run(words["pmid"] + reference.PMID, _pmid_url(reference.PMID), keep=True))
    if reference.PMCID:
        runs += [Run("; ")] if runs else []
        runs.append(Run(words["pmcid"] + reference.PMCID, _pmcid_url(reference.PMCID), keep=True))
    return tuple(runs)


def _pmid_url(pmid: str) -> str:
    return f"https://pubmed.ncbi.nlm.nih.gov/{identifiers.pmid(pmid) or pmid}/"


def _pmcid_url(pmcid: str) -> str:
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{identifiers.pmcid(pmcid) or pmcid}/"


# --- Sentences to runs ------------------------------------------------------------------------------------------------


def _joined(sentences: Iterable[Sentence]) -> tuple[Run, ...]:
    """Put a space between sentences and a full stop behind each that needs one."""
    runs: list[Run] = []
    for sentence in filter(None, sentences):
        runs += [Run(" ")] if runs else []
        runs += [*sentence, Run(_stop(sentence[-1]))]
    return tuple(_merged(run for run in runs if run.text))


def _stop(last: Run) -> str:
    """An address gets a full stop only behind a slash, so that nobody takes it for a part of the address."""
    if last.text == last.url:
        return "." if last.text.endswith("/") else ""
    return "" if last.text.rstrip("\"'\u201d\u2019\u00bb)").endswith((".", "?", "!")) else "."


def _merged(runs: Iterable[Run]) -> Iterable[Run]:
    for is_bare, group in groupby(runs, lambda run: not (run.url or run.keep or run.language)):
        if is_bare:
            yield Run("".join(run.text for run in group))
        else:
            yield from group
