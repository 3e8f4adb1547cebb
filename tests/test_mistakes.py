"""Mistakes in a command: what is wrong comes first, in few lines, with what was probably meant."""

from pathlib import Path

import pytest

from tests.conftest import Notelint


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("check --fromat json", "notelint check: error: there is no option --fromat; did you mean --format?"),
        ("fix --no-chache=x", "notelint fix: error: there is no option --no-chache; did you mean --no-cache?"),
        ("check -x", "notelint check: error: there is no option -x"),
        ("check --jobs many", "notelint check: error: argument --jobs: invalid int value: 'many'"),
    ],
)
def test_a_long_usage_does_not_hide_it(vault: Path, notelint: Notelint, arguments: str, told: str) -> None:
    done = notelint(*arguments.split())
    command = arguments.split()[0]
    assert done == (2, "", f"{told}\n`notelint {command} --help` lists what it takes.\n")


def test_a_short_usage_is_shown(notelint: Notelint) -> None:
    first, second = notelint("explain").err.splitlines()
    assert first == "usage: notelint explain [-h] RULE"
    assert second.startswith("notelint explain: error: ")


def test_what_is_given_steers_no_terminal(notelint: Notelint) -> None:
    assert "\x1b" not in notelint("check", "--\x1b[31m").err


def test_a_note_that_is_not_there_is_no_command(vault: Path, notelint: Notelint) -> None:
    assert "`notelint check NOTE`" in notelint("note.md").err
    assert "`notelint --help`" in notelint("zzz").err
