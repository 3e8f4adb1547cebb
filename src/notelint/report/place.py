"""Findings at the edge: spans become lines and columns, paths what the reader can open."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

from notelint.finding import Finding
from notelint.run import Run
from notelint.text import Position, Span, Text


class Place(NamedTuple):
    """A finding as it is shown."""

    path: str
    start: Position
    end: Position
    text: Text
    finding: Finding
    run: Run


Only: TypeAlias = Callable[[Run, Finding], bool] | None
"""Says which findings of a run are shown; None for all."""


class Shown:
    """What is shown, and how paths are written: from the folder one is in, or whole where they were given so.

    With `/` on every system.
    """

    def __init__(self, here: Path, *, whole: frozenset[Path] = frozenset(), only: Only = None) -> None:
        self._here = here
        self._whole = whole
        self.only = only
        self._written: dict[tuple[Path, str], str] = {}

    def path(self, root: Path, path: str) -> str:
        """The path of a note in the vault at `root`."""
        key = root, path
        if key not in self._written:  # one note can have thousands of findings
            self._written[key] = self._path(root, path)
        return self._written[key]

    def _path(self, root: Path, path: str) -> str:
        place = root / path
        if root in self._whole and not place.is_relative_to(self._here):
            return place.as_posix()
        try:
            return os.path.relpath(place, self._here).replace(os.sep, "/")
        except ValueError:  # another drive
            return place.as_posix()


def places(run: Run, shown: Shown) -> Iterator[Place]:
    """The findings of a run, in order, as they are shown."""
    for finding in run.findings:
        if shown.only and not shown.only(run, finding):
            continue
        text = run.texts[finding.path]
        start, end = positions(text, finding.span)
        yield Place(shown.path(run.root, finding.path), start, end, text, finding, run)


def positions(text: Text, span: Span) -> tuple[Position, Position]:
    """Where a span begins, and where the first character behind it stands."""
    return text.position(span.start), text.position(span.end)
