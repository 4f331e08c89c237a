"""Each rule reports what its snippets in `tests/checks/` say, at these places, and nothing else.

A snippet is a part of a topic: the keys that it states replace those of `_base.yaml`. Besides the keys of a topic it
may state `references` (the entries of a references file), `clinic` (a clinic's file) and `source` (what the source
document of a translation states instead of `_base.yaml`). Its name is `<rule>.<case>.yaml`, and only that rule runs.
Its first lines say what must be found, as `# expect: 9:21 long-sentence` (line and column of the snippet itself) or
`# expect: nothing`, and may set `# today: 2026-11-22` and `# profile: base`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from builder import locale, reader, source, style
from builder.checks import RULES
from builder.checks.subject import Subject
from builder.context import Context
from builder.model import Document

FOLDER = Path(__file__).parent / "checks"
STYLES = FOLDER.parents[1] / "styles"
SNIPPETS = sorted(path for path in FOLDER.glob("*.yaml") if not path.name.startswith("_"))
HEADER = re.compile(r"^# (expect|today|profile): *(.*?) *$", re.M)


def parts(path: Path) -> tuple[Document, Context]:
    """Return the topic that a snippet makes of the base, and a context to check it in."""
    root, base = source.load(path, path.name).root, source.load(FOLDER / "_base.yaml", "_base.yaml").root
    assert isinstance(root, source.Mapping | None)
    assert isinstance(base, source.Mapping)
    root = source.Mapping() if root is None else root
    apart = {key: root.pop(key, base.pop(key, None)) for key in ("references", "clinic", "source")}
    if apart["source"]:
        apart["source"] = topic(path, apart["source"], base)
    document = topic(path, root, base)
    return document, context(document, apart, header(path))


def topic(path: Path, root: source.Mapping, base: source.Mapping) -> Document:
    for key, value in base.items():
        root.setdefault(key, value)
    return reader.document(source.Source(path.name, path.read_text("utf-8"), root))


def context(document: Document, apart: Mapping[str, Any], said: Mapping[str, list[str]]) -> Context:
    references = reader.references(source.Source("", "", source_of("references", apart))) if apart["references"] else {}
    clinic = reader.clinic(source.Source("", "", apart["clinic"])) if apart["clinic"] else None
    return Context(
        style=style.load("plain", (STYLES,)),
        paper="a4",
        locale=locale.load("en"),
        clinic=clinic,
        profile=said.get("profile", ["base"])[0],
        today=datetime.date.fromisoformat(said.get("today", ["2026-11-22"])[0]),
        references=references,
        folder=FOLDER,
        clinic_folder=FOLDER,
        root=FOLDER,
        source_document=apart["source"],
    )


def source_of(key: str, apart: Mapping[str, Any]) -> source.Mapping:
    mapping = source.Mapping()
    mapping[source.Scalar(key)] = apart[key]
    return mapping


def header(path: Path) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for key, value in HEADER.findall(path.read_text("utf-8")):
        said.setdefault(key, []).append(value)
    return said


def found(path: Path) -> list[str]:
    rule = RULES[path.name.split(".")[0]]
    problems = sorted(rule.check(Subject(*parts(path))), key=lambda problem: problem.order)
    return [f"{problem.span.line}:{problem.span.column} {problem.rule}" if problem.span else problem.rule
            for problem in problems]


@pytest.mark.parametrize("path", SNIPPETS, ids=lambda path: path.stem)
def test_a_rule_finds_what_its_snippet_says_and_nothing_else(path: Path) -> None:
    expected = header(path)["expect"]
    assert found(path) == ([] if expected == ["nothing"] else expected)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_snippet_that_breaks_it_and_one_that_keeps_it(rule: str) -> None:
    said = [header(path)["expect"] for path in SNIPPETS if path.name.split(".")[0] == rule]
    assert ["nothing"] in said, f"write tests/checks/{rule}.good.yaml"
    assert any(lines != ["nothing"] for lines in said), f"write tests/checks/{rule}.bad.yaml"


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_the_base_of_the_snippets_breaks_no_rule(rule: Any) -> None:
    assert list(rule.check(Subject(*parts(FOLDER / "_base.yaml")))) == []
