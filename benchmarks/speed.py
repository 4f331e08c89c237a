"""How much CPU time and memory a document costs us, Typst and WeasyPrint for the same words; how large the files are.

    python -m benchmarks.speed [--documents 100] [--rounds 5] [--memory]

Each round starts one process for each program, warms it with three topics, and hands all of them the same topics, ten
at a time and in turns, so that whatever else the machine does affects all alike. What counts is CPU time (user and
system, all threads), including the loading of the YAML, and only as a ratio within a round. A ratio counts only when
the words agree.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import mean, median
from typing import Any

from benchmarks import ours, peers, topics
from benchmarks.peers.outline import furniture
from builder import markup, model

WARM_UP, CHUNK, COMPARED = 3, 10, 5
REPOSITORY = Path(__file__).parent.parent

ENGINES: dict[str, Callable[[], peers.Build]] = {
    "ours": lambda: lambda folder: ours.build(folder)[0],
    "ours, no tags": lambda: lambda folder: ours.build(folder, tagged=False)[0],
    "Typst": lambda: peers.typst("ua-1"),
    "WeasyPrint": peers.weasyprint,
}
RATIOS = (("ours", "Typst"), ("ours", "WeasyPrint"), ("ours", "ours, no tags"))


# --- The process that works -------------------------------------------------------------------------------------------


def work(engine: str) -> None:
    """Build what standard input names, a JSON list of folders per line, and answer each with CPU, sizes and memory."""
    build = ENGINES[engine]()
    for line in sys.stdin:
        request = json.loads(line)
        cpu, sizes = 0.0, []
        for number, folder in enumerate(request["folders"]):
            start = time.process_time()
            content = build(Path(folder))
            cpu += time.process_time() - start
            sizes.append(len(content))
            if number < len(request["keep"]):
                Path(request["keep"][number]).write_bytes(content)
        answer = {"cpu": cpu, "sizes": sizes, "peak": _peak(), "resident": _resident()}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def _resident() -> float:
    """Return the memory that is held now, in MiB, or 0 if the system does not tell."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * resource.getpagesize() / 2**20 if status.exists() else 0.0


class Worker:
    """A process of its own that builds with one engine."""

    def __init__(self, engine: str) -> None:
        command = [sys.executable, "-m", "benchmarks.speed", "--worker", engine]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=REPOSITORY, stdin=pipe, stdout=pipe, text=True)

    def build(self, folders: Sequence[Path], keep: Sequence[Path] = ()) -> dict[str, Any]:
        """Return what it cost to build `folders`; the first files are kept as `keep`."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"folders": [*map(str, folders)], "keep": [*map(str, keep)]}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("A worker has stopped; its last words are above.")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


# --- Rounds -----------------------------------------------------------------------------------------------------------


@dataclass
class Measured:
    """What one engine did: CPU seconds per document and peak memory in MiB by round, and the size of each file."""

    cpu: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)


def measure(engines: Sequence[str], folders: Sequence[Path], rounds: int, keep: Path) -> dict[str, Measured]:
    """Run all rounds; the first documents of each engine are kept below `keep`."""
    found = {engine: Measured() for engine in engines}
    for number in range(rounds):
        workers = {engine: Worker(engine) for engine in engines}
        for worker in workers.values():
            worker.build(folders[:WARM_UP])
        answers = _in_turns(workers, folders[WARM_UP:], keep)
        for engine, worker in workers.items():
            worker.close()
            own = answers[engine]
            found[engine].cpu.append(sum(answer["cpu"] for answer in own) / (len(folders) - WARM_UP))
            found[engine].peak.append(own[-1]["peak"])
            found[engine].sizes = [size for answer in own for size in answer["sizes"]]
        sys.stderr.write(f"round {number + 1} of {rounds} done\n")
    return found


def _in_turns(workers: dict[str, Worker], folders: Sequence[Path], keep: Path) -> dict[str, list[dict[str, Any]]]:
    answers: dict[str, list[dict[str, Any]]] = {engine: [] for engine in workers}
    order = list(workers)
    for at in range(0, len(folders), CHUNK):
        chunk = folders[at : at + CHUNK]
        for engine in order:
            kept = [kept_as(keep, engine, folder) for folder in chunk[:COMPARED]] if at == 0 else []
            answers[engine].append(workers[engine].build(chunk, kept))
        order.append(order.pop(0))
    return answers


def kept_as(keep: Path, engine: str, folder: Path) -> Path:
    return keep / f"{folder.name}, {engine}.pdf"


# --- Words ------------------------------------------------------------------------------------------------------------


def agreement(engine: str, folders: Sequence[Path], keep: Path) -> Iterator[str]:
    """Yield, for each kept document, how its words differ from ours."""
    for folder in folders:
        one, other = (_words(folder, kept_as(keep, name, folder)) for name in ("ours", engine))
        if one != other:
            lacks, adds = (", ".join((a - b).elements())[:60] for a, b in ((one, other), (other, one)))
            yield f"{folder.name}: {engine} lacks ({lacks}), adds ({adds})"


def _words(folder: Path, path: Path) -> Counter[str]:
    """Count the words of a PDF without page furniture and table headers."""
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    document, context = ours.read(folder)
    around = furniture(ours.lay_out(document, context), text.count("\f"))
    found = _cut(text) - _cut(" ".join(around))
    for word in _cut(" ".join(_headers(document))):
        found.pop(word, None)
    return found


def _headers(document: model.Document) -> Iterator[str]:
    """Yield the words of table headers: how often they are printed depends on the page breaks."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, model.Table):
                yield from map(markup.plain, block.table.columns)


