"""Every edition that the repository can print: it conforms, other readers read it, and its tree is the expected one."""

from __future__ import annotations

import functools
import hashlib
import shutil
import subprocess
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pikepdf
import pytest

from builder import pipeline
from builder.editions import Request
from builder.library import Library
from builder.model import FormatName
from builder.problems import ExitCode
from builder.verify import outline, readback, verify
from builder.workspace import Workspace

REPOSITORY = Workspace(Path(__file__).parent.parent)
EXPECTED = Path(__file__).parent / "expected"
TOPICS = [(topic, language) for topic in REPOSITORY.topics() for language in REPOSITORY.languages(topic)]
CLINICS = [None, *REPOSITORY.clinics()]
EDITIONS = [
    Request(topic, format, language, style, paper, clinic)
    for (topic, language), format, style, paper, clinic in product(
        TOPICS, FormatName.__args__, REPOSITORY.styles(), ("a4", "letter"), CLINICS
    )
]
"""Every topic, language, format, style, paper and clinic of the repository."""


def name(request: Request) -> str:
    return "-".join(filter(None, (request.topic, request.format, request.language, request.style, request.paper,
                                  request.clinic)))  # fmt: skip


@functools.cache
def made(request: Request, folder: Path) -> Path:
    path = folder / f"{name(request)}.pdf"
    library = Library(REPOSITORY)
    path.write_bytes(pipeline.fitted(pipeline.composed(request, library), *library.open(request)).file())
    return path


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("editions")


@pytest.mark.parametrize("request_", EDITIONS, ids=name)
def test_an_edition_conforms_to_both_profiles_and_passes_our_own_checks(
    request_: Request, folder: Path, need: Callable[[str, bool], None]
) -> None:
    need("verapdf", verify.available() is None)
    report = verify.verify(made(request_, folder))
    assert report.exit_code == ExitCode.DONE, "\n".join(report.details())
    assert len(report.validations) == 2


@pytest.mark.parametrize("request_", EDITIONS[::5], ids=name)
def test_other_readers_read_an_edition(request_: Request, folder: Path, need: Callable[[str, bool], None]) -> None:
    """qpdf finds nothing wrong, and poppler finds a tree with the title in it."""
    need("qpdf", shutil.which("qpdf") is not None)
    need("pdfinfo", shutil.which("pdfinfo") is not None)
    path = made(request_, folder)
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    tree = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, text=True)
    assert not tree.stderr
    assert tree.stdout.startswith("Document")
    assert "H1" in tree.stdout


@pytest.mark.parametrize(
    ("topic", "language", "format"), [(*one, form) for one in TOPICS for form in FormatName.__args__]
)
def test_the_tree_is_the_expected_one_whatever_the_style_and_paper(
    topic: str, language: str, format: str, folder: Path, expect: Callable[[Path, str], None]
) -> None:
    trees = {
        outline.outline(readback.tree(made(request, folder)))
        for request in EDITIONS
        if (request.topic, request.language, request.format, request.clinic) == (topic, language, format, CLINICS[-1])
    }
    assert len(trees) == 1
    expect(EXPECTED / "tags" / f"{topic}-{format}-{language}.txt", trees.pop())


@pytest.mark.parametrize(
    ("topic", "language", "format"), [(*one, form) for one in TOPICS for form in FormatName.__args__]
)
def test_the_words_are_the_expected_ones(
    topic: str, language: str, format: str, folder: Path, expect: Callable[[Path, str], None]
) -> None:
    """The words as a screen reader says them, in its order."""
    path = made(Request(topic, format, language, "plain", "a4", CLINICS[-1]), folder)
    expect(EXPECTED / "text" / f"{topic}-{format}-{language}.txt", verify.transcript(path))


def test_the_objects_are_the_expected_ones(folder: Path, expect: Callable[[Path, str], None]) -> None:
    """A hash of each file's objects, unpacked: how tightly they are packed is not judged here."""
    lines = []
    for request in EDITIONS:
        if request.style == "plain" and request.clinic == CLINICS[-1]:
            lines.append(f"{inflated(made(request, folder))}  {name(request)}\n")
    expect(EXPECTED / "sha256.txt", "".join(lines))


def inflated(path: Path) -> str:
    digest = hashlib.sha256()
    with pikepdf.open(path) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                if thing.get("/Type") not in ("/ObjStm", "/XRef"):
                    digest.update(thing.read_bytes())
            else:
                digest.update(thing.unparse(resolved=True))
    return digest.hexdigest()
