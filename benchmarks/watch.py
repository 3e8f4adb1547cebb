"""How long `notelint check --watch` takes from a saved note to what it says about it, in a vault of 10,000 made notes.

Run: `python -m benchmarks.watch [--notes 10000] [--saves 30]`. Something is written, and the clock is stopped when a line about
what was planted in it has come through a pipe. Medians and maxima in milliseconds, beside the load of the machine.
"""

import argparse
import os
import queue
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.vault import commit, content, headings, make, path_of

_READY = "waiting for changes"
_LONGEST = 120.0
"""Seconds after which a line will not come."""


class Watch:
    """A watch over a vault, and the lines that it prints, each with the moment of its coming."""

    def __init__(self, folder: Path, cache: Path) -> None:
        command = [sys.executable, "-m", "notelint", "check", "--watch", "--format", "concise", "--cache-dir", str(cache)]
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self._lines: queue.SimpleQueue[tuple[float, str]] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self._lines.put((time.perf_counter(), line))

    def until(self, part: str) -> float:
        """The moment at which a line with this in it came; with it, all is told of that round."""
        moment = 0.0
        while True:
            at, line = self._lines.get(timeout=_LONGEST)
            moment = moment or at * (part in line)
            if moment and _READY in line:
                return moment

    def end(self) -> None:
        """End it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(_LONGEST)


@contextmanager
def watching(folder: Path, cache: Path) -> Iterator[Watch]:
    """A watch that has told for the first time."""
    watch = Watch(folder, cache)
    try:
        watch.until(_READY)
        yield watch
    finally:
        watch.end()


def measure(watch: Watch, times: int, change: Callable[[int], str]) -> list[float]:
    """The milliseconds from a change, which gives what must be said then, to that line; so many times."""
    found = []
    for number in range(times):
        time.sleep(0.5)  # people do not save at once again, and the round before is over
        started = time.perf_counter()
        expected = change(number)
        found.append((watch.until(expected) - started) * 1000)
    return found


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--saves", type=int, default=30)
    parser.add_argument("--settle", type=float, default=30, help="seconds in which all notes are taken into memory")
    asked = parser.parse_args()
    dice = random.Random(1)  # noqa: S311 - nothing is kept secret by it
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "vault")
        make(folder, asked.notes)
        commit(folder)
        with watching(folder, Path(name, "cache")) as watch:
            time.sleep(asked.settle)
            for title, times, change in _changes(folder, asked.notes, asked.saves, dice):
                found = measure(watch, times, change)
                times_taken = f"median {statistics.median(found):7.0f} ms  max {max(found):7.0f} ms"
                print(f"{title:<27} {times:>3} times  {times_taken}  load {os.getloadavg()[0]:.1f}")


def _write(place: Path, text: str) -> None:
    """As editors do: beside it, and then in its place."""
    made = place.with_name(f".{place.name}.swp")
    made.write_text(text, encoding="utf-8", newline="\n")
    made.replace(place)


def _changes(folder: Path, notes: int, saves: int, dice: random.Random) -> Iterator[tuple[str, int, Callable[[int], str]]]:
    def linked(number: int) -> str:
        one = dice.randrange(notes)
        _write(folder / path_of(one), content(one, notes) + f"\nAnd [this](nowhere-{number}.md).\n")
        return f"nowhere-{number}.md"

    pointed_at = [one for one in range(min(notes, 400)) if _pointing(one, notes)]

    def renamed(number: int) -> str:
        one = dice.choice(pointed_at)
        other, title = _pointing(one, notes)[0]
        text = (folder / path_of(one)).read_text(encoding="utf-8")
        _write(folder / path_of(one), text.replace(f"## {title}\n", f"## Number {number} now\n"))
        pointed_at.remove(one)
        return f"{path_of(other)}:"

    def retitled(number: int) -> str:
        one = dice.randrange(notes)
        text = content(one, notes).replace("title:", f"title: {number}", 1)
        _write(folder / path_of(one), f"{text}\nAnd [this](untitled-{number}.md).\n")
        return f"untitled-{number}.md"

    def repeated(number: int) -> str:
        one = dice.randrange(notes)
        _write(folder / path_of(one), content(one, notes) + f"{_FORM}\nAnd [this](form-{number}.md).\n")
        return f"form-{number}.md"

    def new(number: int) -> str:
        _write(folder / f"area-000/new-{number}.md", f"# New {number}\n\n[x](absent-{number}.md)\n")
        return f"absent-{number}.md"

    def gone(number: int) -> str:
        (folder / f"area-000/new-{number}.md").unlink()
        return " 1 gone"

    def configured(number: int) -> str:
        (folder / "notelint.toml").write_text(f'exclude = ["none-{number}/**"]\nignore = ["broken-link"]\n' * (number % 2 == 0))
        return " gone" if number % 2 == 0 else " new"

    few = min(saves, 10)
    yield "a link to nowhere", saves, linked
    yield "a heading others point to", min(saves, len(pointed_at)), renamed
    yield "front matter", few, retitled
    yield "lines that stand elsewhere", few, repeated
    yield "a new note", few, new
    yield "a note that is gone", few, gone
    yield "another configuration", min(few, 2), configured


_FORM = "\n\n## Where to go from here\n\n- See the next note.\n- See the one before.\n"


def _pointing(one: int, notes: int) -> list[tuple[int, str]]:
    """The notes beside this one that link to a heading of it, with that heading; it is the only one that they mean."""
    found = []
    first = one // 200 * 200
    name = path_of(one).rpartition("/")[2]
    for other in range(first, min(first + 200, notes)):
        text = content(other, notes)
        titles = headings(one) if other != one else []
        found += [(other, title) for title in titles if f"]({name}#{title.lower().replace(' ', '-')})" in text]
    return found


if __name__ == "__main__":
    main()
