"""Photographs: their pixels and their colours go into the PDF, and nothing else that is in the file."""

from __future__ import annotations

import io
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pictures import (
    by_poppler,
    chunk,
    farthest,
    middles,
    picture,
    png,
    profile,
    read,
    refused,
    saved,
    sheet,
    shown,
    svg,
    there,
    with_chunks,
)
from PIL import Image, ImageCms, ImageFile, ImageOps

from builder.drawings.drawing import Drawing, Resource
from builder.layout import figures
from builder.verify import verapdf

Need = Callable[[str, bool], None]


def decoded(drawing: Drawing) -> Image.Image:
    """Return what a PDF viewer makes of the bitmap, by the standard's own words, on white paper."""
    assert drawing.resource
    size = int(drawing.size[0]), int(drawing.size[1])
    image = _samples(drawing.resource, size)
    if mask := mask_of(drawing):
        paper = Image.new(image.mode, size, "white")
        paper.paste(image, (0, 0), _samples(mask, size))
        return paper.convert("RGB")
    return image.convert("RGB")


def mask_of(drawing: Drawing) -> Resource | None:
    assert drawing.resource
    return drawing.resource.parts[-1] if b"/SMask" in drawing.resource.dictionary else None


def _samples(bitmap: Resource, size: tuple[int, int]) -> Image.Image:
    mode = "RGB" if b"/DeviceRGB" in bitmap.dictionary else "L"
    assert bitmap.stream
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
    assert drawing.resource
    assert drawing.resource.stream in PICTURES["colour"]
    assert mask_of(drawing) is None


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
    assert drawings[0].resource and drawings[1].resource  # noqa: PT018
    assert drawings[0].resource.stream == drawings[1].resource.stream
    assert drawings[0].name != drawings[1].name


@pytest.mark.parametrize(("mode", "progressive"), [("RGB", False), ("L", False), ("RGB", True)])
def test_a_jpeg_goes_into_the_file_as_it_is(mode: str, progressive: bool, tmp_path: Path) -> None:
    content = saved(picture(mode), "JPEG", progressive=progressive)
    drawing = read(tmp_path, content, "a.jpg")
    assert drawing.resource
    assert drawing.resource.stream == content
    assert (b"/DeviceGray" in drawing.resource.dictionary) == (mode == "L")


def bomb() -> bytes:
    return png(60_000, 60_000, 8, 0, b"\0" * 1000)


def wide_jpeg() -> bytes:
    """A JPEG that claims 65,500 by 65,500 pixels."""
    content = saved(picture(), "JPEG")
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", 65_500, 65_500) + content[at + 4 :]


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
    "a JPEG without an end": (saved(picture(), "JPEG")[:-2], DAMAGED),
    "a JPEG whose segment is too long": (b"\xff\xd8\xff\xe1\xff\xff" + saved(picture(), "JPEG")[2:], DAMAGED),
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
    drawn = svg('<g transform="scale(2)"><path d="M1 1h9v9z"/></g>' * 9).encode()
    for content in (saved(picture("P")), saved(picture(), "JPEG"), drawn):
        if length < len(content):
            assert refused(tmp_path, content[:length]).rule in ("damaged-figure", "unknown-figure", "unsafe-figure")


# --- What is in a file besides its picture ----------------------------------------------------------------------------

SECRET = b"PhoneMaker of Anna, 47.07 N"


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def exif(orientation: int = 1, order: str = ">") -> bytes:
    """Return Exif's own TIFF with an orientation, who made the picture, and a thumbnail after it."""
    head = b"MM\0*" if order == ">" else b"II*\0"
    way = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    maker = struct.pack(order + "HHII", 0x010F, 2, 27, 50)
    return head + struct.pack(order + "IH", 8, 2) + way + maker + bytes(16) + SECRET + saved(picture(), "JPEG")


def with_segments(content: bytes, *segments: tuple[int, bytes]) -> bytes:
    """Return a JPEG with further segments behind its start."""
    return content[:2] + b"".join(segment(marker, body) for marker, body in segments) + content[2:]


JPEG = saved(picture(size=(48, 32)), "JPEG", quality=95)
BESIDE = {
    "Exif": [(0xE1, b"Exif\0\0" + exif())],
    "XMP": [(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + SECRET)],
    "more XMP": [(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + SECRET)],
    "Photoshop": [(0xED, b"Photoshop 3.0\x008BIM" + SECRET)],
    "a comment": [(0xFE, SECRET)],
    "several pictures": [(0xE2, b"MPF\0MM\0*" + SECRET)],
    "FlashPix": [(0xE2, b"FPXR\0" + SECRET)],
    "a thumbnail": [(0xE0, b"JFIF\0\1\2\0\0\1\0\1\2\3" + SECRET[:18]), (0xE0, b"JFXX\0" + SECRET)],
    "a long Adobe segment": [(0xEE, b"Adobe\0\x64\0\0\0\0\1" + SECRET)],
    "all the others": [(marker, SECRET) for marker in range(0xE3, 0xF0)],
    "a maker's notes in two Exif parts": [(0xE1, b"Exif\0\0" + exif()), (0xE1, b"Exif\0\0" + exif(6))],
}


