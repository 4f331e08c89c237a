"""Set an edition and draw it: flow the story through frames, print the furniture around it, make a file of it."""

from __future__ import annotations

import datetime
from typing import Any

from reportlab import rl_config
from reportlab.platypus.doctemplate import BaseDocTemplate, FrameBreak, PageTemplate
from reportlab.platypus.flowables import Flowable as PlatypusFlowable
from reportlab.platypus.frames import Frame as PlatypusFrame

from builder.layout.edition import Edition, Flowable, Frame
from builder.layout.flowables import fits
from builder.layout.record import Pages
from builder.pdf import archive
from builder.pdf.canvas import TaggedCanvas
from builder.problems import ContentError, Problem

rl_config.trustedSchemes = []
rl_config.trustedHosts = []


def write(edition: Edition, timestamp: datetime.datetime | None = None, tagged: bool = True) -> tuple[bytes, Pages]:
    """Return the edition as a PDF and the record of what was set.

    The file's dates are `timestamp` (UTC) where one is given, else the topic's. Only the benchmark leaves `tagged` off.
    Raises ContentError for a title without words, a character without a glyph, a link to what was left out and what
    cannot fit on a page.
    """
    if not edition.metadata.title.strip():
        raise ContentError([Problem("empty-title", "The title has no words that could name the file.", None,
                                    "Write a title; citations and marks alone are none.")])
    fills: list[float] = []
    template = _Template(edition)
    story: list[Any] = [_Story(edition.story, edition, fills)]

    def canvasmaker(filename: Any, **settings: Any) -> TaggedCanvas:
        return TaggedCanvas(edition.paper, tagged)

    template.build(story, canvasmaker=canvasmaker)
    canvas: TaggedCanvas = template.canv
    template.__dict__.clear()  # it holds itself, and with it all that was set until the garbage collector comes by
    canvas.flush()
    if len(canvas.pages) > 1 and not canvas.pages[-1].code:
        canvas.pages.pop()
    _furnish(canvas, edition)
    return archive.write(canvas, edition, timestamp), _record(canvas, edition, fills)


def _furnish(canvas: TaggedCanvas, edition: Edition) -> None:
    canvas.furnishing = True
    for number in range(len(canvas.pages)):
        canvas.turn(number)
        for placed in edition.furniture(number + 1, len(canvas.pages)):
            placed.flowable.draw(canvas, placed.x, placed.top, placed.width)
        canvas.flush()


def _record(canvas: TaggedCanvas, edition: Edition, fills: list[float]) -> Pages:
    return Pages(edition.paper, edition.format, len(canvas.pages), tuple(canvas.lines), tuple(canvas.boxes),
                 tuple(fills), tuple(canvas.warnings))


class _Template(BaseDocTemplate):  # type: ignore[misc]
    """A document template with one frame on the first page and one on the others."""

    def __init__(self, edition: Edition) -> None:
        super().__init__("", pagesize=edition.paper, lang=edition.metadata.language, title=edition.metadata.title,
                         author=", ".join(edition.metadata.authors))
        self.addPageTemplates([
            PageTemplate("first", [_frame(edition.first)], autoNextPageTemplate="later"),
            PageTemplate("later", [_frame(edition.later)]),
        ])


def _frame(frame: Frame) -> PlatypusFrame:
    return PlatypusFrame(frame.x, frame.y, frame.width, frame.height, leftPadding=0, rightPadding=0, topPadding=0,
                         bottomPadding=0)


class _Story(PlatypusFlowable):  # type: ignore[misc]
    """Our story behind Platypus' protocol; it is drawn in place, without moving the origin."""

    def __init__(self, story: Flowable, edition: Edition, fills: list[float], page: int = 0) -> None:
        super().__init__()
        self.story, self.edition, self.fills, self.number = story, edition, fills, page

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.measure = width
        return width, self.story.height(width) if fits(self.story, width, height) else height + 1

    def split(self, width: float, height: float) -> list[Any]:
        parts = self.story.split(width, height)
        if not parts:
            raise ContentError([_too_large(self.story, width, height)])
        return [_Story(parts[0], self.edition, self.fills, self.number), FrameBreak(),
                _Story(parts[1], self.edition, self.fills, self.number + 1)]

    def drawOn(self, canvas: TaggedCanvas, x: float, y: float, _sW: float = 0) -> None:
        frame = self.edition.later if self.number else self.edition.first
        height = self.story.height(self.measure)
        self.fills.append(min(1.0, height / frame.height))
        self.story.draw(canvas, x, y + height, self.measure)


def _too_large(story: Any, width: float, height: float) -> Problem:
    """Name the flowable that cannot be set: the highest of those that must stand together at the start of the story."""
    tall = story
    while below := _together(tall):
        tall = max(below, key=lambda flowable: flowable.height(width))
    lowest = tall
    while not getattr(lowest, "runs", ()) and (parts := _parts(lowest)):
        lowest = parts[0]
    own = getattr(lowest, "place", None)
    place = next((run.place for run in getattr(lowest, "runs", ()) if run.place), own)
    name = f"'{tall.block}'" if getattr(tall, "block", "") else "This"
    return Problem("does-not-fit", f"{name} needs {tall.height(width):.0f} pt of height, and a page has {height:.0f}.",
                   place.span() if place else None, "Make it shorter, or split it into several.")


def _together(flowable: Any) -> list[Any]:
    """Return the first of the flowables in a column and those that are kept with it."""
    children = getattr(flowable, "children", ())
    count = next((number for number, child in enumerate(children, 1) if not child.keep_next), len(children))
    return list(children[:count])


def _parts(flowable: Any) -> list[Any]:
    cells = [cell for row in getattr(flowable, "rows", ()) for cell in row]
    return [*getattr(flowable, "children", ()), *cells,
            *(getattr(flowable, name) for name in ("child", "body") if hasattr(flowable, name))]
