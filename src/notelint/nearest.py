"""The name that was probably meant."""

from collections.abc import Iterable


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like the name, or None when none is like it enough to be worth naming.

    Spelling counts without case. Alike is what keeps at least 0.6 of its characters in order (Ratcliff and Obershelp's
    measure, the default of the standard library's `get_close_matches`); of several equally alike, the first.
    """
    # `difflib` costs more to import than a clean note takes to check.
    from difflib import get_close_matches

    by_folded: dict[str, str] = {}
    for candidate in candidates:
        by_folded.setdefault(candidate.casefold(), candidate)
    wanted = name.casefold()
    # The measure is quadratic and worse: names of another length by far cannot be alike, and nobody types very long ones.
    alike = [folded for folded in by_folded if len(folded) <= 200 and len(wanted) <= 3 * len(folded) <= 9 * len(wanted)]
    close = get_close_matches(wanted[:200], alike, n=1, cutoff=0.6) or _containing(wanted, by_folded)
    return by_folded[close[0]] if close else None


def _containing(wanted: str, candidates: Iterable[str]) -> list[str]:
    """The shortest candidate that holds the whole name as words: `the-store-of-etcd` for `etcd`."""
    inside = [name for name in candidates if f"-{wanted}-" in f"-{name}-"]
    return [min(inside, key=len)] if inside and len(wanted) > 2 else []
