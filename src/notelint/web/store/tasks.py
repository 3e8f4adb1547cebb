"""Addresses to be asked, with what is known of them."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from notelint.web.store import Task
from notelint.web.store.database import Database, marks
from notelint.web.store.rows import KNOWN, known_in

# With `a.leased_until`: not asked at present. A domain that has a time and no worker wants to be left alone: nobody holds it.
_DUE = """
FROM stands s JOIN addresses a ON a.domain = s.domain JOIN domains d ON d.id = s.domain
WHERE s.vault = ? AND s.due_at <= ? AND a.due_at <= ? AND a.leased_until <= ? AND (d.leased_until <= ? OR d.worker = '')
AND EXISTS (SELECT 1 FROM places p WHERE p.address = a.id AND p.vault = s.vault)
"""


def tasks(db: Database, numbers: Sequence[int]) -> list[Task]:
    """These addresses, in the order given."""
    if not numbers:
        return []
    within = f"IN ({marks(numbers)})"
    wanted = _names(
        db,
        f"SELECT DISTINCT address, fragment FROM places WHERE fragment <> '' AND address {within}",
        numbers,
    )
    found_before = _names(db, f"SELECT address, name FROM fragments WHERE state = 'found' AND address {within}", numbers)
    rows = db.execute(f"SELECT id, url, {', '.join(KNOWN)} FROM addresses WHERE id {within}", numbers)
    made = {
        number: Task(url, wanted.get(number, ()), known_in(known)._replace(fragments=found_before.get(number, ())))
        for number, url, *known in rows
    }
    return [made[number] for number in numbers]


def _names(db: Database, query: str, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    grouped: defaultdict[int, list[str]] = defaultdict(list)
    for number, name in db.execute(query, numbers):
        grouped[number].append(name)
    return {number: tuple(sorted(names)) for number, names in grouped.items()}


def due(db: Database, vault: str, now: float, chosen: Collection[str] | None) -> int:
    """See `Store.due`."""
    with db.reading():
        if chosen is None:
            (count,) = db.execute(f"SELECT COUNT(*) {_DUE}", (vault, now, now, now, now)).fetchone()
            return int(count)
        return sum(url in chosen for (url,) in db.stream(f"SELECT a.url {_DUE}", (vault, now, now, now, now)))
