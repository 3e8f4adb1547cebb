"""How long `notelint check` takes over real notes, as ratios to rumdl and to a bare interpreter in the same run.

Run: `python benchmarks/speed.py [--runs N]`. It installs notelint from this checkout, as a user would and not as an editable
project, and rumdl into an environment of its own: an interpreter that finds no compiled modules, or may not keep them, measures
the compiler. Each case is run in turn with what it is compared to, A B A B …, after one uncounted round; the figures are
medians over the pairs, so that a machine that speeds up or slows down does not favour either. Output goes to a file, the page
cache is warm.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
RUMDL = "rumdl==0.3.0"
CORPORA = ROOT.parent / "shared" / "tools" / "lay-out-corpora"


class Case(NamedTuple):
    """A command, what it is measured against, and the ratio it should not exceed (0: none is set)."""

    name: str
    command: list[str]
    peer_name: str
    peer: list[str]
    folder: Path
    limit: float


def environment() -> dict[str, str]:
    """The environment without what keeps Python from finding its compiled modules or has it look elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def installed(scratch: Path) -> Path:
    """The folder of programs of a new virtual environment that holds notelint, from this checkout, and rumdl."""
    folder = scratch / "environment"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, env=environment())
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "-q", ROOT, RUMDL], check=True, env=environment())
    return programs


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
        own = seconds(case.command, case.folder, scratch / "own.txt")
        pairs.append((own, seconds(case.peer, case.folder, scratch / "peer.txt")))
    counted = pairs[1:]
    own_median = statistics.median(own for own, _ in counted)
    peer_median = statistics.median(peer for _, peer in counted)
    ratio = statistics.median(own / peer for own, peer in counted)
    lines = sum(1 for _ in (scratch / "own.txt").open("rb"))
    peer_lines = sum(1 for _ in (scratch / "peer.txt").open("rb"))
    limit = f" (limit {case.limit})" if case.limit else ""
    print(
        f"{case.name:34} {own_median:7.3f} s, {lines:6} lines | {case.peer_name:16} {peer_median:7.3f} s, {peer_lines:6} lines"
        f" | {ratio:6.2f}×{limit}"
    )


def cases(programs: Path, scratch: Path) -> list[Case]:
    """One case per corpus against rumdl, and the starts against a bare interpreter."""
    notelint, rumdl = str(programs / "notelint"), str(programs / "rumdl")
    bare = [str(programs / "python"), "-c", "pass"]
    small = scratch / "small"
    small.mkdir()
    (small / "note.md").write_text("# A note\n\nSee [below](#below).\n\n## Below\n\n- [x](https://www.python.org)\n")
    found = [
        Case("--version", [notelint, "--version"], "python -c pass", bare, small, 3),
        Case("check one small note", [notelint, "check", "note.md"], "python -c pass", bare, small, 10),
    ]
    subprocess.run(["bash", str(CORPORA), str(scratch / "corpora")], check=True, stdout=subprocess.DEVNULL)
    for corpus in sorted((scratch / "corpora").iterdir()):
        own, peer = [notelint, "check", "."], [rumdl, "check", "--no-cache", "."]
        found.append(Case(f"check {corpus.name}", own, "rumdl --no-cache", peer, corpus, 0))
    return found


def main() -> None:
    """Measure all cases and print a line each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="counted pairs of each case (default: 5)")
    runs = parser.parse_args().runs
    print(f"Python {platform.python_version()}, {RUMDL}, {platform.machine()}, {os.cpu_count()} processors, {runs} pairs each")
    with tempfile.TemporaryDirectory() as folder:
        for case in cases(installed(Path(folder)), Path(folder)):
            measure(case, runs, Path(folder))


if __name__ == "__main__":
    main()
