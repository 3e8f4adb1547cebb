"""Connections as aiohttp makes them, with what it leaves open: which address is dialled, and how much of a head is read."""

import socket
from asyncio import current_task, get_running_loop
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import LineTooLong

from notelint.web.transport.dial import Dialler
from notelint.web.transport.failures import ForbiddenAddressError

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Task

# An idle connection is kept for the next request that waits already, not for a host that may be asked again some time.
_KEPT_IDLE = 2.0

# The first address of the other family is tried after this long (RFC 8305, section 5, recommends a quarter of a second).
_HEAD_START = 0.25

_END = b"\r\n\r\n"


class Connector(aiohttp.TCPConnector):
    """Dials what a Dialler allows and nothing else. Limits are the schedule's business.

    `fresh` are the tasks whose request got a new connection; they take themselves off. Whoever got one that had lain idle may
    find it closed by the host, and asks again at once.
    """

    def __init__(self, dialler: Dialler, max_headers: int) -> None:
        super().__init__(
            limit=0,
            limit_per_host=0,
            use_dns_cache=False,
            resolver=_Resolver(dialler),
            socket_factory=partial(_socket, dialler),
            happy_eyeballs_delay=_HEAD_START,
            keepalive_timeout=_KEPT_IDLE,
        )
        self.fresh: set[Task[Any] | None] = set()
        make: Callable[..., ResponseHandler] = _Handler
        self._factory = partial(make, max_headers, get_running_loop())

    def drop(self, host: str, port: int | None) -> None:
        """Close the idle connections to a host: over TLS each costs 100 kB and more."""
        for key in [
            key for key in self._conns if key.host == host and (key.port == port or (not port and key.port in (80, 443)))
        ]:
            for protocol, _ in self._conns.pop(key):
                protocol.abort()

    async def _create_connection(self, *arguments: Any, **named: Any) -> ResponseHandler:
        self.fresh.add(current_task())
        return await super()._create_connection(*arguments, **named)


class _Handler(ResponseHandler):
    """Reads heads by themselves: no more of them than may be, and apart from what follows.

    aiohttp limits the lines of a head and their number, not all together. And an answer that is followed by more than it
    promised (a body after 204 or 304, or a longer one than its length) would be lost with the error that the rest is.
    """

    def __init__(self, most: int, loop: "AbstractEventLoop") -> None:
        super().__init__(loop)
        self._most = self._left = most
        self._is_in_head = True

    def set_response_params(self, **named: Any) -> None:
        self._left, self._is_in_head = self._most, True
        super().set_response_params(**named)

    def feed_data(self, data: Any, size: int = 0) -> None:
        self._is_in_head = 100 <= data[0].code < 200 and data[0].code != 101
        super().feed_data(data, size)

    def data_received(self, data: bytes) -> None:
        if data and self._is_in_head:
            data = self._head(data)
            if not data:
                return
        super().data_received(data)  # empty data are aiohttp's own way to go on after a pause

    def _head(self, data: bytes) -> bytes:
        """Read of some data what belongs to heads, and give back the rest."""
        while data and self._is_in_head:
            end = data.find(_END) + len(_END)
            head = data[:end] if end >= len(_END) else data
            self._left -= len(head)
            if self._left < 0:
                self.set_exception(LineTooLong(b"all headers", self._most))
                self.abort()
                return b""
            data = data[len(head) :]
            super().data_received(head)
        return data


class _Resolver(AbstractResolver):
    """Repeats to aiohttp what the Dialler has found, so that what was judged is what is dialled."""

    def __init__(self, dialler: Dialler) -> None:
        self._dialler = dialler

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AddressFamily.AF_INET
    ) -> list[ResolveResult]:
        found = self._dialler.known(host, port)
        if not found:
            raise ForbiddenAddressError(f"{host} was not judged")
        return [ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0) for address in found]

    async def close(self) -> None:
        pass


def _socket(dialler: Dialler, info: tuple[Any, ...]) -> socket.socket:
    """A socket to dial an address with, if it may be dialled: the last look before every connection."""
    family, kind, protocol, _, target = info
    if not dialler.may_dial(str(target[0])):
        raise ForbiddenAddressError(f"{target[0]} must not be asked")
    return socket.socket(family, kind, protocol)
