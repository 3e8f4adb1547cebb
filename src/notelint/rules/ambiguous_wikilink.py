"""The rule ambiguous-wikilink."""

from collections.abc import Iterator
from typing import ClassVar

from notelint.finding import Finding, Related, Severity
from notelint.note import Note
from notelint.rule import VaultRule
from notelint.text import Span
from notelint.vault import Vault


class AmbiguousWikilink(VaultRule):
    """A wikilink can mean only one note.

    When two notes share a name, `[[name]]` leads to whichever the program prefers, and to another one when notes move. A note
    in the same folder, or a longer path (`[[folder/name]]`), settles it.

    ```bad wikilinks = true
    -- a.md --
    See ⟦[[setup]]⟧.
    -- linux/setup.md --
    # Setup
    -- mac/setup.md --
    # Setup
    ```

    ```good wikilinks = true
    -- a.md --
    See [[linux/setup]] and [[mac/setup]].
    -- linux/setup.md --
    # Setup
    -- linux/intro.md --
    Here [[setup]] is the one beside it.
    -- mac/setup.md --
    # Setup
    ```
    """

    name: ClassVar[str] = "ambiguous-wikilink"
    severity: ClassVar[Severity] = "warning"

    def check(self, note: Note, vault: Vault) -> Iterator[Finding]:
        """The wikilinks of the note that several notes or files answer to."""
        for link in note.links:
            name = link.target.partition("#")[0].strip()
            if link.kind not in ("wiki", "embed") or not name or "://" in name:
                continue
            found = vault.wiki_candidates(name, note)
            if len(found) > 1:
                others = tuple(Related(path, Span(0, 0), "one that it may mean") for path in found[:5])
                listed = ", ".join(f"`{path}`" for path in found[:3]) + (", …" if len(found) > 3 else "")
                message = f"`{name}` may be any of {listed}; write as much of the path as tells them apart."
                yield self.finding(note, link.span, message, construct=link.target, related=others)
