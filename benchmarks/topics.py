"""Make topics to measure with: of different words and about equal size, and always the same for the same number.

    python -m benchmarks.topics FOLDER [COUNT]

writes a workspace of COUNT (100) topics. Each has about 970 words of text, 15 references, 10 sections, 3 lists, key
points, when to get help, a table of 7 rows, a picture of about 60 KB, a small drawing, and links. The words are those
of the ALPS topic, as frequent as they are there, with made-up ones in between. They mean nothing.
"""

from __future__ import annotations

import functools
import random
import re
import struct
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ALPS = Path(__file__).parent.parent / "content" / "alps" / "en.yaml"
KINDS = "what-is signs causes inheritance diagnosis treatment outlook living-with visits other".split()
SYLLABLES = "ba ce di fo gu ha ki lo ma ne or pa que ri so ti ul ve xi ya zo bra cle dro fil gra ple sta tri".split()
LISTS_IN = (1, 4, 7)
"""The sections that hold a list."""
LONG = 60
"""Rows and items of a long topic, whose table and list run over several pages."""


@dataclass(frozen=True)
class Topic:
    """A topic as the contents of its files; `figures` are keyed by their paths from the topic's folder."""

    name: str
    document: bytes
    references: bytes
    figures: dict[str, bytes]


def topic(number: int, long: bool = False) -> Topic:
    """Return topic `number`; a `long` one has a table and a list of 60 entries each."""
    maker = _Maker(random.Random(f"topic {number}"), LONG if long else 7, LONG if long else 4)
    name = f"topic-{number:04}"
    return Topic(
        name,
        _yaml(maker.document(name)),
        _yaml({"references": maker.references()}),
        {"figures/picture.png": _png(maker.chosen), "figures/drawing.svg": _svg(maker.chosen)},
    )


def write(folder: Path, numbers: range) -> list[Path]:
    """Write topics below `folder`/content and return their folders."""
    return [keep(folder / "content", topic(number)) for number in numbers]


def keep(content: Path, made: Topic) -> Path:
    folder = content / made.name
    files = {"en.yaml": made.document, "references.yaml": made.references, **made.figures}
    for path, written in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(written)
    return folder


def _yaml(content: object) -> bytes:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110).encode()


@functools.cache
def vocabulary() -> tuple[str, ...]:
    """Return the words of the ALPS topic as often as they stand in it."""
    texts = " ".join(_texts(yaml.safe_load(ALPS.read_bytes())))
    prose = re.sub(r"\[@[^\]]*\]|\{[^}]*\}", " ", texts)
    words = re.findall(r"\b[A-Za-z]{2,}(?:-[a-z]+)?\b", prose)
    return tuple(word if word.isupper() else word.lower() for word in words)


def _texts(content: object) -> Iterator[str]:
    """Yield the strings of several words."""
    if isinstance(content, str) and " " in content:
        yield content
    elif isinstance(content, (list, dict)):
        for child in content.values() if isinstance(content, dict) else content:
            yield from _texts(child)


