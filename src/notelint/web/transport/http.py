"""Requests over the real network, by aiohttp. Nothing that a server does makes `send` raise."""

from asyncio import Semaphore, get_running_loop, timeout
from types import TracebackType
from typing import TYPE_CHECKING

import aiohttp
from yarl import URL

from notelint.web.address import Address, parse
from notelint.web.host_name import origin_of
from notelint.web.messages import Failure, Headers, Reply, Request, Response, first
from notelint.web.policy import Policy
from notelint.web.transport.body import Body, BodyError
from notelint.web.transport.connections import Connection, Connections, Way
from notelint.web.transport.connector import Connector
from notelint.web.transport.dial import Dialler, Lookup, Routes, SystemLookup
from notelint.web.transport.failures import failure
from notelint.web.transport.proxies import Proxies
from notelint.web.transport.tls import context
from notelint.web.transport.wording import credentials, words

if TYPE_CHECKING:
    from ssl import SSLContext

_PORTS = {"http": 80, "https": 443}

# Up to the first size a page is read at once; for more, and for much more, it waits for one of so many places: many large ones
# together stay small so. Most pages are below 64 KiB, nearly all below 512.
_SMALL = 64 * 1024
_MEDIUM, _MEDIUM_AT_ONCE = 512 * 1024, 48
_LARGE_AT_ONCE = 4

# The rest of an answer over TLS is read when it is no longer than this and comes at once: a handshake costs more.
_CHEAP = 32 * 1024
_AT_ONCE = 0.25

_READING = (aiohttp.ClientError, BodyError, OSError)  # TimeoutError is an OSError


