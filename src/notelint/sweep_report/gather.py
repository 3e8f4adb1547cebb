"""A report, put together from what a store answers. Only what is shown is kept; the rest is counted as it comes by."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nsmallest
from itertools import pairwise
from math import fsum

from notelint.sweep_report.lives import lasting, repairs
from notelint.sweep_report.queries import Answered, Queries, Select, Swept
from notelint.sweep_report.report import (
    CHANGED,
    STANDING,
    Answers,
    Link,
    Moment,
    Report,
    Section,
    Tally,
)
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
_MOMENTS = 120
_GOOD = ("alive", "moved")
_SUSPECT = ("suspect", "unsafe")
_DOWN = ("dead", "flapping", "unsure", "suspect", "unsafe")


def gather(select: Select, vaults: Sequence[str], now: float) -> Report:
    """What the store tells of these vaults."""
    ask = Queries(select, vaults)
    ended = ask.sweeps()
    mark = baseline(ended)
    hosts, due = _hosts(ask, now)
    newest = max((sweep.ended_at for sweep in ended), default=now)
    return Report(
        vaults=tuple(vaults),
        at=now,
        swept_at=newest if ended else None,
        before=_before(ended),
        states=_together(hosts.values()),
        notes=ask.notes(),
        due=due,
        sections=_sections(ask, mark),
        blocking=_ranked(hosts, lambda states: (states["blocked"],), MOST),
        hosts=_ranked(hosts, _rot),
        domains=_ranked(_domains(hosts), _rot),
        timeline=_timeline(ask),
        lasting=lasting(ask.lives()),
        answers=_answers(ask.answers(newest - RECENT, BOUNDS)),
        repairs=repairs(ask.deaths(), now),
    )


# -- what changed, and what stands


def baseline(ended: Sequence[Swept]) -> int | None:
    """The last change that was told of by the sweep before the last one; None where there was none."""
    marks = [sweeps[-2].mark for sweeps in _by_vault(ended).values() if len(sweeps) > 1]
    return min(marks, default=None)


def _before(ended: Sequence[Swept]) -> float | None:
    return max((sweeps[-2].ended_at for sweeps in _by_vault(ended).values() if len(sweeps) > 1), default=None)


def _by_vault(ended: Sequence[Swept]) -> Mapping[str, Sequence[Swept]]:
    sweeps: defaultdict[str, list[Swept]] = defaultdict(list)
    for sweep in ended:
        sweeps[sweep.vault].append(sweep)
    return sweeps


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
        Section(kind, totals[kind.key], tuple(Link(*entry) for entry in ask.entries(numbers[kind.key], before)))
        for kind in (*CHANGED, *STANDING)
    )


# -- hosts and domains


def _hosts(ask: Queries, now: float) -> tuple[dict[str, Counter[str]], int]:
    """The states of each host's addresses, and how many of all are due."""
    hosts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    all_due = 0
    for host, state, count, due in ask.by_host(now):
        hosts[host][state or "new"] += count
        all_due += due
    return hosts, all_due


def _together(hosts: Iterable[Counter[str]]) -> Counter[str]:
    states: Counter[str] = Counter()
    for of_host in hosts:
        states.update(of_host)
    return states


def _domains(hosts: Mapping[str, Counter[str]]) -> dict[str, Counter[str]]:
    domains: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for host, states in hosts.items():
        domains[registrable_domain(host) or host].update(states)
    return domains


def _rot(states: Counter[str]) -> tuple[int, ...]:
    return tuple(states[state] for state in _DOWN)


def _ranked(
    by_name: Mapping[str, Counter[str]], badness: Callable[[Counter[str]], tuple[int, ...]], most: int = NAMES
) -> tuple[Tally, ...]:
    """The worst first; those that are worth nothing left out."""
    bad = ((tuple(-number for number in badness(states)), name) for name, states in by_name.items() if any(badness(states)))
    return tuple(Tally(name, by_name[name]) for _, name in nsmallest(most, bad))


# -- over time


def _timeline(ask: Queries) -> tuple[Moment, ...]:
    states: Counter[str] = Counter()
    moments: dict[float, Moment] = {}
    for at, before, after, count in ask.changes():
        if before:
            states[before] -= count
        states[after] += count
        moments[at] = Moment(at, +states)
    return thinned(sorted(moments.values()), _MOMENTS)


def thinned(moments: Sequence[Moment], most: int) -> tuple[Moment, ...]:
    """At most so many moments, evenly over time: of those close together the last. The first and the last stay."""
    if len(moments) <= most:
        return tuple(moments)
    first, last = moments[0].at, moments[-1].at
    width = (last - first) / (most - 1) or 1.0
    slots = {int((moment.at - first) / width): moment for moment in moments[1:]}
    return (moments[0], *(slots[slot] for slot in sorted(slots)))


def _answers(hosts: Iterable[Answered]) -> Answers:
    answering = list(hosts)
    sums = [sum(host_times.within[slot] for host_times in answering) for slot in range(len(BOUNDS))]
    counts = [after - before for before, after in pairwise((0, *sums, sum(host_times.visits for host_times in answering)))]
    slowest = nsmallest(
        NAMES, ((-host_times.seconds / host_times.visits, host_times.host, host_times.visits) for host_times in answering)
    )
    return Answers(
        BOUNDS,
        tuple(counts),
        fsum(host_times.seconds for host_times in answering),
        tuple((host, visits, -mean) for mean, host, visits in slowest),
    )
