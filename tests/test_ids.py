"""Ids that an author left out: made of words, one for each part, and written into the file by `check --fix`."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import topics

from builder import ids, model, reader, source
from builder.checks import RULES, check
from builder.checks.fix import fix
from builder.checks.governance import content_hash
from builder.checks.subject import Subject
from builder.model import Document
from builder.problems import ContentError, Problem

ROOT = Path(__file__).parents[1]
TOPICS = {
    "alps": ROOT / "content" / "alps" / "en.yaml",
    "starter": ROOT / "builder" / "starter" / "example" / "en.yaml",
    "everything": topics.FOLDER / "everything.yaml",
}


def read(text: str) -> Document:
    return reader.document(source.parse(text.encode(), "en.yaml"))


def made(document: Document) -> list[str]:
    """Return the ids of a topic that are made."""
    return [problem.replacement.strip(" ,\n") for problem in missing(document) if problem.replacement]


def missing(document: Document) -> Iterator[Problem]:
    return RULES["missing-id"].check(Subject(document, topics.context()))


def fixed(text: str) -> str:
    return fix(text, missing(read(text)))


# --- Which parts have one ---------------------------------------------------------------------------------------------


def test_the_lists_whose_parts_have_ids() -> None:
    assert ids.LISTS == set(
        "key_points signs at_a_glance sections blocks items options rows teach_back support".split())


def test_the_schema_lets_every_id_of_a_topic_be_left_out() -> None:
    assert not any("id" in part.get("required", ()) for part in reader.schema("topic")["$defs"].values())
    assert "id" in reader.schema("references")["$defs"]["Reference"]["required"]


# --- What they are ----------------------------------------------------------------------------------------------------

MADE = {
    "- text: Call us. [@one]": "call-us",
    "- text: Do **not** stop [this pill](https://a.example)!": "do-not-stop-this-pill",
    "- text: Größere Drüsen": "grossere-drusen",
    "- text: يجب الاتصال بنا": "key-points-618a",
    "- text: 12": "key-points-12",
    "- text: No": "key-points-no",
    "- text: 'Null'": "key-points-null",
    "- text: Take your temperature twice a day, and write it down.": "take-your-temperature-twice-a-day-9a78",
    "- text: Don't panic": "dont-panic",
    "- {text: In braces}": "in-braces",
    "- formats: [factsheet]\n  text: Not the first key": "not-the-first-key",
}


@pytest.mark.parametrize(("part", "expected"), MADE.items(), ids=list(MADE.values()))
def test_an_id_is_made_of_the_words(part: str, expected: str) -> None:
    root = source.parse(f"key_points:\n{part}\n".encode(), "en.yaml").root
    ids.fill(root)
    assert re.fullmatch(model.ID_PATTERN, root["key_points"][0]["id"])  # type: ignore[index, call-overload]
    assert str(root["key_points"][0]["id"]) == expected  # type: ignore[index, call-overload]


def test_blocks_take_theirs_from_what_they_hold_and_else_from_their_section() -> None:
    text = """\
sections:
- title: What can help?
  blocks:
  - paragraph: Most people get better.
  - figure: {file: figures/glands.svg, alt: The glands}
  - callout: {title: At once, text: Call us.}
  - list: {lead_in: "Look for:", items: [{text: a rash}, {text: a rash}]}
  - treatments: {options: [{name: No treatment}, {name: Steroids}]}
  - table: {columns: [A, B], rows: [{cells: [first, 1]}]}
  - table: {columns: [A, B], rows: [{cells: [first, 2]}]}
