"""`manifest.json`: what was built into an output folder, from which sources, with which hashes.

It holds no clock and no path of the machine, so that the same content gives the same manifest everywhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from builder.workspace import keep

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its path below the output folder, the edition it holds, and its SHA-256 in hexadecimal.

    `sources` maps the path of each file it was made from, below the workspace, to that file's SHA-256.
    """

    file: str
    edition: Mapping[str, str | None]
    sha256: str
    sources: Mapping[str, str]


def record(output: Path, entries: Iterable[Entry], program: str) -> None:
    """Put `entries` into the manifest of the folder `output`; entries whose file is gone are dropped.

    `program` is the version of the program that built them. Raises BuildError when the manifest cannot be written.
    """
    fresh = {entry.file: {key: value for key, value in asdict(entry).items() if key != "file"} for entry in entries}
    fresh = {file: {**entry, "program": program} for file, entry in fresh.items()}
    known = {file: entry for file, entry in read(output).items() if (output / file).is_file()}
    whole = json.dumps({"files": {**known, **fresh}}, indent=1, sort_keys=True, ensure_ascii=False)
    keep(output / NAME, f"{whole}\n".encode())


def read(output: Path) -> dict[str, Any]:
    """Return the entries of a manifest by file; one that is missing or damaged is as good as empty."""
    try:
        files = json.loads((output / NAME).read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return files if isinstance(files, dict) else {}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
