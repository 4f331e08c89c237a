"""The manifest says what was built, from what, and nothing about the machine; and it is true whatever happens."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from builder import manifest
from builder.manifest import JOURNAL, NAME, Entry, Manifest
from builder.problems import BuildError

OTHER = "0" * 64


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def entry(file: str, content: bytes = b"", program: str = "1.2") -> Entry:
    return Entry(file, {"topic": "asthma", "clinic": None}, sha256(content), {"content/asthma/en.yaml": OTHER}, program)


def build(output: Path, files: dict[str, bytes], program: str = "1.2") -> None:
    """Build files as a batch does."""
    kept = Manifest(output, list(files))
    kept.open()
    for file, content in files.items():
        kept.keep(entry(file, content, program), content)
    kept.close()


def claims(output: Path) -> dict[str, str]:
    """Return the hashes in `manifest.json` itself, as any other program would read them."""
    path = output / NAME
    files = json.loads(path.read_text(encoding="utf-8"))["files"] if path.exists() else {}
    return {file: plain["sha256"] for file, plain in files.items()}


def untrue(output: Path) -> list[str]:
    """Return the files in `output` whose entry gives another hash than they have."""
    return [
        file
        for file, hash in claims(output).items()
        if (output / file).exists() and sha256((output / file).read_bytes()) != hash
    ]


# --- What it says -----------------------------------------------------------------------------------------------------


def test_an_entry_is_kept_as_json(tmp_path: Path) -> None:
    build(tmp_path, {"asthma/a.pdf": b"a"})
    assert json.loads((tmp_path / NAME).read_text(encoding="utf-8")) == {
        "files": {
            "asthma/a.pdf": {
                "edition": {"topic": "asthma", "clinic": None},
                "program": "1.2",
                "sha256": sha256(b"a"),
                "sources": {"content/asthma/en.yaml": OTHER},
            }
        }
    }
    assert (tmp_path / "asthma/a.pdf").read_bytes() == b"a"
    assert sorted(os.listdir(tmp_path)) == ["asthma", NAME]


def test_later_builds_are_added_and_renewed(tmp_path: Path) -> None:
    build(tmp_path, {"a/a.pdf": b"1", "b/b.pdf": b"2"}, "1")
    build(tmp_path, {"b/b.pdf": b"3"}, "2")
    assert claims(tmp_path) == {"a/a.pdf": sha256(b"1"), "b/b.pdf": sha256(b"3")}
    assert {file: one.program for file, one in manifest.read(tmp_path).items()} == {"a/a.pdf": "1", "b/b.pdf": "2"}


def test_files_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    build(tmp_path, {"a/a.pdf": b"1", "b/b.pdf": b"2"})
    (tmp_path / "a/a.pdf").unlink()
    build(tmp_path, {"b/b.pdf": b"2"})
    assert list(claims(tmp_path)) == ["b/b.pdf"]


def test_what_a_build_did_not_come_to_is_not_forgotten(tmp_path: Path) -> None:
    """One file changes, and the others of the build fail, or are never reached."""
    build(tmp_path, {"a/a.pdf": b"1", "b/b.pdf": b"2", "c/c.pdf": b"3"})
    kept = Manifest(tmp_path, ["a/a.pdf", "b/b.pdf", "c/c.pdf"])
    kept.open()
    kept.keep(entry("b/b.pdf", b"new"), b"new")
    assert untrue(tmp_path) == []
    kept.close()
    assert claims(tmp_path) == {"a/a.pdf": sha256(b"1"), "b/b.pdf": sha256(b"new"), "c/c.pdf": sha256(b"3")}


def test_the_order_of_building_leaves_no_trace(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    build(one, {"a/a.pdf": b"1", "b/b.pdf": b"2"})
    build(other, {"b/b.pdf": b"0"})
    build(other, {"b/b.pdf": b"2"})
    build(other, {"a/a.pdf": b"1"})
    assert (one / NAME).read_bytes() == (other / NAME).read_bytes()


def test_a_digest_is_sha256(tmp_path: Path) -> None:
    """The hash of "abc" stands in FIPS 180-2, appendix B.1."""
    (tmp_path / "abc").write_bytes(b"abc")
    expected = "ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad"
    assert manifest.digest(tmp_path / "abc") == expected.replace(" ", "")


# --- What is not believed ---------------------------------------------------------------------------------------------

SOUND = {"edition": {}, "program": "1", "sha256": OTHER, "sources": {}}


def whole(file: str = "a/a.pdf", **changes: object) -> str:
    return json.dumps({"files": {file: {**SOUND, **changes}}})


DAMAGES = {
    "empty": "",
    "a list": "[]",
    "a number": "1",
    "null": "null",
    "cut": '{"files": {"a/a.pdf": {"edi',
    "files are a list": '{"files": []}',
    "no files": '{"other": 1}',
    "not UTF-8": "\udcff",
    "null bytes": "\0" * 5000,
    "an entry is null": '{"files": {"a/a.pdf": null}}',
    "an entry is a list": '{"files": {"a/a.pdf": ["edition"]}}',
    "an entry is a text": '{"files": {"a/a.pdf": "edition"}}',
    "an entry lacks its hash": '{"files": {"a/a.pdf": {"edition": {}, "program": "1", "sources": {}}}}',
    "an entry names itself": whole(file="a/a.pdf", output="b"),
    "the hash is a number": whole(sha256=1),
    "the hash is a list": whole(sha256=[OTHER]),
    "the hash is short": whole(sha256="00"),
    "the hash is a path": whole(sha256="../" * 21 + "x"),
    "the program is null": whole(program=None),
    "sources are a list": whole(sources=["content/a/en.yaml"]),
    "a source's hash is null": whole(sources={"content/a/en.yaml": None}),
    "the edition is a text": whole(edition="factsheet"),
    "the edition is nested": whole(edition={"topic": {"a": 1}}),
    "a path out": whole(file="../../x"),
    "a path up": whole(file="a/../a.pdf"),
    "an absolute path": whole(file="/etc/passwd"),
    "a drive": whole(file="c:/a.pdf"),
    "backslashes": whole(file="..\\a.pdf"),
    "a null in a path": whole(file="a/\0.pdf"),
    "no path": whole(file=""),
    "nested too deep": "[" * 100_000,
    "a number without end": '{"files": ' + "9" * 5000 + "}",
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_manifest_is_as_good_as_none(tmp_path: Path, damage: str) -> None:
    (tmp_path / NAME).write_text(damage, encoding="utf-8", errors="surrogateescape")
    assert manifest.read(tmp_path) == {}
    build(tmp_path, {"b/b.pdf": b"1"})
    assert claims(tmp_path) == {"b/b.pdf": sha256(b"1")}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_journal_is_as_good_as_none(tmp_path: Path, damage: str) -> None:
    build(tmp_path, {"c/c.pdf": b"2"})
    (tmp_path / JOURNAL).write_text(damage, encoding="utf-8", errors="surrogateescape")
    assert list(manifest.read(tmp_path)) == ["c/c.pdf"]
    build(tmp_path, {"b/b.pdf": b"1"})
    assert claims(tmp_path) == {"b/b.pdf": sha256(b"1"), "c/c.pdf": sha256(b"2")}


def test_one_damaged_entry_takes_no_other_with_it(tmp_path: Path) -> None:
    sound = {"a/a.pdf": SOUND, "b/b.pdf": {**SOUND, "sha256": 1}}
    (tmp_path / NAME).write_text(json.dumps({"files": sound}), encoding="utf-8")
    assert list(manifest.read(tmp_path)) == ["a/a.pdf"]


def test_half_a_surrogate_pair_does_not_stop_a_build(tmp_path: Path) -> None:
    """JSON can escape one, and no file in UTF-8 can hold it otherwise."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/a.pdf").touch()
    (tmp_path / NAME).write_text(whole(edition={"style": "\ud800"}), encoding="utf-8")
    build(tmp_path, {"b/b.pdf": b"1"})
    assert sorted(claims(tmp_path)) == ["a/a.pdf", "b/b.pdf"]


