"""Problems are shown so that a person finds the place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.problems import Problem, Severity, Span
from builder.report.text import report, statistics

PATH = "content/glue-ear/en.yaml"
SOURCE = "title: Glue ear\npurpose: To explain\n\tglue ear\n名前: 漢字の title\ncafe\u0301: the e has an accent\n"


def at(line: int, column: int, end: int, path: str = PATH) -> Span:
    return Span(path, line, column, line, end)


def problem(span: Span | None = None, severity: Severity = "error", **more: object) -> Problem:
    return Problem("long-title", "The title is long.", span, "Shorten it.", severity, **more)  # type: ignore[arg-type]


def shown(*problems: Problem, **look: object) -> str:
    return report(problems, {PATH: SOURCE}, **look)  # type: ignore[arg-type]


def test_a_problem_is_shown_with_its_line_a_caret_under_each_letter_its_hint_and_the_count() -> None:
    related = ((at(2, 1, 8), "the purpose is here"),)
    assert shown(problem(at(1, 8, 16), related=related)) == """\
error: The title is long. [long-title]
 --> content/glue-ear/en.yaml:1:8
  |
1 | title: Glue ear
  |        ^^^^^^^^
  = the purpose is here: content/glue-ear/en.yaml:2:1
  = hint: Shorten it.

