"""What a run of inline content holds beyond the parser's own links.

A run is the content of one paragraph, heading or table cell. It is searched in the source, between the spans that are already
something (`opaque`: code, HTML, links, task markers), and only for what a glance at it makes possible.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from notelint.markdown.bare import bare_links
from notelint.markdown.brackets import loose_brackets
from notelint.markdown.dialect import Dialect
from notelint.markdown.spans import encloses, meets, outermost
from notelint.note import Anchor, Bracket, Link, LinkKind
from notelint.pattern import late_pattern
from notelint.text import Span

# Bounded, so that thousands of unclosed `{{` cost no more than their number.
_TEMPLATE = late_pattern(r"\{\{.{0,500}?\}\}|\{%.{0,500}?%\}", re.DOTALL)
_WIKILINK = late_pattern(r"(!?)\[\[([^\[\]|\r\n]+?)(?:\\?\|([^\[\]\r\n]*))?\]\]")
_DOLLAR = late_pattern(r"(?<!\\)\$\$?")
# Obsidian help, "Link to a block in a note": `^` and Latin letters, digits or dashes at the end of the block; Dendron makes
# ids with `_` too.
_BLOCK_ID = late_pattern(r"(?:(?<=\s)|^)\^([A-Za-z0-9_-]+)\s*$")
# `{#id}` as in Pandoc, kramdown, Hugo, Docusaurus; `{: #id .class}` as in kramdown and Python-Markdown's attr_list.
# Behind `{:` a dot begins a class (https://kramdown.gettalong.org/syntax.html#attribute-list-definitions); elsewhere ids may
# hold dots, as in Pandoc (https://pandoc.org/MANUAL.html#heading-identifiers).
_ATTRIBUTE = late_pattern(r"\{(?::[^{}\r\n]*?#([^\s{}.#]+)|(?!:)[^{}\r\n]*?#([^\s{}#]+))[^{}\r\n]*\}\s*$")
_ATTRIBUTE_LINE = late_pattern(r"(?:^|[\r\n])[ \t]*(\{:[^{}\r\n]*?#([^\s{}.#]+)[^{}\r\n]*\})\s*$")


class Found(NamedTuple):
    """The links (the parser's own that stand, and more), loose brackets and anchors of a run."""

    links: list[Link]
    brackets: list[Bracket]
    anchors: list[Anchor]


class Signs:
    """What tells at a glance whether a run of this note may hold more than the parser has found in it."""

    def __init__(self, content: str, dialect: Dialect) -> None:
        # No sign is looked for where the whole note has none. `www.` counts in any case.
        self._in_text = tuple(sign for sign in ("[", "@", "://", "w.", "W.") if sign in content)
        others = ("$", "{", "<%", "^") if dialect.wikilinks else ("$", "{", "<%")
        self._in_source = tuple(sign for sign in others if sign in content)

    def may_be_in(self, text: str, content: str, start: int, end: int) -> bool:
        """Whether to scan a run of this text. Not asked of its source, where targets of links are full of these signs."""
        for sign in self._in_text:  # a plain loop: this is asked of every run
            if sign in text:
                return True
        if self._in_source:
            source = content[start:end]
            for sign in self._in_source:
                if sign in source:
                    return True
        return False


def scan(content: str, run: Span, opaque: Sequence[Span], links: list[Link], dialect: Dialect, *, brackets: bool) -> Found:
    """Everything that the run holds; `links` are the parser's, `brackets` whether its text has any bracket."""
    source = content[run.start : run.end]
    solid = outermost(opaque)
    if "$" in source or "{" in source or "<%" in source:
        masked = _masked(source, run, solid)
        links = [link for link in links if not (is_template(link.target) or _is_masked(link, masked))]
        solid = outermost([*solid, *masked])
    if dialect.wikilinks and "[[" in source:
        wikilinks = _wikilinks(source, run.start, solid, label_first=dialect.label_first)
        spans = [link.span for link in wikilinks]
        links = [link for link in links if not encloses(spans, link.span)] + wikilinks
        solid = outermost([*solid, *spans])
    if "://" in source or "www." in source.lower() or "@" in source:
        bare = bare_links(content, run, solid)
        links = links + bare
        solid = outermost([*solid, *(link.span for link in bare)])
    loose = loose_brackets(content, run, solid) if brackets else []
    return Found(links, loose, _anchors(source, run.start, dialect))


def heading_attribute(content: str, span: Span) -> Anchor | None:
    """The `{#id}` at the end of a heading's content."""
    match = _ATTRIBUTE.search(content, span.start, span.end) if content[span.end - 1 : span.end] == "}" else None
    if match is None or "{{" in match[0] or "{%" in match[0]:
        return None
    return Anchor(Span(match.start(), match.end()), match[1] or match[2], "attribute")


def is_template(target: str) -> bool:
    """Whether a template engine makes this target: what it will be cannot be known."""
    return "{{" in target or "{%" in target or "<%" in target


def _anchors(source: str, base: int, dialect: Dialect) -> list[Anchor]:
    anchors = []
    if "{:" in source and (match := _ATTRIBUTE_LINE.search(source)):
        anchors.append(Anchor(Span(base + match.start(1), base + match.end(1)), match[2], "attribute"))
    if dialect.wikilinks and "^" in source and (match := _BLOCK_ID.search(source)):
        anchors.append(Anchor(Span(base + match.start(), base + match.end(1)), match[1], "block-id"))
    return anchors


def _masked(source: str, run: Span, solid: Sequence[Span]) -> list[Span]:
    """Template tags and math: nothing in them is a link."""
    masked: list[Span] = []
    if "{{" in source or "{%" in source:
        tags = (Span(run.start + tag.start(), run.start + tag.end()) for tag in _TEMPLATE.finditer(source))
        masked += [tag for tag in tags if not encloses(solid, tag)]
    if "$" in source:
        masked += _math(source, run.start, solid)
    return outermost(masked)


def _math(source: str, base: int, solid: Sequence[Span]) -> list[Span]:
    """`$…$` and `$$…$$`.

    As Pandoc's `tex_math_dollars` and GitHub have it: no blank inside next to a single dollar, no letter or digit outside
    next to it; and the nearest dollar that can open a formula does, so that prices are none. In code or in a link it is text.
    """
    spans = []
    opening: re.Match[str] | None = None
    for dollar in _DOLLAR.finditer(source):
        if meets(solid, Span(base + dollar.start(), base + dollar.end())):
            continue
        before, after = source[dollar.start() - 1 : dollar.start()], source[dollar.end() : dollar.end() + 1]
        if opening and opening[0] == dollar[0] and (dollar[0] == "$$" or not (before.isspace() or after.isalnum())):
            spans.append(Span(base + opening.start(), base + dollar.end()))
            opening = None
        elif dollar[0] == "$$" or not (after.isspace() or before.isalnum()):
            opening = dollar
    return spans


def _is_masked(link: Link, masked: Sequence[Span]) -> bool:
    """Whether the link begins in one of the spans, or one of them is (part of) its target."""
    return meets(masked, Span(link.span.start, link.span.start + 1)) or meets(masked, link.target_span)


def _wikilinks(source: str, base: int, solid: Sequence[Span], *, label_first: bool) -> list[Link]:
    """`[[target|text]]` and `![[target|text]]`, unless in code or in the text of a longer link."""
    links = []
    for match in _WIKILINK.finditer(source):
        span = Span(base + match.start(), base + match.end())
        if encloses(solid, span):
            continue
        target, text = (3, 2) if label_first and match[3] else (2, 3)
        where = Span(base + match.start(target), base + match.end(target))
        kind: LinkKind = "embed" if match[1] else "wiki"
        label = (match[text] or "").strip()
        links.append(Link(span, kind, match[target].strip().removesuffix("\\"), where, label, "", bool(match[1])))
    return links
