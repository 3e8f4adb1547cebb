"""What is compared, and what came of it."""

from typing import NamedTuple

from notelint.text import Span

Globs = tuple[str, ...]


class CopySettings(NamedTuple):
    """What counts as a copy: at least so many lines and (items or words), so much of the lines the same.

    `similarity` is the share of the longer side's lines that both have in order; above 1, only exact copies are looked for.
    Notes that `ignore` matches, and generated ones unless `generated`, are left out; `ignore_headings` are titles whose
    sections do not count; notes that different globs of `ignore_between` match are not compared.
    """

    lines: int = 4
    items: int = 3
    words: int = 40
    similarity: float = 0.8
    generated: bool = False
    ignore: Globs = ()
    ignore_headings: Globs = ()
    ignore_between: Globs = ()


class Stretch(NamedTuple):
    """A section, an item, or some side by side below one parent: from the start of the first to the end of its last line."""

    path: str
    span: Span
    lines: int


class Copy(NamedTuple):
    """A stretch that stands elsewhere as well; `others` are all of those places, in the order of paths, the first one first.

    `same` is the number of lines that it shares with the first; `only_here` and `only_there` are the other lines, as written.
    An exact copy has none: its lines and their nesting are the same.
    """

    stretch: Stretch
    others: tuple[Stretch, ...]
    exact: bool
    same: int
    only_here: tuple[str, ...] = ()
    only_there: tuple[str, ...] = ()
