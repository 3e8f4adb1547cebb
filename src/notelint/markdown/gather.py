"""Facts from parser events.

Both parsers drive one `Gatherer`, so that everything beyond plain CommonMark (bare addresses, wikilinks, math, template tags,
anchors in HTML, brackets that are no links) is found by the same code and facts can differ only where parses differ.
All offsets are characters of the content.
"""

from typing import NamedTuple

from notelint.markdown import html as raw_html
from notelint.markdown import inline
from notelint.markdown.blocks import BlockBuilder
from notelint.markdown.dialect import Dialect
from notelint.markdown.targets import definition_target, inline_target, reference_label
from notelint.note import Anchor, AnchorKind, Bracket, Facts, Footnote, FrontMatter, Heading, Link, Part, PartKind
from notelint.note import LinkKind, Suppression
from notelint.text import Span


class _Open(NamedTuple):
    """A link or picture whose end has not come yet; `piece` is the number of pieces before it."""

    style: str
    target: str
    label: str
    start: int
    piece: int
    is_image: bool


class Gatherer:
    """Takes a parser's events in the order of the note and gives facts.

    Blocks: every leaf block (paragraph, heading, table cell, code block, HTML block) starts and ends with a call of
    `end_run`, `open_heading`/`close_heading`, `code_block` or `html_block`; inline events between two of them are one run.
    """

    def __init__(self, content: str, dialect: Dialect) -> None:
        self._content = content
        self._dialect = dialect
        self._headings: list[Heading] = []
        self._anchors: list[Anchor] = []
        self._links: list[Link] = []
        self._brackets: list[Bracket] = []
        self._footnotes: list[Footnote] = []
        self._suppressions: list[Suppression] = []
        self._blocks = BlockBuilder()
        self._html_heading: raw_html.OpenHeading | None = None
        self._open: list[_Open] = []
        self._images = 0
        self._heading: tuple[int, int] | None = None
        self._start_run()

    def _start_run(self) -> None:
        self._pieces: list[Part] = []
        self._run_links: list[Link] = []
        self._opaque: list[Span] = []
        self._run_start = -1
        self._run_end = -1
        self._has_bracket = False
        self._anchor_start = -1

    # -- blocks

    def open_item(self) -> None:
        """A list item begins."""
        self.end_run()
        self._blocks.open_item()

    def close_item(self) -> None:
        """The innermost list item ends."""
        self.end_run()
        self._blocks.close_item()

    def end_run(self) -> None:
        """A paragraph or table cell (or the inline content of a tight item) begins or ends here: the run so far is complete."""
        if self._run_start < 0:
            return
        self._finish_run()
        if self._html_heading:
            self._html_heading.parts.extend(self._pieces)
        text = "".join(text for kind, text in self._pieces if kind in ("text", "code"))
        self._blocks.content(text, self._run_start, self._run_end)
        self._start_run()

    def open_heading(self, level: int, start: int) -> None:
        """A Markdown heading begins: at its first `#`, or (setext) at its first character."""
        self.end_run()
        self._heading = (level, start)

    def close_heading(self, end: int) -> None:
        """The heading ends; `end` may include blanks and line ends, which are left off."""
        level, start = self._heading or (1, end)
        self._heading = None
        span = self._trimmed(start, end)
        content = Span(self._run_start, self._run_end) if self._run_start >= 0 else Span(span.end, span.end)
        if self._run_start >= 0:
            self._finish_run()
            self._attribute(content)
        self._add_heading(Heading(span, content, level, _merged(self._pieces), self._content[content.start : content.end]))
        self._start_run()

    def code_block(self, start: int, end: int, code: str) -> None:
        """A code block, from its first fence character (fenced) or first code character (indented); `end` as above."""
        self.end_run()
        span = self._trimmed(start, end)
        self._blocks.content(code.rstrip(), span.start, span.end)

    def html_block(self, start: int, end: int) -> None:
        """A block of raw HTML from its `<`; `end` as above."""
        self.end_run()
        span = self._trimmed(start, end)
        for tag in raw_html.tags(self._content, span):
            self._html_heading_tag(tag)
            self._tag(tag)
        self._blocks.content("", span.start, span.end)

    def definition(self, label: str, target: str, start: int, end: int) -> None:
        """A link reference definition, `[label]: target "title"`, from its `[`; also one whose label was defined before."""
        self.end_run()
        span = self._trimmed(start, end)
        if not inline.is_template(target):
            self._links.append(Link(span, "definition", target, definition_target(self._content, span), "", label))

    def footnote(self, label: str, start: int) -> None:
        """The definition of a footnote begins with its `[^`; what it holds comes as blocks."""
        self.end_run()
        self._footnotes.append(Footnote(Span(start, start + len(label) + 3), label, is_reference=False))

    def anchor(self, name: str, kind: AnchorKind, start: int, end: int) -> None:
        """A name that the parser itself knows (MyST's `(target)=`)."""
        self._anchors.append(Anchor(Span(start, end), name, kind))

    # -- inline

    def text(self, value: str, start: int, end: int) -> None:
        """Text: `value` as rendered (escapes and character references decoded), the span as written.

        One escape (`\\*`) or reference (`&amp;`) may be a call of its own or part of a longer one.
        """
        if self._run_start < 0:
            # pulldown-cmark leaves the backslash of an escape out of the text's range.
            self._run_start = start - self._content.startswith("\\", max(start - 1, 0), start)
        self._run_end = end
        self._pieces.append(Part("image-alt" if self._images else "text", value))
        if "[" in value or "]" in value:
            self._has_bracket = True

    def line_break(self, start: int, end: int) -> None:
        """A soft or hard line break inside a run."""
        if self._run_start >= 0:
            self._run_end = end
            self._pieces.append(Part("image-alt" if self._images else "text", "\n"))

    def code(self, value: str, start: int, end: int) -> None:
        """A code span with its backticks; `value` without them."""
        self._piece("image-alt" if self._images else "code", value, start, end)
        self._opaque.append(Span(start, end))

    def html(self, start: int, end: int) -> None:
        """One raw inline HTML tag or comment."""
        self._piece("html", self._content[start:end], start, end)
        self._opaque.append(Span(start, end))
        for tag in raw_html.tags(self._content, Span(start, end)):
            self._tag(tag)
            self._html_link_end(tag)

    def open_mark(self, start: int) -> None:
        """Emphasis, strong emphasis or strikethrough begins with its first delimiter."""
        if self._run_start < 0:
            self._run_start = start
        self._run_end = start + 1

    def close_mark(self, end: int) -> None:
        """It ends behind its last delimiter."""
        self._run_end = end

    def open_link(self, style: str, target: str, label: str, start: int) -> None:
        """A link begins: `style` is inline, full, collapsed, shortcut or autolink; `target` as decoded by the parser.

        `label` is the label of a reference as written, else empty.
        """
        self.open_mark(start)
        self._open.append(_Open(style, target, label, start, len(self._pieces), is_image=False))

    def open_image(self, style: str, target: str, label: str, start: int) -> None:
        """A picture begins with its `!`; what is inside comes as inline events."""
        self.open_mark(start)
        self._run_end = start + 2
        self._images += 1
        self._open.append(_Open(style, target, label, start, len(self._pieces), is_image=True))

    def close_link(self, end: int) -> None:
        """The innermost link or picture ends; for a collapsed reference, `[]` included."""
        opened = self._open.pop()
        inner_end, self._run_end = self._run_end, end
        self._images -= opened.is_image
        self._opaque.append(Span(opened.start, end))
        self._run_links.append(self._link(opened, inner_end, end))

    def footnote_reference(self, label: str, start: int, end: int) -> None:
        """`[^label]` with a definition."""
        self._piece("html", "", start, end)
        self._opaque.append(Span(start, end))
        self._footnotes.append(Footnote(Span(start, end), label, is_reference=True))

    def task_marker(self, start: int, end: int) -> None:
        """`[ ]` or `[x]` of a task list item."""
        self._opaque.append(Span(start, end))

    def facts(self, front_matter: FrontMatter | None = None) -> Facts:
        """What was gathered; call once, at the end."""
        self.end_run()
        return Facts(
            tuple(self._headings),
            tuple(sorted(self._anchors)),
            tuple(sorted(self._links)),
            tuple(self._brackets),
            tuple(sorted(self._footnotes)),
            self._blocks.finish(),
            front_matter,
            tuple(self._suppressions),
        )

    # -- inside

    def _piece(self, kind: PartKind, value: str, start: int, end: int) -> None:
        if self._run_start < 0:
            self._run_start = start
        self._run_end = end
        self._pieces.append(Part(kind, value))

    def _trimmed(self, start: int, end: int) -> Span:
        return Span(start, start + len(self._content[start:end].rstrip(" \t\r\n")))

    def _link(self, opened: _Open, inner_end: int, end: int) -> Link:
        text = "".join(text for kind, text in self._pieces[opened.piece :] if kind != "html")
        span = Span(opened.start, end)
        kind: LinkKind = "image" if opened.is_image else "inline"
        if opened.style == "autolink":
            return Link(span, "autolink", opened.target, span, text)
        if opened.style == "inline":
            return Link(span, kind, opened.target, inline_target(self._content, inner_end, end), text, "", opened.is_image)
        label = reference_label(opened.style, opened.start + 1 + opened.is_image, inner_end, end)
        return Link(span, "reference", opened.target, label, text, opened.label, opened.is_image)

    def _finish_run(self) -> None:
        run = Span(self._run_start, self._run_end)
        if self._anchor_start >= 0:
            self._opaque.append(Span(self._anchor_start, run.end))
        found = inline.scan(self._content, run, self._opaque, self._run_links, self._dialect, brackets=self._has_bracket)
        self._links += found.links
        self._brackets += found.brackets
        self._anchors += found.anchors

    def _attribute(self, content: Span) -> None:
        if anchor := inline.heading_attribute(self._content, content):
            self._anchors.append(anchor)

    def _add_heading(self, heading: Heading) -> None:
        self._headings.append(heading)
        self._blocks.heading(heading)

    def _tag(self, tag: raw_html.Tag) -> None:
        if tag.name == "!--":
            self._suppressions += raw_html.suppressions(tag)
            return
        self._anchors += raw_html.anchors(tag)
        self._links += [link for link in raw_html.links(tag) if not inline.is_template(link.target)]

    def _html_link_end(self, tag: raw_html.Tag) -> None:
        # What stands between <a …> and </a> is a link already, so an address there is not a second, bare one.
        if tag.name == "a" and self._anchor_start < 0 and "href" in tag.attributes:
            self._anchor_start = tag.span.start
        elif tag.name == "/a" and self._anchor_start >= 0:
            self._opaque.append(Span(self._anchor_start, tag.span.end))
            self._anchor_start = -1

    def _html_heading_tag(self, tag: raw_html.Tag) -> None:
        if self._html_heading:
            self._html_heading.take(self._content, tag)
            if heading := self._html_heading.closed_by(self._content, tag):
                self._html_heading = None
                self._add_heading(heading)
        elif level := raw_html.heading_level(tag):
            self._html_heading = raw_html.OpenHeading(level, tag.span)


def _merged(pieces: list[Part]) -> tuple[Part, ...]:
    """The parts with neighbours of one kind joined (html stays tag by tag), so that they do not show how a parser splits text."""
    parts: list[Part] = []
    for piece in pieces:
        if not piece.text:
            continue
        if parts and parts[-1].kind == piece.kind != "html":
            parts[-1] = Part(piece.kind, parts[-1].text + piece.text)
        else:
            parts.append(piece)
    return tuple(parts)
