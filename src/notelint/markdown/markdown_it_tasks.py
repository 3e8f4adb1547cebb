"""GitHub's task list items for markdown-it-py, whose own option swallows the marker without a trace of where it stood."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from notelint.pattern import late_pattern

# GFM 0.29, section 5.3: the marker, then whitespace, for which pulldown-cmark takes a line end too.
_MARKER = late_pattern(r"\[[ xX]\](?=[ \t\n])")


def add_tasks(md: MarkdownIt) -> None:
    """Take markers off before the inline rules see them: `[x]` may be a reference's label otherwise."""
    md.core.ruler.before("inline", "tasks", _tasks)


def _tasks(state: StateCore) -> None:
    after_item = (index + 2 for index, token in enumerate(state.tokens) if token.type == "list_item_open")
    for index in after_item:
        if index >= len(state.tokens) or state.tokens[index].type != "inline" or state.tokens[index - 1].markup.startswith("#"):
            continue
        inline = state.tokens[index]
        places = inline.meta["places"]
        if places.content and (marker := _MARKER.match(state.src, places.span(0, 1).start)):
            inline.meta["task"] = marker.span()
            places.skip(len(marker[0]))
            inline.content = places.content
            if state.tokens[index - 1].type == "heading_open" and places.content:
                state.tokens[index - 1].meta["start"] = places.span(0, 1).start
