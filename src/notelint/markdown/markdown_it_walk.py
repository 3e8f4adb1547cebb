"""markdown-it-py's inline tokens → a `Gatherer`."""

from collections.abc import Callable, Sequence

from markdown_it.token import Token

from notelint.markdown.gather import Gatherer
from notelint.markdown.markdown_it_myst import role_target
from notelint.markdown.markdown_it_source import Places, Source, decoded, tidy_label
from notelint.text import Span


class InlineWalk:
    """Goes through the inline tokens of one block."""

    def __init__(self, source: Source, places: Places, gatherer: Gatherer) -> None:
        self._source = source
        self._places = places
        self._gatherer = gatherer
        # What is inside a picture was parsed on its own: its spans count from there.
        self._base = 0
        self._tell: dict[str, Callable[[Token, int, int], None]] = {
            "text": self._text,
            "text_special": self._text,
            "code_inline": lambda token, start, end: gatherer.code(token.content, start, end),
            "html_inline": lambda token, start, end: gatherer.html(start, end),
            "softbreak": lambda token, start, end: gatherer.line_break(start, end),
            "hardbreak": lambda token, start, end: gatherer.line_break(start, end),
            "footnote_reference": lambda token, start, end: gatherer.footnote_reference(token.meta["label"], start, end),
            "link_open": self._link,
            "link_close": lambda token, start, end: gatherer.close_link(end),
            "image": self._image,
            "myst_role": self._role,
        }

    def run(self, tokens: Sequence[Token]) -> None:
        """Tell everything in these tokens."""
        for token in tokens:
            if token.tag in ("em", "strong", "s"):
                self._mark(token)
            elif token.type != "text" or token.content:
                self._tell[token.type](token, *self._span(*token.meta["span"]))

    def _span(self, start: int, end: int) -> tuple[int, int]:
        span = self._places.span(self._base + start, self._base + end)
        return self._source.original(span.start), self._source.original(span.end)

    def _text(self, token: Token, start: int, end: int) -> None:
        self._gatherer.text(decoded(token.markup) if token.info == "entity" else token.content, start, end)

    def _mark(self, token: Token) -> None:
        # Of `**` only the inner character has become the tag; the text token of the outer one is empty.
        start, end = token.meta["span"]
        if token.nesting > 0:
            self._gatherer.open_mark(self._span(end - len(token.markup), end)[0])
        else:
            self._gatherer.close_mark(self._span(start, start + len(token.markup))[1])

    def _link(self, token: Token, start: int, end: int) -> None:
        style, label = self._style(token)
        self._gatherer.open_link(style, str(token.attrs["href"]), label, start)

    def _image(self, token: Token, start: int, end: int) -> None:
        style, label = self._style(token)
        self._gatherer.open_image(style, str(token.attrs["src"]), label, start)
        outer, self._base = self._base, self._base + token.meta["text"][0]
        self.run(token.children or ())
        self._base = outer
        self._gatherer.close_link(end)

    def _role(self, token: Token, start: int, end: int) -> None:
        role = role_target(token.meta["name"], token.content)
        if role is None:
            self._gatherer.code(token.content, start, end)
            return
        target, text, *place = role
        base = token.meta["content"][0]
        self._gatherer.role(target, text, Span(start, end), Span(*self._span(base + place[0], base + place[1])))

    def _style(self, token: Token) -> tuple[str, str]:
        """How a link is written and, for a reference, its label."""
        if token.markup == "autolink":
            return "autolink", ""
        text = self._written(*token.meta["text"])
        tail = self._written(token.meta["text"][1] + 1, token.meta["span"][1])
        if tail.startswith("("):
            return "inline", ""
        if tail in ("", "[]"):
            return ("collapsed" if tail else "shortcut"), tidy_label(text)
        return "full", tidy_label(tail[1:-1])

    def _written(self, start: int, end: int) -> str:
        return self._places.content[self._base + start : self._base + end]
