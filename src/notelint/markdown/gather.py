"""Facts from parser events.

Both parsers drive one `Gatherer`, so that everything beyond plain CommonMark (bare addresses, wikilinks, math, template tags,
anchors in HTML, brackets that are no links) is found by the same code and facts can differ only where parses differ.
All offsets are characters of the content.
"""

from notelint.markdown.dialect import Dialect
from notelint.note import Facts


class Gatherer:
    """Takes a parser's events in the order of the note and gives facts.

    Blocks: every leaf block (paragraph, heading, table cell, code block, HTML block) starts and ends with a call of
    `end_run`, `open_heading`/`close_heading`, `code_block` or `html_block`; inline events between two of them are one run.
    """

    def __init__(self, content: str, dialect: Dialect) -> None: ...

    # -- blocks

    def open_item(self) -> None:
        """A list item begins."""

    def close_item(self) -> None:
        """The innermost list item ends."""

    def end_run(self) -> None:
        """A paragraph or table cell (or the inline content of a tight item) begins or ends here: the run so far is complete."""

    def open_heading(self, level: int, start: int) -> None:
        """A Markdown heading begins: at its first `#`, or (setext) at its first character."""

    def close_heading(self, end: int) -> None:
        """The heading ends; `end` may include blanks and line ends, which are left off."""

    def code_block(self, start: int, end: int, code: str) -> None:
        """A code block, from its first fence character (fenced) or first code character (indented); `end` as above."""

    def html_block(self, start: int, end: int) -> None:
        """A block of raw HTML from its `<`; `end` as above."""

    def definition(self, label: str, target: str, start: int, end: int) -> None:
        """A link reference definition, `[label]: target "title"`, from its `[`; also one whose label was defined before."""

    def footnote(self, label: str, start: int) -> None:
        """The definition of a footnote begins with its `[^`; what it holds comes as blocks."""

    # -- inline

    def text(self, value: str, start: int, end: int) -> None:
        """Text: `value` as rendered (escapes and character references decoded), the span as written.

        One escape (`\\*`) or reference (`&amp;`) may be a call of its own or part of a longer one.
        """

    def line_break(self, start: int, end: int) -> None:
        """A soft or hard line break inside a run."""

    def code(self, value: str, start: int, end: int) -> None:
        """A code span with its backticks; `value` without them."""

    def html(self, start: int, end: int) -> None:
        """One raw inline HTML tag or comment."""

    def open_mark(self, start: int) -> None:
        """Emphasis, strong emphasis or strikethrough begins with its first delimiter."""

    def close_mark(self, end: int) -> None:
        """It ends behind its last delimiter."""

    def open_link(self, style: str, target: str, label: str, start: int) -> None:
        """A link begins: `style` is inline, full, collapsed, shortcut or autolink; `target` as decoded by the parser.

        `label` is the label of a reference as written, else empty.
        """

    def open_image(self, style: str, target: str, label: str, start: int) -> None:
        """A picture begins with its `!`; what is inside comes as inline events."""

    def close_link(self, end: int) -> None:
        """The innermost link or picture ends; for a collapsed reference, `[]` included."""

    def footnote_reference(self, label: str, start: int, end: int) -> None:
        """`[^label]` with a definition."""

    def task_marker(self, start: int, end: int) -> None:
        """`[ ]` or `[x]` of a task list item."""

    def facts(self) -> Facts:
        """What was gathered; call once, at the end."""
        ...
