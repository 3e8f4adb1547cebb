"""The connections of a run: new ones, and those that are kept for the next request to the same place."""

from asyncio import get_running_loop
from collections import deque
from typing import TYPE_CHECKING, NamedTuple, cast

import aiohttp
from aiohttp.connector import Connection as Dialled
from yarl import URL

from notelint.web.transport.handler import Handler

if TYPE_CHECKING:
    from asyncio import TimerHandle
    from ssl import SSLContext

    from notelint.web.transport.connector import Connector

# An idle connection is kept for the next request that waits already, not for a host that may be asked again some time.
_KEPT_IDLE = 2.0


class Way(NamedTuple):
    """How to come to an address: whom to trust on the way, and through which proxy, with what is said to it alone."""

    trust: "SSLContext | None" = None
    proxy: URL | None = None
    proxy_headers: dict[str, str] | None = None


class Connection:
    """A connection to an origin; aiohttp wants to be told when it ends. `since` is when it became idle."""

    __slots__ = ("dialled", "handler", "origin", "since")

    def __init__(self, origin: str, dialled: Dialled) -> None:
        self.origin, self.dialled, self.since = origin, dialled, 0.0
        self.handler = cast("Handler", dialled.protocol)


class Connections:
    """Opens connections by a connector, and keeps those that can be used again.

    aiohttp would keep them, too; but it wants to have a request made out for each time that one of them is used.
    """

    def __init__(self, connector: "Connector", seconds: float) -> None:
        self._connector = connector
        self._loop = get_running_loop()
        self._timeout = aiohttp.ClientTimeout(connect=seconds)
        self._idle: dict[str, deque[Connection]] = {}
        self._timer: TimerHandle | None = None

    async def open(self, origin: str, url: URL, way: Way) -> Connection:
        """A new connection for an address. Raises aiohttp.ConnectionTimeoutError, and aiohttp's other errors."""
        request = aiohttp.ClientRequest(
            "GET", url, loop=self._loop, ssl=way.trust or True, proxy=way.proxy, proxy_headers=way.proxy_headers
        )
        try:
            dialled = await self._connector.connect(request, [], self._timeout)
        except TimeoutError as error:
            raise aiohttp.ConnectionTimeoutError from error
        return Connection(origin, dialled)

    def idle(self, origin: str) -> Connection | None:
        """The connection to an origin that became idle last, if there is one; it may be found closed when it is used."""
        kept = self._idle.get(origin)
        while kept:
            connection = kept.pop()
            if connection.handler.is_fit and self._loop.time() - connection.since <= _KEPT_IDLE:
                return connection
            self.close(connection)
        return None

    def keep(self, connection: Connection) -> None:
        """A connection whose answer has been read is free for the next request."""
        if not connection.handler.is_fit:
            self.close(connection)
            return
        connection.since = self._loop.time()
        self._idle.setdefault(connection.origin, deque()).append(connection)
        if self._timer is None:
            self._timer = self._loop.call_later(_KEPT_IDLE, self._tidy)

    def close(self, connection: Connection) -> None:
        """Cut a connection, without a word, since over TLS those take long."""
        connection.handler.abort()
        connection.dialled.close()

    def drop(self, host: str) -> None:
        """Close the idle connections to a host (and port): over TLS each costs 100 kB and more."""
        for scheme in ("http", "https"):
            for connection in self._idle.pop(f"{scheme}://{host}", ()):
                self.close(connection)

    async def stop(self) -> None:
        """Close all connections."""
        if self._timer is not None:
            self._timer.cancel()
        for kept in self._idle.values():
            for connection in kept:
                self.close(connection)
        self._idle.clear()
        await self._connector.close()

    def _tidy(self) -> None:
        """Close what has been idle for long, and look again later if anything is left."""
        oldest = self._loop.time() - _KEPT_IDLE
        for origin, kept in list(self._idle.items()):
            while kept and kept[0].since <= oldest:
                self.close(kept.popleft())
            if not kept:
                del self._idle[origin]
        self._timer = self._loop.call_later(_KEPT_IDLE, self._tidy) if self._idle else None
