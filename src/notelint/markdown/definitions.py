"""Link reference definitions whose label was defined before: parsers use the first and forget the others."""

import re
from collections.abc import Collection, Iterable, Iterator

from notelint.pattern import late_pattern

# A definition's label at the start of a line, behind any quote and list markers.
_CANDIDATE = late_pattern(r"[ \t>*+\-0-9.)]*\[((?:[^\[\]\\\r\n]|\\.)+)\]:")


def normal_label(label: str) -> str:
    """What labels are compared by: CommonMark 0.31.2, section 4.7: case folded, blanks collapsed."""
    return " ".join(label.split()).casefold()


def repeated_definitions(source: str, firsts: Collection[int], labels: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Where a label that is defined (first at one of the offsets `firsts`) may be defined again: offset and label."""
    known = {normal_label(label) for label in labels}
    for match in _candidates(source):
        start = match.start(1) - 1
        if start not in firsts and normal_label(match[1]) in known:
            yield start, match[1]


def _candidates(source: str) -> Iterator[re.Match[str]]:
    """What looks like a definition, in the lines that have a `]:`: they are few, and quickly found."""
    line_end = 0
    while (sign := source.find("]:", line_end)) >= 0:
        match = _CANDIDATE.match(source, source.rfind("\n", line_end, sign) + 1)
        if match:
            yield match
        line_end = source.find("\n", sign)
        if line_end < 0:
            break
