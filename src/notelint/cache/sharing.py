"""What a note shares with others: all that the answers of the vault as a whole depend on."""

from array import array
from collections.abc import Iterable
from typing import NamedTuple

from notelint.cache.packed import digest
from notelint.copies import is_generated
from notelint.note import Note
from notelint.vault import is_store


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
    matter = note.front_matter
    return Sharing(
        digest(note.text.content[: matter.span.end].encode("utf-8", "surrogatepass")) if matter else b"",
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


def all_pairs(digests: Iterable[bytes]) -> bytes:
    """The pairs of all notes in order, as an array of unsigned 64-bit numbers.

    Where one note ends and the next begins stands a pair that is none: whoever meets it by chance looks too closely, not too
    little.
    """
    return array("Q", sorted(pairs(b"".join(digests)))).tobytes()
