"""Files written so that nobody ever meets half of one."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from notelint.errors import NotelintError


class WriteError(NotelintError):
    """A file could not be written; it is as it was before."""


def write_whole(file: Path, content: bytes) -> None:
    """Put the content in place of what a file holds. See `write_streamed`."""
    write_streamed(file, lambda out: _put(out, content))


def _put(out: BinaryIO, content: bytes) -> None:
    out.write(content)


def write_streamed(file: Path, write: Callable[[BinaryIO], None]) -> None:
    """Put what `write` writes in place of what a file holds: all of it or, whatever happens, nothing.

    The new file is written beside the old one, brought to the disk and renamed over it (POSIX `rename` is atomic). Mode and,
    where that is allowed, owner stay; a symbolic link stays one, and what it leads to is written. A file that nobody may write
    (mode 444, as git-annex and Perforce guard theirs) is left alone, though its folder would let it be replaced.

    Raises WriteError.
    """
    place = Path(os.path.realpath(file))
    if _is_guarded(place):
        raise WriteError(f"{file} is read-only, so it was left alone: allow writing to it first.")
    try:
        _replace(place, write)
    except OSError as error:
        raise WriteError(f"{file} could not be written and is as it was: {error.strerror or error}.") from error


def _is_guarded(place: Path) -> bool:
    try:
        return not place.stat().st_mode & 0o222
    except OSError:
        return False


def _replace(place: Path, write: Callable[[BinaryIO], None]) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".notelint", dir=place.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            write(out)
            _take_after(place, descriptor)
            out.flush()
            os.fsync(descriptor)
        os.replace(name, place)  # noqa: PTH105 - the name is a string already
    except BaseException:  # an interrupted run leaves nothing behind either
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108 - as above
        raise
    _sync_folder(place.parent)


def _take_after(place: Path, descriptor: int) -> None:
    """Give the new file the mode and owner of the one it replaces; where there is none, the mode that files get here."""
    if not hasattr(os, "fchmod"):  # on Windows before Python 3.13; a file gets the rights of its folder there
        return
    try:
        status = place.stat()
    except FileNotFoundError:
        os.umask(mask := os.umask(0))  # there is no way to ask for it alone
        os.fchmod(descriptor, 0o666 & ~mask)
    else:
        os.fchmod(descriptor, status.st_mode & 0o7777)
        if hasattr(os, "fchown") and (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
            with suppress(PermissionError):
                os.fchown(descriptor, status.st_uid, status.st_gid)


def _sync_folder(folder: Path) -> None:
    """Bring the rename itself to the disk, where a folder can be opened for that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
