"""Runs of lines that stand elsewhere as well: what copies are put together from.

Two lines in a row that stand in two places are where a run is looked for: of a copy in which at least four of five lines are
the same in order, at least two in a row are. To find all such pairs costs time near the number of lines: a filter tells the
lines that stand only once, and of a pair that is everywhere only the first places are tried. (MinHash, the usual way to such
candidates, compares sets of lines and would have to be told beforehand which stretches to compare; runs tell where they begin.)
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from notelint.copies.corpus import Corpus

# How many earlier places of a pair of lines are tried.
_MOST = 12
# How often a pair is looked up within one note: lines that stand together a hundred times there say nothing.
_OFTEN = 100
# Counters for each line in the filter: with eight, every eighth line that stands once is taken for one that stands twice.
_ROOM = 8
_TWICE = b"\2\2"


class Repeat(NamedTuple):
    """A run of lines, as long as it can be: its first line in the earlier place and in the later one, and its length.

    Its lines are the same, and nested alike.
    """

    there: int
    here: int
    length: int


def repeats(corpus: Corpus) -> Iterator[tuple[int, list[Repeat]]]:
    """For each note that repeats lines of itself or of earlier notes: its number and these runs, in order."""
    twice = _twice(corpus.digests)
    known: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(pairwise(corpus.bases)):
        found = list(_in_note(corpus, number, start, end, twice, known))
        if found:
            yield number, found


def _in_note(corpus: Corpus, number: int, start: int, end: int, twice: bytes, known: dict[int, list[int]]) -> Iterator[Repeat]:
    reached: dict[int, int] = {}
    may_compare: dict[int, bool] = {}
    digests, note_at = corpus.digests, corpus.note_at
    seen: Counter[int] = Counter()
    here = twice.find(_TWICE, start, end)
    while here >= 0:
        pair = digests[here] << 32 | digests[here + 1]
        seen[pair] += 1
        places = known.setdefault(pair, [])
        for there in places if seen[pair] <= _OFTEN else ():
            if reached.get(here - there, 0) > here:
                continue
            note = note_at(there)
            if note not in may_compare:
                may_compare[note] = corpus.may_compare(note, number)
            if may_compare[note]:
                repeat = _longest(corpus, there, here, note, (start, end))
                reached[here - there] = repeat.here + repeat.length
                if repeat.length > 1:
                    yield repeat
        if len(places) < _MOST:
            places.append(here)
        here = twice.find(_TWICE, here + 1, end)


def _longest(corpus: Corpus, there: int, here: int, note: int, bounds: tuple[int, int]) -> Repeat:
    """The run around two lines that are the same; `note` is the earlier one, and `bounds` are those of the later one."""
    digests, shapes = corpus.digests, corpus.shapes
    first, stop = corpus.bases[note], corpus.bases[note + 1]
    start, end = bounds
    shift, depth = here - there, shapes[here] - shapes[there]
    # Within a note the earlier place ends where the later one begins.
    upto, limit = here, min(end, here + shift if first == start else stop + shift)
    while upto < limit and digests[upto] == digests[upto - shift] and shapes[upto] - shapes[upto - shift] == depth:
        upto += 1
    lowest = max(start, upto - shift if first == start else first + shift, first + shift)
    before = here - 1
    while before >= lowest and digests[before] == digests[before - shift] and shapes[before] - shapes[before - shift] == depth:
        before -= 1
    here = before + 1
    return Repeat(here - shift, here, upto - here)


def _twice(digests: Sequence[int]) -> bytes:
    """For each line 2 if it may stand more than once, else 1."""
    mask = (1 << max(10, (len(digests) * _ROOM).bit_length())) - 1
    seen = bytearray(mask + 1)
    for digest in digests:
        place = digest & mask
        if seen[place] < 2:
            seen[place] += 1
    return bytes(map(seen.__getitem__, map(mask.__and__, digests)))
