"""A part in a sweep that several workers share: the ordinary sweep, over what it leases until nothing is left."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from notelint import __version__
from notelint.errors import NotelintError
from notelint.web.leases import Leases
from notelint.web.policy import Policy
from notelint.web.progress import Limits
from notelint.web.recorded import PORTION, WINDOW, RecordedSweep
from notelint.web.store import Store
from notelint.web.transport.dial import Routes
from notelint.web.verdict import Verdict
from notelint.web.worker import worker_name

GRANT = 4 * PORTION
"""How many requests are taken from the budget of a sweep at once at least, so that the store is not asked for each."""

_UNLIMITED = float("inf")


LONGEST = 200_000
"""How many addresses one turn takes at most. What a loop knows of hosts and addresses stays until it ends: 0.7 KB an address.
So a worker never needs much more than 200 MB; it finishes what it has begun, holds of hosts included, before it begins anew.
"""
_ROUNDS = 4


def window(due: int, workers: int) -> int:
    """How many addresses a worker may have in hand when so many are due.

    It takes more as it is done with them, so who has slow hosts takes less in the end: what is shared evenly is the time that
    hosts take, which nobody knows beforehand. Near the end nobody shall sit on addresses that others could ask.
    """
    return max(2 * PORTION, min(WINDOW, due // (_ROUNDS * max(workers, 1))))


class WithdrawnError(NotelintError):
    """Nobody wants this part of a sweep any more: it asks nothing, and gives back what it holds."""


@dataclass(frozen=True, repr=False)
class Work:
    """What a worker is told. There are no credentials in it: tokens, proxies and passwords are those of its own environment.

    `store` is a path or an address without a password; `machine` is where that path is, empty for a server of databases.
    `heard` are the machines where somebody was heard in this sweep. `requests` is the budget of the sweep, which the store
    knows by the name `budget`; from `end` on (seconds since 1970) nothing new is begun.
    """

    store: str
    machine: str
    vault: str
    sweep: int
    policy: Policy
    ca_file: str = ""
    routes: Routes | None = None
    chosen: Collection[str] | None = None
    heard: Collection[str] = ()
    requests: int | None = None
    budget: str = ""
    end: float = _UNLIMITED
    window: int = WINDOW
    version: str = __version__

    def __repr__(self) -> str:
        """What a dashboard may show."""
        return f"sweep {self.sweep}"


class Part(RecordedSweep):
    """One worker's part. `is_wanted` is asked now and then; `hear` is called once, when somebody is heard.

    Verdicts of a part in which nobody was heard stay in `held`, for whoever knows how it went with the others.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        now: Callable[[], float],
        *,
        is_wanted: Callable[[], bool],
        hear: Callable[[], None],
        has_heard: bool = False,
    ) -> None:
        super().__init__(store, work.vault, now, number=work.sweep)
        self._work, self._is_wanted, self._hear = work, is_wanted, hear
        self._end, self._window = work.end, work.window
        self._granted = 0
        self._is_exhausted = work.requests is None
        if has_heard:
            self._held = None

    @property
    def held(self) -> tuple[Verdict, ...]:
        """The verdicts that are no evidence yet."""
        return tuple(self._held or ())

    @property
    def is_full(self) -> bool:
        """Whether it has taken as much as one turn may."""
        return self._asked + len(self._open) >= LONGEST

    @property
    def is_spent(self) -> bool:
        """Whether the budget of the whole sweep is used up."""
        return self._now() >= self._end or (self._work.requests is not None and self._is_exhausted)

    def _due(self, chosen: Collection[str] | None) -> int:
        """That is counted once for all, elsewhere."""
        del chosen
        return 0

    def _leased(self, chosen: Collection[str] | None) -> Leases:
        return Leases(self._store, self._vault, self._now, chosen, worker=worker_name(self._work.sweep))

    def _limits(self) -> Limits:
        """Requests are granted as it goes."""
        return Limits(_UNLIMITED, self._end - self._now())

    def _requests_left(self) -> float:
        if self._work.requests is None:
            return _UNLIMITED
        lacking = len(self._open) + PORTION - (self._granted - self._requests)
        if lacking > 0 and not self._is_exhausted:
            wanted = max(lacking, GRANT)
            granted = self._store.spend(self._work.budget, wanted, self._now(), 0.0, float(self._work.requests))
            self._granted += granted
            self._is_exhausted = granted < wanted
        return self._granted - self._requests

    def _is_spent(self) -> bool:
        if not self._is_wanted():
            raise WithdrawnError("Nobody wants this part of the sweep any more.")
        return self.is_full or super()._is_spent()

    def _settle(self) -> None:
        super()._settle()
        self._hear()

    def _release_held(self) -> None:
        """Others may have heard somebody, so it is not decided here."""
