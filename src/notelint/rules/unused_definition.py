"""The rule unused-definition."""

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from notelint.finding import Finding, Severity
from notelint.note import Note
from notelint.pattern import late_pattern
from notelint.rule import NoteRule
from notelint.vault import is_store
from notelint.web.written.definitions import definitions, folded, footnote_definitions

_BRACKETS = late_pattern(r"\[([^\[\]]+)\]")


class UnusedDefinition(NoteRule):
    r"""Something in the note refers to each definition of a link or footnote.

    What nothing refers to is left over, or the reference has a typing mistake. Definitions that serve as comments
    (`[//]: # (…)`, `[comment]: <> (…)`) are left alone, and those whose label stands in brackets, as Foam
    writes them for wikilinks.

    ```bad
    See [one] and a note[^a].

    [one]: https://a.org/1
    ⟦[two]: https://a.org/2⟧

    [^a]: A note.

    ⟦[^b]⟧: Another note.
    ```

    ```good
    See [One], [the second][two], ![three][], [[four]] and a note[^a].

    [one]: https://a.org/1
    [two]: https://a.org/2
    [three]: three.png
    [four]: four.md "Four"
    [//]: # (a comment)
    [comment]: <> (another)

    [^a]: A note.
    ```

    A note that holds nothing but definitions is there to be included in others:

    ```good
    [one]: https://a.org/1
    [two]: https://a.org/2
    ```
    """

    name: ClassVar[str] = "unused-definition"
    severity: ClassVar[Severity] = "advice"

    def check(self, note: Note) -> Iterable[Finding]:
        """A finding for each definition that nothing refers to; the second definition of a label is not its business."""
        defined = {folded(link.label): link for link in reversed(list(definitions(note)))}
        noted = {folded(f"^{footnote.label}"): footnote for footnote in footnote_definitions(note)}
        if is_store(note) or not (defined or noted):
            return
        used = {folded(link.label) for link in note.links if link.kind == "reference"}
        used.update(folded(f"^{footnote.label}") for footnote in note.footnotes if footnote.is_reference)
        # What stands in brackets twice may be in use otherwise: by a wikilink, whose definition Foam writes, or in raw HTML.
        seen = Counter(folded(label) for label in _BRACKETS.findall(note.text.content))
        for label, link in defined.items():
            if label not in used and seen[label] < 2:
                message = f"Nothing in this note refers to `[{link.label}]`. Remove it, or refer to it."
                yield self.finding(note, link.span, message)
        for label, footnote in noted.items():
            if label not in used and seen[label] < 2:
                message = f"Nothing in this note refers to the footnote `[^{footnote.label}]`. Remove it, or refer to it."
                yield self.finding(note, footnote.span, message)
