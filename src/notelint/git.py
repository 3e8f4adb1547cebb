"""What git knows about a repository, asked with its plumbing commands; git itself may be missing."""

import contextlib
import os
import subprocess
from pathlib import Path
from typing import Literal, NamedTuple, Self, TypeAlias

from notelint.errors import PathError

Listed: TypeAlias = tuple[tuple[str, ...], frozenset[str]]


class Change(NamedTuple):
    """A path that a commit would add or change, delete, or take as the new name of another."""

    kind: Literal["changed", "deleted"]
    path: str


def top(folder: Path) -> Path | None:
    """The repository that a folder lies in (the nearest one), found without asking git."""
    for candidate in (folder, *folder.parents):
        if os.path.lexists(candidate / ".git"):  # a folder, or a file in work trees and submodules
            return candidate
    return None


def listed(root: Path, *, untracked: bool) -> Listed | None:
    """The files that git tracks, and those it would track; and which of them a sparse checkout leaves out on purpose.

    None when git is missing or refuses.
    """
    others = ["--others", "--exclude-standard"] if untracked else []
    output = run(root, "ls-files", "-t", "-z", "--cached", *others)
    if output is None:
        return None
    paths, sparse = [], set()
    for entry in output.split(b"\0")[:-1]:
        tag, path = entry[:1], os.fsdecode(entry[2:])
        paths.append(path)
        if tag == b"S":
            sparse.add(path)
    return tuple(dict.fromkeys(paths)), frozenset(sparse)


def asked_for_changes(root: Path, *revisions: str) -> "Pending":
    """The question for `changes`: what the index changes against the last commit, or the second revision against the first."""
    which = revisions or ("--cached",)
    return Pending(root, "diff", *which, "--name-status", "-M", "-z", "--no-ext-diff", "--ignore-submodules")


def changes(root: Path, pending: "Pending") -> tuple[Change, ...]:
    """The answer to `asked_for_changes`. Raises PathError when git has none."""
    output = pending.output()
    if output is None:
        raise PathError(f"git cannot say what is staged in {root}: is it installed, and is this a repository?")
    fields = iter(os.fsdecode(field) for field in output.split(b"\0")[:-1])
    changed: list[Change] = []
    for status in fields:
        if status[0] in "RC":
            old = next(fields)
            if status[0] == "R":
                changed.append(Change("deleted", old))
        changed.append(Change("deleted" if status == "D" else "changed", next(fields)))
    return tuple(changed)


def run(root: Path, *arguments: str) -> bytes | None:
    """What git prints; None when it is missing, or fails."""
    with Pending(root, *arguments) as pending:
        return pending.output()


class Pending:
    """A question to git, which it answers while something else is done. To be used in a `with` statement."""

    def __init__(self, root: Path, *arguments: str) -> None:
        command = ["git", "-C", str(root), *arguments]
        self._process: subprocess.Popen[bytes] | None = None
        with contextlib.suppress(OSError):
            self._process = subprocess.Popen(  # noqa: S603 - no shell, own arguments
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(root)
            )

    def output(self) -> bytes | None:
        """What git prints; None when it is missing, or fails."""
        if self._process is None:
            return None
        output, _ = self._process.communicate()
        return output if self._process.returncode == 0 else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.kill()
        if self._process.stdout:
            self._process.stdout.close()
        self._process.wait()


def _environment(root: Path) -> dict[str, str]:
    """The environment without what binds git to the repository of a hook that runs us, unless that is the one asked about.

    A commit of some files only (`git commit a.md`) is made from an index of its own, which `GIT_INDEX_FILE` names.
    """
    own = top(Path.cwd()) == root
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_INDEX_FILE") or (name == "GIT_INDEX_FILE" and own)
    } | {"GIT_OPTIONAL_LOCKS": "0", "GIT_ATTR_NOSYSTEM": "1"}
