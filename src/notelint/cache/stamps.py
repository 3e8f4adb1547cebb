"""Whether files are what they were: by size, times and number, without reading them."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from notelint.cache.packed import digest

Stamp: TypeAlias = tuple[int, int, int, int]
"""Size, time of the last change to the content and to the file (nanoseconds), number of the file; all -1 where there is
none."""

NONE: Stamp = (-1, -1, -1, -1)

_COARSE = 2_000_000_000
"""Nanoseconds within which two changes may get the same time: two seconds on FAT, the coarsest that is in use."""


def stamps(root: Path, paths: Iterable[str]) -> list[Stamp]:
    """The stamps of these files; those of links are of what they lead to, since that is what is read."""
    prefix = f"{root}{os.sep}"
    stat = os.stat
    listed = []
    for path in paths:
        try:
            status = stat(prefix + path)
        except (OSError, ValueError):
            listed.append(NONE)
        else:
            listed.append((status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino))
    return listed


def unsettled(files: Sequence[Stamp], when: int) -> list[int]:
    """The numbers of those files that may change again without getting another stamp; `when` is when they got theirs."""
    limit = when - _COARSE
    return [number for number, stamp in enumerate(files) if stamp[1] >= limit or stamp[2] >= limit or stamp == NONE]


def content_digest(place: Path) -> bytes:
    """The digest of what a file holds now; empty when it cannot be read."""
    try:
        return digest(place.read_bytes()) if place.is_file() else b""
    except OSError:
        return b""
