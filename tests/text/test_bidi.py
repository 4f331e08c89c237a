"""Right-to-left text: levels and visual order, against the Unicode test files and a second implementation."""

from __future__ import annotations

import os
import random
import sys
import unicodedata
from itertools import islice
from pathlib import Path
from typing import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.text import bidi

UNICODE_FILES = Path("/usr/share/unicode")
REQUIRED = "unicode-data" in os.environ.get("FACTSHEET_REQUIRE", "")

# A character of each class
CLASSES = {
    "L": "a", "R": "א", "AL": "ا", "EN": "1", "AN": "١", "ES": "+", "ET": "%", "CS": ",", "NSM": "\u0301",
    "ON": "!", "WS": " ", "S": "\t", "B": "\u2029", "BN": "\u00ad", "LRE": "\u202a", "RLE": "\u202b",
    "LRO": "\u202d", "RLO": "\u202e", "PDF": "\u202c", "LRI": "\u2066", "RLI": "\u2067", "FSI": "\u2068",
    "PDI": "\u2069",
}  # fmt: skip
ANYTHING = st.text(st.sampled_from([*CLASSES.values(), "(", ")", "[", "]", "b", "ב"]), max_size=40)


def visual_order(text: str, base: int | None = None) -> list[int]:
    """Return the places of the characters of a one-line paragraph from left to right."""
    level = bidi.base_level(text) if base is None else base
    runs = bidi.reorder(bidi.line_levels(text, bidi.levels(text, level), level))
    places = [range(run.start, run.end)[:: -1 if run.level % 2 else 1] for run in runs]
    return [place for run in places for place in run]


def shown(text: str, base: int | None = None) -> str:
    return "".join(text[place] for place in visual_order(text, base))


@pytest.mark.parametrize(
    ("base", "text", "expected"),
    [
        (None, "plain words", "plain words"),
        (None, "אבג", "גבא"),
        (None, "say אבג now", "say גבא now"),
        (None, "אב 12 גד", "דג 12 בא"),
        (None, "אב 120/80 גד", "דג 120/80 בא"),
        (None, "אב 22/11/2026", "22/11/2026 בא"),
        (None, "אב sirolimus 5 mg גד", "דג sirolimus 5 mg בא"),
        (None, "אב (ג) ד", "ד )ג( בא"),
        (None, "אב (abc) ד", "ד )abc( בא"),
        (0, "abc (אב) d", "abc (בא) d"),
        (0, "abc (אב", "abc (בא"),
        (0, "(אב [ג] ab)", "(]ג[ בא ab)"),
        (0, "אב (cd) ", "בא (cd) "),
        (1, "abc.", ".abc"),
        (1, "אב ", " בא"),
        (0, "אב\tגד", "בא\tדג"),
        (0, "אב \t", "בא \t"),
    ],
)
def test_the_visual_order_is_that_of_the_standard(base: int | None, text: str, expected: str) -> None:
    """`expected` is what the eye sees from left to right; brackets stand here before they are mirrored."""
    assert shown(text, base) == expected


@pytest.mark.parametrize("number", ["555-0199", "5-10", "+1 (555) 0199", "https://a.example/b?c=1"])
def test_an_isolated_number_keeps_its_order_in_arabic(number: str) -> None:
    """Without the isolate the standard turns an Arabic paragraph's phone number round: a danger to the reader."""
    assert number in shown(f"اتصل \u2066{number}\u2069 الآن")


@pytest.mark.parametrize(("number", "turned"), [("555-0199", "0199-555"), ("5-10", "10-5")])
def test_a_bare_number_is_turned_round_in_arabic_but_not_in_hebrew(number: str, turned: str) -> None:
    assert turned in shown(f"اتصل {number} الآن")
    assert number in shown(f"אב {number} גד")


def test_the_direction_of_a_paragraph_is_that_of_its_first_letter_outside_isolates() -> None:
    assert bidi.base_level("12 - אב ab") == 1
    assert bidi.base_level("\u2067אב\u2069 ab") == 0
    assert bidi.base_level("\u2068ab\u2069 אב") == 1
    assert bidi.base_level("12!") == bidi.base_level("") == 0


def test_the_levels_of_mixed_text_are_those_worked_out_by_hand() -> None:
    """Hebrew in Latin is at level 1, its number at 2; the same words in a right-to-left paragraph swap."""
    assert list(bidi.levels("a אב 1", 0)) == [0, 0, 1, 1, 1, 2]
    assert list(bidi.levels("a אב 1", 1)) == [2, 1, 1, 1, 1, 2]
    assert list(bidi.levels("\u2067a\u2069", 0)) == [0, 2, 0]


def test_the_spaces_at_the_end_of_a_broken_line_return_to_the_paragraph() -> None:
    """The first line ends inside the Hebrew, so its last space, at level 1 in the paragraph, goes to the far right."""
    text = "ab אב גד"
    levels = bidi.levels(text, 0)
    assert list(levels) == [0, 0, 0, 1, 1, 1, 1, 1]
    assert list(bidi.line_levels(text[:6], levels[:6], 0)) == [0, 0, 0, 1, 1, 0]


def test_words_are_reordered_like_characters() -> None:
    assert bidi.reorder([0, 1, 1, 2, 1, 0]) == [(0, 1, 0), (4, 5, 1), (3, 4, 2), (1, 3, 1), (5, 6, 0)]
    assert bidi.reorder([]) == []


