"""The file of a store: opened, made or brought up to date, and what SQLite says about it in one sentence."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from notelint.web.store import StoreError
from notelint.web.store_schema import META, SQLITE, VERSION, statements

_PATIENCE = 30.0
"""Seconds to wait while another process writes: renewing the places of a large vault takes some."""
_PAUSE = 0.02


def connect(place: Path, *, reading: bool) -> sqlite3.Connection:
    """A connection to the store in a file, in this version's form. Raises StoreError."""
    if reading and not place.is_file():
        raise StoreError(f"There is no store {place}; `notelint sweep --store {place}` makes one.")
    if place.is_dir():
        raise StoreError(f"The store {place} is a folder; name a file in it.")
    with translated(place):
        db = _opened(place, reading=reading)
        try:
            _prepare(db, place, reading=reading)
        except BaseException:
            db.close()
            raise
    return db


def _opened(place: Path, *, reading: bool) -> sqlite3.Connection:
    how = "ro" if reading else "rwc"
    return sqlite3.connect(f"{place.absolute().as_uri()}?mode={how}", uri=True, timeout=_PATIENCE, isolation_level=None)


def _prepare(db: sqlite3.Connection, place: Path, *, reading: bool) -> None:
    version = _version(db, place)
    if version > VERSION:
        raise StoreError(
            f"The store {place} is of version {version}, which only a newer notelint reads; this one knows {VERSION}."
        )
    if reading:
        if version < VERSION:
            raise StoreError(f"The store {place} is of version {version}; `notelint sweep` brings it up to date.")
        return
    _log_ahead(db)
    db.execute("PRAGMA synchronous = NORMAL")  # a killed process loses nothing; a power cut may lose the last verdicts
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("BEGIN IMMEDIATE")
    try:
        db.execute(META)
        for number in range(_version(db, place) + 1, VERSION + 1):  # another process may have done it meanwhile
            for statement in statements(number, SQLITE):
                db.execute(statement)
        db.execute("INSERT INTO meta VALUES ('version', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (VERSION,))
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _log_ahead(db: sqlite3.Connection) -> None:
    """Have readers and a writer at once (https://sqlite.org/wal.html).

    SQLite does not wait for the lock that a new file needs for this: of two processes that begin at once, one is told at once.
    """
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY") or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _version(db: sqlite3.Connection, place: Path) -> int:
    """The version of the store, 0 for an empty file."""
    names = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not names:
        return 0
    row = db.execute("SELECT value FROM meta WHERE name = 'version'").fetchone() if "meta" in names else None
    if row is None:
        if names <= {"meta"}:
            return 0
        raise StoreError(f"{place} is a database of something else, no store of notelint; give another file.")
    return int(row[0])


@contextmanager
def translated(place: Path) -> Iterator[None]:
    """What SQLite raises, as one sentence that names the way out."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(_sentence(place, error)) from error


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
