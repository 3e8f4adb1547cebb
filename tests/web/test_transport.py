"""Requests over real connections on loopback, to servers that do what servers on the web do."""

import gzip
import zlib

import brotli  # type: ignore[import-untyped]  # nobody has typed it
import pytest

from notelint.web.messages import Failure, Request, Response
from notelint.web.policy import Policy
from notelint.web.transport.http import HttpTransport
from tests.web.misbehaving import IMPATIENT, POLICY, Script, ask, closing, dripping, endless, hang, page, reset, run, serving

OPEN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
TEXT = b"<p>hello</p>" * 10


def body_of(script: Script, limit: int = 4096, policy: Policy = POLICY) -> Response:
    async def asked() -> Response:
        async with serving({"/": script}) as server:
            reply = await ask(server, body=limit, policy=policy)
            assert isinstance(reply, Response), reply
            return reply

    return run(asked())


def failure_of(script: Script, policy: Policy = POLICY) -> tuple[str, int]:
    """The kind of failure, and how many requests the server saw."""

    async def asked() -> tuple[str, int]:
        async with serving({"/": script}) as server:
            reply = await ask(server, body=4096, policy=policy)
            assert isinstance(reply, Failure), reply
            assert reply.seconds < 0.9 * POLICY.timeout
            assert reply.detail
            return reply.kind, server.connections

    return run(asked())


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    "script",
    [
        page(TEXT),
        closing(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + TEXT),
        closing(OPEN + b"\r\n" + TEXT),
        OPEN + b"Transfer-Encoding: chunked\r\n\r\n" + f"{len(TEXT):x}\r\n".encode() + TEXT + b"\r\n0\r\nX-Trailer: 1\r\n\r\n",
        page(gzip.compress(TEXT), "Content-Encoding: gzip"),
        page(gzip.compress(TEXT), "Content-Encoding: X-GZIP"),
        page(gzip.compress(TEXT[:20]) + gzip.compress(TEXT[20:]), "Content-Encoding: gzip"),
        page(gzip.compress(TEXT) + b"\0\0\0\0", "Content-Encoding: gzip"),
        page(zlib.compress(TEXT), "Content-Encoding: deflate"),
        page(raw_deflate(TEXT), "Content-Encoding: deflate"),
        page(brotli.compress(TEXT), "Content-Encoding: br"),
        page(gzip.compress(brotli.compress(TEXT)), "Content-Encoding: br, gzip"),
        page(TEXT, "Content-Encoding: identity"),
        page(TEXT + b"<p>more</p>", length=len(TEXT)),
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + page(TEXT),
        page(TEXT).replace(b"\r\nContent-Type", b"\nContent-Type"),
        page(TEXT, "X-Folded: one\r\n two", "X-Bytes: \xff"),
    ],
)
def test_a_page_is_read_however_it_comes(script: Script) -> None:
    reply = body_of(script)
    assert (reply.status, reply.body, reply.is_cut) == (200, TEXT, False)


@pytest.mark.parametrize("coding", ["", "Content-Encoding: gzip"])
def test_a_large_page_is_read_to_its_end_and_without_delay(coding: str) -> None:
    text = b"".join(b"<p>%d</p>" % number for number in range(100_000))
    script = page(gzip.compress(text), coding) if coding else page(text)
    reply = body_of(script, limit=2 * len(text))
    assert (reply.body, reply.is_cut) == (text, False)
    assert reply.seconds < 0.9 * POLICY.timeout


