"""MyST for markdown-it-py: targets, directives, roles, comments and block breaks.

Source: myst-parser 5.2, `parsers/directives.py` and `mdit_to_docutils/base.py`, and the plugins `myst_blocks` and `myst_role`
of mdit-py-plugins, which keep no places.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from notelint.markdown.markdown_it_blocks import line_start
from notelint.markdown.markdown_it_blocks import located as located_block
from notelint.markdown.markdown_it_inline import located as located_inline
from notelint.markdown.markdown_it_source import BLANKS, Places
from notelint.pattern import late_pattern

_ALL = ["paragraph", "reference", "blockquote", "list"]
_TARGET = late_pattern(r"\(([^\n]+)\)=[ \t]*$")
_COMMENT = late_pattern(r"%")
_BREAK = late_pattern(r"\+[ \t]*\+[ \t]*\+")
_DIRECTIVE = late_pattern(r"(`{3,}|~{3,}|:{3,})[ \t]*\{([^\s{}]+)\}[ \t]*")
_COLONS = late_pattern(r"(:{3,})[ \t]*()")
_OPTION = late_pattern(r":([\w-]+):[ \t]*")
_YAML_OPTION = late_pattern(r"([\w-]+):[ \t]*")
_ROLE = late_pattern(r"\{([a-zA-Z0-9_\-+:]+)\}(`+)(?!`)")

# What these directives of docutils, Sphinx and sphinx-design hold is Markdown. What any other holds is taken for code: a link
# that is none is worse than one that is missed.
_ADMONITIONS = frozenset(
    [
        "admonition",
        "attention",
        "caution",
        "danger",
        "error",
        "hint",
        "important",
        "note",
        "seealso",
        "tip",
        "todo",
        "warning",
        "versionadded",
        "versionchanged",
        "versionremoved",
        "deprecated",
        "card",
        "grid-item-card",
        "dropdown",
        "tab-item",
        "topic",
        "sidebar",
    ]
)
_MARKDOWN = _ADMONITIONS | frozenset(
    [
        "figure",
        "container",
        "div",
        "only",
        "table",
        "list-table",
        "grid",
        "grid-item",
        "tab-set",
        "card-carousel",
        "epigraph",
        "highlights",
        "pull-quote",
        "compound",
        "margin",
        "aside",
        "rst-class",
        "exercise",
        "solution",
    ]
)
_NAMES = frozenset({"name", "label"})
# Labels that Sphinx makes itself; one with a colon may be another project's (`sphinx.ext.intersphinx`).
_BUILT_IN = frozenset({"genindex", "modindex", "py-modindex", "search"})
# Roles that lead somewhere, with what their target means.
_REFERENCES = {"ref": "#", "numref": "#", "doc": ""}


def add_myst(md: MarkdownIt) -> None:
    """Add the rules of MyST."""
    for name, rule in (("myst_directive", _directive), ("myst_target", _target), ("myst_comment", _comment)):
        md.block.ruler.before("table", name, located_block(rule), {"alt": _ALL})
    md.inline.ruler.before("backticks", "myst_role", located_inline(_role))


def role_target(name: str, content: str) -> tuple[str, str, int, int] | None:
    """Where a role leads: its target, its text, and where the target stands in the content; None for a role that is no link."""
    prefix = _REFERENCES.get(name)
    if prefix is None or not content.strip():
        return None
    titled = content.endswith(">") and "<" in content[:-2]
    start, end = (content.rfind("<", 0, -2) + 1, len(content) - 1) if titled else (0, len(content))
    target = content[start:end].strip()
    if prefix and (":" in target or target in _BUILT_IN):
        return None
    if name == "doc" and "." not in target.rpartition("/")[2]:
        target += ".md"
    # Without a text of its own the role shows the title of what it leads to.
    text = (content[: start - 1] if titled else content).strip()
    return prefix + target, text, start, end


def _target(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    match = _on_line(_TARGET, state, start_line)
    if match and not silent:
        state.line = start_line + 1
        _name(state, match[1], match.start(), match.start() + len(match[0].rstrip(BLANKS)))
    return bool(match)


def _comment(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    match = _on_line(_COMMENT, state, start_line) or _on_line(_BREAK, state, start_line)
    if match and not silent:
        state.line = start_line + 1
        state.push("myst_comment", "", 0)
    return bool(match)


def _directive(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    match = _on_line(_DIRECTIVE, state, start_line) or _on_line(_COLONS, state, start_line)
    if match is None or silent:
        return match is not None
    body_end, behind = _extent(state, match[1], start_line, end_line)
    body = _options(state, start_line + 1, body_end)
    state.push("myst_directive_open", "", 1)
    if match[2] in _ADMONITIONS:
        _argument(state, match.end(), start_line)
    if match[2] in _MARKDOWN or not match[2]:
        _nested(state, body, body_end)
    else:
        code = state.push("fence", "code", 0)
        code.content = state.getLines(body, body_end, state.sCount[start_line], True)  # noqa: FBT003 (taken by place)
        code.meta = {"start": match.start(), "end": state.eMarks[max(body_end - 1, start_line)]}
    state.push("myst_directive_close", "", -1)
    state.line = behind
    return True


def _on_line(pattern: re.Pattern[str], state: StateBlock, line: int) -> re.Match[str] | None:
    if state.is_code_block(line):
        return None
    return pattern.match(state.src, line_start(state, line), state.eMarks[line])


def _extent(state: StateBlock, fence: str, start_line: int, end_line: int) -> tuple[int, int]:
    """The line behind a directive's content and the one behind its closing fence, if it has one."""
    closing = re.compile(re.escape(fence[0]) + "{" + str(len(fence)) + r",}[ \t]*$")
    for line in range(start_line + 1, end_line):
        if not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            return line, line
        if _on_line(closing, state, line):
            return line, line + 1
    return end_line, end_line


