"""The manifest says what was built, from what, and nothing about the machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder import manifest
from builder.manifest import Entry


def entry(file: str, sha256: str = "00") -> Entry:
    return Entry(file, {"topic": "asthma", "clinic": None}, sha256, {"content/asthma/en.yaml": "11"})


def built(output: Path, *files: str) -> None:
    for file in files:
        (output / file).parent.mkdir(parents=True, exist_ok=True)
        (output / file).touch()


def test_an_entry_is_kept_as_json(tmp_path: Path) -> None:
    manifest.record(tmp_path, [entry("asthma/a.pdf")], "1.2")
    assert json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8")) == {
        "files": {
            "asthma/a.pdf": {
                "edition": {"topic": "asthma", "clinic": None},
                "program": "1.2",
                "sha256": "00",
                "sources": {"content/asthma/en.yaml": "11"},
            }
        }
    }


def test_later_builds_are_added_and_renewed(tmp_path: Path) -> None:
    built(tmp_path, "a/a.pdf", "b/b.pdf")
    manifest.record(tmp_path, [entry("a/a.pdf", "01"), entry("b/b.pdf", "02")], "1")
    manifest.record(tmp_path, [entry("b/b.pdf", "03")], "2")
    hashes = {file: found["sha256"] for file, found in manifest.read(tmp_path).items()}
    assert hashes == {"a/a.pdf": "01", "b/b.pdf": "03"}


def test_files_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    built(tmp_path, "a/a.pdf", "b/b.pdf")
    manifest.record(tmp_path, [entry("a/a.pdf")], "1")
    (tmp_path / "a/a.pdf").unlink()
    manifest.record(tmp_path, [entry("b/b.pdf")], "1")
    assert list(manifest.read(tmp_path)) == ["b/b.pdf"]


def test_the_order_of_building_leaves_no_trace(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    manifest.record(one, [entry("a/a.pdf"), entry("b/b.pdf")], "1")
    manifest.record(other, [entry("b/b.pdf"), entry("a/a.pdf")], "1")
    assert (one / "manifest.json").read_bytes() == (other / "manifest.json").read_bytes()


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"files": []}', '{"other": 1}', "\udcff"])
def test_a_damaged_manifest_is_as_good_as_none(tmp_path: Path, damage: str) -> None:
    (tmp_path / "manifest.json").write_text(damage, encoding="utf-8", errors="surrogateescape")
    assert manifest.read(tmp_path) == {}


def test_a_digest_is_sha256(tmp_path: Path) -> None:
    """The hash of "abc" stands in FIPS 180-2, appendix B.1."""
    (tmp_path / "abc").write_bytes(b"abc")
    expected = "ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad"
    assert manifest.digest(tmp_path / "abc") == expected.replace(" ", "")
