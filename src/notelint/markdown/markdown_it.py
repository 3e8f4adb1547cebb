"""Facts by markdown-it-py: the second opinion in the tests, and the reader of MyST."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkLabel, parseLinkTitle
from markdown_it.token import Token

from notelint.markdown.dialect import Dialect
from notelint.markdown.gather import Gatherer
from notelint.markdown.markdown_it_blocks import locate_blocks
from notelint.markdown.markdown_it_footnotes import add_footnotes
from notelint.markdown.markdown_it_inline import LocatedInline, locate_inline
from notelint.markdown.markdown_it_myst import add_myst
from notelint.markdown.markdown_it_source import BLANKS, Source, decoded, tidy_label
from notelint.markdown.markdown_it_tasks import add_tasks
from notelint.markdown.markdown_it_walk import InlineWalk

# Each level takes up to four frames of Python's stack, of which there are a thousand by default.
_MAX_NESTING = 100


def drive(content: str, gatherer: Gatherer, dialect: Dialect) -> None:
    """Read the content of a note and call the gatherer for everything in it, in order."""
    source = Source(content)
    tokens = _parser(dialect.myst).parse(source.text)
    _Walk(source, gatherer).blocks(tokens)


@cache
def _parser(myst: bool) -> MarkdownIt:
    md = MarkdownIt("commonmark")
    md.inline = LocatedInline()
    md.configure(
        "commonmark",
        {"maxNesting": _MAX_NESTING, "strikethrough_single_tilde": True, "inline_definitions": True},
    )
    md.enable(["table", "strikethrough"])
    md.disable(["fragments_join", "text_join"])
    # Targets are wanted as written, decoded but neither percent-encoded nor refused.
    md.normalizeLink = _same  # type: ignore[method-assign]  # the documented way to set it
    md.normalizeLinkText = _same_text  # type: ignore[method-assign]  # as above
    md.helpers = _Helpers  # type: ignore[assignment]  # a namespace, as the module is
    md.validateLink = _valid  # type: ignore[method-assign]  # as above
    locate_blocks(md)
    locate_inline(md)
    add_footnotes(md)
    add_tasks(md)
    if myst:
        add_myst(md)
    return md


class _Helpers:
    """markdown-it-py's helpers; its own for targets lets a backslash take a line end in and keeps `&#0;`."""

    parseLinkLabel = staticmethod(parseLinkLabel)  # noqa: N815 (the parser's name)
    parseLinkTitle = staticmethod(parseLinkTitle)  # noqa: N815 (the parser's name)

    @staticmethod
    def parseLinkDestination(string: str, pos: int, maximum: int) -> Any:  # noqa: N802 (the parser's name)
        """Parse a target, which ends with its line at the latest."""
        line_end = string.find("\n", pos, maximum)
        parsed = parseLinkDestination(string, pos, maximum if line_end < 0 else line_end)
        angled = string.startswith("<", pos)
        parsed.str = decoded(string[pos + angled : parsed.pos - angled])
        return parsed


def _same(url: str) -> str:
    return url


def _same_text(link: str) -> str:
    return link


def _valid(url: str) -> bool:
    return True


class _Walk:
    """Goes through the tokens once and tells the gatherer."""

    def __init__(self, source: Source, gatherer: Gatherer) -> None:
        self._source = source
        self._gatherer = gatherer
        self._blocks: dict[str, Callable[[Token], None]] = {
            "inline": self._inline_block,
            "list_item_open": lambda token: gatherer.open_item(),
            "list_item_close": lambda token: gatherer.close_item(),
            "heading_open": self._open_heading,
            "heading_close": lambda token: gatherer.close_heading(self._end(token)),
            "fence": self._code_block,
            "code_block": self._code_block,
            "html_block": lambda token: gatherer.html_block(self._start(token), self._end(token)),
            "definition": self._definition,
            "myst_target": self._target,
            "footnote_open": lambda token: gatherer.footnote(token.meta["label"], self._start(token)),
        }

    def blocks(self, tokens: Sequence[Token]) -> None:
        """Tell everything."""
        for token in tokens:
            tell = self._blocks.get(token.type)
            if tell:
                tell(token)
            else:
                self._gatherer.end_run()

    def _start(self, token: Token) -> int:
        return self._source.original(token.meta["start"])

    def _end(self, token: Token) -> int:
        return self._source.original(token.meta["end"])

    def _open_heading(self, token: Token) -> None:
        self._gatherer.open_heading(int(token.tag[1:]), self._start(token))

    def _code_block(self, token: Token) -> None:
        self._gatherer.code_block(self._start(token), self._end(token), token.content)

    def _definition(self, token: Token) -> None:
        start, end = token.meta["start"], token.meta["end"]
        end = start + len(self._source.text[start:end].rstrip(BLANKS))
        label, target = tidy_label(token.meta["label"]), token.meta["url"]
        self._gatherer.definition(label, target, self._source.original(start), self._source.original(end))

    def _target(self, token: Token) -> None:
        start, end = map(self._source.original, token.meta["span"])
        self._gatherer.end_run()
        self._gatherer.anchor(token.meta["label"], "target", start, end)

    def _inline_block(self, token: Token) -> None:
        if "task" in token.meta:
            self._gatherer.task_marker(*map(self._source.original, token.meta["task"]))
        InlineWalk(self._source, token.meta["places"], self._gatherer).run(token.children or ())
