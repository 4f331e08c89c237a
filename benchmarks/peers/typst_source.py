"""An outline as Typst markup, written as a Typst author would: native headings, lists, tables, figures and links."""

from __future__ import annotations

import re

from benchmarks.peers.outline import Outline, Part, Piece
from builder.style import Colour, Type

MARKS = ("•", "–")
"""Labels that a native list sets by itself."""
WEIGHTS = {"regular": 400, "semibold": 600, "bold": 700}
HEAD = """\
#set document(title: {title}, author: {author}, description: {description}, keywords: {keywords},
  date: datetime(year: {day.year}, month: {day.month}, day: {day.day}))
#set page(paper: "a4", margin: (x: 17mm, top: 29mm, bottom: 24mm),
  header: context if counter(page).get().first() > 1 [#set text(9.5pt, fill: rgb("#3c4650")); {left} #h(1fr) {right}],
  footer: context [#set text(9.5pt, fill: rgb("#3c4650")); {footer} #h(1fr)
    Page #counter(page).display("1 of 1", both: true)])
#set text(font: "Source Sans 3", size: 13pt, lang: "{language}", hyphenate: false, fill: rgb("#1b1f24"))
#set smartquote(enabled: false)
#set par(leading: 0.55em, spacing: 9pt, justify: false)
#set table(stroke: 0.5pt + rgb("#9fb0bd"), inset: (x: 6pt, y: 5pt), fill: (_, y) => if y == 0 {{ rgb("#12395b") }})
#set enum(numbering: "1.")
#show figure: set block(breakable: true)
#show figure: set align(start)
#show link: set text(fill: rgb("#12395b"))
#show heading: set block(above: 17pt, below: 7pt)
"""


def write(outline: Outline) -> bytes:
    """Return a Typst document that says what `outline` says; figures are named by their whole paths."""
    metadata = outline.metadata
    head = HEAD.format(
        title=_string(metadata.title), author=_array(metadata.authors), description=_string(metadata.subject),
        keywords=_array(metadata.keywords), language=metadata.language, day=metadata.modified,
        footer=_escaped(outline.footer), left=_escaped(outline.header[0]), right=_escaped(outline.header[1]),
    )  # fmt: skip
    return (head + _Writer(outline.linked).parts(outline.root) + "\n").encode()


class _Writer:
    def __init__(self, linked: frozenset[str]) -> None:
        self.linked = linked

    def parts(self, part: Part) -> str:
        return "\n\n".join(self.part(child) for child in part.parts)

    def part(self, part: Part) -> str:
        if any(child.role == "Figure" for child in part.parts):
            return self.figure(part)
        if part.role[0] == "H":
            return f"#heading(level: {part.role[1]})[{self.text(part)}]"
        if part.role == "L":
            return self.list(part)
        if part.role == "Table":
            return self.table(part)
        if part.role in ("Sect", "Div"):
            inside = self.parts(part)
            return f"#block(width: 100%, inset: 12pt, fill: {_rgb(part.fill)})[{inside}]" if part.fill else inside
        return self.text(part)

    def list(self, part: Part) -> str:
        items = [(item.parts[0], item.parts[1]) for item in part.parts]
        if items[0][0].text in MARKS:
            entries = ", ".join(f"[{self.body(body)}]" for _, body in items)
            return f"#list(marker: [{items[0][0].text}], {entries})"
        if not items[0][0].parts and part.numbering == "Decimal":
            return "#enum(" + ", ".join(f"[{self.body(body)}]" for _, body in items) + ")"
        pairs = ", ".join(f"terms.item([{self.text(label)}], [{self.body(body)}])" for label, body in items)
        return f"#terms(separator: h(6pt, weak: true), {pairs})"

    def body(self, part: Part) -> str:
        if any(child.role == "BibEntry" for child in part.parts):
            return "".join(self.text(child) for child in part.parts)
        return self.text(part)

    def table(self, part: Part) -> str:
        caption = next((self.text(child) for child in part.parts if child.role == "Caption"), "")
        head, body = (next(child for child in part.parts if child.role == role) for role in ("THead", "TBody"))
        header = ", ".join(f"[{self.text(cell)}]" for cell in head.parts[0].parts)
        cells = ",\n  ".join(", ".join(f"[{self.cell(cell)}]" for cell in row.parts) for row in body.parts)
        count = len(head.parts[0].parts)
        made = f"table(columns: {count}, align: start + top, table.header({header}),\n  {cells})"
        if not caption:
            return f"#{made}"
        above = f"figure.caption(position: top)[{caption}]"
        return f"#figure(kind: table, numbering: none, supplement: none, caption: {above}, {made})"

    def cell(self, part: Part) -> str:
        return "\n\n".join(self.text(child) for child in part.parts if child.role == "P") or self.text(part)

    def figure(self, part: Part) -> str:
        figure, *rest = part.parts
        picture = f"image({_string(str(figure.file))}, alt: {_string(figure.alternate)}, width: 126mm)"
        caption = ", caption: [" + self.text(rest[0]) + "]" if rest else ""
        return f"#figure(numbering: none, supplement: none, {picture}{caption})"

    # --- Text

    def text(self, part: Part) -> str:
        kind = part.kind or Type(13, 17, "regular", (0, 0, 0))
        inside = "".join(self.piece(child, kind) if isinstance(child, Piece) else self.inline(child, kind)
                         for child in part.children)  # fmt: skip
        label = f"#metadata(none) <{part.anchor}>" if part.anchor in self.linked else ""
        return f"#text({kind.size}pt, weight: {WEIGHTS[kind.weight]}, fill: {_rgb(kind.colour)})[{inside}]{label}"

    def inline(self, part: Part, kind: Type) -> str:
        return "".join(
            self.piece(child, kind) if isinstance(child, Piece) else self.inline(child, kind) for child in part.children
        )

    def piece(self, piece: Piece, kind: Type) -> str:
        made = _escaped(piece.text)
        look = [f"{piece.ratio:g}em"] * (piece.ratio != 1)
        look += [f"weight: {WEIGHTS[piece.weight]}"] * (piece.weight != kind.weight)
        if look:
            made = f"#text({', '.join(look)})[{made}]"
        if piece.target.startswith("#"):
            made = f"#link(<{piece.target[1:]}>)[{made}]"
        elif piece.target:
            made = f"#link({_string(piece.target)})[{made}]"
        return f"{made}#metadata(none) <{piece.anchor}>" if piece.anchor in self.linked else made


def _escaped(text: str) -> str:
    return re.sub(r"([^\w\s–—’“”•…])", r"\\\1", text).replace("\n", r" \ ")


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _array(texts: tuple[str, ...]) -> str:
    return "(" + "".join(f"{_string(text)}, " for text in texts) + ")"


def _rgb(colour: Colour | None) -> str:
    red, green, blue = (round(value * 255) for value in colour or (0, 0, 0))
    return f'rgb("#{red:02x}{green:02x}{blue:02x}")'
