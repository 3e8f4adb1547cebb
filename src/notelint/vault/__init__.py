"""The vault: every note at once, answering what a link points to."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, ValuesView
from functools import cached_property
from posixpath import basename, dirname, splitext

from notelint.copies import Copy, CopySettings
from notelint.globs import matches
from notelint.items import Marked, Reader
from notelint.markers import Words
from notelint.nearest import Names
from notelint.note import Link, Node, Note
from notelint.vault.contributions import as_compared, is_store, linked_texts, top_level
from notelint.vault.file_index import FileIndex
from notelint.vault.habit import ForSite, Written, habit_of, written
from notelint.vault.named import Named, names
from notelint.vault.notes import Notes
from notelint.vault.resolve import Resolution, Resolver, VaultSettings

__all__ = ["Named", "Resolution", "Vault", "VaultSettings", "as_compared", "is_store", "linked_texts", "top_level"]


class Vault:
    """Every note of a repository and the paths of its other files; built once, read-only."""

    def __init__(self, notes: Iterable[Note], files: Iterable[str], settings: VaultSettings) -> None:
        self._take(Notes(notes), files, settings)

    def _take(self, notes: Notes, files: Iterable[str], settings: VaultSettings) -> None:
        self.notes = notes
        self.settings = settings
        self._index = FileIndex([*self.notes, *files])
        self._resolver = Resolver(self.notes, self._index, settings, lambda: self._aliases)
        self._resolved: dict[tuple[str, str], Resolution] = {}
        self._names: dict[tuple[str, str], Mapping[str, Named]] = {}
        self._copies: dict[CopySettings, Mapping[str, tuple[Copy, ...]]] = {}
        self._marked: dict[tuple[Words, Words], Marked] = {}
        self._asked_texts: set[str] = set()

    def platforms(self, path: str) -> tuple[str, ...]:
        """The platforms that the notes under this path are read on; the first is the one they must work on."""
        return next((names for glob, names in self.settings.platforms if matches(path, (glob,))), ("github",))

    def resolve(self, link: Link, source: Note) -> Resolution:
        """What a link in `source` points to."""
        if link.kind in ("wiki", "embed"):
            return self._resolver.wikilink(link.target, source)
        key = (source.path.rpartition("/")[0] if link.target[:1] not in "#?" else source.path, link.target)
        resolution = self._resolved.get(key)
        if resolution is None:
            resolution = self._resolved[key] = self._resolver.target(link.target.strip(), source.path)
        return resolution

    def wiki_candidates(self, target: str, source: Note) -> tuple[str, ...]:
        """The paths that a wikilink to this name (without fragment) may mean, the likeliest first; several are ambiguous."""
        return self._resolver.candidates(target, source)

    def names(self, path: str, platform: str) -> Mapping[str, Named]:
        """Everything that a fragment can name in a note on a platform: its `fragment_key` → heading or anchor.

        Of several with one name the first counts, as in a browser. Computed when asked.
        """
        self.notes.looked_at.add(path)
        return self._names_in(path, platform)

    def name_keys(self, path: str, platform: str) -> Collection[str]:
        """The keys of `names` alone: who asks for no more depends on nothing else in that note."""
        self.notes.names_looked_at.add(path)
        return self._names_in(path, platform).keys()

    def is_target(self, name: str) -> bool:
        """Whether any note has a MyST target of this name; those hold for the whole repository, whatever note they stand in."""
        return name.casefold() in self._targets

    @property
    def has_targets(self) -> bool:
        """Whether any note has a MyST target, and so is MyST."""
        return bool(self._targets)

    def is_defined_elsewhere(self, label: str) -> bool:
        """Whether a note that holds nothing but definitions has this label: sites put such a note into all others."""
        return " ".join(label.casefold().split()) in self._shared_labels

    def backlinks(self, path: str) -> tuple[tuple[Note, Link], ...]:
        """The links of all notes that point to this note or file (missing or not), with the notes they stand in."""
        return tuple(self._backlinks.get(path, ()))

    def values(self, key: str) -> tuple[tuple[Note, Node], ...]:
        """The value of a top-level front-matter key in every note that has it."""
        return tuple(self._values.get(key, ()))

    def keys(self) -> Mapping[str, int]:
        """Every top-level front-matter key with the number of notes that have it."""
        return {key: len(values) for key, values in self._values.items()}

    def exists(self, path: str) -> bool:
        """Whether a file or folder of exactly this path is in the repository."""
        return self._index.is_file(path) or self._index.is_folder(path)

    def note_names(self) -> Mapping[str, str]:
        """The names of all notes, without folders and ending, by themselves in lower case."""
        return self._note_names

    def is_above(self, name: str) -> bool:
        """Whether notes lie below this name in a hierarchy of names: `a.b` below `a`, in any case."""
        return name.casefold() in self._above

    def nearest_name(self, name: str) -> str | None:
        """The name of a note that is most like this one, if any is."""
        return self._nearest.nearest(name)

    def for_site(self) -> ForSite:
        """How far this vault writes its links for a site, which leaves `.md` out."""
        return self._for_site

    def has_ending(self, ending: str) -> bool:
        """Whether any file of the repository has this ending, such as `.rst`."""
        return self._index.has_ending(ending)

    def folder_of(self, name: str, path: str) -> str | None:
        """The nearest folder above a path that has a file or folder of this name, such as `book.toml`; None if none has."""
        folder = path
        while folder:
            folder = dirname(folder)
            if self.exists(f"{folder}/{name}" if folder else name):
                return folder
        return None

    def other_case(self, path: str) -> str | None:
        """The path that differs from this one in upper and lower case only, if there is one."""
        return self._index.other_case(path)

    def beside(self, path: str) -> tuple[str, ...]:
        """The files in the folder of this path, notes among them, in order."""
        return self._index.beside(path)

    def same_name(self, path: str) -> tuple[str, ...]:
        """The files elsewhere in the repository whose last part is the same, in order."""
        return tuple(other for other in self._index.same_name(basename(path)) if other != path)

    def marked(self, languages: Words, words: Words) -> Marked:
        """The items and headings with a deprecation marker of these languages and words, and those that are like them."""
        key = (languages, words)
        if key not in self._marked:
            self._marked[key] = Reader(self._leads_to, languages, words).marked(self._all())
        return self._marked[key]

    def copies(self, settings: CopySettings) -> Mapping[str, tuple[Copy, ...]]:
        """The copies in each note, by its path; of each group of copies one place is told. Computed when asked."""
        if settings not in self._copies:
            from notelint.copies.groups import find_copies  # where few notes have changed, nobody needs to ask

            self._copies[settings] = find_copies(self._all(), settings)
        return self._copies[settings]

    def times_linked(self, text: str) -> int:
        """How many links of the vault, written out or by reference, have this text, which is `as_compared`."""
        self._asked_texts.add(text)
        return len(self._linked_texts.get(text, ()))

    # -- what it was asked so far, for whoever keeps its answers

    @property
    def asked_texts(self) -> frozenset[str]:
        """The texts whose links were counted."""
        return frozenset(self._asked_texts)

    def linked_in(self, text: str) -> Sequence[str]:
        """The paths of the notes with a link of this text, one for each link."""
        return self._linked_texts.get(text, ())

    @property
    def names_so_far(self) -> Mapping[tuple[str, str], Collection[str]]:
        """The keys of names, by the path and platform that were asked for."""
        return self._names

    @property
    def has_given_values(self) -> bool:
        """Whether somebody asked for values of front matter; aliases are some of them."""
        return "_values" in self.__dict__

    @property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """The paths of the notes that have an alias, by the alias without case."""
        return self._aliases

    @property
    def written_so_far(self) -> Mapping[str, Written]:
        """How the links of each note are written, if somebody has asked for the habit of the vault."""
        return self._written if "_written" in self.__dict__ else {}

    def written_in(self, note: Note) -> Written:
        """How the links of one note are written."""
        return written(note, self.resolve, self._resolver.is_note)

    @property
    def copies_so_far(self) -> Mapping[CopySettings, Mapping[str, tuple[Copy, ...]]]:
        """The copies, by the settings that were asked for."""
        return self._copies

    @property
    def marked_so_far(self) -> Mapping[tuple[Words, Words], Marked]:
        """The marked items, by the languages and words that were asked for."""
        return self._marked

    # -- inside

    def _names_in(self, path: str, platform: str) -> Mapping[str, Named]:
        key = (path, platform)
        if key not in self._names:
            self._names[key] = names(self.notes.peek(path), platform)
        return self._names[key]

    def _all(self) -> ValuesView[Note]:
        """All notes, for what the vault answers as a whole."""
        return dict.values(self.notes)

    def _leads_to(self, link: Link, source: Note) -> str:
        """Where a link leads, in one form for all notes: an address without its scheme, or a path with the fragment."""
        if "://" in link.target and link.kind not in ("wiki", "embed"):
            return link.target.partition("://")[2].rstrip("/")
        resolution = self.resolve(link, source)
        return f"{resolution.path}#{resolution.fragment or ''}" if resolution.path else ""

    @cached_property
    def _targets(self) -> frozenset[str]:
        # docutils compares the names of targets in lower case (`nodes.py`, `fully_normalize_name`).
        anchors = (anchor for note in self._all() for anchor in note.anchors)
        return frozenset(anchor.name.casefold() for anchor in anchors if anchor.kind == "target")

    @cached_property
    def _written(self) -> Mapping[str, Written]:
        return {note.path: self.written_in(note) for note in self._all()}

    @cached_property
    def _for_site(self) -> ForSite:
        return habit_of(self._written).answer()

    @cached_property
    def _linked_texts(self) -> dict[str, list[str]]:
        """The paths of the notes that have a link of a text, one for each link."""
        paths: defaultdict[str, list[str]] = defaultdict(list)
        for note in self._all():
            for text in linked_texts(note):
                paths[text].append(note.path)
        return paths

    @cached_property
    def _shared_labels(self) -> frozenset[str]:
        stores = (note for note in self._all() if is_store(note))
        return frozenset(" ".join(link.label.casefold().split()) for note in stores for link in note.links)

    @cached_property
    def _note_names(self) -> Mapping[str, str]:
        names: dict[str, str] = {}
        for path in self.notes:
            name = splitext(basename(path))[0]
            names.setdefault(name.casefold(), name)
        return names

    @cached_property
    def _above(self) -> frozenset[str]:
        return frozenset(name[: dot.start()] for name in self._note_names for dot in re.finditer(r"\.", name))

    @cached_property
    def _nearest(self) -> Names:
        return Names(self._note_names.values())

    @cached_property
    def _backlinks(self) -> Mapping[str, list[tuple[Note, Link]]]:
        backlinks: defaultdict[str, list[tuple[Note, Link]]] = defaultdict(list)
        for note in self._all():
            for link in note.links:
                resolution = self.resolve(link, note)
                if resolution.path:
                    backlinks[resolution.path].append((note, link))
        return backlinks

    @cached_property
    def _values(self) -> Mapping[str, list[tuple[Note, Node]]]:
        nodes: defaultdict[str, list[tuple[Note, Node]]] = defaultdict(list)
        for note in self._all():
            for key, node in top_level(note).items():
                nodes[key].append((note, node))
        return nodes

    @cached_property
    def _aliases(self) -> Mapping[str, tuple[str, ...]]:
        paths_by_alias: defaultdict[str, list[str]] = defaultdict(list)
        for note, node in (*self.values("aliases"), *self.values("alias")):
            values = node.value if isinstance(node.value, tuple) else (node,)
            for value in values:
                if isinstance(value, Node) and isinstance(value.value, str):
                    paths_by_alias[value.value.casefold()].append(note.path)
        return {alias: tuple(paths) for alias, paths in paths_by_alias.items()}
