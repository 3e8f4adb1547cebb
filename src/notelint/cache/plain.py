"""Findings and places as plain data, and back."""

from array import array
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from notelint.finding import Edit, Finding, Fix, Related
from notelint.text import Position, Span, Text

Plain: TypeAlias = tuple[Any, ...]


class Told(NamedTuple):
    """A finding, whether the run fails because of it, and whether a rule has found it that compares notes without links."""

    finding: Finding
    fails: bool
    compares: bool


class Lines(NamedTuple):
    """Where the lines of a text start (an array of unsigned 32-bit numbers, as bytes), and how long it is."""

    starts: bytes
    length: int


def as_plain(told: Told) -> Plain:
    """A finding without its path, as tuples, strings and numbers."""
    finding = told.finding
    fix: Plain | None = None
    if finding.fix:
        fix = (finding.fix.safety, finding.fix.description, tuple((*edit.span, edit.replacement) for edit in finding.fix.edits))
    related = tuple((place.path, *place.span, place.message) for place in finding.related)
    return (
        *finding.span,
        finding.rule,
        finding.message,
        finding.severity,
        finding.fingerprint,
        fix,
        related,
        told.fails,
        told.compares,
    )


def as_told(path: str, plain: Plain) -> Told:
    """The finding that was made plain."""
    start, end, rule, message, severity, fingerprint, fix, related, fails, compares = plain
    made = fix and Fix(fix[0], fix[1], tuple(Edit(Span(first, last), text) for first, last, text in fix[2]))
    places = tuple(Related(place, Span(first, last), text) for place, first, last, text in related)
    finding = Finding(path, Span(start, end), rule, message, severity, fingerprint, made or None, places)
    return Told(finding, fails, compares)


def lines_of(text: Text) -> Lines:
    """The lines of a text."""
    return Lines(array("I", text.line_starts).tobytes(), len(text.content))


class KeptText(Text):
    """A text whose lines are known; what it says is read when someone asks, which only reports with excerpts do."""

    def __init__(self, place: Path, lines: Lines | None) -> None:
        self._place = place
        self._lines = lines

    @cached_property
    def _text(self) -> Text:
        """The text as it is now; what can be read of it, if that is not all."""
        from notelint.files import UnreadableError, read_text

        try:
            return read_text(self._place)
        except UnreadableError as error:
            return error.text

    @cached_property
    def content(self) -> str:  # type: ignore[override]  # an attribute there, as good as one here
        """What the text says."""
        return self._text.content

    @cached_property
    def bom(self) -> bool:  # type: ignore[override]  # as above
        """Whether the file begins with a byte order mark."""
        return self._text.bom

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line starts."""
        return array("I", self._lines.starts).tolist() if self._lines else Text(self.content).line_starts

    def position(self, offset: int) -> Position:
        """The line and column of an offset; an offset behind the end counts as the end."""
        from bisect import bisect_right

        length = self._lines.length if self._lines else len(self.content)
        line = bisect_right(self.line_starts, min(offset, length))
        return Position(line, offset - self.line_starts[line - 1] + 1)


class KeptTexts(Mapping[str, Text]):
    """The texts of notes by their paths: those that were read anew, and of the others those whose lines are kept."""

    def __init__(self, root: Path, fresh: Mapping[str, Text], lines: Mapping[str, Lines]) -> None:
        self._root = root
        self._known = dict(fresh)
        self._lines = lines

    def __getitem__(self, path: str) -> Text:
        if path not in self._known:
            self._known[path] = KeptText(self._root / path, Lines(*self._lines[path]))
        return self._known[path]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._known, **self._lines})

    def __len__(self) -> int:
        return len({**self._known, **self._lines})
