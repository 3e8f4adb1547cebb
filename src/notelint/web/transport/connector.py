"""How aiohttp makes connections, with what it leaves open: which address is dialled."""

import socket
from asyncio import get_running_loop
from collections.abc import Callable
from functools import partial
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler

from notelint.web.transport.dial import Dialler
from notelint.web.transport.failures import ForbiddenAddressError
from notelint.web.transport.handler import Handler

# The first address of the other family is tried after this long (RFC 8305, section 5, recommends a quarter of a second).
_HEAD_START = 0.25


class Connector(aiohttp.TCPConnector):
    """Dials what a Dialler allows and nothing else. Limits are the schedule's business."""

    def __init__(self, dialler: Dialler, max_headers: int) -> None:
        super().__init__(
            limit=0,
            limit_per_host=0,
            use_dns_cache=False,
            resolver=_Resolver(dialler),
            socket_factory=partial(_socket, dialler),
            happy_eyeballs_delay=_HEAD_START,
        )
        make: Callable[..., ResponseHandler] = Handler
        self._factory = partial(make, max_headers, get_running_loop())


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
