"""The parts of a sheet as HTML: a row for each role and kind; a kind without a row is written by its role."""

from __future__ import annotations

from itertools import pairwise, zip_longest
from typing import Callable, Iterable, Mapping, Sequence

from builder.html import icons, pictures
from builder.html.escape import attribute, text
from builder.html.inline import inline, named
from builder.html.state import HEADINGS, Page
from builder.structure import Child, Element, below, words

INLINE = frozenset({"Link", "Reference", "Span", "BibEntry"})
MARKS = {"•": "", "–": "dashes", "?": "asks"}
"""The marks of lists that the style sheet draws, and the class for each."""
WIDE, WIDEST = 3, 6
"""How many columns it takes for a table to become cards sooner, and always."""
LONG_WORD = 15
"""How many letters of a word fit on a narrow screen in the largest type."""
ROOM, ROOM_WIDE = 42, 60
"""How many letters fit side by side in a table of few columns, and of more; beyond that, words may break."""

Way = Callable[[Page, Element], str]


def blocks(page: Page, children: Iterable[Child]) -> str:
    """Return parts one below the other; a label and the space after it form a field."""
    parts: list[str] = []
    label: Element | None = None
    for child, after in pairwise([*children, None]):
        fields = page.fields
        if not isinstance(child, Element):
            made = f"<p>{inline(page, [child])}</p>" if child else ""
        elif child.kind == "label" and isinstance(after, Element) and after.kind == "space":
            label = child
            continue
        elif label:
            made, label = _field(page, label, child), None
        else:
            made = part(page, child)
        if page.fields > fields and not page.noted:
            page.noted = True
            parts.append(f'<p class="keep own" id="{page.keeping}">{text(page.say("stays_here"))}</p>\n')
        parts.append(made)
    return "".join(parts)


def part(page: Page, element: Element) -> str:
    """Return one part."""
    way = WAYS.get((element.role, element.kind)) or WAYS.get((element.role, ""), _group)
    return way(page, element)


def flow(page: Page, element: Element) -> str:
    """Return what is in an element that may hold words or parts."""
    holds = any(isinstance(child, Element) and child.role not in INLINE for child in element.children)
    return blocks(page, element.children) if holds else inline(page, element.children)


def _kind(*names: str) -> str:
    told = " ".join(name for name in names if name)
    return f' class="{attribute(told)}"' if told else ""


# --- Groups and headings ----------------------------------------------------------------------------------------------


def _group(page: Page, element: Element) -> str:
    kind = element.kind if element.role else ""
    return f"<div{_kind(kind)}{named(element.id)}>{flow(page, element)}</div>\n"


def _section(page: Page, element: Element) -> str:
    first = element.children[0] if element.children else None
    tag = "section" if isinstance(first, Element) and first.role in HEADINGS else "div"
    return f"<{tag}{_kind(element.kind)}{named(element.id)}>{blocks(page, element.children)}</{tag}>\n"


def _get_help(page: Page, element: Element) -> str:
    heading = next((page.headings[one] for one in below(element) if one in page.headings), "")
    label = f' aria-labelledby="{attribute(heading)}"' if heading else ""
    return f'<section class="get-help"{named(element.id)}{label}>{blocks(page, element.children)}</section>\n'


def _tier(page: Page, element: Element) -> str:
    inside = []
    for child in element.children:
        if isinstance(child, Element) and child.role == "H3":
            title = f"{icons.ICONS[element.kind]}<span>{inline(page, child.children)}</span>"
            inside.append(f"<h3{named(child.id)}>{title}</h3>\n")
        else:
            inside.append(blocks(page, [child]))
    return f'<section{_kind("tier", element.kind)}{named(element.id)}>{"".join(inside)}</section>\n'


def _heading(page: Page, element: Element) -> str:
    name = page.headings.get(element, element.id)
    tag = element.role.lower()
    long = "long" if max(map(len, words(element).split()), default=0) > LONG_WORD else ""
    return f"<{tag}{_kind(element.kind, long)}{named(name)}>{inline(page, element.children)}</{tag}>\n"


def _facts(page: Page, element: Element) -> str:
    """Return labels and texts as a list of terms, below their heading."""
    others = [one for one in below(element) if one.kind != "fact"]
    facts = "".join(_fact(page, one) for one in below(element) if one.kind == "fact")
    return f'<section class="at-a-glance"{named(element.id)}>{blocks(page, others)}<dl>{facts}</dl></section>\n'


def _fact(page: Page, element: Element) -> str:
    label, *texts = below(element)
    told = "".join(f"<dd{named(one.id)}>{inline(page, one.children)}</dd>" for one in texts)
    return f"<div><dt{named(label.id)}>{inline(page, label.children)}</dt>{told}</div>\n"


