"""Findings that a comment in the note asks not to hear of."""

from collections.abc import Iterable, Iterator

from notelint.finding import Finding
from notelint.note import Note, Suppression
from notelint.text import Span


def unsuppressed(findings: Iterable[Finding], note: Note, today: str) -> Iterator[Finding]:
    """The findings in this note that none of its comments suppresses; a comment whose day has passed no longer counts.

    `today` is an ISO date.
    """
    if not note.suppressions:
        yield from findings
        return
    ends = [one for one in note.suppressions if one.scope == "end"]
    places = [(one, _place(note, one)) for one in note.suppressions if one.scope != "end" and not _is_over(one, today)]
    for finding in findings:
        if not any(_silences(one, place, ends, finding) for one, place in places):
            yield finding


def _silences(one: Suppression, place: Span, ends: Iterable[Suppression], finding: Finding) -> bool:
    at = finding.span.start
    if not _names(one, finding) or not place.covers(at):
        return False
    return one.scope != "begin" or not any(_names(end, finding) and place.start < end.span.start <= at for end in ends)


def _names(one: Suppression, finding: Finding) -> bool:
    return not one.rules or finding.rule in one.rules


def _is_over(one: Suppression, today: str) -> bool:
    """Whether `until` has passed; a day that is none counts as past, so that a slip of the pen silences nothing for ever."""
    if not one.until:
        return False
    from datetime import date  # few notes have a day in a comment

    try:
        return date.fromisoformat(one.until).isoformat() < today
    except ValueError:
        return True


def _place(note: Note, one: Suppression) -> Span:
    """What a comment is about."""
    end = len(note.text.content) + 1  # a finding may stand at the very end
    if one.scope == "file":
        return Span(0, end)
    if one.scope == "begin":
        return Span(one.span.start, end)
    if one.scope == "line":
        line = note.text.line_span(note.text.position(one.span.start).line)
        return Span(line.start, line.end + 1)
    return _next(note, one)


def _next(note: Note, one: Suppression) -> Span:
    """What follows a comment, blank lines apart: the whole block that begins there, else the line."""
    text = note.text
    numbers = range(text.position(one.span.end).line + 1, len(text.line_starts) + 1)
    number = next((number for number in numbers if text.line(number).strip()), 0)
    if not number:
        return Span(one.span.end, one.span.end)
    line = text.line_span(number)
    blocks: Iterator[int] = (
        block.span.end for top in note.blocks for block in top.walk() if line.start <= block.span.start <= line.end
    )
    return Span(line.start, max(line.end, next(blocks, 0)) + 1)
