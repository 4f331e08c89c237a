"""How much CPU time the rules cost a topic, measured against what `import pydantic` costs in the same run.

    python -m benchmarks.check [--topics 200] [--slowest 5]

The limit is 20/65 of that import for the rules on the source, and the same for those on the page (not counting the
composing and setting of the pages). The made-up topics break many rules, more than real ones do; ALPS is measured
beside them.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks import ours, topics
from builder import checks, formats
from builder.checks.subject import Subject
from builder.layout.lay import lay
from builder.pdf.write import write

LIMIT = 20 / 65
ALPS = topics.ALPS.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topics", type=int, default=200, help="how many to check (200)")
    parser.add_argument("--slowest", type=int, default=5, help="how many of the slowest rules to name (5)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="factsheet-benchmark-") as folder:
        made = topics.write(Path(folder), range(chosen.topics))
        for line in report(made, chosen.slowest):
            sys.stdout.write(f"{line}\n")


def report(made: list[Path], slowest: int) -> Iterator[str]:
    """Yield the lines of the report."""
    pydantic = import_cost()
    yield f"| CPU of a topic, in imports of pydantic; limit {LIMIT:.2f} | rules on the source | rules on the page |"
    yield "|---|---|---|"
    for name, folders in ((f"{len(made)} made-up topics", made), ("ALPS", [ALPS] * 20)):
        source, page, rules = measure(folders)
        yield f"| {name} | {source / pydantic:.2f} | {page / pydantic:.2f} |"
        shares = (
            f"{rule} {seconds / len(folders) / pydantic:.3f}"
            for rule, seconds in sorted(rules.items(), key=lambda pair: -pair[1])[:slowest]
        )
        yield f"| its slowest rules: {', '.join(shares)} | | |"


def import_cost() -> float:
    """Return the CPU seconds of a process that imports pydantic: the median of nine."""
    return median(_child([sys.executable, "-c", "import pydantic"]) for _ in range(9))


def _child(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(folders: list[Path]) -> tuple[float, float, dict[str, float]]:
    """Return the median CPU seconds of a topic's source rules and page rules, and each rule's total over all topics."""
    source, page = [], []
    rules: dict[str, float] = defaultdict(float)
    for folder in folders:
        document, context = ours.read(folder)
        sheet = formats.compose(document, context, "factsheet")
        record = write(lay(sheet, context.style, context.paper))[1]
        source.append(_timed(lambda: checks.check(Subject(document, context))))  # noqa: B023 - called at once
        page.append(_timed(lambda: checks.check_pages(record, Subject(document, context, sheet))))  # noqa: B023
        subject = Subject(document, context, sheet)
        for rule in checks.RULES.values():
            rules[rule.name] += _timed(lambda: list(rule.check(subject)))  # noqa: B023
        for rule in checks.PAGE_RULES.values():
            rules[rule.name] += _timed(lambda: list(rule.check(record, subject)))  # noqa: B023
    return median(source), median(page), rules


def _timed(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


if __name__ == "__main__":
    main()
