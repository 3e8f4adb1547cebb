"""Two sweeps at once on one store, as real processes: they share the work, and no address is asked twice."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from notelint.web.store.open import open_store
from tests.conftest import write
from tests.web.local_web import Answer, LocalWeb, serving

HOSTS, PAGES = 110, 12  # more than one sweep takes at once


class Shared(NamedTuple):
    """Notes, the servers that they link to, a store, and how a sweep of them is begun."""

    web: LocalWeb
    place: str
    start: Callable[[], subprocess.Popen[bytes]]

    @property
    def asked(self) -> Counter[str]:
        """How often each page was asked for."""
        return Counter({f"{host}{path}": count for (host, path), count in list(self.web.asked.items()) if "/page" in path})

    def probes(self) -> Counter[str]:
        """How many verdicts on each address the store has."""
        return Counter(self._pages("SELECT url FROM probes JOIN addresses ON addresses.id = probes.address"))

    def resting(self) -> set[str]:
        """Which addresses seem to be under way."""
        return set(self._pages(f"SELECT url FROM addresses WHERE leased_until > {time.time()}"))  # noqa: S608 - a number

    def _pages(self, query: str) -> list[str]:
        with closing(open_store(self.place, reading=True)) as store:
            return [url.partition("//")[2].replace(f":{self.web.port}", "") for (url,) in store.select(query)]

    def sweeps(self) -> list[int]:
        with closing(open_store(self.place, reading=True)) as store:
            return [count for (count,) in store.select("SELECT COUNT(*) FROM probes GROUP BY sweep")]


def pages() -> list[tuple[str, str]]:
    return [(f"h{host}.example", f"/page{page}") for host in range(HOSTS) for page in range(PAGES)]


@pytest.fixture
def shared(repository: Path, place: str) -> Iterator[Shared]:
    with serving({page: Answer() for page in pages()}) as web:
        write(repository, {"notelint.toml": '[web]\nlook = "status"\n'})
        write(repository, {"a.md": "\n".join(f"* <http://{host}:{web.port}{path}>" for host, path in pages())})
        resolve = [part for host in range(HOSTS) for part in ("--resolve", f"h{host}.example:{web.port}:127.0.0.1")]
        command = [sys.executable, "-m", "notelint", "sweep", "--allow-private", "--store", place, "--report", "json", *resolve]

        def start() -> subprocess.Popen[bytes]:
            return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=repository)

        yield Shared(web, place, start)


def ended(process: subprocess.Popen[bytes]) -> dict[str, object]:
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return dict(json.loads(out))


_QUICK, _LARGE = "sqlite", pytest.param("postgres", marks=pytest.mark.slow)


@pytest.mark.parametrize("place", [_QUICK, _LARGE], indirect=True)
def test_two_at_once_share_the_work(shared: Shared) -> None:
    both = [shared.start() for _ in range(2)]
    told = [ended(one) for one in both]
    every = Counter(f"{host}{path}" for host, path in pages())
    assert shared.asked == every == shared.probes()
    assert sorted(shared.sweeps()) == sorted(one["asked"] for one in told)  # type: ignore[type-var]  # numbers
    assert len(shared.sweeps()) == 2, "one of them did all of it, so this shows nothing"


@pytest.mark.parametrize("place", [_QUICK, _LARGE], indirect=True)
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing can be killed so")
def test_one_takes_over_what_the_other_held_when_it_was_killed(shared: Shared) -> None:
    one, other = shared.start(), shared.start()
    while shared.asked.total() < HOSTS * PAGES // 4:
        time.sleep(0.005)
    one.kill()
    one.communicate()
    ended(other)
    every = {f"{host}{path}" for host, path in pages()}
    probes = shared.probes()
    assert set(probes.values()) == {1}
    lost = every - probes.keys()
    assert lost == shared.resting(), "what the killed one held is asked by the other, but for what was under way"
    twice = [page for page, count in shared.asked.items() if count > 1]
    if shared.place.startswith("postgres"):  # there it is noted a little later that an address is being asked
        assert len(twice) <= 64
        assert max(shared.asked.values()) <= 2
    else:
        assert twice == []
    assert len(lost) <= 256, "more than can be on the wire at once"
