"""Findings as workflow commands, which GitHub Actions shows beside the lines they are about.

Source of the form and its escapes: docs.github.com, "Workflow commands for GitHub Actions", and actions/toolkit,
`packages/core/src/command.ts` (`escapeData`, `escapeProperty`).
"""

from collections.abc import Sequence
from typing import TextIO

from notelint.finding import Severity
from notelint.report.neutral import neutral
from notelint.report.place import Place, Shown, places
from notelint.report.summary import summary
from notelint.run import Run

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "advice": "notice"}


def write(runs: Sequence[Run], shown: Shown, out: TextIO) -> None:
    """Write a command for every finding, and the summary."""
    for run in runs:
        for place in places(run, shown):
            out.write(_command(place))
    out.write(summary(runs) + "\n")


def _command(place: Place) -> str:
    finding = place.finding
    properties = {
        "file": place.path,
        "line": str(place.start.line),
        "endLine": str(place.end.line),
        "col": str(place.start.column),
        "endColumn": str(place.end.column),
        "title": finding.rule,
    }
    if place.end.line != place.start.line:  # columns are taken to be on one line
        del properties["col"], properties["endColumn"]
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(neutral(finding.message))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(neutral(text)).replace(":", "%3A").replace(",", "%2C")
