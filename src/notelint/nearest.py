"""The name that was probably meant."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from heapq import nlargest

from notelint.pattern import late_pattern

# The share of characters, kept in order, from which two names count as alike: the default of the standard library's
# `get_close_matches`, which is Ratcliff and Obershelp's measure.
_ALIKE = 0.6
# The measure is quadratic and worse, and nobody types very long names.
_LONGEST = 200
# Among more candidates than this only those are measured that share most pairs of letters with the name.
_MEASURED = 30
# So many names are looked at for one question before the shortlist is made, whatever the number of candidates.
_LOOKED_AT = 2000
_PART = late_pattern(r"[./]")


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
            closest = self._closest(wanted[:_LONGEST]) or self._containing(wanted)
            self._answers[wanted] = self._by_folded[closest] if closest else None
        return self._answers[wanted]

    def _closest(self, wanted: str) -> str | None:
        # `difflib` costs more to import than a clean note takes to check.
        from difflib import SequenceMatcher

        measure = SequenceMatcher(b=wanted, autojunk=False)
        best, best_ratio = None, 0.0
        for folded in self._shortlist(wanted):
            measure.set_seq1(folded)
            least = max(_ALIKE, best_ratio)
            # The first two are upper bounds of the third, and cheap.
            if measure.real_quick_ratio() < least or measure.quick_ratio() < least:
                continue
            ratio = measure.ratio()
            if ratio >= _ALIKE and ratio > best_ratio and _may_be_meant(folded, wanted):
                best, best_ratio = folded, ratio
        return best

    def _shortlist(self, wanted: str) -> list[str]:
        """The candidates worth measuring: not much longer or shorter, and of many the most alike in pairs of letters."""
        if len(self._by_folded) <= _MEASURED:
            return [folded for folded in self._by_folded if _of_a_length(folded, wanted)]
        shared: Counter[str] = Counter()
        looked_at = 0
        # Rare pairs tell the most and cost the least.
        for names in sorted((self._by_pair.get(pair, []) for pair in sorted(_pairs(f"\0{wanted}\0"))), key=len):
            looked_at += len(names)
            if shared and looked_at > _LOOKED_AT:
                break
            shared.update(names)
        likely = nlargest(5 * _MEASURED, shared, key=shared.__getitem__)
        fitting = [folded for folded in likely if _of_a_length(folded, wanted)]
        return sorted(fitting, key=lambda folded: (len(folded) - 2 * shared[folded], folded))[:_MEASURED]

    def _containing(self, wanted: str) -> str | None:
        """The shortest candidate that holds the whole name as words: `the-store-of-etcd` for `etcd`."""
        if len(wanted) < 3:
            return None
        # Whatever holds the name has all its pairs, so also the rarest.
        names = min((self._by_pair.get(pair, []) for pair in _pairs(wanted)), key=len)
        return min((name for name in names if f"-{wanted}-" in f"-{name}-"), key=len, default=None)

    @cached_property
    def _by_pair(self) -> dict[str, list[str]]:
        names: defaultdict[str, list[str]] = defaultdict(list)
        for folded in self._by_folded:
            for pair in _pairs(f"\0{folded}\0"):
                names[pair].append(folded)
        return dict(names)


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like the name, as `Names` has it, for a single question."""
    return Names(candidates).nearest(name)


def _pairs(name: str) -> set[str]:
    """Every two neighbouring letters."""
    return {name[index : index + 2] for index in range(len(name) - 1)}


def _of_a_length(folded: str, wanted: str) -> bool:
    return len(folded) <= _LONGEST and len(wanted) <= 3 * len(folded) <= 9 * len(wanted)


def _may_be_meant(name: str, other: str) -> bool:
    return not _differ_in_number(name, other) and _alike_apart(name, other)


def _alike_apart(name: str, other: str) -> bool:
    """Whether the last parts of two names in a hierarchy are alike."""
    from difflib import SequenceMatcher

    last = _PART.split(name)[-1], _PART.split(other)[-1]
    return (name, other) == last or SequenceMatcher(None, *last, autojunk=False).ratio() >= _ALIKE


def _differ_in_number(first: str, second: str) -> bool:
    """Whether both names have digits, but other ones: another version, date or chapter, never a slip."""
    digits = [[sign for sign in name if sign.isdecimal()] for name in (first, second)]
    return all(digits) and digits[0] != digits[1]
