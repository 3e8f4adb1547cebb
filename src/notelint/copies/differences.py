"""What two copies have in common and what not, in the words of the notes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from notelint.copies.corpus import Corpus
from notelint.copies.drift import Place
from notelint.copies.settings import Copy
from notelint.copies.shared import shared


class Telling(NamedTuple):
    """A place to tell of, the one it is compared with and all others.

    `exact` says whether texts and nesting are the same, `places` how many are alike, `beside` for how many more notes it is.
    """

    here: Place
    there: Place
    others: list[Place]
    exact: bool
    places: int
    beside: int = 0


def as_copy(corpus: Corpus, telling: Telling) -> Copy:
    """What is told of a place.

    A tick says how far somebody has come with a line, and is no part of it: lists that are ticked differently are copies all
    the same, of one list of things to do, but drifted ones.
    """
    here, there = telling.here, telling.there
    pairs = list(_pairs(corpus, telling))
    same = [(one, other) for one, other in pairs if corpus.box(one) == corpus.box(other)]
    # The place that the differences are about comes first, whether or not it is the first of all.
    ordered = [there, *(other for other in telling.others if other != there)]
    stretches = tuple(corpus.stretch(*other) for other in ordered)
    copy = Copy(corpus.stretch(*here), stretches, telling.exact, len(same), telling.places, telling.beside)
    if telling.exact and len(same) == len(pairs):
        return copy
    left = [line for line in range(*here) if line not in {one for one, _ in same}]
    left_there = [line for line in range(*there) if line not in {other for _, other in same}]
    moved = _said(corpus, left) & _said(corpus, left_there)
    only, only_there = list(_without(corpus, left, moved)), list(_without(corpus, left_there, moved))
    alike = {*map(corpus.source, only)} & {*map(corpus.source, only_there)}
    return copy._replace(
        exact=False,
        only_here=tuple(_source(corpus, line, alike) for line in only),
        only_there=tuple(_source(corpus, line, alike) for line in only_there),
        moved=tuple(corpus.source(line) for line in left if line not in only),
    )


def _pairs(corpus: Corpus, telling: Telling) -> Iterator[tuple[int, int]]:
    (here, end), (there, end_there) = telling.here, telling.there
    if telling.exact:
        return zip(range(here, end), range(there, end_there), strict=True)
    return ((here + one, there + other) for one, other in shared(corpus.digests[here:end], corpus.digests[there:end_there]))


def _said(corpus: Corpus, lines: Sequence[int]) -> Counter[tuple[int, str]]:
    return Counter((corpus.digests[line], corpus.box(line)) for line in lines)


def _without(corpus: Corpus, lines: Sequence[int], moved: Counter[tuple[int, str]]) -> Iterator[int]:
    left = moved.copy()
    for line in lines:
        said = corpus.digests[line], corpus.box(line)
        if left[said] > 0:
            left[said] -= 1
        else:
            yield line


def _source(corpus: Corpus, line: int, alike: set[str]) -> str:
    """A line as written; where it is written alike in both places, with what is not: where its references lead."""
    source = corpus.source(line)
    return f"{source} → {', '.join(corpus.targets(line))}" if source in alike else source
