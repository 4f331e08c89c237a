"""PNG: pixels and colour profile, and nothing else from the file (PNG, third edition)."""

from __future__ import annotations

import struct
import zlib
from typing import Iterator

import deflate

from builder.drawings import exif, icc, pixels
from builder.drawings.drawing import Drawing, Pixels, Resource
from builder.drawings.faults import Fault, damaged

SIGNATURE = pixels.PNG
_NEEDED = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_HEAD = 33
"""The bytes of the signature and IHDR, after which a profile comes."""
_SRGB = (0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
"""White, red, green and blue of sRGB, as cHRM has them."""
_GAMMA = 0.45455


def read(content: bytes) -> Drawing:
    """Return the picture, upright. Raises Fault for one that is damaged or whose colours a PDF cannot express."""
    chunks = list(_chunks(content))
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13 or chunks[-1][0] != b"IEND":
        raise damaged()
    first = dict(reversed(chunks))
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", first[b"IHDR"])
    pixels.sized(width, height)
    profile = _profile(first, "GRAY RGB" if kind in (0, 4) else "RGB")
    turn = exif.orientation(first.get(b"eXIf", b""))
    plain = depth == 8 and kind in (0, 2) and not interlaced and b"tRNS" not in first
    mode, colours = ("RGB", 3) if kind == 2 else ("L", 1)
    if plain and (profile is None or (profile.space == "RGB") == (mode == "RGB")):
        stream = b"".join(chunk for tag, chunk in chunks if tag == b"IDAT")
        if _whole(width * colours, height, stream):
            coding = b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d/Columns %d>>" % (colours, width)
            return pixels.placed(_file(chunks, (width, height), profile),
                                 pixels.resource((width, height), mode, coding, stream, profile), turn)
    return pixels.placed(_file(chunks, (width, height), profile), _repacked(_bare(chunks), profile), turn)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield tag and content of each chunk up to the end (5.3)."""
    at, tag = 8, b""
    while tag != b"IEND" and at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        tag, end = content[at + 4 : at + 8], at + 8 + length
        if len(content) < end + 4 or zlib.crc32(content[at + 4 : end]) != struct.unpack_from(">I", content, end)[0]:
            raise damaged()
        yield tag, content[at + 8 : end]
        at = end + 4


def _bare(chunks: list[tuple[bytes, bytes]]) -> bytes:
    return SIGNATURE + b"".join(pixels.chunk(tag, body) for tag, body in chunks if tag in _NEEDED)


def _file(chunks: list[tuple[bytes, bytes]], size: tuple[int, int], profile: icc.Profile | None) -> Pixels:
    """Return the file without what is not about the picture."""
    bare = _bare(chunks)
    colours = pixels.chunk(b"iCCP", b"icc\0\0" + (profile.resource.stream or b"")) if profile else b""
    return Pixels("image/png", bare[:_HEAD] + colours + bare[_HEAD:], size)


def _whole(columns: int, height: int, stream: bytes) -> bool:
    """Return whether a stream holds the rows and nothing after them. Raises Fault for one that is damaged."""
    row = columns + 1
    try:
        rows = deflate.zlib_decompress(stream, height * row)
    except deflate.DeflateError:
        raise damaged() from None
    if len(rows) != height * row or max(rows[::row]) > 4:  # each row begins with the number of its filter
        raise damaged()
    return zlib.adler32(rows) == int.from_bytes(stream[-4:])


def _repacked(bare: bytes, profile: icc.Profile | None) -> Resource:
    image = pixels.opened(bare, "PNG")
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.point(lambda value: value / 256).convert("L")
    seen = image.convert("RGBA")
    alpha = seen.getchannel("A")
    mask = pixels.packed(alpha) if alpha.getextrema() != (255, 255) else None
    mode = "L" if profile and profile.space == "GRAY" else "RGB"
    return pixels.packed(seen.convert("RGB").convert(mode), profile, mask)


def _profile(chunks: dict[bytes, bytes], spaces: str) -> icc.Profile | None:
    """Return the colour profile of the picture; None means sRGB (11.3.2, in the order given there).

    Raises Fault for colours that are neither sRGB nor those of a profile.
    """
    if b"cICP" in chunks:
        if chunks[b"cICP"][:2] == b"\x01\x0d":
            return None
        if b"iCCP" not in chunks:
            raise _other_colours()
    if b"iCCP" in chunks:
        inflate = zlib.decompressobj()
        try:
            content = inflate.decompress(chunks[b"iCCP"].partition(b"\0")[2][1:], icc.LARGEST)
        except zlib.error:
            raise icc.damaged() from None
        return icc.read(content, spaces)
    if b"sRGB" in chunks:
        return None
    gamma, primaries = chunks.get(b"gAMA", b""), chunks.get(b"cHRM", b"")
    if len(gamma) == 4 and abs(int.from_bytes(gamma) / 100_000 - _GAMMA) > 0.05:
        raise _other_colours()
    if len(primaries) == 32:
        found = [value / 100_000 for value in struct.unpack(">8I", primaries)]
        if any(abs(one - other) > 0.02 for one, other in zip(found, _SRGB)):
            raise _other_colours()
    return None


def _other_colours() -> Fault:
    return Fault("unknown-figure", "the picture's colours are not those of an ordinary screen (sRGB).",
                 "Open the picture in a picture program and save it again as sRGB.")
