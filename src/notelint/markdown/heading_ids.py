"""Heading → id, for every platform that notes are read on."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from notelint.markdown import heading_ids_slugs as slugs
from notelint.markdown.heading_ids_fragments import fragment_key, special
from notelint.markdown.heading_ids_numbering import (
    Given,
    count_as_docutils,
    count_blindly,
    count_until_free,
    count_with_underscore,
)
from notelint.note import AnchorKind, Heading
from notelint.pattern import late_pattern

__all__ = ["PLATFORMS", "anchor_kinds", "fragment_key", "heading_ids", "heading_names", "special"]

# goldmark `parser/attribute.go`: `{#id .class key="value"}` at the end of a heading, apart by blanks or commas.
_ITEM = r"""(?:[#.][\w:.-]+|[\w:-]+=(?:"[^"]*"|'[^']*'|[^\s{}"',]+))"""
_GOLDMARK_ATTRIBUTES = late_pattern(rf"(?<!\\)\{{\s*({_ITEM}(?:[\s,]+{_ITEM})*)\s*\}}\s*$")
# kramdown `parser/kramdown/header.rb`, HEADER_ID.
_KRAMDOWN_ID = late_pattern(r"[\t ]\{#([A-Za-z][\w:-]*)\}$")
# Python-Markdown `extensions/attr_list.py`, HEADER_RE.
_ATTR_LIST = late_pattern(r" \{:? *([^{}\n]*)\} *$")
# Docusaurus `markdownHeadingIdUtils.ts`, the classic syntax: any character but `{#` and `}`.
_DOCUSAURUS_ID = late_pattern(r"\{#((?:(?!\{#)[^}])+)\}$")
# markdown-it-attrs `patterns.js`, "end of block": braces at the end, a blank before them or none.
_MARKDOWN_IT_ATTRS = late_pattern(r" ?\{([^{}\n]+)\}$")
_ID_ITEM = late_pattern(r"(?:^|[\s,])#([^\s,}=]+)")


class _Platform(NamedTuple):
    """How a platform makes ids: the heading's text and its own id → the slug of the text → the numbered ids."""

    read: Callable[[Heading], Given]
    slug: Callable[[str], str]
    number: Callable[[Sequence[Given]], list[str]]


def _title(heading: Heading) -> Given:
    return heading.title, ""


def _title_and_alt(heading: Heading) -> str:
    return "".join(text for kind, text in heading.parts if kind != "html")


def _vscode(heading: Heading) -> Given:
    return _title_and_alt(heading), ""


def _gatsby(heading: Heading) -> Given:
    # mdast-util-to-string 2 takes the value of every node that has one, raw HTML included.
    return "".join(text for _, text in heading.parts), ""


def _docusaurus(heading: Heading) -> Given:
    text = _title_and_alt(heading)
    match = _DOCUSAURUS_ID.search(text)
    return text, match[1].strip() if match else ""


def _hugo(heading: Heading) -> Given:
    # goldmark makes the id of the last line of a setext heading.
    line = heading.source.rstrip().rpartition("\n")[2]
    match = _GOLDMARK_ATTRIBUTES.search(line) if line.endswith("}") else None
    if not match:
        return line.strip(), ""
    own = _ID_ITEM.search(match[1])
    return line[: match.start()].strip(), own[1] if own else ""


def _kramdown(heading: Heading) -> Given:
    text = heading.source.strip()
    match = _KRAMDOWN_ID.search(text)
    return (text[: match.start()].rstrip(), match[1]) if match else (text, "")


def _jekyll(heading: Heading) -> Given:
    match = _KRAMDOWN_ID.search(heading.source.rstrip())
    return heading.title, match[1] if match else ""


def _mkdocs(heading: Heading) -> Given:
    match = _ATTR_LIST.search(heading.title)
    own = _ID_ITEM.search(match[1]) if match else None
    return heading.title[: match.start()] if match else heading.title, own[1] if own else ""


def _vitepress(heading: Heading) -> Given:
    text = _title_and_alt(heading).rstrip()
    match = _MARKDOWN_IT_ATTRS.search(text)
    own = _ID_ITEM.search(match[1]) if match else None
    return text[: match.start()] if match else text, own[1] if own else ""


def _source(heading: Heading) -> Given:
    return heading.source, ""


def _as_they_are(given: Sequence[Given]) -> list[str]:
    return [slug for slug, _ in given]


def _reserving(given: Sequence[Given]) -> list[str]:
    return count_until_free(given, reserve=True)


_PLATFORMS = {
    "github": _Platform(_title, slugs.github, count_until_free),
    "gitlab": _Platform(_title, slugs.gitlab, count_until_free),
    "gitlab-16": _Platform(_title, slugs.gitlab_16, count_blindly),
    "gatsby": _Platform(_gatsby, slugs.github, count_until_free),
    "hugo": _Platform(_hugo, slugs.hugo, _reserving),
    "jekyll": _Platform(_jekyll, slugs.jekyll, count_blindly),
    "kramdown": _Platform(_kramdown, slugs.kramdown, count_blindly),
    "mkdocs": _Platform(_mkdocs, slugs.mkdocs, count_with_underscore),
    "docusaurus": _Platform(_docusaurus, slugs.github, count_until_free),
    "vitepress": _Platform(_vitepress, slugs.vitepress, _reserving),
    "vscode": _Platform(_vscode, slugs.vscode, count_until_free),
    "obsidian": _Platform(_source, slugs.obsidian, _as_they_are),
    "myst": _Platform(_title, slugs.docutils, count_as_docutils),
}

PLATFORMS: tuple[str, ...] = tuple(_PLATFORMS)

# What names a place on each platform, beyond HTML's own: `{#id}` where it is not text, MyST's labels. Obsidian's help knows
# headings and blocks only; whether it follows `<a name>` is not written down.
_HTML: frozenset[AnchorKind] = frozenset(("name", "id"))
_ANCHOR_KINDS: dict[str, frozenset[AnchorKind]] = {
    **dict.fromkeys(("hugo", "jekyll", "kramdown", "mkdocs", "docusaurus", "vitepress"), _HTML | {"attribute"}),
    "myst": _HTML | {"target"},
    "obsidian": frozenset(("block-id",)),
}

# Names that a platform also takes, besides the id it gives: MyST's `myst_heading_anchors`; Obsidian reads a heading with or
# without its markup.
_ALSO = {
    "myst": _Platform(_title, slugs.myst, count_until_free),
    "obsidian": _Platform(_title, slugs.obsidian, _as_they_are),
}


def anchor_kinds(platform: str) -> frozenset[AnchorKind]:
    """The kinds of anchors that a fragment can name on a platform; elsewhere they are text, or nothing."""
    return _ANCHOR_KINDS.get(platform, _HTML)


def heading_ids(headings: Sequence[Heading], platform: str) -> list[str]:
    """The id of each heading of one note, in its order; repeated ids are numbered the platform's way.

    An id may be empty (a heading of punctuation alone): then no fragment leads to it. Obsidian has no ids: there it is the
    text that a link names the heading by, and repeated ones stay equal (the first wins). Raises KeyError for an unknown
    platform.
    """
    return _ids(headings, _PLATFORMS[platform])


def heading_names(headings: Sequence[Heading], platform: str) -> list[tuple[str, ...]]:
    """Every name that leads to each heading on a platform, its id first, then what the platform takes besides."""
    ids = heading_ids(headings, platform)
    also = _ALSO.get(platform)
    if also is None:
        return [(name,) for name in ids]
    return [tuple(dict.fromkeys(names)) for names in zip(ids, _ids(headings, also), strict=True)]


def _ids(headings: Sequence[Heading], platform: _Platform) -> list[str]:
    read = [platform.read(heading) for heading in headings]
    return platform.number([(platform.slug(text), explicit) for text, explicit in read])
