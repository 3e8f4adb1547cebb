"""How the name system of the machine is asked."""

import asyncio
import socket
import threading
import time
from collections.abc import Sequence

import pytest

from notelint.web.transport.dial import SystemLookup
from tests.web.misbehaving import run

PUBLIC = "93.184.216.34"


def test_the_system_is_asked_on_threads_of_its_own() -> None:
    async def asked() -> list[Sequence[str]]:
        lookup = SystemLookup()
        return await asyncio.gather(*(lookup("localhost", 80) for _ in range(20)))

    assert all("127.0.0.1" in found or "::1" in found for found in run(asked()))


@pytest.mark.parametrize(
    "error", [socket.gaierror(socket.EAI_NONAME, "Name or service not known"), UnicodeError("label too long")]
)
def test_an_error_of_the_system_is_an_oserror(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", failing)
    with pytest.raises(OSError, match=str(error.args[-1])) as caught:
        run(asyncio.wait_for(SystemLookup()("a.example", 80), 5))
    assert isinstance(error, UnicodeError) or caught.value is error


def test_no_more_lookups_at_once_than_may_be_and_none_holds_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    inside: list[int] = []
    most: list[int] = []

    def slow(*_: object, **__: object) -> list[tuple[object, ...]]:
        assert threading.current_thread().daemon
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.02)
        inside.pop()
        return [(0, 0, 0, "", (PUBLIC, 80))]

    async def asked() -> list[Sequence[str]]:
        lookup = SystemLookup(2)
        return await asyncio.gather(*(lookup("a.example", 80) for _ in range(5)))

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    assert run(asked()) == [[PUBLIC]] * 5
    assert max(most) == 2
