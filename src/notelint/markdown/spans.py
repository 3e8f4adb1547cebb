"""Questions about many spans at once, answered by bisection: a hostile note may have 100,000 in one paragraph."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from notelint.text import Span


def outermost(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, without those that begin inside another one (parsers nest them, they never cross)."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found


def meets(outer: Sequence[Span], span: Span) -> bool:
    """Whether one of the spans (as `outermost` gives them) shares a character with this one."""
    place = bisect_right(outer, span.start, key=lambda one: one.start)
    return (place > 0 and outer[place - 1].end > span.start) or (place < len(outer) and outer[place].start < span.end)


def encloses(outer: Sequence[Span], span: Span) -> bool:
    """Whether one of the spans (as `outermost` gives them) has all of this one inside."""
    place = bisect_right(outer, span.start, key=lambda one: one.start)
    return place > 0 and outer[place - 1].end >= span.end


def gaps(run: Span, outer: Iterable[Span]) -> Iterator[Span]:
    """What lies between the spans (as `outermost` gives them) of a run."""
    start = run.start
    for span in outer:
        if span.start > start:
            yield Span(start, min(span.start, run.end))
        start = max(start, span.end)
    if start < run.end:
        yield Span(start, run.end)
