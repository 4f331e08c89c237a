"""WORD: words that a plainer one could replace, or whose meaning the reader has not been told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from builder.checks.rule import Rule
from builder.language import lexicon, prose
from builder.language.lexicon import Lexicon
from builder.language.prose import Hit, Kind
from builder.markup import plain
from builder.model import Document, Medicines
from builder.problems import Problem, Severity

if TYPE_CHECKING:
    from builder.checks.subject import Subject

NAMES: frozenset[Kind] = frozenset(["title", "heading", "label", "column", "small-print"])
"""Kinds of text that do not count as a word's first use: names, and what is said about the publisher."""


def complex_word(subject: Subject) -> Iterator[Problem]:
    """A word or phrase has a plainer one that says the same.

    The pairs are in `builder/words/en.yaml`. Words of the condition's name and of the glossary are not reported. Where
    the plain word fits as it is, `check --fix` puts it in, but not after "a" or "an", since "an optimal" would become
    "an best".

    Why: A longer word says no more, and shuts out readers who do not know it.

    Bad: "Prior to commencing the medication, consult your physician."

    Good: "Ask your doctor before you start the medicine."

    Source: US Plain Writing Act guidance; CDC; NHS A to Z of health writing. The pairs are the project's own.
    """
    text = subject.prose
    named = _named(subject.document)
    for hit, entry in text.find_phrases(lexicon.load(text.language).plain):
        if hit.unit.kind == "small-print" or hit.words.lower() in named:
            continue
        hint = f"Say '{entry.instead}'." if entry.instead else "Leave it out."
        fits = entry.exact and entry.instead and not _AFTER_ARTICLE.search(hit.unit.text[: hit.start])
        replacement = _like(entry.instead, hit.words) if fits else None
        yield Problem("complex-word", f"There is a plainer word for '{hit.words}'.", hit.span(), hint, "warning",
                      replacement=replacement)


_AFTER_ARTICLE = re.compile(r"\ban? $", re.IGNORECASE)


def _like(word: str, model: str) -> str:
    """Return `word` with a capital where `model` has one."""
    return word[0].upper() + word[1:] if model[0].isupper() else word


def _named(document: Document) -> frozenset[str]:
    """Return the terms of the glossary and the words of the condition's names, in small letters."""
    texts = [document.title, document.short_title, *document.abbreviations.values()]
    names = [plain(text) for text in texts if text]
    terms = _terms(document)
    words = re.findall(r"\w+", " ".join([*names, *_synonyms(document), *terms]).lower())
    return frozenset([*words, *(term.lower() for term in terms)])


def avoided_word(subject: Subject) -> Iterator[Problem]:
    """The text uses a word that its own glossary says to avoid.

    `avoid` in an entry lists words that are not to be used for its term; they are found as whole words, with or without
    an s. Inside the term itself, or one of its `also` forms, such a word is not reported.

    Why: Two words for one thing read like two things.

    Bad: "Your lymph cells are counted", with `avoid: [lymph cell]` in the entry "lymphocyte"

    Good: "Your lymphocytes are counted"

    Source: CDC Clear Communication Index, item 7; NHS standard for creating health content (the same word throughout).
    """
    instead = {
        f"{prose.folded(form)}{ending}": plain(entry.term)
        for entry in subject.document.glossary for form in entry.avoid for ending in ("", "s")
    }  # fmt: skip
    if not instead:
        return
    right = frozenset(f"{prose.folded(term)}{ending}" for term in _terms(subject.document) for ending in ("", "s"))
    for hit in subject.prose.find_folded(lexicon.any_of(right.union(instead))):
        if hit.match[0] not in right:
            yield Problem("avoided-word", f"The glossary says to avoid '{hit.words}'.", hit.span(),
                          f"Say '{instead[hit.match[0]]}', or delete it under `avoid:`.", "warning")


# --- Words that need an explanation ----------------------------------------------------------------------------------

