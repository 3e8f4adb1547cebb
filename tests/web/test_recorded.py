"""Sweeps with a memory: only what is due, within a budget, every verdict kept as it comes."""

from collections.abc import Callable, Collection
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from notelint.web.asking import Means
from notelint.web.evidence import DAY, HOUR
from notelint.web.offline import OfflineError
from notelint.web.policy import Policy
from notelint.web.recorded import PORTION, UNLIMITED, WINDOW, Ask, Budget, Outcome, RecordedSweep
from notelint.web.store import Store, StoreError, Task
from notelint.web.store.open import open_store
from notelint.web.verdict import Verdict
from tests.web.sweeping import NOW, VAULT, Scripted, link, store_of, urls, verdict


def sweep(store: Store, ask: Ask, budget: Budget = UNLIMITED, now: Callable[[], float] = lambda: NOW) -> Outcome:
    return RecordedSweep(store, VAULT, now, budget).run(ask, Policy(), Means())


def states(store: Store) -> list[str | None]:
    return [one.evidence.state for one in store.entries(VAULT)]


def unreached(task: Task) -> Verdict:
    return verdict(task.url, "dead", "no-such-host", status=None)


def test_everything_due_is_asked_once(place: str) -> None:
    store, ask = store_of(place, 50), Scripted(lambda task: verdict(task.url))
    assert sweep(store, ask)[:2] == (50, 50)
    assert sorted(task.url for task in ask.seen) == sorted(urls(50))
    assert sweep(store, ask)[:2] == (0, 0)
    later = Scripted(lambda task: verdict(task.url, at=NOW + 2 * DAY))
    assert sweep(store, later, now=lambda: NOW + 2 * DAY).asked == 50


