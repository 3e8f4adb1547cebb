"""A sweep that is killed again and again: `python -m tests.web.killing STORE LOG KILLS ADDRESSES SEED`.

Each sweep is a process of its own, made by a fork so that none has to import anything, and killed at a moment that the seed
chooses; with no kills, there is one sweep that ends by itself. The log has a line for each address that is asked and each whose
verdict was taken.
"""

import os
import signal
import sys
import time
from pathlib import Path
from random import Random

from notelint.web.asking import Means
from notelint.web.policy import Policy
from notelint.web.recorded import RecordedSweep
from notelint.web.store import Task
from notelint.web.verdict import Verdict
from tests.web.sweeping import NOW, VAULT, Scripted, store_of, verdict


def sweep(store: Path, log: int, count: int, now: float = NOW) -> None:
    """What is killed: the notes are read into the store, and all that is due is asked."""

    def say(word: str, url: str) -> None:
        os.write(log, f"{word} {url} {now}\n".encode())

    def answer(task: Task) -> Verdict:
        say("asked", task.url)
        time.sleep(0.0005)
        asked.append(task.url)
        return verdict(task.url, at=now)

    asked: list[str] = []
    memory = store_of(store, count)
    RecordedSweep(memory, VAULT, lambda: now).run(Scripted(answer, lambda: say("kept", asked[-1])), Policy(), Means())
    memory.close()


def wait(child: int, log: int, random: Random) -> None:
    """Wait for a moment: any, while the store is made ready, or some while after the asking has begun, however slow that is."""
    if random.random() < 0.3:
        time.sleep(random.uniform(0, 0.15))
        return
    grown = os.fstat(log).st_size + random.randrange(1, 3000)
    while os.fstat(log).st_size < grown and not os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        time.sleep(0.0005)
    time.sleep(random.uniform(0, 0.003))


def main(store: Path, log: Path, kills: int, count: int, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - moments, no secrets
    journal = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    if not kills:
        sweep(store, journal, count)
    for _ in range(kills):
        child = os.fork()
        if not child:
            sweep(store, journal, count)
            os._exit(0)
        wait(child, journal, random)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
