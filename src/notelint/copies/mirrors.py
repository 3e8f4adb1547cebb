"""Folders that repeat each other note by note: told once, and not for each note."""

from collections import defaultdict
from collections.abc import Iterable

from notelint.copies.corpus import Corpus
from notelint.copies.differences import Telling

# From so many notes of one name in both folders on it is the folders that are copies.
_LEAST = 3


def folded(corpus: Corpus, tellings: Iterable[Telling]) -> list[Telling]:
    """The tellings, of those between two folders that repeat each other only the first, with how many notes more it stands for.

    Whoever keeps two folders alike means to or does not know: one finding says so as well as a hundred.
    """
    found = list(tellings)
    of_folders: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    keys = [_folders(*corpus.series(telling.here, telling.there)) for telling in found]
    for folders, name in keys:
        of_folders[folders].add(name)
    kept: list[Telling] = []
    known: set[tuple[str, str, str]] = set()
    for telling, (folders, name) in zip(found, keys, strict=True):
        if not name or len(of_folders[folders]) < _LEAST:
            kept.append(telling)
        elif folders not in known:
            known.add(folders)
            kept.append(telling._replace(beside=len(of_folders[folders]) - 1))
    return kept


def _folders(one: str, other: str) -> tuple[tuple[str, str, str], str]:
    """What two paths begin with, where they differ, and the name at the end that they have in common, empty without one."""
    here, there = one.split("/"), other.split("/")
    shortest = min(len(here), len(there))
    end = next((at for at in range(shortest) if here[-1 - at] != there[-1 - at]), shortest)
    if not end or one == other:
        return ("", "", ""), ""
    start = next((at for at in range(shortest - end) if here[at] != there[at]), shortest - end)
    name = "/".join(here[len(here) - end :])
    return ("/".join(here[:start]), "/".join(here[start:-end]), "/".join(there[start:-end])), name
