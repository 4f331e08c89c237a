"""The project's own checks of a finished PDF: what veraPDF does not check and other readers stumble over.

Each is one function from a Reading to sentences that say what is wrong; its docstring is its manual, and names the rule
of the research it belongs to (A11Y002 to A11Y005; A11Y001 is veraPDF's verdict).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import zip_longest
from typing import Any, Callable, Iterable, Iterator, NamedTuple

import pikepdf

from builder.reader import LANGUAGES
from builder.verify.contents import Piece, Ref
from builder.verify.readback import NOWHERE, Element, Reading, elements, entry, kids_of, structure, text

Fault = Callable[[Reading], Iterable[str]]

HEADINGS = {f"H{level}": level for level in range(1, 7)}


# --- Structure and content --------------------------------------------------------------------------------------------


def syntax_fault(reading: Reading) -> Iterator[str]:
    """A second reader (qpdf) finds faults in the file's syntax. A11Y001."""
    for warning in reading.pdf.get_warnings():
        yield f"qpdf warns: {str(warning).split(': ', 1)[-1]}."


CATALOG = {
    "StructTreeRoot": pikepdf.Dictionary,
    "MarkInfo": pikepdf.Dictionary,
    "ViewerPreferences": pikepdf.Dictionary,
    "Outlines": pikepdf.Dictionary,
    "Metadata": pikepdf.Stream,
    "Lang": pikepdf.String,
}


def wrong_catalog_entry(reading: Reading) -> Iterator[str]:
    """The catalog lacks an entry, or other readers find something else there, such as a bare reference. A11Y002."""
    for name, kind in CATALOG.items():
        if not isinstance(reading.pdf.Root.get(f"/{name}"), kind):
            yield f"The catalog's {name} is not a {kind.__name__.lower()}."


def content_outside_structure(reading: Reading) -> Iterator[str]:
    """Something is painted that is neither in the structure tree nor an artifact (PDF/UA-1, 7.1). A11Y003."""
    for page in reading.pages:
        if page.stray:
            yield f"Page {page.number} paints {page.stray} times outside the structure and outside artifacts."


def marked_content_ids(reading: Reading) -> Iterator[str]:
    """The marked content of a page is not numbered 0 to n-1, or not held by exactly one structure element. A11Y003."""
    held = Counter((mark.stream, mark.id) for mark in reading.marks)
    for page in reading.pages:
        if sorted(page.ids) != list(range(len(page.ids))):
            yield f"The marked content of page {page.number} is not numbered 0 to {len(page.ids) - 1}."
        for key in page.texts:
            if held[key] != 1:
                yield f"Marked content {key[1]} of page {page.number} is held by {held[key]} structure elements."
    shown = {key for page in reading.pages for key in page.texts}
    for stream, number in held.keys() - shown:
        yield f"A structure element holds marked content {number} of object {stream[0]}, which does not exist."


def wrong_parent_tree(reading: Reading) -> Iterator[str]:
    """The parent tree, by which a reader gets from content to its element, leads elsewhere or nowhere. A11Y003."""
    parents = _parent_tree(reading)
    for mark in reading.marks:
        row = parents.get(_key(reading, mark.stream, "StructParents"))
        held = row[mark.id] if isinstance(row, pikepdf.Array) and 0 <= mark.id < len(row) else None
        if getattr(held, "objgen", None) != mark.element:
            yield f"The parent tree loses marked content {mark.id} of object {mark.stream[0]}."
    for attached in reading.attachments:
        found = parents.get(_key(reading, attached.object, "StructParent"))
        if getattr(found, "objgen", None) != attached.element:
            yield f"The parent tree loses annotation {attached.object[0]}, which a {attached.role} element holds."


def _parent_tree(reading: Reading) -> dict[int, Any]:
    found = entry(reading.pdf.Root, "StructTreeRoot", "ParentTree")
    return {} if found is None else dict(pikepdf.NumberTree(found).items())


