"""The way to a store: which kind it is, its name tells."""

from pathlib import Path

from notelint.web.store import Store
from notelint.web.store_file import SqliteDatabase
from notelint.web.store_sql import SqlStore


def open_store(place: Path, *, reading: bool = False) -> Store:
    """The store in a file, made when there is none. With `reading`, it must exist and is not written to where possible.

    Raises StoreError in one sentence: for what is no store, a newer one, and whatever the database has to say.
    """
    return SqlStore(SqliteDatabase(place, reading=reading))
