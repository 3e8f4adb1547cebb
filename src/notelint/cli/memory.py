"""What a watch remembers of its vaults between one run and the next, and what it must look at again."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from notelint.cache.key import Call, key
from notelint.cache.packed import digest
from notelint.chosen import Chosen
from notelint.cli.check_options import Options
from notelint.cli.looking import Looked
from notelint.cli.options import cache_for, late_configs
from notelint.config.tree import Configs
from notelint.files import list_files
from notelint.lint import lint
from notelint.resident import Resident
from notelint.run import Run

if TYPE_CHECKING:
    from notelint.lint import Ask
    from notelint.whole import Progress

Happened: TypeAlias = Literal["nothing", "written", "other"]
"""Nothing but temporary files, a note was written, or anything else."""


class Memory:
    """The vaults that are watched, looked up once and then brought up to date.

    The first run over a vault goes the way of every run. While nobody waits, its notes are then taken into memory (`grow`), and
    from then on a change costs what depends on it. Only one thing is taken as it comes: a note that was there, and is there,
    may say something else. Whatever else happens in a vault, its files are listed again.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._vaults: dict[Path, _Vault] = {}

    def look(self, root: Path) -> Looked:
        """The vault at a root, as of now."""
        vault = self._vaults.get(root)
        if vault is None or vault.day != _today():
            vault = self._vaults[root] = _Vault(root, self._options)
        return vault.look()

    def lint(
        self,
        looked: Looked,
        configs: Configs,
        chosen: Chosen,
        contents: Mapping[str, bytes],
        progress: "Progress" = None,
        ask: "Ask | None" = None,
    ) -> Run:
        """What is found in a vault."""
        vault = self._vaults[looked.listing.root]
        if vault.is_grown and not contents:
            return vault.run(chosen)
        return lint(looked.listing, configs, chosen, contents, progress, looked.cache, ask)

    def heed(self, places: Iterable[Path]) -> Happened:
        """Hear that something has happened at these places, and tell what that was."""
        found = {self._heed(place) for place in places}
        return "written" if "written" in found else "other" if "other" in found else "nothing"

    def _heed(self, place: Path) -> Happened:
        within = [root for root in self._vaults if place.is_relative_to(root)]
        happened: Happened = "nothing" if within else "other"  # of a vault that could not be looked at, nothing is known
        for root in within:
            vault, path = self._vaults[root], place.relative_to(root).as_posix()
            if not vault.is_nothing(path):
                happened = "written" if vault.takes(path) or happened == "written" else "other"
        return happened

    def grow(self) -> Iterator[None]:
        """Take the notes of all vaults into memory, in small steps."""
        for vault in [*self._vaults.values()]:
            yield from vault.grow()

    def forget(self) -> None:
        """Look at all files the next time."""
        for vault in self._vaults.values():
            vault.is_stale = True


class _Vault:
    """One vault as it was looked at, with the notes that have changed since what is known of it was found."""

    def __init__(self, root: Path, options: Options) -> None:
        self.day = _today()
        self._root = root
        self._options = options
        self._resident: Resident | None = None
        self._growing: Iterator[None] | None = None
        self.is_grown = False
        self.is_stale = False
        self._settings = b""
        self._touched: set[str] = set()
        self._look_at_all()

    def look(self) -> Looked:
        """The vault as of now."""
        if self.is_stale:
            self._look_at_all()
        if self._growing and not (self._cache and self._cache.earlier):
            for _ in self.grow():  # to read all that is left is less than to read everything
                pass
        if self._resident and self.is_grown:
            self._resident.update(self._listing, self._touched)
            self._touched.clear()
            return Looked(self._listing, None, self._resident.paths)
        earlier = self._cache.earlier if self._cache else None
        return Looked(self._listing, self._cache, earlier.paths if earlier else None)

    def _look_at_all(self) -> None:
        """List the files, and find out what holds that is known of them."""
        self._listing = list_files(self._root)
        self._paths = frozenset((*self._listing.paths, *self._listing.markers))
        cache = cache_for(self._root, self._options.meaning, self._options.keeping)
        settings = key(self._listing._replace(paths=()), cache.call if cache else Call())
        if not self._resident or settings != self._settings:
            self._settings, self._resident, self._growing, self.is_grown = settings, None, None, False
            self._touched.clear()
        self._cache = cache if not self.is_grown else None
        if self._cache:
            self._cache.look(self._listing)
        self.is_stale = False
        self._take_over()

    def _take_over(self) -> None:
        """Know what has changed since what is kept was found."""
        earlier = self._cache.earlier if self._cache else None
        self._changed = set(earlier.changed) if earlier else set()
        self._digests = earlier.digests() if earlier else {}

    def grow(self) -> Iterator[None]:
        """Take the notes into memory, in small steps; what happens meanwhile is looked at in the end."""
        while not self.is_grown:
            if self._growing is None:
                self._settle()
                self._touched.clear()
                self._resident = Resident(self._listing, late_configs(self._listing, self._options.meaning))
                self._growing = self._resident.grow()
            if next(self._growing, self) is self:
                self.is_grown, self._growing = True, None
                self._close()
            yield

    def _close(self) -> None:
        """Let go of what was kept of an earlier run."""
        if self._cache and self._cache.earlier:
            self._cache.earlier.store.close()
        self._cache = None

    def run(self, chosen: Chosen) -> Run:
        """What is found, by what is in memory."""
        assert self._resident  # noqa: S101 - as is_grown has said
        return self._resident.run(chosen)

    def _settle(self) -> None:
        """Look at what was kept last, if that is newer than what is known."""
        if self._cache and self._cache.renewed:
            if self._cache.earlier:
                self._cache.earlier.store.close()
                self._cache.earlier = None
            self._cache.look(self._listing)
            self._take_over()

    def is_nothing(self, path: str) -> bool:
        """Whether there is nothing at this path, and was nothing: what editors write beside a note while they save it."""
        if os.path.lexists(self._root / path) or path in self._paths:
            return False
        return not any(one.startswith(f"{path}/") for one in self._paths)

    def takes(self, path: str) -> bool:
        """Whether it is known what has happened here: a note has been written."""
        place = self._root / path
        is_note = (self._resident is not None and path in self._resident.paths) or bool(self._digests.get(path))
        if not is_note or self.is_stale or not place.is_file() or place.is_symlink() or not self._compare(path, place):
            self.is_stale = True
            return False
        self._touched.add(path)
        return True

    def _compare(self, path: str, place: Path) -> bool:
        """Remember whether a note is what it was when what is kept was found; False when that does not hold any more."""
        if self.is_grown:
            return True
        if not self._cache or not self._cache.earlier or not self._digests.get(path):
            return False
        try:
            other = digest(place.read_bytes()) != self._digests[path]
        except OSError:
            return False
        (self._changed.add if other else self._changed.discard)(path)
        self._cache.earlier = self._cache.earlier.with_changed(self._changed)
        return True


def _today() -> str:
    return time.strftime("%Y-%m-%d")
