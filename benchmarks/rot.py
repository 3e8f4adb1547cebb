"""Rot on a virtual clock: what a policy calls dead, how soon, and with how many requests.

    python benchmarks/rot.py [--links 50000] [--days 365] [--seed 1]

Links die and fail as the model below says; nothing is sent to anyone. The same web is watched by notelint's sweeps (hourly and
nightly) and by what most people run: ask every link every night, one failure is dead (and once more with 403 and 429 taken for
alive, which many settle for). A death is false when the page is still there: in an outage, on a bad day, behind a host that
will not tell. It is counted each time a link is newly called dead.

The model, with its sources where there are any:

* half a per cent of the links die each week (Fetterly et al., "A large-scale study of the evolution of web pages", WWW 2003):
  to 404, to 410, with their domain, to a server that no longer answers, or to a page that still answers 200 (soft 404, parked);
* hosts by Zipf; 3 % of them never tell a machine (403), 3 % tell it only sometimes (429);
* weather: half a per cent of all visits fail for no lasting reason; each host is down about every two months, for two hours in
  the median and for days now and then (log-normal); while it is down it mostly answers 5xx or not at all, and now and then
  404 or with a name that does not exist (a botched deployment, a lapsed domain);
* one link in a hundred is alive and dead in turn for good, by days.
"""

import argparse
import math
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from random import Random
from typing import NamedTuple, TypeAlias

from notelint.web.evidence import DAY, HOUR, NO_EVIDENCE, advance
from notelint.web.verdict import Reason, State, Verdict

ROT_PER_WEEK = 0.005
BAD_VISITS = 0.005
DAYS_BETWEEN_OUTAGES = 60.0
OUTAGE_MEDIAN, OUTAGE_SIGMA = 2 * HOUR, 1.8
NEVER_TELLS, SOMETIMES_TELLS = 0.03, 0.03
FLAPPING = 0.01

Said = tuple[State, Reason]
ALIVE: Said = ("alive", "ok")
MISSING: Said = ("dead", "not-found")
GONE: Said = ("dead", "gone")
NO_HOST: Said = ("dead", "no-such-host")
SILENT: Said = ("unsure", "timeout")
DEATHS: tuple[tuple[Said, float], ...] = (
    (MISSING, 0.60),
    (GONE, 0.05),
    (NO_HOST, 0.15),
    (SILENT, 0.10),
    (("suspect", "soft-404"), 0.10),
)
WEATHER: tuple[tuple[Said, float], ...] = (
    (("unsure", "server-error"), 0.50),
    (SILENT, 0.25),
    (("unsure", "refused"), 0.10),
    (("unsure", "name-trouble"), 0.10),
    (MISSING, 0.04),
    (NO_HOST, 0.01),
)
BLIPS: tuple[tuple[Said, float], ...] = (
    (("unsure", "server-error"), 0.40),
    (SILENT, 0.40),
    (("unsure", "reset"), 0.18),
    (MISSING, 0.02),
)


class Spell(NamedTuple):
    """A time in which a host or link says something of its own."""

    start: float
    end: float
    said: Said


class Link(NamedTuple):
    """One link: its host's bad times and its own, when it dies and how, and whether its host tells."""

    url: str
    spells: tuple[Spell, ...]
    starts: tuple[float, ...]
    death: float
    dead: Said
    tells: float

    def says(self, at: float, random: Random) -> Said:
        """What a visit hears."""
        if self.tells < 1 and random.random() >= self.tells:
            return ("blocked", "forbidden") if self.tells == 0 else ("blocked", "rate-limited")
        place = bisect_right(self.starts, at) - 1
        if place >= 0 and at < self.spells[place].end:
            return self.spells[place].said
        if random.random() < BAD_VISITS:
            return chosen(BLIPS, random)
        return self.dead if at >= self.death else ALIVE


def chosen(from_: tuple[tuple[Said, float], ...], random: Random) -> Said:
    """One of several, by their shares."""
    return random.choices([said for said, _ in from_], [share for _, share in from_])[0]


def spells(random: Random, end: float, pause: float, length: Callable[[], float], what: Callable[[], Said]) -> Iterator[Spell]:
    """Bad times up to the end, with pauses of this length on average in between."""
    at = random.expovariate(1 / pause)
    while at < end:
        until = at + length()
        yield Spell(at, until, what())
        at = until + random.expovariate(1 / pause)


