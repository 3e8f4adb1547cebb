"""TOML → nodes with spans, or problems.

`tomllib` (TOML 1.0, https://toml.io/en/v1.0.0) keeps no positions, so a scan over the statements notes where each key and value
stands. Values inside an array or inline table have the span of the whole value.
"""

import re
import tomllib
from datetime import date, time
from typing import TypeAlias

from notelint.markdown.front_matter_budgets import MAX_DEPTH, TOO_DEEP
from notelint.note import Entry, Node, Problem
from notelint.pattern import late_pattern
from notelint.text import Span

Path: TypeAlias = tuple[str | int, ...]
Places: TypeAlias = dict[Path, tuple[Span, Span]]

_PLACE = late_pattern(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_LINE = late_pattern(r"[^\n]*")
_GAP = late_pattern(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = late_pattern(r"""[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*(\.)?""")
_PIECE = late_pattern(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[{]|[\]}]|\n|.', re.DOTALL
)


def parse(content: str, inner: Span) -> tuple[Node | None, tuple[Problem, ...]]:
    """The root node of the TOML in a span of the content, or the problem why there is none."""
    text = content[inner.start : inner.end]
    try:
        table = tomllib.loads(text)
    except RecursionError:
        return None, (Problem(inner, TOO_DEEP),)
    except ValueError as error:
        return None, (_fault(error, text, inner.start),)
    whole = Span(inner.start, inner.start + len(text.rstrip()))
    try:
        return _node(table, (), whole, _scan(text, inner.start), content), ()
    except _TooDeep:
        return None, (Problem(whole, TOO_DEEP),)


def _fault(error: ValueError, text: str, base: int) -> Problem:
    words = str(error)
    place = _PLACE.search(words)
    at = len(text.rstrip())
    if place and place[1]:
        starts = [0, *(end.end() for end in re.finditer("\n", text))]
        at = min(starts[int(place[1]) - 1] + int(place[2]) - 1, len(text))
    line = _LINE.match(text, at)
    end = at + len(line[0].rstrip()) if line else at
    start = at if end > at else max(at - 1, 0)
    cause = words[: place.start()] if place else words
    hint = _HINTS.get(cause, "see toml.io for how it is written")
    return Problem(Span(base + start, base + max(end, start)), f"This is not valid TOML ({cause}): {hint}.")


_HINTS = {
    "Invalid value": "put text in quotes",
    "Cannot overwrite a value": "this key is here a second time, keep one of the two",
    "Expected '=' after a key in a key/value pair": "write `key = value`",
    "Invalid statement": "write `key = value` or `[table]`",
    "Expected newline or end of document after a statement": "put each key on a line of its own, and text in quotes",
    "Unterminated string": "close the quote",
    "Unclosed array": "close the bracket",
    "Illegal character '\\n'": "close the quote on the same line",
}


class _TooDeep(Exception):  # noqa: N818 - it ends the building of nodes, it is no error of the program
    pass


def _scan(text: str, base: int) -> Places:
    """Where the key and the value of each statement stand; the text is known to be valid."""
    places: Places = {}
    table: Path = ()
    counts: dict[Path, int] = {}
    at = 0
    while (at := _skip(text, at)) < len(text):
        if text[at] == "[":
            is_array = text.startswith("[[", at)
            path, span, end = _dotted(text, at + 1 + is_array)
            path = _inside(path, counts)
            place = Span(base + span.start, base + span.end)
            places.setdefault(path, (place, place))
            if is_array:
                counts[path] = counts.get(path, -1) + 1
                path = (*path, counts[path])
                places[path] = (place, place)
            table = path
            at = text.index("]", end) + 1 + is_array
        else:
            path, span, end = _dotted(text, at)
            start = _skip_blanks(text, text.index("=", end) + 1)
            at = _value_end(text, start)
            value = Span(base + start, base + start + len(text[start:at].rstrip()))
            key = Span(base + span.start, base + span.end)
            for length in range(1, len(path) + 1):
                places.setdefault((*table, *path[:length]), (key, value))
    return places


def _inside(path: Path, counts: dict[Path, int]) -> Path:
    """The path of a table header, with the number of the last element behind each array of tables on the way."""
    made: Path = ()
    for number, name in enumerate(path):
        made = (*made, name)
        if number < len(path) - 1 and made in counts:
            made = (*made, counts[made])
    return made


def _dotted(text: str, at: int) -> tuple[Path, Span, int]:
    """A dotted key: its parts, its span and where it ends."""
    parts: list[str] = []
    start = _skip_blanks(text, at)
    end = start
    while key := _KEY.match(text, at):
        quoted, literal, bare, dot = key.groups()
        parts.append(_unescaped(quoted) if quoted is not None else literal if literal is not None else bare)
        end = start + len(text[start : key.end()].rstrip())
        at = key.end()
        if not dot:
            break
    return tuple(parts), Span(start, end), at


def _unescaped(quoted: str) -> str:
    value: str = tomllib.loads(f'x = "{quoted}"')["x"]
    return value


def _value_end(text: str, at: int) -> int:
    depth = 0
    for piece in _PIECE.finditer(text, at):
        sign = piece[0]
        if depth == 0 and (sign == "\n" or sign[0] == "#"):
            return piece.start()
        depth += (sign in "[{") - (sign in "]}")
    return len(text)


def _skip(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _skip_blanks(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t"):
        at += 1
    return at


def _node(value: object, path: Path, span: Span, places: Places, content: str) -> Node:
    """The node of a value read by `tomllib`; `span` is that of what encloses it, for want of a better one."""
    if len(path) > MAX_DEPTH:
        raise _TooDeep
    span = places[path][1] if path in places else span
    if isinstance(value, dict):
        entries = []
        for key, child in value.items():
            child_path = (*path, key)
            entries.append(
                Entry(
                    key,
                    places[child_path][0] if child_path in places else span,
                    _node(child, child_path, span, places, content),
                )
            )
        return Node(span, "map", tuple(entries))
    if isinstance(value, list):
        return Node(span, "seq", tuple(_node(child, (*path, n), span, places, content) for n, child in enumerate(value)))
    if isinstance(value, date | time):
        written = content[span.start : span.end] if path in places else value.isoformat()
        return Node(span, "str" if isinstance(value, time) else "date", written)
    tag = next(tag for kind, tag in ((bool, "bool"), (int, "int"), (float, "float"), (str, "str")) if isinstance(value, kind))
    return Node(span, tag, value)  # type: ignore[arg-type]  # tomllib gives nothing but these
