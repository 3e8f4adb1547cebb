"""Fixtures that whole runs share."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


class Ran(NamedTuple):
    """What a run of the command gave."""

    code: int
    out: str
    err: str


Notelint = Callable[..., Ran]


@pytest.fixture(autouse=True, scope="session")
def _no_outside_configuration(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing of the machine's own git configuration, terminal colours or earlier runs has a say in the tests."""
    os.environ.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1", PYTHONUTF8="1")
    os.environ["NOTELINT_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    for name in ("NO_COLOR", "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"):
        os.environ.pop(name, None)
    for name in ("GH_TOKEN", "GITHUB_TOKEN", "GITHUB_GRAPHQL_URL", "GITHUB_SERVER_URL"):  # else links there would be asked for
        os.environ.pop(name, None)
    for name in [name for name in os.environ if name.startswith("GIT_") and not name.startswith("GIT_CONFIG")]:
        del os.environ[name]


@pytest.fixture(autouse=True, scope="session")
def _ctrl_c_ends_what_is_started() -> None:
    """Processes that tests start end by SIGINT, also when the tests themselves run as a background job.

    A shell without job control has such a job ignore SIGINT (POSIX, XCU 2.11), what it starts inherits that, and Python leaves
    it so. A signal that is handled here, however, is set to its default in a new program (POSIX, exec).
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    """A real browser that reaches nothing."""
    from tests.browser import launched

    with launched() as browser:
        yield browser


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def repository(vault: Path) -> Path:
    """An empty git repository that is the current folder."""
    git(vault, "init", "-q", "-b", "main")
    git(vault, "config", "user.name", "Ada")
    git(vault, "config", "user.email", "ada@example.org")
    return vault


def git(folder: Path, *arguments: str) -> str:
    """What git says."""
    return subprocess.run(
        ["git", "-C", folder, *arguments], check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files by path."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode())


@pytest.fixture
def notelint(capsys: pytest.CaptureFixture[str]) -> Notelint:
    """Run the command within this process."""
    from notelint.cli.main import main

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as error:  # argparse leaves so
            code = int(error.code or 0)
        return Ran(code, *capsys.readouterr())

    return run


def process(*arguments: str, folder: Path | None = None, stdin: bytes = b"", environment: dict[str, str] | None = None) -> Ran:
    """Run the command as its own process."""
    done = subprocess.run(
        [sys.executable, "-m", "notelint", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
