"""How a store knows the notes of a repository."""

from pathlib import Path

import pytest

from notelint.cli.vault_name import of_remote, vault_name
from notelint.web.store.open import open_store
from tests.conftest import Notelint, git, write
from tests.web.sweeping_command import A, Web


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/ada/notes.git", "github.com/ada/notes"),
        ("https://GitHub.com/ada/notes/", "github.com/ada/notes"),
        ("https://ada:s3cret@git.example.org:8443/team/sub/notes.git", "git.example.org/team/sub/notes"),
        ("https://s3cret@github.com/ada/notes", "github.com/ada/notes"),
        ("ssh://git@github.com:22/ada/notes.git", "github.com/ada/notes"),
        ("git@github.com:ada/notes.git", "github.com/ada/notes"),
        ("github.com:/ada/notes.git", "github.com/ada/notes"),
        ("../notes", ""),
        ("/srv/git/notes.git", ""),
        ("file:///srv/git/notes.git", ""),
        ("C:/notes", ""),
        ("", ""),
    ],
)
def test_the_name_of_a_remote(url: str, name: str) -> None:
    assert of_remote(url) == name


def test_a_vault_is_named_by_where_its_origin_is_and_else_by_its_folder(repository: Path) -> None:
    assert vault_name(repository) == repository.as_posix()
    git(repository, "remote", "add", "origin", "git@github.com:ada/notes.git")
    assert vault_name(repository) == "github.com/ada/notes"
    (repository / "in").mkdir()
    assert vault_name(repository / "in") == (repository / "in").as_posix(), "that is another vault, or it were not asked for"


def test_many_repositories_share_one_store_and_each_is_told_of_its_own_places(
    web: Web, repository: Path, tmp_path: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repository, "remote", "add", "origin", "https://github.com/ada/one")
    other = tmp_path / "other"
    write(other, {"z.md": f"\n\n<{A}>\n"})
    git(other, "init", "-q")
    git(other, "remote", "add", "origin", "https://github.com/ada/two")
    web.sweep()
    assert A in {task.url for task in web.seen}
    monkeypatch.chdir(other)
    found = notelint("sweep", "--store", "../s.db", "--report", "json")
    assert (found.code, found.err) == (0, "")
    store = open_store(tmp_path / "s.db", reading=True)
    places = {
        vault: [place for one in store.entries(f"github.com/ada/{vault}") for place in one.places] for vault in ("one", "two")
    }
    assert {place.path for place in places["one"]} == {"a.md", "in/b.md"}
    assert [(place.path, place.line) for place in places["two"]] == [("z.md", 3)]
    (probes,) = [
        count for (count,) in store.select("SELECT COUNT(*) FROM probes JOIN addresses a ON a.id = address WHERE url = ?", A)
    ]
    assert probes == 1, "the address that stands in both is asked once"
    store.close()
    told = notelint("history", A, "--store", "../s.db").out.splitlines()
    assert [line for line in told if ".md:" in line] == [
        "  github.com/ada/one/a.md:3",
        "  github.com/ada/one/in/b.md:5",
        "  github.com/ada/two/z.md:3",
    ]
    listed = notelint("report", "--store", "../s.db", "--format", "csv").out
    assert "z.md" in listed
    assert "b.md" not in listed


def test_one_name_is_for_one_vault(web: Web, repository: Path) -> None:
    assert web.sweep("--vault", "mine").code == 0
    store = open_store("s.db", reading=True)
    assert len(list(store.entries("mine"))) == 3
    store.close()
    other = repository / "other"
    write(other, {"z.md": "<https://z.org/>\n"})
    git(other, "init", "-q")
    ran = web.sweep("--vault", "mine", str(repository), str(other))
    assert (ran.code, ran.err) == (2, "notelint: --vault names one vault, but these paths lie in 2; sweep them one by one.\n")
