"""Exif: which way up a photograph is, and nothing else (Exif 2.32, 4.6.4)."""

from __future__ import annotations

import struct

UPRIGHT = 1
_ORIENTATION = 0x0112
_SHORT = 3


def orientation(content: bytes) -> int:
    """Return 1 to 8 from a TIFF header and what follows; 1, upright, if nothing there can be read."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(content[:4])
    if order is None or len(content) < 8:
        return UPRIGHT
    at = struct.unpack_from(order + "I", content, 4)[0]
    if at + 2 > len(content):
        return UPRIGHT
    for number in range(struct.unpack_from(order + "H", content, at)[0]):
        entry = at + 2 + 12 * number
        if entry + 12 > len(content):
            break
        tag, kind, _, value = struct.unpack_from(order + "HHIH", content, entry)
        if tag == _ORIENTATION:
            return value if kind == _SHORT and 1 <= value <= 8 else UPRIGHT
    return UPRIGHT
