"""What a store costs that knows a million addresses, in SQLite and in PostgreSQL.

    python -m benchmarks.stores [--addresses 1000000] [--kind sqlite|postgres]

Addresses stand on hosts by Zipf (a few hosts have very many, most have one or two) and now and then in two notes or with a
fragment. The store is made in a temporary folder, which is deleted at the end; PostgreSQL is a server of its own on a Unix
socket there, from Debian's packages, that waits for the disk as it does by default. Printed are:

* `renew`: the addresses of the notes are told to the store for the first time, again unchanged, and with a hundredth changed;
* `lease`: what a sweep asks for whenever it has room: domains with 64 addresses in all that are due, while more and more others
  are held by other workers; when all is due, and when a fiftieth is;
* `record`: what an address costs a sweep: it is leased, noted as being asked, its verdict is kept, and the domain given back;
* `due`: how many are due, which a sweep counts in the end, when there are few, and beforehand for who watches it;
* `entries`: all that `notelint sweep --report` tells, read once; `report`: the page of `notelint report`, read and written;
* `size`: of the store with its indexes, for each address.
"""

import argparse
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from random import Random
from typing import TypeVar

from tests.web.postgres import binaries, running

from notelint.sweep_report import page
from notelint.sweep_report.gather import gather
from notelint.web.evidence import DAY
from notelint.web.places import Linked, Place
from notelint.web.store import SECONDS, Store
from notelint.web.store.open import open_store
from notelint.web.verdict import Verdict

T = TypeVar("T")
NOW = 1_700_000_000.0
VAULT = "https://example.org/wiki"
TRIES, LIMIT = 200, 64


def links(count: int, seed: int) -> list[Linked]:
    """So many addresses, hosts by Zipf."""
    random = Random(seed)  # noqa: S311 - a model, no secrets
    hosts = max(count // 6, 1)
    made = []
    for number in range(count):
        host = f"www.host{int(hosts ** random.random())}.org" if random.random() < 0.7 else f"h{random.randrange(hosts)}.net"
        places = [Place(f"notes/{number % 5000}.md", number % 300 + 1, "part" if number % 20 == 0 else "")]
        if number % 7 == 0:
            places.append(Place(f"notes/{number * 31 % 5000}.md", 1))
        made.append(Linked(f"https://{host}/some/longer/path/{number}", host, tuple(places)))
    return made


def verdict(url: str, at: float, number: int) -> Verdict:
    """Mostly alive, now and then not."""
    if number % 50 == 0:
        return Verdict(url, "dead", "not-found", 404, requests=2, seconds=0.4, checked_at=at)
    return Verdict(
        url, "alive", "ok", 200, requests=1, seconds=0.2, checked_at=at, title="A page", fingerprint="0123456789abcdef"
    )


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and the result."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def told(what: str, text: str) -> None:
    """Print a line."""
    print(f"{what:>28}: {text}", flush=True)


def leases(store: Store, now: float) -> str:
    """How long it takes to lease some work; what was leased is held, as by others, until all is measured."""
    times, held = [], 0
    for number in range(TRIES):
        seconds, shares = timed(lambda number=number: store.lease(VAULT, f"w{number}", now, SECONDS, LIMIT))  # type: ignore[misc]  # bound at once
        times.append(1000 * seconds)
        held += len(shares)
    for number in range(TRIES):
        store.end(f"w{number}")
    times.sort()
    most = f"99 % {times[TRIES * 99 // 100 - 1]:.1f} ms, longest {times[-1]:.1f} ms"
    return f"median {statistics.median(times):.1f} ms, {most}; {held:,} domains held"


def sweep(store: Store, now: float, most: int) -> tuple[int, int]:
    """Ask what is due, with no time on the wire: addresses, and the leases it took."""
    number, asked, taken = store.begin(VAULT, now), 0, 0
    while asked < most and (shares := store.lease(VAULT, "me", now, SECONDS, LIMIT)):
        taken += 1
        for share in shares:
            for task in share.tasks:
                store.asking(task.url, now)
                store.record(number, verdict(task.url, now, asked))
                asked += 1
        store.release(VAULT, "me", [share.domain for share in shares], now)
    store.due(VAULT, now, ())  # waits until all is written
    return asked, taken


def measure(place: str, count: int, size: Callable[[], int]) -> None:
    """Print all figures of a store."""
    store = open_store(place)
    every = links(count, 1)
    seconds, _ = timed(lambda: store.renew(VAULT, every, NOW))
    told("renew, all new", f"{seconds:.1f} s, {1e6 * seconds / count:.0f} µs an address")
    told("lease, all due", leases(store, NOW))
    seconds, due = timed(lambda: store.due(VAULT, NOW))
    told("due, all of them", f"{seconds:.2f} s ({due:,})")
    seconds, (asked, taken) = timed(lambda: sweep(store, NOW, count))
    told("record", f"{1e6 * seconds / asked:.0f} µs an address ({asked:,} in {seconds:.0f} s, {taken:,} leases)")
    seconds, _ = timed(lambda: store.renew(VAULT, every, NOW + DAY))
    told("renew, unchanged", f"{seconds:.1f} s, {1e6 * seconds / count:.0f} µs an address")
    changed = [one._replace(places=(Place("other.md", 1),)) if place % 100 == 0 else one for place, one in enumerate(every)]
    seconds, _ = timed(lambda: store.renew(VAULT, changed, NOW + DAY))
    told("renew, 1 % changed", f"{seconds:.1f} s, {1e6 * seconds / count:.0f} µs an address")
    told("lease, 2 % due", leases(store, NOW + DAY / 2))
    seconds, due = timed(lambda: store.due(VAULT, NOW + DAY / 2))
    told("due, 2 %", f"{seconds:.2f} s ({due:,})")
    seconds, known = timed(lambda: sum(1 for _ in store.entries(VAULT)))
    told("entries", f"{seconds:.1f} s ({known:,})")
    seconds, _ = timed(lambda: page.write(gather(store.select, [VAULT], NOW + DAY), "https://archive.example/", StringIO()))
    told("report", f"{seconds:.1f} s")
    store.close()
    told("size", f"{size() / count:.0f} bytes an address")


@contextmanager
def places(kind: str) -> Iterator[tuple[str, Callable[[], int]]]:
    """Where a store of a kind can be, and what tells how large it is."""
    if kind == "sqlite":
        folder = Path(tempfile.mkdtemp(prefix="notelint-store-"))
        try:
            yield str(folder / "s.db"), lambda: sum(file.stat().st_size for file in folder.iterdir())
        finally:
            shutil.rmtree(folder)
        return
    programs = binaries()
    if programs is None:
        raise SystemExit("PostgreSQL's server is not installed (apt-get install postgresql).")
    with running(programs, {"shared_buffers": "256MB", "fsync": "on", "max_wal_size": "4GB"}) as server:
        place = server.new()
        yield place, lambda: server.size(place)


def main() -> None:
    """Measure both kinds, or one."""
    parser = argparse.ArgumentParser(description="What a store costs.")
    parser.add_argument("--addresses", type=int, default=1_000_000)
    parser.add_argument("--kind", choices=("sqlite", "postgres"))
    given = parser.parse_args()
    for kind in (given.kind,) if given.kind else ("sqlite", "postgres"):
        print(f"{kind}, {given.addresses:,} addresses")
        with places(kind) as (place, size):
            measure(place, given.addresses, size)
    print(
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most in this process, the addresses among them"
    )


if __name__ == "__main__":
    main()
