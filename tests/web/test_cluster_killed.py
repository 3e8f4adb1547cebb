"""A real scheduler and real workers on loopback, killed at any moment: nothing is lost, and hardly anything is asked twice."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from notelint.web.pace import Pace
from tests.web import crowd_server as web

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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one cannot listen on all of 127.0.0.0/8")
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
    given = [str(one) for one in (tmp_path, addresses, hosts, workers, kills, seed)]
    subprocess.run([sys.executable, "-m", "tests.web.crowd", *given], cwd=ROOT, check=True, timeout=60 + addresses / 5)
    ended = json.loads((tmp_path / "killed.json").read_text())
    assert set(ended["codes"]) == {0, 1} or ended["codes"] == [1, 1], "a sweep ended with an error, or found nothing broken"
    assert [one["whom"] for one in ended["killed"]].count("worker") == kills

    db = sqlite3.connect(tmp_path / "s.db")
    told = dict(db.execute("SELECT url, state FROM addresses"))
    assert len(told) == addresses
    assert told == {url: web.TRUTH[web.kind(url)] for url in told}, "the store is not the truth"
    probes = Counter(url for (url,) in db.execute("SELECT url FROM probes JOIN addresses ON addresses.id = probes.address"))
    assert set(probes.values()) == {1}, "a verdict was lost or written twice"

    said = heard(tmp_path)
    under_way = {key(url): one["at"] for one in ended["killed"] for url in one["urls"]}
    again = {key(url): len(said.asked[key(url)]) - web.requests(url) for url in told}
    assert min(again.values()) == 0, "an address was not asked"
    surplus = {url: count for url, count in again.items() if count}
    assert surplus.keys() <= under_way.keys(), "something was asked again that was not under way when its worker was killed"
    for url, count in surplus.items():
        sent = [at for at in said.asked[url] if at <= under_way[url] + 1]
        assert count <= len(sent), "more was sent again than was on the way"
    assert under_way, "nothing was under way, so this shows nothing"

    for host, events in said.hosts.items():
        keeps_its_pace(host, events, len(ended["killed"]))


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
