"""Where the text that markdown-it-py works on stands in the note.

It joins the lines of a block without their indentation and container markers, and counts CR LF as one character; nothing of
this can be undone from its tokens, so the rules for blocks (`markdown_it_blocks`) keep the place of every character.
"""

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable
from html.entities import html5

from notelint.pattern import late_pattern
from notelint.text import Span

# CommonMark 0.31.2, section 2.1: the only characters that are stripped from lines and cells. markdown-it-py also strips
# U+00A0 and friends, which would make the rendered text of a heading differ.
BLANKS = " \t"

# CommonMark 0.31.2, sections 2.4 and 2.5.
_ESCAPE = late_pattern(r"\\([!-/:-@\[-`{-~])|&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]*);")
_WIDE_BLANK = late_pattern(r"[^\S \t\n\v\f\r]")
_SEPARATORS = late_pattern(r"[\x1c-\x1f]")
_CRLF = late_pattern(r"\r\n")
# CommonMark 0.31.2, section 4.7: labels are the same whatever blanks stand in them.
_GAPS = late_pattern(r"[ \t\n]+")


class Source:
    """The content of a note with every line end as one LF, and the way back to its offsets."""

    def __init__(self, content: str) -> None:
        ends = (match.start() for match in _CRLF.finditer(content))
        self._pairs = [start - index for index, start in enumerate(ends)]
        self.text = content.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")

    def original(self, offset: int) -> int:
        """The offset in the note of an offset in `text`."""
        return offset + bisect_left(self._pairs, offset)


class Places:
    """The offset in the source of every character of an inline token's content."""

    def __init__(self, source: str, offsets: Iterable[int]) -> None:
        self._offsets = list(offsets)
        while self._offsets and source[self._offsets[-1]] in BLANKS + "\v\f":
            self._offsets.pop()
        blank = 0
        while blank < len(self._offsets) and source[self._offsets[blank]] in BLANKS:
            blank += 1
        del self._offsets[:blank]
        self.content = "".join(source[offset] for offset in self._offsets)

    def skip(self, count: int) -> None:
        """Take characters, and the blanks and line ends after them, off the front."""
        count = len(self.content) - len(self.content[count:].lstrip(BLANKS + "\n"))
        self.content = self.content[count:]
        del self._offsets[:count]

    def span(self, start: int, end: int) -> Span:
        """The span in the source of a range of the content, which must not be empty."""
        return Span(self._offsets[start], self._offsets[end - 1] + 1)


def decoded(text: str) -> str:
    """The text with escapes and character references replaced by what they stand for.

    markdown-it-py makes U+FFFD of references to control characters in text and leaves references to NUL in targets.
    """
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    escaped, name = match[1], match[2] or ""
    if escaped:
        return escaped
    if name.startswith("#"):
        number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        return chr(number) if 0 < number <= sys.maxunicode and not 0xD800 <= number < 0xE000 else "\ufffd"
    return html5.get(name + ";", match[0])


def without_wide_blanks(text: str) -> str:
    """The text with U+00A0 and other blanks beyond ASCII replaced, offsets kept.

    Whitespace in a tag is spaces, tabs and line ends (CommonMark 0.31.2, section 6.6); the expressions by which markdown-it-py
    looks for tags match more.
    """
    return text if text.isascii() and not _SEPARATORS.search(text) else _WIDE_BLANK.sub("\ufffd", text)


def tidy_label(label: str) -> str:
    """The label of a reference with single spaces in it and none around it, as pulldown-cmark gives it."""
    return _GAPS.sub(" ", label).strip(" ")
