"""Archived copies of a page that is gone, by Memento (RFC 7089), without input or output.

A TimeGate is asked for a page as it was around a day; where what it leads to is no page, its TimeMap lists all copies, and the
nearest are looked at. A copy counts when it answers 200 as a memento and its page does not say that there is none.
"""

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from heapq import nsmallest
from typing import NamedTuple, TypeAlias

from notelint.web.address import bare, join, parse
from notelint.web.check.challenge import is_challenge
from notelint.web.check.outcome import REDIRECTS, tries
from notelint.web.check.talk import is_askable
from notelint.web.messages import Reply, Request, Response
from notelint.web.page import read_page
from notelint.web.page.signs import is_parked, is_root, leads_to_login, says_absent
from notelint.web.policy import Policy

WAYBACK = "https://web.archive.org/web/"
"""The TimeGate of the Internet Archive's Wayback Machine: the address of the page is appended."""

_LINK_BODY, _PAGE_BODY = 2 * 1024 * 1024, 256 * 1024
_MOST_HOPS = 6
_CANDIDATES = 3

# A target in angle brackets with its parameters (RFC 6690, section 2; RFC 8288, section 3). Each `<` ends the search for the
# `>` of the one before, so that no list takes longer than its length.
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~-]+\*?(?:\s*=\s*(?:"[^"]*"|[^",;\s<]*))?)*)')
_PARAMETER = re.compile(r';\s*([\w!#$&+.^`|~-]+)\*?\s*=\s*(?:"([^"]*)"|([^",;\s]*))')


class Copy(NamedTuple):
    """An archived copy: its address, and when it was taken (UTC)."""

    url: str
    taken: datetime


class Link(NamedTuple):
    """A link of a `Link` header or of a TimeMap: its target as written, its relations, and its parameters by name."""

    target: str
    relations: frozenset[str]
    parameters: dict[str, str]


Search: TypeAlias = Generator[Request, Reply, Copy | None]


def find_copy(url: str, day: datetime, gate: str, policy: Policy) -> Search:
    """The copy of a page that was taken nearest to a time, as a TimeGate and its TimeMap know it; None without a good one."""
    gate_url = _asked(gate, url)
    if gate_url is None:
        return None
    led_to = yield from _follow(url, gate_url, day, policy)
    if led_to.copy is not None or not led_to.timemap:
        return led_to.copy
    reply = yield from _ask(Request(led_to.timemap, _headers(policy, "application/link-format"), _LINK_BODY), policy)
    if not isinstance(reply, Response) or reply.status != 200:
        return None
    copies = copies_in(reply.body.decode("utf-8", "replace"), led_to.timemap)
    for candidate in nearest((copy for copy in copies if copy.url not in led_to.seen), day):
        tried = yield from _follow(url, candidate.url, None, policy)
        if tried.copy is not None:
            return tried.copy
    return None


def links(text: str) -> Iterator[Link]:
    """The links in a `Link` header or a document in its format (`application/link-format`)."""
    for match in _LINK.finditer(text):
        parameters: dict[str, str] = {}
        for name, quoted, plain in _PARAMETER.findall(match[2]):
            parameters.setdefault(name.lower(), quoted or plain)
        yield Link(match[1].strip(), frozenset(parameters.get("rel", "").lower().split()), parameters)


def copies_in(timemap: str, base: str) -> Iterator[Copy]:
    """The copies that a TimeMap lists (RFC 7089, section 5), seen from its own address."""
    for link in links(timemap):
        taken = instant(link.parameters.get("datetime", "")) if "memento" in link.relations else None
        url = _asked(link.target, base=base) if taken else None
        if taken and url:
            yield Copy(url, taken)


def nearest(copies: Iterable[Copy], day: datetime) -> Sequence[Copy]:
    """The few copies that were taken nearest to a time, the nearest first."""
    return nsmallest(_CANDIDATES, copies, key=lambda copy: (abs(copy.taken - day), copy))


def instant(value: str) -> datetime | None:
    """A date of HTTP, None for anything else."""
    from email.utils import parsedate_to_datetime  # imported when needed: only archives send them

    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class _Found(NamedTuple):
    """What following a TimeGate or a copy led to: a good copy, the TimeMap told on the way, and the addresses passed."""

    copy: Copy | None
    timemap: str
    seen: frozenset[str]


