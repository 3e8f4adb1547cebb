"""Who asks what: domains are leased to one worker at a time, and only for as long as it extends its leases.

For each vault and domain the store keeps when to look there at the earliest (`stands.due_at`): when the first address is due,
or when the lease runs out while somebody holds the domain. That may be too early, since an address is asked for all vaults at
once; then it is put right when the domain is given back, or when somebody looks. It is never too late. So whoever wants work
reads one index from its beginning, and hardly meets what others hold. A row of `stands` is locked before the addresses that it
speaks of are read, for then who adds one meanwhile comes afterwards.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from notelint.web.store import Due, Share
from notelint.web.store.database import Database, marks
from notelint.web.store.tasks import tasks

PER_SHARE = 64
"""How many addresses of a domain are handed out at once at most."""
_AT_ONCE = 64
"""How many domains are looked at in one transaction at most."""
_VAULTS = 50
"""For so many vaults it is found out when to look at a domain again as soon as it is given back; others do it themselves."""
_NEVER = float("inf")
_BEGINNING: Due = (-_NEVER, -1)

_HERE = "EXISTS (SELECT 1 FROM places p WHERE p.address = a.id AND p.vault = ?)"
_DUE = (
    "SELECT a.due_at, a.id FROM addresses a WHERE a.domain = ? AND a.due_at <= ? AND (a.due_at, a.id) > (?, ?)"
    f" AND a.leased_until <= ? AND {_HERE} ORDER BY a.due_at, a.id LIMIT ?"
)
_LATER = f"SELECT a.due_at FROM addresses a WHERE a.domain = ? AND a.due_at > ? AND {_HERE} ORDER BY a.due_at LIMIT 1"
_RESTING = (
    f"SELECT MIN(a.leased_until) FROM addresses a WHERE a.domain = ? AND a.due_at <= ? AND a.leased_until > ? AND {_HERE}"
)
_LOOKED_FOR = (
    "SELECT vault FROM stands WHERE domain = ? AND due_at <= ? ORDER BY CASE WHEN vault = ? THEN 0 ELSE 1 END, vault LIMIT ? "
)
_UPDATE = "UPDATE stands SET due_at = ? WHERE vault = ? AND domain = ?"


class Wanted(NamedTuple):
    """Whose addresses are wanted at what time, and by when they must have been due."""

    vault: str
    now: float
    due: float


def lease(db: Database, wanted: Wanted, worker: str, seconds: float, limit: int, only: Sequence[str] | None) -> list[Share]:
    """See `Store.lease`."""
    _lapse(db, wanted.now)
    while limit > 0:
        with db.writing():
            candidates = _candidates(db, wanted, min(limit, _AT_ONCE), only)
            picked, until = _picked(db, wanted, candidates, limit), wanted.now + seconds
            db.executemany(
                "UPDATE domains SET worker = ?, leased_until = ? WHERE id = ?",
                [(worker, until, share.domain) for share in picked],
            )
            db.executemany(_UPDATE, [(until, wanted.vault, share.domain) for share in picked])
            shares = _told(db, picked)
        if shares or not candidates:
            return shares
    return []


def _lapse(db: Database, now: float) -> None:
    """Have all vaults look again where leases have run out."""
    lapsed = "leased_until > 0 AND leased_until <= ?"
    with db.writing():
        numbers = [number for (number,) in db.execute(f"SELECT id FROM domains WHERE {lapsed}", (now,)).fetchall()]
        db.executemany("UPDATE stands SET due_at = 0 WHERE domain = ?", [(number,) for number in numbers])
        sql = f"UPDATE domains SET worker = '', leased_until = 0 WHERE id = ? AND {lapsed}"
        db.executemany(sql, [(number, now) for number in numbers])


def _candidates(db: Database, wanted: Wanted, limit: int, only: Sequence[str] | None) -> list[Share]:
    """The domains in which something seems to be due and that nobody holds, the most overdue first; without their addresses."""
    chosen = "" if only is None else f" AND d.name IN ({marks(only)})"
    rows = db.execute(
        "SELECT d.id, d.name, d.slice FROM stands s JOIN domains d ON d.id = s.domain"
        f" WHERE s.vault = ? AND s.due_at <= ? AND d.leased_until <= ?{chosen}"
        f" ORDER BY s.due_at, s.domain LIMIT ? {db.words['skip']}",
        (wanted.vault, wanted.due, wanted.now, *(only or ()), limit),
    )
    return [Share(number, name, part, (), None) for number, name, part in rows.fetchall()]


def _picked(db: Database, wanted: Wanted, candidates: Iterable[Share], limit: int) -> dict[Share, list[Due]]:
    """As many of these domains as hold so many due addresses. Where none is due, it is known from now on when one will be."""
    picked: dict[Share, list[Due]] = {}
    for share in candidates:
        if limit <= 0:
            break
        due, behind = _due(db, wanted, share.domain, _BEGINNING, limit)
        if due:
            picked[share._replace(behind=behind)] = due
        else:
            _set_due(db, wanted.vault, share.domain, wanted.now)
        limit -= len(due)
    return picked


def _told(db: Database, picked: Mapping[Share, Sequence[Due]]) -> list[Share]:
    """Shares with what is known of their addresses, which is asked for all at once."""
    told = iter(tasks(db, [number for due in picked.values() for _, number in due]))
    return [share._replace(tasks=tuple(islice(told, len(due)))) for share, due in picked.items()]


def more(db: Database, wanted: Wanted, share: Share, limit: int) -> Share:
    """The share with the next addresses in place of those that it had."""
    due, behind = _due(db, wanted, share.domain, share.behind or (_NEVER, 0), limit)
    return _told(db, {share._replace(behind=behind): due})[0]


def _due(db: Database, wanted: Wanted, domain: int, after: Due, limit: int) -> tuple[list[Due], Due | None]:
    """The next addresses of a domain that are due; the last of them, if there are more."""
    limit = min(limit, PER_SHARE)
    rows = db.execute(_DUE, (domain, wanted.due, *after, wanted.now, wanted.vault, limit + 1)).fetchall()
    due: list[Due] = [(at, number) for at, number in rows[:limit]]
    return due, due[-1] if len(rows) > limit else None


def _set_due(db: Database, vault: str, domain: int, now: float) -> None:
    """Have a domain looked at again when its first address is due that nobody asks at present."""
    if first := db.execute(_DUE, (domain, now, *_BEGINNING, now, vault, 1)).fetchone():
        db.execute(_UPDATE, (first[0], vault, domain))
        return
    later = db.execute(_LATER, (domain, now, vault)).fetchone()
    (resting,) = db.execute(_RESTING, (domain, now, now, vault)).fetchone()
    at = min(later[0] if later else _NEVER, _NEVER if resting is None else resting)
    db.execute(_UPDATE, (at, vault, domain))


def extend(db: Database, worker: str, domains: Collection[int], now: float, seconds: float) -> set[int]:
    """See `Store.extend`."""
    numbers = sorted(domains)
    which, until = f"IN ({marks(numbers)})", now + seconds
    with db.writing():
        held = "SELECT leased_until FROM domains d WHERE d.id = stands.domain AND d.worker = ?"
        db.execute(f"UPDATE stands SET due_at = ? WHERE domain {which} AND due_at = ({held})", (until, *numbers, worker))
        rows = db.execute(
            f"UPDATE domains SET leased_until = ? WHERE worker = ? AND id {which} RETURNING id", (until, worker, *numbers)
        )
        return {number for (number,) in rows.fetchall()}


def release(db: Database, vault: str, worker: str, domains: Collection[int], now: float, until: float) -> None:
    """See `Store.release`."""
    with db.writing():
        for domain in sorted(domains):
            held = db.execute("SELECT leased_until FROM domains WHERE id = ? AND worker = ?", (domain, worker)).fetchone()
            db.execute("UPDATE domains SET worker = '', leased_until = ? WHERE id = ? AND worker = ?", (until, domain, worker))
            soon = max(now, held[0]) if held else now
            rows = db.execute(_LOOKED_FOR + db.words["lock"], (domain, soon, vault, _VAULTS))
            for (other,) in rows.fetchall():
                _set_due(db, other, domain, now)


def holders(db: Database, now: float) -> set[str]:
    """See `Store.holders`."""
    with db.reading():
        rows: Iterable[tuple[str]] = db.execute("SELECT DISTINCT worker FROM domains WHERE leased_until > ?", (now,))
        return {worker for (worker,) in rows} - {""}


def end(db: Database, worker: str) -> None:
    """See `Store.end`."""
    with db.writing():
        # What is given back has no time, so the index on that leads to the few that are held.
        held = "worker = ? AND leased_until > 0"
        db.execute(f"UPDATE stands SET due_at = 0 WHERE domain IN (SELECT id FROM domains WHERE {held})", (worker,))
        db.execute(f"UPDATE domains SET worker = '', leased_until = 0 WHERE {held}", (worker,))


def spend(db: Database, name: str, wanted: int, now: float, rate: float, burst: float) -> int:
    """See `Store.spend`."""
    with db.writing():
        db.execute(
            "INSERT INTO budgets (name, tokens, filled_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING", (name, burst, now)
        )
        query = f"SELECT tokens, filled_at FROM budgets WHERE name = ? {db.words['lock']}"
        tokens, filled_at = db.execute(query, (name,)).fetchone()
        tokens = min(burst, tokens + max(0.0, now - filled_at) * rate)
        granted = max(0, min(wanted, int(tokens)))
        db.execute("UPDATE budgets SET tokens = ?, filled_at = ? WHERE name = ?", (tokens - granted, max(now, filled_at), name))
        return granted
