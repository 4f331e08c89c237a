"""The programs that we compare with, setting the same words: Typst and WeasyPrint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import yaml

from benchmarks import ours
from benchmarks.peers import html_source, typst_source
from benchmarks.peers.outline import outline
from builder.text import faces

Build = Callable[[Path], bytes]
TYPST_SOURCE, HTML_SOURCE = "peer.typ", "peer.html"


def write_sources(folder: Path) -> None:
    """Write the sources that the peers set beside a topic, beforehand, so that this costs them nothing."""
    document, context = ours.read(folder)
    content = outline(ours.lay_out(document, context), document, context)
    (folder / TYPST_SOURCE).write_bytes(typst_source.write(content))
    (folder / HTML_SOURCE).write_text(html_source.write(content), encoding="utf-8")


def typst(*standards: Literal["ua-1", "a-2a"]) -> Build:
    """Return a function that has Typst set a topic's folder to `standards`, with one compiler for all topics."""
    import typst

    compiler = typst.Compiler(root="/", font_paths=[str(_fonts())], ignore_system_fonts=True)

    def build(folder: Path) -> bytes:
        _load(folder)
        made = compiler.compile(input=folder / TYPST_SOURCE, format="pdf", pdf_standards=[*standards])
        assert isinstance(made, bytes)
        return made

    return build


def weasyprint() -> Build:
    """Return a function that has WeasyPrint set a topic's folder to PDF/UA-1, with one style sheet for all topics."""
    from weasyprint import CSS, HTML  # type: ignore[import-untyped]
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

    fonts = FontConfiguration()
    sheet = CSS(string=html_source.sheet(_fonts().as_uri()), font_config=fonts)

    def build(folder: Path) -> bytes:
        _load(folder)
        html = (folder / HTML_SOURCE).read_text(encoding="utf-8")
        made = HTML(string=html).write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")
        assert isinstance(made, bytes)
        return made

    return build


def _load(folder: Path) -> None:
    """Load the YAML as a peer's user would, with PyYAML's fast loader."""
    for name in ("en.yaml", "references.yaml"):
        yaml.load((folder / name).read_bytes(), yaml.CSafeLoader)


def _fonts() -> Path:
    return faces.face("source-sans-3", "regular").path.parent
