"""QR codes as dark stretches of a square."""

from __future__ import annotations

import functools
from typing import Iterator, NamedTuple


class Code(NamedTuple):
    """A QR code with its quiet zone inside: how many modules its sides have, and its dark stretches.

    A stretch is the column and row that it begins in, counted from the upper left, and its length in modules.
    """

    side: int
    dark: tuple[tuple[int, int, int], ...]
    shape: float = 1.0
    """Height by width, as any drawing has it."""


@functools.lru_cache(maxsize=64)
def code(address: str) -> Code:
    """Return the QR code of `address` (ISO/IEC 18004, error correction M)."""
    import segno

    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    dark = [(start + 4, number + 4, end - start) for number, row in enumerate(rows) for start, end in _dark(row)]
    return Code(len(rows) + 8, tuple(dark))


def _dark(row: list[int]) -> Iterator[tuple[int, int]]:
    start = None
    for at, module in enumerate([*row, 0]):
        if module and start is None:
            start = at
        elif not module and start is not None:
            yield start, at
            start = None
