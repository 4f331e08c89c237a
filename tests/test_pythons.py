"""The same content gives the same bytes on every Python: nothing rests on what differs between its releases.

`tests/expected/sha256.txt` holds the bytes themselves; `.ci/run` builds them with more than one Python.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import pkgutil
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest

import builder
from builder.text import faces

REPOSITORY = Path(__file__).parent.parent
SOURCES = sorted(Path(builder.__file__).parent.rglob("*.py"))

# --- Patterns ---------------------------------------------------------------------------------------------------------


def holds_back(pattern: str) -> bool:
    """Return whether a pattern has a possessive quantifier or an atomic group.

    Before Python 3.11.5 these forget what they matched where there are alternatives inside (CPython issue 106052).
    """
    bare = re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "x", pattern, flags=re.DOTALL)
    return bool(re.search(r"[*+?}]\+|\(\?>", bare))


@pytest.mark.parametrize(("pattern", "found"), [
    (r"a++", True), (r"(?:ab|c)*+", True), (r"a?+b", True), (r"a{2,3}+", True), (r"[a-z]++", True), (r"(?>a|b)", True),
    (r"\d[\d()]*+", True), (r"\++", False), (r"[*+]+", False), (r"[]*+]", False), (r"[^\]*+]?", False), ("a+b*", False),
])  # fmt: skip
def test_a_pattern_that_holds_back_is_seen(pattern: str, found: bool) -> None:
    assert holds_back(pattern) == found


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(builder.__path__, "builder."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def compiled(value: Any, seen: set[int]) -> Iterator[str]:
    """Yield the patterns that a value of a module holds, at any depth."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern):
        yield value.pattern if isinstance(value.pattern, str) else value.pattern.decode("latin-1")
        return
    inner: Any = ()
    if isinstance(value, (tuple, list, set, frozenset)):
        inner = value
    elif isinstance(value, dict):
        inner = value.values()
    elif isinstance(value, FunctionType):
        inner = [*(value.__defaults__ or ()), *(cell.cell_contents for cell in value.__closure__ or ())]
    elif str(getattr(value, "__module__", "")).startswith("builder"):
        inner = vars(value).values() if hasattr(value, "__dict__") else ()
    for one in inner:
        yield from compiled(one, seen)


def written(source: Path) -> Iterator[str]:
    """Yield the patterns that a source file hands to a function of `re`; what it puts in by name is an x."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.JoinedStr):
                    yield "".join(str(one.value) if isinstance(one, ast.Constant) else "x" for one in part.values)
                elif isinstance(part, ast.Constant) and isinstance(part.value, (str, bytes)):
                    yield part.value if isinstance(part.value, str) else part.value.decode("latin-1")


def test_no_pattern_holds_back() -> None:
    seen: set[int] = set()
    at_run_time = [pattern for module in modules() for one in vars(module).values() for pattern in compiled(one, seen)]
    in_source = [pattern for source in SOURCES for pattern in written(source)]
    assert len(at_run_time) > 80
    assert len(in_source) > 120
    assert [pattern for pattern in [*at_run_time, *in_source] if holds_back(pattern)] == []


# --- Numbers ----------------------------------------------------------------------------------------------------------

SUMS = """
import builtins, sys
from pathlib import Path
from builder import pipeline
from builder.editions import Request
from builder.library import Library
from builder.pdf.write import write
from builder.workspace import Workspace

def whole(parts, start=0):
    parts = list(parts)
    assert not [part for part in parts if isinstance(part, float)], parts
    return builtins.sum(parts, start)

library = Library(Workspace(Path(sys.argv[1])))
for format in ("factsheet", "handout"):
    request = Request("alps", format, "en", "plain", "a4", clinic="riverbank")
    write(pipeline.composed(request, library))
    for name, module in list(sys.modules.items()):
        if name.startswith(("builder.text", "builder.layout", "builder.formats", "builder.pdf", "builder.drawings")):
            module.sum = whole
    write(pipeline.composed(request, library))
"""


def test_fractions_are_added_by_fsum() -> None:
    """`sum` rounds at each step before Python 3.12 and once after it: a line would break here and not there."""
    run = subprocess.run([sys.executable, "-c", SUMS, str(REPOSITORY)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


# --- Characters -------------------------------------------------------------------------------------------------------

PROPERTIES = {
    "category": unicodedata.category,
    "bidirectional": unicodedata.bidirectional,
    "combining": unicodedata.combining,
    "mirrored": unicodedata.mirrored,
    "decomposition": unicodedata.decomposition,
    "composed": lambda character: unicodedata.normalize("NFC", character),
    "lower": str.lower,
    "folded": str.casefold,
    "letter": str.isalpha,
    "digit": str.isdigit,
    "decimal": str.isdecimal,
    "letter or digit": str.isalnum,
    "blank": str.isspace,
    "word": lambda character: bool(re.match(r"\w", character)),
    "ASCII in another case": lambda character: bool(re.match("[a-z]", character, re.IGNORECASE)),
}  # fmt: skip
EXPECTED = "79efb85fe47bc51eea40bcfba455618390e41bf9723a249df0ab5a61e3eb1381"


def test_what_can_be_printed_has_the_same_properties_on_every_python() -> None:
    """Each Python has its own Unicode tables (3.11: 14.0, 3.12: 15.0, 3.13: 15.1). They agree where a font has a glyph.

    Should this fail on a new Python, see what has changed: where it can decide a byte, take the property from ICU.
    """
    known = {faces.face(family, "regular") for family, _ in faces.FILES}
    printed = sorted({code for face in known for code in face.hb.unicodes if face.has(chr(code))})
    table = "\n".join(f"{code:04X} {[of(chr(code)) for of in PROPERTIES.values()]}" for code in printed)
    assert hashlib.sha256(table.encode()).hexdigest() == EXPECTED


