"""Leases: domains are handed out to one worker at a time, and run out by themselves."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from notelint.web.evidence import DAY, HOUR
from notelint.web.leases import BURST, RATE, Leases
from notelint.web.places import Place
from notelint.web.store import REST, SECONDS, Share, Store
from notelint.web.store.domains import domain_of
from notelint.web.store.hot import SLICES
from notelint.web.store.lease import PER_SHARE
from notelint.web.store.open import open_store
from notelint.web.worker import is_gone, worker_name
from tests.web.sweeping import NOW, VAULT, link, verdict

ME, YOU = "me", "you"


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    made = open_store(place)
    yield made
    made.close()


def fill(store: Store, count: int, domains: int, vault: str = VAULT, now: float = NOW) -> list[str]:
    urls = [f"https://www.host{number % domains}.org/{number}" for number in range(count)]
    store.renew(vault, [link(url) for url in urls], now)
    return urls


def lease(store: Store, worker: str = ME, limit: int = 1000, now: float = NOW, vault: str = VAULT) -> list[Share]:
    return store.lease(vault, worker, now, SECONDS, limit)


def asked(shares: list[Share]) -> list[str]:
    return [task.url for share in shares for task in share.tasks]


def test_a_domain_is_held_by_one_worker_at_a_time(store: Store) -> None:
    urls = fill(store, 30, 3)
    mine = lease(store, limit=15)
    assert len(asked(mine)) == 15
    mine.append(store.more(VAULT, mine[1], NOW, 99))
    yours = lease(store, YOU)
    assert sorted({share.name for share in mine}) == ["host0.org", "host1.org"]
    assert [share.name for share in yours] == ["host2.org"]
    assert sorted(asked(mine) + asked(yours)) == sorted(urls)
    assert lease(store, "third") == []


def test_a_lease_that_is_not_extended_runs_out(store: Store) -> None:
    urls = fill(store, 6, 2)
    numbers = [share.domain for share in lease(store)]
    assert store.extend(ME, numbers, NOW + 100, SECONDS) == set(numbers)
    assert lease(store, YOU, now=NOW + SECONDS) == []
    assert sorted(asked(lease(store, YOU, now=NOW + 100 + SECONDS))) == sorted(urls)
    assert store.extend(ME, numbers, NOW + 300, SECONDS) == set(), "they are someone else's now"
    store.release(VAULT, ME, numbers, NOW + 300)
    assert lease(store, "third", now=NOW + 300) == [], "nobody gives back what is not his"


def test_one_that_began_earlier_takes_what_a_dead_worker_leaves(store: Store) -> None:
    urls = fill(store, 6, 2)
    lease(store)
    assert store.lease(VAULT, YOU, NOW + SECONDS - 1, SECONDS, 99, None, NOW) == []
    assert sorted(asked(store.lease(VAULT, YOU, NOW + SECONDS, SECONDS, 99, None, NOW))) == sorted(urls)


def test_what_was_given_back_goes_on_behind_what_was_asked(store: Store) -> None:
    urls = fill(store, 5, 1)
    (share,) = lease(store, limit=2)
    sweep = store.begin(VAULT, NOW)
    for task in share.tasks:
        store.record(sweep, verdict(task.url))
    store.release(VAULT, ME, [share.domain], NOW)
    assert asked(lease(store, YOU)) == urls[2:]


def test_a_host_that_wants_to_be_left_alone_is_left_alone_by_all(store: Store) -> None:
    fill(store, 5, 1)
    (share,) = lease(store)
    store.release(VAULT, ME, [share.domain], NOW, until=NOW + 60)
    assert lease(store, YOU, now=NOW + 59) == []
    assert len(asked(lease(store, YOU, now=NOW + 60))) == 5


def test_who_is_told_to_wait_passes_it_on(store: Store) -> None:
    fill(store, 6, 3)
    at = NOW
    mine = Leases(store, VAULT, lambda: at, worker=ME)
    assert len(asyncio.run(mine.take(100))) == 6
    mine.hold("www.host0.org", NOW + 60)
    mine.hold("www.host1.org:8080", NOW + 1e9)
    mine.close()
    assert store.due(VAULT, NOW) == 6, "nobody holds those that want to be left alone"
    assert {share.name for share in lease(store, YOU)} == {"host2.org"}
    assert {share.name for share in lease(store, YOU, now=NOW + 60)} == {"host0.org"}
    assert lease(store, YOU, now=NOW + DAY - 1) != [], "the others ran out"
    assert "host1.org" in {share.name for share in lease(store, "else", now=NOW + DAY)}, "nobody waits for years"


def test_who_is_done_with_a_domain_passes_on_that_it_wants_to_be_left_alone(store: Store) -> None:
    first, second = fill(store, 2, 1)
    at, sweep = NOW, store.begin(VAULT, NOW)
    mine = Leases(store, VAULT, lambda: at, worker=ME)

    async def ask() -> None:
        for task in await mine.take(2):
            store.record(sweep, verdict(task.url))
            mine.done(task.url)
        mine.hold("www.host0.org", NOW + 60)
        assert await mine.take(2) == []

    asyncio.run(ask())
    store.renew(VAULT, [link(url) for url in (first, second, "https://www.host0.org/new")], NOW)
    assert lease(store, YOU, now=NOW + 59) == []
    assert asked(lease(store, YOU, now=NOW + 60)) == ["https://www.host0.org/new"]


def test_a_large_domain_comes_in_portions(store: Store) -> None:
    urls = fill(store, 2 * PER_SHARE + 3, 1)
    (share,) = lease(store)
    seen = asked([share])
    while share.behind is not None:
        share = store.more(VAULT, share, NOW, 1000)
        assert 0 < len(share.tasks) <= PER_SHARE
        seen += asked([share])
    assert sorted(seen) == sorted(urls)
    assert len(seen) == len(urls)


def test_the_most_overdue_domain_comes_first_and_in_it_the_most_overdue_address(store: Store) -> None:
    for age, url in ((3, "https://a.org/1"), (9, "https://b.org/1"), (1, "https://b.org/2"), (5, "https://c.org/1")):
        store.renew(str(age), [link(url)], NOW - age * DAY)
    store.renew(VAULT, [link(f"https://{name}.org/{number}") for name in "abc" for number in (1, 2)], NOW)
    assert asked(lease(store))[:5] == [f"https://{one}" for one in ("b.org/1", "b.org/2", "c.org/1", "c.org/2", "a.org/1")]


def test_a_vault_gets_its_own_addresses_only_and_none_that_another_has_asked(store: Store) -> None:
    one, two = "https://a.org/1", "https://a.org/2"
    store.renew("first", [link(one), link(two)], NOW)
    store.renew("second", [link(two, Place("z.md", 1))], NOW)
    assert asked(lease(store, vault="second")) == [two]
    store.record(store.begin("second", NOW), verdict(two))
    store.end(ME)
    assert asked(lease(store, vault="first")) == [one]
    store.end(ME)
    assert lease(store, vault="second") == []
    assert lease(store, vault="third") == []


def test_what_one_vault_has_asked_no_other_looks_for(store: Store) -> None:
    for vault in ("first", "second"):
        fill(store, 12, 4, vault)
    sweep = store.begin("first", NOW)
    for share in lease(store, vault="first"):
        for task in share.tasks:
            store.record(sweep, verdict(task.url))
        store.release("first", ME, [share.domain], NOW)
    assert store.due("second", NOW) == 0
    assert list(store.select("SELECT domain FROM stands WHERE due_at <= ?", NOW + HOUR)) == []


def test_an_address_that_fails_is_asked_sooner_by_whichever_vault_comes(store: Store) -> None:
    url = "https://a.org/1"
    for vault in ("first", "second"):
        store.renew(vault, [link(url)], NOW)
        sweep = store.begin(vault, NOW)
    store.record(sweep, verdict(url))
    assert lease(store, vault="second") == [] == lease(store, vault="first")
    store.record(sweep, verdict(url, "unsure", "timeout", NOW + DAY))
    assert asked(lease(store, vault="second", now=NOW + DAY + HOUR)) == [url]


def test_an_address_that_is_new_in_a_vault_is_found_though_its_domain_was_not_due(store: Store) -> None:
    store.renew(VAULT, [link("https://a.org/1")], NOW)
    store.record(store.begin(VAULT, NOW), verdict("https://a.org/1"))
    assert lease(store) == []
    store.renew(VAULT, [link("https://a.org/1"), link("https://a.org/2")], NOW)
    assert asked(lease(store)) == ["https://a.org/2"]


def test_one_that_is_being_asked_by_a_dead_worker_rests_and_the_others_do_not(store: Store) -> None:
    first, *others = fill(store, 3, 1)
    lease(store)
    assert store.asking(first, NOW)
    store.end(ME)
    assert asked(lease(store, YOU)) == others
    sweep = store.begin(VAULT, NOW)
    for url in others:
        store.record(sweep, verdict(url))
    store.end(YOU)
    assert lease(store, now=NOW + REST - 1) == []
    assert asked(lease(store, now=NOW + REST)) == [first]


def test_only_some_domains_can_be_asked_for(store: Store) -> None:
    fill(store, 30, 3)
    shares = store.lease(VAULT, ME, NOW, SECONDS, 100, only=["host1.org", "nowhere.org"])
    assert [share.name for share in shares] == ["host1.org"]


def test_who_holds_something_is_known(store: Store) -> None:
    fill(store, 30, 3)
    lease(store, limit=5)
    lease(store, YOU)
    assert store.holders(NOW) == {ME, YOU}
    assert store.holders(NOW + SECONDS) == set()
    store.end(YOU)
    assert store.holders(NOW) == {ME}


# -- domains that several share


def test_a_large_domain_is_cut_into_slices_that_several_may_hold(store: Store) -> None:
    urls = [f"https://github.com/a/{number}" for number in range(200)]
    store.renew(VAULT, [link(url) for url in urls], NOW)
    mine, yours = lease(store, limit=60), lease(store, YOU)
    mine.append(store.more(VAULT, mine[-1], NOW, 99))
    assert all(share.is_slice for share in (*mine, *yours))
    assert len(yours) > 3
    assert {share.name for share in (*mine, *yours)} == {"github.com"}
    assert sorted(asked(mine) + asked(yours)) == sorted(urls)


def test_the_budget_of_a_domain_is_one_for_all(store: Store) -> None:
    granted = [store.spend("github.com", 30, NOW, 10, 50) for _ in range(3)]
    assert granted == [30, 20, 0]
    assert store.spend("github.com", 30, NOW + 0.05, 10, 50) == 0
    assert store.spend("github.com", 30, NOW + 1.05, 10, 50) == 10
    assert store.spend("github.com", 99, NOW + HOUR, 10, 50) == 50, "no more is saved up than may come at once"
    assert store.spend("github.com", 99, NOW, 10, 50) == 0, "a clock that goes back grants nothing"
    assert store.spend("wikipedia.org", 1, NOW, 10, 50) == 1


def test_two_that_ask_one_large_domain_ask_no_faster_together(store: Store) -> None:
    at = NOW
    store.renew(VAULT, [link(f"https://github.com/a/{number}") for number in range(1000)], NOW)
    both = [Leases(store, VAULT, lambda: at) for _ in range(2)]

    async def take() -> list[int]:
        found = [len(await leases.take(16)) for _ in range(20) for leases in both]
        assert both[1].is_waiting or not found[1]
        return found

    counts = asyncio.run(take())
    assert sum(counts) == BURST
    assert sum(counts[1::2]) > 16, "both hold slices"
    at += 2.0
    assert sum(asyncio.run(take())) == 2 * RATE


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://docs.a.co.uk/x", "a.co.uk"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://[::1]:80/", "::1"),
        ("https://host.test/", "host.test"),
        ("https://co.uk/", "co.uk"),
    ],
)
def test_the_domain_of_an_address(url: str, name: str) -> None:
    assert domain_of(url) == (name, 0)


def test_the_slices_of_a_large_domain_are_used_evenly() -> None:
    found = [domain_of(f"https://en.wikipedia.org/wiki/{number}") for number in range(1600)]
    assert {one.name for one in found} == {"wikipedia.org"}
    counts = [sum(one.slice == number for one in found) for number in range(SLICES)]
    assert min(counts) > 50


# -- workers


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_a_worker_of_this_machine_is_known_to_be_gone() -> None:
    say = "from notelint.web.worker import worker_name; print(worker_name())"
    gone = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, check=True).stdout.strip()
    mine = worker_name()
    assert mine != worker_name()
    assert is_gone(gone)
    assert not is_gone(mine)
    machine, process, started, word = mine.split("/")
    assert process == str(os.getpid())
    assert is_gone(f"{machine}/{process}/{int(started) - 1}/{word}"), "its number is another's now"
    assert not is_gone(f"elsewhere/{gone.partition('/')[2]}")
    assert not any(is_gone(one) for one in ("dask-7", "", "?/1/?/a"))
