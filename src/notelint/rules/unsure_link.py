"""The rule unsure-link."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from notelint.finding import Finding, Severity
from notelint.note import Note
from notelint.rule import WebRule
from notelint.web.told import by_host

if TYPE_CHECKING:
    from notelint.web.verdicts import Verdicts


class UnsureLink(WebRule):
    """A link on the web gives an answer that can be judged.

    Time-outs, refused connections, trouble with certificates, errors of the server: all may be weather. One run cannot tell, so
    this is advice, and one line for each host. `notelint sweep` asks again until it knows.

    ```bad web = {"https://a.io/x" = "unsure timeout", "https://a.io/y" = "unsure timeout"}
    ⟦[X](https://a.io/x)⟧ and [Y](https://a.io/y).
    ```

    ```good web = {"https://a.io/x" = "alive ok"}
    [X](https://a.io/x).
    ```
    """

    name: ClassVar[str] = "unsure-link"
    severity: ClassVar[Severity] = "advice"

    def check(self, note: Note, verdicts: "Verdicts") -> Iterable[Finding]:
        """A finding for the first link of each host, which speaks for all of them."""
        for link, message, host in by_host(note, verdicts, "unsure"):
            yield self.finding(note, link.span, message, construct=host)
