"""What a history of verdicts comes to: the state that is kept of an address, and when it is asked again.

`advance` is a fold without input, output or clock: what it gives depends on nothing but the verdicts and their times, so a
history can be judged again under other rules. One verdict proves little: a page that is not found is asked three times over
three days, and what may be weather counts as dead only when nothing has been heard for a fortnight.
"""

from typing import Literal, NamedTuple, TypeAlias
from zlib import crc32

from notelint.web.verdict import Reason, State, Verdict

HOUR, DAY = 3600.0, 86_400.0

RECHECKS = (HOUR, DAY, 3 * DAY, 7 * DAY, 14 * DAY)
"""When a failing address is asked again, counted from its first failure. The first three are those of repology's link checker
(its `recheck` times by streak), the others lead up to the end of the fortnight.
"""
FIRST, LONGEST = DAY, 30 * DAY
"""How long an address that answers is left alone: a day, then twice as long each time, at most 30 days."""
JITTER = 0.2
"""By how much of itself a wait is shortened at most, so that links that were added together do not come due together."""

FAILURES = 3
MISSING_FOR = 3 * DAY
"""InternetArchiveBot calls a link dead after three failed tests, days apart (Wikimedia Meta-Wiki, "InternetArchiveBot")."""
SILENT_FOR = 14 * DAY
TURNS, TURNS_WITHIN, STEADY_FOR = 3, 30 * DAY, 14 * DAY
"""An address that came back three times in 30 days flaps, until it has been the same for 14 days."""

_WEATHER = frozenset(
    {"name-trouble", "refused", "unreachable", "connect-timeout", "timeout", "reset", "protocol", "server-error", "host-silent"}
)
_SILENCE = frozenset({"rate-limited", "deadline", "crashed"})
_DEADLY = ("missing", "final", "weather")
_WATCH = 4 * DAY
"""The longest wait while an address flaps, or it would be called steady on the word of a single visit."""

Kind: TypeAlias = Literal["up", "missing", "final", "weather", "doubt", "silence", "other"]
"""What a verdict is evidence of. `up`: alive. `missing`, `final`, `weather`: dead, if it lasts. `doubt`: a failure that shows
the server to be there (a certificate, a status that no one expects), so it never proves a death. `silence`: nothing was learnt.
`other`: blocked, suspect, unsafe.
"""


class Evidence(NamedTuple):
    """What the verdicts on an address come to; times in seconds since 1970, None or 0 where there is none.

    `state` and `reason` are what is told, `since` when that state began, `checked_at` the last visit and `due_at` the next.
    `side` is what the last verdict that told anything was evidence of, `wait` for how many seconds it lets an address be
    that does not fail; `silences` counts the verdicts since that told nothing. Of the unbroken run of failures: `streak`
    counts them and `failing_since` is its beginning; `silent_since` is the beginning of the part in which nothing spoke for
    a server that is there, `unheard` counts the failures in that part, `misses` those of them that were pages not found,
    and `missing_since` is the first of these. `heard_at` is the last visit that told anything, `steady_since` when the
    address took the side it is on, `turns` are the last times it came back.
    """

    state: State | None = None
    reason: Reason | None = None
    since: float = 0.0
    checked_at: float = 0.0
    due_at: float = 0.0
    side: str = ""
    wait: float = 0.0
    silences: int = 0
    streak: int = 0
    failing_since: float | None = None
    silent_since: float | None = None
    unheard: int = 0
    misses: int = 0
    missing_since: float | None = None
    first_alive: float | None = None
    last_alive: float | None = None
    heard_at: float = 0.0
    steady_since: float = 0.0
    turns: tuple[float, ...] = ()


NO_EVIDENCE = Evidence()


def kind_of(verdict: Verdict) -> Kind:
    """What a verdict is evidence of."""
    if verdict.state in ("alive", "moved"):
        return "up"
    if verdict.state == "dead":
        return "missing" if verdict.reason == "not-found" else "final"
    if verdict.reason in _SILENCE:
        return "silence"
    if verdict.state == "unsure":
        return "weather" if verdict.reason in _WEATHER else "doubt"
    return "other"


