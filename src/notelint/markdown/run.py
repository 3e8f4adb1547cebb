"""The inline half of gathering: one run of inline content at a time."""

from typing import NamedTuple

from notelint.markdown.targets import inline_target, reference_label
from notelint.note import Link, LinkKind, Part, PartKind
from notelint.pattern import late_pattern
from notelint.text import Span, make

_BLANKS = late_pattern(r"[ \t]+")


class _Open(NamedTuple):
    """A link or picture whose end has not come yet; `piece` is the number of pieces before it."""

    style: str
    target: str
    label: str
    start: int
    piece: int
    is_image: bool


class RunGatherer:
    """Takes the inline events of a run: its pieces of text, its links, and the spans in which nothing more is to be found.

    A run's pieces are `texts`, each of the kind at the same place of `kinds`. It goes from `run_start` (-1: no run has begun)
    to `run_end`. A parser may call `text` for each piece, or add plain text itself when it has called `begin_run`.
    """

    def __init__(self, content: str) -> None:
        self._content = content
        self._open: list[_Open] = []
        self._images = 0
        self.texts: list[str] = []
        self.kinds: list[PartKind] = []
        self.run_end = -1
        self._run_links: list[Link] = []
        self._opaque: list[Span] = []
        self._start_run()

    def _start_run(self) -> None:
        self.run_start = -1
        self.texts.clear()
        self.kinds.clear()
        # Whether there are pieces that are no text or code.
        self._is_mixed = False
        self._anchor_start = -1
        if self._opaque:
            self._opaque = []
            self._run_links = []

    def begin_run(self, start: int) -> None:
        """A run begins with text, if none has begun yet."""
        if self.run_start < 0:
            # pulldown-cmark leaves the backslash of an escape out of the text's range.
            self.run_start = start - (self._content[start - 1 : start] == "\\")

    def text(self, value: str, start: int, end: int) -> None:
        r"""Text: `value` as rendered (escapes and character references decoded), the span as written.

        One escape (`\*`) or reference (`&amp;`) may be a call of its own or part of a longer one.
        """
        self.begin_run(start)
        self._piece("image-alt" if self._images else "text", value, start, end)

    def line_break(self, start: int, end: int) -> None:
        """A soft or hard line break inside a run."""
        if self.run_start >= 0:
            self._piece("image-alt" if self._images else "text", "\n", start, end)

    def code(self, value: str, start: int, end: int) -> None:
        """A code span with its backticks; `value` without them."""
        if "\n" in self._content[start:end] or "\r" in self._content[start:end]:
            # pulldown-cmark keeps the indentation of the span's later lines; browsers show any blanks as one.
            value = _BLANKS.sub(" ", value).strip(" ")
        self._piece("image-alt" if self._images else "code", value, start, end)
        self._opaque.append(Span(start, end))

    def role(self, target: str, text: str, span: Span, target_span: Span) -> None:
        """A role that is a link, as MyST has it: {doc}`text <target>`."""
        self._piece("text", text, span.start, span.end)
        self._opaque.append(span)
        self._run_links.append(Link(span, "inline", target, target_span, text))

    def open_mark(self, start: int) -> None:
        """Emphasis, strong emphasis or strikethrough begins with its first delimiter."""
        if self.run_start < 0:
            self.run_start = start
        self.run_end = start + 1

    def close_mark(self, end: int) -> None:
        """It ends behind its last delimiter."""
        self.run_end = end

    def open_link(self, style: str, target: str, label: str, start: int) -> None:
        """A link begins: `style` is inline, full, collapsed, shortcut or autolink; `target` as decoded by the parser.

        `label` is the label of a reference as written, else empty.
        """
        self.open_mark(start)
        self._open.append(make(_Open, (style, target, label, start, len(self.texts), False)))

    def open_image(self, style: str, target: str, label: str, start: int) -> None:
        """A picture begins with its `!`; what is inside comes as inline events."""
        self.open_mark(start)
        self.run_end = start + 2
        self._images += 1
        self._open.append(_Open(style, target, label, start, len(self.texts), is_image=True))

    def close_link(self, end: int) -> None:
        """The innermost link or picture ends; for a collapsed reference, `[]` included."""
        opened = self._open.pop()
        inner_end, self.run_end = self.run_end, end
        self._images -= opened.is_image
        link = self._link(opened, inner_end, end)
        self._opaque.append(link.span)
        self._run_links.append(link)

    def task_marker(self, start: int, end: int) -> None:
        """`[ ]` or `[x]` of a task list item."""
        self._opaque.append(Span(start, end))

    def _piece(self, kind: PartKind, value: str, start: int, end: int) -> None:
        if self.run_start < 0:
            self.run_start = start
        self.run_end = end
        self.texts.append(value)
        self.kinds.append(kind)
        if kind != "text" and kind != "code":
            self._is_mixed = True

    def _link(self, opened: _Open, inner_end: int, end: int) -> Link:
        style, target, label, start, piece, is_image = opened
        texts = self.texts[piece:]
        if self._is_mixed:
            texts = [text for text, kind in zip(texts, self.kinds[piece:], strict=True) if kind != "html"]
        text = "".join(texts)
        span = make(Span, (start, end))
        if style == "inline":
            kind: LinkKind = "image" if is_image else "inline"
            where = inline_target(self._content, inner_end, end, target)
            return make(Link, (span, kind, target, where, text, "", is_image))
        if style == "autolink":
            return Link(span, "autolink", target, span, text)
        where = reference_label(style, start + 1 + is_image, inner_end, end)
        return Link(span, "reference", target, where, text, label, is_image)

    def _text(self) -> str:
        """What the run says: text and code."""
        if not self._is_mixed:
            return "".join(self.texts)
        return "".join([text for text, kind in zip(self.texts, self.kinds, strict=True) if kind in ("text", "code")])

    def _parts(self) -> list[Part]:
        """The pieces with neighbours of one kind joined (html stays tag by tag): how a parser splits text must not show."""
        if "code" not in self.kinds and not self._is_mixed:
            text = "".join(self.texts)
            return [Part("text", text)] if text else []
        return merged(list(map(Part, self.kinds, self.texts)))


def merged(pieces: list[Part]) -> list[Part]:
    """The parts with neighbours of one kind joined; html stays tag by tag."""
    parts: list[Part] = []
    for piece in pieces:
        if not piece.text:
            continue
        if parts and parts[-1].kind == piece.kind != "html":
            parts[-1] = Part(piece.kind, parts[-1].text + piece.text)
        else:
            parts.append(piece)
    return parts
