from __future__ import annotations

import re
import time
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from builder.markup import citations, escaped, parse, plain, walk
from builder.model import (
    Citation,
    CitedSource,
    ClinicValue,
    Emphasis,
    Foreign,
    Inline,
    LineBreak,
    Link,
    Strong,
    Subscript,
    Superscript,
    Term,
    Text,
    Words,
)


def read(value: str) -> tuple[Inline, ...]:
    """The nodes of a text in which nothing is wrong."""
    nodes, found = check(value)
    assert found == []
    return nodes


def check(value: str) -> tuple[tuple[Inline, ...], list[tuple[str, str]]]:
    """The nodes of a text, and for each problem its rule and the characters it points at."""
    found: list[tuple[str, str]] = []

    def report(rule: str, message: str, start: int, end: int, hint: str) -> None:
        assert (message[-1], hint[-1]) == (".", "."), "a message and a hint are sentences"
        found.append((rule, value[start:end]))

    return parse(value, report), found


def w(text: str) -> tuple[Words, ...]:
    return (Words(text),)


@pytest.mark.parametrize("value", ["a b", " a b ", "a  b", "\ta", "a\nb", "a *b", "é\u00a0c, d."])
def test_characters_know_where_they_were_written(value: str) -> None:
    """Also in a text without marks, which is read at once."""
    for node in parse(value, lambda *problem: None):
        assert isinstance(node, Words)
        assert [a for a, b in zip(node.text, value[node.start :], strict=False) if a != b and b not in "\t\n"] == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("**a** __b__", (Strong(w("a")), Words(" "), Strong(w("b")))),
        ("*a* _b_", (Emphasis(w("a")), Words(" "), Emphasis(w("b")))),
        ("***a***", (Emphasis((Strong(w("a")),)),)),
        ("CD4^+^ and H~2~O", (*w("CD4"), Superscript(w("+")), *w(" and H"), Subscript(w("2")), *w("O"))),
        ("^18^F, x^*a*^", (Superscript(w("18")), *w("F, x"), Superscript((Emphasis(w("a")),)))),
        ("[in *vitro*]{lang=la}", (Foreign((*w("in "), Emphasis(w("vitro"))), "la"),)),
        ("[नमस्ते]{lang=hi-Deva}", (Foreign(w("नमस्ते"), "hi-Deva"),)),
        ("{spleen}", (Term("spleen"),)),
        ("{Fas ligand|the  partner of Fas}", (Term("Fas ligand", "the partner of Fas"),)),
        ("{clinic.phone}, {clinic.out_of_hours}", (ClinicValue("phone"), *w(", "), ClinicValue("out_of_hours"))),
        ("one\\\n two", (*w("one"), LineBreak(), *w("two"))),
        ("a \n\t b\nc  ", (*w("a "), *w("b c"))),
        (r"5 \* 3", (*w("5 "), *w("* 3"))),
        ("", ()),
        (" \n ", ()),
    ],
)
def test_marks(value: str, expected: tuple[Inline, ...]) -> None:
    assert read(value) == expected


@pytest.mark.parametrize(
    ("value", "sources"),
    [
        ("[@fisher1995]", (CitedSource("fisher1995"),)),
        ("[@a; @b]", (CitedSource("a"), CitedSource("b"))),
        ("[@a; see @b, p. 3]", (CitedSource("a"), CitedSource("b", "see", "p. 3"))),
        ("[ see  also @a:1.b, pp. 3-5, 8 ]", (CitedSource("a:1.b", "see also", "pp. 3-5, 8"),)),
    ],
)
def test_citations(value: str, sources: tuple[CitedSource, ...]) -> None:
    assert read(value) == (Citation(sources),)


