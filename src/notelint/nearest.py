"""The name that was probably meant."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

# The share of characters, kept in order, from which two names count as alike: the default of the standard library's
# `get_close_matches`, which is Ratcliff and Obershelp's measure.
_ALIKE = 0.6
# The measure is quadratic and worse, and nobody types very long names.
_LONGEST = 200
# Among more candidates than this only those are measured that share most pairs of letters with the name.
_MEASURED = 40
_PART = re.compile(r"[./]")


class Names:
    """Names that may be suggested, made ready once for many questions; each question is answered once."""

    def __init__(self, candidates: Iterable[str]) -> None:
        self._by_folded: dict[str, str] = {}
        for candidate in candidates:
            self._by_folded.setdefault(candidate.casefold(), candidate)
        self._answers: dict[str, str | None] = {}

    def nearest(self, name: str) -> str | None:
        """The candidate most like the name, or None when none is like it enough to be worth naming.

        Spelling counts without case. Of names in a hierarchy (`a.b.c`, `a/b/c`) the last parts have to be alike too, and names
        with other numbers are others. Of several equally alike, the first.
        """
        wanted = name.casefold()
        if wanted not in self._answers:
            found = self._closest(wanted[:_LONGEST]) or _containing(wanted, self._by_folded)
            self._answers[wanted] = self._by_folded[found] if found else None
        return self._answers[wanted]

    def _closest(self, wanted: str) -> str | None:
        # `difflib` costs more to import than a clean note takes to check.
        from difflib import SequenceMatcher

        measure = SequenceMatcher(b=wanted, autojunk=False)
        best, best_ratio = None, 0.0
        for folded in self._shortlist(wanted):
            measure.set_seq1(folded)
            if measure.real_quick_ratio() < _ALIKE or measure.quick_ratio() <= best_ratio:
                continue
            ratio = measure.ratio()
            if ratio >= _ALIKE and ratio > best_ratio and _may_be_meant(folded, wanted):
                best, best_ratio = folded, ratio
        return best

    def _shortlist(self, wanted: str) -> list[str]:
        """The candidates worth measuring: not much longer or shorter, and of many the most alike in pairs of letters."""
        if len(self._by_folded) <= _MEASURED:
            return [folded for folded in self._by_folded if _of_a_length(folded, wanted)]
        shared: defaultdict[str, int] = defaultdict(int)
        for pair in _pairs(wanted):
            for folded in self._by_pair.get(pair, ()):
                shared[folded] += 1
        fitting = [folded for folded in shared if _of_a_length(folded, wanted)]
        chosen = set(sorted(fitting, key=lambda folded: (len(folded) - 2 * shared[folded], folded))[:_MEASURED])
        return [folded for folded in self._by_folded if folded in chosen]

    @cached_property
    def _by_pair(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for folded in self._by_folded:
            for pair in _pairs(folded):
                found[pair].append(folded)
        return dict(found)


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like the name, as `Names` has it, for a single question."""
    return Names(candidates).nearest(name)


def _pairs(name: str) -> set[str]:
    """Every two neighbouring letters, the ends counting as letters."""
    padded = f"\0{name}\0"
    return {padded[index : index + 2] for index in range(len(padded) - 1)}


def _of_a_length(folded: str, wanted: str) -> bool:
    return len(folded) <= _LONGEST and len(wanted) <= 3 * len(folded) <= 9 * len(wanted)


def _may_be_meant(one: str, other: str) -> bool:
    return not _differ_in_number(one, other) and _alike_apart(one, other)


def _alike_apart(one: str, other: str) -> bool:
    """Whether the last parts of two names in a hierarchy are alike."""
    from difflib import SequenceMatcher

    last = _PART.split(one)[-1], _PART.split(other)[-1]
    return (one, other) == last or SequenceMatcher(None, *last, autojunk=False).ratio() >= _ALIKE


def _differ_in_number(one: str, other: str) -> bool:
    """Whether both names have digits, but other ones: another version, date or chapter, never a slip."""
    digits = [[sign for sign in name if sign.isdecimal()] for name in (one, other)]
    return all(digits) and digits[0] != digits[1]


def _containing(wanted: str, candidates: Iterable[str]) -> str | None:
    """The shortest candidate that holds the whole name as words: `the-store-of-etcd` for `etcd`."""
    inside = [name for name in candidates if f"-{wanted}-" in f"-{name}-"]
    return min(inside, key=len) if inside and len(wanted) > 2 else None
