"""An earlier run over the same vault, as far as it still holds."""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from notelint.cache.key import Call, key
from notelint.cache.packed import SIZE, NeedsAllError, digest, pack, unpack
from notelint.cache.place import folder_of, prepare
from notelint.cache.stamps import NONE, Stamp, content_digest, stamps, unsettled
from notelint.cache.store import Store, write, write_bytes
from notelint.files import Listing

if TYPE_CHECKING:  # git is asked only about what is staged
    from notelint.cache.index import Index

_MOST_CALLS = 6
"""For how many ways of calling something is kept; of more the oldest go."""


class Head(NamedTuple):
    """What one needs to know to tell whether an earlier run holds.

    `day` is an ISO date when something depends on it, else empty. `paths` are the notes in order, `number` tells this file from
    others that were written in its place.
    """

    key: bytes
    number: bytes
    day: str
    root: str
    paths: tuple[str, ...]


class Earlier:
    """A run over all notes of a vault that holds but for the notes that have `changed` since."""

    def __init__(self, store: Store, head: Head, root: Path, changed: Sequence[str]) -> None:
        self.store = store
        self.root = root
        self.paths = head.paths
        self.changed = tuple(changed)

    @cached_property
    def known(self) -> frozenset[str]:
        """The paths of the notes, to look them up."""
        return frozenset(self.paths)

    def with_contents(self, contents: Mapping[str, bytes]) -> "Earlier":
        """The same for a run in which these contents go before files. Raises NeedsAllError for one of no known note."""
        if not contents:
            return self
        if not self.known.issuperset(contents):
            raise NeedsAllError
        digests = self.digests()
        other = {path for path, content in contents.items() if digests[path] != digest(content)}
        return self.with_changed(other.union(path for path in self.changed if path not in contents))

    def with_changed(self, changed: Iterable[str]) -> "Earlier":
        """The same where these notes have changed since, and no others."""
        return Earlier(self.store, Head(b"", b"", "", "", self.paths), self.root, sorted(changed))

    def digests(self) -> Mapping[str, bytes]:
        """The digest of what each note held; empty for those that could not be read."""
        joined = self.store.whole("digests")
        return {path: joined[at : at + SIZE].rstrip(b"\0") and joined[at : at + SIZE] for path, at in _places(self.paths)}


class Cache:
    """What is kept of runs over one vault that were called in one way."""

    def __init__(self, base: Path, root: Path, call: Call, *, tracked: bool = False) -> None:
        """`tracked` says that this run does not see files that git does not know."""
        self.base = base
        self.folder = folder_of(root, base)
        self.root = root
        self.call = call
        self.earlier: Earlier | None = None
        self.renewed = False
        """Whether a run has been kept since `look`, so that `earlier` is none of its."""
        self._key = b""
        name = digest(repr(call).encode("utf-8", "surrogatepass")).hex()[:16]
        # Most of the time there are no other files than those that git knows, and one run serves both.
        self._files = [self.folder / f"{name}.db"]
        if tracked:
            self._files.append(self.folder / f"{name}-tracked.db")

    def look(self, listing: Listing) -> None:
        """Find the `earlier` run, if one was about the same files under the same settings."""
        self.renewed = False
        self._key = key(listing, self.call)
        for file, store, head in self._stores():
            try:
                if head.key == self._key and head.day in ("", time.strftime("%Y-%m-%d")):
                    self.earlier = Earlier(store, head, self.root, _changed(store, head, self.root, file))
                    return
            except NeedsAllError:
                pass
            store.close()

    def look_at_index(self, index: "Index") -> Listing | None:
        """Find the `earlier` run by what git's index tells, and the listing; None where that is not enough."""
        for _, store, head in self._stores():
            listing = self._by_index(store, head, index)
            if listing:
                return listing
            store.close()
        return None

    def _by_index(self, store: Store, head: Head, index: "Index") -> Listing | None:
        from notelint.cache.index import KeptIndex

        try:
            kept = store.whole("index")
            compared = index.compare(KeptIndex(*kept)) if kept else None
            if compared is None or head.day not in ("", time.strftime("%Y-%m-%d")):
                return None
            self._key = key(compared.listing, self.call)
            if self._key != head.key:
                return None
            doubtful = compared.doubtful.union(head.paths[number] for number in kept[2])
            numbers = [number for number, path in enumerate(head.paths) if path in doubtful]
            changed = [head.paths[number] for number in _other(store, head, self.root, numbers)]
        except NeedsAllError:
            return None
        self.earlier = Earlier(store, head, self.root, changed)
        return compared.listing

    def _stores(self) -> Iterator[tuple[Path, Store, Head]]:
        for file in self._files:
            try:
                store = Store(file)
                yield file, store, Head(*store.whole("head"))
            except NeedsAllError:
                continue

    def keep(self, listing: Listing, kept: "Kept", started: int) -> None:
        """Keep a run, after `look`; `started` is a moment (nanoseconds) before any of its notes was read.

        What cannot be written is not kept: on a disk that is full or read-only runs are slower.
        """
        if key(listing, self.call) != self._key:
            return  # a setting has changed since
        number = os.urandom(SIZE)
        head = Head(self._key, number, kept.day, str(self.root), tuple(kept.paths))
        try:
            prepare(self.base, self.folder)
            file = self._files[-1]
            write(file, {"head": tuple(head), "digests": _joined(kept.digests), **kept.whole}, kept.notes)
            _write_stamps(file, number, kept.stamps, unsettled(kept.stamps, started))
            self.renewed = True
            self._forget_oldest()
        except (OSError, sqlite3.Error):
            return

    def _forget_oldest(self) -> None:
        files = sorted(self.folder.glob("*.db"), key=lambda file: file.stat().st_mtime)
        for file in files[:-_MOST_CALLS]:
            file.unlink(missing_ok=True)
            _stamps_of(file).unlink(missing_ok=True)


