"""Findings as a Code Quality report, which GitLab shows in merge requests.

Source of the form: docs.gitlab.com, "Code Quality", section "Code Quality report format". Paths are counted from the folder
of the repository, without `./` at their start.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, TextIO

from notelint.finding import Severity, fingerprint
from notelint.report.as_json import as_json
from notelint.report.neutral import neutral
from notelint.report.place import Place, Shown, places
from notelint.run import Run

# Of info, minor, major, critical and blocker; the last two are for more than a broken link.
_SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "advice": "info"}
_CATEGORIES: dict[Severity, str] = {"error": "Bug Risk", "warning": "Clarity", "advice": "Style"}
"""Of the categories of Code Climate, whose form GitLab's is a part of: other readers of it want one, and the type."""


def write(runs: Sequence[Run], shown: Shown, out: TextIO) -> None:
    """Write the array of findings."""
    seen: Counter[tuple[str, str]] = Counter()
    findings = []
    for run in runs:
        for place in places(run, shown):
            construct = place.path, place.finding.fingerprint
            findings.append(_finding(place, seen[construct]))
            seen[construct] += 1
    out.write(as_json(findings, indent=1))


def _finding(place: Place, number: int) -> dict[str, Any]:
    finding = place.finding
    return {
        "type": "issue",
        "description": neutral(finding.message),
        "check_name": finding.rule,
        "categories": [_CATEGORIES[finding.severity]],
        # GitLab keeps one entry for each fingerprint: what stands twice in a note, or in two notes, must differ.
        "fingerprint": fingerprint(finding.rule, f"{finding.fingerprint} {number} {place.path}"),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": _unicode(place.path), "lines": {"begin": place.start.line, "end": place.end.line}},
    }


def _unicode(path: str) -> str:
    """The path, with odd bytes replaced: readers of JSON refuse surrogates."""
    return path.encode("utf-8", "replace").decode()
