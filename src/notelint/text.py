"""Where things are in a note: spans of characters, and the lines and columns derived from them."""

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from notelint.pattern import late_pattern

# CommonMark 0.31.2, section 2.1: a line ends at LF, CR LF or CR, and at nothing else. `str.splitlines` would also split at
# U+2028, form feed and friends, which editors and git do not count as line ends.
_LINE_END = late_pattern(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range of character offsets into the decoded text of a note."""

    start: int
    end: int

    def covers(self, offset: int) -> bool:
        """Whether the character at this offset lies inside."""
        return self.start <= offset < self.end


make = tuple.__new__
"""Makes a NamedTuple of its class and a tuple of all its fields in less than half the time.

For those that are made by the ten thousand: `make(Span, (start, end))`.
"""


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap or touch as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


class Position(NamedTuple):
    """A line and a column, both counted from 1, columns in code points."""

    line: int
    column: int


class Text:
    """The decoded text of one note, without its byte order mark.

    `bom` says whether the file began with one; it takes up no offset and no column, as in editors.
    """

    def __init__(self, content: str, *, bom: bool = False) -> None:
        self.content = content
        self.bom = bom

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line starts, in order; the first is 0."""
        return [0, *(match.end() for match in _LINE_END.finditer(self.content))]

    def position(self, offset: int) -> Position:
        """The line and column of an offset; an offset behind the end counts as the end."""
        line = bisect_right(self.line_starts, min(offset, len(self.content)))
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of the line of this number (from 1), without its line end; empty behind the last line."""
        if number > len(self.line_starts):
            return ""
        return self.content[self.line_span(number).start : self.line_span(number).end]

    def line_span(self, number: int) -> Span:
        """The span of the line of this number (from 1), without its line end."""
        start = self.line_starts[number - 1]
        last = number == len(self.line_starts)
        end = len(self.content) if last else self.line_starts[number]
        while not last and end > start and self.content[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def touches(self, span: Span, lines: Iterable[range]) -> bool:
        """Whether a span stands on any of these lines, given as ranges of their numbers (from 1)."""
        first = self.position(span.start).line
        last = self.position(max(span.start, span.end - 1)).line
        return any(first < some.stop and some.start <= last for some in lines)

    def slice(self, span: Span) -> str:
        """The characters of a span."""
        return self.content[span.start : span.end]
