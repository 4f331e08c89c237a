"""What is left of the starter, or left open, is found wherever it stands, and never printed as reviewed."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import reader, source, workspace
from builder.checks import unfinished
from builder.problems import ExitCode
from builder.source import Scalar

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def left(value: str, key: str = "text", language: str = "en", known: frozenset[str] = frozenset()) -> list[str]:
    """Return what of a value is reported, which is all that a look at it alone finds."""
    found = unfinished.left_in(key, Scalar(value), language, known)
    around = [unfinished.Written("text", Scalar("Some words.")), unfinished.Written(key, Scalar(value))]
    assert not found or around[1] in unfinished.suspects([*around, around[0]], language)
    return [value[start:end] for start, end in found]


def kept() -> set[str]:
    return {words for _, value in unfinished.written(source.load(unfinished.KEPT).root)
            for words, _, _ in unfinished.sentences(value)}


def test_every_sentence_of_a_new_topic_is_found_save_those_that_may_stay(tmp_path: Path) -> None:
    """The starter's own files are read, so that a sentence that it gains is not forgotten here or there."""
    made = workspace.start_workspace(tmp_path, "asthma", datetime.date(2026, 11, 22))
    own = {"asthma", "2026 11 22", "2028 11 21"}
    for path in made:
        for key, value in unfinished.written(source.load(path).root) if path.name != "defaults.yaml" else ():
            wanted = [value[start:end] for words, start, end in unfinished.sentences(value)
                      if " " in words and words not in kept() | own]
            assert [words for words in wanted if words not in left(value, key)] == [], key


def test_what_may_stay_stands_in_the_starter() -> None:
    everything = {words for path in workspace.STARTER.rglob("*.yaml") if path != unfinished.KEPT
                  for _, value in unfinished.written(source.load(path).root)
                  for words, _, _ in unfinished.sentences(value)}
    assert kept() - everything == set()


def test_a_starter_is_never_built_as_reviewed(tmp_path: Path, factsheet: Run) -> None:
    """A nurse fills in the people, sets the status, and forgets the rest."""
    assert factsheet("new", ".", "--topic", "asthma").returncode == ExitCode.DONE
    assert factsheet("build", "-q").returncode == ExitCode.DONE
    topic = tmp_path / "content/asthma/en.yaml"
    text = topic.read_text("utf-8").replace("status: draft", "status: awaiting-review")
    topic.write_text(text.replace("authors: []", "authors: [{name: Ada Bell, role: nurse}]"), "utf-8")
    done = factsheet("build", "-q")
    assert done.returncode == ExitCode.PROBLEMS
    assert "[unfinished-text]" in done.stderr


def test_the_clinic_of_the_starter_is_a_warning_until_the_topic_is_reviewed(tmp_path: Path, factsheet: Run) -> None:
    """The sample is printed for it, with a mark on each page; a reviewed topic is not."""
    factsheet("new", ".", "--sample")
    only = ("check", "alps", "--clinic", "example-clinic", "--select", "unfinished-text")
    done = factsheet(*only)
    assert done.returncode == ExitCode.DONE
    assert "warning: This still stands as the starter had it." in done.stdout
    assert done.stdout.endswith("4 warnings in 1 file.\n")
    topic = tmp_path / "content/alps/en.yaml"
    topic.write_text(topic.read_text("utf-8").replace("status: awaiting-review", "status: reviewed"), "utf-8")
    assert factsheet(*only).returncode == ExitCode.PROBLEMS


@pytest.mark.parametrize("written", [
    "Call [...] now.", "Call [ … ]", "Ask [clinic number].", "Dr [insert name] helps.", "<name> calls.",
    "<insert date>",
    "Name: ____", r"Name: \_\_\_", "Name ........", "What ???", "Dose: TBC", "tbc", "T.B.C.", "TBA.", "(TBD)", "TODO",
    "todo: ask",
    "FIXME", "Lorem ipsum dolor", "XXX", "Dr XXX helps", "Call XXX-XXX-XXXX", "in xxx weeks", "xx mg", "Room: XX",
    "On XX/XX/XXXX", "DD/MM/YYYY", "Date to be confirmed.", "The dose (to be decided)", "Hours: to be added",
    "This is placeholder text.", "Write here the signs.", "Text goes here", "Click or tap here to enter text.",
    "{{name}}", "<<NAME>>", "[XX]", "[your hospital]", "write to info@example.org", "see www.example.com/ears",
    "Take XX mg.", "Take X mg.", "About X% get it.", "XX in 100 people get it.", "It starts at age XX.",
    "About XX get it.",
    "Ask Dr XX.", "NN people get it.", "About __ people get it.", "About ?? people get it.", "Todo ask Ann", "@@@",
    "#REF!", "Lorem.", "consectetur adipiscing", "blah blah blah", "asdf", "[age]", "[ref]", "Coming soon.",
    "Text follows.", "Draft text, do not print.", "(delete as appropriate)",
])  # fmt: skip
def test_what_stands_for_words_to_come_is_found(written: str) -> None:
    assert left(written)


