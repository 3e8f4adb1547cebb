"""What a watch remembers of its vaults between one run and the next, and what it must look at again."""

import os
import time
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeAlias

from notelint.cache.earlier import Cache
from notelint.cache.packed import digest
from notelint.cli.options import cache_for
from notelint.files import Listing, list_files

Happened: TypeAlias = Literal["nothing", "written", "other"]
"""Nothing but temporary files, a note was written, or anything else."""


class Memory:
    """The files of each vault, and what is kept of the run before; looked up once and then brought up to date.

    Only one thing is taken as it comes: a note that was there, and is there, may say something else. Whatever else happens in a
    vault, its files are listed again, and what is kept is looked up again.
    """

    def __init__(self) -> None:
        self._vaults: dict[Path, _Vault] = {}

    def look(self, root: Path, arguments: Namespace) -> tuple[Listing, Cache | None]:
        """The files of a vault, and what is kept of an earlier run over it, as of now."""
        vault = self._vaults.get(root)
        if vault is None or vault.day != _today():
            vault = self._vaults[root] = _Vault(root, arguments)
        return vault.listing, vault.cache

    def heed(self, places: Iterable[Path]) -> Happened:
        """Hear that something has happened at these places, and tell what that was."""
        found = {self._heed(place) for place in places}
        return "written" if "written" in found else "other" if "other" in found else "nothing"

    def _heed(self, place: Path) -> Happened:
        within = [root for root in self._vaults if place.is_relative_to(root)]
        happened: Happened = "nothing" if within else "other"  # of a vault that could not be looked at, nothing is known
        for root in within:
            vault, path = self._vaults[root], place.relative_to(root).as_posix()
            if vault.is_nothing(path):
                continue
            happened = "written"
            if not vault.takes(path):
                happened = "other"
                del self._vaults[root]
        return happened

    def settle(self) -> None:
        """Look at what the last run has kept, while nobody waits."""
        for vault in self._vaults.values():
            vault.settle()

    def forget(self) -> None:
        """Look at everything the next time."""
        self._vaults.clear()


class _Vault:
    """One vault as it was looked at, with the notes that have changed since what is kept of it was found."""

    def __init__(self, root: Path, arguments: Namespace) -> None:
        self.day = _today()
        self.root = root
        self.listing = list_files(root)
        self.cache = cache_for(root, arguments)
        self._paths = frozenset((*self.listing.paths, *self.listing.markers))
        self._look()

    def _look(self) -> None:
        if self.cache:
            self.cache.look(self.listing)
        earlier = self.cache.earlier if self.cache else None
        self._changed = set(earlier.changed) if earlier else set()
        self._digests = earlier.digests() if earlier else {}

    def settle(self) -> None:
        """Look at what was kept last, if that is newer than what is known."""
        if self.cache and self.cache.renewed:
            if self.cache.earlier:
                self.cache.earlier.store.close()
                self.cache.earlier = None
            self._look()

    def is_nothing(self, path: str) -> bool:
        """Whether there is nothing at this path, and was nothing: what editors write beside a note while they save it."""
        if os.path.lexists(self.root / path) or path in self._paths:
            return False
        return not any(one.startswith(f"{path}/") for one in self._paths)

    def takes(self, path: str) -> bool:
        """Whether it is known what has happened here: a note has been written."""
        place = self.root / path
        if not self.cache or not self.cache.earlier or not self._digests.get(path) or not place.is_file() or place.is_symlink():
            return False
        try:
            other = digest(place.read_bytes()) != self._digests[path]
        except OSError:
            return False
        (self._changed.add if other else self._changed.discard)(path)
        self.cache.earlier = self.cache.earlier.with_changed(self._changed)
        return True


def _today() -> str:
    return time.strftime("%Y-%m-%d")
