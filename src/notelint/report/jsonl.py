"""Findings for programs that read line by line: a JSON object on each.

Each has a `type`: `finding`, with what `json` has of one, and once at the end `summary`, which tells a whole report from one
that was cut off.
"""

from collections.abc import Sequence
from typing import TextIO

from notelint.report.as_json import as_json
from notelint.report.json import VERSION, finding_data, summary_data
from notelint.report.place import Shown, places
from notelint.run import Run


def write(runs: Sequence[Run], shown: Shown, out: TextIO) -> None:
    """Write a line for every finding, and one for the summary."""
    for run in runs:
        for place in places(run, shown):
            out.write(as_json({"type": "finding", **finding_data(place, shown)}))
    out.write(as_json({"type": "summary", "version": VERSION, **summary_data(runs)}))
