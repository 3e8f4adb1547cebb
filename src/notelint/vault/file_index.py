"""The paths of a repository: what exists, under which exact name, and what has the same name elsewhere."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from posixpath import dirname


class FileIndex:
    """The files of a repository, by their paths from its root (`/` between folders)."""

    def __init__(self, files: Iterable[str]) -> None:
        self._files = frozenset(files)

    # A run that judges one note asks each of these once: for ten thousand files they are most of its work.

    @cached_property
    def _folders(self) -> frozenset[str]:
        folders: set[str] = {""}
        for folder in {path.rpartition("/")[0] for path in self._files}:
            above = folder
            while above not in folders:
                folders.add(above)
                above = above.rpartition("/")[0]
        return frozenset(folders)

    @cached_property
    def _by_case(self) -> dict[str, str]:
        """Of several paths that differ only in case, the first in order."""
        first: dict[str, str] = {}
        for paths in (self._folders, self._files):
            for path in paths:
                known = first.setdefault(path.casefold(), path)
                if path < known:
                    first[path.casefold()] = path
        return first

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        named: defaultdict[str, list[str]] = defaultdict(list)
        for path in self._files:
            named[path.rpartition("/")[2].casefold()].append(path)
        return named

    @cached_property
    def _by_folder(self) -> dict[str, list[str]]:
        files: defaultdict[str, list[str]] = defaultdict(list)
        for path in self._files:
            files[path.rpartition("/")[0]].append(path)
        return files

    def beside(self, path: str) -> tuple[str, ...]:
        """The files in the folder of this path, in order."""
        return _sorted(self._by_folder, dirname(path))

    def is_file(self, path: str) -> bool:
        """Whether a file of exactly this path exists."""
        return path in self._files

    def is_folder(self, path: str) -> bool:
        """Whether a folder of exactly this path exists; the root is the empty path."""
        return path in self._folders

    def has_ending(self, ending: str) -> bool:
        """Whether any file's name ends so."""
        return any(path.endswith(ending) for path in self._files)

    def other_case(self, path: str) -> str | None:
        """The existing path that differs from this one in upper and lower case only."""
        existing = self._by_case.get(path.casefold())
        return None if existing == path else existing

    def same_name(self, name: str) -> tuple[str, ...]:
        """The files whose last part is this name, in any case, sorted by path."""
        return _sorted(self._by_name, name.casefold())


def _sorted(groups: Mapping[str, list[str]], key: str) -> tuple[str, ...]:
    """The paths under a key, in order; those of others are not put in order before somebody asks."""
    paths = groups.get(key)
    if not paths:
        return ()
    paths.sort()
    return tuple(paths)
