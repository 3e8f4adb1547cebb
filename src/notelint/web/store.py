"""The memory of sweeps: what it holds and what can be asked of it, whatever database keeps it.

Each verdict is written as it comes, in one transaction with what it changes, so a sweep can be ended at any moment.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from notelint.errors import NotelintError
from notelint.web.evidence import HOUR, Evidence
from notelint.web.places import Linked, Place
from notelint.web.verdict import FragmentReason, FragmentState, Known, Reason, State, Verdict

LEASE = HOUR
"""How long an address that was taken is left to whoever took it. No address is asked again sooner than that in any case, so the
one whose answer a killed sweep never wrote is not asked twice within its interval either.
"""


class StoreError(NotelintError):
    """The store cannot be opened, read or written."""


class Task(NamedTuple):
    """An address to be asked: its fragments, and what is known of it."""

    url: str
    fragments: tuple[str, ...] = ()
    known: Known = Known()


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

    A vault is named by any text that stays the same from sweep to sweep.
    """

    def renew(self, vault: str, links: Iterable[Linked], now: float) -> None:
        """Take over where addresses stand in the notes of a vault now; those not known yet are due at once."""

    def begin(self, vault: str, now: float) -> int:
        """Begin a sweep: its number."""

    def due(self, vault: str, now: float, chosen: Collection[str] | None = None) -> Sequence[int]:
        """The numbers of the addresses of a vault (or of the chosen ones) that are to be asked, the most overdue first."""

    def tasks(self, numbers: Sequence[int]) -> list[Task]:
        """These addresses with what is known of them, in the order given."""

    def lease(self, url: str, now: float) -> bool:
        """Take an address before it is asked; False when another sweep has taken or asked it meanwhile."""

    def release(self, urls: Iterable[str]) -> None:
        """Give back addresses that were taken, as if they had not been asked."""

    def record(self, sweep: int, verdict: Verdict) -> Evidence:
        """Keep a verdict, and what it changes."""

    def hold(self, sweep: int, verdict: Verdict) -> None:
        """Keep a verdict that is no evidence yet: nothing has answered in this sweep."""

    def settle(self, sweep: int, verdict: Verdict) -> Evidence:
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
