"""Fixes on the command line: what goes to the standard output is the mended note or the difference, and only that."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from notelint import fix
from notelint.writing import WriteError, write_whole
from tests.conftest import Notelint, git, write

_BOM = b"\xef\xbb\xbf"
_NOTE = _BOM + "# Été\r\n\r\n[x](#Été)\r\nlast".encode()
_MENDED = _NOTE.replace("#Été)".encode(), "#été)".encode())


def piped(folder: Path, *arguments: str, stdin: bytes, encoding: str = "utf-8") -> tuple[int, bytes, str]:
    """Exit code, the bytes of the standard output, and what was said beside it."""
    done = subprocess.run(
        [sys.executable, "-m", "notelint", "check", "-", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    return done.returncode, done.stdout, done.stderr.decode(encoding, "replace")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_note_that_is_piped_comes_back_byte_for_byte_but_for_the_fixes(tmp_path: Path, encoding: str, form: str) -> None:
    code, out, said = piped(tmp_path, "--fix", "--format", form, stdin=_NOTE, encoding=encoding)
    assert (code, out) == (0, _MENDED)
    assert "1 fix made in 1 note." in said
    assert "links" in said or "link looked at" in said


def test_a_piped_note_that_cannot_be_read_comes_back_as_it_was(tmp_path: Path) -> None:
    content = b"\xff [x](#y)\r\n"
    code, out, said = piped(tmp_path, "--fix", stdin=content)
    assert (code, out) == (1, content)
    assert "[unreadable-note]" in said


def test_a_piped_note_that_is_excluded_comes_back_as_it_was(tmp_path: Path) -> None:
    write(tmp_path, {"notelint.toml": 'exclude = ["a.md"]\n', "b.md": "# B\n"})
    code, out, said = piped(tmp_path, "--fix", "--stdin-filename", "a.md", stdin=_NOTE)
    assert (code, out) == (0, _NOTE)
    assert "`exclude` names it" in said


def test_a_note_piped_beside_others_is_the_only_one_that_is_printed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(_NOTE)
    code, out, _ = piped(tmp_path, "a.md", "--fix", stdin=_NOTE)
    assert (code, out) == (0, _MENDED)
    assert (tmp_path / "a.md").read_bytes() == _MENDED


@pytest.mark.parametrize("content", [_NOTE, _NOTE.removeprefix(_BOM).replace(b"\r", b"")])
def test_git_applies_the_difference(repository: Path, notelint: Notelint, content: bytes) -> None:
    (repository / "an été.md").write_bytes(content)
    ran = notelint("check", "--diff", "--format", "json")
    assert '"version": 1' in ran.err
    (repository / "patch").write_bytes(ran.out.encode())
    git(repository, "apply", "patch")
    assert (repository / "an été.md").read_bytes() == content.replace("#Été)".encode(), "#été)".encode())


def test_what_could_not_be_written_is_still_reported(vault: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(file: Path, content: bytes) -> None:
        if file.name == "a.md":
            raise WriteError("a.md could not be written and is as it was: Permission denied.")
        write_whole(file, content)

    write(vault, {"a.md": "[x] (https://www.python.org)\n", "b.md": "[x] (https://www.python.org)\n"})
    monkeypatch.setattr(fix, "write_whole", refusing)
    for _ in range(2):  # also with what is kept of the first run
        ran = notelint("check", "--fix", "--severity", "malformed-link=error", "--select", "malformed-link")
        assert ran.code == 1
        assert "Permission denied" in ran.err
        assert ran.out.startswith("a.md:1:1: error:")
        assert ran.out.count("[malformed-link]") == 1
    assert "No fix was made." in ran.err
    assert (vault / "b.md").read_text() == "[x](https://www.python.org)\n"


def test_since_mends_only_lines_that_have_changed(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": "# A\n\n[x](#A)\n\n[y](#A)\n"})
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "one")
    write(repository, {"a.md": "# A\n\n[x](#A)\n\n[why](#A)\n"})
    assert "1 fix made in 1 note." in notelint("check", "--fix", "--since", "HEAD").err
    assert (repository / "a.md").read_text() == "# A\n\n[x](#A)\n\n[why](#a)\n"
