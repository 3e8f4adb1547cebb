"""The notes that a change is about: staged, named by a hook, or changed since a commit; and the files that would be gone."""

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
    with git.asked_for_changes(root, *([f"{first}...{second}"] if first and second else [])) as pending:
        _load()
        changes = git.changes(root, pending)
    return _group(root, [Given(path, absolute(path)) for path in paths], changes)


def _load() -> None:
    """Load what judges a note that has changed, as one that is staged mostly has: all the while git is at work."""
    import notelint.cache.partly
    import notelint.markdown.pulldown  # noqa: F401 - loaded for later
    from notelint.rules import load_usual

    load_usual()


def since(commit: str, paths: Sequence[str]) -> Sequence[tuple[Group, frozenset[str]]]:
    """What has changed since a commit, committed or not, with the files that are gone; of the paths given only, if any are.

    Raises PathError outside a repository, or for a commit that git does not know.
    """
    folders = [absolute(path) for path in paths]
    root = git.top(folders[0] if folders else Path.cwd())
    if root is None:
        raise PathError("--since works in a git repository only.")
    from notelint.git_lines import changes_since  # most changes are staged

    changes = changes_since(root, commit)
    wanted = [one for one in changes if not folders or any((root / one.path).is_relative_to(folder) for folder in folders)]
    return _group(root, [], wanted)


def _group(root: Path, named: Sequence[Given], changes: Sequence[git.Change]) -> Sequence[tuple[Group, frozenset[str]]]:
    gone = frozenset(change.path for change in changes if change.kind == "deleted")
    found = [Given(change.path, root / change.path) for change in changes if change.kind == "changed"]
    given = {one.place: one for one in (*named, *found) if one.place.is_file() and one.place.is_relative_to(root)}
    return [(Group(root, tuple(given.values()), lenient=True), gone)] if given or gone else []
