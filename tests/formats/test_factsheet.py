"""The factsheet: every word of an author once and in order, on pages that hold whatever comes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import topics

from builder.problems import ContentError
from builder.verify import verapdf
from builder.verify.outline import outline
from builder.verify.readback import Element, elements, text

FORMAT = "factsheet"
UNPRINTED = {
    "handout_title": "the handout's own",
    "teach_back.text": "for the nurse who gives the handout",
    "sections.blocks.figure.alt": "read out, not printed",
    "governance.publisher.name": "printed with the contact",
    "synonyms.name": "one that is an abbreviation is for search alone",
    "glossary.term": "other words of the text are the same",
}
"""What the factsheet does not print, or not as it is written, and why."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Element:
    """The structure tree of the topic of everything."""
    content, pages = topics.set_(FORMAT, topics.document(), topics.context())
    assert not pages.problems
    return topics.read_back(content, tmp_path_factory.mktemp("factsheet"))


def test_every_word_that_an_author_wrote_is_printed_once(tree: Element) -> None:
    said = "\n".join(topics.said(tree))
    counts = {(path, words): said.count(words) for path, words in topics.written(FORMAT, topics.everything())}
    assert {key: count for key, count in counts.items() if count != 1 and key[0] not in UNPRINTED} == {}


def test_words_stand_in_the_order_in_which_they_were_written(tree: Element) -> None:
    said = "\n".join(topics.said(tree))
    places = [said.index(words) for path, words in topics.written(FORMAT, topics.everything())
              if path not in UNPRINTED and path not in ("purpose", "title", "short_title", "audience.who")]  # fmt: skip
    assert places == sorted(places)


def test_what_is_for_the_handout_is_not_printed(tree: Element) -> None:
    said = "\n".join(topics.said(tree))
    own = {words for _, words in topics.written(FORMAT, topics.everything())}
    others = {words for _, words in topics.written("handout", topics.everything())} - own
    assert len(others) >= 5
    assert [words for words in others if words in said] == []


def test_the_parts_come_in_the_order_of_reading(tree: Element) -> None:
    headings = [text(one) for one in elements(tree) if one.role in ("H1", "H2")]
    assert headings == [
        "Example condition of everything", "Key points", "When to get help", "At a glance", "The section of marks",
        "The section of lists", "The section of tables", "The section of pictures", "The section of boxes",
        "The section of treatments", "The section of actions", "Support and information", "Words explained",
        "References", "About this factsheet",
    ]  # fmt: skip


def test_a_section_without_words_for_the_factsheet_has_no_heading(tree: Element) -> None:
    assert "The section whose words are for the handout" not in "\n".join(topics.said(tree))


def test_each_entry_of_the_references_leads_back_to_a_page(tree: Element) -> None:
    entries = [one for one in elements(tree) if one.role == "BibEntry"]
    titles = [re.search("The title of ([a-z ]*[a-z])", text(one)) for one in entries]
    assert [title and title[1] for title in titles] == [
        "a book", "an article", "a guideline", "a chapter", "a report", "a thesis", "a web page", "a data set",
        "a talk", "a preprint", "a retracted article", "what only the last box cites",
    ]  # fmt: skip


def test_the_state_of_review_is_a_visible_mark(tmp_path: Path) -> None:
    marks = {}
    for status in ("draft", "awaiting-review", "reviewed"):
        topic = topics.least()
        topic["governance"]["status"] = status
        content, _ = topics.set_(FORMAT, topics.document(topic), topics.context())
        marks[status] = topics.said(topics.read_back(content, tmp_path))[1]
    assert marks == {
        "draft": "Draft: do not give this to patients.",
        "awaiting-review": "Awaiting clinical review: no clinician has checked this text yet.",
        "reviewed": "Example condition of everything",
    }


# --- Whatever comes ---------------------------------------------------------------------------------------------------

WORDS = "Some plain words that go on and on for a while. "


def items(count: int) -> list[dict[str, Any]]:
    return [{"id": f"item-{number}", "text": f"Item {number}. {WORDS}"} for number in range(count)]


def block(kind: str, **content: Any) -> dict[str, Any]:
    return {"id": kind, kind: content}