def test_a_cited_source_starts_at_its_at_sign() -> None:
    value = "Fas [see @a, p. 3; @b]."
    (citation,) = citations(read(value))
    assert [value[source.start :][:2] for source in citation.sources] == ["@a", "@b"]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "https://example.org:8080/a_(b)_c?d=e&f#g",
        "https://doi.org/10.1016/S0140-6736(05)67198-7",
        "mailto:nurse@clinic.example.org",
        "tel:+1-555-0100",
        "#spleen",
    ],
)
def test_addresses_that_are_used_as_they_are(address: str) -> None:
    assert read(f"[a *b*]({address})") == (Link((*w("a "), Emphasis(w("b"))), address),)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("https://münchen.example.com", "https://xn--mnchen-3ya.example.com"),
        (r"https://example.org/a\)b", "https://example.org/a)b"),
    ],
)
def test_an_address_is_written_in_ascii(address: str, expected: str) -> None:
    assert read(f"[a]({address})") == (Link(w("a"), expected),)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "https://nih.gov@evil.example.org",
        "https://nih.gov:pass@evil.example.org/",
        "https://pаypal.example.com",  # the first a is Cyrillic
        "https://аррӏе.com",  # all Cyrillic but the last label
        "https://ｎｉｈ.gov",
        "https:example.org",
        "https://",
        "https://example..org",
        r"https://example.org\@evil.example.org",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "//example.org",
        "www.example.org",
        "spleen",
        "#",
        "",
        "https://example.org/" + "a" * 3000,
    ],
)
def test_addresses_that_are_refused(address: str) -> None:
    nodes, found = check(f"[a]({address})")
    assert nodes == w("a")
    assert found == [("link-address", f"({address})")]


def test_http_is_refused_with_the_way_out() -> None:
    hints: list[str] = []
    parse("[a](http://example.org)", lambda *reported: hints.append(reported[-1]))
    assert hints == ["Write https: instead of http:."]


@pytest.mark.parametrize(
    "value",
    [
        "R&D",
        "CD4<CD8",
        "<img src=x>",
        "p < 0.05 and b > a",
        "Q&A; AT&T; this &that;",
        "5 ** 3 and 2 ** 4",
        "see [1] (page 3)",
        "`code`",
        "5 * 3",
        "a_b_c",
        "snake_case_word",
        "2^8",
        "10^9 and 10^12",
        "about ~5 mg or ~10 mg",
        "(~5,~10 mg)",
        "~5/~10",
        "~lowered~ what?",
        "1~2 weeks, 3~4 weeks",
        "~~struck~~",
        "see [1] and [a, b]",
        "a footnote* here",
        "nurse@clinic.example.org",
        "[nurse@clinic.example.org]",
        "https://example.org/a_b",
        "# heading",
        "1. one",
        "a } b ] c",
        "{ a",
        "Name: ____",
        r"C:\dir",
        "\u00a0a\u00a0b\u00a0",
    ],
)
def test_what_is_no_mark_is_printed_as_written(value: str) -> None:
    assert read(value) == w(value)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("a **b", [("unclosed-mark", "**")]),
        ("a *b", [("unclosed-mark", "*")]),
        ("a _b", [("unclosed-mark", "_")]),
        ("2*3", [("unclosed-mark", "*")]),
        ("**a*", [("unclosed-mark", "*")]),
        ("*a**", [("unopened-mark", "*")]),
        ("** a**", [("unopened-mark", "**")]),
        ("*a **b* c**", [("crossed-marks", "**"), ("crossed-marks", "**")]),
        ("a ** b c ** d", [("foreign-mark", "** b c **")]),
        ("a [b c] (https://example.org)", [("foreign-mark", "[b c] (https://example.org)")]),
        ("a (b c)[https://example.org]", [("foreign-mark", "(b c)[https://example.org]")]),
        ("a &amp; b&#8211;c", [("foreign-mark", "&amp;"), ("foreign-mark", "&#8211;")]),
        ("a&nbsp;b", [("foreign-mark", "&nbsp;")]),
        ("a <b>c</b> d<br/>", [("foreign-mark", "<b>"), ("foreign-mark", "<br/>")]),
        ("a</p>", [("foreign-mark", "</p>")]),
        ("<https://example.org>", [("foreign-mark", "<https://example.org>")]),
        ("*a [b*](https://example.org)", [("unclosed-mark", "*")]),
        ("[a", [("unclosed-mark", "[")]),
        ("[@a", [("unclosed-mark", "[")]),
        ("{a", [("unclosed-mark", "{")]),
        ("[a](https://example.org", [("link-address", "(")]),
        ("[a](two words)", [("link-address", "(")]),
        ('[a](https://example.org "title")', [("link-address", "(")]),
        ("[a [b](https://c.org)](https://d.org)", [("nested-link", "[a [b](https://c.org)](https://d.org)")]),
        ("[a [@b]](https://d.org)", [("nested-link", "[a [@b]](https://d.org)")]),
        ("[](https://example.org)", [("empty-mark", "[](https://example.org)")]),
        ("[]{lang=la}", [("empty-mark", "[]{lang=la}")]),
        ("[a]{lang=x}", [("term-form", "{lang=x}")]),
        ("{}", [("term-form", "{}")]),
        ("{a|}", [("term-form", "{a|}")]),
        ("{a|*b*}", [("term-form", "{a|*b*}")]),
        ("{lang=la}", [("term-form", "{lang=la}")]),
        ("[@a, @b]", [("citation-form", "[@a, @b]")]),
        ("[@a;]", [("citation-form", "[@a;]")]),
        ("[@]", [("citation-form", "[@]")]),
        ("[-@a]", [("citation-form", "[-@a]")]),
        ("[@a p. 3]", [("citation-form", "[@a p. 3]")]),
        ("[@a,]", [("citation-form", "[@a,]")]),
        ("as @fisher1995 says", [("citation-form", "@fisher1995")]),
        ("one\\ two", [("stray-backslash", "\\")]),
        ("one\\", [("stray-backslash", "\\")]),
        ("*a **b *c **d *e* d** c* b** a*", [("nested-marks", "*")]),
        ("10^3-10^5", [("mark-in-word", "^")]),
        ("x^2+y^2", [("mark-in-word", "^")]),
        ("5~10~15", [("mark-in-word", "~")]),
    ],
)
def test_marks_that_are_not_well_formed(value: str, found: list[tuple[str, str]]) -> None:
    assert check(value)[1] == found


