"""Figures on the page: as wide as the author says, as high as the page allows, with their captions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import topics

from builder.model import Document
from builder.problems import ContentError

FORMATS = ("factsheet", "handout")


def pictured(size: tuple[int, int], folder: Path, title: str = "One section", **figure: Any) -> Document:
    (folder / "a.svg").write_text(f'<svg viewBox="0 0 {size[0]} {size[1]}"><rect width="9" height="9"/></svg>')
    own = {"file": "a.svg", "alt": "A picture.", "caption": "What it shows", "source": "Drawn here", **figure}
    topic = topics.least({"id": "picture", "figure": own})
    topic["sections"][0]["title"] = title
    return topics.document(topic)


def box(format: str, document: Document, folder: Path, paper: str = "a4") -> tuple[float, float, int]:
    """Return width and height of the picture as it was set, and its page."""
    plain = topics.context(paper=paper, with_clinic=False)
    _, pages = topics.set_(format, document, replace(plain, folder=folder, root=folder))
    assert not pages.problems
    [found] = [box for box in pages.boxes if box.kind == "figure"]
    [caption] = [line for line in pages.lines if "What it shows" in line.text]
    assert caption.page == found.page
    return found.width, found.height, found.page


@pytest.mark.parametrize("position", ["text", "side", "page"])
@pytest.mark.parametrize("format", FORMATS)
def test_a_picture_takes_the_share_that_the_author_says(format: str, position: str, tmp_path: Path) -> None:
    whole, _, _ = box(format, pictured((200, 100), tmp_path, position=position), tmp_path)
    for share in ("20%", "60%", "100 %"):
        width, height, _ = box(format, pictured((200, 100), tmp_path, position=position, width=share), tmp_path)
        assert width == pytest.approx(whole * int(share[:-1]) / 100)
        assert height == pytest.approx(width / 2)


@pytest.mark.parametrize("shape", [(1080, 2340), (100, 400), (10, 900)], ids=["a telephone", "a strip", "a thread"])
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("format", FORMATS)
def test_a_tall_picture_is_as_high_as_its_page_allows(format: str, paper: str, shape: tuple[int, int],
                                                      tmp_path: Path) -> None:
    title = "A heading that is so long that it takes two lines, as long as a heading may be"
    width, height, _ = box(format, pictured(shape, tmp_path, title), tmp_path, paper)
    assert height == pytest.approx(width * shape[1] / shape[0])
    assert height > 500


@pytest.mark.parametrize("position", ["side", "page"])
@pytest.mark.parametrize("format", FORMATS)
def test_a_tall_picture_is_not_too_high_beside_the_text(format: str, position: str, tmp_path: Path) -> None:
    assert box(format, pictured((100, 900), tmp_path, position=position), tmp_path)[1] > 500


@pytest.mark.parametrize("width", ["19%", "101%", "60", "6 cm", "half", "-20%", "60.5%"])
def test_a_width_is_a_share(width: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        pictured((200, 100), tmp_path, width=width)
    [problem] = caught.value.problems
    assert problem.message == "'width' is not a share of the width."
    assert problem.hint == "Write 20% to 100%, such as 60%."


@pytest.mark.parametrize("format", FORMATS)
def test_all_figures_that_cannot_be_printed_are_told_at_once(format: str, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text('<svg viewBox="0 0 9 9"><text>a</text><mask id="m"/><g mask="url(#m)"/></svg>')
    blocks = [{"id": name[0], "figure": {"file": name, "alt": "A picture."}} for name in ("a.svg", "b.png", "c.png")]
    blocks[2]["formats"] = ["handout" if format == "factsheet" else "factsheet"]
    context = replace(topics.context(with_clinic=False), folder=tmp_path, root=tmp_path)
    with pytest.raises(ContentError) as caught:
        topics.composed(format, topics.document(topics.least(*blocks)), context)
    assert [problem.message.split(":")[0] for problem in caught.value.problems] == ["a.svg", "a.svg", "b.png"]
