"""Whether a successful answer is what was linked: pages that say otherwise, and ends of redirects that nobody meant."""

from collections.abc import Generator, MutableMapping
from typing import NamedTuple

from notelint.web.address import Address, parse, reach
from notelint.web.check.absent import Absent, ask, is_same, key, sample
from notelint.web.check.challenge import is_challenge
from notelint.web.check.outcome import Outcome
from notelint.web.check.talk import Arrival, Talk
from notelint.web.domains import registrable_domain
from notelint.web.messages import Reply, Request
from notelint.web.page import Page
from notelint.web.page.fingerprint import FARTHEST, distance, fingerprint, words
from notelint.web.page.signs import (
    asks_to_sign_in,
    is_login,
    is_parked,
    is_parking_place,
    is_root,
    leads_to_login,
    says_absent,
    speaks_of_errors,
)

# Fingerprints nearer than this are those of one text in two states, farther than that of two texts: unrelated ones lie around
# 32.
_NEAR = FARTHEST // 4
_FAR = FARTHEST * 3 // 8
# A page that says nothing but that it is none is shorter than this, in words.
_SHORT = 150


class Sight(NamedTuple):
    """A page as it was come to: the address asked, where that led, and what is there."""

    asked: str
    arrival: Arrival
    page: Page


def judge_place(asked: str, arrival: Arrival) -> Outcome | None:
    """What the place where redirects ended tells by itself."""
    start, end = parse(asked), parse(arrival.url)
    if not arrival.hops or start is None or end is None or arrival.url == asked:
        return None
    if is_parking_place(arrival.url) and not is_parking_place(asked):
        return Outcome("suspect", "parked")
    if leads_to_login(start, end):
        return Outcome("suspect", "login")
    if is_root(end) and not is_root(start) and not _is_own_domain_now(start, end):
        return Outcome("suspect", "redirect-to-root")
    return None


def judge_page(
    talk: Talk, sight: Sight, absent: MutableMapping[str, Absent], body: int
) -> Generator[Request, Reply, Outcome | None]:
    """What a page tells, by itself, against the first sight of it, and against what its host gives for anything."""
    if is_challenge(sight.page):
        return Outcome("blocked", "challenge")
    if is_parked(sight.page, sight.arrival.url):
        return Outcome("suspect", "parked")
    place = judge_place(sight.asked, sight.arrival) or _login(sight) or _changed(talk, sight)
    if place is not None:
        return place
    soft = yield from _is_soft_404(talk, sight, absent, body)
    return Outcome("suspect", "soft-404") if soft else None


def _is_own_domain_now(start: Address, end: Address) -> bool:
    """Whether something moved to a host of its own: `example.github.io/thing` to `thing.org`."""
    hosts = {address.host.removeprefix("www.") for address in (start, end)}
    return len(hosts) > 1 and start.path.strip("/").count("/") == 0


def _login(sight: Sight) -> Outcome | None:
    """A form to sign in where something else was linked."""
    start = parse(sight.asked)
    if start is None or is_login(start) or not asks_to_sign_in(sight.page):
        return None
    is_form = bool(sight.arrival.hops) or sight.page.words < _SHORT
    return Outcome("suspect", "login") if is_form and not is_root(start) else None


def _changed(talk: Talk, sight: Sight) -> Outcome | None:
    """Another owner, or another page, than at the first sight."""
    known = talk.known
    mark = fingerprint(sight.page.text) if known.fingerprint else ""
    apart = distance(mark, known.fingerprint) if mark else None
    if _is_elsewhere(known.location, sight) and not (
        (apart is not None and apart < _NEAR) or (known.title and known.title == sight.page.title)
    ):
        return Outcome("suspect", "domain-changed")
    if apart is None or apart < _FAR or not known.title or not sight.page.title:
        return None
    is_renamed = not set(words(known.title)) & set(words(sight.page.title))
    return Outcome("suspect", "content-changed") if is_renamed else None


def _is_elsewhere(before: str, sight: Sight) -> bool:
    """Whether the page is on another registered domain than before, and not on the one that was linked."""
    start, end = parse(sight.asked), parse(sight.arrival.url)
    if start is not None and end is not None and start.host == end.host:
        return False
    places = [parse(url) for url in (sight.arrival.url, before or sight.arrival.url, sight.asked)]
    domains = [_domain(place) if place is not None else "" for place in places]
    return domains[0] not in domains[1:]


def _domain(address: Address) -> str:
    """The registered domain of an address; where nobody registers any (names of one network, numbers), what looks like it."""
    if reach(address.host) is not None:
        return address.host
    return registrable_domain(address.host) or ".".join(address.host.split(".")[-2:])


def _is_soft_404(talk: Talk, sight: Sight, absent: MutableMapping[str, Absent], body: int) -> Generator[Request, Reply, bool]:
    page, start = sight.page, parse(sight.asked)
    said = (says_absent(page.title), says_absent(page.heading))
    has_signs = any(said) and start is not None and not speaks_of_errors(start)
    if has_signs and (all(said) or page.words < _SHORT):
        return True
    if talk.policy.look != "neighbours" and not has_signs and not _has_lost_its_name(sight):
        return False
    place = key(sight.asked)
    if not place or page.is_script_built or start is None or is_root(start):
        return False
    return (yield from _is_anything(talk, sight, absent, place, body))


def _is_anything(
    talk: Talk, sight: Sight, absent: MutableMapping[str, Absent], place: str, body: int
) -> Generator[Request, Reply, bool]:
    """Whether the host gives the same for names that it cannot know."""
    mine = sample(sight.asked, sight.arrival, sight.page)
    while True:
        heard = absent.get(place)
        same = is_same(mine, heard, sight.asked) if heard is not None else None
        if same is not None:
            return same
        before = heard.samples if heard is not None else ()
        found = yield from ask(talk, place, body, len(before))
        if talk.is_over:
            return False
        # A host that answers now so and now so cannot be judged: without samples it counts as honest.
        absent[place] = Absent((*before, found)) if found is not None else Absent()


def _has_lost_its_name(sight: Sight) -> bool:
    """Whether redirects ended where nothing is left of the last part of what was asked for."""
    start, end = parse(sight.asked), parse(sight.arrival.url)
    if not sight.arrival.hops or start is None or end is None:
        return False
    name = start.path.strip("/").rpartition("/")[2].partition(".")[0].lower()
    return bool(name) and name not in f"{end.path}?{end.query}".lower()
