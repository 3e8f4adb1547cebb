"""Helpers do each portion once and hand back all of it, and none outlives whoever it helps."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from notelint import processes
from notelint.processes import MOST_PORTIONS, LostHelperError, helped

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")


def test_helpers_end_with_whoever_they_help(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(numbers: Iterator[int]) -> bytes:
        for _ in numbers:
            time.sleep(60)
        return b""

    def counted() -> int:
        started.append(fork())
        return started[-1]

    fork, started = os.fork, list[int]()
    monkeypatch.setattr(os, "fork", counted)
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt), helped(2, 3, work) as helpers:  # noqa: PT012 -- it is the context that has to end well
        next(helpers.left())
        raise KeyboardInterrupt
    assert time.monotonic() - begun < 30
    assert len(started) == 2
    for process in started:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def test_a_helper_whose_parent_was_killed_does_no_more(tmp_path: Path) -> None:
    program = (
        "import os, sys, time\n"
        "from notelint.processes import helped\n"
        "def work(numbers):\n"
        "    for number in numbers:\n"
        "        open(sys.argv[1], 'a').write('x')\n"
        "        time.sleep(0.1)\n"
        "with helped(1, 200, work):\n"
        "    time.sleep(60)\n"
    )
    done = tmp_path / "done"
    running = subprocess.Popen([sys.executable, "-c", program, str(done)])
    while not done.exists():
        time.sleep(0.02)
    running.terminate()
    running.wait()
    time.sleep(0.3)
    size = done.stat().st_size
    time.sleep(0.3)
    assert done.stat().st_size == size


def test_portions_fall_to_each_but_once() -> None:
    with helped(3, MOST_PORTIONS, lambda numbers: b" ".join(str(number).encode() for number in numbers)) as helpers:
        found = [*helpers.left(), *(int(one) for part in helpers.handed() for one in part.split())]
    assert sorted(found) == list(range(MOST_PORTIONS))


def test_who_hands_back_nothing_is_told_of() -> None:
    with helped(1, 1, lambda numbers: os._exit(next(numbers) + 1)) as helpers, pytest.raises(LostHelperError):
        list(helpers.handed())


@pytest.mark.parametrize(
    ("quota", "expected"), [("max 100000", 4), ("200000 100000", 2), ("50000 100000", 1), ("900000 100000", 4), ("nonsense", 4)]
)
def test_processors_are_those_that_may_be_used(
    quota: str, expected: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cpu.max").write_text(f"{quota}\n")
    monkeypatch.setattr(processes, "_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3})
    assert processes.processors() == expected


def test_with_a_second_thread_nothing_is_forked() -> None:
    program = (
        "import threading\n"
        "from notelint.processes import may_fork\n"
        "print(may_fork())\n"
        "event = threading.Event()\n"
        "threading.Thread(target=event.wait).start()\n"
        "print(may_fork())\n"
        "event.set()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]