@pytest.mark.parametrize("case", BESIDE)
def test_nothing_but_the_picture_goes_into_the_file(case: str, tmp_path: Path) -> None:
    content = with_segments(JPEG, *BESIDE[case]) + b"\xff\xd8" + SECRET + JPEG
    made = sheet(read(tmp_path, content))
    [stream] = [bytes(found) for found in streams(made) if found.startswith(b"\xff\xd8")]
    assert not [word for word in (b"PhoneMaker", b"Anna", b"Exif", b"MPF", b"8BIM") if word in made]
    assert stream.count(b"\xff\xd8") == 1
    assert farthest(Image.open(io.BytesIO(stream)).convert("RGB"), Image.open(io.BytesIO(JPEG))) == 0


def streams(content: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(content)) as document:
        return [one.read_raw_bytes() for one in document.objects if isinstance(one, pikepdf.Stream)]


def test_strays_between_segments_are_left_out(tmp_path: Path) -> None:
    content = JPEG[:2] + SECRET + b"\xff\0\xff\xff" + b"\xff\x01" + JPEG[2:]
    assert read(tmp_path, content).resource == read(tmp_path, JPEG).resource


def test_what_a_png_says_besides_its_picture_stays_out(tmp_path: Path) -> None:
    content = with_chunks(
        PICTURES["colour"], (b"tEXt", b"Author\0" + SECRET), (b"tIME", b"\x07\xea\1\1\1\1\1"),
        (b"zTXt", b"a\0\0" + zlib.compress(SECRET)), (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRET),
        (b"eXIf", exif()), (b"prVt", SECRET),
    )  # fmt: skip
    assert read(tmp_path, content) == read(tmp_path, PICTURES["colour"])
    for case in ("palette", "see-through"):
        content = with_chunks(PICTURES[case], (b"tEXt", b"Author\0" + SECRET))
        assert read(tmp_path, content) == read(tmp_path, PICTURES[case])


def test_nothing_hides_behind_the_pixels_of_a_png(tmp_path: Path) -> None:
    rows = b"\0\x10\x20" * 2
    parts = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)), chunk(b"IDAT", zlib.compress(rows) + SECRET)
    made = sheet(read(tmp_path, b"\x89PNG\r\n\x1a\n" + b"".join(parts) + chunk(b"IEND", b"")))
    assert not [stream for stream in streams(made) if SECRET in stream]


# --- Which way up -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "PNG with a mask"])
def test_a_picture_that_lies_on_its_side_is_set_upright(orientation: int, format: str, tmp_path: Path,
                                                        need: Need) -> None:
    need("pdfium", there("pypdfium2"))
    fields = Image.new("RGBA" if "mask" in format else "RGB", (3, 2))
    fields.putdata([(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (0, 255, 255), (255, 0, 255)])
    if "mask" in format:
        fields.putpixel((0, 0), (255, 255, 255, 0))
    large = fields.resize((96, 64), Image.Resampling.NEAREST)
    if format == "JPEG":
        content = with_segments(saved(large, "JPEG", quality=100), (0xE1, b"Exif\0\0" + exif(orientation, "<")))
    else:
        content = with_chunks(saved(large), (b"eXIf", exif(orientation)))
    about = Image.Exif()
    about[0x0112] = orientation
    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(saved(on_white(fields), exif=about))))
    drawing = read(tmp_path, content)
    found = middles(shown(sheet(drawing)), *expected.size)
    wanted = middles(expected, *expected.size)
    assert drawing.size == (expected.width * 32, expected.height * 32)
    assert max(abs(one - other) for a, b in zip(found, wanted) for one, other in zip(a, b)) < 40


BROKEN_EXIF = [b"", b"MM\0*", b"MM\0*\xff\xff\xff\xff", b"XX\0*\0\0\0\x08\0\1", b"MM\0*\0\0\0\x08\xff\xff\1\x12\0\3",
               exif(0), exif(9), exif()[:30], b"MM\0*\0\0\0\x08\0\1" + struct.pack(">HHIHH", 0x0112, 4, 1, 0, 6)]


