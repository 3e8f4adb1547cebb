"""Findings as Checkstyle reports its own, for the many tools that read those.

Source of the form: Checkstyle's schema `checkstyle-report-1.0.0.xsd`.
"""

from collections.abc import Sequence
from typing import TextIO

from notelint.finding import Severity
from notelint.report.by_note import OfNote, by_note
from notelint.report.markup import BREAK, Markup, element, joined
from notelint.report.place import Place, Shown
from notelint.run import Run

_SEVERITIES: dict[Severity, str] = {"error": "error", "warning": "warning", "advice": "info"}
_VERSION = "10.0"
"""The version of Checkstyle whose form it is: some readers refuse a report without one."""


def write(runs: Sequence[Run], shown: Shown, out: TextIO) -> None:
    """Write an element for every note that has findings."""
    files = [_file(note) for note in by_note(runs, shown)]
    whole = element("checkstyle", {"version": _VERSION}, BREAK, joined(files, BREAK), BREAK)
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}\n')


def _file(note: OfNote) -> Markup:
    return element("file", {"name": note.path}, BREAK, joined([_error(place) for place in note.places], BREAK), BREAK)


def _error(place: Place) -> Markup:
    finding = place.finding
    return element(
        "error",
        {
            "line": place.start.line,
            "column": place.start.column,
            "severity": _SEVERITIES[finding.severity],
            "message": finding.message,
            "source": f"notelint.{finding.rule}",
        },
    )
