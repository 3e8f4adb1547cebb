"""A sweep with a memory: what is due is asked within a budget, and every verdict is kept as it comes."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator, Callable, Collection, Sequence
from itertools import islice
from typing import NamedTuple, Protocol

from notelint.errors import NotelintError
from notelint.web.address import parse
from notelint.web.store import Store, Task
from notelint.web.verdict import State, Verdict

PORTION = 16
"""How many addresses are taken from the store at once: few, since those that were taken and never asked rest for an hour."""
WINDOW = 1024
"""How many addresses may be taken and not judged yet: enough for slow hosts not to hold up the others."""
GRACE = 30.0
"""Seconds for answers to come in when the time is over."""

_UNREACHED = frozenset({"no-such-host", "name-trouble", "refused", "unreachable", "connect-timeout", "host-silent"})
_UNTOLD = _UNREACHED | {"deadline", "crashed", "invalid-address", "forbidden-address"}
"""What can be said of an address without having heard from anyone."""
_COST = 2.0
"""Requests that an address takes, as long as too few were asked to tell: one for itself, others for hops and robots.txt."""


class Asker(Protocol):
    """Asks addresses, each at its host's own pace, and tells each verdict as it comes: `sweep.Sweep`."""

    @property
    def requests(self) -> int:
        """The requests sent so far, whatever they were for."""

    def verdicts(self, addresses: AsyncIterable[Task], /) -> AsyncIterator[tuple[str, Verdict]]:
        """The addresses with their verdicts, in the order in which they come. It may be closed at any moment."""


class OfflineError(NotelintError):
    """Nothing could be reached, so nothing was learnt about any address."""


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


class Sweep:
    """One sweep over a vault whose addresses the store knows. `now` gives the time, in seconds since 1970."""

    def __init__(self, store: Store, vault: str, now: Callable[[], float], budget: Budget = UNLIMITED) -> None:
        self.number = store.begin(vault, now())
        self._store = store
        self._vault = vault
        self._now = now
        self._budget = budget
        self._end = None if budget.seconds is None else now() + budget.seconds
        self._open = self._asked = self._requests = self._left = 0
        self._states: Counter[State] = Counter()
        self._held: list[Verdict] | None = []
        self._judged = asyncio.Event()

    async def run(
        self, asker: Asker, chosen: Collection[str] | None = None, told: Callable[[Outcome], None] | None = None
    ) -> Outcome:
        """Ask what is due of the vault, or of the chosen addresses; `told` hears how far it is after each verdict.

        Raises OfflineError when nothing could be reached, StoreError when the store fails; what was kept before stays.
        """
        due = self._store.due(self._vault, self._now(), chosen)
        self._left = len(due)
        verdicts = asker.verdicts(self._tasks(due))
        try:
            while (one := await self._next(verdicts)) is not None:
                self._requests = max(asker.requests, self._requests + one.requests)
                self._keep(one)
                if told:
                    told(self.outcome())
        finally:
            close = getattr(verdicts, "aclose", None)
            if close:
                await close()
        self._release_held()
        return self.outcome()

    def outcome(self) -> Outcome:
        """How far the sweep is."""
        return Outcome(self._asked, self._requests, self._states, self._left)

    async def _next(self, verdicts: AsyncIterator[tuple[str, Verdict]]) -> Verdict | None:
        """The next verdict; None when there is none, or no more time to wait for it."""
        seconds = None if self._end is None else max(self._end + GRACE - self._now(), 0)
        try:
            async with asyncio.timeout(seconds):
                return (await anext(verdicts))[1]
        except (StopAsyncIteration, TimeoutError):
            return None

    async def _tasks(self, due: Sequence[int]) -> AsyncIterator[Task]:
        """The addresses to ask, taken from the store only as there is room for them, as long as the budget lasts."""
        numbers = iter(due)
        while not self._is_spent():
            if not self._room():
                self._judged.clear()
                await self._judged.wait()
                continue
            portion = list(islice(numbers, min(PORTION, self._room())))
            if not portion:
                return
            tasks = self._store.lease(portion, self._now())
            self._left -= len(portion) - len(tasks)
            for place, task in enumerate(tasks):
                if self._is_spent():
                    self._store.release(one.url for one in tasks[place:])
                    return
                self._open += 1
                yield task

    def _room(self) -> int:
        """How many addresses more may be taken: as many as the requests that are left will do for, going by those so far."""
        room = WINDOW - self._open
        if self._budget.requests is not None:
            cost = self._requests / self._asked if self._asked > PORTION else _COST
            room = min(room, int((self._budget.requests - self._requests) / max(cost, 1)) - self._open)
        return room if self._open else max(room, 1)

    def _is_spent(self) -> bool:
        if self._budget.requests is not None and self._requests >= self._budget.requests:
            return True
        return self._end is not None and self._now() >= self._end

    # -- what comes in

    def _keep(self, verdict: Verdict) -> None:
        self._asked += 1
        self._open -= 1
        self._left -= 1
        self._judged.set()
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
        fresh = {_host(one.url) for one in held if one.reason in _UNREACHED and not self._store.standing(one.url).streak}
        if len(fresh) < 2:
            self._settle()
            return
        self._store.release(one.url for one in held)
        raise OfflineError(
            f"None of the {len(fresh):,} hosts asked could be reached: this machine seems offline, so nothing of it counts."
        )


def _host(url: str) -> str:
    address = parse(url)
    return address.host if address else url