class Kept(NamedTuple):
    """A run over all notes, to be kept: what is known of each note and of all, as plain data.

    `day` is an ISO date when something depends on it, else empty. `digests` are of what was read, empty where that was nothing
    readable.
    """

    day: str
    paths: Sequence[str]
    stamps: Sequence[Stamp]
    digests: Sequence[bytes]
    whole: Mapping[str, Any]
    notes: Iterable[tuple[str, Any]]


def _changed(store: Store, head: Head, root: Path, file: Path) -> list[str]:
    """The notes whose content is not what it was. Raises NeedsAllError when that cannot be told."""
    when = time.time_ns()
    now = stamps(root, head.paths)
    before, doubtful = _read_stamps(file, head)
    if now == before and not doubtful:
        return []
    doubtful.update(number for number, pair in enumerate(zip(now, before, strict=True)) if pair[0] != pair[1])
    changed = _other(store, head, root, sorted(doubtful))
    _renew(file, head, before, now, changed, when)
    return [head.paths[number] for number in changed]


def _other(store: Store, head: Head, root: Path, numbers: Iterable[int]) -> list[int]:
    """Which of the notes of these numbers hold something else than they held. Raises NeedsAllError for an unreadable one."""
    joined = store.whole("digests")
    changed = []
    for number in numbers:
        known = joined[number * SIZE : (number + 1) * SIZE]
        if known == bytes(SIZE):
            raise NeedsAllError  # it could not be read, and may be now
        if content_digest(root / head.paths[number]) != known:
            changed.append(number)
    return changed


def _renew(file: Path, head: Head, before: Sequence[Stamp], now: list[Stamp], changed: Iterable[int], when: int) -> None:
    """Keep the stamps that notes have now, of those that hold what they held."""
    doubtful = set(unsettled(now, when))
    for number in changed:
        now[number] = NONE
        doubtful.add(number)
    if now != before or not doubtful:
        try:
            _write_stamps(file, head.number, now, doubtful)
        except OSError:
            return


def _stamps_of(file: Path) -> Path:
    return file.with_suffix(".stamps")


def _read_stamps(file: Path, head: Head) -> tuple[list[Stamp], set[int]]:
    """The stamps that are kept, and the numbers of those that say nothing; all of them if they belong to another file."""
    try:
        number, kept, doubtful = unpack(b"stamps", _stamps_of(file).read_bytes())
    except (OSError, NeedsAllError):
        number = b""
    if number != head.number:
        return [NONE] * len(head.paths), set(range(len(head.paths)))
    return kept, set(doubtful)


def _write_stamps(file: Path, number: bytes, kept: Sequence[Stamp], doubtful: Iterable[int]) -> None:
    write_bytes(_stamps_of(file), pack(b"stamps", (number, list(kept), tuple(doubtful))))


def _joined(digests: Iterable[bytes]) -> bytes:
    return b"".join(digest or bytes(SIZE) for digest in digests)


def _places(paths: Sequence[str]) -> Iterable[tuple[str, int]]:
    return zip(paths, range(0, len(paths) * SIZE, SIZE), strict=True)
