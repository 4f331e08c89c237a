"""What a PDF has to say, by its topic, and where it says something else."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Iterator, Sequence

from builder.verify.report import Finding

if TYPE_CHECKING:
    from builder.verify.readback import Element, Reading


@dataclass(frozen=True, slots=True)
class Expected:
    """What the topic says that the file must say: title, language, and its texts (without citations) in their order."""

    title: str
    language: str
    texts: Sequence[str] = ()


def against_source(reading: Reading, expected: Expected) -> Iterator[Finding]:
    """Yield what a file says otherwise than its topic."""
    title, language = str(reading.pdf.docinfo.get("/Title", "")), str(reading.pdf.Root.get("/Lang", ""))
    metadata, words = "metadata-differs-from-topic", "text-differs-from-topic"
    if title != expected.title:
        yield Finding(metadata, f'The title is "{title}" and should be "{expected.title}".', "topic")
    if language != expected.language:
        yield Finding(metadata, f"The language is {language} and should be {expected.language}.", "topic")
    for message in differences(reading.tree, expected.texts):
        yield Finding(words, message, "topic")


SHORT = 40
"""Letters; a shorter text may be what the program itself says as well, such as the heading of a column."""


def differences(tree: Element, texts: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each text that the tree lacks, has too early or has too often. A11Y003.

    White space and the numbers of citations make no difference, and the tree may say more than the texts.
    """
    passages = [_normal(line) for line in _said(tree)]
    said = "\n".join(passages)
    wanted = [_normal(words) for words in texts]
    missing: set[str] = set()
    for words in dict.fromkeys(wanted):
        there, due = said.count(words), sum(other.count(words) for other in wanted)
        if there < due:
            missing.add(words)
            yield f'"{_shortened(words)}" is missing.'
        elif len(words) >= SHORT and _copies(words, passages) > due:
            yield f'"{_shortened(words)}" is there too often.'
    place = 0
    for words in wanted:
        found = said.find(words, place)
        if found >= 0:
            place = found + len(words)
        elif words not in missing:
            yield f'"{_shortened(words)}" stands too early.'


def _copies(words: str, passages: Sequence[str]) -> int:
    """Return how often a text fills passages; inside another sentence, such as "Living with ...", it may well stand."""
    return sum(passage.count(words) for passage in passages if not passage.replace(words, "").strip())


def _normal(words: str) -> str:
    """Return a text in NFC with single spaces, and none before punctuation (where a citation may have stood)."""
    return re.sub(r" (?=[.,;:!?)\]])", "", " ".join(unicodedata.normalize("NFC", words).split()))


def _shortened(words: str) -> str:
    return words if len(words) <= 60 else words[:57].rstrip() + "..."


PASSAGES = frozenset("H1 H2 H3 H4 H5 H6 P Lbl LBody TH TD Caption Figure BibEntry Note".split())
CITATION = re.compile(r"[\s\d\[\](),;–-]*")


def _said(element: Element) -> Iterator[str]:
    """Yield the text of each passage: a line for what stands in the element itself, and for each passage inside it."""
    if "Alt" in element.attributes:
        yield element.attributes["Alt"]
    words = ""
    for child in element.children:
        if isinstance(child, str):
            words += child
        elif any(below.role in PASSAGES for below in _elements(child)):
            yield words
            words = ""
            yield from _said(child)
        else:
            words += _inline(child)
    yield words


def _elements(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        if not isinstance(child, str):
            yield from _elements(child)


def _inline(element: Element) -> str:
    words = "".join(child if isinstance(child, str) else _inline(child) for child in element.children)
    return "" if element.role == "Reference" and CITATION.fullmatch(words) else words
