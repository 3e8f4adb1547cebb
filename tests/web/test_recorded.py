"""Sweeps with a memory: only what is due, within a budget, every verdict kept as it comes."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from notelint.web.evidence import DAY, HOUR
from notelint.web.recorded import PORTION, WINDOW, Asker, Budget, OfflineError, Outcome, Sweep
from notelint.web.store import Store, StoreError, Task
from notelint.web.verdict import Verdict
from tests.web.sweeping import NOW, VAULT, Concurrent, Scripted, store_of, urls, verdict


def sweep(store: Store, ask: Asker, budget: Budget = Budget(), now: float = NOW) -> Outcome:  # noqa: B008 - frozen
    return asyncio.run(Sweep(store, VAULT, lambda: now, budget).run(ask))


def states(store: Store) -> list[str | None]:
    return [one.evidence.state for one in store.entries(VAULT)]


def unreached(task: Task) -> Verdict:
    return verdict(task.url, "dead", "no-such-host", status=None)


def test_everything_due_is_asked_once(tmp_path: Path) -> None:
    store, seen = store_of(tmp_path / "s", 50), list[Task]()
    ask = Scripted(lambda task: verdict(task.url), seen)
    assert sweep(store, ask)[:2] == (50, 50)
    assert sorted(task.url for task in seen) == sorted(urls(50))
    assert sweep(store, ask)[:2] == (0, 0)
    assert sweep(store, ask, now=NOW + 2 * DAY).asked == 50


@pytest.mark.parametrize("most", [0, 1, 7, PORTION, 45, 1000])
def test_the_budget_is_never_overdrawn_by_more_than_what_is_being_asked(tmp_path: Path, most: int) -> None:
    store, seen = store_of(tmp_path / "s", 50), list[Task]()
    outcome = sweep(store, Scripted(lambda task: verdict(task.url)._replace(requests=3), seen), Budget(requests=most))
    assert outcome.asked == len(seen) == min(-(-most // 3), 50)
    assert outcome.requests <= most + 2
    assert outcome.left == 50 - len(seen)
    rest = sweep(store, Scripted(lambda task: verdict(task.url)))
    assert rest.asked == 50 - len(seen), "what the budget left is asked by the next sweep, at once"


def test_many_in_flight_stay_within_the_budget(tmp_path: Path) -> None:
    asker = Concurrent(lambda task: verdict(task.url)._replace(requests=2))
    outcome = sweep(store_of(tmp_path / "s", 300), asker, Budget(requests=100))
    assert 90 <= outcome.requests <= 104
    assert asker.most > 30, "nothing was in flight together"


def test_no_more_are_taken_than_the_window_holds(tmp_path: Path) -> None:
    asker = Concurrent(lambda task: verdict(task.url))
    assert sweep(store_of(tmp_path / "s", WINDOW + 100), asker).asked == WINDOW + 100
    assert WINDOW - PORTION <= asker.most <= WINDOW


def test_no_time_no_requests(tmp_path: Path) -> None:
    assert sweep(store_of(tmp_path / "s", 5), Scripted(lambda task: verdict(task.url)), Budget(seconds=0)).asked == 0


class Stalling(Scripted):
    """What goes silent behind each answer."""

    def __init__(self, stall: Callable[[], Awaitable[object]]) -> None:
        super().__init__(lambda task: verdict(task.url))
        self._stall = stall
        self.is_closed = False

    async def verdicts(self, addresses: AsyncIterable[Task], /) -> AsyncIterator[tuple[str, Verdict]]:
        try:
            async for one in super().verdicts(addresses):
                yield one
                await self._stall()
        finally:
            self.is_closed = True


def test_when_the_time_is_over_nobody_waits_for_the_last(tmp_path: Path) -> None:
    store, asker = store_of(tmp_path / "s", 5), Stalling(asyncio.Event().wait)
    sweep = Sweep(store, VAULT, lambda: NOW + 1000 * len(asker.seen), Budget(seconds=60))
    outcome = asyncio.run(sweep.run(asker))
    assert (outcome.asked, asker.is_closed) == (1, True)
    assert states(store).count("alive") == 1


def test_each_verdict_is_kept_before_the_next_is_asked_for(tmp_path: Path) -> None:
    store, kept = store_of(tmp_path / "s", 30), list[int]()

    async def look() -> None:
        kept.append(states(store).count("alive"))

    assert sweep(store, Stalling(look)).asked == 30
    assert kept == list(range(1, 31))


def test_a_store_that_fails_ends_the_sweep_and_closes_what_asks(tmp_path: Path) -> None:
    store = store_of(tmp_path / "s", 5)

    async def fail() -> None:
        store.close()

    asker = Stalling(fail)
    with pytest.raises(StoreError, match="cannot be used"):
        sweep(store, asker)
    assert asker.is_closed


# -- offline


def test_when_nothing_can_be_reached_nothing_counts(tmp_path: Path) -> None:
    store = store_of(tmp_path / "s", 20)
    with pytest.raises(OfflineError, match="None of the 7 hosts asked could be reached"):
        sweep(store, Scripted(unreached))
    assert states(store) == [None] * 20
    assert sweep(store, Scripted(lambda task: verdict(task.url))).asked == 20, "it can be tried again at once"


def test_one_answer_makes_all_the_failures_count(tmp_path: Path) -> None:
    store = store_of(tmp_path / "s", 20)
    answers = iter(range(20))
    sweep(store, Scripted(lambda task: unreached(task) if next(answers) != 12 else verdict(task.url, "blocked", "forbidden")))
    assert sorted(map(str, states(store))) == ["blocked"] + ["dead"] * 19


def test_a_single_host_that_fails_is_news_of_that_host(tmp_path: Path) -> None:
    store = store_of(tmp_path / "s", 1)
    sweep(store, Scripted(unreached))
    assert states(store) == ["dead"]


def test_what_failed_before_may_fail_alone_again(tmp_path: Path) -> None:
    store = store_of(tmp_path / "s", 20)
    dead = set(urls(20)[:6])
    sweep(store, Scripted(lambda task: unreached(task) if task.url in dead else verdict(task.url)))
    outcome = sweep(store, Scripted(lambda task: unreached(task)._replace(checked_at=NOW + HOUR)), now=NOW + HOUR)
    assert outcome.asked == 6
    assert {one.evidence.streak for one in store.entries(VAULT) if one.url in dead} == {2}