def test_nesting_deeper_than_the_standard_allows_changes_nothing_more() -> None:
    deep = "\u202b\u202a" * 100 + "a"
    assert max(bidi.levels(deep, 0)) == bidi.MAX_DEPTH + 1
    assert bidi.levels("\u2067" * 200 + "a" + "\u2069" * 200 + "b", 0)[-1] == 0


def test_more_open_brackets_than_the_standard_allows_are_no_pairs() -> None:
    """In a right-to-left paragraph a closing bracket goes with the Latin before it only as one of a pair."""
    assert bidi.levels("b" + "(" * 63 + "a" + ")" * 63, 1)[-1] == 2
    assert bidi.levels("b" + "(" * 64 + "a" + ")" * 64, 1)[-1] == 1
    assert list(bidi.levels("b(a)" + "[" * 64, 1)[:5]) == [2, 2, 2, 2, 1]


@given(ANYTHING, st.sampled_from([None, 0, 1]))
def test_every_character_is_printed_once(text: str, base: int | None) -> None:
    assert sorted(visual_order(text, base)) == list(range(len(text)))


@given(ANYTHING)
def test_text_that_needs_no_reordering_is_printed_as_stored(text: str) -> None:
    if not bidi.needed(text):
        assert shown(text, 0) == text


def test_the_fast_test_knows_every_right_to_left_character() -> None:
    quiet = {"L", "EN", "ES", "ET", "CS", "NSM", "BN", "B", "S", "WS", "ON", ""}
    every = map(chr, range(sys.maxunicode + 1))
    assert [c for c in every if unicodedata.bidirectional(c) not in quiet and not bidi.needed(c)] == []
    assert not any(map(bidi.needed, ["", "plain", "Café – “5 °C”…", "Ψυχή", "Слово", "हिन्दी", "ไทย", "漢字"]))


@pytest.mark.slow
def test_a_long_paragraph_takes_a_time_in_proportion() -> None:
    """40,000 pieces of what could take its square: open brackets, number signs, marks, isolates."""
    for piece in ("(", "()", "%", "\u0301", "(א", "\u2067a\u2069", "\u2068", "1,"):
        assert len(bidi.levels(piece * 40_000, 1)) == 40_000 * len(piece)


@pytest.mark.parametrize("seed", range(5))
def test_a_second_implementation_sees_the_same_order(seed: int) -> None:
    """python-bidi's compiled part, on random text without marks after brackets (N0), where the two differ."""
    oracle = pytest.importorskip("bidi", reason="python-bidi is not installed")
    chosen = random.Random(seed)
    letters = [*"abאבاب1234١٢+%,.!- ()[]", "\u2066", "\u2067", "\u2068", "\u2069"]
    for _ in range(400):
        text = "".join(chosen.choices(letters, k=chosen.randint(1, 30)))
        base = chosen.choice([0, 1])
        assert shown(text, base) == oracle.get_display(text, base_dir="LR"[base]), ascii(text)


def lines_of(name: str) -> Iterator[str]:
    path = UNICODE_FILES / name
    if not path.exists():
        (pytest.fail if REQUIRED else pytest.skip)(f"{path} is not there; Debian's package unicode-data brings it")
    with path.open(encoding="utf-8") as lines:
        yield from (line.rstrip("\n") for line in lines if line[0] not in "#\n")


def test_the_unicode_character_cases_pass() -> None:
    """BidiCharacterTest.txt: each eleventh case, for speed; all 91,707 passed when this was written."""
    for line in islice(lines_of("BidiCharacterTest.txt"), 0, None, 11):
        codes, direction, base, levels, order = line.split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        assert bidi.base_level(text) == int(base) or direction != "2", line
        assert_case(text, int(base), levels.split(), order.split(), line)


def test_the_unicode_class_cases_pass() -> None:
    """BidiTest.txt: each hundred-and-first case, for speed; all 770,241 passed when this was written."""
    levels: list[str] = []
    order: list[str] = []
    for number, line in enumerate(lines_of("BidiTest.txt")):
        if line.startswith("@Levels:"):
            levels = line.split()[1:]
        elif line.startswith("@Reorder:"):
            order = line.split()[1:]
        elif line[0] != "@" and number % 101 == 0:
            names, directions = line.split(";")
            text = "".join(CLASSES[name] for name in names.split())
            bases = [bidi.base_level(text), 0, 1]
            for base in {base for bit, base in enumerate(bases) if int(directions, 16) >> bit & 1}:
                assert_case(text, base, levels, order, line)


def assert_case(text: str, base: int, levels: list[str], order: list[str], line: str) -> None:
    """`levels` has x, and `order` lacks, what rule X9 removes."""
    found = bidi.line_levels(text, bidi.levels(text, base), base)
    assert [level if level == "x" else str(mine) for level, mine in zip(levels, found, strict=True)] == levels, line
    assert [str(place) for place in visual_order(text, base) if levels[place] != "x"] == order, line


def test_the_bracket_pairs_are_those_of_the_standard() -> None:
    fields = [line.split("#")[0].split(";") for line in lines_of("BidiBrackets.txt")]
    opening = {chr(int(one, 16)): chr(int(other, 16)) for one, other, kind in fields if kind.strip() == "o"}
    assert {one: unicodedata.normalize("NFC", other) for one, other in opening.items()} == bidi.CLOSED_BY
