"""Seconds and memory for finding copies, at several sizes of a made vault in which one note in a hundred holds a copy.

Run: `python benchmarks/copies.py [--sizes 1000 10000 100000] [--bytes 10000] [--jobs 2]`. Notes are made in a temporary folder:
prose and lists of links, ten thousand bytes each, so that 100,000 are a gigabyte. Of the copies half are exact, half have
one line in ten changed. Each size is read and judged by `duplicate-section` alone in a process of its own; memory is the most
that it had resident, with that of its largest child added.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

_LETTERS = "aeioubcdfglmnprst"


def sentence(chance: random.Random, words: list[str], least: int = 8, most: int = 24) -> str:
    """Random words."""
    return " ".join(chance.choices(words, k=chance.randint(least, most)))


def section(chance: random.Random, words: list[str]) -> list[str]:
    """A section of about a thousand bytes."""
    made = [f"## {sentence(chance, words, 2, 5)}", ""]
    for _ in range(2):
        made += [*(sentence(chance, words) for _ in range(3)), ""]
    for _ in range(4):
        link = f"[{sentence(chance, words, 1, 3)}](https://example.org/{'/'.join(chance.choices(words, k=3))})"
        made.append(f"{'  ' * chance.randint(0, 1)}- {link} {sentence(chance, words, 3, 9)}")
    return [*made, ""]


def changed(chance: random.Random, words: list[str], lines: list[str]) -> list[str]:
    """The lines with one in ten replaced."""
    at = [number for number, line in enumerate(lines[1:-1], 1) if line and not line.lstrip().startswith("-")]
    copy = [*lines]
    for number in chance.sample(at, max(1, len(lines) // 10)):
        copy[number] = sentence(chance, words)
    return copy


def notes(count: int, size: int, seed: int) -> Iterator[tuple[str, str]]:
    """Paths and contents."""
    chance = random.Random(seed)  # noqa: S311 - the same vault for the same seed, no secret
    words = ["".join(chance.choices(_LETTERS, k=chance.randint(3, 9))) for _ in range(20_000)]
    copied: list[list[str]] = []
    for number in range(count):
        lines = [f"# {sentence(chance, words, 2, 5)}", ""]
        while sum(map(len, lines)) < size:
            lines += section(chance, words)
        if number % 100 == 50:
            copied.append(section(chance, words))
            lines += copied[-1]
        elif number % 100 == 99 and copied:
            lines += copied[-1] if number % 200 == 99 else changed(chance, words, copied[-1])
        yield f"{number // 1000:03}/{number:06}.md", "\n".join(lines) + "\n"


def measure(count: int, size: int, jobs: int) -> None:
    """Make a vault, check it, print a line."""
    with tempfile.TemporaryDirectory() as folder:
        root, total = Path(folder), 0
        for path, content in notes(count, size, 2026):
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text(content, encoding="utf-8")
            total += len(content)
        (root / "notelint.toml").write_text(f'select = ["duplicate-section"]\njobs = {jobs}\n', encoding="utf-8")
        start = time.perf_counter()
        ran = subprocess.run([sys.executable, __file__, "--child", folder], capture_output=True, text=True, check=True)
        seconds = time.perf_counter() - start
    told = json.loads(ran.stdout)
    print(
        f"{count:7} notes, {total / 1e6:7.1f} MB: {seconds:7.1f} s, {seconds / count * 1000:5.2f} ms per note"
        f" (comparing {told['comparing']:6.2f} s), {told['memory'] / 1e9:5.2f} GB, {told['exact']} exact and"
        f" {told['drifted']} drifted copies of {count // 100}"
    )


def child(folder: str) -> None:
    """Check the vault in this process, and tell what it took, as JSON."""
    from notelint.cli.main import main as notelint
    from notelint.copies import Copy, groups

    spent = [0.0]
    found: list[Copy] = []
    find = groups.find_copies

    def timed(*arguments: object) -> object:
        start = time.perf_counter()
        result = find(*arguments)  # type: ignore[arg-type]  # whatever the vault hands over
        spent[0] += time.perf_counter() - start
        found.extend(copy for told in result.values() for copy in told)
        return result

    groups.find_copies = timed  # type: ignore[assignment]  # a stopwatch around it
    with Path(folder, "out.txt").open("w", encoding="utf-8") as out, redirect_stdout(out):
        notelint(["check", folder, "--format", "github"])
    memory = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) * 1024
    exact = sum(copy.exact for copy in found)
    print(json.dumps({"comparing": spent[0], "memory": memory, "exact": exact, "drifted": len(found) - exact}))


def main() -> None:
    """Measure all sizes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], help="how many notes (default: 1000 10000)")
    parser.add_argument("--bytes", type=int, default=10_000, help="bytes of a note (default: 10000)")
    parser.add_argument("--jobs", type=int, default=1, help="processes that read (default: 1)")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child(arguments.child)
        return
    for count in arguments.sizes:
        measure(count, arguments.bytes, arguments.jobs)


if __name__ == "__main__":
    main()
