"""Problems as text for people."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import PurePath
from re import split
from typing import Any

from builder.problems import Problem, Severity, Span
from builder.report.terminal import HIDDEN, Terminal
from builder.source import LINE_BREAK

COLORS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "info": "\x1b[1;34m", "faint": "\x1b[2m"}
TAB = "    "


def report(
    problems: Iterable[Problem],
    sources: Mapping[str, str],
    *,
    color: bool = False,
    ascii_only: bool = False,
    width: int = 100,
    limit: int = 200,
) -> str:
    """Return problems as a good compiler shows them, and how many there are.

    `sources` maps the path of a file to its text; a file that is not in it is shown without its line. What is found
    again and again in a file is shown once, with its places. About `limit` findings are shown, shared out evenly among
    the folders (a topic is a folder), the gravest of each; the rest are counted by folder. Where there are too many
    folders to read, a few findings of the gravest folders are shown, and the other folders are listed. Waived problems
    are only counted. Where there are no problems, the text is empty.
    """
    every = sorted(problems, key=lambda problem: problem.order)
    if not every:
        return ""
    terminal = Terminal(color, ascii_only, width)
    lines_of = _Lines(sources)
    findings = _folded(problem for problem in every if not problem.waived)
    by_folder: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_folder[_folder(finding[0])].append(finding)
    share, shown = limit, list(by_folder)
    if len(findings) > limit:
        share = max(1, limit // len(by_folder))
        if len(by_folder) > MOST_FOLDERS:
            share = min(FEW, limit)
            shown = sorted(by_folder, key=lambda folder: _gravity(by_folder[folder]))
    parts = []
    for folder in shown[:MOST_FOLDERS] if len(findings) > limit else shown:
        found = by_folder[folder]
        parts += ["\n".join(_paragraph(finding, lines_of, terminal)) for finding in _gravest(found, share)]
        if len(found) > share:
            parts.append(f"... and {len(found) - share:,} more{f' in {_safe(folder, terminal)}' if folder else ''}.")
    if len(findings) > limit and (rest := shown[MOST_FOLDERS:]):
        lines = [f"  {_safe(folder, terminal) or '(no place)'} ({_counts(chain(*by_folder[folder]))})"
                 for folder in rest]
        parts.append("\n".join(["Not shown, the gravest first:", *lines[:MOST_LISTED]]))
        if len(rest) > MOST_LISTED:
            parts[-1] += f"\n  and {_counted(len(rest) - MOST_LISTED, 'more folder', 'more folders')}"
        rules = Counter(problem.rule for problem in every if not problem.waived).most_common(FEW)
        parts.append(f"Found most often: {', '.join(f'{rule} ({number:,})' for rule, number in rules)}.")
    if any(len(found) > share for found in by_folder.values()) or len(shown) > MOST_FOLDERS and len(findings) > limit:
        parts.append("--verbose shows everything; `factsheet check --statistics` counts it by topic and by rule.")
    return "\n\n".join([*parts, summary(every)]) + "\n"


MOST_FOLDERS, FEW, MOST_LISTED = 10, 5, 50
"""How many folders' findings are shown, how many of each if there are more folders, and how many others are named."""


Finding = list[Problem]
"""What a rule says in the same words about several places in a file."""


def _folded(problems: Iterable[Problem]) -> list[Finding]:
    """Return problems in order, those that differ only in their place in a file put together."""
    findings: dict[Any, Finding] = defaultdict(list)
    for problem in problems:
        path = problem.span.path if problem.span else ""
        said = problem.rule, problem.severity, problem.message, problem.hint, problem.related
        findings[path, said].append(problem)
    return list(findings.values())


def _folder(problem: Problem) -> str:
    return PurePath(problem.span.path).parent.as_posix() if problem.span else ""


def _gravest(findings: list[Finding], number: int) -> list[Finding]:
    """Return the gravest `number` of findings, in the order in which they stand."""
    order = sorted(range(len(findings)), key=lambda index: SEVERITIES.index(findings[index][0].severity))
    return [findings[index] for index in sorted(order[:number])]


def _gravity(findings: list[Finding]) -> tuple[int, ...]:
    """Return how often each severity was found, so that the gravest folder sorts first."""
    counts = Counter(problem.severity for finding in findings for problem in finding)
    return tuple(-counts[severity] for severity in SEVERITIES)


