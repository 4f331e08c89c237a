"""An outline as HTML and CSS for WeasyPrint: semantic elements, one style sheet for every topic."""

from __future__ import annotations

from html import escape

from benchmarks.peers.outline import Outline, Part, Piece
from benchmarks.peers.typst_source import MARKS, WEIGHTS
from builder.style import Colour, Type

BODY = Type(13, 17, "regular", (0x1B / 255, 0x1F / 255, 0x24 / 255))
FACE = '@font-face {{ font-family: "Source Sans 3"; font-weight: {}; src: url("{}/SourceSans3-{}.ttf") }}\n'
SHEET = """\
@page { size: A4; margin: 29mm 17mm 24mm; font: 9.5pt "Source Sans 3"; color: #3c4650;
  @top-left { content: string(left); width: 45% } @top-right { content: string(right); text-align: right }
  @bottom-left { content: string(footer); width: 70% }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); text-align: right } }
@page :first { @top-left { content: none } @top-right { content: none } }
html { font: 13pt/17pt "Source Sans 3"; color: #1b1f24; hyphens: none; font-kerning: normal }
body { margin: 0; string-set: left attr(data-left), right attr(data-right), footer attr(data-footer) }
p, ul, ol, table, figure { margin: 0 0 9pt; padding: 0 }
h1, h2, h3 { margin: 17pt 0 7pt; font-weight: 700 }
ul, ol { padding-left: 15pt } ul.dash { list-style-type: "– " } ul.plain { list-style: none }
li { margin-bottom: 3.5pt } figure img { width: 126mm } a { color: #12395b; text-decoration: none }
caption { text-align: left; font-weight: 700 } table { border-collapse: collapse; width: 100% }
th, td { border: 0.5pt solid #9fb0bd; padding: 5pt 6pt; text-align: left; vertical-align: top; font-weight: 400 }
thead th { background: #12395b }
"""


def sheet(fonts: str) -> str:
    """Return the style sheet; `fonts` is the address of the folder with the font files."""
    return "".join(FACE.format(weight, fonts, name.title()) for name, weight in WEIGHTS.items()) + SHEET


def write(outline: Outline) -> str:
    """Return an HTML document that says what `outline` says; figures are named by their addresses."""
    metadata = outline.metadata
    authors, keywords = ", ".join(metadata.authors), ", ".join(metadata.keywords)
    named = {"author": authors, "description": metadata.subject, "keywords": keywords}
    head = "".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in named.items())
    left, right = map(escape, outline.header)
    return (
        f'<!DOCTYPE html><html lang="{metadata.language}"><head><meta charset="utf-8">'
        f"<title>{escape(metadata.title)}</title>{head}</head>"
        f'<body data-left="{left}" data-right="{right}" data-footer="{escape(outline.footer)}">'
        f"{_parts(outline.root)}</body></html>"
    )


def _parts(part: Part) -> str:
    return "\n".join(map(_part, part.parts))


def _part(part: Part) -> str:
    if any(child.role == "Figure" for child in part.parts):
        return _figure(part)
    if part.role[0] == "H":
        return _element(part.role.lower(), part)
    if part.role == "L":
        return _list(part)
    if part.role == "Table":
        return _table(part)
    if part.role in ("Sect", "Div"):
        fill = f' style="background: {_colour(part.fill)}; padding: 12pt"' if part.fill else ""
        tag = "section" if part.role == "Sect" else "div"
        return f"<{tag}{fill}>{_parts(part)}</{tag}>"
    return _element("p", part)


def _list(part: Part) -> str:
    items = [(item.parts[0], item.parts[1]) for item in part.parts]
    label = items[0][0]
    if label.text in MARKS:
        mark = ' class="dash"' if label.text == "–" else ""
        return f"<ul{mark}>" + "".join(_item(body) for _, body in items) + "</ul>"
    if not label.parts and part.numbering == "Decimal":
        return "<ol>" + "".join(_item(body) for _, body in items) + "</ol>"
    return '<ul class="plain">' + "".join(_item(body, _inline(label, BODY) + " ") for label, body in items) + "</ul>"


def _item(body: Part, label: str = "") -> str:
    own = next((child for child in body.parts if child.role == "BibEntry"), body)
    return _element("li", own, label)


def _table(part: Part) -> str:
    caption = "".join(_element("caption", child) for child in part.parts if child.role == "Caption")
    head, body = (next(child for child in part.parts if child.role == role) for role in ("THead", "TBody"))
    header = "".join(_element("th", cell, scope="col") for cell in head.parts[0].parts)
    rows = "".join("<tr>" + "".join(map(_cell, row.parts)) + "</tr>" for row in body.parts)
    return f"<table>{caption}<thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(cell: Part) -> str:
    tag, scope = ("th", ' scope="row"') if cell.role == "TH" else ("td", "")
    if any(child.role == "P" for child in cell.parts):
        return f"<{tag}{scope}>" + "".join(_element("p", child) for child in cell.parts) + f"</{tag}>"
    return _element(tag, cell, scope="row" if cell.role == "TH" else "")


def _figure(part: Part) -> str:
    figure, *rest = part.parts
    file = figure.file.as_uri() if figure.file else ""
    caption = "".join(_element("figcaption", child) for child in rest)
    return f'<figure><img src="{file}" alt="{escape(figure.alternate)}">{caption}</figure>'


# --- Text


def _element(tag: str, part: Part, before: str = "", scope: str = "") -> str:
    kind = part.kind or BODY
    font = f"{WEIGHTS[kind.weight]} {kind.size}pt/{kind.leading}pt 'Source Sans 3'"
    style = f"font: {font}; color: {_colour(kind.colour)}"
    own = f' style="{style}"' if kind != BODY else ""
    anchor = f' id="{part.anchor}"' if part.anchor else ""
    scoped = f' scope="{scope}"' if scope else ""
    return f"<{tag}{scoped}{anchor}{own}>{before}{_inline(part, kind)}</{tag}>"


def _inline(part: Part, kind: Type) -> str:
    return "".join(_piece(child, kind) if isinstance(child, Piece) else _inline(child, kind) for child in part.children)


def _piece(piece: Piece, kind: Type) -> str:
    made = escape(piece.text).replace("\n", "<br>")
    style = [f"font-size: {piece.ratio:g}em"] * (piece.ratio != 1)
    style += [f"font-weight: {WEIGHTS[piece.weight]}"] * (piece.weight != kind.weight)
    anchor = f' id="{piece.anchor}"' if piece.anchor else ""
    if style or anchor or piece.target:
        own = f' style="{"; ".join(style)}"' if style else ""
        tag = "a" if piece.target else "span"
        target = f' href="{escape(piece.target)}"' if piece.target else ""
        return f"<{tag}{target}{anchor}{own}>{made}</{tag}>"
    return made


def _colour(colour: Colour | None) -> str:
    red, green, blue = (round(value * 255) for value in colour or (0, 0, 0))
    return f"#{red:02x}{green:02x}{blue:02x}"
