"""Inline nodes as runs: how they look, where they lead, what is read out, and where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import topics
from hypothesis import given
from hypothesis import strategies as st

from builder import locale, model
from builder.exponents import risen
from builder.layout.inline import Inlines, _attached, clinic_value
from builder.model import Document
from builder.references.numbering import Numbering
from builder.structure import Element
from builder.text import faces
from builder.text.lines import Run
from builder.verify.readback import Element as Read
from builder.verify.readback import elements, text

SHORT = {"MRI": "magnetic resonance imaging", "ECE": "Example condition of everything", "MR": "magnetic resonance"}


def runs_of(*texts: str, format: str = "factsheet", role: str = "P", with_clinic: bool = True,
            glossary: tuple[str, ...] = ()) -> tuple[Inlines, list[list[Run]], Element]:  # fmt: skip
    """Return the runs of each text, in an element of its own below the one that is returned."""
    entries = [{"term": term, "plain": "Plain words."} for term in glossary]
    topic = topics.paragraphs(*texts, abbreviations=SHORT, glossary=entries)
    made = Inlines(topic, topics.context(with_clinic=with_clinic), format)
    root = Element("Document")
    kind = made.types["body"]
    return made, [made.runs(text, kind, root.add(role)) for text in _texts(topic)], root


def _texts(topic: Document) -> Iterator[model.Text]:
    for block in topic.sections[0].blocks:
        assert isinstance(block, model.Paragraph)
        yield block.paragraph


def words(runs: list[Run]) -> str:
    return "".join(run.text for run in runs)


def spans(element: Element) -> list[tuple[str, str, str]]:
    """Return role, language and expansion of every element below."""
    found = []
    for child in element.children:
        if isinstance(child, Element):
            found += [(child.role, child.language, child.expansion), *spans(child)]
    return found


# --- Words and looks --------------------------------------------------------------------------------------------------

AS_WRITTEN = ["R&D", "CD4<CD8", '<img src="file:///etc/passwd">', "Q&A; b", "50 %", "a < b > c", "`code`", "%s"]


@pytest.mark.parametrize("written", AS_WRITTEN)
def test_what_is_no_mark_prints_as_it_is_written(written: str) -> None:
    _, [runs], _ = runs_of(f"Before {written} after.")
    assert words(runs) == f"Before {written} after."


WEIGHTS = {
    "plain": [("plain", "regular", "en")],
    "**strong**": [("strong", "bold", "en")],
    "*emphasis*": [("emphasis", "semibold", "en")],
    "***both***": [("both", "bold", "en")],
    "**a *b* c**": [("a ", "bold", "en"), ("b", "bold", "en"), (" c", "bold", "en")],
    "[in vitro]{lang=la}": [("in vitro", "regular", "la")],
    "**[in vitro]{lang=la}**": [("in vitro", "bold", "la")],
    "*[in vitro]{lang=la}*": [("in vitro", "semibold", "la")],
    "[a **b**]{lang=la}": [("a ", "regular", "la"), ("b", "bold", "la")],
}


@pytest.mark.parametrize("written", WEIGHTS)
def test_marks_choose_weight_and_language(written: str) -> None:
    _, [runs], _ = runs_of(written)
    expected = [(text, faces.stack("source-sans-3", weight, language)) for text, weight, language in WEIGHTS[written]]
    assert [(run.text, run.look.stack) for run in runs] == expected


@pytest.mark.parametrize("format", ["factsheet", "handout"])
def test_raised_and_lowered_words_stay_as_large_as_the_smallest_type(format: str) -> None:
    made, [runs], _ = runs_of("H~2~O and 10^9^ [@book]", format=format)
    sizes = {run.text: (run.look.ratio * made.types["body"].size, run.look.rise) for run in runs}
    floor = {"factsheet": 9, "handout": 10}[format]
    assert sizes["2"][0] >= floor - 0.001
    assert sizes["9"][0] >= floor - 0.001
    assert sizes["[1]"][0] >= floor - 0.001
    assert sizes["2"][1] < 0 < sizes["9"][1]


def test_words_in_another_language_say_so() -> None:
    _, _, root = runs_of("Seen [in vitro]{lang=la} first.")
    assert spans(root) == [("P", "", ""), ("Span", "la", "")]


def test_a_line_ends_where_the_text_says() -> None:
    _, [runs], _ = runs_of("one\\\ntwo")
    assert words(runs) == "one\ntwo"


# --- Links ------------------------------------------------------------------------------------------------------------

LINKS = {
    "https://example.org/a?b=1": ("https://example.org/a?b=1", "", "Web page example.org/a?b=1", True),
    "mailto:me@example.org": ("mailto:me@example.org", "", "Write to me@example.org", True),
    "tel:+15550100": ("tel:+15550100", "", "Call +15550100", True),
    "#p0": ("", "p0", "Go to these words", False),
}


@pytest.mark.parametrize("address", LINKS)
def test_a_link_leads_to_its_address_and_says_where(address: str) -> None:
    _, [runs], root = runs_of(f"See [these **words**]({address}).")
    inside = [run for run in runs if run.link]
    assert words(inside) == "these words"
    targets = {(run.link.url, run.link.anchor, run.link.description, run.look.underlined) for run in inside if run.link}
    assert targets == {LINKS[address]}
    assert all(run.content.role == "Link" for run in inside)
    assert [role for role, _, _ in spans(root)] == ["P", "Link"]


# --- Citations --------------------------------------------------------------------------------------------------------


def test_sources_are_numbered_as_they_come_and_runs_collapse() -> None:
    _, found, _ = runs_of("One [@web].", "Three [@book; @web; @chapter].", "Again [@chapter].", "Far [@report; @web].")
    cited = ["".join(run.text for run in runs if run.link) for runs in found]
    assert cited == ["[1]", "[1-3]", "[3]", "[1,4]"]


def test_each_number_leads_to_its_entry_and_takes_its_own_words_along() -> None:
    _, [runs], _ = runs_of("Said [see @book, p. 3-5; @web; also @chapter, table 2].")
    linked = [(run.text, run.link.anchor) for run in runs if run.link]
    assert linked == [("[see 1, p. 3-5;", "ref-1"), (" 2;", "ref-2"), (" also 3, table 2]", "ref-3")]


def test_a_citation_never_starts_a_line_and_does_not_break() -> None:
    _, [runs], root = runs_of("Words [@book; @web].")
    assert [(run.glued, run.kept) for run in runs if run.link] == [(True, True)] * 2
    assert [role for role, _, _ in spans(root)] == ["P", "Reference", "Link", "Link"]


keys = st.lists(st.integers(0, 12).map(lambda number: f"ref{number}"), min_size=1, max_size=6, unique=True)
worded = st.tuples(keys, st.sampled_from(["", "see"]), st.sampled_from(["", "p. 3-5", "fig. 1, p. 2"]))


@given(st.lists(keys, min_size=1, max_size=8))
def test_every_reference_has_a_way_back_to_where_it_is_first_cited(citations: list[list[str]]) -> None:
    """Also one that no reader sees, because it stands inside a range."""
    made, found, _ = runs_of(*(f"Words [{'; '.join(f'@{key}' for key in keys)}]." for keys in citations))
    anchors = [{run.anchor for run in runs if run.anchor} for runs in found]
    first: dict[str, int] = {}
    for number, keys in enumerate(citations):
        for key in keys:
            first.setdefault(key, number)
    for number, key in enumerate(made.numbering.keys, 1):
        assert made.back(number) in anchors[first[key]]
    assert sum(map(len, anchors)) == len(set().union(*anchors))


@given(st.lists(worded, min_size=1, max_size=4))
def test_joining_marks_to_numbers_changes_no_letter(parts: list[tuple[list[str], str, str]]) -> None:
    sources = tuple(model.CitedSource(key, prefix, locator) for keys, prefix, locator in parts for key in keys)
    pieces = Numbering().pieces(model.Citation(sources))
    joined = list(_attached(pieces))
    assert "".join(words for words, _ in joined) == "".join(piece.text for piece in pieces)
    assert [number for _, number in joined] == [piece.number for piece in pieces if piece.number]


# --- Short forms and terms --------------------------------------------------------------------------------------------

READ = {  # what is written: what is printed, and what is read out instead of short forms
    "A {MRI}. A {MRI}.": ("A magnetic resonance imaging (MRI). A MRI.", ["MRI"]),
    "A MRI. A MRI.": ("A MRI. A MRI.", ["MRI"]),
    "A MRI. A {MRI}.": ("A MRI. A magnetic resonance imaging (MRI).", ["MRI"]),
    "A {MRI}. A MRI.": ("A magnetic resonance imaging (MRI). A MRI.", []),
    "Two {MRI|MRIs}. A {MRI}.": ("Two MRIs. A magnetic resonance imaging (MRI).", ["MRI"]),
    "An {ECE} and ECE.": ("An ECE and ECE.", ["ECE"]),
    "MRIs, xMRI, MR.": ("MRIs, xMRI, MR.", ["MR"]),
    "A {spleen} or {spleen|two spleens}.": ("A spleen or two spleens.", []),
}


@pytest.mark.parametrize("written", READ)
def test_a_short_form_is_printed_in_full_where_it_is_first_marked_and_read_out_elsewhere(written: str) -> None:
    printed, short = READ[written]
    made, [runs], root = runs_of(f"{{ECE}} {written}" if "ECE" not in written else written, glossary=("spleen",))
    assert words(runs).removeprefix("ECE ") == printed
    expanded = [expansion for role, _, expansion in spans(root) if role == "Span"]
    assert set(expanded) - {SHORT["ECE"]} == {SHORT[name] for name in short} - {SHORT["ECE"]}
    assert made.texts() == (words(runs),)


def test_a_short_form_that_means_the_title_is_never_printed_in_full() -> None:
    _, [runs], root = runs_of("About {ECE}.")
    assert words(runs) == "About ECE."
    assert spans(root)[1:] == [("Span", "", SHORT["ECE"])]


def test_a_heading_expands_nothing_and_reads_out_what_is_marked() -> None:
    made, found, root = runs_of("What is a {MRI}?", "A {MRI}.", role="H2")
    assert [words(runs) for runs in found] == ["What is a MRI?", "A MRI."]
    assert [expansion for role, _, expansion in spans(root) if role == "Span"] == [SHORT["MRI"]] * 2
    assert made.texts() == ("What is a MRI?", "A MRI.")


# --- Values of the clinic ---------------------------------------------------------------------------------------------


def test_values_of_the_clinic_stand_out_and_do_not_break() -> None:
    _, [runs], _ = runs_of("Call {clinic.phone} or {clinic.emergency}.")
    assert words(runs) == "Call 555 0100 or 911."
    semibold = faces.stack("source-sans-3", "semibold", "en")
    assert [(run.text, run.look.stack is semibold, run.kept) for run in runs][1] == ("555 0100", True, True)


def test_without_a_clinic_neutral_words_stand_in() -> None:
    _, [runs], _ = runs_of("Call {clinic.phone} or {clinic.emergency}.", with_clinic=False)
    assert words(runs) == "Call your clinic's number or your emergency number."
    assert not any(run.kept for run in runs)


def test_a_value_that_the_clinic_does_not_have_is_empty() -> None:
    assert clinic_value(None, "phone", locale.load("en")) == ""
    assert clinic_value(topics.clinic(), "phone", locale.load("en")) == "555 0100"


# --- Places, and what the source says ---------------------------------------------------------------------------------

SAMPLES = [
    "Some **bold *and* more** words, H~2~O [@book], [a link](https://example.org) and \\* an escape.",
    "Call {clinic.phone}; a {MRI} with MRI [see @web, p. 2]. A {spleen|row of spleens} [in vitro]{lang=la}.",
    "Two  wide   blanks, R&D and MR.",
]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_word_knows_where_it_stands_in_the_source(sample: str) -> None:
    _, [runs], _ = runs_of(sample, glossary=("spleen",))
    for run in runs:
        assert run.place is not None
        if sample[run.start] not in "{[":  # marks that print other words stand where the mark begins
            assert sample[run.start : run.start + len(run.text)] == run.text


@pytest.mark.parametrize("with_clinic", [True, False])
def test_what_the_source_says_is_what_is_printed_without_citations(with_clinic: bool) -> None:
    """`texts` is made from the source alone; the runs must say the same."""
    made, found, _ = runs_of(*SAMPLES, with_clinic=with_clinic, glossary=("spleen",))
    printed = ["".join("" if _in_citation(run) else risen(run.text, run.look.rise) for run in runs) for runs in found]
    assert [" ".join(line.replace(" .", ".").replace(" ,", ",").split()) for line in printed] == list(made.texts())


def _in_citation(run: Run) -> bool:
    return bool(run.link and run.link.anchor.startswith("ref-"))


def test_words_of_the_program_hold_texts_with_their_places() -> None:
    made, _, root = runs_of("Words.")
    topic = topics.document()
    names = [one.name for one in topic.synonyms[:2]]
    element = root.add("P")
    runs = made.said("also_called", made.types["body"], element, names=[names[0], ", ", names[1]])
    assert words(runs) == "Also called Sample-Specimen syndrome, Old everything."
    assert [run.place is not None for run in runs] == [False, True, False, True, False]
    assert [run.content for run in runs] == element.children


# --- On paper ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["factsheet", "handout"])
def test_links_of_a_file_lead_to_pages_and_addresses(format: str, tmp_path: Path) -> None:
    """Every id that the topic of everything links to has a place in both formats; each entry leads back."""
    content, _ = topics.set_(format, topics.document(), topics.context())
    tree = topics.read_back(content, tmp_path)
    links = [element for element in elements(tree) if element.role == "Link"]
    leads = {text(link).strip(): link.attributes.get("URI") or link.attributes["Dest"] for link in links}
    assert leads["a page"] == "https://example.org/leaflet?a=1&b=2"
    assert len(links) > 40
    assert all(_leads(link) for link in links)


def _leads(link: Read) -> bool:
    destination = str(link.attributes.get("Dest", ""))
    return bool(link.attributes.get("URI")) or destination.startswith("page ") and "?" not in destination
