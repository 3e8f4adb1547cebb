"""What a store has to tell: every address of a vault for reports, and the history of one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from notelint.web.places import Place
from notelint.web.store import Change, Entry, Fragment, History, Probe
from notelint.web.store.database import Database
from notelint.web.store.rows import EVIDENCE, KNOWN, evidence_in, known_in

_TOLD = ("id", "url", "host", "location", "title", "status", "target", "detail", *EVIDENCE)
_SELECTED = ", ".join(f"addresses.{name}" for name in _TOLD)


def entries(db: Database, vault: str) -> Iterator[Entry]:
    """Every address that stands in a vault, by host and address."""
    with db.reading():
        before = _before(db, vault)
        fragments = _fragments(db, vault)
    rows = db.stream(
        f"SELECT {_SELECTED}, path, line, fragment FROM places JOIN addresses ON addresses.id = places.address"
        " WHERE places.vault = ? ORDER BY addresses.host, addresses.url, path, line, fragment",
        (vault,),
    )
    return _entries(rows, before, fragments)


def _entries(
    rows: Iterable[Sequence[Any]], before: Mapping[int, str | None], fragments: Mapping[int, Sequence[Fragment]]
) -> Iterator[Entry]:
    for number, group in groupby(rows, key=itemgetter(0)):
        same = list(group)
        wanted = {row[-1] for row in same}
        known = tuple(fragment for fragment in fragments.get(number, ()) if fragment.name in wanted)
        state = before.get(number, same[0][len(_TOLD) - len(EVIDENCE)])
        yield _entry(same[0], state, tuple(Place(*row[-3:]) for row in same), known)


def _entry(row: Sequence[Any], before: Any, places: tuple[Place, ...], fragments: tuple[Fragment, ...]) -> Entry:
    _, url, host, location, title, status, target, detail = row[:8]
    evidence = evidence_in(row[8 : 8 + len(EVIDENCE)])
    return Entry(url, host, evidence, before, location, title, status, target, detail, places, fragments)


def _before(db: Database, vault: str) -> dict[int, str | None]:
    """The state that the addresses which changed since had when the last finished sweep of a vault ended."""
    last = "SELECT COALESCE(MAX(last_change), 0) FROM sweeps WHERE vault = ? AND ended_at IS NOT NULL"
    rows = db.execute(f"SELECT address, before_state FROM changes WHERE id > ({last}) ORDER BY id DESC", (vault,))
    return dict(rows)  # the first change since then is the last row


def _fragments(db: Database, vault: str) -> dict[int, list[Fragment]]:
    by_address: defaultdict[int, list[Fragment]] = defaultdict(list)
    for number, *rest in db.execute(
        "SELECT address, name, state, reason, meant, since, last_found FROM fragments WHERE state <> 'found'"
        " AND EXISTS (SELECT 1 FROM places WHERE places.address = fragments.address AND places.vault = ?) ORDER BY name",
        (vault,),
    ):
        by_address[number].append(Fragment(*rest))
    return by_address


def history(db: Database, url: str, latest: int) -> History | None:
    """All that is known of an address. Where it stands in several vaults, their names go before the paths."""
    row = db.execute(f"SELECT {_SELECTED}, {', '.join(KNOWN)} FROM addresses WHERE url = ?", (url,)).fetchone()
    if row is None:
        return None
    number = row[0]
    entry = _entry(row, None, _places(db, number), _all_fragments(db, number))
    return History(entry, known_in(row[len(_TOLD) :]), _changes(db, number, latest), _probes(db, number, latest))


def _places(db: Database, number: int) -> tuple[Place, ...]:
    places = db.execute(
        "SELECT DISTINCT vault, path, line, fragment FROM places WHERE address = ? ORDER BY vault, path, line, fragment",
        (number,),
    ).fetchall()
    is_many = len({vault for vault, *_ in places}) > 1
    return tuple(Place(f"{vault}/{path}" if is_many else path, *rest) for vault, path, *rest in places)


def _all_fragments(db: Database, number: int) -> tuple[Fragment, ...]:
    fragments = db.execute(
        "SELECT name, state, reason, meant, since, last_found FROM fragments WHERE address = ? ORDER BY name", (number,)
    )
    return tuple(Fragment(*fragment) for fragment in fragments)


def _changes(db: Database, number: int, latest: int) -> tuple[Change, ...]:
    changes = db.execute(
        "SELECT at, before_state, after_state, reason FROM changes WHERE address = ? ORDER BY id DESC LIMIT ?", (number, latest)
    )
    return tuple(Change(*change) for change in changes)


def _probes(db: Database, number: int, latest: int) -> tuple[Probe, ...]:
    probes = db.execute(
        "SELECT checked_at, state, reason, status, location, requests, seconds, detail, counts FROM probes"
        " WHERE address = ? ORDER BY checked_at DESC, id DESC LIMIT ?",
        (number, latest),
    )
    return tuple(Probe._make((*probe[:-1], bool(probe[-1]))) for probe in probes)
