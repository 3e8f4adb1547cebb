"""Of a run, what a change is about: findings on the lines that it touched, and those that it caused elsewhere."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from notelint.finding import Finding
from notelint.run import Run

if TYPE_CHECKING:
    from notelint.config.tree import Configs


def touching(run: Run, lines: Mapping[str, Sequence[range]], changed: Collection[str], configs: "Configs") -> Run:
    """The run without those findings in the changed notes that touch none of the changed lines (path → lines from 1)."""
    from notelint.whole import fails

    kept, hidden = (
        tuple(one for one in found if one.path not in changed or _touches(run, one, lines.get(one.path, ())))
        for found in (run.findings, run.hidden)
    )
    return run._replace(findings=kept, failing=sum(fails(finding, configs) for finding in kept), hidden=hidden)


def _touches(run: Run, finding: Finding, lines: Sequence[range]) -> bool:
    text = run.texts[finding.path]
    first = text.position(finding.span.start).line
    last = text.position(max(finding.span.start, finding.span.end - 1)).line
    return any(first < one.stop and one.start <= last for one in lines)
