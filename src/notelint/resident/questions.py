"""What rules have asked about the paths of a vault, with the answers: when files come and go, these are compared."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from notelint.note import Link, Note
from notelint.vault import Vault
from notelint.vault.notes import Notes
from notelint.vault.resolve import Resolution

MARK = "\0"
"""Questions stand among the paths that a rule has looked at; no path begins with it."""


EVERYTHING = f"{MARK}everything"


class Asked(NamedTuple):
    """A question, and what was answered."""

    method: str
    arguments: tuple[Any, ...]
    answer: object


class AskedNotes(Notes):
    """The notes of a vault; remembers, too, of which paths somebody wanted to know whether there is a note."""

    def __init__(self, notes: Mapping[str, Note], asked: dict[str, Asked]) -> None:
        super().__init__()
        dict.update(self, notes)
        self._asked = asked

    def __contains__(self, path: object) -> bool:
        is_note = super().__contains__(path)
        self._remember(str(path), is_note=is_note)
        return is_note

    def get(self, path: str, default: Any = None) -> Any:
        """The note of this path, or the default."""
        self._remember(path, is_note=super().__contains__(path))
        return super().get(path, default)

    def values(self) -> Any:
        """All notes; whoever looks at them depends on each."""
        self.looked_at.add(EVERYTHING)
        return dict.values(self)

    def items(self) -> Any:
        """All notes with their paths."""
        self.looked_at.add(EVERYTHING)
        return dict.items(self)

    def _remember(self, path: str, *, is_note: bool) -> None:
        question = f"{MARK}is_note{MARK}{path}"
        self._asked[question] = Asked("is_note", (path,), is_note)
        self.looked_at.add(question)


class AskedVault(Vault):
    """A vault that remembers what it was asked about paths, and who looked at the answer."""

    asked: dict[str, Asked]

    def _note(self, method: str, arguments: tuple[Any, ...], answer: Any) -> Any:
        question = MARK.join(("", method, *(getattr(argument, "path", str(argument)) for argument in arguments)))
        self.asked[question] = Asked(method, arguments, answer)
        self.notes.looked_at.add(question)
        return answer

    def is_note(self, path: str) -> bool:
        """Whether there is a note of this path."""
        return dict.__contains__(self.notes, path)

    def resolve(self, link: Link, source: Note) -> Resolution:
        """As for any vault. Where other links lead is compared in another way: they are too many."""
        resolution = super().resolve(link, source)
        if link.kind in ("wiki", "embed"):
            self._note("leads_to", (link.target, source), resolution)
        return resolution

    def leads_to(self, target: str, source: Note) -> Resolution:
        """Where a wikilink in a note leads."""
        return self._resolver.wikilink(target, source)

    def wiki_candidates(self, target: str, source: Note) -> tuple[str, ...]:
        """As for any vault."""
        paths: tuple[str, ...] = self._note("wiki_candidates", (target, source), super().wiki_candidates(target, source))
        return paths

    def exists(self, path: str) -> bool:
        """As for any vault."""
        return bool(self._note("exists", (path,), super().exists(path)))

    def note_names(self) -> Mapping[str, str]:
        """As for any vault."""
        names: Mapping[str, str] = self._note("note_names", (), super().note_names())
        return names

    def is_above(self, name: str) -> bool:
        """As for any vault."""
        return bool(self._note("is_above", (name,), super().is_above(name)))

    def nearest_name(self, name: str) -> str | None:
        """As for any vault."""
        nearest: str | None = self._note("nearest_name", (name,), super().nearest_name(name))
        return nearest

    def has_ending(self, ending: str) -> bool:
        """As for any vault."""
        return bool(self._note("has_ending", (ending,), super().has_ending(ending)))

    def folder_of(self, name: str, path: str) -> str | None:
        """As for any vault."""
        folder = path.rpartition("/")[0]
        key = f"{folder}/_" if folder else "_"  # all notes of a folder are told the same
        above: str | None = self._note("folder_of", (name, key), super().folder_of(name, path))
        return above

    def other_case(self, path: str) -> str | None:
        """As for any vault."""
        existing: str | None = self._note("other_case", (path,), super().other_case(path))
        return existing

    def beside(self, path: str) -> tuple[str, ...]:
        """As for any vault."""
        paths: tuple[str, ...] = self._note("beside", (path,), super().beside(path))
        return paths

    def same_name(self, path: str) -> tuple[str, ...]:
        """As for any vault."""
        paths: tuple[str, ...] = self._note("same_name", (path,), super().same_name(path))
        return paths
