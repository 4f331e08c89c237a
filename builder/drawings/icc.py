"""Colour profiles: checked, and stripped of what is not about colour (ICC.1:2022, 7; ISO 19005-2, 6.2.4.2)."""

from __future__ import annotations

import functools
import io
import struct
from dataclasses import dataclass, field

import deflate

from builder.drawings.drawing import Resource
from builder.drawings.faults import Fault

LARGEST = 4 * 2**20
_CLASSES = (b"scnr", b"mntr", b"prtr", b"spac")
_COLOURS = {"RGB": 3, "GRAY": 1}
_KEPT = frozenset(
    b"desc cprt wtpt bkpt chad chrm cicp rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 "
    b"D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3 gamt".split()
)
"""What a profile says about colour; the rest names screens, scanners and their numbers."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile, as a PDF holds it too, and its colours: "RGB" or "GRAY"."""

    space: str
    resource: Resource
    content: bytes = field(repr=False)


def damaged() -> Fault:
    return Fault("damaged-figure", "the picture's colour profile is damaged.", _HINT)


_HINT = "Open the picture in a picture program and save it again as sRGB."


@functools.lru_cache(maxsize=8)
def read(content: bytes, spaces: str) -> Profile:
    """Return a profile whose colours are one of `spaces`. Raises Fault for one that a PDF may not hold."""
    if len(content) < 132 or content[36:40] != b"acsp" or int.from_bytes(content[:4]) != len(content):
        raise damaged()
    space = content[16:20].decode("latin-1").strip()
    if content[12:16] not in _CLASSES or content[8] > 4 or space not in spaces.split():
        raise Fault("unknown-figure", "the picture's colour profile is not made for it.", _HINT)
    bare = _bare(content)
    if not _understood(bare, "RGB" if space == "RGB" else "L"):
        raise damaged()
    stream = bytes(deflate.zlib_compress(bare))
    return Profile(space, Resource(b"/N %d/Filter/FlateDecode" % _COLOURS[space], stream), bare)


def _bare(content: bytes) -> bytes:
    """Return the profile with only the tags about colour, and without the maker and model of a device."""
    count = int.from_bytes(content[128:132])
    if 132 + 12 * count > len(content):
        raise damaged()
    tags = [struct.unpack_from(">4sII", content, 132 + 12 * number) for number in range(count)]
    kept = {tag: content[at : at + length] for tag, at, length in tags if tag in _KEPT}
    start = 132 + 12 * len(kept)
    table, body, placed = struct.pack(">I", len(kept)), b"", dict[bytes, int]()
    for tag, value in kept.items():
        if value not in placed:
            placed[value] = start + len(body)
            body += value + bytes(-len(value) % 4)
        table += struct.pack(">4sII", tag, placed[value], len(value))
    head = bytearray(content[:128])
    head[:4] = struct.pack(">I", start + len(body))
    head[48:56], head[80:100] = bytes(8), bytes(20)  # maker, model; creator and a hash of the whole
    return bytes(head) + table + body


def _understood(content: bytes, mode: str) -> bool:
    """Return whether LittleCMS can make sRGB of the profile's colours."""
    from PIL import ImageCms

    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(content))
        ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return False
    return True
