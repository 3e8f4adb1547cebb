"""The rule unused-definition."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from notelint.finding import Finding, Severity
from notelint.note import Note
from notelint.rule import NoteRule
from notelint.web.definitions import definitions, folded, footnote_definitions


@dataclass(frozen=True)
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
    """

    name: ClassVar[str] = "unused-definition"
    severity: ClassVar[Severity] = "advice"

    def check(self, note: Note) -> Iterable[Finding]:
        """A finding for each definition that nothing refers to; the second definition of a label is not its business."""
        used = {folded(link.label) for link in note.links if link.kind == "reference"}
        for link in {folded(link.label): link for link in reversed(list(definitions(note)))}.values():
            if folded(link.label) not in used and not _stands_in_brackets(link.label, note):
                message = f"Nothing in this note refers to `[{link.label}]`. Remove the definition, or link to it."
                yield self.finding(note, link.span, message)
        used = {footnote.label for footnote in note.footnotes if footnote.is_reference}
        for footnote in footnote_definitions(note):
            if footnote.label not in used and note.text.content.count(f"[^{footnote.label}]") == 1:
                message = f"Nothing in this note refers to the footnote `[^{footnote.label}]`. Remove it, or refer to it."
                yield self.finding(note, footnote.span, message)


def _stands_in_brackets(label: str, note: Note) -> bool:
    """Whether the label stands in brackets elsewhere: in a wikilink, whose definition Foam writes, or in raw HTML."""
    return note.text.content.casefold().count(f"[{label.casefold()}]") > 1
