"""Copies put together to groups, each told once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from notelint.copies.corpus import Corpus
from notelint.copies.drift import Drifted, Place, drifted
from notelint.copies.exact import whole_blocks
from notelint.copies.repeats import repeats
from notelint.copies.settings import Copy, CopySettings
from notelint.copies.shared import shared
from notelint.note import Note


class _Group(NamedTuple):
    """Places with the same blocks, in order; of drifted ones the pairs that are known to be alike, the later place first."""

    places: list[Place]
    pairs: tuple[Drifted, ...]


def find_copies(notes: Iterable[Note], settings: CopySettings) -> Mapping[str, tuple[Copy, ...]]:
    """The copies in each note, by its path, in order.

    Each group of copies is told once: at its second place, or at the next one when that lies within a larger copy that is told.
    """
    corpus = Corpus(notes, settings)
    told = _Told(corpus)
    for group in sorted(_groups(corpus), key=_largest_first):
        told.add(group)
    return {path: tuple(sorted(copies)) for path, copies in told.by_path().items()}


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
            pairs += drifted(corpus, runs, exact)
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
        self._told: defaultdict[int, list[tuple[Place, list[Place], Place, bool]]] = defaultdict(list)

    def add(self, group: _Group) -> None:
        """Tell a group at the first later place that lies within no larger copy of the same."""
        for here, there in group.pairs or self._later(group.places):
            others = [there, *(place for place in group.places if place not in (here, there) and self._may(here, place))]
            if not self._is_covered(here, others):
                self._told[self._corpus.note_at(here[0])].append((here, sorted(others), there, not group.pairs))
                return

    def by_path(self) -> dict[str, list[Copy]]:
        """All that is told, by the path of its note."""
        return {self._corpus.notes[number].path: [self._copy(*one) for one in told] for number, told in self._told.items()}

    def _later(self, places: list[Place]) -> Iterator[tuple[Place, Place]]:
        for number, here in enumerate(places):
            there = next((place for place in places[:number] if self._may(here, place)), None)
            if there:
                yield here, there

    def _may(self, here: Place, there: Place) -> bool:
        return self._corpus.may_compare(self._corpus.note_at(here[0]), self._corpus.note_at(there[0]))

    def _is_covered(self, here: Place, others: list[Place]) -> bool:
        return any(
            _holds(larger, here) and any(_holds(one, other) for one in elsewhere for other in others)
            for larger, elsewhere, _, _ in self._told[self._corpus.note_at(here[0])]
        )

    def _copy(self, here: Place, others: list[Place], there: Place, exact: bool) -> Copy:
        corpus = self._corpus
        stretch = corpus.stretch(*here)
        if exact:
            return Copy(stretch, tuple(corpus.stretch(*other) for other in others), exact, stretch.lines)
        pairs = shared(corpus.digests[slice(*here)], corpus.digests[slice(*there)])
        here_too, there_too = {here[0] + one for one, _ in pairs}, {there[0] + other for _, other in pairs}
        # The place that the differences are about comes first, whether or not it is the first of all.
        return Copy(
            stretch,
            tuple(corpus.stretch(*other) for other in (there, *(other for other in others if other != there))),
            exact,
            len(pairs),
            tuple(corpus.source(line) for line in range(*here) if line not in here_too),
            tuple(corpus.source(line) for line in range(*there) if line not in there_too),
        )


def _holds(larger: Place, smaller: Place) -> bool:
    return larger[0] <= smaller[0] and smaller[1] <= larger[1]
