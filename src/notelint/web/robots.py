"""What robots.txt allows (RFC 9309), for sweeps: nobody sits before those, so hosts may say how they want to be treated.

A check by hand asks the few addresses that a person wrote; it is no crawl, and asks without.
"""

from collections.abc import Generator
from typing import TYPE_CHECKING, NamedTuple

from notelint.web.address import bare, join
from notelint.web.messages import Headers, Reply, Request, Response

if TYPE_CHECKING:
    from protego import Protego

AGENT = "notelint"
"""The name that a line `User-agent:` has to carry to mean us."""

# Section 2.5: a parser takes at least 500 KiB; section 2.3.1.2: at least five redirects are followed.
_MAX_BODY = 500 * 1024
_MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

# A host that wants more patience than this between two requests gets this much; the schedules of sweeps do the rest.
_LONGEST_DELAY = 30.0


class Robots(NamedTuple):
    """What one origin's robots.txt says to us: `rules` None for all or nothing, as `allows_all` says."""

    rules: "Protego | None" = None
    allows_all: bool = True

    def allows(self, url: str) -> bool:
        """Whether an address of the origin may be asked."""
        return self.allows_all if self.rules is None else self.rules.can_fetch(url, AGENT)

    @property
    def delay(self) -> float:
        """The seconds wanted between two requests (`Crawl-delay`, which no specification knows but many sites use)."""
        delay = self.rules.crawl_delay(AGENT) if self.rules is not None else None
        return min(max(0.0, delay or 0.0), _LONGEST_DELAY)


def ask(origin: str, headers: Headers = ()) -> Generator[Request, Reply, Robots]:
    """The conversation that finds out what the robots.txt of an origin (`https://host`) says."""
    url = f"{origin}/robots.txt"
    reply = yield Request(url, headers, _MAX_BODY)
    for _ in range(_MAX_REDIRECTS):
        target = join(url, reply.header("location")) if isinstance(reply, Response) and reply.status in _REDIRECTS else None
        if target is None or target.scheme not in ("http", "https"):
            break
        url = bare(target)
        reply = yield Request(url, headers if url.startswith(f"{origin}/") else (), _MAX_BODY)
    return judge(reply)


def judge(reply: Reply) -> Robots:
    """What an answer to the request for robots.txt means (RFC 9309, section 2.3.1).

    4xx: there are no rules. 5xx, and 429 like them: nothing may be asked. A host that cannot be reached at all will say so
    itself to the next request, which tells more than "forbidden" would.
    """
    if not isinstance(reply, Response):
        return Robots()
    if 200 <= reply.status < 300:
        return read(reply.body)
    return Robots(allows_all=reply.status < 500 and reply.status != 429)


def read(body: bytes) -> Robots:
    """The rules in a robots.txt; a web page in its place has none."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Robots()
    from protego import Protego  # imported when needed: only sweeps ask

    return Robots(Protego.parse(body.decode("utf-8", "replace")))
