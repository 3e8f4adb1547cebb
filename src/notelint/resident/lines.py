"""Which lines of a vault stand in a row more than once, kept up to date note by note."""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable

from notelint.cache.sharing import pairs


class LinePairs:
    """How often each two lines in a row stand in a vault: all that stood there at first, and what came and went since."""

    def __init__(self, digests: Iterable[bytes]) -> None:
        """`digests` of the lines of each note, as in `Lines`."""
        self._first = array("Q", sorted(pair for of_note in digests for pair in pairs(of_note)))
        self._since: Counter[int] = Counter()

    def replace(self, before: Iterable[bytes], after: Iterable[bytes]) -> bool:
        """Take notes out and others in; gives whether none of these lines stands anywhere else, then or now.

        Copies begin with two lines that stand elsewhere in a row: where it is so, the copies of the vault are what they were.
        """
        old = Counter(pair for of_note in before for pair in pairs(of_note))
        new = Counter(pair for of_note in after for pair in pairs(of_note))
        were_apart = all(count == 1 and self._times(pair) == 1 for pair, count in old.items())
        self._since.subtract(old)
        self._since.update(new)
        return were_apart and all(count == 1 and self._times(pair) == 1 for pair, count in new.items())

    def _times(self, pair: int) -> int:
        return bisect_right(self._first, pair) - bisect_left(self._first, pair) + self._since[pair]
