"""The way to a store: which kind it is, its name tells."""

from pathlib import Path

from notelint.web.store import Store
from notelint.web.store.sql import SqlStore


def open_store(place: Path | str, *, reading: bool = False) -> Store:
    """The store in a file, or at an address of PostgreSQL; made when there is none. With `reading`, it must exist.

    Raises StoreError in one sentence: for what is no store, a newer one, and whatever the database has to say.
    """
    if isinstance(place, str) and is_remote(place):
        from notelint.web.store.patient import PatientStore  # imported when needed: threads, psycopg
        from notelint.web.store.postgres import PostgresDatabase

        return PatientStore(lambda: SqlStore(PostgresDatabase(place, reading=reading)))
    from notelint.web.store.file import SqliteDatabase

    return SqlStore(SqliteDatabase(Path(place), reading=reading))


def is_remote(place: str) -> bool:
    """Whether a store is named by an address of PostgreSQL; all else is a file."""
    return place.startswith(("postgresql://", "postgres://"))


def shown(place: Path | str) -> str:
    """How a store is named in what is told: without any password."""
    if isinstance(place, str) and is_remote(place):
        from notelint.web.store.postgres import shown as without_secrets

        return without_secrets(place)
    return str(place)
