"""Findings for tools that read lines, such as an editor's list of errors: one line each, whatever shows them."""

from collections.abc import Sequence
from typing import TextIO

from notelint.report.neutral import neutral_line, neutral_path
from notelint.report.place import Shown, places
from notelint.report.summary import summary
from notelint.run import Run


def write(runs: Sequence[Run], shown: Shown, out: TextIO) -> None:
    """Write `PATH:LINE:COLUMN: SEVERITY: MESSAGE [RULE]` for every finding, and the summary.

    Source: GNU Coding Standards, "Formatting Error Messages"; it is what editors understand.
    """
    for run in runs:
        for place in places(run, shown):
            finding, (line, column) = place.finding, place.start
            where = f"{neutral_path(place.path)}:{line}:{column}"
            out.write(f"{where}: {finding.severity}: {neutral_line(finding.message)} [{finding.rule}]\n")
    out.write(summary(runs) + "\n")
