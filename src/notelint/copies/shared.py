"""The longest common subsequence of two runs of lines."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

# More pairs of equal lines than this for each line are not looked at: so many come only from lines that say nothing.
_MOST = 50


def shared(one: Sequence[int], other: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of indexes at which the two are equal, rising in both, as many as there can be.

    J. W. Hunt and T. G. Szymanski, "A fast algorithm for computing longest common subsequences", CACM 20 (1977).

    >>> shared([1, 2, 3, 4], [2, 9, 4, 1])
    [(1, 0), (3, 2)]
    """
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    found = [(index, index) for index in range(head)]
    found += [(a + head, b + head) for a, b in _middle(one[head : len(one) - tail], other[head : len(other) - tail])]
    return found + [(len(one) - index, len(other) - index) for index in range(tail, 0, -1)]


def _middle(one: Sequence[int], other: Sequence[int]) -> list[tuple[int, int]]:
    places: defaultdict[int, list[int]] = defaultdict(list)
    for index, value in enumerate(other):
        places[value].append(index)
    if sum(len(places.get(value, ())) for value in one) > _MOST * (len(one) + len(other)):
        return []
    # For each length the smallest index at which a subsequence of it can end, and the pairs that lead there.
    ends: list[int] = []
    chains: list[tuple[int, int, object]] = []
    for index, value in enumerate(one):
        for place in reversed(places.get(value, ())):
            length = bisect_left(ends, place)
            chain = (index, place, chains[length - 1] if length else None)
            if length == len(ends):
                ends.append(place)
                chains.append(chain)
            else:
                ends[length], chains[length] = place, chain
    pairs = []
    link: object = chains[-1] if chains else None
    while isinstance(link, tuple):
        pairs.append((link[0], link[1]))
        link = link[2]
    return pairs[::-1]
