"""META: what was left to fill in: words of the starter, "to be confirmed", `[insert name]` and the like."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from builder import source, workspace
from builder.checks import governance
from builder.checks.rule import Rule
from builder.language import lexicon, prose, quantities
from builder.markup import plain
from builder.problems import Problem, Severity
from builder.source import Scalar

if TYPE_CHECKING:
    from builder.checks.subject import Subject

KEPT = workspace.STARTER / "kept.yaml"
"""The sentences of the starter that are good as they stand."""
STRUCTURAL = frozenset(
    ["topic", "id", "language", "kind", "status", "formats", "type", "evidence", "clinic", "country", "rule", "waivers",
     "file", "content_hash", "finding", "style", "paper", "profile"]
)
"""Keys whose values are not words for readers."""
SHORT = 4  # words; a shorter sentence is compared with the starter's only under the same key


class Written(NamedTuple):
    """A value of a file and the key that it stands under."""

    key: str
    value: Scalar


def written(data: Any) -> list[Written]:
    """Return every value of `data` that is words, with the nearest key above it."""
    found: list[Written] = []
    _gather(data, "", found)
    return found


def _gather(data: Any, key: str, found: list[Written]) -> None:
    if isinstance(data, Scalar):
        found.append(Written(key, data))
    elif isinstance(data, dict):
        for name, value in data.items():
            if name not in STRUCTURAL:
                _gather(value, name, found)
    elif isinstance(data, list):
        for value in data:
            _gather(value, key, found)


# --- The starter ------------------------------------------------------------------------------------------------------

_CITATION = re.compile(r"\s*\[@[^\]]*\]")
_END = re.compile(r"[.!?:](?=\s|$)|$")
_WORD = re.compile(r"\w+")


def sentences(value: str) -> Iterator[tuple[str, int, int]]:
    """Yield each sentence as its words in small letters without citations, and where it starts and ends."""
    bare = _without_citations(value)
    start = 0
    for match in _END.finditer(bare):
        stretch = bare[start : match.start()]
        if words := " ".join(_WORD.findall(stretch.casefold())):
            yield words, start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())
        start = match.end()


def _without_citations(value: str) -> str:
    """Return `value` with blanks for its citations, so that its length stays."""
    return _CITATION.sub(lambda match: " " * len(match[0]), value) if "[@" in value else value


@cache
def starter() -> Mapping[str, frozenset[str]]:
    """Return each sentence of the starter that has to go, with the keys under which it stands there.

    They are read from the starter's own files. A single word does not count, unless it is an address or a number.
    """
    kept = {words for _, value in written(source.load(KEPT).root) for words, _, _ in sentences(value)}
    found: dict[str, set[str]] = {}
    for path in sorted(workspace.STARTER.rglob("*.yaml")):
        for key, value in written(source.load(path).root) if path != KEPT else ():
            for words, _, _ in sentences(value):
                if words not in kept and " " in words:
                    found.setdefault(words, set()).add(key)
    return {words: frozenset(keys) for words, keys in found.items()}


def _left_from_starter(key: str, value: Scalar) -> Iterator[tuple[int, int]]:
    for words, start, end in sentences(value):
        keys = starter().get(words)
        if keys and (key in keys or words.count(" ") + 1 >= SHORT):
            yield start, end


# --- What is written for "fill this in later" -------------------------------------------------------------------------

_BEFORE_NAME = re.compile(
    r"(?i)(?:\d,|(?:triple|tetra|penta|trisomy|karyotype|karyotyp|chapter|chapitre|kapitel|cap[ií]tulo|capitolo|volume|"
    r"vol\.?|part|book|title|section|article|type|factor|table|figure|appendix|grade|no\.?|louis|pope)\s)$"
)
_AFTER_NAME = re.compile(r"(?i)[- ](?:syndrom|chromosom|aneuploid|female)")
_MARKS = re.compile(
    r"""
      \[\s?(?:\.\s?){2,}\] | \[\s?…\s?\]
    | (?<![\w\\])(?:\\?_){3,} | (?<!\S)(?:\\?_){2}(?=[\s%])
    | (?<!\.)\.{5,} | …{2,}
    | \?{3,} | (?<=\s)\?\?(?=\s?[%a-z\d])
    | (?<!\S)[@\#]{3,} | \#(?:REF|NAME|VALUE|DIV/0|N/A)[!?]?
    | <<[^<>\n]{1,60}>> | \{\{[^{}\n]{1,60}\}\}
    | \b(?:FIXME|(?i:lorem(?:\s+ipsum)?|dolor\s+sit\s+amet|consectetur|
      placeholder(?!\s(?:pill|tablet)s?)|blah\s+blah|foo\s*bar|asdf\w*|qwert[yz]\w*))\b
    | \b(?:[xX]{2}[-/. ]){1,4}[xX]{2,4}\b | \b(?i:dd[-/.]mm[-/.]yy(?:yy)?|mm[-/.]dd[-/.]yy(?:yy)?|tt\.mm\.jj(?:jj)?)\b
    """,
    re.VERBOSE,
)
_TODO = re.compile(r"\b(?:TODO|To-?[Dd]o(?=:)|todo(?=:)|TO DO(?=:))|^Todo\b")
_TODO_ALSO_ALL = re.compile(r"\bTODO(?=:)")
"""In Spanish and its neighbours "todo" is "all"."""
_ALL = frozenset(["es", "pt", "gl", "ca", "ast"])
_SHORT_FORM = re.compile(r"(?<![\w.-])(?:T\.?B\.?[ACD]\b\.?|tb[acd]\b|t\.b\.[acd]\.|T[Bb][cd]\b)(?![-\w])")
_CROSSES = re.compile(
    r"(?<![\w-])(?:x{3,}|X{3,})(?![\w])(?:[- ][xX]{3,})*|(?<![\w,])xx(?=\s|$)(?!\sy)|(?<=:\s)XX(?=\W*$)"
)
_AMOUNT = re.compile(
    rf"(?<![\w,.-])(?<!\d )(?:[xX]{{1,2}}(?=\s?%|\s?(?:{quantities.NO_PEOPLE})\b)"
    r"|[xX]{2}(?=\s(?:in|of|out of|von)\s\d))|(?<=\b(?i:age|dr\.) )XX\b|(?<=\b(?i:about) )XX\b"
    r"|(?<=\b(?i:dr) )XX\b|(?<=\b(?i:aged) )XX\b|\bNN(?=\s(?:people|patients|children)\b)"
)
"""What stands for a number or a name: XX mg, X %, XX in 100."""
_BRACKETS = re.compile(r"\\?\[(?![@^])([^\[\]\n]{1,80}?)\\?\](?![({])|<([^\W\d_]+(?:[ _-][^\W\d_]+){0,4})>")
_BLANKS = re.compile(r"[\s.…_?xX*-]+")
_EXAMPLE_ADDRESS = re.compile(
    r"(?i)(?<![\w.+@-])(?:[\w.+-]+@)?(?:[\w-]+\.)*example\.(?:com|org|net|edu)\b"
    r"|[\w.+-]+@(?:domain|e?mail|company|clinic|hospital)\.(?:com|org|net)\b|\byour-?(?:clinic|hospital|domain|site)\.\w{2,4}\b"
)
MARKS = (_MARKS, _TODO, _SHORT_FORM, _CROSSES, _AMOUNT, _BRACKETS, _EXAMPLE_ADDRESS)
_NUMBER_KEYS = frozenset(["phone", "out_of_hours", "contact", "emergency"])
_EXAMPLE_NUMBER = re.compile(r"(\d)\1{5,}|0?1234567?\d*")
_NAME_KEYS = frozenset(["name", "role", "credentials", "contact", "title", "short_title", "handout_title", "alt", "who",
                        "version", "generic", "label"])
_NO_NAME = re.compile(
    r"(?i)\W*(?:(?:dr|mr|mrs|ms|prof)\.? )?(?:(?:john|jane|joe) (?:q\.? )?(?:doe|public)|(?:max|erika|lieschen) "
    r"(?:mustermann|müller)|n\.? ?n\.?|a\.? ?n\.? other|(?:(?:your|first|last|full|author|reviewer)['’]?s? ?)*name|"
    r"(?:your |job )?(?:role|title)|nombre|nom|nome|vorname name|untitled|example|alt(?:ernative)? text|text)\W*"
)
"""A whole value that only names what should stand there."""
_DRAWN = re.compile(r"(?i)\W*(?:alt|alternative|image|picture|photo|figure|caption)(?: (?:text|here|\d+))?\W*")


class _Lists(NamedTuple):
    """The word lists of the topic's language and English, taken together."""

    unfinished: re.Pattern[str]
    pending: tuple[tuple[re.Pattern[str], frozenset[str]], ...]
    """For each language, what is still to come, and the words beside which it means something else."""
    fill_in: frozenset[str]
    telling: tuple[tuple[str, str], ...]
    """The longest word of each phrase and of each sentence of the starter, and all its words, with spaces."""


@lru_cache(maxsize=8)
def _lists(language: str) -> _Lists:
    own, english = lexicon.load(language), lexicon.load("en")
    unfinished = own.unfinished | english.unfinished
    phrases = sorted(unfinished | own.pending | english.pending)
    return _Lists(
        unfinished=re.compile(rf"(?:^|(?<=[.:;!?()\[\]]))\s*(?P<words>{_either(unfinished)})(?!\w)"),
        pending=tuple(
            (re.compile(rf"(?<![^\W_])(?:{_either(lists.pending)})(?!\w)"), lists.pending_not)
            for lists in ((english,) if language == "en" else (own, english))
        ),
        fill_in=own.fill_in | english.fill_in,
        telling=tuple((max(words, key=len), " ".join(words)) for words in map(_WORD.findall, (*starter(), *phrases))),
    )


def _either(phrases: frozenset[str]) -> str:
    """Return a pattern of phrases, the longest first; of none, one that never matches."""
    return "|".join(map(re.escape, sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))) or "(?!)"


