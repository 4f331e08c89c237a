"""PNG and JPEG, made into images of a PDF."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING, Iterator

import deflate

from builder.drawings.drawing import Bitmap, Drawing, Fault

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 40_000_000


def _named(width: int, height: int, bitmap: Bitmap) -> Drawing:
    digest = hashlib.sha256(bitmap.dictionary + bitmap.stream + (bitmap.mask.stream if bitmap.mask else b""))
    return Drawing((width, height), bitmap=bitmap, name=f"I{digest.hexdigest()[:12]}")


def _sized(width: int, height: int) -> None:
    if not width or not height:
        raise damaged()
    if width * height > MOST_PIXELS:
        raise Fault("figure-too-large", f"{width} by {height} pixels are too many.",
                    "Save it with at most 3000 pixels on the longer side.")


_XOBJECT = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/%s"
_TURNED = 0x0112
"""The number of Exif's "orientation"; 1 is upright (Exif 2.32, 4.6.4)."""


def _opened(content: bytes, format: str) -> Image.Image:
    """Return the picture, decoded whole, whatever other libraries in the process have asked of Pillow."""
    from PIL import Image, ImageFile

    careless, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=(format,))
            _sized(*image.size)
            image.load()
            return image
    except Image.DecompressionBombError:
        raise Fault("figure-too-large", "it has too many pixels.", "Save it with at most 3000 pixels on the longer "
                                                                   "side.") from None
    except (OSError, SyntaxError, ValueError, struct.error):
        raise damaged() from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = careless


def jpeg(content: bytes) -> Drawing:
    image = _opened(content, "JPEG")
    if image.mode not in ("RGB", "L"):
        raise Fault("unknown-figure", "the JPEG is not in RGB or grey.", "Save it as an sRGB picture.")
    if image.getexif().get(_TURNED, 1) != 1:
        raise Fault("unknown-figure", "the photograph lies on its side.", "Open it, turn it upright, save it again.")
    space = b"DeviceRGB" if image.mode == "RGB" else b"DeviceGray"
    bitmap = Bitmap(_XOBJECT % (*image.size, space) + b"/Filter/DCTDecode", content)
    return _named(*image.size, bitmap)


def damaged() -> Fault:
    return Fault("damaged-figure", "the picture is cut off or damaged.", "Save it again.")


def png(content: bytes) -> Drawing:
    chunks = list(_chunks(content))
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13 or chunks[-1][0] != b"IEND":
        raise damaged()
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    _sized(width, height)
    if depth == 8 and kind in (0, 2) and not interlaced and not any(tag == b"tRNS" for tag, _ in chunks):
        stream = b"".join(chunk for tag, chunk in chunks if tag == b"IDAT")
        return _passed_through(width, height, 3 if kind == 2 else 1, stream)
    return _repacked(content, width, height)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield tag and content of each chunk up to the end (PNG, third edition, 5.3)."""
    at, tag = 8, b""
    while tag != b"IEND" and at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        tag, end = content[at + 4 : at + 8], at + 8 + length
        if len(content) < end + 4 or zlib.crc32(content[at + 4 : end]) != struct.unpack_from(">I", content, end)[0]:
            raise damaged()
        yield tag, content[at + 8 : end]
        at = end + 4


def _passed_through(width: int, height: int, colours: int, stream: bytes) -> Drawing:
    row = width * colours + 1
    try:
        rows = deflate.zlib_decompress(stream, height * row)
    except deflate.DeflateError:
        raise damaged() from None
    if len(rows) != height * row or max(rows[::row]) > 4:  # each row begins with the number of its filter
        raise damaged()
    space = b"DeviceRGB" if colours == 3 else b"DeviceGray"
    parameters = b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d/Columns %d>>" % (colours, width)
    return _named(width, height, Bitmap(_XOBJECT % (width, height, space) + parameters, stream))


def _repacked(content: bytes, width: int, height: int) -> Drawing:
    image = _opened(content, "PNG")
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.point(lambda value: value / 256).convert("L")
    pixels = image.convert("RGBA")
    alpha = pixels.getchannel("A")
    mask = None
    if alpha.getextrema() != (255, 255):
        mask = _deflated(alpha, b"DeviceGray")
    return _named(width, height, _deflated(pixels.convert("RGB"), b"DeviceRGB", mask))


def _deflated(image: Image.Image, space: bytes, mask: Bitmap | None = None) -> Bitmap:
    stream = bytes(deflate.zlib_compress(image.tobytes()))
    return Bitmap(_XOBJECT % (*image.size, space) + b"/Filter/FlateDecode", stream, mask)