def _key(reading: Reading, ref: Ref, name: str) -> int:
    holder = reading.pdf.get_object(ref) if ref != NOWHERE else None
    key = holder.get(f"/{name}") if isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)) else None
    return key if isinstance(key, int) else -1


def wrong_parent(reading: Reading) -> Iterator[str]:
    """A structure element's P is not the element that holds it. A11Y003."""
    seen: set[Ref] = set()
    waiting = [structure(reading.pdf)]
    while waiting:
        parent = waiting.pop()
        for kid in _element_kids(parent):
            if kid.objgen in seen:
                yield f"Structure element {kid.objgen[0]} stands in the tree twice."
                continue
            if kid.is_indirect:
                seen.add(kid.objgen)
            if getattr(kid.get("/P"), "objgen", None) != parent.objgen:
                yield f"Structure element {kid.objgen[0]} ({kid.get('/S')}) names another parent than the one it is in."
            waiting.append(kid)


def _element_kids(parent: Any) -> list[Any]:
    return [kid for kid in kids_of(parent) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


ANNOTATION_ROLES = {"/Link": "Link", "/Widget": "Form"}


def annotation_outside_structure(reading: Reading) -> Iterator[str]:
    """An annotation is not held by exactly one element of its kind: Link, Form, or else Annot. A11Y004."""
    held: dict[Ref, list[str]] = {}
    for attached in reading.attachments:
        held.setdefault(attached.object, []).append(attached.role)
    for page, annotation in _annotations(reading):
        role = ANNOTATION_ROLES.get(str(annotation.get("/Subtype")), "Annot")
        if held.get(annotation.objgen) != [role]:
            yield f"An annotation on page {page} is not held by one {role} element."


def _annotations(reading: Reading) -> Iterator[tuple[int, Any]]:
    for number, page in enumerate(reading.pdf.pages, 1):
        listed = page.get("/Annots")
        for annotation in listed if isinstance(listed, pikepdf.Array) else ():
            if isinstance(annotation, pikepdf.Dictionary):
                yield number, annotation


def no_text(reading: Reading) -> Iterator[str]:
    """The structure tree has no text at all. A11Y003."""
    if not text(reading.tree).strip():
        yield "The structure tree has no text."


# --- Roles ------------------------------------------------------------------------------------------------------------


def _all(reading: Reading, *roles: str) -> Iterator[Element]:
    return (element for element in elements(reading.tree) if element.role in roles)


def _words(element: Element) -> str:
    return " ".join(text(element).split())


def heading_level_skipped(reading: Reading) -> Iterator[str]:
    """A heading is more than one level below the one before, or the first is not an H1 (PDF/UA-1, 7.4.2). A11Y003."""
    last = 0
    for heading in _all(reading, *HEADINGS):
        if HEADINGS[heading.role] > last + 1:
            yield f'{heading.role} "{_words(heading)}" comes after {f"H{last}" if last else "no heading"}.'
        last = HEADINGS[heading.role]


def wrong_number_of_titles(reading: Reading) -> Iterator[str]:
    """There is not exactly one H1, the title of the document. A11Y003."""
    titles = len(list(_all(reading, "H1")))
    if titles != 1:
        yield f"The document has {titles} H1 headings."


def outline_differs(reading: Reading) -> Iterator[str]:
    """The outline (bookmarks) does not give the document's headings in their order, down to some level. A11Y003."""
    marks = [(level, " ".join(str(mark.get("/Title", "")).split())) for level, mark in _outline(reading)]
    depth = max((level for level, _ in marks), default=0)
    headings = [(HEADINGS[heading.role], _words(heading)) for heading in _all(reading, *HEADINGS)]
    wanted = [heading for heading in headings if heading[0] <= depth]
    if not depth:
        yield "The document has no outline."
    for (level, title), (depth, mark) in zip_longest(wanted, marks, fillvalue=(0, "")):
        if (level, title) != (depth, mark):
            yield f'Where the headings have "{title}" (H{level}), the outline has "{mark}" (level {depth}).'
            return


def _outline(reading: Reading) -> Iterator[tuple[int, Any]]:
    """Yield level and dictionary of each bookmark, in order, and none twice."""
    waiting = [(1, entry(reading.pdf.Root, "Outlines", "First"))]
    seen: set[Ref] = set()
    while waiting:
        level, mark = waiting.pop()
        if not isinstance(mark, pikepdf.Dictionary) or mark.objgen in seen:
            continue
        seen.add(mark.objgen)
        yield level, mark
        waiting += [(level, entry(mark, "Next")), (level + 1, entry(mark, "First"))]


def empty_element(reading: Reading) -> Iterator[str]:
    """A heading, paragraph, caption or link has neither text nor anything else in it. A11Y003."""
    for element in _all(reading, *HEADINGS, "P", "Caption", "Link"):
        if not element.children or not (text(element).strip() or any(_all_below(element, "Figure", "Form"))):
            yield f"A {element.role} element is empty."


def _all_below(element: Element, *roles: str) -> Iterator[Element]:
    return (below for below in elements(element) if below.role in roles)


def table_without_headers(reading: Reading) -> Iterator[str]:
    """A table has no header cells, or a header cell without a scope (PDF/UA-1, 7.5). A11Y004."""
    for number, table in enumerate(_all(reading, "Table"), 1):
        headers = list(_all_below(table, "TH"))
        if not headers:
            yield f"Table {number} has no header cells."
        for header in headers:
            if header.attributes.get("Scope") not in ("Row", "Column", "Both"):
                yield f'The header cell "{_words(header)}" of table {number} has no scope.'


def broken_list(reading: Reading) -> Iterator[str]:
    """A list is not made of L, LI, Lbl and LBody, or does not say how it is numbered (PDF/UA-1, 7.6). A11Y004."""
    for number, found in enumerate(_all(reading, "L"), 1):
        entries = [child for child in found.children if isinstance(child, Element) and child.role != "Caption"]
        if not {"LI"} <= {found_entry.role for found_entry in entries} <= {"LI", "L"}:
            yield f"List {number} has something else in it than list entries."
        for found_entry in entries:
            if found_entry.role == "LI" and _roles(found_entry).count("LBody") != 1:
                yield f'The entry "{_words(found_entry)}" of list {number} has not one body.'
        if any(True for _ in _all_below(found, "Lbl")) and "ListNumbering" not in found.attributes:
            yield f"List {number} has labels and does not say of which kind (ListNumbering)."


def _roles(element: Element) -> list[str]:
    return [child.role for child in element.children if isinstance(child, Element)]


def figure_without_text(reading: Reading) -> Iterator[str]:
    """A figure has no alternate text, or a blank one (PDF/UA-1, 7.3). A11Y004."""
    for number, figure in enumerate(_all(reading, "Figure"), 1):
        if not (figure.attributes.get("Alt") or figure.attributes.get("ActualText") or "").strip():
            yield f"Figure {number} has no alternate text."


def figure_without_box(reading: Reading) -> Iterator[str]:
    """A figure does not say where on the page it is, so that nobody can be shown it (PDF/UA-1, 7.3). A11Y004."""
    for number, figure in enumerate(_all(reading, "Figure"), 1):
        box = figure.attributes.get("BBox", ())
        if len(box) != 4 or not (box[0] < box[2] and box[1] < box[3]):
            yield f"Figure {number} does not say where on the page it is (BBox)."


def link_without_description(reading: Reading) -> Iterator[str]:
    """A link's annotation has no words of its own (Contents) that say where it goes (PDF/UA-1, 7.18.5). A11Y004."""
    for page, annotation in _annotations(reading):
        if annotation.get("/Subtype") == "/Link" and not str(annotation.get("/Contents", "")).strip():
            yield f"A link on page {page} has no description."


SCHEMES = ("https:", "http:", "mailto:", "tel:")
FOOT = 12.0
"""Points above the lower edge of a page, below which a destination shows nothing."""


def link_without_destination(reading: Reading) -> Iterator[str]:
    """A link or bookmark leads nowhere: to a name, page or place that is not there, or to no address. A11Y004."""
    pages = {page.obj.objgen: page for page in reading.pdf.pages}
    names = _destination_names(reading.pdf)
    for page, annotation in _annotations(reading):
        if annotation.get("/Subtype") == "/Link" and not _leads_somewhere(annotation, pages, names):
            yield f'The link "{annotation.get("/Contents", "")}" on page {page} leads nowhere.'
    for _, mark in _outline(reading):
        if not _leads_somewhere(mark, pages, names):
            yield f'The bookmark "{mark.get("/Title", "")}" leads nowhere.'


def _destination_names(pdf: pikepdf.Pdf) -> dict[str, Any]:
    tree, old = entry(pdf.Root, "Names", "Dests"), entry(pdf.Root, "Dests")
    named = {} if tree is None else {str(name): target for name, target in pikepdf.NameTree(tree).items()}
    pairs = old.items() if isinstance(old, pikepdf.Dictionary) else ()
    return named | {str(name)[1:]: target for name, target in pairs}


def _leads_somewhere(link: Any, pages: dict[Ref, pikepdf.Page], names: dict[str, Any]) -> bool:
    kind = entry(link, "A", "S")
    if kind == "/URI":
        return str(entry(link, "A", "URI")).startswith(SCHEMES)
    if kind is not None and kind != "/GoTo":  # to another file, or to what a reader's program does
        return True
    target = link.get("/Dest", entry(link, "A", "D"))
    if isinstance(target, (pikepdf.String, pikepdf.Name)):
        target = names.get(str(target).removeprefix("/"))
    if isinstance(target, pikepdf.Dictionary):
        target = target.get("/D")
    if not isinstance(target, pikepdf.Array) or not len(target) or getattr(target[0], "objgen", None) not in pages:
        return False
    top = target[3] if len(target) > 3 and target[1] == "/XYZ" else None
    return top is None or float(top) > float(pages[target[0].objgen].mediabox[1]) + FOOT


# --- Metadata ---------------------------------------------------------------------------------------------------------


def title_missing(reading: Reading) -> Iterator[str]:
    """The document has no title, or its window shows the file's name instead (PDF/UA-1, 7.1). A11Y002."""
    if not str(reading.pdf.docinfo.get("/Title", "")).strip():
        yield "The document's properties have no title."
    if entry(reading.pdf.Root, "ViewerPreferences", "DisplayDocTitle") is not True:
        yield "The window's title bar would not show the title."


def unknown_language(reading: Reading) -> Iterator[str]:
    """The language of the document or of a passage is missing or does not exist (PDF/UA-1, 7.2). A11Y002."""
    tags = [str(reading.pdf.Root.get("/Lang", ""))]
    tags += [element.attributes["Lang"] for element in elements(reading.tree) if "Lang" in element.attributes]
    for tag in dict.fromkeys(tags):
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag) or tag.split("-")[0].lower() not in LANGUAGES:
            yield f'"{tag}" is not the code of a language.'


