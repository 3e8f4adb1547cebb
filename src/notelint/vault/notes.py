"""The notes of a vault by their paths, and whose content was asked for."""

from collections.abc import ItemsView, Iterable, ValuesView
from typing import Any

from notelint.note import Note


class Notes(dict[str, Note]):
    """The notes of a vault by their paths, which remembers what rules look at: so is known whom a change to a note concerns.

    `looked_at` are the paths of the notes that were asked for since it was last emptied; whether there is a note of some path
    is no such question. `names_looked_at` are those of which somebody wanted to know only what names they have (the vault tells
    that). `all_looked_at` says that somebody wanted all notes at once.
    """

    def __init__(self, notes: Iterable[Note] = ()) -> None:
        super().__init__((note.path, note) for note in notes)
        self.looked_at: set[str] = set()
        self.names_looked_at: set[str] = set()
        self.all_looked_at = False

    def __getitem__(self, path: str) -> Note:
        self.looked_at.add(path)
        return super().__getitem__(path)

    def peek(self, path: str) -> Note:
        """The note of this path, for one who notes himself what is looked at."""
        return super().__getitem__(path)

    def get(self, path: str, default: Any = None) -> Any:
        """The note of this path, or the default."""
        self.looked_at.add(path)
        return super().get(path, default)

    def values(self) -> ValuesView[Note]:  # type: ignore[override]  # a dict's own view has no public name
        """All notes."""
        self.all_looked_at = True
        return super().values()

    def items(self) -> ItemsView[str, Note]:  # type: ignore[override]  # as above
        """All notes with their paths."""
        self.all_looked_at = True
        return super().items()
