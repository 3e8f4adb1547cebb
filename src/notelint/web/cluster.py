"""A sweep by many workers: the driver, which hands out turns and knows when all is done. It knows no dask.

The store is the truth. A turn is told little more than which sweep it belongs to: it leases from the store what is due, asks
it, and writes each verdict there as it comes. So a turn that dies with its worker leaves nothing behind but leases that run
out, any other turn goes on with the rest, and what the sweep came to is read from the store.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from time import sleep
from typing import NamedTuple, Protocol, TypeAlias

from notelint.errors import NotelintError
from notelint.web.offline import OfflineError
from notelint.web.recorded import unreached
from notelint.web.store import SECONDS, Store, StoreError
from notelint.web.verdict import Verdict
from notelint.web.worker import is_gone, is_of

STEP = 0.2
"""Seconds for which the driver waits for the end of a turn before it looks around."""
_LOOK = 2.0
"""Seconds between two looks into the store."""
_REST = 5.0
"""Seconds after which workers that found nothing to do try again: leases of others may have run out."""
_HUNG = SECONDS / 2
"""Seconds for which turns may be open without holding anything in the store, before they are given up."""
_LEAVING = 10.0
"""Seconds within which turns that are withdrawn must have given back what they hold."""
_LONELY = 300.0
"""Seconds for which the driver waits for workers to come, or for a store to come back."""


class ClusterError(NotelintError):
    """A cluster cannot be reached or used."""


class Done(NamedTuple):
    """How a turn ended, and on which machine.

    `held` are verdicts on addresses of a turn in which nobody at all was heard; they are no evidence yet. `error` is a sentence
    that says why it could not go on, and `may_pass` whether another turn there may do better. One that `is_full` left some.
    """

    machine: str
    held: tuple[Verdict, ...] = ()
    is_spent: bool = False
    error: str = ""
    may_pass: bool = True
    is_full: bool = False


Ended: TypeAlias = Done | None
"""The end of a turn; None when its workers died, and it was started again too often."""


class Crew(Protocol):
    """Workers, and who places turns on them and starts them again elsewhere when a worker dies. Raises ClusterError."""

    def workers(self) -> dict[str, str]:
        """The workers that are there now, each with its machine."""

    def give(self, workers: Sequence[str], heard: Sequence[str]) -> None:
        """Have one of these workers take a turn; `heard` are the machines where somebody was heard in this sweep."""

    def ended(self, seconds: float) -> list[Ended]:
        """The turns that have ended, waiting for one at most so long."""

    def heard(self) -> set[str]:
        """The machines where somebody was heard in this sweep."""

    def withdraw(self) -> None:
        """Have all turns end now: they ask nothing more and give back what they hold."""


class Shared(NamedTuple):
    """What the driver knows of a sweep: its number, and what counts the addresses that are due and in no one's hands."""

    number: int
    due: Callable[[], int]


