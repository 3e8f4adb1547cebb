"""A note and its facts.

Facts are tuples: cheap to make, to compare and to hand from process to process. They say what stands in a note and judge
nothing; all offsets count characters of `Note.text`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from notelint.text import Span, Text

PartKind: TypeAlias = Literal["text", "code", "html", "image-alt"]
AnchorKind: TypeAlias = Literal["name", "id", "attribute", "target", "block-id"]
LinkKind: TypeAlias = Literal["inline", "reference", "definition", "image", "autolink", "bare", "wiki", "embed", "html"]
BracketKind: TypeAlias = Literal["full", "collapsed", "shortcut", "footnote"]
BlockKind: TypeAlias = Literal["section", "item"]
FrontMatterFormat: TypeAlias = Literal["yaml", "toml", "json"]
Scope: TypeAlias = Literal["line", "next-line", "file", "begin", "end"]
Scalar: TypeAlias = str | int | float | bool | None
if TYPE_CHECKING:
    Value: TypeAlias = "Scalar | tuple[Entry, ...] | tuple[Node, ...]"
else:
    Value = object  # what a tuple names is evaluated; in quotes it is compiled, and the first that is takes a millisecond


class Part(NamedTuple):
    """A piece of inline content: rendered text, code without backticks, one raw HTML tag, a picture's alternative text."""

    kind: PartKind
    text: str


class Heading(NamedTuple):
    """A heading: ATX, setext or raw HTML.

    `span` covers the whole construct, `content_span` what stands between its markers. `parts` are all that is needed to make
    each platform's id; `source` is the Markdown of the content, which Hugo makes its ids from.
    """

    span: Span
    content_span: Span
    level: int
    parts: tuple[Part, ...]
    source: str

    @property
    def title(self) -> str:
        """The rendered text, never trimmed: the blank before an HTML tag counts in GitHub's ids."""
        return "".join(text for kind, text in self.parts if kind in ("text", "code"))


class Anchor(NamedTuple):
    """A name that a fragment can point to, other than a heading's own id.

    Kinds: `name` (`<a name>`), `id` (any tag's `id=`), `attribute` (`{#id}`), `target` (MyST's `(target)=`), `block-id`
    (Obsidian's `^id`). `span` covers the tag, attribute or label; for the first two, the tag.
    """

    span: Span
    name: str
    kind: AnchorKind


class Link(NamedTuple):
    """One occurrence of a link or picture.

    `target` is where it leads, with escapes and character references decoded, a bare `www.` address given its `http://`, a mail
    address its `mailto:`. `target_span` covers the target as written, angle brackets included (for a `reference`, the label).
    A `reference` has its definition's target and `label` is the label of either; elsewhere `label` is empty. For a wiki link or
    an embed, `target` is what stands before the `|`. `is_image` tells a reference-style or wiki picture too.
    """

    span: Span
    kind: LinkKind
    target: str
    target_span: Span
    text: str
    label: str = ""
    is_image: bool = False


class Bracket(NamedTuple):
    """Bracketed text that is no link: nothing that could be its target was found.

    Kinds: `full` (`[text][label]`), `collapsed` (`[label][]`), `shortcut` (`[label]`), `footnote` (`[^label]`). `text` is the
    source between the first brackets, `label` the label that was looked up and has no definition.
    """

    span: Span
    kind: BracketKind
    text: str
    label: str


class Footnote(NamedTuple):
    """The definition of a footnote (`[^label]: …`) or, with `is_reference`, a place that refers to one."""

    span: Span
    label: str
    is_reference: bool


class Block(NamedTuple):
    """A section (a heading with all below it) or a list item, as a tree.

    `span` starts at the block's first own text (behind the list marker) and ends after its last visible character. `title` is
    the heading's text or the item's first paragraph. `depth` is the heading's level or how many items enclose the item, plus
    one.
    """

    span: Span
    kind: BlockKind
    title: str
    depth: int
    children: tuple["Block", ...]

    def walk(self) -> Iterator["Block"]:
        """The block and all below it, in the order of the note."""
        yield self
        for child in self.children:
            yield from child.walk()


class Lines(NamedTuple):
    """What the lines of a note say, packed so that a hundred thousand notes can be compared.

    A line is a source line of a paragraph, heading, code block or raw HTML, or a row of a table; each field has one entry for
    each, in the order of the note. `digests` and `starts` are arrays of unsigned 32-bit numbers as the machine has them, the
    others bytes. A digest covers the text and the targets of links, but no indentation, list marker, emphasis, numbering,
    deprecation marker or name of an anchor; `starts` are offsets in the note. A shape is four times the number of blocks around
    the line, plus 1 where a section begins, 2 where an item does. `words` are counted up to 255; a line that only leads to
    other places of the note has none.
    """

    digests: bytes = b""
    starts: bytes = b""
    shapes: bytes = b""
    words: bytes = b""


class Node(NamedTuple):
    """A value in front matter with its place: a scalar, a mapping (entries in order, duplicates kept) or a sequence.

    Dates are strings as written, and `tag` tells their type: `str`, `int`, `float`, `bool`, `null`, `date`, `map`, `seq`.
    """

    span: Span
    tag: str
    value: Value


class Entry(NamedTuple):
    """One key of a mapping in front matter with its value."""

    key: str
    key_span: Span
    node: Node


class Problem(NamedTuple):
    """Why front matter could not be read, and where."""

    span: Span
    message: str


class FrontMatter(NamedTuple):
    """The block of metadata at the start of a note.

    `span` covers it with its fences, `content_span` what stands between them. `root` is None when it does not parse or is
    empty; `problems` tell why.
    """

    span: Span
    content_span: Span
    format: FrontMatterFormat
    root: Node | None
    problems: tuple[Problem, ...]


class Suppression(NamedTuple):
    """A `<!-- notelint-disable… -->` or `<!-- notelint-enable… -->` comment.

    `rules` is empty when all are meant. `until` is an ISO date or empty, `reason` the text given or empty.
    """

    span: Span
    scope: Scope
    rules: tuple[str, ...]
    until: str
    reason: str


class Facts(NamedTuple):
    """All that reading a note gathers, each kind in the order of the note."""

    headings: tuple[Heading, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    links: tuple[Link, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    blocks: tuple[Block, ...] = ()
    front_matter: FrontMatter | None = None
    suppressions: tuple[Suppression, ...] = ()
    lines: Lines = Lines()


class Note(NamedTuple):
    """A note: its path in the repository (`/` between folders), its text and its facts."""

    path: str
    text: Text
    headings: tuple[Heading, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    links: tuple[Link, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    blocks: tuple[Block, ...] = ()
    front_matter: FrontMatter | None = None
    suppressions: tuple[Suppression, ...] = ()
    lines: Lines = Lines()

    def own_source(self, block: Block) -> str:
        """The source of a block of this note without what is in its children."""
        starts = [block.span.start, *(child.span.end for child in block.children)]
        ends = [*(child.span.start for child in block.children), block.span.end]
        return "".join([self.text.content[start:end] for start, end in zip(starts, ends, strict=True)])
