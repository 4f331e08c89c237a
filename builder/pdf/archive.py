"""The serialiser: a canvas and a structure tree become a PDF 1.7 file that conforms to PDF/UA-1 and PDF/A-2a.

Objects other than streams go into object streams (ISO 32000-1, 7.5.7); the file id is a hash of the content; nothing
depends on the clock.
"""

from __future__ import annotations

import datetime
import hashlib
import struct
from typing import Any, Iterable, Iterator
from urllib.parse import quote

from deflate import zlib_compress

from builder import __version__
from builder.layout.edition import Edition
from builder.pdf import fonts, xmp
from builder.pdf.canvas import Annotation, Bookmark, Page, TaggedCanvas
from builder.structure import GROUP, Element, below

TOOL = f"factsheet-builder {__version__}"
PER_STREAM = 200
"""How many objects one object stream holds."""


class File:
    """Objects by number; number 0 is never used."""

    def __init__(self) -> None:
        self.objects: list[tuple[bytes, bytes | None]] = [(b"", None)]

    def add(self, dictionary: bytes, stream: bytes | None = None) -> int:
        """Add an object, or a stream whose `dictionary` comes without brackets and Length, and return its number."""
        self.objects.append((dictionary, stream))
        return len(self.objects) - 1

    def reserve(self) -> int:
        """Return a number for an object that `set` will supply later."""
        return self.add(b"")

    def take_back(self, number: int) -> None:
        """Give up the number that was reserved last."""
        assert number == len(self.objects) - 1
        self.objects.pop()

    def set(self, number: int, dictionary: bytes) -> None:
        self.objects[number] = (dictionary, None)

    def serialise(self, root: int, info: int) -> bytes:
        """Return the bytes of the file: header, streams, object streams, cross-reference stream, trailer."""
        out = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        at = len(out[0])
        rows = [_row(0, 0, 65535), *[b""] * (len(self.objects) - 1)]
        plain: list[tuple[int, bytes]] = []
        for number, (dictionary, stream) in enumerate(self.objects[1:], 1):
            if stream is None:
                plain.append((number, dictionary))
                continue
            out.append(_stream(number, dictionary, stream))
            rows[number] = _row(1, at, 0)
            at += len(out[-1])
        total = len(self.objects)
        for start in range(0, len(plain), PER_STREAM):
            group = plain[start : start + PER_STREAM]
            out.append(_object_stream(total, group))
            rows.append(_row(1, at, 0))
            for index, (number, _) in enumerate(group):
                rows[number] = _row(2, total, index)
            at += len(out[-1])
            total += 1
        rows.append(_row(1, at, 0))
        identifier = hashlib.sha256(b"".join(out)).hexdigest()[:32].encode()
        trailer = (b"/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]/Filter/FlateDecode"
                   % (total + 1, root, info, identifier, identifier))
        out.append(_stream(total, trailer, bytes(zlib_compress(b"".join(rows)))))
        out.append(b"startxref\n%d\n%%%%EOF\n" % at)
        return b"".join(out)


_row = struct.Struct(">BIH").pack
"""A row of the cross-reference stream: what it is and two numbers (ISO 32000-1, table 18)."""


def _stream(number: int, dictionary: bytes, stream: bytes) -> bytes:
    return b"%d 0 obj\n<<%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, dictionary, len(stream), stream)


def _object_stream(number: int, group: list[tuple[int, bytes]]) -> bytes:
    index, body, at = [], [], 0
    for own, dictionary in group:
        index.append(b"%d %d" % (own, at))
        body.append(dictionary)
        at += len(dictionary) + 1
    head = b" ".join(index) + b"\n"
    content = bytes(zlib_compress(head + b"\n".join(body)))
    return _stream(number, b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(group), len(head)), content)


def string(text: str) -> bytes:
    """Return a text string: literal where it is ASCII, UTF-16 where not (ISO 32000-1, 7.9.2.2)."""
    if text.isascii() and text.isprintable():
        return b"(" + text.encode().replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"
    return b"<" + ("\ufeff" + text).encode("utf-16-be").hex().upper().encode() + b">"


