"""A web of many hosts, each with an address of its own in 127.0.0.0/8: it answers by path, and writes down who is asked when.

A line of the log for each request, when it comes (`+`) and when it is answered (`-`): the time, host and path.
"""

import asyncio
import os
import time
from zlib import crc32

PORT = 8099
DELAY = 0.1
"""Seconds that every tenth host wants between two requests (`Crawl-delay`)."""
TRUTH = {"page": "alive", "gone": "dead", "missing": "unsure"}
_STATUS = {"page": "200 OK", "gone": "410 Gone", "missing": "404 Not Found"}


def host(number: int) -> str:
    return f"h{number}.notes.test"


def address(number: int) -> str:
    """Where a host is."""
    return f"127.9.{number // 250}.{number % 250 + 1}"


def is_slow(name: str) -> bool:
    """Whether a host wants a pause between requests."""
    return name.split(".")[0].endswith("0")


def url(number: int, hosts: int, port: int) -> str:
    """One address in 20 is gone, and one does not answer as if it existed."""
    kind = {0: "gone", 1: "missing"}.get(number % 20, "page")
    return f"http://{host(number // 7 % hosts)}:{port}/{kind}/{number}"


def kind(url: str) -> str:
    return url.split("/")[3]


def requests(url: str) -> int:
    """How many requests the conversation about an address takes: what looks dead is asked a second time."""
    return 1 if kind(url) == "page" else 2


async def serve(hosts: int, port: int, log: int) -> None:
    """Answer until the process is ended."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).decode("latin-1"):
                path = head.split(" ", 2)[1]
                name = head.lower().partition("\r\nhost: ")[2].partition(":")[0].partition("\r\n")[0]
                os.write(log, f"+ {time.time():.6f} {name} {path}\n".encode())
                await asyncio.sleep(0.02 + crc32(path.encode()) % 100 / 1000)
                os.write(log, f"- {time.time():.6f} {name} {path}\n".encode())
                writer.write(_answer(name, path))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async with asyncio.TaskGroup() as group:
        for number in range(hosts):
            server = await asyncio.start_server(answer, address(number), port, backlog=256)
            group.create_task(server.serve_forever())
        os.write(log, b"ready\n")


def _answer(name: str, path: str) -> bytes:
    if path == "/robots.txt":
        body = f"User-agent: *\nCrawl-delay: {DELAY}\n" if is_slow(name) else "User-agent: *\n"
        return f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    body = "<title>A page</title>"
    status = _STATUS[path.split("/")[1]]
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
