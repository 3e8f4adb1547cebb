"""A store that is far away: nobody who asks hosts waits for it, and it may go away for a while.

What is to be written waits in memory and is written by a thread, all that has come meanwhile in one transaction; when the store
is away, it is tried again until it is back. A transaction of which nobody knows whether it took place is repeated, and what it
has already written is left as it is. As many verdicts wait as addresses were taken, at most: no more are handed out meanwhile.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias, TypeVar

from notelint.web.evidence import Evidence
from notelint.web.places import Linked, Place
from notelint.web.store import Entry, History, LostError, Share, StoreError
from notelint.web.store.record import Given
from notelint.web.store.sql import SqlStore
from notelint.web.verdict import Verdict

T = TypeVar("T")


class Recording(NamedTuple):
    """A verdict to be kept: most of what there is to write."""

    given: Given


class Asking(NamedTuple):
    """An address that is being asked since some time."""

    given: tuple[str, float]


Job: TypeAlias = Recording | Asking | Callable[[SqlStore], object]

PATIENCE = 600.0
"""Seconds for which a store may be away."""
PAUSE, LONGEST_PAUSE = 0.1, 5.0
"""Seconds between two attempts to reach it: twice as long each time."""
_AT_ONCE = 200
"""How many jobs are done in one transaction at most."""


class PatientStore:
    """See `notelint.web.store.Store`. `connect` makes the store anew; the first time it must succeed."""

    is_remote = True

    def __init__(self, connect: Callable[[], SqlStore], patience: float = PATIENCE) -> None:
        self._connect, self._patience = connect, patience
        self._store: SqlStore | None = connect()
        self._jobs: deque[Job] = deque()
        self._using = threading.Lock()
        self._news = threading.Condition()
        self._noted = self._written = 0
        self._error: StoreError | None = None
        self._is_closed = False
        self._writer = threading.Thread(target=self._write, name="notelint-store", daemon=True)
        self._writer.start()

    # -- how it is reached

    def _patiently(self, work: Callable[[SqlStore], T]) -> T:
        """Do something, as often as it takes until the store does not go away meanwhile."""
        until, pause = time.monotonic() + self._patience, PAUSE
        while True:
            try:
                with self._using:
                    return self._attempt(work)
            except LostError:
                if time.monotonic() + pause > until:
                    raise
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _attempt(self, work: Callable[[SqlStore], T]) -> T:
        if self._store is None:
            self._store = self._connect()
        try:
            return work(self._store)
        except LostError:
            self._store.close()
            self._store = None
            raise

    def _later(self, job: Job) -> None:
        """Have something done behind all that waits. Raises StoreError when an earlier one could not be done."""
        with self._news:
            if self._error:
                raise self._error
            self._jobs.append(job)
            self._noted += 1
            self._news.notify_all()

    def _write(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._jobs or self._is_closed)
                if not self._jobs:
                    return
                jobs = [self._jobs[place] for place in range(min(len(self._jobs), _AT_ONCE))]
            try:
                self._patiently(lambda store, jobs=jobs: _together(store, jobs))  # type: ignore[misc]  # a type for `jobs` has no place here
            except Exception as error:  # whatever it is, those who wait must hear of it
                self._fail(error)
                return
            with self._news:
                for _ in jobs:
                    self._jobs.popleft()
                self._written += len(jobs)
                self._news.notify_all()

    def _fail(self, error: Exception) -> None:
        """Nothing more can be written."""
        with self._news:
            said = str(error) if isinstance(error, StoreError) else f"The store stumbled over {type(error).__name__}: {error}."
            verdicts = sum(isinstance(job, Recording) for job in self._jobs)
            lost = f" {verdicts:,} verdicts could not be written; their addresses will be asked again." if verdicts else ""
            self._error = (LostError if isinstance(error, LostError) else StoreError)(said + lost)
            self._news.notify_all()

    def _now(self, work: Callable[[SqlStore], T]) -> T:
        """Do something behind all that waits."""
        self.flush()
        return self._patiently(work)

    def flush(self) -> None:
        """Wait until all is written that has been noted. Raises StoreError when it could not be."""
        with self._news:
            noted = self._noted
            self._news.wait_for(lambda: self._written >= noted or self._error)
            if self._error:
                raise self._error

    # -- what is written in time

    def record(self, sweep: int, verdict: Verdict) -> None:
        """See `Store.record`."""
        self._later(Recording((sweep, verdict)))

    def hold(self, sweep: int, verdict: Verdict) -> None:
        """See `Store.hold`."""
        self._later(lambda store: store.hold(sweep, verdict))

    def settle(self, sweep: int, verdict: Verdict) -> None:
        """See `Store.settle`."""
        self._later(lambda store: store.settle(sweep, verdict))

    def asking(self, url: str, now: float) -> bool:
        """See `Store.asking`. True: who asks has leased the domain."""
        self._later(Asking((url, now)))
        return True

    def unasked(self, urls: Iterable[str]) -> None:
        """See `Store.unasked`."""
        given = list(urls)
        self._later(lambda store: store.unasked(given))

    def release(self, vault: str, worker: str, domains: Collection[int], now: float, until: float = 0.0) -> None:
        """See `Store.release`."""
        given = list(domains)
        self._later(lambda store: store.release(vault, worker, given, now, until))

    # -- what is asked at once

    def extend(self, worker: str, domains: Collection[int], now: float, seconds: float) -> set[int]:
        """See `Store.extend`."""
        return self._patiently(lambda store: store.extend(worker, domains, now, seconds))

    def spend(self, name: str, wanted: int, now: float, rate: float, burst: float) -> int:
        """See `Store.spend`."""
        return self._patiently(lambda store: store.spend(name, wanted, now, rate, burst))

    def holders(self, now: float) -> set[str]:
        """See `Store.holders`."""
        return self._patiently(lambda store: store.holders(now))

    def end(self, worker: str) -> None:
        """See `Store.end`."""
        self._patiently(lambda store: store.end(worker))

    # -- what is asked behind all that is written

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
        return self._now(lambda store: store.lease(vault, worker, now, seconds, limit, only, due))

    def more(self, vault: str, share: Share, now: float, limit: int, due: float | None = None) -> Share:
        """See `Store.more`."""
        return self._now(lambda store: store.more(vault, share, now, limit, due))

    def renew(self, vault: str, links: Iterable[Linked], now: float) -> None:
        """See `Store.renew`."""
        given = list(links)
        self._now(lambda store: store.renew(vault, given, now))

    def begin(self, vault: str, now: float) -> int:
        """See `Store.begin`."""
        return self._now(lambda store: store.begin(vault, now))

    def due(self, vault: str, now: float, chosen: Collection[str] | None = None) -> int:
        """See `Store.due`."""
        return self._now(lambda store: store.due(vault, now, chosen))

    def standing(self, url: str) -> Evidence:
        """See `Store.standing`."""
        return self._now(lambda store: store.standing(url))

    def entries(self, vault: str) -> Iterator[Entry]:
        """See `Store.entries`. LostError when the store goes away while they are read."""
        return self._now(lambda store: store.entries(vault))

    def history(self, url: str, *, latest: int = 20) -> History | None:
        """See `Store.history`."""
        return self._now(lambda store: store.history(url, latest=latest))

    def undated(self, vault: str) -> Iterator[tuple[str, Place]]:
        """See `Store.undated`."""
        return self._now(lambda store: store.undated(vault))

    def date(self, vault: str, days: Mapping[str, float]) -> None:
        """See `Store.date`."""
        self._now(lambda store: store.date(vault, days))

    def select(self, query: str, *values: Any) -> Iterator[Sequence[Any]]:
        """See `Store.select`."""
        return self._now(lambda store: store.select(query, *values))

    def mark(self) -> int:
        """See `Store.mark`."""
        return self._now(lambda store: store.mark())

    def finish(self, sweep: int, now: float, mark: int) -> None:
        """See `Store.finish`."""
        self._now(lambda store: store.finish(sweep, now, mark))

    def close(self) -> None:
        """See `Store.close`. Before, all is written that waits; raises StoreError when that cannot be."""
        try:
            self.flush()
        finally:
            with self._news:
                self._is_closed = True
                self._news.notify_all()
            if self._store is not None:
                self._store.close()


def _together(store: SqlStore, jobs: Sequence[Job]) -> None:
    """Do jobs in one transaction. Verdicts depend on nothing that is noted before them but that their address is asked."""
    verdicts = [job.given for job in jobs if isinstance(job, Recording)]
    judged = {verdict.url for _, verdict in verdicts}
    with store.db.writing():
        store.asking_all(job.given for job in jobs if isinstance(job, Asking) and job.given[0] not in judged)
        if verdicts:
            store.record_all(verdicts)
        for job in jobs:
            if not isinstance(job, Recording | Asking):
                job(store)
