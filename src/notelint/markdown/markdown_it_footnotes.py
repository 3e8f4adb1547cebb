"""GitHub's footnotes for markdown-it-py, read as pulldown-cmark reads them.

The plugin that exists keeps no places, moves what a footnote holds to the end, and takes other labels.
"""

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from notelint.markdown.markdown_it_blocks import container, line_start
from notelint.markdown.markdown_it_blocks import located as located_block
from notelint.markdown.markdown_it_inline import located as located_inline
from notelint.pattern import late_pattern

# cmark-gfm, src/scanners.re and blocks.c: a footnote's content is indented by four columns; CommonMark 0.31.2, section 6.3: a
# label has 1 to 999 characters and a bracket in it is escaped. Unlike a link's label it must not span lines.
_INDENT = 4
_LABEL = r"\[\^(?=[^\]]*[^\s\]])((?:[^\[\]\\\n]|\\[^\n]){1,999})\]"
_DEFINITION = late_pattern(_LABEL + r":[ \t]*")
# `[^a][b]` is a reference without a definition for pulldown-cmark, though not for GitHub.
_REFERENCE = late_pattern(_LABEL + r"(?!\[(?!\^)[^\[\]]*\])")


def add_footnotes(md: MarkdownIt) -> None:
    """Add the rules for definitions and references."""
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("table", "footnote", located_block(container(_definition)), {"alt": interrupts})
    md.inline.ruler.after("link", "footnote_reference", located_inline(_reference))


def _definition(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line):
        return False
    match = _DEFINITION.match(state.src, line_start(state, start_line), state.eMarks[start_line])
    if match is None or silent:
        return match is not None
    state.env.setdefault("footnotes", set()).add(normalizeReference(match[1]))
    state.push("footnote_open", "", 1).meta["label"] = match[1]
    saved = state.bMarks[start_line], state.tShift[start_line], state.sCount[start_line]
    list_indent, state.listIndent = state.listIndent, -1
    state.blkIndent += _INDENT
    state.bMarks[start_line], state.tShift[start_line], state.sCount[start_line] = match.end(), 0, state.blkIndent
    state.md.block.tokenize(state, start_line, end_line)
    state.blkIndent -= _INDENT
    state.listIndent = list_indent
    state.bMarks[start_line], state.tShift[start_line], state.sCount[start_line] = saved
    state.push("footnote_close", "", -1)
    return True


def _reference(state: StateInline, silent: bool) -> bool:
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if match is None or normalizeReference(match[1]) not in state.env.get("footnotes", ()):
        return False
    if not silent:
        state.push("footnote_reference", "", 0).meta["label"] = match[1]
    state.pos = match.end()
    return True
