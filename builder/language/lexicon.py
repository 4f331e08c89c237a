"""The word lists of a language: what `builder/words/<language>.yaml` holds, made ready to search a document with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from builder import source
from builder.language import wordfile
from builder.problems import ContentError, Problem

FOLDER = Path(__file__).parents[1] / "words"
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Phrases(Generic[Kept]):
    """Words and phrases, as `prose.folded` has them, with what is kept about each."""

    entries: Mapping[str, Kept]
    words: Mapping[str, tuple[str, ...]]
    """The words of each phrase."""
    by_first_word: Mapping[str, tuple[str, ...]]

    def pattern(self, vocabulary: frozenset[str]) -> re.Pattern[str] | None:
        """Return a pattern of the phrases whose words are all in the vocabulary."""
        present = (phrase for word in self.by_first_word.keys() & vocabulary for phrase in self.by_first_word[word])
        whole = [phrase for phrase in present if vocabulary.issuperset(self.words[phrase])]
        return any_of(frozenset(whole)) if whole else None


def phrases(entries: Mapping[str, Kept]) -> Phrases[Kept]:
    """Return the entries ready to search."""
    words = {phrase: tuple(re.findall(r"\w+", phrase)) for phrase in entries}
    firsts: dict[str, tuple[str, ...]] = {}
    for phrase, parts in words.items():
        firsts[parts[0]] = (*firsts.get(parts[0], ()), phrase)
    return Phrases(entries, words, firsts)


@lru_cache(maxsize=64)
def any_of(listed: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern of the words and phrases, the longest first, that ends where a word ends."""
    choices = sorted(listed, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?:{'|'.join(map(re.escape, choices))})(?![\w-])")


class Plain(NamedTuple):
    """The plain words for a complex one; `exact` when they can stand in its place as they are."""

    instead: str
    exact: bool


