"""Pictures to read: drawings and bitmaps made by hand, and what other programs make of them."""

from __future__ import annotations

import importlib.util
import io
import struct
import subprocess
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
import small
from PIL import Image, ImageChops, ImageFilter

from builder.drawings import figures
from builder.drawings.drawing import Drawing
from builder.layout.marks import Figure
from builder.pdf.write import write
from builder.problems import ContentError, Problem, Span
from builder.structure import Element

PLACE = Span("content/alps/en.yaml", 7, 11, 7, 20)
MARGIN = 50


class Scalar(str):
    def span(self, start: int = 0, end: int | None = None) -> Span:
        return PLACE


def there(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def read(folder: Path, content: bytes | str, name: str = "a.svg") -> Drawing:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return figures.read(name, folder, folder, Scalar(name))


def problems(folder: Path, content: bytes | str) -> list[Problem]:
    """Return everything that is wrong with a picture, which says where, what, and what to do."""
    with pytest.raises(ContentError) as caught:
        read(folder, content)
    for problem in caught.value.problems:
        assert problem.span == PLACE
        assert problem.message.startswith("a.svg: ")
        assert problem.hint
    return list(caught.value.problems)


def refused(folder: Path, content: bytes | str) -> Problem:
    [problem] = problems(folder, content)
    return problem


def svg(inside: str, box: str = "0 0 100 80", more: str = "") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {more}>{inside}</svg>'


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


def png(width: int, height: int, depth: int, kind: int, rows: bytes, interlaced: int = 0, more: bytes = b"") -> bytes:
    """Return a PNG made by hand; `rows` are its bytes before compression, with the filter of each row."""
    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced)
    parts = chunk(b"IHDR", head), more, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def with_chunks(content: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """Return a PNG with further chunks after its head."""
    return content[:33] + b"".join(chunk(tag, body) for tag, body in chunks) + content[33:]


def profile(swapped: bool = False, grey: bool = False, version: int = 2, kind: bytes = b"mntr",
            more: dict[bytes, bytes] | None = None) -> bytes:
    """Return a small colour profile; `swapped` takes red for green, so that a lost profile shows."""
    def xyz(*parts: float) -> bytes:
        return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(65536 * part) for part in parts))

    red, green, blue = xyz(0.4361, 0.2225, 0.0139), xyz(0.3851, 0.7169, 0.0971), xyz(0.1431, 0.0606, 0.7141)
    if swapped:
        red, green = green, red
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(2.2 * 256))
    tags = {b"desc": b"desc" + struct.pack(">II", 0, 5) + b"test\0" + bytes(78), b"cprt": b"text" + bytes(4) + b"-\0",
            b"wtpt": xyz(0.9642, 1.0, 0.8249), **(more or {})}
    tags |= {b"kTRC": curve} if grey else {b"rXYZ": red, b"gXYZ": green, b"bXYZ": blue, b"rTRC": curve, b"gTRC": curve,
                                           b"bTRC": curve}
    table, body, start = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for tag, value in tags.items():
        table += struct.pack(">4sII", tag, start + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    head = struct.pack(">I4sI4s4s4s6H4s", start + len(body), bytes(4), version << 24, kind,
                       b"GRAY" if grey else b"RGB ", b"XYZ ", 2026, 1, 1, 0, 0, 0, b"acsp")
    head = head.ljust(48, b"\0") + b"CamCModl" + bytes(12) + struct.pack(">III", 0xF6D6, 0x10000, 0xD32D)
    return head.ljust(128, b"\0") + table + body


# --- What others make of them -----------------------------------------------------------------------------------------


def sheet(*drawings: Drawing, width: float = 100.0) -> bytes:
    """Return a whole PDF with the drawings one below the other, in a margin."""
    root = Element("Document")
    shown = []
    for drawing in drawings:
        own = small.add(root, "Figure", alternate="A picture")
        shown.append(Figure(own, drawing.shape, drawing.paint, width=width))
    high = width * sum(drawing.shape for drawing in drawings)
    return write(small.edition(root, shown, (width + 2 * MARGIN, high + 2 * MARGIN + 1)))[0]


def shown(content: bytes, scale: float = 4.0, width: float = 100.0) -> Image.Image:
    """Return what PDFium shows of a sheet of one drawing."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        page = document[0].render(scale=scale).to_pil().convert("RGB")
    edge, wide = round(MARGIN * scale), round(width * scale)
    return page.crop((edge, edge, edge + wide, page.height - edge - round(scale)))


def by_poppler(content: bytes, folder: Path, resolution: int = 144) -> Image.Image:
    """Return what poppler shows of a sheet of one drawing."""
    path = small.saved(content, folder)
    subprocess.run(["pdftoppm", "-r", str(resolution), "-png", "-singlefile", path, folder / "page"], check=True)
    page = Image.open(folder / "page.png").convert("RGB")
    edge, wide = round(MARGIN * resolution / 72), round(100 * resolution / 72)
    return page.crop((edge, edge, edge + wide, page.height - edge - round(resolution / 72)))


def by_resvg(content: str, size: tuple[int, int]) -> Image.Image:
    import resvg_py

    drawn = resvg_py.svg_to_bytes(svg_string=content, background="#ffffff", width=size[0], height=size[1], dpi=96,
                                  skip_system_fonts=True)
    image = Image.open(io.BytesIO(bytes(drawn))).convert("RGB")
    return image if image.size == size else image.resize(size)


def differing(one: Image.Image, other: Image.Image, far: int = 40) -> float:
    """Return which part of the pixels is of a colour that the other picture does not have there or next to it."""
    assert one.size == other.size
    parts = []
    for first, second in ((one, other), (other, one)):
        low, high = second.filter(ImageFilter.MinFilter(3)), second.filter(ImageFilter.MaxFilter(3))
        away = ImageChops.lighter(ImageChops.subtract(low, first), ImageChops.subtract(first, high))
        worst = ImageChops.lighter(ImageChops.lighter(*away.split()[:2]), away.split()[2])
        parts.append(sum(worst.histogram()[far + 1 :]) / (one.width * one.height))
    return max(parts)


def farthest(one: Image.Image, other: Image.Image) -> int:
    assert one.size == other.size
    return max(high for _, high in ImageChops.difference(one, other).getextrema())


def middles(image: Image.Image, columns: int, rows: int) -> Sequence[tuple[int, int, int]]:
    """Return the colours in the middle of each field of a picture."""
    return [image.getpixel((int((x + 0.5) * image.width / columns), int((y + 0.5) * image.height / rows)))
            for y in range(rows) for x in range(columns)]
