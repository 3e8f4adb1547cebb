"""Findings for people who go from note to note: below the name of each note, in columns."""

from collections.abc import Sequence
from typing import TextIO

from notelint.report.by_note import OfNote, by_note
from notelint.report.neutral import neutral_line, neutral_path
from notelint.report.place import Place, Shown
from notelint.report.summary import summary
from notelint.report.text import COLOURS
from notelint.run import Run


def write(runs: Sequence[Run], shown: Shown, out: TextIO, *, colour: bool = False) -> None:
    """Write the notes that have findings, a blank line behind each, and the summary."""
    for note in by_note(runs, shown):
        path = neutral_path(note.path)
        out.write(f"\x1b[1m{path}\x1b[0m\n" if colour else f"{path}\n")
        out.writelines(_lines(note, colour=colour))
        out.write("\n")
    out.write(summary(runs) + "\n")


def _lines(note: OfNote, *, colour: bool) -> list[str]:
    width = max(len(_where(place)) for place in note.places)
    return [_line(place, width, colour=colour) for place in note.places]


def _line(place: Place, width: int, *, colour: bool) -> str:
    finding = place.finding
    severity = f"{finding.severity:7}"
    rule = f"[{finding.rule}]"
    if colour:
        severity = f"\x1b[{COLOURS[finding.severity]}m{severity}\x1b[0m"
        rule = f"\x1b[2m{rule}\x1b[0m"
    return f"  {_where(place):>{width}}  {severity}  {neutral_line(finding.message)} {rule}\n"


def _where(place: Place) -> str:
    return f"{place.start.line}:{place.start.column}"
