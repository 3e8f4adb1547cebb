"""Places as SARIF 2.1.0 writes them: addresses of files, and regions with columns in UTF-16 code units."""

from bisect import bisect_left
from typing import Any

from notelint.pattern import late_pattern
from notelint.text import Span, Text

_ASTRAL = late_pattern("[\U00010000-\U0010ffff]")
_BASE = "%SRCROOT%"
"""The name that GitHub and others give to the root of the checkout."""


class Columns:
    """Turns offsets of code points into lines and columns of UTF-16, in the notes of one run."""

    def __init__(self) -> None:
        self._wide: dict[int, tuple[Text, list[int]]] = {}

    def region(self, text: Text, span: Span) -> dict[str, int]:
        """The region of a span: section 3.30; the end column is that of the first character behind it."""
        start_line, start = self._position(text, span.start)
        end_line, end = self._position(text, span.end)
        return {"startLine": start_line, "startColumn": start, "endLine": end_line, "endColumn": end}

    def _position(self, text: Text, offset: int) -> tuple[int, int]:
        line, column = text.position(offset)
        wide = self._offsets(text)
        first = text.line_starts[line - 1]
        return line, column + bisect_left(wide, offset) - bisect_left(wide, first)

    def _offsets(self, text: Text) -> list[int]:
        """Where the characters stand that take two code units. Looked for once: a line can be the whole of a large note."""
        if id(text) not in self._wide:
            self._wide[id(text)] = text, [match.start() for match in _ASTRAL.finditer(text.content)]
        return self._wide[id(text)][1]


def location(path: str, region: dict[str, int] | None) -> dict[str, Any]:
    """A place in a file: section 3.28."""
    physical: dict[str, Any] = {"artifactLocation": artifact(path)}
    if region:
        physical["region"] = region
    return {"physicalLocation": physical}


def artifact(path: str) -> dict[str, str]:
    """The address of a file, percent-encoded as RFC 3986 has it: relative to the root of the checkout, or absolute."""
    import os
    from pathlib import PurePath
    from urllib.parse import quote

    encoded = quote(os.fsencode(path), safe="/~!$&'()*+,;=@")
    if PurePath(path).is_absolute():
        return {"uri": f"file://{'' if encoded.startswith('/') else '/'}{encoded}"}
    return {"uri": encoded, "uriBaseId": _BASE}