def address(url: str) -> bytes:
    """Return a URI, which is ASCII (ISO 32000-1, 12.6.4.7): other characters are percent-encoded (RFC 3987, 3.1)."""
    return string(quote(url, safe="!#$%&'()*+,/:;=?@[]~"))


def references(numbers: Iterable[int]) -> bytes:
    return b"[" + b" ".join(b"%d 0 R" % number for number in numbers) + b"]"


def write(canvas: TaggedCanvas, edition: Edition, timestamp: datetime.datetime | None = None) -> bytes:
    """Return the file. Its dates are `timestamp` if one is given, else the topic's own."""
    file = File()
    catalog, tree_root = file.reserve(), file.reserve()
    pages = [file.reserve() for _ in canvas.pages]
    parent = file.reserve()
    resources = file.add(_resources(file, canvas))
    links = _Links(file, canvas, pages)
    tree = _Tree(file, canvas, pages, links.numbers, edition)
    for index, page in enumerate(canvas.pages):
        content = file.add(b"/Filter/FlateDecode", bytes(zlib_compress(_code(page))))
        file.set(pages[index], _page(page, index, parent, content, resources, links.numbers[index], edition))
    file.set(parent, b"<</Type/Pages/Count %d/Kids%s>>" % (len(pages), references(pages)))
    info, packet = _about(edition, timestamp)
    metadata = file.add(b"/Type/Metadata/Subtype/XML", packet)
    profile = file.add(b"/N 3/Filter/FlateDecode", xmp.srgb())
    intent = file.add(b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"
                      b"/DestOutputProfile %d 0 R>>" % profile)
    tagged = b""
    if canvas.tagged:
        file.set(tree_root, tree.root(tree_root))
        tagged = b"/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R" % tree_root
    else:
        file.set(tree_root, b"null")
    outline = b""
    if canvas.bookmarks:
        marks = sorted(canvas.bookmarks, key=lambda mark: tree.numbers.get(mark.heading, 0))  # in reading order
        outline = b"/Outlines %d 0 R/PageMode/UseOutlines" % _outline(file, marks, pages)
    file.set(catalog, b"<</Type/Catalog/Pages %d 0 R/Lang%s%s/Metadata %d 0 R/OutputIntents[%d 0 R]%b"
                      b"/ViewerPreferences<</DisplayDocTitle true%s>>/PageLabels<</Nums[0<</S/D>>]>>>>"
             % (parent, string(edition.sheet.metadata.language), tagged, metadata, intent, outline,
                b"/Direction/R2L" if edition.sheet.direction == "rtl" else b""))
    return file.serialise(catalog, file.add(info))


def _code(page: Page) -> bytes:
    return b"\n".join(part if isinstance(part, bytes) else part.encode("latin-1") for part in page.code)


def _resources(file: File, canvas: TaggedCanvas) -> bytes:
    named = b"".join(b"/%s %d 0 R" % (font.name, fonts.write(font, file.add)) for font in canvas.fonts.values())
    images = {name: image for page in canvas.pages for name, image in page.images.items()}
    known: dict[Any, int] = {}
    drawn = b"".join(b"/%s %d 0 R" % (name.encode(), _resource(file, images[name], known)) for name in sorted(images))
    return b"<</Font<<%s>>%s>>" % (named, b"/XObject<<%s>>" % drawn if drawn else b"")


def _resource(file: File, resource: Any, known: dict[Any, int]) -> int:
    """Add an object with all its parts, each once, and return its number."""
    if resource not in known:
        parts = tuple(_resource(file, part, known) for part in resource.parts)
        known[resource] = file.add(resource.dictionary % parts, resource.stream)
    return known[resource]


def _page(page: Page, index: int, parent: int, content: int, resources: int, annotations: list[int],
          edition: Edition) -> bytes:
    width, height = edition.paper
    noted = b"/Annots" + references(annotations) if annotations else b""
    mixed = b"/Group<</S/Transparency/CS/DeviceRGB>>" if page.images else b""  # else a viewer may mix inks
    return (b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.2f %.2f]/Resources %d 0 R/Contents %d 0 R/StructParents %d"
            b"/Tabs/S%s%s>>" % (parent, width, height, resources, content, index, mixed, noted))


