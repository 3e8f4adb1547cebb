"""What git's index says of the files of a repository: for ten thousand of them, git is faster than a look at each.

An entry of the index has the digest of a file's content as git knows it. Where that is the digest of what was read, the entry
is what it was, and git sees no change against it in the working tree, the file holds what it held. Git looks at size, times
and number as well, and reads what may have changed within the grain of the clock. None of this is used where files are changed
on their way into the index (gitattributes(5)), or lie there on other terms than that they are files: then each file is looked
at.
"""

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self

from notelint import git
from notelint.cache.plain import Plain
from notelint.cache.stamps import Stamp, stamps, unsettled
from notelint.files import Listing, find_markers

_ENTRIES = ("ls-files", "-s", "-v", "-z")
_CHANGES = (
    *("-c", "core.autocrlf=false", "-c", f"core.attributesFile={os.devnull}", "-c", "core.trustctime=true"),
    *("diff-files", "--name-status", "--ignore-submodules", "-z"),
)


_STRIDE = 4096


class Index:
    """The index of a repository, asked for while something else is done. To be used in a `with` statement."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._pending = (git.Pending(root, *_ENTRIES), git.Pending(root, *_CHANGES))

    @cached_property
    def _outputs(self) -> tuple[bytes | None, bytes | None]:
        entries, changes = self._pending
        return entries.output(), changes.output()

    def compare(self, kept: "KeptIndex") -> "Compared | None":
        """The listing, and the paths of the files that may not be what they were; None where the index cannot tell."""
        entries, changes = self._outputs
        if entries is None or changes is None or _may_convert(self._root):
            return None
        fields = changes.split(b"\0")[:-1]
        if any(status != b"M" for status in fields[::2]):
            return None
        differing = set[str]() if entries == kept.entries else _differing(entries, kept.entries)
        if differing is None:
            return None
        listing = Listing(self._root, kept.paths, {}, _markers(self._root, kept), (), (), frozenset(), in_git=True)
        return Compared(listing, {*differing, *map(os.fsdecode, fields[1::2])})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.ExitStack() as stack:
            for pending in self._pending:
                stack.enter_context(pending)


class KeptIndex(NamedTuple):
    """The index as it was: its entries, the paths in it, and of the notes those it says nothing of.

    `markers` lay in the folders of these paths, which had these stamps.
    """

    entries: bytes
    paths: tuple[str, ...]
    uncertain: tuple[int, ...]
    markers: tuple[str, ...]
    folders: tuple[str, ...]
    stamps: list[Stamp]
    when: int


class Compared(NamedTuple):
    """What the index tells: which files there are, and which of them may not be what they were."""

    listing: Listing
    doubtful: set[str]


class ReadIndex(NamedTuple):
    """An index that was read before the notes were: its entries, and the folders of its files with their stamps."""

    entries: bytes
    folders: tuple[str, ...]
    stamps: list[Stamp]
    when: int


def read_index(listing: Listing) -> ReadIndex | None:
    """The index of a repository; None where it does not tell what the files hold."""
    plain = listing.in_git and not (listing.aliases or listing.nested or listing.opaque or listing.absent)
    if not plain or _may_convert(listing.root) or any(path.endswith(".gitattributes") for path in listing.paths):
        return None
    when = time.time_ns()
    folders = tuple(sorted(_folders(listing.paths)))
    stamps_now = stamps(listing.root, folders)
    markers = find_markers(listing.root, folders)
    entries = git.run(listing.root, *_ENTRIES) if markers == listing.markers else None
    return ReadIndex(entries, folders, stamps_now, when) if entries else None


def kept_index(listing: Listing, index: ReadIndex, notes: Sequence[tuple[str, bytes]]) -> Plain | None:
    """What is kept of an index, given path and content of the notes; None when it does not tell enough."""
    known = dict(_parsed(index.entries.split(b"\0")[:-1]))
    if tuple(sorted(known)) != listing.paths or not all(map(_is_file, known.values())):
        return None
    uncertain = tuple(number for number, (path, raw) in enumerate(notes) if known[path].split(b" ")[2] != _blob(raw))
    kept = KeptIndex(index.entries, listing.paths, uncertain, listing.markers, index.folders, index.stamps, index.when)
    return tuple(kept)


def _markers(root: Path, kept: KeptIndex) -> tuple[str, ...]:
    """What now tells how notes are to be read; only folders that may have other files are looked through."""
    doubtful = set(unsettled(kept.stamps, kept.when))
    now = stamps(root, kept.folders)
    changed = {folder for number, folder in enumerate(kept.folders) if number in doubtful or now[number] != kept.stamps[number]}
    held = [marker for marker in kept.markers if marker.rpartition("/")[0] not in changed]
    return tuple(sorted((*held, *find_markers(root, changed))))


def _parsed(entries: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """By path, what stands before it: tag, mode, digest and stage."""
    for entry in entries:
        fields, _, path = entry.partition(b"\t")
        yield os.fsdecode(path), fields


def _is_file(fields: bytes) -> bool:
    """Whether an entry is a file like any other: cached, not assumed to be unchanged, no link, nothing to be merged."""
    return fields.startswith((b"H 100644 ", b"H 100755 ")) and fields.endswith(b" 0")


def _differing(entries: bytes, before: bytes) -> set[str] | None:
    """The paths whose content differs; None when more does than that, for then entries are longer or fewer."""
    if len(entries) != len(before):
        return None
    paths: set[str] = set()
    for start in range(0, len(entries), _STRIDE):
        if entries[start : start + _STRIDE] == before[start : start + _STRIDE]:
            continue
        first = entries.rfind(b"\0", 0, start) + 1
        end = entries.find(b"\0", start + _STRIDE)
        span = slice(first, end if end >= 0 else len(entries))
        now, then = dict(_parsed(entries[span].split(b"\0"))), dict(_parsed(before[span].split(b"\0")))
        if now.keys() != then.keys() or not all(_is_file(fields) for fields in now.values() if fields):
            return None
        paths.update(path for path, fields in now.items() if fields != then[path])
    return paths


def _blob(raw: bytes) -> bytes:
    """The name that git gives to this content (SHA-1; a repository that uses another digest tells nothing here)."""
    from hashlib import sha1

    return sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest().encode()


def _may_convert(root: Path) -> bool:
    """Whether files may be changed on their way into the index, by attributes that are no files of the repository."""
    return not (root / ".git").is_dir() or (root / ".git" / "info" / "attributes").exists()


def _folders(paths: Sequence[str]) -> set[str]:
    folders = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders
