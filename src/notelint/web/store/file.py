"""A store in a file: SQLite with a write-ahead log, so that one can read while another writes."""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from notelint.web.store import StoreError
from notelint.web.store.database import Rows, Word
from notelint.web.store.migrate import migrate, refusal, version_of

_PATIENCE = 30.0
"""Seconds to wait while another process writes: renewing the places of a large vault takes some."""
_PAUSE, _TURN = 0.02, 0.0005


class SqliteDatabase:
    """See `notelint.web.store.database.Database`. Made when there is none, unless it is only read; raises StoreError."""

    words: Mapping[Word, str] = {
        "identity": "INTEGER PRIMARY KEY",
        "text": "TEXT",
        "skip": "",
        "lock": "",
        "settle": "SELECT 1",
        "measure": "SELECT 1",
    }

    def __init__(self, place: Path, *, reading: bool) -> None:
        if reading and not place.is_file():
            raise StoreError(f"There is no store {place}; `notelint sweep --store {place}` makes one.")
        if place.is_dir():
            raise StoreError(f"The store {place} is a folder; name a file in it.")
        self._place = place
        with self.reading():
            self._db = _opened(place, reading=reading)
            try:
                self._prepare(reading=reading)
            except BaseException:
                self._db.close()
                raise

    def _prepare(self, *, reading: bool) -> None:
        names = {name for (name,) in self.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if said := refusal(version_of(self, names, str(self._place)), str(self._place), reading=reading):
            raise StoreError(said)
        if reading:
            return
        _log_ahead(self._db)
        self.execute("PRAGMA synchronous = NORMAL")  # a killed process loses nothing; a power cut may lose the last verdicts
        self.execute("PRAGMA foreign_keys = ON")
        with self.writing():
            migrate(self)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See `Database.reading`."""
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(_sentence(self._place, error)) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See `Database.writing`. It waits for its turn when another process writes."""
        with self.reading():
            if self._db.in_transaction:
                yield
                return
            self._begin()
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk may have ended it already
                    self._db.execute("ROLLBACK")
                raise

    def _begin(self) -> None:
        """Wait for our turn to write.

        SQLite itself looks ever more seldom, up to every 100 ms (`sqliteDefaultBusyCallback`), while most turns take a
        tenth of one.
        """
        until = time.monotonic() + _PATIENCE
        self._db.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    self._db.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    if not _is_busy(error) or time.monotonic() > until:
                        raise
                    time.sleep(_TURN)
                else:
                    return
        finally:
            self._db.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1000:.0f}")

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Rows:
        """See `Database.execute`."""
        return self._db.execute(sql, values)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """See `Database.executemany`."""
        self._db.executemany(sql, rows)

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        """See `Database.stream`."""
        with self.reading():
            yield from self._db.execute(sql, values)

    def close(self) -> None:
        """See `Database.close`."""
        with self.reading():
            self._db.close()


def _opened(place: Path, *, reading: bool) -> sqlite3.Connection:
    how = "ro" if reading else "rwc"
    return sqlite3.connect(f"{place.absolute().as_uri()}?mode={how}", uri=True, timeout=_PATIENCE, isolation_level=None)


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY")


def _log_ahead(db: sqlite3.Connection) -> None:
    """Have readers and a writer at once (https://sqlite.org/wal.html).

    SQLite does not wait for the lock that a new file needs for this: of two processes that begin at once, one is told at once.
    """
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _sentence(place: Path, error: sqlite3.Error) -> str:
    said = str(error)
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return f"The store {place} is no store or is damaged ({said}); move it away, and the next sweep makes a new one."
    if name.startswith("SQLITE_FULL"):
        return f"The disk with the store {place} is full; what was written stays, and the next sweep goes on from there."
    if name.startswith("SQLITE_READONLY"):
        return f"The store {place} cannot be written to ({said}); make the file and its folder writable."
    if name.startswith("SQLITE_CANTOPEN"):
        return f"The store {place} cannot be opened ({said}): does its folder exist, and may it be written to?"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"The store {place} is kept busy by another process; try again when that is done."
    return f"The store {place} cannot be used: {said}."