@pytest.mark.parametrize(
    ("value", "words"), [("a **b", "a b"), ("[a", "a"), ("{a", "a"), ("one\\ two", "one two"), ("[a](file:b)", "a")]
)
def test_a_mark_that_never_closes_is_never_printed(value: str, words: str) -> None:
    assert plain(check(value)[0]) == words


def test_every_node_starts_where_it_was_written() -> None:
    value = "a **b *c***  d \\* e [f [@g; @h]]{lang=la} {i} ^j^ [k](#l)\\\nm"
    nodes = list(walk(read(value)))
    assert [(type(node).__name__, value[node.start :][:2]) for node in nodes if not isinstance(node, Words)] == [
        ("Strong", "**"),
        ("Emphasis", "*c"),
        ("Foreign", "[f"),
        ("Citation", "[@"),
        ("Term", "{i"),
        ("Superscript", "^j"),
        ("Link", "[k"),
        ("LineBreak", "\\\n"),
    ]
    for node in nodes:
        if isinstance(node, Words):
            assert node.text == value[node.start : node.start + len(node.text)]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("Glands are common. [@a]", "Glands are common."),
        ("Born with FAS [@a; see @b, p. 3].", "Born with FAS."),
        ("**Fas** [@a] is *a* gene\u00a0[@b].", "Fas is a gene."),
        ("[@a] says", "says"),
        ("{ALPS} and {spleen} and {spleen|large spleens}", "autoimmune and spleen and large spleens"),
        ("Call {clinic.phone}, {clinic.out_of_hours}", "Call 555 0100, out of hours"),
        ("one\\\ntwo [in vitro]{lang=la} [x](#y) a^b^", "one two in vitro x aᵇ"),
    ],
)
def test_plain(value: str, words: str) -> None:
    assert plain(Text(read(value)), {"ALPS": "autoimmune"}, {"phone": "555 0100"}) == words


def test_walk_goes_from_a_node_to_its_children() -> None:
    names = [type(node).__name__ for node in walk(read("a **b *c* [@d]** e"))]
    assert names == ["Words", "Strong", "Words", "Emphasis", "Words", "Words", "Citation", "Words"]


