"""Folders that hold no notes: which they are, how they are taken back, and what happens when they are given."""

from pathlib import Path

import pytest

from notelint.apart import Apart
from tests.conftest import Notelint, git, write

BROKEN = "# A\n\n[b](nowhere.md)\n"


@pytest.mark.parametrize(
    ("path", "markers"),
    [
        ("node_modules/x/README.md", ()),
        ("web/node_modules/x/README.md", ()),
        ("pkg/testdata/deep/a.md", ()),
        ("src/__fixtures__/a.md", ()),
        ("src/__tests__/__snapshots__/a.md", ()),
        ("tests/parser/fixtures/a.md", ()),
        ("spec/fixtures/deep/a.md", ()),
        ("test/golden/a.md", ()),
        ("vendor/github.com/x/README.md", ("go.mod",)),
        ("a/vendor/x/README.md", ("a/vendor/modules.txt",)),
        ("docs/_vendor/x/README.md", ("docs/go.mod",)),
        ("cli/vendor/x/README.md", ("cli/vendor.conf",)),
        ("site/vendor/x/README.md", ("site/composer.json",)),
        ("site/vendor/x/README.md", ("site/vendor/autoload.php",)),
        ("vendor/bundle/ruby/a.md", ("Gemfile",)),
        ("third/serde/README.md", ("third/serde/.cargo-checksum.json",)),
        ("env/lib/a.md", ("env/pyvenv.cfg",)),
        ("crates/x/tests/compare/a.md", ("crates/x/Cargo.toml",)),
        ("tests/compare/deep/a.md", ("Cargo.toml",)),
    ],
)
def test_folders_of_packages_and_of_what_tests_read_hold_no_notes(path: str, markers: tuple[str, ...]) -> None:
    assert Apart(markers).why(path)


@pytest.mark.parametrize(
    ("path", "markers"),
    [
        ("vendor/acme.md", ()),  # whom we buy from
        ("vendors/acme.md", ("go.mod",)),
        ("vendor/acme.md", ("api/go.mod", "vendor.md", "Gemfile", "modules.txt")),
        ("vendor/contracts/a.md", ("vendor/contracts/modules.txt", "autoload.php")),
        ("fixtures/lamps.md", ()),
        ("journal/fixtures/lamps.md", ()),
        ("tests/README.md", ()),
        ("tests/plan.md", ("Cargo.toml",)),
        ("tests/ui/README.md", ("Cargo.toml",)),
        ("tests/plans/a.md", ("api/Cargo.toml",)),
        ("fixtures/tests/a.md", ()),
        ("testdata.md", ()),
        ("notes/node_modules.md", ()),
        ("a.md", ("pyvenv.cfg", ".cargo-checksum.json", "modules.txt")),  # the top is what somebody asked for
    ],
)
def test_names_that_may_be_anybodys_say_nothing(path: str, markers: tuple[str, ...]) -> None:
    assert not Apart(markers).why(path)


def test_they_are_left_out_and_can_be_taken_back(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": "[there](testdata/x.md)\n", "testdata/x.md": BROKEN, "go.mod": "", "vendor/y.md": BROKEN})
    assert notelint("check").out == "1 note, 1 link looked at: nothing to report.\n"
    write(repository, {"notelint.toml": "exclude = ['!testdata/']\n"})
    ran = notelint("check")
    assert ran.out.startswith("testdata/x.md:3:")
    assert "vendor" not in ran.out


def test_they_hold_none_outside_a_repository_either(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": "# A\n", "testdata/x.md": BROKEN})
    assert notelint("check").out.startswith("1 note, ")


@pytest.mark.parametrize("path", ["testdata", "testdata/x.md", "testdata/deep", "testdata/deep/y.md"])
def test_what_is_given_is_looked_at_all_the_same(repository: Path, notelint: Notelint, path: str) -> None:
    write(repository, {"a.md": BROKEN, "testdata/x.md": BROKEN, "testdata/deep/y.md": BROKEN, "testdata/z.txt": ""})
    for cache in ((), ("--no-cache",)):  # with what an earlier run kept, and without
        assert notelint("check", *cache).out.count("broken-link") == 1
        ran = notelint("check", path, *cache)
        assert ran.code == 1
        assert ran.out.count("nowhere.md` does not exist") == (2 if path == "testdata" else 1)
        assert not ran.out.startswith("a.md")


def test_a_folder_with_nothing_else_is_said_to_be_left_out(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": "# A\n", "pkg/testdata/x.md": BROKEN})
    ran = notelint("check", "pkg")
    assert ran.code == 0
    assert "pkg is left out: its folder holds what tests read." in ran.err


def test_a_setting_goes_before_what_is_given(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": "# A\n", "testdata/x.md": BROKEN, "notelint.toml": "exclude = ['testdata/x.md']\n"})
    assert "the setting `exclude` names it" in notelint("check", "testdata/x.md").err


def test_a_commit_gives_nothing(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": "# A\n", "testdata/x.md": BROKEN})
    git(repository, "add", ".")
    assert notelint("check", "--staged", "testdata/x.md").code == 0


def test_why_says_that_a_note_is_left_out(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": "# A\n", "testdata/x.md": BROKEN})
    assert "left out by default, because its folder holds what tests read" in notelint("why", "testdata/x.md:3").out
    assert "left out" not in notelint("why", "a.md:1").out
