"""Which host may be asked, and when. Pure: it is told the time and never waits.

A request takes its slots when it goes on the wire, and nothing waits inside a slot. Whatever the order in which requests are
put in, the same hosts are asked at about the same times. Open conversations go before new ones. Then come the hosts for which
most requests wait, since they would end last; one that has been begun goes on until nothing waits for it, so that its
connections are used again and few lie idle. Some slots go to hosts that were never asked, to find out early who is silent, and
hosts that keep us waiting and never answered share a few.
"""

from collections import deque
from collections.abc import Hashable
from heapq import heappop, heappush
from itertools import count
from typing import Generic, NamedTuple, TypeVar

from notelint.web.messages import Failure, Reply, Request
from notelint.web.schedule.host import Host
from notelint.web.schedule.pace import Pace

T = TypeVar("T", bound=Hashable)

_DEFAULT = Pace()


# One slot of so many is for hosts that never answered, and one for hosts that were never asked.
_SILENT_SHARE = 4
_NEW_SHARE = 4


class Sent(Generic[T]):
    """A request on the wire: since when, whether it holds its slots, and whether those are of the share of silent hosts."""

    __slots__ = ("holds_slots", "host", "is_silent", "since")

    def __init__(self, host: Host[T], since: float) -> None:
        self.host, self.since, self.holds_slots, self.is_silent = host, since, True, host.is_silent


class Turn(NamedTuple, Generic[T]):
    """What `take` says about a ticket that waited for a host: send it now, or answer it with a failure in place of sending."""

    ticket: T
    host: str
    failure: Failure | None