@pytest.mark.parametrize("about", BROKEN_EXIF)
def test_where_exif_says_nothing_the_picture_stays_as_it_is(about: bytes, tmp_path: Path) -> None:
    content = with_segments(JPEG, (0xE1, b"Exif\0\0" + about))
    assert read(tmp_path, content) == read(tmp_path, JPEG)


# --- Colours ----------------------------------------------------------------------------------------------------------

SWAPPED = profile(swapped=True)


def icc(content: bytes, *parts: bytes, count: int = 0, first: int = 1) -> bytes:
    """Return a JPEG with the parts of a profile, numbered from `first`."""
    numbered = [(0xE2, b"ICC_PROFILE\0" + bytes((number, count or len(parts))) + part)
                for number, part in enumerate(parts, first)]
    return with_segments(content, *numbered)


def iccp(content: bytes, body: bytes) -> bytes:
    return with_chunks(content, (b"iCCP", b"test\0\0" + zlib.compress(body)))


FIELDS = Image.new("RGB", (3, 2))
FIELDS.putdata([(220, 30, 32), (30, 200, 60), (20, 40, 200), (128, 128, 128), (240, 240, 100), (90, 30, 120)])
LARGE = FIELDS.resize((96, 64), Image.Resampling.NEAREST)
LARGE_JPEG = saved(LARGE, "JPEG", quality=100, subsampling=0)
HALVES = SWAPPED[:100], SWAPPED[100:]
COLOURED = {
    "a JPEG": (icc(LARGE_JPEG, SWAPPED), SWAPPED, "RGB"),
    "a JPEG with a profile in two parts": (icc(LARGE_JPEG, *HALVES), SWAPPED, "RGB"),
    "a JPEG with the parts in the wrong order": (
        with_segments(LARGE_JPEG, (0xE2, b"ICC_PROFILE\0\2\2" + HALVES[1]), (0xE2, b"ICC_PROFILE\0\1\2" + HALVES[0])),
        SWAPPED, "RGB",
    ),
    "a progressive JPEG": (icc(saved(LARGE, "JPEG", quality=100, progressive=True), SWAPPED), SWAPPED, "RGB"),
    "a grey JPEG": (icc(saved(LARGE.convert("L"), "JPEG", quality=100), profile(grey=True)), profile(grey=True), "L"),
    "a grey JPEG with a profile of colours": (icc(saved(LARGE.convert("L"), "JPEG"), profile()), profile(), "RGB"),
    "a PNG": (iccp(saved(LARGE), SWAPPED), SWAPPED, "RGB"),
    "a grey PNG": (iccp(saved(LARGE.convert("L")), profile(grey=True)), profile(grey=True), "L"),
    "a grey PNG with a profile of colours": (iccp(saved(LARGE.convert("L")), profile()), profile(), "RGB"),
    "a palette": (iccp(saved(LARGE.quantize(6)), SWAPPED), SWAPPED, "RGB"),
    "version 4": (icc(LARGE_JPEG, profile(swapped=True, version=4)), SWAPPED, "RGB"),
    "a PNG with what else says sRGB": (
        with_chunks(iccp(saved(LARGE), SWAPPED), (b"gAMA", struct.pack(">I", 100_000))), SWAPPED, "RGB"),
}  # fmt: skip


@pytest.mark.parametrize("case", COLOURED)
def test_a_colour_profile_is_honoured(case: str, tmp_path: Path, need: Need) -> None:
    """Poppler, which manages colours, shows what LittleCMS makes of them."""
    need("poppler", shutil.which("pdftoppm") is not None)
    content, own, mode = COLOURED[case]
    image = Image.open(io.BytesIO(content)).convert("RGB").convert(mode)
    wanted = ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(io.BytesIO(own)), ImageCms.createProfile("sRGB"),
                                       outputMode="RGB")
    found = middles(by_poppler(sheet(read(tmp_path, content)), tmp_path), 3, 2)
    assert max(abs(one - other) for a, b in zip(found, middles(wanted, 3, 2)) for one, other in zip(a, b)) <= 4


PLAIN_COLOURS = {
    "sRGB": [(b"sRGB", b"\0")],
    "the gamma and the colours of sRGB": [
        (b"gAMA", struct.pack(">I", 45_455)),
        (b"cHRM", struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)),
    ],
    "sRGB against an odd gamma": [(b"sRGB", b"\0"), (b"gAMA", struct.pack(">I", 100_000))],
    "sRGB by its number": [(b"cICP", b"\1\x0d\0\1")],
}


@pytest.mark.parametrize("case", PLAIN_COLOURS)
def test_what_says_srgb_needs_no_profile(case: str, tmp_path: Path) -> None:
    plain = saved(LARGE)
    assert read(tmp_path, with_chunks(plain, *PLAIN_COLOURS[case])) == read(tmp_path, plain)


