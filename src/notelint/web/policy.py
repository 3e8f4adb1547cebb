"""How addresses are asked and judged: the settings of a check, frozen, with their defaults.

Patterns of addresses: one with `//` is compared with the whole address, any other with host (without port) and path
(`example.com/docs/*`), and one that is only a host (`example.com`, `*.example.com`) speaks for all that lies on it. `*` stands
for any characters, and nothing else is special: regular expressions from a stranger's configuration could be made to run for
ever.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from notelint import __version__
from notelint.pattern import late_pattern
from notelint.web.address import Address, parse
from notelint.web.messages import Headers

Look: TypeAlias = Literal["status", "pages", "neighbours"]
"""How closely successful answers are looked at, to find pages that are not what was linked (soft 404, parked, logins).

`status`: by status, headers and redirects alone; a page is read only where a fragment is asked for. `pages`: every page is
read, and its host is asked for an absent neighbour when the page has signs of being none itself. `neighbours`: every page is
read, and the host is asked for an absent neighbour in every folder, once.
"""

MEBIBYTE = 1 << 20

_PORT = late_pattern(r":\d+\Z")


class Policy(NamedTuple):
    """The settings; times in seconds, sizes in bytes.

    `tries` is how often a request is sent in all when it fails at once in a way that may pass; before try n the conversation
    waits `backoff` · 2ⁿ⁻², give or take half. `confirm` asks a second time, `confirm_delay` later, before it calls an address
    dead. `timeout` is for one request, `connect_timeout` for its connection, `deadline` for an address with all its requests.
    `accept` pairs patterns with statuses that are alive there, `headers` pairs origins (`https://host:port`, port only where
    it is not the scheme's own) with what is sent there and nowhere else, `remap` pairs beginnings of addresses with what takes
    their place, `fragments` pairs patterns with whether fragments are judged there (the last that matches decides).
    `fingerprints` has those of pages made, which only a store needs. `secure` has http addresses asked over https too.
    """

    user_agent: str = f"notelint/{__version__} (link checker)"
    timeout: float = 10.0
    connect_timeout: float = 5.0
    deadline: float = 90.0
    tries: int = 3
    backoff: float = 1.0
    confirm: bool = True
    confirm_delay: float = 2.0
    max_redirects: int = 10
    max_body: int = 2 * MEBIBYTE
    max_headers: int = 64 * 1024
    look: Look = "pages"
    fingerprints: bool = True
    secure: bool = False
    allow_private: bool = False
    exclude: tuple[str, ...] = ()
    accept: tuple[tuple[str, tuple[int, ...]], ...] = ()
    remap: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, Headers], ...] = ()
    fragments: tuple[tuple[str, bool], ...] = ()

    def patient(self, timeout: float) -> "Policy":
        """Another time-out, and with it what hangs on it.

        A connection gets half of it, as in lychee and in time for two lost packets (RFC 6298: sent again after one second, then
        after two more); an address has the time to look up its name and to answer once.
        """
        deadline = max(self.deadline, 2 * timeout)
        return self._replace(timeout=timeout, connect_timeout=timeout / 2, deadline=deadline)

    def is_excluded(self, url: str) -> bool:
        """Whether an address is not to be asked at all."""
        return any_matches(self.exclude, url)

    def accepts(self, url: str, status: int) -> bool:
        """Whether the settings take this status of this address for alive."""
        return any(status in statuses and url_matches(pattern, url) for pattern, statuses in self.accept)

    def judges_fragments(self, url: str) -> bool:
        """Whether fragments of this page are judged."""
        return next((judged for pattern, judged in reversed(self.fragments) if url_matches(pattern, url)), True)

    def remapped(self, url: str) -> str:
        """The address to ask in place of another: the first beginning that fits is replaced, once."""
        for start, replacement in self.remap:
            if url.startswith(start):
                return replacement + url[len(start) :]
        return url

    def headers_for(self, url: str) -> Headers:
        """The configured headers that may be sent to an address: those of its very origin (RFC 6454)."""
        address = parse(url) if self.headers else None
        if address is None:
            return ()
        mine = origin(address)
        return tuple(header for name, headers in self.headers if name.rstrip("/").lower() == mine for header in headers)


DEFAULTS = Policy()
"""What holds where nothing is set, and somebody waits: `check --web`. A time-out there is advice, never a death."""

SWEEPING = DEFAULTS.patient(30.0)._replace(look="neighbours")
"""What holds for sweeps. Nobody waits for them, and time-outs for two weeks are evidence of a death, so slow hosts get more
time. Who asks once in weeks may look closely, too: of pages that are gone but answer 200, `pages` sees every fifth, this nearly
all."""


def user_agent(contact: str = "") -> str:
    """The honest name to ask under, with an address or mailbox where the people behind it can be reached."""
    return f"notelint/{__version__} (link checker; {contact})" if contact else DEFAULTS.user_agent


def origin(address: Address) -> str:
    """Scheme, host and port as one string; the port only where it is not the scheme's own (RFC 6454, section 4)."""
    port = "" if address.port is None else f":{address.port}"
    return f"{address.scheme}://{address.host}{port}"


def any_matches(patterns: Iterable[str], url: str) -> bool:
    """Whether one of the patterns speaks for an address."""
    return any(url_matches(pattern, url) for pattern in patterns)


def url_matches(pattern: str, url: str) -> bool:
    """Whether a pattern speaks for an address in normal form; see the head of this module."""
    if "//" in pattern:
        return _fits(pattern, url)
    place, slash, path = url.partition("//")[2].partition("/")
    host = _PORT.sub("", place)
    return _fits(pattern, f"{host}{slash}{path}" if "/" in pattern else host)


def _fits(pattern: str, text: str) -> bool:
    """Whether a text is what a pattern with `*` describes, in time linear in the text for each star."""
    first, *rest = pattern.split("*")
    if not rest:
        return text == pattern
    *middle, last = rest
    if not text.startswith(first) or len(text) < len(first) + len(last) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        at = text.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return at <= end
