"""Why YAML does not parse, in plain words.

PyYAML says what its scanner met, which may be lines below the fault and is hardly ever its cause. The commonest faults are
told apart here by the lines they stand on; whatever is left keeps the parser's place and words.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from notelint.markdown.front_matter_budgets import TOO_DEEP
from notelint.note import Problem
from notelint.pattern import late_pattern
from notelint.text import Span

# YAML 1.1, section 5.1: what may stand in a stream; both parsers of PyYAML refuse the rest, a lone surrogate included.
_UNPRINTABLE = late_pattern("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A cause further up than this is not looked for, so that a long text with many faults costs no more than its length.
_FAR = 200
# Keys longer than a hundred characters are not looked for: a lazy search without bound would be quadratic on hostile lines.
_LINE = late_pattern(r"[^\r\n]*")
_ENTRY = late_pattern(r"[ \t]*(?:- +)*([^\s:#'\"\[{&*!|>@`%-][^:\r\n]{0,99}?)[ \t]{0,9}:[ \t]+(?=\S)")
_TIGHT = late_pattern(r"[ \t]*(?:- +)*([A-Za-z_][\w-]*):(?=[^/:\s])")
_QUOTED = late_pattern(r"[ \t]*(?:- +)*(?:[^\s:#][^:\r\n]{0,99}:[ \t]+)?(?=['\"])")
_CLOSED = late_pattern(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
_ITEM = late_pattern(r"-[ \t]")


class _Fault(NamedTuple):
    """What the parser met: where, where what it was reading began, in its words, and the text."""

    at: int
    began: int
    words: str
    text: str

    @property
    def line(self) -> Span:
        """The line that it was met on."""
        return _line_of(self.text, self.at)


def fault(error: Exception, text: str, base: int) -> Problem:
    """The problem behind an exception of PyYAML on this text, which begins at offset `base` of the note."""
    problem = _control_character(text) or _explain(_met(error, text))
    return Problem(Span(base + problem.span.start, base + problem.span.end), problem.message)


def _met(error: Exception, text: str) -> _Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    began = getattr(error, "context_mark", None) or mark
    words = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or error}".strip()
    at = min(mark.index, len(text)) if mark else 0
    return _Fault(at, min(began.index, len(text)) if began else at, words, text)


def _explain(met: _Fault) -> Problem:
    for words, explain in _CAUSES:
        if words in met.words and (problem := explain(met)):
            return problem
    for explain in (_quoted_then_more, _colon_in_value, _missing_blank):
        if problem := explain(met):
            return problem
    return Problem(
        _here(met), f"This is not valid YAML ({met.words.replace('while ', '')}): check the quotes and the indentation."
    )


def _control_character(text: str) -> Problem | None:
    if match := _UNPRINTABLE.search(text):
        shown = f"U+{ord(match[0]):04X}"
        return Problem(
            Span(*match.span()), f"The character {shown} is not allowed in YAML: delete it, it is usually invisible."
        )
    return None


def _tab(met: _Fault) -> Problem | None:
    if met.text[met.at : met.at + 1] != "\t":
        return None
    return Problem(Span(met.at, met.at + 1), "A tab cannot indent YAML: use blanks instead.")


def _too_nested(met: _Fault) -> Problem:
    """From 0.2.6 on, libyaml itself gives up at a thousand levels, before any of them is an event."""
    return Problem(_here(met), TOO_DEEP)


def _reserved(met: _Fault) -> Problem | None:
    """YAML 1.1, sections 5.3 and 7.3: indicators that cannot begin a plain value."""
    sign = met.text[met.at : met.at + 1]
    if not sign or sign in "\t\r\n":
        return None
    shown = f"`{sign}`" if sign != "`" else "a backtick"
    return Problem(_rest(met.text, met.at), f"A value cannot begin with {shown} in YAML: put it in quotes.")


def _colon_in_value(met: _Fault) -> Problem | None:
    """`title: Foo: bar`, the commonest fault of all."""
    entry = _ENTRY.match(met.text, met.line.start, met.line.end)
    if not entry or met.at < entry.end() or met.text[entry.end()] in "'\"[{":
        return None
    value = _rest(met.text, entry.end())
    if not re.search(r":(?:[ \t]|$)", met.text[value.start : value.end]):
        return None
    return Problem(
        value, f"The value of `{entry[1]}` has a colon in it, which YAML reads as another key: put the value in quotes."
    )


def _missing_blank(met: _Fault) -> Problem | None:
    """`a:b`, noticed by the parser only at the next key."""
    for line in _upwards(met.text, met.line):
        tight = _TIGHT.match(met.text, line.start, line.end)
        if tight:
            span = Span(tight.start(1), tight.end())
            return Problem(span, f"A blank is missing behind `{tight[1]}:`, so YAML sees no key here: write `{tight[1]}: …`.")
        if line != met.line and ":" in met.text[line.start : line.end]:
            return None
    return None


def _misaligned(met: _Fault) -> Problem | None:
    line = met.line
    text = met.text[line.start : line.end]
    above = next((span for span in _upwards(met.text, line) if span != line), None)
    if above is None or not text.strip() or _indent(text) == _indent(met.text[above.start : above.end]):
        return None
    message = "The indentation of this line fits no line above: keys of one level must begin in the same column."
    return Problem(_rest(met.text, line.start + _indent(text)), message)


def _too_deep(met: _Fault) -> Problem | None:
    """A key indented below a key that already has a value."""
    problem = _misaligned(met)
    line = met.line
    above = next((span for span in _upwards(met.text, line) if span != line), line)
    if problem is None or _indent(met.text[line.start : line.end]) < _indent(met.text[above.start : above.end]):
        return None
    return problem


def _quoted_then_more(met: _Fault) -> Problem | None:
    """`title: "Foo" and bar`, `title: 'It's'`, `title: [Draft] Foo`: the value ends before its line does."""
    entry = re.compile(r"[ \t]*(?:- +)*(?:[^\s:#][^:\r\n]{0,99}:[ \t]+)?(?=['\"\[{])").match(
        met.text, met.line.start, met.line.end
    )
    if not entry or met.at <= entry.end():
        return None
    value = _rest(met.text, entry.end())
    sign = met.text[entry.end()]
    if sign in "[{":
        kind = "list" if sign == "[" else "mapping"
        return Problem(
            value, f"A value that begins with `{sign}` is a {kind}, and text goes on behind it: put the value in quotes."
        )
    double = "`''`" if sign == "'" else '`\\"`'
    return Problem(
        value, f"Text goes on behind the closing quote: write a quote inside as {double}, or put other quotes around."
    )


def _quote_above(met: _Fault) -> Problem | None:
    """A quote that is closed only by the one that a later value begins with."""
    for line in _upwards(met.text, met.line):
        opening = _QUOTED.match(met.text, line.start, line.end)
        closing = _CLOSED.match(met.text, opening.end()) if opening else None
        if (
            opening
            and closing
            and line != met.line
            and closing.end() > line.end
            and _rest(met.text, closing.end()).end > closing.end()
        ):
            return _unclosed_quote(met._replace(began=opening.end()))
    return None


def _unclosed_quote(met: _Fault) -> Problem | None:
    sign = met.text[met.began : met.began + 1]
    shown = "single" if sign == "'" else "double"
    return Problem(
        _rest(met.text, met.began), f"This {shown} quote is never closed: close it, or put other quotes around the value."
    )


def _unclosed_bracket(met: _Fault) -> Problem | None:
    sign = met.text[met.began : met.began + 1]
    if sign not in "[{" or not sign:
        return None
    other = "]" if sign == "[" else "}"
    return Problem(_rest(met.text, met.began), f"The `{sign}` here has no `{other}`, or a comma is missing between two values.")


def _no_key(met: _Fault) -> Problem | None:
    line = _line_of(met.text, met.began)
    if tight := _missing_blank(met._replace(at=met.began)):
        return tight
    start = line.start + _indent(met.text[line.start : line.end])
    return Problem(
        _rest(met.text, start), "This line is no `key: value`: give it a key, or indent it if it continues the value above."
    )


def _reference(met: _Fault) -> Problem | None:
    sign = met.text[met.began : met.began + 1]
    if sign not in ("*", "&"):
        return None
    verb = "refers to" if sign == "*" else "names"
    return Problem(_rest(met.text, met.began), f"A value that begins with `{sign}` {verb} an anchor in YAML: put it in quotes.")


def _escape(met: _Fault) -> Problem | None:
    start = max(met.text.rfind("\\", 0, met.at + 1), 0)
    message = "This is no escape that YAML knows: write the backslash twice, or use single quotes."
    return Problem(Span(start, start + 2), message)


def _inline_item(met: _Fault) -> Problem | None:
    if not _ITEM.match(met.text, met.at):
        return None
    message = "A list cannot begin on the line of its key: put each `- ` on a line of its own, or write `[a, b]`."
    return Problem(_rest(met.text, met.at), message)


def _block_header(met: _Fault) -> Problem | None:
    sign = met.text[met.began : met.began + 1]
    if sign not in ("|", ">"):
        return None
    message = f"`{sign}` begins a text on the following lines: put the value in quotes, or move it to the next line."
    return Problem(_rest(met.text, met.began), message)


# What the parser says (libyaml's words, then those of the Python parser where they differ) and what may lie behind it.
_CAUSES: tuple[tuple[str, Callable[[_Fault], Problem | None]], ...] = (
    ("exceeded maximum nesting depth", _too_nested),
    ("cannot start any token", _tab),
    ("found a tab character", _tab),
    ("cannot start any token", _reserved),
    ("unknown escape character", _escape),
    ("quoted scalar", _unclosed_quote),
    ("while scanning an a", _reference),
    ("while scanning a block scalar", _block_header),
    ("sequence entries are not allowed", _inline_item),
    ("mapping values are not allowed", _colon_in_value),
    ("mapping values are not allowed", _missing_blank),
    ("mapping values are not allowed", _too_deep),
    ("could not find expected ':'", _no_key),
    ("while parsing a flow", _unclosed_bracket),
    ("while parsing a block", _quote_above),
    ("while parsing a block", _quoted_then_more),
    ("while parsing a block", _missing_blank),
    ("while parsing a block", _misaligned),
)


def _here(met: _Fault) -> Span:
    """The rest of the line; at the end of a line, its last characters, so that there is something to see."""
    rest = _rest(met.text, met.at)
    return rest if rest.end > rest.start else Span(max(met.at - 1, 0), met.at)


def _rest(text: str, start: int) -> Span:
    line = _LINE.match(text, start)
    return Span(start, start + len(line[0].rstrip()) if line else start)


def _line_of(text: str, offset: int) -> Span:
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    return Span(start, _rest(text, start).end)


def _upwards(text: str, line: Span) -> Iterator[Span]:
    """The line and those not far above it, nearest first, without blank ones."""
    for _ in range(_FAR):
        if line.end > line.start:
            yield line
        if line.start == 0:
            return
        line = _line_of(text, line.start - (2 if text[line.start - 2 : line.start] == "\r\n" else 1))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
