"""Findings for programs: one JSON document, version 1 of its form. Columns are code points, counted from 1."""

from collections.abc import Sequence
from typing import Any, TextIO

from notelint.finding import Fix
from notelint.report.as_json import as_json
from notelint.report.place import Place, Shown, places, positions
from notelint.report.summary import totals
from notelint.run import Run
from notelint.text import Span, Text

VERSION = 1


def write(runs: Sequence[Run], shown: Shown, out: TextIO) -> None:
    """Write the document, indented, with a line end."""
    findings = [finding_data(place, shown) for run in runs for place in places(run, shown)]
    out.write(as_json({"version": VERSION, "findings": findings, "summary": summary_data(runs)}, indent=1))


def summary_data(runs: Sequence[Run]) -> dict[str, Any]:
    """What was looked at and how much was found, as JSON has it."""
    total = totals(runs)._asdict()
    total["seconds"] = round(total["seconds"], 3)
    return total


def finding_data(place: Place, shown: Shown) -> dict[str, Any]:
    """All about one finding, as JSON has it."""
    finding, run = place.finding, place.run
    return {
        "path": place.path,
        **_range(place.text, finding.span),
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "fingerprint": finding.fingerprint,
        "related": [
            {
                "path": shown.path(run.root, related.path),
                **_start(run.texts.get(related.path, Text("")), related.span),
                "message": related.message,
            }
            for related in finding.related
        ],
        "fix": _fix(finding.fix, place.text) if finding.fix else None,
    }


def _fix(fix: Fix, text: Text) -> dict[str, Any]:
    edits = [{**_range(text, edit.span), "replacement": edit.replacement} for edit in fix.edits]
    return {"safety": fix.safety, "description": fix.description, "edits": edits}


def _range(text: Text, span: Span) -> dict[str, int]:
    _, end = positions(text, span)
    return {**_start(text, span), "end_line": end.line, "end_column": end.column}


def _start(text: Text, span: Span) -> dict[str, int]:
    start = text.position(span.start)
    return {"line": start.line, "column": start.column}
