"""A store in one file: SQLite with a write-ahead log, so that one can read while another writes.

All SQL but that of the tables is here. It is what PostgreSQL understands as well, but for the placeholders.
"""

import sqlite3
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from notelint.web.evidence import NO_EVIDENCE, Evidence, advance
from notelint.web.learnt import fragment_changes, learnt
from notelint.web.places import Linked, Place
from notelint.web.store import LEASE, Entry, History, Task
from notelint.web.store_file import connect, translated
from notelint.web.store_links import DATE, LINKED, UNDATED
from notelint.web.store_rows import EVIDENCE, KNOWN, evidence_in, evidence_out, known_in, tidy
from notelint.web.store_tell import entries, history
from notelint.web.verdict import Known, Verdict

_COLUMNS = ", ".join((*EVIDENCE, *KNOWN))
_UPDATE = ", ".join(f"{name} = ?" for name in (*EVIDENCE, *KNOWN, "status", "target", "detail"))
_FRAGMENT = """
INSERT INTO fragments (address, name, state, reason, meant, since, last_found) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (address, name) DO UPDATE SET
    since = CASE WHEN fragments.state = excluded.state THEN fragments.since ELSE excluded.since END,
    state = excluded.state, reason = excluded.reason, meant = excluded.meant,
    last_found = COALESCE(excluded.last_found, fragments.last_found)
"""


