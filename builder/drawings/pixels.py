"""Pixels, as a PDF holds them: an image, its colours, its mask, and which way up it is."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING

import deflate

from builder.drawings.drawing import Drawing, Pixels, Resource
from builder.drawings.faults import Fault, damaged
from builder.drawings.icc import Profile
from builder.drawings.numbers import Matrix

if TYPE_CHECKING:
    from PIL import Image

PNG = b"\x89PNG\r\n\x1a\n"
MOST_PIXELS = 40_000_000
_XOBJECT = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
_SPACES = {"RGB": b"/ColorSpace/DeviceRGB", "L": b"/ColorSpace/DeviceGray"}


def sized(width: int, height: int) -> None:
    """Raise Fault for a picture of no size, or of too many pixels."""
    if not width or not height:
        raise damaged()
    if width * height > MOST_PIXELS:
        raise Fault("figure-too-large", f"{width} by {height} pixels are too many.",
                    "Save it with at most 3000 pixels on the longer side.")


def opened(content: bytes, format: str) -> Image.Image:
    """Return the picture, fully decoded, whatever other libraries in the process have asked of Pillow."""
    from PIL import Image, ImageFile

    careless, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=(format,))
            sized(*image.size)
            image.load()
            return image
    except Image.DecompressionBombError:
        raise Fault("figure-too-large", "it has too many pixels.", "Save it with at most 3000 pixels on the longer "
                                                                   "side.") from None
    except (OSError, SyntaxError, ValueError, struct.error):
        raise damaged() from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = careless


def resource(size: tuple[int, int], mode: str, coding: bytes, stream: bytes, profile: Profile | None = None,
             mask: Resource | None = None) -> Resource:
    """Return an image with 8 bits per colour; `mode` is "RGB" or "L", `coding` its filter with parameters."""
    dictionary, parts = _XOBJECT % size, tuple[Resource, ...]()
    if profile:
        dictionary, parts = dictionary + b"/ColorSpace[/ICCBased %d 0 R]", (profile.resource,)
    else:
        dictionary += _SPACES[mode]
    if mask:
        dictionary, parts = dictionary + b"/SMask %d 0 R", (*parts, mask)
    return Resource(dictionary + coding, stream, parts)


def packed(image: Image.Image, profile: Profile | None = None, mask: Resource | None = None) -> Resource:
    """Return the pixels of an image in mode "RGB" or "L", compressed without loss."""
    stream = bytes(deflate.zlib_compress(image.tobytes()))
    return resource(image.size, image.mode, b"/Filter/FlateDecode", stream, profile, mask)


def placed(file: Pixels, image: Resource, turn: int) -> Drawing:
    """Return an image as it is to be seen; `turn` is Exif's orientation. The pixels stay as they are.

    `file` holds the same picture for other media.
    """
    size = file.size
    shown = (size[0], size[1]) if turn < 5 else (size[1], size[0])
    return Drawing(shown, resource=image, matrix=_upright(shown, turn), name=f"{image.named()}-{turn}", pixels=file)


def png(image: Image.Image) -> bytes:
    """Return an image in mode "RGB" or "L" as a PNG, with the same bytes whatever Pillow was built with."""
    width, height = image.size
    row, content = width * len(image.getbands()), image.tobytes()
    rows = b"".join(b"\0" + content[at : at + row] for at in range(0, len(content), row))
    head = struct.pack(">IIBBBBB", width, height, 8, 2 if image.mode == "RGB" else 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", bytes(deflate.zlib_compress(rows))), (b"IEND", b"")]
    return PNG + b"".join(chunk(tag, body) for tag, body in chunks)


def chunk(tag: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG (5.3)."""
    return struct.pack(">I", len(body)) + tag + body + struct.pack(">I", zlib.crc32(tag + body))


def _upright(shown: tuple[float, float], turn: int) -> Matrix:
    """Return the matrix from a PDF's image, the unit square with y up, to the pixels as they are to be seen."""
    corners = [_seen(x, 1 - y, turn) for x, y in ((0, 0), (1, 0), (0, 1))]
    (e, f), (a, b), (c, d) = [(x * shown[0], y * shown[1]) for x, y in corners]
    return a - e, b - f, c - e, d - f, e, f


def _seen(x: float, y: float, turn: int) -> tuple[float, float]:
    """Return where a point of the picture belongs (Exif 2.32, 4.6.4, table 4); both are parts of its size, y down."""
    if turn >= 5:
        x, y = y, x
    right, low = turn in (2, 3, 6, 7), turn in (3, 4, 7, 8)
    return 1 - x if right else x, 1 - y if low else y