def _follow(page: str, start: str, day: datetime | None, policy: Policy) -> Generator[Request, Reply, _Found]:
    """Go where a TimeGate or a copy of a page leads."""
    timemap, seen = "", [start]
    while True:
        reply = yield from _ask(Request(seen[-1], _headers(policy, "text/html", day), _PAGE_BODY), policy)
        if not isinstance(reply, Response):
            return _Found(None, timemap, frozenset(seen))
        timemap = timemap or _related(reply, "timemap", seen[-1])
        target = _asked(reply.header("location"), base=seen[-1]) if reply.status in REDIRECTS else _framed(reply, seen[-1])
        if target is None or target in seen or len(seen) > _MOST_HOPS:
            return _Found(_copy(page, reply, seen[-1]), timemap, frozenset(seen))
        seen.append(target)


def _ask(request: Request, policy: Policy) -> Generator[Request, Reply, Reply]:
    """One request, again as often as its class of trouble deserves."""
    attempt = 0
    while True:
        attempt += 1
        reply = yield request._replace(attempt=attempt, delay=policy.backoff * (2 ** (attempt - 1) - 1))
        if attempt >= tries(reply, policy):
            return reply


def _headers(policy: Policy, accept: str, day: datetime | None = None) -> tuple[tuple[str, str], ...]:
    from email.utils import format_datetime  # imported when needed, as above

    wanted = (("Accept-Datetime", format_datetime(day.astimezone(UTC), usegmt=True)),) if day else ()
    return (("User-Agent", policy.user_agent), ("Accept", f"{accept},*/*;q=0.8"), *wanted)


def _copy(page: str, reply: Response, url: str) -> Copy | None:
    """The copy that an answer is: a memento with status 200, whose page was one when it was taken, and the one asked for."""
    taken = instant(reply.header("memento-datetime"))
    kind = reply.header("content-type")
    place = _place(reply, url)
    if reply.status != 200 or taken is None or place is None or _is_of_another(page, _related(reply, "original", url)):
        return None
    if Request("", body=1).wants_body(200, kind):
        seen = read_page(reply.body, kind, is_cut=reply.is_cut)
        if is_challenge(seen) or is_parked(seen, url) or says_absent(seen.title):
            return None
    return Copy(place, taken)


def _place(reply: Response, url: str) -> str | None:
    """Where a copy has its lasting address; None when only the TimeGate, which answers as the day may be, gives it.

    RFC 7089, section 4.1.2: a TimeGate may answer with the copy itself and its address in `Content-Location`.
    """
    if location := reply.header("content-location"):
        return _asked(location, base=url)
    return None if "accept-datetime" in reply.header("vary").lower() else url


def _is_of_another(page: str, original: str) -> bool:
    """Whether a copy is of the first page or of a form to sign in, where redirects led in place of a page already then."""
    start, end = parse(page), parse(original)
    if start is None or end is None:
        return False
    return (is_root(end) and not is_root(start)) or leads_to_login(start, end)


def _framed(reply: Response, url: str) -> str | None:
    """The copy that an answer frames: another address of its very time (pywb answers 200 around a copy of a 404)."""
    taken = instant(reply.header("memento-datetime"))
    for link in _links(reply) if taken and reply.status == 200 else ():
        if "memento" in link.relations and instant(link.parameters.get("datetime", "")) == taken:
            return _asked(link.target, base=url)
    return None


def _links(reply: Response) -> Iterator[Link]:
    return links(", ".join(value for name, value in reply.headers if name == "link"))


def _related(reply: Response, relation: str, url: str) -> str:
    """The address that an answer names as its TimeMap or original (RFC 7089, section 2.2), empty without one."""
    targets = (_asked(link.target, base=url) for link in _links(reply) if relation in link.relations)
    return next((target for target in targets if target), "")


def _asked(target: str, appended: str = "", *, base: str = "") -> str | None:
    """An address as it is asked for; None for one that cannot be."""
    address = join(base, target) if base else parse(target + appended)
    return bare(address) if address is not None and is_askable(address) else None