def _support(page: Page, element: Element) -> str:
    others = [one for one in below(element) if one.kind != "organisation"]
    entries = "".join(f"<li{named(one.id)}>{blocks(page, one.children)}</li>\n"
                      for one in below(element) if one.kind == "organisation")
    return f'<section class="support"{named(element.id)}>{blocks(page, others)}<ul>{entries}</ul></section>\n'


# --- Paragraphs and room to write -------------------------------------------------------------------------------------


def _paragraph(page: Page, element: Element) -> str:
    return f"<p{_kind(element.kind)}{named(element.id)}>{inline(page, element.children)}</p>\n"


def _numbers(page: Page, element: Element) -> str:
    """Return a line of the clinic's that holds its telephone number."""
    children = [child if isinstance(child, Element) else tuple(piece._replace(phone=True) for piece in child)
                for child in element.children]
    return f"<p{_kind(element.kind)}{named(element.id)}>{inline(page, children)}</p>\n"


def _field(page: Page, label: Element, space: Element) -> str:
    name = page.field()
    return (f'<p class="field"{named(label.id)}><label for="{name}">{inline(page, label.children, bare=True)}</label>'
            f"{_input(page, name)}</p>\n")


def _input(page: Page, name: str, label: str = "") -> str:
    said = f' aria-label="{attribute(label)}"' if label else ""
    return f'<input id="{name}"{said} autocomplete="off" aria-describedby="{page.keeping}">'


def _space(page: Page, element: Element) -> str:
    return f'<p class="field">{_input(page, page.field(), element.actual)}</p>\n'


def _lines(page: Page, element: Element) -> str:
    name = page.field()
    return (f'<p class="field"><label class="own" for="{name}">{text(element.actual)}</label>'
            f'<textarea id="{name}" rows="3" autocomplete="off" aria-describedby="{page.keeping}"></textarea></p>\n')


# --- Lists ------------------------------------------------------------------------------------------------------------


def _list(page: Page, element: Element) -> str:
    tag = "ol" if element.numbering == "Decimal" else "ul"
    mark = _mark(element)
    drawn = tag == "ol" or mark in MARKS
    look = MARKS.get(mark, "") if drawn else "marked"
    entries = "".join(_entry(page, entry, drawn) for entry in below(element))
    return f"<{tag}{_kind(element.kind, look)}{named(element.id)}>\n{entries}</{tag}>\n"


def _mark(element: Element) -> str:
    """Return the mark that all entries of a list have."""
    marks = {words(one) for entry in below(element) for one in below(entry)[:1] if one.role == "Lbl"}
    return marks.pop() if len(marks) == 1 else ""


def _entry(page: Page, entry: Element, drawn: bool) -> str:
    """Return an entry; what the style sheet has `drawn` before it is not part of the page's text."""
    parts = []
    for child in entry.children:
        if not isinstance(child, Element):
            parts.append(inline(page, [child]))
        elif child.role == "Lbl":
            parts.append("" if drawn else f"<span>{inline(page, child.children)}</span> ")
        else:
            parts.append(flow(page, child))
    return f"<li{named(entry.id)}>{''.join(parts)}</li>\n"


def _ticks(page: Page, element: Element) -> str:
    entries = "".join(_tick(page, entry) for entry in below(element))
    return f'<ul class="ticks"{named(element.id)}>\n{entries}</ul>\n'


def _tick(page: Page, entry: Element) -> str:
    """Return an entry to tick off; citations stand beside its words, which tick it too."""
    children = [child for one in below(entry) if one.role != "Lbl" for child in one.children]
    end = len(children)
    while end and isinstance(children[end - 1], Element) and children[end - 1].role == "Reference":  # type: ignore[union-attr]
        end -= 1
    name = page.field()
    label = inline(page, children[:end], bare=True)
    return (f'<li{named(entry.id)}><input type="checkbox" id="{name}" aria-describedby="{page.keeping}">'
            f'<span><label for="{name}">{label}</label>{inline(page, children[end:])}</span></li>\n')


def _glossary(page: Page, element: Element) -> str:
    entries = []
    for entry in below(element):
        term, *told = below(entry)
        said = "".join(inline(page, one.children) for one in told)
        entries.append(f"<div{named(entry.id)}><dt>{inline(page, term.children)}</dt><dd>{said}</dd></div>\n")
    return f'<dl class="glossary"{named(element.id)}>\n{"".join(entries)}</dl>\n'


def _references(page: Page, element: Element) -> str:
    """Return the references, folded up: a link to one of them unfolds them, and printing shows them."""
    count = len(below(element))
    entries = "".join(_source(page, entry) for entry in below(element))
    summary = f'<summary class="own">{text(page.say("show_references", count=count))}</summary>'
    return f'<details class="fold">{summary}<ol class="references"{named(element.id)}>\n{entries}</ol></details>\n'


