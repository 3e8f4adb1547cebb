"""Links so badly written that Markdown sees only brackets: `[text] (url)`, `(text)[url]`, `[text](url`, blanks in targets."""

import re
from typing import NamedTuple

from notelint.finding import Edit
from notelint.note import Bracket, Note
from notelint.pattern import late_pattern
from notelint.text import Span
from notelint.web.written.definitions import filled_in, folded, is_below_filled_in
from notelint.web.written.fault import WORD, Fault, shown

# What can only be a target, never prose in parentheses: an address, or a path that looks like one. `(#12)` is an issue.
_TARGET = late_pattern(
    r"(?i)<?(?:https?://|https?:\s|www\.\w|mailto:|#(?!\d)\w|\.{0,2}/\w)|<?[\w./%-]+\.(?:md|markdown|html?|pdf|png|jpe?g|svg)\b"
)
_ADDRESS = late_pattern(r"(?i)(?:https?://|www\.|mailto:)\S+\Z")
_SWAPPED = late_pattern(r"(?i)(?:(?:https?://|www\.|mailto:)\S+|\.{0,2}/[\w./-]+|[\w./-]+\.(?:md|html|png|pdf)(?:#[\w-]+)?)\Z")
_GAP = late_pattern(r"[ \t]*(?:\r?\n[ \t]*)?\(")
_PARENTHESIS = late_pattern(r"[()]|\r?\n[ \t]*\r?\n")
_RUN = late_pattern(r"<?[^\s<>]*>?")
_FILE = late_pattern(r"\w\.\w{2,4}\Z")
_TITLE = late_pattern(r"""(?s)\s+("[^"]*"|'[^']*')\s*\Z""")
_DEFINED = late_pattern(r"[ \t]?:[ \t]*<?(?:https?://|mailto:)\S+(?:[ \t]+[\"'(][^\n]*)?[ \t]*(?:\r?\n|\Z)")
_LABEL = late_pattern(r"[ \t>]*\[[^\[\]]+\]:")
# A line within a construct that could begin a block of its own, were the text above it another.
_BLOCK_START = late_pattern(r"[\r\n][ \t]*(?:[>#*+|=~`-]|\d{1,9}[.)]|<)")
# How far parentheses are followed, in characters; without a limit a page full of open ones would take for ever.
_REACH = 600
# How deep parentheses may be nested, as in cmark and pulldown-cmark.
_DEEPEST = 32
_LETTER = late_pattern(r"[^\W\d_]")
_TEMPLATE = late_pattern(r"\{[{%]|\$\{|<(?!no value>)[A-Za-z_][\w -]*>")
# References that Doxygen (https://www.doxygen.nl/manual/markdown.html) and Documenter.jl look up: `(@ref setup)`, `(@id top)`.
_COMMAND = late_pattern(r"\s*[@\\](?:ref|subpage|link|id|extref|cite)\b")


class BracketFault(NamedTuple):
    """What is wrong with a link that Markdown does not see, the span of the whole construct, and the edits that mend it."""

    span: Span
    fault: Fault
    edits: tuple[Edit, ...] = ()


def bracket_fault(bracket: Bracket, note: Note) -> BracketFault | None:
    """What is wrong with bracketed text if it was to be a link with a target of its own; None when nothing tells that."""
    content = note.text.content
    if bracket.kind == "footnote" or _TEMPLATE.search(bracket.text):
        return None
    fault = _bracket_fault(bracket, note)
    return fault._replace(edits=()) if fault and _is_entangled(fault, content) else fault


def _is_entangled(fault: BracketFault, content: str) -> bool:
    """Whether the edits could make more of the note than a link: a picture of a `!` before it, a definition, another block."""
    start, end = fault.span
    line = content.rfind("\n", 0, start) + 1
    return (
        (content[start - 1 : start] == "!" and content[start] == "(")
        or (_LABEL.match(content, line, start) is not None and bool(content[line:start].strip()))
        or ("\n" in content[start:end] and _BLOCK_START.search(content, start, end) is not None)
    )


def _bracket_fault(bracket: Bracket, note: Note) -> BracketFault | None:
    content = note.text.content
    if bracket.kind == "full":
        return _square(bracket, note)
    if _SWAPPED.match(bracket.text.strip()) and content[bracket.span.start - 1 : bracket.span.start] == ")":
        return _reversed(bracket, note)
    if _DEFINED.match(content, bracket.span.end):
        return _inside_paragraph(bracket, note)
    gap = _GAP.match(content, bracket.span.end)
    if gap is None or bracket.kind != "shortcut":
        return None
    adjacent = gap.end() == bracket.span.end + 1
    return _adjacent(bracket, note) if adjacent else _apart(bracket, note, gap.end() - 1)


