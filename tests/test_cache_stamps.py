"""When a stamp tells that a file is what it was."""

import os
import sys
from pathlib import Path

import pytest

from notelint.cache.packed import digest
from notelint.cache.stamps import NONE, content_digest, stamps, unsettled

WHEN = 10_000_000_000
LIMIT = WHEN - 2_000_000_000


@pytest.mark.parametrize(
    ("changed", "renamed", "is_unsettled"),
    [
        (LIMIT - 1, LIMIT - 1, False),
        (LIMIT, 0, True),
        (0, LIMIT, True),
        (WHEN + 5, 0, True),
    ],
)
def test_a_file_changed_just_before_may_change_again_unseen(changed: int, renamed: int, is_unsettled: bool) -> None:
    found = [(WHEN, 0, 0, WHEN), (1, changed, renamed, 1)]
    assert unsettled(found, WHEN) == ([1] if is_unsettled else [])


def test_a_file_that_is_not_there_is_never_settled(tmp_path: Path) -> None:
    assert stamps(tmp_path, ["gone.md", "no\0name"]) == [NONE, NONE]
    assert unsettled([NONE], WHEN) == [0]


def test_a_link_has_the_stamp_of_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"A")
    (tmp_path / "b.md").symlink_to("a.md")
    file, link = stamps(tmp_path, ["a.md", "b.md"])
    assert file == link != NONE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "a.md")
    monkeypatch.setattr(Path, "read_bytes", lambda _: b"what never comes")
    assert content_digest(tmp_path / "a.md") == b""


def test_the_digest_of_what_a_file_holds(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"A")
    assert content_digest(tmp_path / "a.md") == digest(b"A") != digest(b"B")
    assert content_digest(tmp_path) == content_digest(tmp_path / "gone.md") == b""
