"""Front matter as plain data, and back: a note that changed below its own needs no YAML parser, which takes longer to load than
the note takes to read.
"""

from collections.abc import Mapping
from typing import Any

from notelint.cache.packed import digest
from notelint.cache.plain import Plain
from notelint.note import Entry, FrontMatter, Node, Note
from notelint.text import Span

_ENDS = ("\n", "\r", "")
"""What may come right behind the closing fence; then whatever stands below has no part in where front matter ends."""


def source_digest(note: Note) -> bytes:
    """The digest of the front matter's source; empty where there is none."""
    matter = note.front_matter
    return _digest(note.text.content, matter.span.end) if matter else b""


def plain_front_matter(note: Note) -> Plain | None:
    """What is needed to have the front matter again; None where there is none, and for JSON or where it has problems."""
    matter = note.front_matter
    if matter is None or matter.root is None or matter.problems or matter.format == "json":
        return None
    if note.text.content[matter.span.end : matter.span.end + 1] not in _ENDS:
        return None
    return (*matter.span, *matter.content_span, matter.format, _plain(matter.root))


def known_front_matter(plain: Plain | None, source: bytes, content: str) -> FrontMatter | None:
    """The front matter of this content if it is the one that was made plain, whose source has this digest; else None."""
    if plain is None:
        return None
    start, end, first, last, kind, root = plain
    if content[end : end + 1] not in _ENDS or _digest(content, end) != source:
        return None
    return FrontMatter(Span(start, end), Span(first, last), kind, _node(root), ())


def _digest(content: str, end: int) -> bytes:
    return digest(content[:end].encode("utf-8", "surrogatepass"))


def _plain(node: Node) -> Plain:
    value: Any = node.value
    if isinstance(value, tuple):
        value = tuple(
            (child.key, *child.key_span, _plain(child.node)) if isinstance(child, Entry) else _plain(child) for child in value
        )
    return (*node.span, node.tag, value)


def _node(plain: Plain) -> Node:
    start, end, tag, value = plain
    make = _MAKERS.get(tag)
    return Node(Span(start, end), tag, tuple(map(make, value)) if make else value)


def _entry(plain: Plain) -> Entry:
    key, start, end, node = plain
    return Entry(key, Span(start, end), _node(node))


_MAKERS: Mapping[str, Any] = {"map": _entry, "seq": _node}
