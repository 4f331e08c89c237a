"""Drawings inside a page look as their files do, and pictures keep their pixels and nothing else."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pages import ROOT
from PIL import Image, ImageChops

from builder.drawings import figures, inline_svg, qr
from builder.drawings.drawing import Drawing
from builder.drawings.numbers import written

SHAPES = {
    "rectangle": '<rect x="10" y="10" width="60" height="40" fill="#0b5a63" stroke="#9c1c14" stroke-width="4"/>',
    "round": '<rect x="10" y="10" width="60" height="40" rx="9" fill="#0b5a63"/>'
    '<circle cx="60" cy="50" r="20" fill="#fc0"/>',
    "turned": '<g transform="rotate(20 50 40) scale(.8)"><path d="M10 10h60v30H10z" fill="#12395b"/></g>',
    "line": '<path d="M10 10L80 40L20 70" fill="none" stroke="#000" stroke-width="6" stroke-linejoin="round" '
    'stroke-linecap="round" stroke-dasharray="12 9" stroke-dashoffset="3"/>',
    "even-odd": '<path fill-rule="evenodd" d="M10 10h70v60h-70zM25 25h40v30h-40z" fill="#36c"/>',
    "see-through": '<g opacity=".5"><circle cx="40" cy="40" r="25" fill="red"/>'
    '<circle cx="60" cy="40" r="25" fill="blue"/></g>',
    "clipped": '<clipPath id="c"><circle cx="50" cy="40" r="25"/></clipPath>'
    '<rect width="100" height="80" fill="#0a0" clip-path="url(#c)"/>',
    "linear": '<linearGradient id="g" x2=".8" y2=".5"><stop stop-color="#fff"/><stop offset="1" stop-color="#12395b" '
    'stop-opacity=".7"/></linearGradient><rect x="5" y="5" width="90" height="70" fill="url(#g)"/>',
    "radial": '<radialGradient id="g" cx=".4" fx=".3"><stop stop-color="#ff0"/><stop offset="1" stop-color="#900"/>'
    '</radialGradient><ellipse cx="50" cy="40" rx="45" ry="30" fill="url(#g)"/>',
    "under": '<circle cx="50" cy="40" r="25" fill="#fc0" stroke="#000" stroke-width="12" paint-order="stroke"/>',
}


def _read(folder: Path, content: bytes) -> Drawing:
    (folder / "a").write_bytes(content)
    return figures.read("a", folder, folder, None)


def _markup(drawing: Drawing, prefix: str = "p") -> str:
    view = written(*drawing.origin, *drawing.size)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{inline_svg.drawn(drawing, prefix)}</svg>'


def _seen(markup: str) -> Image.Image:
    import resvg_py

    content = resvg_py.svg_to_bytes(svg_string=markup, width=300, background="white")
    return Image.open(io.BytesIO(bytes(content))).convert("RGB")


def _differing(one: Image.Image, other: Image.Image) -> float:
    """Return the part of all pixels that differ plainly."""
    far = ImageChops.difference(one, other).convert("L").point(lambda value: 255 if value > 40 else 0)
    return sum(far.histogram()[128:]) / (one.width * one.height)


@pytest.mark.parametrize("name", SHAPES)
def test_a_drawing_looks_as_its_file_does(tmp_path: Path, name: str) -> None:
    file = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 80">{SHAPES[name]}</svg>'
    assert _differing(_seen(_markup(_read(tmp_path, file.encode()))), _seen(file)) < 0.004


@pytest.mark.parametrize("path", sorted((ROOT / "content").rglob("*.svg")), ids=lambda path: path.stem)
def test_the_figures_of_the_sample_look_as_their_files_do(path: Path) -> None:
    drawing = figures.read(path.name, path.parent, ROOT, None)
    assert _differing(_seen(_markup(drawing)), _seen(path.read_text(encoding="utf-8"))) < 0.004


def test_names_are_those_of_the_picture_alone(tmp_path: Path) -> None:
    """Two pictures of a page share no ids, and what is used twice is there once."""
    file = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 80">{SHAPES["radial"]}{SHAPES["clipped"]}</svg>'
    drawing = _read(tmp_path, file.encode())
    one, other = (set(re.findall(r' id="([^"]+)"', _markup(drawing, prefix))) for prefix in ("a", "b"))
    assert len(one) == len(other) == 2
    assert not one & other


def test_a_drawing_has_no_styles_scripts_or_links(tmp_path: Path) -> None:
    for name, inside in SHAPES.items():
        file = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 80">{inside}</svg>'
        for one in ElementTree.fromstring(_markup(_read(tmp_path, file.encode()), name)).iter():
            assert one.tag.rpartition("}")[2] in ("svg g defs path clipPath linearGradient radialGradient stop".split())
            assert not {"style", "class", "href"} & set(one.attrib)


def _embedded(drawing: Drawing) -> Image.Image:
    match = re.search(r'href="data:image/(?:png|jpeg);base64,([^"]+)"', _markup(drawing))
    assert match
    image = Image.open(io.BytesIO(base64.b64decode(match[1])))
    image.load()
    return image


def _photo() -> Image.Image:
    image = Image.new("RGB", (24, 16), "white")
    image.paste((200, 30, 30), (0, 0, 12, 8))
    return image


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA", "1"])
def test_a_png_keeps_its_pixels_and_nothing_else(tmp_path: Path, mode: str) -> None:
    from PIL.PngImagePlugin import PngInfo

    about = PngInfo()
    about.add_text("Author", "A. Secret")
    image, file = _photo().convert(mode), io.BytesIO()
    image.save(file, "PNG", pnginfo=about)
    found = _embedded(_read(tmp_path, file.getvalue()))
    assert ImageChops.difference(found.convert("RGB"), image.convert("RGB")).getbbox() is None
    assert not found.info.keys() - {"transparency"}


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photograph_is_upright_and_bare(tmp_path: Path, turn: int) -> None:
    """Which way up it is stands in the drawing, not in the file; where it was taken, nowhere."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = turn, "A. Secret"
    file = io.BytesIO()
    _photo().save(file, "JPEG", exif=exif, quality=95)
    drawing = _read(tmp_path, file.getvalue())
    assert not _embedded(drawing).getexif()
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(file.getvalue()))).convert("RGB")
    seen = _seen(_markup(drawing)).resize(upright.size)
    assert _differing(seen, upright) < 0.05


def test_a_qr_code_is_one_path() -> None:
    code = qr.code("https://clinic.example/alps")
    dark = sum(length for _, _, length in code.dark)
    assert sum(int(length) for length in re.findall(r"M\d+ \d+h(\d+)v1h-\d+z", inline_svg.modules(code))) == dark
