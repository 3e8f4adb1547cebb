"""Facts from parser events.

Both parsers drive one `Gatherer`, so that everything beyond plain CommonMark (bare addresses, wikilinks, math, template tags,
anchors in HTML, brackets that are no links) is found by the same code and facts can differ only where parses differ.
All offsets are characters of the content.
"""

from notelint.markdown import html as raw_html
from notelint.markdown import inline
from notelint.markdown.blocks import BlockBuilder
from notelint.markdown.dialect import Dialect
from notelint.markdown.lines import pack
from notelint.markdown.run import RunGatherer, merged
from notelint.markdown.targets import definition_target
from notelint.note import (
    Anchor,
    AnchorKind,
    Bracket,
    Facts,
    Footnote,
    FrontMatter,
    Heading,
    Link,
    Part,
    Suppression,
)
from notelint.text import Span


class Gatherer(RunGatherer):
    """Takes a parser's events in the order of the note and gives facts.

    Blocks: every leaf block (paragraph, heading, table cell, code block, HTML block) starts and ends with a call of
    `end_run`, `open_heading`/`close_heading`, `code_block` or `html_block`; inline events between two of them are one run.
    """

    def __init__(self, content: str, dialect: Dialect) -> None:
        super().__init__(content)
        self._dialect = dialect
        self._signs = inline.Signs(content, dialect)
        self._headings: list[Heading] = []
        self._anchors: list[Anchor] = []
        self._links: list[Link] = []
        self._brackets: list[Bracket] = []
        self._footnotes: list[Footnote] = []
        self._suppressions: list[Suppression] = []
        self._blocks = BlockBuilder()
        self._html_heading: raw_html.OpenHeading | None = None
        self._heading: tuple[int, int] | None = None

    # -- blocks

    def open_item(self) -> None:
        """A list item begins."""
        if self.run_start >= 0:
            self.end_run()
        self._blocks.open_item()

    def close_item(self) -> None:
        """The innermost list item ends."""
        if self.run_start >= 0:
            self.end_run()
        self._blocks.close_item()

    def end_run(self) -> None:
        """A paragraph or table cell (or the inline content of a tight item) begins or ends here: the run so far is complete."""
        if self.run_start < 0:
            return
        text = self._text()
        self._finish_run(text)
        if self._html_heading:
            self._html_heading.parts.extend(map(Part, self.kinds, self.texts))
        self._blocks.content(text, self.run_start, self.run_end)
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
        content = Span(self.run_start, self.run_end) if self.run_start >= 0 else Span(span.end, span.end)
        if self.run_start >= 0:
            self._finish_run(self._text())
            self._attribute(content)
        parts = tuple(self._parts())
        self._add_heading(Heading(span, content, level, parts, self._content[content.start : content.end]))
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

    def html(self, start: int, end: int) -> None:
        """One raw inline HTML tag or comment."""
        self._piece("html", self._content[start:end], start, end)
        self._opaque.append(Span(start, end))
        for tag in raw_html.tags(self._content, Span(start, end)):
            self._tag(tag)
            self._html_link_end(tag)

    def footnote_reference(self, label: str, start: int, end: int) -> None:
        """`[^label]` with a definition."""
        self._piece("html", "", start, end)
        self._opaque.append(Span(start, end))
        self._footnotes.append(Footnote(Span(start, end), label, is_reference=True))

    def facts(self, front_matter: FrontMatter | None = None) -> Facts:
        """What was gathered; call once, at the end."""
        self.end_run()
        references = [(link.span.start, link.target) for link in self._links if link.kind == "reference"]
        return Facts(
            tuple(self._headings),
            tuple(sorted(self._anchors)),
            tuple(sorted(self._links)),
            tuple(self._brackets),
            tuple(sorted(self._footnotes)),
            self._blocks.finish(),
            front_matter,
            tuple(self._suppressions),
            pack(self._content, self._blocks.leaves, references),
        )

    # -- inside

    def _trimmed(self, start: int, end: int) -> Span:
        return Span(start, start + len(self._content[start:end].rstrip(" \t\r\n")))

    def _finish_run(self, text: str) -> None:
        if not self._signs.may_be_in(text, self._content, self.run_start, self.run_end):
            # Most runs: the parser has found all that there is.
            self._links += self._run_links
            return
        run = Span(self.run_start, self.run_end)
        if self._anchor_start >= 0:
            self._opaque.append(Span(self._anchor_start, run.end))
        scanned = inline.scan(self._content, run, self._opaque, self._run_links, self._dialect, brackets="[" in text)
        self._links += scanned.links
        self._brackets += scanned.brackets
        self._anchors += scanned.anchors

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
                self._add_heading(heading._replace(parts=tuple(merged(list(heading.parts)))))
        elif level := raw_html.heading_level(tag):
            self._html_heading = raw_html.OpenHeading(level, tag.span)
