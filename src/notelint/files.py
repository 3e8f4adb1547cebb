"""Which files a repository holds, and the text of one.

Paths are relative to the root of the repository, with `/` between their parts on every system.
"""

import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple, TypeAlias

from notelint import git
from notelint.apart import MARKERS
from notelint.text import Text

GitIgnore: TypeAlias = Callable[[str], bool | None]

LARGEST = 10_000_000
"""Bytes above which a note is not read."""

_MARKERS = MARKERS.union(
    (".obsidian", ".foam", "dendron.yml", "dendron.code-workspace", "myst.yml", "_toc.yml", "conf.py"),
    ("notelint.toml", "pyproject.toml"),
    ("hugo.toml", "hugo.yaml", "hugo.json", ".hugo_build.lock", "_default"),
)
_NEVER_ENTERED = frozenset((".git", ".hg", ".svn", ".jj", "node_modules"))


class Listing(NamedTuple):
    """The files of a repository, or of a folder that lies in none.

    `paths` are sorted. `aliases` are the symbolic links among them: path → path of what they lead to, empty when that lies
    outside or nowhere. `markers` are files and folders, ignored ones too, that tell how notes are to be read. `opaque` are
    folders of which nobody knows what they hold (submodules that are not checked out, links to folders outside), `nested` the
    repositories below, `absent` the files that a sparse checkout leaves out on purpose.
    """

    root: Path
    paths: tuple[str, ...]
    aliases: dict[str, str]
    markers: tuple[str, ...]
    opaque: tuple[str, ...]
    nested: tuple[str, ...]
    absent: frozenset[str]
    in_git: bool


class UnreadableError(Exception):
    """A note that cannot be read: why, what could be read of it, and where the trouble begins."""

    def __init__(self, message: str, text: Text, offset: int = 0) -> None:
        super().__init__(message)
        self.text = text
        self.offset = offset


def list_files(root: Path, *, untracked: bool = True) -> Listing:
    """The files of the repository at `root`: as git sees them, or by a walk that honours `.gitignore` files.

    With `untracked` False, only those that git tracks. Raises nothing for odd files; folders that cannot be read hold nothing.
    """
    known = git.listed(root, untracked=untracked) if git.top(root) == root else None
    names, sparse = known if known is not None else (tuple(_walk(root)), frozenset[str]())
    found = _Found(root, sparse)
    folders: dict[str, set[str]] = {"": set()}
    for path in names:
        folder, _, name = path.rstrip("/").rpartition("/")
        folders.setdefault(folder, set()).add(name)
        while folder:
            folder = folder.rpartition("/")[0]
            folders.setdefault(folder, set())
    for folder, listed in folders.items():
        found.scan(folder, listed)
    return found.listing(in_git=known is not None)


def find_markers(root: Path, folders: Iterable[str]) -> tuple[str, ...]:
    """What lies in these folders that tells how notes are to be read, as in the listing of their repository."""
    markers = []
    for folder in folders:
        try:
            names = os.listdir(root / folder)  # noqa: PTH208 - names are all that is needed
        except OSError:
            continue
        markers += [f"{folder}/{name}" if folder else name for name in _MARKERS.intersection(names)]
    return tuple(sorted(markers))


class _Found:
    """What one pass over the folders of a listing finds on disk."""

    def __init__(self, root: Path, sparse: frozenset[str]) -> None:
        self.root = root
        self.real_root = os.path.realpath(root)
        self.sparse = sparse
        self.paths = set(sparse)
        self.aliases: dict[str, str] = {}
        self.markers: list[str] = []
        self.opaque: list[str] = []
        self.nested: list[str] = []

    def scan(self, folder: str, listed: set[str]) -> None:
        """Take what a folder really holds: one call to the system, whatever the number of files."""
        prefix = f"{folder}/" if folder else ""
        try:
            entries = list(os.scandir(self.root / folder))
        except OSError:
            return
        for entry in entries:
            path = prefix + entry.name
            if entry.name in _MARKERS:
                self.markers.append(path)
            if entry.name not in listed:
                continue
            if entry.is_symlink():
                self._alias(path)
            elif entry.is_dir():
                self._repository(path)
            else:
                self.paths.add(path)

    def _alias(self, path: str) -> None:
        real = os.path.realpath(self.root / path)
        inside = os.path.exists(real) and real.startswith(self.real_root + os.sep)  # noqa: PTH110 - no error for what is locked
        self.aliases[path] = real[len(self.real_root) + 1 :].replace(os.sep, "/") if inside else ""
        if not inside and os.path.isdir(real):  # noqa: PTH112 - as above
            self.opaque.append(path)
        self.paths.add(path)

    def _repository(self, path: str) -> None:
        """Another repository inside: its files can be linked to, but its notes are its own."""
        self.nested.append(path)
        known = git.listed(self.root / path, untracked=False) if git.top(self.root / path) == self.root / path else None
        if known is None:
            self.opaque.append(path)
        else:
            self.paths.update(f"{path}/{name}" for name in known[0])

    def listing(self, *, in_git: bool) -> Listing:
        """All that was found, with the files below linked folders under their second names too."""
        for link, target in self.aliases.items():
            beneath = f"{target}/"
            self.paths.update([link + path[len(target) :] for path in self.paths if target and path.startswith(beneath)])
        return Listing(
            self.root,
            tuple(sorted(self.paths)),
            self.aliases,
            tuple(sorted(self.markers)),
            tuple(self.opaque),
            tuple(self.nested),
            self.sparse,
            in_git,
        )


