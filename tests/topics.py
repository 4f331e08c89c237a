"""Topics to print: one that uses everything, and small ones that a test makes of it."""

from __future__ import annotations

import copy
import datetime
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from builder import locale, reader, source, style
from builder.context import Context
from builder.formats import FORMATS
from builder.layout.edition import Edition
from builder.layout.inline import clinic_value
from builder.layout.record import Pages, SetLine
from builder.model import Clinic, Document, Reference
from builder.pdf.write import write
from builder.verify import readback

FOLDER = Path(__file__).parent / "formats"
STYLES = (FOLDER.parents[1] / "styles",)
Change = Callable[[dict[str, Any]], object]


@functools.cache
def _everything() -> dict[str, Any]:
    return yaml.load((FOLDER / "everything.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # type: ignore[no-any-return]


def everything() -> dict[str, Any]:
    """Return the topic that uses everything, as plain data to be changed."""
    return copy.deepcopy(_everything())


def least(*blocks: dict[str, Any]) -> dict[str, Any]:
    """Return a topic without anything that may be left out, whose only section holds `blocks`."""
    topic = everything()
    for key in ("short_title", "handout_title", "synonyms", "at_a_glance", "teach_back", "glossary", "abbreviations",
                "support"):  # fmt: skip
        del topic[key]
    for name, tier in topic["get_help"].items():
        del tier["lead_in"]
        tier["signs"] = [{"id": name, "text": "One sign"}]
    for key in ("reviewed", "authors", "reviewers", "evidence_searched", "involvement", "disclaimer", "licence",
                "adapted_from"):  # fmt: skip
        del topic["governance"][key]
    section = {"id": "only", "kind": "what-is", "title": "One section"}
    topic["governance"]["funding"] = "None."
    return {
        **topic,
        "main_message": "One message.",
        "key_points": [{"id": "key", "text": "One point."}],
        "sections": [{**section, "blocks": list(blocks) or [{"id": "words", "paragraph": "Only words."}]}],
    }


def paragraphs(*texts: str, **changes: Any) -> Document:
    """Return a topic of these paragraphs alone."""
    blocks = [{"id": f"p{number}", "paragraph": text} for number, text in enumerate(texts)]
    return document({**least(*blocks), **changes})


@functools.cache
def references() -> dict[str, Reference]:
    """Return the references of the topic, and 300 more: `@ref0` to `@ref299`."""
    known = reader.references(source.load(FOLDER / "references.yaml", "references.yaml"))
    line = {"type": "article-journal", "container-title": "Journal of Samples", "issued": "2020", "volume": "1"}
    more = [{"id": f"ref{number}", "title": f"Sample {number}", "page": str(number), **line} for number in range(300)]
    return {**known, **reader.references(_source({"references": more}, "more.yaml"))}


def _source(data: Any, name: str) -> source.Source:
    return source.parse(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10**6).encode(), name)


def document(topic: dict[str, Any] | None = None) -> Document:
    return reader.document(_source(topic or everything(), "everything.yaml"), references())


@functools.cache
def clinic(*without: str) -> Clinic:
    """Return the clinic that has every field, or all but some."""
    known = yaml.load((FOLDER / "clinic.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    return reader.clinic(_source({key: value for key, value in known.items() if key not in without}, "clinic.yaml"))


@functools.cache
def context(style_name: str = "plain", paper: str = "a4", with_clinic: bool = True) -> Context:
    return Context(
        style=style.load(style_name, STYLES), paper=paper, locale=locale.load("en"),
        clinic=clinic() if with_clinic else None, profile="base", today=datetime.date(2026, 11, 22),
        references=references(), folder=FOLDER, clinic_folder=FOLDER, root=FOLDER,
    )  # fmt: skip


def composed(format: str, topic: Document, context: Context, **changes: Any) -> Edition:
    return FORMATS[format](topic, replace(context, **changes))


def set_(format: str, topic: Document, context: Context) -> tuple[bytes, Pages]:
    return write(composed(format, topic, context))


def read_back(content: bytes, folder: Path) -> readback.Element:
    """Return the structure tree of a file."""
    path = folder / "edition.pdf"
    path.write_bytes(content)
    return readback.tree(path)


# --- What a reader meets ----------------------------------------------------------------------------------------------

INLINE = {"Span", "Link", "Lbl", "LBody", "BibEntry"}


def said(tree: readback.Element) -> list[str]:
    """Return the text of each paragraph, heading, entry and cell, without citations."""
    return [words for words in (" ".join(line.split()) for line in _said(tree)) if words]


def _said(element: readback.Element) -> Iterator[str]:
    words = ""
    for child in element.children:
        if isinstance(child, str):
            words += child
        elif child.role == "Reference":
            words = words.rstrip()
        elif child.role in INLINE:
            words += "".join(_said(child)) + (" " if child.role == "Lbl" else "")
        else:
            yield words
            words = ""
            yield from _said(child)
    yield words


def clashing(pages: Pages) -> list[tuple[SetLine, SetLine]]:
    """Return lines that overlap, whatever they belong to."""
    found = []
    for page in range(pages.count):
        lines = [line for line in pages.lines if line.page == page and line.width]
        lines.sort(key=lambda line: line.baseline)
        for number, low in enumerate(lines):
            for high in lines[number + 1 :]:
                if high.baseline - 0.2 * high.size >= low.baseline + 0.65 * low.size:
                    break
                if low.x < high.x + high.width - 0.5 and high.x < low.x + low.width - 0.5:
                    found.append((low, high))
    return found


def beyond(pages: Pages, margin: float = 12.7 * 72 / 25.4) -> list[SetLine]:
    """Return lines that reach into the margins that every page keeps free."""
    return [line for line in pages.lines if line.x < margin or line.x + line.width > pages.paper[0] - margin
            or line.baseline - 0.2 * line.size < margin - 1 or line.baseline > pages.paper[1] - margin]  # fmt: skip


# --- What an author wrote ---------------------------------------------------------------------------------------------

NO_WORDS = {
    "topic", "language", "codes", "reading_grade", "id", "kind", "formats", "certainty", "file", "at", "to", "align",
    "position", "single_option", "none", "abbreviations", "also", "avoid", "checked", "url", "status", "version",
    "published", "updated", "reviewed", "next_review", "date", "evidence_searched", "orcid",
}  # fmt: skip
"""Fields that are no words of the author: ids, choices, codes, days."""
OF_MARKS = {"marks", "cites", "short-forms"}
"""Paragraphs full of marks, which tests of inline text and of whole editions read."""


def written(format: str, part: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield path and text of all words that an author wrote for a format, in the order of the file, without marks."""
    if isinstance(part, list):
        for one in part:
            yield from written(format, one, path)
    elif isinstance(part, dict):
        if _printed(format, part) and part.get("id") not in OF_MARKS:
            for key, value in part.items():
                if key not in NO_WORDS:
                    yield from written(format, value, (*path, key))
    else:
        yield ".".join(path), _unmarked(part)


def _printed(format: str, part: dict[str, Any]) -> bool:
    """Return whether a part is for a format; a section is when one of its blocks is."""
    blocks = part.get("blocks", [{}])
    return format in part.get("formats", [format]) and any(format in one.get("formats", [format]) for one in blocks)


def _unmarked(text: str) -> str:
    text = re.sub(r"\s*\[@[^]]*\]", "", text).replace("**", "")
    for name in ("name", "phone", "out_of_hours", "emergency"):
        text = text.replace(f"{{clinic.{name}}}", clinic_value(clinic(), name, locale.load("en")))
    return " ".join(re.sub(r"\{(\w+)\}", r"\1", text).split())
