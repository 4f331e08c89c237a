"""Lines: where text breaks, what never does, and how it is filled into lines."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icu4py.breakers import LineBreaker
from small import look, run

from builder.structure import Element
from builder.text import lines
from builder.text.lines import Line, Missing, Piece, Run, parts


def pieces(text: str) -> list[str]:
    """Return a text cut where its lines may break."""
    edges = [0, *lines.breaks(text, "en"), len(text)]
    return [text[start:end].rstrip() for start, end in zip(edges, edges[1:])]


def said(pieces: Sequence[Piece]) -> str:
    return "".join(word.text for piece in pieces for word, _ in parts(piece))


# --- What stays together ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "whole",
    [
        "555 0100", "+1 555-0100", "(555) 555 0100", "+44 (0)20 7946 0958", "1-800-555-0100", "116 117",
        "5 mg", "5 µg", "2.5 mg/kg", "10 to 20 mg", "10–20 mg", "10 – 20 mg", "1,000 mL", "5 %", "37.5 °C",
        ".5 mg", "5 mL/min", "5 mmol/mol", "5 × 10⁹/L", "10⁻³ mol/L", "2 to 3 drops", "1 or 2 puffs", "7.5 µmol/L",
        "120/80 mmHg", "1 in 10", "3 out of 100", "5 or 6", "12 months", "2026-11-22",
        "ICD-10-CM D89.82", "OMIM 601859", "ORPHA 3261", "ORPHA:3261", "PMID: 7540117", "PMCID: PMC123",
        "doi:10.1182/blood-2013-11-535815", "doi: 10.1002/(SICI)1097-0142(19990701)86:1", "ISBN 978-0-306-40615-7",
        "COVID-19", "IL-10", "Figure 2", "page 12", "Table 3", "type 1", "stage 4",
        "Dr Smith", "Dr. Smith", "Mrs Ng", "Prof Élan", "No. 5",
    ],
)  # fmt: skip
def test_never_breaks(whole: str) -> None:
    assert whole in pieces(f"Please see {whole} or ask")
    assert pieces(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (" leading", ["", "leading"]),
        ("No cure is known", ["No", "cure", "is", "known"]),
        ("He is 5. Milk helps", ["He", "is", "5.", "Milk", "helps"]),
        ("in 2014, 5 people", ["in", "2014,", "5", "people"]),
        ("5 grapes", ["5", "grapes"]),
        ("Dr who", ["Dr", "who"]),
        ("and/or", ["and/", "or"]),
        ("check-ups", ["check-", "ups"]),
        ("well-known/self-made", ["well-", "known/", "self-", "made"]),
        ("https://example.org/a-b", ["https://", "example.org/", "a-", "b"]),
        ("5\u00a0mg", ["5\u00a0mg"]),
        ("self\u2011made", ["self\u2011made"]),
        ("auto\u00adimmune", ["auto\u00ad", "immune"]),
        ("Que faire ? Rien", ["Que", "faire ?", "Rien"]),
        ("« oui »", ["« oui »"]),
        ("yes / no", ["yes /", "no"]),
        ("a ( b", ["a", "( b"]),
        ("一二三", ["一", "二", "三"]),
        ("สวัสดีชาวโลก", ["สวัสดี", "ชาว", "โลก"]),
    ],
)
def test_breaks(text: str, found: list[str]) -> None:
    """What looks like an amount or a label and is none breaks as any text; marks stay with their words (UAX 14)."""
    assert pieces(text) == found


MARKS = st.sampled_from("abcßñΩжé-/'’.,;:!?()[]“”«»%…—–&@#中一\u00a0\u2011\u00ad")
WORDS = st.lists(st.text(MARKS, min_size=1, max_size=7), max_size=8).map(" ".join)


@given(WORDS)
def test_without_amounts_and_labels_lines_break_where_uax_14_says(text: str) -> None:
    """Texts are cut at spaces first, and most words never reach ICU; the result is what ICU says of the whole text."""
    at, whole = 0, []
    for piece in LineBreaker(text, "en"):
        at += len(piece)
        whole.append(at)
    assert lines.breaks(text, "en") == whole[:-1]


@settings(max_examples=500)
@given(st.one_of(st.from_regex(lines._PLAIN, fullmatch=True).filter(str.isprintable),
                 st.text("0123456789.,:;-()ab'’", min_size=1, max_size=12)))  # fmt: skip
@pytest.mark.slow
def test_tokens_that_never_reach_icu_have_no_place_for_a_new_line(token: str) -> None:
    if token and lines._PLAIN.match(token):
        assert lines._inside(token, "en") == ()


@pytest.mark.parametrize("text", ["1" * 20_000, "1 " * 10_000, "5 mg " * 4000, "A" * 20_000, "A-1" * 7000, "(" * 20_000,
                                  "a, " * 7000, "doi:10.1 " * 2000, "1.1" * 7000, "1:" * 10_000 + "1",
                                  "1(1" * 7000, "5 mg/" * 4000, "5 " + "mg/" * 7000, "+(" * 10_000 + "1"])
def test_a_long_paragraph_takes_linear_time(text: str) -> None:
    """Seen: about 10 ms for 20,000 characters; a pattern that backtracks takes seconds."""
    start = time.process_time()
    lines.breaks(text.strip(), "en")
    assert time.process_time() - start < 1


# --- Runs -------------------------------------------------------------------------------------------------------------


def test_looks_change_inside_a_word() -> None:
    """A word of two runs is one piece of two parts, and a space belongs to the run that it stands in."""
    plain, bold = run("Be care"), run("ful now", own=look("bold"))
    first, second, third = lines.pieces_of([plain, bold], "en")
    assert [(word.text, own) for word, own in parts(second)] == [("care", plain), ("ful ", bold)]
    assert (first[0].space, second[0].space, third[0].space) == (
        plain.look.stack.first.space_width, bold.look.stack.first.space_width, 0
    )


def test_a_space_before_a_citation_is_part_of_the_piece() -> None:
    """It is as wide as any other, though no line ends there."""
    one, other = run("care "), run("[1] ", glued=True)
    (piece,) = lines.pieces_of([one, other], "en")
    (word, _), (number, _) = parts(piece)
    assert piece[0].advance == word.advance + word.space + number.advance
    assert word.space == piece[0].space > 0


def test_text_breaks_at_a_hyphen_before_another_look() -> None:
    assert len(lines.pieces_of([run("foo-"), run("bar", own=look("bold"))], "en")) == 2


def test_a_citation_stays_with_the_word_before_it() -> None:
    runs = [run("Most people "), run("[1,", glued=True, kept=True), run("2]", glued=True, kept=True), run(" get well.")]
    assert [said([piece]) for piece in lines.pieces_of(runs, "en")] == ["Most ", "people [1,2] ", "get ", "well."]


def test_a_kept_run_is_one_piece() -> None:
    assert [said([piece]) for piece in lines.pieces_of([run("Call "), run("the day team", kept=True)], "en")] == [
        "Call ", "the day team"
    ]


@pytest.mark.parametrize("language", ["en", "he"])
def test_a_text_without_words_has_no_words(language: str) -> None:
    """The value of a clinic may be empty; it takes a line and nothing else."""
    assert said(lines.pieces_of([run("")], language)) == said(lines.pieces_of([run(""), run("")], language)) == ""


@pytest.mark.parametrize("text", ["one\ntwo", "one \ntwo", "one\n two"])
def test_a_line_break_ends_a_line_and_is_read_as_a_space(text: str) -> None:
    segments = lines.pieces_of([run(text)], "en")
    assert lines.greedy(segments, 9999) == [Line(0, 1, segments[0][0].advance), Line(1, 2, segments[1][0].advance)]
    assert said(segments) == "one two"


def test_a_line_break_ends_a_line_even_before_a_citation() -> None:
    runs = [run("one"), run("\n"), run("[1]", glued=True, kept=True)]
    assert [whole.forced for whole, _ in lines.pieces_of(runs, "en")] == [True, False]


def test_superscripts_are_as_wide_as_they_are_set() -> None:
    (small,) = lines.pieces_of([run("th", own=look(ratio=0.5))], "en")
    (full,) = lines.pieces_of([run("th")], "en")
    assert small[0].advance == full[0].advance / 2


@pytest.mark.parametrize(
    "texts",
    [
        ["Say \ue000 aloud"],
        ["A longer text, in which the fault stands far from the start: a\ue000b"],
        ["One run, ", "e\u0301 and e\u0301t\ue000"],
        ["all \u00ad\u00a0 the \u2011 same \ue000"],
    ],
)
def test_a_character_without_a_glyph_is_found_at_its_place(texts: list[str]) -> None:
    runs = [run(text) for text in texts]
    with pytest.raises(Missing) as missing:
        lines.pieces_of(runs, "en")
    assert (missing.value.character, missing.value.run) == ("\ue000", runs[-1])
    assert missing.value.offset == texts[-1].index("\ue000")


# --- Filling ----------------------------------------------------------------------------------------------------------


def filled(runs: Sequence[Run], measure: float) -> tuple[list[str], list[str]]:
    """Return the lines of a paragraph, and the words that had to be cut."""
    segments, cut = lines.fitted(lines.pieces_of(runs, "en"), measure, "en")
    found = lines.greedy(segments, measure)
    return [said(segments[line.first : line.last]) for line in found], [said([one]) for one in cut]


def test_lines_are_as_full_as_they_can_be() -> None:
    assert filled([run("aaaa bbbb cccc")], lines.pieces_of([run("aaaa\u00a0bbbb")], "en")[0][0].advance) == (
        ["aaaa bbbb ", "cccc"], []
    )


def test_what_was_kept_together_breaks_where_it_does_not_fit() -> None:
    """No warning: nothing was broken inside a word."""
    measure = lines.pieces_of([run("555-0100")], "en")[0][0].advance
    assert filled([run("+1 555-0100")], measure) == (["+1 ", "555-", "0100"], []) or filled(
        [run("+1 555-0100")], measure
    ) == (["+1 ", "555-0100"], [])


def test_a_word_longer_than_its_line_is_cut_between_graphemes_and_told() -> None:
    text = "Rindfleischetikettierungs"
    found, cut = filled([run(text)], 6000)
    assert "".join(found) == text
    assert len(found) > 1
    assert cut == [text]


def test_no_grapheme_is_cut() -> None:
    found, _ = filled([run("ẹ\u0301" * 30)], 3000)
    assert all(line.startswith("ẹ") for line in found)


def test_a_cut_word_does_not_lose_its_citation() -> None:
    text = "hepatosplenomegalylymphadenopathy"
    found, cut = filled([run(text), run("[12]", glued=True, kept=True)], 6000)
    assert found[-1].endswith("y[12]")
    assert not found[-1].startswith("[")
    assert cut == [f"{text}[12]"]


def test_a_soft_hyphen_shows_its_hyphen_only_at_the_end_of_a_line() -> None:
    whole = lines.pieces_of([run("autoimmune")], "en")[0][0].advance
    (half, _) = segments = lines.pieces_of([run("auto\u00adimmune")], "en")
    assert lines.greedy(segments, whole) == [Line(0, 2, whole)]
    assert lines.greedy(segments, whole - 1)[0] == Line(0, 1, half[0].advance + lines._hyphen(half[0]))
    assert lines._hyphen(half[0]) > 200


def test_a_hyphen_that_does_not_fit_is_not_set() -> None:
    """The word before it goes to the next line whole."""
    segments = lines.pieces_of([run("so auto\u00adimmune")], "en")
    (first, _), (second, _) = segments[:2]
    tight = first.advance + first.space + second.advance
    assert lines.greedy(segments, tight)[0] == Line(0, 1, first.advance)


def test_balanced_lines_are_as_few_and_evener() -> None:
    runs = [run("What is autoimmune lymphoproliferative syndrome now?")]
    segments = lines.pieces_of(runs, "en")
    full, even = lines.greedy(segments, 23_000), lines.balanced(segments, 23_000)
    assert [said(segments[line.first : line.last]) for line in full][1:] == ["now?"]
    assert [said(segments[line.first : line.last]) for line in even][1:] == ["lymphoproliferative syndrome now?"]


# --- Any paragraph ----------------------------------------------------------------------------------------------------

WORD = st.text(st.sampled_from("abcdeißΩж-/\u00ad"), min_size=1, max_size=14)
PROTECTED = ["5 mg", "555 0100", "+1 555-0100", "ICD-10-CM D89.82", "Dr Smith", "1 in 10", "10 to 20 mg"]
TEXT = st.lists(WORD | st.sampled_from(PROTECTED), min_size=1, max_size=10).map(" ".join)
LOOKS = st.sampled_from([look(), look("bold"), look(ratio=0.66, rise=0.33)])


@st.composite
def paragraphs(draw: st.DrawFn) -> list[Run]:
    """Runs of words in several looks, with citations after some."""
    runs: list[Run] = []
    for text in draw(st.lists(TEXT, min_size=1, max_size=4)):
        runs.append(run(text + draw(st.sampled_from(["", " "])), own=draw(LOOKS)))
        runs += [run(f"[{number}]", glued=True, kept=True) for number in range(draw(st.integers(0, 2)))]
    return runs


@given(paragraphs(), st.integers(1200, 30_000), st.sampled_from([lines.greedy, lines.balanced]))
@settings(max_examples=150)
def test_any_paragraph(runs: list[Run], measure: int, fill: object) -> None:
    """Every piece is set once and in order; no line is too wide or begins with a citation; what fits is not split."""
    whole = lines.pieces_of(runs, "en")
    segments, cut = lines.fitted(whole, measure, "en")
    found: list[Line] = fill(segments, measure)  # type: ignore[operator]
    assert [(line.first, line.last) for line in found] == list(
        zip([0, *(line.last for line in found)], [*(line.last for line in found)])
    )
    assert found[-1].last == len(segments)
    assert said(segments) == said(whole) == "".join(own.text for own in runs)
    for line in found:
        inside = segments[line.first : line.last]
        assert line.width <= measure + 1e-6 or (len(inside) == 1 and cut)
        started = next((own for _, own in parts(inside[0])), None)
        assert started is None or not started.glued
    for piece in whole:
        if piece[0].advance + lines._hyphen(piece[0]) <= measure:
            assert piece in segments


@given(TEXT, st.integers(5000, 30_000))
def test_what_is_protected_is_on_one_line(text: str, measure: int) -> None:
    """Or else it is part of something unbreakable that is wider than the line."""
    found, _ = filled([run(text)], measure)
    for protected in PROTECTED:
        if protected in text and protected not in "\n".join(found):
            around = next(piece for piece in pieces(text) if protected in piece)
            assert lines.pieces_of([run(around, kept=True)], "en")[0][0].advance > measure - 1e-6


def test_a_link_keeps_its_content_when_its_word_is_cut() -> None:
    """The parts of a cut word are the same content of the same element, so the tree has it once."""
    element = Element("Link")
    own = run("x" * 40, element)
    segments, _ = lines.fitted(lines.pieces_of([own], "en"), 3000, "en")
    assert {part.content for piece in segments for _, part in parts(piece)} == {own.content}