def _walk(root: Path) -> Iterator[str]:
    """Every file below a folder that is in no repository; and, not entered, every linked folder and every repository."""
    ignored = _Ignored()
    for place, folders, names in os.walk(root):
        folder = Path(place)
        prefix = "" if folder == root else f"{folder.relative_to(root).as_posix()}/"
        if ".gitignore" in names:
            ignored.add(prefix, folder / ".gitignore")
        folders[:] = [name for name in folders if name not in _NEVER_ENTERED and not ignored.covers(f"{prefix}{name}/")]
        foreign = [name for name in folders if _is_foreign(folder / name)]
        folders[:] = sorted(set(folders).difference(foreign))
        yield from (prefix + name for name in (*names, *foreign) if not ignored.covers(prefix + name))


def _is_foreign(folder: Path) -> bool:
    # Of a folder that may not be looked into, Path.exists raises; what it holds is not known, so it holds no repository.
    return folder.is_symlink() or os.path.exists(folder / ".git")  # noqa: PTH110 - as said


class _Ignored:
    """The `.gitignore` files on the way down; the deepest that has something to say about a path decides."""

    def __init__(self) -> None:
        self._specs: list[tuple[str, GitIgnore]] = []

    def add(self, prefix: str, file: Path) -> None:
        """Take a file that counts for all paths with this prefix."""
        from pathspec import GitIgnoreSpec  # most vaults are in git: then this is never needed
        from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

        try:
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return
        patterns = []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # of sets such as `[[a]`, which will mean something else to `re`
            for line in lines:
                with suppress(ValueError, re.error):  # such as `!` and `a\`: git takes these for patterns that match nothing
                    patterns.append(GitIgnoreSpecPattern(line))
        spec = GitIgnoreSpec(patterns)
        self._specs.append((prefix, lambda path: spec.check_file(path).include))

    def covers(self, path: str) -> bool:
        """Whether a path (a folder's ends in `/`) is ignored."""
        for prefix, verdict in reversed(self._specs):
            if path.startswith(prefix) and (answer := verdict(path[len(prefix) :])) is not None:
                return answer
        return False


def read_text(file: Path) -> Text:
    """The text of a note. Raises UnreadableError when it is not UTF-8, huge, binary, or cannot be opened."""
    try:
        status = file.stat()
        size = status.st_size
        if not S_ISREG(status.st_mode):  # a pipe would be waited for
            raise UnreadableError("This is no regular file, so it is not read.", Text(""))
        raw = file.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise UnreadableError(f"This note cannot be read: {error.strerror or error}.", Text("")) from error
    if size > LARGEST:
        raise UnreadableError(
            f"This note has {size:,} bytes, more than the {LARGEST:,} that are read: split it or exclude it.", Text("")
        )
    return decode(raw)


def decode(raw: bytes) -> Text:
    """The text that these bytes are. Raises UnreadableError when they are not UTF-8 or look binary."""
    head = raw[:8192]
    zeros = head.count(0)
    if zeros >= 8 and zeros * 20 > len(head):
        raise UnreadableError("This is no text: it is full of NUL bytes. Save it as UTF-8, or exclude it.", Text(""))
    bom = raw.startswith(b"\xef\xbb\xbf")
    body = raw[3:] if bom else raw
    try:
        return Text(body.decode("utf-8"), bom=bom)
    except UnicodeDecodeError as error:
        good = body[: error.start].decode("utf-8")
        message = f"This note is not UTF-8: the byte 0x{body[error.start]:02X} here cannot be read. Save it as UTF-8."
        raise UnreadableError(message, Text(body.decode("utf-8", "replace"), bom=bom), len(good)) from error


def has_extension(path: str, extensions: Iterable[str]) -> bool:
    """Whether a path ends in one of the extensions, in upper or lower case."""
    name = path.rpartition("/")[2].lower()
    return any(name.endswith(extension) and name != extension for extension in extensions)
