"""Damaged files of every kind: whatever stands in them, the program says what is wrong with them, or takes them.

A seeded share runs with the other tests. A longer run: FACTSHEET_FUZZ=20000 pytest tests/test_fuzz.py
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from builder import batch, editions, locale, manifest, workspace
from builder.editions import Choices
from builder.layout import figures
from builder.library import Library
from builder.problems import BuildError, ContentError, Problem
from builder.verify import faults, readback, verify
from builder.verify.verapdf import Unreadable

LONGER = int(os.environ.get("FACTSHEET_FUZZ", "0"))
WORDS = (
    b"", b"~", b"null", b"yes", b"[]", b"{}", b"[", b"}", b"- ", b": ", b":", b"#", b"&a", b"*a", b"!x", b"|", b">-",
    b"---", b"...", b"'", b'"', b"\\", b"\t", b"\0", b"\xff", b"\xc3", b"\xef\xbf\xbc", b"\xe2\x80\xa8",
    b"\xe2\x80\xae", b"\x1b[31m", b"0", b"-1", b"1e999", b"NaN", b"999999999999999999999", b"2026-02-30", b"../../x",
    b"/etc/passwd", b"https://", b"[@", b"[@nobody]", b"{clinic.", b"{", b"**", b"*", b"^", b"~", b"\\*", b"<script>",
    b"&lt;", b"%s", b"{0}", "é".encode(), "e\u0301".encode(), "א".encode(), "ก็".encode(), "😀".encode(), b"x" * 300,
    b"W " * 200,
)


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return `content` with one to four damages: bytes, words and lines that are lost, doubled, moved or put in."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        content = chance.choice(DAMAGES)(content, chance)
    return content


def _flip(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]


def _cut(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + content[at + chance.choice((1, 4, 64, 4096)) :]


def _end(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _insert(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(WORDS) + content[at:]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(content) + 1), chance.choice((1, 8, 200))
    return content[:at] + content[at : at + size] * chance.choice((2, 2, 40)) + content[at + size :]


def _line(content: bytes, chance: random.Random) -> bytes:
    """A line is lost, doubled, indented, or its value replaced."""
    lines = content.split(b"\n")
    at = chance.randrange(len(lines))
    line = lines[at]
    key, colon, _ = line.partition(b":")
    lines[at : at + 1] = chance.choice((
        [], [line, line], [b"  " + line], [line.removeprefix(b"  ")], [key + colon + b" " + chance.choice(WORDS)],
        [key + colon], [b"- " + line.lstrip()], [line.replace(b": ", b":", 1)], [line.replace(b"- ", b"-", 1)],
        [chance.choice(lines)],
    ))
    return b"\n".join(lines)


def _number(content: bytes, chance: random.Random) -> bytes:
    """Four bytes become a number at an edge, as binary files hold sizes and counts."""
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice((0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)).to_bytes(4) + content[at + 4 :]


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _cut, _end, _insert, _insert, _repeat, _line, _line, _line, _number,
)


# --- What is damaged --------------------------------------------------------------------------------------------------

BUGS = {"program-bug", "rule-crashed", "process-died"}


def told(problems: Iterable[Problem]) -> None:
    """Assert that problems are about the content and can be found: none is a bug of the program."""
    for problem in problems:
        assert problem.rule not in BUGS, problem
        assert problem.span, problem
        assert problem.message.strip(), problem


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of everything: a topic with a drawing and pictures, a clinic with a logo, defaults and a style."""
    root = tmp_path_factory.mktemp("sound")
    workspace.copy_sample(root)
    (root / "content/defaults.yaml").write_text("style: ours\nclinic: riverbank\nlanguages: [en]\n", encoding="utf-8")
    (root / "styles").mkdir()
    ours = (workspace.carried("styles") / "plain.yaml").read_text(encoding="utf-8")
    (root / "styles/ours.yaml").write_text(f"extends: plain\n{ours}", encoding="utf-8")
    built(root)
    assert list(root.rglob("*.pdf")), "nothing is wrong with it"
    shutil.rmtree(root / "output")
    for kind, options in (("jpeg", {"quality": 80}), ("png", {})):
        picture = Image.radial_gradient("L").resize((40, 30)).convert("RGB")
        picture.save(root / f"picture.{kind}", **options)  # type: ignore[arg-type]
    return root


