"""What a report asks a store. Rows are counted by the database where it can; where a date or a name must be understood, they
are counted as they come by, and never gathered.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from notelint.sweep_report import sql
from notelint.web.places import Place
from notelint.web.store import Entry, Fragment
from notelint.web.store.rows import EVIDENCE, evidence_in
from notelint.web.verdict import State

Select = Callable[..., Iterator[Sequence[Any]]]
"""`notelint.web.store.Store.select`."""
Before = Mapping[int, State | None]
"""The states that addresses had, by their numbers."""

PLACES = 10
"""How many of the places of an address are told."""
_PORTION = 900  # addresses that are looked up at once; SQLite took 999 values at most for long
_TOLD = ("url", "host", "location", "title", "status", "target", "detail", *EVIDENCE)


class Swept(NamedTuple):
    """A sweep that came to its end; `mark` is the last change that it told of."""

    vault: str
    ended_at: float
    mark: int


class Lived(NamedTuple):
    """What is known of the life of a link. `written_at` may not be known; `seen_at` is the first sweep that met it."""

    written_at: float | None
    seen_at: float
    last_alive: float | None
    state: str | None
    failing_since: float | None


class Death(NamedTuple):
    """A change to `dead` or from it, and when the link left the notes, if it did."""

    address: int
    vault: str
    at: float
    after: str
    gone_at: float | None


class Answered(NamedTuple):
    """The visits of a host, their seconds in sum, and how many took no longer than each of some bounds."""

    host: str
    visits: int
    seconds: float
    within: Sequence[int]


class Queries:
    """Questions about the addresses that stand in some vaults."""

    def __init__(self, select: Select, vaults: Sequence[str]) -> None:
        self._select = select
        self._vaults = tuple(vaults)
        self._here = _placeholders(vaults)
        rows = {"stands": "addresses.id", "changed": "changes.address", "probed": "probes.address"}
        self._words = {name: sql.STANDS.format(here=self._here, address=address) for name, address in rows.items()}

    def ask(self, query: str, *values: Any, **words: str) -> Iterator[Sequence[Any]]:
        """The rows of a question of `sql`."""
        return self._select(query.format(here=self._here, **self._words, **words), *values)

    def sweeps(self) -> list[Swept]:
        """The sweeps that came to their end, in order."""
        return [Swept(*row) for row in self.ask(sql.SWEEPS, *self._vaults)]

    def by_host(self, now: float) -> Iterator[tuple[str, str | None, int, int]]:
        """How many addresses of a host are in a state, and how many of them are to be asked again by now."""
        rows = self.ask(sql.BY_HOST, now, *self._vaults)
        return ((host, state, int(count), int(due)) for host, state, count, due in rows)

    def notes(self) -> int:
        """How many notes link to the web."""
        return int(next(self.ask(sql.NOTES, *self._vaults))[0])

    def changed(self, mark: int) -> dict[int, State | None]:
        """The state before the first change behind a mark, by number of the address; those left out that only became alive."""
        return {row[0]: row[1] for row in self.ask(sql.CHANGED, mark, *self._vaults)}

    def noteworthy(self, mark: int) -> Iterator[tuple[int, str]]:
        """The numbers and states of all addresses that are not plainly alive, or that were dead at a mark; the latest first."""
        return ((row[0], row[1]) for row in self.ask(sql.NOTEWORTHY, *self._vaults, *self._vaults, mark) if row[1])

    def changes(self) -> Iterator[tuple[float, str | None, str, int]]:
        """How many addresses changed from which state to which, by the sweep, told by its beginning."""
        return ((row[0], row[1], row[2], int(row[3])) for row in self.ask(sql.CHANGES, *self._vaults))

    def lives(self) -> Iterator[Lived]:
        """Every link that stands in the vaults or did, once."""
        return map(Lived._make, self.ask(sql.LIVES, *self._vaults))

    def deaths(self) -> Iterator[Death]:
        """When links were proved dead, and when that ended; link by link."""
        return map(Death._make, self.ask(sql.DEATHS, *self._vaults))

    def answers(self, since: float, bounds: Sequence[float]) -> Iterator[Answered]:
        """How long visits took that found a page, by host."""
        slots = ", ".join(sql.SLOT.format(bound=bound) for bound in bounds)
        for host, visits, seconds, *within in self.ask(sql.ANSWERS, since, *self._vaults, slots=slots):
            yield Answered(host, int(visits), float(seconds), [int(count) for count in within])

    def entries(self, numbers: Sequence[int], before: Before) -> Iterator[tuple[Entry, float | None, int]]:
        """These addresses in the order given, with when their links were written, and in how many places they stand."""
        rest = iter(numbers)
        while portion := list(islice(rest, _PORTION)):
            yield from self._portion(portion, before)

    def _portion(self, numbers: Sequence[int], before: Before) -> Iterator[tuple[Entry, float | None, int]]:
        among = _placeholders(numbers)
        rows = {row[0]: row[1:] for row in self.ask(sql.ADDRESSES, *numbers, columns=", ".join(_TOLD), among=among)}
        days = {row[0]: row[1] for row in self.ask(sql.WRITTEN, *self._vaults, *numbers, among=among)}
        places, counts = first_places(self.ask(sql.PLACES, *self._vaults, *numbers, among=among), self._vaults)
        fragments: defaultdict[int, list[Fragment]] = defaultdict(list)
        for number, *fragment in self.ask(sql.FRAGMENTS, *numbers, among=among):
            fragments[number].append(Fragment(*fragment))
        for number in numbers:
            entry = _entry(rows[number], places[number], fragments[number])
            entry = entry._replace(before=before.get(number, entry.evidence.state))
            yield entry, days.get(number), counts[number]


def _placeholders(values: Sequence[object]) -> str:
    return f"IN ({', '.join('?' * len(values))})"


def first_places(rows: Iterable[Sequence[Any]], vaults: Sequence[str]) -> tuple[defaultdict[int, list[Place]], Counter[int]]:
    """The first places of addresses, and how many they have; of several vaults, the names go before the paths."""
    places: defaultdict[int, list[Place]] = defaultdict(list)
    counts = Counter[int]()
    for number, vault, path, line, fragment in rows:
        counts[number] += 1
        if len(places[number]) < PLACES:
            places[number].append(Place(shown_path(vault, path, vaults), line, fragment))
    return places, counts


def shown_path(vault: str, path: str, vaults: Sequence[str]) -> str:
    """The path of a note; with the last part of the name of its vault, which is a path, where a report is about several."""
    return f"{vault.rstrip('/').rpartition('/')[2]}/{path}" if len(vaults) > 1 else path


def _entry(row: Sequence[Any], places: Sequence[Place], fragments: Sequence[Fragment]) -> Entry:
    url, host, location, title, status, target, detail = row[:7]
    names = {place.fragment for place in places}
    wanted = tuple(fragment for fragment in fragments if fragment.name in names or len(places) == PLACES)
    return Entry(url, host, evidence_in(row[7:]), None, location, title, status, target, detail, tuple(places), wanted)