def _left_open(key: str, value: Scalar, language: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield where `value` holds what authors write in place of words that they do not have yet."""
    folded = prose.folded(value)
    yield from _marked(value, language, known)
    lists = _lists(language)
    for match in lists.unfinished.finditer(folded):
        yield match.span("words")
    for pattern, beside in lists.pending:
        for match in pattern.finditer(folded):
            clause = frozenset(_clause(folded, *match.span()).split())
            if len(clause) <= len(match[0].split()) + 4 and not clause & beside:
                yield match.span()
    if _names_itself(key, value):
        yield 0, len(value)


def _names_itself(key: str, value: str) -> bool:
    """Tell whether the whole of `value` only names what should stand there, or is a number such as 1234567."""
    if key in _NUMBER_KEYS and _EXAMPLE_NUMBER.fullmatch(re.sub(r"[\s()+-]", "", value)):
        return True
    return bool(key in _NAME_KEYS and _NO_NAME.fullmatch(value) or key == "alt" and _DRAWN.fullmatch(value))


def _marked(value: Scalar, language: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    for match in _MARKS.finditer(value):
        yield match.span()
    for match in (_TODO_ALSO_ALL if language in _ALL else _TODO).finditer(value):
        yield match.span()
    for match in _SHORT_FORM.finditer(value):
        short = match[0].replace(".", "").upper()
        illness = short == "TBC" and language != "en" and _clause(value, *match.span()) != match[0]
        if match[0].upper() not in known and not illness:
            yield match.span()
    for match in (*_AMOUNT.finditer(value), *_CROSSES.finditer(value)):
        if not _is_name_of_crosses(value, match):
            yield match.span()
    for match in _BRACKETS.finditer(value):
        words = frozenset(re.findall(r"[^\W\d_]+", prose.folded(match[1] or match[2])))
        blank = match[1] and match[1].strip() and _BLANKS.fullmatch(match[1])
        if words & _lists(language).fill_in or blank or match[2]:
            yield match.span()
    for match in _EXAMPLE_ADDRESS.finditer(value):
        yield match.span()


_CLAUSE_ENDS = ".:;,!?()[]–—\n"


def _clause(value: str, start: int, end: int) -> str:
    """Return the words around `start` to `end` up to the next mark on each side."""
    first = max((value.rfind(mark, 0, start) for mark in _CLAUSE_ENDS), default=-1) + 1
    last = min((at for mark in _CLAUSE_ENDS if (at := value.find(mark, end)) >= 0), default=len(value))
    return value[first:last].strip()


def _is_name_of_crosses(value: str, match: re.Match[str]) -> bool:
    """Tell whether XXX is a set of chromosomes or a Roman number."""
    before, after = value[: match.start()], value[match.end() :]
    if _BEFORE_NAME.search(before) or _AFTER_NAME.match(after):
        return True
    return bool(match[0].isupper() and re.search(r"(?i)chromosom|karyotyp|cariotip|caryotyp|4[5-9],X", value))


def left_in(key: str, value: Scalar, language: str, known: frozenset[str]) -> list[tuple[int, int]]:
    """Return where `value`, which stands under `key`, is unfinished, each place once; `known` words are not."""
    found = list(_left_from_starter(key, value))
    for start, end in sorted(_left_open(key, value, language, known)):
        if not any(start < last and first < end for first, last in found):
            found.append((start, end))
    return found


_SIGNS = (
    "<<", "{{", "??", "__", "\\_", ".....", "……", "@@", "##", "@#", "#@", "#ref", "#name", "#value", "#div", "#n/a",
    "fixme", "lorem", "dolor", "consectetur", "placeholder", "blah", "foo", "asdf", "qwert", "-yy", "/yy", ".yy", ".jj",
    "todo", "to do", "to-do", "tba", "tbc", "tbd", "t.b", "tb.", "example.", "@domain", "@mail", "@email", "@company",
    "@clinic", "@hospital", "yourclinic", "yourhospital", "yourdomain", "yoursite", "your-",
)  # fmt: skip
"""All that the patterns of `_marked` find has one of these in it, in small letters, save crosses and brackets."""


_WHOLE = _NAME_KEYS | _NUMBER_KEYS
_DOTS = re.compile(r"\[\s?[.…]")


def suspects(values: Sequence[Written], language: str) -> list[Written]:
    """Return the values in which something may be left to fill in; one search of all of them rules out most."""
    text = prose.folded("\n".join(value for _, value in values))
    starts = [0, *accumulate(len(value) + 1 for _, value in values[:-1])]
    bare = _without_citations(text)
    words = _WORD.findall(bare)
    vocabulary, said = frozenset(words), " ".join(words)
    told = {phrase for word, phrase in _lists(language).telling if word in vocabulary and phrase in said}
    told |= {word for word in vocabulary if word.startswith("x") or word == "nn"}
    brackets = (_BRACKETS, _DOTS) if "<" in text or "[" in text.replace("[@", "") else ()
    places = [match.start() for pattern in brackets for match in pattern.finditer(text)]
    places += [place for sign in _SIGNS for place in _places(sign, text)]
    for phrase in told:
        places += [match.start() for match in re.finditer(rf"{phrase}\b".replace(" ", r"\W+"), bare)]
    found = {bisect_right(starts, place) - 1 for place in places}
    found |= {at for at, one in enumerate(values) if one.key in _WHOLE and _names_itself(*one)}
    return [values[at] for at in sorted(found)]


def _places(sign: str, text: str) -> Iterator[int]:
    place = text.find(sign)
    while place >= 0:
        yield place
        place = text.find(sign, place + 1)


# --- The rule ---------------------------------------------------------------------------------------------------------


def unfinished_text(subject: Subject) -> Iterator[Problem]:
    """Something was left to fill in: a sentence of the starter, "to be confirmed", `[insert name]`, `xxx`.

    The rule reads all that the topic, its references and the clinic's file say. It looks for every sentence that
    `factsheet new` writes, except those that are good as they stand, such as "What is it?". `[...]`, `____`, `???`,
    `TODO`, "lorem ipsum", names such as N.N. and addresses at example.org are found in every language. TBC is not
    reported where it is an abbreviation of the topic or may mean tuberculosis, nor is XXX where it is a set of
    chromosomes or a Roman number. In a draft, what is found counts as left to do. The starter's clinic is a warning
    until the topic is reviewed, so that a sample can be printed.

    Why: What should have been filled in gets printed, and looks as if a clinician had checked it.

    Bad: "Write here the signs that need help at once." or "Call [clinic number]."

    Good: "Call us at once if your child has a fever: {clinic.phone}."

    Source: this project's own rule.
    """
    document, context = subject.document, subject.context
    language = subject.prose.language
    names = [*(plain(one.name) for one in document.synonyms), *(plain(entry.term) for entry in document.glossary)]
    known = frozenset(word.upper() for word in (*document.abbreviations, *names))
    clinic: Severity = "error" if document.governance.status == "reviewed" else "warning"
    own = [one for part in (document, *context.references.values()) for one in written(part.place)
           if not (one.key in ("funding", "conflicts") and governance.PLACEHOLDER.fullmatch(one.value))]
    for one in suspects(own, language):
        yield from _found(one, "error", language, known)
    for one in suspects(written(context.clinic.place) if context.clinic else [], language):
        yield from _found(one, clinic, language, known)


def _found(one: Written, sample: Severity, language: str, known: frozenset[str]) -> Iterator[Problem]:
    """Yield what is left in one value; `sample` is how grave the starter's words are."""
    key, value = one
    for start, end in left_in(key, value, language, known):
        if (start, end) in _left_from_starter(key, value):
            yield Problem("unfinished-text", "This still stands as the starter had it.", value.span(start, end),
                          "Put your own words in its place, or delete it.", sample)
        else:
            yield Problem("unfinished-text", f"'{value[start:end]}' is left to fill in.", value.span(start, end),
                          "Write what belongs here, or delete it.")


RULES = (Rule("META012", "unfinished-text", "error", unfinished_text),)
