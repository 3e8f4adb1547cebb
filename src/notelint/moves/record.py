"""What earlier moves changed, so that moving back restores every byte: a link can be written in more ways than one.

It is kept beside what is kept of runs; where that is gone, moving back writes links in the usual way.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from notelint.cache.packed import digest
from notelint.cache.place import folder_of, prepare
from notelint.finding import Edit, apply_edits
from notelint.text import Span
from notelint.writing import WriteError, write_whole

NAME = "moves.jsonl"
_MOST_MOVES = 500
_MOST_BYTES = 10_000_000


class Record(NamedTuple):
    """A move: what was moved, from and to (a path, or `path#text` of a heading); by the path that a note has since then, the
    digest of its text and the edits that undo what was done to it.
    """

    old: str
    new: str
    undone_by: Mapping[str, tuple[bytes, tuple[Edit, ...]]]


class Moves:
    """The moves in one vault; `base` is the folder that everything kept lies in, None when nothing is to be."""

    def __init__(self, base: Path | None, root: Path) -> None:
        self._base = base
        self._folder = folder_of(root, base) if base else None

    def back(self, old: str, new: str, texts: Mapping[str, str]) -> Mapping[str, tuple[Edit, ...]]:
        """The edits of each note that undo an earlier move, if this one goes back and no note of it has changed since."""
        for record in reversed(self._records()):
            if (record.old, record.new) == (new, old):
                same = all(path in texts and _digest(texts[path]) == known for path, (known, _) in record.undone_by.items())
                return {path: edits for path, (_, edits) in record.undone_by.items()} if same else {}
        return {}

    def keep(self, old: str, new: str, changes: Iterable[tuple[str, str, Iterable[Edit]]]) -> None:
        """Keep a move: the path that each changed note has now, its text before, and the edits made in it."""
        if not self._base or not self._folder:
            return
        undone_by = {path: (_digest(apply_edits(text, edits)), reverse(text, edits)) for path, text, edits in changes}
        records = [*self._records(), Record(old, new, undone_by)][-_MOST_MOVES:]
        lines = [json.dumps(_plain(record)) + "\n" for record in records]
        while sum(map(len, lines)) > _MOST_BYTES:
            del lines[0]
        try:
            prepare(self._base, self._folder)
            write_whole(self._folder / NAME, "".join(lines).encode())
        except (OSError, WriteError):
            return  # what cannot be kept is written in the usual way when it is moved back

    def _records(self) -> list[Record]:
        try:
            lines = (self._folder / NAME).read_text(encoding="utf-8").splitlines() if self._folder else []
            return [_record(json.loads(line)) for line in lines]
        except (OSError, ValueError, TypeError, AttributeError):
            return []


def reverse(text: str, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that make the text what it was before these."""
    back, shift = [], 0
    for span, replacement in sorted(edits):
        start = span.start + shift
        back.append(Edit(Span(start, start + len(replacement)), text[span.start : span.end]))
        shift += len(replacement) - (span.end - span.start)
    return tuple(back)


def _digest(text: str) -> bytes:
    return digest(text.encode("utf-8", "surrogatepass"))


def _plain(record: Record) -> list[Any]:
    changed = record.undone_by.items()
    files = [(path, known.hex(), [(*edit.span, edit.replacement) for edit in edits]) for path, (known, edits) in changed]
    return [record.old, record.new, files]


def _record(plain: Any) -> Record:
    old, new, files = plain
    undone_by = {
        path: (bytes.fromhex(known), tuple(Edit(Span(start, end), text) for start, end, text in edits))
        for path, known, edits in files
    }
    return Record(old, new, undone_by)