def _day(moment: datetime.datetime) -> bytes:
    return b"(D:" + moment.strftime("%Y%m%d%H%M%SZ").encode() + b")"


def _about(edition: Edition, timestamp: datetime.datetime | None) -> tuple[bytes, bytes]:
    metadata = edition.sheet.metadata
    midnight = datetime.time(tzinfo=datetime.UTC)
    created, modified = (
        timestamp or datetime.datetime.combine(day, midnight) for day in (metadata.created, metadata.modified)
    )
    info = b"<</Title%s/Author%s/Subject%s/Keywords%s/Creator%s/Producer%s/CreationDate%s/ModDate%s>>" % (
        string(metadata.title), string(", ".join(metadata.authors)), string(metadata.subject),
        string(", ".join(metadata.keywords)), string(TOOL), string(TOOL), _day(created), _day(modified))
    iso = [moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (created, modified)]
    return info, xmp.packet(metadata, TOOL, iso[0], iso[1])


def _destination(pages: list[int], place: tuple[int, float, float]) -> bytes:
    page, x, top = place
    return b"[%d 0 R/XYZ %.1f %.1f 0]" % (pages[page], max(x - 8, 0), top + 4)


class _Links:
    """The link annotations of each page, numbered after the pages in the parent tree."""

    def __init__(self, file: File, canvas: TaggedCanvas, pages: list[int]) -> None:
        self.numbers: list[list[int]] = []
        key = len(pages)
        for index, page in enumerate(canvas.pages):
            own = []
            for annotation in page.annotations:
                own.append(file.add(self._annotation(annotation, key, canvas, pages, pages[index])))
                key += 1
            self.numbers.append(own)

    @staticmethod
    def _annotation(note: Annotation, key: int, canvas: TaggedCanvas, pages: list[int], page: int) -> bytes:
        left, bottom, right, top = note.rectangle
        target = note.target
        if target.url:
            leads = b"/A<</S/URI/URI%s>>" % address(target.url)
        else:
            leads = b"/Dest" + _destination(pages, canvas.anchors[target.anchor])
        return (b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[%.2f %.2f %.2f %.2f]"
                b"/QuadPoints[%.2f %.2f %.2f %.2f %.2f %.2f %.2f %.2f]/P %d 0 R/StructParent %d/Contents%s%s>>"
                % (left, bottom, right, top, left, top, right, top, left, bottom, right, bottom, page, key,
                   string(target.description), leads))