_EXPLAINED_AFTER = re.compile(
    r"""
      ”? (?: :[ ] | [ ][–—][ ]
           | ,?[ ](?:or|means?|meaning|also[ ]called|that[ ]is)\b
           | ,[ ](?:an?|the|your|when|where|one)\b
           | [ ]are[ ](?:[a-z]+[ ])?(?:medicines|drugs|cells|proteins|germs|doctors|tests|glands|organs|parts|kinds)\b
           | [ ](?:[a-z]+[ ])?(?:virus|bacteria)\b )
    | (?: [ ][a-z-]+ ){0,2} ”?
         (?: [ ]\(
           | ,?[ ](?:which|that)[ ](?:is|are)\b
           | ,?[ ](?:is|are)[ ](?:an?|the|when|where|what|your|one|too|how)\b )
    """,
    re.VERBOSE,
)
_EXPLAINED_BEFORE = re.compile(
    r"""
    (?: \b(?:called|named|known[ ]as|doctors[ ]say|call[ ](?:this|it|them|these))
           (?:[ ](?:an?|the))? (?:[ ][a-z-]+){0,2}
      | \b(?:word|name|term)[ ](?:for[ ]\w+(?:[ ]\w+){0,3}[ ])?is
      | \bor (?:[ ](?:an?|the))?
      | \w[ ]\( (?:an?|the|called|or)? (?:[a-z-]+[ ]){0,2}
    )
    [ ]? [“"'‘]? $
    """,
    re.VERBOSE,
)


def unexplained_word(subject: Subject) -> Iterator[Problem]:
    """A medical word is neither in the glossary nor explained where it is first used.

    The words are in `builder/words/en.yaml`. A word that only ends like one of them ("-itis", "-ectomy") is a warning.
    An explanation stands in brackets or after "called", "which is", "means", "are cells", a comma and an article, a
    colon or a dash; a virus is explained by being called one. Words of the condition's name and medicines in the table
    of medicines are not reported.

    Why: The reader stops at the word, feels stupid, and reads no further.

    Bad: "You may have a splenectomy."

    Good: "You may have a splenectomy (an operation to take out the spleen)."

    Source: CDC Clear Communication Index item 7; PEMAT-P items 3 and 4.
    """
    text = subject.prose
    lists = lexicon.load(text.language)
    strange = {word: severity for word in text.vocabulary if (severity := _strangeness(word, lists))}
    for stem in strange.keys() & (_named(subject.document) | _medicines(subject.document)):
        del strange[stem]
    if strange:
        for hit in _first_uses(text.find_folded(lexicon.any_of(frozenset(strange)))):
            if not _is_explained(hit):
                yield Problem("unexplained-word", f"'{hit.words}' is not explained.", hit.span(),
                              "Say it in plain words, explain it here, or add it to the glossary.",
                              strange[hit.words.lower()])


def _strangeness(word: str, lists: Lexicon) -> Severity | None:
    if lists.uncommon & {word, _singular(word)}:
        return "error"
    ends = lists.uncommon_ending
    return "warning" if ends and (ends.fullmatch(word) or ends.fullmatch(_singular(word))) else None


def _singular(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def _medicines(document: Document) -> frozenset[str]:
    names = [
        plain(medicine.generic)
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Medicines)
        for medicine in block.medicines.items
    ]
    return frozenset(re.findall(r"\w+", " ".join(names).lower()))


