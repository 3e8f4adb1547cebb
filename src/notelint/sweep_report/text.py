"""The report on a sweep for people at a terminal."""

from typing import TextIO

from notelint.report.neutral import neutral_row
from notelint.sweep_report.report import Tally
from notelint.sweep_report.view import Section, View, counted, leads_to, missing, story, summary
from notelint.web.store import Entry

_MOST = 20


def write(seen: View, out: TextIO) -> None:
    """Write what changed, what stands, and the figures."""
    for section in (*seen.changed, *seen.standing):
        _section(section, out)
    for title, tallies in (("By host", seen.hosts), ("By note", seen.by_note)):
        _table(title, tallies, out)
    out.write(f"{summary(seen)}\n")


def _section(section: Section, out: TextIO) -> None:
    if section.entries:
        out.write(f"{section.title} ({len(section.entries):,})\n")
        for entry in section.entries:
            out.write("".join(f"  {neutral_row(line)}\n" for line in _lines(entry)))
        out.write("\n")


def _lines(entry: Entry) -> list[str]:
    lines = [f"{entry.url}: {story(entry)}"]
    if target := leads_to(entry):
        lines.append(f"  leads to {target}")
    if entry.detail:
        lines.append(f"  {entry.detail}")
    lines += [f"  no #{fragment.name}{f', perhaps #{fragment.meant}' if fragment.meant else ''}" for fragment in missing(entry)]
    lines += [f"  {place.path}:{place.line}" for place in entry.places]
    return lines


def _table(title: str, tallies: tuple[Tally, ...], out: TextIO) -> None:
    if tallies:
        out.write(f"{title}\n")
        for tally in tallies[:_MOST]:
            out.write(f"  {neutral_row(tally.name)}: {counted(tally.states)}\n")
        if len(tallies) > _MOST:
            out.write(f"  and {len(tallies) - _MOST:,} more\n")
        out.write("\n")
