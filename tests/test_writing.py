"""Files are written whole or not at all."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from notelint.writing import WriteError, write_whole

_OLD, _NEW = b"old " * 300_000, b"new " * 300_000


@pytest.mark.parametrize("mode", [0o640, 0o751])
def test_the_content_is_replaced_and_the_mode_stays(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    file.chmod(mode)
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_file_that_nobody_may_write_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    file.chmod(0o444)
    (tmp_path / "link.md").symlink_to("a.md")  # as git-annex has it
    for path in (file, tmp_path / "link.md"):
        with pytest.raises(WriteError, match=r"\.md is read-only, so it was left alone: allow writing to it first\."):
            write_whole(path, b"new")
    assert file.read_bytes() == b"old"


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_bytes(b"old")
    link = tmp_path / "link.md"
    link.symlink_to("real.md")
    write_whole(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real.md").read_bytes() == b"new"


def test_a_folder_that_is_gone_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"a\.md could not be written and is as it was: No such file or directory\."):
        write_whole(tmp_path / "gone" / "a.md", b"new")


def writer(script: str, file: Path) -> subprocess.Popen[bytes]:
    code = f"import sys\nfrom pathlib import Path\nfrom notelint.writing import write_whole\nfile = Path(sys.argv[1])\n{script}"
    return subprocess.Popen([sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of files")
def test_a_disk_that_is_full_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(_OLD)
    full = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))\n"
    ran = writer(full + "write_whole(file, b'new ' * 300_000)", file)
    _, trouble = ran.communicate(timeout=60)
    assert b"WriteError" in trouble
    assert b"File too large" in trouble
    assert file.read_bytes() == _OLD
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes in another way")
def test_a_writer_killed_at_any_moment_leaves_one_of_the_two_states(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(_OLD)
    states = set()
    each = "    for word in (b'new ', b'old '):\n        write_whole(file, word * 300_000)"
    swinging = f"print('ready', flush=True)\nwhile True:\n{each}"
    for number in range(12):
        ran = writer(swinging, file)
        assert ran.stdout is not None
        ran.stdout.readline()
        time.sleep(0.003 * number)
        os.kill(ran.pid, signal.SIGKILL)
        ran.communicate(timeout=60)
        states.add(file.read_bytes())
        assert states <= {_OLD, _NEW}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_a_new_file_gets_the_mode_that_files_get_here(tmp_path: Path) -> None:
    before = os.umask(0o026)
    try:
        write_whole(tmp_path / "a.md", b"new")
        assert os.umask(0o026) == 0o026
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owners")
@pytest.mark.parametrize("refused", [False, True])
def test_the_owner_stays_where_that_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: bool) -> None:
    given: list[tuple[int, int]] = []

    def give(descriptor: int, user: int, group: int) -> None:
        given.append((user, group))
        if refused:
            raise PermissionError

    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    owner = (file.stat().st_uid, file.stat().st_gid)
    monkeypatch.setattr(os, "fchown", give)
    write_whole(file, b"mine")
    assert given == []
    for who, mine in (("geteuid", owner[0]), ("getegid", owner[1])):
        monkeypatch.setattr(os, who, lambda mine=mine: mine + 1)
        write_whole(file, b"theirs")
        monkeypatch.setattr(os, who, lambda mine=mine: mine)
    assert given == [owner, owner]
    assert file.read_bytes() == b"theirs"


def test_a_system_without_fchmod_writes_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fchmod", raising=False)  # as on Windows before Python 3.13
    for content in (b"new", b"newer"):
        write_whole(tmp_path / "a.md", content)
        assert (tmp_path / "a.md").read_bytes() == content


@pytest.mark.skipif(sys.platform == "win32", reason="Windows opens no folders")
def test_the_content_is_on_the_disk_before_the_name_and_the_name_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[object] = []
    folders: list[int] = []
    replace = os.replace

    def sync(descriptor: int) -> None:
        status = os.fstat(descriptor)
        is_folder = stat.S_ISDIR(status.st_mode)
        folders.extend([descriptor] if is_folder else [])
        steps.append("folder" if is_folder else status.st_size)

    def rename(name: str, place: Path) -> None:
        steps.append("rename")
        replace(name, place)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", rename)
    write_whole(tmp_path / "a.md", b"new")
    assert steps == [3, "rename", "folder"]
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(folders[0])