DATES = {"/CreationDate": "xmp:CreateDate", "/ModDate": "xmp:ModifyDate"}


def metadata_disagrees(reading: Reading) -> Iterator[str]:
    """The two places for metadata, the document's properties and its XMP, do not say the same. A11Y002."""
    if not isinstance(reading.pdf.Root.get("/Metadata"), pikepdf.Stream):
        return
    properties, xmp = reading.pdf.docinfo, reading.pdf.open_metadata()
    if str(properties.get("/Title", "")) != (xmp.get("dc:title") or ""):
        yield f'The title is "{properties.get("/Title", "")}" in the properties and "{xmp.get("dc:title")}" in the XMP.'
    for name, element in DATES.items():
        if name in properties and _digits(str(properties[name])) != _digits(str(xmp.get(element))):
            yield f"{name[1:]} is {properties[name]} in the properties and {xmp.get(element)} in the XMP."
    language, told = str(reading.pdf.Root.get("/Lang", "")), xmp.get("dc:language")
    if told is not None and language not in (told, *told):
        yield f"The language is {language} in the catalog and {told} in the XMP."


def _digits(date: str) -> str:
    """Return the day and time of a PDF or XMP date, to the second, and its zone if that is not UTC."""
    digits = "".join(re.findall(r"\d", date))
    return digits.removesuffix("0000") if len(digits) > 14 else digits


