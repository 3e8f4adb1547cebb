"""Whatever happens to what is kept, the next run finds what is there, and nobody hears of it."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from notelint.cache import earlier, key
from tests.cached import Ways, both, edit, make
from tests.conftest import Notelint, git, process, write

_NOTES = {
    "a.md": "---\ntags: [a]\n---\n\n# A\n\n## Old name\n\n[gone](gone.md) and [b](b.md#b)\n",
    "b.md": "# B\n\n[see](a.md#old-name), [not there](a.md#new-name)\n",
    "c.md": "# C\n\n- Docker Machine (deprecated)\n- [ref][x]\n",
    "d.md": "# D\n\nText of the fourth note.\n",
}


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Ways:
    return Ways(monkeypatch)


@pytest.fixture
def kept(repository: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a run over a small vault is kept, in its own place."""
    monkeypatch.setenv("NOTELINT_CACHE_DIR", str(repository.parent / f"{repository.name}-cache"))
    write(repository, _NOTES)
    git(repository, "add", ".")
    both(notelint)
    (folder,) = (repository.parent / f"{repository.name}-cache").glob("*/")
    return folder


@pytest.mark.parametrize("pattern", ["*.db", "*.stamps"])
def test_flipped_bytes(repository: Path, notelint: Notelint, kept: Path, pattern: str) -> None:
    (file,) = kept.glob(pattern)
    whole = file.read_bytes()
    expected = notelint("check", "--no-cache").out
    dice = random.Random(7)  # noqa: S311 - nothing is kept secret by it
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(dice.choice((1, 1, 2, 50))):
            broken[dice.randrange(len(broken))] ^= 1 << dice.randrange(8)
        file.write_bytes(bytes(broken))
        ran = notelint("check")
        assert (ran.out, ran.err) == (expected, "")


@pytest.mark.parametrize("pattern", ["*.db", "*.stamps"])
def test_cut_off_empty_and_foreign_files(repository: Path, notelint: Notelint, kept: Path, pattern: str) -> None:
    (file,) = kept.glob(pattern)
    whole = file.read_bytes()
    write(repository, {"d.md": "# D\n\nOther text of the fourth note.\n"})
    for content in (whole[: len(whole) // 2], b"", b"no database", whole[:100], b"\0" * len(whole)):
        file.write_bytes(content)
        both(notelint)
        both(notelint, "a.md")
    file.unlink()
    both(notelint)
    file.unlink()
    file.mkdir()
    both(notelint)


def test_a_place_where_nothing_can_be_written(repository: Path, notelint: Notelint) -> None:
    write(repository, {**_NOTES, "file": ""})
    for _ in range(2):
        both(notelint, "--cache-dir", "file/below", ".")


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), sqlite3.OperationalError("database or disk is full")]
)
def test_a_disk_that_is_full(
    repository: Path, notelint: Notelint, kept: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def write_nothing(*_: object) -> None:
        raise error

    monkeypatch.setattr(earlier, "write", write_nothing)
    write(repository, {"e.md": "[x](gone.md)\n"})
    both(notelint)
    both(notelint)


def test_a_read_only_folder_still_serves(repository: Path, notelint: Notelint, kept: Path, ways: Ways) -> None:
    kept.chmod(0o500)
    try:
        both(notelint)
        assert ways.again == 1
        write(repository, {"e.md": "[x](gone.md)\n"})
        both(notelint)
    finally:
        kept.chmod(0o700)


def test_a_locked_file_still_serves(notelint: Notelint, kept: Path, ways: Ways) -> None:
    (file,) = kept.glob("*.db")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    started = time.perf_counter()
    both(notelint)
    assert ways.again == 1
    assert time.perf_counter() - started < 3
    other.close()


def test_another_version_keeps_for_itself(notelint: Notelint, kept: Path, ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key, "__version__", "99.0.0")
    both(notelint)
    assert ways.again == 0
    both(notelint)
    assert ways.again == 1


def test_what_killed_runs_leave_is_swept(repository: Path, notelint: Notelint, kept: Path) -> None:
    old, new = kept / "x.db.1-1.new", kept / "x.db.2-2.new"
    for file in (old, new):
        file.write_bytes(b"half")
    os.utime(old, (1, 1))
    write(repository, {"e.md": "# E\n"})
    both(notelint)
    assert [file.name for file in kept.glob("*.new")] == [new.name]


def test_several_runs_at_once(repository: Path, notelint: Notelint, kept: Path) -> None:
    for round_ in range(3):
        write(repository, {f"new{round_}.md": "[x](gone.md)\n"})
        command = [sys.executable, "-m", "notelint", "check"]
        runs = [subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
        told = {run.communicate() for run in runs}
        assert len(told) == 1
        assert notelint("check", "--no-cache").out.encode() == told.pop()[0]
        both(notelint)


def test_kills_at_random_moments(repository: Path, notelint: Notelint, ways: Ways) -> None:
    _killed(repository, notelint, 6)


@pytest.mark.slow
def test_a_hundred_kills_at_random_moments(repository: Path, notelint: Notelint, ways: Ways) -> None:
    _killed(repository, notelint, 100)
    assert ways.again + ways.partly > 50


def _killed(repository: Path, notelint: Notelint, times: int) -> None:
    dice = random.Random(times)  # noqa: S311 - nothing is kept secret by it
    make(repository, 3)
    started = time.perf_counter()
    process("check", folder=repository)
    whole = time.perf_counter() - started
    for _ in range(times):
        edit(repository, dice)
        run = subprocess.Popen(
            [sys.executable, "-m", "notelint", "check"], cwd=repository, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(whole * dice.random())
        run.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        run.wait()
        both(notelint)
        both(notelint)
