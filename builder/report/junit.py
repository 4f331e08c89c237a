"""Problems as JUnit XML, for servers that show what tests find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from re import sub
from xml.etree import ElementTree

from builder.problems import Failure, Problem


def report(problems: Iterable[Problem], checked: Iterable[str] = ()) -> str:
    """Return problems as JUnit XML: a suite per file, a case per problem; only errors are failures.

    `checked` are the files of the topics that were read; a file without problems has one case, which passed.
    """
    by_path: dict[str, list[Problem]] = {path: [] for path in checked}
    for problem in sorted(problems, key=lambda problem: problem.order):
        by_path.setdefault(problem.span.path if problem.span else "", []).append(problem)
    root = ElementTree.Element("testsuites", name="factsheet check")
    for path, found in sorted(by_path.items()):
        counts = Counter(_result(problem) for problem in found)
        numbers = {"name": _xml(path), "tests": str(len(found) or 1)}
        numbers |= {name: str(counts[word]) for name, word in COUNTED.items()}
        suite = ElementTree.SubElement(root, "testsuite", numbers)
        if not found:
            ElementTree.SubElement(suite, "testcase", classname=_xml(path), name="No problems")
        for problem in found:
            _case(suite, path, problem)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def _result(problem: Problem) -> str:
    if isinstance(problem, Failure):
        return "error"
    if problem.waived:
        return "skipped"
    return "failure" if problem.severity == "error" else "system-out"


def _case(suite: ElementTree.Element, path: str, problem: Problem) -> None:
    place = f":{problem.span.line}:{problem.span.column}" if problem.span else ""
    case = ElementTree.SubElement(suite, "testcase", classname=_xml(path), name=_xml(problem.rule + place))
    result = ElementTree.SubElement(case, _result(problem))
    if result.tag != "system-out":
        result.set("message", _xml(problem.waived or problem.message))
    details = (problem.traceback if isinstance(problem, Failure) else "") or problem.hint
    result.text = _xml(f"{path}{place}: {problem.severity}: {problem.message}\n{details}")


def _xml(words: str) -> str:
    """Replace what XML 1.0 cannot hold."""
    return sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", words)
