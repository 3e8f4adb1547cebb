"""`notelint fix --interactive`: a person decides about each fix."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Notelint, Ran, write

Answering = Callable[..., Ran]

NOTE = "# Garden tools\n\n[a](htps://www.kew.org/1)\n[b](#garden-tols)\n[c](htps://www.kew.org/2)\n"
"""Two fixes that are certain around one that is a guess."""


class Terminal(io.StringIO):
    """Keys that somebody presses."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def answering(vault: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> Answering:
    def run(keys: str, *arguments: str) -> Ran:
        write(vault, {"sub/a.md": NOTE})
        monkeypatch.setattr(sys, "stdin", Terminal(keys))
        return notelint("fix", "--interactive", *arguments)

    return run


def mended(vault: Path) -> list[bool]:
    """Which of the three links are no longer as they were."""
    return [
        old not in (vault / "sub/a.md").read_text() for old in ("htps://www.kew.org/1", "#garden-tols", "htps://www.kew.org/2")
    ]


@pytest.mark.parametrize(
    ("keys", "expected", "questions"),
    [
        ("y\nn\ny\n", [True, False, True], 3),
        ("n\nY\nno\n", [False, True, False], 3),
        ("a\ny\n", [True, True, True], 2),  # the third is of the rule of the first
        ("y\na\nn\n", [True, True, False], 3),  # of other rules nothing was said
        ("y\nq\n", [True, False, False], 2),
        ("y\n", [True, False, False], 2),  # Ctrl-D
        ("", [False, False, False], 1),
        ("\n?\nyes\nq\n", [True, False, False], 4),  # no answer is none
    ],
)
def test_a_person_decides(answering: Answering, vault: Path, keys: str, expected: list[bool], questions: int) -> None:
    done = answering(keys)
    assert mended(vault) == expected
    assert done.err.count("Make this fix? [y,n,a,q,?] ") == questions
    told = ["No fix was made.", "1 fix made in 1 note.", "2 fixes made in 1 note.", "3 fixes made in 1 note."]
    assert done.err.endswith(f"notelint: {told[sum(expected)]}\n")


def test_it_shows_what_would_change(answering: Answering, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (vault / "sub").mkdir()
    monkeypatch.chdir(vault / "sub")
    first, second, _ = answering("n\nn\nn\n").err.split("[y,n,a,q,?] ")[:3]
    assert first.startswith("notelint: a.md:3:1: `htps://www.kew.org/1` begins with")
    assert first.endswith("  - [a](htps://www.kew.org/1)\n  + [a](https://www.kew.org/1)\nMake this fix? ")
    assert second.endswith("  - [b](#garden-tols)\n  + [b](#garden-tools)\nThis is a guess. Make this fix? ")


def test_letters_are_told(answering: Answering) -> None:
    assert "  q: make neither this one nor any other" in answering("x\nq\n").err


def test_guesses_left_alone_are_not_nothing(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": "# Garden tools\n\n[b](#garden-tols)\n"})
    assert notelint("check", "--fix").err == "notelint: No fix was made.\n"
    assert notelint("check", "--diff").err.startswith("notelint: No fix would be made.\n")