"""
    root = source.parse(text.encode(), "en.yaml").root
    ids.fill(root)
    assert [str(part.mapping["id"]) for part in ids._parts(root, "", "")] == [
        "what-can-help", "most-people-get-better", "glands", "at-once", "look-for", "a-rash", "a-rash-2",
        "what-can-help-treatments", "no-treatment", "steroids", "what-can-help-table", "first", "what-can-help-table-2",
        "first-2",
    ]  # fmt: skip


def test_an_id_that_an_author_wrote_is_nobody_elses() -> None:
    root = source.parse(b"key_points:\n- text: Call us.\n- {id: call-us, text: Another}\n", "en.yaml").root
    ids.fill(root)
    assert [part["id"] for part in root["key_points"]] == ["call-us-2", "call-us"]  # type: ignore[index, call-overload]


def test_what_is_wrong_with_a_file_is_told_as_ever() -> None:
    for text in ("- a", "sections: 1", "sections: [1, {blocks: x}]", "key_points: [{text: [a]}, {}]", "id: x", "a"):
        with pytest.raises(ContentError) as caught:
            read(text)
        assert "missing-id" not in {problem.rule for problem in caught.value.problems}


# --- What hangs on them -----------------------------------------------------------------------------------------------


def without(text: str, lot: random.Random, share: float) -> str:
    """Return a topic without a share of the ids of its parts, and with line ends by lot."""
    text = re.sub(r"^( *)- id: .*\n +", lambda match: f"{match[1]}- " if lot.random() < share else match[0], text,
                  flags=re.MULTILINE)  # fmt: skip
    return re.sub(r"\{id: [^,]*, ", lambda match: "{" if lot.random() < share else match[0], text)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", TOPICS)
def test_fix_writes_them_and_changes_nothing_else(name: str, seed: int) -> None:
    """The topic says the same afterwards, its waivers and its review hold, and every other line is as it was."""
    lot = random.Random(seed)
    whole = TOPICS[name].read_text("utf-8")
    bare = re.sub(r"\(#[^)]*\)", "(https://a.example)", without(whole, lot, lot.choice([0.3, 1.0])))
    bare = bare.replace("\n", "\r\n") if seed % 2 else bare
    before, text = read(bare), fixed(bare)
    after = read(text)
    assert after == before
    assert content_hash(after) == content_hash(before)
    assert made(before)
    assert made(after) == []
    assert fixed(text) == text
    assert set(re.findall(r"\r?\n", text)) == {"\r\n" if seed % 2 else "\n"}
    words = re.sub(r"(?<=- )id: \S+\r?\n +|(?<=\{)id: [^,]+, ", "", text)
    assert words == re.sub(r"(?<=- )id: \S+\r?\n +|(?<=\{)id: [^,]+, ", "", bare)


def test_an_edit_elsewhere_changes_no_id() -> None:
    bare = without(TOPICS["alps"].read_text("utf-8"), random.Random(1), 1.0)
    shorter = re.sub(r"^- text: Most people with ALPS have a change.*\n", "", bare, count=1, flags=re.MULTILINE)
    assert shorter != bare
    before, after = made(read(bare)), made(read(shorter))
    assert [one for one in before if one not in after] == ["id: most-people-with-alps-have-a-9638"]


def test_a_topic_without_ids_can_be_linked_in_and_waived() -> None:
    text = TOPICS["everything"].read_text("utf-8")
    assert made(read(text)) == []
    linked = topics.document({**topics.least(), "sections": [{"kind": "what-is", "title": "One", "blocks": [
        {"paragraph": "Words here."}, {"paragraph": "Go to [it](#words-here).",
                                       "waivers": [{"rule": "uncited-claim", "why": "A test."}]}]}]})  # fmt: skip
    waived = [one for one in check(Subject(linked, topics.context())) if one.rule == "uncited-claim" and one.waived]
    assert len(waived) == 1


def test_quoted_keys_and_braces_are_written_before_not_into() -> None:
    for part in ('- "text": a b\n', "- { text: a b }\n", "-\n  text: a b\n", "- {\"text\": a b}\n"):
        bare = TOPICS["starter"].read_text("utf-8")
        bare = re.sub(r"key_points:\n(?:-.*\n(?:  .*\n)*)+", f"key_points:\n{part}", bare)
        text = fixed(bare)
        assert read(text) == read(bare)
        assert "id: a-b" in text
