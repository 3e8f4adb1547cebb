"""GitHub's task list items for markdown-it-py, whose own option swallows the marker without a trace of where it stood."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

# GFM 0.29, section 5.3: the marker, then whitespace; a marker that ends its line is one too for pulldown-cmark and github.com.
_MARKER = re.compile(r"\[[ xX]\](?=[ \t\n]|$)")


def add_tasks(md: MarkdownIt) -> None:
    """Take markers off before the inline rules see them: `[x]` may be a reference's label otherwise."""
    md.core.ruler.before("inline", "tasks", _tasks)


def _tasks(state: StateCore) -> None:
    after_item = (index + 2 for index, token in enumerate(state.tokens) if token.type == "list_item_open")
    for index in after_item:
        if index >= len(state.tokens) or state.tokens[index].type != "inline" or state.tokens[index - 1].markup.startswith("#"):
            continue
        inline = state.tokens[index]
        if found := _MARKER.match(inline.content):
            places = inline.meta["places"]
            inline.meta["task"] = places.span(0, found.end())
            places.skip(found.end())
            inline.content = places.content
