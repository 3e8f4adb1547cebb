"""Verdicts where rules look for them: by the place of the link in its note, and by host."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias

from notelint.note import Link, Note
from notelint.suppress import Silence
from notelint.web.address import bare, parse
from notelint.web.places import RULE, addresses
from notelint.web.policy import Policy
from notelint.web.verdict import State, Verdict

Spot: TypeAlias = tuple[str, int]
"""The path of a note and the offset at which a link begins there."""
Wanted: TypeAlias = Callable[[Note, Link], bool]
"""Whether a link is to be asked about."""


class Addresses(NamedTuple):
    """What is to be asked: every address once, with the fragments used with it; and which link has which address."""

    fragments: Mapping[str, tuple[str, ...]]
    spots: Mapping[Spot, str]


def gather(notes: Iterable[Note], policy: Policy, wanted: Wanted, today: str = "") -> Addresses:
    """The addresses that the wanted links of these notes lead to, in the order in which they come.

    Left out are links about which another rule speaks (malformed, reserved, private), those that the settings exclude, and
    those for which a comment silences `dead-link`; `today` is an ISO date, after which comments may have ended.
    """
    fragments: defaultdict[str, dict[str, None]] = defaultdict(dict)
    spots: dict[Spot, str] = {}
    for note in notes:
        silence = Silence(note, today) if note.suppressions else None
        for link, address in addresses(note, policy):
            url = bare(address)
            if policy.is_excluded(url) or not wanted(note, link) or (silence and silence.covers(RULE, link.span.start)):
                continue
            spots[note.path, link.span.start] = url
            fragment = link.target.partition("#")[2]
            fragments[url].update({fragment: None} if fragment else {})
    return Addresses({url: tuple(names) for url, names in fragments.items()}, spots)


class Group(NamedTuple):
    """The links to one host that share a state: the first of them, the verdict of each, and how many notes they stand in."""

    first: Spot
    verdicts: tuple[Verdict, ...]
    notes: int


class Verdicts:
    """What was learnt about the addresses of a vault; `spots` say which link has which address, those of a note in order."""

    def __init__(self, verdicts: Mapping[str, Verdict], spots: Mapping[Spot, str]) -> None:
        self._verdicts = verdicts
        self._spots = spots
        self._last: tuple[Note | None, Sequence[tuple[Link, Verdict]]] = (None, ())

    def of(self, note: Note) -> Sequence[tuple[Link, Verdict]]:
        """The links of a note that were asked about, in order, each with its verdict."""
        if self._last[0] is not note:  # nine rules ask for the same note, one after the other
            self._last = note, [*self._of(note)]
        return self._last[1]

    def _of(self, note: Note) -> Iterator[tuple[Link, Verdict]]:
        for link in note.links:
            verdict = self._verdicts.get(self._spots.get((note.path, link.span.start), ""))
            if verdict is not None:
                yield link, verdict

    def group(self, host: str, state: State) -> Group:
        """All links to a host whose verdict is of this state."""
        spots = sorted(self._groups[host, state])
        return Group(spots[0], tuple(self._verdicts[self._spots[spot]] for spot in spots), len({path for path, _ in spots}))

    @cached_property
    def _groups(self) -> Mapping[tuple[str, State], Sequence[Spot]]:
        spots_by_host: defaultdict[tuple[str, State], list[Spot]] = defaultdict(list)
        for spot, url in self._spots.items():
            if url in self._verdicts:
                spots_by_host[host_of(url), self._verdicts[url].state].append(spot)
        return spots_by_host


def host_of(url: str) -> str:
    """The host of an address in normal form."""
    address = parse(url)
    return address.host if address else ""


def on_lines(lines: Mapping[str, Sequence[range]]) -> Wanted:
    """Wants the links that touch some lines (path → ranges of lines, counted from 1); none in other notes."""

    def wanted(note: Note, link: Link) -> bool:
        return note.text.touches(link.span, lines.get(note.path, ()))

    return wanted