@given(st.text(st.sampled_from("*_^~[](){}\\@;,.|= \nab") | st.characters(exclude_categories=["Cs"])))
def test_no_text_breaks_the_parser(value: str) -> None:
    nodes, _ = check(value)
    printed = value.replace("\n", " ").replace("\t", " ").replace("\r", " ")
    for node in walk(nodes):
        assert value[node.start : node.start + 1] != ""
        if isinstance(node, Words):
            assert node.text == printed[node.start : node.start + len(node.text)] != ""


@given(st.text())
def test_an_escaped_text_reads_as_itself(text: str) -> None:
    assert plain(read(escaped(text))) == re.sub("[ \t\n\r]+", " ", text).strip(" ")


# --- Side by side with markdown-it-py ---------------------------------------------------------------------------------

COMMONMARK = MarkdownIt("zero").enable(["emphasis", "link", "escape", "newline"])


def theirs(value: str) -> list[Any]:
    tokens = COMMONMARK.parseInline(value)[0].children or []
    return joined(_nested(iter(tokens)))


def _nested(tokens: Any) -> list[Any]:
    nodes: list[Any] = []
    for token in tokens:
        if token.nesting == 1:
            nodes.append((token.type.removesuffix("_open"), token.attrGet("href"), _nested(tokens)))
        elif token.nesting == -1:
            return nodes
        else:
            nodes.append(_words(token))
    return nodes


def _words(token: Token) -> str:
    return {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)


def ours(nodes: tuple[Inline, ...]) -> list[Any]:
    found: list[Any] = []
    for node in nodes:
        if isinstance(node, Words):
            found.append(node.text)
        elif isinstance(node, LineBreak):
            found.append("\n")
        elif isinstance(node, Link):
            found.append(("link", node.url, ours(node.children)))
        elif isinstance(node, (Strong, Emphasis)):
            found.append(("strong" if isinstance(node, Strong) else "em", None, ours(node.children)))
        else:
            raise AssertionError(f"CommonMark has no {node}")
    return joined(found)


def joined(nodes: list[Any]) -> list[Any]:
    """Put neighbouring words together and make each run of blanks one space."""
    found: list[Any] = []
    for is_words, group in groupby(nodes, lambda node: isinstance(node, str)):
        if is_words:
            words = re.sub(" *\n *", "\n", re.sub("[ \t]+", " ", "".join(group)))
            found += [words] if words else []
        else:
            found.extend((kind, url, joined(children)) for kind, url, children in group)
    return found


@pytest.mark.parametrize(
    "value",
    [
        "**a** and *b*, __c__ and _d_",
        "*a **b** c* and **a *b* c**",
        "***a** b* and ***a* b**",
        "**a** *b* and a **b** c and (*c*)-d",
        "(**a**) **(a)** \u201c*a*\u201d *a*, **a**: b",
        "_a_b_ and a_b_c and (_a_) __a_b__",
        "5 * 3 ** 2 and a * b",
        "**a *b* c**, *a __b__ c*, *a__b__c*",
        "*é*, **漢字**, *«a»*, a*«b»*",
        r"\*a\* \_b\_ \[c\](d) \\ \x a\!",
        "[a](https://example.org), [*a* **b**](mailto:a@b.org), *[a](#b)*",
        "[a](https://example.org/a_(b)_c)_d_ [a_b](https://example.org/a_b_c)",
        "[a] (b) [c]: d ![e](https://example.org) [f][g] []",
        "*[a]* and [*a* b and *c]*",
        "one\\\ntwo\nthree",
    ],
)
def test_it_reads_well_formed_text_as_commonmark_does(value: str) -> None:
    assert ours(read(value)) == theirs(value)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("HLA-DRB1*04 and HLA-DRB1*15", ["*", "*"]),
        ("TPMT*3A*3C", ["*", "*"]),
        ("5*3*2 cm", ["*", "*"]),
        ("CYP2C19*2/*17, *3 or *4", ["*", "*", "*", "*"]),
        ("2**10 or 2**20", ["**", "**"]),
        ("**un**happy", ["**"]),
        ("un**happy**", ["**"]),
        ("**F**ace, **A**rms", ["**", "**"]),
        ("*a*b", ["*"]),
        ("**a***b*", ["**", "*"]),
        ("e\u0301*a*", ["*"]),
        ("μ*a*", ["*"]),
    ],
)
def test_a_mark_inside_a_word_is_reported_where_commonmark_drops_it(value: str, found: list[str]) -> None:
    """CommonMark reads emphasis there, and the stars of a gene's name vanish: an author who means a sign loses it.

    Who wants to mark a part of a word has to mark the whole; that is the smaller loss.
    """
    rules = check(value)[1]
    assert [mark for _, mark in rules] == found
    assert {rule for rule, _ in rules} <= {"mark-in-word", "unclosed-mark"}
    assert plain(read(escaped(value))) == value


