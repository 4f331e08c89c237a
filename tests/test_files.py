"""Whatever stands in a file's place is told at once, by its kind, and only files are read."""

from __future__ import annotations

import errno
import os
import tempfile
import threading
from pathlib import Path

import pytest
from odd import DEVICES, ODD, Make, without_rights

from builder import files
from builder.problems import BuildError, ContentError


def refused(path: Path, limit: int = 1000) -> files.Unreadable:
    with pytest.raises(files.Unreadable) as caught:
        files.read(path, limit)
    return caught.value


@pytest.mark.parametrize(("make", "said"), [*ODD.values(), *DEVICES.values()], ids=[*ODD, *DEVICES])
def test_what_is_no_file_is_told_at_once(make: Make, said: str, tmp_path: Path) -> None:
    make(tmp_path / "a.yaml")
    assert refused(tmp_path / "a.yaml").message.startswith(said)


def test_a_pipe_that_takes_the_files_place_just_now_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "before").write_bytes(b"")
    before = os.stat(tmp_path / "before")
    os.mkfifo(tmp_path / "a.yaml")
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.append(refused(tmp_path / "a.yaml").message), daemon=True)
    with monkeypatch.context() as changed:
        changed.setattr(os, "stat", lambda path: before)
        reader.start()
        reader.join(5)
    assert said == ["is a pipe, not a file"]


def test_a_file_that_grows_while_it_is_read_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"12345")
    small = os.stat(path)
    path.write_bytes(b"1" * 2000)
    with monkeypatch.context() as changed:
        changed.setattr(os, "stat", lambda path: small)
        changed.setattr(os, "fstat", lambda path: small)
        assert refused(path).rule == "file-too-large"


@pytest.mark.parametrize("length", [0, 1, 999, 1000])
def test_a_file_is_read_up_to_the_limit(length: int, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"x" * length)
    assert files.read(tmp_path / "a.yaml", 1000) == b"x" * length


def test_a_link_to_a_file_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_bytes(b"here")
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    assert files.read(tmp_path / "a.yaml", 1000) == b"here"


@pytest.mark.parametrize("name", ["gone.yaml", "a\0b.yaml", "x" * 300, "file/a.yaml", "a\nb.yaml", "\udcff.yaml"])
def test_a_name_that_has_no_file_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert refused(tmp_path / name).message


@pytest.mark.parametrize("name", [b"\xff.yaml", b"line\nbreak.yaml"])
def test_a_file_is_read_whatever_its_name(name: bytes, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_bytes(b"here")
    assert files.read(path, 1000) == b"here"


def test_a_file_that_must_not_be_read_is_told() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.yaml")
        path.write_bytes(b"secret")
        path.chmod(0)
        os.chmod(folder, 0o755)
        with without_rights():
            assert refused(path).message == f"cannot be read: {os.strerror(errno.EACCES)}"


@pytest.mark.parametrize(("make", "said"), ODD.values(), ids=ODD)
def test_what_another_file_mends_is_the_authors_and_has_its_name(make: Make, said: str, tmp_path: Path) -> None:
    make(tmp_path / "a.yaml")
    with pytest.raises(ContentError) as caught:
        files.content(tmp_path / "a.yaml", 1000, "content/a.yaml")
    (problem,) = caught.value.problems
    assert problem.message.startswith(f"content/a.yaml {said}")
    assert (problem.span and problem.span[:3]) == ("content/a.yaml", 1, 1)
    assert problem.hint


def test_what_no_other_file_mends_is_no_problem_of_the_content(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"^content/a\.yaml is not there\.$"):
        files.content(tmp_path / "gone", 1000, "content/a.yaml")
