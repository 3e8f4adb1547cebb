"""Runs of lines → the blocks that they hold whole."""

from collections.abc import Iterator

from notelint.copies.corpus import Corpus
from notelint.copies.repeats import Repeat


def whole_blocks(corpus: Corpus, repeat: Repeat) -> Iterator[tuple[int, int]]:
    """The largest runs of sibling blocks of the later place that lie in the run and are complete in both places."""
    shapes = corpus.shapes
    if (shapes[repeat.here] - shapes[repeat.there]) & 3:
        return
    first, end = repeat.here, repeat.here + repeat.length
    if corpus.bounds(first) == (first, end) and corpus.bounds(repeat.there) == (repeat.there, repeat.there + repeat.length):
        yield first, end
        return
    while first < end:
        upto = _upto(corpus, repeat, first, end) if shapes[first] & 3 else first
        if upto > first:
            yield first, upto
        first = max(upto, first + 1)


def _upto(corpus: Corpus, repeat: Repeat, first: int, end: int) -> int:
    """Where the last block ends that is complete, of those side by side from `first`; `first` itself when none is."""
    shift = repeat.here - repeat.there
    depth, depth_there = corpus.shapes[first] >> 2, corpus.shapes[first - shift] >> 2
    stop, stop_there = corpus.bounds(first)[1], corpus.bounds(repeat.there)[1]
    found = first
    for line in range(first + 1, end + 1):
        if corpus.is_boundary(line, depth, stop):
            if corpus.is_boundary(line - shift, depth_there, stop_there):
                found = line
            if line >= stop or corpus.shapes[line] >> 2 < depth:
                break
    return found
