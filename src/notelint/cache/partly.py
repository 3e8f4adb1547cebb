"""A few notes judged anew: those that have changed, and those that look at them.

All other findings hold, if nothing has changed that the vault answers as a whole. That is proven here from what the changed
notes shared before and share now; where it is not proven, the whole vault is read.
"""

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

from notelint.cache.earlier import Earlier
from notelint.cache.front_matter import known_front_matter
from notelint.cache.packed import NeedsAllError
from notelint.cache.part import PartNotes, PartVault, Whole
from notelint.cache.plain import Plain, Told, as_told
from notelint.cache.row import Row
from notelint.cache.sharing import Pairs, Sharing, pairs, sharing
from notelint.config.tree import Configs
from notelint.files import Listing
from notelint.judge import KNOWN, Judge, compares
from notelint.note import Note
from notelint.reading import Task, read_one
from notelint.rules import FRONT_MATTER
from notelint.suppress import ABOUT_COMMENTS
from notelint.text import Text
from notelint.vault import linked_texts
from notelint.vault.habit import Habit, Written
from notelint.whole import count_links, fails, order, tasks_for

_MOST = 20
_SHARE = 20
"""So many notes, or every so many-th of a vault, are judged by themselves: with more it pays to look at all and keep that."""


class Anew(NamedTuple):
    """A note judged anew: its findings in order, its text, and how many links it has."""

    told: tuple[Told, ...]
    text: Text
    links: int
    note: Note


class Part(NamedTuple):
    """The notes that were judged anew by their paths, those of them that have `changed`, and the vault that answered."""

    anew: Mapping[str, Anew]
    changed: frozenset[str]
    links_before: int
    vault: PartVault


