"""How time grows with the size of a vault, for notelint and its peers: a table, and a plot of it as SVG.

Run: `python benchmarks/sizes.py [--sizes 100 1000 10000] [--plot docs/images/sizes.svg]`. The vaults are made
(benchmarks/vault.py), each note about 4 kB. Every program is run over every vault in turn, once uncounted and `--runs` times
counted; the plot has the medians. A program that took longer than `--most` seconds over one vault is not run over larger
ones. Both caches are in folders of their own, and full for the lines called warm. What is installed and how is told in
benchmarks/speed.py.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from math import floor, log10
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks import speed, vault  # a program that is run by its path finds its neighbours so

WIDTH, HEIGHT, LEFT, BOTTOM, RIGHT, TOP = 760, 460, 70, 60, 190, 20
COLOURS = ("#c2410c", "#f59e0b", "#1d4ed8", "#60a5fa", "#15803d", "#7e22ce", "#be185d", "#64748b")


class Program(NamedTuple):
    """A way to check a vault: its name in the table and the plot, and the command, to be run in the vault."""

    name: str
    command: list[str]


class Point(NamedTuple):
    """How long a program took over a vault of so many notes: the median of the counted runs, in seconds."""

    notes: int
    seconds: float


def programs(folder: Path, node: Path | None, scratch: Path) -> Iterator[Program]:
    """All that is measured; without npm the peers from there are left out."""

    def program(name: str, *arguments: str) -> list[str]:
        return [str(folder / name), *arguments]

    yield Program("notelint, cold", program("notelint", "check", "--no-cache", "."))
    yield Program("notelint, warm", program("notelint", "check", "--cache-dir", str(scratch / "cache"), "."))
    yield Program("rumdl, cold", program("rumdl", "check", "--no-cache", "."))
    yield Program("rumdl, warm", program("rumdl", "check", "--cache-dir", str(scratch / "rumdl-cache"), "."))
    yield Program("lychee --offline", program("lychee", "--offline", "--no-progress", "."))
    if node:
        settings = scratch / "remark.json"
        settings.write_text('{"plugins": ["remark-validate-links"]}', encoding="utf-8")
        yield Program("markdownlint-cli2", [str(node / "markdownlint-cli2"), "**/*.md"])
        yield Program("remark-validate-links", [str(node / "remark"), "--rc-path", str(settings), "-q", "--no-stdout", "."])
    yield Program("pymarkdown", program("pymarkdown", "scan", "-r", "."))


def measured(
    tools: Sequence[Program], sizes: Sequence[int], runs: int, most: float, scratch: Path
) -> Mapping[str, list[Point]]:
    """The points of each program; each line of the table is printed as it comes."""
    found: dict[str, list[Point]] = {tool.name: [] for tool in tools}
    for notes in sizes:
        folder = scratch / f"vault-{notes}"
        vault.make(folder, notes)
        vault.commit(folder)
        able = [tool for tool in tools if not found[tool.name] or found[tool.name][-1].seconds <= most]
        rounds = [[speed.seconds(tool.command, folder, scratch / "out.txt") for tool in able] for _ in range(runs + 1)]
        for tool, times in zip(able, zip(*rounds[1:], strict=True), strict=True):
            found[tool.name].append(Point(notes, statistics.median(times)))
            print(f"{notes:7,} notes  {tool.name:24} {found[tool.name][-1].seconds:8.3f} s", flush=True)
    return found


def plot(lines: Mapping[str, Sequence[Point]]) -> str:
    """The points as one SVG, both axes logarithmic, each line named at its end; it says in words what it shows."""
    points = [point for line in lines.values() for point in line]
    across = _Axis([point.notes for point in points], LEFT, WIDTH - RIGHT)
    up = _Axis([point.seconds for point in points], HEIGHT - BOTTOM, TOP)
    said = "; ".join(f"{name} {line[0].seconds:.2f} to {line[-1].seconds:.2f} s" for name, line in lines.items() if line)
    coloured = [(name, line, colour) for (name, line), colour in zip(lines.items(), COLOURS, strict=False) if line]
    drawn = "".join(_line(line, colour, across, up) for _, line, colour in coloured)
    names = _names([(up.at(line[-1].seconds), name, colour) for name, line, colour in coloured])
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">
<title id="t">Seconds for one check over the number of notes</title><desc id="d">{escape(said)}</desc>
<style>text{{font:12px sans-serif;fill:#334155}}.grid{{stroke:#cbd5e1}}
@media (prefers-color-scheme:dark){{text{{fill:#e2e8f0}}.grid{{stroke:#475569}}}}</style>
{_grid(across, up)}
{drawn}{names}
<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">notes in the vault</text>
<text transform="translate(16 {HEIGHT / 2}) rotate(-90)" text-anchor="middle">seconds</text>
</svg>
"""


class _Axis:
    """Whole powers of ten around some values, laid out between two coordinates."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low, self.high = floor(log10(min(values))), -floor(-log10(max(values)))
        self._start, self._scale = start, (end - start) / (self.high - self.low)

    def at(self, value: float) -> float:
        """The coordinate of a value."""
        return round(self._start + (log10(value) - self.low) * self._scale, 1)

    def marks(self) -> Iterator[float]:
        """The powers of ten."""
        return (10.0**power for power in range(self.low, self.high + 1))


def _grid(across: _Axis, up: _Axis) -> str:
    parts = []
    for value in across.marks():
        x = across.at(value)
        parts.append(f'<path class="grid" d="M{x} {TOP}V{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text x="{x}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{value:,.0f}</text>')
    for value in up.marks():
        y = up.at(value)
        parts.append(f'<path class="grid" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{value:g}</text>')
    return "\n".join(parts)


def _line(points: Sequence[Point], colour: str, across: _Axis, up: _Axis) -> str:
    places = [(across.at(point.notes), up.at(point.seconds)) for point in points]
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="3"/>' for x, y in places)
    line = " ".join(f"{x},{y}" for x, y in places)
    return f'<g fill="{colour}"><polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}</g>\n'


def _names(ends: Sequence[tuple[float, str, str]]) -> str:
    """The names beside the plot, each near the end of its line, none on another; `ends` are height, name and colour."""
    parts, y = [], 0.0
    for end, name, colour in sorted(ends):
        y = max(end + 4, y + 16)
        x = WIDTH - RIGHT + 14
        parts.append(f'<circle cx="{x}" cy="{y - 4}" r="4" fill="{colour}"/><text x="{x + 10}" y="{y}">{escape(name)}</text>')
    return "\n".join(parts)


def main() -> None:
    """Measure, print the table, and write the plot."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 300, 1000, 3000, 10_000], help="notes in each vault")
    parser.add_argument("--runs", type=int, default=3, help="counted runs (default: 3)")
    parser.add_argument("--most", type=float, default=30, help="seconds after which no larger vault is tried (default: 30)")
    parser.add_argument("--plot", type=Path, help="where to write the SVG")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        scratch = Path(place)
        tools = list(programs(speed.installed(scratch), speed.node_programs(scratch), scratch))
        lines = measured(tools, arguments.sizes, arguments.runs, arguments.most, scratch)
    if arguments.plot:
        arguments.plot.write_text(plot(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
