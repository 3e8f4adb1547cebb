"""Shells take the scripts of `notelint completion`, and complete with them."""

import os
import pty
import select
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from notelint.cli.main import COMMANDS
from notelint.judge import KNOWN
from tests.conftest import Notelint

SHELLS = ("bash", "zsh", "fish")
SYNTAX = {"bash": ("bash", "-n"), "zsh": ("zsh", "-n"), "fish": ("fish", "--no-execute")}

Complete = Callable[[str], set[str]]


@pytest.fixture
def script(request: pytest.FixtureRequest, notelint: Notelint, tmp_path: Path) -> Path:
    """The script for a shell that is there."""
    shell = request.param
    if not shutil.which(shell):
        pytest.skip(f"there is no {shell} here")
    ran = notelint("completion", shell)
    assert (ran.code, ran.err) == (0, "")
    file = tmp_path / ("_notelint" if shell == "zsh" else f"notelint.{shell}")
    file.write_text(ran.out, encoding="utf-8")
    (tmp_path / "home").mkdir()
    return file


def output(folder: Path, *command: str) -> str:
    environment = {**os.environ, "HOME": str(folder / "home"), "XDG_CONFIG_HOME": str(folder / "home")}
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder, env=environment, timeout=60).stdout


def by_bash(script: Path) -> Complete:
    def complete(line: str) -> set[str]:
        calling = (
            f'source {script}; COMP_LINE="{line}"; IFS=" " read -ra COMP_WORDS <<< "{line}x"; '
            "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
            'COMP_WORDS[COMP_CWORD]="${COMP_WORDS[COMP_CWORD]%x}"; COMP_POINT=${#COMP_LINE}; '
            'how=$(complete -p notelint); how=${how##*-F }; compopt() { :; }; ${how%% *} notelint "${COMP_WORDS[COMP_CWORD]}"; '
            'printf "%s\\n" "${COMPREPLY[@]}"'
        )
        return {word.strip() for word in output(script.parent, "bash", "--norc", "-c", calling).splitlines()} - {""}

    return complete


def by_fish(script: Path) -> Complete:
    def complete(line: str) -> set[str]:
        printed = output(script.parent, "fish", "--no-config", "-c", f"source {script}; complete -C '{line}'")
        return {row.partition("\t")[0] for row in printed.splitlines()}

    return complete


def by_zsh(script: Path) -> Complete:
    def complete(line: str) -> set[str]:
        return set(_typed_in_zsh(script, line).replace("\r", " ").replace("\n", " ").split())

    return complete


def _typed_in_zsh(script: Path, line: str) -> str:
    """What zsh shows when the line is typed and Tab pressed: its completion works on a terminal only."""
    environment = {
        **os.environ,
        "HOME": str(script.parent / "home"),
        "TERM": "dumb",
        "PS1": "",
        "COLUMNS": "400",
        "LINES": "200",
    }
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(script.parent)
        os.execvpe("zsh", ["zsh", "-f", "-i"], environment)  # noqa: S606 - a shell is what is tested
    try:
        setup = f"stty cols 400; fpath=({script.parent} $fpath); autoload -U compinit; compinit -u -D; LISTMAX=1000"
        os.write(terminal, f"{setup}; echo rea''dy\n".encode())
        _read_until(terminal, "ready")
        os.write(terminal, f"{line}\t\t".encode())
        return _read_until(terminal, None)
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        os.close(terminal)


def _read_until(terminal: int, mark: str | None) -> str:
    """What is shown until a mark appears, or, without one, until nothing more comes for a while."""
    seen, end = "", time.monotonic() + 60
    quiet = 60.0 if mark else 2.0
    while time.monotonic() < end and (mark is None or mark not in seen):
        if not select.select([terminal], [], [], quiet)[0]:
            break
        seen += os.read(terminal, 65536).decode("utf-8", "replace")
    return seen


BY = {"bash": by_bash, "zsh": by_zsh, "fish": by_fish}


@pytest.mark.parametrize("script", SHELLS, indirect=True)
def test_the_shell_takes_the_script(script: Path, request: pytest.FixtureRequest) -> None:
    shell = request.node.callspec.params["script"]
    checked = subprocess.run([*SYNTAX[shell], script], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("script", SHELLS, indirect=True)
def test_commands_options_choices_and_rules_are_completed(script: Path, request: pytest.FixtureRequest) -> None:
    complete = BY[request.node.callspec.params["script"]](script)
    assert set(COMMANDS) <= complete("notelint ")
    assert {"--fail-on", "--fix"} <= complete("notelint check --f")
    assert "--store" in complete("notelint sweep --s")
    assert {"error", "warning", "advice"} <= complete("notelint check --fail-on ")
    assert {rule for rule in KNOWN if rule.startswith("broken")} <= complete("notelint explain broken")
    assert {"bash", "zsh", "fish"} <= complete("notelint completion ")


@pytest.mark.parametrize("script", SHELLS, indirect=True)
def test_paths_are_completed(script: Path, request: pytest.FixtureRequest) -> None:
    for name in ("tools.md", "tomatoes.md"):
        (script.parent / name).touch()
    assert {"tools.md", "tomatoes.md"} <= BY[request.node.callspec.params["script"]](script)("notelint check to")


def test_another_shell_is_a_mistake(notelint: Notelint) -> None:
    ran = notelint("completion", "cmd")
    assert ran.code == 2
    assert "invalid choice: 'cmd'" in ran.err
