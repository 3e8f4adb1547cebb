"""Findings that a comment in the note asks not to hear of."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from notelint.finding import Finding
from notelint.note import Note, Suppression
from notelint.pattern import late_pattern
from notelint.text import Span

_VISIBLE = late_pattern(r"\S")


def unsuppressed(findings: Iterable[Finding], note: Note, today: str) -> Iterator[Finding]:
    """The findings in this note that none of its comments suppresses; a comment whose day has passed no longer counts.

    `today` is an ISO date.
    """
    if not note.suppressions:
        yield from findings
        return
    silence = Silence(note, today)
    for finding in findings:
        if not silence.covers(finding.rule, finding.span.start):
            yield finding


class Silence:
    """Where the comments of a note silence a rule: stretches that do not overlap, made ready once for each rule.

    `today` is an ISO date, after which comments that end earlier no longer count; without it none has ended.
    """

    def __init__(self, note: Note, today: str = "") -> None:
        starts = _Starts(note)
        self._ends = [one for one in note.suppressions if one.scope == "end"]
        self._places = [
            (one, starts.place(one)) for one in note.suppressions if one.scope != "end" and not _is_over(one, today)
        ]
        self._by_rule: dict[str, list[Span]] = {}

    def covers(self, rule: str, offset: int) -> bool:
        """Whether a finding of this rule that begins here is not to be heard of."""
        if rule not in self._by_rule:
            self._by_rule[rule] = _joined(self._stretches(rule))
        spans = self._by_rule[rule]
        before = bisect_right(spans, offset, key=lambda span: span.start) - 1
        return before >= 0 and spans[before].covers(offset)

    def _stretches(self, rule: str) -> Iterator[Span]:
        ends = [end.span.start for end in self._ends if not end.rules or rule in end.rules]
        for one, place in self._places:
            if one.rules and rule not in one.rules:
                continue
            after = bisect_right(ends, place.start) if one.scope == "begin" else len(ends)
            yield Span(place.start, ends[after] if after < len(ends) else place.end)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _is_over(one: Suppression, today: str) -> bool:
    """Whether `until` has passed; a day that is none counts as past, so that a slip of the pen silences nothing for ever."""
    if not one.until:
        return False
    from datetime import date  # few notes have a day in a comment

    try:
        return date.fromisoformat(one.until).isoformat() < today
    except ValueError:
        return True


class _Starts:
    """What a comment is about; the blocks of the note are sorted once, when a comment first asks for the next."""

    def __init__(self, note: Note) -> None:
        self._note = note

    def place(self, one: Suppression) -> Span:
        """What a comment is about."""
        end = len(self._note.text.content) + 1  # a finding may stand at the very end
        if one.scope == "file":
            return Span(0, end)
        if one.scope == "begin":
            return Span(one.span.start, end)
        if one.scope == "line":
            line = self._note.text.line_span(self._note.text.position(one.span.start).line)
            return Span(line.start, line.end + 1)
        return self._next(one)

    def _next(self, one: Suppression) -> Span:
        """What follows a comment, blank lines apart: the whole block that begins there, else the line."""
        text = self._note.text
        behind = _VISIBLE.search(text.content, text.line_span(text.position(one.span.end).line).end)
        if not behind:
            return Span(one.span.end, one.span.end)
        line = text.line_span(text.position(behind.start()).line)
        first = bisect_left(self._blocks, line.start, key=lambda span: span.start)
        begins = first < len(self._blocks) and self._blocks[first].start <= line.end
        return Span(line.start, max(line.end, self._blocks[first].end if begins else 0) + 1)

    @cached_property
    def _blocks(self) -> list[Span]:
        spans = (block.span for top in self._note.blocks for block in top.walk())
        return sorted(spans, key=lambda span: span.start)
