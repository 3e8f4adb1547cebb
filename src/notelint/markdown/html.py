"""What raw HTML in a note says: anchors, links, headings and notelint's own comments."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from notelint.note import Anchor, Heading, Link, LinkKind, Part, Scope, Suppression
from notelint.pattern import late_pattern
from notelint.text import Span

# CommonMark 0.31.2, section 6.6 "Raw HTML", but lenient about what stands between attributes, as browsers are;
# bounded, so that thousands of unclosed quotes cost no more than their number.
_ATTRIBUTE = late_pattern(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_TAG = late_pattern(
    r"<!--(?P<comment>.*?)(?:-->|\Z)"
    r"|<(?P<raw>script|style)\b[^>]*>.*?(?:</(?P=raw)\s*>|\Z)"
    r"|<(?P<name>/?[A-Za-z][A-Za-z0-9-]*)(?P<attributes>(?:[^>\"']{1,1000}|\"[^\"]{0,9000}\"|'[^']{0,9000}'){0,100}+)>",
    re.DOTALL | re.IGNORECASE,
)
_DIRECTIVE = late_pattern(r"\s*notelint-(disable|enable)(-line|-next-line|-file)?(?=\s|$)(.*)", re.DOTALL)
_OPTION = late_pattern(r"(until|reason)=(?:\"([^\"]*)\"|(\S*))")


class Tag(NamedTuple):
    """A tag or comment: its name in lower case (`a`, `/a`, `!--`), its attributes (value and value's span), its text."""

    name: str
    span: Span
    attributes: dict[str, tuple[str, Span]]
    comment: str


class OpenHeading:
    """A heading in raw HTML whose end tag has not come yet."""

    def __init__(self, level: int, span: Span) -> None:
        self.level = level
        self.span = span
        self.parts: list[Part] = []
        self._after = span.end

    def take(self, content: str, tag: Tag) -> None:
        """Take the text before this tag of the same block, unless a run of Markdown has stood there."""
        if not self.parts or self.parts[-1].kind == "html":
            self.parts.append(Part("text", unescaped(content[self._after : tag.span.start])))
        if tag.name != f"/h{self.level}":
            self.parts.append(Part("html", content[tag.span.start : tag.span.end]))
        self._after = tag.span.end

    def closed_by(self, content: str, tag: Tag) -> Heading | None:
        """The heading, if this tag ends it."""
        if tag.name != f"/h{self.level}":
            return None
        inner = Span(self.span.end, tag.span.start)
        parts = tuple(part for part in self.parts if part.text)
        return Heading(Span(self.span.start, tag.span.end), inner, self.level, parts, content[inner.start : inner.end].strip())


def tags(content: str, span: Span) -> Iterator[Tag]:
    """The tags and comments in a span of raw HTML, in order; what is inside comments, scripts and styles is none."""
    for match in _TAG.finditer(content, span.start, span.end):
        where = Span(match.start(), match.end())
        if match["name"]:
            yield Tag(match["name"].lower(), where, _attributes(match), "")
        elif match["comment"] is not None:
            yield Tag("!--", where, {}, match["comment"])


def unescaped(text: str) -> str:
    """The text with character references decoded."""
    if "&" not in text:
        return text
    from html import unescape

    return unescape(text)


def anchors(tag: Tag) -> Iterator[Anchor]:
    """The names that a tag gives to its place: any `id=`, and `name=` of an `<a>`."""
    named = tag.attributes.get("id")
    if named and named[0]:
        yield Anchor(tag.span, named[0], "id")
    other = tag.attributes.get("name") if tag.name == "a" else None
    if other and other[0] and not (named and named[0] == other[0]):
        yield Anchor(tag.span, other[0], "name")


def links(tag: Tag) -> Iterator[Link]:
    """The link that an `<a href>` is, the picture that an `<img src>` is."""
    attribute = {"a": "href", "img": "src"}.get(tag.name, "")
    if attribute in tag.attributes:
        target, span = tag.attributes[attribute]
        kind: LinkKind = "html"
        yield Link(tag.span, kind, target.strip(), span, "", "", tag.name == "img")


def heading_level(tag: Tag) -> int:
    """The level of the heading that this start tag opens; 0 for any other tag."""
    return int(tag.name[1]) if len(tag.name) == 2 and tag.name[0] == "h" and tag.name[1] in "123456" else 0


def suppressions(tag: Tag) -> Iterator[Suppression]:
    """What a comment `<!-- notelint-disable RULE… until=DATE reason="…" -->` or one of its kin says."""
    directive = _DIRECTIVE.match(tag.comment)
    if directive is None:
        return
    options = {match[1]: match[2] if match[2] is not None else match[3] for match in _OPTION.finditer(directive[3])}
    rules = tuple(_OPTION.sub(" ", directive[3]).replace(",", " ").split())
    if directive[1] == "enable":
        scope: Scope = "end"
    else:
        scopes: dict[str | None, Scope] = {"-line": "line", "-next-line": "next-line", "-file": "file"}
        scope = scopes.get(directive[2], "begin")
    yield Suppression(tag.span, scope, rules, options.get("until", ""), options.get("reason", ""))


def _attributes(match: re.Match[str]) -> dict[str, tuple[str, Span]]:
    attributes: dict[str, tuple[str, Span]] = {}
    base = match.start("attributes")
    for attribute in _ATTRIBUTE.finditer(match["attributes"]):
        group = next((number for number in (2, 3, 4) if attribute[number] is not None), 1)
        value = attribute[group] if group > 1 else ""
        span = Span(base + attribute.start(group), base + attribute.end(group))
        attributes.setdefault(attribute[1].lower(), (unescaped(value), span))
    return attributes