def with_field(name: str, value: Any) -> dict[str, Any]:
    return {**topics.least(), name: value}


def with_many_signs() -> dict[str, Any]:
    topic = topics.least()
    for name, tier in topic["get_help"].items():
        tier["signs"] = [{"id": f"{name}-{number}", "text": WORDS} for number in range(40)]
    return topic


def with_sections(count: int) -> dict[str, Any]:
    sections = [{"id": f"section-{number}", "kind": "other", "title": f"Section {number}",
                 "blocks": [{"id": f"words-{number}", "paragraph": WORDS * 5}]} for number in range(count)]  # fmt: skip
    return {**topics.least(), "sections": sections}


def with_long_governance() -> dict[str, Any]:
    topic = topics.least()
    topic["governance"] |= {"funding": WORDS * 60, "conflicts": WORDS * 60, "disclaimer": WORDS * 60}
    topic["governance"]["authors"] = [{"name": f"Author {number}", "role": "writer"} for number in range(60)]
    return topic


def figure(number: int, **content: Any) -> dict[str, Any]:
    return {"id": f"figure-{number}", "figure": {"file": "figures/shapes.svg", "alt": "Two shapes.", **content}}


LONG: dict[str, Callable[[], dict[str, Any]]] = {
    "the least": topics.least,
    "40 items": lambda: topics.least(block("list", lead_in="Forty:", items=items(40))),
    "40 steps": lambda: topics.least(block("steps", lead_in="Forty:", items=items(40))),
    "40 questions": lambda: topics.least(block("questions", lead_in="Forty:", items=items(40))),
    "40 actions": lambda: topics.least(block("actions", items=[
        {"id": f"do-{number}", "do": WORDS, "how": WORDS, "why": WORDS} for number in range(40)])),
    "a row higher than a page": lambda: topics.least(block("table", columns=["One", "Two"], rows=[
        {"id": "row-high", "cells": [WORDS * 40, WORDS * 120]}, {"id": "row-low", "cells": ["Low", "Low"]}])),
    "12 columns": lambda: topics.least(block("table", columns=[f"Col {n}" for n in range(12)], rows=[
        {"id": "row", "cells": [f"Cell {number}" for number in range(12)]}])),
    "60 rows": lambda: topics.least(block("table", caption="Sixty", columns=["One", "Two"], rows=[
        {"id": f"row-{number}", "cells": [f"Row {number}", WORDS]} for number in range(60)])),
    "a paragraph of 10,000 letters": lambda: topics.least({"id": "long", "paragraph": WORDS * 210}),
    "a lead-in of 10,000 letters": lambda: topics.least(block("list", lead_in=WORDS * 210, items=items(1))),
    "a call-out of 10,000 letters": lambda: topics.least(block("callout", title="Long", text=WORDS * 210)),
    "two long boxes": lambda: topics.least(
        block("callout", title="Long", text=WORDS * 210),
        block("uncertainty", title="Long", text=WORDS * 100, advice=WORDS * 50)),
    "20 treatments": lambda: topics.least(block("treatments", lead_in=WORDS, options=[
        {"id": f"option-{number}", "name": f"Option {number}", "how_it_works": WORDS * 3, "benefits": WORDS * 20,
         "risks": WORDS * 4} for number in range(20)])),
    "20 medicines": lambda: topics.least(block("medicines", items=[
        {"id": f"medicine-{number}", "generic": f"Medicine {number}", "what_for": WORDS * 3, "do_not": WORDS * 4,
         "monitoring": WORDS * 20} for number in range(20)])),
    "60 words explained": lambda: with_field("glossary", [
        {"term": f"term {number}", "plain": WORDS, "say_it": "TERM"} for number in range(60)]),
    "40 signs": with_many_signs,
    "60 key points": lambda: with_field("key_points", items(60)),
    "30 facts": lambda: with_field("at_a_glance", [
        {"id": f"fact-{number}", "label": f"Fact {number}", "text": WORDS} for number in range(30)]),
    "30 organizations": lambda: with_field("support", [
        {"id": f"support-{number}", "name": f"Organization {number}", "what": WORDS,
         "formats": ["factsheet", "handout"], "url": f"https://example.org/{'a' * 60}"} for number in range(30)]),
    "60 prompts": lambda: with_field("teach_back", items(60)),
    "a long title": lambda: with_field("title", WORDS * 4),
    "a long main message": lambda: with_field("main_message", WORDS * 100),
    "a long account of who wrote it": with_long_governance,
    "200 sections": lambda: with_sections(200),
    "300 references": lambda: topics.least(*(
        {"id": f"cites-{number}", "paragraph": f"Words [@ref{number}]."} for number in range(300))),
    "300 references at once": lambda: topics.least(
        {"id": "cites", "paragraph": f"Words [{'; '.join(f'@ref{number}' for number in range(300))}]."}),
    "30 references apart": lambda: topics.least(
        {"id": "before", "paragraph": f"Words [{'; '.join(f'@ref{number}' for number in range(60))}]."},
        {"id": "cites", "paragraph": f"Words [{'; '.join(f'@ref{number}' for number in range(0, 60, 2))}]."}),
    "12 figures": lambda: topics.least(*(
        figure(number, caption=WORDS * 3, position=("text", "side", "page")[number % 3]) for number in range(12))),
    "a long caption": lambda: topics.least(figure(0, caption=WORDS * 200)),
    "nothing for either format": lambda: topics.least(
        {"id": "words", "paragraph": "Words."},
        block("list", items=[{**items(1)[0], "formats": ["handout"]}]),
        block("table", columns=["One"], rows=[{"id": "row", "cells": ["Cell"], "formats": ["handout"]}]),
        block("actions", items=[{"id": "do", "do": "Do it.", "formats": ["factsheet"]}]),
        block("medicines", lead_in="Lost.", items=[
            {"id": "medicine", "generic": "One", "what_for": "Two", "formats": ["factsheet"]}])),
}  # fmt: skip


