"""How often each rule found something, and what of it can be mended: where to begin with a thousand findings."""

from collections import Counter
from collections.abc import Sequence
from typing import TextIO

from notelint.finding import SEVERITIES
from notelint.report.place import Shown
from notelint.report.summary import summary
from notelint.run import Run


def write(runs: Sequence[Run], _shown: Shown, out: TextIO) -> None:
    """Write a line for each rule and severity, the most severe first and of these the most frequent; then the summary."""
    findings = [finding for run in runs for finding in run.findings]
    counts = Counter((finding.severity, finding.rule) for finding in findings)
    safe = Counter((finding.severity, finding.rule) for finding in findings if finding.fix and finding.fix.safety == "safe")
    guesses = Counter(
        (finding.severity, finding.rule) for finding in findings if finding.fix and finding.fix.safety == "unsafe"
    )
    ordered = sorted(counts, key=lambda kind: (SEVERITIES.index(kind[0]), -counts[kind], kind[1]))
    digits = max((len(f"{count:,}") for count in counts.values()), default=0)
    width = max((len(rule) for _, rule in counts), default=0)
    for kind in ordered:
        mended = _mended(safe[kind], guesses[kind])
        out.write(f"{counts[kind]:>{digits},}  {kind[0]:7}  {kind[1]:{width}}  {mended}".rstrip() + "\n")
    out.write(summary(runs) + "\n")


def _mended(safe: int, guesses: int) -> str:
    ways = ((safe, "--fix"), (guesses, "--unsafe-fixes"))
    told = ", ".join(f"{count:,} by {way}" for count, way in ways if count)
    return f"({told})" if told else ""
