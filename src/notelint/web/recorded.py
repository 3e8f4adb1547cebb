"""A sweep with a memory: what is due is asked within a budget, and every verdict is kept as it comes."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator, Callable, Collection, Generator, Iterable, MutableMapping, Sequence
from contextlib import suppress
from typing import NamedTuple, Protocol

from notelint.web.address import parse
from notelint.web.asking import Ended, Means
from notelint.web.check import check
from notelint.web.check.absent import Absent
from notelint.web.leases import Leases
from notelint.web.messages import Reply, Request
from notelint.web.offline import OfflineError
from notelint.web.policy import Policy
from notelint.web.store import Store, Task
from notelint.web.sweep import Limits, Progress
from notelint.web.verdict import Known, State, Verdict

PORTION = 16
"""How many addresses are taken from the store at once."""
_PAUSE = 0.1
"""Seconds to wait when only the budget of a domain keeps addresses back."""
WINDOW = 1024
"""How many addresses may wait to be asked or judged: enough for slow hosts not to hold up the others."""

_UNREACHED = frozenset({"no-such-host", "name-trouble", "refused", "unreachable", "connect-timeout", "host-silent"})
_UNTOLD = _UNREACHED | {"deadline", "crashed", "invalid-address", "forbidden-address"}
"""What can be said of an address without having heard from anyone."""


class Ask(Protocol):
    """Asks addresses, each at its host's own pace, and tells each verdict as it comes: `asking.ask`."""

    def __call__(
        self,
        addresses: AsyncIterable[Task],
        policy: Policy,
        tell: Callable[[str, Verdict], None],
        *,
        means: Means,
        tick: Callable[[Progress], None] | None,
    ) -> Ended:
        """Take addresses as they come, until the limits in `means` are reached; end what is under way."""


class Budget(NamedTuple):
    """How much a sweep may ask: requests and seconds, None for as much as is due."""

    requests: int | None = None
    seconds: float | None = None


UNLIMITED = Budget()


class Outcome(NamedTuple):
    """What a sweep did: addresses asked, requests sent, verdicts by state, and how many due addresses the budget left."""

    asked: int
    requests: int
    states: Counter[State]
    left: int


