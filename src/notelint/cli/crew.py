"""Workers of dask's `distributed`: the only module that imports it, and only when a cluster was asked for.

Dask places turns on workers, starts them again elsewhere when a worker dies, and shows both on its dashboard. Of what is asked
and found it knows nothing; see `notelint.web.cluster`.
"""

import logging
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from uuid import uuid4

from notelint import __version__
from notelint.cli import turn
from notelint.web.cluster import ClusterError, Done, Ended
from notelint.web.part import Work

if TYPE_CHECKING:
    from distributed import Client, Future

T = TypeVar("T")

_HERE = "127.0.0.1"
_CONNECTING = 10.0
"""Seconds within which a scheduler must answer."""
_LOOK = 1.0
"""Seconds between two looks at who is there."""
_MOMENT = 0.05


class Place(NamedTuple):
    """Where the workers are: so many processes on this machine, or those of a scheduler at an address."""

    processes: int = 0
    scheduler: str = ""


def parse(text: str) -> Place:
    """What `--cluster` names. Raises ValueError."""
    if text == "local":
        return Place(os.cpu_count() or 1)
    if (count := text.removeprefix("local:")) != text and count.isascii() and count.isdigit() and int(count):
        return Place(int(count))
    if text.startswith(("tcp://", "tls://")) and text.rpartition(":")[2].isdigit() and "@" not in text:
        return Place(scheduler=text)
    raise ValueError(text)


@contextmanager
def connected(place: Place) -> "Iterator[Client]":
    """A client of the cluster; one on this machine is made and ended with it. Raises ClusterError."""
    try:
        import distributed
    except ImportError:
        raise ClusterError("--cluster needs dask's package distributed: install `notelint[cluster]`.") from None
    for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong there is told in a sentence of ours
    if place.processes:
        with _local(place.processes) as client:
            yield client
        return
    try:
        client = distributed.Client(place.scheduler, timeout=_CONNECTING, security=_security(place), set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"No scheduler answers at {place.scheduler}: {str(error).splitlines()[0]}.") from error
    with client:
        yield client


@contextmanager
def _local(count: int) -> "Iterator[Client]":
    """Workers of our own, and a scheduler that lets nobody else in: a port on loopback is open to all who use the machine."""
    import distributed

    os.environ.setdefault("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "10")
    security = distributed.Security.temporary()
    with (
        distributed.LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            host=_HERE,
            protocol="tls://",
            security=security,
            dashboard_address=f"{_HERE}:0",
            worker_dashboard_address=f"{_HERE}:0",
            silence_logs=logging.CRITICAL,
        ) as cluster,
        distributed.Client(cluster, security=security, set_as_default=False) as client,
    ):
        client.run(_leave_interrupts_to_us)
        yield client


def _security(place: Place) -> Any:
    """With `tls://`, the certificates that dask's own configuration names (`distributed.comm.tls`). Raises ClusterError."""
    import distributed

    if not place.scheduler.startswith("tls://"):
        return None
    security = distributed.Security(require_encryption=True)
    try:
        is_known = security.get_connection_args("client")["ssl_context"] is not None
    except OSError as error:
        raise ClusterError(f"The certificates for {place.scheduler} cannot be used: {error}.") from error
    if not is_known:
        raise ClusterError(
            "A scheduler at tls:// needs certificates: name them by DASK_DISTRIBUTED__COMM__TLS__CA_FILE and"
            " DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT (and …__CLIENT__KEY); see docs/scale.md."
        )
    return security


def _leave_interrupts_to_us() -> None:
    """Workers of our own hear Ctrl-C as well; but it is the driver who tells them what to do then."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class DaskCrew:
    """See `notelint.web.cluster.Crew`; for one sweep."""

    def __init__(self, client: "Client", work: Work) -> None:
        self._client, self._work = client, work
        self._turns: list[Future[Done]] = []
        self._heard: set[str] = set()
        self._there: dict[str, str] = {}
        self._looked_at = -1.0
        client.subscribe_topic(_topic(work), self._hear)

    def workers(self) -> dict[str, str]:
        """See `Crew.workers`."""
        if time.monotonic() - self._looked_at > _LOOK:
            self._there = {address: _machine(address) for address in self._call(self._client.nthreads)}
            self._looked_at = time.monotonic()
        return self._there

    def give(self, workers: Sequence[str], heard: Sequence[str]) -> None:
        """See `Crew.give`.

        Dask is told of machines rather than workers, and of none where all will do: a worker that starts again has another
        address, and a turn that may run nowhere would wait for ever.
        """
        key = f"{_topic(self._work)}-{uuid4().hex[:8]}"
        work = replace(self._work, heard=tuple(heard))
        machines = {self._there[worker] for worker in workers}
        only = sorted(machines) if machines != set(self._there.values()) else None
        self._turns.append(self._call(lambda: self._client.submit(take_turn, work, key=key, workers=only, pure=False)))

    def ended(self, seconds: float) -> list[Ended]:
        """See `Crew.ended`."""
        until = time.monotonic() + seconds
        while not (ended := [turn for turn in self._turns if turn.done()]) and time.monotonic() < until:
            time.sleep(_MOMENT)
        self._turns = [turn for turn in self._turns if turn not in ended]
        return [_end(turn) for turn in ended]

    def heard(self) -> set[str]:
        """See `Crew.heard`."""
        return self._heard.copy()

    def withdraw(self) -> None:
        """See `Crew.withdraw`."""
        with suppress(OSError, RuntimeError, ClusterError):
            self._client.cancel(self._turns, force=True)
        self._turns = []

    def _hear(self, event: tuple[float, str]) -> None:
        self._heard.add(event[1])

    def _call(self, question: Callable[[], T]) -> T:
        """What the scheduler answers."""
        try:
            return question()
        except (OSError, RuntimeError, TimeoutError) as error:
            raise ClusterError(
                "The scheduler went away; what was asked until then is kept, and the next sweep goes on."
            ) from error


def take_turn(work: Work) -> Done:
    """A worker's turn, as dask runs it: in a thread, under a key that is cancelled when nobody wants it any more."""
    from distributed import Status, get_worker

    worker = get_worker()
    key, machine = worker.get_current_task(), _machine(worker.address)

    def is_wanted() -> bool:
        task = worker.state.tasks.get(key)
        return worker.status in (Status.running, Status.paused) and task is not None and task.state == "executing"

    return turn.take(work, machine, is_wanted, lambda: worker.log_event(_topic(work), machine))


def _topic(work: Work) -> str:
    return f"sweep-{work.sweep}"


def _machine(address: str) -> str:
    """The machine in the address of a worker."""
    return address.partition("://")[2].rpartition(":")[0]


def _end(turn: "Future[Done]") -> Ended:
    """How a turn ended. What is no sentence is a bug, and raised."""
    from distributed import CancelledError, KilledWorker

    if turn.cancelled():
        return None
    error = turn.exception()
    if error is None:
        return turn.result()
    if isinstance(error, (KilledWorker, CancelledError)):
        return None
    if isinstance(error, (ImportError, AttributeError)):
        raise ClusterError(f"A worker cannot run notelint ({error}): install notelint {__version__} where the workers are.")
    raise error
