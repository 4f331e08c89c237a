"""The words of a page are those of the sheet, in their order, and it is the same page everywhere."""

from __future__ import annotations

import subprocess
import sys

import pages
import pytest
from pages import EDITIONS, ROOT, edition


@pytest.mark.parametrize("name", EDITIONS, ids=edition)
def test_the_words_are_those_of_the_sheet_in_order(name: tuple[str, str, bool, str]) -> None:
    sheet, _ = pages.composed(*name)
    found = pages.joined(pages.words_of_page(pages.read(pages.page(*name))))
    assert found == pages.joined(pages.words_of_sheet(sheet.root))


@pytest.mark.parametrize("name", EDITIONS, ids=edition)
def test_every_link_inside_the_page_leads_somewhere_and_ids_are_unique(name: tuple[str, str, bool, str]) -> None:
    page = pages.read(pages.page(*name))
    ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    told = [
        (one.tag, attribute, target)
        for one in page.all()
        for attribute in ("href", "for", "popovertarget", "aria-describedby", "aria-labelledby")
        for target in one.attributes.get(attribute, "").split()
    ]
    own = [target.removeprefix("#") for _, attribute, target in told if attribute != "href" or target.startswith("#")]
    assert own
    assert set(own) <= set(ids)


@pytest.mark.parametrize("name", EDITIONS, ids=edition)
def test_headings_have_no_gaps(name: tuple[str, str, bool, str]) -> None:
    page = pages.read(pages.page(*name))
    levels = [int(one.tag[1]) for one in page.all() if one.tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))


@pytest.mark.parametrize("name", EDITIONS, ids=edition)
def test_nothing_comes_from_outside_and_nothing_is_sent(name: tuple[str, str, bool, str]) -> None:
    """No form, no name of a field, no style in an element, no event, no other file."""
    page = pages.read(pages.page(*name))
    tags = {one.tag for one in page.all()}
    assert not tags & {"form", "iframe", "object", "embed", "base", "img", "video", "audio", "template"}
    attributes = {attribute for one in page.all() for attribute in one.attributes}
    assert not attributes & {"style", "src", "srcset", "action", "formaction", "target"}
    assert not [attribute for attribute in attributes if attribute.startswith("on")]
    assert not [one for one in page.all() if one.tag in ("input", "textarea") and "name" in one.attributes]
    assert [one.attributes["type"] for one in page.all("script")] == ["application/ld+json"]
    assert [one.attributes["href"] for one in page.all("link")] == ["data:,"]


WRITE = """
import sys; sys.path[:0] = [{root!r}, {tests!r}]
import hashlib, pages
print(hashlib.sha256(pages.page("everything", {format!r}).encode()).hexdigest())
"""


@pytest.mark.parametrize("format", ["factsheet", "handout"])
def test_the_same_bytes_under_other_hash_seeds(format: str) -> None:
    code = WRITE.format(root=str(ROOT), tests=str(ROOT / "tests" / "html"), format=format)
    made = {
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "TZ": zone}, cwd="/", check=True,
                       capture_output=True, text=True, timeout=120).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"), ("4711", "America/New_York"))
    }  # fmt: skip
    assert len(made) == 1
