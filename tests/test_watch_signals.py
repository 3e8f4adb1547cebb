"""Signals end a watch at any moment."""

import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from notelint.cli.changes import Ending
from tests.conftest import write

SIGNALS = {signal.SIGINT: (130,), signal.SIGTERM: (143, -signal.SIGTERM)}
"""The exit codes: before it watches, the signal that ends processes ends it as any other."""
NOTES = {"a.md": "# Tools\n\nSee [the engine](b.md#engine).\n", "b.md": "# Engine\n", "c.md": "# Other\n"}
START = """
import sys
from notelint.cli import main

def run(argv, real=main._run):
    print("started", flush=True)
    return real(argv)

main._run = run
sys.exit(main.main())
"""
"""Says when the program has begun: before, a signal meets nothing but Python."""


def ended_at(moment: float, number: signal.Signals, folder: Path) -> None:
    """Start a watch, have notes change, and end it so many seconds later: it must end at once, and say nothing of it."""
    command = [sys.executable, "-c", START, "check", "--watch", "--format", "concise"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "started\n"
        end = time.monotonic() + moment
        while (left := end - time.monotonic()) > 0:
            write(folder, {"c.md": f"# Now {left}\n"})
            time.sleep(min(0.1, left))
        process.send_signal(number)
        try:
            said, _ = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert process.returncode in SIGNALS[number], said
    assert "Traceback" not in said
    assert "ignored" not in said


@pytest.mark.parametrize("number", SIGNALS)
def test_signals_end_it(number: signal.Signals, repository: Path) -> None:
    write(repository, NOTES)
    for moment in (0.0, 0.15, 0.7):
        ended_at(moment, number, repository)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no sh")
def test_the_tests_hold_in_the_background(tmp_path: Path) -> None:
    inner = tmp_path / "test_inner.py"
    inner.write_text(
        "import signal, subprocess, sys\n"
        "from tests.conftest import _ctrl_c_ends_what_is_started\n"
        "def test_it():\n"
        "    code = 'import signal; print(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)'\n"
        "    said = subprocess.run([sys.executable, '-c', code], capture_output=True, check=True)\n"
        "    assert said.stdout.split() == [b'False']\n"
    )
    command = ["sh", "-c", '"$0" -m pytest -q -p no:cacheprovider "$1" & wait $!', sys.executable, str(inner)]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("number", SIGNALS)
def test_signals_end_it_at_any_moment(number: signal.Signals, repository: Path) -> None:
    write(repository, NOTES | {f"n{count}.md": f"# {count}\n\n[x](n{count + 1}.md)\n" for count in range(30)})
    dice = random.Random(number)  # noqa: S311 - nothing is kept secret by it
    for _ in range(30):
        ended_at(dice.random() * 1.5, number, repository)


def test_an_interruption_that_is_swallowed_still_ends_it() -> None:
    ending = Ending()
    with ending.by_signals(), suppress(KeyboardInterrupt):
        signal.raise_signal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):
        ending.check()
    assert ending.code == 143