def _options(state: StateBlock, line: int, end_line: int) -> int:
    """Go through the options of a directive, whose `name` is a target; gives the line behind them."""
    yaml = line < end_line and state.src.startswith("---", line_start(state, line))
    line += yaml
    while line < end_line:
        start = line_start(state, line)
        if yaml and state.src.startswith("---", start):
            return line + 1
        option = _on_line(_YAML_OPTION if yaml else _OPTION, state, line)
        if option and option[1] in _NAMES:
            value = state.src[option.end() : state.eMarks[line]].strip(BLANKS)
            if value:
                _name(state, value, option.end(), option.end() + len(value))
        elif not option and not yaml:
            break
        line += 1
    return line


def _name(state: StateBlock, name: str, start: int, end: int) -> None:
    state.push("myst_target", "", 0).meta |= {"label": name, "span": (start, end)}


def _argument(state: StateBlock, start: int, line: int) -> None:
    places = Places(state.src, range(start, state.eMarks[line]))
    if places.content:
        state.push("paragraph_open", "p", 1)
        inline = state.push("inline", "", 0)
        inline.content, inline.children, inline.map = places.content, [], [line, line + 1]
        inline.meta["places"] = places
        state.push("paragraph_close", "p", -1)


def _nested(state: StateBlock, line: int, end_line: int) -> None:
    saved, state.lineMax = state.lineMax, end_line
    parent, state.parentType = state.parentType, "root"
    state.md.block.tokenize(state, line, end_line)
    state.lineMax, state.parentType = saved, parent


def _role(state: StateInline, silent: bool) -> bool:
    match = _ROLE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    closing = re.compile(r"(?<!`)" + match[2] + r"(?!`)").search(state.src, match.end(), state.posMax)
    if closing is None:
        return False
    if not silent:
        token = state.push("myst_role", "", 0)
        token.content = state.src[match.end() : closing.start()].replace("\n", " ")
        token.meta |= {"name": match[1], "content": (match.end(), closing.start())}
    state.pos = closing.end()
    return True
