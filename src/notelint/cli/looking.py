"""Where a run gets the files of a vault from, and what lints them: the disk, or a watch that remembers."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from notelint.chosen import Chosen
from notelint.files import Listing, list_files
from notelint.lint import lint
from notelint.run import Run

if TYPE_CHECKING:
    from notelint.cache.earlier import Cache
    from notelint.cache.index import Index
    from notelint.cli.check_options import Options
    from notelint.config.tree import Configs
    from notelint.lint import Ask
    from notelint.whole import Progress
else:
    Cache = object  # as in `note`: named without quotes


class Looked(NamedTuple):
    """A vault as it was looked at: its files, what is kept of an earlier run, and which files are notes, if that is known."""

    listing: Listing
    cache: Cache | None
    notes: Collection[str] | None


class Vaults(Protocol):
    """Looks at vaults, and lints them."""

    def look(self, root: Path) -> Looked:
        """The vault at a root."""
        ...

    def lint(
        self,
        looked: Looked,
        configs: "Configs",
        chosen: Chosen,
        contents: Mapping[str, bytes],
        progress: "Progress" = None,
        ask: "Ask | None" = None,
    ) -> Run:
        """What is found in a vault, as `notelint.lint.lint` says."""
        ...


class OnDisk:
    """Looks at the disk each time; at git's index first, where that is given."""

    def __init__(self, options: "Options", index: "Index | None" = None) -> None:
        self._options = options
        self._index = index

    def look(self, root: Path) -> Looked:
        """The vault at a root."""
        from notelint.cli.options import cache_for

        cache = cache_for(root, self._options.meaning, self._options.keeping, tracked=self._options.staged)
        listing = cache.look_at_index(self._index) if cache and self._index else None
        if listing is None:
            listing = list_files(root, untracked=not self._options.staged)
            if cache:
                cache.look(listing)
        return Looked(listing, cache, cache.earlier.paths if cache and cache.earlier else None)

    def lint(
        self,
        looked: Looked,
        configs: "Configs",
        chosen: Chosen,
        contents: Mapping[str, bytes],
        progress: "Progress" = None,
        ask: "Ask | None" = None,
    ) -> Run:
        """What is found in a vault."""
        return lint(looked.listing, configs, chosen, contents, progress, looked.cache, ask)
