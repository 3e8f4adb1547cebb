"""Answers out of a mangle: whatever comes over the wire, `send` has a reply and never a crash."""

import random

import pytest

from notelint.web.messages import Failure, Reply, Request
from notelint.web.transport.http import HttpTransport
from tests.web.misbehaving import POLICY, closing, page, run, serving

PIECES = [
    b"\r\n",
    b"\n",
    b"\0",
    b":",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Length: 5\r\nContent-Length: 7\r\n",
    b"Content-Length: -1\r\n",
    b"Content-Length: 99999999999999999999\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Content-Encoding: br, br\r\n",
    b"Connection: upgrade\r\nUpgrade: websocket\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"HTTP/9.9 200 OK\r\n",
    b"Set-Cookie: \xff=\xfe; domain=..\r\n",
    b"Location: http://[::1\r\n",
    b"fffffffffffffffff\r\n",
    b"5;x=y\r\nhello\r\n0\r\n\r\n",
    b"\x1f\x8b\x08\x00",
    b"\xff\xfe",
]


def mangled(chance: random.Random) -> bytes:
    answer = bytearray(page(b"<p>hello</p>" * 5, "Server: x", "ETag: y"))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(answer))
        if chance.random() < 0.5:
            answer[at:at] = chance.choice(PIECES)
        else:
            del answer[at : at + chance.randint(1, 30)]
    return bytes(answer)


@pytest.mark.parametrize("seed", range(8))
def test_a_mangled_answer_is_a_reply(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secrets here

    async def asked() -> list[Reply]:
        replies = []
        async with serving({}) as server, HttpTransport(POLICY._replace(timeout=0.3)) as transport:
            for _ in range(50):
                server.scripts["/"] = closing(mangled(chance))
                replies.append(await transport.send(Request(server.url(), body=2048)))
        return replies

    replies = run(asked())
    assert not [reply for reply in replies if isinstance(reply, Failure) and reply.kind == "crashed"]
    assert not [reply for reply in replies if isinstance(reply, Failure) and not reply.detail]