ODD: dict[str, Callable[[Path], object]] = {
    "a folder": lambda path: path.mkdir(),
    "a full folder": lambda path: (path / "x").mkdir(parents=True),
    "a FIFO": lambda path: os.mkfifo(path),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a socket": lambda path: socket.socket(socket.AF_UNIX).bind(os.path.relpath(path)),
    "a huge file": lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 1 << 41),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
@pytest.mark.parametrize("name", [NAME, JOURNAL])
def test_something_odd_in_its_place_is_said_or_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, make: Callable[[Path], object]
) -> None:
    """Without waiting for anybody to write into a FIFO, and in any case the file is built."""
    monkeypatch.chdir(tmp_path)
    make(tmp_path / name)
    assert manifest.read(tmp_path) == {}
    said = ""
    try:
        build(tmp_path, {"b/b.pdf": b"1"})
    except BuildError as error:
        said = str(error)
    assert said == "" or (name in said and "cannot be written" in said)
    assert claims(tmp_path) == {"b/b.pdf": sha256(b"1")} if not said else not (tmp_path / NAME).is_file()


# --- At every moment --------------------------------------------------------------------------------------------------

DIES_AT_EACH_STEP = '''
import os, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_manifest import *
from builder import workspace

STEPS = {{"open", "os.rename", "os.remove", "os.mkdir", "os.truncate"}}
made = Path({output!r})


def at(step, function):
    """Run `function` in a process that dies, as by kill -9, right before step number `step` on the disk."""
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -9
    count = [0]

    def die(event, arguments):
        if event in STEPS and {output!r} in repr(arguments) or event == "step":
            count[0] += 1
            if count[0] == step:
                os.kill(os.getpid(), 9)

    whole = manifest._append
    def append(journal, entries):  # between two lines, and in the middle of one
        for one in entries:
            sys.audit("step")
            journal.write(b'{{"file": "a')
            journal.flush()
            sys.audit("step")
            whole(journal, [one])
    manifest._append = append
    sys.addaudithook(die)
    function()
    os._exit(0)


old = {{f"{{name}}/{{name}}.pdf": b"old" for name in "abc"}}
new = {{"a/a.pdf": b"new", "b/b.pdf": b"old", "c/c.pdf": b"new", "d/d.pdf": b"new"}}
step = 0
while True:
    step += 1
    build(made, old)
    died = at(step, lambda: build(made, new))
    assert not untrue(made), (step, untrue(made))
    known = manifest.read(made)
    for file, one in known.items():
        assert sha256((made / file).read_bytes()) == one.sha256, (step, file)
    lost = [file for file in old if file not in known]
    assert len(lost) <= 1, (step, lost)  # the one that was in hand
    if not died:
        break
    build(made, {{"e/e.pdf": b"e"}})
    assert not untrue(made)
    assert {{*known, "e/e.pdf"}} == {{*claims(made)}}, step
    left = [path.name for path in made.rglob(".*")]
    assert left == [], (step, left)
print(step)
'''


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_it_is_true_whenever_a_build_is_killed(tmp_path: Path) -> None:
    """At every step on the disk: no entry is untrue, one at most is lost, and the next build tidies up."""
    script = DIES_AT_EACH_STEP.format(tests=str(Path(__file__).parent), output=str(tmp_path / "out"))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 25, "there are steps to die at"