@pytest.mark.parametrize(
    ("script", "body"),
    [
        (closing(page(TEXT, length=9999)), TEXT),  # more was promised
        (closing(OPEN + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"), b"hello"),
        (page(b"x" * 9999), b"x" * 4096),
        (endless(OPEN + b"\r\n", b"y" * 9999), b"y" * 4096),
        (endless(OPEN + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"z" * 99)), b"z" * 4096),
        (page(gzip.compress(b"0" * 50_000_000), "Content-Encoding: gzip"), b"0" * 4096),
        (page(gzip.compress(gzip.compress(b"0" * 50_000_000)), "Content-Encoding: gzip, gzip"), b"0" * 4096),
        (page(brotli.compress(b"0" * 50_000_000), "Content-Encoding: br"), b"0" * 4096),
        (page(b"this is no gzip", "Content-Encoding: gzip"), b""),
        (page(TEXT, "Content-Encoding: zstd"), b""),
        (page(TEXT, "Content-Encoding: gzip, gzip, gzip"), b""),
    ],
)
def test_a_page_that_goes_on_or_cannot_be_read_is_cut(script: Script, body: bytes) -> None:
    reply = body_of(script)
    assert (reply.status, reply.is_cut) == (200, True)
    assert reply.body == body


def test_a_page_without_an_end_in_sight_is_cut_when_time_is_over() -> None:
    reply = body_of(dripping(OPEN + b"\r\n" + TEXT, b""), policy=IMPATIENT)
    assert (reply.status, reply.body, reply.is_cut) == (200, TEXT, True)
    assert reply.seconds >= 0.9 * IMPATIENT.timeout


def test_a_packed_body_that_unpacks_to_nothing_for_ever_is_left() -> None:
    nothing = b"\x00\x00\x00\xff\xff"  # a stored block of length 0 (RFC 1951, section 3.2.4)
    header = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
    reply = body_of(endless(OPEN + b"Content-Encoding: gzip\r\n\r\n" + header, nothing * 999))
    assert (reply.body, reply.is_cut) == (b"", True)
    assert reply.seconds < 0.9 * POLICY.timeout


@pytest.mark.parametrize("status", [200, 201, 206, 299, 301, 404, 429, 451, 503, 530, 999])
def test_every_status_is_an_answer(status: int) -> None:
    reply = body_of(page(b"", "Retry-After: 7", "Location: /next", status=f"{status} Odd"))
    assert reply.status == status
    assert reply.header("retry-after") == "7"


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (reset, "reset"),
        (closing(b""), "reset"),
        (closing(b"HTTP/1.1 200 OK\r\nContent-Ty"), "reset"),
        (closing(b"hello, I am an old server\r\n\r\n"), "protocol"),
        (closing(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), "protocol"),
        (closing(b"HTTP/1.1 20x OK\r\n\r\n"), "protocol"),
        (closing(b"\x15\x03\x01\x00\x02\x02\x50"), "protocol"),
        (closing(page(TEXT, "X-Large: " + "x" * 20_000)), "headers-too-large"),
        (closing(page(TEXT, *(f"X-{n}: {'x' * 100}" for n in range(300)))), "headers-too-large"),
        (endless(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n" * 50), "headers-too-large"),
        (endless(b"HTTP/1.1 200 OK\r\nX-Endless: ", b"x" * 999), "headers-too-large"),
    ],
)
def test_what_is_no_answer_is_a_failure_after_one_request(script: Script, kind: str) -> None:
    assert failure_of(script) == (kind, 1)


@pytest.mark.parametrize(
    "script",
    [hang, dripping(b"HTTP/1.1 200 OK\r\n", b"X"), dripping(b"", b"HTTP/1.1 102 Processing\r\n\r\n")],
)
def test_an_answer_that_does_not_come_is_waited_for_once_and_no_longer_than_may_be(script: Script) -> None:
    assert failure_of(script, IMPATIENT) == ("timeout", 1)


def test_nobody_listening_is_refused() -> None:
    async def asked() -> str:
        async with serving({}) as server:
            pass
        reply = await ask(server)
        assert isinstance(reply, Failure)
        return reply.kind

    assert run(asked()) == "refused"


def test_a_request_says_what_it_was_told_to_say_and_little_else() -> None:
    async def asked() -> str:
        async with serving({}) as server:
            await ask(server, "/a%2Fb/%zz;x?q=%20+%7C&&#"[:-1])
            return server.heads[0]

    first, *lines = run(asked()).strip().split("\r\n")
    assert first == "GET /a%2Fb/%zz;x?q=%20+%7C&& HTTP/1.1"
    assert sorted(line.split(":")[0] for line in lines) == ["Accept-Encoding", "Host", "User-Agent"]
    assert "User-Agent: test" in lines


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified", "205 Reset Content"])
def test_an_answer_that_must_have_no_body_and_has_one_is_an_answer(status: str) -> None:
    assert body_of(page(TEXT, status=status)).status == int(status[:3])


def test_redirects_are_not_followed_and_cookies_not_kept() -> None:
    async def asked() -> list[str]:
        async with serving({"/": page(b"", "Location: /next", "Set-Cookie: a=b", status="302 Found")}) as server:
            async with HttpTransport(POLICY) as transport:
                for _ in range(2):
                    reply = await transport.send(Request(server.url()))
                    assert isinstance(reply, Response)
                    assert reply.header("set-cookie") == "a=b"
            return server.heads

    heads = run(asked())
    assert len(heads) == 2
    assert not [head for head in heads if "cookie" in head.lower()]


def test_any_byte_of_a_header_survives() -> None:
    raw = b"/caf\xc3\xa9/\xe9\xff"
    reply = body_of(page(b"").replace(b"\r\n\r\n", b"\r\nLocation: " + raw + b"\r\nX-Twice: 1\r\nx-twice: 2\r\n\r\n"))
    assert reply.header("location").encode("utf-8", "surrogateescape") == raw
    assert [value for name, value in reply.headers if name == "x-twice"] == ["1", "2"]


def test_a_body_that_is_not_wanted_is_not_waited_for() -> None:
    reply = body_of(endless(OPEN + b"\r\n", b"x" * 9999), limit=0)
    assert (reply.status, reply.body) == (200, b"")
    assert reply.seconds < 0.9 * POLICY.timeout


@pytest.mark.parametrize("url", ["ftp://a.example/", "http://[bad/", "nonsense", "http:///", "file:///etc/passwd"])
def test_what_is_no_address_of_the_web_is_not_sent(url: str) -> None:
    async def asked() -> str:
        async with HttpTransport(POLICY) as transport:
            reply = await transport.send(Request(url))
            assert isinstance(reply, Failure)
            return reply.kind

    assert run(asked()) in ("protocol", "no-such-host", "name-trouble")


def test_a_header_that_would_begin_another_is_not_sent() -> None:
    async def asked() -> tuple[str, int]:
        async with serving({}) as server, HttpTransport(POLICY) as transport:
            reply = await transport.send(Request(server.url(), (("X-A", "b\r\nX-Injected: 1"),)))
            assert isinstance(reply, Failure)
            return reply.kind, len(server.heads)

    assert run(asked()) == ("protocol", 0)
