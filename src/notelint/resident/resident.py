"""A vault in memory, with what was found in it and who depends on what."""

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from notelint.cache.sharing import sharing
from notelint.cache.stamps import Stamp, stamps
from notelint.chosen import Chosen
from notelint.config.tree import Configs
from notelint.files import Listing
from notelint.finding import Finding
from notelint.judge import Judge
from notelint.reading import Read, read_one
from notelint.resident.shift import Shift
from notelint.resident.vault import ResidentVault
from notelint.rule import NoteRule
from notelint.rules import FRONT_MATTER
from notelint.run import Run
from notelint.schemas import check_schemas
from notelint.scope import note_paths
from notelint.suppress import ABOUT_COMMENTS
from notelint.text import Text
from notelint.whole import Contents, Judged, choose_from, count_links, fails, findings_of, order, tasks_for

_Readers: TypeAlias = defaultdict[str, defaultdict[str, set[str]]]
"""By what rules have looked at, for which notes: path or question → path of those → names of the rules."""


class _Fresh(NamedTuple):
    """A note that has changed, None if it is gone; and whether what is found in its front matter holds."""

    read: Read | None
    same_front_matter: bool = False


class _Texts(Mapping[str, Text]):
    """The texts of notes as they are, by their paths."""

    def __init__(self, read: Mapping[str, Read]) -> None:
        self._read = read

    def __getitem__(self, path: str) -> Text:
        return self._read[path].text

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


