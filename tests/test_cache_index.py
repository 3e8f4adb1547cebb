"""What is staged is judged by what git's index tells of all other files, where it tells enough."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from notelint.cache.index import Index
from tests.cached import Ways, both
from tests.conftest import Notelint, git, write

_NOTES = {
    "a.md": "# A\n\n## Old name\n\nText.\n",
    "docs/b.md": "# B\n\n[see](../a.md#old-name)\n",
    "docs/c.md": "# C\n\nThird note. [[a]]\n",
    "docs/x.png": "",
}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the index told enough, run by run."""
    found: list[bool] = []
    compare = Index.compare

    def noted(*arguments: Any) -> Any:
        result = compare(*arguments)
        found.append(result is not None)
        return result

    monkeypatch.setattr(Index, "compare", noted)
    return found


@pytest.fixture
def staged(repository: Path, notelint: Notelint) -> Path:
    """A repository of committed notes, of which a run is kept, with a heading renamed and staged since."""
    write(repository, _NOTES)
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "Notes")
    both(notelint)
    _rename(repository)
    return repository


def _rename(repository: Path) -> None:
    write(repository, {"a.md": "# A\n\n## New name\n\nText.\n"})
    git(repository, "add", "a.md")


def _paths(notelint: Notelint) -> list[str]:
    return [one["path"] for one in both(notelint, "--staged")["findings"]]


def test_the_index_tells_enough_for_a_staged_note(
    staged: Path, notelint: Notelint, told: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = Ways(monkeypatch)
    assert _paths(notelint) == ["docs/b.md"]
    assert (told, ways.partly) == ([True], 1)


def test_what_is_not_staged_is_seen_too(staged: Path, notelint: Notelint, told: list[bool]) -> None:
    write(staged, {"docs/b.md": "# B\n\n[see](../a.md#new-name)\n"})
    assert _paths(notelint) == []
    write(staged, {"docs/b.md": "# B\n\n[see](../a.md#odd-name)\n"})
    assert _paths(notelint) == ["docs/b.md"]
    assert told == [True, True]


def _assume(repository: Path) -> None:
    git(repository, "update-index", "--assume-unchanged", "docs/b.md")
    write(repository, {"docs/b.md": "# B\n\n[see](../a.md#new-name)\n"})


def _skip(repository: Path) -> None:
    git(repository, "update-index", "--skip-worktree", "docs/b.md")
    write(repository, {"docs/b.md": "# B\n\n[see](../a.md#new-name)\n"})


def _delete(repository: Path) -> None:
    (repository / "docs/b.md").unlink()


def _stage_another(repository: Path) -> None:
    write(repository, {"docs/d.md": "# D\n\n[see](../a.md#old-name)\n"})
    git(repository, "add", ".")


def _turn_into_a_link(repository: Path) -> None:
    (repository / "docs/c.md").unlink()
    (repository / "docs/c.md").symlink_to("b.md")


def _attributes(repository: Path) -> None:
    (repository / ".git/info").mkdir(exist_ok=True)
    write(repository, {".git/info/attributes": "*.md text eol=lf\n"})
    (repository / "docs/b.md").write_bytes(b"# B\r\n\r\n[see](../a.md#old-name)\r\n")


def _mark(repository: Path) -> None:
    write(repository, {".obsidian/app.json": "{}", ".gitignore": ".obsidian\n", "docs/c.md": "# C\n\n[[nowhere]]\n"})
    git(repository, "add", "docs/c.md")


@pytest.mark.parametrize("change", [_assume, _skip, _delete, _stage_another, _turn_into_a_link, _attributes, _mark])
def test_where_the_index_does_not_tell_files_do(
    staged: Path, notelint: Notelint, told: list[bool], change: Callable[[Path], None]
) -> None:
    change(staged)
    _paths(notelint)
    assert told == [False] or change is _mark


@pytest.mark.parametrize("prepare", [_assume, _attributes, _turn_into_a_link])
def test_nothing_is_kept_of_an_index_that_does_not_tell(
    repository: Path, notelint: Notelint, told: list[bool], prepare: Callable[[Path], None]
) -> None:
    write(repository, _NOTES)
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "Notes")
    prepare(repository)
    both(notelint)
    _rename(repository)
    _paths(notelint)
    assert True not in told


def test_a_repository_that_converts_line_ends_is_looked_at(repository: Path, notelint: Notelint, told: list[bool]) -> None:
    write(repository, {**_NOTES, ".gitattributes": "*.md text\n"})
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "Notes")
    both(notelint)
    _rename(repository)
    (repository / "docs/b.md").write_bytes(b"# B\r\n\r\n[see](../a.md#old-name) [gone](gone.md)\r\n")
    assert _paths(notelint) == ["docs/b.md"]
    assert True not in told
