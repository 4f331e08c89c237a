from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import dates


@pytest.mark.parametrize(
    ("written", "read", "printed"),
    [
        ("2014", "2014", "2014"),
        ("2014-03", "2014-03", "2014 Mar"),
        ("2014-03-27", "2014-03-27", "2014 Mar 27"),
        ("2012-02-29", "2012-02-29", "2012 Feb 29"),
        ("2014-01/2014-02", "2014-01/2014-02", "2014 Jan-Feb"),
        ("2013-12/2014-01", "2013-12/2014-01", "2013 Dec-2014 Jan"),
        ("2013/2014", "2013/2014", "2013-2014"),
        ("2014-04-03/2014-04-05", "2014-04-03/2014-04-05", "2014 Apr 3-5"),
        ("2014-04-30/2014-05-02", "2014-04-30/2014-05-02", "2014 Apr 30-May 2"),
        ("2014-04/2014-04", "2014-04", "2014 Apr"),
        ("2014 Spring", "2014 Spring", "2014 Spring"),
        ("spring 2014", "2014 Spring", "2014 Spring"),
        ("Fall, 2014", "2014 Fall", "2014 Fall"),
        ("2014-21", "2014 Spring", "2014 Spring"),
        ("2014-24/2015-21", "2014 Winter/2015 Spring", "2014 Winter-2015 Spring"),
        ("2014 Spring/2014 Summer", "2014 Spring/2014 Summer", "2014 Spring-Summer"),
        ({"date-parts": [[2014, 3, 27]]}, "2014-03-27", "2014 Mar 27"),
        ({"date-parts": [["2014", "3"]]}, "2014-03", "2014 Mar"),
        ({"date-parts": [["2014"]]}, "2014", "2014"),
        ({"date-parts": [[2014, 1], [2014, 2]]}, "2014-01/2014-02", "2014 Jan-Feb"),
        ({"date-parts": [["2014"]], "season": "1"}, "2014 Spring", "2014 Spring"),
        ({"date-parts": [["2014"]], "season": "winter"}, "2014 Winter", "2014 Winter"),
        ({"raw": "2014-03-27"}, "2014-03-27", "2014 Mar 27"),
        ([{"year": "2014", "month": "3", "day": "27"}], "2014-03-27", "2014 Mar 27"),
        ([{"year": "2014"}], "2014", "2014"),
    ],
)
def test_a_date_is_read_and_printed(written: Any, read: str, printed: str) -> None:
    assert dates.read(written, several=True) == read
    assert dates.printed(read) == printed
    assert dates.read(read, several=True) == read


@pytest.mark.parametrize(
    ("written", "wrong", "hint"),
    [
        ("2014-02-31", "is no day of the calendar", "2014-03-27"),
        ("2013-02-29", "is no day of the calendar", "2014-03-27"),
        ("2014-04-31", "is no day of the calendar", "2014-03-27"),
        ("2014-13", "is no month of the calendar", "2014-03"),
        ("2014-00", "is no month of the calendar", "2014-03"),
        ("2014-02/2014-01", "ends before it begins", "Write 2014-01/2014-02"),
        ("2014-02-27/2014-02-31", "is no day of the calendar", "2014-03-27"),
        ("2014/2014-03", "has two ends of different kinds", "both"),
        ("2014-01/02", "is not a date", "Write 2014-01/2014-02."),
        ("2014 Jan-Feb", "is not a date", "Write 2014-01/2014-02."),
        ("Jan/Feb 2014", "is not a date", "Write 2014-01/2014-02."),
        ("Spring-Summer 2014", "is not a date", "Write 2014 Spring/2014 Summer."),
        ("2014 Mar 27", "is not a date", "Write 2014-03-27."),
        ("27 March 2014", "is not a date", "Write 2014-03-27."),
        ("March 27, 2014", "is not a date", "Write 2014-03-27."),
        ("27.03.2014", "is not a date", "Write 2014-03-27."),
        ("2014/03/27", "is not a date", "Write 2014-03-27."),
        ("2014-3-7", "is not a date", "Write 2014-03-07."),
        ("2014-03-27T10:00:00Z", "is not a date", "Write 2014-03-27."),
        ("03/04/2014", "is not a date", "Write 2014-03-04 or 2014-04-03"),
        ("27/03/2014", "is not a date", "Write 2014-03-27."),
        ("20140327", "is not a date", "Write 2014-03-27."),
        ("2014-03-27 00:00:00", "is not a date", "Write 2014-03-27."),
        ("2014-2015", "is not a date", "Write 2014/2015."),
        ("1999–2001", "is not a date", "Write 1999/2001."),
        ("Dec 2014-Jan 2015", "is not a date", "Write 2014-12/2015-01."),
        ("27 March 2014 to 2 April 2014", "is not a date", "Write 2014-03-27/2014-04-02."),
        ("in press", "is not a date", "Write 2014, 2014-03"),
        ({"literal": "in press"}, "is not a date", "Write 2014, 2014-03"),
        ({"date-parts": [["2014"]], "circa": "true"}, "is not a date", "Write 2014, 2014-03"),
        ({"date-parts": [[2014, 2, 31]]}, "is no day of the calendar", "2014-03-27"),
        ({"date-parts": "2014"}, "is not a date", "Write 2014, 2014-03"),
        ({"date-parts": [[]]}, "is not a date", "Write 2014, 2014-03"),
        (["2014"], "is not a date", "Write 2014, 2014-03"),
    ],
)
def test_what_is_no_date_says_what_to_write(written: Any, wrong: str, hint: str) -> None:
    with pytest.raises(dates.NoDate) as caught:
        dates.read(written, several=True)
    assert caught.value.args[0] == wrong
    assert hint in caught.value.args[1]


@pytest.mark.parametrize("written", ["2014-01/2014-02", "2014 Spring", "2014-21"])
def test_a_single_date_is_no_range_and_no_season(written: str) -> None:
    with pytest.raises(dates.NoDate) as caught:
        dates.read(written)
    assert caught.value.args[1] == "Write 2014, 2014-03 or 2014-03-27."


@pytest.mark.parametrize(("date", "last"), [("2014-01/2014-02", "2014-02"), ("2014 Fall", "2014"), ("2014", "2014")])
def test_the_end_of_a_date_can_be_compared(date: str, last: str) -> None:
    assert dates.last(date) == last


PARTS = [*dates.MONTHS, *dates.SEASONS, "2014", "3", "03", "27", "-", "/", ".", " ", "T0"]
KEYS = st.sampled_from(["date-parts", "season", "raw", "year", "month"])
ANY = st.none() | st.text() | st.integers() | st.booleans()
SHAPES = st.recursive(ANY, lambda deeper: st.lists(deeper) | st.dictionaries(KEYS, deeper))


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join) | SHAPES, st.booleans())
def test_everything_is_a_date_or_none(written: Any, several: bool) -> None:
    try:
        read = dates.read(written, several)
    except dates.NoDate:
        return
    assert dates.read(read, several) == read
    assert dates.printed(read)
