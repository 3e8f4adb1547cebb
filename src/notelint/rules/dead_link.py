"""The rule dead-link."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from notelint.finding import Finding, Fix, Severity
from notelint.note import Link, Note
from notelint.retarget import retargeted
from notelint.rule import WebRule
from notelint.web.told import why
from notelint.web.written.fault import shown

if TYPE_CHECKING:
    from notelint.web.verdicts import Verdicts


class DeadLink(WebRule):
    """A link on the web leads to a page that is still there.

    Dead is only what says so itself: a page that is gone (410) or not found (404), or a host whose name does not exist, each
    asked for twice. What may be weather is `unsure-link`, what keeps us out `blocked-link`. Silencing this rule for a link by
    a comment keeps the link from being asked at all.

    With `--archive` an archive is asked for the copy that was taken nearest to the day on which the line was written. To link
    it is an unsafe fix.

    ```bad web = {"https://python.org/old" = "dead not-found"}
    The ⟦[old page](https://python.org/old#below)⟧ and ⟦https://python.org/old⟧.

    ⟦[ref]: https://python.org/old⟧

    See [ref].
    ```

    ```bad web = {"http://a.io/old" = {state = "dead", reason = "gone", copy = "https://web.archive.org/web/2019/http://a.io/old"}}
    ⟦[Gone](http://a.io/old#below)⟧.
    ```

    ```good
    [Gone](https://web.archive.org/web/2019/http://a.io/old#below).
    ```

    ```good web = {"https://python.org/" = "alive ok", "https://a.io/" = "unsure timeout"}
    [Python](https://python.org/), [slow](https://a.io/), [never asked](https://python.org/new).
    ```
    """

    name: ClassVar[str] = "dead-link"
    severity: ClassVar[Severity] = "error"

    def check(self, note: Note, verdicts: "Verdicts") -> Iterable[Finding]:
        """A finding for each link whose address is dead."""
        for link, verdict in verdicts.of(note):
            if verdict.state == "dead":
                message = (
                    f"{shown(link.target)} is dead: {why(verdict)}. Find where it went, link an archived copy, or take it out."
                )
                fix = _fix(note, link, verdict.copy) if verdict.copy else None
                yield self.finding(note, link.span, message, construct=verdict.url, fix=fix)


def _fix(note: Note, link: Link, copy: str) -> Fix:
    """The edit that links an archived copy."""
    fragment = link.target.partition("#")[2]
    target = f"{copy}#{fragment}" if fragment else copy
    return Fix("unsafe", f"link to the archived copy `{target}`", (retargeted(note, link, target),))