@pytest.mark.parametrize("most", [0, 1, 7, PORTION, 45, 1000])
def test_the_budget_is_overdrawn_by_no_more_than_one_address(place: str, most: int) -> None:
    store, ask = store_of(place, 50), Scripted(lambda task: verdict(task.url)._replace(requests=3))
    outcome = sweep(store, ask, Budget(requests=most))
    assert outcome.asked == len(ask.seen) == min(-(-most // 3), 50)
    assert outcome.requests <= most + 2
    assert outcome.left == 50 - len(ask.seen)
    assert ask.most <= max(most, 1)
    rest = sweep(store, Scripted(lambda task: verdict(task.url)))
    assert rest.asked == 50 - len(ask.seen), "what the budget left is asked by the next sweep, at once"


def test_what_is_due_is_counted_beforehand_only_for_who_watches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, counts, seen = store_of(tmp_path / "s", 50), list[int](), list[int]()
    due = store.due

    def counted(vault: str, now: float, chosen: Collection[str] | None = None) -> int:
        counts.append(due(vault, now, chosen))
        return counts[-1]

    monkeypatch.setattr(store, "due", counted)
    assert sweep(store, Scripted(lambda task: verdict(task.url)), Budget(requests=20)).left == 30
    assert counts == [30]
    ask = Scripted(lambda task: verdict(task.url))
    RecordedSweep(store, VAULT, lambda: NOW).run(ask, Policy(), Means(), told=lambda outcome, _: seen.append(outcome.left))
    assert counts == [30, 30, 0]
    assert set(seen) <= set(range(31))


def test_no_more_are_taken_than_the_window_holds(tmp_path: Path) -> None:
    ask = Scripted(lambda task: verdict(task.url))
    assert sweep(store_of(tmp_path / "s", WINDOW + 100), ask).asked == WINDOW + 100
    assert ask.most == WINDOW


def test_an_address_that_becomes_due_again_meanwhile_is_left_to_the_next_sweep(tmp_path: Path) -> None:
    store, urls = open_store(tmp_path / "s"), [f"https://host{number}.org/" for number in range(200)]
    store.renew(VAULT, [link(url) for url in urls], NOW)

    def now() -> float:
        return NOW + 120 * len(ask.seen)

    ask = Scripted(lambda task: verdict(task.url, "unsure", "timeout", at=now()))
    sweep(store, ask, now=now)
    assert sorted(task.url for task in ask.seen) == sorted(urls)
    assert store.due(VAULT, now()) > 100


def test_no_time_no_requests(place: str) -> None:
    assert sweep(store_of(place, 5), Scripted(lambda task: verdict(task.url)), Budget(seconds=0)).asked == 0


def test_when_the_time_is_over_no_more_are_taken(place: str) -> None:
    store, ask = store_of(place, WINDOW + 100), Scripted(lambda task: verdict(task.url))
    outcome = sweep(store, ask, Budget(seconds=60), lambda: NOW + len(ask.seen))
    assert 60 <= outcome.asked <= WINDOW + 60


def test_each_verdict_is_kept_before_the_next_is_asked_for(tmp_path: Path) -> None:
    store, kept = store_of(tmp_path / "s", 30), list[int]()
    ask = Scripted(lambda task: verdict(task.url), lambda: kept.append(states(store).count("alive")))
    assert sweep(store, ask).asked == 30
    assert kept == list(range(1, 31))


def test_a_store_that_fails_ends_the_sweep(tmp_path: Path) -> None:
    store = store_of(tmp_path / "s", 5)
    with pytest.raises(StoreError, match="cannot be used"):
        sweep(store, Scripted(lambda task: verdict(task.url), store.close))


def test_two_sweeps_at_once_share_the_work(tmp_path: Path) -> None:
    store, count = open_store(tmp_path / "s"), 2 * WINDOW
    every = [f"https://host{number // 3}.org/{number}" for number in range(count)]
    store.renew(VAULT, [link(url) for url in every], NOW)
    inner, outcomes = Scripted(lambda task: verdict(task.url)), list[Outcome]()

    def other() -> None:
        with closing(open_store(tmp_path / "s")) as mine:
            outcomes.append(sweep(mine, inner))

    def meanwhile() -> None:
        if len(outer.seen) == 20:
            thread = Thread(target=other)
            thread.start()
            thread.join()

    outer = Scripted(lambda task: verdict(task.url), meanwhile)
    outcome = sweep(store, outer)
    assert sorted(task.url for task in (*outer.seen, *inner.seen)) == sorted(every)
    assert (outcome.asked, outcome.left) == (count - outcomes[0].asked, 0)
    domains = [{task.url.split("/")[2] for task in ask.seen} for ask in (outer, inner)]
    assert not domains[0] & domains[1], "a host is asked by one of them"
    assert len(domains[1]) > 300


# -- offline


def test_when_nothing_can_be_reached_nothing_counts(place: str) -> None:
    store = store_of(place, 20)
    with pytest.raises(OfflineError, match="None of the 7 hosts asked could be reached"):
        sweep(store, Scripted(unreached))
    assert states(store) == [None] * 20
    assert sweep(store, Scripted(lambda task: verdict(task.url))).asked == 20, "it can be tried again at once"


def test_one_answer_makes_all_the_failures_count(place: str) -> None:
    store = store_of(place, 20)
    answers = iter(range(20))
    sweep(store, Scripted(lambda task: unreached(task) if next(answers) != 12 else verdict(task.url, "blocked", "forbidden")))
    assert sorted(map(str, states(store))) == ["blocked"] + ["dead"] * 19


def test_a_single_host_that_fails_is_news_of_that_host(place: str) -> None:
    store = store_of(place, 1)
    sweep(store, Scripted(unreached))
    assert states(store) == ["dead"]


def test_what_failed_before_may_fail_alone_again(place: str) -> None:
    store = store_of(place, 20)
    dead = set(urls(20)[:6])
    sweep(store, Scripted(lambda task: unreached(task) if task.url in dead else verdict(task.url)))
    outcome = sweep(store, Scripted(lambda task: unreached(task)._replace(checked_at=NOW + HOUR)), now=lambda: NOW + HOUR)
    assert outcome.asked == 6
    assert {one.evidence.streak for one in store.entries(VAULT) if one.url in dead} == {2}