def _source(page: Page, entry: Element) -> str:
    """Return a source; its number is a link back to where it is cited, and says so when read out."""
    label, *told = below(entry)
    links = [one for one in below(label) if one.link]
    back = links[0].link.description if links and links[0].link else ""
    number = inline(page, label.children)
    if back and number.endswith("</a>"):
        number = f'{number[:-4]}<span class="vh own"> {text(back)}</span></a>'
    said = "".join(inline(page, child.children) for one in told for child in (below(one) or [one]))
    return f'<li{named(entry.id)}><span class="number">{number}</span> <span>{said}</span></li>\n'


# --- Tables -----------------------------------------------------------------------------------------------------------


def _table(page: Page, element: Element) -> str:
    parts = below(element)
    caption = "".join(f"<caption{named(one.id)}>{inline(page, one.children)}</caption>" for one in parts
                      if one.role == "Caption")
    heads = [row for one in parts if one.role == "THead" for row in below(one)]
    rows = [row for one in parts if one.role == "TBody" for row in below(one)]
    titles = [words(cell) for cell in below(heads[0])] if heads else []
    head = "".join(f"<tr>{''.join(_column(page, cell) for cell in below(row))}</tr>" for row in heads)
    body = "".join(_row(page, row, titles) for row in rows)
    look = "widest" if len(titles) > WIDEST else "wide" if len(titles) > WIDE else ""
    long = "long" if _least([*heads, *rows]) > (ROOM_WIDE if look else ROOM) else ""
    return (f"<table{_kind('cards', look, long, element.kind)}{named(element.id)}>{caption}<thead>{head}</thead>\n"
            f"<tbody>\n{body}</tbody></table>\n")


def _least(rows: Sequence[Element]) -> int:
    """Return the fewest letters side by side: the longest words of all columns together."""
    widths = [[max(map(len, words(cell).split()), default=0) for cell in below(row)] for row in rows]
    return sum(max(column) for column in zip_longest(*widths, fillvalue=0))


def _column(page: Page, cell: Element) -> str:
    return f'<th scope="col"{named(cell.id)}>{inline(page, cell.children)}</th>'


def _row(page: Page, row: Element, titles: Sequence[str]) -> str:
    cells = below(row)
    name = words(cells[0]) if cells and cells[0].kind != "space" else ""
    told = "".join(_cell(page, cell, titles[number] if number < len(titles) else "", name)
                   for number, cell in enumerate(cells))
    return f"<tr{named(row.id)}>{told}</tr>\n"


def _cell(page: Page, cell: Element, title: str, row: str) -> str:
    if cell.kind == "space":
        label = ", ".join(part for part in (title, row) if part) or cell.actual
        inside = _input(page, page.field(), label)
        return f'<td data-label="{attribute(title)}"><div>{inside}</div></td>'
    if cell.role == "TH":
        return f'<th scope="row"{named(cell.id)}><div>{flow(page, cell)}</div></th>'
    return f'<td{named(cell.id)} data-label="{attribute(title)}"><div>{flow(page, cell)}</div></td>'


# --- Figures ----------------------------------------------------------------------------------------------------------


def _figure(page: Page, element: Element) -> str:
    """Return a picture with what is said below it."""
    drawn = [one for one in below(element) if one.role == "Figure"]
    told = [one for one in below(element) if one.role != "Figure"]
    position = drawn[0].picture.position if drawn and drawn[0].picture else ""
    inside = "".join(part(page, one) for one in drawn)
    said = "".join(_paragraph(page, one) for one in told)
    caption = f"<figcaption>{said}</figcaption>" if said else ""
    return f"<figure{_kind(position)}{named(element.id)}>{inside}{caption}</figure>\n"


WAYS: Mapping[tuple[str, str], Way] = {
    ("Sect", ""): _section,
    ("Sect", "get-help"): _get_help,
    **{("Sect", kind): _tier for kind in icons.ICONS},
    ("Sect", "at-a-glance"): _facts,
    ("Sect", "support"): _support,
    **{(role, ""): _heading for role in HEADINGS},
    ("P", ""): _paragraph,
    ("P", "phone"): _numbers,
    ("P", "out_of_hours"): _numbers,
    ("P", "space"): _space,
    ("P", "lines"): _lines,
    ("Caption", ""): _paragraph,
    ("L", ""): _list,
    ("L", "ticks"): _ticks,
    ("L", "glossary"): _glossary,
    ("L", "references"): _references,
    ("Table", ""): _table,
    ("Div", "figure"): _figure,
    ("Figure", ""): pictures.figure,
    ("Figure", "logo"): pictures.logo,
}