class Respectful(NamedTuple):
    """What to say instead of a word that labels or blames, and why."""

    instead: str
    why: str


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The lists of one language; a list that its file lacks is empty, and its rule then finds nothing."""

    plain: Phrases[Plain] = field(default_factory=lambda: phrases({}))
    inclusive: Phrases[Respectful] = field(default_factory=lambda: phrases({}))
    latin: Phrases[str] = field(default_factory=lambda: phrases({}))
    vague: Phrases[None] = field(default_factory=lambda: phrases({}))
    unknown: Phrases[None] = field(default_factory=lambda: phrases({}))
    uncommon: frozenset[str] = frozenset()
    uncommon_ending: re.Pattern[str] | None = None
    participles: frozenset[str] = frozenset()
    adjectives: frozenset[str] = frozenset()
    address: frozenset[str] = frozenset()
    imperatives: frozenset[str] = frozenset()
    quantifiers: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    time: frozenset[str] = frozenset()
    passed_on: frozenset[str] = frozenset()
    risk: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    never_ends: frozenset[str] = frozenset("dr prof fig st".split())
    may_end: frozenset[str] = frozenset()
    before_number: frozenset[str] = frozenset(["no", "p"])
    labels: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    ordinal_after: frozenset[str] = frozenset()
    ordinal_before: frozenset[str] = frozenset()
    fill_in: frozenset[str] = frozenset()
    pending_not: frozenset[str] = frozenset()
    changing: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    unfinished: frozenset[str] = frozenset()
    pending: frozenset[str] = frozenset()
    numbers: Mapping[str, float] = field(default_factory=dict)
    magnitudes: Mapping[str, float] = field(default_factory=dict)
    fractions: Mapping[str, float] = field(default_factory=dict)
    out_of: frozenset[str] = frozenset(["in", "of", "/"])
    of_every: frozenset[str] = frozenset()
    to: frozenset[str] = frozenset()
    roughly: frozenset[str] = frozenset()
    dose_forms: frozenset[str] = frozenset()
    dose_kinds: frozenset[str] = frozenset()
    dose_units: frozenset[str] = frozenset()
    spoons: frozenset[str] = frozenset()
    halves: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    dose_verbs: frozenset[str] = frozenset()
    dose_often: frozenset[str] = frozenset()
    dose_liquids: frozenset[str] = frozenset()
    not_taken: frozenset[str] = frozenset()
    not_dosed: frozenset[str] = frozenset()
    limits: frozenset[str] = frozenset()
    no_dose_between: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    relative: re.Pattern[str] | None = None
    changed_risk: re.Pattern[str] | None = None
    relative_signs: frozenset[str] = frozenset()
    frequency: re.Pattern[str] | None = None


@lru_cache(maxsize=16)
def load(language: str) -> Lexicon:
    """Return the lists of a primary language such as "en", empty where it has none.

    Raises ContentError for a file that is damaged.
    """
    path = FOLDER / f"{language}.yaml"
    if not path.is_file():
        return Lexicon()
    raw = _read(path, lambda root, name: wordfile.faults(root, name, (*_SETS, *_LISTS, *_TEXTS)))
    words = {name: _words(raw.get(name, "")) for name in _SETS}
    listed = {name: frozenset(_listed(raw[name])) for name in _LISTS if name in raw}
    words["uncommon"] -= words["plain_despite_ending"]
    words["starters"] |= words["imperatives"] | words["address"]
    return Lexicon(
        plain=phrases(_plain(raw.get("plain", {}))),
        inclusive=phrases(_inclusive(raw.get("inclusive", []))),
        latin=phrases({str(short): str(instead) for short, instead in raw.get("latin", {}).items()}),
        vague=phrases(dict.fromkeys(_listed(raw.get("vague", "")))),
        unknown=phrases(dict.fromkeys(_listed(raw.get("unknown", "")))),
        uncommon_ending=_ending(_words(raw.get("uncommon_endings", "")), words["plain_despite_ending"]),
        known=frozenset(raw.get("known", "").split()),
        numbers=_values(raw.get("numbers", {})),
        magnitudes=_values(raw.get("magnitudes", {})),
        fractions=_values(raw.get("fractions", {})),
        relative=_patterns(raw.get("relative", [])),
        changed_risk=_patterns(raw.get("changed_risk", [])),
        frequency=_patterns(_with_people(raw.get("frequency", []), words["people"])),
        **{name: found for name, found in words.items() if name != "plain_despite_ending"},
        **listed,
    )


@lru_cache(maxsize=1)
def brands() -> Mapping[str, str]:
    """Return the substance of each brand of `words/medicines.yaml`, by the brand in small letters."""
    return {str(brand).casefold(): str(name) for name, listed in medicines().items() for brand in listed}


@lru_cache(maxsize=1)
def substances() -> frozenset[str]:
    """Return the medicines of `words/medicines.yaml`, by the names of their substances."""
    return frozenset(map(str, medicines()))


@lru_cache(maxsize=1)
def medicines() -> Mapping[str, Any]:
    """Return the brands of each substance, as `words/medicines.yaml` lists them."""
    return dict(_read(FOLDER / "medicines.yaml", wordfile.brand_faults))


def _read(path: Path, faults: Callable[[Any, str], Iterable[Problem]]) -> Any:
    name = f"builder/words/{path.name}"
    root = source.load(path, name).root
    if problems := list(faults(root, name)):
        raise ContentError(problems)
    return root


_SETS = (
    "uncommon", "plain_despite_ending", "participles", "adjectives", "address", "imperatives", "quantifiers", "people",
    "time", "passed_on", "risk", "never_ends", "may_end", "before_number", "labels", "starters", "ordinal_after",
    "ordinal_before", "fill_in", "pending_not", "changing", "calls",
)  # fmt: skip


_LISTS = (
    "out_of", "of_every", "to", "roughly", "relative_signs", "dose_forms", "dose_units", "spoons", "halves", "articles",
    "dose_kinds", "dose_verbs", "dose_often", "dose_liquids", "not_taken", "not_dosed", "limits",
    "no_dose_between", "of", "unfinished", "pending",
)  # fmt: skip
"""The lists of phrases, with commas between them."""
_TEXTS = ("vague", "unknown", "uncommon_endings", "known")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.lower().split())


def _values(raw: Mapping[str, str]) -> dict[str, float]:
    return {str(word): float(Fraction(str(value))) for word, value in raw.items()}


def _listed(listed: str) -> list[str]:
    return [" ".join(phrase.lower().split()) for phrase in listed.split(",") if phrase.strip()]


def _plain(raw: Mapping[str, str]) -> dict[str, Plain]:
    entries: dict[str, Plain] = {}
    for word, instead in raw.items():
        for form in _forms(word):
            entries.setdefault(form, Plain(str(instead), form == word and "/" not in instead))
    return {**entries, **{str(word): Plain(str(raw[word]), "/" not in raw[word]) for word in raw}}


def _forms(word: str) -> Iterable[str]:
    """Return the regular forms of a verb or noun; a phrase has only its own."""
    if " " in word or word.endswith(("ly", "ing", "ed", "ive", "al", "ent", "ant", "ous")):
        return (str(word),)
    if word.endswith("e"):
        return word, word + "s", word + "d", word[:-1] + "ing"
    if re.search("[^aeiou]y$", word):
        return word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"
    return word, word + ("es" if word.endswith(("s", "sh", "ch", "x")) else "s"), word + "ed", word + "ing"


def _inclusive(raw: Iterable[Mapping[str, Any]]) -> dict[str, Respectful]:
    return {
        str(word): Respectful(str(instead), str(reason["why"]))
        for reason in raw
        for word, instead in reason["words"].items()
    }


def _ending(endings: frozenset[str], despite: frozenset[str]) -> re.Pattern[str] | None:
    if not endings:
        return None
    others = "|".join(map(re.escape, sorted(despite))) or "(?!)"
    return re.compile(rf"(?!(?:{others})$)\w{{3,}}(?:{'|'.join(sorted(endings))})")


def _with_people(patterns: Iterable[str], people: frozenset[str]) -> list[str]:
    return [str(pattern).replace("PEOPLE", "|".join(map(re.escape, sorted(people))) or "(?!)") for pattern in patterns]


def _patterns(listed: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(map(str, listed))
    return re.compile(rf"(?:{joined})(?!\w)") if joined else None
