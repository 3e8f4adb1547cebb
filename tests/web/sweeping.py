"""What tests of sweeps share: a scripted web in place of the real one, and stores with something in them."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable
from pathlib import Path

from notelint.web.places import Linked, Place
from notelint.web.store import Store, Task, open_store
from notelint.web.verdict import Reason, State, Verdict

NOW = 1_700_000_000.0
VAULT = "notes"


def verdict(url: str, state: State = "alive", reason: Reason = "ok", at: float = NOW, status: int | None = 200) -> Verdict:
    return Verdict(url, state, reason, status, requests=1, seconds=0.25, checked_at=at)


def link(url: str, *places: Place) -> Linked:
    return Linked(url, url.split("/")[2], places or (Place("a.md", 1),))


def urls(count: int) -> list[str]:
    return [f"https://host{number % 7}.org/{number}" for number in range(count)]


def store_of(place: Path, count: int = 0, now: float = NOW) -> Store:
    """A store that knows so many addresses."""
    store = open_store(place)
    store.renew(VAULT, [link(url) for url in urls(count)], now)
    return store


class Scripted:
    """What answers addresses one after the other, in no time."""

    def __init__(self, answer: Callable[[Task], Verdict], seen: list[Task] | None = None) -> None:
        self.requests = 0
        self._answer = answer
        self.seen: list[Task] = [] if seen is None else seen

    async def verdicts(self, addresses: AsyncIterable[Task], /) -> AsyncIterator[tuple[str, Verdict]]:
        async for task in addresses:
            self.seen.append(task)
            verdict = self._answer(task)
            self.requests += verdict.requests
            yield task.url, verdict


class Concurrent(Scripted):
    """What takes all addresses that it can get before it answers, as the real one does."""

    most = 0

    async def verdicts(self, addresses: AsyncIterable[Task], /) -> AsyncIterator[tuple[str, Verdict]]:
        taken: asyncio.Queue[Task | None] = asyncio.Queue()

        async def take() -> None:
            async for task in addresses:
                taken.put_nowait(task)
                self.most = max(self.most, taken.qsize())
            taken.put_nowait(None)

        taking = asyncio.ensure_future(take())
        try:
            await asyncio.sleep(0)
            while (task := await taken.get()) is not None:
                self.seen.append(task)
                verdict = self._answer(task)
                self.requests += verdict.requests
                yield task.url, verdict
        finally:
            taking.cancel()
