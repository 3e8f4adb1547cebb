"""pyromark's events → a `Gatherer`. pyromark is pulldown-cmark, native code that gives exact byte ranges."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import Any, TypeAlias

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
_Handler: TypeAlias = Callable[[Any, Any], None]

_LONE_CR = late_pattern(r"\r(?!\n)")
_MARKS = frozenset({"Emphasis", "Strong", "Strikethrough"})
_PLAIN = frozenset({"Text", "SoftBreak", "HardBreak"})
# A repeated definition is read from so many characters, or from more if it does not end well before: an address and a title
# are no longer.
_SHORT_DEFINITION, _LONGEST_DEFINITION = 250, 4000
# 1 for the first byte of each character, 0 for the bytes that continue one (UTF-8: 0b10xxxxxx).
_FIRST_BYTE = bytes(0 if 0x80 <= byte < 0xC0 else 1 for byte in range(256))
_LATER_BYTE = late_pattern(rb"[\x80-\xbf]")
_FEW = 12


def drive(content: str, gatherer: Gatherer) -> None:
    """Parse the content, which has no byte order mark, and tell the gatherer what is in it."""
    source = as_parsed(content)
    encoded = source.encode()
    at = _characters(source, encoded)
    if "]:" in source:
        _definitions(source, at, gatherer)
    driver = _Driver(source, encoded, at, gatherer)
    driver.run()
    driver.close()


def as_parsed(content: str) -> str:
    """The content as pulldown-cmark has to be given it; offsets stay."""
    # CommonMark 0.31.2, section 2.3: NUL counts as U+FFFD; pulldown-cmark leaves that to its caller.
    source = content.replace("\0", "\ufffd")
    # A lone CR ends a line too (section 2.1), which pulldown-cmark forgets in places.
    return _LONE_CR.sub("\n", source) if "\r" in source else source


def events(source: str) -> Any:
    """The events of a source, each with its span in bytes of UTF-8."""
    return pyromark.events_with_range(source, options=_OPTIONS)


def _characters(source: str, encoded: bytes) -> Callable[[int], int]:
    """What gives for a byte offset of the encoded source the offset of its character."""
    surplus = len(encoded) - len(source)
    if not surplus:
        return _same
    if surplus * _FEW < len(encoded):
        # A table of all offsets takes longer than to find the few bytes that begin no character.
        surplus_bytes = [match.start() for match in _LATER_BYTE.finditer(encoded)]
        return lambda offset: offset - bisect_left(surplus_bytes, offset)
    return list(accumulate(encoded.translate(_FIRST_BYTE), initial=0)).__getitem__


def _same(offset: int) -> int:
    return offset


def _definitions(source: str, at: Callable[[int], int], gatherer: Gatherer) -> None:
    definitions = pyromark.reference_definitions(source, options=_OPTIONS)
    firsts = {}
    for label, definition in sorted(definitions.items(), key=lambda item: item[1]["span"]["start"]):
        start, end = at(definition["span"]["start"]), at(definition["span"]["end"])
        gatherer.definition(label, definition["dest"], start, end)
        firsts[start] = end
    if source.count("]:") > len(definitions) > 0:
        _repeated(source, at, firsts, definitions, gatherer)


def _repeated(source: str, at: Callable[[int], int], firsts: dict[int, int], labels: Iterable[str], gatherer: Gatherer) -> None:
    repeated = list(repeated_definitions(source, firsts, labels))
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
        definition = next(iter(pyromark.reference_definitions(piece, options=_OPTIONS).values()), None)
        if definition is None or definition["span"]["start"]:
            continue
        length = len(piece.encode()[: definition["span"]["end"]].decode())
        if length < longest // 2 or longest == _LONGEST_DEFINITION:
            return definition["dest"], start + length
    return None


def _covered(source: str, at: Callable[[int], int]) -> list[tuple[int, int]]:
    """Where leaf blocks stand, in order. Definitions leave no events behind: they are where none is."""
    return [
        (at(span["start"]), at(span["end"]))
        for event, span in pyromark.events_with_range(source, options=_OPTIONS)
        if isinstance(event, dict) and "End" not in event and not _is_container(event.get("Start"))
    ]


def _is_container(tag: object) -> bool:
    name = next(iter(tag), "") if isinstance(tag, dict) else tag
    return name in {"BlockQuote", "List", "Item", "FootnoteDefinition"}


class _Driver:
    """Goes through the events once; code and HTML blocks come as many events and are told as one block.

    Offsets of events are bytes; the gatherer is told characters.
    """

    def __init__(self, source: str, encoded: bytes, at: Callable[[int], int], gatherer: Gatherer) -> None:
        self._source = source
        self._bytes = encoded
        self._at = at
        self._gatherer = gatherer
        self._code: list[str] | None = None
        self._code_start = 0
        # Behind this a heading has only blanks and its closing `#`s.
        self._limit = len(self._bytes)
        self._behind: list[int] = []
        # How many blocks or pictures are open that make of text something else than a piece of a paragraph.
        self._special = 0
        self._starts: dict[str, _Handler] = {
            **dict.fromkeys(_MARKS, lambda data, span: gatherer.open_mark(at(span["start"]))),
            "Link": self._link,
            "Image": self._image,
            "Heading": self._heading,
            "CodeBlock": self._code_block,
            "HtmlBlock": self._html_block,
            "FootnoteDefinition": lambda label, span: gatherer.footnote(label, at(span["start"])),
        }
        self._ends: dict[str, _Handler] = {
            **dict.fromkeys(_MARKS, lambda data, span: gatherer.close_mark(at(span["end"]))),
            "Link": self._end_link,
            "Image": self._end_image,
            "Heading": self._end_heading,
            "CodeBlock": self._end_code_block,
            "HtmlBlock": self._end_html_block,
        }
        self._leaves: dict[str, _Handler] = {
            "Text": self._special_text,
            "Code": lambda value, span: gatherer.code(value, at(span["start"]), at(span["end"])),
            "InlineHtml": lambda value, span: gatherer.html(at(span["start"]), at(span["end"])),
            "FootnoteReference": lambda label, span: gatherer.footnote_reference(label, at(span["start"]), at(span["end"])),
            "TaskListMarker": lambda value, span: gatherer.task_marker(at(span["start"]), at(span["end"])),
            "SoftBreak": self._line_break,
            "HardBreak": self._line_break,
            "Rule": lambda value, span: gatherer.end_run(),
            "Html": lambda value, span: None,
        }

    def run(self) -> None:
        """Tell the gatherer everything.

        This loop is most of the time that reading takes. So text, the commonest of events, is added to the run right here, its
        end is made characters when something else follows, and a block without a handler costs no call.
        """
        gatherer, at = self._gatherer, self._at
        starts, ends, leaves = self._starts.get, self._ends.get, self._leaves
        open_item, close_item = gatherer.open_item, gatherer.close_item
        add_text, add_kind = gatherer.texts.append, gatherer.kinds.append
        text_end = -1
        for event, span in events(self._source):
            value: Any
            kind, value = event.popitem() if type(event) is dict else (event, "\n")
            if kind in _PLAIN and not self._special:
                if gatherer.run_start < 0:
                    if kind != "Text":
                        continue  # a break behind a task marker
                    gatherer.begin_run(at(span["start"]))
                text_end = span["end"]
                add_text(value)
                add_kind("text")
                continue
            if text_end >= 0:
                gatherer.run_end = at(text_end)
                text_end = -1
            if kind != "Start" and kind != "End":
                leaves[kind](value, span)
                continue
            name, data = (value, None) if type(value) is str else value.popitem()
            if name == "Item":
                (open_item if kind == "Start" else close_item)()
            elif handler := (starts if kind == "Start" else ends)(name):
                handler(data, span)
            elif gatherer.run_start >= 0:
                gatherer.end_run()

    def close(self) -> None:
        """Let go of the handlers, which hold this driver: a run does not collect cycles, so each note would be kept twice."""
        for handlers in (self._starts, self._ends, self._leaves):
            handlers.clear()

    def _line_break(self, value: str, span: Any) -> None:
        self._gatherer.line_break(self._at(span["start"]), self._at(span["end"]))

    def _special_text(self, value: str, span: Any) -> None:
        start, end = span["start"], span["end"]
        if self._code is not None:
            if not self._code:
                self._code_start = min(self._code_start, self._at(start))
            self._code.append(value)
        elif end <= self._limit:
            self._gatherer.text(value, self._at(start), self._at(end))
        elif start < self._limit:
            value = value.removesuffix(self._bytes[self._limit : end].decode())
            self._gatherer.text(value, self._at(start), self._at(self._limit))

    def _heading(self, data: Any, span: Any) -> None:
        self._special += 1
        self._gatherer.open_heading(int(data["level"][1]), self._at(span["start"]))
        self._limit = self._heading_end(span["start"], span["end"])

    def _heading_end(self, start: int, end: int) -> int:
        # CommonMark 0.31.2, section 4.2: a closing sequence of `#`s and the blanks around it are no content; pulldown-cmark
        # takes a tab there for text.
        if not self._bytes.startswith(b"#", start):
            return end
        content = self._bytes[start:end].rstrip(b" \t\v\f\r\n")
        open_ended = content.rstrip(b"#")
        closes = open_ended != content and open_ended.endswith((b" ", b"\t"))
        return start + len(open_ended.rstrip(b" \t") if closes else content)

    def _end_heading(self, data: Any, span: Any) -> None:
        self._special -= 1
        self._gatherer.close_heading(self._at(span["end"]))
        self._limit = len(self._bytes)

    def _code_block(self, data: Any, span: Any) -> None:
        self._gatherer.end_run()
        self._special += 1
        self._code, self._code_start = [], self._at(span["start"])

    def _end_code_block(self, data: Any, span: Any) -> None:
        self._special -= 1
        self._gatherer.code_block(self._code_start, self._at(span["end"]), "".join(self._code or ()))
        self._code = None

    def _html_block(self, data: Any, span: Any) -> None:
        self._gatherer.html_block(self._at(span["start"]), self._at(span["end"]))
        # The indentation of raw HTML comes as text, which is none.
        self._special += 1
        self._limit = 0

    def _end_html_block(self, data: Any, span: Any) -> None:
        self._special -= 1
        self._limit = len(self._bytes)

    def _link(self, data: Any, span: Any) -> None:
        self._gatherer.open_link(*self._described(data), self._at(span["start"]))

    def _described(self, data: Any) -> tuple[str, str, str]:
        """A link's or picture's style, target and label."""
        style, target = _STYLES[data["link_type"]], data["dest_url"]
        # pulldown-cmark leaves the `[]` of a collapsed reference out of its range.
        self._behind.append(2 if style == "collapsed" else 0)
        return style, "mailto:" + target if data["link_type"] == "Email" else target, data["id"]

    def _end_link(self, data: Any, span: Any) -> None:
        end = self._at(span["end"])
        brackets = self._behind.pop()
        self._gatherer.close_link(end + brackets if brackets and self._source.startswith("[]", end) else end)

    def _image(self, data: Any, span: Any) -> None:
        self._special += 1
        self._gatherer.open_image(*self._described(data), self._at(span["start"]))

    def _end_image(self, data: Any, span: Any) -> None:
        self._special -= 1
        self._end_link(data, span)
