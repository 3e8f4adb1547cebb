"""What is staged is judged by what git's index tells of all other files, where it tells enough."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from notelint import git as git_module
from notelint.cache.index import Compared, Index, KeptIndex, ReadIndex, kept_index, read_index
from notelint.files import Listing, list_files
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


def _read(repository: Path) -> tuple[Listing, ReadIndex | None]:
    listing = list_files(repository)
    return listing, read_index(listing)


def test_an_index_is_read_with_the_folders_of_all_its_files(repository: Path) -> None:
    write(repository, {"a.md": "# A\n", "docs/in/deep/b.md": "# B\n"})
    git(repository, "add", ".")
    listing, index = _read(repository)
    assert index is not None
    assert index.folders == ("", "docs", "docs/in", "docs/in/deep")
    same, other = ("a.md", b"# A\n"), ("docs/in/deep/b.md", b"# C\n")
    assert KeptIndex(*kept_index(listing, index, [same, other])).uncertain == (1,)  # type: ignore[misc]  # plain values
    assert kept_index(listing._replace(paths=("a.md",)), index, [same]) is None


def _entries(number: int, old: bytes, new: bytes) -> bytes:
    """An index of 300 files, which takes several strides, with something else in one entry."""
    entries = [b"H 100644 %040d 0\tnotes/%03d.md\0" % (n, n) for n in range(300)]
    entries[number] = entries[number].replace(old, new, 1)
    return b"".join(entries)


class _Answer:
    """What git says, known beforehand."""

    said: Iterator[bytes | None]

    def __init__(self, *_: object) -> None:
        self._output = next(self.said)

    def output(self) -> bytes | None:
        return self._output


@pytest.fixture
def compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes | None, bytes | None, bytes], Compared | None]:
    """What the index tells when git says these entries and these changes, and the entries were others before."""
    (tmp_path / ".git").mkdir()
    monkeypatch.setattr(git_module, "Pending", _Answer)

    def compare(now: bytes | None, changes: bytes | None, before: bytes) -> Compared | None:
        monkeypatch.setattr(_Answer, "said", iter([now, changes]), raising=False)
        return Index(tmp_path).compare(KeptIndex(before, (), (), (), (), [], 0))

    return compare


@pytest.mark.parametrize("number", [0, 1, 62, 63, 64, 65, 125, 126, 298, 299])
@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [
        (b" 0000", b" abcd", True),
        (b"H", b"h", False),
        (b"H", b"S", False),
        (b"100644", b"120000", False),
        (b" 0\t", b" 1\t", False),
        (b"notes", b"other", False),
        (b".md", b".mdx", False),
    ],
)
def test_what_differs_in_an_index_is_found_wherever_it_stands(
    compared: Callable[..., Compared | None], number: int, old: bytes, new: bytes, is_told: bool
) -> None:
    found = compared(_entries(number, old, new), b"", _entries(number, b"", b""))
    assert (found.doubtful if found else None) == ({f"notes/{number:03}.md"} if is_told else None)


@pytest.mark.parametrize(
    ("now", "changes"), [(None, b""), (b"", None), (b"", b"D\0a.md\0"), (b"", b"M\0a.md\0U\0b.md\0"), (b"x", b"")]
)
def test_an_index_that_cannot_be_read_tells_nothing(
    compared: Callable[..., Compared | None], now: bytes | None, changes: bytes | None
) -> None:
    assert compared(now, changes, b"") is None


def test_files_that_differ_from_the_index_are_doubtful(compared: Callable[..., Compared | None]) -> None:
    found = compared(b"", b"M\0a.md\0M\0b.md\0", b"")
    assert found is not None
    assert found.doubtful == {"a.md", "b.md"}
