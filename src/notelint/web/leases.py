"""The domains that one sweep holds in a store: what of them is handed out to be asked, and when they are given back."""

from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TypeAlias, TypeVar

from notelint.web.background import in_thread
from notelint.web.evidence import DAY
from notelint.web.store import SECONDS, Share, Store, Task
from notelint.web.store.domains import domain_of, host_in, name_of
from notelint.web.worker import is_gone, worker_name

T = TypeVar("T")

Call: TypeAlias = Callable[[Callable[[], Any]], Awaitable[Any]]
"""Runs what may take a while: here and now, or where it holds up nobody."""

RATE, BURST = 20.0, 100.0
"""How fast a domain is asked that several workers share, requests per second and at once, all workers together: about what one
worker asks of one host that answers promptly (`Pace.per_host` at once).
"""
_OUT = 256
"""How many addresses of one domain may be handed out at most before others have their turn."""
_NAMES = 200
"""How many domains are named to the store at once."""
_LONGEST_HOLD = DAY
"""For how long a domain is left alone at most: one host of it may ask for years (`Retry-After`), and its others wait, too."""


class Held:
    """A domain that is ours: the last share of it, its addresses that wait, how many are out, and until when it is ours."""

    __slots__ = ("out", "share", "until", "waiting")

    def __init__(self, share: Share, until: float) -> None:
        self.share, self.until, self.out = share, until, 0
        self.waiting: deque[Task] = deque()

    @property
    def is_done(self) -> bool:
        """Whether nothing more is to be asked of it."""
        return not self.out and not self.waiting and self.share.behind is None


async def _at_once(work: Callable[[], T]) -> T:
    return work()


class Leases:
    """Leases of a vault (or of the chosen addresses in it) for one worker; `now` gives the time, in seconds since 1970.

    Each address is handed out once at most, and only if it was due when this was made.
    """

    def __init__(
        self,
        store: Store,
        vault: str,
        now: Callable[[], float],
        chosen: Collection[str] | None = None,
        worker: str = "",
    ) -> None:
        self.worker = worker or worker_name()
        self._store, self._vault, self._now, self._chosen = store, vault, now, chosen
        self._call: Call = in_thread if store.is_remote else _at_once
        self._held: dict[int, Held] = {}
        self._on_hold: dict[str, float] = {}
        self._of: dict[str, Held] = {}
        self._began = self._extended = now()
        self._seen: set[str] = set()
        self._names = _portions(chosen)
        self._only: Sequence[str] | None = next(self._names, None)
        self._is_all = self._only is None and chosen is not None

    @property
    def is_waiting(self) -> bool:
        """Whether there is more to hand out later: the budget of a domain lets no more be asked just now."""
        return any(held.waiting for held in self._held.values())

    def may_ask(self, url: str) -> bool:
        """Whether an address that was handed out is still ours."""
        held = self._of.get(url)
        return held is not None and held.until > self._now()

    def done(self, url: str) -> None:
        """An address that was handed out was asked, or will not be."""
        if held := self._of.pop(url, None):
            held.out -= 1

    async def take(self, room: int) -> list[Task]:
        """Addresses to be asked, at most so many."""
        await self._give_back()
        await self._refill(room)
        tasks = await self._handed_out(room)
        while len(tasks) < room and not self._is_all:
            await self._lease(room - len(tasks))
            await self._refill(room - len(tasks))
            tasks += await self._handed_out(room - len(tasks))
        return tasks

    async def again(self) -> bool:
        """Look once more for work when there is none: workers may have ended behind whom some is left."""
        gone = [holder for holder in await self._call(lambda: self._store.holders(self._now())) if is_gone(holder)]
        for worker in gone:
            await self._call(partial(self._store.end, worker))
        if gone:
            self._names = _portions(self._chosen)
            self._only, self._is_all = next(self._names, None), False
        return bool(gone)

    async def keep(self) -> None:
        """Extend all leases when it is time; called often."""
        now = self._now()
        if now - self._extended < SECONDS / 4 or not self._held:
            return
        self._extended = now
        kept = await self._call(lambda: self._store.extend(self.worker, list(self._held), now, SECONDS))
        for number, held in list(self._held.items()):
            if number in kept:
                held.until = now + SECONDS
            else:
                held.until = 0.0
                del self._held[number]

    def hold(self, host: str, until: float) -> None:
        """A host asks to be left alone until then: so do all who get its domain after us."""
        name = name_of(host_in(host))
        until = min(until, self._now() + _LONGEST_HOLD)
        self._on_hold[name] = max(until, self._on_hold.get(name, 0.0))

    def close(self) -> None:
        """Give everything back."""
        for until, numbers in self._by_hold(self._held):
            self._store.release(self._vault, self.worker, numbers, self._now(), until)
        self._held.clear()

    async def _lease(self, room: int) -> None:
        now = self._now()
        shares = await self._call(
            lambda: self._store.lease(self._vault, self.worker, now, SECONDS, room, self._only, self._began)
        )
        for share in shares:
            self._held[share.domain] = Held(share, now + SECONDS)
            self._got(self._held[share.domain], share)
        if not shares:
            self._only = next(self._names, None)
            self._is_all = self._only is None

    async def _refill(self, room: int) -> None:
        """Have more addresses of the domains of which all that came is handed out."""
        for held in list(self._held.values()):
            while not held.waiting and held.out < _OUT and held.share.behind is not None and room > 0:
                more = partial(self._store.more, self._vault, held.share, self._now(), room, self._began)
                self._got(held, await self._call(more))

    def _got(self, held: Held, share: Share) -> None:
        held.share = share
        held.waiting.extend(
            task for task in share.tasks if (self._chosen is None or task.url in self._chosen) and task.url not in self._seen
        )

    async def _handed_out(self, room: int) -> list[Task]:
        """Addresses of the domains that we hold, as far as their budgets go."""
        tasks: list[Task] = []
        for held in self._held.values():
            count = min(len(held.waiting), room - len(tasks))
            if held.share.is_slice and count > 0:
                count = await self._call(partial(self._store.spend, held.share.name, count, self._now(), RATE, BURST))
            for _ in range(count):
                task = held.waiting.popleft()
                held.out += 1
                self._of[task.url] = held
                self._seen.add(task.url)
                tasks.append(task)
        return tasks

    async def _give_back(self) -> None:
        """Release the domains with which we are done.

        Those of which only chosen addresses were wanted stay ours to the end, or they would be handed to us again.
        """
        done = [number for number, held in self._held.items() if held.is_done] if self._chosen is None else []
        for until, numbers in self._by_hold(done):
            await self._call(partial(self._store.release, self._vault, self.worker, numbers, self._now(), until))
            for number in numbers:
                del self._held[number]

    def _by_hold(self, domains: Iterable[int]) -> Sequence[tuple[float, Sequence[int]]]:
        """Domains that are ours by until when they want to be left alone, nought for those that do not."""
        now = self._now()
        domains_by_end: defaultdict[float, list[int]] = defaultdict(list)
        for number in domains:
            until = self._on_hold.get(self._held[number].share.name, 0.0)
            domains_by_end[until if until > now else 0.0].append(number)
        return list(domains_by_end.items())


def _portions(chosen: Collection[str] | None) -> Iterator[Sequence[str] | None]:
    """The domains of the chosen addresses, some at a time."""
    names = sorted({domain_of(url).name for url in chosen or ()})
    return iter([names[start : start + _NAMES] for start in range(0, len(names), _NAMES)])
