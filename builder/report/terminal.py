"""What reaches a terminal, a pipe or a file: streams that never fail on the way, and words that cannot play tricks."""

from __future__ import annotations

import errno
import io
import os
import sys
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple, TextIO

SEEN_ENOUGH = (errno.EPIPE, errno.ESHUTDOWN) if os.name != "nt" else (errno.EPIPE, errno.EINVAL)
"""What the system says when the reader has gone; on Windows a broken pipe is EINVAL (Python issue 35754)."""

# Characters that move text about, or hide it: the screen would not show what is there.
HIDDEN = frozenset("\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u2060\ufeff") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x2070), *range(0xE0000, 0xE0080))
}


class Terminal(NamedTuple):
    """What the terminal shows: colours or none, ASCII alone or more, and how wide an excerpt may be."""

    color: bool = False
    ascii_only: bool = False
    width: int = 100


class Stream(io.TextIOBase):
    """Standard output or error, to which writing never fails: what cannot be written is lost, and `lost` says why.

    `stream` is None where the command was started with the stream closed. A reader that has seen enough, as in
    `factsheet rules | head`, is no loss.
    """

    def __init__(self, stream: TextIO | None) -> None:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name that the terminal cannot show is no reason to stop
        self._stream = stream
        self._gone = False
        self.lost = ""
        self.buffer = _Bytes(self)

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return (self._stream and self._stream.encoding) or "utf-8"

    @property
    def errors(self) -> str:  # type: ignore[override]
        return "backslashreplace"

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._stream is not None and not self._gone and self._stream.isatty()

    def fileno(self) -> int:
        if self._stream is None:
            raise io.UnsupportedOperation("fileno")
        return self._stream.fileno()

    def write(self, words: str) -> int:
        """Write all of `words`, as far as the stream can still take them."""
        if not isinstance(words, str):
            raise TypeError("a text stream takes text")  # Click tests by this what kind of stream it has
        if words and self._stream is None:
            self.lost = "it is closed"
        if self._stream is not None and not self._gone:
            try:
                self._stream.write(words)
            except OSError as error:
                self._lose(self._stream, error)
        return len(words)

    def flush(self) -> None:
        if self._stream is not None and not self._gone:
            try:
                self._stream.flush()
            except OSError as error:
                self._lose(self._stream, error)

    def _lose(self, stream: TextIO, error: OSError) -> None:
        """Discard what the stream still holds, so that Python's own flush at the end has nothing to report."""
        self._gone = True
        self.lost = "" if error.errno in SEEN_ENOUGH else error.strerror or str(error)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


class _Bytes(io.RawIOBase):
    """What Click writes as bytes, such as the completions of a word."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._stream.write(bytes(content).decode(errors="backslashreplace"))
        return len(content)

    def flush(self) -> None:
        self._stream.flush()


def guarded() -> tuple[Stream, Stream]:
    """Put a `Stream` in the place of standard output and of standard error, and return both."""
    _fill_closed()
    out, err = Stream(sys.stdout), Stream(sys.stderr)
    sys.stdout, sys.stderr = out, err
    return out, err


def _fill_closed() -> None:
    """Give the numbers of closed standard streams to the null device, so that no file opened later gets one of them."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(number, True)
    os.close(number)


def colours(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Tell whether `stream` is a terminal that understands colours, and nobody asked for none (no-color.org)."""
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def shown(words: str) -> str:
    """Return one line of words, with all that a terminal would obey or hide escaped; a tab stays."""
    return words if words.isprintable() else "".join(map(_shown, words))


def shown_lines(words: str) -> str:
    """Return several lines of words, each as `shown` gives it; the line breaks stay."""
    return "\n".join(map(shown, words.split("\n")))


def _shown(character: str) -> str:
    hidden = character in HIDDEN or (unicodedata.category(character) in ("Cc", "Cs") and character != "\t")
    return ascii(character)[1:-1] if hidden else character
