"""How much CPU time a document costs in each medium, as a share of what its PDF costs.

    python -m benchmarks.media [--topics 100] [--rounds 5]

Every medium is made from a sheet of its own, freshly composed from a topic that was read beforehand. The media take
turns at each document; the median of the rounds is printed, with the lowest and the highest.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks import ours, topics
from builder import formats, html, plain
from builder.batch import collect_seldom
from builder.context import Context
from builder.layout.lay import lay
from builder.pdf.write import write
from builder.structure import Sheet

WARM_UP = 3
MEDIA: dict[str, Callable[[Sheet, Context], object]] = {
    "pdf": lambda sheet, context: write(lay(sheet, context.style, context.paper)),
    "html": lambda sheet, context: html.write(sheet, context.style, context.locale),
    "text": lambda sheet, context: plain.write(sheet),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topics", type=int, default=100, help="how many to make (100)")
    parser.add_argument("--rounds", type=int, default=5, help="how often (5)")
    chosen = parser.parse_args()
    collect_seldom()
    with tempfile.TemporaryDirectory(prefix="factsheet-benchmark-") as folder:
        made = topics.write(Path(folder), range(WARM_UP + chosen.topics))
        measure(made[:WARM_UP])
        rounds = [measure(made[WARM_UP:]) for _ in range(chosen.rounds)]
    for line in report(rounds):
        sys.stdout.write(f"{line}\n")


def measure(folders: list[Path]) -> dict[str, float]:
    """Return the CPU seconds that composing all documents took, as "sheet", and that writing each medium took."""
    spent = dict.fromkeys(("sheet", *MEDIA), 0.0)
    for folder in folders:
        document, context = ours.read(folder)
        before = time.process_time()
        sheet = formats.compose(document, context, "factsheet")
        spent["sheet"] += time.process_time() - before
        for medium, make in MEDIA.items():
            before = time.process_time()
            make(sheet, context)
            spent[medium] += time.process_time() - before
    return spent


def report(rounds: list[dict[str, float]]) -> Iterator[str]:
    """Yield a line for each medium but PDF."""
    yield "| CPU, of a PDF that is composed and written | written beside it | composed and written alone |"
    yield "|---|---|---|"
    for medium in MEDIA:
        if medium != "pdf":
            beside = [one[medium] / (one["sheet"] + one["pdf"]) for one in rounds]
            alone = [(one["sheet"] + one[medium]) / (one["sheet"] + one["pdf"]) for one in rounds]
            yield f"| {medium} | {_said(beside)} | {_said(alone)} |"


def _said(found: list[float]) -> str:
    return f"{median(found):.2f} ({min(found):.2f}-{max(found):.2f})"


if __name__ == "__main__":
    main()
