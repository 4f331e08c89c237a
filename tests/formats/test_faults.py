"""What is wrong with a sheet, whatever it is written in."""

from __future__ import annotations

import pytest
import topics

from builder.format import FORMATS
from builder.problems import ContentError, Problem


def refused(format: str, *blocks: dict[str, object], **changes: object) -> Problem:
    with pytest.raises(ContentError) as error:
        topics.composed(format, topics.document({**topics.least(*blocks), **changes}), topics.context())
    (problem,) = error.value.problems
    return problem


@pytest.mark.parametrize("format", FORMATS)
def test_a_link_to_what_is_not_printed_is_refused_with_its_place(format: str) -> None:
    other = next(name for name in FORMATS if name != format)
    spleen = {"id": "spleen", "formats": [other], "paragraph": "The spleen filters blood."}
    problem = refused(format, {"id": "see", "paragraph": "See **[the spleen](#spleen)** first."}, spleen)
    assert (problem.rule, problem.message) == (
        "lost-link", "The link 'the spleen' leads to '#spleen', which is not printed here.")  # fmt: skip
    assert problem.span
    assert problem.span.column > 1


@pytest.mark.parametrize("format", FORMATS)
def test_a_link_to_what_is_printed_is_not(format: str) -> None:
    spleen = {"id": "spleen", "paragraph": "The spleen filters blood."}
    topic = topics.least({"id": "see", "paragraph": "See [the spleen](#spleen)."}, spleen)
    topics.composed(format, topics.document(topic), topics.context())
