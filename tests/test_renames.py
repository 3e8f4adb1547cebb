"""Links to a heading that has been given another title in the same change."""

from pathlib import Path

import pytest

from notelint.renames import renamed_ids
from tests.conftest import Notelint, git, write
from tests.helpers import note

_OLD = "# A\n\nfirst\n\n## Set up\n\nHow to set it up.\n\n## Use\n\nHow to use it.\n"


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (_OLD.replace("## Set up", "## Getting started"), {"set-up": "getting-started"}),
        (_OLD.replace("Set up", "Install").replace("## Use", "## Running"), {"set-up": "install", "use": "running"}),
        (_OLD.replace("## Set up\n", "## Getting started\n\nNew words first.\n"), {"set-up": "getting-started"}),
        (_OLD, {}),
        # Gone, and another one in its place.
        (_OLD.replace("## Set up\n\nHow to set it up.", "## Licence\n\nAll rights reserved."), {}),
        # Of another level: a part of something else by now.
        (_OLD.replace("## Set up", "### Getting started"), {}),
        # Two in place of one: nobody knows which.
        (_OLD.replace("## Set up\n", "## Before\n\nWords.\n\n## After\n"), {}),
        (_OLD.replace("## Set up\n\nHow to set it up.\n\n", ""), {}),
        # It is still there, elsewhere.
        (_OLD.replace("## Set up", "## Getting started") + "\n## Set up\n\nx\n", {}),
    ],
)
def test_the_same_heading_is_known_by_what_stands_around_it(new: str, found: dict[str, str]) -> None:
    assert renamed_ids(note(_OLD), note(new), "github") == found


def test_links_follow_a_heading_that_was_renamed(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": _OLD + "\n[here](#set-up)\n", "sub/b.md": "[there](../a.md#set-up) and [no](../a.md#never)\n"})
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "a")
    write(repository, {"a.md": (_OLD + "\n[here](#set-up)\n").replace("## Set up", "## Getting started")})
    ran = notelint("check", "--fix")
    assert "2 fixes made in 2 notes." in ran.err
    assert (repository / "a.md").read_text().endswith("\n[here](#getting-started)\n")
    assert (repository / "sub/b.md").read_text() == "[there](../a.md#getting-started) and [no](../a.md#never)\n"
    assert ran.code == 1  # the other one leads nowhere, as before


def test_without_a_commit_nothing_is_sure(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": "# Getting started\n\nwords\n\n[x](#set-up)\n"})
    assert "There is nothing to fix." in notelint("check", "--fix").err
