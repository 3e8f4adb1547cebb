"""Notes whose sections are inserted, moved and renamed at random, and findings planted in them."""

import random
from collections.abc import Iterator

from notelint.note import Block, Heading, Note
from notelint.text import Span


def sections(note: Note) -> list[Block]:
    """The sections that can be moved as a whole: they begin with a line that is a heading (`## …`), in no list or quotation."""
    lines = {heading.span.start for heading in _plain(note)}
    return [block for top in note.blocks for block in top.walk() if block.kind == "section" and block.span.start in lines]


def insert(note: Note, text: str, dice: random.Random) -> str:
    """The note with a section more, which holds the text: before some section, or at its end."""
    content = note.text.content
    at = dice.choice([*(block.span.start for block in sections(note)), len(content)])
    if at == len(content):
        return f"{content.rstrip()}\n\n# Inserted {dice.randrange(10**9)}\n\n{text}\n"
    level = next(heading.level for heading in note.headings if heading.span.start == at)
    return f"{content[:at]}{'#' * level} Inserted {dice.randrange(10**9)}\n\n{text}\n\n{content[at:]}"


def top(note: Note) -> int:
    """Where the text of a note begins, below its front matter and blank lines."""
    content = note.text.content
    at = note.front_matter.span.end if note.front_matter else 0
    return len(content) - len(content[at:].lstrip("\n"))


def push(note: Note, text: str) -> str:
    """The note with a text on top, below its front matter."""
    above, below = note.text.content[: top(note)].rstrip(), note.text.content[top(note) :]
    return f"{above}\n\n{text}\n\n{below}".lstrip()


def move(note: Note, dice: random.Random) -> str | None:
    """The note with two neighbouring sections swapped; None where there are none."""
    pairs = list(_neighbours(note))
    if not pairs:
        return None
    first, second = dice.choice(pairs)
    content = note.text.content
    one, other = content[first.start : first.end], content[second.start : second.end]
    return f"{content[: first.start]}{other.rstrip()}\n\n{one.rstrip()}\n\n{content[second.end :]}"


def rename(note: Note, dice: random.Random) -> str | None:
    """The note with a heading renamed; None where there is none."""
    headings = [heading for heading in _plain(note) if heading.title.strip()]
    if not headings:
        return None
    end = dice.choice(headings).content_span.end
    return f"{note.text.content[:end]} renamed {dice.randrange(10**9)}{note.text.content[end:]}"


def _plain(note: Note) -> list[Heading]:
    content = note.text.content
    starts = {heading: heading.span.start for heading in note.headings}
    return [one for one, at in starts.items() if content.startswith("#", at) and content[max(0, at - 1) : at] in ("", "\n")]


def _neighbours(note: Note) -> Iterator[tuple[Span, Span]]:
    """Two sections of one level, one behind the other, with all below them: each to where the next begins."""
    movable = sections(note)
    for first in movable:
        later = [block for block in movable if block.span.start > first.span.start and block.depth <= first.depth]
        if later and later[0].depth == first.depth:
            ends = [*(block.span.start for block in later[1:]), len(note.text.content)]
            yield Span(first.span.start, later[0].span.start), Span(later[0].span.start, ends[0])
