"""The driver of a cluster, over a crew that takes its turns when it is told to: no process, no dask."""

import asyncio
from collections.abc import AsyncIterable, Callable, Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from notelint.web import part
from notelint.web.asking import Means
from notelint.web.cluster import ClusterError, Done, Driver, Ended, Shared
from notelint.web.offline import OfflineError
from notelint.web.part import Part, WithdrawnError, Work, window
from notelint.web.places import longest_first
from notelint.web.policy import Policy
from notelint.web.store import SECONDS, Store, Task
from notelint.web.store.open import open_store
from notelint.web.verdict import Verdict
from tests.web.sweeping import NOW, VAULT, Scripted, link, store_of, urls, verdict

Answer = Callable[[Task], Verdict]


class Clock:
    """Time passes when somebody waits."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> float:
        return self.at


class FakeCrew:
    """Turns that are taken when their end is asked for; `does` says what becomes of each: an end, or asking with answers."""

    def __init__(self, store: Path, clock: Clock, does: Sequence[Answer | Ended | str], **work: object) -> None:
        self.place, self.clock, self.does = store, clock, list(does)
        self.there = {"one": "here"}
        self.work = Work(str(store), "", VAULT, 0, Policy(), **work)  # type: ignore[arg-type]  # tests name them
        self.given: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        self.open: list[Answer | Ended | str] = []
        self.machines: set[str] = set()
        self.asked: list[str] = []
        self.withdrawn = 0

    def workers(self) -> dict[str, str]:
        return self.there

    def give(self, workers: Sequence[str], heard: Sequence[str]) -> None:
        self.given.append((tuple(workers), tuple(heard)))
        self.open.append(self.does.pop(0) if self.does else fine)

    def ended(self, seconds: float) -> list[Ended]:
        self.clock.at += seconds
        ended = [self._take(turn) for turn in self.open if turn != "hangs"]
        self.open = [turn for turn in self.open if turn == "hangs"]
        return ended

    def _take(self, turn: Answer | Ended | str) -> Ended:
        if turn is None or isinstance(turn, Done):
            return turn
        assert callable(turn)
        store = open_store(self.place)
        machine = self.there["one"]
        hear = lambda: self.machines.add(machine)  # noqa: E731 - it is one line
        mine = Part(store, self.work, self.clock, is_wanted=lambda: True, hear=hear, has_heard=machine in self.given[-1][1])
        ask = Scripted(turn)
        mine.run(ask, Policy(), Means(), None)
        self.asked += [task.url for task in ask.seen]
        store.close()
        return Done(machine, mine.held, mine.is_spent, is_full=mine.is_full)

    def heard(self) -> set[str]:
        return self.machines

    def withdraw(self) -> None:
        self.withdrawn += 1
        self.open.clear()


def fine(task: Task) -> Verdict:
    return verdict(task.url)


def unreached(task: Task) -> Verdict:
    return verdict(task.url, "unsure", "connect-timeout", status=None)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_of(tmp_path / "s.db", 40)


def run(store: Store, crew: FakeCrew, end: float = float("inf")) -> Driver:
    crew.work = Work(**{**vars(crew.work), "sweep": store.begin(VAULT, NOW)})
    driver = Driver(crew, store, Shared(crew.work.sweep, lambda: store.due(VAULT, crew.clock())), crew.clock, end)
    driver.run()
    return driver


def states(store: Store) -> list[str | None]:
    return [entry.evidence.state for entry in store.entries(VAULT)]


def test_one_turn_asks_all_when_nothing_goes_wrong(store: Store, tmp_path: Path, clock: Clock) -> None:
    crew = FakeCrew(tmp_path / "s.db", clock, [])
    run(store, crew)
    assert sorted(crew.asked) == sorted(urls(40))
    assert len(crew.given) == 1
    assert crew.withdrawn == 1
    assert store.holders(clock()) == set()


def test_every_worker_has_a_turn_and_those_that_join_too(store: Store, tmp_path: Path, clock: Clock) -> None:
    crew = FakeCrew(tmp_path / "s.db", clock, ["hangs", "hangs", fine])
    crew.there = {"one": "here", "two": "there"}
    give = crew.give

    def joining(workers: Sequence[str], heard: Sequence[str]) -> None:
        give(workers, heard)
        if len(crew.given) == 2:
            crew.there["three"] = "elsewhere"

    crew.give = joining  # type: ignore[method-assign]
    run(store, crew)
    assert [len(workers) for workers, _ in crew.given[:3]] == [2, 2, 3]
    assert sorted(crew.asked) == sorted(urls(40))


def test_turns_that_hang_without_holding_anything_are_given_up(store: Store, tmp_path: Path, clock: Clock) -> None:
    crew = FakeCrew(tmp_path / "s.db", clock, ["hangs"])
    run(store, crew)
    assert SECONDS / 2 < clock() - NOW < SECONDS
    assert len(crew.given) == crew.withdrawn == 2, "another turn is given in its place"
    assert states(store) == ["alive"] * 40


def test_turns_that_died_for_good_are_given_anew(store: Store, tmp_path: Path, clock: Clock) -> None:
    crew = FakeCrew(tmp_path / "s.db", clock, [None, None, None, fine])
    run(store, crew)
    assert states(store) == ["alive"] * 40


def test_a_store_that_was_away_for_a_turn_is_tried_again(store: Store, tmp_path: Path, clock: Clock) -> None:
    crew = FakeCrew(tmp_path / "s.db", clock, [Done("here", error="The store is away.")] * 3)
    run(store, crew)
    assert states(store) == ["alive"] * 40


def test_what_fails_for_good_is_told(store: Store, tmp_path: Path, clock: Clock) -> None:
    crew = FakeCrew(tmp_path / "s.db", clock, [Done("here", error="No.", may_pass=False)])
    with pytest.raises(ClusterError, match=r"^No\.$"):
        run(store, crew)
    assert crew.withdrawn == 1
    crew = FakeCrew(tmp_path / "s.db", clock, [Done("here", error="Away.")] * 100)
    with pytest.raises(ClusterError, match="Away"):
        run(store, crew)


def test_a_worker_that_cannot_go_on_leaves_it_to_the_others(store: Store, tmp_path: Path, clock: Clock) -> None:
    crew = FakeCrew(tmp_path / "s.db", clock, [Done("there", error="No.", may_pass=False), Done("here")])
    crew.there = {"one": "here", "two": "there"}
    run(store, crew)
    assert crew.given[-1][0] == ("one",)
    assert states(store) == ["alive"] * 40


def test_without_workers_it_ends_after_a_while(store: Store, tmp_path: Path, clock: Clock) -> None:
    crew = FakeCrew(tmp_path / "s.db", clock, [])
    crew.there = {}
    with pytest.raises(ClusterError, match="No worker has been there for 5 minutes"):
        run(store, crew)


def test_where_nobody_is_heard_at_all_nothing_counts(store: Store, tmp_path: Path, clock: Clock) -> None:
    crew = FakeCrew(tmp_path / "s.db", clock, [unreached])
    with pytest.raises(OfflineError, match="None of the 7 hosts"):
        run(store, crew)
    assert states(store) == [None] * 40
    assert store.due(VAULT, clock()) == 40, "it is as if it had not been asked"


def test_what_a_worker_that_is_cut_off_failed_to_reach_is_asked_by_others(store: Store, tmp_path: Path, clock: Clock) -> None:
    crew = FakeCrew(tmp_path / "s.db", clock, [unreached])
    crew.there = {"one": "here"}
    hand_over = crew.ended

    def ended(seconds: float) -> list[Ended]:
        found = hand_over(seconds)
        if found and found[0] and found[0].held:  # from now on there is another one, which is heard of
            crew.there, crew.machines = {"one": "there", "two": "here"}, {"there"}
        return found

    crew.ended = ended  # type: ignore[method-assign]
    run(store, crew)
    assert crew.given[-1] == (("one",), ("there",)), "the worker that is cut off has no further turn"
    assert states(store) == ["alive"] * 40


def test_what_failed_counts_when_another_turn_on_the_machine_hears_somebody(store: Store, tmp_path: Path, clock: Clock) -> None:
    crew = FakeCrew(tmp_path / "s.db", clock, [unreached])
    hand_over = crew.ended

    def ended(seconds: float) -> list[Ended]:
        found = hand_over(seconds)
        crew.machines = {"here"}
        return found

    crew.ended = ended  # type: ignore[method-assign]
    run(store, crew)
    assert states(store) == ["unsure"] * 40
    assert len(crew.asked) == 40


def test_a_budget_of_requests_holds_for_all_turns_together(store: Store, tmp_path: Path, clock: Clock) -> None:
    crew = FakeCrew(tmp_path / "s.db", clock, [Done("here")], requests=25, budget="b")
    crew.there = {"one": "here", "two": "here"}
    run(store, crew)
    assert len(crew.asked) == 25
    again = FakeCrew(tmp_path / "s.db", clock, [], requests=25, budget="b")
    run(store, again)
    assert again.asked == []
    assert len(again.given) == 1


def test_a_turn_ends_before_it_knows_too_much_and_the_next_goes_on(
    store: Store, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part, "LONGEST", 16)
    crew = FakeCrew(tmp_path / "s.db", clock, [])
    run(store, crew)
    assert sorted(crew.asked) == sorted(urls(40))
    assert len(crew.given) == 3
    assert clock() - NOW < 5, "there is no pause between turns that left something"


def test_a_budget_of_time_ends_the_turns(store: Store, tmp_path: Path, clock: Clock) -> None:
    def slow(task: Task) -> Verdict:
        clock.at += 10
        return fine(task)

    crew = FakeCrew(tmp_path / "s.db", clock, [slow], end=NOW + 100)
    run(store, crew, NOW + 100)
    assert 10 <= len(crew.asked) < 40
    assert len(crew.given) == 1


def test_no_turn_is_given_when_the_time_is_over_before_it_begins(store: Store, tmp_path: Path, clock: Clock) -> None:
    crew = FakeCrew(tmp_path / "s.db", clock, [])
    run(store, crew, NOW - 1)
    assert crew.given == []


def test_a_part_that_nobody_wants_gives_back_what_it_holds(store: Store, tmp_path: Path, clock: Clock) -> None:
    work = Work(str(tmp_path / "s.db"), "", VAULT, store.begin(VAULT, NOW), Policy())
    seen = list[str]()
    mine = Part(store, work, clock, is_wanted=lambda: len(seen) < 5, hear=lambda: None)

    def ask(addresses: AsyncIterable[Task], policy: Policy, tell: Callable[[str, Verdict], None], **_: object) -> NoReturn:
        async def one_by_one() -> None:
            async for task in addresses:
                seen.append(task.url)
                tell(task.url, fine(task))

        asyncio.run(one_by_one())
        raise AssertionError

    with pytest.raises(WithdrawnError):
        mine.run(ask, Policy(), Means(), None)
    assert 5 <= len(seen) < 40
    assert store.holders(clock()) == set()


@pytest.mark.parametrize(("due", "workers", "expected"), [(10, 4, 32), (4000, 4, 250), (10**7, 4, 1024), (4000, 0, 1000)])
def test_nobody_sits_on_what_others_could_ask(due: int, workers: int, expected: int) -> None:
    assert window(due, workers) == expected


def test_a_first_sweep_begins_with_the_hosts_that_take_longest(tmp_path: Path) -> None:
    small = [f"https://a{number}.org/" for number in range(300)]
    large = [f"https://z.org/{number}" for number in range(500)]
    store = store_of(tmp_path / "new.db")
    ordered = longest_first([link(url) for url in small + large])
    assert [one.url for one in ordered[:500]] == large
    store.renew(VAULT, ordered, NOW)
    assert store.lease(VAULT, "w", NOW, SECONDS, 16)[0].name == "z.org"
    store.close()


def test_what_a_dashboard_shows_of_the_work_has_no_address_of_the_store_in_it() -> None:
    assert repr(Work("postgresql://db/links", "", VAULT, 7, Policy())) == "sweep 7"
