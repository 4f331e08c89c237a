"""What a text means on the page is what is copied from it, read out of it and named after it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import topics
from small import pdftotext, saved

from builder import exponents, markup
from builder.model import Document
from builder.problems import ExitCode
from builder.verify import readback, verify

NOTATIONS = {
    "Below 1 × 10^9^/L": "Below 1 × 10⁹/L",
    "10^-9^ mol, 10^−9^ mol, 10^+3^": "10⁻⁹ mol, 10⁻⁹ mol, 10⁺³",
    "Typed: 10⁹, 10⁻³, m², H₂O, Ca²⁺, xⁿ, 1ˢᵗ": "Typed: 10⁹, 10⁻³, m², H₂O, Ca²⁺, xⁿ, 1ˢᵗ",
    "CO~2~ and H~2~O, SpO~2~, FEV~1~, IgG~4~": "CO₂ and H₂O, SpO₂, FEV₁, IgG₄",
    "^131^I and ^99m^Tc, ^18^F-FDG": "¹³¹I and ⁹⁹ᵐTc, ¹⁸F-FDG",
    "Ca^2+^, Cl^-^, SO~4~^2-^, HCO~3~^−^": "Ca²⁺, Cl⁻, SO₄²⁻, HCO₃⁻",
    "30 kg/m^2^, cm^3^, s^−1^, 1.73 m^2^": "30 kg/m², cm³, s⁻¹, 1.73 m²",
    "the 1^st^, 2^nd^ and 3^rd^, M^me^, n^o^ 5": "the 1ˢᵗ, 2ⁿᵈ and 3ʳᵈ, Mᵐᵉ, nᵒ 5",
    "C~max~, T~1/2~, HbA~1c~, K~ATP~": "Cₘₐₓ, T₁/₂, HbA₁c, KATP",
    "10^6.5^ and Smith^1,2^": "10⁶.⁵ and Smith¹,²",
    "**10^9^** and 10^**9**^ and _x^2^_": "10⁹ and 10⁹ and x²",
    "x^[2](https://example.org)^ and [10^9^](https://example.org)": "x² and 10⁹",
    "≤5, ≥ 10, ≈ 3, ≠, ±2 µg, μg, 37.5 °C, 5 × 3 ÷ 2": "≤5, ≥ 10, ≈ 3, ≠, ±2 µg, μg, 37.5 °C, 5 × 3 ÷ 2",
    "½ a tablet, 1½, ¼, ¾, ⅓, 1⁄2": "½ a tablet, 1½, ¼, ¾, ⅓, 1⁄2",
    "−5 °C, 5–10, a – b, a — b, T-cell": "−5 °C, 5–10, a – b, a — b, T-cell",
    "“quoted”, ‘so’, it’s, 5′ 3″, don't": "“quoted”, ‘so’, it’s, 5′ 3″, don't",
    "office, affluent, difficult, fluffy, shuffle": "office, affluent, difficult, fluffy, shuffle",
    "α, β, γδ T cells, Ω, ∞, →, ↑, ↓, Δ": "α, β, γδ T cells, Ω, ∞, →, ↑, ↓, Δ",
    "®, ™, ©, §, †, ‡, €, £, ‰, №, ♀, ♂": "®, ™, ©, §, †, ‡, €, £, ‰, №, ♀, ♂",
    "HLA-DRB1\\*04 and HLA-DRB1\\*15": "HLA-DRB1*04 and HLA-DRB1*15",
    "about ~5 to ~10, ^x, c.35delG, p.(Arg117His)": "about ~5 to ~10, ^x, c.35delG, p.(Arg117His)",
    "gene_name_x, 5 * 3 * 2, x < y > z, R&D": "gene_name_x, 5 * 3 * 2, x < y > z, R&D",
    "Sjögren, naïve, Ménière, e\u0301, Ångström, Łódź": "Sjögren, naïve, Ménière, é, Ångström, Łódź",
}


def page(words: str, folder: Path) -> Path:
    return saved(topics.set_("factsheet", topics.paragraphs(words), topics.context())[0], folder)


def in_pdfium(path: Path) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))


@pytest.fixture(scope="module")
def topic() -> Document:
    """A topic with every notation, each in a paragraph of its own, and a title and heading with an exponent."""
    topic = topics.least(*({"id": f"p{number}", "paragraph": text} for number, text in enumerate(NOTATIONS)))
    topic |= {"title": "Over 10^9^ cells/L and H~2~O", "short_title": "10^9^ cells"}
    topic["sections"][0]["title"] = "What is CD4^+^?"
    topic["main_message"] = "Words. " * 300  # so that there is a second page, with a running header
    return topics.document(topic)


@pytest.fixture(scope="module")
def sheet(topic: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    content, pages = topics.set_("factsheet", topic, topics.context())
    assert [line.text for line in pages.lines if line.page and "10⁹ cells" in line.text and line.artifact]
    return saved(content, tmp_path_factory.mktemp("meaning"))


@pytest.mark.parametrize("read", ["poppler", "PDFium", "the structure tree"])
def test_a_notation_is_copied_as_it_is_meant(sheet: Path, read: str, need: Callable[[str, bool], None]) -> None:
    need("pdftotext", shutil.which("pdftotext") is not None)
    lines = {"poppler": lambda: pdftotext(sheet), "PDFium": lambda: [in_pdfium(sheet)],
             "the structure tree": lambda: topics.said(readback.tree(sheet))}[read]()  # fmt: skip
    said = "".join("".join(lines).split())  # PDFium begins a new line between a lowered and a raised sign
    assert [words for words in NOTATIONS.values() if "".join(words.split()) not in said] == []
    if read != "PDFium":
        assert [words for words in NOTATIONS.values() if words not in "\n".join(lines)] == []


def test_titles_bookmarks_and_metadata_say_it_too(sheet: Path) -> None:
    with pikepdf.open(sheet) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("Over 10⁹ cells/L and H₂O")
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"].startswith("Over 10⁹ cells/L and H₂O")
        with pdf.open_outline() as outline:
            found = {one.title for item in outline.root for one in [item, *item.children]}
    assert "What is CD4⁺?" in found


def test_raised_words_are_a_span_with_actual_text(sheet: Path) -> None:
    """Some readers look in the structure tree, others in the page's content: it is in both (ISO 32000-1, 14.9.4)."""
    spans = [one for one in readback.elements(readback.tree(sheet)) if one.role == "Span"]
    assert {"⁹", "₂", "⁺", "²⁻", "¹³¹"} <= {one.attributes.get("ActualText") for one in spans}
    with pikepdf.open(sheet) as pdf:
        content = b"".join(bytes(page.Contents.read_bytes()) for page in pdf.pages)
    assert b"/ActualText<feff2079>" in content


