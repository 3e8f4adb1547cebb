"""What fragments name in a note: its headings and anchors."""

from collections.abc import Mapping
from typing import NamedTuple

from notelint.markdown.heading_ids import anchor_kinds, fragment_key, heading_names
from notelint.note import Anchor, Heading, Note
from notelint.text import Span


class Named(NamedTuple):
    """What a fragment names in a note on some platform: a heading or an anchor, and where."""

    name: str
    span: Span
    source: Heading | Anchor


def names(note: Note, platform: str) -> Mapping[str, Named]:
    """Everything that a fragment can name in a note on a platform, by its `fragment_key`; the first of each name."""
    kinds = anchor_kinds(platform)
    pairs = zip(heading_names(note.headings, platform), note.headings, strict=True)
    named = [Named(name, heading.content_span, heading) for names, heading in pairs for name in names if name]
    for anchor in (anchor for anchor in note.anchors if anchor.kind in kinds):
        name = f"^{anchor.name}" if anchor.kind == "block-id" else anchor.name
        named.append(Named(name, anchor.span, anchor))
    by_key: dict[str, Named] = {}
    for candidate in sorted(named, key=lambda candidate: candidate.span):
        by_key.setdefault(fragment_key(candidate.name, platform), candidate)
    return by_key
