"""Just at the bounds: numbers in what hosts say, patterns that hardly fit, and which idle connections are closed."""

import asyncio
from typing import cast

import pytest

from notelint.web.messages import Response
from notelint.web.policy import any_matches, url_matches
from notelint.web.schedule.pace import allowance_returns, retry_after
from notelint.web.transport.connections import Connection, Connections
from notelint.web.transport.connector import Connector
from notelint.web.transport.dial import Dialler


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [("999999999", 999_999_999), ("1000000000", 1_000_000_000), ("1000000001", 1), ("1000000000.5", 0.5)],
)
def test_a_reset_is_a_date_from_a_thousand_million_seconds_on(reset: str, seconds: float) -> None:
    headers = (("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset))
    assert allowance_returns(Response(403, headers), 1_000_000_000) == seconds


@pytest.mark.parametrize(("remaining", "seconds"), [("0", 5), ("0.9", 5), ("1", None), ("1.5", None)])
def test_an_allowance_of_less_than_one_request_is_used_up(remaining: str, seconds: float | None) -> None:
    assert allowance_returns(Response(403, (("ratelimit-remaining", remaining), ("ratelimit-reset", "5"))), 0) == seconds


@pytest.mark.parametrize("digits", [10, 19, 20, 400])
def test_no_wait_is_longer_than_can_be_counted(digits: int) -> None:
    assert retry_after(Response(429, (("retry-after", "9" * digits),)), 0) == 1e9
    assert retry_after(Response(429, (("retry-after", "999999999"),)), 0) == 999_999_999


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("ab*b", "ab", False),  # one letter cannot be the end of both
        ("ab*b", "abb", True),
        ("a*bc*c", "abc", False),
        ("a*bc*c", "abcc", True),
        ("a*b*b*c", "abc", False),
        ("a*b*b*c", "abbc", True),
        ("a**c", "ac", True),
        ("a*b*c", "ac", False),
        ("*", "", True),
    ],
)
def test_parts_of_a_pattern_stand_one_behind_the_other(pattern: str, path: str, fits: bool) -> None:
    assert url_matches(f"https://h.test/{pattern}", f"https://h.test/{path}") is fits


def test_one_pattern_of_several_is_enough() -> None:
    url = "https://h.test/a"
    assert any_matches(["other.test", "h.test"], url)
    assert not any_matches(["other.test", "h.org"], url)
    assert not any_matches([], url)


class Lying:
    """An idle connection, and what aiohttp and its transport hear of its end."""

    is_fit, is_closed = True, False

    def __init__(self, origin: str) -> None:
        self.origin, self.since = origin, 0.0
        self.handler = self.dialled = self

    def abort(self) -> None:
        self.is_closed = True

    def close(self) -> None:
        """What aiohttp is told."""


@pytest.mark.parametrize(
    ("host", "closed"),
    [
        ("a.test", {"http://a.test", "https://a.test"}),
        ("a.test:8080", {"http://a.test:8080"}),
        ("a.test:81", set()),
        ("test", set()),
    ],
)
def test_only_idle_connections_to_that_host_and_port_are_closed(host: str, closed: set[str]) -> None:
    origins = [f"{place}{port}" for place in ("http://a.test", "https://a.test", "http://b.test") for port in ("", ":8080")]
    origins.remove("https://a.test:8080")

    async def dropped() -> set[str]:
        async def nobody(_host: str, _port: int) -> tuple[str, ...]:
            return ()

        connections = Connections(Connector(Dialler(nobody, asyncio.get_running_loop().time), 1000), 1.0)
        idle = [Lying(origin) for origin in origins]
        for one in idle:
            connections.keep(cast("Connection", one))
        connections.drop(host)
        found = {one.origin for one in idle if one.is_closed}
        await connections.stop()
        assert all(one.is_closed for one in idle)
        return found

    assert asyncio.run(dropped()) == closed
