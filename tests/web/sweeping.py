"""What tests of sweeps share: a scripted web in place of the real one, and stores with something in them."""

import asyncio
from collections.abc import AsyncIterable, Callable
from pathlib import Path

from notelint.web.asking import Ended, Means
from notelint.web.places import Linked, Place
from notelint.web.policy import Policy
from notelint.web.store import Store, Task
from notelint.web.store.open import open_store
from notelint.web.sweep import Limits, Progress
from notelint.web.verdict import Reason, State, Verdict

NOW = 1_700_000_000.0
VAULT = "notes"


def verdict(url: str, state: State = "alive", reason: Reason = "ok", at: float = NOW, status: int | None = 200) -> Verdict:
    return Verdict(url, state, reason, status, requests=1, seconds=0.25, checked_at=at)


def link(url: str, *places: Place) -> Linked:
    return Linked(url, url.split("/")[2], places or (Place("a.md", 1),))


def urls(count: int) -> list[str]:
    return [f"https://host{number % 7}.org/{number}" for number in range(count)]


def store_of(place: Path | str, count: int = 0, now: float = NOW) -> Store:
    """A store that knows so many addresses."""
    store = open_store(place)
    store.renew(VAULT, [link(url) for url in urls(count)], now)
    return store


class Scripted:
    """Answers in place of the web, in no time: takes what it can get, then answers one by one until a limit is reached."""

    def __init__(self, answer: Callable[[Task], Verdict], behind: Callable[[], object] = lambda: None) -> None:
        self.answer = answer
        self.behind = behind  # called behind each answer
        self.seen: list[Task] = []
        self.policies: list[Policy] = []
        self.most = 0  # how many were taken and not answered, at most

    def __call__(
        self,
        addresses: AsyncIterable[Task],
        policy: Policy,
        tell: Callable[[str, Verdict], None],
        *,
        means: Means,
        tick: Callable[[Progress], None] | None,
    ) -> Ended:
        assert means.asks_robots
        self.policies.append(policy)
        requests = asyncio.run(self._run(addresses, means, tell, tick or (lambda progress: None)))
        return Ended(False, Progress(0, 0, 0, requests, ()))  # noqa: FBT003 - as the real one does

    async def _run(
        self,
        addresses: AsyncIterable[Task],
        means: Means,
        tell: Callable[[str, Verdict], None],
        tick: Callable[[Progress], None],
    ) -> int:
        limits = means.limits or Limits()
        taken: asyncio.Queue[Task | None] = asyncio.Queue()
        taking = asyncio.ensure_future(self._take(addresses, taken))
        requests = 0
        while True:
            for _ in range(3):  # turns for the other
                await asyncio.sleep(0)
            tick(Progress(0, 0, 0, requests, ()))
            task = await taken.get()
            if task is None:
                break
            if requests >= limits.requests or limits.seconds <= 0:
                continue
            verdict = self._answer(task, means)
            requests += verdict.requests
            tell(task.url, verdict)
            if self.seen and self.seen[-1] is task:
                self.behind()
        await taking
        return requests

    def _answer(self, task: Task, means: Means) -> Verdict:
        """The verdict on an address whose conversation wants to say something; else what that came to without."""
        assert means.converse
        try:
            talk = means.converse(task.url, self.policies[-1], fragments=task.fragments, known=task.known, absent=None)
            next(talk)
            talk.close()
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]  # that of a generator is
        self.seen.append(task)
        return self.answer(task)

    async def _take(self, addresses: AsyncIterable[Task], taken: "asyncio.Queue[Task | None]") -> None:
        async for task in addresses:
            taken.put_nowait(task)
            self.most = max(self.most, taken.qsize())
        taken.put_nowait(None)
