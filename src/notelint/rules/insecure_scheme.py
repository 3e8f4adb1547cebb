"""The rule insecure-scheme."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from notelint.finding import Finding, Fix, Severity
from notelint.note import Note
from notelint.retarget import retargeted
from notelint.rule import WebRule
from notelint.web.written.fault import shown

if TYPE_CHECKING:
    from notelint.web.verdicts import Verdicts


class InsecureScheme(WebRule):
    """A page that answers the same over https is linked over https.

    Whoever sits between reader and host can read and change what comes over http. Reported only where https was tried and gave
    the same page, which `web.secure` has done.

    ```bad web = {"http://a.io/x" = {state = "alive", reason = "ok", secure = "https://a.io/x"}}
    ⟦[X](http://a.io/x#top)⟧.
    ```

    ```good
    [X](https://a.io/x#top).
    ```

    ```good web = {"http://a.io/x" = "alive ok"}
    [X](http://a.io/x).
    ```
    """

    name: ClassVar[str] = "insecure-scheme"
    severity: ClassVar[Severity] = "advice"

    def check(self, note: Note, verdicts: "Verdicts") -> Iterable[Finding]:
        """A finding for each http link that works over https."""
        for link, verdict in verdicts.of(note):
            if verdict.secure is None or verdict.state != "alive":
                continue
            mark, fragment = link.target.partition("#")[1:]
            target = verdict.secure + mark + fragment
            message = f"{shown(link.target)} answers the same over https. Write {shown(target)}."
            fix = Fix("safe", f"link to `{target}`", (retargeted(note, link, target),))
            yield self.finding(note, link.span, message, construct=verdict.url, fix=fix)
