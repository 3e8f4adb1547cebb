"""Fixtures of the tests of the web half."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from notelint.cli import sweep as command
from notelint.web.store import StoreError
from notelint.web.store.patient import PatientStore
from tests.conftest import Notelint, write
from tests.web.postgres import Server, binaries, running
from tests.web.sweeping_command import A, B, C, Web


@pytest.fixture
def web(repository: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> Web:
    made = Web(notelint)
    monkeypatch.setattr(command, "ask", made.ask)
    monkeypatch.setattr(command, "now", lambda: made.at)
    write(repository, {"a.md": f"# A\n\n[one]({A}#x) and [two]({B})\n", "in/b.md": f"<{C}>\n\n[one][r]\n\n[r]: {A}\n"})
    return made


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server for all tests of this process."""
    programs = binaries()
    if programs is None:
        assert not os.environ.get("CI"), "PostgreSQL must be installed here: apt-get install postgresql"
        pytest.skip("PostgreSQL's server is not installed (apt-get install postgresql)")
    with running(programs) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store can be, of either kind."""
    return str(tmp_path / "sweeps.db") if request.param == "sqlite" else str(request.getfixturevalue("postgres").new())


@pytest.fixture(autouse=True)
def _connections_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every connection to a database is closed behind its test: Python 3.13 warns of those that are not."""
    made: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def connected(*arguments: Any, **named: Any) -> sqlite3.Connection:
        made.append(connect(*arguments, **named))
        return made[-1]

    monkeypatch.setattr(sqlite3, "connect", connected)
    yield
    for one in made:
        with suppress(sqlite3.ProgrammingError):  # made in a thread, which closes it itself
            one.close()


@pytest.fixture(autouse=True)
def _patient_stores_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every store that is far away is closed behind its test: it has a thread and a connection, of which a server has few."""
    made: list[PatientStore] = []
    begin = PatientStore.__init__

    def begun(self: PatientStore, *arguments: Any, **named: Any) -> None:
        begin(self, *arguments, **named)
        made.append(self)

    monkeypatch.setattr(PatientStore, "__init__", begun)
    yield
    for one in made:
        with suppress(StoreError):  # of some the server is gone, which their test knows
            one.close()