1 error in 1 file.
"""


def carets(text: str) -> tuple[str, str]:
    """Return the line of the excerpt and the line of carets below it, without their margins."""
    lines = text.splitlines()
    number = next(index for index, line in enumerate(lines) if set(line.partition("|")[2]) == {" ", "^"})
    return lines[number - 1].partition("| ")[2], lines[number].partition("| ")[2]


def test_wide_characters_take_two_columns() -> None:
    assert carets(shown(problem(at(4, 5, 7)))) == ("名前: 漢字の title", "      ^^^^")


def test_combining_characters_take_no_column() -> None:
    assert carets(shown(problem(at(5, 8, 11)))) == ("cafe\u0301: the e has an accent", "      ^^^")


def test_a_tab_is_four_columns() -> None:
    assert carets(shown(problem(at(3, 2, 6)))) == ("    glue ear", "    ^^^^")


def test_a_problem_over_several_lines_is_underlined_to_the_end_of_its_first() -> None:
    assert carets(shown(problem(Span(PATH, 1, 8, 2, 5)))) == ("title: Glue ear", "       ^^^^^^^^")


@pytest.mark.parametrize("span", [at(99, 1, 2), at(1, 1, 2, "missing.yaml"), None])
def test_without_a_line_to_show_the_rest_is_shown(span: Span | None) -> None:
    said = shown(problem(span))
    assert said.endswith("\n\n1 error in 1 file.\n" if span else "\n\n1 error.\n")
    assert "error: The title is long. [long-title]" in said
    assert "hint: Shorten it." in said
    assert "^" not in said


def test_a_place_behind_the_end_of_its_line_gets_one_caret() -> None:
    assert carets(shown(problem(at(1, 40, 45))))[1].strip() == "^"


def test_a_long_line_is_cut_around_the_place() -> None:
    text = "x " * 500 + "here " + "y " * 500
    said = report([problem(at(1, 1001, 1005))], {PATH: text}, width=60)
    line, marks = carets(said)
    assert line.startswith("...x")
    assert line.endswith("...")
    assert len(line) <= 66
    assert line[marks.index("^") : marks.rindex("^") + 1] == "here"


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.integers(1, 70), st.integers(0, 70), st.booleans())
def test_no_text_breaks_the_excerpt_or_reaches_the_terminal_as_a_command(
    line: str, column: int, length: int, ascii_only: bool
) -> None:
    """Whatever a line holds, it is shown on one line, without control characters, and with at least one caret."""
    span = Span(PATH, 1, column, 1, column + length)
    said = report([problem(span)], {PATH: line}, ascii_only=ascii_only, width=30)
    assert all(character.isprintable() or character == "\n" or not character.isascii() for character in said)
    assert not {"\x1b", "\x9b", "\u202e"} & set(said)
    assert not ascii_only or said.isascii()


def test_characters_that_reorder_or_hide_text_are_spelled_out() -> None:
    said = report([problem(at(1, 1, 3))], {PATH: "a\u202eb\u200bc\u00ad"})
    assert r"a\u202eb\u200bc\xad" in said


def test_without_unicode_every_letter_is_spelled_out_and_the_caret_still_fits() -> None:
    assert carets(shown(problem(at(4, 8, 13)), ascii_only=True)) == (
        r"\u540d\u524d: \u6f22\u5b57\u306e title", " " * 32 + "^^^^^",
    )


def test_colours_only_when_asked() -> None:
    assert "\x1b" not in shown(problem(at(1, 1, 6)))
    assert "\x1b[1;31merror\x1b[0m" in shown(problem(at(1, 1, 6)), color=True)


def test_problems_are_sorted_by_place() -> None:
    said = shown(problem(at(2, 1, 3)), problem(at(1, 9, 12)), problem(at(1, 1, 3)))
    assert [line.split(":", 1)[1] for line in said.splitlines() if "-->" in line] == ["1:1", "1:9", "2:1"]


def numbered(number: int, path: str = PATH, severity: Severity = "warning") -> Problem:
    """A finding in words of its own, which is not folded with others."""
    return Problem("long-title", f"Title {number} is long.", at(number, 1, 2, path), severity=severity)


def test_ten_thousand_findings_are_counted_and_cut_with_a_note() -> None:
    said = report([numbered(number) for number in range(1, 10_001)], {}, limit=50)
    assert said.count("-->") == 50
    assert "\n\n... and 9,950 more in content/glue-ear.\n\n" in said
    assert "--verbose" in said
    assert said.endswith("\n\n10,000 warnings in 1 file.\n")


def test_each_topic_has_its_share_of_what_is_shown() -> None:
    """The first of ten topics does not hide the others; of each the gravest is shown, where it stands."""
    paths = [f"content/topic-{number:02}/en.yaml" for number in range(10)]
    many = [numbered(number, path) for path in paths for number in range(1, 61)]
    many += [numbered(99, path, "error") for path in paths]
    said = report(many, {}, limit=200)
    for path in paths:
        assert said.count(f"--> {path}:") == 20
        assert f"--> {path}:99:1" in said
        assert f"... and 41 more in {path.removesuffix('/en.yaml')}." in said
    assert "Not shown" not in said


def test_of_many_topics_the_gravest_are_shown_and_the_others_are_listed() -> None:
    """Sixty topics are read in one look: what is most urgent first, and nothing that is not shown goes unsaid."""
    paths = [f"content/topic-{number:02}/en.yaml" for number in range(61)]
    many = [numbered(number, path) for path in paths for number in range(1, 61)]
    many += [numbered(100 + number, path, "error") for path in paths[40:52] for number in range(60 - int(path[14:16]))]
    said = report(many, {}, limit=200)
    assert said.count("-->") == 50
    assert said.index("topic-40/en.yaml:100:1") < said.index("topic-41/en.yaml:100:1") < said.index("Not shown")
    listed = said.partition("Not shown, the gravest first:\n")[2].splitlines()
    assert listed[:3] == ["  content/topic-50 (10 errors, 60 warnings)", "  content/topic-51 (9 errors, 60 warnings)",
                          "  content/topic-00 (60 warnings)"]
    assert listed[50:54] == ["  and 1 more folder", "", "Found most often: long-title (3,834).", ""]
    assert "--verbose" in listed[54]
    assert len(said.splitlines()) < 300


def test_what_is_found_again_in_the_same_words_is_shown_once_with_its_places() -> None:
    same = [problem(at(number, 1, 2), "warning") for number in range(1, 6)]
    other = [problem(at(7, 1, 2), "error"), problem(at(2, 1, 2, "content/asthma/en.yaml"), "warning")]
    said = shown(*same, *other)
    assert said.count("warning: The title is long.") == 2
    assert [line.strip() for line in said.splitlines() if ":" in line and "glue-ear" in line] == [
        "--> content/glue-ear/en.yaml:1:1", "--> content/glue-ear/en.yaml:2:1", "--> content/glue-ear/en.yaml:3:1",
        "--> content/glue-ear/en.yaml:7:1",
    ]
    assert "  = and at lines 4, 5\n" in said
    assert said.endswith("1 error, 6 warnings in 2 files.\n")


def test_statistics_count_by_topic_and_by_rule() -> None:
    waived = problem(at(9, 1, 2), "info", waived="It quotes the law. (A. Writer)")
    found = [numbered(1), numbered(2), problem(at(3, 1, 2, "content/asthma/en.yaml")), Problem("x", "Lost."), waived]
    assert statistics(found) == """\
2  content/glue-ear (2 warnings)
1  (no place) (1 error)
1  content/asthma (1 error)

2  long-title (warning)
1  long-title (error)
1  x (error)

2 errors, 2 warnings in 2 files; 1 waived.
"""
    assert statistics([]) == "No problems.\n"


def test_waived_problems_are_counted_and_not_shown() -> None:
    said = shown(problem(at(1, 1, 3), "info", waived="It quotes the law."), problem(at(2, 1, 3)))
    assert said.count("-->") == 1
    assert said.endswith("1 error in 1 file; 1 waived.\n")


def test_nothing_found_is_nothing_said() -> None:
    assert report([], {}) == ""
