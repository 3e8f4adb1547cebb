"""A store in a database that speaks SQL: what `store_…` do, put together."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from notelint.web.evidence import NO_EVIDENCE, Evidence
from notelint.web.places import Linked, Place
from notelint.web.store import REST, Entry, History, Share
from notelint.web.store import lease as store_lease
from notelint.web.store import record as store_record
from notelint.web.store import renew as store_renew
from notelint.web.store import tasks as store_tasks
from notelint.web.store import tell as store_tell
from notelint.web.store.database import Database
from notelint.web.store.links import DATE, UNDATED
from notelint.web.store.rows import EVIDENCE, evidence_in
from notelint.web.verdict import Verdict

_ASKING = "UPDATE addresses SET leased_until = ? WHERE url = ? AND due_at <= ? AND leased_until <= ?"


class SqlStore:
    """See `notelint.web.store.Store`."""

    is_remote = False

    def __init__(self, db: Database) -> None:
        self.db = db

    def renew(self, vault: str, links: Iterable[Linked], now: float) -> None:
        """See `Store.renew`."""
        store_renew.renew(self.db, vault, links, now)

    def begin(self, vault: str, now: float) -> int:
        """See `Store.begin`."""
        with self.db.writing():
            sql = "INSERT INTO sweeps (vault, started_at) VALUES (?, ?) RETURNING id"
            return int(self.db.execute(sql, (vault, now)).fetchone()[0])

    def due(self, vault: str, now: float, chosen: Collection[str] | None = None) -> int:
        """See `Store.due`."""
        return store_tasks.due(self.db, vault, now, chosen)

    def lease(
        self,
        vault: str,
        worker: str,
        now: float,
        seconds: float,
        limit: int,
        only: Sequence[str] | None = None,
        due: float | None = None,
    ) -> list[Share]:
        """See `Store.lease`."""
        return store_lease.lease(self.db, _wanted(vault, now, due), worker, seconds, limit, only)

    def more(self, vault: str, share: Share, now: float, limit: int, due: float | None = None) -> Share:
        """See `Store.more`."""
        with self.db.reading():
            return store_lease.more(self.db, _wanted(vault, now, due), share, limit)

    def extend(self, worker: str, domains: Collection[int], now: float, seconds: float) -> set[int]:
        """See `Store.extend`."""
        return store_lease.extend(self.db, worker, domains, now, seconds)

    def release(self, vault: str, worker: str, domains: Collection[int], now: float, until: float = 0.0) -> None:
        """See `Store.release`."""
        store_lease.release(self.db, vault, worker, domains, now, until)

    def holders(self, now: float) -> set[str]:
        """See `Store.holders`."""
        return store_lease.holders(self.db, now)

    def end(self, worker: str) -> None:
        """See `Store.end`."""
        store_lease.end(self.db, worker)

    def spend(self, name: str, wanted: int, now: float, rate: float, burst: float) -> int:
        """See `Store.spend`."""
        return store_lease.spend(self.db, name, wanted, now, rate, burst)

    def asking(self, url: str, now: float) -> bool:
        """See `Store.asking`."""
        with self.db.writing():
            return self.db.execute(_ASKING, (now + REST, url, now, now)).rowcount == 1

    def asking_all(self, given: Iterable[tuple[str, float]]) -> None:
        """Note that addresses are being asked since some time each."""
        with self.db.writing():
            self.db.executemany(_ASKING, [(now + REST, url, now, now) for url, now in sorted(given)])

    def unasked(self, urls: Iterable[str]) -> None:
        """See `Store.unasked`."""
        with self.db.writing():
            for url in sorted(urls):
                sql = "UPDATE addresses SET leased_until = 0 WHERE url = ? RETURNING domain, due_at"
                for domain, due_at in self.db.execute(sql, (url,)).fetchall():
                    self.db.execute(store_record.SOONER, (due_at, domain, due_at))

    def record(self, sweep: int, verdict: Verdict) -> Evidence:
        """See `Store.record`."""
        return self.record_all([(sweep, verdict)])[0]

    def record_all(self, given: Sequence[store_record.Given]) -> list[Evidence]:
        """Keep the verdicts of sweeps in one transaction; what is known after each."""
        with self.db.writing():
            return store_record.record(self.db, given)

    def hold(self, sweep: int, verdict: Verdict) -> None:
        """See `Store.hold`."""
        with self.db.writing():
            store_record.hold(self.db, sweep, verdict)

    def settle(self, sweep: int, verdict: Verdict) -> Evidence:
        """See `Store.settle`."""
        with self.db.writing():
            return store_record.settle(self.db, sweep, verdict)

    def standing(self, url: str) -> Evidence:
        """See `Store.standing`."""
        with self.db.reading():
            row = self.db.execute(f"SELECT {', '.join(EVIDENCE)} FROM addresses WHERE url = ?", (url,)).fetchone()
            return NO_EVIDENCE if row is None else evidence_in(row)

    def entries(self, vault: str) -> Iterator[Entry]:
        """See `Store.entries`."""
        return store_tell.entries(self.db, vault)

    def history(self, url: str, *, latest: int = 20) -> History | None:
        """See `Store.history`."""
        with self.db.reading():
            return store_tell.history(self.db, url, latest)

    def undated(self, vault: str) -> Iterator[tuple[str, Place]]:
        """See `Store.undated`."""
        for url, *place in self.db.stream(UNDATED, (vault,)):
            yield url, Place(*place)

    def date(self, vault: str, days: Mapping[str, float]) -> None:
        """See `Store.date`."""
        with self.db.writing():
            self.db.executemany(DATE, [(at, vault, url) for url, at in sorted(days.items())])

    def select(self, query: str, *values: Any) -> Iterator[Sequence[Any]]:
        """See `Store.select`."""
        return self.db.stream(query, values)

    def mark(self) -> int:
        """See `Store.mark`."""
        with self.db.writing():
            self.db.execute(self.db.words["settle"])
            return int(self.db.execute("SELECT COALESCE(MAX(id), 0) FROM changes").fetchone()[0])

    def finish(self, sweep: int, now: float, mark: int) -> None:
        """See `Store.finish`."""
        with self.db.writing():
            self.db.execute("UPDATE sweeps SET ended_at = ?, last_change = ? WHERE id = ?", (now, mark, sweep))

    def close(self) -> None:
        """See `Store.close`."""
        self.db.close()


def _wanted(vault: str, now: float, due: float | None) -> store_lease.Wanted:
    return store_lease.Wanted(vault, now, now if due is None else min(due, now))
