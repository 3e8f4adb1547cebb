"""The line that a finding starts on, cut around the place."""

from typing import NamedTuple

from notelint.report.place import Place


class Excerpt(NamedTuple):
    """The marked characters of a line and what stands around them; `cut_left` and `cut_right` where there was more."""

    before: str
    marked: str
    after: str
    cut_left: bool
    cut_right: bool


def excerpt(place: Place, room: int) -> Excerpt:
    """At most `room` characters of the line, a quarter of them before the place.

    Of a finding that ends on a later line, the rest of its first is marked.
    """
    line = place.text.line_span(place.start.line)
    start = min(line.start + place.start.column - 1, line.end)  # a place can be the end of a line
    end = max(start, min(place.finding.span.end, line.end))
    first = max(line.start, min(start - room // 4, line.end - room))
    last = min(line.end, first + room)
    content = place.text.content
    behind = min(end, last)
    cut = first > line.start, last < line.end
    return Excerpt(content[first:start], content[start:behind], content[behind:last], *cut)
