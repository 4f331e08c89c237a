"""The benchmarks still run: made-up topics are read without problems, and the peers set the same words as we do."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Import a module of benchmarks/, which is no part of what is installed."""
    monkeypatch.syspath_prepend(str(REPOSITORY))
    return lambda name: importlib.import_module(f"benchmarks.{name}")


def test_a_made_up_topic_is_read_and_printed_whole(benchmark: Callable[[str], ModuleType], tmp_path: Path) -> None:
    """Reading raises when there is any problem; every reference is cited, so all 15 are printed."""
    topics, ours = benchmark("topics"), benchmark("ours")
    folder = topics.write(tmp_path, range(7, 8))[0]
    document, context = ours.read(folder)
    assert len(document.sections) == 10
    assert len(context.references) == 15
    content, pages = ours.build(folder)
    assert content.startswith(b"%PDF-")
    words = " ".join(line.text for line in pages.lines).split()
    assert "15" in words
    assert 1300 < len(words) < 2000


def test_a_topic_is_the_same_for_its_number_and_differs_from_the_next(benchmark: Callable[[str], ModuleType]) -> None:
    topics = benchmark("topics")
    assert topics.topic(1) == topics.topic(1)
    assert topics.topic(1).document != topics.topic(2).document
    assert 50_000 < len(topics.topic(1).figures["figures/picture.png"]) < 70_000


@pytest.mark.parametrize("peer", ["Typst", "WeasyPrint"])
@pytest.mark.filterwarnings("ignore")
def test_a_peer_sets_the_same_words(
    peer: str, benchmark: Callable[[str], ModuleType], need: Callable[[str, bool], None], tmp_path: Path
) -> None:
    try:
        importlib.import_module(peer.lower())
    except (ImportError, OSError) as error:  # WeasyPrint raises OSError where the system lacks Pango
        pytest.skip(f"{peer} cannot be used ({error}); the extra [bench] brings it")
    need("pdftotext", shutil.which("pdftotext") is not None)
    topics, peers, speed = benchmark("topics"), benchmark("peers"), benchmark("speed")
    folder = topics.write(tmp_path, range(3, 4))[0]
    peers.write_sources(folder)
    for engine in ("ours", peer):
        speed.kept_as(tmp_path, engine, folder).write_bytes(speed.ENGINES[engine]()(folder))
    assert list(speed.agreement(peer, [folder], tmp_path)) == []
