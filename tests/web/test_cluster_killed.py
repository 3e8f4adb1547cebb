"""A real scheduler and real workers on loopback, killed at any moment: nothing is lost, and hardly anything is asked twice."""

import json
import subprocess
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from notelint.web.schedule.pace import Pace
from notelint.web.store.open import open_store
from tests.web import crowd_server as web
from tests.web.postgres import Server

pytest.importorskip("distributed")

ROOT = Path(__file__).parents[2]


class Heard(NamedTuple):
    """What the servers heard: when each address was asked for, and when that began and ended."""

    asked: dict[str, list[float]]
    hosts: dict[str, list[tuple[float, str]]]


def heard(folder: Path) -> Heard:
    asked, hosts = defaultdict(list), defaultdict(list)
    for line in (folder / "log").read_text().splitlines()[1:]:
        sign, at, host, path = line.split(" ")
        hosts[host].append((float(at), sign))
        if sign == "+" and path != "/robots.txt":
            asked[host + path].append(float(at))
    return Heard(asked, hosts)


def key(url: str) -> str:
    """An address as the servers see it."""
    place, _, path = url.partition("//")[2].partition("/")
    return f"{place.partition(':')[0]}/{path}"


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one cannot listen on all of 127.0.0.0/8")


@pytest.mark.parametrize(
    ("addresses", "hosts", "workers", "kills", "seed"),
    [
        (300, 30, 2, 2, 1),
        pytest.param(5000, 300, 4, 20, 1, marks=pytest.mark.slow),
        pytest.param(5000, 300, 4, 20, 2, marks=pytest.mark.slow),
    ],
)
def test_workers_and_a_driver_that_are_killed(
    tmp_path: Path, addresses: int, hosts: int, workers: int, kills: int, seed: int
) -> None:
    killed_again_and_again(tmp_path, addresses, hosts, workers, kills, seed)
    is_the_truth(str(tmp_path / "s.db"), addresses)


@pytest.mark.slow
def test_the_same_with_postgresql(tmp_path: Path, postgres: Server) -> None:
    place = postgres.new()
    killed_again_and_again(tmp_path, 2000, 100, 4, 8, 1, place)
    is_the_truth(place, 2000)


def killed_again_and_again(
    folder: Path, addresses: int, hosts: int, workers: int, kills: int, seed: int, store: str = ""
) -> None:
    """Sweep with a cluster that is killed, and hold what the servers heard against what was under way at each kill."""
    given = [str(one) for one in (folder, addresses, hosts, workers, kills, seed)] + [store] * bool(store)
    subprocess.run([sys.executable, "-m", "tests.web.crowd", *given], cwd=ROOT, check=True, timeout=60 + addresses / 5)
    ended = json.loads((folder / "killed.json").read_text())
    assert set(ended["codes"]) == {0, 1} or ended["codes"] == [1, 1], "a sweep ended with an error, or found nothing broken"
    assert [one["whom"] for one in ended["killed"]].count("worker") == kills

    said = heard(folder)
    under_way = {key(url): one["at"] for one in ended["killed"] for url in one["urls"]}
    assert under_way, "nothing was under way, so this shows nothing"
    assert len(said.asked) == addresses, "an address was not asked"
    surplus = {url: count for url, times in said.asked.items() if (count := len(times) - web.requests(f"//{url}"))}
    assert min(surplus.values(), default=1) > 0, "an address was not asked to the end"
    assert surplus.keys() <= under_way.keys(), "something was asked again that was not under way when its worker was killed"
    for url, count in surplus.items():
        sent = [at for at in said.asked[url] if at <= under_way[url] + 1]
        assert count <= len(sent), "more was sent again than was on the way"
    for host, events in said.hosts.items():
        keeps_its_pace(host, events, len(ended["killed"]))


def is_the_truth(place: str, addresses: int) -> None:
    """Every address in the store has one verdict, and it is right."""
    store = open_store(place, reading=True)
    rows = store.select(
        "SELECT url, addresses.state, COUNT(*) FROM addresses JOIN probes ON probes.address = addresses.id"
        " GROUP BY url, addresses.state"
    )
    told = {url: state for url, state, count in rows if count == 1}
    store.close()
    assert len(told) == addresses, "a verdict was lost, or written twice"
    assert told == {url: web.TRUTH[web.kind(url)] for url in told}


def keeps_its_pace(host: str, events: list[tuple[float, str]], kills: int) -> None:
    """A host was not asked faster than it allows; but who takes over from a killed worker knows not when that asked last."""
    at_once = most = 0
    for _, sign in sorted(events):
        at_once += 1 if sign == "+" else -1
        most = max(most, at_once)
    assert most <= Pace().per_host
    begun = sorted(at for at, sign in events if sign == "+")
    if web.is_slow(host):
        assert sum(later - earlier < 0.7 * web.DELAY for earlier, later in pairwise(begun)) <= kills
