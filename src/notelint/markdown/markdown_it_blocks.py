"""markdown-it-py's rules for blocks, each made to leave in its tokens where they stand.

A block's first and last token get `start` and `end` in their `meta`, an inline token gets `places`: offsets in the source that
the parser was given.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_block import (
    StateBlock,
    blockquote,
    code,
    fence,
    heading,
    hr,
    html_block,
    lheading,
    list_block,
    paragraph,
    reference,
    table,
)
from markdown_it.token import Token

from notelint.markdown.markdown_it_source import BLANKS, Places, without_wide_blanks
from notelint.pattern import late_pattern

Rule: TypeAlias = Callable[[StateBlock, int, int, bool], bool]
Refine: TypeAlias = Callable[[StateBlock, list[Token]], None]

# The blocks that each rule may interrupt, as in markdown-it's own table of rules.
_ALL = ["paragraph", "reference", "blockquote", "list"]

_OTHER_BLOCK = late_pattern(r"(?:[-+*]|[0-9]{1,9}[.)]|#{1,6})(?:[ \t]|$)|>|~{3}|`{3}[^`]*$")
_PIPE = late_pattern(r"(?<!\\)\|")
# CommonMark 0.31.2, section 4.4: code that is not fenced is indented by four columns.
_CODE_INDENT = 4
# Rules take by place whether they are only asked.
_SILENT = True
# CommonMark 0.31.2, section 4.2: the closing sequence of an ATX heading.
_CLOSING = late_pattern(r"(?:^|[ \t])#+[ \t]*$")


def locate_blocks(md: MarkdownIt) -> None:
    """Put rules that keep places in the stead of the parser's own."""
    rules: list[tuple[str, Rule, Refine | None, list[str]]] = [
        ("table", _table, _refine_table, ["paragraph", "reference"]),
        ("code", code, _refine_code, []),
        ("fence", fence, None, _ALL),
        ("blockquote", container(blockquote, None), None, _ALL),
        ("hr", hr, None, _ALL),
        ("list", container(list_block), None, ["paragraph", "reference", "blockquote"]),
        ("reference", _references, None, []),
        ("html_block", _html_block, None, ["paragraph", "reference", "blockquote"]),
        ("heading", heading, _refine_heading, ["paragraph", "reference", "blockquote"]),
        ("lheading", lheading, _refine_paragraph, []),
        ("paragraph", paragraph, _refine_paragraph, []),
    ]
    for name, rule, refine, interrupts in rules:
        apply = rule if name == "reference" else located(rule, refine)
        md.block.ruler.at(name, apply, {"alt": interrupts})


