"""The report on a sweep for people at a terminal."""

from typing import TextIO

from notelint.report.neutral import neutral_row
from notelint.report.sweep_view import Section, Told, View, counted, missing, story, summary
from notelint.web.store import Entry

_MOST = 20


def write(seen: View, out: TextIO) -> None:
    """Write what changed, what stands, and the figures."""
    for section in (*seen.changed, *seen.standing):
        _section(section, out)
    for title, told in (("By host", seen.hosts), ("By note", seen.by_note)):
        _table(title, told, out)
    out.write(f"{summary(seen)}\n")


def _section(section: Section, out: TextIO) -> None:
    if section.entries:
        out.write(f"{section.title} ({len(section.entries):,})\n")
        for entry in section.entries:
            out.write("".join(f"  {neutral_row(line)}\n" for line in _lines(entry)))
        out.write("\n")


def _lines(entry: Entry) -> list[str]:
    lines = [f"{entry.url}: {story(entry)}"]
    target = entry.location if entry.evidence.state == "moved" else entry.target
    if target and target != entry.url:
        lines.append(f"  leads to {target}")
    if entry.detail:
        lines.append(f"  {entry.detail}")
    lines += [f"  no #{one.name}{f', perhaps #{one.meant}' if one.meant else ''}" for one in missing(entry)]
    lines += [f"  {place.path}:{place.line}" for place in entry.places]
    return lines


def _table(title: str, told: tuple[Told, ...], out: TextIO) -> None:
    if told:
        out.write(f"{title}\n")
        for one in told[:_MOST]:
            out.write(f"  {neutral_row(one.name)}: {counted(one.states)}\n")
        if len(told) > _MOST:
            out.write(f"  and {len(told) - _MOST:,} more\n")
        out.write("\n")
