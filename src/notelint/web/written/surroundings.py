"""What surrounds brackets that are no link: headings, other links, the items of their list."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from notelint.note import Block, Note
from notelint.text import Span
from notelint.web.written.fault import WORD


class ListOfItems(NamedTuple):
    """How many items a list has, how many begin with a link that has words for its text, and how many with mere brackets."""

    items: int
    linked: int
    bracketed: int


class Surroundings:
    """The headings, links and lists of a note, sorted so that each question about an offset is a few bisections."""

    def __init__(self, note: Note) -> None:
        self._content = note.text.content
        self._headings = sorted(heading.span for heading in note.headings)
        self._links = sorted(link.span.start for link in note.links)
        self._worded = sorted(link.span.start for link in note.links if WORD.search(link.text))
        self._brackets = sorted(bracket.span.start for bracket in note.brackets if WORD.search(bracket.text))
        groups = list(_lists(note.blocks))
        self._items = sorted((item.span.start, number) for number, items in enumerate(groups) for item in items)
        self._lists = [self._counted(items) for items in groups]

    def in_heading(self, offset: int) -> bool:
        """Whether an offset lies in a heading."""
        before = bisect_right(self._headings, (offset, len(self._content))) - 1
        return before >= 0 and self._headings[before].covers(offset)

    def holds_link(self, span: Span) -> bool:
        """Whether a link begins inside a span."""
        return bisect_left(self._links, span.start) < bisect_left(self._links, span.end)

    def list_begun_at(self, offset: int) -> ListOfItems | None:
        """The list in which something at this offset begins an item; None when it begins none."""
        before = bisect_right(self._items, (offset, len(self._lists))) - 1
        if before < 0 or not self._is_lead(self._items[before][0], offset):
            return None
        return self._lists[self._items[before][1]]

    def _counted(self, items: Sequence[Block]) -> ListOfItems:
        linked = sum(self._is_begun(item, self._worded) for item in items)
        return ListOfItems(len(items), linked, sum(self._is_begun(item, self._brackets) for item in items))

    def _is_begun(self, item: Block, starts: Sequence[int]) -> bool:
        """Whether an item begins with one of the things that start at these offsets."""
        first = bisect_left(starts, item.span.start)
        return first < len(starts) and starts[first] < item.span.end and self._is_lead(item.span.start, starts[first])

    def _is_lead(self, start: int, end: int) -> bool:
        """Whether nothing but marks of emphasis stands between two offsets."""
        return end - start < 8 and not self._content[start:end].strip("*_~`! ")


def _lists(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The items of each list."""
    items = [block for block in blocks if block.kind == "item"]
    if items:
        yield items
    for block in blocks:
        yield from _lists(block.children)
