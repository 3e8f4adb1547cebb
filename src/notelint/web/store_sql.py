"""A store in a database that speaks SQL: verdicts are folded into what is known, each in one transaction."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from notelint.web import store_lease, store_renew, store_tasks, store_tell
from notelint.web.evidence import NO_EVIDENCE, Evidence, advance
from notelint.web.learnt import fragment_changes, learnt
from notelint.web.places import Linked, Place
from notelint.web.store import REST, Entry, History, Share
from notelint.web.store_database import Database
from notelint.web.store_domains import Numbers, domain_of
from notelint.web.store_links import DATE, UNDATED
from notelint.web.store_rows import EVIDENCE, KNOWN, evidence_in, evidence_out, known_in, tidy
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
_SOONER = "UPDATE stands SET due_at = ? WHERE domain = (SELECT domain FROM addresses WHERE id = ?) AND due_at > ?"


class SqlStore:
    """See `notelint.web.store.Store`."""

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
        self, vault: str, worker: str, now: float, seconds: float, limit: int, only: Sequence[str] | None = None
    ) -> list[Share]:
        """See `Store.lease`."""
        return store_lease.lease(self.db, vault, worker, now, seconds, limit, only)

    def more(self, vault: str, share: Share, now: float, limit: int) -> Share:
        """See `Store.more`."""
        with self.db.reading():
            return store_lease.more(self.db, vault, share, now, limit)

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
            sql = "UPDATE addresses SET leased_until = ? WHERE url = ? AND due_at <= ? AND leased_until <= ?"
            return self.db.execute(sql, (now + REST, url, now, now)).rowcount == 1

    def unasked(self, urls: Iterable[str]) -> None:
        """See `Store.unasked`."""
        with self.db.writing():
            for url in sorted(urls):
                sql = "UPDATE addresses SET leased_until = 0 WHERE url = ? RETURNING id, due_at"
                for number, due_at in self.db.execute(sql, (url,)).fetchall():
                    self.db.execute(_SOONER, (due_at, number, due_at))

    def record(self, sweep: int, verdict: Verdict) -> Evidence:
        """See `Store.record`."""
        with self.db.writing():
            number, before, known = self._known(verdict.url)
            self._probe(number, sweep, verdict, counts=True)
            return self._advance(number, sweep, verdict, before, known)

    def hold(self, sweep: int, verdict: Verdict) -> None:
        """See `Store.hold`."""
        with self.db.writing():
            self._probe(self._known(verdict.url)[0], sweep, verdict, counts=False)

    def settle(self, sweep: int, verdict: Verdict) -> Evidence:
        """See `Store.settle`."""
        with self.db.writing():
            number, before, known = self._known(verdict.url)
            self.db.execute("UPDATE probes SET counts = 1 WHERE address = ? AND sweep = ?", (number, sweep))
            return self._advance(number, sweep, verdict, before, known)

    def standing(self, url: str) -> Evidence:
        """See `Store.standing`."""
        with self.db.reading():
            row = self.db.execute(f"SELECT {_COLUMNS} FROM addresses WHERE url = ?", (url,)).fetchone()
            return NO_EVIDENCE if row is None else evidence_in(row[: len(EVIDENCE)])

    def _known(self, url: str) -> tuple[int, Evidence, Known]:
        row = self.db.execute(f"SELECT id, {_COLUMNS} FROM addresses WHERE url = ?", (url,)).fetchone()
        if row is None:  # an address that nobody registered: the verdict is kept all the same
            made = self.db.execute(
                "INSERT INTO addresses (url, host, domain, due_at) VALUES (?, '', ?, 0) RETURNING id",
                (url, Numbers(self.db)(domain_of(url))),
            )
            return int(made.fetchone()[0]), NO_EVIDENCE, Known()
        split = 1 + len(EVIDENCE)
        return row[0], evidence_in(row[1:split]), known_in(row[split:])

    def _probe(self, number: int, sweep: int, verdict: Verdict, *, counts: bool) -> None:
        self.db.execute(
            "INSERT INTO probes"
            " (address, sweep, checked_at, state, reason, status, location, requests, seconds, detail, counts)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(number, sweep, verdict.checked_at, verdict.state, verdict.reason, verdict.status),
                *(tidy(verdict.location), verdict.requests, verdict.seconds, tidy(verdict.detail, 300), int(counts)),
            ),
        )

    def _advance(self, number: int, sweep: int, verdict: Verdict, before: Evidence, known: Known) -> Evidence:
        after = advance(before, verdict)
        last = (verdict.status, tidy(verdict.location), tidy(verdict.detail, 300))
        values = (*evidence_out(after), *learnt_out(known, verdict), *last, number)
        self.db.execute(f"UPDATE addresses SET {_UPDATE}, leased_until = 0 WHERE id = ?", values)
        self.db.execute(_SOONER, (after.due_at, number, after.due_at))
        if after.state != before.state:
            self.db.execute(
                "INSERT INTO changes (address, sweep, at, before_state, after_state, reason) VALUES (?, ?, ?, ?, ?, ?)",
                (number, sweep, after.checked_at, before.state, after.state, after.reason),
            )
        self.db.executemany(
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


def learnt_out(known: Known, verdict: Verdict) -> tuple[str, ...]:
    """What is known after a verdict, as columns."""
    after = learnt(known, verdict)
    return tuple(tidy(getattr(after, name), 1000) for name in KNOWN)
