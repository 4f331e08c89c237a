"""How hard a document is to read, by the published formula of its language, with and without the condition's own name.

Each list item, step, sign and key point is at least one sentence; headings, labels and the cells of tables that are not
sentences are left out. The name of the condition, with its synonyms and abbreviations, counts in the second figure as
one word of one syllable: authors cannot choose it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from builder import markup
from builder.language import prose, syllables
from builder.language.sentences import Sentence, places
from builder.model import Document


@dataclass(frozen=True, slots=True)
class Counts:
    """What the formulas are made of; `polysyllables` have three syllables or more, `long_words` over six letters."""

    sentences: int = 0
    words: int = 0
    syllables: int = 0
    polysyllables: int = 0
    monosyllables: int = 0
    letters: int = 0
    long_words: int = 0


class Score(NamedTuple):
    """The figure of one formula for the whole text, and with the condition's name counted as a short word."""

    value: float
    without_name: float


@dataclass(frozen=True, slots=True)
class Scores:
    """The counts of a document, and a `Score` by the name of each formula of its language."""

    counts: Counts
    counts_without_name: Counts
    values: dict[str, Score]


# --- Formulas --------------------------------------------------------------------------------------------------------


def flesch_kincaid(counts: Counts) -> float:
    """US school grade, English (Kincaid et al. 1975)."""
    return 0.39 * counts.words / counts.sentences + 11.8 * counts.syllables / counts.words - 15.59


def flesch(counts: Counts) -> float:
    """Reading ease, English; 60 and more is plain (Flesch 1948)."""
    return 206.835 - 1.015 * counts.words / counts.sentences - 84.6 * counts.syllables / counts.words


def smog(counts: Counts) -> float:
    """US school grade for full understanding, English; meant for 30 sentences and more (McLaughlin 1969)."""
    return 1.0430 * math.sqrt(30 * counts.polysyllables / counts.sentences) + 3.1291


def inflesz(counts: Counts) -> float:
    """Reading ease, Spanish: Szigriszt's formula (1993), read on the INFLESZ scale (Barrio-Cantalejo et al. 2008)."""
    return 206.835 - 62.3 * counts.syllables / counts.words - counts.words / counts.sentences


def amstad(counts: Counts) -> float:
    """Reading ease, German (Amstad 1978)."""
    return 180 - counts.words / counts.sentences - 58.5 * counts.syllables / counts.words


def wiener(counts: Counts) -> float:
    """School grade, German: the first Wiener Sachtextformel (Bamberger and Vanecek 1984)."""
    share = 100 / counts.words
    return (
        0.1935 * counts.polysyllables * share
        + 0.1672 * counts.words / counts.sentences
        + 0.1297 * counts.long_words * share
        - 0.0327 * counts.monosyllables * share
        - 0.875
    )


def kandel_moles(counts: Counts) -> float:
    """Reading ease, French (Kandel and Moles 1958)."""
    return 207 - 1.015 * counts.words / counts.sentences - 73.6 * counts.syllables / counts.words


def gulpease(counts: Counts) -> float:
    """Reading ease from 0 to 100, Italian (Lucisano and Piemontese 1988)."""
    return 89 + (300 * counts.sentences - 10 * counts.letters) / counts.words


def lix(counts: Counts) -> float:
    """Difficulty from about 20 to 60, any alphabetic language (Björnsson 1968)."""
    return counts.words / counts.sentences + 100 * counts.long_words / counts.words


Formula = Callable[[Counts], float]
FORMULAS: dict[str, dict[str, Formula]] = {
    "en": {"Flesch-Kincaid": flesch_kincaid, "SMOG": smog, "Flesch": flesch},
    "es": {"INFLESZ": inflesz},
    "de": {"Wiener Sachtextformel": wiener, "Amstad": amstad},
    "fr": {"Kandel-Moles": kandel_moles},
    "it": {"Gulpease": gulpease},
}
"""The formulas of each language; every other language has LIX."""
NO_FORMULA = frozenset("zh ja ko th lo km my hi mr ne bn pa gu ta te kn ml si ar fa ur ps he am".split())
"""Languages whose scripts LIX was not made for."""
SMOG_SENTENCES = 30

# --- Counting --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=20_000)  # words come again: a fifteenth of the time of all rules on the source
def _figures(word: str, language: str) -> tuple[int, ...]:
    said, letters = syllables.count(word, language), sum(map(str.isalpha, word))
    return 1, said, said >= 3, said == 1, letters, letters > 6


def count(words: Iterable[str], language: str, sentences: int = 1) -> Counts:
    """Return the counts for the words of this many sentences."""
    figures = [_figures(word, language) for word in words]
    return Counts(sentences, *map(sum, zip(*figures)))


def scores(text: prose.Prose) -> Scores:
    """Return the counts and scores of a document; `values` is empty where no formula is made for the language."""
    spoken = [words for _, words in spoken_sentences(text)]
    names = _names(text.document)
    plain = count(chain.from_iterable(spoken), text.language, len(spoken))
    short = count(_renamed(chain.from_iterable(spoken), names), text.language, len(spoken))
    formulas = {} if text.language in NO_FORMULA or not plain.words else FORMULAS.get(text.language, {"LIX": lix})
    values = {
        name: Score(formula(plain), formula(short))
        for name, formula in formulas.items()
        if formula is not smog or plain.sentences >= SMOG_SENTENCES
    }
    return Scores(plain, short, values)


class Spoken(NamedTuple):
    """A sentence of a unit."""

    unit: prose.Unit
    sentence: Sentence


def spoken_sentences(text: prose.Prose) -> Iterator[tuple[Spoken, Sequence[str]]]:
    """Yield each sentence with the words in it that are the author's own, as they are written."""
    for unit, sentences in text.sentences:
        for sentence in sentences:
            words = _own_words(unit, sentence) if unit.uncounted else sentence.words
            if words:
                yield Spoken(unit, sentence), words


def _own_words(unit: prose.Unit, sentence: Sentence) -> list[str]:
    found = places(unit.text, sentence.start, sentence.end)
    return [match[1] for match in found if unit.counts(*match.span())]


def _names(document: Document) -> re.Pattern[str] | None:
    """Return a pattern of the condition's names, in words joined by single spaces, longest first."""
    texts = [document.title, document.short_title, *(synonym.name for synonym in document.synonyms)]
    names = {markup.plain(text).lower() for text in texts if text is not None}
    names |= {name.lower() for name, full in document.abbreviations.items() if markup.plain(full).lower() in names}
    longest = sorted(filter(None, names), key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, longest))})(?!\S)", re.I) if longest else None


def _renamed(words: Iterable[str], names: re.Pattern[str] | None) -> Iterable[str]:
    """Return the words with each name of the condition as the one word "it"."""
    return names.sub("it", " ".join(words)).split() if names else words
