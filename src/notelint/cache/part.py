"""A vault of which only some notes are read: it answers from what is kept, or not at all."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, ValuesView
from functools import cached_property
from typing import Any, NamedTuple, NoReturn

from notelint.cache.packed import NeedsAllError
from notelint.cache.row import Row
from notelint.cache.store import Store
from notelint.copies import Copy, CopySettings
from notelint.items import Marked, Reader
from notelint.markers import Words
from notelint.note import Note
from notelint.vault import Vault
from notelint.vault.habit import ForSite, Habit
from notelint.vault.notes import Notes
from notelint.vault.resolve import VaultSettings


class Whole(NamedTuple):
    """What the vault answered as a whole.

    `all_looked_at`: a rule has looked at all notes by itself. `front_matter`: somebody asked for values of front matter.
    `marked`: by languages and words, the texts and targets of marked items. `texts`: how many links have the texts that were
    asked for. `copies`: somebody asked for copies. `unreadable`: the paths of notes that could not be read. `habit`: how
    links are written, None if nobody asked.
    """

    all_looked_at: bool
    targets: tuple[str, ...]
    labels: tuple[str, ...]
    front_matter: bool
    marked: Mapping[tuple[Words, Words], tuple[tuple[str, ...], tuple[str, ...]]]
    texts: Mapping[str, int]
    copies: bool
    unreadable: tuple[str, ...]
    habit: tuple[int, int, int, str] | None


class PartNotes(Notes):
    """The notes of a vault, each read when somebody asks for it."""

    def __init__(self, paths: Iterable[str], read: Callable[[str], Note]) -> None:
        """`paths` in order."""
        super().__init__()
        self._paths = dict.fromkeys(paths)
        self._read = read

    def read(self, path: str) -> Note:
        """The note of this path. Raises NeedsAllError when it cannot be read."""
        if path not in self._paths:
            raise KeyError(path)
        if not super().__contains__(path):
            self[path] = self._read(path)
        return super().__getitem__(path)

    def __getitem__(self, path: str) -> Note:
        return self.read(path)

    def peek(self, path: str) -> Note:
        """The note of this path."""
        return self.read(path)

    def get(self, path: str, default: Any = None) -> Any:
        """The note of this path, or the default."""
        return self.read(path) if path in self._paths else default

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def values(self) -> NoReturn:
        """Not answered."""
        raise NeedsAllError

    def items(self) -> NoReturn:
        """Not answered."""
        raise NeedsAllError


class PartVault(Vault):
    """A vault of which some notes have changed since all of it was read.

    What it answers about all notes is what it answered then, and holds for as long as `changed` notes share with others what
    they shared. Of copies and markers it knows only that those have no part in them. Everything else raises NeedsAllError.
    """

    def __init__(
        self,
        notes: PartNotes,
        files: Iterable[str],
        settings: VaultSettings,
        store: Store,
        answers: Whole,
        changed: frozenset[str],
    ) -> None:
        self._take(notes, files, settings)
        self.notes: PartNotes = notes
        self.answers = answers
        self._store = store
        self._changed = changed
        self._kept_names: dict[str, Mapping[str, frozenset[str]]] = {}

    def name_keys(self, path: str, platform: str) -> Collection[str]:
        """The keys of the names in a note, as they are kept unless it has changed."""
        if path in self._changed:
            return super().name_keys(path, platform)
        if path not in self._kept_names:
            row = Row(*self._store.note(path))
            self._kept_names[path] = {name: frozenset(keys) for name, keys in row.names}
        kept = self._kept_names[path].get(platform)
        return super().name_keys(path, platform) if kept is None else kept

    def takes_part(self, note: Note) -> bool:
        """Whether a note has a marked item, or one that is like a marked one elsewhere."""
        return any(
            Reader(self._leads_to, *words).takes_part(note, frozenset(texts), frozenset(targets))
            for words, (texts, targets) in self.answers.marked.items()
        )

    def marked(self, languages: Words, words: Words) -> Marked:
        """Nothing, for the notes that have changed."""
        if (languages, words) not in self.answers.marked:
            raise NeedsAllError
        return Marked({}, {}, _NothingIn(self._changed), {})

    def copies(self, settings: CopySettings) -> Mapping[str, tuple[Copy, ...]]:
        """Nothing, for the notes that have changed."""
        if not self.answers.copies:
            raise NeedsAllError
        return _NothingIn(self._changed)

    def times_linked(self, text: str) -> int:
        """How many links of the vault have this text."""
        if text not in self.answers.texts:
            raise NeedsAllError
        return self.answers.texts[text]

    def for_site(self) -> ForSite:
        """How far the vault writes its links for a site."""
        if self.answers.habit is None:
            raise NeedsAllError
        return Habit(*self.answers.habit).answer()

    def _all(self) -> ValuesView[Note]:
        raise NeedsAllError

    @cached_property
    def _targets(self) -> frozenset[str]:
        return frozenset(self.answers.targets)

    @cached_property
    def _shared_labels(self) -> frozenset[str]:
        return frozenset(self.answers.labels)

    @cached_property
    def _aliases(self) -> Mapping[str, tuple[str, ...]]:
        aliases: Mapping[str, tuple[str, ...]] | None = self._store.whole("aliases")
        if aliases is None:
            raise NeedsAllError
        return aliases


class _NothingIn(Mapping[str, tuple[Any, ...]]):
    """For the notes of these paths nothing; of others it knows nothing."""

    def __init__(self, paths: frozenset[str]) -> None:
        self._paths = paths

    def __getitem__(self, path: str) -> tuple[Any, ...]:
        if path not in self._paths:
            raise NeedsAllError
        return ()

    def __iter__(self) -> Iterator[str]:
        raise NeedsAllError

    def __len__(self) -> int:
        raise NeedsAllError