def located(rule: Rule, refine: Refine | None = None) -> Rule:
    """The rule, leaving the place of the block in its first and last token."""

    def apply(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        count, start = len(state.tokens), line_start(state, start_line)
        if silent and _is_too_deep(state, start_line):
            return False
        parent = state.parentType
        if parent == "reference":
            # A definition is a paragraph until it is complete: what may not interrupt the one may not interrupt the other.
            state.parentType = "paragraph"
        is_there = rule(state, start_line, end_line, silent)
        state.parentType = parent
        if not is_there:
            return False
        tokens = state.tokens[count:] if not silent else []
        if tokens:
            tokens[0].meta |= {"start": start, "end": state.eMarks[state.line - 1]}
            tokens[-1].meta["end"] = state.eMarks[state.line - 1]
            if refine:
                refine(state, tokens)
        return True

    return apply


def line_start(state: StateBlock, line: int) -> int:
    """The offset of a line's first character behind indentation and container markers."""
    return state.bMarks[line] + state.tShift[line]


def container(rule: Rule, indent: int | None = 0) -> Rule:
    """The rule of a container, which keeps how far the blocks around it are indented; None: their indentation says nothing."""

    def apply(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        if silent:
            return rule(state, start_line, end_line, _SILENT)
        state.env.setdefault("indents", []).append(state.blkIndent if indent is not None else None)
        is_there = rule(state, start_line, end_line, silent)
        state.env["indents"].pop()
        return is_there

    return apply


def _is_too_deep(state: StateBlock, line: int) -> bool:
    """Whether a line that is outside the innermost item is code for the blocks around it, and so interrupts no paragraph.

    markdown-it only looks at the innermost item, of which such a line is no part.
    """
    column = state.sCount[line]
    if column >= state.blkIndent:
        return False
    if column < 0:
        # A quote around this block has found already that the line continues a paragraph.
        return True
    for indent in reversed(state.env.get("indents", ())):
        if indent is None:
            break
        if indent <= column:
            return bool(column - indent >= _CODE_INDENT)
    return False


def _table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    # A pipe that is escaped makes no table, a line that begins another block is no header, and dashes alone make a heading.
    if start_line + 1 >= end_line:
        return False
    header, dashes = (state.src[line_start(state, line) : state.eMarks[line]] for line in (start_line, start_line + 1))
    if not _PIPE.search(header) or _OTHER_BLOCK.match(header) or not dashes.rstrip(BLANKS).strip("-"):
        return False
    return table(state, start_line, end_line, silent)


def _html_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if not state.src.startswith("<", line_start(state, start_line)):
        return False
    plain = state.env.get("plain") or without_wide_blanks(state.src)
    source, state.src = state.src, plain
    state.env["plain"] = plain
    is_there = html_block(state, start_line, end_line, silent)
    state.src = source
    return is_there


def _references(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Definitions and the rest of the paragraph that they begin.

    What follows a definition continues its paragraph, indented, outside of its container or an item that interrupts none.
    """
    if silent or not _DEFINITION(state, start_line, end_line, silent):
        return False
    while _continues(state, state.line):
        line = state.line
        state.sCount[line] = state.blkIndent
        if not _DEFINITION(state, line, end_line, silent):
            return _HEADING(state, line, end_line, silent) or _PARAGRAPH(state, line, end_line, silent)
    return True


def _continues(state: StateBlock, line: int) -> bool:
    if line >= state.lineMax or state.isEmpty(line):
        return False
    if state.sCount[line] < 0 or state.sCount[line] - state.blkIndent >= _CODE_INDENT:
        return True
    parent, state.parentType = state.parentType, "paragraph"
    interrupted = any(rule(state, line, state.lineMax, _SILENT) for rule in state.md.block.ruler.getRules("paragraph"))
    state.parentType = parent
    return not interrupted


def _place(token: Token, places: Places) -> None:
    token.meta["places"] = places
    token.content = places.content


def _refine_code(state: StateBlock, tokens: list[Token]) -> None:
    # Blanks beyond the indentation are the first characters of the code.
    code = tokens[0]
    blanks = len(code.content) - len(code.content.lstrip(BLANKS))
    while blanks and state.src[code.meta["start"] - 1] == code.content[blanks - 1]:
        code.meta["start"] -= 1
        blanks -= 1


def _refine_paragraph(state: StateBlock, tokens: list[Token]) -> None:
    inline = tokens[1]
    first, last = inline.map or (0, 0)
    lines = (range(line_start(state, line), state.eMarks[line] + 1) for line in range(first, last - 1))
    end = range(line_start(state, last - 1), state.eMarks[last - 1])
    _place(inline, Places(state.src, chain(*lines, end)))


def _refine_heading(state: StateBlock, tokens: list[Token]) -> None:
    start = tokens[0].meta["start"] + len(tokens[0].markup)
    text = state.src[start : tokens[0].meta["end"]]
    closing = _CLOSING.search(text)
    _place(tokens[1], Places(state.src, range(start, start + (closing.start() if closing else len(text)))))


def _refine_table(state: StateBlock, tokens: list[Token]) -> None:
    cells: Iterator[Places] = iter(())
    for token in tokens:
        if token.type == "tr_open":
            line = token.map[0] if token.map else 0
            cells = _cells(state.src, line_start(state, line), state.eMarks[line])
        elif token.type == "inline":
            _place(token, next(cells, None) or Places("", ()))


def _cells(source: str, start: int, end: int) -> Iterator[Places]:
    r"""The cells of a row; GFM takes the backslash off every `\|`, in code too, before anything else is read."""
    end = start + len(source[start:end].rstrip(BLANKS))
    start += source.startswith("|", start)
    cell: list[int] = []
    for offset in range(start, end):
        if source[offset] != "|":
            cell.append(offset)
        elif cell and cell[-1] == offset - 1 and source[offset - 1] == "\\":
            cell[-1] = offset
        else:
            yield Places(source, cell)
            cell = []
    yield Places(source, cell)


_DEFINITION = located(reference)
_HEADING = located(lheading, _refine_paragraph)
_PARAGRAPH = located(paragraph, _refine_paragraph)
