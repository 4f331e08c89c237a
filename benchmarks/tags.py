"""What a screen reader finds in our, Typst's and WeasyPrint's files of one topic: the table in docs/accessibility.md.

    python -m benchmarks.tags [--write]

The topic has a table of 60 rows and a list of 60 items, which run over several pages. Typst is asked for PDF/UA-1 and
PDF/A-2a, WeasyPrint for PDF/UA-1, since it takes only one standard. The same code reads all three files, and veraPDF
judges them. `--write` puts the table into docs/accessibility.md.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks import ours, peers, topics
from builder.verify import readback, verapdf
from builder.verify.readback import Element

PAGE = Path(__file__).parent.parent / "docs" / "accessibility.md"
BEGIN, END = "<!-- python -m benchmarks.tags --write -->", "<!-- end -->"

ENGINES: Mapping[str, peers.Build] = {
    "factsheet-builder": lambda folder: ours.build(folder)[0],
    "Typst": lambda folder: peers.typst("ua-1", "a-2a")(folder),
    "WeasyPrint": lambda folder: peers.weasyprint()(folder),
}


def facts(path: Path) -> dict[str, str]:
    """Return what the table says about a file, by row."""
    reading = readback.read(path)
    found = list(readback.elements(reading.tree))[1:]
    by_role = {role: [one for one in found if one.role == role] for role in {one.role for one in found}}

    def count(*roles: str, **wanted: str) -> str:
        chosen = [one for role in roles for one in by_role.get(role, ())]
        return str(sum(all(one.attributes.get(name) == value for name, value in wanted.items()) for one in chosen))

    links, figures = by_role["Link"], by_role["Figure"]
    return {
        "PDF/UA-1, by veraPDF": _conforms(path, "PDFUA-1"),
        "PDF/A-2a in the same file, by veraPDF": _conforms(path, "PDFA-2A"),
        "Pages": str(len(reading.pages)),
        "Elements": str(len(found)),
        "of them without a meaning (Span, Div, NonStruct)": count("Span", "Div", "NonStruct"),
        "Tables; the topic has 1, over pages": count("Table"),
        "Header rows of that table": str(sum(_is_header(row) for row in by_role["TR"])),
        "Cells that head a column, and that head a row": f"{count('TH', Scope='Column')}, {count('TH', Scope='Row')}",
        "Lists; the topic has 8, one over pages": count("L"),
        "List items; their labels": f"{count('LI')}; {count('Lbl')}",
        "Paragraphs": count("P"),
        "Headings; bookmarks": f"{count('H1', 'H2', 'H3')}; {_bookmarks(reading)}",
        "Figures; with alternate text": f"{len(figures)}; {sum(bool(one.attributes.get('Alt')) for one in figures)}",
        "Links; with words in them; that say where they lead": f"{len(links)}; {sum(map(_has_words, links))}; "
        f"{sum(bool(one.attributes.get('Contents')) for one in links)}",
        "Language of the document": str(reading.pdf.Root.get("/Lang", "none")),
        "Page headers and footers read out": "yes"
        if re.search(r"Page \d+ of \d", readback.text(reading.tree))
        else "no",
    }


def _conforms(path: Path, profile: verapdf.Profile) -> str:
    validation = verapdf.validate(path, profile)
    if not validation.failures:
        return "conforms"
    return f"{len({failure.name for failure in validation.failures})} rules broken"


def _is_header(row: Element) -> bool:
    cells = [child for child in row.children if isinstance(child, Element)]
    return bool(cells) and all(cell.role == "TH" for cell in cells)


def _has_words(link: Element) -> bool:
    return bool(readback.text(link).strip())


def _bookmarks(reading: readback.Reading) -> int:
    with reading.pdf.open_outline() as outline:
        waiting, found = list(outline.root), 0
        while waiting:
            waiting += waiting.pop().children
            found += 1
    return found


def table(folder: Path) -> Iterator[str]:
    """Yield the lines of the table; the files that it is made from are put into `folder`."""
    topic = topics.keep(folder, topics.topic(0, long=True))
    peers.write_sources(topic)
    columns = []
    for engine, build in ENGINES.items():
        path = folder / f"{engine}.pdf"
        path.write_bytes(build(topic))
        columns.append(facts(path))
    yield f"| {' | '.join(['', *ENGINES])} |"
    yield f"|{'---|' * (1 + len(ENGINES))}"
    for row in columns[0]:
        yield f"| {' | '.join([row, *(column[row] for column in columns)])} |"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="factsheet-benchmark-") as folder:
        lines = "\n".join(table(Path(folder)))
    if "--write" in sys.argv[1:]:
        before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{lines}\n{END}{rest.split(END)[1]}", encoding="utf-8")
    sys.stdout.write(f"{lines}\n")


if __name__ == "__main__":
    main()
