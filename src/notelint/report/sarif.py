"""Findings as SARIF 2.1.0, which code scanning on GitHub and many other tools read.

Sources: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; for what GitHub reads and how much of it,
docs.github.com, "SARIF support for code scanning" and "SARIF results exceed one or more limits".
"""

from collections.abc import Sequence
from typing import Any, TextIO

from notelint import __version__
from notelint.finding import Fix, Related, Severity
from notelint.report.as_json import as_json
from notelint.report.by_note import most_severe
from notelint.report.neutral import neutral
from notelint.report.place import Place, Shown, places
from notelint.report.rule_help import rule_help
from notelint.report.sarif_place import Columns, artifact, location
from notelint.run import Run

RUNS, RESULTS, LOCATIONS = 20, 25_000, 1_000
"""How many runs GitHub takes in a file, results in a run, and places in a result; with more it refuses the whole file."""

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "advice": "note"}
_PROBLEMS: dict[Severity, str] = {"error": "error", "warning": "warning", "advice": "recommendation"}


def write(runs: Sequence[Run], shown: Shown, out: TextIO) -> str | None:
    """Write a run for every vault. Returns what was left out because GitHub would refuse it."""
    kept = runs if len(runs) <= RUNS else sorted(runs, key=lambda run: not run.findings)[:RUNS]
    notices = [_left_out(run, shown, several=len(runs) > 1) for run in kept]
    if len(kept) < len(runs):
        missing = len(runs) - len(kept)
        notices[0].append(f"SARIF: left out {missing:,} of {len(runs):,} vaults, because GitHub takes {RUNS} runs.")
    told = [_run(run, shown, notice, several=len(runs) > 1) for run, notice in zip(kept, notices, strict=True)]
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": told}
    out.write(as_json(log))
    return " ".join(sentence for notice in notices for sentence in notice) or None


def _left_out(run: Run, shown: Shown, *, several: bool) -> list[str]:
    if len(run.findings) <= RESULTS:
        return []
    where = f" in {shown.path(run.root, '.')}" if several else ""
    cut = f"{len(run.findings) - RESULTS:,} of {len(run.findings):,} findings{where}"
    return [f"SARIF: left out {cut}, the least severe ones, because GitHub takes {RESULTS:,} in a run."]


def _run(run: Run, shown: Shown, notices: Sequence[str], *, several: bool) -> dict[str, Any]:
    """A vault: section 3.14. Rules are listed once; results name them by their number."""
    run = run._replace(findings=most_severe(run.findings, RESULTS))
    first = {finding.rule: finding.severity for finding in reversed(run.findings)}
    numbers = {name: number for number, name in enumerate(sorted(first))}
    columns = Columns()
    described: dict[str, Any] = {
        "tool": {"driver": _driver([_rule(name, first[name]) for name in numbers])},
        "columnKind": "utf16CodeUnits",
        "invocations": [_invocation(run, notices)],
        "results": [_result(place, shown, columns, numbers) for place in places(run, shown)],
    }
    if several:  # GitHub tells the runs of one tool apart by this, up to its last slash
        described["automationDetails"] = {"id": f"notelint/{neutral(shown.path(run.root, '.'))}/"}
    return described


def _driver(rules: list[dict[str, Any]]) -> dict[str, Any]:
    return {"name": "notelint", "semanticVersion": __version__, "rules": rules}


def _rule(name: str, severity: Severity) -> dict[str, Any]:
    """What a rule is: section 3.49; its help is its docstring."""
    sentence, why, whole = rule_help(name)
    return {
        "id": name,
        "shortDescription": {"text": sentence or name},
        "fullDescription": {"text": why or sentence or name},
        "help": {"text": whole or name, "markdown": whole or name},
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {"tags": ["markdown"], "precision": "high", "problem.severity": _PROBLEMS[severity]},
    }


def _invocation(run: Run, notices: Sequence[str]) -> dict[str, Any]:
    told = [*(("warning", text) for text in notices), *(("error", text) for text in run.crashes)]
    notifications = [{"level": level, "message": {"text": message(text)}} for level, text in told]
    return {"executionSuccessful": not run.crashes, "toolExecutionNotifications": notifications}


def _result(place: Place, shown: Shown, columns: Columns, numbers: dict[str, int]) -> dict[str, Any]:
    """A finding: section 3.27."""
    finding = place.finding
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": numbers[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": message(finding.message)},
        "locations": [location(place.path, columns.region(place.text, finding.span))],
        # Not GitHub's own `primaryLocationLineHash`: its upload action adds that, and warns of each one made in another way.
        "partialFingerprints": {"notelint/v1": finding.fingerprint},
    }
    if finding.related:
        related = enumerate(finding.related[: LOCATIONS - 1], start=1)
        result["relatedLocations"] = [
            _related(related_place, number, place.run, shown, columns) for number, related_place in related
        ]
    if finding.fix:
        result["fixes"] = [_fix(finding.fix, place, columns)]
    return result


def _related(related: Related, number: int, run: Run, shown: Shown, columns: Columns) -> dict[str, Any]:
    text = run.texts.get(related.path)
    where = location(shown.path(run.root, related.path), columns.region(text, related.span) if text else None)
    return {**where, "id": number, "message": {"text": message(related.message)}}


def _fix(fix: Fix, place: Place, columns: Columns) -> dict[str, Any]:
    """What mends it: section 3.55."""
    replacements = [
        {"deletedRegion": columns.region(place.text, edit.span), "insertedContent": {"text": edit.replacement}}
        for edit in fix.edits
    ]
    changes = [{"artifactLocation": artifact(place.path), "replacements": replacements}]
    return {"description": {"text": message(fix.description)}, "artifactChanges": changes}


def message(text: str) -> str:
    """Text for a message, in which `[text](target)` would be a link: section 3.11.6."""
    text = neutral(text)
    return text.replace("[", "\\[").replace("]", "\\]") if "](" in text else text
