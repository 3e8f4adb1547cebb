"""Sweeps of 1 and 12 million addresses in virtual time: hours, requests a second, memory and size of the store, by workers.

    python -m benchmarks.scale [--addresses 1000000 12000000] [--hosts 900000] [--workers 1 2 4 8 16 32 64] [--seed 1]

Nothing is sent to anyone. Hosts, not addresses, are the events: each takes the slots and the time that notelint's schedule
would give it, and workers lease hosts from one store as they have room, those that take longest first. `docs/scale.md` tells
the formula behind it. The model, with its sources where there are any:

* sizes of hosts by Zipf with exponent 1 (L. A. Adamic, B. A. Huberman, "Zipf's law and the Internet", Glottometrics 3, 2002);
* answers take a time that is log-normal, with a median that is the host's own (log-normal, too; hosts with 10,000 addresses
  and more have the median of all); three smaller hosts in a hundred never answer, and of the others two answers in a hundred;
* at one host `per_host` requests at once and no pause, as in `Pace()`; one host in fifty asks for a pause (`Crawl-delay`);
* beside its addresses a host is asked for robots.txt and for one absent neighbour in each folder. In the 22,211 addresses of
  the six repositories of `speed.py`, n addresses of one host lie in 1 + 0.34 · (n - 1) folders;
* a worker is one process on one core: what an address costs it, the store included, is measured.

Bytes of memory and of the store are measured, too (`scale_measured.py`): a real store with `--measured` addresses (100,000) is
made and swept by real processes. What an address takes beyond the first ones is extrapolated linearly, for a worker as far as
one turn goes.

The largest host alone decides how long all takes, however many workers there are. So there is a second table for a sweep that
takes no more than `--largest` addresses (20,000) of any one host: the others are due in the next ones.
"""

import argparse
import math
import platform
import sys
import time
from collections.abc import Sequence
from heapq import heappop, heappush
from random import Random
from typing import NamedTuple

from benchmarks.scale_measured import Measured, measure

from notelint.web.part import LONGEST
from notelint.web.policy import SWEEPING
from notelint.web.schedule.pace import Pace

PACE = Pace()
TIMEOUT = SWEEPING.timeout
LATENCY_MEDIAN, HOSTS_SIGMA, ANSWERS_SIGMA = 0.3, 0.7, 0.6
SILENT_HOSTS, SILENT_ANSWERS = 0.03, 0.02
PAUSING_HOSTS, PAUSE = 0.02, 1.0
PER_SLOT = 3
FOLDERS = 0.34
LARGE = 10_000
EXACT = 12
"""Up to so many requests each is drawn; the sum of more is taken to be normal."""
HOUR = 3600.0


class Share(NamedTuple):
    """One host as the simulation sees it: slots that it holds, seconds for which it does, requests, addresses.

    `slotted` are the seconds of slots in all; a request gives its slot back after `slow_after`.
    """

    seconds: float
    slots: float
    requests: int
    addresses: int


def sizes(addresses: int, hosts: int, random: Random) -> list[int]:
    """How many addresses each host has that has any, the largest first."""
    weight = addresses / sum(1 / rank for rank in range(1, hosts + 1))
    drawn = (_poisson(weight / rank, random) for rank in range(1, hosts + 1))
    return sorted((size for size in drawn if size), reverse=True)


def _poisson(mean: float, random: Random) -> int:
    """A number drawn from a Poisson distribution; from 50 on the normal one is near enough."""
    if mean > 50:
        return max(0, round(random.gauss(mean, math.sqrt(mean))))
    left, count = math.exp(-mean), -1
    product = 1.0
    while product > left:
        product *= random.random()
        count += 1
    return count


