"""What a store needs of a database, whichever it is: SQL with `?` for values, and transactions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol, TypeAlias

Word: TypeAlias = Literal["identity", "text", "skip", "lock", "settle", "measure"]
"""Where the SQL of databases differs. `identity`: the type of a key that counts by itself; `text`: that of text in the order
of its characters' numbers. At the end of a query, `lock` locks the rows that it finds, and `skip` passes over those that
another has locked; both are empty where only one writes at a time. `settle`: a statement that waits until whoever writes
changes has done so; `measure`: one that has the planner of queries look how large the tables are by now. Both may do nothing.
"""


class Rows(Protocol):
    """What a statement came to."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""

    def fetchone(self) -> Any:
        """The next row, a tuple; None behind the last."""

    def fetchall(self) -> list[Any]:
        """All further rows."""

    def __iter__(self) -> Iterator[Any]:
        """All further rows, one by one."""


class Database(Protocol):
    """A connection. Every method may raise StoreError, in one sentence."""

    words: Mapping[Word, str]

    def reading(self) -> AbstractContextManager[None]:
        """A block that asks, with what goes wrong in it as a StoreError."""

    def writing(self) -> AbstractContextManager[None]:
        """A block that is one transaction; within another such block, a part of it."""

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Rows:
        """Run a statement, within one of these blocks."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each row of values."""

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        """The rows of a query with very many, without holding them all."""

    def close(self) -> None:
        """Let go of it."""


def marks(values: Sequence[Any]) -> str:
    """As many marks as there are values, for `IN (…)`."""
    return ", ".join("?" * len(values))
