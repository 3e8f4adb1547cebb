"""What is known about an address once it has been asked: verdicts, and what rules and the store need of them.

The states are those of docs/architecture.md. A reason is a stable code word: it is stored, counted and compared over years, so
a word once used keeps its meaning.
"""

from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

State: TypeAlias = Literal["alive", "moved", "dead", "blocked", "unsure", "suspect", "unsafe", "flapping"]

Reason: TypeAlias = Literal[
    # alive
    "ok",
    "not-modified",  # 304 to a conditional request: what was known still holds
    "redirected",  # alive behind redirects of which at least one is temporary
    "accepted",  # a status that the settings accept for this host
    # moved
    "moved",
    # dead
    "not-found",
    "gone",
    "no-such-host",
    # blocked
    "unauthorized",
    "forbidden",
    "rate-limited",
    "legal",
    "challenge",
    "refused-request",  # 402, 405, 406, 407, 418: the server declines to answer us
    "robots",
    # unsafe
    "forbidden-address",  # the host of the address itself leads there
    "redirect-to-forbidden",
    # suspect
    "soft-404",
    "redirect-to-root",
    "login",
    "parked",
    "domain-changed",
    "content-changed",
    # unsure: the weather
    "name-trouble",
    "refused",
    "unreachable",
    "connect-timeout",
    "timeout",
    "reset",
    "tls",
    "tls-expired",
    "tls-wrong-host",
    "tls-untrusted",
    "protocol",
    "headers-too-large",
    "server-error",
    "deadline",
    "host-silent",
    "crashed",
    # unsure: an answer that says nothing
    "client-error",  # another 4xx
    "odd-status",  # a status that no specification knows, or that makes no sense here
    "bad-redirect",  # no Location, one that cannot be read, or one that leads out of http and https
    "redirect-loop",
    "too-many-redirects",
    "invalid-address",  # no browser would follow it; nothing was asked
    # flapping
    "flapping",
]

FragmentState: TypeAlias = Literal["found", "missing", "unsure"]
FragmentReason: TypeAlias = Literal[
    "found",
    "no-such-id",
    "no-such-text",  # a text directive (`#:~:text=`) whose text the page does not have
    "no-such-line",  # `#L10` of a file that is known to be shorter
    "script-built",  # the page is put together by script, so what was fetched is not what is shown
    "cut",  # not on the part of the page that was read
    "not-a-page",  # a kind of document in which fragments mean something else, or nothing
    "not-read",  # there was no page to look at: another state than alive or moved, or the settings switch it off
]


class FragmentVerdict(NamedTuple):
    """What became of a fragment: `name` as it stands behind the `#`; for a missing id the one probably `meant`, or empty."""

    name: str
    state: FragmentState
    reason: FragmentReason
    meant: str = ""


class Hop(NamedTuple):
    """One redirect: the address that answered, its status, and the address it leads to.

    `status` is 0 for a page that sends its reader on at once (`<meta http-equiv=refresh>`).
    """

    url: str
    status: int
    location: str

    @property
    def is_permanent(self) -> bool:
        """Whether the answer says that the address has changed for good (RFC 9110, sections 15.4.2 and 15.4.9)."""
        return self.status in (301, 308)


class Verdict(NamedTuple):
    """What asking one address (without its fragment) came to.

    `status` is that of the last answer, None where none came. `location` is where redirects ended, None without redirects.
    `requests` counts all that were sent for it; `seconds` sums their time; `checked_at` is in seconds since 1970 (UTC), set by
    whoever has a clock. `detail` is for people and comes from outside: a title, a host, an error; neutralise it where it is
    shown. `secure` is the `https` form of an `http` address when it answers the same. `is_archived` says that the page is a
    repository that calls itself archived; `is_downgraded` that a redirect led from https to http. `etag`, `last_modified`,
    `title` and `fingerprint` (16 hexadecimal digits, see `page`) describe the final page, empty where it had none or was not
    read. `copy` is the address of an archived copy of a dead page, where one was looked for and found.
    """

    url: str
    state: State
    reason: Reason
    status: int | None = None
    location: str | None = None
    requests: int = 0
    seconds: float = 0.0
    checked_at: float = 0.0
    detail: str = ""
    hops: tuple[Hop, ...] = ()
    fragments: tuple[FragmentVerdict, ...] = ()
    title: str = ""
    fingerprint: str = ""
    etag: str = ""
    last_modified: str = ""
    secure: str | None = None
    is_archived: bool = False
    is_downgraded: bool = False
    copy: str = ""

    @property
    def is_permanent(self) -> bool:
        """Whether there were redirects and every one of them was permanent."""
        return bool(self.hops) and all(hop.is_permanent for hop in self.hops)

    def fragment(self, name: str) -> FragmentVerdict | None:
        """What became of a fragment; None when it was not asked about."""
        return next((fragment for fragment in self.fragments if fragment.name == name), None)


class Known(NamedTuple):
    """What earlier visits told about an address, for the next one; all of it may be empty.

    `location` is where it ended at the last visit that was alive (the address itself without redirects): the validators `etag`
    and `last_modified` are sent only there. `fragments` are those that were found with these validators. `title` and
    `fingerprint` are those of the first sight, `last_title` and `last_fingerprint` those that go with the validators.
    """

    location: str = ""
    etag: str = ""
    last_modified: str = ""
    fragments: tuple[str, ...] = ()
    title: str = ""
    fingerprint: str = ""
    last_title: str = ""
    last_fingerprint: str = ""


NOTHING_KNOWN = Known()


def as_json(verdict: Verdict) -> dict[str, str | int | float | None]:
    """A verdict as `--verdicts` writes it, one object a line; `checked_at` as RFC 3339 in UTC."""
    return {
        "url": verdict.url,
        "state": verdict.state,
        "reason": verdict.reason,
        "status": verdict.status,
        "location": verdict.location,
        "requests": verdict.requests,
        "seconds": round(verdict.seconds, 3),
        "checked_at": _date(int(verdict.checked_at)),
    }


@lru_cache(256)
def _date(seconds: int) -> str:
    """Seconds since 1970 as RFC 3339 in UTC; many verdicts come within one second."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
