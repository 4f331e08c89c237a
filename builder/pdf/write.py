"""Draw an edition: its story, part by part, the furniture around it; and make a file of it."""

from __future__ import annotations

import datetime

from reportlab import rl_config

from builder.layout.edition import Edition
from builder.layout.pages import flow
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
    if not edition.sheet.metadata.title.strip():
        raise ContentError([Problem("empty-title", "The title has no words that could name the file.", None,
                                    "Write a title; citations and marks alone are none.")])
    canvas = TaggedCanvas(edition.paper, tagged)
    fills: list[float] = []
    for frame, part in flow(edition):
        if fills:
            canvas.showPage()
        fills.append(part.height(frame.width) / frame.height)
        part.draw(canvas, frame.x, frame.y + frame.height, frame.width)
    canvas.flush()
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
    return Pages(edition.paper, edition.sheet.format, len(canvas.pages), tuple(canvas.lines), tuple(canvas.boxes),
                 tuple(fills), tuple(dict.fromkeys(canvas.warnings)))