@pytest.mark.slow
def test_it_conforms_and_says_what_the_topic_says(
    sheet: Path, topic: Document, need: Callable[[str, bool], None]
) -> None:
    need("verapdf", verify.available() is None)
    composed = topics.composed("factsheet", topic, topics.context())
    assert composed.metadata.title == "Over 10⁹ cells/L and H₂O: patient factsheet"
    report = verify.verify(sheet, composed)
    assert report.exit_code == ExitCode.DONE, "\n".join(report.details())


@pytest.mark.parametrize(("words", "above", "below"), [
    ("9", "⁹", "₉"), ("-3", "⁻³", "₋₃"), ("−3", "⁻³", "₋₃"), ("2+", "²⁺", "₂₊"), ("(n+1)", "⁽ⁿ⁺¹⁾", "₍ₙ₊₁₎"),
    ("max", "ᵐᵃˣ", "ₘₐₓ"), ("th", "ᵗʰ", "ₜₕ"), ("1c", "¹ᶜ", "₁c"), ("C", "C", "C"), ("VT2", "ⱽᵀ²", "VT₂"),
    ("6.5", "⁶.⁵", "₆.₅"), ("1/2", "¹/²", "₁/₂"), ("", "", ""), ("†", "†", "†"), ("⁹", "⁹", "⁹"), ("é1", "é¹", "é₁"),
])  # fmt: skip
def test_raised_and_lowered_characters(words: str, above: str, below: str) -> None:
    """A digit never loses its height; letters keep their form unless each of them has another."""
    assert (exponents.raised(words), exponents.lowered(words), exponents.risen(words, 0)) == (above, below, words)


def test_a_citation_is_no_exponent() -> None:
    document = topics.paragraphs("It needs 10^9^ [@ref1] and 10[@ref2].")
    (block,) = document.sections[0].blocks
    assert markup.plain(block.paragraph) == "It needs 10⁹ and 10."  # type: ignore[attr-defined]
    _, pages = topics.set_("factsheet", document, topics.context())
    assert any("10⁹ [1] and 10[2]." in line.text for line in pages.lines)
