"""The handout: what it prints of a topic, room to write, the clinic's own words, and nothing lost without a clinic."""

from __future__ import annotations

from pathlib import Path

import pytest
import topics

from builder.checks import check_pages
from builder.checks.subject import Subject
from builder.verify.readback import Element, elements, text

FORMAT = "handout"
UNPRINTED = {
    "title": "in the line below the handout's own title",
    "short_title": "in the footer",
    "synonyms.name": "for the factsheet", "audience.who": "for the factsheet", "purpose": "for the factsheet",
    "main_message": "for the factsheet", "key_points.text": "for the factsheet",
    "at_a_glance.label": "for the factsheet", "at_a_glance.text": "for the factsheet",
    "sections.blocks.actions.items.how": "a tick list is short", "sections.blocks.actions.items.why": "the same",
    "sections.blocks.medicines.items.how_taken": "the clinic writes it",
    "sections.blocks.medicines.items.common_harms": "told on the factsheet",
    "sections.blocks.medicines.items.serious_harms": "told on the factsheet",
    "sections.blocks.figure.alt": "read out, not printed",
    "glossary.term": "for the factsheet", "glossary.plain": "for the factsheet", "glossary.say_it": "for the factsheet",
    "support.name": "only where `formats` names the handout", "support.what": "the same", "support.country": "the same",
    "governance.authors.credentials": "on the factsheet", "governance.authors.role": "on the factsheet",
    "governance.reviewers.credentials": "on the factsheet", "governance.reviewers.role": "on the factsheet",
    "governance.publisher.name": "on the factsheet", "governance.publisher.contact": "on the factsheet",
    "governance.involvement.who": "on the factsheet", "governance.involvement.changes": "on the factsheet",
    "governance.licence": "on the factsheet", "governance.adapted_from": "on the factsheet",
}  # fmt: skip
"""What the handout does not print, or not as it is written, and why."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Element:
    """The structure tree of the topic of everything, from the clinic of everything."""
    return _tree(tmp_path_factory.mktemp("handout"), with_clinic=True)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Element:
    """The same without a clinic."""
    return _tree(tmp_path_factory.mktemp("bare"), with_clinic=False)


def _tree(folder: Path, with_clinic: bool) -> Element:
    content, pages = topics.set_(FORMAT, topics.document(), topics.context(with_clinic=with_clinic))
    assert not pages.problems
    return topics.read_back(content, folder)


def test_every_word_for_the_handout_is_printed_once(tree: Element) -> None:
    said = "\n".join(topics.said(tree))
    counts = {(path, words): said.count(words) for path, words in topics.written(FORMAT, topics.everything())}
    assert {key: count for key, count in counts.items() if count != 1 and key[0] not in UNPRINTED} == {}
    assert {key: count for key, count in counts.items() if count > 1 and not key[0].startswith("glossary")} == {}


def test_what_the_handout_leaves_out_is_as_this_test_says(tree: Element) -> None:
    said = "\n".join(topics.said(tree))
    seen = {path: words in said for path, words in topics.written(FORMAT, topics.everything()) if path in UNPRINTED}
    assert {path for path, there in seen.items() if there} <= {
        "title", "glossary.term", "support.name", "support.what",
    }  # fmt: skip


def test_words_of_sections_stand_in_the_order_in_which_they_were_written(tree: Element) -> None:
    said = "\n".join(topics.said(tree))
    places = [said.index(words) for path, words in topics.written(FORMAT, topics.everything()["sections"])
              if f"sections.{path}" not in UNPRINTED]  # fmt: skip
    assert places == sorted(places)


def test_what_is_for_the_factsheet_is_not_printed(tree: Element) -> None:
    said = "\n".join(topics.said(tree))
    own = {words for _, words in topics.written(FORMAT, topics.everything())}
    others = {words for _, words in topics.written("factsheet", topics.everything())} - own
    assert len(others) >= 4
    assert [words for words in others if words in said] == []


def test_when_to_get_help_comes_first_and_each_degree_says_what_to_do(tree: Element) -> None:
    headings = [text(one) for one in elements(tree) if one.role in ("H1", "H2", "H3")]
    assert headings[:5] == [
        "Living with everything", "When to get help", "Emergency: go now", "Urgent: call today",
        "Ask at your next visit",
    ]  # fmt: skip
    said = topics.said(tree)
    assert said[said.index("Urgent: call today") :][1] == "Call 555 0100. Clinic closed? Call 555 0199."


def test_every_word_of_the_clinic_is_printed(tree: Element) -> None:
    said = topics.said(tree)
    for words in (
        "Clinic of everything", "1 Everything Street", "Exampletown", "clinic@example.org", "clinic.example",
        "Telephone: 555 0100", "Open: Monday to Sunday", "Nights and weekends: 555 0199", "clinic.example/all",
        "The interpreter is free. Call 555 0100.", "Large print is free. Call 555 0100.",
        "Feedback is welcome. Call 555 0100.", "Everybody is treated alike.", "Help with languages is free.",
    ):  # fmt: skip
        assert said.count(words) == 1, words
    described = [one.attributes["Alt"] for one in elements(tree) if one.role == "Figure"]
    assert described[0] == "The logo of everything"
    assert described[-1] == "QR code: https://clinic.example/everything"


def test_without_a_clinic_there_are_lines_to_write_its_name_and_numbers_on(bare: Element) -> None:
    said = topics.said(bare)
    room = "Space to write"
    assert said[:6] == ["Clinic", room, "Telephone", room, "Nights and weekends", room]
    assert "Call your clinic's number. Clinic closed? Call your clinic's number for nights and weekends." in said
    assert "Ask your clinic about other languages and large print" in said
    assert not any("555" in words for words in said)


def test_medicines_have_room_for_what_the_clinic_decides(tree: Element) -> None:
    [table] = [one for one in elements(tree) if one.role == "Table" and "How much" in text(one)]
    rows = [[" ".join(topics.said(cell)) for cell in row.children if isinstance(cell, Element)]
            for row in elements(table) if row.role == "TR"]  # fmt: skip
    room = "Space to write"
    first = "What medicine one is for Do not do this with medicine one. We check: The checks of medicine one"
    assert rows == [
        ["Medicine", "What it is for", "How much", "When", "Until"],
        ["Generic one Brand one Brand two", first, *[room] * 3],
        ["Generic two", "What medicine two is for", *[room] * 3],
        [room] * 5,
    ]  # fmt: skip


def test_actions_are_a_list_to_tick(tree: Element) -> None:
    labels = [text(one) for one in elements(tree) if one.role == "Lbl"]
    assert labels.count("Tick box") == 2


def test_own_questions_have_lines_below_those_that_are_printed(tree: Element) -> None:
    said = topics.said(tree)
    assert said.index("Space to write: Your own questions") == said.index("? What is the third question?") + 1


def test_references_are_short_and_each_is_an_entry(tree: Element) -> None:
    entries = [text(one) for one in elements(tree) if one.role == "BibEntry"]
    assert len(entries) == 12
    assert entries[1].strip() == "Sample A. Journal of Samples. 2020;1:3-4."


def test_feedback_is_welcome_without_an_address_to_read_more_at(tmp_path: Path) -> None:
    without = topics.clinic("read_more", "short_address")
    content, _ = topics.set_(FORMAT, topics.document(topics.least()), topics.context(), clinic=without)
    assert "Feedback is welcome. Call 555 0100." in topics.said(topics.read_back(content, tmp_path))


def test_a_long_title_runs_over_two_lines_of_the_footer_and_not_into_the_folio() -> None:
    topic = {**topics.least(), "title": "Autoimmune lymphoproliferative syndrome and other conditions of the same kind"}
    _, pages = topics.set_(FORMAT, topics.document(topic), topics.context())
    first = [line.text for line in pages.lines if line.page == 0 and line.role == "furniture"]
    assert len(first) == 3
    assert " ".join(first[:2]).startswith(topic["title"])
    assert topics.clashing(pages) == []


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("format", ["factsheet", "handout"])
def test_a_very_long_title_is_cut_in_the_running_lines(format: str, paper: str) -> None:
    topic = {**topics.everything(), "title": "A condition " * 30, "short_title": "A long condition " * 12}
    _, pages = topics.set_(format, topics.document(topic), topics.context(paper=paper))
    assert topics.clashing(pages) == []
    assert topics.beyond(pages) == []
    assert any("…" in line.text for line in pages.lines if line.role == "furniture")


TITLES = {
    "Spondylocheirodysplastic Ehlers-Danlos syndrome": "Spondylocheirodysplastic",
    "Adrenomyeloneuropathy": "Adrenomyeloneuropathy",
    "Pneumonoultramicroscopicsilicovolcanoconiosis": "Pneumonoultramicroscopicsilicovolcanoconiosis",
    "Encephalitis/hypohypoparathyroidismencephalomyelitis": "hypohypoparathyroidismencephalomyelitis",
    "Facioscapulohumeral-glossopharyngolaryngoesophageal dystrophy": "glossopharyngolaryngoesophageal",
    "Rindfleischetikettierungsüberwachung und mehr": "Rindfleischetikettierungsüberwachung",
}


@pytest.mark.parametrize("style", ["plain", "warm", "contrast"])
@pytest.mark.parametrize("format", ["factsheet", "handout"])
@pytest.mark.parametrize(("title", "word"), TITLES.items(), ids=[f"title {number}" for number in range(len(TITLES))])
def test_a_long_word_of_a_title_is_whole(title: str, word: str, format: str, style: str) -> None:
    """In smaller type where it must be; the title is larger than running text all the same."""
    topic = topics.document({**topics.least(), "title": title})
    _, pages = topics.set_(format, topic, topics.context(style, with_clinic=False))
    lines = [line for line in pages.lines if line.role == "title"]
    assert any(word in line.text for line in lines)
    assert all(line.size > max(one.size for one in pages.lines if one.role == "body") for line in lines)
    assert (topics.clashing(pages), topics.beyond(pages), pages.problems) == ([], [], ())


@pytest.mark.parametrize("format", ["factsheet", "handout"])
def test_a_word_that_no_line_holds_is_told_once_at_the_title(format: str) -> None:
    word = "hypohypoparathyroidism" * 4
    topic = topics.document({**topics.least(), "title": f"Living well with {word}"})
    context = topics.context(with_clinic=False)
    _, pages = topics.set_(format, topic, context)
    found = [one for one in (*pages.problems, *check_pages(pages, Subject(topic, context))) if one.rule == "split-word"]
    assert topic.title.place
    assert [one.span for one in found] == [topic.title.place.span(17, 17 + len(word))]
