"""The addresses on the web that notes lead to, each with all the places where it stands."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from notelint.note import Link, Note
from notelint.suppress import Silence
from notelint.web.address import Address, bare, parse, reach, reserved_name, scheme
from notelint.web.policy import Policy
from notelint.web.written.fault import is_addressed
from notelint.web.written.targets import written_fault

RULE = "dead-link"
"""The rule whose suppression by a comment in the note takes a place out of sweeps, too."""


class Place(NamedTuple):
    """Where an address stands: the path of the note, the line from 1, and the fragment that it has there (or none: empty)."""

    path: str
    line: int
    fragment: str = ""


class Linked(NamedTuple):
    """An address in normal form, without fragment, and where it stands, in order."""

    url: str
    host: str
    places: tuple[Place, ...]


def linked(notes: Iterable[Note], policy: Policy, today: str = "") -> dict[str, Linked]:
    """Every address to be asked, by itself. `today` is an ISO date, after which comments in notes no longer count.

    Left out is what other rules speak of: malformed, reserved and private addresses; and what the settings exclude.
    """
    places_by_url: dict[str, tuple[str, list[Place]]] = {}
    for note in notes:
        silence = Silence(note, today) if note.suppressions else None
        for link, address in addresses(note, policy):
            if silence and silence.covers(RULE, link.span.start):
                continue
            url = bare(address)
            if not policy.is_excluded(url):
                line = note.text.position(link.span.start).line
                place = Place(note.path, line, link.target.partition("#")[2])
                places_by_url.setdefault(url, (address.host, []))[1].append(place)
    return {url: Linked(url, host, tuple(dict.fromkeys(places))) for url, (host, places) in sorted(places_by_url.items())}


def longest_first(links: Collection[Linked]) -> list[Linked]:
    """Addresses by how long their hosts will take, the longest first, else in the order given.

    A host is asked at its own pace, so what it takes grows with its addresses. What is new to a store is asked in the order in
    which it came there, and a sweep that begins with the large hosts does not wait for one of them in the end.
    """
    sizes = Counter(link.host for link in links)
    return sorted(links, key=lambda link: (-sizes[link.host], link.host))


def addresses(note: Note, policy: Policy) -> Iterator[tuple[Link, Address]]:
    """The links of a note that lead to an address on the web that may be asked."""
    for link in note.links:
        if not is_addressed(link) or not (link.target.startswith("//") or scheme(link.target) in ("http", "https")):
            continue
        address = parse(link.target)
        if address is None or address.scheme not in ("http", "https") or written_fault(link.target):
            continue
        if policy.allow_private or (reach(address.host) in (None, "public") and not reserved_name(address.host)):
            yield link, address
