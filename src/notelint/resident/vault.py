"""A vault that remembers who has asked what of it as a whole, and hands on what holds when notes are replaced."""

from collections.abc import Iterable, Mapping
from functools import cache, partial
from operator import attrgetter
from posixpath import basename, dirname
from typing import Any

from notelint.cache.sharing import sharing
from notelint.copies import Copy, CopySettings
from notelint.items import Marked, Reader
from notelint.markers import Words
from notelint.note import Node, Note
from notelint.resident.lines import LinePairs
from notelint.resident.questions import EVERYTHING, MARK, Asked, AskedNotes, AskedVault
from notelint.resident.shift import Replaced, Shift
from notelint.vault import linked_texts
from notelint.vault.file_index import FileIndex
from notelint.vault.habit import ForSite
from notelint.vault.resolve import FOLDER_NOTES, Resolver, VaultSettings

FRONT_MATTER, TARGETS, LABELS, COPIES, MARKED, HABIT = (
    f"{MARK}{name}" for name in ("front matter", "targets", "labels", "copies", "marked", "habit")
)
_TEXT = f"{MARK}text{MARK}"
_OF_NOTES = ("_note_names", "_above", "_nearest")
"""What a vault has computed from the paths of its notes alone."""


class ResidentVault(AskedVault):
    """A vault whose notes and files may be replaced: `after` gives the vault that has the others."""

    def __init__(self, notes: Mapping[str, Note], files: Iterable[str], settings: VaultSettings) -> None:
        """`notes` by their paths, in order."""
        self._files = frozenset(files)
        self._build(notes, settings, FileIndex([*notes, *self._files]), {})
        self._lines: LinePairs | None = None
        self._know_aliases()

    def _build(self, notes: Mapping[str, Note], settings: VaultSettings, index: FileIndex, asked: dict[str, Asked]) -> None:
        self.asked = asked
        self._take(AskedNotes(notes, self.asked), (), settings)
        self._index = index
        # What the resolver asks is not to be remembered: where links lead is compared in another way.
        self._resolver = Resolver(dict(notes), index, settings, lambda: self._aliases)

    def _know_aliases(self) -> None:
        """Look them up before a rule does, or it would count as one that asks for front matter."""
        if any(link.kind in ("wiki", "embed") for note in self._all() for link in note.links):
            self._aliases  # noqa: B018 - it is computed when it is first looked at
        self.notes.looked_at.clear()

    def values(self, key: str) -> tuple[tuple[Note, Node], ...]:
        """As for any vault."""
        self.notes.looked_at.add(FRONT_MATTER)
        return super().values(key)

    def keys(self) -> Mapping[str, int]:
        """As for any vault."""
        self.notes.looked_at.add(FRONT_MATTER)
        return super().keys()

    def is_target(self, name: str) -> bool:
        """As for any vault."""
        self.notes.looked_at.add(TARGETS)
        return super().is_target(name)

    @property
    def has_targets(self) -> bool:
        """As for any vault."""
        self.notes.looked_at.add(TARGETS)
        return super().has_targets

    def is_defined_elsewhere(self, label: str) -> bool:
        """As for any vault."""
        self.notes.looked_at.add(LABELS)
        return super().is_defined_elsewhere(label)

    def for_site(self) -> ForSite:
        """As for any vault."""
        self.notes.looked_at.add(HABIT)
        return super().for_site()

    def times_linked(self, text: str) -> int:
        """As for any vault."""
        self.notes.looked_at.add(_TEXT + text)
        return super().times_linked(text)

    def marked(self, languages: Words, words: Words) -> Marked:
        """As for any vault."""
        self.notes.looked_at.add(MARKED)
        return super().marked(languages, words)

    def copies(self, settings: CopySettings) -> Mapping[str, tuple[Copy, ...]]:
        """As for any vault."""
        self.notes.looked_at.add(COPIES)
        return super().copies(settings)

    @property
    def lines(self) -> LinePairs:
        """The lines that stand in a row."""
        if self._lines is None:
            self._lines = LinePairs(note.lines.digests for note in self._all())
        return self._lines

    # -- and then some notes are others

    def after(self, fresh: Mapping[str, Note | None], files: Iterable[str]) -> "tuple[ResidentVault, Shift]":
        """The vault with these files and these notes in place of those of the same paths; None where there is no note any more.

        This vault is not to be asked again.
        """
        notes = self._with(fresh)
        made = ResidentVault.__new__(ResidentVault)
        made._files = frozenset(files)
        come_and_gone = made._files.symmetric_difference(self._files) | dict.keys(self.notes) ^ notes.keys()
        index = FileIndex([*notes, *made._files]) if come_and_gone else self._index
        made._build(notes, self.settings, index, dict(self.asked) if come_and_gone else self.asked)
        before = [dict.__getitem__(self.notes, path) for path in fresh if path in dict.keys(self.notes)]
        after = [note for note in fresh.values() if note]
        replaced = Replaced(before, after, [sharing(note) for note in before], [sharing(note) for note in after])
        made._asked_texts = self._asked_texts
        made._names = {key: names for key, names in self._names.items() if key[0] not in fresh}
        shift = made._shifted(self, replaced, come_and_gone)
        made.notes.looked_at.clear()
        return made, shift

    def _with(self, fresh: Mapping[str, Note | None]) -> dict[str, Note]:
        known = dict.keys(self.notes)
        notes = dict(dict.items(self.notes))
        notes.update((path, note) for path, note in fresh.items() if note)
        for path, note in fresh.items():
            if note is None:
                notes.pop(path, None)
        return notes if known == notes.keys() else dict(sorted(notes.items()))

    def _shifted(self, old: "ResidentVault", replaced: Replaced, come_and_gone: Iterable[str]) -> Shift:
        """Take over the answers about all notes that still hold, and tell which do not."""
        leading = self._leading_elsewhere(old, frozenset(come_and_gone))
        everywhere = [EVERYTHING]
        names = bool(come_and_gone)
        if replaced.have_same_front_matter():
            self._keep(old, "_aliases")
        else:
            everywhere.append(FRONT_MATTER)
            if "_aliases" in old.__dict__ and self._aliases != old._aliases:
                names = True
        if not come_and_gone:
            for kept in _OF_NOTES:
                self._keep(old, kept)
        for question, kept, field in ((TARGETS, "_targets", "targets"), (LABELS, "_shared_labels", "labels")):
            if replaced.share(attrgetter(field)):
                self._keep(old, kept)
            elif kept in old.__dict__ and getattr(self, kept) != old.__dict__[kept]:
                everywhere.append(question)
        if self._has_other_habit(old, replaced, same=not come_and_gone):
            everywhere.append(HABIT)
        asked = [*self._shifted_texts(old, replaced)]
        others = (
            [question for question, asked_before in [*old.asked.items()] if self._ask(asked_before) != asked_before.answer]
            if names
            else []
        )
        asked += others
        among = {
            MARKED: self._shifted_marks(old, replaced, same=not leading and not any(map(_is_of_wikilink, others))),
            COPIES: self._shifted_copies(old, replaced, same=not come_and_gone),
        }
        return Shift(tuple(everywhere), tuple(asked), among, leading, self._shifted_names(old, replaced))

    def _ask(self, asked: Asked) -> Any:
        return getattr(self, asked.method)(*asked.arguments)

    def _keep(self, old: "ResidentVault", name: str) -> None:
        if name in old.__dict__:
            self.__dict__[name] = old.__dict__[name]

    def _leading_elsewhere(self, old: "ResidentVault", come_and_gone: frozenset[str]) -> frozenset[str]:
        """Take over where links lead that are no wikilinks; gives the notes of which some may lead elsewhere.

        That depends on the files with just this path, on those in the folder of this path, and on what stands for a folder.
        """
        self._resolved = old._resolved
        if not come_and_gone:
            return frozenset()
        touched = _with_folders(come_and_gone)
        is_touched = cache(partial(_is_touched, touched=touched))
        keys = {key for key, resolution in old._resolved.items() if key[1].strip()[:1] in "/%" or is_touched(resolution.path)}
        before = {key: self._resolved.pop(key) for key in keys}
        folders = {place for place, _ in before}
        paths = set()
        for note in self._all():
            if dirname(note.path) in folders or note.path in folders:
                for link in (link for link in note.links if link.kind not in ("wiki", "embed")):
                    key = (dirname(note.path) if link.target[:1] not in "#?" else note.path, link.target)
                    if key in before and self.resolve(link, note) != before[key]:
                        paths.add(note.path)
        return frozenset(paths)

    def _shifted_names(self, old: "ResidentVault", replaced: Replaced) -> frozenset[str]:
        """The notes that have other names on a platform for which somebody has asked, or that have gone."""
        paths = {note.path for note in replaced.before}
        now = {note.path for note in replaced.after}
        asked = [(path, platform) for path, platform in old._names if path in paths & now]
        others = {
            path for path, platform in asked if old._names[path, platform].keys() != self._names_in(path, platform).keys()
        }
        return frozenset(others | (paths - now))

    def _shifted_marks(self, old: "ResidentVault", replaced: Replaced, *, same: bool) -> frozenset[str]:
        paths: set[str] = set()
        for words, known in old._marked.items():
            texts, targets = frozenset(known.by_text), frozenset(known.by_target)
            takes_part = Reader(self._leads_to, *words).takes_part
            if same and not any(takes_part(note, texts, targets) for note in (*replaced.before, *replaced.after)):
                self._marked[words] = known
                continue
            paths.update(known.unmarked, self.marked(*words).unmarked)
        return frozenset(paths)

    def _shifted_copies(self, old: "ResidentVault", replaced: Replaced, *, same: bool) -> frozenset[str]:
        self._lines = None
        if not old._copies:
            return frozenset()
        self._lines = old.lines
        are_apart = self._lines.replace(
            (sharing.digests for sharing in replaced.was), (sharing.digests for sharing in replaced.now)
        )
        if same and are_apart and replaced.share(attrgetter("compared")):
            self._copies = old._copies
            return frozenset()
        paths: set[str] = set()
        for settings, known in old._copies.items():
            anew = self.copies(settings)
            paths.update(path for path in {*known, *anew} if known.get(path) != anew.get(path))
        return frozenset(paths)

    def _has_other_habit(self, old: "ResidentVault", replaced: Replaced, *, same: bool) -> bool:
        """Whether the vault writes its links otherwise, if somebody asked for that; `same` are the files that there are."""
        if "_written" not in old.__dict__:
            return False
        if same:
            fresh = {note.path: self.written_in(note) for note in replaced.after}
            self.__dict__["_written"] = {**old._written, **fresh}
        return self.for_site() != old.for_site()

    def _shifted_texts(self, old: "ResidentVault", replaced: Replaced) -> Iterable[str]:
        """The texts that are not linked as often as they were."""
        if "_linked_texts" not in old.__dict__:
            return
        self.__dict__["_linked_texts"] = linked = old._linked_texts
        counts: dict[str, int] = {}
        for note in replaced.before:
            for text in linked_texts(note):
                counts.setdefault(text, len(linked[text]))
                linked[text].remove(note.path)
        for note in replaced.after:
            for text in linked_texts(note):
                counts.setdefault(text, len(linked.get(text, ())))
                linked.setdefault(text, []).append(note.path)
        yield from (_TEXT + text for text, count in counts.items() if len(linked[text]) != count)


def _is_of_wikilink(question: str) -> bool:
    return question.startswith(f"{MARK}leads_to{MARK}")


def _with_folders(paths: Iterable[str]) -> frozenset[str]:
    """The paths and the folders around them, without case."""
    folders: set[str] = set()
    for path in paths:
        above = path.casefold()
        while above not in folders:
            folders.add(above)
            above = dirname(above)
    return frozenset(folders)


def _is_touched(path: str, touched: frozenset[str]) -> bool:
    """Whether a link that led to this path may lead elsewhere: this, or the folder that it stands for, has come or gone."""
    folded = path.casefold()
    return folded in touched or (basename(folded) in FOLDER_NOTES and dirname(folded) in touched)
