"""Verdicts are kept: each as a visit, and folded into what is known of its address."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

from notelint.web.evidence import NO_EVIDENCE, Evidence, advance
from notelint.web.learnt import fragment_changes, learnt
from notelint.web.store.database import Database, marks
from notelint.web.store.domains import Numbers, domain_of
from notelint.web.store.rows import EVIDENCE, KNOWN, evidence_in, evidence_out, known_in, tidy
from notelint.web.verdict import Known, Verdict

Given: TypeAlias = tuple[int, Verdict]
"""The number of a sweep, and what it found."""

_SELECT = f"SELECT url, id, domain, {', '.join((*EVIDENCE, *KNOWN))} FROM addresses WHERE url IN"
_UPDATE = (
    f"UPDATE addresses SET {', '.join(f'{name} = ?' for name in (*EVIDENCE, *KNOWN, 'status', 'target', 'detail'))},"
    " leased_until = 0 WHERE id = ?"
)
_PROBE = """
INSERT INTO probes (address, sweep, checked_at, state, reason, status, location, requests, seconds, detail, counts)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_CHANGE = "INSERT INTO changes (address, sweep, at, before_state, after_state, reason) VALUES (?, ?, ?, ?, ?, ?)"
_FRAGMENT = """
INSERT INTO fragments (address, name, state, reason, meant, since, last_found) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (address, name) DO UPDATE SET
    since = CASE WHEN fragments.state = excluded.state THEN fragments.since ELSE excluded.since END,
    state = excluded.state, reason = excluded.reason, meant = excluded.meant,
    last_found = COALESCE(excluded.last_found, fragments.last_found)
"""
SOONER = "UPDATE stands SET due_at = ? WHERE domain = ? AND due_at > ?"
"""Has all vaults look at a domain when an address there is due."""
_LONGEST_KNOWN, _LONGEST_DETAIL = 1000, 300


class Standing(NamedTuple):
    """An address of the store: its number, that of its domain, and what is known."""

    number: int
    domain: int
    evidence: Evidence
    known: Known


def record(db: Database, given: Sequence[Given]) -> list[Evidence]:
    """Keep verdicts, in order; what is known after each. One that is kept already changes nothing. Within one transaction."""
    standings = _standing(db, [verdict.url for _, verdict in given])
    new = [
        (sweep, verdict)
        for sweep, verdict in given
        if verdict.checked_at > standings[verdict.url].evidence.checked_at
        or not is_kept(db, standings[verdict.url].number, sweep, verdict)
    ]
    db.executemany(_PROBE, [_probe(standings[verdict.url].number, sweep, verdict, counts=True) for sweep, verdict in new])
    _fold(db, standings, new)
    return [standings[verdict.url].evidence for _, verdict in given]


def hold(db: Database, sweep: int, verdict: Verdict) -> None:
    """See `Store.hold`; within one transaction."""
    number = _standing(db, [verdict.url])[verdict.url].number
    if not is_kept(db, number, sweep, verdict):
        db.execute(_PROBE, _probe(number, sweep, verdict, counts=False))


def settle(db: Database, sweep: int, verdict: Verdict) -> Evidence:
    """See `Store.settle`; within one transaction."""
    standings = _standing(db, [verdict.url])
    sql = "UPDATE probes SET counts = 1 WHERE address = ? AND sweep = ? AND counts = 0"
    if db.execute(sql, (standings[verdict.url].number, sweep)).rowcount:
        _fold(db, standings, [(sweep, verdict)])
    return standings[verdict.url].evidence


def is_kept(db: Database, number: int, sweep: int, verdict: Verdict) -> bool:
    """Whether a verdict has been kept before."""
    sql = "SELECT 1 FROM probes WHERE address = ? AND checked_at = ? AND sweep = ?"
    return db.execute(sql, (number, verdict.checked_at, sweep)).fetchone() is not None


def _standing(db: Database, urls: Sequence[str]) -> dict[str, Standing]:
    """Addresses that are about to be changed; those that nobody registered are made, for no verdict is lost."""
    split = len(EVIDENCE)
    rows = db.execute(f"{_SELECT} ({marks(urls)}) {db.words['lock']}", urls)
    standings = {
        url: Standing(number, domain, evidence_in(rest[:split]), known_in(rest[split:]))
        for url, number, domain, *rest in rows.fetchall()
    }
    for url in sorted(set(urls) - standings.keys()):
        domain = Numbers(db)(domain_of(url))
        made = db.execute("INSERT INTO addresses (url, host, domain, due_at) VALUES (?, '', ?, 0) RETURNING id", (url, domain))
        standings[url] = Standing(int(made.fetchone()[0]), domain, NO_EVIDENCE, Known())
    return standings


def _fold(db: Database, standings: dict[str, Standing], given: Iterable[Given]) -> None:
    """Fold verdicts into what is known, there and in the store."""
    changes, fragments, changed = list[tuple[Any, ...]](), list[tuple[Any, ...]](), dict[str, Verdict]()
    for sweep, verdict in given:
        before = standings[verdict.url]
        after = advance(before.evidence, verdict)
        standings[verdict.url] = before._replace(evidence=after, known=learnt(before.known, verdict))
        changed[verdict.url] = verdict
        fragments += _fragments(before.number, verdict, after.checked_at)
        if after.state != before.evidence.state:
            changes.append((before.number, sweep, after.checked_at, before.evidence.state, after.state, after.reason))
    db.executemany(_UPDATE, [_address(standings[url], verdict) for url, verdict in changed.items()])
    soonest: dict[int, float] = {}
    for url in changed:
        standing = standings[url]
        soonest[standing.domain] = min(standing.evidence.due_at, soonest.get(standing.domain, standing.evidence.due_at))
    for sql, rows in (
        (SOONER, [(due_at, domain, due_at) for domain, due_at in sorted(soonest.items())]),
        (_CHANGE, changes),
        (_FRAGMENT, fragments),
    ):
        if rows:
            db.executemany(sql, rows)


def _address(standing: Standing, verdict: Verdict) -> tuple[Any, ...]:
    known = tuple(tidy(getattr(standing.known, name), _LONGEST_KNOWN) for name in KNOWN)
    last = (verdict.status, tidy(verdict.location), tidy(verdict.detail, _LONGEST_DETAIL))
    return (*evidence_out(standing.evidence), *known, *last, standing.number)


def _probe(number: int, sweep: int, verdict: Verdict, *, counts: bool) -> tuple[Any, ...]:
    return (
        *(number, sweep, verdict.checked_at, verdict.state, verdict.reason, verdict.status),
        *(tidy(verdict.location), verdict.requests, verdict.seconds, tidy(verdict.detail, _LONGEST_DETAIL), int(counts)),
    )


def _fragments(number: int, verdict: Verdict, at: float) -> list[tuple[Any, ...]]:
    return [
        (
            number,
            tidy(fragment.name),
            fragment.state,
            fragment.reason,
            tidy(fragment.meant),
            at,
            at if fragment.state == "found" else None,
        )
        for fragment in verdict.fragments
        if fragment_changes(fragment.state, fragment.reason)
    ]
