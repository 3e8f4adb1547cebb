"""Notes and folders that repeat others all over: told once, and not for each copy."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from notelint.copies.corpus import Corpus
from notelint.copies.differences import Telling

# From so many notes of one name in both folders on it is the folders that are copies,
_LEAST = 3
# and a note with parts of so many others was put together from them: a manual in one piece, a book.
_PARTS = 6


def folded(corpus: Corpus, tellings: Iterable[Telling]) -> list[Telling]:
    """The tellings, of those that are of one kind only the first, with how many more notes have copies of that kind.

    Whoever keeps two folders alike, or makes one note of many, means to or does not know: one finding says so as well as many.
    """
    found = list(tellings)
    found = _fold(found, _compiled(corpus, found), _PARTS)
    return _fold(found, _mirrored(corpus, found), _LEAST)


def _fold(tellings: list[Telling], kinds: list[tuple[str, str]], least: int) -> list[Telling]:
    """The tellings, each with its kind (empty if none) and the note that has it, without further ones of a kind."""
    notes: defaultdict[str, set[str]] = defaultdict(set)
    for kind, note in kinds:
        notes[kind].add(note)
    kept: list[Telling] = []
    known: set[str] = set()
    for telling, (kind, _) in zip(tellings, kinds, strict=True):
        if not kind or len(notes[kind]) < least:
            kept.append(telling)
        elif kind not in known:
            known.add(kind)
            kept.append(telling._replace(beside=telling.beside + len(notes[kind]) - 1))
    return kept


def _compiled(corpus: Corpus, tellings: list[Telling]) -> list[tuple[str, str]]:
    """For each telling the one of its two notes that has copies in more others, and the other one."""
    pairs = [corpus.paths(telling.here, telling.there) for telling in tellings]
    others: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in chain(pairs, (pair[::-1] for pair in pairs)):
        if one != other:
            others[one].add(other)
    ordered = (sorted(pair, key=lambda path: (-len(others[path]), path)) for pair in pairs)
    return [(one, other) if one != other else ("", "") for one, other in ordered]


def _mirrored(corpus: Corpus, tellings: list[Telling]) -> list[tuple[str, str]]:
    """For each telling the two folders that its notes of one name lie in, and this name; empty where there are none."""
    return [_folders(*corpus.series(telling.here, telling.there)) for telling in tellings]


def _folders(one: str, other: str) -> tuple[str, str]:
    """Where two paths differ, with what is before, and what they end with."""
    here, there = one.split("/"), other.split("/")
    shortest = min(len(here), len(there))
    end = next((at for at in range(shortest) if here[-1 - at] != there[-1 - at]), shortest)
    if not end or one == other:
        return "", ""
    return "\n".join(("/".join(here[:-end]), "/".join(there[:-end]))), "/".join(here[-end:])
