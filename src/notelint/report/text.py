"""Findings for people: one line each; on a terminal with colour and the place in the note underlined."""

from collections.abc import Sequence
from typing import TextIO

from notelint.finding import Severity
from notelint.lint import Run
from notelint.report.neutral import neutral
from notelint.report.place import Place, Shown, places
from notelint.report.summary import summary

_COLOURS: dict[Severity, str] = {"error": "31", "warning": "33", "advice": "36"}


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
                path = neutral(shown.path(run.root, related.path))
                text = run.texts.get(related.path)
                line, column = text.position(related.span.start) if text else (1, 1)
                out.write(f"    {path}:{line}:{column}: {neutral(related.message)}\n")
    out.write(summary(runs) + "\n")


def _line(place: Place, *, colour: bool) -> str:
    finding = place.finding
    where = f"{neutral(place.path)}:{place.start.line}:{place.start.column}"
    severity: str = finding.severity
    rule = f"[{finding.rule}]"
    if colour:
        where = f"\x1b[1m{where}\x1b[0m"
        severity = f"\x1b[{_COLOURS[finding.severity]}m{severity}\x1b[0m"
        rule = f"\x1b[2m{rule}\x1b[0m"
    return f"{where}: {severity}: {neutral(finding.message)} {rule}\n"


def _excerpt(place: Place, width: int, *, colour: bool) -> str:
    """The line that a finding starts on, cut around it, and a line with `^` below its characters."""
    line = place.text.line(place.start.line)
    start = place.start.column - 1
    end = place.end.column - 1 if place.end.line == place.start.line else len(line)
    number = f"{place.start.line:>6} | "
    room = max(20, width - len(number) - 2)
    first = max(0, min(start - room // 4, len(line) - room)) if len(line) > room else 0
    cut = line[first : first + room]
    before, marked = neutral(cut[: start - first]), neutral(cut[start - first : end - first])
    after = neutral(cut[end - first :]) if end > start else neutral(cut[start - first :])
    under = " " * (len(number) + bool(first) + _columns(before)) + "^" * max(1, _columns(marked))
    if colour:
        under = under.replace("^", f"\x1b[{_COLOURS[place.finding.severity]}m^", 1) + "\x1b[0m"
    tail = "…" if first + room < len(line) else ""
    return f"{number}{'…' if first else ''}{before}{marked}{after}{tail}\n{under}\n"


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: Unicode UAX #11 for wide characters, none for combining marks."""
    import unicodedata  # a megabyte of tables, for terminals only

    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)