class RecordedSweep:
    """One sweep over a vault whose addresses the store knows. `now` gives the time, in seconds since 1970."""

    def __init__(
        self, store: Store, vault: str, now: Callable[[], float], budget: Budget = UNLIMITED, number: int | None = None
    ) -> None:
        """With a `number`, it is part of a sweep that was begun before."""
        self.number = store.begin(vault, now()) if number is None else number
        self._store = store
        self._vault = vault
        self._now = now
        self._budget = budget
        self._end = float("inf") if budget.seconds is None else now() + budget.seconds
        self._asked = self._counted = self._sent = self._left = 0
        self._open: set[str] = set()
        self._elsewhere: set[str] = set()
        self._taken: set[str] = set()
        self._window = WINDOW
        self._states: Counter[State] = Counter()
        self._held: list[Verdict] | None = []
        self._news = asyncio.Event()

    def run(
        self,
        ask: Ask,
        policy: Policy,
        means: Means,
        chosen: Collection[str] | None = None,
        told: Callable[[Outcome, Sequence[str]], None] | None = None,
    ) -> Outcome:
        """Ask what is due of the vault, or of the chosen addresses; `told` hears how far it is, and which hosts are slow.

        Raises OfflineError when nothing could be reached, StoreError when the store fails; what was kept before stays.
        """
        self._left = self._due(chosen) if told else 0
        self._leases = self._leased(chosen)

        def tick(progress: Progress) -> None:
            self._sent = progress.requests
            self._news.set()
            if told:
                told(self.outcome(), progress.slow_hosts)

        means = means._replace(limits=self._limits(), asks_robots=True)
        means = means._replace(converse=self._converse, take=self._take, hold=self._leases.hold)
        try:
            self._sent = ask(self._tasks(), policy, self._keep, means=means, tick=tick).progress.requests
            self._store.unasked(self._taken)  # for which there was no time left
            self._release_held()
        finally:
            self._leases.close()
        self._left = self._due(chosen)
        return self.outcome()

    def outcome(self) -> Outcome:
        """How far the sweep is."""
        return Outcome(self._asked, self._requests, self._states, self._left)

    def _due(self, chosen: Collection[str] | None) -> int:
        return self._store.due(self._vault, self._now(), chosen)

    def _leased(self, chosen: Collection[str] | None) -> Leases:
        return Leases(self._store, self._vault, self._now, chosen)

    def _limits(self) -> Limits:
        return Limits(self._requests_left(), self._end - self._now())

    @property
    def _requests(self) -> int:
        """The requests sent: what is under way and what was asked of robots.txt has no verdict that counts it."""
        return max(self._counted, self._sent)

    async def _tasks(self) -> AsyncIterator[Task]:
        """The addresses to ask, taken from the store only as there is room for them, as long as the budget lasts.

        It goes on until all have their verdicts, for as long as that the leases must be kept.
        """
        while not self._is_spent():
            await self._leases.keep()
            tasks = await self._leases.take(self._room())
            self._open.update(task.url for task in tasks)
            for task in tasks:
                yield task
            if tasks:
                continue
            if not self._open and not self._leases.is_waiting and not await self._leases.again():
                return
            await self._wait()

    def _room(self) -> int:
        """How many addresses may be taken now."""
        room = min(PORTION, self._requests_left() - len(self._open))
        return int(room) if len(self._open) + PORTION <= self._window else 0

    async def _wait(self) -> None:
        """Wait until something has happened, or some time has passed."""
        self._news.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), _PAUSE if self._leases.is_waiting else None)

    def _converse(
        self,
        url: str,
        policy: Policy,
        *,
        fragments: Sequence[str],
        known: Known,
        absent: MutableMapping[str, Absent] | None,
    ) -> Generator[Request, Reply, Verdict]:
        """Take an address now that it is going to be asked; not before, or a killed sweep would hold what it never asked."""
        if url in self._taken or (self._leases.may_ask(url) and self._store.asking(url, self._now())):
            self._taken.discard(url)
            return check(url, policy, fragments=fragments, known=known, absent=absent)
        self._elsewhere.add(url)
        return _nothing(url)

    def _take(self, url: str) -> bool:
        """Take an address that is asked in another way first: if that comes to nothing, it is ours still."""
        if is_mine := self._leases.may_ask(url) and self._store.asking(url, self._now()):
            self._taken.add(url)
        return is_mine

    def _requests_left(self) -> float:
        return float("inf") if self._budget.requests is None else self._budget.requests - self._requests

    def _is_spent(self) -> bool:
        return self._requests_left() <= 0 or self._now() >= self._end

    # -- what comes in

    def _keep(self, url: str, verdict: Verdict) -> None:
        self._open.discard(url)
        self._taken.discard(url)
        self._leases.done(url)
        self._left -= 1
        self._news.set()
        if url in self._elsewhere:
            return
        self._asked += 1
        self._counted += verdict.requests
        self._states[verdict.state] += 1
        if self._held is None:
            self._store.record(self.number, verdict)
        elif verdict.status is None and verdict.reason in _UNTOLD:
            self._store.hold(self.number, verdict)
            self._held.append(verdict)
        else:  # something answers: we are online, and what failed before did fail
            self._store.record(self.number, verdict)
            self._settle()

    def _settle(self) -> None:
        for verdict in self._held or ():
            self._store.settle(self.number, verdict)
        self._held = None

    def _release_held(self) -> None:
        """Nothing answered at all. That is news of the addresses when they failed before, else of the way to them."""
        held = self._held or []
        fresh = unreached(self._store, held)
        if len(fresh) < 2:
            self._settle()
            return
        self._store.unasked(verdict.url for verdict in held)
        raise OfflineError(
            f"None of the {len(fresh):,} hosts asked could be reached: this machine seems offline, so nothing of it counts."
        )


def unreached(store: Store, held: Iterable[Verdict]) -> set[str]:
    """The hosts that were not reached, though they did not fail before. Two of them, and nobody else: it is rather us."""
    return {_host(verdict.url) for verdict in held if verdict.reason in _UNREACHED and not store.standing(verdict.url).streak}


def _nothing(url: str) -> Generator[Request, Reply, Verdict]:
    """A conversation that another sweep has in our place."""
    yield from ()
    return Verdict(url, "unsure", "crashed", detail="another sweep asks it")


def _host(url: str) -> str:
    address = parse(url)
    return address.host if address else url
