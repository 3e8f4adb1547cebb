"""Copies that have drifted apart: found from runs of equal lines, confirmed by comparing all lines of the blocks around."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from notelint.copies.corpus import Corpus
from notelint.copies.reach import Later, Reach
from notelint.copies.repeats import Repeat
from notelint.copies.shared import shared

# A run joins the chain before it over at most so many other lines, or as many as either of them has.
_GAP = 8
_OPEN = 8
# How many lines are looked at for each line of a note; more only where its lines are nearly all the same.
_EFFORT = 25
# As many lines are counted about as fast as the blocks around one run are compared.
_COUNTED = 500


Place: TypeAlias = tuple[int, int]
"""The first line of something, and the one behind its last."""


class Drifted(NamedTuple):
    """Blocks of which enough lines are the same in order, later and earlier: the first line and the one behind the last."""

    here: Place
    there: Place


def drifted(corpus: Corpus, runs: Sequence[Repeat], exact: Sequence[Place]) -> Iterator[Drifted]:
    """The drifted copies that a note has; `exact` are its exact ones, within which nothing more is to be told."""
    by_note: defaultdict[int, list[Repeat]] = defaultdict(list)
    later = Later(corpus, corpus.note_at(runs[0].here))
    for run in runs:
        by_note[corpus.note_at(run.there)].append(run)
    known: list[Place] = []
    for number in sorted(by_note):
        left = _EFFORT * max(100, corpus.bases[number + 1] - corpus.bases[number])
        for chain in _promising(later, number, by_note[number], left):
            here, there = _grown(corpus, chain)
            if any(first <= here[0] and here[1] <= end for first, end in exact):
                continue
            if any(2 * (min(here[1], end) - max(here[0], first)) > here[1] - here[0] for first, end in known):
                continue
            around = corpus.cover(*here)
            left -= around[1] - around[0]
            if left < 0:
                break
            for found in _largest(corpus, chain, here, there):
                known.append(found.here)
                yield found


def _promising(later: Later, there: int, runs: Sequence[Repeat], left: int) -> list[list[Repeat]]:
    """The chains that can lead to a copy, with the others between them if so many lines may not be enough for all."""
    corpus = later.corpus
    if len(later.digests) + corpus.bases[there + 1] - corpus.bases[there] > _COUNTED * len(runs):
        return _chains(runs)
    reach = Reach(later, there)
    if not any(map(reach.may_lead_on, runs)):
        return []
    chains = _chains(runs)
    kept = [chain for chain in chains if any(map(reach.may_lead_on, chain))]
    return kept if len(kept) == len(chains) or sum(_most(corpus, chain) for chain in chains) <= left else chains


def _most(corpus: Corpus, chain: Sequence[Repeat]) -> int:
    """How many lines the blocks around a chain have at most when it has grown."""
    here, _ = _extent(chain)
    first, end = corpus.cover(*_wider(corpus, here, _room(corpus, here)))
    return end - first


def _grown(corpus: Corpus, chain: Sequence[Repeat]) -> tuple[Place, Place]:
    """The lines of a chain in both places, with equal ones around that stand alone, as long as enough are the same."""
    similarity = corpus.settings.similarity
    here, there = _extent(chain)
    room = _room(corpus, here)
    wide_here, wide_there = _wider(corpus, here, room), _wider(corpus, there, room)
    pairs = shared(corpus.digests[slice(*wide_here)], corpus.digests[slice(*wide_there)])
    both = [(wide_here[0] + one, wide_there[0] + other) for one, other in pairs]
    inside = [at for at, (one, _) in enumerate(both) if here[0] <= one < here[1]]
    if not inside:
        return here, there
    best = (inside[0], inside[-1])
    for first in range(inside[0] + 1):
        for last in range(len(both) - 1, inside[-1] - 1, -1):
            length = max(both[last][0] - both[first][0], both[last][1] - both[first][1]) + 1
            if last - first > best[1] - best[0] and last - first + 1 >= similarity * length:
                best = (first, last)
                break
    (one, other), (end, end_there) = both[best[0]], both[best[1]]
    return (min(one, here[0]), max(end + 1, here[1])), (min(other, there[0]), max(end_there + 1, there[1]))


def _room(corpus: Corpus, here: Place) -> int:
    """How many lines on either side are looked at to let a chain grow."""
    similarity = corpus.settings.similarity
    return 2 + int((here[1] - here[0]) * (1 - similarity) / similarity)


def _wider(corpus: Corpus, place: Place, room: int) -> Place:
    start, end = corpus.bounds(place[0])
    return max(start, place[0] - room), min(end, place[1] + room)


def _chains(runs: Sequence[Repeat]) -> list[list[Repeat]]:
    """Runs of one note and one earlier place that follow each other on both sides."""
    chains: list[list[Repeat]] = []
    for run in sorted(runs, key=lambda run: (run.here, run.there)):
        near = [chain for chain in chains[-_OPEN:] if _follows(chain, run)]
        if near:
            min(near, key=lambda chain: abs(run.here - run.there - chain[-1].here + chain[-1].there)).append(run)
        else:
            chains.append([run])
    return chains


def _follows(chain: Sequence[Repeat], run: Repeat) -> bool:
    last = chain[-1]
    here, there = run.here - last.here - last.length, run.there - last.there - last.length
    gap = max(_GAP, run.length, sum(one.length for one in chain))
    return -last.length < here <= gap and -last.length < there <= gap and run.here > last.here and run.there > last.there


def _extent(chain: Sequence[Repeat]) -> tuple[Place, Place]:
    """The lines that a chain has and what is between them, in the later place and in the earlier one."""
    here = min(run.here for run in chain), max(run.here + run.length for run in chain)
    return here, (min(run.there for run in chain), max(run.there + run.length for run in chain))


def _largest(
    corpus: Corpus, chain: Sequence[Repeat], near: Place, near_there: Place, below: int | None = None
) -> Iterator[Drifted]:
    """The largest blocks around or in these lines that are drifted copies, of fewer lines than `below`."""
    if 2 * (near[1] - near[0]) < corpus.settings.lines:
        return
    here, there = corpus.cover(*near), corpus.cover(*near_there)
    length = here[1] - here[0]
    if below is not None and length >= below:
        return
    if _is_copy(corpus, here, there):
        yield Drifted(here, there)
        return
    blocks = _siblings(corpus, *here)
    first, end = _densest(corpus, blocks, there)
    if (first, end) == here or first == end:
        parts = [part for block in blocks for part in _inside(corpus, block)]
    else:
        parts = [(here[0], first), (first, end), (end, here[1])]
    for part in parts:
        clipped = _clipped(chain, *part)
        if clipped:
            yield from _largest(corpus, clipped, *_extent(clipped), length)


def _is_copy(corpus: Corpus, here: Place, there: Place) -> bool:
    similarity, longest = corpus.settings.similarity, max(here[1] - here[0], there[1] - there[0])
    if min(here[1] - here[0], there[1] - there[0]) < similarity * longest or there[1] > here[0]:
        return False
    if not (corpus.is_enough(*here) and corpus.is_enough(*there)):
        return False
    one, other = corpus.digests[slice(*here)], corpus.digests[slice(*there)]
    if (Counter(one) & Counter(other)).total() < similarity * longest:
        return False
    return len(shared(one, other)) >= similarity * longest


def _siblings(corpus: Corpus, first: int, end: int) -> list[Place]:
    """The blocks side by side that begin at `first` and end at `end`."""
    depth = corpus.shapes[first] >> 2
    starts = [first, *corpus.boundaries(first + 1, depth, end)]
    return list(zip(starts, [*starts[1:], end], strict=True))


def _inside(corpus: Corpus, block: Place) -> Iterator[Place]:
    """What a block holds: its children side by side, without its own lines."""
    first, end = block
    depth = corpus.shapes[first] >> 2
    begins = next((line for line in range(first + 1, end) if corpus.shapes[line] >> 2 > depth), end)
    if begins < end:
        yield begins, end


def _densest(corpus: Corpus, blocks: Sequence[Place], there: Place) -> Place:
    """The longest run of blocks of whose lines enough are in the earlier place."""
    similarity, known = corpus.settings.similarity, set(corpus.digests[slice(*there)])
    best = (blocks[0][0], blocks[0][0])
    sums: list[tuple[float, int]] = []  # falling sums of what was above the similarity so far, each with where it was reached
    total = 0.0
    for first, end in blocks:
        if not sums or total < sums[-1][0]:
            sums.append((total, first))
        total += sum(map(known.__contains__, corpus.digests[first:end])) - similarity * (end - first)
        start = next((line for before, line in sums if before <= total + 1e-9), end)
        if end - start > best[1] - best[0]:
            best = (start, end)
    return best


def _clipped(chain: Sequence[Repeat], first: int, end: int) -> list[Repeat]:
    """The parts of the runs that lie within these lines of the later place."""
    found = []
    for run in chain:
        start, stop = max(first, run.here), min(end, run.here + run.length)
        if start < stop:
            found.append(Repeat(run.there + start - run.here, start, stop - start))
    return found
