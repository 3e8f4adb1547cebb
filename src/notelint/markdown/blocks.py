"""Sections and list items as a tree."""

from notelint.markdown.lines import ITEM, SECTION
from notelint.note import Block, Heading
from notelint.text import Span

# Deeper items count as content of the item at this depth: trees stay small enough to walk, compare and pickle recursively,
# whatever `- - - - …` a note holds.
_MAX_DEPTH = 100


class _Growing:
    """A block whose end has not come yet."""

    def __init__(self, kind: str, depth: int) -> None:
        self.kind = kind
        self.depth = depth
        self.start = -1
        self.end = -1
        self.title = ""
        self.texts: list[str] = []
        self.children: list[Block] = []
        self.begins = SECTION if kind == "section" else ITEM

    def cover(self, start: int, end: int) -> None:
        if self.start < 0:
            self.start = start
        self.end = max(self.end, end)


class BlockBuilder:
    """Takes headings, items and their content in the order of the note; gives the tree, and the leaves in it."""

    def __init__(self) -> None:
        self.leaves: list[tuple[int, int, int, int]] = []
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
        section = _Growing("section", heading.level)
        section.title = heading.title
        section.cover(*heading.span)
        self._sections.append(section)
        self._leaf(section, heading.span.start, heading.content_span.end)

    def open_item(self) -> None:
        """A list item begins."""
        if len(self._items) == _MAX_DEPTH:
            self._too_deep += 1
            return
        self._items.append(_Growing("item", len(self._items) + 1))

    def close_item(self) -> None:
        """The innermost item ends; one without any content is dropped, since it stands nowhere."""
        if self._too_deep:
            self._too_deep -= 1
            return
        item = self._items.pop()
        if item.start < 0:
            return
        parent = self._items[-1] if self._items else self._sections[-1] if self._sections else None
        (parent.children if parent else self._roots).append(_finished(item, "item"))
        if parent:
            parent.cover(item.start, item.end)

    def content(self, text: str, start: int, end: int) -> None:
        """A leaf block's text and extent; it belongs to the innermost item, else to the section."""
        self._end = end
        owner = self._items[-1] if self._items else self._sections[-1] if self._sections else None
        self._leaf(owner, start, end)
        if owner is None:
            return
        if owner.kind == "item" and not owner.texts:
            owner.title = text
        owner.texts.append(text)
        owner.cover(start, end)

    def finish(self) -> tuple[Block, ...]:
        """The trees at the top, in order."""
        while self._sections:
            self._close_section()
        return tuple(self._roots)

    def _leaf(self, owner: _Growing | None, start: int, end: int) -> None:
        begins = owner.begins if owner else 0
        self.leaves.append((start, end, len(self._sections) + len(self._items), begins))
        if owner:
            owner.begins = 0

    def _close_section(self) -> None:
        section = self._sections.pop()
        parent = self._sections[-1] if self._sections else None
        (parent.children if parent else self._roots).append(_finished(section, "section"))
        if parent:
            parent.cover(section.start, section.end)


def _finished(block: _Growing, kind: str) -> Block:
    span = Span(block.start, block.end)
    text = "\n".join(block.texts)
    return Block(span, "item" if kind == "item" else "section", block.title, text, block.depth, tuple(block.children))
