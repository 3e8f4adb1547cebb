"""The rule unused-definition."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import ClassVar

from notelint.finding import Finding, Severity
from notelint.note import Link, Note
from notelint.pattern import late_pattern
from notelint.rule import NoteRule
from notelint.vault import is_store
from notelint.web.written.definitions import definitions, folded, footnote_definitions

# So many that nothing refers to are a stock that is put under each note, such as the names of all who have helped.
_STOCK = 50
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

    More than fifty of them are a stock that was put under the note; the first is told for all.

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
        unused = [link for label, link in defined.items() if label not in used and seen[label] < 2]
        if len(unused) > _STOCK:
            yield self._stock(note, unused)
            unused = []
        for link in unused:
            message = f"Nothing in this note refers to `[{link.label}]`. Remove it, or refer to it."
            yield self.finding(note, link.span, message)
        for label, footnote in noted.items():
            if label not in used and seen[label] < 2:
                message = f"Nothing in this note refers to the footnote `[^{footnote.label}]`. Remove it, or refer to it."
                yield self.finding(note, footnote.span, message)

    def _stock(self, note: Note, unused: Sequence[Link]) -> Finding:
        """What is told once of many."""
        first = min(unused, key=lambda link: link.span)
        message = f"Nothing in this note refers to `[{first.label}]` and {len(unused) - 1:,} more of its definitions. "
        message += "Remove what is not needed here."
        return self.finding(note, first.span, message)