# --- Fonts ------------------------------------------------------------------------------------------------------------


def font_not_in_resources(reading: Reading) -> Iterator[str]:
    """A page selects a font that its resources do not have. A11Y005."""
    for page in reading.pages:
        for name in sorted(page.unknown_fonts):
            yield f"Page {page.number} uses the font {name}, which its resources do not have."


def _pieces(reading: Reading) -> Iterator[Piece]:
    return (piece for page in reading.pages for piece in page.pieces)


def font_not_embedded(reading: Reading) -> Iterator[str]:
    """A font that is used is not in the file, or has no table from glyphs to text (PDF/UA-1, 7.21). A11Y005."""
    for font in {piece.font.name: piece.font for piece in _pieces(reading)}.values():
        if not font.embedded:
            yield f"The font {font.name} is not embedded."
        if not font.mapped:
            yield f"The font {font.name} has no ToUnicode table."


def glyph_without_text(reading: Reading) -> Iterator[str]:
    """A glyph that is used is the missing glyph, or stands for no proper text (PDF/UA-1, 7.21.7). A11Y005."""
    used = {(piece.font.name, code): piece.font for piece in _pieces(reading) for code in piece.codes}
    for (name, code), font in sorted(used.items(), key=lambda pair: pair[0]):
        if font.composite and code == 0:
            yield f"The missing glyph of {name} is shown."
        elif not font.text(code) or any(map(_improper, font.text(code))):
            yield f"Glyph {code} of {name} stands for {font.text(code)!a}."


