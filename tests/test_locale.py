"""Locales: every word that the program prints is there, is printed, and takes the values that it is given."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import topics
from odd import ODD, Make
from small import Scalar

from builder import html, locale, reader, scripts
from builder.format import FORMATS
from builder.problems import ContentError, Problem

BUILDER = Path(locale.__file__).parent
TAGS = sorted(path.stem for path in locale.FOLDER.glob("*.yaml"))
ENGLISH = (locale.FOLDER / "en.yaml").read_text("utf-8")
MONTHS = ENGLISH[ENGLISH.index("months") : ENGLISH.index("date")]


class Heard(dict[str, str]):
    """Words that remember which of them were asked for."""

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__(words)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return super().__getitem__(key)


def asked_for() -> Iterator[tuple[str, set[str]]]:
    """Yield the words that the code names where it asks for them, with the names of the values that it gives."""
    for path in BUILDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and getattr(node.func, "attr", "") in ("say", "said"):
                if isinstance(node.args[0], ast.Constant):
                    yield node.args[0].value, {given.arg for given in node.keywords if given.arg}


def heard() -> Heard:
    """Print the topic of everything in every state, with and without a clinic, and return the words that it took."""
    words = Heard(locale.load("en").words)
    own = replace(locale.load("en"), words=words)
    bare = topics.least()
    bare["title"] = "A condition"
    drafts = [{**topics.everything(), "governance": {**topics.everything()["governance"], "status": status}}
              for status in ("draft", "awaiting-review", "reviewed", "withdrawn")]  # fmt: skip
    for topic in [bare, *drafts]:
        for with_clinic in (True, False):
            for format in FORMATS:
                context = topics.context(with_clinic=with_clinic)
                html.write(topics.composed(format, topics.document(topic), context, locale=own), context.style, own)
    return words


@pytest.mark.parametrize("tag", TAGS)
def test_every_locale_is_whole(tag: str) -> None:
    assert locale.load(tag).tag == tag


def test_every_word_is_asked_for_with_the_values_that_locales_have_for_it() -> None:
    asked = list(asked_for())
    assert len(asked) > 40
    assert [(key, values) for key, values in asked if set(locale.WORDS.get(key, ["?"])) != values] == []


def test_every_word_is_printed_by_some_edition() -> None:
    words = heard()
    assert set(words) - words.asked - {key for key, _ in asked_for()} == set()


def test_every_value_of_a_clinic_that_a_text_may_name_has_neutral_words() -> None:
    assert set(locale.NEUTRAL) == set(reader.CLINIC_VALUES)


def test_values_are_put_into_words() -> None:
    english = locale.load("en")
    assert english.say("page", page=2, pages=5) == "Page 2 of 5"
    assert english.say("factsheet_short", title="{odd}") == "{odd} factsheet"


def test_days_are_in_words() -> None:
    english = locale.load("en")
    assert english.day(datetime.date(2026, 1, 5)) == "5 January 2026"
    assert english.month_of(datetime.date(2026, 12, 31)) == "December 2026"
    written = {"2014": "2014", "2014-03": "March 2014", "2014-03-27": "27 March 2014"}
    assert {day: english.partial(day) for day in written} == written


@pytest.mark.parametrize("day", ["2026-02-30", "2026-04-31", "2025-02-29"])
def test_a_day_that_no_calendar_has_is_shown_as_it_is_written(day: str) -> None:
    """A reference may bear such a date; rules tell it, and printing it must not fail."""
    assert locale.load("en").partial(day) == day


@pytest.mark.parametrize("tag", ["en-CA", "en-Latn-CA", "EN-gb"])
def test_a_tag_takes_the_words_of_its_language(tag: str) -> None:
    assert (locale.load(tag).tag, locale.load(tag).words) == (tag, locale.load("en").words)


@pytest.mark.parametrize("tag", ["tlh", "../en", "en/../en", "", "e", "tlh-en"])
def test_a_language_without_words_is_a_problem_where_it_stands(tag: str) -> None:
    with pytest.raises(ContentError, match=f"no words for the language '{tag}'") as caught:
        locale.load(tag, Scalar(tag))
    (problem,) = caught.value.problems
    assert problem.hint.startswith("It has: en")
    assert problem.span == Scalar(tag).span()


HEBREW = "months: [ינואר, פברואר, מרץ, אפריל, מאי, יוני, יולי, אוגוסט, ספטמבר, אוקטובר, נובמבר, דצמבר]\n"


def in_hebrew(way: str) -> str:
    return ENGLISH.replace(MONTHS, HEBREW).replace("direction: ltr", f"direction: {way}")


def test_lines_and_page_run_one_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The direction of a locale is that of its language's script, and lines and pages ask for that alone."""
    for name, words in {"en": ENGLISH, "az": ENGLISH, "he": in_hebrew("rtl"), "ku-Arab": in_hebrew("rtl")}.items():
        (tmp_path / f"{name}.yaml").write_text(words, encoding="utf-8")
    monkeypatch.setattr(locale, "FOLDER", tmp_path)
    for tag, way in {"en-GB": "ltr", "az": "ltr", "he": "rtl", "he-IL": "rtl", "he-Latn": "", "ku-Arab-IQ": "rtl",
                     "ku": "", "az-Arab": ""}.items():  # fmt: skip
        if way:
            assert locale.load(tag, Scalar(f"{tag} lines")).direction == scripts.direction(tag) == way
        else:
            with pytest.raises(ContentError, match="no words for"):
                locale.load(tag, Scalar(f"{tag} lines"))


