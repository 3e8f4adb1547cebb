"""Where addresses stand in the notes of a vault: only what has changed since the last time is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

from notelint.web.places import Linked
from notelint.web.store.database import Database, marks
from notelint.web.store.domains import Numbers, domain_of
from notelint.web.store.links import GONE, SEEN
from notelint.web.store.rows import tidy

_PORTION = 400
"""How many addresses are compared and written in one transaction: others want to write meanwhile."""

_MEASURED = (1_000, 10_000, 100_000, 1_000_000)
"""After so many new addresses the database looks at how large its tables are: by itself it would do that later."""

Standing: TypeAlias = list[tuple[str, int, str]]
"""Path, line and fragment of all places of an address, as the store has them, in order."""


class _Row(NamedTuple):
    """An address that the store knows."""

    number: int
    domain: int
    due_at: float


def renew(db: Database, vault: str, links: Iterable[Linked], now: float) -> None:
    """Take over where the addresses of a vault stand.

    What is written is sorted, so that two who write at once wait for each other and not both of them.
    """
    seen: set[int] = set()
    rest = iter(links)
    new = 0
    while portion := sorted(islice(rest, _PORTION)):
        with db.writing():
            known = _known(db, [link.url for link in portion])
            seen.update(_renew(db, vault, portion, known, now))
        before, new = new, new + len(portion) - len(known)
        if any(before < size <= new for size in _MEASURED):
            with db.writing():
                db.execute(db.words["measure"])
    with db.reading():
        gone = [
            number
            for (number,) in db.stream("SELECT DISTINCT address FROM places WHERE vault = ?", (vault,))
            if number not in seen
        ]
    for start in range(0, len(gone), _PORTION):
        with db.writing():
            _forget(db, vault, gone[start : start + _PORTION])
            db.executemany(GONE, [(now, vault, number) for number in gone[start : start + _PORTION]])


def _renew(db: Database, vault: str, portion: Sequence[Linked], known: dict[str, _Row], now: float) -> Iterator[int]:
    """Renew some addresses, of which the store knows some; their numbers."""
    rows = known | _registered(db, [link for link in portion if link.url not in known], now)
    before = _standing(db, vault, [row.number for row in rows.values()])
    after = {rows[link.url].number: _places(link) for link in portion}
    changed = [number for number, places in after.items() if places != before.get(number)]
    _forget(db, vault, [number for number in changed if number in before])
    db.executemany(
        "INSERT INTO places (vault, address, path, line, fragment) VALUES (?, ?, ?, ?, ?)",
        [(vault, number, *place) for number in changed for place in after[number]],
    )
    new = [row for row in rows.values() if row.number not in before]
    db.executemany(SEEN, [(vault, row.number, now) for row in new])
    _stand(db, vault, new)
    return iter(after)


def _registered(db: Database, new: Sequence[Linked], now: float) -> dict[str, _Row]:
    """Addresses that the store did not know; they are due now."""
    if not new:
        return {}
    numbers = Numbers(db)
    domains = {link.url: domain_of(link.url) for link in new}
    for domain in sorted(set(domains.values())):
        numbers(domain)
    db.executemany(
        "INSERT INTO addresses (url, host, domain, due_at) VALUES (?, ?, ?, ?) ON CONFLICT (url) DO NOTHING",
        [(link.url, link.host, numbers(domains[link.url]), now) for link in new],
    )
    return _known(db, [link.url for link in new])


def _known(db: Database, urls: Sequence[str]) -> dict[str, _Row]:
    rows = db.execute(f"SELECT url, id, domain, due_at FROM addresses WHERE url IN ({marks(urls)})", urls)
    return {url: _Row(*rest) for url, *rest in rows}


def _standing(db: Database, vault: str, numbers: Sequence[int]) -> dict[int, Standing]:
    places_by_number: defaultdict[int, Standing] = defaultdict(list)
    rows = db.execute(
        f"SELECT address, path, line, fragment FROM places WHERE vault = ? AND address IN ({marks(numbers)})",
        (vault, *numbers),
    )
    for number, *place in rows:
        places_by_number[number].append((place[0], place[1], place[2]))
    return {number: sorted(places) for number, places in places_by_number.items()}


def _places(link: Linked) -> Standing:
    return sorted((tidy(place.path), place.line, tidy(place.fragment)) for place in link.places)


def _stand(db: Database, vault: str, rows: Iterable[_Row]) -> None:
    """Have a vault look for these addresses when they are due."""
    first: dict[int, float] = {}
    for row in rows:
        first[row.domain] = min(row.due_at, first.get(row.domain, row.due_at))
    db.executemany(
        "INSERT INTO stands (vault, domain, due_at) VALUES (?, ?, ?) ON CONFLICT (vault, domain) DO UPDATE"
        " SET due_at = CASE WHEN excluded.due_at < stands.due_at THEN excluded.due_at ELSE stands.due_at END",
        [(vault, domain, due_at) for domain, due_at in sorted(first.items())],
    )


def _forget(db: Database, vault: str, numbers: Sequence[int]) -> None:
    if numbers:
        db.execute(f"DELETE FROM places WHERE vault = ? AND address IN ({marks(numbers)})", (vault, *numbers))
