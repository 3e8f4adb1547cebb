"""`notelint sweep --cluster`: the same sweep, asked by the workers of a cluster."""

import os
import time
from argparse import ArgumentTypeError
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.cli.turn import here
from notelint.web.cluster import ClusterError, Driver, Shared
from notelint.web.part import Work, window
from notelint.web.policy import Policy
from notelint.web.recorded import Outcome
from notelint.web.store import Store
from notelint.web.store.open import is_remote
from notelint.web.transport.dial import Routes
from notelint.web.verdict import State

if TYPE_CHECKING:
    from distributed import Client

    from notelint.cli.crew import Place

Told = Callable[[Outcome, Sequence[str]], None]

_SECRETS = ("password", "sslpassword")
_TALLY = "SELECT state, COUNT(*), SUM(requests), MAX(id) FROM probes WHERE id > ? AND sweep = ? AND counts >= ? GROUP BY state"


def place_of(text: str) -> "Place":
    """What `--cluster` names, as an argument of the command line."""
    from notelint.cli.crew import parse

    try:
        return parse(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is neither local, local:N nor tcp://HOST:PORT") from None


class Cluster:
    """Sweeps of several vaults by one cluster, within one budget. `end` is in seconds since 1970."""

    def __init__(self, client: "Client", place: "Place", store: Store, name: str, requests: int | None, end: float) -> None:
        self._client, self._place, self._store, self._requests, self._end = client, place, store, requests, end
        self._name = shared_name(name, is_here=bool(place.processes))
        self._budget = ""

    def sweep(
        self,
        vault: str,
        policy: Policy,
        chosen: Collection[str] | None,
        *,
        routes: Routes | None,
        ca_file: str,
        told: Told | None,
    ) -> tuple[int, Outcome]:
        """Ask what is due of a vault; the number of the sweep, and what it came to."""
        from notelint.cli.crew import DaskCrew

        if policy.headers and self._place.scheduler.startswith("tcp://"):
            raise ClusterError("`web.headers` may hold secrets, which a cluster is told over tls:// only; see docs/scale.md.")
        number = self._store.begin(vault, time.time())
        self._budget = self._budget or f"sweep-{number}"
        counting = Counting(self._store, number, lambda: self._store.due(vault, time.time(), chosen))
        work = Work(
            store=self._name,
            machine="" if is_remote(self._name) else here(),
            vault=vault,
            sweep=number,
            policy=policy,
            ca_file=ca_file,
            routes=routes,
            chosen=chosen,
            requests=self._requests,
            budget=self._budget,
            end=self._end,
            window=window(counting.left, len(self._client.nthreads())),
        )
        driver = Driver(DaskCrew(self._client, work), self._store, Shared(number, counting.due), time.time, self._end)
        driver.run(lambda: told(counting.until_now(), ()) if told else None)
        return number, counting.in_the_end()


class Counting:
    """What a sweep came to so far, read from the store; only what is new since the last look is read."""

    def __init__(self, store: Store, sweep: int, count: Callable[[], int]) -> None:
        self._store, self._sweep, self._count = store, sweep, count
        self._start = self._last = self._largest()
        self._states: Counter[State] = Counter()
        self._requests = 0
        self.left = count()

    def due(self) -> int:
        """How many addresses are due and in no one's hands."""
        return self._count()

    def until_now(self) -> Outcome:
        """About how far it is."""
        states, requests, self._last = self._read(self._last, counts=0)
        self._states += states
        self._requests += requests
        asked = self._states.total()
        return Outcome(asked, self._requests, self._states, max(self.left - asked, 0))

    def in_the_end(self) -> Outcome:
        """What it came to in the end."""
        states, requests, _ = self._read(self._start, counts=1)
        return Outcome(states.total(), requests, states, self._count())

    def _read(self, after: int, counts: int) -> tuple[Counter[State], int, int]:
        rows = list(self._store.select(_TALLY, after, self._sweep, counts))
        states: Counter[State] = Counter({row[0]: int(row[1]) for row in rows})
        return states, sum(int(row[2]) for row in rows), max((int(row[3]) for row in rows), default=after)

    def _largest(self) -> int:
        return int(next(iter(self._store.select("SELECT COALESCE(MAX(id), 0) FROM probes")))[0])


@contextmanager
def cluster(place: "Place", store: Store, name: str, requests: int | None, end: float) -> Iterator[Cluster]:
    """The cluster at a place, while it is needed. Raises ClusterError."""
    from notelint.cli.crew import connected

    with connected(place) as client:
        yield Cluster(client, place, store, name, requests, end)


def shared_name(store: str, *, is_here: bool) -> str:
    """How workers find a store: without passwords. Those of our own find it in the environment instead."""
    if not is_remote(store):
        return str(Path(store).absolute())
    from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

    parts = urlsplit(store)
    given = parse_qsl(parts.query, keep_blank_values=True)
    password = dict(given).get("password") or unquote(parts.password or "")
    if is_here and password:
        os.environ["PGPASSWORD"] = password
    user, at, address = parts.netloc.rpartition("@")
    rest = urlencode([(name, value) for name, value in given if name not in _SECRETS], quote_via=quote)
    return parts._replace(netloc=f"{user.partition(':')[0]}{at}{address}", query=rest).geturl()
