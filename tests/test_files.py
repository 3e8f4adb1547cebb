"""Which files a repository holds, and what cannot be read of them."""

import os
import sys
from pathlib import Path

import pytest

from notelint import files
from notelint.files import UnreadableError, decode, has_extension, list_files, read_text
from notelint.given import groups, root_of
from tests.conftest import Notelint, git, write


def test_git_says_what_there_is(repository: Path) -> None:
    write(repository, {"a.md": "a", "gone.md": "g", ".gitignore": "*.tmp\n", "b.tmp": "b", "sub/c d.md": "c", "new.md": "n"})
    git(repository, "add", "a.md", "gone.md")
    (repository / "gone.md").unlink()
    listing = list_files(repository)
    assert listing.paths == (".gitignore", "a.md", "new.md", "sub/c d.md")
    assert listing.in_git
    assert list_files(repository, untracked=False).paths == ("a.md",)


def test_names_may_be_of_any_bytes(repository: Path) -> None:
    if sys.platform != "linux":
        return  # other systems refuse such names
    odd = os.fsdecode(b"caf\xe9 \n.md")
    write(repository, {odd: "# A\n", "ä.md": "# B\n"})
    assert set(list_files(repository).paths) == {odd, "ä.md"}


def test_a_walk_says_the_same_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        repository,
        {
            "a.md": "a",
            ".gitignore": "/build/\n*.tmp\n!keep.tmp\n",
            "b.tmp": "b",
            "keep.tmp": "k",
            "build/c.md": "c",
            "sub/build/d.md": "d",
            "sub/.gitignore": "e.md\n!f.tmp\n",
            "sub/e.md": "e",
            "sub/f.tmp": "f",
        },
    )
    with_git = list_files(repository)
    monkeypatch.setenv("PATH", "")
    without = list_files(repository)
    assert not without.in_git
    assert without.paths == with_git.paths
    assert "sub/build/d.md" in without.paths


