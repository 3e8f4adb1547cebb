"""The rule duplicate-definition."""

from collections.abc import Iterable
from typing import ClassVar

from notelint.finding import Finding, Related, Severity
from notelint.note import Footnote, Link, Note
from notelint.rule import NoteRule
from notelint.web.written.definitions import definitions, folded, footnote_definitions


class DuplicateDefinition(NoteRule):
    r"""A label is defined once in a note.

    Of several definitions the first counts (CommonMark 0.31.2, section 4.7), so links that rely on a later one lead elsewhere.
    Labels are compared without case.

    ```bad
    See [guide] and [list].

    [guide]: https://a.org/guide
    [list]: https://a.org/list
    ⟦[Guide]: https://b.org/guide⟧
    ⟦[list]: https://a.org/list⟧
    ```

    ```good
    See [guide], [list] and a note[^guide].

    [guide]: https://a.org/guide
    [list]: https://a.org/list
    [//]: # (a comment)
    [//]: # (another)

    [^guide]: A note.
    ```
    """

    name: ClassVar[str] = "duplicate-definition"
    severity: ClassVar[Severity] = "advice"

    def check(self, note: Note) -> Iterable[Finding]:
        """A finding for each definition of a label that was defined before."""
        first: dict[str, Link] = {}
        for link in definitions(note):
            known = first.setdefault(folded(link.label), link)
            if known is not link:
                yield self._again(note, known, link, f"[{link.label}]", same=known.target == link.target)
        notes: dict[str, Footnote] = {}
        for footnote in footnote_definitions(note):
            earlier = notes.setdefault(folded(footnote.label), footnote)
            if earlier is not footnote:
                yield self._again(note, earlier, footnote, f"[^{footnote.label}]", same=False)

    def _again(self, note: Note, first: Link | Footnote, second: Link | Footnote, label: str, *, same: bool) -> Finding:
        line = note.text.position(first.span.start).line
        way = "with the same target. Remove one of them." if same else "and that one counts. Remove or rename this one."
        related = (Related(note.path, first.span, "the definition that counts"),)
        return self.finding(note, second.span, f"`{label}` is defined in line {line} already, {way}", related=related)