class Resident:
    """The notes of a vault under one configuration, and all that is found in them; to be used once it has been grown.

    That takes long, since all notes are read and judged; `grow` does it in small steps.
    """

    def __init__(self, listing: Listing, configs: Configs) -> None:
        self._listing = listing
        self._configs = configs
        self._stamps: dict[str, Stamp] = {}
        self._read: dict[str, Read] = {}
        self._links: dict[str, int] = {}
        self._findings: dict[str, tuple[Finding, ...]] = {}
        self._judge = Judge(configs, time.strftime("%Y-%m-%d"))
        self._readers: _Readers = defaultdict(lambda: defaultdict(set))
        self._name_readers: _Readers = defaultdict(lambda: defaultdict(set))
        """Of rules that have asked only what names are in a note."""

    def grow(self) -> Iterator[None]:
        """Read and judge all notes; between any two of them somebody may do something else. Raises ConfigError."""
        for path in self._paths(self._listing):
            self._take(path, self._listing)
            yield
        self._vault = self._new_vault()
        for path in self._read:
            self._judge_anew(path, None)
            yield
        self._learn()
        if self._vault.copies_so_far:
            self._vault.lines  # noqa: B018 - to have them when a note is saved

    @property
    def paths(self) -> Collection[str]:
        """The paths of the notes, in order."""
        return self._read.keys()

    def run(self, chosen: Chosen) -> Run:
        """What a run over the vault finds that concerns the chosen notes."""
        if chosen.everything and not self._judge.crashes:
            return self._all()
        contents = Contents(tuple(self._read.values()), self._vault)
        return choose_from(Judged(contents, self._findings, self._judge), self._listing, self._configs, chosen)

    def update(self, listing: Listing, touched: Iterable[str]) -> None:
        """Judge again what depends on what has changed, among the files that were touched; of a new listing, among all.

        That may differ from the one before in nothing but its paths. Raises ConfigError.
        """
        fresh = self._fresh(listing, touched)
        before, self._listing = self._listing, listing
        if fresh or listing.paths != before.paths:
            notes = {path: changed.read and changed.read.note for path, changed in fresh.items()}
            self._vault, shift = self._vault.after(notes, listing.paths)
            self._judge_after(fresh, shift)

    def _all(self) -> Run:
        findings = tuple(finding for of_note in self._findings.values() for finding in of_note)
        failing = sum(fails(finding, self._configs) for finding in findings)
        return Run(
            self._listing.root, findings, failing, _Texts(self._read), len(self._read), sum(self._links.values()), 0.0, ()
        )

    # -- what has changed

    def _fresh(self, listing: Listing, touched: Iterable[str]) -> dict[str, _Fresh]:
        """The notes that are not what they were, read anew."""
        looked_at = set(touched).intersection(self._read)
        gone: set[str] = set()
        if listing is not self._listing:
            now = self._paths(listing)
            gone = self._read.keys() - set(now)
            stamped = zip(now, stamps(listing.root, now), strict=True)
            looked_at.update(path for path, stamp in stamped if self._stamps.get(path) != stamp)
        fresh: dict[str, _Fresh] = {}
        for path in sorted(looked_at - gone):
            known = self._read.get(path)
            self._take(path, listing)
            if known is None or _content(known) != _content(self._read[path]):
                fresh[path] = _Fresh(self._read[path], _same_front_matter(known, self._read[path]))
        for path in gone:
            fresh[path] = _Fresh(None)
            del self._read[path], self._findings[path], self._stamps[path], self._links[path]
        if listing is not self._listing:
            self._read = dict(sorted(self._read.items()))
        return fresh

    def _judge_after(self, fresh: Mapping[str, _Fresh], shift: Shift) -> None:
        wanted = self._wanted(fresh, shift)
        for path, note in fresh.items():
            if note.read is not None:
                self._judge_anew(path, self._besides_front_matter(path, wanted) if note.same_front_matter else None)
        for path, names in wanted.items():
            if path not in fresh and path in self._read:
                self._judge_anew(path, names)
        if list(self._findings) != list(self._read):
            self._findings = {path: self._findings[path] for path in self._read}
        self._learn()

    def _besides_front_matter(self, path: str, wanted: Mapping[str, set[str]]) -> set[str]:
        """The rules for a note whose front matter is as it was: those about nothing else find what they found."""
        return {*self._judge.names(path)} - FRONT_MATTER | wanted.get(path, set())

    def _wanted(self, fresh: Collection[str], shift: Shift) -> Mapping[str, set[str]]:
        """Which rules are to judge which notes again, besides those that are fresh."""
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for looked_at in (*fresh, *shift.asked, *shift.leading):
            for path, rules in self._readers.get(looked_at, {}).items():
                wanted[path] |= rules
        for name in shift.named:
            for path, rules in self._name_readers.get(name, {}).items():
                wanted[path] |= rules
        for path in shift.leading:
            wanted[path].update(rule.name for rule in self._judge.rules(path) if not isinstance(rule, NoteRule))
        for question in shift.everywhere:
            asking = self._asking(question)
            for path in self._read if asking else ():
                wanted[path] |= asking
        for question, paths in shift.among.items():
            for path in paths:
                wanted[path] |= self._asking(question)
        return wanted

    def _asking(self, question: str) -> set[str]:
        """The rules that have ever asked this."""
        return {rule for rules in self._readers.get(question, {}).values() for rule in rules}

    # -- one note

    def _paths(self, listing: Listing) -> list[str]:
        paths = note_paths(listing, self._configs, ())
        for schemas in {self._configs.at(path).schemas for path in paths}:
            check_schemas(schemas, paths)
        return paths

    def _take(self, path: str, listing: Listing) -> None:
        (self._stamps[path],) = stamps(listing.root, [path])
        (task,) = tasks_for([path], listing, self._configs, {})
        self._read[path] = read = read_one(task)
        self._links[path] = count_links(read.note) if read.note else 0

    def _judge_anew(self, path: str, only: set[str] | None) -> None:
        """Ask the rules, or `only` those of these names, about a note."""
        read = self._read[path]
        if read.note is None:
            self._findings[path] = tuple(self._judge.unreadable(path, read.offset, read.trouble))
        elif only is None:
            self._findings[path] = findings_of(read.note, self._vault, self._judge)
        else:
            before = [silenced for silenced in self._judge.silenced.get(path, ()) if silenced[0] not in only]
            kept = [told for told in self._findings[path] if told.rule not in only and told.rule not in ABOUT_COMMENTS]
            anew = self._judge.heard(read.note, self._vault, only=only, before=before)
            self._findings[path] = tuple(sorted([*kept, *anew], key=order))

    def _learn(self) -> None:
        """Remember whom a change to what concerns."""
        for new, known in ((self._judge.readers, self._readers), (self._judge.name_readers, self._name_readers)):
            for looked_at, notes in new.items():
                for path, rules in notes.items():
                    known[looked_at][path].update(rules)
            new.clear()

    def _new_vault(self) -> ResidentVault:
        notes = {path: read.note for path, read in self._read.items() if read.note}
        return ResidentVault(notes, self._listing.paths, self._configs.vault_settings(self._listing.opaque))


def _content(read: Read) -> tuple[object, ...]:
    return read.text.content, read.text.bom, read.trouble, read.offset


def _same_front_matter(before: Read | None, after: Read) -> bool:
    """Whether two states of a note have the same front matter, and no comments that might silence what is found in it."""
    if before is None or before.note is None or after.note is None:
        return False
    was, now = sharing(before.note), sharing(after.note)
    return was.front_matter == now.front_matter and not was.silences and not now.silences