def web(links: int, end: float, random: Random) -> Iterator[Link]:
    """The links."""
    hosts = max(links // 10, 1)
    weights = list(accumulate(1 / (rank + 1) for rank in range(hosts)))
    outages: dict[int, tuple[tuple[Spell, ...], float]] = {}
    for number in range(links):
        host = bisect_right(weights, random.random() * weights[-1])
        if host not in outages:
            down = spells(
                random,
                end,
                DAYS_BETWEEN_OUTAGES * DAY,
                lambda: random.lognormvariate(math.log(OUTAGE_MEDIAN), OUTAGE_SIGMA),
                lambda: chosen(WEATHER, random),
            )
            kind = random.random()
            tells = 0.0 if kind < NEVER_TELLS else 0.7 if kind < NEVER_TELLS + SOMETIMES_TELLS else 1.0
            outages[host] = (tuple(down), tells)
        own, tells = outages[host]
        if random.random() < FLAPPING:
            own = tuple(
                spells(
                    random,
                    end,
                    3 * DAY,
                    lambda: random.expovariate(1 / DAY),
                    lambda: chosen(((MISSING, 0.5), (WEATHER[0][0], 0.5)), random),
                )
            )
        death = random.expovariate(ROT_PER_WEEK / (7 * DAY))
        yield Link(
            f"https://host{host}.org/{number}", own, tuple(one.start for one in own), death, chosen(DEATHS, random), tells
        )


class Tally(NamedTuple):
    """What came of watching links: requests, times newly called dead though alive, and seconds from death to being called so.

    `missed` counts the deaths that were not told by the end, among those that a policy could tell (not soft, not blocked).
    """

    requests: int
    false: int
    delays: tuple[float, ...]
    missed: int


def counts(link: Link, end: float) -> bool:
    """Whether a link dies in a way that can be told, early enough to be."""
    return link.death < end - 60 * DAY and link.dead[0] != "suspect" and link.tells == 1


def judged(link: Link, calls: list[float], requests: int, end: float) -> Tally:
    """The tally of one link from the times at which it was newly called dead."""
    false = sum(at < link.death for at in calls)
    told = [at - link.death for at in calls if at >= link.death][:1]
    if not counts(link, end):
        return Tally(requests, false, (), 0)
    return Tally(requests, false, tuple(told), 0 if told else 1)


def swept(link: Link, every: float, end: float, random: Random) -> Tally:
    """Notelint's policy, with a sweep every so many seconds."""
    evidence, calls, requests = NO_EVIDENCE, list[float](), 0
    at = 0.0
    while at < end:
        state, reason = link.says(at, random)
        before, evidence = evidence, advance(evidence, Verdict(link.url, state, reason, checked_at=at))
        requests += 1 + (state == "dead")  # what looks dead is asked a second time
        if evidence.state == "dead" and before.state != "dead":
            calls.append(at)
        at = math.ceil(evidence.due_at / every) * every
    if (
        evidence.state == "dead" and calls and calls[-1] < link.death < end
    ):  # called dead falsely, then died: no new call is needed
        calls.append(max(link.death, calls[-1]))
    return judged(link, calls, requests, end)


def nightly(link: Link, _: float, end: float, random: Random, alive: tuple[State, ...] = ("alive", "suspect")) -> Tally:
    """Every link every night; any failure is dead."""
    calls, was_dead = list[float](), False
    for night in range(int(end / DAY)):
        at = night * DAY
        is_dead = link.says(at, random)[0] not in alive
        if is_dead and (not was_dead or link.death <= at < link.death + DAY):
            calls.append(at)
        was_dead = is_dead
    return judged(link, calls, int(end / DAY), end)


def lenient(link: Link, every: float, end: float, random: Random) -> Tally:
    """Every link every night; 403 and 429 are taken for alive, any other failure is dead."""
    return nightly(link, every, end, random, ("alive", "suspect", "blocked"))


Watch: TypeAlias = Callable[[Link, float, float, Random], Tally]
POLICIES: tuple[tuple[str, Watch, float], ...] = (
    ("every night, one failure is dead", nightly, DAY),
    ("the same, 403 and 429 alive", lenient, DAY),
    ("notelint, sweeping every night", swept, DAY),
    ("notelint, sweeping every hour", swept, HOUR),
)


def chance(seed: int, link: Link, name: str) -> Random:
    """The luck of one link under one policy."""
    return Random(f"{seed} {link.url} {name}")  # noqa: S311 - chance, no secrets


def run(links: int, days: float, seed: int) -> dict[str, Tally]:
    """Watch one web under each policy."""
    end = days * DAY
    collected: dict[str, list[Tally]] = {name: [] for name, _, _ in POLICIES}
    for link in web(links, end, Random(seed)):  # noqa: S311 - chance, no secrets
        for name, watch, every in POLICIES:
            collected[name].append(watch(link, every, end, chance(seed, link, name)))
    return {name: total(tallies) for name, tallies in collected.items()}


def total(tallies: Sequence[Tally]) -> Tally:
    """The sum of all."""
    return Tally(
        sum(one.requests for one in tallies),
        sum(one.false for one in tallies),
        tuple(delay for one in tallies for delay in one.delays),
        sum(one.missed for one in tallies),
    )


def row(name: str, tally: Tally, links: int, months: float) -> str:
    """A row of the table."""
    delays = sorted(delay / DAY for delay in tally.delays) or [math.nan]
    soon = f"{delays[len(delays) // 2]:.1f}, {sum(delays) / len(delays):.1f}, {delays[int(len(delays) * 0.95)]:.1f}"
    told = f"{tally.missed} of {tally.missed + len(tally.delays):,}"
    return f"| {name} | {tally.false / links * 10_000:,.1f} | {soon} | {told} | {tally.requests / links / months:.2f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Rot on a virtual clock.")
    parser.add_argument("--links", type=int, default=50_000)
    parser.add_argument("--days", type=float, default=365.0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.perf_counter()
    totals = run(arguments.links, arguments.days, arguments.seed)
    print(f"{arguments.links:,} links over {arguments.days:g} days, seed {arguments.seed}\n")
    print(
        "| policy | false deaths per 10,000 links | days to a real death: median, mean, 95 % | not told | requests/link/month |"
    )
    print("|---|---|---|---|---|")
    for name, tally in totals.items():
        print(row(name, tally, arguments.links, arguments.days / 30.44))
    naive, lenient_, *ours = totals.values()
    for name, tally in zip(list(totals)[2:], ours, strict=True):
        false = f"{naive.false / max(tally.false, 1):.0f} ({lenient_.false / max(tally.false, 1):.0f}) times fewer false deaths"
        print(f"\n{name}: {false}, {naive.requests / tally.requests:.1f} times fewer requests")
    print(f"\n{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
