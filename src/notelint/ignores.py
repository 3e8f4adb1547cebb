"""What the configuration does not want to hear of in some notes, or in some sections of theirs."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from notelint.config import PerFileIgnore
from notelint.finding import Finding
from notelint.globs import matches
from notelint.note import Note
from notelint.text import Span


class Ignored(NamedTuple):
    """A stretch of a note in which some rules are ignored."""

    span: Span
    rules: tuple[str, ...]


def whole_notes(ignores: Iterable[PerFileIgnore], path: str) -> Iterator[str]:
    """The rules that are ignored in all of the note of this path."""
    for ignore in ignores:
        if not ignore.section and matches(path, (ignore.files,)):
            yield from ignore.rules


def outside_sections(findings: Iterable[Finding], ignores: Iterable[PerFileIgnore], note: Note) -> list[Finding]:
    """The findings in a note without those in sections where their rule is ignored."""
    ignored = list(_sections(ignores, note))
    return [
        finding
        for finding in findings
        if not any(finding.rule in section.rules and section.span.covers(finding.span.start) for section in ignored)
    ]


def _sections(ignores: Iterable[PerFileIgnore], note: Note) -> Iterator[Ignored]:
    wanted = [
        (_title(ignore.section), ignore.rules) for ignore in ignores if ignore.section and matches(note.path, (ignore.files,))
    ]
    if not wanted:
        return
    for block in (block for top in note.blocks for block in top.walk() if block.kind == "section"):
        title = " ".join(block.title.split())
        for pattern, rules in wanted:
            if pattern.fullmatch(title):
                start = note.text.line_span(note.text.position(block.span.start).line).start
                yield Ignored(Span(start, block.span.end + 1), rules)


def _title(section: str) -> re.Pattern[str]:
    """A heading as the configuration has it: case does not matter, `*` stands for anything."""
    parts = (re.escape(part) for part in " ".join(section.split()).split("*"))
    return re.compile(".*".join(parts), re.IGNORECASE)
