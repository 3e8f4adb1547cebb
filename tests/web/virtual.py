"""A loop whose time passes only when everybody waits, and then at once: a day of waiting takes a moment and is exact."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, TypeVar

from notelint.web.messages import Failure, Reply, Request, Response

T = TypeVar("T")

EPOCH = 1_767_225_600.0  # 2026-01-01 00:00 UTC


class _Selector(selectors.SelectSelector):
    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            assert timeout is not None, "everybody waits, and nothing will ever happen"
            self.passed += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._passing = _Selector()
        super().__init__(self._passing)

    def time(self) -> float:
        return self._passing.passed


class VirtualClock:
    def now(self) -> float:
        return asyncio.get_running_loop().time()

    def wall(self) -> float:
        return EPOCH + self.now()


def run(work: Coroutine[Any, Any, T]) -> T:
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)


Answer = tuple[float, Reply]
"""Seconds until it comes, and the reply."""


class ScriptedTransport:
    """Answers by a function of the request and the time; notes what was sent, when, and how much at once."""

    def __init__(self, answer: Callable[[Request, float], Answer]) -> None:
        self._answer = answer
        self.sent: list[tuple[float, str]] = []
        self.at_once = self.most_at_once = 0
        self.host_at_once: dict[str, int] = {}
        self.host_most: dict[str, int] = {}

    async def send(self, request: Request) -> Reply:
        now = asyncio.get_running_loop().time()
        host = request.url.split("/")[2]
        self.sent.append((now, request.url))
        seconds, reply = self._answer(request, now)
        self._count(host, 1)
        try:
            await asyncio.sleep(seconds)
        finally:
            self._count(host, -1)
        return reply._replace(seconds=seconds)

    def _count(self, host: str, by: int) -> None:
        self.at_once += by
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.host_at_once[host] = self.host_at_once.get(host, 0) + by
        self.host_most[host] = max(self.host_most.get(host, 0), self.host_at_once[host])

    def times(self, host: str) -> list[float]:
        return [at for at, url in self.sent if url.split("/")[2] == host]


def ok(*headers: tuple[str, str], status: int = 200) -> Response:
    return Response(status, tuple(headers))


def always(reply: Response | Failure, seconds: float = 0.1) -> Callable[[Request, float], Answer]:
    return lambda request, now: (seconds, reply)


def urls(host: str, count: int) -> Iterable[str]:
    return (f"https://{host}/{number}" for number in range(count))
