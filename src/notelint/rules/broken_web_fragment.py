"""The rule broken-web-fragment."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from notelint.finding import Finding, Fix, Severity
from notelint.note import Link, Note
from notelint.retarget import retargeted
from notelint.rule import WebRule
from notelint.web.verdict import FragmentVerdict
from notelint.web.written.fault import shown

if TYPE_CHECKING:
    from notelint.web.verdicts import Verdicts


class BrokenWebFragment(WebRule):
    """What the fragment of a link names is on the page that it leads to.

    The page is alive, but no element has this id or name, the text that a text fragment asks for is not on it, or the file has
    fewer lines. Pages that a script puts together in the reader's browser are not judged, nor are those that were cut short.
    `web.fragments` says where fragments are judged.

    ```bad web = {"https://a.io/" = {state = "alive", reason = "ok", missing = {"usge" = "usage"}}}
    See ⟦[usage](https://a.io/#usge)⟧ and [all](https://a.io/).
    ```

    ```good
    See [usage](https://a.io/#usage) and [all](https://a.io/).
    ```

    ```good web = {"https://a.io/" = "alive ok"}
    See [install](https://a.io/#install).
    ```
    """

    name: ClassVar[str] = "broken-web-fragment"
    severity: ClassVar[Severity] = "warning"

    def check(self, note: Note, verdicts: "Verdicts") -> Iterable[Finding]:
        """A finding for each link whose fragment is not on its page."""
        for link, verdict in verdicts.of(note):
            fragment = verdict.fragment(link.target.partition("#")[2])
            if fragment and fragment.state == "missing":
                construct = f"{verdict.url}#{fragment.name}"
                yield self.finding(
                    note, link.span, _message(link, fragment), construct=construct, fix=_fix(note, link, fragment)
                )


def _message(link: Link, fragment: FragmentVerdict) -> str:
    told = {
        "no-such-text": "The text that it asks for is not on the page",
        "no-such-line": "The file has fewer lines",
    }.get(fragment.reason, f"Nothing on the page has the id {shown(fragment.name)}")
    if fragment.meant:
        return f"{told}; did you mean {shown('#' + fragment.meant)}?"
    return f"{told}. Look for where it went, or link to the page alone."


def _fix(note: Note, link: Link, fragment: FragmentVerdict) -> Fix | None:
    if not fragment.meant:
        return None
    target = f"{link.target.partition('#')[0]}#{fragment.meant}"
    return Fix("unsafe", f"link to `#{fragment.meant}`", (retargeted(note, link, target),))