def judge_part(earlier: Earlier, listing: Listing, configs: Configs, contents: Mapping[str, bytes]) -> Part:
    """Judge the notes that have changed, and those that look at them. Raises NeedsAllError when that is not enough."""
    changed = earlier.changed
    if len(changed) > max(_MOST, len(earlier.paths) // _SHARE):
        raise NeedsAllError
    answers = Whole(*earlier.store.whole("answers"))
    if answers.all_looked_at:
        raise NeedsAllError

    def read(path: str) -> Note:
        (task,) = tasks_for([path], listing, configs, contents)
        return _read(task, Row(*earlier.store.note(path)))

    notes = PartNotes((path for path in earlier.paths if path not in answers.unreadable), read)
    vault = PartVault(notes, listing.paths, configs.vault_settings(listing.opaque), earlier.store, answers, frozenset(changed))
    judging = _Judging(earlier, configs, vault, {path: Row(*earlier.store.note(path)) for path in changed})
    return judging.part()


def _read(task: Task, row: Row) -> Note:
    source = _readable(row.sharing)[0]
    note = read_one(task, partial(known_front_matter, row.front_matter, source)).note
    if note is None:
        raise NeedsAllError
    return note


class _Judging:
    def __init__(self, earlier: Earlier, configs: Configs, vault: PartVault, rows: Mapping[str, Row]) -> None:
        self._earlier = earlier
        self._configs = configs
        self._vault = vault
        self._rows = rows
        self._judge = Judge(configs, time.strftime("%Y-%m-%d"))

    def part(self) -> Part:
        before = {path: Sharing(*_readable(row.sharing)) for path, row in self._rows.items()}
        notes = {path: self._vault.notes.read(path) for path in self._rows}
        after = {path: sharing(note) for path, note in notes.items()}
        self._prove(before, after, notes)
        anew = {path: self._changed(note, before[path], after[path]) for path, note in notes.items()}
        for path, rules in self._readers().items():
            anew[path] = self._reader(path, rules)
        if self._judge.crashes:
            raise NeedsAllError
        return Part(anew, frozenset(notes), sum(row.links for row in self._rows.values()), self._vault)

    # -- what other notes learn from those that have changed is what it was

    def _prove(self, before: Mapping[str, Sharing], after: Mapping[str, Sharing], notes: Mapping[str, Note]) -> None:
        answers = self._vault.answers
        for path, was in before.items():
            now = after[path]
            if answers.front_matter and was.front_matter != now.front_matter:
                raise NeedsAllError
            if (was.targets, was.labels, was.compared) != (now.targets, now.labels, now.compared):
                raise NeedsAllError
            if self._rows[path].takes_part or self._vault.takes_part(notes[path]):
                raise NeedsAllError
            if answers.texts and dict(self._rows[path].texts) != _count(notes[path], answers.texts):
                raise NeedsAllError
        if answers.habit is not None and not self._keep_habit(Habit(*answers.habit), notes):
            raise NeedsAllError
        if answers.copies and not self._are_free_of_copies(before.values(), after.values()):
            raise NeedsAllError

    def _keep_habit(self, habit: Habit, notes: Mapping[str, Note]) -> bool:
        """Whether the vault writes its links as it did, with what the changed notes have now."""
        was = {path: Written(*row.written) for path, row in self._rows.items()}
        now = {path: self._vault.written_in(note) for path, note in notes.items()}
        return habit.after(was, now).answer() == habit.answer()

    def _are_free_of_copies(self, before: Iterable[Sharing], after: Iterable[Sharing]) -> bool:
        """Whether no two lines in a row of a changed note stand anywhere else, before or now: so copies begin."""
        old = {pair for sharing in before for pair in pairs(sharing.digests)}
        new = Counter(pair for sharing in after for pair in pairs(sharing.digests))
        if any(row.repeats for row in self._rows.values()) or any(count > 1 for count in new.values()):
            return False
        known = Pairs(self._earlier.store.whole)
        return not any(known.times(pair) for pair in new.keys() - old)

    # -- and these are judged again

    def _changed(self, note: Note, before: Sharing, after: Sharing) -> Anew:
        """A note that has changed. What is found in front matter that has not changed needs not be found again."""
        row = self._rows[note.path]
        silent = before.silences or after.silences
        held = () if silent or before.front_matter != after.front_matter else FRONT_MATTER
        wanted = {*self._judge.names(note.path)}.difference(held)
        return self._judged(note, row, wanted)

    def _readers(self) -> Mapping[str, set[str]]:
        """The notes that have not changed but depend on one that has, with the rules that do."""
        readers: dict[str, set[str]] = {}
        for changed, row in self._rows.items():
            of_names = row.name_readers if self._has_other_names(changed, row) else ()
            for path, rules in (*row.readers, *of_names):
                if path not in self._rows:
                    readers.setdefault(path, set()).update(rules)
        return readers

    def _has_other_names(self, path: str, row: Row) -> bool:
        """Whether a changed note has other names than it had, on a platform for which somebody asked."""
        return any(set(names) != set(self._vault.name_keys(path, platform)) for platform, names in row.names)

    def _reader(self, path: str, rules: set[str]) -> Anew:
        return self._judged(self._vault.notes.read(path), Row(*self._earlier.store.note(path)), rules)

    def _judged(self, note: Note, row: Row, wanted: set[str]) -> Anew:
        """A note with the findings of some rules made anew, of all others as they were."""
        before = [silenced for silenced in row.silenced if silenced[0] not in wanted]
        fresh = self._judge.heard(note, self._vault, only=wanted, before=before)
        told = [Told(finding, fails(finding, self._configs), compares(KNOWN[finding.rule])) for finding in fresh]
        kept = (as_told(note.path, plain) for plain in row.findings)
        told += [entry for entry in kept if entry.finding.rule not in wanted and entry.finding.rule not in ABOUT_COMMENTS]
        return Anew(tuple(sorted(told, key=lambda entry: order(entry.finding))), note.text, count_links(note), note)


def _readable(sharing: Plain | None) -> Plain:
    if sharing is None:
        raise NeedsAllError
    return sharing


def _count(note: Note, texts: Mapping[str, int]) -> dict[str, int]:
    return dict(Counter(text for text in linked_texts(note) if text in texts))
