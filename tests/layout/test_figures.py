"""Figures: what is drawn is what other programs draw, and nothing else is read."""

from __future__ import annotations

import io
import os
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFile
from reportlab.pdfgen.canvas import Canvas

from builder.drawings.drawing import Bitmap, Drawing
from builder.layout import figures
from builder.problems import ContentError, Problem, Span

Need = Callable[[str, bool], None]
PLACE = Span("content/alps/en.yaml", 7, 11, 7, 20)


class Scalar(str):
    def span(self, start: int = 0, end: int | None = None) -> Span:
        return PLACE


def read(folder: Path, content: bytes | str, name: str = "a.svg") -> Drawing:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return figures.read(name, folder, folder, Scalar(name))


def refused(folder: Path, content: bytes | str) -> Problem:
    with pytest.raises(ContentError) as caught:
        read(folder, content)
    [problem] = caught.value.problems
    assert problem.span == PLACE
    assert problem.message.startswith("a.svg: ")
    assert problem.hint
    return problem


def svg(inside: str, box: str = "0 0 100 80", more: str = "") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {more}>{inside}</svg>'


# --- Drawn as others draw ---------------------------------------------------------------------------------------------

STROKE = 'fill="none" stroke="#9c1c14" stroke-width="4"'
DRAWINGS = {
    "rect": '<rect x="10" y="10" width="60" height="40" fill="#12395b"/>',
    "rounded rect": f'<rect x="10" y="10" width="60" height="40" rx="12" {STROKE}/>',
    "rect rounder than itself": '<rect x="10" y="10" width="20" height="60" rx="30" ry="8"/>',
    "circle": f'<circle cx="40" cy="40" r="25" {STROKE} stroke-dasharray="6 3"/>',
    "ellipse": '<ellipse cx="50" cy="40" rx="40" ry="12" fill="#9a0"/>',
    "line": f'<line x1="10" y1="10" x2="90" y2="60" {STROKE} stroke-linecap="round"/>',
    "line without a stroke": '<line x1="10" y1="10" x2="90" y2="60"/>',
    "polyline": f'<polyline points="10,10 50,70 90,10 60 20" {STROKE} stroke-linejoin="bevel"/>',
    "filled polyline": '<polyline points="10,10,50,70,90,10" fill="#0b5a63"/>',
    "polygon": f'<polygon points="10,10 50,70 90,10" {STROKE} stroke-linejoin="round"/>',
    "sharp corners": f'<polyline points="5,30 60,35 5,40 60,70 80,40" {STROKE}/>',
    "lines": '<path d="M10 10H90V70h-40v-30L20 60l-5-5z" fill="#12395b"/>',
    "lines after M": f'<path d="M10,10 90,10 90,70 m-20,0 -10-20-30,10" {STROKE}/>',
    "cubic": f'<path d="M10 60C10 10 40 10 50 40S90 70 90 20c0-10-30-10-20 0s10 30 10 50" {STROKE}/>',
    "S after a line": f'<path d="M10 60L30 10S90 70 90 20" {STROKE}/>',
    "quadratic": f'<path d="M10 60Q30 0 50 40T90 40t-20 30q-10-30-20 0" {STROKE}/>',
    "T after a line": f'<path d="M10 60L30 10T90 70" {STROKE}/>',
    "arcs": f'<path d="M10 40A20 20 0 0 1 50 40A20 10 30 1 0 90 40a10 25 -20 0 0-40 20" {STROKE}/>',
    "a pie": '<path d="M50 40L50 10A30 30 0 1 1 20 40Z" fill="#6b4a00"/>',
    "arc flags without blanks": f'<path d="M10 40a20 20 0 0150 0 20.5.5 0 10-50 0" {STROKE}/>',
    "an arc too small for its ends": f'<path d="M10 40A5 2 20 0 1 90 50" {STROKE}/>',
    "an arc without a radius": f'<path d="M10 40A0 20 0 0 1 90 50" {STROKE}/>',
    "an arc to where it starts": f'<path d="M10 40A20 20 0 0 1 10 40L50 70" {STROKE}/>',
    "drawn on after Z": f'<path d="M10 10h30v30zl40 60h10" {STROKE}/>',
    "numbers run together": f'<path d="M10.5.5l20.5.5-.5.5e1L1e1-5e-1-5+30" {STROKE}/>',
    "even-odd": '<path d="M10 10h70v60h-70zM30 20h30v30h-30z" fill-rule="evenodd"/>',
    "nonzero": '<path d="M10 10h70v60h-70zM30 20h30v30h-30z"/>',
    "even-odd from above": '<g fill-rule="evenodd"><path d="M10 10h70v60h-70zM30 20h30v30h-30z"/></g>',
    "inherited paint": f'<g {STROKE}><g stroke-dasharray="5"><path d="M0 9H99"/>'
                       '<path d="M0 19H99" stroke-dasharray="none"/><path d="M0 39H99" stroke="inherit"/></g></g>',
    "no width": '<path d="M10 10H90V60" fill="none" stroke="#000" stroke-width="0"/>',
    "transforms":
        '<g transform="translate(50,40) rotate(30)"><rect x="-20" y="-10" width="40" height="20" fill="#0b5a63"'
                  ' transform="scale(1.5 .5)"/><circle r="4" fill="white"/></g>',
    "turned about a point": '<rect x="20" y="20" width="30" height="10" transform="rotate(-45 35 25)"/>',
    "a matrix of small numbers":
        '<g transform="matrix(0.0264583,0,0,-0.0264583,0,80)"><path d="M378 378h3000v2000z"/></g>',
    "over the edge": '<circle cx="0" cy="0" r="60" fill="#12395b"/>',
    "nothing": '<rect x="10" y="10" width="0" height="20"/><circle r="0"/><polyline points="3 3"/><path d=""/>'
               '<path d="M10 10"/><rect width="9" height="9" fill="none"/>',
    "words about it": "<title>A</title><desc>B</desc><metadata>C</metadata><rect x='1' y='1' width='50' height='50'/>",
}  # fmt: skip
BOXES = {
    "of its own": svg('<rect x="-40" y="1010" width="60" height="40"/>', "-50 1000 100 80"),
    "tiny": svg('<circle cx=".5" cy=".4" r=".3"/>', "0 0 1 .8", 'width="400" height="320"'),
    "huge": svg('<circle cx="50000" cy="40000" r="30000"/>', "0 0 100000 80000"),
    "paint of the whole": svg('<path d="M10 10h30v30z"/>', more='fill="none" stroke="#12395b" stroke-width="3"'),
}
WHOLE = {**{name: svg(inside) for name, inside in DRAWINGS.items()}, **BOXES}


