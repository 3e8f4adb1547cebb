"""What is compared, and what came of it."""

from typing import NamedTuple

from notelint.text import Span

Globs = tuple[str, ...]


class CopySettings(NamedTuple):
    """What counts as a copy: at least so many lines and (items or words), so much of the lines the same.

    `similarity` is the share of the longer side's lines that both have in order; above 1, only exact copies are looked for.
    Notes that `ignore` matches, and generated ones unless `generated`, are left out; `ignore_headings` are titles whose
    sections do not count; notes that different globs of `ignore_between` match are not compared, nor are, unless `editions`,
    those that repeat each other on purpose by what their paths say.
    """

    lines: int = 4
    items: int = 3
    words: int = 40
    similarity: float = 0.8
    generated: bool = False
    ignore: Globs = ()
    ignore_headings: Globs = ()
    ignore_between: Globs = ()
    editions: bool = False
    most: int = 6


class Stretch(NamedTuple):
    """A section, an item, or some side by side below one parent: from the start of the first to the end of its last line."""

    path: str
    span: Span
    lines: int


class Copy(NamedTuple):
    """A stretch that stands elsewhere as well; `others` are all of those places, in the order of notes, the first one first.

    `same` is the number of lines that it shares with the first; `only_here` and `only_there` are the other lines, as written,
    each with the targets of its references where only those differ. `moved` are lines that both have in another order. An exact
    copy has none of these: its lines, their nesting and the ticks before them are the same. `places` counts the stretch, the
    others and those that are like them but are not compared with this one; `beside` counts the notes whose copies
    are not told because they are like this one: in the same two folders, or of parts of the same note.
    """

    stretch: Stretch
    others: tuple[Stretch, ...]
    exact: bool
    same: int
    places: int
    beside: int = 0
    only_here: tuple[str, ...] = ()
    only_there: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