class Driver:
    """Hands out turns of one sweep to a crew until nothing is left to do.

    `now` gives the time, in seconds since 1970; from `end` on no turn is given.
    """

    def __init__(self, crew: Crew, store: Store, sweep: Shared, now: Callable[[], float], end: float = float("inf")) -> None:
        self._crew, self._store, self._sweep, self._now, self._end = crew, store, sweep, now, end
        self._open = 0
        self._is_spent = self._is_begun = self._is_over = self._is_fruitless = False
        self._doubtful: dict[str, list[Verdict]] = {}
        self._failed: dict[str, str] = {}
        self._rest_until = self._look_at = 0.0
        self._seen = self._holding = self._well = self._looked = now()
        self._left = -1

    def run(self, tick: Callable[[], None] = lambda: None) -> None:
        """Hand out turns until all is done; `tick` is called now and then.

        Raises OfflineError when no worker reached anybody, ClusterError when there is none or none can go on, and StoreError.
        """
        try:
            while not self._is_over:
                self._hand_out()
                for end in self._crew.ended(STEP):
                    self._note(end)
                self._settle()
                if not self._open or self._now() >= self._look_at:
                    self._look()
                    tick()
        finally:
            self._crew.withdraw()
            self._wait_for_leases()
        self._give_up_doubtful()

    def _hand_out(self) -> None:
        """As many turns as there are workers that can be used."""
        workers = self._crew.workers()
        now = self._now()
        if workers:
            self._seen = now
        else:
            self._holding = now  # turns wait for a worker, which is not the same as being stuck
        if now - self._seen > _LONELY:
            raise ClusterError(f"No worker has been there for {_LONELY / 60:.0f} minutes; what was asked until then is kept.")
        usable = [name for name, machine in workers.items() if machine not in self._doubtful and machine not in self._failed]
        if workers and not usable and not self._open and self._failed:
            raise ClusterError(next(iter(self._failed.values())))
        if self._is_spent or now >= self._end or now < self._rest_until:
            return
        for _ in range(self._open, len(usable)):
            self._crew.give(usable, sorted(self._crew.heard()))
            self._open += 1
            self._is_begun = True

    def _note(self, end: Ended) -> None:
        """Learn from the end of a turn."""
        self._open -= 1
        if end is None or not end.is_full:
            self._rest_until = self._now() + _REST
        self._is_fruitless = end is not None and not end.error
        if end is None:
            return
        self._is_spent = self._is_spent or end.is_spent
        if end.held:
            self._doubtful.setdefault(end.machine, []).extend(end.held)
        if not end.error:
            self._well = self._now()
        elif not end.may_pass or self._now() - self._well > _LONELY:
            self._failed[end.machine] = end.error

    def _settle(self) -> None:
        """Where somebody was heard after all, what failed did fail."""
        for machine in self._crew.heard() & self._doubtful.keys():
            for verdict in self._doubtful.pop(machine):
                self._store.settle(self._sweep.number, verdict)

    def _look(self) -> None:
        """See in the store how things stand. It may be away for a while."""
        self._look_at = self._now() + _LOOK
        try:
            self._consider(self._now())
        except StoreError:
            if self._now() - self._looked > _LONELY:
                raise
        else:
            self._looked = self._now()

    def _consider(self, now: float) -> None:
        """Whether all is done, by what the store holds."""
        if self._is_held(self._store.holders(now)):
            self._holding = now
        elif self._open and now - self._holding > _HUNG:
            self._crew.withdraw()
            self._open, self._holding = 0, now
        elif not self._open and (self._is_spent or now >= self._end):
            self._is_over = True
        elif not self._open and self._is_begun:
            self._is_over = not self._has_more()
            self._is_begun = False  # to be answered again when another round is over

    def _wait_for_leases(self) -> None:
        """Turns that were open when all was over give back what they hold."""
        until = self._now() + _LEAVING
        with suppress(StoreError):
            while self._open and self._now() < until and self._is_held(self._store.holders(self._now())):
                sleep(STEP)

    def _is_held(self, holders: Iterable[str]) -> bool:
        """Whether a living turn of ours is among them."""
        return any(is_of(holder, self._sweep.number) and not is_gone(holder) for holder in holders)

    def _has_more(self) -> bool:
        """Whether another round of turns may find something: where none failed and nothing came of the last, none does."""
        before, self._left = self._left, self._sweep.due()
        if self._doubtful and self._crew.heard():
            self._give_up_doubtful()
            return True
        return self._left > 0 and not (self._is_fruitless and self._left == before)

    def _give_up_doubtful(self) -> None:
        """What machines failed to reach from which nobody was heard at all: others may have it.

        Where there are no others, that is news of the addresses when they failed before, else of the way to them.
        """
        self._settle()
        held = [verdict for verdicts in self._doubtful.values() for verdict in verdicts]
        machines = list(self._doubtful)
        self._doubtful.clear()
        fresh = unreached(self._store, held)
        if not held:
            return
        if len(fresh) < 2 and not self._crew.heard():
            for verdict in held:
                self._store.settle(self._sweep.number, verdict)
            return
        self._store.unasked(verdict.url for verdict in held)
        if not self._crew.heard():
            raise OfflineError(
                f"None of the {len(fresh):,} hosts asked could be reached: the workers seem offline, so nothing of it counts."
            )
        for machine in machines:
            self._failed[machine] = f"The worker on {machine} reaches nobody."
