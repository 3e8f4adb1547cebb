"""Findings as one HTML page that needs no network and no server: to be read, filtered, sent and kept.

It is whole without its script.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from notelint.finding import SEVERITIES, Severity
from notelint.report.by_note import by_note, most_severe
from notelint.report.document import document, field
from notelint.report.html_parts import note_section, rules_section
from notelint.report.markup import BREAK, Markup, element, empty, joined
from notelint.report.place import Shown
from notelint.report.summary import summary
from notelint.run import Run

FINDINGS = 10_000
"""How many findings a page holds: with more a browser is slow, and nobody reads them."""

_LABELS: dict[Severity, str] = {"error": "Errors", "warning": "Warnings", "advice": "Advice"}
_NOTHING = Markup("")


def write(runs: Sequence[Run], shown: Shown, out: TextIO) -> str | None:
    """Write the page. Returns what was left out."""
    kept: list[Run] = []
    for run in runs:
        left = FINDINGS - sum(len(earlier.findings) for earlier in kept)
        kept.append(run._replace(findings=most_severe(run.findings, left)))
    cut = sum(len(run.findings) for run in runs) - FINDINGS
    notice = f"HTML: left out {cut:,} of {cut + FINDINGS:,} findings, because a page with more is slow." if cut > 0 else ""
    told = summary(runs)
    folder = Path(__file__).parent
    out.write(document(f"notelint: {told}", [folder / "page.css"], folder / "page.js", _body(kept, shown, told, notice)))
    return notice or None


def _body(runs: Sequence[Run], shown: Shown, told: str, notice: str) -> Markup:
    notes = [note_section(note, number, shown) for number, note in enumerate(by_note(runs, shown))]
    rules = sorted({finding.rule for run in runs for finding in run.findings})
    findings = element("section", {"id": "findings", "aria-label": "Findings", "tabindex": -1}, BREAK, joined(notes, BREAK))
    parts = [
        element("a", {"class": "skip", "href": "#findings"}, "Skip to the findings"),
        element("header", None, element("h1", None, "notelint"), element("p", None, told)),
        element(
            "main",
            None,
            element("p", None, element("strong", None, notice)) if notice else _NOTHING,
            _form(runs) if notes else _NOTHING,
            BREAK,
            findings,
            rules_section(rules) if rules else _NOTHING,
        ),
    ]
    return element("body", None, BREAK, joined(parts, BREAK), BREAK)


def _form(runs: Sequence[Run]) -> Markup:
    severities = Counter(finding.severity for run in runs for finding in run.findings)
    rules = Counter(finding.rule for run in runs for finding in run.findings)
    boxes = [_box(severity, severities[severity]) for severity in SEVERITIES]
    options = [element("option", {"value": rule}, f"{rule} ({count:,})") for rule, count in sorted(rules.items())]
    select = element("select", {"id": "rule", "name": "rule"}, element("option", {"value": ""}, "All rules"), *options)
    words = empty("input", {"type": "search", "id": "words", "name": "words", "autocomplete": "off"})
    parts = [
        element("fieldset", None, element("legend", None, "Severity"), joined(boxes, BREAK)),
        field("Rule", "rule", select),
        field("Words", "words", words),
        element("button", {"type": "reset"}, "Show all"),
        element("p", {"role": "status", "id": "shown"}),
    ]
    return element("form", {"id": "filter", "aria-label": "Filter the findings", "hidden": True}, joined(parts, BREAK))


def _box(severity: Severity, count: int) -> Markup:
    box = empty("input", {"type": "checkbox", "name": "severity", "value": severity, "checked": True})
    return element("label", None, box, f" {_LABELS[severity]} ({count:,})")
