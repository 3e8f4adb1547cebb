"""Findings as results of tests, which nearly every CI shows.

An error is a test that failed, a warning or advice one that was skipped: CI shows its message, and does not fail because of it.
A run that found nothing is one test that passed, since many take a report without tests for a fault.

Source of the form: the schema of Jenkins' xUnit plugin, `junit-10.xsd`.
"""

from collections.abc import Sequence
from typing import TextIO

from notelint.report.by_note import OfNote, by_note
from notelint.report.markup import BREAK, Markup, element, joined
from notelint.report.place import Place, Shown
from notelint.report.summary import summary, totals
from notelint.run import Run


def write(runs: Sequence[Run], shown: Shown, out: TextIO) -> None:
    """Write a suite for every note that has findings."""
    suites = [_suite(note) for note in by_note(runs, shown)] or [_passed(runs)]
    total = totals(runs)
    counts = {"tests": max(1, total.errors + total.warnings + total.advice), "failures": total.errors, "errors": 0}
    whole = element("testsuites", {"name": "notelint", **counts}, BREAK, joined(suites, BREAK), BREAK)
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}\n')


def _suite(note: OfNote) -> Markup:
    failures = sum(place.finding.severity == "error" for place in note.places)
    tests = len(note.places)
    counts = {"tests": tests, "failures": failures, "errors": 0, "skipped": tests - failures}
    return element(
        "testsuite", {"name": note.path, **counts}, BREAK, joined([_test(place) for place in note.places], BREAK), BREAK
    )


def _test(place: Place) -> Markup:
    finding = place.finding
    where = f"{place.start.line}:{place.start.column}"
    outcome = "failure" if finding.severity == "error" else "skipped"
    told = element(
        outcome,
        {"type": finding.severity, "message": finding.message},
        f"{place.path}:{where}: {finding.message} [{finding.rule}]",
    )
    return element("testcase", {"classname": place.path, "name": f"{finding.rule} at {where}"}, told)


def _passed(runs: Sequence[Run]) -> Markup:
    test = element("testcase", {"classname": "notelint", "name": summary(runs)})
    return element("testsuite", {"name": "notelint", "tests": 1, "failures": 0, "errors": 0, "skipped": 0}, test)
