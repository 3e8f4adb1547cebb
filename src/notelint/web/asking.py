"""The way into the web half for whoever is not a coroutine: ask addresses, be told verdicts.

Importing this imports nothing large; `preload` fetches the rest on the side while notes are still being read.
"""

from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack
from threading import Lock, Thread
from typing import TYPE_CHECKING, NamedTuple

from notelint.web.schedule.pace import Pace
from notelint.web.transport.proxies import Proxies

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Event

    from notelint.web.check.probe import Converse
    from notelint.web.github import Api
    from notelint.web.policy import Policy
    from notelint.web.progress import Limits, Progress
    from notelint.web.sweep import Sweep, ToAsk
    from notelint.web.transport.dial import Lookup, Routes
    from notelint.web.transport.http import HttpTransport
    from notelint.web.verdict import Verdict

# Besides connections there are the files of Python, of the store and of the notes.
_OTHER_FILES = 128
_TICK = 0.2


class Means(NamedTuple):
    """With what means a run asks: all that is no judgement. Times in seconds.

    `routes` (`--resolve`) and `proxies` come from the command line or the user's own settings, never from a repository;
    `ca_file` may come from there, for what it adds is trusted for verdicts only. `lookup` takes the place of the machine's name
    system, `converse` that of `check`: it hears of each address when its turn has come, before anything is sent. `github` is an
    API that is asked first about what it knows (over connections that `ca_file` has no say in); `take` hears of each of these
    addresses before, and keeps it from being asked there by saying no. `hold` hears of hosts that ask to be left alone, each
    with until when, in seconds since 1970.
    """

    pace: Pace = Pace()
    proxies: Proxies = Proxies()
    routes: "Routes | None" = None
    ca_file: str = ""
    lookup: "Lookup | None" = None
    limits: "Limits | None" = None
    asks_robots: bool = False
    converse: "Converse | None" = None
    github: "Api | None" = None
    take: Callable[[str], bool] | None = None
    hold: Callable[[str, float], None] | None = None


class Ended(NamedTuple):
    """How a run ended: whether nobody at all was reached (then its verdicts say nothing), and how far it came."""

    is_offline: bool
    progress: "Progress"


def preload() -> Thread:
    """Begin to import what asking needs (some 0.2 s) in a thread of its own."""
    thread = Thread(target=_import, name="notelint-import", daemon=True)
    thread.start()
    return thread


def _import() -> None:
    import notelint.web.sweep
    import notelint.web.transport.http  # noqa: F401  # to have it


def ask(
    addresses: "Iterable[ToAsk] | AsyncIterable[ToAsk]",
    policy: "Policy",
    tell: "Callable[[str, Verdict], None]",
    *,
    means: Means = Means(),  # noqa: B008  # frozen
    tick: "Callable[[Progress], None] | None" = None,
) -> Ended:
    """Ask addresses and tell each verdict as soon as it is known; `tick` is told how far it is a few times a second.

    Raises what the addresses or `tell` raise, and OSError for a file of certificates that cannot be read.
    """
    import asyncio

    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(_ask(addresses, policy, tell, means, tick))


async def _ask(
    addresses: "Iterable[ToAsk] | AsyncIterable[ToAsk]",
    policy: "Policy",
    tell: "Callable[[str, Verdict], None]",
    means: Means,
    tick: "Callable[[Progress], None] | None",
) -> Ended:
    from notelint.web.check import check
    from notelint.web.progress import Limits
    from notelint.web.sweep import Sweep

    async with AsyncExitStack() as stack:
        transport = await stack.enter_async_context(_transport(policy, means))
        sweep = Sweep(
            transport,
            policy,
            pace=_fitting(means.pace),
            limits=means.limits or Limits(),
            asks_robots=means.asks_robots,
            converse=means.converse or check,
            hold=means.hold,
        )
        if means.github:
            apart = await stack.enter_async_context(_transport(policy, means._replace(ca_file="")))
            addresses = _rest(addresses, means.github, means, apart, sweep, tell)
        async with _Ticking(lambda: tick(sweep.progress) if tick else None):
            async for url, verdict in sweep.verdicts(addresses):
                tell(url, verdict)
        return Ended(sweep.is_offline, sweep.progress)


def _rest(
    addresses: "Iterable[ToAsk] | AsyncIterable[ToAsk]",
    api: "Api",
    means: Means,
    transport: "HttpTransport",
    sweep: "Sweep",
    tell: "Callable[[str, Verdict], None]",
) -> "AsyncIterable[ToAsk]":
    """The addresses of which GitHub's API cannot tell; what it knows is told on the way."""
    from notelint.web.github_first import GitHubFirst  # imported when needed: only with a token

    first = GitHubFirst(api, transport, sweep, tell, take=means.take, limits=means.limits)
    return first.rest(addresses)


def _transport(policy: "Policy", means: Means) -> "HttpTransport":
    from notelint.web.transport.http import HttpTransport

    return HttpTransport(policy, routes=means.routes, proxies=means.proxies, ca_file=means.ca_file, lookup=means.lookup)


class _Ticking:
    """Calls something now and then while it is entered."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call = call

    async def __aenter__(self) -> None:
        import asyncio

        async def tick() -> None:
            while True:
                self._call()
                await asyncio.sleep(_TICK)

        self._task = asyncio.ensure_future(tick())

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()


def _loop_factory() -> "Callable[[], AbstractEventLoop] | None":
    """Uvloop where it is to be had: it takes a third off the time for a request, and half off the memory for TLS."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def _fitting(pace: Pace) -> Pace:
    """A pace for which the process may open enough files, after asking for more of them (256 is macOS's default)."""
    try:
        import resource
    except ImportError:  # Windows, where sockets are no files
        return pace
    wanted = 2 * (pace.total + pace.slow_total) + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        except (OSError, ValueError):
            soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return pace
    most = max(8, (soft - _OTHER_FILES) // 4)
    return pace._replace(total=min(pace.total, most), slow_total=min(pace.slow_total, most))


class Feed:
    """Addresses from another thread: it puts them while `ask` takes them, and closes the feed when there are no more."""

    def __init__(self) -> None:
        self._waiting: deque[ToAsk] = deque()
        self._lock = Lock()
        self._is_closed = False
        self._loop: AbstractEventLoop | None = None
        self._news: Event | None = None

    def put(self, address: "ToAsk") -> None:
        """Have an address asked."""
        with self._lock:
            self._waiting.append(address)
            self._ring(is_first=len(self._waiting) == 1)

    def close(self) -> None:
        """There are no more."""
        with self._lock:
            self._is_closed = True
            self._ring(is_first=True)

    def _ring(self, *, is_first: bool) -> None:
        if is_first and self._loop is not None and self._news is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._news.set)

    async def __aiter__(self) -> "AsyncIterator[ToAsk]":
        """The addresses, as they come."""
        import asyncio

        with self._lock:
            self._loop, self._news = asyncio.get_running_loop(), asyncio.Event()
        while True:
            with self._lock:
                addresses, is_last = list(self._waiting), self._is_closed
                self._waiting.clear()
                self._news.clear()
            for address in addresses:
                yield address
            if is_last:
                return
            await self._news.wait()
