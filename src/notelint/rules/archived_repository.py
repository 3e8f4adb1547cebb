"""The rule archived-repository."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from notelint.finding import Finding, Severity
from notelint.markers import mentions_retirement
from notelint.note import Note
from notelint.rule import WebRule
from notelint.text import Span
from notelint.web.written.fault import shown

if TYPE_CHECKING:
    from notelint.web.verdicts import Verdicts


class ArchivedRepository(WebRule):
    """What a note points to as current is not archived by its makers.

    The page of the repository says that it is kept but no longer worked on. Mark the item, as `DEPRECATED` does, or link to its
    successor. Where the line says so already, nothing is reported.

    ```bad web = {"https://github.com/a/b" = {state = "alive", reason = "ok", is_archived = true}}
    - ⟦[b](https://github.com/a/b)⟧ makes things.
    ```

    ```good web = {"https://github.com/a/b" = {state = "alive", reason = "ok", is_archived = true}}
    - [b](https://github.com/a/b) makes things (archived).
    - ~~[b](https://github.com/a/b)~~
    ```

    ```good web = {"https://github.com/a/b" = "alive ok"}
    - [b](https://github.com/a/b) makes things.
    ```
    """

    name: ClassVar[str] = "archived-repository"
    severity: ClassVar[Severity] = "advice"

    def check(self, note: Note, verdicts: "Verdicts") -> Iterable[Finding]:
        """A finding for each link to an archived repository whose line does not say so."""
        for link, verdict in verdicts.of(note):
            if verdict.is_archived and not _says_so(note, link.span):
                message = f"{shown(link.target)} is archived by its makers. Mark it as such here, or link to its successor."
                yield self.finding(note, link.span, message, construct=verdict.url)


def _says_so(note: Note, span: Span) -> bool:
    line = note.text.line(note.text.position(span.start).line)
    return "~~" in line or mentions_retirement(line)
