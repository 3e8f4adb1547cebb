"""What replies say about how fast a host may be asked."""

import pytest

from notelint.web.messages import Response
from notelint.web.schedule.pace import allowance_returns, complaint, retry_after

NOW = 1_767_225_600.0  # Thu, 01 Jan 2026 00:00:00 GMT


def reply(status: int, **headers: str) -> Response:
    return Response(status, tuple((name.replace("_", "-"), value) for name, value in headers.items()))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("1.5", 1.5),
        ("0", 0.0),
        ("Thu, 01 Jan 2026 00:02:00 GMT", 120.0),
        ("Thursday, 01-Jan-26 00:02:00 GMT", 120.0),  # RFC 850, which RFC 9110 has everybody read
        ("Thu Jan  1 00:02:00 2026", 120.0),  # asctime, likewise
        ("Wed, 31 Dec 2025 23:00:00 GMT", 0.0),
        ("9" * 400, 1e9),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("Thu, 99 Jan 2026 00:02:00 GMT", None),
        ("1e9", None),
        ("٣", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after(reply(429, retry_after=value), NOW) == seconds


def test_a_date_is_counted_from_the_servers_own_now() -> None:
    late = reply(429, date="Thu, 01 Jan 2026 05:00:00 GMT", retry_after="Thu, 01 Jan 2026 05:00:30 GMT")
    assert retry_after(late, NOW) == 30.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": f"{NOW + 90:.0f}"}, 90.0),  # GitHub
        ({"ratelimit-remaining": "0", "ratelimit-reset": f"{NOW + 40:.0f}"}, 40.0),  # GitLab
        ({"ratelimit-limit": "100", "ratelimit-remaining": "0", "ratelimit-reset": "50"}, 50.0),  # drafts 00 to 02
        ({"ratelimit": "limit=100, remaining=0, reset=5"}, 5.0),  # drafts 03 to 07
        ({"ratelimit-policy": '"burst";q=100;w=60', "ratelimit": '"burst";r=0;t=5'}, 5.0),  # from draft 08 on
        ({"ratelimit": '"burst";r=3;t=5'}, None),
        ({"x-ratelimit-remaining": "58", "x-ratelimit-reset": f"{NOW + 90:.0f}"}, None),
        ({"ratelimit-remaining": "0;w=21600", "ratelimit-reset": "9"}, 9.0),  # Docker Hub
        ({"x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "12"}, 12.0),  # Reddit
        ({"x-ratelimit-remaining": "0"}, None),
        ({"x-ratelimit-remaining": "none", "x-ratelimit-reset": "later"}, None),
        ({}, None),
    ],
)
def test_an_allowance_that_is_used_up(headers: dict[str, str], seconds: float | None) -> None:
    assert allowance_returns(Response(200, tuple(headers.items())), NOW) == seconds


@pytest.mark.parametrize(
    ("response", "seconds"),
    [
        (reply(200), None),
        (reply(200, retry_after="9"), None),
        (reply(404), None),
        (reply(429), 0.0),
        (reply(429, retry_after="9"), 9.0),
        (reply(429, retry_after="tomorrow"), 0.0),
        (reply(503), None),  # one page out of order
        (reply(503, retry_after="9"), 9.0),
        (reply(403), None),
        (reply(403, retry_after="9"), 9.0),  # GitHub, for its second kind of limit
        (reply(403, x_ratelimit_remaining="0", x_ratelimit_reset="60"), 60.0),
        (reply(403, x_ratelimit_remaining="0", x_ratelimit_reset="60", retry_after="90"), 90.0),
    ],
)
def test_complaints(response: Response, seconds: float | None) -> None:
    assert complaint(response, NOW) == seconds
