"""What went wrong in real use, each as a topic of its own, all built in one run: one never stops another.

A row is a file of the starter, what is changed in it, and what must come of it: the rule of the problem that stops the
topic, or words that its factsheet prints.
"""

from __future__ import annotations

import datetime
import unicodedata
from pathlib import Path

import pytest

from builder import batch, editions, workspace
from builder.editions import Choices
from builder.library import Library
from builder.verify import readback
from builder.workspace import Workspace

TODAY = datetime.date(2026, 11, 22)
WORDS = "Say in plain words what the condition is."
BLOCK = "  - id: what-is-first\n"
NAME = "{family: Family-Name, given: AB}"
GREEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"{}>{}</svg>'


def figure(file: str) -> tuple[str, str, str]:
    """Return the change that puts a picture into the topic."""
    return "en.yaml", BLOCK, f'  - id: map\n    figure: {{file: "{file}", alt: A green field.}}\n{BLOCK}'


TOLD: dict[str, tuple[str, str, str, str]] = {
    "a-key-with-an-umlaut": ("references.yaml", "- id: sample2026", "- id: müller2026", "wrong-value"),
    "an-exported-record": ("references.yaml", "  volume:", "  abstract: An abstract\n  volume:", "unknown-key"),
    "a-name-called-null": ("references.yaml", NAME, "{family: Null, given: S}", "wrong-value"),
    "an-impossible-day": ("references.yaml", 'issued: "2026"', 'issued: "2014-02-31"', "wrong-value"),
    "stars": ("en.yaml", WORDS, "HLA-DRB1*04 and HLA-DRB1*15.", "mark-in-word"),
    "a-lost-picture": ("en.yaml", WORDS, "One \ufffc two.", "damaged-character"),
    "an-invisible-line-break": ("en.yaml", WORDS, "It is\u2028a thing.", "control-character"),
    "no-space-after-a-colon": ("en.yaml", "\nlanguage: en", "\nlanguage:en", "space-after-colon"),
    "no-space-after-a-dash": ("en.yaml", "\n- id: key-first", "\n-id: key-first", "space-after-dash"),
    "a-picture-in-other-case": (*figure("figures/Map.SVG"), "missing-figure"),
    "a-folder-as-a-picture": (*figure("figures"), "unreadable-figure"),
    "a-picture-with-a-script": (*figure("figures/script.svg"), "unsafe-figure"),
    "a-withdrawn-topic": ("en.yaml", "status: draft", "status: withdrawn", "withdrawn-topic"),
    "a-typo": ("en.yaml", "\nteach_back:", "\nteach_bakc:", "unknown-key"),
    "a-word-file": ("en.yaml", "", "PK\x03\x04 word/document.xml", "no-text-file"),
    "a-language-of-another-file": ("en.yaml", "\nlanguage: en", "\nlanguage: xh", "wrong-name"),
}
PRINTED: dict[str, tuple[str, str, str, str]] = {
    "an-exponent": ("en.yaml", WORDS, "Up to 10^9^ cells and H~2~O.", "Up to 10⁹ cells and H₂O."),
    "escaped-stars": ("en.yaml", WORDS, r"HLA-DRB1\*04 and HLA-DRB1\*15.", "HLA-DRB1*04 and HLA-DRB1*15."),
    "one-name": ("references.yaml", NAME, "{given: Suharto}", "Suharto, Another C"),
    "a-particle": ("references.yaml", NAME, "{family: \"d'Arcy\", given: J}", "d'Arcy J, Another C"),
    "three-initials": ("references.yaml", NAME, "{family: Tolkien, given: J.R.R.}", "Tolkien JR, Another C"),
    "a-rank": ("references.yaml", NAME, "{family: Doe, given: John Jr}", "Doe J Jr, Another C"),
    "a-range-of-months": ("references.yaml", 'issued: "2026"', "issued: 2014-01/2014-02", "2014 Jan-Feb"),
    "one-page": ("references.yaml", 'page: "3-9"', "page: e123-e123", ":e123."),
    "tags-in-a-title": (
        "references.yaml", "Write here the title of the source", "<i>E. coli</i> and CO<sub>2</sub> &amp; more",
        "E. coli and CO₂ & more",
    ),
    "a-coded-doi": ("references.yaml", "10.5555/example", "10.1002/%28SICI%29123", "10.1002/(SICI)123"),
    "a-picture-from-a-mac": (*figure("figures/résumé.svg"), "What is it?"),
    "a-drawing-of-icons": (*figure("figures/icon.svg"), "What is it?"),
    "a-drawing-of-inkscape": (*figure("figures/inkscape.svg"), "What is it?"),
}  # fmt: skip
DRAWINGS = {
    "map": GREEN.format("", '<path d="M0 0h40v20z"/>'),
    unicodedata.normalize("NFD", "résumé"): GREEN.format("", '<path d="M0 0h40v20z"/>'),
    "icon": GREEN.format(
        ' class="icon" role="img" aria-hidden="true"', '<path fill="currentColor" clip-rule="evenodd" d="M0 0h40v20z"/>'
    ),
    "inkscape": GREEN.format("", '<defs id="d"/><g><path style="fill:#008000;stroke:none" d="M0 0h40v20z"/></g>'),
    "script": GREEN.format("", "<script>1</script>"),
}


def lay(root: Path) -> Workspace:
    for name, (file, old, new, _) in {**TOLD, **PRINTED}.items():
        workspace.start_topic(root, name, TODAY)
        path = root / "content" / name / file
        text = path.read_text("utf-8")
        assert old in text, name
        path.write_text(text.replace(old, new, 1) if old else new, encoding="utf-8")
        (path.parent / "figures").mkdir()
        for drawing, written in DRAWINGS.items():
            (path.parent / f"figures/{drawing}.svg").write_text(written, encoding="utf-8")
    return Workspace(root)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[str], str]]:
    """What came of each topic in one run: the rules that stopped it, and the words of its factsheet."""
    here = lay(tmp_path_factory.mktemp("cases"))
    requests = editions.requests(Library(here), Choices(formats=("factsheet",)))
    found = {}
    for outcome in batch.build(requests, here, here.root / "output"):
        words = ""
        if outcome.entry:
            reading = readback.read(here.root / "output" / outcome.entry.file)
            with reading.pdf:
                words = " ".join(readback.text(reading.tree).split())
        found[outcome.request.topic] = [problem.rule for problem in outcome.problems], words
    return found


def test_every_topic_has_its_outcome(outcomes: dict[str, tuple[list[str], str]]) -> None:
    assert set(outcomes) == {*TOLD, *PRINTED}


@pytest.mark.parametrize("name", TOLD)
def test_what_cannot_be_printed_is_told(name: str, outcomes: dict[str, tuple[list[str], str]]) -> None:
    rules, words = outcomes[name]
    assert set(rules) == {TOLD[name][3]}
    assert words == ""


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_right_is_printed_as_it_is_meant(name: str, outcomes: dict[str, tuple[list[str], str]]) -> None:
    assert PRINTED[name][3] in outcomes[name][1]
