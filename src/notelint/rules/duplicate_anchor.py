"""An anchor's name leads to one place."""

import re
from collections.abc import Iterator
from typing import ClassVar

from notelint.finding import Finding, Related, Severity
from notelint.markdown.heading_ids import anchor_kinds, fragment_key, heading_ids
from notelint.note import Anchor, Heading, Note
from notelint.pattern import late_pattern
from notelint.rule import VaultRule
from notelint.text import Span
from notelint.vault import Vault
from notelint.vault.fragments import at_heading, same_place

# Drawings and forms repeat ids that no fragment means.
_NO_PLACE = late_pattern(
    r"<(?:svg|g|defs|use|path|symbol|rect|circle|mask|filter|stop|clipPath|linearGradient|\w+Gradient|input)\b", re.I
)


class DuplicateAnchor(VaultRule):
    r"""An anchor's name must be given once in a note, and must not be another heading's id.

    A browser goes to the first of two places of one name, so links to the second lead astray without a word. Headings that
    repeat are no finding of this rule: platforms number their ids.

    ```bad
    ## Docker <a name="docker"></a>

    ## Podman ⟦<a name="docker">⟧</a>
    ```

    ```bad
    ⟦<a name="setup">⟧</a>

    How it all began.

    ## Setup
    ```

    An anchor that stands at the very heading whose id it has is the same place, and so are two anchors side by side:

    ```good
    <a name="setup"></a>

    ## Setup

    ## OCI <a name="oci"></a>

    <a name="old"></a><a id="old"></a>

    ## Usage

    ## Usage

    `<a name="setup">`
    ```

    ```good
    # A {#same}

    # B {#same}
    ```

    ```bad anchors.platforms = [["**", ["hugo"]]]
    # A {#same}

    # B ⟦{#same}⟧
    ```
    """

    name: ClassVar[str] = "duplicate-anchor"
    severity: ClassVar[Severity] = "warning"

    def check(self, note: Note, vault: Vault) -> Iterator[Finding]:
        """The anchors whose name another place of the note has, on its first platform."""
        if not note.anchors:
            return
        platform = vault.platforms(note.path)[0]
        kinds = anchor_kinds(platform)
        anchors = [
            anchor for anchor in note.anchors if anchor.kind in kinds and not _NO_PLACE.match(note.text.slice(anchor.span))
        ]
        headings: dict[str, Heading] = {}
        for one, name in zip(note.headings, heading_ids(note.headings, platform), strict=True):
            headings.setdefault(fragment_key(name, platform), one)
        first: dict[str, Anchor] = {}
        for anchor in anchors:
            key = fragment_key(anchor.name, platform)
            if not key:
                continue
            earlier = first.setdefault(key, anchor)
            heading = headings.get(key)
            if earlier is not anchor and not same_place(note, earlier.span, anchor.span):
                yield self._twice(note, anchor, earlier.span, "an anchor")
            elif heading is not None and not at_heading(note, anchor.span, heading):
                yield self._twice(note, anchor, heading.content_span, "the heading")

    def _twice(self, note: Note, anchor: Anchor, other: Span, what: str) -> Finding:
        message = (
            f"`{anchor.name}` is also the id of {what} on line {_line(note, other)}; links to `#{anchor.name}` all lead to "
        )
        message += f"line {_line(note, min(anchor.span, other))}. Give the anchor a name of its own."
        return self.finding(note, anchor.span, message, related=(Related(note.path, other, f"`{anchor.name}` is also here"),))


def _line(note: Note, span: Span) -> int:
    return note.text.position(span.start).line
