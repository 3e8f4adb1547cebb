"""Which runs of lines can lie in a drifted copy at all, told by counting before any two blocks are compared.

Notes with the same samples of code share many short runs, of which hardly any is part of a copy. A block that is one holds the
smallest block around each of its lines, and enough of its lines stand in the earlier note as well. Where the lines around a
smallest block that stand there are fewer than it needs, no block that holds it is a copy, and its runs lead to nothing. All
others are compared as ever.
"""

from itertools import accumulate

from notelint.copies.corpus import Corpus
from notelint.copies.repeats import Repeat

# Shares are counted in millionths, so that sums of them are exact.
_WHOLE = 1_000_000


class Later:
    """The lines of a note, for all comparisons with earlier ones; lines are counted from its first."""

    def __init__(self, corpus: Corpus, note: int) -> None:
        self.corpus = corpus
        self.first = corpus.bases[note]
        self.digests = corpus.digests[self.first : corpus.bases[note + 1]].tolist()
        self.distinct = frozenset(self.digests)
        self.openings = corpus.openings(note)
        self._ends: dict[int, int] = {}

    def block(self, opening: int) -> tuple[int, int]:
        """The smallest block that a line begins: its first line and the one behind its last."""
        if opening not in self._ends:
            self._ends[opening] = self.corpus.cover(opening, opening + 1)[1]
        return opening - self.first, self._ends[opening] - self.first


class Reach:
    """What the runs that a note shares with an earlier one can grow to."""

    def __init__(self, later: Later, there: int) -> None:
        self._later = later
        settings, bases = later.corpus.settings, later.corpus.bases
        known = later.distinct.intersection(later.corpus.digests[bases[there] : bases[there + 1]])
        self._least = settings.lines
        self._share = int(_WHOLE * settings.similarity)
        self._same = bytes(map(known.__contains__, later.digests))
        self._most = self._length(self._same.count(1))
        self._sums: list[int] = []
        self._verdicts: dict[int, bool] = {}

    def may_lead_on(self, run: Repeat) -> bool:
        """Whether a line of the run may lie in a copy."""
        start = run.here - self._later.first
        return any(map(self._may_be_copied, self._later.openings[start : start + run.length]))

    def _may_be_copied(self, opening: int) -> bool:
        if opening not in self._verdicts:
            self._verdicts[opening] = self._has_enough(*self._later.block(opening))
        return self._verdicts[opening]

    def _has_enough(self, start: int, end: int) -> bool:
        """Whether enough lines are the same near this block, and close enough to each other.

        A copy of so many lines that holds it reaches no farther than that, and has only those that are the same there.
        """
        most, least = self._most, max(end - start, self._least)
        while most >= least:
            fewer = self._length(self._same.count(1, max(0, end - most), start + most))
            if fewer >= most:
                return self._is_dense(start, end, most)
            most = fewer
        return False

    def _is_dense(self, start: int, end: int, most: int) -> bool:
        """Whether in any stretch that holds this block and reaches no farther than so many lines enough are the same."""
        if not self._sums:
            # By how much the lines that are the same, from the first line on, are more than their share in a copy.
            self._sums = list(accumulate(map((-self._share, _WHOLE - self._share).__getitem__, self._same), initial=0))
        return max(self._sums[end : start + most + 1]) >= min(self._sums[max(0, end - most) : start + 1])

    def _length(self, same: int) -> int:
        """How many lines a copy has at most of which so many are the same."""
        return same * _WHOLE // self._share
