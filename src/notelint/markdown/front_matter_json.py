"""JSON → nodes with exact spans (RFC 8259), or problems. The standard library's reader keeps no positions."""

import re
from json import JSONDecodeError, JSONDecoder
from typing import Final, NoReturn, TypeAlias

from notelint.markdown.front_matter_budgets import MAX_DEPTH, TOO_DEEP
from notelint.note import Entry, Node, Problem, Scalar
from notelint.pattern import late_pattern
from notelint.text import Span

_DECODER: Final = JSONDecoder()
_BLANK = late_pattern(r"[ \t\r\n]*")
_NUMBER = late_pattern(r"(-?(?:0|[1-9]\d*))(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_WORDS: dict[str, tuple[str, Scalar]] = {"true": ("bool", True), "false": ("bool", False), "null": ("null", None)}
_WORD = late_pattern(r"[A-Za-z]+")

Parsed: TypeAlias = tuple[Node | None, tuple[Problem, ...], int]


def parse(content: str) -> Parsed:
    """The object that the content begins with, its problems and where it ends; no root when it does not parse."""
    reader = _Reader(content)
    try:
        root = reader.value(0, 1)
    except _Refused as refused:
        return None, (refused.problem,), 0
    return root, tuple(sorted(reader.problems)), root.span.end


class _Refused(Exception):  # noqa: N818 - it ends the reading; what is wrong is the problem it carries
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def _refuse(start: int, end: int, message: str) -> NoReturn:
    raise _Refused(Problem(Span(start, end), message))


class _Reader:
    def __init__(self, content: str) -> None:
        self._content = content
        self.problems: list[Problem] = []

    def value(self, start: int, depth: int) -> Node:
        """The value that begins at this offset."""
        if depth > MAX_DEPTH:
            _refuse(start, start + 1, TOO_DEEP)
        sign = self._content[start : start + 1]
        if sign == "{":
            return self._object(start, depth)
        if sign == "[":
            return self._array(start, depth)
        if sign == '"':
            text, end = self._string(start)
            return Node(Span(start, end), "str", text)
        return self._number_or_word(start)

    def _number_or_word(self, start: int) -> Node:
        if number := _NUMBER.match(self._content, start):
            tag, value = _number(number)
            return Node(Span(*number.span()), tag, value)
        word = _WORD.match(self._content, start)
        if word and word[0] in _WORDS:
            return Node(Span(*word.span()), *_WORDS[word[0]])
        if self._content[start : start + 1] == "'":
            _refuse(start, start + 1, 'JSON knows no single quotes: use `"`.')
        if word:
            _refuse(*word.span(), f"`{word[0]}` is no JSON value: put it in double quotes.")
        _refuse(start, start + 1, "A value is missing here: JSON wants one behind each colon and each comma.")

    def _string(self, start: int) -> tuple[str, int]:
        try:
            value, end = _DECODER.raw_decode(self._content, start)
            return str(value), end
        except JSONDecodeError as error:
            if error.msg.startswith("Unterminated"):
                _refuse(start, start + 1, "This quote is never closed.")
            if error.msg.startswith("Invalid control"):
                _refuse(error.pos, error.pos + 1, "A line end or tab cannot stand in a JSON text: write `\\n` or `\\t`.")
            _refuse(error.pos, error.pos + 1, "This is no escape that JSON knows: write the backslash twice.")

    def _array(self, start: int, depth: int) -> Node:
        nodes: list[Node] = []
        at = self._skip(start + 1)
        while self._content[at : at + 1] != "]":
            nodes.append(self.value(at, depth + 1))
            at = self._separator(nodes[-1].span.end, "]", start)
        return Node(Span(start, at + 1), "seq", tuple(nodes))

    def _object(self, start: int, depth: int) -> Node:
        entries: list[Entry] = []
        keys: set[str] = set()
        at = self._skip(start + 1)
        while self._content[at : at + 1] != "}":
            entry = self._entry(at, depth)
            if entry.key in keys:
                message = f"The key `{entry.key}` is here a second time: keep one of the two."
                self.problems.append(Problem(entry.key_span, message))
            keys.add(entry.key)
            entries.append(entry)
            at = self._separator(entry.node.span.end, "}", start)
        return Node(Span(start, at + 1), "map", tuple(entries))

    def _entry(self, at: int, depth: int) -> Entry:
        if self._content[at : at + 1] != '"':
            _refuse(at, at + 1, "A key in double quotes is missing here, as JSON wants it.")
        key, end = self._string(at)
        colon = self._skip(end)
        if self._content[colon : colon + 1] != ":":
            _refuse(at, end, f"A colon is missing behind the key `{key}`.")
        return Entry(key, Span(at, end), self.value(self._skip(colon + 1), depth + 1))

    def _separator(self, at: int, closing: str, opened: int) -> int:
        """Where the next value or the closing bracket stands."""
        sign = self._skip(at)
        if self._content[sign : sign + 1] == closing:
            return sign
        if sign >= len(self._content):
            _refuse(opened, opened + 1, f"This bracket is never closed: add `{closing}`.")
        if self._content[sign] != ",":
            _refuse(sign, sign + 1, "A comma is missing before this.")
        following = self._skip(sign + 1)
        if self._content[following : following + 1] == closing:
            _refuse(sign, sign + 1, "JSON allows no comma behind the last value: delete it.")
        return following

    def _skip(self, at: int) -> int:
        blank = _BLANK.match(self._content, at)
        return blank.end() if blank else at


def _number(match: re.Match[str]) -> tuple[str, Scalar]:
    try:
        return ("float", float(match[0])) if match[2] or match[3] else ("int", int(match[0]))
    except ValueError:  # more digits than Python turns into a number
        return "str", match[0]
