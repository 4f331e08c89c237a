"""A ReportLab canvas on which everything is an artifact unless a structure element is open.

It keeps what was drawn as data: the code of each page, which content belongs to which element, annotations, anchors,
bookmarks, fonts and images. `archive.py` makes a file of it.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Iterator

from reportlab.pdfgen.canvas import Canvas

from builder.layout.record import SetBox, SetLine
from builder.pdf.fonts import Font
from builder.problems import Problem
from builder.structure import Element
from builder.style import Colour
from builder.text.faces import Face
from builder.text.lines import Content, Run, Target

Code = list[Any]


@dataclass(slots=True)
class Annotation:
    """A link on a page: its rectangle (left, bottom, right, top) in points, where it leads and its first run."""

    rectangle: tuple[float, float, float, float]
    target: Target
    run: Run


@dataclass(slots=True)
class Page:
    """The code of a page and, by MCID, the contents that it marks."""

    code: Code = field(default_factory=list)
    marks: list[Content] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    images: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: the heading it stands for, and where that heading was set."""

    heading: Element
    level: int
    title: str
    page: int
    x: float
    y: float


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """Draw as on any ReportLab canvas; text comes through `text`, and figures inside `figure`."""

    _code: Code

    def __init__(self, pagesize: tuple[float, float], tagged: bool = True) -> None:
        super().__init__(io.BytesIO(), pagesize=pagesize)
        self.tagged = tagged
        self.page = Page(self._code)
        self.pages = [self.page]
        self.number = 0
        self.furnishing = False
        self.fonts: dict[Face, Font] = {}
        self.anchors: dict[str, tuple[int, float, float]] = {}
        self.bookmarks: list[Bookmark] = []
        self.lines: list[SetLine] = []
        self.boxes: list[SetBox] = []
        self.warnings: list[Problem] = []
        self.marks: dict[Content, list[tuple[int, int]]] = {}
        self.links: dict[Element, list[tuple[int, int]]] = {}
        self.bounds: dict[Element, tuple[float, float, float, float]] = {}
        self._unmarked = 0

    # --- Pages

    def showPage(self) -> None:
        """Close the page and open the next one."""
        self.flush()
        self.pages.append(Page())
        self.turn(len(self.pages) - 1)

    def turn(self, number: int) -> None:
        """Go on drawing on the page with index `number`."""
        self.flush()
        self.number, self.page = number, self.pages[number]
        self._code = self.page.code
        self._unmarked = len(self._code)
        self.init_graphics_state()

    def save(self) -> None:
        """Close the last page; ReportLab's own method would write a file."""
        self.flush()

    def flush(self) -> None:
        """Make an artifact of everything drawn since the last marked content."""
        if len(self._code) > self._unmarked:
            self._wrap(self.artifact())

    def _wrap(self, opening: bytes) -> None:
        if self.tagged:
            self._code.insert(self._unmarked, opening)
            self._code.append("EMC")
        self._unmarked = len(self._code)

    # --- Marked content

    def artifact(self) -> bytes:
        """Return the operator that opens an artifact; page furniture says that it is (ISO 32000-1, 14.8.2.2)."""
        return b"/Artifact<</Type/Pagination>>BDC" if self.furnishing else b"/Artifact BMC"

    def mark(self, content: Content, actual: str = "") -> bytes:
        """Return the operator that opens marked content of `content`, with `actual` as its ActualText.

        That is in a Span, since poppler looks for it nowhere else.
        """
        if not self.tagged:
            return b"/P BMC"
        marks = self.page.marks
        number = len(marks)
        marks.append(content)
        self.marks.setdefault(content, []).append((self.number, number))
        if not actual:
            return b"/%b<</MCID %d>>BDC" % (content[0].role.encode(), number)
        return b"/Span<</MCID %d/ActualText<%b>>>BDC" % (number, ("\ufeff" + actual).encode("utf-16-be").hex().encode())

    def text(self, operators: bytes) -> None:
        """Add a text object, which contains its own marks."""
        self.flush()
        self._code.append(operators)
        self._unmarked = len(self._code)

    @contextmanager
    def figure(self, element: Element) -> Iterator[None]:
        """Mark everything drawn inside as content of an element, after its children."""
        self.flush()
        yield
        if len(self._code) > self._unmarked:
            self._wrap(self.mark((element, len(element.children))))

    def bound(self, element: Element, left: float, bottom: float, right: float, top: float) -> None:
        """Record where on its page an element was drawn."""
        self.bounds[element] = (left, bottom, right, top)

    # --- For text

    def font(self, face: Face) -> Font:
        found = self.fonts.get(face)
        if found is None:
            found = self.fonts[face] = Font(face, b"F%d" % (len(self.fonts) + 1))
        return found

    def link(self, run: Run, left: float, bottom: float, right: float, top: float) -> None:
        """Put the link of a run on the page."""
        if run.link is None:
            return
        if self.tagged:
            self.links.setdefault(run.link.element, []).append((self.number, len(self.page.annotations)))
        self.page.annotations.append(Annotation((left, bottom, right, top), run.link, run))

    def underline(self, colour: Colour, left: float, y: float, right: float) -> None:
        """Rule a thin line below a link."""
        self.setStrokeColorRGB(*colour)
        self.setLineWidth(0.5)
        self.line(left, y, right, y)

    def anchor(self, name: str, x: float, top: float) -> None:
        """Name a place that links can lead to; if a name is given twice, the first place counts."""
        self.anchors.setdefault(name, (self.number, x, top))

    def bookmark(self, heading: Element, level: int, title: str, x: float, top: float) -> None:
        self.bookmarks.append(Bookmark(heading, level, title, self.number, x, top))

    def place(self, name: str, resource: Any, matrix: str) -> None:
        """Draw an XObject; `resource` is its dictionary and stream, and equal bytes have an equal `name`."""
        self.page.images[name] = resource
        self._code.append(f"q {matrix} cm /{name} Do Q")

    # --- The record

    def warn(self, problem: Problem) -> None:
        if problem not in self.warnings:
            self.warnings.append(problem)

    def set_line(self, *line: Any) -> None:
        """Record a line, given by what a SetLine has after its page."""
        self.lines.append(SetLine(self.number, *line))

    def set_box(
        self, x: float, y: float, width: float, height: float, kind: str, fill: Colour | None = None,
        stroke: Colour | None = None, element: Element | None = None,
    ) -> None:
        self.boxes.append(SetBox(self.number, x, y, width, height, kind, fill, stroke, element))