def test_a_character_without_a_glyph_is_told_where_it_stands() -> None:
    """Also in names, which stand inside the program's own words."""
    topic = topics.everything()
    odd = "Odd \U0001f9ff name"
    for part in (topic["synonyms"][0], topic["governance"]["authors"][0], topic["support"][0]):
        part["name"] = odd
        document = topics.document(topic)
        with pytest.raises(ContentError, match="No font has the character") as caught:
            topics.set_(FORMAT, document, topics.context())
        [problem] = caught.value.problems
        assert problem.span
        assert problem.span.end_column - problem.span.column == 1
        part["name"] = "Even name"


CONFORMING = ("the least", "a row higher than a page", "two long boxes", "40 questions", "60 words explained",
              "30 references apart", "12 figures", "nothing for either format")  # fmt: skip
"""What veraPDF is asked about, since it takes its time."""


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("format", ["factsheet", "handout"])
@pytest.mark.slow
def test_whatever_comes_is_set_without_overlap_and_conforms(format: str, name: str, tmp_path: Path) -> None:
    with_clinic = sorted(LONG).index(name) % 2 == 0
    content, pages = topics.set_(format, topics.document(LONG[name]()), topics.context(with_clinic=with_clinic))
    assert topics.clashing(pages) == []
    assert topics.beyond(pages) == []
    assert [problem for problem in pages.problems if problem.rule != "split-word"] == []
    if name in CONFORMING:
        (tmp_path / "long.pdf").write_bytes(content)
        assert [one.failures for one in verapdf.validate_all(tmp_path / "long.pdf")] == [(), ()]


@pytest.mark.parametrize("format", ["factsheet", "handout"])
def test_the_tree_is_the_expected_one_whatever_paper_and_style(
    format: str, tmp_path: Path, expect: Callable[[Path, str], None]
) -> None:
    trees = []
    for style, paper in (("plain", "a4"), ("warm", "letter"), ("contrast", "a4")):
        content, pages = topics.set_(format, topics.document(), topics.context(style, paper))
        assert topics.clashing(pages) == []
        assert topics.beyond(pages) == []
        trees.append(outline(topics.read_back(content, tmp_path)))
    assert trees[0] == trees[1] == trees[2]
    expect(topics.FOLDER.parent / "expected" / "tags" / f"everything-{format}-en.txt", trees[0])
