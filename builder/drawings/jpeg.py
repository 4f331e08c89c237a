"""JPEG: the coded pixels as they are, the colour profile, and nothing else from the file.

Where a photograph was taken, with what and by whom, thumbnails and further pictures stay out of the PDF (ITU T.81,
annex B; Exif 2.32, 4.5.4; CIPA DC-007; ICC.1:2022, annex B.4).
"""

from __future__ import annotations

import re
import struct
from typing import NamedTuple

from builder.drawings import exif, icc, pixels
from builder.drawings.drawing import Drawing, Pixels
from builder.drawings.faults import Fault, damaged

_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_IN_PDF = (0xC0, 0xC1, 0xC2)
"""Baseline, extended and progressive with Huffman codes: what a PDF can hold (ISO 32000-1, 7.4.8)."""
_NEEDED = _FRAMES | {0xC4, 0xCC, 0xDB, 0xDC, 0xDD, _SCAN}
_MOST = 65_000
"""The bytes of a profile in one segment."""
_AFTER_SCAN = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")
"""The next marker after coded pixels, in which FF00 is a byte and FFD0 to FFD7 restart."""
_ADOBE = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"
"""Adobe's segment, saying that three colours are red, green and blue; the last byte would be 1 for YCbCr."""


class _Parts(NamedTuple):
    """What a JPEG holds: the bare picture, its frame's marker, what Exif says, the colour profile."""

    bare: bytes
    frame: int
    exif: bytes
    profile: bytes


def read(content: bytes) -> Drawing:
    """Return the photograph, upright. Raises Fault for one that is damaged or not in RGB or grey."""
    parts = _parts(content)
    image = pixels.opened(parts.bare, "JPEG")
    if image.mode not in ("RGB", "L"):
        raise Fault("unknown-figure", "the JPEG is not in RGB or grey.",
                    "It was made for a print shop (CMYK). Open it in a picture program and save it as an RGB picture.")
    profile = icc.read(parts.profile, "RGB" if image.mode == "RGB" else "GRAY RGB") if parts.profile else None
    turn = exif.orientation(parts.exif)
    if parts.frame not in _IN_PDF or profile and profile.space == "RGB" and image.mode == "L":
        shown = image.convert("RGB")
        file = Pixels("image/png", pixels.png(shown), image.size)
        return pixels.placed(file, pixels.packed(shown, profile), turn)
    resource = pixels.resource(image.size, image.mode, b"/Filter/DCTDecode", parts.bare, profile)
    return pixels.placed(Pixels("image/jpeg", _with(parts.bare, profile), image.size), resource, turn)


def _with(bare: bytes, profile: icc.Profile | None) -> bytes:
    """Return a JPEG with its colour profile, split into as many segments as it takes."""
    content = profile.content if profile else b""
    pieces = [content[at : at + _MOST] for at in range(0, len(content), _MOST)]
    segments = [_segment(0xE2, b"ICC_PROFILE\0" + bytes((number, len(pieces))) + piece)
                for number, piece in enumerate(pieces, 1)]
    after = 2 + (int.from_bytes(bare[4:6]) + 2 if bare[2:4] == b"\xff\xe0" else 0)  # JFIF comes first
    return bare[:after] + b"".join(segments) + bare[after:]


def _parts(content: bytes) -> _Parts:
    at, frame, adobe, jfif, about = 2, 0, b"", b"", b""
    chunks: list[bytes] = []
    kept: list[bytes] = []
    while True:
        marker, at = _next_marker(content, at)
        if marker == _END:
            break
        if marker in range(0xD0, 0xD9) or marker == 1:  # without a length: strays between segments
            continue
        body, at = _body(content, at)
        if marker in _NEEDED:
            kept.append(_segment(marker, body))
            if marker in _FRAMES:
                frame, adobe = marker, adobe or _adobe_for(body)
        elif marker == 0xE0 and body[:5] == b"JFIF\0" and len(body) >= 14 and not jfif:
            jfif = _segment(marker, body[:12] + b"\0\0")  # without its thumbnail
        elif marker == 0xEE and body[:5] == b"Adobe" and len(body) >= 12:
            adobe = _segment(marker, body[:12])
        elif marker == 0xE1 and body[:6] == b"Exif\0\0":
            about = about or body[6:]
        elif marker == 0xE2 and body[:12] == b"ICC_PROFILE\0":
            chunks.append(body[12:])
        if marker == _SCAN:
            end = _AFTER_SCAN.search(content, at)
            if not end:
                raise damaged()
            kept.append(content[at : end.start()])
            at = end.start()
    # If both are there, decoders believe JFIF and PDF viewers Adobe (ISO 32000-1, table 13), so only one is kept.
    bare = b"\xff\xd8" + (jfif or adobe) + b"".join(kept) + b"\xff\xd9"
    return _Parts(bare, frame, about, _joined(chunks))


def _next_marker(content: bytes, at: int) -> tuple[int, int]:
    """Return the next marker and where it ends; bytes between segments belong to none."""
    while True:
        at = content.find(b"\xff", at) + 1
        while at and content[at : at + 1] == b"\xff":
            at += 1
        if not at or at >= len(content):
            raise damaged()
        if content[at]:
            return content[at], at + 1


def _body(content: bytes, at: int) -> tuple[bytes, int]:
    length = int.from_bytes(content[at : at + 2])
    if length < 2 or at + length > len(content):
        raise damaged()
    return content[at + 2 : at + length], at + length


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _adobe_for(frame: bytes) -> bytes:
    """Return what tells a PDF viewer that the components named R, G and B in a frame are those colours."""
    return _ADOBE if frame[5:6] == b"\3" and frame[6::3] == b"RGB" else b""


def _joined(chunks: list[bytes]) -> bytes:
    """Join the parts of a colour profile, which come in any order, each beginning with its number and the total."""
    numbered = sorted(set(chunks))
    if any(tuple(chunk[:2]) != (number, len(numbered)) for number, chunk in enumerate(numbered, 1)):
        raise icc.damaged()
    return b"".join(chunk[2:] for chunk in numbered)
