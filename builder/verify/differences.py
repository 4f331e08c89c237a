"""Where a file says something other than its topic: the tree that was read back against the tree of the sheet."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Iterator, NamedTuple, Sequence

from builder.structure import GROUP, Element, Sheet, spoken
from builder.verify.report import Finding
from builder.verify.said import said

if TYPE_CHECKING:
    from builder.verify.readback import Reading

MOST = 20
"""The most differences that are reported; with more, readers would lose their way."""


def against_sheet(reading: Reading, sheet: Sheet) -> Iterator[Finding]:
    """Yield each difference between a file and its sheet."""
    title, language = str(reading.pdf.docinfo.get("/Title", "")), str(reading.pdf.Root.get("/Lang", ""))
    metadata, words = "metadata-differs-from-topic", "text-differs-from-topic"
    if title != sheet.metadata.title:
        yield Finding(metadata, f'The title is "{title}" and should be "{sheet.metadata.title}".', "topic")
    if language != sheet.metadata.language:
        yield Finding(metadata, f"The language is {language} and should be {sheet.metadata.language}.", "topic")
    root = Element("StructTreeRoot", children=(sheet.root,))
    for message in list(differences(said(reading.tree), root))[:MOST]:
        yield Finding(words, message, "topic")


class Node(NamedTuple):
    """What one element says by itself: its role, its words without those of elements inside it, and what is read out.

    White space, soft hyphens and the way characters are composed make no difference.
    """

    role: str
    words: str
    aside: tuple[str, ...]


def nodes(element: Element) -> Iterator[Node]:
    """Yield what each element below one says, in reading order; groups, and what says nothing, are left out."""
    for child in element.children:
        if isinstance(child, Element):
            inside = list(nodes(child))
            if child.role != GROUP and (inside or _speaks(child)):
                yield _node(child)
            yield from inside


def _speaks(element: Element) -> bool:
    has_words = any(not isinstance(child, Element) for child in element.children)
    return bool(element.actual or element.alternate or has_words)


def _node(element: Element) -> Node:
    own = element.actual or "".join(
        " " if isinstance(child, Element) else spoken(child) for child in element.children
    )
    link = element.link
    leads = link.url if link and not re.match("#|page ", link.url) else ""
    aside = (element.alternate, element.language, element.expansion, element.scope, element.numbering, leads,
             link.description if link else "")  # fmt: skip
    return Node(element.role, _normal(own), tuple(map(_normal, aside)))


def _normal(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).replace("\u00ad", "").split())


def differences(read: Element, wanted: Element) -> Iterator[str]:
    """Yield a sentence for each element that a file lacks, has too often, or has in another place. A11Y003."""
    there, due = list(nodes(read)), list(nodes(wanted))
    if there == due:
        return
    lost, more = Counter(due) - Counter(there), Counter(there) - Counter(due)
    for node in dict.fromkeys(lost):
        changed = next((one for one in more if one.words == node.words and one.words), None)
        if changed:
            yield _changed(changed, node)
            del more[changed]
        else:
            yield f"{_called(node)} is missing."
    for node in more:
        often = node in due or node.words and any(node.words == other.words for other in due)
        yield f"{_called(node)} is there too often." if often else f"{_called(node)} is not in the topic."
    if not lost and not more:
        yield from (f"{_called(node)} stands in another place." for node in _moved(there, due))


def _moved(there: Sequence[Node], due: Sequence[Node]) -> Iterator[Node]:
    """Yield elements that stand in another order than they should."""
    for kind, first, last, _, _ in SequenceMatcher(None, there, due, autojunk=False).get_opcodes():
        if kind in ("delete", "replace"):
            yield from (node for node in there[first:last] if node.words or node.aside[0])


def _changed(found: Node, node: Node) -> str:
    if found.role != node.role:
        return f"{_called(found)} is a {found.role} and should be a {node.role}."
    pairs = zip(found.aside, node.aside, _ASIDE)
    told = (f"{name} '{one}' and should have '{other}'" for one, other, name in pairs if one != other)
    return f"{_called(found)} has the {'; the '.join(told)}."


_ASIDE = ("alternate text", "language", "full words", "scope", "numbering", "address", "description")


def _called(node: Node) -> str:
    words = node.words or node.aside[0]
    return f'"{_shortened(words)}"' if words else f"An element {node.role}"


def _shortened(words: str) -> str:
    return words if len(words) <= 60 else words[:57].rstrip() + "..."
