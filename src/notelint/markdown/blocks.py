"""Sections and list items as a tree."""

from notelint.markdown.lines import ITEM, SECTION, Leaf
from notelint.note import Block, BlockKind, Heading
from notelint.text import Span, make

# Deeper items count as content of the item at this depth: trees stay small enough to walk, compare and pickle recursively,
# whatever `- - - - …` a note holds.
_MAX_DEPTH = 100


class _Growing:
    """A block whose end has not come yet."""

    __slots__ = ("begins", "children", "depth", "end", "start", "title")

    def __init__(self, depth: int, title: str | None = None) -> None:
        self.depth = depth
        self.start = -1
        self.end = -1
        # An item's is not known before its first text.
        self.title = title
        self.children: list[Block] = []
        # What the next leaf begins: an item has had none yet.
        self.begins = ITEM

    def cover(self, start: int, end: int) -> None:
        if self.start < 0:
            self.start = start
        if end > self.end:
            self.end = end


class BlockBuilder:
    """Takes headings, items and their content in the order of the note; gives the tree, and the leaves in it."""

    def __init__(self) -> None:
        self.leaves: list[Leaf] = []
        self._roots: list[Block] = []
        self._sections: list[_Growing] = []
        self._items: list[_Growing] = []
        self._too_deep = 0
        self._end = 0

    def heading(self, heading: Heading) -> None:
        """A heading: outside of items it ends the sections of its level and below and opens its own; inside, it is content."""
        if self._items:
            # One in raw HTML may have begun before this item did.
            self.content(heading.title, max(heading.content_span.start, self._end), heading.span.end)
            return
        while self._sections and self._sections[-1].depth >= heading.level:
            self._close_section()
        section = _Growing(heading.level, heading.title)
        section.start, section.end = heading.span
        section.begins = 0
        self._sections.append(section)
        self.leaves.append((heading.span.start, heading.content_span.end, len(self._sections), SECTION))

    def open_item(self) -> None:
        """A list item begins."""
        if len(self._items) == _MAX_DEPTH:
            self._too_deep += 1
            return
        self._items.append(_Growing(len(self._items) + 1))

    def close_item(self) -> None:
        """The innermost item ends; one without any content is dropped, since it stands nowhere."""
        if self._too_deep:
            self._too_deep -= 1
            return
        item = self._items.pop()
        if item.start >= 0:
            parent = self._items[-1] if self._items else self._sections[-1] if self._sections else None
            self._close(item, "item", parent)

    def content(self, text: str, start: int, end: int) -> None:
        """A leaf block's text and extent; it belongs to the innermost item, else to the section."""
        self._end = end
        owner = self._items[-1] if self._items else self._sections[-1] if self._sections else None
        if owner is None:
            self.leaves.append((start, end, 0, 0))
            return
        self.leaves.append((start, end, len(self._sections) + len(self._items), owner.begins))
        owner.begins = 0
        if owner.title is None:
            owner.title = text
        if owner.start < 0:
            owner.start = start
        if end > owner.end:
            owner.end = end

    def finish(self) -> tuple[Block, ...]:
        """The trees at the top, in order."""
        while self._sections:
            self._close_section()
        return tuple(self._roots)

    def _close_section(self) -> None:
        section = self._sections.pop()
        self._close(section, "section", self._sections[-1] if self._sections else None)

    def _close(self, block: _Growing, kind: BlockKind, parent: _Growing | None) -> None:
        span = make(Span, (block.start, block.end))
        done = make(Block, (span, kind, block.title or "", block.depth, tuple(block.children)))
        if parent:
            parent.children.append(done)
            parent.cover(block.start, block.end)
        else:
            self._roots.append(done)