@pytest.mark.parametrize("value", ["我**很**好", "CD4**细胞**", "ใช้**ยา**นี้", "**약**을", "ALPS**は**病気", "ខ្ញុំ*ឈឺ*ណាស់"])
def test_languages_without_spaces_mark_words_where_they_stand(value: str) -> None:
    assert ours(read(value)) == theirs(value)


def test_a_sign_is_printed_as_the_hint_says() -> None:
    hints: list[str] = []
    parse("HLA-DRB1*04 and HLA-DRB1*15", lambda *reported: hints.append(reported[-1]))
    assert set(hints) == {"Write \\* to print it, or mark the whole word."}
    assert plain(read("HLA-DRB1\\*04 and HLA-DRB1\\*15")) == "HLA-DRB1*04 and HLA-DRB1*15"


MARK_PIECES = ["*", "**", "_", "__", "***", "\\", "\\*", "[", "]", "](https://example.org)"]
PIECES = [*MARK_PIECES, "a", "b", " ", "\n", "(", ")", ".", "é", "«"]


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join).map(str.strip))
def test_where_nothing_is_reported_it_agrees_with_commonmark(value: str) -> None:
    """Only two blanks at the end of a line are no line break here, since nobody sees them."""
    nodes, found = check(value)
    if not found:
        assert ours(nodes) == theirs(re.sub(" +\n", "\n", value))


WORD = st.sampled_from(["spleen", "Fas", "of", "5\\*3", "snake_case", "R&D", "«Zelle»", "2 * 3", "(left)"])
MARKS = {"emphasis": ["*{}*", "_{}_"], "strong": ["**{}**", "__{}__"], "link": ["[{}](https://example.org)"]}


@st.composite
def well_formed(draw: st.DrawFn, kinds: tuple[str, ...] = tuple(MARKS)) -> str:
    """Words and marks between spaces, no kind of mark inside itself."""
    parts = draw(st.lists(WORD, min_size=1, max_size=3))
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=2)) if kinds else []:
        inside = draw(well_formed(tuple(other for other in kinds if other != kind)))
        parts.append(draw(st.sampled_from(MARKS[kind])).format(inside))
    return " ".join(draw(st.permutations(parts)))


@given(well_formed())
def test_generated_texts_are_read_as_commonmark_does(value: str) -> None:
    assert ours(read(value)) == theirs(value)


# --- Linear time ------------------------------------------------------------------------------------------------------


def seconds(value: str) -> float:
    def once() -> float:
        start = time.process_time()
        parse(value, lambda *_: None)
        return time.process_time() - start

    return min(once() for _ in range(3))


OPEN = [
    "[",
    "](",
    "[a](",
    "*a ",
    "**a *b ",
    "a_ ",
    "_a* ",
    "*a**",
    "^a ",
    "^a~b",
    "{",
    "{a;",
    "[@a;",
    "\\ ",
    "[a]{lang=",
]
WHOLE = ["  ", "[a](#b)", "[*a](#b)", "*[a](#b)", "[a](((", "[a](()"]


@pytest.mark.parametrize("unit", [*OPEN, *WHOLE])
@pytest.mark.slow
def test_four_times_the_marks_take_about_four_times_as_long(unit: str) -> None:
    """Quadratic work would take sixteen times as long."""
    assert seconds(unit * 10_000) < 12 * seconds(unit * 2_500) + 0.005


@pytest.mark.slow
def test_marks_around_a_long_inside_take_linear_time() -> None:
    def nested(depth: int) -> str:
        return "*a " * depth + "b" + " a*" * depth + "[" * depth + "](" * depth

    assert seconds(nested(10_000)) < 12 * seconds(nested(2_500)) + 0.005
