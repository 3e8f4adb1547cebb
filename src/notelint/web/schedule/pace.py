"""How fast hosts may be asked: the settings, and what a reply says about it (`Retry-After`, the RateLimit headers)."""

import re
from typing import NamedTuple

from notelint.web.messages import Response


class Pace(NamedTuple):
    """How hosts are spared; times in seconds.

    `total` requests are on the wire at once in all and `per_host` at one host, once it has shown that it bears them; with
    `interval` between two at one host, 0 for none until the host complains. A request that takes longer than `slow_after` gives
    its place to another while it goes on waiting; at most `slow_total` do, and at one host half of `per_host`. `patience` is
    how long one host may hold us off in all before it is left alone. A host that never answered is given up after
    `silent_after` failures of which at least one was a time-out or a second try.
    """

    total: int = 256
    per_host: int = 8
    interval: float = 0.0
    slow_after: float = 2.0
    slow_total: int = 256
    patience: float = 60.0
    silent_after: int = 4


# A reset above this is a date in seconds since 1970 (GitHub, GitLab), below it a number of seconds (the drafts of the IETF).
_EPOCH = 1_000_000_000
_LONGEST = 10.0**9

_NUMBER = re.compile(r"\s*([0-9]{1,12}(?:\.[0-9]{1,6})?)")
# The items of `RateLimit` in the drafts 03 to 07 (`remaining=0, reset=5`) and from 08 on (`"name";r=0;t=5`).
_REMAINING = re.compile(r"\b(?:remaining|r)\s*=\s*([0-9]{1,12})")
_RESET = re.compile(r"\b(?:reset|t)\s*=\s*([0-9]{1,12})")
# Without one of these nothing is said to be used up.
_REMAINDERS = frozenset({"ratelimit", "ratelimit-remaining", "x-ratelimit-remaining"})


def complaint(response: Response, wall: float) -> float | None:
    """The seconds for which a reply that declines asks to be left alone: 0.0 when it does not say how long.

    None for a reply that is no complaint. 429 always is one (RFC 6585, section 4), 503 with `Retry-After` too (RFC 9110,
    section 10.2.3), and 403 with it or with an allowance that is used up (GitHub). `wall` is now, in seconds since 1970.
    """
    if response.status not in (403, 429, 503):
        return None
    waits = [wait for wait in (retry_after(response, wall), allowance_returns(response, wall)) if wait is not None]
    if response.status == 503 and not response.header("retry-after"):
        return None
    return max(waits, default=0.0 if response.status == 429 else None)


def retry_after(response: Response, wall: float) -> float | None:
    """The seconds that `Retry-After` asks for (RFC 9110, section 10.2.3); None without one, or for one that means nothing."""
    value = response.header("retry-after").strip()
    if not value:
        return None
    if match := re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", value):
        return min(float(match[0]), _LONGEST) if len(value) < 20 else _LONGEST
    when = _date(value)
    if when is None:
        return None
    sent = _date(response.header("date"))  # the server's own idea of now, where it tells
    return max(0.0, when - (wall if sent is None else sent))


def allowance_returns(response: Response, wall: float) -> float | None:
    """The seconds until a used-up allowance is renewed; None where nothing says that it is used up.

    Reads `RateLimit` and `RateLimit-Remaining`/`-Reset` (draft-ietf-httpapi-ratelimit-headers, all numbers) and the same names
    with `X-` (GitHub, GitLab and others).
    """
    if _REMAINDERS.isdisjoint(dict(response.headers)):
        return None
    together = response.header("ratelimit")
    remaining, reset = _REMAINING.search(together), _RESET.search(together)
    if remaining is None:
        for prefix in ("ratelimit-", "x-ratelimit-"):
            remaining = remaining or _NUMBER.match(response.header(f"{prefix}remaining"))
            reset = reset or _NUMBER.match(response.header(f"{prefix}reset"))
    if remaining is None or reset is None or float(remaining[1]) >= 1:
        return None
    value = float(reset[1])
    return max(0.0, value - wall) if value > _EPOCH else value


def _date(value: str) -> float | None:
    """A date of HTTP in seconds since 1970, None for garbage."""
    from email.utils import parsedate_to_datetime  # imported when needed: few hosts send dates

    try:
        return parsedate_to_datetime(value).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
