"""The file that holds what is kept: written whole, put in the place of the one before, and never changed."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from notelint.cache.packed import NeedsAllError, pack, unpack

_ABANDONED = 3600
"""Seconds after which a file that nobody has put in its place will not be."""

_TABLES = """
CREATE TABLE whole (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE note (path BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID;
"""


class Store:
    """A file that is kept, open for reading. Whatever is wrong with it, one hears of it as NeedsAllError."""

    def __init__(self, file: Path) -> None:
        """Raises NeedsAllError when there is no such file."""
        if not file.is_file():
            raise NeedsAllError
        try:
            # Nobody ever writes into this file, so neither locks nor a journal need to be looked for.
            self._base = sqlite3.connect(f"{_address(file)}?mode=ro&immutable=1", uri=True)
        except sqlite3.Error as error:
            raise NeedsAllError from error

    def whole(self, name: str) -> Any:
        """What is kept of all notes under a name."""
        return unpack(name.encode(), self._value("SELECT value FROM whole WHERE name = ?", name))

    def note(self, path: str) -> Any:
        """What is kept of one note."""
        key = _key(path)
        return unpack(key, self._value("SELECT value FROM note WHERE path = ?", key))

    def _value(self, query: str, key: str | bytes) -> bytes:
        try:
            row = self._base.execute(query, (key,)).fetchone()
        except Exception as error:  # of a damaged schema SQLite may say something that is no text, and that is no sqlite3.Error
            raise NeedsAllError from error
        if row is None or not isinstance(row[0], bytes):
            raise NeedsAllError
        value: bytes = row[0]
        return value

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()


def write(file: Path, whole: Mapping[str, Any], notes: Iterable[tuple[str, Any]]) -> None:
    """Write a file for Store. Raises OSError or sqlite3.Error when that cannot be done; then the one before still stands."""
    _sweep(file.parent)
    made = _unnamed(file)
    made.unlink(missing_ok=True)
    try:
        base = sqlite3.connect(made, isolation_level=None)
        try:
            # Until it has its name nobody knows it, so nothing has to be undone; what a crash of the machine leaves of it, the
            # digests tell.
            base.execute("PRAGMA journal_mode = OFF")
            base.execute("PRAGMA synchronous = OFF")
            base.executescript(_TABLES)
            base.execute("BEGIN")
            base.executemany(
                "INSERT INTO whole VALUES (?, ?)", ((name, pack(name.encode(), value)) for name, value in whole.items())
            )
            keys = ((_key(path), value) for path, value in notes)
            base.executemany("INSERT INTO note VALUES (?, ?)", ((key, pack(key, value)) for key, value in keys))
            base.execute("COMMIT")
        finally:
            base.close()
        made.replace(file)
    finally:
        made.unlink(missing_ok=True)


def write_bytes(file: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    made = _unnamed(file)
    try:
        made.write_bytes(content)
        made.replace(file)
    finally:
        made.unlink(missing_ok=True)


def _unnamed(file: Path) -> Path:
    """Where a file is written before it has its name."""
    return file.with_name(f"{file.name}.{os.getpid()}-{time.monotonic_ns()}.new")


def _sweep(folder: Path) -> None:
    """Remove what killed runs have left half written."""
    for place in folder.glob("*.new"):
        with contextlib.suppress(OSError):
            if time.time() - place.stat().st_mtime > _ABANDONED:
                place.unlink()


def _key(path: str) -> bytes:
    """A path as bytes: names of files may be no text, which SQLite would not take."""
    return path.encode("utf-8", "surrogatepass")


def _address(file: Path) -> str:
    """The file as SQLite's URI (sqlite.org/uri.html)."""
    path = str(file).replace(os.sep, "/").replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{'' if path.startswith('/') else '/'}{path}"