def advance(before: Evidence, verdict: Verdict) -> Evidence:
    """What is known once one more verdict has come. A clock that went back counts as one that stood still."""
    at = max(verdict.checked_at, before.checked_at)
    kind = kind_of(verdict)
    if kind == "silence" and before.state is not None and at - before.heard_at < SILENT_FOR:
        after = before._replace(silences=before.silences + 1)  # what was known still holds
        return _planned(after, after.silences, verdict.url, at)
    after = _told(before, _counted(before, verdict, kind, at), verdict, kind, at)
    return _planned(after, 0, verdict.url, at)


def _counted(before: Evidence, verdict: Verdict, kind: Kind, at: float) -> Evidence:
    """The counters, moved on by a verdict."""
    side = "down" if kind in _DEADLY else verdict.state if kind == "other" else kind
    stays = side == before.side
    after = before._replace(heard_at=at, side=side, steady_since=before.steady_since if stays else at, silences=0)
    after = after._replace(wait=min(2 * before.wait, LONGEST) if stays else FIRST)
    if kind in _DEADLY:
        missed = kind == "missing"
        return after._replace(
            streak=before.streak + 1,
            failing_since=_first(before.failing_since, at),
            silent_since=_first(before.silent_since, at),
            unheard=before.unheard + 1,
            misses=before.misses + missed,
            missing_since=_first(before.missing_since, at) if missed else before.missing_since,
        )
    after = after._replace(silent_since=None, unheard=0, misses=0, missing_since=None)
    if kind == "doubt":
        return after._replace(streak=before.streak + 1, failing_since=_first(before.failing_since, at))
    after = after._replace(streak=0, failing_since=None)
    return _came_back(before, after, at) if kind == "up" else after


def _came_back(before: Evidence, after: Evidence, at: float) -> Evidence:
    """An address that is alive; whether that ends an outage. One failure alone is none."""
    turns = tuple(turn for turn in before.turns if at - turn < TURNS_WITHIN)
    if before.streak > 1 or before.state == "dead":
        turns = (*turns, at)[-TURNS:]
    return after._replace(first_alive=_first(before.first_alive, at), last_alive=at, turns=turns)


def _told(before: Evidence, after: Evidence, verdict: Verdict, kind: Kind, at: float) -> Evidence:
    """The state that the counters amount to."""
    state = verdict.state
    if kind in _DEADLY:
        stays = before.state == "dead" and before.silent_since is not None
        state = "dead" if stays or _is_dead(after, kind, at) else "unsure"
    reason: Reason = verdict.reason
    if state not in ("suspect", "unsafe") and _flaps(before, after, kind, at):
        state = reason = "flapping"
    elif before.state == "flapping":
        after = after._replace(turns=())
    return after._replace(state=state, reason=reason, since=before.since if before.state == state else at)


def _is_dead(after: Evidence, kind: Kind, at: float) -> bool:
    """Whether a run of failures is evidence enough."""
    if kind == "final":
        return True
    missing = after.misses >= FAILURES and after.missing_since is not None and at - after.missing_since >= MISSING_FOR
    silent = after.unheard >= FAILURES and after.silent_since is not None and at - after.silent_since >= SILENT_FOR
    return (kind == "missing" and missing) or silent


def _flaps(before: Evidence, after: Evidence, kind: Kind, at: float) -> bool:
    """Whether an address is to be called flapping: once it is, it must stay the same for a time before it is not."""
    if before.state == "flapping":
        return at - after.steady_since < STEADY_FOR
    return kind == "up" and len(after.turns) == TURNS


def _planned(after: Evidence, silences: int, url: str, at: float) -> Evidence:
    """When the address is asked again: between an hour and 30 days from now."""
    if silences:
        wait = _shortened(min(FIRST * 2 ** min(silences - 1, 8), LONGEST), url, at)
    elif after.failing_since is not None:
        elapsed = at - after.failing_since
        ahead = next((recheck - elapsed for recheck in RECHECKS if recheck > elapsed), min(elapsed, LONGEST))
        wait = max(ahead, HOUR)
    else:
        wait = _shortened(min(after.wait, _WATCH) if after.state == "flapping" else after.wait, url, at)
    return after._replace(checked_at=at, due_at=at + wait)


def _shortened(wait: float, url: str, at: float) -> float:
    """A wait less a share of it that is the same whenever the same history is read."""
    share = crc32(f"{url} {at:.0f}".encode("utf-8", "surrogatepass")) / 2**32
    return wait * (1 - JITTER * share)


def _first(known: float | None, at: float) -> float:
    return at if known is None else known
