"""The one loop that asks: it drives conversations over a transport, as the schedule allows."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Iterable, Sequence
from typing import Any, TypeAlias

from notelint.web import robots
from notelint.web.background import Background
from notelint.web.check import check
from notelint.web.check.absent import Absent
from notelint.web.check.conversation import Conversation
from notelint.web.check.probe import Converse, Probe, RobotsTalk
from notelint.web.clock import Clock, SystemClock
from notelint.web.host_name import host_of, origin_of
from notelint.web.messages import Failure, Reply, Request
from notelint.web.offline import Reached
from notelint.web.policy import Policy
from notelint.web.progress import Limits as Limits  # others know these as parts of the loop
from notelint.web.progress import Progress as Progress
from notelint.web.schedule import Schedule, Turn
from notelint.web.schedule.pace import Pace
from notelint.web.sending import Transport, reply_to
from notelint.web.verdict import Known, Verdict

ToAsk: TypeAlias = tuple[str, Sequence[str], Known]
"""An address in normal form without its fragment, the fragments used with it, and what the store knows of it."""

Answered: TypeAlias = tuple[str, Verdict]

Hold: TypeAlias = Callable[[str, float], None]
"""Hears of a host (and port) that asks to be left alone, and until when, in seconds since 1970."""


_CHUNK = 1 << 14
_PACE = Pace()
_NO_LIMITS = Limits()
_NEVER = float("inf")


class Sweep:
    """One run: give it addresses, get verdicts.

    With `asks_robots` each origin's robots.txt is asked first and heeded. An address that comes again is not asked again,
    unless with fragments that it has not been asked for; then there is a second verdict. `hold` hears of hosts that ask to be
    left alone; `converse` is what tests replace.
    """

    def __init__(
        self,
        transport: Transport,
        policy: Policy,
        *,
        pace: Pace = _PACE,
        limits: Limits = _NO_LIMITS,
        asks_robots: bool = False,
        clock: Clock | None = None,
        converse: Converse = check,
        hold: Hold | None = None,
    ) -> None:
        self.transport, self.policy, self.converse, self._hold = transport, policy, converse, hold
        self.clock = clock or SystemClock()
        self._rest: Callable[[str], None] | None = getattr(transport, "rest", None)
        self.reached = Reached()
        self.absent: dict[str, Absent] = {}
        self.done = self.open = self.left = self.requests = 0
        self._limits = limits
        self._schedule: Schedule[Conversation[Any]] = Schedule(pace)
        self._robots: dict[str, RobotsTalk] | None = {} if asks_robots else None
        self._seen: dict[str, Probe | frozenset[str]] = {}
        self._verdicts: deque[Answered] = deque()
        self._background = Background(self._fail)
        self._timer: asyncio.TimerHandle | None = None
        self._news = asyncio.Event()
        self._is_woken = self._is_read = self._is_stopped = False
        self._began = 0.0
        self._error: BaseException | None = None

    @property
    def is_offline(self) -> bool:
        """Whether nobody at all was reached; see `Reached`."""
        return self.reached.nobody

    @property
    def progress(self) -> Progress:
        """How far the run is."""
        now = self.clock.now()
        slow = (host.name for host in self._schedule.hosts.values() if host.slow or host.tempo.held_until > now)
        return Progress(self.done, self.open, self.left, self.requests, tuple(slow))

    async def verdicts(self, addresses: Iterable[ToAsk] | AsyncIterable[ToAsk]) -> AsyncGenerator[Answered, None]:
        """Ask all addresses, while they still arrive; address and verdict of each as soon as it is known."""
        self._began = self.clock.now()
        self._background.start(self._read(addresses))
        try:
            while True:
                while self._verdicts:
                    yield self._verdicts.popleft()
                if self._error is not None:
                    raise self._error
                if self._is_read and not self.open and not self.left:
                    return
                self._news.clear()
                await self._news.wait()
        finally:
            await self._stop()

    async def _stop(self) -> None:
        self._is_stopped = True
        if self._timer is not None:
            self._timer.cancel()
        await self._background.stop()

    def _fail(self, error: BaseException) -> None:
        """End the run with a bug, for otherwise it would wait for ever."""
        self._error = error
        self._news.set()

    async def _read(self, addresses: Iterable[ToAsk] | AsyncIterable[ToAsk]) -> None:
        """Take in the addresses, letting others work now and then."""
        count = 0
        async for to_ask in as_they_come(addresses):
            self._add(*to_ask)
            count += 1
            if count % _CHUNK == 0:
                await asyncio.sleep(0)
        self._is_read = True
        self._news.set()

    def _add(self, url: str, fragments: Sequence[str], known: Known) -> None:
        seen = self._seen.get(url)
        if isinstance(seen, Probe):
            seen.fragments = (*seen.fragments, *(name for name in fragments if name not in seen.fragments))
            return
        if seen is not None and seen.issuperset(fragments):
            return
        probe = self._seen[url] = Probe(self, url, tuple(dict.fromkeys((*(seen or ()), *fragments))), known)
        self.left += 1
        self._schedule.put(probe, host_of(url))
        self.wake()

    def wake(self) -> None:
        """Have the schedule looked at soon, once for all that happens until then."""
        if not self._is_woken:
            self._is_woken = True
            asyncio.get_running_loop().call_soon(self._pump)

    def _pump(self) -> None:
        """Send all whose turn it is, and set the clock for the next look."""
        self._is_woken = False
        if self._is_stopped:
            return
        now = self.clock.now()
        if self._is_over(now):
            self.left -= self._schedule.forget()
            self._news.set()
        try:
            for turn in self._schedule.take(now):
                self._serve(turn, now)
        except Exception as error:
            self._fail(error)
        if self._timer is not None:
            self._timer.cancel()
        at = self._schedule.next_at()
        at = min(_NEVER if at is None else at, self._began + self._limits.seconds if self.left else _NEVER)
        self._timer = None if at == _NEVER else asyncio.get_running_loop().call_later(max(0.0, at - now), self.wake)

    def _serve(self, turn: Turn[Conversation[Any]], now: float) -> None:
        """Let a conversation whose turn has come say what it has to say."""
        talk, host, failure = turn
        if isinstance(talk, Probe) and not talk.is_begun:
            if failure is None and self.policy.remapped(talk.url) == talk.url and self._rules(talk, talk.url, now) is None:
                return
            request = talk.step()
            if request is None or request.delay > 0 or host_of(request.url) != host:
                if failure is None:
                    self._give_back(talk)
                self._queue(talk, now)
                return
        if failure is not None:
            self._advance(talk, failure, now)
        elif talk.request is not None and self._is_allowed(talk, talk.request.url, now):
            self._background.start(self._exchange(talk, talk.request))

    def _is_over(self, now: float) -> bool:
        """Whether the run may begin nothing new; then what is not begun counts as not asked."""
        return self.requests >= self._limits.requests or now - self._began >= self._limits.seconds

    def _is_allowed(self, talk: Conversation[Any], url: str, now: float) -> bool:
        """Whether robots.txt lets a request be sent; if that is not known yet, it is found out first."""
        if self._robots is None or not isinstance(talk, Probe):
            return True
        rules = self._rules(talk, url, now)
        if rules is not None and not rules.allows(url):
            self._give_back(talk)
            self._advance(talk, Failure("robots", f"{origin_of(url)}/robots.txt does not allow it"), now)
            return False
        return rules is not None

    def _rules(self, talk: Probe, url: str, now: float) -> robots.Robots | None:
        """What an origin allows; None when that is not known yet: then the conversation gives its slot back and waits."""
        if self._robots is None:
            return robots.Robots()
        origin = origin_of(url)
        if (asked := self._robots.get(origin)) is None:
            asked = self._robots[origin] = RobotsTalk(self, origin)
            self.open += 1
            asked.step()
            self._queue(asked, now)
        if asked.rules is None:
            self._give_back(talk)
            asked.waiting.append(talk)
        return asked.rules

    def _give_back(self, talk: Conversation[Any]) -> None:
        """Leave its slot to another, which may be the only one that waits: then nothing else would look for it."""
        self._schedule.back(talk)
        self.wake()

    async def _exchange(self, talk: Conversation[Any], request: Request) -> None:
        """Send what a conversation asks for, and tell it and the schedule of the reply."""
        self.requests += 1
        reply = await reply_to(request, self.transport, self.policy, talk.seconds)
        now, wall, name = self.clock.now(), self.clock.wall(), host_of(request.url)
        self.reached.note(name, reply)
        self._schedule.done(talk, request, reply, now, wall)
        host = self._schedule.host(name)
        if self._hold is not None and host.tempo.held_until > now:
            self._hold(name, wall + host.tempo.held_until - now)
        self._advance(talk, reply, now)
        if self._rest is not None and host.is_done:
            self._rest(name)
        self.wake()

    def _advance(self, talk: Conversation[Any], reply: Reply, now: float) -> None:
        talk.step(reply)
        self._queue(talk, now)

    def _queue(self, talk: Conversation[Any], now: float) -> None:
        """Have what a conversation wants next wait for its turn."""
        if talk.request is not None:
            self._schedule.again(talk, host_of(talk.request.url), now + talk.request.delay)
            self.wake()

    def begun(self, url: str, fragments: Sequence[str]) -> None:
        """An address is under way, with these fragments and no others."""
        self._seen[url] = frozenset(fragments)
        self.left -= 1
        self.open += 1

    def judged(self, url: str, verdict: Verdict) -> None:
        """An address has its verdict."""
        self.open -= 1
        self.done += 1
        self._verdicts.append((url, verdict._replace(checked_at=self.clock.wall())))
        self._news.set()

    def allowed(self, asked: "RobotsTalk", rules: robots.Robots) -> None:
        """The rules of an origin are known: whoever waited for them goes on."""
        self.open -= 1
        asked.rules = rules
        now = self.clock.now()
        if rules.delay:
            self._schedule.host(host_of(asked.origin)).tempo.pace_to(rules.delay)
        for talk in asked.waiting:
            if talk.is_begun:
                self._queue(talk, now)
            else:
                self._schedule.put(talk, host_of(asked.origin))
        asked.waiting.clear()
        self.wake()
        self._news.set()


async def as_they_come(addresses: Iterable[ToAsk] | AsyncIterable[ToAsk]) -> AsyncIterator[ToAsk]:
    """The addresses, whether they are all there or come one after another."""
    if isinstance(addresses, AsyncIterable):
        async for address in addresses:
            yield address
    else:
        for address in addresses:
            yield address
