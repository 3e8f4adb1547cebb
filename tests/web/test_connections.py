"""Connections are used again where they can be, belong to one answer at a time, and end."""

import asyncio

import pytest

from notelint.web.messages import Request, Response
from notelint.web.transport.http import HttpTransport
from tests.web.misbehaving import POLICY, closing, hang, page, reset, run, serving

TEXT = b"<p>hello</p>" * 10


def test_a_short_answer_leaves_its_connection_to_the_next() -> None:
    async def asked() -> tuple[int, int]:
        async with serving({"/": page(TEXT)}) as server, HttpTransport(POLICY) as transport:
            for _ in range(5):
                assert isinstance(await transport.send(Request(server.url())), Response)
            return len(server.heads), server.connections

    assert run(asked()) == (5, 1)


def test_a_connection_that_was_given_up_while_idle_costs_nothing() -> None:
    async def asked() -> tuple[list[str], bool]:
        async with serving({"/a": page(TEXT)}) as server, HttpTransport(POLICY) as transport:

            async def only_on_new_ones(writer: asyncio.StreamWriter) -> None:
                await (reset if server.connections == 1 else closing(page(TEXT)))(writer)

            server.scripts["/b"] = only_on_new_ones
            replies = [await transport.send(Request(server.url(path))) for path in ("/a", "/b")]
            return server.paths, all(isinstance(reply, Response) for reply in replies)

    assert run(asked()) == (["/a", "/b", "/b"], True)


@pytest.mark.parametrize("tail", [b"", b"and more"])
def test_what_came_after_an_answer_is_no_answer_to_the_next_request(tail: bytes) -> None:
    async def asked() -> tuple[str, int]:
        async with serving({"/b": page(b"right")}) as server, HttpTransport(POLICY) as transport:

            async def twice(writer: asyncio.StreamWriter) -> None:
                writer.write(page(TEXT))
                await writer.drain()
                await asyncio.sleep(0.05)
                writer.write(page(b"wrong") + tail)

            server.scripts["/a"] = twice
            await transport.send(Request(server.url("/a"), body=4096))
            await asyncio.sleep(0.2)
            reply = await transport.send(Request(server.url("/b"), body=4096))
            assert isinstance(reply, Response)
            return reply.body.decode(), server.connections

    assert run(asked()) == ("right", 2)


@pytest.mark.parametrize(("idle", "connections"), [(0.0, 1), (0.3, 2)])
def test_a_connection_that_lies_idle_for_long_is_closed(monkeypatch: pytest.MonkeyPatch, idle: float, connections: int) -> None:
    monkeypatch.setattr("notelint.web.transport.connections._KEPT_IDLE", 0.1)

    async def asked() -> tuple[int, int]:
        async with serving({"/": page(TEXT)}) as server, HttpTransport(POLICY) as transport:
            await transport.send(Request(server.url()))
            await asyncio.sleep(idle)
            at_once = server.at_once
            await transport.send(Request(server.url()))
            return at_once, server.connections

    assert run(asked()) == (2 - connections, connections)


def test_a_host_for_which_nothing_waits_has_its_connections_closed() -> None:
    async def asked() -> int:
        async with serving({"/": page(TEXT)}) as server, HttpTransport(POLICY) as transport:
            await transport.send(Request(server.url()))
            transport.rest(f"127.0.0.1:{server.port}")
            await asyncio.sleep(0.1)
            return server.at_once

    assert run(asked()) == 0


def test_many_requests_at_once_and_none_left_behind_when_they_are_cancelled() -> None:
    async def asked() -> tuple[int, int]:
        async with serving({"/": hang}) as server, HttpTransport(POLICY) as transport:
            tasks = [asyncio.ensure_future(transport.send(Request(server.url()))) for _ in range(20)]
            while len(server.heads) < 20:
                await asyncio.sleep(0.01)
            for task in tasks:
                task.cancel()
            done = await asyncio.gather(*tasks, return_exceptions=True)
            assert all(isinstance(one, asyncio.CancelledError) for one in done)
            return server.most_at_once, len(transport._connections._connector._acquired)

    assert run(asked()) == (20, 0)