class _Tree:
    """The structure tree as objects, with its parent tree (ISO 32000-1, 14.7)."""

    def __init__(self, file: File, canvas: TaggedCanvas, pages: list[int], links: list[list[int]],
                 edition: Edition) -> None:
        self.file, self.canvas, self.pages, self.links = file, canvas, pages, links
        self.numbers: dict[Element, int] = {}  # they grow in reading order
        self.parents = [[0] * len(page.marks) for page in canvas.pages]
        self.top = edition.sheet.root

    def root(self, own: int) -> bytes:
        """Write every element and return the structure tree root, whose number is `own`."""
        top = self._element(self.top, own)
        parents = self.file.add(self._parent_tree())
        count = len(self.pages) + sum(len(page.annotations) for page in self.canvas.pages)
        return (b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>" % (top, parents, count))

    def _element(self, element: Element, parent: int) -> int:
        """Write an element that was drawn, or holds one that was, and return its number; for any other, return 0."""
        number = self.file.reserve()
        page: int | None = None
        kids: list[bytes] = []
        marks = self.canvas.marks
        for slot, child in enumerate((*element.children, ())):
            if isinstance(child, Element):
                if child.role == GROUP:
                    kids += self._kids(child, number)
                elif kid := self._element(child, number):
                    kids.append(b"%d 0 R" % kid)
                continue
            for at, mark in marks.get((element, slot), ()):
                page = at if page is None else page
                self.parents[at][mark] = number
                kids.append(b"%d" % mark if at == page else self._mark_on(at, mark))
        for at, index in self.canvas.links.get(element, ()):
            kids.append(b"<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>" % (self.links[at][index], self.pages[at]))
        if not kids:
            self.file.take_back(number)
            return 0
        self.numbers[element] = number
        held = kids[0] if len(kids) == 1 else b"[" + b" ".join(kids) + b"]"
        shown = b"/Pg %d 0 R" % self.pages[page] if page is not None else b""
        attributes = _attributes(element, self.canvas.bounds.get(element))
        own = b"<</S/%b/P %d 0 R%b%b/K %b>>" % (element.role.encode(), parent, shown, attributes, held)
        self.file.set(number, own)
        return number

    def _kids(self, group: Element, parent: int) -> Iterator[bytes]:
        """Yield what the parent of a group holds instead of it: its contents."""
        for own in below(group):
            if own.role == GROUP:
                yield from self._kids(own, parent)
            elif kid := self._element(own, parent):
                yield b"%d 0 R" % kid

    def _mark_on(self, page: int, mark: int) -> bytes:
        return b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (self.pages[page], mark)

    def _parent_tree(self) -> bytes:
        rows = [b"%d %s" % (index, references(own)) for index, own in enumerate(self.parents)]
        key = len(self.pages)
        for page in self.canvas.pages:
            for note in page.annotations:
                rows.append(b"%d %d 0 R" % (key, self.numbers[note.target.element]))
                key += 1
        return b"<</Nums[" + b" ".join(rows) + b"]>>"


def _attributes(element: Element, bounds: tuple[float, float, float, float] | None) -> bytes:
    out = b""
    for key, value in ((b"Lang", element.language), (b"Alt", element.alternate), (b"ActualText", element.actual),
                       (b"E", element.expansion)):
        if value:
            out += b"/" + key + string(value)
    if element.scope:
        out += b"/A<</O/Table/Scope/%s>>" % element.scope.encode()
    elif element.numbering:
        out += b"/A<</O/List/ListNumbering/%s>>" % element.numbering.encode()
    elif bounds:
        out += b"/A<</O/Layout/Placement/Block/BBox[%.2f %.2f %.2f %.2f]>>" % bounds
    return out


def _outline(file: File, bookmarks: list[Bookmark], pages: list[int]) -> int:
    """Write the outline, each bookmark below the last one of a lower level, and return its number."""
    top = file.reserve()
    numbers = [file.reserve() for _ in bookmarks]
    children: dict[int, list[int]] = {-1: []}
    above: list[int] = [-1]
    for index, mark in enumerate(bookmarks):
        while above[-1] >= 0 and bookmarks[above[-1]].level >= mark.level:
            above.pop()
        children[above[-1]].append(index)
        children[index] = []
        above.append(index)
    for parent, siblings in children.items():
        for before, index, after in zip([-1, *siblings], siblings, [*siblings[1:], -1]):
            mark = bookmarks[index]
            file.set(numbers[index], b"<</Title%s/Parent %d 0 R/Dest%s%s%s%s>>" % (
                string(mark.title), numbers[parent] if parent >= 0 else top,
                _destination(pages, (mark.page, mark.x, mark.y)),
                b"/Prev %d 0 R" % numbers[before] if before >= 0 else b"",
                b"/Next %d 0 R" % numbers[after] if after >= 0 else b"", _family(children, index, numbers)))
    file.set(top, b"<</Type/Outlines%s>>" % _family(children, -1, numbers))
    return top


def _family(children: dict[int, list[int]], parent: int, numbers: list[int]) -> bytes:
    """Return the entries of a bookmark for the bookmarks below it, which are all open (ISO 32000-1, table 153)."""
    own = children[parent]
    return b"/First %d 0 R/Last %d 0 R/Count %d" % (
        numbers[own[0]], numbers[own[-1]], _descendants(children, parent)) if own else b""


def _descendants(children: dict[int, list[int]], parent: int) -> int:
    return sum(1 + _descendants(children, child) for child in children[parent])
