"""Locales: every word that the program prints is there, is printed, and takes the values that it is given."""

from __future__ import annotations

import ast
import datetime
import string
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import topics

from builder import locale, reader
from builder.formats import FORMATS
from builder.problems import UsageError

BUILDER = Path(locale.__file__).parent
TAGS = sorted(path.stem for path in locale.FOLDER.glob("*.yaml"))


class Heard(dict[str, str]):
    """Words that remember which of them were asked for."""

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__(words)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return super().__getitem__(key)


def asked_for() -> Iterator[str]:
    """Yield the words that the code names where it asks for them."""
    for path in BUILDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and getattr(node.func, "attr", "") in ("say", "said"):
                if isinstance(node.args[0], ast.Constant):
                    yield node.args[0].value


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
                topics.composed(format, topics.document(topic), context, locale=own).furniture(2, 2)
    return words


@pytest.mark.parametrize("tag", TAGS)
def test_every_locale_has_the_same_words_with_the_same_values(tag: str) -> None:
    english, own = locale.load("en"), locale.load(tag)
    assert {key: values(words) for key, words in own.words.items()} == {
        key: values(words) for key, words in english.words.items()
    }
    assert list(own.neutral) == list(english.neutral)
    assert (len(own.months), own.direction) in ((12, "ltr"), (12, "rtl"))
    assert (values(own.date), values(own.month)) == ({"day", "month", "year"}, {"month", "year"})


def values(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def test_every_word_that_is_asked_for_is_there() -> None:
    assert set(asked_for()) <= set(locale.load("en").words)


def test_every_word_is_printed_by_some_edition() -> None:
    words = heard()
    assert set(words) - words.asked - set(asked_for()) == set()


def test_every_value_of_a_clinic_that_a_text_may_name_has_neutral_words() -> None:
    assert set(locale.load("en").neutral) == set(reader.CLINIC_VALUES)


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


def test_a_tag_takes_the_words_of_its_language() -> None:
    canadian = locale.load("en-CA")
    assert (canadian.tag, canadian.words) == ("en-CA", locale.load("en").words)


def test_a_language_without_words_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no words for the language 'tlh'") as caught:
        locale.load("tlh")
    assert caught.value.hint.startswith("It has: en")


def test_a_locale_is_read_once() -> None:
    assert locale.load("en") is locale.load("en")