def built(root: Path) -> None:
    """Build what is in a workspace; whatever is wrong is told."""
    found: list[Problem] = []
    try:
        library = Library(workspace.Workspace(root))
        requests = editions.requests(library, Choices(formats=("handout",)), found.append)
        outcomes = list(batch.build(requests, library.workspace, root / "output"))
    except ContentError as error:
        return told(error.problems)
    except BuildError:
        return None
    told(found)
    for outcome in outcomes:
        told(outcome.problems)
        assert outcome.entry is None or (root / "output" / outcome.entry.file).read_bytes().startswith(b"%PDF-")
    return None


def located(locales: Path) -> None:
    """Read the locale and say something with it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locale, "FOLDER", locales)
        locale.load.cache_clear()
        try:
            locale.load("en")
        except ContentError as error:
            told(error.problems)
        finally:
            locale.load.cache_clear()


def drawn(path: Path) -> None:
    with suppress(ContentError):
        figures.read(path.name, path.parent, path.parent, None)


def read_back(path: Path) -> None:
    """Read a PDF with the checks of our own; whether it conforms is veraPDF's matter."""
    with suppress(Unreadable):
        reading = readback.read(path)
        with reading.pdf:
            list(faults.find(reading))
    with suppress(BuildError):
        verify.transcript(path)


def recorded(output: Path) -> None:
    """Read a manifest, and build into its folder."""
    for entry in manifest.read(output).values():
        assert not Path(entry.file).is_absolute()
    built(output.parent)


YAML = {
    "topic": "content/alps/en.yaml",
    "references": "content/alps/references.yaml",
    "clinic": "content/clinics/riverbank.yaml",
    "defaults": "content/defaults.yaml",
    "style": "styles/ours.yaml",
}
SHARE = {
    "topic": 60, "references": 40, "clinic": 20, "defaults": 40, "style": 20, "locale": 100, "svg": 300, "jpeg": 200,
    "png": 200, "pdf": 20, "manifest": 12,
}  # fmt: skip
"""How many damaged files of each kind the seeded share has; together about a minute."""


def sources(kind: str, sound: Path, here: Path) -> tuple[Path, Callable[[], None]]:
    """Return the file to damage, in a folder of its own, and what is done with it."""
    if kind in YAML or kind == "manifest":
        root = here / "workspace"
        shutil.copytree(sound, root)
        if kind in YAML:
            return root / YAML[kind], lambda: built(root)
        built(root)
        return root / "output/manifest.json", lambda: recorded(root / "output")
    if kind == "locale":
        shutil.copytree(locale.FOLDER, here / "locales")
        return here / "locales/en.yaml", lambda: located(here / "locales")
    if kind == "pdf":
        shutil.copytree(sound, here / "workspace")
        built(here / "workspace")
        path = next((here / "workspace/output").rglob("*.pdf"))
        return path, lambda: read_back(path)
    path = here / f"figure.{kind}"
    shutil.copy(sound / {"svg": "content/alps/figures/fas-switch.svg"}.get(kind, f"picture.{kind}"), path)
    return path, lambda: drawn(path)


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("kind", SHARE)
def test_a_damaged_file_is_told_or_taken(kind: str, part: int, sound: Path, tmp_path: Path) -> None:
    path, use = sources(kind, sound, tmp_path)
    whole = path.read_bytes()
    use()  # undamaged, nothing is wrong
    for number in range(part, LONGER or SHARE[kind], 4):
        path.write_bytes(mutated(whole, random.Random(f"{kind} {number}")))
        try:
            use()
        except Exception as error:
            raise AssertionError(f"damage {number} of the {kind}") from error
