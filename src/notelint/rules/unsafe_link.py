"""The rule unsafe-link."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from notelint.finding import Finding, Severity
from notelint.note import Note
from notelint.rule import WebRule
from notelint.web.told import why
from notelint.web.written.fault import shown

if TYPE_CHECKING:
    from notelint.web.verdicts import Verdicts


class UnsafeLink(WebRule):
    """No public link leads into a private network.

    The name of the host, or a redirect, leads to an address that must not be asked: one's own machine, a private network, the
    metadata service of a cloud. Nothing was sent there. Notes come from strangers, too; `--allow-private` on the command line
    has such addresses asked. Addresses that are private as they are written are `placeholder-link`'s.

    ```bad web = {"https://a.io/" = "unsafe forbidden-address", "https://b.io/" = "unsafe redirect-to-forbidden"}
    ⟦[A](https://a.io/)⟧ and ⟦[B](https://b.io/)⟧.
    ```

    ```good web = {"https://a.io/" = "alive ok"}
    [A](https://a.io/).
    ```
    """

    name: ClassVar[str] = "unsafe-link"
    severity: ClassVar[Severity] = "warning"

    def check(self, note: Note, verdicts: "Verdicts") -> Iterable[Finding]:
        """A finding for each link that leads where nothing may be asked."""
        for link, verdict in verdicts.of(note):
            if verdict.state == "unsafe":
                message = f"{shown(link.target)} was not asked: {why(verdict)}. Take it out, unless you know why."
                yield self.finding(note, link.span, message, construct=verdict.url)
