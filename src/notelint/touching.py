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

    def is_touched(finding: Finding) -> bool:
        return run.texts[finding.path].touches(finding.span, lines.get(finding.path, ()))

    kept, hidden = (
        tuple(finding for finding in findings if finding.path not in changed or is_touched(finding))
        for findings in (run.findings, run.hidden)
    )
    return run._replace(findings=kept, failing=sum(fails(finding, configs) for finding in kept), hidden=hidden)
