"""What a note shares with others: all that the answers of the vault as a whole depend on."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from notelint.cache.front_matter import source_digest
from notelint.copies import is_generated
from notelint.note import Note
from notelint.vault import is_store

_PAIR_BITS = 64
_PIECE_BITS = 9
"""The pairs are kept in pieces of about two to the power of this many: a note has about a hundred."""


class Sharing(NamedTuple):
    """What the answers of the vault as a whole depend on, in one note.

    `front_matter` is the digest of its source. `silences` says whether comments in the note silence anything. `compared` tells
    whether it has lines that may be copies: 0 none, 1 yes, 2 it is generated. `digests` are those of its lines.
    """

    front_matter: bytes
    silences: bool
    compared: int
    targets: tuple[str, ...]
    labels: tuple[str, ...]
    digests: bytes


def sharing(note: Note) -> Sharing:
    """What a note shares with others."""
    return Sharing(
        source_digest(note),
        bool(note.suppressions),
        0 if not note.lines.words else 2 if is_generated(note) else 1,
        tuple(sorted({anchor.name.casefold() for anchor in note.anchors if anchor.kind == "target"})),
        tuple(sorted({" ".join(link.label.casefold().split()) for link in note.links})) if is_store(note) else (),
        note.lines.digests,
    )


def pairs(digests: bytes) -> Iterable[int]:
    """Each two lines in a row of a note as one number."""
    for start in (0, 4):
        yield from array("Q", digests[start : start + (len(digests) - start) // 8 * 8])


def sorted_pairs(digests: Iterable[bytes]) -> list[int]:
    """The pairs of all notes in order.

    Where one note ends and the next begins stands a pair that is none: whoever meets it by chance looks too closely, not too
    little.
    """
    return sorted(pairs(b"".join(digests)))


def repeated(in_order: Sequence[int]) -> frozenset[int]:
    """Of sorted pairs those that stand more than once."""
    return frozenset(pair for pair, following in pairwise(in_order) if pair == following)


def pieces(in_order: Sequence[int]) -> Iterator[tuple[str, bytes]]:
    """Sorted pairs in pieces that can be read one by one: their names, and arrays of 64-bit numbers."""
    bits = max(0, len(in_order).bit_length() - _PIECE_BITS)
    yield "pairs", bits.to_bytes(1, "little")
    start = 0
    for number in range(1 << bits):
        end = bisect_left(in_order, (number + 1) << (_PAIR_BITS - bits), start)
        yield f"pairs/{number}", array("Q", in_order[start:end]).tobytes()
        start = end


class Pairs:
    """The pairs of lines that stood in a vault, as `pieces` wrote them; `read` gives a piece by its name."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read
        self._shift = _PAIR_BITS - read("pairs")[0]
        self._pieces: dict[int, array[int]] = {}

    def times(self, pair: int) -> int:
        """How often two lines in a row stood in the vault."""
        number = pair >> self._shift
        if number not in self._pieces:
            self._pieces[number] = array("Q", self._read(f"pairs/{number}"))
        piece = self._pieces[number]
        return bisect_right(piece, pair) - bisect_left(piece, pair)
