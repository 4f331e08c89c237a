"""Safe rewrites reach their words, leave all else as it is, and can be seen before they are made."""

from __future__ import annotations

import subprocess
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from builder.checks.fix import diff, fix
from builder.problems import Problem, Span


def replacing(line: int, column: int, end: int, replacement: str | None, waived: str = "") -> Problem:
    return Problem("complex-word", "", Span("en.yaml", line, column, line, end), replacement=replacement, waived=waived)


def test_every_replacement_lands_on_its_words() -> None:
    text = "a: utilize it\nb: prior to that\n"
    assert fix(text, [replacing(2, 4, 12, "before"), replacing(1, 4, 11, "use")]) == "a: use it\nb: before that\n"


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    text = "\ufeffa: utilize\r\nb: prior to\r\n"
    assert fix(text, [replacing(1, 4, 11, "use"), replacing(2, 4, 12, "before")]) == "\ufeffa: use\r\nb: before\r\n"


def test_a_replacement_may_span_lines() -> None:
    problem = Problem("complex-word", "", Span("en.yaml", 1, 4, 2, 5), replacement="before")
    assert fix("a: prior\n  to that\n", [problem]) == "a: before that\n"


def test_of_two_that_overlap_the_first_is_made() -> None:
    assert fix("in order to go", [replacing(1, 1, 12, "to"), replacing(1, 4, 9, "row")]) == "to go"


def test_waived_problems_and_those_without_a_replacement_change_nothing() -> None:
    problems = [replacing(1, 1, 8, "use", waived="It quotes the law."), replacing(1, 1, 8, None)]
    assert fix("utilize", problems) == "utilize"


def test_two_insertions_at_one_place_are_both_made_and_an_empty_replacement_deletes() -> None:
    assert fix("ab", [replacing(1, 2, 2, "-"), replacing(1, 1, 2, "")]) == "-b"


@given(st.text(alphabet="ab\n"), st.data())
def test_putting_back_what_is_there_changes_nothing(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    line = data.draw(st.integers(1, len(lines)))
    start = data.draw(st.integers(0, len(lines[line - 1])))
    end = data.draw(st.integers(start, len(lines[line - 1])))
    assert fix(text, [replacing(line, start + 1, end + 1, lines[line - 1][start:end])]) == text


def test_the_diff_can_be_applied_by_patch(tmp_path: Path) -> None:
    """What `diff` returns is a patch that git takes, even without a line end at the end of the file."""
    before, after = "a: utilize\nb: same\nc: prior to", "a: use\nb: same\nc: before"
    (tmp_path / "en.yaml").write_text(before)
    subprocess.run(["git", "apply", "-"], input=diff("en.yaml", before, after), text=True, cwd=tmp_path, check=True)
    assert (tmp_path / "en.yaml").read_text() == after


def test_nothing_changed_is_an_empty_diff() -> None:
    assert diff("en.yaml", "a\n", "a\n") == ""