def pdf(drawing: Drawing, width: float, height: float) -> bytes:
    """Return a page of that size, filled by the drawing."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(width, height))
    drawing.paint(canvas, 0, height, width)
    canvas.save()
    return file.getvalue()


def shown(content: bytes) -> Image.Image:
    """Return the first page of a PDF as PDFium shows it, a point as four pixels."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        return document[0].render(scale=4).to_pil().convert("RGB")


@pytest.mark.parametrize("name", WHOLE)
def test_a_drawing_looks_as_another_program_draws_it(name: str, tmp_path: Path, need: Need) -> None:
    """At most 1 pixel of 200 differs, those on edges."""
    need("resvg", _there("resvg_py"))
    need("pdfium", _there("pypdfium2"))
    import resvg_py

    other = resvg_py.svg_to_bytes(svg_string=WHOLE[name], background="#ffffff", width=400, height=320)
    expected = Image.open(io.BytesIO(bytes(other))).convert("RGB")
    differing = ImageChops.difference(shown(pdf(read(tmp_path, WHOLE[name]), 100, 80)), expected).convert("L")
    assert differing.size == (400, 320)
    assert sum(differing.point(lambda value: 255 if value > 80 else 0).histogram()[255:]) < 400 * 320 / 200


def _there(module: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(module) is not None


@pytest.mark.parametrize("path", sorted(Path(__file__).parents[2].glob("content/**/*.svg")), ids=lambda path: path.name)
def test_our_own_figures_look_as_another_program_draws_them(path: Path, tmp_path: Path, need: Need) -> None:
    need("resvg", _there("resvg_py"))
    need("pdfium", _there("pypdfium2"))
    import resvg_py

    drawing = read(tmp_path, path.read_bytes())
    width, height = drawing.size
    own = shown(pdf(drawing, 100, 100 * drawing.shape))
    other = resvg_py.svg_to_bytes(svg_string=path.read_text(), background="#ffffff", width=own.width, height=own.height)
    expected = Image.open(io.BytesIO(bytes(other))).convert("RGB")
    differing = ImageChops.difference(own, expected).convert("L").point(lambda value: 255 if value > 80 else 0)
    assert sum(differing.histogram()[255:]) < own.width * own.height / 100
    assert (width, height) == drawing.size


# --- What a drawing may not hold --------------------------------------------------------------------------------------

SAFE = '<rect width="9" height="9"/>'
UNSAFE = {
    "a script": ("<script>alert(1)</script>", "a.svg: <script> is not allowed in a figure."),
    "words": ("<text>spleen</text>", "a.svg: <text> is not allowed in a figure."),
    "a style sheet": ("<style>@import url(x.css)</style>", "a.svg: <style> is not allowed in a figure."),
    "a picture": ('<image href="file:///etc/passwd"/>', "a.svg: <image> is not allowed in a figure."),
    "a use": ('<use href="#a"/>', "a.svg: <use> is not allowed in a figure."),
    "a link": ('<a href="https://example.org/"/>', "a.svg: <a> is not allowed in a figure."),
    "HTML": ("<foreignObject/>", "a.svg: <foreignObject> is not allowed in a figure."),
    "definitions": ("<defs/>", "a.svg: <defs> is not allowed in a figure."),
    "movement": ("<animate/>", "a.svg: <animate> is not allowed in a figure."),
    "an SVG": (f'<svg viewBox="0 0 1 1">{SAFE}</svg>', "a.svg: an SVG inside the SVG is not allowed."),
    "another language": ('<x:rect xmlns:x="http://example.org/"/>', "a.svg: <rect> is not allowed in a figure."),
    "an event": ('<rect width="9" height="9" onclick="x()"/>', "a.svg: <rect> may not have 'onclick'."),
    "a reference": ('<rect xmlns:x="http://www.w3.org/1999/xlink" x:href="#a"/>', "a.svg: <rect> may not have 'href'."),
    "a style": ('<rect style="fill:url(x)"/>', "a.svg: <rect> may not have 'style'."),
    "a class": ('<g class="a"/>', "a.svg: <g> may not have 'class'."),
    "a clip": ('<g clip-path="url(#a)"/>', "a.svg: <g> may not have 'clip-path'."),
    "see-through": ('<g opacity=".5"/>', "a.svg: see-through shapes are not printed."),
    "see-through fill": ('<rect fill-opacity=".5"/>', "a.svg: <rect> may not have 'fill-opacity'."),
    "inside a group": ("<g><g><script/></g></g>", "a.svg: <script> is not allowed in a figure."),
}


@pytest.mark.parametrize("case", UNSAFE)
def test_what_is_not_a_plain_shape_is_refused(case: str, tmp_path: Path) -> None:
    inside, message = UNSAFE[case]
    problem = refused(tmp_path, svg(SAFE + inside))
    assert (problem.rule, problem.message) == ("unsafe-figure", message)


BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
BEFORE = {
    "a DOCTYPE": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
    "an entity bomb": BOMB,
    "a file": '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "a doctype": "<!doctype svg>",
    "a style sheet": '<?xml-stylesheet href="https://example.org/a.css"?>',
}


@pytest.mark.parametrize("case", BEFORE)
def test_what_stands_before_a_drawing_fetches_nothing(case: str, tmp_path: Path) -> None:
    assert refused(tmp_path, BEFORE[case] + svg(SAFE)).rule == "unsafe-figure"


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-be", "utf-32"])
def test_no_other_coding_hides_a_doctype(coding: str, tmp_path: Path) -> None:
    """In UTF-16 the letters 㱳癧 are the bytes of <svg."""
    written = f"<?xml version='1.0' encoding='{coding}'?>{BOMB}<svg viewBox='0 0 9 9'>&b;<!--㱳癧--></svg>"
    assert refused(tmp_path, written.encode(coding)).rule in ("damaged-figure", "unknown-figure")


def test_a_coding_that_the_file_claims_changes_nothing(tmp_path: Path) -> None:
    drawing = read(tmp_path, '\ufeff<?xml version="1.0" encoding="utf-16"?>' + svg(SAFE + "<desc>Größe</desc>"))
    assert drawing.size == (100, 80)


BROKEN = {
    "no viewBox": ("<svg></svg>", "a.svg: the SVG has no viewBox."),
    "a viewBox of words": (svg("", "a b c d"), "a.svg: 'a b c d' is not a number that can be drawn."),
    "an empty viewBox": (svg("", "0 0 0 80"), "a.svg: the SVG has no viewBox."),
    "a viewBox of three": (svg("", "0 0 80"), "a.svg: the SVG has no viewBox."),
    "an endless viewBox": (svg("", "0 0 1e400 80"), "a.svg: '1e400 80' is not a number that can be drawn."),
    "cut off": (svg(SAFE)[:-9], "a.svg: the picture is cut off or damaged."),
    "not a drawing": ("<html><svg/></html>", "a.svg: <html> is not allowed in a figure."),
    "a shape alone": ("<rect/><!--<svg-->", "a.svg: the picture is cut off or damaged."),
    "no number": (svg('<rect width="NaN" height="9"/>'), "a.svg: 'NaN' is not a number that can be drawn."),
    "an endless number": (svg('<rect width="inf" height="9"/>'), "a.svg: 'inf' is not a number that can be drawn."),
    "a number of 400 digits": (
        svg(f'<circle r="{"9" * 400}"/>'), f"a.svg: '{'9' * 20}' is not a number that can be drawn.",
    ),
    "a share": (svg('<rect width="50%" height="9"/>'), "a.svg: '%' is not a number that can be drawn."),
    "two numbers for one": (svg('<rect width="5 5" height="9"/>'), "a.svg: '5 5' is not a number that can be drawn."),
    "a negative width": (svg('<rect width="-5" height="9"/>'), "a.svg: '-5' is less than nothing."),
    "a negative radius": (svg('<circle r="-5"/>'), "a.svg: '-5' is less than nothing."),
    "a negative stroke": (svg('<g stroke-width="-5"/>'), "a.svg: '-5' is less than nothing."),
    "negative dashes": (svg('<g stroke-dasharray="5 -5"/>'), "a.svg: '5 -5' is less than nothing."),
    "a colour by name": (svg('<g fill="rebeccapurple"/>'), "a.svg: 'rebeccapurple' is not a colour."),
    "a gradient": (svg('<g fill="url(#a)"/>'), "a.svg: 'url(#a)' is not a colour."),
    "an unknown end": (svg('<g stroke-linecap="sharp"/>'), "a.svg: 'sharp' is none of butt, round, square."),
    "an unknown transform": (svg('<g transform="skewX(3)"/>'), "a.svg: the transform 'skewX' is not known."),
    "half a transform": (svg('<g transform="rotate(45"/>'), "a.svg: the transform 'rotate(45' is not known."),
    "a transform of two for three": (svg('<g transform="rotate(45 3)"/>'),
                                     "a.svg: the transform 'rotate' is not known."),
    "a growing transform": (
        svg(f'<g transform="{"scale(1000000)" * 3}"/>'), "a.svg: '1e+18' is not a number that can be drawn.",
    ),
    "a path that starts with a line": (svg('<path d="L 10 10"/>'), "a.svg: a path cannot be read."),
    "a path with too few numbers": (svg('<path d="M 10 10 C 1 2 3 4"/>'), "a.svg: a path cannot be read."),
    "a path with numbers after Z": (svg('<path d="M 10 10 L 5 5 Z 4"/>'), "a.svg: a path cannot be read."),
    "a path with words": (svg('<path d="M 10 10 L 5 b 5"/>'), "a.svg: 'b 5' is not a number that can be drawn."),
    "a path from outside": (svg('<path d="5 5 M 10 10"/>'), "a.svg: a path cannot be read."),
    "a path without end": (svg('<path d="M 10 10 L 1e999 3"/>'), "a.svg: '1e999 3' is not a number that can be drawn."),
    "an arc with a flag of 2": (svg('<path d="M1 1A5 5 0 2 1 9 9"/>'),
                                "a.svg: '2 1 9 9' is not a number that can be drawn."),
    "neither picture nor drawing": ("GIF89a", "a.svg: this is neither SVG, PNG nor JPEG."),
    "nothing": ("", "a.svg: this is neither SVG, PNG nor JPEG."),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_drawing_is_told_in_one_sentence(case: str, tmp_path: Path) -> None:
    content, message = BROKEN[case]
    assert refused(tmp_path, content).message == message


HUGE = {
    "deep": svg("<g>" * 60 + "</g>" * 60),
    "bottomless": svg("<g>" * 9_000 + "</g>" * 9_000),
    "crowded": svg(SAFE * 6_000),
    "very crowded": svg(SAFE * 200_000),
    "wordy": svg(f"<desc>{'a' * 2**20}</desc>"),
}


@pytest.mark.parametrize("case", HUGE)
def test_a_drawing_of_too_many_parts_is_refused(case: str, tmp_path: Path) -> None:
    assert refused(tmp_path, HUGE[case]).message == "a.svg: the drawing has too many parts."


HOSTILE = {
    "an arc of one number": f'<path d="M0 0A{"1" * 500_000}"/>',
    "arcs that break off": f'<path d="M0 0A{"1 " * 200_000}x"/>',
    "a long path": f'<path d="M0 0{"l1-1" * 200_000}"/>',
    "a path of letters": f'<path d="{"M" * 500_000}"/>',
    "a transform without end": f'<g transform="{"a" * 500_000}"/>',
    "blanks": f'<polyline points="{" " * 500_000}x"/>',
}


@pytest.mark.parametrize("case", HOSTILE)
def test_no_drawing_takes_long_to_read(case: str, tmp_path: Path) -> None:
    """The largest file that is read takes far less than ten seconds, whatever it holds."""
    (tmp_path / "a.svg").write_text(svg(HOSTILE[case]))
    start = time.process_time()
    try:
        figures.read("a.svg", tmp_path, tmp_path, None)
    except ContentError:
        pass
    assert time.process_time() - start < 10


# --- Bitmaps ----------------------------------------------------------------------------------------------------------


def picture(mode: str = "RGB", size: tuple[int, int] = (24, 16)) -> Image.Image:
    """A picture with a slope of colours, so that a wrong order of rows or colours shows."""
    slope = Image.new("RGB", size)
    slope.putdata([(x * 10, y * 15, 200 - x * 5) for y in range(size[1]) for x in range(size[0])])
    if mode == "RGBA":
        alpha = Image.new("L", size)
        alpha.putdata([255 if x > 12 else x * 20 for _ in range(size[1]) for x in range(size[0])])
        slope.putalpha(alpha)
        return slope
    return slope.quantize(32) if mode == "P" else slope.convert(mode)


def saved(image: Image.Image, format: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def chunk(tag: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + tag + body + struct.pack(">I", zlib.crc32(tag + body))


def png(width: int, height: int, depth: int, kind: int, rows: bytes, interlaced: int = 0) -> bytes:
    """Return a PNG made by hand; `rows` are its bytes before compression, with the filter of each row."""
    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def decoded(drawing: Drawing) -> Image.Image:
    """Return what a PDF viewer makes of the bitmap, by the standard's own words, on white paper."""
    assert drawing.bitmap
    size = int(drawing.size[0]), int(drawing.size[1])
    image = _samples(drawing.bitmap, size)
    if drawing.bitmap.mask:
        paper = Image.new(image.mode, size, "white")
        paper.paste(image, (0, 0), _samples(drawing.bitmap.mask, size))
        return paper.convert("RGB")
    return image.convert("RGB")


def _samples(bitmap: Bitmap, size: tuple[int, int]) -> Image.Image:
    mode = "RGB" if b"/DeviceRGB" in bitmap.dictionary else "L"
    if b"/DCTDecode" in bitmap.dictionary:
        return Image.open(io.BytesIO(bitmap.stream))
    if b"/Predictor" in bitmap.dictionary:
        kind = 2 if mode == "RGB" else 0
        return Image.open(io.BytesIO(png(*size, 8, kind, zlib.decompress(bitmap.stream))))
    return Image.frombytes(mode, size, zlib.decompress(bitmap.stream))


def on_white(image: Image.Image) -> Image.Image:
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    return paper.convert("RGB")


def farthest(one: Image.Image, other: Image.Image) -> int:
    assert one.size == other.size
    return max(high for _, high in ImageChops.difference(one, other).getextrema())


PICTURES = {
    "colour": saved(picture()),
    "grey": saved(picture("L")),
    "black and white": saved(picture("1")),
    "palette": saved(picture("P")),
    "see-through palette": saved(picture("P"), transparency=3),
    "see-through": saved(picture("RGBA")),
    "grey and see-through": saved(picture("RGBA").convert("LA")),
    "a see-through colour": saved(picture(), transparency=(10, 15, 195)),
    "other": saved(picture(), compress_level=0),
}


@pytest.mark.parametrize("case", PICTURES)
def test_a_png_keeps_its_colours(case: str, tmp_path: Path) -> None:
    expected = on_white(Image.open(io.BytesIO(PICTURES[case])))
    drawing = read(tmp_path, PICTURES[case], "a.png")
    assert drawing.size == (24, 16)
    assert farthest(decoded(drawing), expected) <= 1


def test_a_plain_png_goes_into_the_file_as_it_is(tmp_path: Path) -> None:
    drawing = read(tmp_path, PICTURES["colour"], "a.png")
    assert drawing.bitmap
    assert drawing.bitmap.stream in PICTURES["colour"]
    assert drawing.bitmap.mask is None


def test_sixteen_bits_of_grey_become_eight(tmp_path: Path) -> None:
    rows = b"".join(b"\0" + b"".join(struct.pack(">H", x * 8192 + y * 1024) for x in range(8)) for y in range(4))
    shown = decoded(read(tmp_path, png(8, 4, 16, 0, rows), "a.png")).convert("L")
    assert [abs(shown.getpixel((x, y)) - (x * 32 + y * 4)) <= 1 for x in range(8) for y in range(4)] == [True] * 32


def test_sixteen_bits_of_colour_become_eight(tmp_path: Path) -> None:
    row = b"\0%s"
    rows = b"".join(row % b"".join(struct.pack(">HHH", x * 8192, y * 8192, 65535) for x in range(8)) for y in range(4))
    shown = decoded(read(tmp_path, png(8, 4, 16, 2, rows), "a.png"))
    assert all(shown.getpixel((x, y)) == (x * 32, y * 32, 255) for x in range(8) for y in range(4))


def test_an_interlaced_png_is_put_in_order(tmp_path: Path) -> None:
    """A picture of 2 by 2 is interlaced as three passes of one, one and two pixels."""
    rows = b"\0\x10" + b"\0\x20" + b"\0\x30\x40"
    shown = decoded(read(tmp_path, png(2, 2, 8, 0, rows, interlaced=1), "a.png")).convert("L")
    assert [shown.getpixel(at) for at in ((0, 0), (1, 0), (0, 1), (1, 1))] == [0x10, 0x20, 0x30, 0x40]


def test_pictures_that_differ_in_their_masks_alone_have_names_of_their_own(tmp_path: Path) -> None:
    other = picture("RGBA")
    other.putalpha(128)
    drawings = [read(tmp_path, saved(image), "a.png") for image in (picture("RGBA"), other)]
    assert drawings[0].bitmap and drawings[1].bitmap  # noqa: PT018
    assert drawings[0].bitmap.stream == drawings[1].bitmap.stream
    assert drawings[0].name != drawings[1].name


@pytest.mark.parametrize(("mode", "progressive"), [("RGB", False), ("L", False), ("RGB", True)])
def test_a_jpeg_goes_into_the_file_as_it_is(mode: str, progressive: bool, tmp_path: Path) -> None:
    content = saved(picture(mode), "JPEG", progressive=progressive)
    drawing = read(tmp_path, content, "a.jpg")
    assert drawing.bitmap
    assert drawing.bitmap.stream == content
    assert (b"/DeviceGray" in drawing.bitmap.dictionary) == (mode == "L")


def bomb() -> bytes:
    return png(60_000, 60_000, 8, 0, b"\0" * 1000)


def wide_jpeg() -> bytes:
    """A JPEG that claims 65,500 by 65,500 pixels."""
    content = saved(picture(), "JPEG")
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", 65_500, 65_500) + content[at + 4 :]


def turned_jpeg() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(picture(), "JPEG", exif=exif)


DAMAGED = "a.svg: the picture is cut off or damaged."
BITMAPS = {
    "a PNG cut off": (PICTURES["colour"][:-20], DAMAGED),
    "a PNG without data": (PICTURES["colour"][:8], DAMAGED),
    "a PNG with a wrong byte": (PICTURES["colour"][:60] + b"?" + PICTURES["colour"][61:], DAMAGED),
    "a PNG with a short head": (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"1") + chunk(b"IEND", b""), DAMAGED),
    "a PNG with too few rows": (png(4, 4, 8, 0, b"\0" * 12), DAMAGED),
    "a PNG with too many rows": (png(4, 4, 8, 0, b"\0" * 2_000_000), DAMAGED),
    "a PNG with an unknown filter": (png(2, 2, 8, 0, b"\0\1\1\7\1\1"), DAMAGED),
    "a PNG of no size": (png(0, 4, 8, 0, b""), DAMAGED),
    "a palette cut short": (png(4, 4, 8, 3, b"\0" * 12), DAMAGED),
    "a PNG too large": (bomb(), "a.svg: 60000 by 60000 pixels are too many."),
    "a JPEG cut off": (saved(picture(), "JPEG")[:-200], DAMAGED),
    "a JPEG of two bytes": (b"\xff\xd8", DAMAGED),
    "a JPEG too large": (wide_jpeg(), "a.svg: it has too many pixels."),
    "a JPEG for print shops": (saved(picture().convert("CMYK"), "JPEG"), "a.svg: the JPEG is not in RGB or grey."),
    "a JPEG on its side": (turned_jpeg(), "a.svg: the photograph lies on its side."),
}


@pytest.mark.parametrize("case", BITMAPS)
def test_a_bitmap_that_cannot_be_printed_is_told_in_one_sentence(case: str, tmp_path: Path) -> None:
    content, message = BITMAPS[case]
    assert refused(tmp_path, content).message == message


@pytest.mark.parametrize("case", ["a palette cut short", "a JPEG cut off"])
def test_another_library_cannot_make_a_damaged_picture_pass(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint, for one, has Pillow load whatever there is of a picture, for the whole process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    figures._drawing.cache_clear()
    assert refused(tmp_path, BITMAPS[case][0]).rule == "damaged-figure"
    assert ImageFile.LOAD_TRUNCATED_IMAGES


@pytest.mark.parametrize("length", range(0, 400, 7))
def test_no_cut_of_a_picture_is_more_than_a_problem(length: int, tmp_path: Path) -> None:
    for content in (saved(picture("P")), saved(picture(), "JPEG"), svg(DRAWINGS["transforms"]).encode()):
        if length < len(content):
            assert refused(tmp_path, content[:length]).rule in ("damaged-figure", "unknown-figure", "unsafe-figure")


# --- Where figures may lie --------------------------------------------------------------------------------------------


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A topic's folder in a workspace, with a drawing beside the workspace that no topic may print."""
    folder = tmp_path / "workspace" / "content" / "alps"
    folder.mkdir(parents=True)
    (tmp_path / "secret.svg").write_text(svg(SAFE))
    (tmp_path / "workspace-of-others").mkdir()
    (tmp_path / "workspace-of-others" / "secret.svg").write_text(svg(SAFE))
    return folder


def where(folder: Path, file: str) -> tuple[str, str]:
    with pytest.raises(ContentError) as caught:
        figures.read(file, folder, folder.parents[1], Scalar(file))
    [problem] = caught.value.problems
    assert problem.span == PLACE
    return problem.rule, problem.message


@pytest.mark.parametrize("file", ["../../../secret.svg", "../../../workspace-of-others/secret.svg", "/etc/hostname"])
def test_no_path_leads_out_of_the_workspace(file: str, workspace: Path) -> None:
    assert where(workspace, file) == ("path-outside-workspace", f"{file}: the figure lies outside the workspace.")


def test_no_link_leads_out_of_the_workspace(workspace: Path) -> None:
    (workspace / "a.svg").symlink_to("../../../secret.svg")
    (workspace / "folder").symlink_to("../../..")
    assert where(workspace, "a.svg")[0] == "path-outside-workspace"
    assert where(workspace, "folder/secret.svg")[0] == "path-outside-workspace"


def test_a_link_inside_the_workspace_is_followed(workspace: Path) -> None:
    (workspace.parent / "shared.svg").write_text(svg(SAFE))
    (workspace / "a.svg").symlink_to("../shared.svg")
    assert figures.read("a.svg", workspace, workspace.parents[1], None).size == (100, 80)


def test_what_is_no_file_is_not_read(workspace: Path) -> None:
    (workspace / "folder").mkdir()
    (workspace / "loop.svg").symlink_to("loop.svg")
    os.mkfifo(workspace / "pipe.svg")
    assert where(workspace, "missing.svg") == ("missing-figure", "missing.svg: there is no such file.")
    assert where(workspace, "folder") == ("unreadable-figure", "folder: this is not a file.")
    assert where(workspace, "pipe.svg") == ("unreadable-figure", "pipe.svg: this is not a file.")
    assert where(workspace, "loop.svg")[0] in ("unreadable-figure", "missing-figure")
    assert where(workspace, "folder/a.svg/b.svg")[0] in ("unreadable-figure", "missing-figure")
    assert where(workspace, "a" * 300 + ".svg")[0] == "unreadable-figure"


def test_a_file_of_many_megabytes_is_not_read(workspace: Path) -> None:
    with (workspace / "a.png").open("wb") as file:
        file.truncate(9 * 2**20)
    assert where(workspace, "a.png") == ("figure-too-large", "a.png: the file is larger than 8 MiB.")


def test_a_file_that_nobody_may_read_is_a_problem(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workspace / "a.svg"
    path.write_text(svg(SAFE))
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    assert where(workspace, "a.svg") == ("unreadable-figure", "a.svg: the file cannot be read (Permission denied).")
