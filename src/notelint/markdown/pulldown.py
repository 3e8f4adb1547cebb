"""pyromark's events → a `Gatherer`. pyromark is pulldown-cmark, native code that gives exact byte ranges."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

import pyromark

from notelint.markdown.definitions import repeated_definitions
from notelint.markdown.gather import Gatherer
from notelint.pattern import late_pattern

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)
_STYLES = {
    "Inline": "inline",
    "Reference": "full",
    "Collapsed": "collapsed",
    "Shortcut": "shortcut",
    "Autolink": "autolink",
    "Email": "autolink",
}
_LONE_CR = late_pattern(r"\r(?!\n)")
_MARKS = frozenset({"Emphasis", "Strong", "Strikethrough"})
# A repeated definition is read from so many characters, or from more if it does not end well before: an address and a title
# are no longer.
_SHORT_DEFINITION, _LONGEST_DEFINITION = 250, 4000
# 1 for the first byte of each character, 0 for the bytes that continue one (UTF-8: 0b10xxxxxx).
_FIRST_BYTE = bytes(0 if 0x80 <= byte < 0xC0 else 1 for byte in range(256))


def drive(content: str, gatherer: Gatherer) -> None:
    """Parse the content, which has no byte order mark, and tell the gatherer what is in it."""
    # CommonMark 0.31.2, section 2.3: NUL counts as U+FFFD; pulldown-cmark leaves that to its caller.
    source = content.replace("\0", "\ufffd")
    if "\r" in source:
        # A lone CR ends a line too (section 2.1), which pulldown-cmark forgets in places.
        source = _LONE_CR.sub("\n", source)
    at = _characters(source)
    if "]:" in source:
        _definitions(source, at, gatherer)
    _Driver(source, at, gatherer).run()


def _characters(source: str) -> Sequence[int]:
    """For each byte offset of the source in UTF-8 the offset of its character."""
    if source.isascii():
        return range(len(source) + 1)
    return list(accumulate(source.encode().translate(_FIRST_BYTE), initial=0))


def _definitions(source: str, at: Sequence[int], gatherer: Gatherer) -> None:
    found = pyromark.reference_definitions(source, options=_OPTIONS)
    for label, definition in found.items():
        span = definition["span"]
        gatherer.definition(label, definition["dest"], at[span["start"]], at[span["end"]])
    firsts = {at[definition["span"]["start"]]: at[definition["span"]["end"]] for definition in found.values()}
    repeated = list(repeated_definitions(source, firsts, found))
    covered = sorted([*_covered(source, at), *firsts.items()]) if repeated else []
    for start, label in repeated:
        again = _definition(source, start)
        place = bisect_right(covered, (start, len(source))) - 1
        if again and not (place >= 0 and start < covered[place][1]):
            gatherer.definition(label, again[0], start, again[1])


def _definition(source: str, start: int) -> tuple[str, int] | None:
    """The target of the definition that begins here, and where it ends."""
    for longest in (_SHORT_DEFINITION, _LONGEST_DEFINITION):
        piece = source[start : start + longest]
        found = next(iter(pyromark.reference_definitions(piece, options=_OPTIONS).values()), None)
        if found is None or found["span"]["start"]:
            continue
        length = len(piece.encode()[: found["span"]["end"]].decode())
        if length < longest // 2 or longest == _LONGEST_DEFINITION:
            return found["dest"], start + length
    return None


def _covered(source: str, at: Sequence[int]) -> list[tuple[int, int]]:
    """Where leaf blocks stand, in order. Definitions leave no events behind: they are where none is."""
    return [
        (at[span["start"]], at[span["end"]])
        for event, span in pyromark.events_with_range(source, options=_OPTIONS)
        if isinstance(event, dict) and "End" not in event and not _is_container(event.get("Start"))
    ]


def _is_container(tag: object) -> bool:
    name = next(iter(tag), "") if isinstance(tag, dict) else tag
    return name in {"BlockQuote", "List", "Item", "FootnoteDefinition"}


class _Driver:
    """Goes through the events once; code and HTML blocks come as many events and are told as one block."""

    def __init__(self, source: str, at: Sequence[int], gatherer: Gatherer) -> None:
        self._source = source
        self._at = at
        self._gatherer = gatherer
        self._code: list[str] | None = None
        self._code_start = 0
        self._in_html = False
        # Behind this a heading has only blanks and its closing `#`s.
        self._limit = len(source)
        self._behind: list[int] = []
        self._leaves: dict[str, Callable[[Any, int, int], None]] = {
            "Text": self._text,
            "Code": gatherer.code,
            "InlineHtml": lambda value, start, end: gatherer.html(start, end),
            "FootnoteReference": gatherer.footnote_reference,
            "TaskListMarker": lambda value, start, end: gatherer.task_marker(start, end),
            "Start": self._start,
            "End": self._end,
            "Html": lambda value, start, end: None,
        }

    def run(self) -> None:
        """Tell the gatherer everything."""
        at = self._at
        leaves = self._leaves
        for event, span in pyromark.events_with_range(self._source, options=_OPTIONS):
            start, end = at[span["start"]], at[span["end"]]
            if isinstance(event, dict):
                (kind,) = event
                leaves[kind](event[kind], start, end)  # type: ignore[literal-required]  # one key, whatever it is
            elif event == "Rule":
                self._gatherer.end_run()
            else:
                self._gatherer.line_break(start, end)

    def _text(self, value: str, start: int, end: int) -> None:
        if self._code is not None:
            if not self._code:
                self._code_start = min(self._code_start, start)
            self._code.append(value)
        elif end <= self._limit and not self._in_html:
            self._gatherer.text(value, start, end)
        elif start < self._limit and not self._in_html:
            self._gatherer.text(value.removesuffix(self._source[self._limit : end]), start, self._limit)

    def _start(self, tag: Any, start: int, end: int) -> None:
        data: Any
        name, data = (tag, None) if isinstance(tag, str) else next(iter(tag.items()))
        gatherer = self._gatherer
        if name in _MARKS:
            gatherer.open_mark(start)
        elif name in ("Link", "Image"):
            self._link(data, start, is_image=name == "Image")
        elif name == "Heading":
            gatherer.open_heading(int(data["level"][1]), start)
            self._limit = self._heading_end(start, end)
        elif name == "Item":
            gatherer.open_item()
        else:
            self._start_block(name, data, start, end)

    def _heading_end(self, start: int, end: int) -> int:
        # CommonMark 0.31.2, section 4.2: a closing sequence of `#`s and the blanks around it are no content; pulldown-cmark
        # takes a tab there for text.
        if self._source[start] != "#":
            return end
        content = self._source[start:end].rstrip(" \t\v\f\r\n")
        open_ended = content.rstrip("#")
        closes = open_ended != content and open_ended.endswith((" ", "\t"))
        return start + len(open_ended.rstrip(" \t") if closes else content)

    def _start_block(self, name: str, data: Any, start: int, end: int) -> None:
        self._gatherer.end_run()
        if name == "CodeBlock":
            self._code, self._code_start = [], start
        elif name == "HtmlBlock":
            # The indentation of raw HTML comes as text.
            self._in_html = True
            self._gatherer.html_block(start, end)
        elif name == "FootnoteDefinition":
            self._gatherer.footnote(data, start)

    def _link(self, data: Any, start: int, *, is_image: bool) -> None:
        style = _STYLES[data["link_type"]]
        # pulldown-cmark leaves the `[]` of a collapsed reference out of its range.
        self._behind.append(2 if style == "collapsed" else 0)
        target = "mailto:" + data["dest_url"] if data["link_type"] == "Email" else data["dest_url"]
        (self._gatherer.open_image if is_image else self._gatherer.open_link)(style, target, data["id"], start)

    def _end(self, tag: Any, start: int, end: int) -> None:
        name = tag if isinstance(tag, str) else next(iter(tag))
        gatherer = self._gatherer
        if name in _MARKS:
            gatherer.close_mark(end)
        elif name in ("Link", "Image"):
            brackets = self._behind.pop()
            gatherer.close_link(end + brackets if self._source.startswith("[]", end) else end)
        elif name == "Heading":
            gatherer.close_heading(end)
            self._limit = len(self._source)
        elif name == "Item":
            gatherer.close_item()
        elif name == "CodeBlock":
            gatherer.code_block(self._code_start, end, "".join(self._code or ()))
            self._code = None
        else:
            self._in_html = False
            gatherer.end_run()
