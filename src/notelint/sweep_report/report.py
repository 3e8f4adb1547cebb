"""What a report on all that a store knows holds, whatever its form."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from notelint.sweep_report.survival import Curve
from notelint.web.store import Entry

STATES = ("dead", "flapping", "unsure", "suspect", "unsafe", "blocked", "moved", "alive", "new")
"""The states in the order in which people want to hear of them; `new` was never asked."""


class Kind(NamedTuple):
    """A kind of entries. `key` is for programs and addresses of the page, and never changes; `about` explains it."""

    key: str
    title: str
    about: str


CHANGED = (
    Kind("newly-broken", "Newly broken", "These links were proved dead with the last sweep."),
    Kind("recovered", "Recovered", "These were dead and answer again."),
    Kind("newly-moved", "Newly moved", "Their hosts say that these have another address for good."),
    Kind("newly-suspect", "Newly suspect", "These answer, but with something else than what was linked, as it seems."),
)
STANDING = (
    Kind("broken", "Still broken", "Replace these links, or lead them to an archived copy."),
    Kind("failing", "Failing, not proved dead", "These may come back: nothing needs to be done yet."),
    Kind("suspect", "Suspect", "These answer with a parked domain, a login, the start page or an error page: have a look."),
    Kind("blocked", "Blocked by host", "These hosts do not tell a program whether the page is there. A browser may be told."),
    Kind("moved", "Moved", "Write the new address into the notes; `notelint check --web --fix` does it where that is safe."),
    Kind("fragments", "Alive, but without the fragment", "The page is there; the part of it that the link names is not."),
    Kind("flapping", "Dead and alive in turn", "These come and go."),
)
"""The sections of a report, in order."""


class Link(NamedTuple):
    """An entry with when its link was written (None where that is not known) and in how many places it stands.

    The entry has the first of them.
    """

    entry: Entry
    written_at: float | None
    stands: int


class Section(NamedTuple):
    """The entries of a kind: how many there are, and those of them that are shown."""

    kind: Kind
    total: int
    links: tuple[Link, ...]


class Tally(NamedTuple):
    """A host, a domain or a note: how many of its addresses are in which state."""

    name: str
    states: Counter[str]


class Moment(NamedTuple):
    """How many addresses were in which state at some time."""

    at: float
    states: Mapping[str, int]


class Cohort(NamedTuple):
    """Links that were written in the same years (None where no day is known), and how long they last, in years."""

    first: int | None
    last: int | None
    curve: Curve

    @property
    def name(self) -> str:
        """The years in words."""
        if self.first is None:
            return "day unknown"
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"


class Lasting(NamedTuple):
    """How long links last: those whose day of writing is known together and by year, and the others from their first visit."""

    together: Curve
    cohorts: tuple[Cohort, ...]
    undated: Cohort
    unseen: int
    """Ends that no sweep saw: the link was dead when it was first asked."""
    left_out: int
    """Links that neither were alive nor are dead as far as anyone knows."""


class Repairs(NamedTuple):
    """What became of links that were proved dead. `curve` is the share that is not mended after so many days."""

    curve: Curve
    mended: int
    came_back: int
    open: int


class Answers(NamedTuple):
    """How long pages took to answer: visits by bounds in seconds, the last without one; the slowest hosts, visits, mean."""

    bounds: tuple[float, ...]
    counts: tuple[int, ...]
    seconds: float
    slowest: tuple[tuple[str, int, float], ...]


class Report(NamedTuple):
    """The whole report on some vaults, at the time `at`; times are seconds since 1970.

    `swept_at` is when the last sweep ended, `before` when the one before it did.
    """

    vaults: tuple[str, ...]
    at: float
    swept_at: float | None
    before: float | None
    states: Counter[str]
    notes: int
    due: int
    sections: tuple[Section, ...]
    blocking: tuple[Tally, ...]
    hosts: tuple[Tally, ...]
    domains: tuple[Tally, ...]
    timeline: Sequence[Moment]
    lasting: Lasting
    answers: Answers
    repairs: Repairs

    def section(self, key: str) -> Section:
        """The section of this name."""
        return next(section for section in self.sections if section.kind.key == key)
