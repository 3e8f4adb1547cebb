"""Folders and files that may not be looked at or written, as whoever is not root meets them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Ran, write

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
HUMBLE = ["setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"] if IS_ROOT else []
"""Takes from root what lets it go past permissions (capabilities(7))."""

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions"),
    pytest.mark.skipif(IS_ROOT and not shutil.which("setpriv"), reason="root may do anything"),
]


def run(*arguments: str) -> Ran:
    command = [*HUMBLE, sys.executable, "-m", "notelint", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def locked(vault: Path) -> Iterator[Path]:
    """A folder among others into which nobody may look."""
    write(vault, {"a.md": "# A\n", "locked/b.md": "# B\n"})
    folder = vault / "locked"
    folder.chmod(0)
    yield folder
    folder.chmod(0o700)


def test_a_locked_folder_holds_nothing(locked: Path) -> None:
    assert run("check") == (0, "1 note, 0 links looked at: nothing to report.\n", "")


@pytest.mark.parametrize("arguments", [("check", "locked"), ("mv", "a.md", "locked/c.md")])
def test_what_is_asked_of_a_locked_folder_is_no_bug_of_ours(locked: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert done.err.startswith(f"notelint: {locked}{os.sep}")
    assert done.err.endswith(" may not be looked at: Permission denied.\n")


def test_init_where_nothing_may_be_written(vault: Path) -> None:
    write(vault, {"a.md": "# A\n"})
    vault.chmod(0o500)
    done = run("init")
    vault.chmod(0o700)
    assert done == (2, "", f"notelint: {vault / 'notelint.toml'} could not be written: Permission denied.\n")
