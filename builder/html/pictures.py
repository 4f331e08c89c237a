"""Pictures: SVG inside the page, with alternate text, and with labels large enough on a telephone."""

from __future__ import annotations

import math
import re
from typing import NamedTuple, Sequence

from builder.colours import spelled
from builder.drawings.inline_svg import drawn, modules
from builder.drawings.numbers import written
from builder.drawings.qr import Code
from builder.format import FORMATS
from builder.html.escape import attribute, text
from builder.html.state import Page
from builder.structure import Child, Element, Label, Picture

WIDTHS = {"side": 352.0, "text": 672.0, "page": 672.0}
HIGHEST = 600.0
"""The greatest width and height of a picture, in CSS pixels."""
NARROWEST = 270.0
"""The width for a picture on the narrowest screen."""
LEGIBLE, SMALL = 14.0, 12.0
"""The size that labels should have there, and the smallest that can be read."""
LETTER, WIDE_LETTER = 0.58, 1.0
"""The greatest average width of letters, as a part of their size: those of East Asia are square."""
_SQUARE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\U0001f000-\U0003ffff]")


class _Placed(NamedTuple):
    """A label with its words, its left edge, middle and width."""

    label: Label
    words: str
    left: float
    middle: float
    wide: float


def figure(page: Page, element: Element) -> str:
    """Return a picture with its labels, and below it the labels that would be too small on a narrow screen."""
    picture = element.picture
    if picture is None:
        return ""
    if isinstance(picture.drawing, Code):
        return qr(page, element, picture.drawing)
    name = page.picture()
    size = _size(page, picture)
    labels = [_placed(element, label, size) for label in picture.labels]
    view = _view(picture, labels, size)
    width = min(WIDTHS[picture.position] * picture.share / 100, HIGHEST * view[2] / view[3])
    inside = drawn(picture.drawing, name)
    small = ""
    if labels:
        described = page.fresh(f"{name}-labels")
        inside += f'<g id="{described}">{"".join(_written(page, one, size) for one in labels)}</g>'
        if size * min(width, NARROWEST) / view[2] < SMALL:
            small = _listed(labels)
    about = f' aria-describedby="{described}"' if labels else ""
    return _svg(element, view, width, inside, about) + small


def logo(page: Page, element: Element) -> str:
    """Return the logo of a clinic: of a fixed height, unless it is very wide."""
    if element.picture is None:
        return ""
    drawing = element.picture.drawing
    view = (*drawing.origin, *drawing.size)
    width = min(200.0, 56.0 * view[2] / view[3])
    return f'<p class="logo">{_svg(element, view, width, drawn(drawing, page.picture()))}</p>'


def qr(page: Page, element: Element, code: Code) -> str:
    """Return a QR code, which stays dark on light even on a dark screen."""
    inside = f'<path fill="#fff" d="M0 0h{code.side}v{code.side}H0z"/><path d="{modules(code)}"/>'
    return f'<p class="qr">{_svg(element, (0.0, 0.0, code.side, code.side), 120.0, inside)}</p>'


def _svg(element: Element, view: tuple[float, ...], width: float, inside: str, about: str = "") -> str:
    seen = f'role="img" aria-label="{attribute(element.alternate)}"' if element.alternate else 'aria-hidden="true"'
    return (f'<svg {seen}{about} viewBox="{written(*view)}" width="{width:.0f}"'
            f' height="{width * view[3] / view[2]:.0f}">{inside}</svg>')


def _size(page: Page, picture: Picture) -> float:
    """Return the size of labels in the picture's units: legible on a telephone, but no larger than it was drawn for."""
    style = page.style.formats[FORMATS[page.sheet.format].style]
    own, wide = style.page, float(picture.drawing.size[0])
    columns = {"text": own["text"], "side": max(own["side"], own["text"] / 3)}
    column = columns.get(picture.position, own["text"] + own["gutter"] + own["side"]) * picture.share / 100
    shown = min(WIDTHS[picture.position] * picture.share / 100, NARROWEST)
    return min(LEGIBLE * wide / shown, style.type["label"].size * wide / column)


def _placed(element: Element, label: Label, size: float) -> _Placed:
    words = " ".join(said(element.children[label.first : label.last]).split())
    wide = size * math.fsum(_width(letter) for letter in words)
    left = label.at[0] - {"start": 0.0, "middle": wide / 2, "end": wide}[label.align]
    return _Placed(label, words, left, label.at[1], wide)


def _width(letter: str) -> float:
    return WIDE_LETTER if _SQUARE.match(letter) else LETTER


def said(children: Sequence[Child]) -> str:
    """Return all words of children, citations too."""
    return "".join(
        said(child.children) if isinstance(child, Element) else "".join(piece.text for piece in child)
        for child in children
    )


def _view(picture: Picture, labels: Sequence[_Placed], size: float) -> tuple[float, float, float, float]:
    """Return left, top, width and height of the picture, with room for labels that reach beyond it."""
    (left, top), (width, height) = picture.drawing.origin, picture.drawing.size
    right, low = left + width, top + height
    for one in labels:
        left, right = min(left, one.left), max(right, one.left + one.wide)
        top, low = min(top, one.middle - size * 0.7), max(low, one.middle + size * 0.7)
    return left, top, right - left, low - top


def _written(page: Page, one: _Placed, size: float) -> str:
    ink = spelled(page.style.colours["ink"])
    anchor = "" if one.label.align == "start" else f' text-anchor="{one.label.align}"'
    line = _leader(one, size, ink) if one.label.to else ""
    at = f'x="{written(one.label.at[0])}" y="{written(one.middle + size * 0.35)}"'
    return f'{line}<text {at}{anchor} font-size="{written(size)}" fill="{ink}">{text(one.words)}</text> '


def _leader(one: _Placed, size: float, ink: str) -> str:
    """Return a line from the nearest edge of a label to what it names."""
    assert one.label.to
    gap, (x, y) = size * 0.3, one.label.to
    if one.left - gap <= x <= one.left + one.wide + gap:
        start = x, one.middle + math.copysign(size * 0.65, y - one.middle)
    else:
        start = (one.left + one.wide + gap if x > one.left else one.left - gap), one.middle
    width = written(size / 13)
    return f'<path fill="none" stroke="{ink}" stroke-width="{width}" d="M{written(*start)}L{written(x, y)}"/>'


def _listed(labels: Sequence[_Placed]) -> str:
    entries = "".join(f"<li>{text(one.words)}</li>" for one in labels)
    return f'<ul class="labels own" aria-hidden="true">{entries}</ul>'
