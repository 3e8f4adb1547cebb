"""What in a note counts for the vault as a whole."""

from collections.abc import Iterator, Mapping

from notelint.note import Node, Note
from notelint.pattern import late_pattern

_EMPHASIS = late_pattern(r"[*`\\]")


def linked_texts(note: Note) -> Iterator[str]:
    """The texts of a note's links, written out or by reference, as compared."""
    return (as_compared(link.text) for link in note.links if link.text and link.target and link.kind in ("inline", "reference"))


def as_compared(text: str) -> str:
    """A text as readers compare it: without marks of emphasis and code, without case, blanks as one."""
    return " ".join(_EMPHASIS.sub("", text).casefold().split())


def is_store(note: Note) -> bool:
    """Whether a note holds nothing but definitions, for others to include."""
    if not note.links or any(link.kind != "definition" for link in note.links):
        return False
    ends = [note.front_matter.span.end if note.front_matter else 0, *(link.span.end for link in note.links)]
    starts = [*(link.span.start for link in note.links), len(note.text.content)]
    return not any(note.text.content[end:start].strip() for end, start in zip(ends, starts, strict=True))


def top_level(note: Note) -> Mapping[str, Node]:
    """The top-level keys of a note's front matter with their values; of a key given twice, the first."""
    root = note.front_matter.root if note.front_matter else None
    if root is None or root.tag != "map" or not isinstance(root.value, tuple):
        return {}
    keys: dict[str, Node] = {}
    for entry in root.value:
        if not isinstance(entry, Node):
            keys.setdefault(entry.key, entry.node)
    return keys
