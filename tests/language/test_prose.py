"""The texts of a topic as plain words, which still know where they were written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder import reader, source
from builder.language import prose
from builder.language.prose import Prose, Unit

BASE = Path(__file__).parents[1] / "checks" / "_base.yaml"


def prose_of(paragraph: str, formats: str = "[]") -> Prose:
    """Return the prose of the base topic with one section more."""
    base = BASE.read_text("utf-8").split("references:\n")[0]
    text = base.replace("sections:\n", f"""sections:
  - id: tried
    kind: other
    title: Tried
    formats: [factsheet, handout]
    blocks:
      - id: paragraph
        formats: {formats}
        paragraph: >-
          {paragraph}
""", 1)  # fmt: skip
    text += "glossary: [{term: drum, plain: A thin skin.}]\nabbreviations: {GE: glue ear}\n"
    return Prose(reader.document(source.parse(text.encode(), "topic.yaml")))


def tried(paragraph: str) -> Unit:
    return next(unit for unit in prose_of(paragraph).units if getattr(unit.block, "id", "") == "paragraph")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Plain words.", "Plain words."),
        ("**Strong** and *soft* H~2~O", "Strong and soft H₂O"),
        ("It hurts [@guide; see @guide, p. 3]. Rest.", "It hurts. Rest."),
        ("[@guide] It hurts **much** [@guide]!", " It hurts much!"),
        ("The {drum} and {drum|drums} in {GE}.", "The drum and drums in GE."),
        ("Call {clinic.out_of_hours} now.", "Call out of hours now."),
        ("Say [guten Tag]{lang=de} to [us](https://example.org/).", "Say guten Tag to us."),
        (r"Two \* two", "Two * two"),
    ],
)
def test_marks_become_the_words_that_are_read(written: str, read: str) -> None:
    assert tried(written).text == read


@pytest.mark.parametrize(
    ("written", "words", "spelled"),
    [
        ("It *hurts* [@guide] much.", "hurts", "hurts"),
        ("It *hurts* [@guide] much.", "much", "much"),
        ("The {drum|drums} swell.", "drums", "drums"),
        ("The {drum} swells.", "drum", "drum"),
        ("Call {clinic.phone} now.", "phone", "{clinic.phone}"),
        ("Call {clinic.phone} now.", "now", "now"),
        ("Two \\* two, and an escape before it", "escape", "escape"),
        ("Far away\n          on the next line", "away on", "away\n          on"),
        ("Half *in* it.", "Half in", "Half *in"),
    ],
)
def test_words_know_where_they_were_written(written: str, words: str, spelled: str) -> None:
    unit = tried(written)
    at = unit.text.index(words)
    span = unit.span(at, at + len(words))
    assert span is not None
    value = unit.source.place
    lines = value._at[0].text.split("\n") if isinstance(value, source.Scalar) else []
    if span.line == span.end_line:
        assert lines[span.line - 1][span.column - 1 : span.end_column - 1] == spelled
    else:
        taken = [lines[span.line - 1][span.column - 1 :], lines[span.end_line - 1][: span.end_column - 1]]
        assert "\n".join(taken) == spelled


def test_units_come_in_reading_order_with_what_they_are() -> None:
    kinds: list[str] = [unit.kind for unit in prose_of("Rest.").units]
    order = ["title", "purpose", "main-message", "key-point", "sign", "action", "heading", "paragraph", "step"]
    assert sorted(order, key=kinds.index) == order


def test_only_texts_that_are_read_as_sentences_run() -> None:
    runs = {unit.text: unit.runs for unit in prose_of("Rest").units}
    assert runs["Rest"]
    assert runs["A thin skin."]
    assert not runs["Ear tubes"]
    assert not runs["What is it?"]


def test_a_unit_knows_the_formats_of_what_it_stands_in() -> None:
    found = {unit.text: unit.formats for unit in prose_of("Rest.", "[handout]").units}
    assert found["Rest."] == frozenset(["handout"])
    assert found["Tried"] == frozenset(["factsheet", "handout"])
    assert found["Ear tubes"] == frozenset()


def test_finding_skips_what_is_not_the_authors_own_and_the_middle_of_words() -> None:
    text = prose_of("Drops for him, for [him for]{lang=de} him. Unfor for-for.")
    hits = [hit for hit in text.find(re.compile("for")) if hit.unit.section and hit.unit.section.id == "tried"]
    assert [hit.start for hit in hits] == [6, 15, 38]


def test_folding_keeps_the_length() -> None:
    assert prose.folded("DON’T\u00a0İgnore") == "don't İgnore"
