"""Which lines of which files have changed since a commit, and when lines were written, as git tells."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from notelint import git
from notelint.errors import PathError

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_BLAMED = re.compile(rb"[0-9a-f]{40,64} \d+ (\d+)")
_ESCAPE = re.compile(rb"\\([abfnrtv\"\\]|[0-7]{3})")
_ESCAPED = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v", b'"': b'"', b"\\": b"\\"}
ALL = range(1, 1 << 31)
"""All lines of a file that was not there before."""


def changed_lines(root: Path, since: str) -> Mapping[str, Sequence[range]]:
    """The lines, counted from 1, that files have now and did not have at the commit `since`, by path.

    The commit is the one at which both histories part (`git merge-base`), so that what others did there meanwhile does not
    count. Raises PathError where git does not know it.
    """
    plain = ("--no-color", "--no-ext-diff", "--ignore-submodules", "--src-prefix=", "--dst-prefix=")
    output = git.run(root, "diff", "-U0", "-M", *plain, _base(root, since)) or b""
    return dict(_hunks(output)) | dict.fromkeys(_untracked(root), (ALL,))


def changes_since(root: Path, since: str) -> Sequence[git.Change]:
    """What has changed since that commit, committed or not. Raises PathError as above."""
    new = [git.Change("changed", path) for path in _untracked(root)]
    with git.asked_for_changes(root, _base(root, since)) as pending:
        return (*git.changes(root, pending), *new)


def written_at(root: Path, path: str, lines: Iterable[int]) -> Mapping[int, datetime]:
    """When lines of a file, counted from 1, were written (`git blame`, which looks through changes of blanks).

    Empty where git cannot tell; a line that is not committed yet was written now.
    """
    ranges = [f"-L{line},{line}" for line in sorted(set(lines))]
    output = git.run(root, "blame", "-w", "--line-porcelain", *ranges, "--", path) if ranges else None
    moments: dict[int, datetime] = {}
    line = 0
    for row in (output or b"").split(b"\n"):
        if head := _BLAMED.match(row):
            line = int(head[1])
        elif row.startswith(b"author-time "):
            moments[line] = datetime.fromtimestamp(int(row.split()[1]), UTC)
    return moments


def _base(root: Path, since: str) -> str:
    if since.startswith("-"):  # git would take it for an option
        raise PathError(f"--since takes a commit, not {since}.")
    commit = git.run(root, "merge-base", since, "HEAD") or git.run(root, "rev-parse", "--verify", f"{since}^{{commit}}")
    if not commit:
        raise PathError(f"--since: git knows no commit {since} in {root}.")
    return commit.strip().decode()


def _untracked(root: Path) -> Sequence[str]:
    output = git.run(root, "ls-files", "-z", "--others", "--exclude-standard") or b""
    return [os.fsdecode(path) for path in output.split(b"\0")[:-1]]


def _hunks(output: bytes) -> Iterator[tuple[str, Sequence[range]]]:
    hunks: defaultdict[str, list[range]] = defaultdict(list)
    path, skip = "", 0
    for line in output.split(b"\n"):
        if skip:  # what the lines say could look like anything
            skip -= not line.startswith(b"\\")
        elif line.startswith(b"+++ "):
            path = _path(line[4:])
        elif hunk := _HUNK.match(line):
            gone, start, come = int(hunk[1] or 1), int(hunk[2]), int(hunk[3] or 1)
            skip = gone + come
            # Where lines were only taken out, those on both sides of the gap are what is left to look at.
            hunks[path].append(range(start, start + come) if come else range(max(start, 1), start + 2))
    yield from hunks.items()


def _path(name: bytes) -> str:
    """A path as git writes it: in quotes, with escapes, where it holds anything odd; a tab ends one with blanks."""
    name = name.removesuffix(b"\t")
    if name.startswith(b'"'):
        name = _ESCAPE.sub(lambda escape: _ESCAPED.get(escape[1]) or bytes([int(escape[1], 8)]), name[1:-1])
    return os.fsdecode(name)