def _start(bracket: Bracket, content: str) -> int:
    """Where the construct begins: a picture's at its `!`."""
    return bracket.span.start - (content[bracket.span.start - 1 : bracket.span.start] == "!")


def _inside_paragraph(bracket: Bracket, note: Note) -> BracketFault | None:
    """`[label]: https://…` right below a line of text, or with a blank before its colon: no definition."""
    line = note.text.line_span(note.text.position(bracket.span.start).line)
    before = note.text.content[line.start : bracket.span.start]
    if before.strip(" \t>") or not WORD.search(bracket.text) or is_below_filled_in(note.text.content, line.start):
        return None
    written = note.text.content[bracket.span.end : line.end]
    span = Span(bracket.span.start, line.end)
    if not written.startswith(":"):
        edit = Edit(Span(bracket.span.end, bracket.span.end + 1), "")
        message = "A blank before the colon makes this plain text. Take it out."
        return BracketFault(span, Fault("no definition", message, None, "safe"), (edit,))
    message = "This is no definition, since it continues the paragraph above. Leave a line empty before it."
    # In a list an empty line sets all items apart: there it is for the writer to say where the definition belongs.
    edits = () if _in_item(bracket, note) else _parted(line.start, before, note.text.content)
    return BracketFault(span, Fault("no definition", message, None, "safe"), edits)


def _in_item(bracket: Bracket, note: Note) -> bool:
    blocks = (block for root in note.blocks for block in root.walk())
    return any(block.kind == "item" and block.span.covers(bracket.span.start) for block in blocks)


def _parted(start: int, before: str, content: str) -> tuple[Edit, ...]:
    """The edit that starts a new paragraph here; none below another definition of that kind, which is parted already."""
    above = content[:start].rstrip("\r\n").rpartition("\n")[2]
    if re.match(r"[ \t>]*\[[^\]]+\]:[ \t]*\S+[ \t]*\Z", above):
        return ()
    return (Edit(Span(start, start), f"{before.rstrip()}\n"),)


def _square(bracket: Bracket, note: Note) -> BracketFault | None:
    """`[text][https://…]`."""
    if not _ADDRESS.match(bracket.label):
        return None
    label = Span(bracket.span.end - len(bracket.label) - 2, bracket.span.end)
    message = f"{shown(bracket.label)} stands in square brackets, which is for labels. Write `({bracket.label})`."
    fault = Fault("square brackets", message, None, "safe")
    return BracketFault(bracket.span, fault, (Edit(label, f"({bracket.label})"),))


def _reversed(bracket: Bracket, note: Note) -> BracketFault | None:
    """`(text)[https://…]`: the brackets are swapped."""
    content = note.text.content
    closing = bracket.span.start - 1
    opening = _opening(content, closing)
    if opening is None or any(link.span.end == bracket.span.start for link in note.links):
        return None
    text, address = content[opening + 1 : closing], bracket.text.strip()
    span = Span(opening, bracket.span.end)
    fault = Fault("swapped brackets", f"The brackets are swapped. Write `[{text}]({address})`.", None, "safe")
    return BracketFault(span, fault, (Edit(span, f"[{text}]({address})"),))


def _apart(bracket: Bracket, note: Note, opening: int) -> BracketFault | None:
    """`[text] (https://…)`: something blank between the two."""
    content = note.text.content
    closing = _closing(content, opening)
    if closing is None or not _LETTER.search(bracket.text):
        return None
    inner = content[opening + 1 : closing].strip()
    across = "\n" in content[bracket.span.end : opening]
    if _TEMPLATE.search(inner) or not _TARGET.match(inner) or (across and not _ADDRESS.match(inner)) or len(inner.split()) > 2:
        return None
    message = f"A {'line end' if across else 'blank'} between `]` and `(` makes this plain text. Write `](` without it."
    edits = () if len(inner.split()) > 1 else (Edit(Span(bracket.span.end, opening), ""),)
    fault = Fault("blank before parenthesis", message, None, "safe")
    return BracketFault(Span(_start(bracket, content), closing + 1), fault, edits)


def _adjacent(bracket: Bracket, note: Note) -> BracketFault | None:
    """`[text](` that is no link all the same: not closed, a blank in the target, or a link inside the text."""
    content = note.text.content
    opening, start = bracket.span.end, _start(bracket, content)
    closing = _closing(content, opening)
    inner = content[opening + 1 : closing] if closing is not None else content[opening + 1 : opening + 200]
    if _TEMPLATE.search(inner) or _COMMAND.match(inner):
        return None
    if not (_TARGET.match(inner.lstrip("(").strip()) or _is_meant(bracket, inner, content)):
        return None
    if closing is None or "](" in inner:
        return _unclosed(bracket, note, start)
    span = Span(start, closing + 1)
    if not re.search(r"\s", inner.strip()):
        nested = any(bracket.span.covers(link.span.start) and not link.is_image for link in note.links)
        message = "A link cannot stand inside the text of another link, so only the inner one works. Take one of them out."
        return BracketFault(span, Fault("link inside", message)) if nested else None
    return BracketFault(span, *_blank(inner, Span(opening + 1, closing)))


