"""markdown-it-py's rules for inline content, each made to leave in its tokens where they stand.

Every token gets a `span` in its `meta`, the start of a link and a picture also `text`, what stands between its brackets. Both
are offsets in the content of the block (inside a picture, of its text).
"""

from collections.abc import Callable
from typing import Literal, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import (
    StateInline,
    autolink,
    backtick,
    emphasis,
    entity,
    escape,
    html_inline,
    image,
    link,
    newline,
    strikethrough,
    text,
)
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

from notelint.markdown.markdown_it_source import without_wide_blanks

Rule: TypeAlias = Callable[[StateInline, bool], bool]


class LocatedState(StateInline):
    """The state of the parser, which remembers where pending text began."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> None:  # noqa: N803 (the parent's name)
        super().__init__(src, md, env, outTokens)
        self._pending_start = 0
        self.plain = ""

    def append_pending(self, text: str) -> None:
        """Keep text until the next token; the position is still the text's first character."""
        if not self.pending:
            self._pending_start = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 (the parent's name)
        """Make a token of the pending text, of which only the end may have been cut off."""
        token = super().pushPending()
        token.meta["span"] = (self._pending_start, self._pending_start + len(token.content))
        return token

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 (the parent's names)
        """Whether a run of `*`, `_` or `~` may open or close, as pulldown-cmark has it.

        GitHub lets a single tilde split a word (`H~2~O`), double ones open by the rules for `*`, and U+2028 is no blank there.
        """
        end = start
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        before = _character(self.src[start - 1] if start else " ")
        after = _character(self.src[end] if end < self.posMax else " ")
        left = after != "blank" and (after != "punctuation" or before != "word")
        right = before != "blank" and (before != "punctuation" or after != "word")
        if self.src[start:end] == "~~":
            return Scanned(after != "blank", right, end - start)
        split = canSplitWord and self.src[start] != "~"
        can_open = left and (split or not right or before == "punctuation")
        can_close = right and (split or not left or after == "punctuation")
        return Scanned(can_open, can_close, end - start)

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Make a token; at the end of a link the position is that of its `]`."""
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        return token


class LocatedInline(ParserInline):
    """The parser of inline content with a state that keeps places."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parse the content of a block or the text of a picture into `tokens`."""
        state = LocatedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def locate_inline(md: MarkdownIt) -> None:
    """Put rules that keep places in the stead of the parser's own."""
    rules: dict[str, Rule] = {
        "text": text,
        "newline": _newline,
        "escape": _escape,
        "backticks": backtick,
        "strikethrough": strikethrough.tokenize,
        "emphasis": emphasis.tokenize,
        "link": link,
        "image": image,
        "autolink": autolink,
        "html_inline": _html_inline,
        "entity": entity,
    }
    for name, rule in rules.items():
        md.inline.ruler.at(name, located(rule))


def located(rule: Rule) -> Rule:
    """The rule, leaving in each of its tokens the span that the rule consumed."""

    def apply(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            _locate([token for token in state.tokens[count:] if "span" not in token.meta], start, state.pos)
        return True

    return apply


def _character(character: str) -> str:
    if character.isspace():
        return "blank"
    return "punctuation" if isMdAsciiPunct(ord(character)) or isPunctChar(character) else "word"


def _escape(state: StateInline, silent: bool) -> bool:
    # A backslash before anything else is text, and a blank behind it may end the line.
    escaped = state.src[state.pos + 1 : state.pos + 2]
    return (escaped == "\n" or (escaped != "" and isMdAsciiPunct(ord(escaped)))) and escape(state, silent)


def _html_inline(state: StateInline, silent: bool) -> bool:
    if not isinstance(state, LocatedState) or state.src[state.pos] != "<":
        return False
    state.plain = state.plain or without_wide_blanks(state.src)
    source, state.src = state.src, state.plain
    is_there = html_inline(state, silent)
    state.src = source
    return is_there


def _newline(state: StateInline, silent: bool) -> bool:
    # As cmark does, take all blanks off the end of a line; two spaces there make a hard break.
    if not silent and state.src[state.pos] == "\n":
        state.pending = state.pending.rstrip(" \t\v\f") + ("  " if state.pending.endswith("  ") else "")
    return newline(state, silent)


def _locate(tokens: list[Token], start: int, end: int) -> None:
    first, last = tokens[0] if tokens else None, tokens[-1] if tokens else None
    if first and all(token.type == "text" for token in tokens):
        # A run of delimiters makes one token of text for each that may become a tag.
        for token in tokens:
            token.meta["span"] = (start, start + len(token.content))
            start += len(token.content)
        return
    for token in tokens:
        token.meta["span"] = (start + 1, end - 1) if token.type == "text" else (start, end)
    if first and last and last.type == "link_close":
        first.meta["text"] = (start + 1, last.meta["at"])
    elif first and first.type == "image":
        first.meta["text"] = (start + 2, start + 2 + len(first.content))