def _first_uses(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield the first use of each word in running text, a plural being the same word."""
    seen = set()
    for hit in hits:
        word = _singular(hit.words.lower())
        if word not in seen and hit.unit.kind not in NAMES and hit.unit.kind != "definition":
            seen.add(word)
            yield hit


def _is_explained(hit: Hit) -> bool:
    before, after = hit.unit.text[: hit.start], hit.unit.text[hit.end :]
    return bool(_EXPLAINED_AFTER.match(after) or _EXPLAINED_BEFORE.search(before))


# --- Abbreviations ---------------------------------------------------------------------------------------------------

_CAPITALS = re.compile(r"[A-Z](?:[A-Z&]*[A-Z])\d*s?(?![\w&])")


def unexplained_abbreviation(subject: Subject) -> Iterator[Problem]:
    """An abbreviation is not spelled out where it is first used; or it is in the list and used no more than once.

    An abbreviation in `abbreviations:` is spelled out by the program at its first use as `{ALPS}`. Others must stand in
    brackets after their full words, or have the full words in brackets after them. Gene names in `codes:`, terms of the
    glossary, and abbreviations that everybody knows (UK, HIV) are not reported, nor are capitals that only shout:
    ordinary words, and rows of three words or more, which `capitals-in-a-row` reports.

    Why: Three letters mean something to those who work there; to others they are noise.

    Bad: "Your CBC will be checked."

    Good: "We count your blood cells (a complete blood count, CBC)."

    Source: NHS formatting guidance; CDC Clear Communication Index item 7.
    """
    document = subject.document
    text = subject.prose
    known = lexicon.load(text.language).known
    if not known:
        return
    told = {*document.abbreviations, *document.codes.genes, *_terms(document), *known, *_synonyms(document)}
    for hit in _first_uses(text.find(_CAPITALS)):
        short = hit.words.removesuffix("s")
        if not told & {short, hit.words} and not _is_spelled_out(hit) and not _shouts(hit, text):
            yield Problem("unexplained-abbreviation", f"'{short}' is not spelled out.", hit.span(),
                          f"Write it in full, and '({short})' after it, or add it to `abbreviations:`.")
    for name, full in document.abbreviations.items():
        uses = len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text.text))
        if uses <= 1 and name not in (_synonyms(document) | {plain(document.short_title or document.title)}):
            yield Problem("unexplained-abbreviation", f"'{name}' is used {'once' if uses else 'nowhere'}.",
                          full.place.span() if full.place else None, "Write the full words instead.", "warning")


def _terms(document: Document) -> set[str]:
    return {form for entry in document.glossary for form in (plain(entry.term), *entry.also)}


def _synonyms(document: Document) -> set[str]:
    return {plain(synonym.name) for synonym in document.synonyms}


def _is_spelled_out(hit: Hit) -> bool:
    before, after = hit.unit.text[: hit.start], hit.unit.text[hit.end :]
    return bool(re.search(r"\w \([^()]*$", before) or re.match(r" \(\w", after) or _EXPLAINED_BEFORE.search(before))


_ROW = re.compile(r"[A-Z]+(?: [A-Z]+){2,}")


def _shouts(hit: Hit, text: prose.Prose) -> bool:
    """Tell whether a word in capitals is an ordinary one, such as NOT, or stands in a row of capitals."""
    word = hit.words.removesuffix("s").lower()
    ordinary = len(word) > 2 and word in lexicon.load(text.language).starters
    in_row = any(row.start() <= hit.start < row.end() for row in _ROW.finditer(hit.unit.text))
    return ordinary or in_row or bool(re.search(rf"\b{re.escape(word)}\b", text.text))


def latin_short_form(subject: Subject) -> Iterator[Problem]:
    """A Latin short form stands in the text: e.g., i.e., etc., b.d., p.r.n.

    In the table of medicines it is an error, elsewhere a warning.

    Why: Screen readers say "eg" as a word, and a "q.d." read as "q.i.d." is four times the dose.

    Bad: "Take it b.d., e.g. with meals."

    Good: "Take it twice a day, for example with meals."

    Source: MHRA and ISMP (dangerous abbreviations); NHS A to Z.
    """
    text = subject.prose
    for hit, instead in text.find_phrases(lexicon.load(text.language).latin):
        severity: Severity = "error" if isinstance(hit.unit.block, Medicines) else "warning"
        yield Problem("latin-short-form", f"'{hit.words}' is a short form of Latin.", hit.span(), f"Say '{instead}'.",
                      severity)


RULES = (
    Rule("WORD001", "complex-word", "warning", complex_word),
    Rule("WORD002", "unexplained-word", "error", unexplained_word),
    Rule("WORD003", "unexplained-abbreviation", "error", unexplained_abbreviation),
    Rule("WORD007", "latin-short-form", "error", latin_short_form),
    Rule("WORD008", "avoided-word", "warning", avoided_word),
)