def _improper(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in ("Cc", "Co", "Cs")


FAULTS: dict[str, Fault] = {
    "annotation-outside-structure": annotation_outside_structure,
    "broken-list": broken_list,
    "content-outside-structure": content_outside_structure,
    "empty-element": empty_element,
    "figure-without-box": figure_without_box,
    "figure-without-text": figure_without_text,
    "font-not-embedded": font_not_embedded,
    "font-not-in-resources": font_not_in_resources,
    "glyph-without-text": glyph_without_text,
    "heading-level-skipped": heading_level_skipped,
    "link-without-description": link_without_description,
    "link-without-destination": link_without_destination,
    "marked-content-ids": marked_content_ids,
    "metadata-disagrees": metadata_disagrees,
    "no-text": no_text,
    "outline-differs": outline_differs,
    "syntax-fault": syntax_fault,
    "table-without-headers": table_without_headers,
    "title-missing": title_missing,
    "unknown-language": unknown_language,
    "wrong-catalog-entry": wrong_catalog_entry,
    "wrong-number-of-titles": wrong_number_of_titles,
    "wrong-parent": wrong_parent,
    "wrong-parent-tree": wrong_parent_tree,
}
"""Every check, by the name of the fault it finds."""


class Found(NamedTuple):
    """What a check found: its name and a sentence; or, where it is not `done`, why it could not look."""

    fault: str
    message: str
    done: bool = True


def find(reading: Reading) -> Iterator[Found]:
    """Yield each fault that is found; a check that crashes on the file does not stop the others."""
    for name, fault in FAULTS.items():
        try:
            for message in fault(reading):
                yield Found(name, message)
        except Exception as error:  # noqa: BLE001 - a file from another program may hold anything anywhere
            yield Found(name, f"This could not be looked for: {error}.", done=False)
