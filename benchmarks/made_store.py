"""A store as weekly sweeps over some years would have left it, made at once: links of a knowledge base that rot.

Hosts are of sizes by Zipf; links were written over ten years and die at half a per cent a month; some hosts block, some pages
come and go, and some dead links are taken out of the notes.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from random import Random
from typing import Any, NamedTuple, TypeAlias

from notelint.web.evidence import DAY, NO_EVIDENCE, Evidence
from notelint.web.store.rows import EVIDENCE, evidence_out
from notelint.web.verdict import Reason, State

NOW = 1_790_000_000.0
VAULT = "/notes"
SWEEPS = 104
WEEK = 7 * DAY
_YEARS = 10 * 365.25 * DAY
_MONTHLY = 0.005

Insert = Callable[[str, Sequence[str], Iterable[Sequence[Any]]], None]
"""Puts rows into the columns of a table."""

ADDRESSES = ("id", "url", "host", "leased_until", *EVIDENCE, "location", "title", "status", "target", "detail")


Change: TypeAlias = tuple[int, State, Reason]
"""The sweep in which a link was found in another state, that state, and why."""


class Fate(NamedTuple):
    """What became of a link: when it was written, which of the sweeps met what."""

    number: int
    host: str
    written: float
    changes: tuple[Change, ...]
    gone: int | None
    """The sweep that did not find it in the notes any more."""


def fill(insert: Insert, count: int, seed: int = 1) -> None:
    """Put so many links into an empty store."""
    insert("sweeps", ("id", "vault", "started_at", "ended_at", "last_change"), _sweeps(count, seed))
    insert("addresses", ADDRESSES, map(_address, fates(count, seed)))
    insert("places", ("vault", "address", "path", "line", "fragment"), _places(count, seed))
    insert("links", ("vault", "address", "written_at", "first_seen", "gone_at"), map(_link, fates(count, seed)))
    insert("changes", ("id", "address", "sweep", "at", "before_state", "after_state", "reason"), _changes(count, seed))
    columns = ("address", "sweep", "checked_at", "state", "reason", "status", "requests", "seconds", "detail", "counts")
    insert("probes", columns, _probes(count, seed))


def fates(count: int, seed: int) -> Iterator[Fate]:
    """What becomes of each link, the same for the same seed."""
    random = Random(seed)  # noqa: S311 - a model, no secret
    hosts = array("d", accumulate(1 / rank for rank in range(1, max(count // 12, 2) + 1)))
    places = random.choices(range(len(hosts)), cum_weights=hosts, k=count)
    for number, host in enumerate(places, 1):
        written = NOW - random.random() * _YEARS
        yield Fate(number, _name(host), written, *_fate(random, host, written))


def _name(host: int) -> str:
    return f"{('www', 'docs', 'blog')[host % 3]}.site{host // 3}.{('org', 'com', 'co.uk', 'io')[host % 4]}"


def _fate(random: Random, host: int, written: float) -> tuple[tuple[Change, ...], int | None]:
    first = max(0, int((written - _start(0)) / WEEK) + 1)
    first = min(first, SWEEPS - 1)
    dies = int((written + random.expovariate(_MONTHLY) * 30 * DAY - _start(0)) / WEEK)
    fate = random.random()
    if host % 40 == 7:
        return ((first, "blocked", "forbidden"),), None
    if dies >= SWEEPS:
        return _living(random, first, fate), None
    dead = max(dies, first)
    reasons: Sequence[Reason] = ("not-found", "not-found", "gone", "no-such-host")
    reason = random.choice(reasons)
    before: tuple[Change, ...] = ((first, "alive", "ok"),) if dead > first else ()
    gone = dead + 1 + int(random.expovariate(1 / 20))
    if fate < 0.15 and dead + 6 < SWEEPS:
        return (*before, (dead, "dead", reason), (dead + 6, "alive", "ok")), None
    return (*before, (dead, "dead", reason)), gone if fate < 0.5 and gone < SWEEPS else None


def _living(random: Random, first: int, fate: float) -> tuple[Change, ...]:
    later = first + 1 + random.randrange(SWEEPS)
    begin: Change = (first, "alive", "ok")
    if later >= SWEEPS or fate > 0.12:
        return (begin,)
    kinds: Sequence[tuple[State, Reason]] = (
        ("moved", "moved"),
        ("suspect", "parked"),
        ("unsure", "timeout"),
        ("flapping", "flapping"),
    )
    return (begin, (later, *kinds[max(int(fate / 0.02) - 2, 0)]))


def _start(sweep: int) -> float:
    return NOW - (SWEEPS - sweep) * WEEK


def _sweeps(count: int, seed: int) -> Iterator[Sequence[Any]]:
    marks = [0] * SWEEPS
    for fate in fates(count, seed):
        for sweep, _, _ in fate.changes:
            marks[sweep] += 1
    for sweep, mark in enumerate(accumulate(marks)):
        yield sweep + 1, VAULT, _start(sweep), _start(sweep) + 3600.0, mark


def _url(fate: Fate) -> str:
    return f"https://{fate.host}/{fate.number % 97}/page-{fate.number}"


def _address(fate: Fate) -> Sequence[Any]:
    sweep, state, reason = fate.changes[-1]
    evidence = NO_EVIDENCE._replace(state=state, reason=reason, since=_start(sweep), checked_at=_start(SWEEPS - 1))
    url = _url(fate)
    moved = f"https://new.{fate.host}/{fate.number}" if state == "moved" else url
    status = {"dead": 404, "blocked": 403, "unsure": None}.get(state, 200)
    title = f"Page {fate.number}" if state != "blocked" else ""
    return (fate.number, url, fate.host, 0.0, *evidence_out(_seen(evidence, fate, sweep)), moved, title, status, None, "")


def _seen(evidence: Evidence, fate: Fate, sweep: int) -> Evidence:
    good = [one for one, state, _ in fate.changes if state in ("alive", "moved")]
    if good:
        last = _start(SWEEPS - 1 if evidence.state in ("alive", "moved") else sweep - 1)
        evidence = evidence._replace(first_alive=_start(good[0]), last_alive=last)
    if evidence.state in ("dead", "unsure"):
        evidence = evidence._replace(failing_since=_start(sweep), streak=SWEEPS - sweep)
    return evidence._replace(due_at=NOW + (fate.number % 30 - 3) * DAY)


def _places(count: int, seed: int) -> Iterator[Sequence[Any]]:
    for fate in fates(count, seed):
        if fate.gone is None:
            for more in range(2 if fate.number % 5 == 0 else 1):
                yield VAULT, fate.number, f"notes/{fate.number // 20 + more}.md", fate.number % 20 + 1, ""


def _link(fate: Fate) -> Sequence[Any]:
    gone = None if fate.gone is None else _start(fate.gone)
    return VAULT, fate.number, fate.written if fate.number % 20 else None, _start(fate.changes[0][0]), gone


def _changes(count: int, seed: int) -> Iterator[Sequence[Any]]:
    by_sweep: list[list[tuple[int, State | None, State, Reason]]] = [[] for _ in range(SWEEPS)]
    for fate in fates(count, seed):
        before: State | None = None
        for sweep, state, reason in fate.changes:
            by_sweep[sweep].append((fate.number, before, state, reason))
            before = state
    number = 0
    for sweep, changes in enumerate(by_sweep):
        for address, before, after, reason in changes:
            number += 1
            yield number, address, sweep + 1, _start(sweep) + 60.0, before, after, reason


def _probes(count: int, seed: int) -> Iterator[Sequence[Any]]:
    random = Random(seed)  # noqa: S311 - a model, no secret
    for fate in fates(count, seed):
        _, now, why = fate.changes[-1]
        last: Change = (SWEEPS - 1, now, why)
        for sweep, state, reason in sorted({*fate.changes, last}):
            seconds = random.lognormvariate(-1.0, 1.0)
            yield fate.number, sweep + 1, _start(sweep) + 60.0, state, reason, 200, 1, seconds, "", 1