class SqliteStore:
    """See `notelint.web.store.Store`."""

    def __init__(self, place: Path, *, reading: bool = False) -> None:
        self._place = place
        self._db = connect(place, reading=reading)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; it waits for its turn when another process writes."""
        with translated(self._place):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk may have ended it already
                    self._db.execute("ROLLBACK")
                raise

    def renew(self, vault: str, links: Iterable[Linked], now: float) -> None:
        """See `Store.renew`."""
        with self._writing() as db:
            db.execute("DELETE FROM places WHERE vault = ?", (vault,))
            for one in links:
                db.execute(
                    "INSERT INTO addresses (url, host, due_at) VALUES (?, ?, ?) ON CONFLICT (url) DO NOTHING",
                    (one.url, one.host, now),
                )
                (number,) = db.execute("SELECT id FROM addresses WHERE url = ?", (one.url,)).fetchone()
                db.executemany(
                    "INSERT INTO places (vault, address, path, line, fragment) VALUES (?, ?, ?, ?, ?)",
                    [(vault, number, tidy(place.path), place.line, tidy(place.fragment)) for place in one.places],
                )
            for statement, times in LINKED:
                db.execute(statement, (*(now,) * times, vault))

    def begin(self, vault: str, now: float) -> int:
        """See `Store.begin`."""
        with self._writing() as db:
            row = db.execute("INSERT INTO sweeps (vault, started_at) VALUES (?, ?) RETURNING id", (vault, now)).fetchone()
        return int(row[0])

    def due(self, vault: str, now: float, chosen: Collection[str] | None = None) -> Sequence[int]:
        """See `Store.due`."""
        with translated(self._place):
            rows = self._db.execute(
                "SELECT id, url FROM addresses WHERE due_at <= ? AND leased_until <= ? AND EXISTS"
                " (SELECT 1 FROM places WHERE places.address = addresses.id AND places.vault = ?) ORDER BY due_at, id",
                (now, now, vault),
            )
            return array("q", (number for number, url in rows if chosen is None or url in chosen))

    def tasks(self, numbers: Sequence[int]) -> list[Task]:
        """See `Store.tasks`."""
        with translated(self._place):
            rows = self._db.execute(
                f"SELECT id, url, {', '.join(KNOWN)} FROM addresses WHERE id IN ({', '.join('?' * len(numbers))})",  # noqa: S608 - own names
                tuple(numbers),
            )
            found = {row[0]: row[1:] for row in rows}
            return [self._task(number, found[number]) for number in numbers]

    def lease(self, url: str, now: float) -> bool:
        """See `Store.lease`."""
        with self._writing() as db:
            taken = db.execute(
                "UPDATE addresses SET leased_until = ? WHERE url = ? AND due_at <= ? AND leased_until <= ?",
                (now + LEASE, url, now, now),
            )
            return taken.rowcount == 1

    def _task(self, number: int, row: Sequence[str]) -> Task:
        wanted = self._db.execute("SELECT DISTINCT fragment FROM places WHERE address = ? AND fragment <> ''", (number,))
        fragments = tuple(sorted(name for (name,) in wanted))
        found = self._db.execute("SELECT name FROM fragments WHERE address = ? AND state = 'found'", (number,))
        known = known_in(row[1:])._replace(fragments=tuple(sorted(name for (name,) in found)))
        return Task(row[0], fragments, known)

    def release(self, urls: Iterable[str]) -> None:
        """See `Store.release`."""
        with self._writing() as db:
            db.executemany("UPDATE addresses SET leased_until = 0 WHERE url = ?", [(url,) for url in urls])

    def record(self, sweep: int, verdict: Verdict) -> Evidence:
        """See `Store.record`."""
        with self._writing() as db:
            number, before, known = self._known(verdict.url)
            self._probe(number, sweep, verdict, counts=True)
            return self._advance(db, number, sweep, verdict, before, known)

    def hold(self, sweep: int, verdict: Verdict) -> None:
        """See `Store.hold`."""
        with self._writing():
            self._probe(self._known(verdict.url)[0], sweep, verdict, counts=False)

    def settle(self, sweep: int, verdict: Verdict) -> Evidence:
        """See `Store.settle`."""
        with self._writing() as db:
            number, before, known = self._known(verdict.url)
            db.execute("UPDATE probes SET counts = 1 WHERE address = ? AND sweep = ?", (number, sweep))
            return self._advance(db, number, sweep, verdict, before, known)

    def standing(self, url: str) -> Evidence:
        """See `Store.standing`."""
        with translated(self._place):
            row = self._db.execute(f"SELECT {_COLUMNS} FROM addresses WHERE url = ?", (url,)).fetchone()  # noqa: S608 - own names
            return NO_EVIDENCE if row is None else evidence_in(row[: len(EVIDENCE)])

    def _known(self, url: str) -> tuple[int, Evidence, Known]:
        row = self._db.execute(f"SELECT id, {_COLUMNS} FROM addresses WHERE url = ?", (url,)).fetchone()  # noqa: S608 - own names
        if row is None:  # an address that nobody registered: the verdict is kept all the same
            made = self._db.execute("INSERT INTO addresses (url, host, due_at) VALUES (?, '', 0) RETURNING id", (url,))
            return int(made.fetchone()[0]), NO_EVIDENCE, Known()
        split = 1 + len(EVIDENCE)
        return row[0], evidence_in(row[1:split]), known_in(row[split:])

    def _probe(self, number: int, sweep: int, verdict: Verdict, *, counts: bool) -> None:
        self._db.execute(
            "INSERT INTO probes"
            " (address, sweep, checked_at, state, reason, status, location, requests, seconds, detail, counts)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(number, sweep, verdict.checked_at, verdict.state, verdict.reason, verdict.status),
                *(tidy(verdict.location), verdict.requests, verdict.seconds, tidy(verdict.detail, 300), int(counts)),
            ),
        )

    def _advance(
        self, db: sqlite3.Connection, number: int, sweep: int, verdict: Verdict, before: Evidence, known: Known
    ) -> Evidence:
        after = advance(before, verdict)
        last = (verdict.status, tidy(verdict.location), tidy(verdict.detail, 300))
        values = (*evidence_out(after), *learnt_out(known, verdict), *last, number)
        db.execute(f"UPDATE addresses SET {_UPDATE}, leased_until = 0 WHERE id = ?", values)  # noqa: S608 - own names
        if after.state != before.state:
            db.execute(
                "INSERT INTO changes (address, sweep, at, before_state, after_state, reason) VALUES (?, ?, ?, ?, ?, ?)",
                (number, sweep, after.checked_at, before.state, after.state, after.reason),
            )
        db.executemany(
            _FRAGMENT,
            [
                (
                    *(number, tidy(one.name), one.state, one.reason, tidy(one.meant), after.checked_at),
                    after.checked_at if one.state == "found" else None,
                )
                for one in verdict.fragments
                if fragment_changes(one.state, one.reason)
            ],
        )
        return after

    def entries(self, vault: str) -> Iterator[Entry]:
        """See `Store.entries`."""
        with translated(self._place):
            yield from entries(self._db, vault)

    def history(self, url: str, *, latest: int = 20) -> History | None:
        """See `Store.history`."""
        with translated(self._place):
            return history(self._db, url, latest)

    def undated(self, vault: str) -> Iterator[tuple[str, Place]]:
        """See `Store.undated`."""
        with translated(self._place):
            for url, *place in self._db.execute(UNDATED, (vault,)):
                yield url, Place(*place)

    def date(self, vault: str, days: Mapping[str, float]) -> None:
        """See `Store.date`."""
        with self._writing() as db:
            db.executemany(DATE, [(at, vault, url) for url, at in days.items()])

    def select(self, query: str, *values: Any) -> Iterator[Sequence[Any]]:
        """See `Store.select`."""
        with translated(self._place):
            yield from self._db.execute(query, values)

    def mark(self) -> int:
        """See `Store.mark`."""
        with translated(self._place):
            return int(self._db.execute("SELECT COALESCE(MAX(id), 0) FROM changes").fetchone()[0])

    def finish(self, sweep: int, now: float, mark: int) -> None:
        """See `Store.finish`."""
        with self._writing() as db:
            db.execute("UPDATE sweeps SET ended_at = ?, last_change = ? WHERE id = ?", (now, mark, sweep))

    def close(self) -> None:
        """See `Store.close`."""
        with translated(self._place):
            self._db.close()


def learnt_out(known: Known, verdict: Verdict) -> tuple[str, ...]:
    """What is known after a verdict, as columns."""
    after = learnt(known, verdict)
    return tuple(tidy(getattr(after, name), 1000) for name in KNOWN)
