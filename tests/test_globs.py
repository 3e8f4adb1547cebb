"""Patterns choose paths as gitignore(5) says; git itself is the judge."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notelint.globs import below, matches, within
from tests.conftest import git


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("*.md", "a.md", True),
        ("*.md", "docs/a.md", True),
        ("docs/*.md", "docs/a.md", True),
        ("docs/*.md", "docs/sub/a.md", False),
        ("docs/**", "docs/sub/a.md", True),
        ("docs/**", "docs.md", False),
        ("**/a.md", "a.md", True),
        ("docs/**/a.md", "docs/a.md", True),
        ("/a.md", "docs/a.md", False),
        ("drafts", "x/drafts/a.md", True),
        ("drafts/", "drafts", False),
        ("drafts/", "drafts/a.md", True),
        ("**", "a.md", True),
        ("a?c.md", "abc.md", True),
        ("a?c.md", "a/c.md", False),
        ("[a-c].md", "b.md", True),
        ("[!a-c].md", "b.md", False),
        (r"\*.md", "*.md", True),
        (r"\*.md", "a.md", False),
        ("a+(b).md", "a+(b).md", True),
        ("[", "[", True),
    ],
)
def test_a_pattern_chooses(pattern: str, path: str, expected: bool) -> None:
    assert matches(path, [pattern]) is expected


def test_the_last_pattern_that_matches_decides() -> None:
    patterns = ["*.md", "!README.md", "docs/README.md"]
    assert matches("a.md", patterns)
    assert not matches("README.md", patterns)
    assert matches("docs/README.md", patterns)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("globs")
    git(folder, "init", "-q")
    return folder


NAMES = st.text("ab.", min_size=1, max_size=3).filter(lambda part: part not in (".", ".."))
PARTS = st.text("ab*?.", min_size=1, max_size=3).filter(lambda part: part not in (".", "..") and "**" not in part)
PARTS |= st.just("**")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=3), st.booleans(), st.booleans(), st.lists(NAMES, min_size=1, max_size=3))
def test_git_agrees(repository: Path, parts: list[str], leading: bool, trailing: bool, names: list[str]) -> None:
    pattern = "/" * leading + "/".join(parts) + "/" * trailing
    path = "/".join(names)
    (repository / ".gitignore").write_text(pattern + "\n", encoding="utf-8")
    asked = subprocess.run(["git", "-C", repository, "check-ignore", "-q", "--no-index", path], check=False)
    assert matches(path, [pattern]) is (asked.returncode == 0)


@given(st.lists(PARTS, min_size=1, max_size=3), st.booleans(), NAMES, st.lists(NAMES, min_size=1, max_size=3))
def test_moving_a_pattern_up_keeps_what_it_chooses(parts: list[str], leading: bool, folder: str, names: list[str]) -> None:
    pattern, path = "/" * leading + "/".join(parts), "/".join(names)
    assert matches(f"{folder}/{path}", [below(folder, pattern)]) is matches(path, [pattern])


@given(st.lists(PARTS, min_size=1, max_size=3), st.booleans(), NAMES, st.lists(NAMES, min_size=1, max_size=2))
def test_moving_a_pattern_down_keeps_what_it_chooses(parts: list[str], leading: bool, folder: str, names: list[str]) -> None:
    pattern, path = "/" * leading + "/".join(parts), "/".join(names)
    moved = within(folder, pattern)
    if not matches(folder, [pattern]):  # else all below the folder is chosen, whatever the rest says
        assert matches(path, moved) is matches(f"{folder}/{path}", [pattern])
