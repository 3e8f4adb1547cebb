"""What was looked at, in one line: silence would not tell success from having looked at nothing."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from notelint.run import Run


class Totals(NamedTuple):
    """The sums over all vaults of a run."""

    notes: int
    links: int
    errors: int
    warnings: int
    advice: int
    hidden: int
    seconds: float


def totals(runs: Sequence[Run]) -> Totals:
    """What the summary of every format is made of."""
    counts = Counter(finding.severity for run in runs for finding in run.findings)
    return Totals(
        sum(run.notes for run in runs),
        sum(run.links for run in runs),
        counts["error"],
        counts["warning"],
        counts["advice"],
        sum(len(run.hidden) for run in runs),
        sum(run.seconds for run in runs),
    )


def summary(runs: Sequence[Run]) -> str:
    """The summary as a sentence."""
    total = totals(runs)
    counted = [
        _count(total.errors, "error"),
        _count(total.warnings, "warning"),
        f"{total.advice:,} advice" if total.advice else "",
    ]
    result = ", ".join(part for part in counted if part) or "nothing to report"
    if total.hidden:
        result += f"; {_count(total.hidden, 'finding')} in the baseline"
    return f"{_count(total.notes, 'note') or '0 notes'}, {_count(total.links, 'link') or '0 links'} looked at: {result}."


def mendable(runs: Sequence[Run]) -> str:
    """How many findings the options that fix would mend, as a line; empty when there is none."""
    counts = Counter(finding.fix.safety for run in runs for finding in run.findings if finding.fix)
    safe, guesses = counts["safe"], counts["unsafe"]
    if safe and guesses:
        return f"`--fix` mends {safe:,} of these, `--unsafe-fixes` also {guesses:,} by guessing.\n"
    if safe:
        return f"`--fix` mends {safe:,} of these.\n"
    return f"`--unsafe-fixes` mends {guesses:,} of these by guessing.\n" if guesses else ""


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}" if number else ""
