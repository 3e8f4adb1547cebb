"""Findings that a comment in the note asks not to hear of."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias

from notelint.note import Note, Suppression
from notelint.pattern import late_pattern
from notelint.text import Span, joined

ABOUT_COMMENTS = frozenset(("unused-suppression", "expired-suppression", "unexplained-suppression"))
"""The rules about comments themselves: only a comment that names one silences it, or each would silence what is said of it."""

Silenced: TypeAlias = tuple[str, int]
"""A finding that is not heard of: its rule, and the offset at which it begins."""

_VISIBLE = late_pattern(r"\S")


class Use(NamedTuple):
    """A comment that counts, what it is about, and the rules of which it silences something."""

    comment: Suppression
    span: Span
    rules: frozenset[str]


class Silence:
    """Where the comments of a note silence a rule: stretches that do not overlap, made ready once for each rule.

    `today` is an ISO date, after which comments that end earlier no longer count; without it none has ended.
    """

    def __init__(self, note: Note, today: str = "") -> None:
        starts = _Starts(note)
        self._ends = [comment for comment in note.suppressions if comment.scope == "end"]
        self._places = [
            (comment, starts.place(comment))
            for comment in note.suppressions
            if comment.scope != "end" and not _is_over(comment, today)
        ]
        self._by_rule: dict[str, list[Span]] = {}
        self.over = [comment for comment in note.suppressions if comment.scope != "end" and _is_over(comment, today)]
        """The comments whose day has passed."""

    def covers(self, rule: str, offset: int) -> bool:
        """Whether a finding of this rule that begins here is not to be heard of."""
        if rule not in self._by_rule:
            self._by_rule[rule] = joined(self._stretches(rule))
        spans = self._by_rule[rule]
        before = bisect_right(spans, offset, key=lambda span: span.start) - 1
        return before >= 0 and spans[before].covers(offset)

    def uses(self, silenced: Iterable[Silenced]) -> Iterator[Use]:
        """What each comment is good for, given all that is silenced in the note."""
        offsets: dict[str, list[int]] = {}
        for rule, offset in sorted(silenced):
            offsets.setdefault(rule, []).append(offset)
        used: list[set[str]] = [set() for _ in self._places]
        for rule, places in offsets.items():
            for number, span in self._numbered(rule):
                if _any_within(places, span):
                    used[number].add(rule)
        for (comment, place), rules in zip(self._places, used, strict=True):
            yield Use(comment, place, frozenset(rules))

    def _stretches(self, rule: str) -> Iterator[Span]:
        return (span for _, span in self._numbered(rule))

    def _numbered(self, rule: str) -> Iterator[tuple[int, Span]]:
        """The stretches in which a rule is silenced, with the numbers of the comments that do."""
        ends = [end.span.start for end in self._ends if not end.rules or rule in end.rules]
        for number, (comment, place) in enumerate(self._places):
            if rule not in comment.rules and (comment.rules or rule in ABOUT_COMMENTS):
                continue
            after = bisect_right(ends, place.start) if comment.scope == "begin" else len(ends)
            yield number, Span(place.start, ends[after] if after < len(ends) else place.end)


def _any_within(offsets: Sequence[int], span: Span) -> bool:
    """Whether one of the offsets, which are in order, lies in a span."""
    first = bisect_left(offsets, span.start)
    return first < len(offsets) and offsets[first] < span.end


def _is_over(comment: Suppression, today: str) -> bool:
    """Whether `until` has passed; a day that is none counts as past, so that a slip of the pen silences nothing for ever."""
    if not comment.until:
        return False
    from datetime import date  # few notes have a day in a comment

    try:
        return date.fromisoformat(comment.until).isoformat() < today
    except ValueError:
        return True


class _Starts:
    """What a comment is about; the blocks of the note are sorted once, when a comment first asks for the next."""

    def __init__(self, note: Note) -> None:
        self._note = note

    def place(self, comment: Suppression) -> Span:
        """What a comment is about."""
        end = len(self._note.text.content) + 1  # a finding may stand at the very end
        if comment.scope == "file":
            return Span(0, end)
        if comment.scope == "begin":
            return Span(comment.span.start, end)
        if comment.scope == "line":
            line = self._note.text.line_span(self._note.text.position(comment.span.start).line)
            return Span(line.start, line.end + 1)
        return self._next(comment)

    def _next(self, comment: Suppression) -> Span:
        """What follows a comment, blank lines apart: the whole block that begins there, else the line."""
        text = self._note.text
        behind = _VISIBLE.search(text.content, text.line_span(text.position(comment.span.end).line).end)
        if not behind:
            return Span(comment.span.end, comment.span.end)
        line = text.line_span(text.position(behind.start()).line)
        first = bisect_left(self._blocks, line.start, key=lambda span: span.start)
        begins = first < len(self._blocks) and self._blocks[first].start <= line.end
        return Span(line.start, max(line.end, self._blocks[first].end if begins else 0) + 1)

    @cached_property
    def _blocks(self) -> list[Span]:
        spans = (block.span for top in self._note.blocks for block in top.walk())
        return sorted(spans, key=lambda span: span.start)
