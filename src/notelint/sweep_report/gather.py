"""A report, put together from what a store answers. Only what is shown is kept; the rest is counted as it comes by."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from heapq import nsmallest
from itertools import groupby

from notelint.sweep_report.data import (
    CHANGED,
    STANDING,
    Answers,
    Cohort,
    Lasting,
    Link,
    Moment,
    Repairs,
    Report,
    Rot,
    Section,
)
from notelint.sweep_report.queries import Lived, Queries, Select, Swept
from notelint.sweep_report.survival import Life, kaplan_meier, survival
from notelint.web.domains import registrable_domain
from notelint.web.evidence import DAY

MOST = 2_000
"""How many entries of a section are shown: a page with more is slow, and nobody reads them. All of them are in the CSV."""
NAMES = 15
"""How many hosts or domains are shown."""
BOUNDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds; Prometheus's usual bounds for requests, from where pages begin to where most give up."""
RECENT = 30 * DAY
"""How far back answers are looked at."""
MONTH = 365.25 / 12 * DAY
COHORTS = 5
_MOMENTS = 120
_GOOD = ("alive", "moved")
_SUSPECT = ("suspect", "unsafe")
_DOWN = ("dead", "flapping", "unsure", "suspect", "unsafe")


def gather(select: Select, vaults: Sequence[str], now: float) -> Report:
    """What the store tells of these vaults."""
    ask = Queries(select, vaults)
    ended = ask.sweeps()
    mark = baseline(ended)
    hosts = _hosts(ask)
    newest = max((one.ended_at for one in ended), default=now)
    return Report(
        vaults=tuple(vaults),
        at=now,
        swept_at=newest if ended else None,
        before=_before(ended),
        states=sum(hosts.values(), Counter()),
        notes=ask.notes(),
        due=ask.due(now),
        sections=_sections(ask, mark),
        blocking=_ranked(hosts, lambda states: (states["blocked"],), MOST),
        hosts=_ranked(hosts, _rot),
        domains=_ranked(_domains(hosts), _rot),
        timeline=_timeline(ask),
        lasting=lasting(ask.lives()),
        answers=_answers(ask, newest),
        repairs=_repairs(ask, now),
    )


# -- what changed, and what stands


def baseline(ended: Sequence[Swept]) -> int | None:
    """The last change that was told of by the sweep before the last one; None where there was none."""
    marks = [one[-2].mark for one in _by_vault(ended).values() if len(one) > 1]
    return min(marks, default=None)


def _before(ended: Sequence[Swept]) -> float | None:
    return max((one[-2].ended_at for one in _by_vault(ended).values() if len(one) > 1), default=None)


def _by_vault(ended: Sequence[Swept]) -> Mapping[str, Sequence[Swept]]:
    found: defaultdict[str, list[Swept]] = defaultdict(list)
    for one in ended:
        found[one.vault].append(one)
    return found


def section_of(state: str, before: str | None, *, is_changed: bool) -> str:
    """The section of an address: by its state now, and the one when the sweep before the last ended, if it changed since."""
    if is_changed:
        if state == "dead" and before != "dead":
            return "newly-broken"
        if state in _GOOD and before == "dead":
            return "recovered"
        if state == "moved" and before != "moved":
            return "newly-moved"
        if state in _SUSPECT and before not in _SUSPECT:
            return "newly-suspect"
    names = {"dead": "broken", "unsure": "failing", "unsafe": "suspect", "alive": "fragments"}
    return names.get(state, state)


def _sections(ask: Queries, mark: int | None) -> tuple[Section, ...]:
    before = {} if mark is None else ask.changed(mark)
    totals: Counter[str] = Counter()
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for number, state in ask.noteworthy(1 << 62 if mark is None else mark):
        key = section_of(state, before.get(number), is_changed=number in before)
        totals[key] += 1
        if totals[key] <= MOST:
            numbers[key].append(number)
    return tuple(
        Section(kind, totals[kind.key], tuple(Link(*one) for one in ask.entries(numbers[kind.key], before)))
        for kind in (*CHANGED, *STANDING)
    )


# -- hosts and domains


def _hosts(ask: Queries) -> dict[str, Counter[str]]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for host, state, count in ask.by_host():
        found[host][state or "new"] += count
    return found


def _domains(hosts: Mapping[str, Counter[str]]) -> dict[str, Counter[str]]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for host, states in hosts.items():
        found[registrable_domain(host) or host].update(states)
    return found


def _rot(states: Counter[str]) -> tuple[int, ...]:
    return tuple(states[state] for state in _DOWN)


def _ranked(
    found: Mapping[str, Counter[str]], worth: Callable[[Counter[str]], tuple[int, ...]], most: int = NAMES
) -> tuple[Rot, ...]:
    """The worst first; those that are worth nothing left out."""
    bad = ((tuple(-number for number in worth(states)), name) for name, states in found.items() if any(worth(states)))
    return tuple(Rot(name, found[name]) for _, name in nsmallest(most, bad))


# -- over time


def _timeline(ask: Queries) -> tuple[Moment, ...]:
    states: Counter[str] = Counter()
    found: dict[float, Moment] = {}
    for at, before, after, count in ask.changes():
        if before:
            states[before] -= count
        states[after] += count
        found[at] = Moment(at, +states)
    return thinned(sorted(found.values()), _MOMENTS)


