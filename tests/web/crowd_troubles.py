"""What else can happen to a cluster: `python -m tests.web.crowd_troubles FOLDER WHAT`; what came of it goes to `ended.json`."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.web.crowd import Crowd

_ADDRESSES, _HOSTS = 400, 40


def asked(crowd: Crowd) -> int:
    """How many requests the servers heard, robots.txt included."""
    return (crowd.folder / "log").read_text().count("\n+ ")


def lost_scheduler(crowd: Crowd, driver: int) -> int:
    """The scheduler dies in the midst of it."""
    crowd.wait(lambda: crowd.done() > 50)
    crowd.kill(crowd.scheduler_process)
    code = crowd.end_of(driver, 90)
    crowd.wait(lambda: not crowd.holders(), 30)
    return code


def late_workers(crowd: Crowd, driver: int) -> int:
    """Workers come when the sweep has long begun."""
    time.sleep(3)
    crowd.workers += [crowd.child(crowd.work) for _ in range(2)]
    return crowd.end_of(driver, 90)


def hung_worker(crowd: Crowd, driver: int) -> int:
    """A worker stops in the midst of it, and goes on when others have taken over what it held."""
    crowd.wait(lambda: crowd.done() > 50)
    os.kill(crowd.workers[0], signal.SIGSTOP)
    code = crowd.end_of(driver, 300)
    os.kill(crowd.workers[0], signal.SIGCONT)
    time.sleep(3)
    return code


def interrupted(crowd: Crowd, driver: int) -> int:
    """Ctrl-C."""
    crowd.wait(lambda: crowd.done() > 50)
    os.kill(driver, signal.SIGINT)
    return crowd.end_of(driver, 20)


def undisturbed(crowd: Crowd, driver: int) -> int:
    """Nothing happens."""
    return crowd.end_of(driver, 90)


TROUBLES: dict[str, tuple[Callable[[Crowd, int], int], int, tuple[str, ...]]] = {
    "lost scheduler": (lost_scheduler, 2, ()),
    "late workers": (late_workers, 0, ()),
    "hung worker": (hung_worker, 2, ()),
    "interrupted": (interrupted, 2, ()),
    "budget": (undisturbed, 3, ("--max-requests", "60")),
    "time": (undisturbed, 2, ("--max-minutes", "0.03")),
}


def main(folder: Path, what: str) -> None:
    happens, workers, options = TROUBLES[what]
    crowd = Crowd(folder, _ADDRESSES, _HOSTS, workers, Random(1))  # noqa: S311 - moments, no secrets
    try:
        crowd.wait(lambda: b"ready" in (folder / "log").read_bytes())
        started = time.monotonic()
        driver = crowd.drive("--cluster", f"tcp://127.0.0.1:{crowd.scheduler}", *options)
        code = happens(crowd, driver)
        seconds = time.monotonic() - started
        held = len(crowd.holders())
        said = (folder / f"out-{driver}").read_text()
        told = {"code": code, "said": said, "seconds": seconds, "held": held, "done": crowd.done(), "asked": asked(crowd)}
        (folder / "ended.json").write_text(json.dumps(told))
    finally:
        crowd.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
