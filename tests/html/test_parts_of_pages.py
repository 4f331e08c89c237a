"""Single parts of a page: what each element becomes, and that no words ever become markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pages
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import Node, said

from builder import style
from builder.colours import contrast
from builder.html import escape, look, telephone
from builder.structure import Call, Element, Link, Piece, Sheet, Term

HOSTILE = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus '",
    "<!--",
    "]]>",
    "--><b>",
    "&lt;b&gt;",
    "&#60;b&#62;",
    "</textarea></button></details>",
    "javascript:alert(1)",
    "{} {number} %s \\u003c",
    "\u202eabc",
    "a\tb\rc",
]
UNFIT = ["\0", "\x1b[31m", "\x7f", "\x85", "\ud800", "\ufdd0", "\uffff", "\U0001ffff"]


def _everywhere(words: str) -> Sheet:
    """Return a sheet with words in every place that can hold some."""
    piece = Piece(words)
    link = Element("Link", link=Link(words, words), children=((piece,),))
    cell = Element("TD", children=((piece,),))
    row = Element(
        "TR", children=(Element("TH", children=((piece,),), scope="Row"), cell, Element("TD", "space", actual=words))
    )
    head = Element("TR", children=tuple(Element("TH", children=((piece,),), scope="Column") for _ in range(3)))
    entry = Element("LI", "", "", (Element("Lbl", children=((piece,),)), Element("LBody", children=((piece,), link))))
    span = Element("Span", language=words, expansion=words, actual=words, children=((piece,),))
    return pages.small(
        Element(
            "Sect",
            words,
            words,
            (Element("H2", children=((piece,),)), Element("P", words, children=((piece,), link, span))),
        ),
        Element("Sect", "get-help", "", (Element("H2", words, children=((piece,),)),)),
        Element("Div", words, "", (Element("P", "label", children=((piece,),)), Element("P", "space", actual=words))),
        Element("P", "lines", actual=words),
        Element("P", "phone", children=((piece,),)),
        Element(
            "Table",
            words,
            "",
            (
                Element("Caption", children=((piece,),)),
                Element("THead", children=(head,)),
                Element("TBody", children=(row,)),
            ),
        ),
        *(
            Element("L", kind, "", (entry,), numbering=numbering)
            for kind, numbering in (
                ("", "Disc"),
                ("", "Decimal"),
                ("ticks", "None"),
                ("glossary", "None"),
                ("references", "Decimal"),
            )
        ),
        Element("P", children=((Piece(words, term=words, weight=words, rise=""),),)),
        calls=(Call("emergency", words), Call("phone", words)),
        terms=(Term(words, words),),
        direction=words,
    )


@pytest.mark.parametrize("words", [*HOSTILE, "x" * 5000])
def test_words_never_become_markup(words: str) -> None:
    """With hostile words everywhere, the page has the elements and attributes that it has with harmless ones."""
    hostile, harmless = (pages.read(pages.written(_everywhere(one))) for one in (words, "harmless"))
    assert _shape(hostile) == _shape(harmless)
    assert pages.joined([words]) in pages.joined(pages.words_of_page(hostile))


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=30))
def test_no_words_at_all_become_markup(words: str) -> None:
    page = pages.read(
        pages.written(pages.small(Element("P", children=said(words)), Element("P", "lines", actual=words)))
    )
    assert _shape(page) == _shape(
        pages.read(
            pages.written(
                pages.small(
                    Element("P", children=said("x" + "\n" * words.count("\n"))), Element("P", "lines", actual="x")
                )
            )
        )
    )


def _shape(page: Node) -> list[tuple[str, list[str]]]:
    return [(one.tag, sorted(set(one.attributes) - {"class", "id"})) for one in page.all()]


@pytest.mark.parametrize("letter", UNFIT)
def test_what_no_page_may_hold_is_replaced(letter: str) -> None:
    content = pages.written(_everywhere(f"a{letter}b"))
    assert letter not in content
    assert "a\ufffd" in content


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        " https://a.example",
        "file:///etc/passwd",
        "//a.example",
        "https://a.example/\n",
        "#nowhere",
        "vbscript:x",
        "HTTPS:a",
    ],
)
def test_only_addresses_of_the_web_mail_and_telephones_are_links(url: str) -> None:
    page = pages.read(
        pages.written(
            pages.small(Element("P", children=(Element("Link", link=Link(url, ""), children=said("the words")),)))
        )
    )
    assert "the words" not in [one.text() for one in page.all("a")]
    assert "the words" in page.text()


def test_links_are_kept() -> None:
    for url in ("https://a.example/b?c=d&e=f", "mailto:a@b.example", "tel:+15550100"):
        page = pages.read(
            pages.written(
                pages.small(Element("P", children=(Element("Link", link=Link(url, ""), children=said("the words")),)))
            )
        )
        assert [one.text() for one in page.all("a", href=url)] == ["the words"]


@given(st.text(alphabet=st.characters()))
def test_data_never_ends_its_element(words: str) -> None:
    written = escape.data(json.dumps(words, ensure_ascii=False))
    assert "<" not in written
    written.encode("utf-8")
    json.loads(written)


# --- Parts ------------------------------------------------------------------------------------------------------------


def _part(*elements: Element, **changes: Any) -> Node:
    return pages.read(pages.written(pages.small(*elements, **changes)))


def test_an_unknown_kind_and_role_print_all_their_words() -> None:
    sheet = pages.small(
        Element(
            "Sect",
            "novelty",
            "",
            (Element("H2", children=said("A heading")), Element("P", "novelty", children=said("One"))),
        ),
        Element("Novelty", "novelty", "", (Element("P", children=said("Two")),)),
        Element(
            "L",
            "novelty",
            "",
            (Element("LI", children=(Element("Lbl", children=said("★")), Element("LBody", children=said("Three")))),),
        ),
        Element(
            "Table",
            "novelty",
            "",
            (
                Element("THead", children=(Element("TR", children=(Element("TH", children=said("Four")),)),)),
                Element("TBody", children=(Element("TR", children=(Element("TH", children=said("Five")),)),)),
            ),
        ),
        Element("Div", "novelty", "", said("Six")),
    )
    page = pages.read(pages.written(sheet))
    assert pages.joined(pages.words_of_page(page)) == "AsmallsheetAheadingOneTwo★ThreeFourFiveSix"


def test_a_table_has_scopes_and_labels_for_cards() -> None:
    (table,) = pages.read(pages.page("alps", "handout")).all("table")
    assert {one.attributes["scope"] for one in table.all("th")} == {"col", "row"}
    columns = [one.text() for one in table.all("th", scope="col")]
    for row in table.all("tbody")[0].all("tr")[:-1]:
        assert [one.attributes["data-label"] for one in row.all("td")] == columns[1:]
    assert not [one for one in table.all() if "role" in one.attributes]


def test_room_to_write_is_a_field_with_a_label_that_says_what_for() -> None:
    page = pages.read(pages.page("alps", "handout"))
    labels = {one.attributes["for"]: one.text() for one in page.all("label")}
    fields = [one for one in page.all() if one.tag in ("input", "textarea")]
    told = [one.attributes.get("aria-label") or labels[one.attributes["id"]] for one in fields]
    assert "How much, Prednisone" in told
    assert "Date and time" in told
    assert "Space to write: Your own questions" in told
    assert "Skip contact sports while your spleen is large." in [" ".join(one.split()) for one in told]
    assert all(told)
    assert len(page.all("p", class_="keep")) == 1


def test_telephone_numbers_of_the_clinic_can_be_called() -> None:
    page = pages.read(pages.page("alps", "handout"))
    links = [one for one in page.all("a") if one.attributes["href"].startswith("tel:")]
    bar = page.all("aside", class_="calls")[0].all("a")
    assert [one.attributes["href"] for one in bar] == ["tel:911", "tel:5550100"]
    assert {one.attributes["href"] for one in links} == {"tel:911", "tel:5550100", "tel:5550199"}
    assert not [words for words in _outside_links(page) if re.search(r"555 01(00|99)", words)]


def _outside_links(node: Node) -> list[str]:
    found = [child for child in node.children if isinstance(child, str)]
    inner = [child for child in node.children if isinstance(child, Node) and child.tag not in ("a", "head")]
    return found + [words for child in inner for words in _outside_links(child)]


def test_without_a_clinic_the_bar_leads_to_when_to_get_help() -> None:
    page = pages.read(pages.page("alps", "handout", with_clinic=False))
    (link,) = page.all("aside", class_="calls")[0].all("a")
    (heading,) = page.all("h2", id=link.attributes["href"][1:])
    assert heading.text() == "When to get help"
    assert not [one for one in page.all("a") if one.attributes["href"].startswith("tel:")]


@pytest.mark.parametrize(
    ("words", "dials"),
    [
        ("555 0100", ["5550100"]),
        ("911", ["911"]),
        ("+44 (0)20 7946 0000 (press 2)", ["+442079460000"]),
        ("(555) 010-0100", ["5550100100"]),
        ("999 or 112", ["999", "112"]),
        ("01.23.45.67.89", ["0123456789"]),
        ("555 0199 (24 hours)", ["5550199"]),
        ("Mon 8:30 to 17:00: 555 0100", ["5550100"]),
        ("8.30-17.00", []),
        ("1-800-FLOWERS", []),
        ("see your letter", []),
        ("1234567890123456", []),
        ("\u0665\u0665\u0665 \u0660\u0661\u0660\u0660", ["5550100"]),
    ],
)
def test_what_a_number_dials(words: str, dials: list[str]) -> None:
    assert [one.dial for one in telephone.numbers(words)] == dials


def test_a_word_of_the_glossary_is_explained_where_it_stands() -> None:
    page = pages.read(pages.page("alps", "handout"))
    button = next(one for one in page.all("button", class_="term") if one.text() == "glands")
    (shown,) = page.all("div", id=button.attributes["popovertarget"])
    assert "popover" in shown.attributes
    assert "small filter where immune cells gather" in shown.text()
    assert [one.attributes["popovertargetaction"] for one in shown.all("button")] == ["hide"]


def test_a_citation_leads_to_its_source_and_back() -> None:
    page = pages.read(pages.page("alps", "factsheet"))
    sources = page.all("ol", class_="references")[0].all("li")
    for source in sources:
        back = source.all("a")[0]
        (cited,) = page.all("span", id=back.attributes["href"][1:])
        assert "cite" in cited.classes
    links = [one for cite in page.all("span", class_="cite") for one in cite.all("a")]
    assert {one.attributes["href"] for one in links} == {f"#{one.attributes['id']}" for one in sources}
    assert all(one.text().startswith("Source ") for one in links)


def test_pictures_have_alternates_and_labels() -> None:
    page = pages.read(pages.page("alps", "factsheet"))
    drawn = [one for one in page.all("svg") if one.attributes.get("role") == "img"]
    assert [one.attributes["aria-label"][:12] for one in drawn] == ["A white brid", "A child from", "On top, a si"]
    texts = [one.text() for one in drawn[1].all("text")]
    assert texts == ["neck", "armpit", "spleen", "groin"]
    for picture in drawn[1:]:
        left, _, width, _ = map(float, picture.attributes["viewbox"].split())
        for label in picture.all("text"):
            assert left <= float(label.attributes["x"]) <= left + width
            assert float(label.attributes["font-size"]) * 270 / width >= 12


def test_the_language_and_direction_are_said() -> None:
    (root,) = _part(direction="rtl").all("html")
    assert root.attributes == {"lang": "en", "dir": "rtl"}


def test_the_policy_allows_the_pages_own_style_and_data_alone() -> None:
    content = pages.page("alps", "factsheet")
    page = pages.read(content)
    policy = next(one.attributes["content"] for one in page.all("meta") if "http-equiv" in one.attributes)
    for tag, name in (("style", "style-src"), ("script", "script-src")):
        inside = content.partition(f"<{tag}")[2].partition(">")[2].partition(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_the_page_says_what_it_is_about() -> None:
    (script,) = pages.read(pages.page("alps", "factsheet")).all("script")
    told = json.loads(script.text())
    assert told["@type"] == "MedicalWebPage"
    assert told["about"]["name"] == "Autoimmune lymphoproliferative syndrome"
    assert {"@type": "MedicalCode", "codingSystem": "SNOMED CT", "codeValue": "702444009"} in told["about"]["code"]
    assert "lastReviewed" not in told  # no clinician reviewed it yet


# --- Colours ----------------------------------------------------------------------------------------------------------

ON = {
    "ink": "paper tint stripe",
    "heading": "paper tint stripe",
    "accent": "paper tint",
    "grey": "paper tint",
    "link": "paper tint",
    "urgent_words": "urgent_tint",
    "emergency_words": "paper",
    "on_heading": "heading",
    "on_emergency": "emergency",
}


@pytest.mark.parametrize("name", ["plain", "warm", "contrast"])
def test_the_dark_is_as_legible_as_the_print(name: str) -> None:
    colours = style.load(name, (Path(pages.ROOT) / "styles",)).colours
    dark = look.in_the_dark(dict(colours))
    assert {
        (front, back) for front, backs in ON.items() for back in backs.split() if contrast(dark[front], dark[back]) < 7
    } == set()
    assert {line for line in ("rule", "routine", "urgent") if contrast(dark[line], dark["paper"]) < 3} == set()
