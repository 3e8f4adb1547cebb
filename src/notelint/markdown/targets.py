"""Where in the source the target of a link stands."""

import re

from notelint.pattern import late_pattern
from notelint.text import Span, make

# What may stand between `](` or `]:` and the target: blanks and at most one line end, behind which a quote's `>` may follow.
_GAP = late_pattern(r"[ \t]*(?:(?:\r\n?|\n)[ \t>]*)?")
_ANGLED = late_pattern(r"<(?:[^<>\\\r\n]|\\.)*>")
_PLAIN = late_pattern(r"[^ \t\r\n]*")
_LABEL_END = late_pattern(r"\[(?:[^\[\]\\]|\\.)*\]:", re.DOTALL)


def inline_target(content: str, inner_end: int, end: int, target: str) -> Span:
    """The target of `[text](target "title")`, whose text ends at `inner_end` and whose `)` is the last before `end`.

    `target` is what the parser made of it.
    """
    opening = content.find("](", inner_end, end)
    start = (opening if opening >= 0 else inner_end) + 2
    if start + len(target) == end - 1 and content.startswith(target, start):
        # As most are written: nothing to decode, nothing around it.
        return make(Span, (start, end - 1))
    return _target(content, start, end - 1)


def definition_target(content: str, span: Span) -> Span:
    """The target of `[label]: target "title"`."""
    label = _LABEL_END.match(content, span.start, span.end)
    return _target(content, label.end() if label else span.start, span.end)


def reference_label(style: str, start: int, inner_end: int, end: int) -> Span:
    """The label of `[text][label]`, or the text of `[label][]` and `[label]`; `start` is behind the first bracket."""
    if style == "full":
        return Span(min(inner_end + 2, end - 1), end - 1)
    return Span(start, end - (3 if style == "collapsed" else 1))


def _target(content: str, start: int, end: int) -> Span:
    gap = _GAP.match(content, start, end)
    start = gap.end() if gap else start
    found = _ANGLED.match(content, start, end) or _PLAIN.match(content, start, end)
    return Span(start, found.end() if found else start)
