"""The notes that a commit is about: those staged, those that a hook names, and the files that would be gone."""

import os
from collections.abc import Sequence
from pathlib import Path

from notelint import git
from notelint.errors import PathError
from notelint.given import Given, Group, absolute


def staged(paths: Sequence[str]) -> Sequence[tuple[Group, frozenset[str]]]:
    """The paths given and those staged, with the files that are gone; nothing when neither holds anything.

    `pre-commit run --from-ref A --to-ref B` compares two commits and says so in the environment; then so do we. What the notes
    say is read from the working tree: pre-commit sets aside what is not staged before it calls a hook.
    Raises PathError outside a repository, or without git.
    """
    root = git.top(Path.cwd())
    if root is None:
        raise PathError("--staged works in a git repository only.")
    first, second = os.environ.get("PRE_COMMIT_FROM_REF"), os.environ.get("PRE_COMMIT_TO_REF")
    changes = git.changes(root, f"{first}...{second}") if first and second else git.changes(root)
    gone = frozenset(change.path for change in changes if change.kind == "deleted")
    named = [Given(path, absolute(path)) for path in paths]
    found = [Given(change.path, root / change.path) for change in changes if change.kind == "changed"]
    given = {one.place: one for one in (*named, *found) if one.place.is_file() and one.place.is_relative_to(root)}
    return [(Group(root, tuple(given.values()), lenient=True), gone)] if given or gone else []
