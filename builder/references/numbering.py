"""Numbers of references, by first appearance in one edition, and what a citation prints."""

from __future__ import annotations

from itertools import groupby
from typing import Iterable, NamedTuple

from builder.model import Citation


class Mark(NamedTuple):
    """A few characters of a citation, and the number of the reference that they lead to, if any."""

    text: str
    number: int | None = None


class Numbering:
    """The numbers of one edition; it grows while the story is composed in reading order."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that were cited; the first has the number 1."""
        return tuple(self._numbers)

    def cite(self, keys: Iterable[str]) -> tuple[int, ...]:
        """Return the number of each key; a key that was not cited before gets the next one."""
        return tuple(self._numbers.setdefault(key, len(self._numbers) + 1) for key in keys)

    def pieces(self, citation: Citation) -> tuple[Mark, ...]:
        """Return what `citation` prints, such as `[1-3,5]` or `[see 1, p. 3; 2]`.

        Where a number has words with it, each source is printed by itself; otherwise numbers are sorted and runs
        collapse.
        """
        numbers = self.cite(source.key for source in citation.sources)
        if not any(source.prefix or source.locator for source in citation.sources):
            if len(numbers) == 1:
                return (Mark("["), Mark(str(numbers[0]), numbers[0]), Mark("]"))
            return (Mark("["), *collapse(numbers), Mark("]"))
        marks = [Mark("[")]
        for source, number in zip(citation.sources, numbers, strict=True):
            separator = "; " if len(marks) > 1 else ""
            before = separator + (f"{source.prefix} " if source.prefix else "")
            after = f", {source.locator}" if source.locator else ""
            marks += [Mark(text, to) for text, to in ((before, None), (str(number), number), (after, None)) if text]
        return (*marks, Mark("]"))


def collapse(numbers: Iterable[int]) -> tuple[Mark, ...]:
    """Return `numbers` sorted, each once, with three or more in a row as a range: 5, 2, 1, 3 gives `1-3,5`."""
    marks: list[Mark] = []
    for _, pairs in groupby(enumerate(sorted(set(numbers))), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in pairs]
        shown, sign = ((run[0], run[-1]), "-") if len(run) > 2 else (run, ",")
        for place, number in enumerate(shown):
            between = sign if place else ","
            marks += [Mark(between)] if marks else []
            marks.append(Mark(str(number), number))
    return tuple(marks)