class _Maker:
    """Makes the parts of one topic; all randomness comes from `chosen`."""

    def __init__(self, chosen: random.Random, rows: int, items: int) -> None:
        self.chosen, self.rows, self.items = chosen, rows, items
        self.new = [self._new_word() for _ in range(30)]
        self.keys = [f"{self._new_word()}{chosen.randint(1990, 2025)}n{number}" for number in range(15)]
        self.uncited = list(self.keys)

    # --- Words

    def _new_word(self) -> str:
        return "".join(self.chosen.choices(SYLLABLES, k=self.chosen.randint(2, 4)))

    def words(self, count: int) -> str:
        return " ".join(
            self.chosen.choice(self.new) if self.chosen.random() < 0.04 else self.chosen.choice(vocabulary())
            for _ in range(count)
        )

    def sentence(self, low: int = 7, high: int = 14) -> str:
        text = self.words(self.chosen.randint(low, high))
        return text[0].upper() + text[1:] + "."

    def cite(self) -> str:
        key = self.uncited.pop() if self.uncited else self.chosen.choice(self.keys)
        return f" [@{key}]"

    def paragraph(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences - 1)) + f" {self.sentence()[:-1]}{self.cite()}."

    def entries(self, prefix: str, count: int) -> list[dict[str, str]]:
        return [{"id": f"{prefix}-{number}", "text": self.sentence(4, 9)} for number in range(count)]

    # --- Parts

    def document(self, name: str) -> dict[str, object]:
        return {
            "topic": name, "language": "en", "title": f"{self.words(2).capitalize()} {self.new[0]} syndrome",
            "short_title": self.new[1].capitalize(), "codes": {"orpha": str(self.chosen.randint(1, 999_999))},
            "audience": {"who": "people with it and their families"}, "purpose": self.sentence(),
            "main_message": self.paragraph(2), "key_points": self.entries("key", 5),
            "get_help": {tier: self._tier(tier) for tier in ("emergency", "urgent", "routine")},
            "sections": [self._section(number, kind) for number, kind in enumerate(KINDS)],
            "governance": {
                "status": "awaiting-review", "version": "2026.1", "published": "2026-11-22", "updated": "2026-11-22",
                "next_review": "2028-11-22", "publisher": {"name": "A benchmark", "contact": "nobody"},
                "funding": "None.", "conflicts": "None.",
            },
        }  # fmt: skip

    def _tier(self, name: str) -> dict[str, object]:
        return {"action": f"Call {{clinic.phone}}. {self.sentence(3, 5)}", "signs": self.entries(name, 3)}

    def _section(self, number: int, kind: str) -> dict[str, object]:
        blocks: list[dict[str, object]] = [
            {"id": f"{kind}-{count}", "paragraph": self._with_marks(self.paragraph(4))} for count in range(1)
        ]
        if number in LISTS_IN:
            count = self.items if number == LISTS_IN[0] else 4
            lead = self.sentence(4, 8)[:-1] + ":"
            items = self.entries(f"{kind}-item", count)
            blocks.append({"id": f"{kind}-list", "list": {"lead_in": lead, "items": items}})
        elif number == 5:
            blocks.append({"id": "table", "table": self._table()})
        else:
            blocks.append({"id": f"{kind}-more", "paragraph": self.paragraph(3)})
        for at, name in ((2, "picture.png"), (8, "drawing.svg")):
            if number == at:
                blocks.append({"id": name[:7], "figure": {"file": f"figures/{name}", "alt": self.sentence(),
                                                          "caption": self.sentence(4, 7)}})  # fmt: skip
        title = self.words(self.chosen.randint(2, 4))
        return {"id": kind, "kind": kind, "title": title[0].upper() + title[1:] + "?", "blocks": blocks}

    def _with_marks(self, text: str) -> str:
        """Put a link, a strong and an emphasised word into the text."""
        words = text.split(" ")
        words[2] = f"**{words[2]}**"
        words[4] = f"*{words[4]}*"
        host, path = self.chosen.choices(self.new, k=2)
        words[6] = f"[{words[6].rstrip('.')}](https://{host}.example/{path})"
        return " ".join(words)

    def _table(self) -> dict[str, object]:
        return {
            "caption": self.sentence(4, 6),
            "columns": [self.words(1).capitalize() for _ in range(4)],
            "rows": [
                {"id": f"row-{number}", "cells": [self.words(count).capitalize() for count in (2, 5, 4, 3)]}
                for number in range(self.rows)
            ],
        }

    def references(self) -> list[dict[str, object]]:
        return [self._reference(key) for key in self.keys]

    def _reference(self, key: str) -> dict[str, object]:
        page = self.chosen.randint(1, 4000)
        names = [self._new_word().capitalize() for _ in range(self.chosen.randint(2, 8))]
        return {
            "id": key, "type": "article-journal", "title": self.sentence(8, 14)[:-1],
            "author": [{"family": name, "given": self.chosen.choice("ABCDEFGHJKLM")} for name in names],
            "container-title": f"J {self._new_word().capitalize()} {self._new_word().capitalize()}",
            "issued": str(self.chosen.randint(1990, 2025)), "volume": str(self.chosen.randint(1, 400)),
            "page": f"{page}-{page + 9}", "DOI": f"10.{self.chosen.randint(1000, 9999)}/{self._new_word()}.{page}",
            "PMID": str(self.chosen.randint(1_000_000, 39_999_999)),
        }  # fmt: skip


def _png(chosen: random.Random) -> bytes:
    """Return a picture of 900 x 480 pixels and about 60 KB: flat areas, and a patch of noise that does not compress."""
    rows = []
    for y in range(480):
        colour = bytes((200 - y // 40 * 9, 215, 180 + y // 60 * 8))
        noise = chosen.randbytes(110 * 3) if 100 <= y < 280 else b""
        rows.append(b"\0" + noise + colour * (900 - len(noise) // 3))
    header = struct.pack(">IIBBBBB", 900, 480, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks))


def _chunk(chunk: tuple[bytes, bytes]) -> bytes:
    kind, content = chunk
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _svg(chosen: random.Random) -> bytes:
    circles = "".join(
        '<circle cx="{}" cy="{}" r="{}" fill="#0b5a63"/>'.format(*map(chosen.randint, (10, 10, 3), (290, 90, 9)))
        for _ in range(20)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">{circles}</svg>'.encode()


if __name__ == "__main__":
    write(Path(sys.argv[1]), range(int(sys.argv[2]) if len(sys.argv) > 2 else 100))
