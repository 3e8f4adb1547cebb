"""The memory of sweeps: what it holds and what can be asked of it, whatever database keeps it.

Each verdict is written as it comes, in one transaction with what it changes, so a sweep can be ended at any moment.

Any number of workers may use one store at once. Work is handed out by domain: `lease` gives a worker shares, each a domain (or
a slice of one) with addresses that are due, the most overdue first, and nobody else gets any address of that domain until the
worker says `release`, or until its lease runs out because it did not `extend` it in time. So a host is asked by one
worker at a time and keeps its pace, and nothing has to be told to anyone when a worker dies:

    for share in store.lease(vault, worker, now(), SECONDS, 64):
        for task in share.tasks:                     # ... ask, at the pace of the host, and meanwhile now and then:
            store.record(sweep, verdict)
        held = store.extend(worker, domains, now(), SECONDS)
        share = store.more(vault, share, now(), 64)  # while `share.behind` is not None
        store.release(vault, worker, [share.domain], now())

A worker is named by any text that no other worker has (`worker.worker_name` makes one); whoever starts again under a new name
leaves the old leases to run out, or calls `end` for the worker that is known to be gone. Domains that very many notes link to
(GitHub) are cut into slices, and several workers may hold slices of one: `share.is_slice`. Who holds one asks no more than
`spend` allows it of the budget that all share. `leases.Leases` does all this for a loop that asks.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

from notelint.errors import NotelintError
from notelint.web.evidence import HOUR, Evidence
from notelint.web.places import Linked, Place
from notelint.web.store.hot import HOT
from notelint.web.verdict import FragmentReason, FragmentState, Known, Reason, State, Verdict

REST = HOUR
"""How long an address rests that was about to be asked (`asking`) if its verdict never comes. No address is asked again sooner
than that in any case, so the one whose answer a killed sweep never wrote is not asked twice within its interval either.
"""
SECONDS = 120.0
"""For how long to lease: longer than a worker hangs that still lives. It extends its leases four times as often."""

Due: TypeAlias = tuple[float, int]
"""Where in the order of what is due an address stands: since when, and its number."""


class StoreError(NotelintError):
    """The store cannot be opened, read or written."""


class LostError(StoreError):
    """The store has gone away, or another was let go first: the same may succeed later."""


class Task(NamedTuple):
    """An address to be asked: its fragments, and what is known of it."""

    url: str
    fragments: tuple[str, ...] = ()
    known: Known = Known()


class Share(NamedTuple):
    """Addresses of one domain, the most overdue first, for one worker.

    `domain` is the number under which it is leased, `name` what was registered (`example.co.uk`) and `slice` which part of
    it this is. `behind` is the last of the addresses when more are due (see `Store.more`), None when these are all.
    """

    domain: int
    name: str
    slice: int
    tasks: tuple[Task, ...]
    behind: Due | None

    @property
    def is_slice(self) -> bool:
        """Whether others may ask this domain at the same time, so that its budget has to be heeded."""
        return self.name in HOT


class Fragment(NamedTuple):
    """What is known of a fragment: since when it is what it is, and when it was last found."""

    name: str
    state: FragmentState
    reason: FragmentReason
    meant: str
    since: float
    last_found: float | None


class Entry(NamedTuple):
    """An address with all that a report says of it.

    `before` is the state when the last finished sweep of the vault ended, None where it had none. `location` is where it ended
    when it was last alive, `title` its title at first sight; `status`, `target` and `detail` are the last visit's.
    """

    url: str
    host: str
    evidence: Evidence
    before: State | None
    location: str
    title: str
    status: int | None
    target: str | None
    detail: str
    places: tuple[Place, ...]
    fragments: tuple[Fragment, ...]


class Probe(NamedTuple):
    """One visit. `counts` is False when nothing answered in the whole sweep, so that it is no evidence."""

    checked_at: float
    state: State
    reason: Reason
    status: int | None
    location: str | None
    requests: int
    seconds: float
    detail: str
    counts: bool


class Change(NamedTuple):
    """A change of the state that is kept."""

    at: float
    before: State | None
    after: State
    reason: Reason


class History(NamedTuple):
    """All that is known of one address; the latest changes and probes first."""

    entry: Entry
    known: Known
    changes: tuple[Change, ...]
    probes: tuple[Probe, ...]


class Store(Protocol):
    """What a sweep needs of its memory. Times are seconds since 1970. Every method may raise StoreError, in one sentence.

    A vault is named by any text that stays the same from sweep to sweep. One that `is_remote` may take its time:
    then `asking`, `record`, `hold`, `settle`, `unasked` and `release` only note what is to be done, in order, and tell nothing
    of what came of it; all others wait.
    """

    @property
    def is_remote(self) -> bool:
        """Whether it is elsewhere, so that no loop should wait for it."""

    def renew(self, vault: str, links: Iterable[Linked], now: float) -> None:
        """Take over where addresses stand in the notes of a vault now; those not known yet are due at once."""

    def begin(self, vault: str, now: float) -> int:
        """Begin a sweep: its number."""

    def due(self, vault: str, now: float, chosen: Collection[str] | None = None) -> int:
        """How many addresses of a vault (or of the chosen ones) are due and in no one's hands, on hosts that want to be left
        alone, too. It counts them all.
        """

    def lease(
        self,
        vault: str,
        worker: str,
        now: float,
        seconds: float,
        limit: int,
        only: Sequence[str] | None = None,
        due: float | None = None,
    ) -> list[Share]:
        """Take domains for a worker, with about `limit` due addresses of the vault in all; the most overdue domains first.

        `only` are the names of the domains to choose from (some hundred at most), `due` is by when addresses must have been due
        if not by now. Nothing: nothing is due that no one holds.
        """

    def more(self, vault: str, share: Share, now: float, limit: int, due: float | None = None) -> Share:
        """The share with the next addresses that are due, at most `limit`, in place of those that it had."""

    def extend(self, worker: str, domains: Collection[int], now: float, seconds: float) -> set[int]:
        """Keep these domains for so long from now; which of them the worker still holds. The others are someone else's."""

    def release(self, vault: str, worker: str, domains: Collection[int], now: float, until: float = 0.0) -> None:
        """Give these domains back; nobody gets them before `until` (when a host has asked to be left alone)."""

    def holders(self, now: float) -> set[str]:
        """The workers that hold anything now."""

    def end(self, worker: str) -> None:
        """Give back all that a worker holds."""

    def spend(self, name: str, wanted: int, now: float, rate: float, burst: float) -> int:
        """How many of the wanted requests may be sent to a domain now, at `rate` per second for all workers together.

        What was not used adds up to `burst` at most. Nought: wait for 1 / rate seconds, then ask again.
        """

    def asking(self, url: str, now: float) -> bool:
        """Note that an address is about to be asked: for `REST` seconds nobody else asks it, even if this worker dies.

        False when another has it in hand or has asked it meanwhile. A store that is far away may note it a little later.
        """

    def unasked(self, urls: Iterable[str]) -> None:
        """These addresses were not asked after all."""

    def record(self, sweep: int, verdict: Verdict) -> Evidence | None:
        """Keep a verdict, and what it changes; what is known then. Keeping it again changes nothing."""

    def hold(self, sweep: int, verdict: Verdict) -> None:
        """Keep a verdict that is no evidence yet: nothing has answered in this sweep."""

    def settle(self, sweep: int, verdict: Verdict) -> Evidence | None:
        """Let a verdict that was held count."""

    def standing(self, url: str) -> Evidence:
        """What the verdicts on an address come to so far."""

    def entries(self, vault: str) -> Iterator[Entry]:
        """Every address that stands in a vault, in order."""

    def history(self, url: str, *, latest: int = 20) -> History | None:
        """All that is known of an address; None when it is not known. At most `latest` changes and probes."""

    def undated(self, vault: str) -> Iterator[tuple[str, Place]]:
        """The addresses of a vault of which it is not known when a note first linked them, with each place where they stand."""

    def date(self, vault: str, days: Mapping[str, float]) -> None:
        """Keep when notes of a vault first linked these addresses."""

    def select(self, query: str, *values: Any) -> Iterator[Sequence[Any]]:
        """The rows of a SELECT in SQL that every kind of store knows, `?` for values, read as they are needed."""

    def mark(self) -> int:
        """A number for all changes so far."""

    def finish(self, sweep: int, now: float, mark: int) -> None:
        """End a sweep: what changed up to the mark is told, and no longer new."""

    def close(self) -> None:
        """Let go of the database."""
