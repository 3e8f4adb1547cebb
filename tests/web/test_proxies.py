"""Asking through a proxy that the user named."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from notelint.web.messages import Failure, Reply, Request, Response
from notelint.web.transport.http import HttpTransport
from notelint.web.transport.proxies import Proxies
from tests.web.misbehaving import POLICY, page, run, serving

STRICT = POLICY._replace(allow_private=False)


async def no_names(host: str, port: int) -> Sequence[str]:
    raise AssertionError(f"{host} was looked up")


async def proxy_only(host: str, port: int) -> Sequence[str]:
    assert host == "proxy.corp"
    return ["127.0.0.1"]


@asynccontextmanager
async def tunnels(answer: bytes) -> AsyncIterator[tuple[int, list[str]]]:
    """A proxy that answers every CONNECT so; its port and what it heard."""
    heads: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(answer)
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1], heads
    finally:
        listening.close()


def test_a_proxy_gets_the_whole_address_and_resolves_the_name() -> None:
    async def asked() -> tuple[Reply, str]:
        async with serving({"http://a.example/x?y": page(b"")}) as server:
            proxies = Proxies(http=f"http://ada:secret@127.0.0.1:{server.port}")
            async with HttpTransport(STRICT, proxies=proxies, lookup=no_names) as transport:
                return await transport.send(Request("http://a.example/x?y")), server.heads[0]

    reply, head = run(asked())
    assert isinstance(reply, Response)
    assert reply.status == 200
    assert "Host: a.example\r\n" in head
    assert "Proxy-Authorization: Basic YWRhOnNlY3JldA==\r\n" in head


def test_a_proxy_may_have_a_name_that_leads_inside() -> None:
    async def asked() -> Reply:
        async with serving({"http://a.example/": page(b"")}) as server:
            proxies = Proxies(http=f"http://proxy.corp:{server.port}")
            async with HttpTransport(STRICT, proxies=proxies, lookup=proxy_only) as transport:
                return await transport.send(Request("http://a.example/"))

    assert isinstance(run(asked()), Response)


def test_https_goes_through_a_tunnel_for_the_name() -> None:
    async def asked() -> tuple[Reply, list[str]]:
        async with tunnels(b"HTTP/1.1 502 Bad Gateway\r\n\r\n") as (port, heads):
            proxies = Proxies(https=f"http://ada:secret@127.0.0.1:{port}")
            async with HttpTransport(STRICT, proxies=proxies, lookup=no_names) as transport:
                return await transport.send(Request("https://a.example/x")), heads

    reply, heads = run(asked())
    assert isinstance(reply, Failure)
    assert (reply.kind, "502" in reply.detail) == ("unreachable", True)
    assert heads[0].startswith("CONNECT a.example:443 HTTP/1.1\r\n")
    assert "Proxy-Authorization: Basic YWRhOnNlY3JldA==\r\n" in heads[0]
    assert "/x" not in heads[0].split("\r\n")[0]


def test_literal_addresses_inside_are_refused_all_the_same() -> None:
    async def asked() -> tuple[list[str], int]:
        async with serving({}) as server:
            proxies = Proxies(http=f"http://127.0.0.1:{server.port}")
            async with HttpTransport(STRICT, proxies=proxies, lookup=no_names) as transport:
                urls = ("http://127.0.0.1/", "http://[::1]/", "http://localhost/", f"http://127.0.0.1:{server.port}/")
                replies = [await transport.send(Request(url)) for url in urls]
            return [reply.kind for reply in replies if isinstance(reply, Failure)], server.connections

    assert run(asked()) == (["forbidden-address"] * 4, 0)


def test_a_proxy_that_is_not_there_is_said_to_be_the_trouble() -> None:
    async def asked() -> Reply:
        async with tunnels(b"") as (port, _):
            pass
        async with HttpTransport(STRICT, proxies=Proxies(http=f"http://127.0.0.1:{port}"), lookup=no_names) as transport:
            return await transport.send(Request("http://a.example/"))

    reply = run(asked())
    assert isinstance(reply, Failure)
    assert reply.kind == "refused"
    assert "proxy" in reply.detail


@pytest.mark.parametrize(
    ("direct", "host", "is_direct"),
    [
        (("a.example",), "a.example", True),
        (("a.example",), "b.a.example", True),
        ((".a.example",), "b.a.example", True),
        (("*.a.example",), "b.a.example", True),
        (("a.example",), "nota.example", False),
        (("*",), "any.example", True),
        (("", " "), "any.example", False),
        ((" A.Example ",), "a.example", True),
    ],
)
def test_hosts_that_are_asked_without_a_proxy(direct: tuple[str, ...], host: str, is_direct: bool) -> None:
    assert (Proxies("http://p:1", "http://p:1", direct).proxy_for("https", host) == "") is is_direct


def test_each_scheme_has_its_proxy() -> None:
    proxies = Proxies(http="http://p:1", https="")
    assert (proxies.proxy_for("http", "a"), proxies.proxy_for("https", "a")) == ("http://p:1", "")
