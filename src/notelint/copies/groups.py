"""Copies put together to groups, each told once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from notelint.copies.corpus import Corpus
from notelint.copies.differences import Telling, as_copy
from notelint.copies.drift import Drifted, Place, drifted
from notelint.copies.exact import whole_blocks
from notelint.copies.mirrors import folded
from notelint.copies.repeats import repeats
from notelint.copies.settings import Copy, CopySettings
from notelint.note import Note
from notelint.suppress import Silence

RULE = "duplicate-section"
"""The rule that tells of copies: what comments name that keep one."""


class _Group(NamedTuple):
    """Places with the same blocks, in order; of drifted ones the pairs that are known to be alike, the later place first."""

    places: list[Place]
    pairs: tuple[Drifted, ...]


def find_copies(notes: Iterable[Note], settings: CopySettings) -> Mapping[str, tuple[Copy, ...]]:
    """The copies in each note, by its path, in order.

    Each group of copies is told once: at its second place, or at the next one when that lies within a larger copy that is told
    or when a comment keeps it.
    """
    corpus = Corpus(notes, settings)
    told = _Told(corpus)
    groups = sorted(_groups(corpus), key=_largest_first)
    corpus.count([places for group in groups for places in group.places])
    for group in groups:
        told.add(group)
    by_path: defaultdict[str, list[Copy]] = defaultdict(list)
    for telling in told.all() if settings.editions else folded(corpus, told.all()):
        by_path[corpus.notes[corpus.note_at(telling.here[0])].path].append(as_copy(corpus, telling))
    return {path: tuple(sorted(copies)) for path, copies in by_path.items()}


def _largest_first(group: _Group) -> tuple[int, bool, list[Place]]:
    return -max(end - first for first, end in group.places), bool(group.pairs), group.places


def _groups(corpus: Corpus) -> Iterator[_Group]:
    same: defaultdict[tuple[bytes, bytes], set[Place]] = defaultdict(set)
    pairs: list[Drifted] = []
    for _, runs in repeats(corpus):
        exact = []
        for run in runs:
            for first, end in whole_blocks(corpus, run):
                if corpus.is_enough(first, end):
                    exact.append((first, end))
                    shift = run.here - run.there
                    same[_content(corpus, first, end)] |= {(first, end), (first - shift, end - shift)}
        if corpus.settings.similarity <= 1:
            for pair in drifted(corpus, runs, exact):
                content = _content(corpus, *pair.here)
                if content == _content(corpus, *pair.there):
                    # What is like these lines and goes on may have drifted; these have not.
                    same[content] |= set(pair)
                else:
                    pairs.append(pair)
    for places in same.values():
        yield _Group(sorted(places), ())
    yield from _connected(pairs)


def _content(corpus: Corpus, first: int, end: int) -> tuple[bytes, bytes]:
    base = corpus.shapes[first] & ~3
    return corpus.digests[first:end].tobytes(), bytes(max(0, shape - base) for shape in corpus.shapes[first:end])


def _connected(pairs: Iterable[Drifted]) -> Iterator[_Group]:
    """Places that hang together by pairs."""
    above: dict[Place, Place] = {}

    def top(place: Place) -> Place:
        while above.setdefault(place, place) != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    pairs = list(pairs)
    for here, there in pairs:
        above[max(top(here), top(there))] = min(top(here), top(there))
    members: defaultdict[Place, list[Place]] = defaultdict(list)
    for place in sorted(above):
        members[top(place)].append(place)
    of_group: defaultdict[Place, list[Drifted]] = defaultdict(list)
    for pair in pairs:
        of_group[top(pair.here)].append(pair)
    for first, places in members.items():
        yield _Group(places, tuple(sorted(of_group[first])))


class _Told:
    """What is told so far, the largest first."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._told: defaultdict[int, list[Telling]] = defaultdict(list)
        self._silences: dict[int, Silence] = {}

    def add(self, group: _Group) -> None:
        """Tell a group at the first later place that lies within no larger copy of the same.

        A place whose copy a comment keeps gives way to the next one: whoever keeps one copy has not agreed to all.
        """
        kept = None
        for here, there in group.pairs or self._later(group.places):
            others = [there, *(place for place in group.places if place not in (here, there) and self._may(here, place))]
            if self._is_covered(here, others) or not (self._says_enough(here) and self._says_enough(there)):
                continue
            telling = Telling(here, there, sorted(others), not group.pairs, len(group.places))
            if not self._is_silenced(here):
                self._tell(telling)
                return
            kept = kept or telling
        if kept:
            self._tell(kept)

    def _tell(self, telling: Telling) -> None:
        self._told[self._corpus.note_at(telling.here[0])].append(telling)

    def _is_silenced(self, here: Place) -> bool:
        number = self._corpus.note_at(here[0])
        note = self._corpus.notes[number]
        if not note.suppressions:
            return False
        if number not in self._silences:
            self._silences[number] = Silence(note)
        return self._silences[number].covers(RULE, self._corpus.stretch(*here).span.start)

    def all(self) -> list[Telling]:
        """All that is told, the largest first, and what a comment silences last."""
        found = [telling for told in self._told.values() for telling in told]
        return sorted(found, key=lambda one: (self._is_silenced(one.here), one.here[0] - one.here[1], one.here))

    def _later(self, places: list[Place]) -> Iterator[tuple[Place, Place]]:
        for number, here in enumerate(places):
            there = next((place for place in places[:number] if self._may(here, place)), None)
            if there:
                yield here, there

    def _may(self, here: Place, there: Place) -> bool:
        return self._corpus.may_compare(self._corpus.note_at(here[0]), self._corpus.note_at(there[0]))

    def _says_enough(self, place: Place) -> bool:
        return self._corpus.says_enough(*place)

    def _is_covered(self, here: Place, others: list[Place]) -> bool:
        return any(
            _holds(larger.here, here) and any(_holds(one, other) for one in larger.others for other in others)
            for larger in self._told[self._corpus.note_at(here[0])]
        )


def _holds(larger: Place, smaller: Place) -> bool:
    return larger[0] <= smaller[0] and smaller[1] <= larger[1]
