"""Draw an edition, its story part by part with the furniture around it, and make a file of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from reportlab import rl_config

from builder.layout.edition import Edition
from builder.layout.pages import flow
from builder.layout.record import Pages
from builder.pdf import archive
from builder.pdf.canvas import TaggedCanvas
from builder.structure import Element, elements

rl_config.trustedSchemes = []
rl_config.trustedHosts = []


@dataclass(slots=True)
class Setting:
    """An edition that was set: what was drawn, and the record of it. Only the setting that is kept becomes a file."""

    edition: Edition
    canvas: TaggedCanvas
    pages: Pages

    def file(self, timestamp: datetime.datetime | None = None) -> bytes:
        """Return the PDF. Its dates are `timestamp` (UTC) if one is given, else the topic's."""
        return archive.write(self.canvas, self.edition, timestamp)


def set_(edition: Edition, tagged: bool = True) -> Setting:
    """Set an edition. Only the benchmark leaves `tagged` off.

    Raises ContentError for a character without a glyph, and for what cannot fit on a page.
    """
    canvas = TaggedCanvas(edition.paper, tagged)
    fills: list[float] = []
    for frame, part in flow(edition):
        if fills:
            canvas.showPage()
        fills.append(part.height(frame.width) / frame.height)
        part.draw(canvas, frame.x, frame.y + frame.height, frame.width)
    canvas.flush()
    _furnish(canvas, edition)
    _anchor(canvas, edition.sheet.root)
    return Setting(edition, canvas, _record(canvas, edition, fills))


def write(edition: Edition, timestamp: datetime.datetime | None = None, tagged: bool = True) -> tuple[bytes, Pages]:
    """Return the edition as a PDF and the record of what was set; see `set_` and `Setting.file`."""
    setting = set_(edition, tagged)
    return setting.file(timestamp), setting.pages


def _furnish(canvas: TaggedCanvas, edition: Edition) -> None:
    canvas.furnishing = True
    for number in range(len(canvas.pages)):
        canvas.turn(number)
        for placed in edition.furniture(number + 1, len(canvas.pages)):
            placed.flowable.draw(canvas, placed.x, placed.top, placed.width)
        canvas.flush()


def _anchor(canvas: TaggedCanvas, root: Element) -> None:
    """Let links to an element that no flowable has named lead to its first line."""
    targets = {note.target.anchor for page in canvas.pages for note in page.annotations if not note.target.url}
    if lost := targets - canvas.anchors.keys():
        lines = {line.element: line for line in reversed(canvas.lines) if not line.artifact}
        for found in [element for element in elements(root) if element.id in lost]:
            line = next((lines[one] for one in elements(found) if one in lines), None)
            if line:
                canvas.anchors[found.id] = line.page, line.x, line.baseline + line.size


def _record(canvas: TaggedCanvas, edition: Edition, fills: list[float]) -> Pages:
    return Pages(edition.paper, edition.sheet.format, len(canvas.pages), tuple(canvas.lines), tuple(canvas.boxes),
                 tuple(fills), tuple(dict.fromkeys(canvas.warnings)))
