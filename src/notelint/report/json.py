"""Findings for programs: one JSON document, version 1 of its form. Columns are code points, counted from 1."""

import json
from collections.abc import Sequence
from typing import Any, TextIO

from notelint.finding import Fix
from notelint.lint import Run
from notelint.report.place import Place, Shown, places, positions
from notelint.report.summary import totals
from notelint.text import Span, Text

VERSION = 1


def write(runs: Sequence[Run], shown: Shown, out: TextIO) -> None:
    """Write the document, indented, with a line end."""
    total = totals(runs)._asdict()
    total["seconds"] = round(total["seconds"], 3)
    findings = [_finding(place, shown) for run in runs for place in places(run, shown)]
    json.dump({"version": VERSION, "findings": findings, "summary": total}, out, ensure_ascii=False, indent=1)
    out.write("\n")


def _finding(place: Place, shown: Shown) -> dict[str, Any]:
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
