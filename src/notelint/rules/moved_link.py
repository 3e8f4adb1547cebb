"""The rule moved-link."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from notelint.finding import Finding, Fix, Severity
from notelint.note import Link, Note
from notelint.retarget import retargeted
from notelint.rule import WebRule
from notelint.web.address import parse
from notelint.web.verdict import Verdict
from notelint.web.written.fault import shown

if TYPE_CHECKING:
    from notelint.web.verdicts import Verdicts


class MovedLink(WebRule):
    """A link leads to where its page is now, not to where it was.

    Reported are pages that have moved for good: every redirect on the way is permanent (301 or 308) and the last address is
    alive. One day the redirect will be gone. The fix is safe, unless the way leads to the root of a site, where the page may
    have been lost, or out of https.

    ```bad web = {"http://a.io/old" = {state = "moved", reason = "moved", location = "https://a.io/new"}}
    ⟦[Guide](http://a.io/old)⟧ and ⟦[its end](http://a.io/old#end)⟧.
    ```

    ```good
    [Guide](https://a.io/new) and [its end](https://a.io/new#end).
    ```

    ```bad web = {"https://a.io/page" = {state = "moved", reason = "moved", location = "https://b.io/"}}
    ⟦[Page](https://a.io/page)⟧.
    ```

    A redirect that may change tomorrow is none of that:

    ```good web = {"https://a.io/latest" = {state = "alive", reason = "redirected", location = "https://a.io/3.2"}}
    [Latest](https://a.io/latest).
    ```
    """

    name: ClassVar[str] = "moved-link"
    severity: ClassVar[Severity] = "advice"

    def check(self, note: Note, verdicts: "Verdicts") -> Iterable[Finding]:
        """A finding for each link whose page has moved for good."""
        for link, verdict in verdicts.of(note):
            if verdict.state == "moved" and verdict.location:
                message = f"{shown(link.target)} has moved for good to {shown(verdict.location)}. Link there."
                yield self.finding(note, link.span, message, construct=verdict.url, fix=_fix(note, link, verdict))


def _fix(note: Note, link: Link, verdict: Verdict) -> Fix | None:
    """The edit of the target; none where the page may be lost, or would no longer be read over https."""
    place = parse(verdict.location or "")
    if place is None or verdict.is_downgraded or (place.path == "/" and not place.query):
        return None
    fragment = link.target.partition("#")[2]
    target = verdict.location or ""
    if fragment and not place.fragment:
        target = f"{target}#{fragment}"
    return Fix("safe", f"link to `{target}`", (retargeted(note, link, target),))
