"""Findings for people: one line each; on a terminal with colour and the place in the note underlined."""

from collections.abc import Sequence
from typing import TextIO

from notelint.finding import Severity
from notelint.report.neutral import neutral, neutral_line, neutral_path
from notelint.report.place import Place, Shown, places
from notelint.report.summary import summary
from notelint.run import Run

COLOURS: dict[Severity, str] = {"error": "31", "warning": "33", "advice": "36"}


def write(
    runs: Sequence[Run], shown: Shown, out: TextIO, *, excerpts: bool = False, colour: bool = False, width: int = 100
) -> None:
    """Write all findings and the summary. `excerpts` shows the line of each finding, at most `width` columns of it."""
    for run in runs:
        for place in places(run, shown):
            out.write(_line(place, colour=colour))
            if excerpts:
                out.write(_excerpt(place, width, colour=colour))
            for related in place.finding.related:
                path = neutral_path(shown.path(run.root, related.path))
                text = run.texts.get(related.path)
                line, column = text.position(related.span.start) if text else (1, 1)
                out.write(f"    {path}:{line}:{column}: {neutral_line(related.message)}\n")
    out.write(summary(runs) + "\n")


def _line(place: Place, *, colour: bool) -> str:
    finding = place.finding
    where = f"{neutral_path(place.path)}:{place.start.line}:{place.start.column}"
    severity: str = finding.severity
    rule = f"[{finding.rule}]"
    if colour:
        where = f"\x1b[1m{where}\x1b[0m"
        severity = f"\x1b[{COLOURS[finding.severity]}m{severity}\x1b[0m"
        rule = f"\x1b[2m{rule}\x1b[0m"
    return f"{where}: {severity}: {neutral_line(finding.message)} {rule}\n"


def _excerpt(place: Place, width: int, *, colour: bool) -> str:
    """The line that a finding starts on, cut around it, and a line with `^` below its characters."""
    from notelint.report.excerpt import excerpt  # for terminals only

    number = f"{place.start.line:>6} | "
    shown = excerpt(place, max(20, width - len(number) - 2))
    before, marked, after = neutral(shown.before), neutral(shown.marked), neutral(shown.after)
    under = " " * (len(number) + shown.cut_left + _columns(before)) + "^" * max(1, _columns(marked))
    if colour:
        under = under.replace("^", f"\x1b[{COLOURS[place.finding.severity]}m^", 1) + "\x1b[0m"
    return f"{number}{'…' * shown.cut_left}{before}{marked}{after}{'…' * shown.cut_right}\n{under}\n"


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: Unicode UAX #11 for wide characters, none for combining marks."""
    import unicodedata  # a megabyte of tables, for terminals only

    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)