@pytest.mark.parametrize("line", ["!", "! ", "\\", "a\\", "!\\", "/", "[z-a]", "[", "[[x]", " ", "#"])
def test_a_walk_takes_lines_that_match_nothing_as_git_does(
    repository: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    write(
        repository, {".gitignore": f"*.tmp\n{line}\nb.md\n", "a": "a", "a.tmp": "t", "a.md": "a", "b.md": "b", "sub/a.md": "s"}
    )
    with_git = list_files(repository).paths
    monkeypatch.setenv("PATH", "")
    assert list_files(repository).paths == with_git == (".gitignore", "a", "a.md", "sub/a.md")


def test_a_sparse_checkout_lacks_files_that_exist(repository: Path) -> None:
    write(repository, {"a.md": "[b](b.md)\n", "b.md": "# B\n"})
    git(repository, "add", ".")
    git(repository, "update-index", "--skip-worktree", "b.md")
    (repository / "b.md").unlink()
    listing = list_files(repository)
    assert listing.paths == ("a.md", "b.md")
    assert listing.absent == {"b.md"}


def test_nobody_knows_what_a_link_to_a_folder_outside_holds(vault: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    write(outside, {"o.md": "# O"})
    write(vault, {"in/i.md": "# I"})
    for name, target in (("out", outside), ("file.md", outside / "o.md"), ("within", vault / "in"), ("gone", vault / "gone")):
        (vault / name).symlink_to(target)
    assert list_files(vault).opaque == ("out",)


def test_symbolic_links_stay_inside(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    write(outside, {"secret.md": "# S\n"})
    write(repository, {"docs/a.md": "# A\n"})
    links = {"in.md": "docs/a.md", "out.md": str(outside / "secret.md"), "loop.md": "loop.md", "folder": "docs"}
    for name, target in links.items():
        (repository / name).symlink_to(target)
    listing = list_files(repository)
    assert listing.aliases == {"in.md": "docs/a.md", "out.md": "", "loop.md": "", "folder": "docs"}
    assert "folder/a.md" in listing.paths
    assert {"in.md", "out.md", "loop.md"} <= set(listing.paths)


def test_a_linked_note_is_judged_once(repository: Path, notelint: Notelint) -> None:
    write(repository, {"docs/a.md": "[gone](nowhere.md)\n"})
    (repository / "in.md").symlink_to("docs/a.md")
    assert notelint("check").out.count("nowhere.md") == 1
    assert notelint("check", "in.md").out.startswith("docs/a.md:1:1: error:")


def test_what_lies_in_a_submodule_exists(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": "[b](lib/b.md) and [c](lib/c.md)\n", "lib/b.md": "[gone](nowhere.md)\n"})
    git(repository / "lib", "init", "-q")
    git(repository / "lib", "add", ".")
    listing = list_files(repository)
    assert listing.nested == ("lib",)
    assert "lib/b.md" in listing.paths
    ran = notelint("check", "--select", "broken-link")
    assert "lib/c.md" in ran.out
    assert "nowhere.md" not in ran.out
    assert "nowhere.md" in notelint("check", "lib").out


def test_a_submodule_that_is_not_checked_out_may_hold_anything(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": "[b](lib/b.md#x)\n"})
    git(repository, "update-index", "--add", "--cacheinfo", "160000,0123456789012345678901234567890123456789,lib")
    (repository / "lib").mkdir()
    assert list_files(repository).opaque == ("lib",)
    assert notelint("check").code == 0


@pytest.mark.parametrize(
    ("raw", "message", "offset"),
    [
        (b"ab\xff", "not UTF-8", 2),
        (b"\xef\xbb\xbfa\xe9", "not UTF-8", 1),
        (b"\xed\xa0\x80", "not UTF-8", 0),
        ("# Ä\n".encode("utf-16"), "not UTF-8", 0),
        (b"\x7fELF" + b"\0" * 60, "NUL", 0),
        (b"ok\0" * 100, "NUL", 0),
    ],
)
def test_bytes_that_are_no_text(raw: bytes, message: str, offset: int) -> None:
    with pytest.raises(UnreadableError, match=message) as caught:
        decode(raw)
    assert caught.value.offset == offset


@pytest.mark.parametrize(
    ("raw", "content", "bom"), [(b"", "", False), (b"a\0b", "a\0b", False), (b"\xef\xbb\xbfa\r\n", "a\r\n", True)]
)
def test_bytes_that_are(raw: bytes, content: str, bom: bool) -> None:
    text = decode(raw)
    assert (text.content, text.bom) == (content, bom)


def test_a_huge_note_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 10)
    (tmp_path / "a.md").write_bytes(b"x" * 10)
    assert read_text(tmp_path / "a.md").content == "x" * 10
    (tmp_path / "a.md").write_bytes(b"x" * 11)
    with pytest.raises(UnreadableError, match="11 bytes"):
        read_text(tmp_path / "a.md")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        return  # there are none on this system
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(UnreadableError, match="no regular file"):
        read_text(tmp_path / "a.md")


def test_a_file_that_is_gone_is_no_crash(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be read"):
        read_text(tmp_path / "a.md")


def test_extensions_in_any_case() -> None:
    assert has_extension("docs/README.MD", (".md",))
    assert not has_extension("docs/.md", (".md",))
    assert not has_extension("a.mdx", (".md",))


def test_a_path_belongs_to_its_own_repository(repository: Path) -> None:
    write(repository, {"a.md": "a", "sub/notelint.toml": "", "inner/b.md": "b"})
    git(repository / "inner", "init", "-q")
    assert root_of(repository / "sub") == repository
    assert root_of(repository / "inner/b.md") == repository / "inner"
    assert [group.root for group in groups(["a.md", "inner", "sub"])] == [repository, repository / "inner"]


def test_without_a_repository_to_the_nearest_configuration(vault: Path) -> None:
    write(vault, {"docs/notelint.toml": "", "docs/sub/a.md": "a", "other/b.md": "b"})
    assert root_of(vault / "docs/sub/a.md") == vault / "docs"
    assert root_of(vault / "other/b.md") == vault / "other"
    assert root_of(vault / "other") == vault / "other"


def test_a_folder_of_repositories_is_each_of_them(vault: Path, notelint: Notelint) -> None:
    for name in ("one", "two"):
        write(vault, {f"{name}/a.md": "[root](/b.md)\n", f"{name}/b.md": "[gone](nowhere.md)\n"})
        git(vault / name, "init", "-q")
    ran = notelint("check", "--select", "broken-link")
    assert [line.split(": ")[0] for line in ran.out.splitlines()[:-1]] == ["one/b.md:1:1", "two/b.md:1:1"]
    assert ran.out.endswith("4 notes, 4 links looked at: 2 errors.\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_what_is_no_note_of_the_repository_is_no_success(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": "a"})
    (repository / "outside.md").symlink_to(__file__)
    os.mkfifo(repository / "pipe.md")
    for name, reason in (("outside.md", "leads out of"), ("pipe.md", "no regular file")):
        ran = notelint("check", name)
        assert ran.code == 2
        assert reason in ran.err
