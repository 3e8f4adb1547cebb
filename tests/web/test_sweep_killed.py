"""Killed at any moment, a sweep loses no verdict, and the next one asks nothing twice."""

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from notelint.web.store import REST
from tests.web.killing import sweep
from tests.web.sweeping import NOW, urls

ROOT = Path(__file__).parents[2]


def lines(log: Path) -> list[tuple[str, str, float]]:
    """What the log says; a kill may cut no line in two, since each is written at once."""
    told = [line.split(" ") for line in log.read_text().splitlines()]
    return [(word, url, float(at)) for word, url, at in told]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.parametrize(
    ("kills", "count", "seed"),
    [
        (100, 4000, 1),
        pytest.param(100, 4000, 2, marks=pytest.mark.slow),
        pytest.param(300, 12000, 3, marks=pytest.mark.slow),
    ],
)
def test_a_sweep_killed_at_random_moments(tmp_path: Path, kills: int, count: int, seed: int) -> None:
    store, log = tmp_path / "s.db", tmp_path / "log"
    arguments = [str(one) for one in (store, log, kills, count, seed)]
    subprocess.run([sys.executable, "-m", "tests.web.killing", *arguments], cwd=ROOT, check=True)

    db = sqlite3.connect(store)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    asked = Counter(url for word, url, _ in lines(log) if word == "asked")
    kept = {url for word, url, _ in lines(log) if word == "kept"}
    stored = Counter(url for (url,) in db.execute("SELECT url FROM probes JOIN addresses ON addresses.id = probes.address"))
    assert len(asked) > kills, "the sweeps came to nothing, so this shows nothing"
    assert kept <= stored.keys(), "a verdict was lost"
    assert stored.keys() <= asked.keys()
    assert set(stored.values()) == {1}
    assert set(asked.values()) == {1}, "an address was asked twice within its interval"
    assert len(asked) - len(kept) <= kills, "more than what was under way had no verdict"
    assert len(asked) < count, "there was nothing left to kill"

    journal = os.open(log, os.O_WRONLY | os.O_APPEND)
    sweep(store, journal, count, NOW + REST)
    os.close(journal)
    again = [url for word, url, at in lines(log) if word == "asked" and at > NOW]
    assert sorted(again) == sorted(set(urls(count)) - stored.keys()), "what had no verdict, and nothing else, is asked again"
    states = db.execute("SELECT state, COUNT(*) FROM addresses GROUP BY state").fetchall()
    assert states == [("alive", count)]


def test_two_processes_on_one_store_share_the_work(tmp_path: Path) -> None:
    store, log = tmp_path / "s.db", tmp_path / "log"
    command = [sys.executable, "-m", "tests.web.killing", str(store), str(log), "0", "2500", "1"]
    both = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    asked = Counter(url for word, url, _ in lines(log) if word == "asked")
    assert asked == Counter(urls(2500))
    sweeps = sqlite3.connect(store).execute("SELECT sweep, COUNT(*) FROM probes GROUP BY sweep").fetchall()
    assert sum(count for _, count in sweeps) == 2500
    assert len(sweeps) == 2, "one of them did all of it, so this shows nothing"
