"""One host as the schedule sees it: what waits for it, how much it bears, and whether it is worth asking on."""

from collections import deque
from typing import Generic, TypeVar

from notelint.web.messages import Failure, Reply, Request
from notelint.web.schedule.pace import Pace
from notelint.web.schedule.tempo import Tempo

T = TypeVar("T")

# Failures in which nobody was heard; TLS trouble and a name that does not exist are answers of a kind.
SILENT = frozenset({"name-trouble", "refused", "unreachable", "connect-timeout", "timeout", "reset", "deadline"})

# Who says nothing for so long will not say anything soon: no second try is needed to see that.
_LONG = frozenset({"connect-timeout", "timeout"})

# A second connection is worth its handshake when so many requests share it.
_PER_SLOT = 8


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
        "failures",
        "fresh",
        "going_on",
        "has_answered",
        "has_failed_surely",
        "is_aside",
        "is_asked",
        "is_standing",
        "name",
        "pace",
        "rank",
        "size",
        "slow",
        "tempo",
        "total",
    )

    def __init__(self, name: str, pace: Pace) -> None:
        self.name = name
        self.pace = pace
        self.tempo = Tempo(pace)
        self.going_on: list[T] = []  # an empty deque is ten times as large, and there are hosts by the ten thousand
        self.fresh: deque[T] = deque()
        self.active = self.slow = self.failures = 0
        self.rank, self.size, self.total, self.coming = -1, 0, 0, 0
        self.is_asked = self.is_aside = self.is_standing = False
        self.has_answered = self.has_failed_surely = False
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
        """Whether something waits and there is a slot for it.

        Who never answered has no more on the wire than would be enough to give it up. Connections are spared while they are
        used again soon; where one is slow, the others would wait for nothing.
        """
        if self.is_aside or not self.waiting:
            return False
        under_way = self.active + self.slow
        if self.is_silent:
            enough = self.pace.silent_after
            return not under_way or (under_way < min(enough, self.tempo.most) and under_way + self.failures < enough)
        slots = self.tempo.slots
        return self.active < (slots if self.slow else min(slots, -(-self.total // _PER_SLOT)))

    def begin(self, now: float) -> T:
        """Send the next one."""
        if not self.is_asked:
            self.is_asked = True
            self.tempo.begin(now)
        self.active += 1
        self.tempo.sent(now)
        return self.going_on.pop(0) if self.going_on else self.fresh.popleft()

    def end(self, request: Request, reply: Reply, sent: float, now: float, wall: float) -> None:
        """Learn from a reply to a request that was sent at `sent`."""
        if isinstance(reply, Failure):
            self._fail(request, reply)
            return
        self.has_answered = True
        wait = self.tempo.heard(reply, sent, now, wall)
        if self.tempo.held_for > self.pace.patience:
            self.closed = Failure("held", f"{self.name} asks to be left alone for {wait:.0f} s")

    def _fail(self, request: Request, failure: Failure) -> None:
        if self.has_answered or failure.kind not in SILENT:
            return
        self.failures += 1
        self.has_failed_surely = self.has_failed_surely or request.attempt > 1 or failure.kind in _LONG
        if self.failures >= self.pace.silent_after and self.has_failed_surely:
            self.closed = Failure("host-silent", f"{self.name} never answered in {self.failures} tries ({failure.kind})")