def _cut(text: str) -> Counter[str]:
    """Count words cut at punctuation, since lines may break there; a hyphen at the end of a line may be lost."""
    return Counter(re.findall(r"[^\W_]+", re.sub(r"-\s*", "", text)))


# --- Reports ----------------------------------------------------------------------------------------------------------


def report(found: dict[str, Measured], disagreed: dict[str, list[str]]) -> Iterator[str]:
    """Yield the lines of the report."""
    packages = ("reportlab", "uharfbuzz", "typst", "weasyprint")
    yield f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in packages)
    yield "Features: kerning and ligatures on, tags on, hyphenation off, in all of them."
    yield ""
    yield "| CPU per document | median | lowest | highest |"
    yield "|---|---|---|---|"
    for one, other in RATIOS:
        if one in found and other in found and not disagreed.get(other):
            ratios = [a / b for a, b in zip(found[one].cpu, found[other].cpu, strict=True)]
            yield f"| {one} / {other} | {median(ratios):.2f} | {min(ratios):.2f} | {max(ratios):.2f} |"
    yield ""
    yield "| | peak memory, MiB | mean size, KB | size to WeasyPrint's |"
    yield "|---|---|---|---|"
    base = mean(found["WeasyPrint"].sizes) if "WeasyPrint" in found else 0.0
    for engine, own in found.items():
        size = mean(own.sizes)
        yield f"| {engine} | {median(own.peak):.0f} | {size / 1000:.1f} | {f'{size / base:.2f}' if base else ''} |"
    for engine, lines in disagreed.items():
        if lines:
            yield f"{engine} does not count, because its words differ:"
            yield from lines


def growth(folder: Path, count: int) -> Iterator[str]:
    """Yield how the memory of one process grows while it builds `count` documents."""
    made = topics.write(folder, range(10_000, 10_000 + count))
    worker = Worker("ours")
    yield "| documents | memory held, MiB | peak |"
    yield "|---|---|---|"
    for at in range(0, count, 100):
        answer = worker.build(made[at : at + 100])
        yield f"| {at + 100} | {answer['resident']:.1f} | {answer['peak']:.1f} |"
    worker.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100, help="topics in a round (100)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds (5)")
    parser.add_argument("--engine", action="append", choices=ENGINES, help="only these (all)")
    parser.add_argument("--memory", action="store_true", help="how memory grows over 1,000 documents instead")
    parser.add_argument("--worker", choices=ENGINES, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.worker:
        work(chosen.worker)
        return
    folder = Path(tempfile.mkdtemp(prefix="factsheet-benchmark-"))
    try:
        for line in growth(folder, 1000) if chosen.memory else compare(folder, chosen):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    finally:
        shutil.rmtree(folder)


def compare(folder: Path, chosen: argparse.Namespace) -> Iterator[str]:
    engines = chosen.engine or list(ENGINES)
    folders = topics.write(folder, range(WARM_UP + chosen.documents))
    for made in folders:
        peers.write_sources(made)
    found = measure(engines, folders, chosen.rounds, folder)
    compared = folders[WARM_UP : WARM_UP + min(COMPARED, chosen.documents)]
    others = [engine for engine in engines if engine != "ours" and "ours" in engines]
    yield from report(found, {engine: list(agreement(engine, compared, folder)) for engine in others})


if __name__ == "__main__":
    main()
