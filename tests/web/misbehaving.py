"""Servers on loopback that misbehave on purpose: each path of a server is a script of what goes over the wire."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeAlias, TypeVar

from notelint.web.messages import Reply, Request
from notelint.web.policy import Policy
from notelint.web.transport.http import HttpTransport

T = TypeVar("T")

Write: TypeAlias = asyncio.StreamWriter
Script: TypeAlias = bytes | Callable[[Write], Awaitable[None]]
"""What is sent, or who sends it."""

POLICY = Policy(timeout=20.0, connect_timeout=20.0, deadline=60.0, allow_private=True, max_headers=16 * 1024)
IMPATIENT = POLICY._replace(timeout=1.0, connect_timeout=1.0)
"""For servers that keep one waiting for ever; with others a busy machine may take its time."""


class Server:
    """What a server was asked, and on how many connections."""

    def __init__(self, scripts: dict[str, Script]) -> None:
        self.scripts = scripts
        self.heads: list[str] = []
        self.connections = 0
        self.at_once = self.most_at_once = 0
        self.port = 0
        self.names: list[str | None] = []

    @property
    def paths(self) -> list[str]:
        return [head.split(" ")[1] for head in self.heads]

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: Write) -> None:
        self.connections += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                self.heads.append(head)
                script = self.scripts.get(head.split(" ")[1], b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                if isinstance(script, bytes):
                    writer.write(script)
                else:
                    await script(writer)
                await writer.drain()
                if writer.is_closing():
                    return
                if b"content-length" not in (script if isinstance(script, bytes) else b"content-length").lower():
                    return
        except (OSError, asyncio.IncompleteReadError):
            return
        finally:
            self.at_once -= 1
            writer.close()


@asynccontextmanager
async def serving(scripts: dict[str, Script], tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    server = Server(scripts)
    if tls is not None:
        tls.sni_callback = lambda connection, name, context: server.names.append(name)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(asyncio.wait_for(work, 30.0))


async def ask(server: Server, path: str = "/", *, body: int = 0, policy: Policy = POLICY) -> Reply:
    """One request on a transport of its own."""
    async with HttpTransport(policy) as transport:
        return await transport.send(Request(server.url(path), (("User-Agent", "test"),), body=body))


def page(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html", f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


async def hang(writer: Write) -> None:
    await asyncio.sleep(60)


async def reset(writer: Write) -> None:
    writer.transport.abort()


def closing(data: bytes) -> Callable[[Write], Awaitable[None]]:
    """Send something and close."""

    async def send(writer: Write) -> None:
        writer.write(data)
        await writer.drain()
        writer.close()

    return send


def dripping(start: bytes, drop: bytes, pause: float = 0.05) -> Callable[[Write], Awaitable[None]]:
    """Send a beginning, then a little now and then for ever."""

    async def send(writer: Write) -> None:
        writer.write(start)
        while not writer.is_closing():
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(pause)

    return send


def endless(start: bytes, chunk: bytes) -> Callable[[Write], Awaitable[None]]:
    """Send a beginning, then as much as is taken."""

    async def send(writer: Write) -> None:
        writer.write(start)
        while not writer.is_closing():
            writer.write(chunk)
            await writer.drain()

    return send