def statistics(problems: Iterable[Problem]) -> str:
    """Return how many problems each folder and each rule has, the most first; waived ones are left out."""
    reported = [problem for problem in problems if not problem.waived]
    by_folder: dict[str, list[Problem]] = defaultdict(list)
    for problem in reported:
        by_folder[_folder(problem) or "(no place)"].append(problem)
    folders = sorted(by_folder.items(), key=lambda row: (-len(row[1]), row[0]))
    rules = Counter((problem.rule, problem.severity) for problem in reported)
    width = len(f"{len(reported):,}")
    parts = [
        [f"{len(found):>{width},}  {_safe(folder, Terminal())} ({_counts(found)})" for folder, found in folders],
        [f"{number:>{width},}  {rule} ({SEVERITY_WORDS[severity][0]})"
         for (rule, severity), number in sorted(rules.items(), key=lambda row: (-row[1], row[0]))],
        [summary(list(problems))],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def summary(problems: Sequence[Problem]) -> str:
    """Return how many problems there are of each severity, and in how many files."""
    reported = [problem for problem in problems if not problem.waived]
    files = {problem.span.path for problem in reported if problem.span}
    place = f" in {_counted(len(files), 'file', 'files')}" if files else ""
    waived = len(problems) - len(reported)
    return (_counts(reported) or "No problems") + place + (f"; {waived:,} waived" if waived else "") + "."


SEVERITY_WORDS: dict[Severity, tuple[str, str]] = {
    "error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("note", "notes"),
}
"""The severities, the gravest first, each in the singular and the plural."""
SEVERITIES = tuple(SEVERITY_WORDS)


def _counts(problems: Iterable[Problem]) -> str:
    counts = Counter(problem.severity for problem in problems)
    return ", ".join(_counted(counts[name], *words) for name, words in SEVERITY_WORDS.items() if counts[name])


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


class _Lines(dict[str, list[str]]):
    """The lines of each source, split when they are first asked for."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources

    def __missing__(self, path: str) -> list[str]:
        self[path] = split(LINE_BREAK, self.sources.get(path, ""))
        return self[path]


def _paragraph(finding: Finding, lines_of: Mapping[str, list[str]], terminal: Terminal) -> Iterator[str]:
    problem, *more = finding
    severity = _painted(SEVERITY_WORDS[problem.severity][0], problem.severity, terminal)
    yield f"{severity}: {_safe(problem.message, terminal)} {_painted(f'[{problem.rule}]', 'faint', terminal)}"
    margin = " " * len(str(problem.span.line)) if problem.span else ""
    for one in finding[:PLACES_SHOWN]:
        if one.span:
            yield f"{margin}--> {_address(one.span, terminal)}"
            yield from _excerpt(one.span, lines_of[one.span.path], problem.severity, terminal)
    if more[PLACES_SHOWN - 1 :]:
        yield f"{margin} = and at {_places(more[PLACES_SHOWN - 1 :])}"
    for span, words in problem.related:
        yield f"{margin} = {_safe(words, terminal)}: {_address(span, terminal)}"
    if problem.hint:
        yield f"{margin} = hint: {_safe(problem.hint, terminal)}"


PLACES_SHOWN = 3  # the rest of a finding's places are listed by their lines
LINES_LISTED = 12


def _places(problems: Sequence[Problem]) -> str:
    lines = list(dict.fromkeys(problem.span.line for problem in problems if problem.span))
    rest = len(lines) - LINES_LISTED
    listed = ", ".join(map(str, lines[:LINES_LISTED])) + (f" and {rest:,} more" if rest > 0 else "")
    return f"line{'s' if len(lines) > 1 else ''} {listed}"


def _painted(words: str, color: str, terminal: Terminal) -> str:
    return f"{COLORS[color]}{words}\x1b[0m" if terminal.color else words


def _address(span: Span, terminal: Terminal) -> str:
    return f"{_safe(span.path, terminal)}:{span.line}:{span.column}"


def _excerpt(span: Span, lines: list[str], severity: Severity, terminal: Terminal) -> Iterator[str]:
    if span.line > len(lines) or not lines[span.line - 1].strip():
        return
    line = lines[span.line - 1].rstrip()
    shown = [_shown(character, terminal) for character in line]
    start = min(span.column - 1, len(line))
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line)
    first, last = _window([_columns(cell) for cell in shown], start, terminal.width)
    before = ("..." if first else "") + "".join(shown[first:start])
    marked = "".join(shown[start : min(max(end, start + 1), last)])
    after = "".join(shown[max(end, start + 1) : last]) + ("..." if last < len(line) else "")
    margin = " " * len(str(span.line))
    carets = "^" * max(1, _columns(marked))
    yield f"{margin} |"
    yield f"{span.line} | {before}{marked}{after}"
    yield f"{margin} | {' ' * _columns(before)}{_painted(carets, severity, terminal)}"


def _window(columns: list[int], start: int, width: int) -> tuple[int, int]:
    """Return the first and the end index of the part of a line that fits into `width`, around `start`."""
    if sum(columns) <= width:
        return 0, len(columns)
    first = start
    while first and sum(columns[first - 1 : start]) <= width // 3:
        first -= 1
    last = first
    while last < len(columns) and sum(columns[first : last + 1]) <= width:
        last += 1
    return first, last


def _safe(words: str, terminal: Terminal) -> str:
    return "".join(_shown(character, terminal) for character in words)


def _shown(character: str, terminal: Terminal) -> str:
    if character == "\t":
        return TAB
    hidden = character in HIDDEN or unicodedata.category(character) in ("Cc", "Cs")
    if hidden or (terminal.ascii_only and not character.isascii()):
        return ascii(character)[1:-1]
    return character


def _columns(words: str) -> int:
    """Return how many columns of a terminal `words` take (UAX 11; combining and joining characters take none)."""
    if words.isascii():
        return len(words)
    return sum(
        0 if unicodedata.category(character) in ("Mn", "Me", "Cf")
        else 2 if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in words
    )
