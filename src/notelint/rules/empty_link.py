"""The rule empty-link."""

from collections.abc import Iterable
from typing import ClassVar

from notelint.finding import Finding, Severity
from notelint.note import Link, Note
from notelint.rule import VaultRule, option
from notelint.vault import Vault
from notelint.vault.sites import is_sphinx


class EmptyLink(VaultRule):
    r"""A link has a text to click on and a target to lead to.

    Without a target it leads to the top of its own page; without a text nobody sees it. A picture without alternative text
    tells nothing to those who cannot see it; `pictures = false` leaves pictures alone.

    ```bad
    ⟦[Swagger]()⟧, ⟦<a href="">⟧here</a>, ⟦[](https://swagger.io/)⟧ and ⟦![](plan.png)⟧.
    ```

    ```good pictures = false
    ![](plan.png)
    ```

    A link around a picture has something to click on, `#` leads to the top on purpose, an empty link in a heading is an anchor,
    and MyST takes the text from the target:

    ```good
    # [](#top) Title

    [![build](build.svg)](https://example.com/build), [`code`](a.md), [to the top](#), <a name="x"></a>.

    [nothing]: <>
    ```

    Sphinx fills in the title of what a link leads to:

    ```good
    -- docs/a.md --
    See [](b.md).
    -- docs/b.md --
    # B
    -- docs/conf.py --
    ```

    ```good anchors.platforms = ["myst"]
    See [](#target).
    ```
    """

    name: ClassVar[str] = "empty-link"
    severity: ClassVar[Severity] = "advice"
    pictures: bool = option("Whether pictures need an alternative text.", default=True)

    def check(self, note: Note, vault: Vault) -> Iterable[Finding]:
        """A finding for each link without target or text, and for each picture without alternative text."""
        for link in note.links:
            if link.kind in ("inline", "image", "html") and not link.target.strip():
                noun = "picture" if link.is_image else "link"
                yield self.finding(note, link.span, f"This {noun} has no target. Fill it in, or take the {noun} away.")
            elif link.text.strip() or link.kind not in ("inline", "reference", "image"):
                continue
            elif link.is_image or link.kind == "image":
                if self.pictures:
                    message = "This picture has no alternative text. Say in its brackets what it shows."
                    yield self.finding(note, link.span, message)
            elif not (_says_something(link, note) or "myst" in vault.platforms(note.path) or is_sphinx(note.path, vault)):
                yield self.finding(note, link.span, "This link has no text, so nobody sees it. Write one in its brackets.")


def _says_something(link: Link, note: Note) -> bool:
    """Whether a link without text of its own has something in its brackets, or is the anchor of a heading."""
    if any(heading.span.start <= link.span.start < heading.span.end for heading in note.headings):
        return True
    return note.text.content[link.span.start : link.span.start + 2] != "[]"