@pytest.mark.parametrize("written", [
    "Boys with 47,XXX are tall.", "XXX syndrome is rare.", "Triple XXX", "The karyotype was XXX.", "See chapter XXX.",
    "46,XX and 46,XY",
    "The diagnosis has to be confirmed.", "What to do: call us.", "Wait for the test to be done.",
    "You need it to be decided.",
    "They [the nurses] said so.", "If in doubt… ask.", "CD4 <200 and >50", "Really??", "Write your questions here.",
    "You can write here what you want to ask.", "TB is an infection.", "for example, orange",
    "To be confirmed by your doctor",
    "Read more at [our page](https://ears.test/).", "[in vitro]{lang=la}", "It was given. [@name]", "a 3-D picture",
    "25 to 30", "Factor X", "Fragile X in 1 in 4000 boys", "Women have XX.", "2 x mg tablets", "Is it me??",
    "Quoi ?? Non.", "Add more salt.", "A placeholder pill has no drug in it.", "Louis XX", "We are No #1",
])  # fmt: skip
def test_what_only_looks_unfinished_is_let_pass(written: str) -> None:
    assert left(written) == []


@pytest.mark.parametrize(("language", "written", "found"), [
    ("de", "Wird noch ergänzt.", True), ("de", "[Name der Klinik]", True), ("de", "Bei TBC hilft das.", False),
    ("de", "Das ist noch offen.", False), ("es", "Fecha por confirmar", True), ("es", "TODO: el nombre", True),
    ("es", "Haga TODO esto.", False), ("es", "El diagnóstico está por confirmar.", False),
    ("fr", "[insérer le nom]", True),
    ("fr", "Le médecin aide à confirmer le diagnostic.", False), ("it", "Data da confermare", True),
    ("it", "La diagnosi è da confermare.", False), ("ar", "[...]", True), ("pl", "tbd", True),
])  # fmt: skip
def test_each_language_has_its_own_words(language: str, written: str, found: bool) -> None:
    assert bool(left(written, language=language)) == found


@pytest.mark.parametrize(("key", "written", "found"), [
    ("name", "N.N.", True), ("name", "John Doe", True), ("name", "Your name", True), ("name", "Nomi Nakamura", False),
    ("title", "Untitled", True), ("alt", "Image", True), ("alt", "A picture of the ear", False),
    ("version", "tbc", True),
    ("phone", "0000 000 000", True), ("phone", "01234 567890", True), ("phone", "020 7946 0000", False),
    ("text", "Your name", False),
])  # fmt: skip
def test_a_whole_value_may_name_only_what_should_stand_there(key: str, written: str, found: bool) -> None:
    assert bool(left(written, key)) == found


def test_an_abbreviation_of_the_topic_is_one() -> None:
    assert left("TBC helps.") == ["TBC"]
    assert left("TBC helps.", known=frozenset(["TBC"])) == []


def test_the_sample_and_its_clinic_hold_nothing_unfinished() -> None:
    for path in (Path(__file__).parents[1] / "content").rglob("*.yaml"):
        for key, value in unfinished.written(source.load(path).root):
            assert left(value, key) == []


def test_what_is_left_is_told_at_its_words() -> None:
    base = (Path(__file__).parent / "checks" / "_base.yaml").read_text("utf-8").split("references:\n")[0]
    document = reader.document(source.parse(base.replace("Glue ear\n", "Glue [name] ear\n", 1).encode(), "en.yaml"))
    (key, value), *_ = [one for one in unfinished.written(document.place) if one.key == "title"]
    start, end = unfinished.left_in(key, value, "en", frozenset())[0]
    assert value.span(start, end)[1:4] == (4, 13, 4)


@given(st.one_of(*map(st.from_regex, unfinished.MARKS)), st.sampled_from(["", "See ", "(", "a"]))
def test_one_look_at_all_values_sees_every_mark(mark: str, before: str) -> None:
    left(before + mark)
