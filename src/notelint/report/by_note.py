"""Findings gathered by the note that they are in, and the most severe of them."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from notelint.finding import SEVERITIES, Finding
from notelint.report.place import Place, Shown, places
from notelint.run import Run


class OfNote(NamedTuple):
    """A note as it is shown, and its findings in order."""

    path: str
    places: tuple[Place, ...]


def by_note(runs: Sequence[Run], shown: Shown) -> Iterator[OfNote]:
    """The notes that have findings, in order; a run has its findings in order of their notes already."""
    for run in runs:
        for path, found in groupby(places(run, shown), lambda place: place.path):
            yield OfNote(path, tuple(found))


def most_severe(findings: Sequence[Finding], limit: int) -> tuple[Finding, ...]:
    """At most so many findings in their order: of the errors first, and in each severity the first ones."""
    if len(findings) <= limit:
        return tuple(findings)
    ranked = sorted(range(len(findings)), key=lambda number: SEVERITIES.index(findings[number].severity))
    return tuple(findings[number] for number in sorted(ranked[:limit]))
