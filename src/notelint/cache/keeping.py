"""From a run over a whole vault to what is kept of it."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from notelint.cache.earlier import Cache, Kept
from notelint.cache.front_matter import plain_front_matter
from notelint.cache.index import kept_index, read_index
from notelint.cache.packed import digest
from notelint.cache.plain import Plain, Told, as_plain, lines_of
from notelint.cache.row import Row
from notelint.cache.sharing import pairs, pieces, repeated, sharing, sorted_pairs
from notelint.cache.stamps import Stamp, stamps
from notelint.config.tree import Configs
from notelint.files import Listing
from notelint.judge import KNOWN, compares
from notelint.note import Note
from notelint.reading import Read
from notelint.scope import note_paths
from notelint.text import Text
from notelint.vault import Vault
from notelint.vault.habit import habit_of
from notelint.whole import Judged, count_links, fails


class Keeping:
    """Keeps a run over a whole vault; to be made before any of its notes is read."""

    def __init__(self, cache: Cache, listing: Listing, configs: Configs) -> None:
        self._cache = cache
        self._listing = listing
        self._configs = configs
        self._started = time.time_ns()
        self._index = read_index(listing)
        self._stamps = stamps(listing.root, note_paths(listing, configs, ()))

    def keep(self, judged: Judged) -> None:
        """Keep it for the next run, if the same would come out again."""
        if _is_worth_keeping(judged):
            kept = _kept(judged, self._configs, self._stamps)
            index = self._kept_index(judged)
            self._cache.keep(self._listing, kept._replace(whole={**kept.whole, "index": index}), self._started)

    def _kept_index(self, judged: Judged) -> Plain | None:
        read = judged.contents.read
        if self._index is None:
            return None
        notes = [(one.path, _raw(one.text)) for one in read if one.note]
        return kept_index(self._listing, self._index, notes) if len(notes) == len(read) else None


def _is_worth_keeping(judged: Judged) -> bool:
    """Whether the same would come out again: no rule crashed, and no note was there that could not be opened."""
    unread = (one for one in judged.contents.read if one.note is None)
    return not judged.judge.crashes and all(one.text.content for one in unread)


def _day(judged: Judged) -> str:
    """The day, when a finding may depend on it: by a rule, or by a comment that ends."""
    judge = judged.judge
    rules = {id(rules): rules for rules in (judge.rules(path) for path in judged.findings)}.values()
    by_rule = any(hasattr(rule, "today") for one in rules for rule in one)
    notes = (one.note for one in judged.contents.read if one.note)
    return judge.today if by_rule or any(told.until for note in notes for told in note.suppressions) else ""


def _kept(judged: Judged, configs: Configs, before: Sequence[Stamp]) -> Kept:
    """What is kept of a run, whose notes had these stamps before they were read."""
    read = judged.contents.read
    plain = {path: tuple(_plain(configs, found)) for path, found in judged.findings.items()}
    rows = _Rows(judged, plain)
    return Kept(
        _day(judged),
        [one.path for one in read],
        before,
        [digest(_raw(one.text)) if one.note else b"" for one in read],
        {
            "sums": (sum(rows.links.values()), sum(one[-2] for found in plain.values() for one in found)),
            "findings": tuple((path, found) for path, found in plain.items() if found),
            "lines": rows.lines,
            **_answers(judged.contents.vault, rows),
        },
        ((path, tuple(row)) for path, row in rows.all()),
    )


def _plain(configs: Configs, findings: Sequence[Any]) -> Iterator[Plain]:
    for finding in findings:
        yield as_plain(Told(finding, fails(finding, configs), compares(KNOWN[finding.rule])))


def _raw(text: Text) -> bytes:
    """The bytes that a text was decoded from."""
    return (b"\xef\xbb\xbf" if text.bom else b"") + text.content.encode()


def _answers(vault: Vault, rows: "_Rows") -> dict[str, Any]:
    """What the vault answers as a whole, as far as somebody has asked."""
    shared = [one for one in rows.sharing.values() if one]
    marked = {words: (tuple(found.by_text), tuple(found.by_target)) for words, found in vault.marked_so_far.items()}
    texts = {text: vault.times_linked(text) for text in sorted(vault.asked_texts)}
    return {
        "answers": (
            vault.notes.all_looked_at,
            tuple(sorted({target for one in shared for target in one.targets})),
            tuple(sorted({label for one in shared for label in one.labels})),
            vault.has_given_values,
            marked,
            texts,
            bool(vault.copies_so_far),
            tuple(path for path in rows.sharing if path not in vault.notes),
            tuple(habit_of(vault.written_so_far)) if vault.written_so_far else None,
        ),
        "aliases": dict(vault.aliases) if vault.has_given_values else None,
        **dict(pieces(rows.pairs)),
    }


class _Rows:
    """What is kept of each note."""

    def __init__(self, judged: Judged, plain: Mapping[str, tuple[Plain, ...]]) -> None:
        self._judged = judged
        self._plain = plain
        self._vault = judged.contents.vault
        notes = {one.path: one.note for one in judged.contents.read}
        self.sharing = {path: sharing(note) if note else None for path, note in notes.items()}
        self.links = {path: count_links(note) if note else 0 for path, note in notes.items()}
        self.pairs = sorted_pairs(one.digests for one in self.sharing.values() if one) if self._vault.copies_so_far else []
        self._causing = self._causes()
        self.lines = {one.path: tuple(lines_of(one.text)) for one in judged.contents.read if self._is_told_of(one)}

    def all(self) -> Iterator[tuple[str, Row]]:
        """The rows by path."""
        incoming = self._incoming()
        texts = self._texts()
        parts = self._taking_part()
        names = self._names()
        repeats = repeated(self.pairs)
        written = self._vault.written_so_far
        matters = {note.path: plain_front_matter(note) for note in self._notes()}
        judge = self._judged.judge
        for path, shared in self.sharing.items():
            yield (
                path,
                Row(
                    self._plain[path],
                    self.links[path],
                    self.lines.get(path),
                    shared and tuple(shared),
                    tuple(texts.get(path, {}).items()),
                    path in parts,
                    tuple((source, tuple(spans)) for source, spans in incoming.get(path, {}).items()),
                    _plain_readers(judge.readers.get(path, {})),
                    _plain_readers(judge.name_readers.get(path, {})),
                    tuple(names.get(path, ())),
                    tuple(self._causing.get(path, ())),
                    judge.silenced.get(path, ()),
                    matters.get(path),
                    shared is not None and not repeats.isdisjoint(pairs(shared.digests)),
                    tuple(written.get(path, ())),
                ),
            )

    def _is_told_of(self, one: Read) -> bool:
        return bool(self._plain[one.path]) or one.path in self._causing

    def _causes(self) -> Mapping[str, set[str]]:
        """By the path of a note, which notes have findings that speak of it."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for path, findings in self._judged.findings.items():
            for finding in findings:
                for related in finding.related:
                    found[related.path].add(path)
        return found

    def _incoming(self) -> Mapping[str, Mapping[str, list[tuple[int, int]]]]:
        found: defaultdict[str, defaultdict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
        for note in self._notes():
            for link in note.links:
                if "://" in link.target and link.kind not in ("wiki", "embed"):
                    continue
                path = self._vault.resolve(link, note).path
                if path != note.path and path in self.sharing:
                    found[path][note.path].append((link.span.start, link.span.end))
        return found

    def _texts(self) -> Mapping[str, Counter[str]]:
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for text in sorted(self._vault.asked_texts):
            for path in self._vault.linked_in(text):
                found[path][text] += 1
        return found

    def _names(self) -> Mapping[str, list[tuple[str, tuple[str, ...]]]]:
        found: defaultdict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for (path, platform), names in sorted(self._vault.names_so_far.items(), key=itemgetter(0)):
            found[path].append((platform, tuple(names)))
        return found

    def _taking_part(self) -> set[str]:
        found: set[str] = set()
        for marked in self._vault.marked_so_far.values():
            found.update(marked.unmarked)
            for groups in (marked.by_text, marked.by_target):
                found.update(item.note.path for items in groups.values() for item in items)
        return found

    def _notes(self) -> Iterator[Note]:
        return (one.note for one in self._judged.contents.read if one.note)


def _plain_readers(readers: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((path, tuple(sorted(rules))) for path, rules in sorted(readers.items()))
