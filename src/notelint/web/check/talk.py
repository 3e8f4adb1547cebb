"""The moves of a conversation: one request with its retries, and a chain of redirects to where it ends."""

from collections.abc import Generator
from random import Random
from typing import NamedTuple, TypeAlias

from notelint.web.address import Address, bare, join, parse, reach
from notelint.web.check.cookies import Cookies
from notelint.web.check.outcome import FINAL, REDIRECTS, UNSENT, outcome, tries
from notelint.web.messages import Failure, Headers, Purpose, Reply, Request, Response
from notelint.web.policy import Policy
from notelint.web.verdict import NOTHING_KNOWN, Hop, Known, Reason

Asking: TypeAlias = Generator[Request, Reply, "Arrival"]

_ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
# Browsers stop at 2 MiB or less, servers at 8 KiB: what is longer leads nowhere, and would fill the report.
_LONGEST_URL = 32 * 1024


class Arrival(NamedTuple):
    """Where a chain of redirects ended.

    `url` is the last address asked, `fragment` the one that the redirects gave it, if any. `problem` says why a redirect was
    not followed; `reply` is then that redirect.
    """

    url: str
    reply: Reply
    hops: tuple[Hop, ...] = ()
    fragment: str = ""
    problem: Reason | None = None
    is_conditional: bool = False

    @property
    def page(self) -> Response | None:
        """The answer, where it is a successful one."""
        return self.reply if isinstance(self.reply, Response) and 200 <= self.reply.status < 300 else None


class Talk:
    """What one conversation has cost and may still do."""

    def __init__(self, policy: Policy, seed: str, known: Known = NOTHING_KNOWN) -> None:
        self.policy = policy
        self.known = known
        self.requests = 0
        self.seconds = 0.0
        self._end: Failure | None = None
        # From the address, so that a conversation can be replayed; nothing secret hangs on it.
        self._seed = seed

    @property
    def is_over(self) -> bool:
        """Whether nothing more may be asked."""
        return self._end is not None

    def arrive(self, url: str, *, body: int, purpose: Purpose = "page", confirm: bool = False) -> Asking:
        """Ask an address and follow its redirects."""
        trail = _Trail(url)
        reply = yield from self._ask(trail, body, purpose)
        while True:
            if isinstance(reply, Response) and reply.status in REDIRECTS:
                problem = trail.follow(reply, self.policy)
                if problem:
                    return trail.arrival(reply, problem)
                reply = yield from self._ask(trail, body, purpose)
            elif confirm and self._is_dead(trail, reply):
                confirm = False
                reply = yield from self._ask(trail, body, "confirm", self.policy.confirm_delay)
            else:
                return trail.arrival(reply)

    def _is_dead(self, trail: "_Trail", reply: Reply) -> bool:
        status = _status(reply)
        return not 200 <= status < 300 and outcome(reply).state == "dead" and not self.policy.accepts(trail.url, status)

    def _ask(self, trail: "_Trail", body: int, purpose: Purpose, delay: float = 0.0) -> Generator[Request, Reply, Reply]:
        """One request, again as often as its class of trouble deserves."""
        attempt = 0
        while True:
            attempt += 1
            reply = yield from self._send(trail, body, delay, attempt, purpose)
            if purpose == "probe" or attempt >= tries(reply, self.policy):
                return reply
            delay = self.policy.backoff * 2 ** (attempt - 1) * (0.5 + self._chance(attempt))

    def _chance(self, attempt: int) -> float:
        """A number from 0 to 1."""
        return Random(f"{attempt} {self._seed}").random()  # noqa: S311  # jitter needs no cryptography

    def _send(
        self, trail: "_Trail", body: int, delay: float, attempt: int, purpose: Purpose
    ) -> Generator[Request, Reply, Reply]:
        url = trail.url
        if self._end is not None:
            return self._end
        refused = _refused(url, self.policy)
        if refused is not None:
            return refused
        reply = yield Request(url, self._headers(trail, purpose), body, delay, attempt, purpose)
        self.seconds += reply.seconds
        self.requests += not (isinstance(reply, Failure) and reply.kind in UNSENT)
        if isinstance(reply, Response):
            trail.cookies.store(url, [value for name, value in reply.headers if name == "set-cookie"])
        elif reply.kind in FINAL:
            self._end = reply
        return reply

    def _headers(self, trail: "_Trail", purpose: Purpose) -> Headers:
        """The headers of a request; configured ones replace notelint's own of the same name."""
        own = [("User-Agent", self.policy.user_agent), ("Accept", _ACCEPT)]
        cookie = trail.cookies.header(trail.url)
        if cookie:
            own.append(("Cookie", cookie))
        validators = self._validators(trail.url, purpose)
        trail.is_conditional = bool(validators)
        given = self.policy.headers_for(trail.url)
        if not given:
            return (*own, *validators)
        names = {name.lower() for name, _ in given}
        return (*(header for header in (*own, *validators) if header[0].lower() not in names), *given)

    def _validators(self, url: str, purpose: Purpose) -> list[tuple[str, str]]:
        """What makes a request conditional (RFC 9110, section 13.1), where the last visit ended at this very address."""
        if purpose != "page" or self.known.location.partition("#")[0] != url:
            return []
        named = (("If-None-Match", self.known.etag), ("If-Modified-Since", self.known.last_modified))
        return [(name, value) for name, value in named if value and is_plain(value)]


class _Trail:
    """The way from an address through its redirects, with the cookies of that way."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.fragment = ""
        self.hops: list[Hop] = []
        self.cookies = Cookies()
        self.is_conditional = False
        self._seen = {(url, "")}

    def follow(self, response: Response, policy: Policy) -> Reason | None:
        """Go where a redirect leads; else the reason why not."""
        target = _target(self.url, response)
        if target is None:
            return "bad-redirect"
        url = bare(target)
        place = (url, self.cookies.header(url))
        if len(self.hops) >= policy.max_redirects:
            return "too-many-redirects"
        if place in self._seen:
            return "redirect-loop"
        self._seen.add(place)
        self.fragment = target.fragment or self.fragment
        self.hops.append(Hop(self.url, response.status, f"{url}#{target.fragment}" if target.fragment else url))
        self.url = url
        return None

    def arrival(self, reply: Reply, problem: Reason | None = None) -> Arrival:
        return Arrival(self.url, reply, tuple(self.hops), self.fragment, problem, self.is_conditional)


def _target(url: str, response: Response) -> Address | None:
    """Where a redirect leads, joined as browsers do; None where it leads nowhere on the web."""
    raw = response.header("location").encode("utf-8", "surrogateescape")
    try:
        location = raw.decode()
    except UnicodeDecodeError:
        location = raw.decode("latin-1")
    target = join(url, location) if location.strip() else None
    return target if target is not None and is_askable(target) else None


def is_askable(address: Address) -> bool:
    """Whether an address is one that can be asked: on the web, with a host, and no longer than servers take."""
    return address.scheme in ("http", "https") and bool(address.host) and len(address.path) + len(address.query) < _LONGEST_URL


def _refused(url: str, policy: Policy) -> Failure | None:
    """The failure of a request that must not be made, as far as the address itself tells."""
    address = None if policy.allow_private else parse(url)
    where = reach(address.host) if address else None
    return Failure("forbidden-address", f"{address.host} is {where}") if address and where not in (None, "public") else None


def is_plain(value: str) -> bool:
    """Whether what a server said can be said back to it in a header: printable ASCII, and not a book."""
    return value.isascii() and value.isprintable() and len(value) < 1024


def _status(reply: Reply) -> int:
    return reply.status if isinstance(reply, Response) else 0