class Schedule(Generic[T]):
    """All that waits, by host. A ticket stands for one request; it comes out of `take` once for every time it was put in.

    All times are seconds on one clock that never goes back.
    """

    def __init__(self, pace: Pace = _DEFAULT) -> None:
        self.pace = pace
        self.hosts: dict[str, Host[T]] = {}
        self.active = self.slow = self.silent = self.waiting = 0
        self._aside: deque[Host[T]] = deque()
        self._sent: dict[T, Sent[T]] = {}
        self._young: deque[tuple[T, Sent[T]]] = deque()
        self._timed: list[tuple[float, int, Host[T], T | None]] = []
        self._order = count()
        self._open: deque[Host[T]] = deque()
        self._unasked: deque[Host[T]] = deque()
        self._ranks: list[deque[Host[T]]] = []
        self._answered: list[Turn[T]] = []
        self._turn = 0

    def put(self, ticket: T, name: str) -> None:
        """Have the first request of a conversation wait for its host."""
        self.waiting += 1
        host = self.host(name)
        if host.closed:
            self._answered.append(Turn(ticket, host.name, host.closed))
            return
        host.fresh.append(ticket)
        host.total += 1
        if not host.is_asked and len(host.fresh) == 1:
            self._unasked.append(host)
        self._offer(host)

    def again(self, ticket: T, name: str, at: float = 0.0) -> None:
        """Have the next request of a conversation wait for its host, and for its time."""
        self.waiting += 1
        host = self.host(name)
        host.coming += 1
        heappush(self._timed, (at, next(self._order), host, ticket))

    def take(self, now: float) -> list[Turn[T]]:
        """All tickets whose time has come, in the order in which to send them."""
        self._wake(now)
        self._free(now)
        turns, self._answered = self._answered, []
        while self.active < self.pace.total and (host := self._next(now)) is not None:
            sent = Sent(host, now)
            ticket = host.begin(now)
            self._sent[ticket] = sent
            self.silent += sent.is_silent
            self._young.append((ticket, sent))
            self.active += 1
            turns.append(Turn(ticket, host.name, None))
            self._offer(host)
        self.waiting -= len(turns)
        return turns

    def done(self, ticket: T, request: Request, reply: Reply, now: float, wall: float) -> None:
        """The reply to a ticket that was sent; `wall` is now, in seconds since 1970."""
        sent = self._release(ticket)
        sent.host.end(request, reply, sent.since, now, wall)
        if sent.host.closed:
            self._close(sent.host)
        self._offer(sent.host)

    def back(self, ticket: T) -> None:
        """A ticket that was taken is not sent after all."""
        self._offer(self._release(ticket).host)

    def forget(self) -> int:
        """Let go of all conversations that are not begun; how many those are."""
        count = sum(len(host.fresh) for host in self.hosts.values())
        for host in self.hosts.values():
            host.fresh.clear()
        self.waiting -= count
        return count

    def next_at(self) -> float | None:
        """When to `take` again at the latest if nothing is put or done before; None when nothing waits for the time."""
        times = [self._timed[0][0]] if self._timed else []
        if self._young and self.waiting:
            times.append(self._young[0][1].since + self.pace.slow_after)
        return min(times, default=None)

    def host(self, name: str) -> Host[T]:
        """What is known about a host."""
        found = self.hosts.get(name)
        if found is None:
            found = self.hosts[name] = Host(name, self.pace)
        return found

    def _offer(self, host: Host[T]) -> None:
        """Have a host stand where the next one is chosen, if it may be."""
        if not host.is_free:
            return
        if host.going_on and not host.is_standing:
            host.is_standing = True
            self._open.append(host)
        host.size = max(host.size, host.waiting.bit_length())
        rank = 0 if host.is_silent else host.size
        if rank == host.rank:
            return
        host.rank = rank
        while len(self._ranks) <= rank:
            self._ranks.append(deque())
        if host.is_asked:
            self._ranks[rank].append(host)
        else:
            self._ranks[rank].appendleft(host)

    def _next(self, now: float) -> Host[T] | None:
        """The host to ask next, None when none may be asked."""
        while (host := self._candidate()) is not None:
            if not host.is_free:
                continue
            is_crowded = host.is_silent and not self._has_room_for_silent()
            if host.tempo.ready_at() <= now and not is_crowded:
                return host
            host.is_aside = True
            if is_crowded:
                self._aside.append(host)
            else:
                heappush(self._timed, (host.tempo.ready_at(), next(self._order), host, None))
        return None

    def _candidate(self) -> Host[T] | None:
        """The host that is first in its line, whether it is free or not."""
        if self._aside and self._has_room_for_silent():
            host = self._aside.popleft()
            host.is_aside = False
            return host
        if self._open:
            host = self._open.popleft()
            host.is_standing = False
            return host
        self._turn = (self._turn + 1) % _NEW_SHARE
        while self._unasked and self._turn == 0:
            host = self._unasked.popleft()
            if not host.is_asked:
                return host
        while self._ranks:
            while self._ranks[-1]:
                host = self._ranks[-1].pop()
                if host.rank == len(self._ranks) - 1:  # else it stands elsewhere by now
                    host.rank = -1
                    return host
            self._ranks.pop()
        return None

    def _has_room_for_silent(self) -> bool:
        return self.silent < max(1, self.pace.total // _SILENT_SHARE)

    def _wake(self, now: float) -> None:
        """Queue what waited for its time, and offer hosts that waited for theirs."""
        while self._timed and self._timed[0][0] <= now:
            _, _, host, ticket = heappop(self._timed)
            host.coming -= ticket is not None
            if ticket is None:
                host.is_aside = False
            elif host.closed:
                self._answered.append(Turn(ticket, host.name, host.closed))
            else:
                host.going_on.append(ticket)
                host.total += 1
            self._offer(host)

    def _free(self, now: float) -> None:
        """Take their slots from requests that are slow, as far as there may be slow ones."""
        while self._young and self._young[0][1].since + self.pace.slow_after <= now:
            ticket, sent = self._young.popleft()
            host = sent.host
            is_full = self.slow >= self.pace.slow_total or host.slow >= max(1, self.pace.per_host // 2)
            if is_full or self._sent.get(ticket) is not sent:
                continue
            self._vacate(sent)
            sent.holds_slots = False
            host.slow, self.slow = host.slow + 1, self.slow + 1
            self._offer(host)

    def _release(self, ticket: T) -> Sent[T]:
        """Take a request off the wire."""
        sent = self._sent.pop(ticket)
        if sent.holds_slots:
            self._vacate(sent)
        else:
            sent.host.slow, self.slow = sent.host.slow - 1, self.slow - 1
        while self._young and self._sent.get(self._young[0][0]) is not self._young[0][1]:
            self._young.popleft()
        return sent

    def _vacate(self, sent: Sent[T]) -> None:
        """Take its slots from a request."""
        sent.host.active, self.active = sent.host.active - 1, self.active - 1
        self.silent -= sent.is_silent

    def _close(self, host: Host[T]) -> None:
        """Answer all that waits for a host that is given up."""
        self._answered += (Turn(ticket, host.name, host.closed) for ticket in (*host.going_on, *host.fresh))
        host.going_on.clear()
        host.fresh.clear()
