"""Which addresses are dialled for a name. Where one must not be, it is asserted that nothing was."""

import asyncio
import socket
from collections.abc import Sequence

import pytest

from notelint.web.messages import Failure, Reply, Request, Response
from notelint.web.transport.dial import Dialler, failure_kind, is_literal
from notelint.web.transport.http import HttpTransport
from tests.web.misbehaving import POLICY, page, run, serving

PUBLIC = "93.184.216.34"
STRICT = POLICY._replace(allow_private=False)

FORBIDDEN = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104  # not listened on but forbidden
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.8",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:a00:1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "nonsense",
]


class Names:
    """A name system that is asked nothing else."""

    def __init__(self, **answers: Sequence[str] | Exception) -> None:
        self.answers = answers
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        answer = self.answers[host.split(".")[0]]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All addresses that anybody was about to dial; nobody gets through."""
    seen: list[str] = []

    def watching(dialler: Dialler, info: tuple[object, ...]) -> socket.socket:
        seen.append(str(info[-1]))
        raise OSError("nobody dials here")

    monkeypatch.setattr("notelint.web.transport.connector._socket", watching)
    return seen


def test_the_watch_sees_who_dials(dialled: list[str]) -> None:
    async def asked() -> None:
        async with HttpTransport(STRICT, lookup=Names(a=[PUBLIC])) as transport:
            await transport.send(Request("http://a.example/"))

    run(asked())
    assert dialled == [f"('{PUBLIC}', 80)"]


def addresses(names: Names, host: str = "a.example", *, allow_private: bool = False) -> tuple[str, ...] | Failure:
    async def found() -> tuple[str, ...] | Failure:
        dialler = Dialler(names, asyncio.get_running_loop().time, allow_private=allow_private)
        return await dialler.addresses(host, 80)

    return run(found())


def kind(found: tuple[str, ...] | Reply) -> str:
    return found.kind if isinstance(found, Failure) else f"{found}"


@pytest.mark.parametrize("address", FORBIDDEN)
def test_a_name_that_leads_inside_is_not_dialled(address: str, dialled: list[str]) -> None:
    async def asked() -> tuple[Reply, Names]:
        names = Names(a=[address])
        async with HttpTransport(STRICT, lookup=names) as transport:
            return await transport.send(Request("http://a.example/")), names

    reply, names = run(asked())
    assert kind(reply) == "forbidden-address"
    assert isinstance(reply, Failure)
    assert address in reply.detail
    assert names.asked == ["a.example"]
    assert dialled == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://169.254.169.254/latest/meta-data/",
        "https://0/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://a.localhost/",
    ],
)
def test_an_address_that_lies_inside_is_neither_looked_up_nor_dialled(url: str, dialled: list[str]) -> None:
    async def asked() -> tuple[Reply, Names]:
        names = Names()
        async with HttpTransport(STRICT, lookup=names) as transport:
            return await transport.send(Request(url)), names

    reply, names = run(asked())
    assert kind(reply) == "forbidden-address"
    assert names.asked == []
    assert dialled == []


def test_what_slips_through_is_stopped_at_the_socket() -> None:
    async def asked() -> tuple[str, int]:
        async with serving({}) as server, HttpTransport(STRICT, lookup=Names(a=[PUBLIC])) as transport:
            transport._dialler.known = lambda host, port: ("127.0.0.1",)  # type: ignore[method-assign]  # a bug, say
            return kind(await transport.send(Request(f"http://a.example:{server.port}/"))), server.connections

    assert run(asked()) == ("forbidden-address", 0)


def test_of_mixed_answers_the_public_ones_are_dialled() -> None:
    mixed = ["10.0.0.1", PUBLIC, "::1", "2606:2800:220:1::1", "127.0.0.1"]
    assert addresses(Names(a=mixed)) == (PUBLIC, "2606:2800:220:1::1")


def test_two_addresses_of_a_family_are_enough() -> None:
    many = [f"93.184.216.{number}" for number in range(9)] + [f"2606:2800:220:1::{number}" for number in range(1, 9)]
    assert addresses(Names(a=many)) == (*many[:2], *many[9:11])


def test_private_addresses_are_dialled_when_the_caller_says_so() -> None:
    assert addresses(Names(a=["10.0.0.1", "::1"]), allow_private=True) == ("10.0.0.1", "::1")
    assert addresses(Names(), "127.0.0.1", allow_private=True) == ("127.0.0.1",)
    assert addresses(Names(), "[::1]", allow_private=True) == ("::1",)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "no-such-host"),
        (socket.gaierror(getattr(socket, "EAI_NODATA", socket.EAI_NONAME), "No address"), "no-such-host"),
        (socket.gaierror(11001, "WSAHOST_NOT_FOUND"), "no-such-host"),
        (socket.gaierror(11004, "WSANO_DATA"), "no-such-host"),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), "name-trouble"),  # SERVFAIL
        (socket.gaierror(socket.EAI_FAIL, "Non-recoverable failure"), "name-trouble"),
        (socket.gaierror(11002, "WSATRY_AGAIN"), "name-trouble"),
        (OSError(24, "Too many open files"), "name-trouble"),
        (TimeoutError(), "name-trouble"),
    ],
)
def test_what_the_name_system_says(error: OSError, expected: str) -> None:
    assert failure_kind(error) == expected
    assert kind(addresses(Names(a=error))) == expected


def test_a_name_system_that_says_nothing_is_trouble() -> None:
    async def silent(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(60)
        return []

    async def asked() -> str:
        return kind(await Dialler(silent, asyncio.get_running_loop().time, timeout=0.05).addresses("a.example", 80))

    assert run(asked()) == "name-trouble"


def test_no_addresses_are_no_host() -> None:
    assert kind(addresses(Names(a=[]))) == "no-such-host"


def test_a_name_is_looked_up_once_for_all_who_ask_and_again_after_a_failure() -> None:
    async def asked() -> list[str]:
        names, now = Names(a=[PUBLIC], gone=socket.gaierror(socket.EAI_NONAME, "x")), [0.0]
        dialler = Dialler(names, lambda: now[0])
        await asyncio.gather(*(dialler.addresses(host, 80) for host in ["a.example", "gone.example"] * 20))
        now[0] = 1.5
        await asyncio.gather(*(dialler.addresses(host, 80) for host in ["a.example", "gone.example"] * 20))
        return names.asked

    assert run(asked()) == ["a.example", "gone.example", "gone.example"]


def test_who_stops_waiting_for_a_name_leaves_the_others_waiting() -> None:
    async def slow(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(0.05)
        return [PUBLIC]

    async def asked() -> object:
        dialler = Dialler(slow, asyncio.get_running_loop().time)
        first, second = (asyncio.ensure_future(dialler.addresses("a.example", 80)) for _ in range(2))
        await asyncio.sleep(0.01)
        first.cancel()
        return await second

    assert run(asked()) == (PUBLIC,)


def test_a_route_is_dialled_in_place_of_the_name() -> None:
    async def asked() -> tuple[int, str, str, list[str]]:
        names = Names(a=["10.0.0.1"])
        async with serving({"/": page(b"")}) as server:
            async with HttpTransport(STRICT, routes={("a.example", server.port): "127.0.0.1"}, lookup=names) as transport:
                routed = await transport.send(Request(f"http://a.example:{server.port}/"))
                literal = await transport.send(Request(server.url()))
            assert isinstance(routed, Response)
            return routed.status, server.heads[0].split("Host: ")[1].split("\r\n")[0], kind(literal), names.asked

    status, host, literal, names = run(asked())
    assert (status, host.split(":")[0], names) == (200, "a.example", [])
    assert literal == "forbidden-address", "a route opens nothing else"


@pytest.mark.parametrize(
    ("host", "expected"),
    [("1.2.3.4", True), ("[::1]", True), ("web1", False), ("a.example", False), ("1.2.3.4.example", False), ("x.1a", False)],
)
def test_literals(host: str, expected: bool) -> None:
    assert is_literal(host) is expected


def test_a_proxy_may_lie_inside_and_it_alone() -> None:
    async def trusted() -> tuple[list[Failure | None], list[Sequence[str]], list[bool]]:
        dialler = Dialler(Names(proxy=["10.0.0.7"], gone=OSError("no such name")), asyncio.get_running_loop().time)
        hosts = ("[::1]", "proxy.example", "gone.example")
        trouble = [await dialler.trust(host, 3128) for host in hosts]
        return trouble, [dialler.known(host, 3128) for host in hosts], [dialler.may_dial(a) for a in ("10.0.0.7", "10.0.0.8")]

    trouble, known, may = run(trusted())
    assert trouble == [None, None, Failure("name-trouble", "the proxy gone.example: no such name")]
    assert known == [("::1",), ("10.0.0.7",), ()]
    assert may == [True, False]
