"""A store in an older form is brought to this version's, in whatever database it is."""

from collections.abc import Collection

from notelint.web.store import StoreError
from notelint.web.store.database import Database
from notelint.web.store.domains import settle_domains
from notelint.web.store.schema import META, VERSION, statements

_DOMAINS = 4
"""The version from which on addresses belong to domains, which no SQL can find out."""


def version_of(db: Database, tables: Collection[str], name: str) -> int:
    """The version of the store of this name with these tables, 0 for an empty one. Raises StoreError when it is none."""
    if not tables:
        return 0
    row = db.execute("SELECT value FROM meta WHERE name = 'version'").fetchone() if "meta" in tables else None
    if row is not None:
        return int(row[0])
    if set(tables) <= {"meta"}:
        return 0
    raise StoreError(f"{name} is a database of something else, no store of notelint; give another one.")


def refusal(version: int, name: str, *, reading: bool) -> str:
    """Why a store of some version cannot be used, in a sentence; empty when it can."""
    if version > VERSION:
        return f"The store {name} is of version {version}, which only a newer notelint reads; this one knows {VERSION}."
    if reading and version < VERSION:
        return f"The store {name} is of version {version}; `notelint sweep` brings it up to date."
    return ""


def migrate(db: Database) -> None:
    """Bring the tables to this version's form; within a transaction that no other process can begin meanwhile."""
    db.execute(META)
    row = db.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()  # another process may have done it meanwhile
    before = int(row[0]) if row else 0
    for number in range(before + 1, VERSION + 1):
        for statement in statements(number, db.words):
            db.execute(statement)
        if number == _DOMAINS:
            settle_domains(db)
    if before < VERSION:
        db.execute(
            "INSERT INTO meta (name, value) VALUES ('version', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (str(VERSION),),
        )