BUILDS = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_manifest import *
for round in range(10):
    mine = {{f"{{sys.argv[1]}}-{{number}}/x.pdf": sys.argv[1].encode() for number in range(6)}}
    shared = {{f"shared-{{number}}/x.pdf": f"{{sys.argv[1]}} {{round}}".encode() for number in range(6)}}
    build(Path({output!r}), {{**mine, **shared}})
"""


def test_builds_at_once_lose_no_record(tmp_path: Path) -> None:
    """Some of their files are the same, and each build makes them otherwise; at every moment the manifest is true."""
    output = tmp_path / "out"
    script = BUILDS.format(tests=str(Path(__file__).parent), output=str(output))
    builds = [subprocess.Popen([sys.executable, "-c", script, name]) for name in ("one", "two", "three")]
    while any(build.poll() is None for build in builds):
        if output.exists():
            with manifest._journal(output):  # so that nothing changes while we look
                assert untrue(output) == []
        time.sleep(0.005)
    assert [build.returncode for build in builds] == [0, 0, 0]
    files = {path.relative_to(output).as_posix() for path in output.rglob("*.pdf")}
    assert len(files) == 24
    assert set(claims(output)) == files
    assert untrue(output) == []


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom builder import manifest\n"
        f"with manifest._journal(Path({str(tmp_path)!r})):\n    print(flush=True)\n    sys.stdin.read()\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.read(1) == b"\n"
    waiting = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(timeout=0.5)
    holder.kill()
    assert waiting.wait(timeout=60) == 0
    for process in (holder, waiting):
        process.communicate()


def test_a_file_that_cannot_be_written_leaves_the_last_good_one_and_its_entry(tmp_path: Path) -> None:
    build(tmp_path, {"a/a.pdf": b"old", "b/b.pdf": b"old"})
    kept = Manifest(tmp_path, ["a/a.pdf", "b/b.pdf"])
    kept.open()
    with pytest.raises(BuildError, match="cannot be written"):
        kept.keep(replace(entry("a/a.pdf/x.pdf", b"new")), b"new")
    kept.keep(entry("b/b.pdf", b"new"), b"new")
    kept.close()
    assert claims(tmp_path) == {"a/a.pdf": sha256(b"old"), "b/b.pdf": sha256(b"new")}


def test_the_manifest_is_not_written_anew_for_each_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice for a build of whatever size that changes every file: without what is about to go, and with what came."""
    build(tmp_path, {f"{number}/x.pdf": b"old" for number in range(50)})
    written: list[Path] = []
    whole = manifest._write
    monkeypatch.setattr(manifest, "_write", lambda output, entries: (written.append(output), whole(output, entries)))
    build(tmp_path, {f"{number}/x.pdf": b"new" for number in range(50)})
    assert len(written) == 2
