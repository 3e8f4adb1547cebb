"""What `notelint sweep` tells when it ends, in the order in which it tells it, whatever the form."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from notelint.sweep_report.report import Tally
from notelint.web.recorded import Outcome
from notelint.web.store import Entry, Fragment
from notelint.web.verdict import State

_ALIVE = ("alive", "moved")
_SUSPECT = ("suspect", "unsafe")


class Section(NamedTuple):
    """Addresses of one kind. `key` is for programs and never changes."""

    key: str
    title: str
    entries: tuple[Entry, ...]


class View(NamedTuple):
    """What changed since the last report, what stands, and both by host and by note. `at` is the time of the sweep."""

    at: float
    outcome: Outcome
    states: Counter[str]
    notes: int
    changed: tuple[Section, ...]
    standing: tuple[Section, ...]
    hosts: tuple[Tally, ...]
    by_note: tuple[Tally, ...]

    @property
    def newly_dead(self) -> int:
        """How many addresses are dead that were not when the last sweep was told of."""
        return len(self.changed[0].entries)


Chooses = Callable[[Entry], bool]

_CHANGED: Mapping[tuple[str, str], Chooses] = {
    ("newly-broken", "Newly broken"): lambda entry: state_of(entry) == "dead" and entry.before != "dead",
    ("recovered", "Recovered"): lambda entry: state_of(entry) in _ALIVE and entry.before == "dead",
    ("newly-moved", "Newly moved"): lambda entry: state_of(entry) == "moved" and entry.before not in ("moved", "dead"),
    ("newly-suspect", "Newly suspect"): lambda entry: state_of(entry) in _SUSPECT and entry.before not in _SUSPECT,
}
_STANDING: Mapping[tuple[str, str], Chooses] = {
    ("broken", "Still broken"): lambda entry: state_of(entry) == "dead" and entry.before == "dead",
    ("failing", "Failing, not proved dead"): lambda entry: state_of(entry) == "unsure",
    ("flapping", "Dead and alive in turn"): lambda entry: state_of(entry) == "flapping",
    ("suspect", "Suspect"): lambda entry: state_of(entry) in _SUSPECT and entry.before in _SUSPECT,
    ("moved", "Moved"): lambda entry: state_of(entry) == "moved" and entry.before in ("moved", "dead"),
    ("fragments", "Alive, but without the fragment"): lambda entry: state_of(entry) in _ALIVE and bool(missing(entry)),
    ("blocked", "Not allowed to look"): lambda entry: state_of(entry) == "blocked",
}


def view(entries: Iterable[Entry], outcome: Outcome, at: float) -> View:
    """Sort what the store tells into sections. Most of a million addresses are well, and only counted."""
    states, notes, noteworthy = Counter[str](), set[str](), list[Entry]()
    for entry in entries:
        states[state_of(entry)] += 1
        notes.update(place.path for place in entry.places)
        if not _is_well(entry):
            noteworthy.append(entry)
    return View(
        at,
        outcome,
        states,
        len(notes),
        _sections(_CHANGED, noteworthy),
        _sections(_STANDING, noteworthy),
        _tallies((entry.host, entry) for entry in noteworthy),
        _tallies((path, entry) for entry in noteworthy for path in dict.fromkeys(place.path for place in entry.places)),
    )


def _is_well(entry: Entry) -> bool:
    """Whether nothing is to be said of an address but that it is there."""
    return state_of(entry) in ("alive", "new") and entry.before != "dead" and not missing(entry)


def _sections(kinds: Mapping[tuple[str, str], Chooses], entries: Sequence[Entry]) -> tuple[Section, ...]:
    return tuple(Section(key, title, tuple(filter(chooses, entries))) for (key, title), chooses in kinds.items())


def _tallies(pairs: Iterable[tuple[str, Entry]]) -> tuple[Tally, ...]:
    """The worst first, then by name; the plainly alive addresses are left out."""
    states_by_name: dict[str, Counter[str]] = {}
    for name, entry in pairs:
        if state_of(entry) not in ("alive", "new"):
            states_by_name.setdefault(name, Counter())[state_of(entry)] += 1
    tallies = (Tally(name, states) for name, states in states_by_name.items())
    return tuple(sorted(tallies, key=_worst_first))


def _worst_first(tally: Tally) -> tuple[int, int, int, str]:
    states = tally.states
    return -states["dead"], -states["suspect"], -states["unsure"], tally.name


def state_of(entry: Entry) -> State | str:
    """The state of an address, `new` when it was never asked."""
    return entry.evidence.state or "new"


def missing(entry: Entry) -> tuple[Fragment, ...]:
    """The fragments that notes use and the page does not have."""
    return tuple(fragment for fragment in entry.fragments if fragment.state == "missing")


def leads_to(entry: Entry) -> str:
    """Where the address leads if that is somewhere else; else empty."""
    target = entry.location if entry.evidence.state == "moved" else entry.target
    return target if target and target != entry.url else ""


def identifier(url: str) -> str:
    """A short name for an address that stays the same from report to report."""
    return sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def day(at: float) -> str:
    """A time as its day in UTC."""
    return datetime.fromtimestamp(at, UTC).date().isoformat()


def story(entry: Entry) -> str:
    """What is known of an address in one line, without what comes from outside."""
    known = entry.evidence
    told = [(known.reason or "not asked yet").replace("-", " ")]
    if entry.status is not None:
        told[0] += f" ({entry.status})"
    if known.failing_since is not None:
        told.append(f"failing since {day(known.failing_since)}{f', {known.streak} times in a row' if known.streak > 1 else ''}")
    elif known.state not in ("alive", "moved", None):
        told.append(f"since {day(known.since)}")
    if known.state not in ("alive", "moved"):
        told.append(f"last seen alive {day(known.last_alive)}" if known.last_alive is not None else "never seen alive")
    return ", ".join(told)


def summary(seen: View) -> str:
    """The figures of a report as one sentence or two."""
    total = sum(seen.states.values())
    kinds = ", ".join(f"{count:,} {state}" for state, count in _most_first(seen.states))
    asked = f"Asked {seen.outcome.asked:,} with {_many(seen.outcome.requests, 'request')}"
    left = f"; {seen.outcome.left:,} that are due are left for the next sweep" if seen.outcome.left else ""
    where = f"{_many(total, 'address', 'addresses')} in {_many(seen.notes, 'note')}"
    return f"{where}: {kinds or 'none'}. {asked} on {day(seen.at)}{left}."


def _many(count: int, singular: str, plural: str = "") -> str:
    """A number with what it counts."""
    return f"{count:,} {singular if count == 1 else plural or f'{singular}s'}"


def counted(states: Mapping[str, int]) -> str:
    """How many are in which state, in words."""
    return ", ".join(f"{count} {state}" for state, count in _most_first(states))


def _most_first(states: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(states.items(), key=lambda pair: (-pair[1], pair[0]))
