"""List items and headings as things that are spoken of: what each is called, where it leads, how it is marked."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple, TypeAlias

from notelint.markers import Marker, Words, find_marker, hints, without_marker
from notelint.note import Block, Link, Note
from notelint.pattern import late_pattern
from notelint.text import Span

Target: TypeAlias = Callable[[Link, Note], str]
"""Where a link leads, in one form for all notes; empty where that is not known."""

_BETWEEN = late_pattern(r"[^\w+#]+")
_SUBJECT_END = late_pattern(r":(?:\s|$)|\s[\u2013\u2014-]+\s|\s\(")
_BLANK_LINE = late_pattern(r"(?:\r\n|\n|\r(?!\n))[ \t>]*(?=[\r\n])")
_TASK = late_pattern(r"\[[ xX]\][ \t]+\Z")
_LONGEST_TASK = 8
# Of a thousand marked entries with one text, the first few say as much as all.
_MOST_ALIKE = 20


class Item(NamedTuple):
    """A list item or heading, with what it is known by.

    `span` covers its first paragraph or the heading's content. `text` is that as rendered, without marker, case and
    punctuation, `subject` what of it stands before a colon, dash or bracket, `target` where its first link leads (empty
    without one). `around` are the blocks that it lies in, the outermost first.
    """

    note: Note
    block: Block
    span: Span
    around: tuple[Block, ...]
    text: str
    subject: str
    target: str
    marker: Marker | None

    @property
    def place(self) -> tuple[str, Span]:
        """Where it stands."""
        return self.note.path, self.span

    @property
    def source(self) -> str:
        """Its text as written."""
        return self.note.text.slice(self.span)


class Marked(NamedTuple):
    """The marked items of a vault by text and by target, and by path the items without a marker that are like one of them.

    `places` counts the items without marker that have the text of a marked one.
    """

    by_text: Mapping[str, Sequence[Item]]
    by_target: Mapping[str, Sequence[Item]]
    unmarked: Mapping[str, tuple[Item, ...]]
    places: Mapping[str, int]

    def like(self, item: Item) -> list[Item]:
        """The marked items that have this one's text or target, those of its own note first, then in order of path."""
        marked = {one.place: one for one in (*self.by_text.get(item.text, ()), *self.by_target.get(item.target, ()))}
        return [marked[place] for place in sorted(marked, key=lambda place: (place[0] != item.note.path, place))]