def share(size: int, random: Random) -> Share:
    """What the schedule makes of a host with so many addresses."""
    asked = 1 + size + 1 + round(FOLDERS * (size - 1))
    slots = min(PACE.per_host, -(-asked // PER_SLOT))
    kind = 1.0 if size >= LARGE else random.random()
    if kind < SILENT_HOSTS:  # four failures, of which one is a second try; see Pace.silent_after
        tries = min(2 * size, PACE.silent_after + 2)
        return Share(2 * TIMEOUT + 1, tries * PACE.slow_after / (2 * TIMEOUT + 1), tries, size)
    median = LATENCY_MEDIAN if size >= LARGE else random.lognormvariate(math.log(LATENCY_MEDIAN), HOSTS_SIGMA)
    waited, held = _waits(asked, median, random)
    if kind < SILENT_HOSTS + PAUSING_HOSTS:
        seconds = max(asked * PAUSE, waited)
        return Share(seconds, held / seconds, asked, size)
    seconds = max(held / slots, median) + (TIMEOUT if waited > held else 0)
    return Share(seconds, held / seconds, asked, size)


def _waits(asked: int, median: float, random: Random) -> tuple[float, float]:
    """For how long all requests together are waited for, and for how long they hold their slots."""
    lost = sum(random.random() < SILENT_ANSWERS for _ in range(asked)) if asked <= EXACT else round(asked * SILENT_ANSWERS)
    answered = asked - lost
    mu, sigma = math.log(median), ANSWERS_SIGMA
    if asked <= EXACT:
        total = sum(random.lognormvariate(mu, sigma) for _ in range(answered))
    else:
        mean = math.exp(mu + sigma**2 / 2)
        total = max(0.0, random.gauss(answered * mean, mean * math.sqrt(answered * (math.exp(sigma**2) - 1))))
    return total + lost * TIMEOUT, total + lost * PACE.slow_after


class Worker:
    """One worker process: the hosts under way in its own time, which slows down when they want more than its processor has."""

    def __init__(self) -> None:
        self.now = self.passed = self.slots = self.load = 0.0
        self.open: list[tuple[float, float, float]] = []

    def begin(self, one: Share, load: float) -> None:
        """Begin to ask a host."""
        heappush(self.open, (self.passed + one.seconds, one.slots, load))
        self.slots += one.slots
        self.load += load

    def has_room(self, one: Share) -> bool:
        """Whether it would begin to ask one more host: there are slots for it, and it keeps up with those that it asks."""
        return self.slots + one.slots <= PACE.total and self.load < 1 - 1e-9

    def pass_to(self, now: float) -> None:
        """Let time pass, and let go of the hosts that are done by then."""
        self.passed += (now - self.now) / max(1.0, self.load)
        self.now = now
        while self.open and self.open[0][0] <= self.passed + 1e-6:
            _, slots, load = heappop(self.open)
            self.slots -= slots
            self.load -= load

    def next_at(self) -> float:
        """When the next host will be done."""
        return self.now + max(0.0, self.open[0][0] - self.passed) * max(1.0, self.load)


class Swept(NamedTuple):
    """A simulated sweep: seconds until all is asked, and until 99 of 100 addresses are."""

    seconds: float
    nearly: float


def simulate(shares: Sequence[Share], workers: int, processor: float) -> Swept:
    """A sweep whose workers lease hosts one after the other, in the order given, as they have slots.

    `processor` are the seconds that an address costs its worker.
    """
    crew = [Worker() for _ in range(workers)]
    events = [(0.0, number) for number in range(workers)]
    waiting, at = iter(shares), 0.0
    begun: list[tuple[float, Share]] = []
    following = next(waiting, None)
    while events:
        at, number = heappop(events)
        worker = crew[number]
        worker.pass_to(at)
        while following is not None and worker.has_room(following):
            worker.begin(following, following.addresses * processor / following.seconds)
            begun.append((at, following))
            following = next(waiting, None)
        if worker.open:
            heappush(events, (worker.next_at(), number))
    return Swept(at, _nearly(begun, at))


def _nearly(begun: Sequence[tuple[float, Share]], end: float) -> float:
    """When 99 of 100 addresses are asked, if each host is asked at an even pace."""
    wanted = 0.99 * sum(one.addresses for _, one in begun)
    low, high = 0.0, end
    for _ in range(20):
        middle = (low + high) / 2
        done = sum(one.addresses * min(1.0, max(0.0, (middle - at) / one.seconds)) for at, one in begun)
        low, high = (low, middle) if done >= wanted else (middle, high)
    return high


def bounds(shares: Sequence[Share], workers: int, processor: float) -> dict[str, float]:
    """What no sweep can be faster than, in seconds, each by its name; see docs/scale.md."""
    return {
        "slots": sum(one.seconds * one.slots for one in shares) / (workers * PACE.total),
        "processor": sum(one.addresses for one in shares) * processor / workers,
        "largest host": max(one.seconds for one in shares),
    }


def row(shares: Sequence[Share], workers: int, measured: Measured) -> str:
    """A line of the table."""
    swept = simulate(shares, workers, measured.processor)
    name, least = max(bounds(shares, workers, measured.processor).items(), key=lambda one: one[1])
    addresses, requests = (sum(getattr(one, what) for one in shares) for what in ("addresses", "requests"))
    memory = measured.worker + measured.worker_address * min(addresses / workers, LONGEST)
    return (
        f"| {workers} | {swept.seconds / HOUR:.1f} | {swept.nearly / HOUR:.1f} | {least / HOUR:.1f}, {name} "
        f"| {requests / swept.seconds:,.0f} | {0.99 * requests / swept.nearly:,.0f} | {memory / 1e6:,.0f} MB |"
    )


def drawn(addresses: int, hosts: int, seed: int, largest: int = sys.maxsize) -> list[Share]:
    """The hosts of a sweep, those first that take longest."""
    random = Random(seed)  # noqa: S311 - a model, no secrets
    found = [share(min(size, largest), random) for size in sizes(addresses, hosts, random)]
    return sorted(found, key=lambda one: -one.seconds)


def table(shares: Sequence[Share], what: str, workers: Sequence[int], measured: Measured) -> None:
    """Simulate sweeps of these hosts, and print what came of them."""
    real = sum(one.addresses for one in shares)
    print(f"\n## {real:,} addresses on {len(shares):,} hosts, {what}: {sum(one.requests for one in shares):,} requests\n")
    print(f"Driver: {(measured.driver + real * measured.driver_address) / 1e9:.1f} GB of memory.", end=" ")
    print(
        f"Store: {real * measured.store / 1e9:.1f} GB, {real * measured.visit / 1e9:.2f} GB more for each further visit to all."
    )
    print(
        "\n| workers | hours | to 99 % | at least | requests/s | to 99 % | memory of a worker |\n|---|---|---|---|---|---|---|"
    )
    for count in workers:
        print(row(shares, count, measured), flush=True)


def told(measured: Measured, addresses: int) -> str:
    """What was measured, in a sentence."""
    return (
        f"Python {platform.python_version()}; measured with {addresses:,} addresses: "
        f"driver {measured.driver / 1e6:.0f} MB and {measured.driver_address / 1e3:.2f} KB an address; "
        f"worker {measured.worker / 1e6:.0f} MB, {measured.worker_address / 1e3:.2f} KB and {measured.processor * 1e3:.2f} ms; "
        f"store {measured.store:.0f} bytes with the first visit, {measured.visit:.0f} for each further one"
    )


def main() -> None:
    """Measure, simulate, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--addresses", type=int, nargs="*", default=[1_000_000, 12_000_000])
    parser.add_argument("--hosts", type=int, default=900_000)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4, 8, 16, 32, 64])
    parser.add_argument("--largest", type=int, default=20_000)
    parser.add_argument("--measured", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.perf_counter()
    measured = measure(arguments.measured)
    print(told(measured, arguments.measured))
    for addresses in arguments.addresses:
        for largest, what in ((sys.maxsize, "all"), (arguments.largest, f"at most {arguments.largest:,} of one")):
            shares = drawn(addresses, arguments.hosts, arguments.seed, largest)
            table(shares, what, arguments.workers, measured)
    print(f"\n{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