class HttpTransport:
    """One run's connections: `async with HttpTransport(policy) as transport: await transport.send(request)`.

    `routes`, `proxies` and the file of certificates are those of the command line or the user's own settings. Names are
    resolved by `lookup`. Not to be shared between event loops. Raises what `tls.context` raises.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        routes: Routes | None = None,
        proxies: Proxies = Proxies(),  # noqa: B008  # frozen
        ca_file: str = "",
        lookup: Lookup | None = None,
    ) -> None:
        self._policy = policy
        self._proxies = proxies
        self._tls = context(ca_file) if ca_file else None
        self._loop = get_running_loop()
        self._medium, self._large = Semaphore(_MEDIUM_AT_ONCE), Semaphore(_LARGE_AT_ONCE)
        self._dialler = Dialler(
            lookup or SystemLookup(),
            self._loop.time,
            routes=routes,
            allow_private=policy.allow_private,
            timeout=policy.timeout,
        )
        connector = Connector(self._dialler, policy.max_headers)
        self._connections = Connections(connector, min(policy.connect_timeout, policy.timeout))

    async def __aenter__(self) -> "HttpTransport":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._connections.stop()

    def rest(self, host: str) -> None:
        """Close the idle connections to a host (as it stands in addresses, with its port): nothing waits for it."""
        self._connections.drop(host)

    async def send(self, request: Request) -> Reply:
        """Send a request and read as much of the answer as is wanted; a failure where there is none."""
        began = self._loop.time()
        try:
            return await self._send(request, began)
        except Exception as error:  # whatever it is, it is the fate of one request
            return failure(error, self._loop.time() - began)

    async def _send(self, request: Request, began: float) -> Reply:
        address = parse(request.url)
        if address is None or address.scheme not in _PORTS:
            return Failure("protocol", "this is no address that can be asked")
        named = self._proxies.proxy_for(address.scheme, address.host)
        proxy = URL(named) if named else None
        problem = await self._problem(address, proxy)
        if problem is not None:
            return problem._replace(seconds=self._loop.time() - began)
        return await self._exchange(request, address, proxy, began)

    async def _problem(self, address: Address, proxy: URL | None) -> Failure | None:
        """Why there is nobody to connect to, else None."""
        if proxy is None:
            found = await self._dialler.addresses(address.host, address.port or _PORTS[address.scheme])
            return found if isinstance(found, Failure) else None
        return self._dialler.forbidden(address.host) or await self._dialler.trust(proxy.raw_host or "", proxy.port or 0)

    async def _exchange(self, request: Request, address: Address, proxy: URL | None, began: float) -> Response:
        """Ask on a connection that lies idle, else on a new one.

        Whoever gets one that had lain idle may find it closed by the host, and asks again at once.
        """
        said = words(request, address, proxy if address.scheme == "http" else None)
        origin = origin_of(request.url)
        while (connection := self._connections.idle(origin)) is not None:
            try:
                return await self._converse(connection, request, said, began)
            except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
                continue
        dialled = self._loop.time()
        connection = await self._connections.open(origin, _url(request, address), self._way(address, proxy))
        return await self._converse(connection, request, said, began, self._loop.time() - dialled)

    async def _converse(
        self, connection: Connection, request: Request, said: bytes, began: float, spent: float = 0.0
    ) -> Response:
        """Say a request and read what comes, within the time-out, of which so many seconds are spent."""
        handler = connection.handler
        timer = self._loop.call_later(self._policy.timeout - spent, handler.expire)
        is_read = False
        try:
            message, content = await handler.answer(said)
            headers = _headers(message.raw_headers)
            body, is_cut = b"", False
            if request.wants_body(message.code, first(headers, "content-type")):
                body, is_cut = await self._read(first(headers, "content-encoding"), content, request.body)
            elif connection.origin.startswith("https:"):
                await _finish(first(headers, "content-length"), content)
            is_read = content.is_eof()
            return Response(message.code, headers, body, is_cut, self._loop.time() - began)
        finally:
            timer.cancel()
            if is_read:
                self._connections.keep(connection)
            else:
                self._connections.close(connection)

    def _way(self, address: Address, proxy: URL | None) -> Way:
        """How to come to an address. A proxy is told its password when a tunnel is asked for, else with the request."""
        trust = self._trust() if address.scheme == "https" else None
        if proxy is None:
            return Way(trust)
        return Way(trust, proxy.with_user(None), dict(credentials(proxy)) if trust is not None else None)

    async def _read(self, coding: str, content: aiohttp.StreamReader, limit: int) -> tuple[bytes, bool]:
        """A body as far as it comes and is wanted, and whether it went on behind that."""
        body = Body(coding, limit)
        if not body.is_readable:
            return b"", True
        try:
            if await _fill(body, content, min(_SMALL, limit)):
                async with self._medium:
                    if await _fill(body, content, min(_MEDIUM, limit)):
                        async with self._large:
                            await _fill(body, content, limit)
        except _READING:
            return body.taken(), True
        return body.taken(), body.is_full

    def _trust(self) -> "SSLContext":
        """Whom to trust over TLS; made when first needed, because it reads all the certificates of the system."""
        if self._tls is None:
            self._tls = context()
        return self._tls


async def _fill(body: Body, content: aiohttp.StreamReader, size: int) -> bool:
    """Read until a body has a size or ends; whether it goes on."""
    while len(body.data) < size or size == body.limit:
        chunk = await content.readany()
        if not chunk or not body.feed(chunk) or content.at_eof():
            return False
    return True


async def _finish(length: str, content: aiohttp.StreamReader) -> None:
    """Read the rest of a short answer, so that its connection serves the next request."""
    if content.is_eof() or not length.isdecimal() or int(length) > _CHEAP:
        return
    try:
        async with timeout(_AT_ONCE):
            while await content.readany():
                pass
    except _READING:
        return


def _url(request: Request, address: Address) -> URL:
    """The address for aiohttp, which dials the host that stands there. Raises ValueError where that may be another one."""
    url = URL(request.url, encoded=True)
    if url.raw_host != address.host.strip("[]"):
        raise ValueError("its host can be read in two ways")
    return url


def _headers(raw: tuple[tuple[bytes, bytes], ...]) -> Headers:
    return tuple((name.decode("latin-1").lower(), value.decode("utf-8", "surrogateescape")) for name, value in raw)