class Reader:
    """Reads the items of notes: `target` tells where links lead, `languages` and `words` what marks an item."""

    def __init__(self, target: Target, languages: Words, words: Words) -> None:
        self._target = target
        self._vocabulary = (languages, words)

    def marked(self, notes: Iterable[Note]) -> Marked:
        """The marked items of these notes and what is like them. Marked ones are few; all others are looked up among them."""
        notes = sorted(notes, key=lambda note: note.path)
        all_marked = [item for note in notes for item in self.items(note, self._with_marker(note)) if item.marker]
        by_text, by_target = _grouped(all_marked, "text"), _grouped(all_marked, "target")
        unmarked: dict[str, tuple[Item, ...]] = {}
        for note in notes if all_marked else ():
            if alike := [item for item in self.items(note, self._alike(note, by_text, by_target)) if not item.marker]:
                unmarked[note.path] = tuple(alike)
        return Marked(by_text, by_target, unmarked, Counter(item.text for items in unmarked.values() for item in items))

    def takes_part(self, note: Note, texts: Collection[str], targets: Container[str]) -> bool:
        """Whether a note has a marked item, or one that is like marked ones of these texts and targets."""
        if any(item.marker for item in self.items(note, self._with_marker(note))):
            return True
        return bool(texts or targets) and any(self.items(note, self._alike(note, texts, targets)))

    def items(self, note: Note, places: set[int]) -> Iterator[Item]:
        """The headings and items of a note that start at one of these offsets and have a text, in order."""
        if not places:
            return
        starts = [link.span.start for link in note.links]
        contents = _contents(note)
        for block, around in _walk(note.blocks, ()):
            span = block.span.start in places and _text_span(note, block, contents)
            if span:
                links = note.links[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
                if not _is_entry(block, links):
                    yield self._item(note, block, span, around, self._first_target(note, links))

    def _with_marker(self, note: Note) -> set[int]:
        """Where the blocks start whose text has a marker."""
        contents = _contents(note)
        blocks = [block for root in note.blocks for block in root.walk()]
        starts = set()
        for block in self._hinted(note, blocks, contents):
            span = _text_span(note, block, contents)
            if span and find_marker(note.text.slice(span), *self._vocabulary):
                starts.add(block.span.start)
        return starts

    def _hinted(self, note: Note, blocks: Sequence[Block], contents: Mapping[int, Span]) -> Iterator[Block]:
        """The blocks in whose own lines something stands that a marker may be around: they are searched as one text."""
        texts = [_own_lines(note, block, contents) for block in blocks]
        ends = list(accumulate(len(text) + 1 for text in texts))
        places = hints("\0".join(texts), *self._vocabulary)
        return (blocks[number] for number in sorted({bisect_right(ends, place) for place in places}))

    def _alike(self, note: Note, texts: Collection[str], targets: Container[str]) -> set[int]:
        """Where the blocks start that have one of the texts, or a link to one of the targets."""
        links = [link.span.start for link in note.links if self._target(link, note) in targets]
        firsts = {text[0] for text in texts if text}
        starts = set()
        for root in note.blocks:
            for block in root.walk():
                at = bisect_left(links, block.span.start) if links else 0
                if (at < len(links) and links[at] < block.span.end) or (
                    _may_begin(block.title, firsts) and normal(block.title) in texts
                ):
                    starts.add(block.span.start)
        return starts

    def _first_target(self, note: Note, links: Sequence[Link]) -> str:
        link = next((link for link in links if _has_name(link)), None)
        return self._target(link, note) if link else ""

    def _item(self, note: Note, block: Block, span: Span, around: tuple[Block, ...], target: str) -> Item:
        marker = find_marker(note.text.slice(span), *self._vocabulary)
        if marker and marker.side == "around" and _is_task(note, span.start):
            marker = None  # what is done is struck through, too
        title = without_marker(block.title, *self._vocabulary) if marker else block.title
        return Item(note, block, span, around, normal(title), normal(_SUBJECT_END.split(title, maxsplit=1)[0]), target, marker)


def _has_name(link: Link) -> bool:
    """Whether a link says in words what it leads to; a number is that of a grade, an issue or a footnote."""
    return (
        not link.is_image
        and link.kind not in ("definition", "image")
        and (link.kind != "inline" or any(map(str.isalpha, link.text)))
    )


def _may_begin(title: str, firsts: Container[str]) -> bool:
    """Whether the normal form of a title can begin with one of these characters: a quick look that misses none."""
    first = title[:1]
    return not first.isalnum() or first.casefold()[0] in firsts


def _is_entry(block: Block, links: Sequence[Link]) -> bool:
    """Whether an item is an entry in a table of contents: a link into its own note and nothing else."""
    return block.kind == "item" and len(links) == 1 and links[0].target.startswith("#") and links[0].text == block.title


def _grouped(items: Iterable[Item], field: Literal["text", "target"]) -> Mapping[str, Sequence[Item]]:
    groups: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        key = getattr(item, field)
        if key and len(groups[key]) < _MOST_ALIKE:
            groups[key].append(item)
    return groups


def normal(text: str) -> str:
    """The text without case and punctuation, but with the `+` and `#` that names have: `C#`, `C++`."""
    return _BETWEEN.sub(" ", text.casefold()).strip()


def _contents(note: Note) -> Mapping[int, Span]:
    return {heading.span.start: heading.content_span for heading in note.headings}


def _text_span(note: Note, block: Block, contents: Mapping[int, Span]) -> Span | None:
    """Where the text of a block stands, if it has one; `contents` has the headings' by where they start."""
    if not block.title.strip():
        return None
    return contents.get(block.span.start) if block.kind == "section" else first_paragraph(note, block)


def _own_lines(note: Note, block: Block, contents: Mapping[int, Span]) -> str:
    """All that the text of a block is within: the content of its heading, or the item up to the first one below it."""
    start, end = block.span
    if block.kind == "section":
        start, end = contents.get(start, (0, 0))
    elif block.children:
        end = block.children[0].span.start
    return note.text.content[start:end]


def first_paragraph(note: Note, item: Block) -> Span:
    """The first paragraph of a list item, from its first character."""
    content = note.text.content
    start, end = item.span
    if item.children:
        child = item.children[0].span.start
        end = max(content.rfind("\n", start, child), content.rfind("\r", start, child), start)
    blank = _BLANK_LINE.search(content, start, end)
    end = blank.start() if blank else end
    return Span(start, start + len(content[start:end].rstrip()))


def _walk(blocks: Sequence[Block], around: tuple[Block, ...]) -> Iterator[tuple[Block, tuple[Block, ...]]]:
    for block in blocks:
        yield block, around
        yield from _walk(block.children, (*around, block))


def _is_task(note: Note, start: int) -> bool:
    return _TASK.search(note.text.content, max(0, start - _LONGEST_TASK), start) is not None