@pytest.mark.parametrize(
    ("tag", "text", "place", "message", "hint"),
    [
        ("he", in_hebrew("ltr"), "direction", "The direction is ltr, but 'he' is written from right to left.", "Write"),
        ("en", in_hebrew("rtl"), "direction", "The direction is rtl, but 'en' is written from left to right.", "Write"),
        ("ku", in_hebrew("ltr"), "months", "The months run from right to left, but 'ku' is written from left to right.",
         "Translate them. If the language has another script here, name the file after it too, such as ku-Arab.yaml."),
        ("ar", ENGLISH.replace("ltr", "rtl"), "months", "The months run from left to right, but 'ar' is", "Translate"),
    ],
)  # fmt: skip
def test_a_direction_that_is_not_the_language_s_is_told(
    tag: str, text: str, place: str, message: str, hint: str, tmp_path: Path
) -> None:
    path = tmp_path / f"{tag}.yaml"
    path.write_text(text, encoding="utf-8")
    (problem,) = wrongs(path)
    assert problem.message.startswith(message)
    assert problem.hint.startswith(hint)
    assert problem.span is not None
    assert (problem.span.path, problem.span.line) == (f"builder/locales/{tag}.yaml", line_of(text, place))


def test_a_region_may_have_words_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en.yaml").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "en-GB.yaml").write_text(ENGLISH.replace("Key points", "Main points"), encoding="utf-8")
    monkeypatch.setattr(locale, "FOLDER", tmp_path)
    for tag, words in {"en-GB": "Main points", "en-gb-oxendict": "Main points", "en-IE": "Key points"}.items():
        assert locale.load(tag, Scalar(f"{tag} region")).words["key_points"] == words


def test_a_locale_is_read_once() -> None:
    assert locale.load("en") is locale.load("en")


# --- Damaged and incomplete ones --------------------------------------------------------------------------------------

def problems(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Problem, ...]:
    """Return what is wrong with the locale `xx` of a folder."""
    monkeypatch.setattr(locale, "FOLDER", folder)
    with pytest.raises(ContentError) as caught:
        locale.load("xx", Scalar("xx"))
    return caught.value.problems


def wrongs(path: Path) -> tuple[Problem, ...]:
    """Return what is wrong with a locale, if anything is."""
    try:
        locale._read(path)
    except ContentError as error:
        return error.problems
    return ()


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