def thinned(moments: Sequence[Moment], most: int) -> tuple[Moment, ...]:
    """At most so many moments, evenly over time: of those close together the last. The first and the last stay."""
    if len(moments) <= most:
        return tuple(moments)
    first, last = moments[0].at, moments[-1].at
    width = (last - first) / (most - 1) or 1.0
    slots = {int((one.at - first) / width): one for one in moments[1:]}
    return (moments[0], *(slots[slot] for slot in sorted(slots)))


def lasting(lives: Iterable[Lived]) -> Lasting:
    """How long links last: counted in months, by year of writing.

    A link dies when the failures began that proved it dead. One that was dead when it was first asked died sometime between
    its writing and that; one that is not dead was alive at least until it was last seen so.
    """
    spans = Counter(map(_span, lives))  # a handful of months for millions of links
    left_out = spans.pop(None, 0)
    dated: defaultdict[int, list[Life]] = defaultdict(list)
    undated: list[Life] = []
    for span, number in spans.items():
        year, lasted, ended = span or (None, 0, None)
        life = Life(lasted / 12, None if ended is None else ended / 12, number)
        (undated if year is None else dated[year]).append(life)
    together = [life for lives in dated.values() for life in lives]
    years = {year: sum(life.number for life in lives) for year, lives in dated.items()}
    cohorts = tuple(
        Cohort(first, last, survival(life for year in range(first, last + 1) for life in dated.get(year, ())))
        for first, last in year_groups(years)
    )
    unseen = sum(life.number for life in together if life.ended is not None and life.ended > life.lasted)
    return Lasting(survival(together), cohorts, Cohort(None, None, survival(undated)), unseen, left_out)


Span = tuple[int | None, int, int | None]
"""The year in which a life began, the months for which it is known to have lasted, and those by which it had ended."""


def _span(one: Lived) -> Span | None:
    """What is known of a life, in whole months; None when that is nothing."""
    written_at, seen_at, last_alive, state, failing_since = one
    born = seen_at if written_at is None else written_at
    year = None if written_at is None else _year(written_at // DAY)
    known = None if last_alive is None else _months(last_alive - born)
    if state != "dead" or failing_since is None:
        return None if known is None else (year, known, None)
    end = _months(failing_since - born)
    if known is not None:
        end = max(end, known)
        return year, end, end
    return None if year is None else (year, 0, end)


def _months(seconds: float) -> int:
    return int(seconds / MONTH) if seconds > 0 else 0


@cache
def _year(day: float) -> int:
    return datetime.fromtimestamp(day * DAY, UTC).year


def _counted(lives: Counter[Life]) -> list[Life]:
    return [life._replace(number=number) for life, number in lives.items()]


def year_groups(counts: Mapping[int, int], most: int = COHORTS) -> list[tuple[int, int]]:
    """Years in a row, at most so many groups of them, each with about as many links as the others."""
    groups: list[tuple[int, int]] = []
    share = sum(counts.values()) / most
    first, here, left = None, 0, sum(counts.values())
    for year in sorted(counts):
        first = year if first is None else first
        here += counts[year]
        left -= counts[year]
        if here >= share or not left:
            groups.append((first, year))
            first, here = None, 0
    return groups


# -- answers and repairs


def _answers(ask: Queries, newest: float) -> Answers:
    counts, seconds = ask.answers(newest - RECENT, BOUNDS)
    slots = tuple(counts[slot] for slot in range(len(BOUNDS) + 1))
    return Answers(BOUNDS, slots, seconds, tuple(ask.slowest(newest - RECENT, NAMES)))


def _repairs(ask: Queries, now: float) -> Repairs:
    """How long links stay dead until someone mends the notes or the page comes back.

    A run of failures that ends with neither (a server that only says no) tells nothing from then on.
    """
    lives: Counter[Life] = Counter()
    ends: Counter[str] = Counter()
    for (_, _, gone_at), rows in groupby(ask.deaths(), key=lambda row: (row.address, row.vault, row.gone_at)):
        for begin, end, how in episodes([(row.at, row.after) for row in rows], gone_at, now):
            days = float(int((end - begin) / DAY))
            lives[Life(days, None if how in ("open", "lost") else days)] += 1
            ends[how] += 1
    return Repairs(kaplan_meier(_counted(lives)), ends["mended"], ends["back"], ends["open"])


def episodes(changes: Sequence[tuple[float, str]], gone_at: float | None, now: float) -> Iterator[tuple[float, float, str]]:
    """The times for which a link was dead, from its changes to and from it: beginning, end, and what ended it.

    That is `back` for a page that answers again, `mended` for a link that left the notes, `lost` for one that does not fail in
    a way that proves anything any more, and `open` where nothing has ended it.
    """
    begin = None
    for at, state in changes:
        if state == "dead":
            begin = at if begin is None else begin
        elif begin is not None:
            yield begin, at, "back" if state in (*_GOOD, "flapping") else "lost"
            begin = None
    if begin is None:
        return
    if gone_at is None:
        yield begin, max(now, begin), "open"
    elif gone_at >= begin:
        yield begin, gone_at, "mended"
