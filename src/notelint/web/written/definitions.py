"""The definitions in a note, and how their labels are compared."""

from collections.abc import Iterator

from notelint.note import Footnote, Link, Note
from notelint.pattern import late_pattern

# `[//]: # (…)` and `[comment]: <> (…)`: Markdown has no comments, and a definition shows nothing.
_COMMENT_LABELS = frozenset({"//", "comment", "_", "-", "#", "//]: #"})

# What brings text from another file when a site is built: snippets of MkDocs, tags of Jekyll, shortcodes of Hugo, mdBook, MyST.
_INCLUDE = late_pattern(r"--8<--|\{%-?\s*include|\{\{[<%]\s*(?:include|readfile|snippet)|\{\{#include|\{include\}")


# A definition whose target a template fills in, which Markdown then sees: `[label]: {{< relref "page" >}}` of Hugo.
_TEMPLATED = late_pattern(r"(?m)^ {0,3}\[([^\[\]\n]{1,200})\]:[ \t]*<?\{[{%]")
_WRITTEN = late_pattern(r"(?m)^ {0,3}\[([^\[\]\n]{1,200})\]:[ \t]*\S")
# How far above a definition others are looked for.
_NEAR = 4000


def folded(label: str) -> str:
    """A label as labels are compared (CommonMark 0.31.2, section 4.7, "matches"): case folded, runs of blanks as one."""
    return " ".join(label.casefold().split())


def definitions(note: Note) -> Iterator[Link]:
    """The definitions of links that are meant as such, not as comments."""
    for link in note.links:
        if link.kind == "definition" and link.target not in ("", "#", "<>") and folded(link.label) not in _COMMENT_LABELS:
            yield link


def footnote_definitions(note: Note) -> Iterator[Footnote]:
    """The definitions of footnotes."""
    return (footnote for footnote in note.footnotes if not footnote.is_reference)


def filled_in(note: Note) -> frozenset[str]:
    """The labels, folded, of what is written as a definition where a template fills in the target of one.

    Markdown takes those below such a line for a part of its paragraph, as long as it is not filled in.
    """
    content = note.text.content
    if ("]: {" not in content and "]: <{" not in content) or not _TEMPLATED.search(content):
        return frozenset()
    return frozenset(folded(match[1]) for match in _WRITTEN.finditer(content))


def is_below_filled_in(content: str, start: int) -> bool:
    """Whether a definition that a template fills in stands not far above an offset."""
    return _TEMPLATED.search(content, max(start - _NEAR, 0), start) is not None


def includes(note: Note) -> bool:
    """Whether text from other files, which may hold definitions, is put into this note when it is built."""
    return _INCLUDE.search(note.text.content) is not None
