"""Where what is kept lies, and how to be rid of it."""

import sys
from pathlib import Path

import pytest

from notelint.cache.place import default_folder
from tests.conftest import Notelint, write


@pytest.fixture
def place(vault: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the environment names, for a vault with one note."""
    (vault / "notes").mkdir()
    write(vault, {"notes/a.md": "# A\n", "notes/notelint.toml": ""})
    monkeypatch.chdir(vault / "notes")
    monkeypatch.setenv("NOTELINT_CACHE_DIR", str(vault / "kept"))
    return vault / "kept"


def test_info_tells_what_is_kept(place: Path, notelint: Notelint) -> None:
    assert notelint("cache", "info").out == f"Nothing is kept in {place}.\n"
    notelint("check")
    lines = notelint("cache", "info").out.splitlines()
    assert lines[0] == f"What is kept lies in {place}."
    assert lines[1].startswith(f"{Path.cwd()}: 1 run, 0.")
    notelint("check", "--ignore", "broken-link")
    assert ": 2 runs, " in notelint("cache", "info").out
    assert notelint("cache", "info", "--all").out == notelint("cache", "info").out


def test_clear_deletes_what_is_kept_and_nothing_else(place: Path, notelint: Notelint) -> None:
    notelint("check")
    (folder,) = place.glob("*/")
    (folder / "other.txt").touch()
    assert "deleted: " in notelint("cache", "clear").out
    assert [file.name for file in folder.iterdir()] == ["other.txt"]
    assert notelint("cache", "clear").out == f"Nothing is kept in {place}.\n"
    (folder / "other.txt").unlink()
    notelint("check")
    assert "deleted: " in notelint("cache", "clear", "--all").out
    assert not folder.exists()
    assert (place / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55")


def test_clear_of_one_vault_leaves_the_others(place: Path, notelint: Notelint, tmp_path: Path) -> None:
    write(tmp_path, {"other/b.md": "# B\n", "other/notelint.toml": ""})
    notelint("check")
    notelint("check", str(tmp_path / "other"))
    notelint("cache", "clear", str(tmp_path / "other"))
    assert len(notelint("cache", "info", "--all").out.splitlines()) == 2


def test_no_cache_keeps_nothing(place: Path, notelint: Notelint) -> None:
    notelint("check", "--no-cache")
    assert not place.exists()
    notelint("check", "--cache-dir", "elsewhere")
    assert not place.exists()
    assert len(list(Path("elsewhere").glob("*/*.db"))) == 1


def test_only_so_many_ways_of_calling_are_kept(place: Path, notelint: Notelint) -> None:
    for rule in (
        "broken-link",
        "broken-fragment",
        "empty-link",
        "nav-mismatch",
        "malformed-link",
        "duplicate-link",
        "duplicate-anchor",
    ):
        notelint("check", "--ignore", rule)
    assert len(list(place.glob("*/*.db"))) == len(list(place.glob("*/*.stamps"))) == 6


@pytest.mark.parametrize(
    ("system", "variables", "folder"),
    [
        ("linux", {"HOME": "/ada"}, "/ada/.cache/notelint"),
        ("linux", {"HOME": "/ada", "XDG_CACHE_HOME": "/caches"}, "/caches/notelint"),
        ("linux", {"HOME": "/ada", "XDG_CACHE_HOME": "relative"}, "/ada/.cache/notelint"),
        ("darwin", {"HOME": "/mac/ada"}, "/mac/ada/Library/Caches/notelint"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/notelint/cache"),
        ("win32", {"LOCALAPPDATA": ""}, None),
    ],
)
def test_the_platform_says_where(
    monkeypatch: pytest.MonkeyPatch, system: str, variables: dict[str, str], folder: str | None
) -> None:
    for name in ("NOTELINT_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", system)
    assert default_folder() == (folder and Path(folder))
