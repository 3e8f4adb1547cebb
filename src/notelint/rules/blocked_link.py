"""The rule blocked-link."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from notelint.finding import Finding, Severity
from notelint.note import Note
from notelint.rule import WebRule
from notelint.web.told import by_host

if TYPE_CHECKING:
    from notelint.web.verdicts import Verdicts


class BlockedLink(WebRule):
    """A link on the web may be looked at by a program.

    The host refuses to tell us (401, 403, 429, 451, a page that asks whether one is human), so nobody knows but its readers.
    This is advice, one line for each host; `web.exclude` has such hosts not asked at all, `web.accept` takes their answer for
    alive.

    ```bad web = {"https://a.io/x" = "blocked forbidden", "https://a.io/y" = "blocked challenge"}
    ⟦[X](https://a.io/x)⟧ and [Y](https://a.io/y).
    ```

    ```good web = {"https://a.io/x" = "alive ok"}
    [X](https://a.io/x).
    ```
    """

    name: ClassVar[str] = "blocked-link"
    severity: ClassVar[Severity] = "advice"

    def check(self, note: Note, verdicts: "Verdicts") -> Iterable[Finding]:
        """A finding for the first link of each host, which speaks for all of them."""
        for link, message, host in by_host(note, verdicts, "blocked"):
            yield self.finding(note, link.span, message, construct=host)