NEUTRAL = ENGLISH[ENGLISH.index("neutral") : ENGLISH.index("words:")]
DAMAGES: dict[str, tuple[str, str, str, str]] = {
    "a word is missing": ("  key_points: Key points\n", "", "words:", "Missing here: key_points."),
    "all words are missing": (ENGLISH[ENGLISH.index("words:") :], "", "direction", "Missing here: words."),
    "words are empty": (ENGLISH[ENGLISH.index("words:") + 6 :], "\n", "words:", "'words' takes lines of"),
    "a neutral word is missing": ("  email: your clinic's email address\n", "", "neutral:", "Missing here: email."),
    "no direction": ("direction: ltr\n", "", "months", "Missing here: direction."),
    "no months": (MONTHS, "", "direction", "Missing here: months."),
    "a direction that is none": ("direction: ltr", "direction: left", "left", "The direction is ltr or rtl."),
    "an empty direction": ("direction: ltr", "direction:", "direction:", "The direction is ltr or rtl."),
    "the wrong direction": ("direction: ltr", "direction: rtl", "direction", "'xx' is written from left to right"),
    "eleven months": (", December]", "]", "months", "twelve names; 11 stand here"),
    "thirteen months": ("December]", "December, Undecimber]", "months", "twelve names; 13 stand here"),
    "months that are no list": (MONTHS, "months: January\n", "months", "this is no list"),
    "a month that is empty": (" May,", " ~,", "months", "A month is a name."),
    "a month that is a list": (" May,", " [May],", "months", "A month is a name."),
    "a month that stands twice": (" May,", " March,", "months", "The month 'March' stands here twice."),
    "a month with a value": (" May,", ' "{month}",', "months", "'{month}' is not a value"),
    "a date without its year": ('"{day} {month} {year}"', '"{day} {month}"', "date:", "'date' lacks {year}."),
    "a date that is no text": ('date: "{day} {month} {year}"', "date: {day: 1}", "date:", "'date' takes words."),
    "a month with a day": ('month: "{month}', 'month: "{day} {month}', "month: ", "'{day}' is not a value"),
    "a word that is a list": ("Key points", "[Key, points]", "  key_points", "'key_points' takes words."),
    "a word that is a mapping": ("Key points", "{a: b}", "  key_points", "'key_points' takes words."),
    "a word that is empty": ("key_points: Key points", "key_points:", "  key_points", "'key_points' takes words."),
    "a word of spaces": ("Key points", '"  "', "  key_points", "'key_points' takes words."),
    "words that are a list": (NEUTRAL, "neutral: [a, b]\n", "neutral", "'neutral' takes lines of"),
    "an unknown word": ("  key_points:", "  key_pionts:", "  key_pionts", "A locale has no 'key_pionts' here."),
    "an unknown key": ("neutral:", "colour: red\nneutral:", "colour", "A locale has no 'colour' here."),
    "a value is missing": ('"Page {page} of {pages}"', '"Page {page}"', "  page:", "'page' lacks {pages}."),
    "a value is unknown": ("{page} of", "{page} {seite} of", "  page:", "'{seite}' is not a value"),
    "a value with a number": ("Page {page}", "Page {0} {page}", "  page:", "'{0}' is not a value"),
    "a value without a name": ("Page {page}", "Page {} {page}", "  page:", "'{}' is not a value"),
    "a bracket that is open": ("Page {page}", "Page {page} {page", "  page:", "'{page of ' is not a value"),
    "a bracket that only closes": ("Page {page}", "Page {page}}", "  page:", "'}' is not a value"),
    "a value with a conversion": ("Page {page}", "Page {page!r} {page}", "  page:", "'{page!r}' is not a value"),
    "a value with a format": ("Page {page}", "Page {page:>99999999} {page}", "  page:", "'{page:>99999999}' is no"),
    "a value's attribute": ("Page {page}", "Page {page.__class__} {page}", "  page:", "'{page.__class__}' is no"),
    "a value's part": ("Page {page}", "Page {page[0]} {page}", "  page:", "'{page[0]}' is not a value"),
    "an escaped bracket": ("Page {page}", "Page {{page}} {page}", "  page:", "'{' is not a value"),
    "a value in plain words": ("Key points", '"Key {title}"', "  key_points", "'{title}' is not a value"),
    "a key that stands twice": ("  note: Note\n", "  note: Note\n  note: Nota\n", "  note: Nota", "note"),
}
"""Words of the English locale, what stands there instead, where that is told (the start of the line's words), what."""


@pytest.mark.parametrize("case", DAMAGES)
def test_a_damage_is_told_with_its_place(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new, place, said = DAMAGES[case]
    assert old in ENGLISH
    text = ENGLISH.replace(old, new, 1)
    (tmp_path / "xx.yaml").write_text(text, encoding="utf-8")
    found = [one for one in problems(tmp_path, monkeypatch) if said in one.message]
    assert found, problems(tmp_path, monkeypatch)
    span = found[0].span
    assert span is not None
    assert (span.path, span.line) == ("builder/locales/xx.yaml", line_of(text, place))
    assert found[0].hint


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = ENGLISH
    cases = ("a word is missing", "eleven months", "a value is unknown", "an unknown key", "a direction that is none")
    for case in cases:
        text = text.replace(*DAMAGES[case][:2], 1)
    (tmp_path / "xx.yaml").write_text(text, encoding="utf-8")
    assert len(problems(tmp_path, monkeypatch)) == len(cases)


NO_LOCALES = [b"", b"# later\n", b"- a\n", b"a\n", b"{}\n", b"\xff\xfea\0", b"a: \xe9\n", b"a: [\n", b"\0"]


@pytest.mark.parametrize("content", NO_LOCALES)
def test_what_is_no_locale_at_all_is_told_with_its_place(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xx.yaml").write_bytes(content)
    for problem in problems(tmp_path, monkeypatch):
        assert problem.span is not None
        assert problem.span.path == "builder/locales/xx.yaml"


@pytest.mark.parametrize("make", [make for make, _ in ODD.values()], ids=ODD)
def test_an_odd_file_in_its_place_is_told(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "xx.yaml")
    (problem,) = problems(tmp_path, monkeypatch)
    assert problem.message.startswith("builder/locales/xx.yaml is ")


def test_any_line_of_a_locale_may_be_lost_or_changed(tmp_path: Path) -> None:
    """Each line left out, each value taken away, each made a list: a locale, or problems that all have a place."""
    lines = ENGLISH.splitlines()
    for number, line in enumerate(lines):
        for own in ([], [line.partition(":")[0] + ":"], [line.partition(":")[0] + ": [a]"], [line + " {x"]):
            (tmp_path / "xx.yaml").write_text("\n".join(lines[:number] + own + lines[number + 1 :]), encoding="utf-8")
            wrong = wrongs(tmp_path / "xx.yaml")
            assert wrong or line.startswith("#") or own == [line], line
            assert all(problem.span for problem in wrong)
