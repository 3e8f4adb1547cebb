"""Where the text that markdown-it-py works on stands in the note.

It joins the lines of a block without their indentation and container markers, and counts CR LF as one character; nothing of
this can be undone from its tokens, so the rules for blocks (`markdown_it_blocks`) keep the place of every character.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable

from notelint.text import Span

# CommonMark 0.31.2, section 2.1: the only characters that are stripped from lines and cells. markdown-it-py also strips
# U+00A0 and friends, which would make the rendered text of a heading differ.
BLANKS = " \t"

_CRLF = re.compile(r"\r\n")


class Source:
    """The content of a note with every line end as one LF, and the way back to its offsets."""

    def __init__(self, content: str) -> None:
        found = (match.start() for match in _CRLF.finditer(content))
        self._pairs = [start - index for index, start in enumerate(found)]
        self.text = content.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")

    def original(self, offset: int) -> int:
        """The offset in the note of an offset in `text`."""
        return offset + bisect_left(self._pairs, offset)


class Places:
    """The offset in the source of every character of an inline token's content."""

    def __init__(self, source: str, offsets: Iterable[int]) -> None:
        self._offsets = list(offsets)
        while self._offsets and source[self._offsets[-1]] in BLANKS:
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
