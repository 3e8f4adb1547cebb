"""The paths of a repository: what exists, under which exact name, and what has the same name elsewhere."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from posixpath import basename, dirname


class FileIndex:
    """The files of a repository, by their paths from its root (`/` between folders)."""

    def __init__(self, files: Iterable[str]) -> None:
        self._files = frozenset(files)

    @cached_property
    def _folders(self) -> frozenset[str]:
        folders: set[str] = {""}
        for path in self._files:
            folder = dirname(path)
            while folder not in folders:
                folders.add(folder)
                folder = dirname(folder)
        return frozenset(folders)

    @cached_property
    def _by_case(self) -> dict[str, str]:
        return {path.casefold(): path for path in sorted([*self._folders, *self._files], reverse=True)}

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        named: defaultdict[str, list[str]] = defaultdict(list)
        for path in sorted(self._files):
            named[basename(path).casefold()].append(path)
        return {name: tuple(paths) for name, paths in named.items()}

    @cached_property
    def _by_folder(self) -> dict[str, tuple[str, ...]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for path in sorted(self._files):
            found[dirname(path)].append(path)
        return {folder: tuple(paths) for folder, paths in found.items()}

    def beside(self, path: str) -> tuple[str, ...]:
        """The files in the folder of this path, in order."""
        return self._by_folder.get(dirname(path), ())

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
        found = self._by_case.get(path.casefold())
        return None if found == path else found

    def same_name(self, name: str) -> tuple[str, ...]:
        """The files whose last part is this name, in any case, sorted by path."""
        return self._by_name.get(name.casefold(), ())
