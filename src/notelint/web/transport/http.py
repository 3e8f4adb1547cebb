"""Requests over the real network, by aiohttp. Nothing that a server does makes `send` raise."""

from asyncio import Semaphore, current_task, get_running_loop, timeout
from base64 import b64encode
from types import TracebackType
from typing import TYPE_CHECKING, TypedDict

import aiohttp
from yarl import URL

from notelint.web.address import Address, parse
from notelint.web.messages import Failure, Headers, Reply, Request, Response
from notelint.web.policy import Policy
from notelint.web.transport.body import ACCEPT_ENCODING, Body, BodyError
from notelint.web.transport.connector import Connector
from notelint.web.transport.dial import Dialler, Lookup, Routes, SystemLookup
from notelint.web.transport.failures import failure
from notelint.web.transport.proxies import Proxies
from notelint.web.transport.tls import context

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

_MOST_HEADERS = 512
_BUFFER = 32 * 1024
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
        self._connector = Connector(self._dialler, policy.max_headers)
        self._session = self._made_session()

    def _made_session(self) -> aiohttp.ClientSession:
        policy = self._policy
        session = aiohttp.ClientSession(
            connector=self._connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"Accept-Encoding": ACCEPT_ENCODING},
            skip_auto_headers=("Accept", "User-Agent"),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=policy.timeout, connect=min(policy.connect_timeout, policy.timeout)),
            read_bufsize=_BUFFER,
            max_line_size=policy.max_headers,
            max_field_size=policy.max_headers,
            max_headers=_MOST_HEADERS,
        )
        session._retry_connection = False  # else every request that fails is secretly sent twice
        return session

    async def __aenter__(self) -> "HttpTransport":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()

    def rest(self, host: str) -> None:
        """Close the idle connections to a host (as it stands in addresses, with its port): nothing waits for it."""
        name, _, port = host.rpartition(":") if host.rpartition(":")[2].isdecimal() else (host, "", "")
        self._connector.drop(name.strip("[]"), int(port) if port else None)

    async def send(self, request: Request) -> Reply:
        """Send a request and read as much of the answer as is wanted; a failure where there is none."""
        began = self._loop.time()
        try:
            reply = await self._send(request)
        except Exception as error:  # whatever it is, it is the fate of one request
            reply = failure(error, 0.0)
        return reply._replace(seconds=self._loop.time() - began)

    async def _send(self, request: Request) -> Reply:
        address = parse(request.url)
        if address is None or address.scheme not in _PORTS:
            return Failure("protocol", "this is no address that can be asked")
        proxy = self._proxies.proxy_for(address.scheme, address.host)
        problem = await self._problem(address, URL(proxy) if proxy else None)
        if problem is not None:
            return problem
        task = current_task()
        try:
            while True:
                try:
                    return await self._exchange(request, address, proxy)
                except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
                    if task in self._connector.fresh:
                        raise
        finally:
            self._connector.fresh.discard(task)

    async def _problem(self, address: Address, proxy: URL | None) -> Failure | None:
        """Why there is nobody to connect to, else None."""
        if proxy is None:
            found = await self._dialler.addresses(address.host, address.port or _PORTS[address.scheme])
            return found if isinstance(found, Failure) else None
        return self._dialler.forbidden(address.host) or await self._dialler.trust(proxy.raw_host or "", proxy.port or 0)

    async def _exchange(self, request: Request, address: Address, proxy: str) -> Response:
        url = URL(request.url, encoded=True)
        if url.raw_host != address.host.strip("[]"):
            raise ValueError("its host can be read in two ways")
        response = await self._session.request(
            request.method,
            url,
            data=request.content or None,
            allow_redirects=False,
            ssl=self._trust() if address.scheme == "https" else True,
            **_through(proxy, address.scheme, request.headers),
        )
        try:
            headers = _headers(response)
            body, is_cut = b"", False
            if request.wants_body(response.status, response.headers.get("Content-Type", "")):
                body, is_cut = await self._read(response, request.body)
            elif address.scheme == "https":
                await _finish(response)
            return Response(response.status, headers, body, is_cut)
        finally:
            _leave(response)

    async def _read(self, response: aiohttp.ClientResponse, limit: int) -> tuple[bytes, bool]:
        """A body as far as it comes and is wanted, and whether it went on behind that."""
        body = Body(response.headers.get("Content-Encoding", ""), limit)
        if not body.is_readable:
            return b"", True
        try:
            if await _fill(body, response, min(_SMALL, limit)):
                async with self._medium:
                    if await _fill(body, response, min(_MEDIUM, limit)):
                        async with self._large:
                            await _fill(body, response, limit)
        except _READING:
            return body.taken(), True
        return body.taken(), body.is_full

    def _trust(self) -> "SSLContext":
        """Whom to trust over TLS; made when first needed, because it reads all the certificates of the system."""
        if self._tls is None:
            self._tls = context()
        return self._tls


async def _fill(body: Body, response: aiohttp.ClientResponse, size: int) -> bool:
    """Read until a body has a size or ends; whether it goes on."""
    while len(body.data) < size or size == body.limit:
        chunk = await response.content.readany()
        if not chunk:
            return False
        if not body.feed(chunk):
            return False
    return True


async def _finish(response: aiohttp.ClientResponse) -> None:
    """Read the rest of a short answer, so that its connection serves the next request."""
    length = response.content_length
    if response.connection is None or length is None or length > _CHEAP:
        return
    try:
        async with timeout(_AT_ONCE):
            while await response.content.readany():
                pass
    except _READING:
        return


def _leave(response: aiohttp.ClientResponse) -> None:
    """End an answer; a connection on which more of it may come is cut, without a word, since over TLS those take long."""
    connection = response.connection
    if connection is not None and connection.transport is not None:
        connection.transport.abort()
    response.close()


def _headers(response: aiohttp.ClientResponse) -> Headers:
    return tuple(
        (name.decode("latin-1").lower(), value.decode("utf-8", "surrogateescape")) for name, value in response.raw_headers
    )


class _Through(TypedDict, total=False):
    proxy: URL
    proxy_headers: dict[str, str]
    headers: Headers


def _through(proxy: str, scheme: str, headers: Headers) -> _Through:
    """What tells aiohttp of a proxy, with the name and password that its address may carry (RFC 7617).

    They are for the proxy alone: said to it when a tunnel is asked for, else with the request that it passes on.
    """
    if not proxy:
        return {"headers": headers}
    url = URL(proxy)
    if url.user is None:
        return {"headers": headers, "proxy": url}
    token = b64encode(f"{url.user}:{url.password or ''}".encode()).decode()
    bare = url.with_user(None)
    if scheme == "https":
        return {"headers": headers, "proxy": bare, "proxy_headers": {"Proxy-Authorization": f"Basic {token}"}}
    return {"headers": (*headers, ("Proxy-Authorization", f"Basic {token}")), "proxy": bare}
