"""The rule suspect-link."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from notelint.finding import Finding, Severity
from notelint.note import Note
from notelint.rule import WebRule
from notelint.web.told import why
from notelint.web.written.fault import shown

if TYPE_CHECKING:
    from notelint.web.verdicts import Verdicts


class SuspectLink(WebRule):
    """A page that answers is the page that was linked.

    Many lost pages answer as if nothing were wrong: "not found" with status 200, the home page in place of all that is gone, a
    login, a domain that is for sale or belongs to somebody else by now. Look at the page; if it is right, silence this line.

    ```bad web = {"https://a.io/x" = "suspect soft-404"}
    ⟦[A](https://a.io/x)⟧
    ```

    ```bad web = {"https://a.io/x" = "suspect parked"}
    ⟦[A](https://a.io/x)⟧
    ```

    ```good web = {"https://a.io/x" = "alive ok"}
    [A](https://a.io/x)
    ```
    """

    name: ClassVar[str] = "suspect-link"
    severity: ClassVar[Severity] = "warning"

    def check(self, note: Note, verdicts: "Verdicts") -> Iterable[Finding]:
        """A finding for each link that answers with what seems to be another page."""
        for link, verdict in verdicts.of(note):
            if verdict.state == "suspect":
                message = f"{shown(link.target)} answers, but {why(verdict)}. See whether it is still what was meant."
                yield self.finding(note, link.span, message, construct=verdict.url)