OTHER = "a.svg: the picture's colours are not those of an ordinary screen (sRGB)."
UNFIT = "a.svg: the picture's colour profile is not made for it."
HURT = "a.svg: the picture's colour profile is damaged."
WRONG_COLOURS = {
    "another gamma": (with_chunks(saved(LARGE), (b"gAMA", struct.pack(">I", 100_000))), OTHER),
    "other colours": (with_chunks(saved(LARGE), (b"cHRM", struct.pack(">8I", *[31270, 32900] * 4))), OTHER),
    "the colours of a cinema": (with_chunks(saved(LARGE), (b"cICP", b"\x0c\x0d\0\1")), OTHER),
    "a profile that is none": (iccp(saved(LARGE), b"nothing" * 40), HURT),
    "a profile that is not compressed": (with_chunks(saved(LARGE), (b"iCCP", b"a\0\0" + SWAPPED)), HURT),
    "an endless profile": (iccp(saved(LARGE), bytes(5 * 2**20)), HURT),
    "a profile cut off": (icc(LARGE_JPEG, SWAPPED[:-40]), HURT),
    "a profile without its curves": (iccp(saved(LARGE), SWAPPED.replace(b"TRC", b"XXX")), HURT),
    "a part that is missing": (icc(LARGE_JPEG, HALVES[0], count=2), HURT),
    "a first part that is missing": (icc(LARGE_JPEG, HALVES[1], count=2, first=2), HURT),
    "parts that disagree": (icc(icc(LARGE_JPEG, *HALVES), SWAPPED), HURT),
    "a part without a number": (with_segments(LARGE_JPEG, (0xE2, b"ICC_PROFILE\0")), HURT),
    "a profile of greys for colours": (icc(LARGE_JPEG, profile(grey=True)), UNFIT),
    "a profile between devices": (icc(LARGE_JPEG, profile(kind=b"link")), UNFIT),
    "a profile of the next generation": (icc(LARGE_JPEG, profile(version=5)), UNFIT),
}


@pytest.mark.parametrize("case", WRONG_COLOURS)
def test_colours_that_cannot_be_said_are_told(case: str, tmp_path: Path) -> None:
    content, message = WRONG_COLOURS[case]
    problem = refused(tmp_path, content)
    assert problem.message == message
    assert "sRGB" in problem.hint


def test_a_profile_goes_in_once_and_without_names_of_devices(tmp_path: Path) -> None:
    own = profile(more={b"dmdd": b"text" + bytes(4) + SECRET, b"vcgt": SECRET})
    made = sheet(*(read(tmp_path, icc(saved(picture(size=size), "JPEG"), own)) for size in ((24, 16), (32, 16))))
    found = [zlib.decompress(stream) for stream in streams(made) if stream[:1] == b"x"]
    [kept] = [stream for stream in found if stream[36:40] == b"acsp" and stream[16:20] == b"RGB " and b"test" in stream]
    assert SECRET not in kept
    assert b"CamCModl" not in kept
    assert len(kept) == int.from_bytes(kept[:4])


def test_red_green_and_blue_are_not_taken_for_brightness(tmp_path: Path, need: Need) -> None:
    """A JPEG may name its components R, G and B, without saying so in a way that PDF viewers know."""
    need("poppler", shutil.which("pdftoppm") is not None)
    content = saved(LARGE, "JPEG", quality=100, keep_rgb=True, subsampling=0)
    start = content.index(b"\xff\xdb")
    bare = b"\xff\xd8" + content[start:]
    found = middles(by_poppler(sheet(read(tmp_path, bare)), tmp_path), 3, 2)
    assert max(abs(one - other) for a, b in zip(found, middles(FIELDS, 3, 2)) for one, other in zip(a, b)) < 8


def test_files_with_pictures_of_all_kinds_conform(tmp_path: Path) -> None:
    gradient = ('<linearGradient id="a"><stop stop-color="red"/><stop offset="1" stop-opacity="0"/></linearGradient>'
                '<rect width="60" height="60" fill="url(#a)" stroke="url(#a)"/><g opacity=".5"><rect width="9" '
                'height="9"/><rect x="5" width="9" height="9" fill="lime" fill-opacity=".4"/></g>')
    contents = [COLOURED[case][0] for case in COLOURED] + [PICTURES[case] for case in PICTURES]
    contents += [svg(gradient).encode(), with_segments(JPEG, (0xE1, b"Exif\0\0" + exif(6)))]
    path = tmp_path / "all.pdf"
    path.write_bytes(sheet(*(read(tmp_path, content) for content in contents)))
    assert [result.failures for result in verapdf.validate_all(path)] == [(), ()]