def _is_meant(bracket: Bracket, inner: str, content: str) -> bool:
    """Whether this reads like a link, words or the name of a file, not like an array's index or the head of a function."""
    before = content[bracket.span.start - 1 : bracket.span.start]
    named = _FILE.search(_TITLE.sub("", inner).strip())
    return bool(named or WORD.search(bracket.text)) and not (before.isalnum() or before in ("_", ")", "]"))


def _unclosed(bracket: Bracket, note: Note, start: int) -> BracketFault | None:
    content = note.text.content
    run = _RUN.match(content, bracket.span.end + 1, bracket.span.end + _REACH)
    end = run.end() if run else bracket.span.end + 1
    if not _TARGET.match(content[bracket.span.end + 1 : end].lstrip("(")):
        return None
    wide = content.find("\uff09", bracket.span.end, end)
    if wide >= 0:
        message = "The target is closed by the full-width sign `\uff09`, which Markdown does not know. Write `)`."
        return BracketFault(Span(start, wide + 1), Fault("unclosed", message, None, "safe"), (Edit(Span(wide, wide + 1), ")"),))
    while content[end - 1] in ".,;:!?*_\"'":
        end -= 1
    target = shown(content[bracket.span.end + 1 : end])
    message = f"The parenthesis before {target} is never closed, so this is no link. Add `)`."
    simple = content[bracket.span.end + 1] != "(" and not re.search(r"[*\[]", content[bracket.span.end : end])
    return BracketFault(Span(start, end), Fault("unclosed", message), (Edit(Span(end, end), ")"),) if simple else ())


def _blank(inner: str, span: Span) -> tuple[Fault, tuple[Edit, ...]]:
    """A blank in the target, by accident or because the writer did not know."""
    if re.search(r"<no\s+value>", inner):
        message = f"{shown(inner)} holds `<no value>`: a template was filled in without its value. Write the real target."
        return Fault("blank", message), ()
    title = _TITLE.search(inner)
    target = (inner[: title.start()] if title else inner).strip()
    if not re.search(r"\s", target) or re.match(r"\S+\s+[\"']", target):
        message = f"What follows the target in {shown(inner)} is no title. Write the title in one pair of quotes."
        return Fault("title", message), ()
    sign = "-" if target.startswith("#") else "%20"
    message = f"The target {shown(target)} has a blank in it, so this is no link. Write `{sign}` for it, or take it out."
    meant = re.sub(r"\s+", lambda blank: "" if "\n" in blank[0] else sign, target)
    sure = (
        (_TARGET.match(target) or _FILE.search(target))
        and len(target.split()) < 6
        and not re.match(r"(?i)https?:(?://[^/]*)?\s", target)
    )
    return Fault("blank", message), (Edit(span, meant + (f" {title[1]}" if title else "")),) if sure else ()


def _opening(content: str, closing: int) -> int | None:
    """The parenthesis on the same line that this one closes."""
    nearby = max(closing - _REACH, 0)
    first = max(content.rfind("\n", nearby, closing) + 1, nearby)
    depth, at = 1, closing
    while depth and at >= 0 and depth <= _DEEPEST:
        at = max(content.rfind("(", first, at), content.rfind(")", first, at))
        depth += 1 if content[at] == ")" else -1
    return at if at >= 0 and depth == 0 else None


def _closing(content: str, opening: int) -> int | None:
    """The parenthesis in the same paragraph that closes this one."""
    if content.find(")", opening, opening + _REACH) < 0:
        return None
    depth = 0
    for sign in _PARENTHESIS.finditer(content, opening, opening + _REACH):
        depth += {"(": 1, ")": -1}.get(sign[0], _DEEPEST)
        if depth == 0 or depth > _DEEPEST:
            return sign.start() if depth == 0 else None
    return None


def defined_in_vain(note: Note) -> frozenset[str]:
    """The labels, folded, of what looks like a definition and is none; mending it mends all that refers to it.

    Definitions that a template fills in are none before that, and so among them.
    """
    defined = (bracket for bracket in note.brackets if _DEFINED.match(note.text.content, bracket.span.end))
    return frozenset(folded(bracket.text) for bracket in defined) | filled_in(note)
