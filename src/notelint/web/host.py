"""One host as the schedule sees it: what waits for it, how much it bears, and whether it is worth asking on."""

from collections import deque
from typing import Generic, TypeVar

from notelint.web.messages import Failure, Reply, Request, Response
from notelint.web.pace import Pace, allowance_returns, complaint

T = TypeVar("T")

# Failures in which nobody was heard; TLS trouble and a name that does not exist are answers of a kind.
SILENT = frozenset({"name-trouble", "refused", "unreachable", "connect-timeout", "timeout", "reset", "deadline"})

# A second connection is worth its handshake when so many requests share it.
_PER_SLOT = 3

_SHORTEST = 0.005  # an interval below this is none


class Host(Generic[T]):
    """What waits for one host (by name and port), and its mood.

    `going_on` are requests of conversations that are under way, `fresh` the first ones, and `coming` counts those that wait for
    a time of their own. `total` counts all that ever waited, `active` the requests that hold a slot, `slow` those that gave it
    back. Times are the schedule's, in seconds. `closed` is the answer to all that still waits, once the host is given up.
    `is_aside`, `is_standing`, `rank` and `size` are the schedule's: where the host stands there.
    """

    __slots__ = (
        "active",
        "closed",
        "coming",
        "credit",
        "failures",
        "fresh",
        "going_on",
        "granted",
        "has_answered",
        "has_failed_twice",
        "has_granted",
        "held_for",
        "held_until",
        "holds",
        "interval",
        "is_aside",
        "is_asked",
        "is_standing",
        "least",
        "name",
        "next_at",
        "pace",
        "rank",
        "since",
        "size",
        "slots",
        "slow",
        "total",
    )

    def __init__(self, name: str, pace: Pace) -> None:
        self.name = name
        self.pace = pace
        self.going_on: list[T] = []  # an empty deque is ten times as large, and there are hosts by the ten thousand
        self.fresh: deque[T] = deque()
        self.active = self.slow = self.failures = self.granted = self.credit = self.holds = 0
        self.slots = pace.per_host
        self.interval = self.least = pace.interval
        self.next_at = self.held_until = self.held_for = self.since = 0.0
        self.rank, self.size, self.total, self.coming = -1, 0, 0, 0
        self.is_asked = self.is_aside = self.is_standing = False
        self.has_answered = self.has_failed_twice = self.has_granted = False
        self.closed: Failure | None = None

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self.going_on) + len(self.fresh)

    @property
    def is_done(self) -> bool:
        """Whether nothing waits for it and nothing is on the wire."""
        return not (self.waiting or self.coming or self.active or self.slow)

    @property
    def is_silent(self) -> bool:
        """Whether it keeps us waiting or fails, and never answered."""
        return not self.has_answered and bool(self.slow or self.failures)

    @property
    def is_free(self) -> bool:
        """Whether something waits and there is a slot for it. Who never answered gets few at once.

        Connections are spared while they are used again soon; where one is slow, the others would wait for nothing.
        """
        if self.is_aside or not self.waiting or (self.is_silent and self.active + self.slow >= self.pace.silent_after):
            return False
        return self.active < (self.slots if self.slow else min(self.slots, -(-self.total // _PER_SLOT)))

    def ready_at(self) -> float:
        """From when on the next one may be sent, as far as the host's pace goes."""
        return max(self.next_at, self.held_until)

    def begin(self, now: float) -> T:
        """Send the next one."""
        if not self.is_asked:
            self.is_asked, self.since = True, now
        self.active += 1
        if self.interval:
            self.next_at = max(now, self.next_at) + self.interval
        return self.going_on.pop(0) if self.going_on else self.fresh.popleft()

    def pace_to(self, interval: float) -> None:
        """Ask one after the other with an interval between: what robots.txt wants (`Crawl-delay`)."""
        self.slots = 1
        self.least = self.interval = max(self.interval, interval)

    def end(self, request: Request, reply: Reply, sent: float, now: float, wall: float) -> None:
        """Learn from a reply to a request that was sent at `sent`."""
        if isinstance(reply, Failure):
            self._fail(request, reply)
            return
        self.has_answered = True
        wait = complaint(reply, wall)
        if wait is None:
            self._grant(reply, now, wall)
        elif reply.status != 503 or not self.has_granted or self.held_for + wait <= self.pace.patience:
            self._hold(wait, sent, now)
        # What is left is one page that is out of order for long, on a host that serves others.

    def _fail(self, request: Request, failure: Failure) -> None:
        if self.has_answered or failure.kind not in SILENT:
            return
        self.failures += 1
        self.has_failed_twice = self.has_failed_twice or request.attempt > 1
        if self.failures >= self.pace.silent_after and self.has_failed_twice:
            self.closed = Failure("host-silent", f"{self.name} never answered in {self.failures} tries ({failure.kind})")

    def _hold(self, wait: float, sent: float, now: float) -> None:
        """Leave the host alone, then go on slowly.

        It bore `granted` requests in the time until the hold ends, so that is the pace it bears. Requests that were under way
        when the first complaint came complain about nothing new.
        """
        is_new = sent >= self.held_until
        if is_new:
            self.holds += 1
        until = now + (wait or min(2.0 ** (self.holds - 1), 60.0))
        if until <= self.held_until or not (is_new or wait):
            return
        self.held_for += until - max(now, self.held_until)
        self.held_until = until
        if self.held_for > self.pace.patience:
            self.closed = Failure("held", f"{self.name} asks to be left alone for {wait:.0f} s")
        if is_new:
            self.interval = max(self.interval, min((until - self.since) / max(self.granted, 1), 5.0))
            self.slots, self.granted, self.credit, self.since = 1, 0, 0, until

    def _grant(self, response: Response, now: float, wall: float) -> None:
        """Take heart from a good answer, and heed one that says that it was the last for a while."""
        self.has_granted = True
        self.granted += 1
        self.credit += 1
        if self.holds and self.least < self.interval:
            self.interval = max(self.least, self.interval * 0.97) if self.interval > _SHORTEST else self.least
        if self.credit >= 2 * self.slots and self.slots < self.pace.per_host and not self.least > self.pace.interval:
            self.slots, self.credit = self.slots + 1, 0
        wait = allowance_returns(response, wall)
        if wait and self.held_for + wait <= self.pace.patience and now + wait > self.held_until:
            self.held_for += now + wait - max(now, self.held_until)
            self.held_until = now + wait
