"""How fast one host may be asked, as its replies teach: more at once while it answers well, slowly after a complaint.

Additive increase and multiplicative decrease, as TCP goes about it (V. Jacobson, "Congestion avoidance and control",
SIGCOMM 1988; RFC 5681): what a host bears is found out from below, so that few requests are on the wire when it complains.
"""

from notelint.web.messages import Response
from notelint.web.schedule.pace import Pace, allowance_returns, complaint

# So many are sent to a host of which nothing is known.
_FIRST_SLOTS = 2

# More at once make up for answers that take their time, and where these come at once they are only a burden: no more are sent
# once those that are sent come to so many a second.
_ENOUGH = 50.0

_SHORTEST = 0.005  # an interval below this is none
_LONGEST = 5.0

# Each good answer makes the interval shorter by this, and an interval that was too short is not tried again, nor one that is
# hardly longer.
_FASTER = 0.995
_SLOWER = 1.1

_FIRST_HOLD, _LONGEST_HOLD = 1.0, 60.0


class Tempo:
    """How many requests a host may have at once (`slots`, never more than `most`), and from when on the next may be sent.

    `held_for` is how many seconds it has asked for in all to be left alone, `held_until` when the last of them end. Times are
    the schedule's, in seconds.
    """

    __slots__ = (
        "_borne",
        "_credit",
        "_granted",
        "_has_granted",
        "_holds",
        "_least",
        "_next_at",
        "_pace",
        "_since",
        "_span",
        "_surely",
        "held_for",
        "held_until",
        "interval",
        "most",
        "slots",
    )

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self.most = pace.per_host
        self.slots = min(_FIRST_SLOTS, pace.per_host)
        self.interval = self._least = pace.interval
        self.held_until = self.held_for = self._next_at = self._since = self._span = 0.0
        self._surely = _LONGEST
        self._borne = self._granted = self._credit = self._holds = 0
        self._has_granted = False

    def ready_at(self) -> float:
        """From when on the next one may be sent."""
        return max(self._next_at, self.held_until)

    def begin(self, now: float) -> None:
        """The first request of all is sent."""
        self._since = now

    def sent(self, now: float) -> None:
        """A request is sent."""
        if self.interval:
            self._next_at = max(now, self._next_at) + self.interval

    def pace_to(self, interval: float) -> None:
        """Ask one after the other with an interval between: what robots.txt wants (`Crawl-delay`)."""
        self.slots = self.most = 1
        self._least = self.interval = max(self.interval, interval)

    def heard(self, reply: Response, sent: float, now: float, wall: float) -> float:
        """Learn from the answer to a request that was sent at `sent`; for how long it asks to be left alone, if it does."""
        wait = complaint(reply, wall)
        if wait is None:
            self._grant(reply, sent, now, wall)
        elif reply.status != 503 or not self._has_granted or self.held_for + wait <= self._pace.patience:
            self._hold(wait, sent, now)
        # What is left is one page that is out of order for long, on a host that serves others.
        return wait or 0.0

    def _hold(self, wait: float, sent: float, now: float) -> None:
        """Leave the host alone. Requests that were under way when the first complaint came complain about nothing new."""
        is_new = sent >= self.held_until
        self._holds += is_new
        until = now + (wait or min(_FIRST_HOLD * 2.0 ** (self._holds - 1), _LONGEST_HOLD))
        if until <= self.held_until or not (is_new or wait):
            return
        self._rest(until, now)
        if is_new:
            self._learn(until)

    def _learn(self, until: float) -> None:
        """Go on slowly when the hold is over, after what the host bore in the time until then."""
        if self.interval > _SHORTEST:
            self._least = max(self._least, min(self.interval * _SLOWER, self._surely))
        self._span, self._borne = until - self._since, max(self._granted, 1)
        self.slots, self._granted, self._credit, self._since = 1, 0, 0, until
        self._settle()

    def _settle(self) -> None:
        borne = min(self._span / self._borne, _LONGEST)
        self._surely = min(self._surely, borne)
        self.interval = max(self._least, borne)

    def _rest(self, until: float, now: float) -> None:
        self.held_for += until - max(now, self.held_until)
        self.held_until = until

    def _grant(self, response: Response, sent: float, now: float, wall: float) -> None:
        """Take heart from a good answer, and heed one that says that it was the last for a while."""
        self._has_granted = True
        if sent < self._since:  # it was under way when the host complained, and was borne
            self._borne += 1
            self._settle()
        else:
            self._granted += 1
            self._hasten(now - sent)
        wait = allowance_returns(response, wall)
        if wait and self.held_for + wait <= self._pace.patience and now + wait > self.held_until:
            self._rest(now + wait, now)

    def _hasten(self, took: float) -> None:
        """One more at once when as many as may be have gone well, and again as many after each complaint there was."""
        if self._holds and self._least < self.interval:
            self.interval = max(self._least, self.interval * _FASTER) if self.interval > _SHORTEST else self._least
        if self.slots >= min(self.most, _ENOUGH * took):
            return
        self._credit += 1
        if self._credit >= self.slots * (1 + self._holds):
            self.slots, self._credit = self.slots + 1, 0
