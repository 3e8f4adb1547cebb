"""Brackets that are no links: references without a definition, and text in brackets."""

import re
from collections.abc import Sequence

from notelint.note import Bracket, BracketKind
from notelint.pattern import late_pattern
from notelint.text import Span

_SIGN = late_pattern(r"\\.|[\[\]]", re.DOTALL)


def loose_brackets(content: str, run: Span, solid: Sequence[Span]) -> list[Bracket]:
    """The innermost pairs of brackets outside the solid spans (sorted) of a run; `[a][b]` and `[a][]` are one construct.

    `[[a]]` is left out: where wikilinks are not in use, nobody can say what it was to be.
    """
    pairs = _innermost(content, run, solid)
    brackets = []
    skip = -1
    for pair, following in zip(pairs, [*pairs[1:], None], strict=False):  # no pairs: the None is left over
        if pair.start == skip or (content[pair.start - 1 : pair.start] == "[" and content[pair.end : pair.end + 1] == "]"):
            continue
        joined = following is not None and following.start == pair.end
        if following is not None and joined:
            skip = following.start
        brackets.append(_bracket(content, pair, following if joined else None))
    return [bracket for bracket in brackets if bracket.label.strip()]


def _bracket(content: str, pair: Span, label: Span | None) -> Bracket:
    text = content[pair.start + 1 : pair.end - 1]
    if label is None:
        kind: BracketKind = "footnote" if text.startswith("^") else "shortcut"
        return Bracket(pair, kind, text, text.removeprefix("^"))
    named = content[label.start + 1 : label.end - 1]
    return Bracket(
        Span(pair.start, label.end), "full" if named.strip() else "collapsed", text, named if named.strip() else text
    )


def _innermost(content: str, run: Span, solid: Sequence[Span]) -> list[Span]:
    pairs = []
    opening = -1
    position = 0
    for sign in _SIGN.finditer(content, run.start, run.end):
        while position < len(solid) and solid[position].end <= sign.start():
            position += 1
        if position < len(solid) and solid[position].covers(sign.start()):
            continue
        if sign[0] == "[":
            opening = sign.start()
        elif sign[0] == "]" and opening >= 0:
            pairs.append(Span(opening, sign.end()))
            opening = -1
    return pairs
